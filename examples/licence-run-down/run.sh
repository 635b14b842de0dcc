#!/usr/bin/env bash
# One licence of the H200 book run down to zero: the commands, printed as they run. README.md tells what they show.
# What it makes is in out/licence-run-down, anew each time.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
book=examples/h200-china-2026
out=out/licence-run-down
export LICET_REGISTER=$out/register.db
rm -rf "$out"
mkdir -p "$out"
PS4=$'\n$ '
set -x

licet register init
licet register import "$book/authorisations.yaml" --by 'Compliance officer 1' --id terms

licet register reserve EXAMPLE-US-0001 --case "$book" --order H200-01 --units 70000 \
	--valid-at 2026-06-15 --by 'Sales desk 1' --id june-1
licet register reserve EXAMPLE-US-0001 --case "$book" --order H200-17 --units 10000 \
	--valid-at 2026-06-16 --by 'Sales desk 1' --id june-2 || test $? -eq 4
licet register reserve EXAMPLE-US-0001 --case "$book" --order H200-17 --units 5000 \
	--valid-at 2026-06-16 --by 'Sales desk 1' --id june-3
licet register reserve EXAMPLE-US-0001 --case "$book" --order H200-17 --units 5000 \
	--valid-at 2026-06-16 --by 'Sales desk 1' --id june-3
licet register balance EXAMPLE-US-0001 --valid-at 2026-06-16
licet register checkpoint >"$out/head.txt"
cat "$out/head.txt"

licet check "$book" --valid-at 2026-08-20 --reserve --by 'Sales desk 1' >"$out/first.txt"
sed -n '/^Reserved now/,$p' "$out/first.txt"
licet check "$book" --valid-at 2026-08-20 --reserve --by 'Sales desk 1' >"$out/second.txt"
sed -n '/^Reserved now/,$p' "$out/second.txt"

licet register ship june-1 --units 10000 --document examples/licence-run-down/shipping-paper.md \
	--valid-at 2026-08-20 --by 'Shipping desk 1' --id august-1
licet register ship check/H200-01/EXAMPLE-CN-0001/cn:import/0+10000 --units 10000 \
	--document examples/licence-run-down/shipping-paper.md --valid-at 2026-08-20 --by 'Shipping desk 1' --id august-2
licet register void june-3 --units 2000 --reason 'order reduced' \
	--valid-at 2026-08-21 --by 'Sales desk 1' --id august-3
licet register balance EXAMPLE-US-0001 --valid-at 2026-08-21

licet register history EXAMPLE-US-0001
licet register verify
read -r _ head <"$out/head.txt"
licet register verify --expect-head "$head"
