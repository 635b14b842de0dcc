# `make run` checks the example order book; `make test` runs everything the build runs.
# PYTHON names the interpreter the environment is made from (3.11 or later).

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo test bench fuzz soak lock clean chromium postgres

PYTHON ?= python3
EXAMPLES ?= 10000
KILLS ?= 1000
UPGRADE ?=

BIN := .venv/bin
BENCH_BIN := .venv-bench/bin
PIP_INSTALL := -m pip --disable-pip-version-check install -qq
PIP_COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --build-deps-for editable

help:  ## print this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

run: .venv/.installed  ## check the example order book, print its board, write out/report.html
	@mkdir -p out
	@$(BIN)/licet check examples/h200-china-2026 --html out/report.html

demo: .venv/.installed  ## replay two lines of the example on three days, then run a licence down to zero
	@for day in 2025-04-18 2025-07-18 2026-01-29; do \
		$(BIN)/licet check examples/h200-china-2026 --valid-at $$day --only H20-01 --only H200-01; \
	done
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash examples/licence-run-down/run.sh

test: .venv/.installed chromium postgres  ## lint, types, levels and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

bench: .venv-bench/.installed  ## measure against other engines; see docs/benchmarks.md
	$(BENCH_BIN)/python benchmarks/run.py

fuzz: .venv/.installed  ## every property with EXAMPLES examples (10000), newly drawn each time
	LICET_FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/pytest -n auto -m hypothesis --hypothesis-profile=fuzz

soak: .venv/.installed postgres  ## kill KILLS writers (1000) of a register on each store, and look for what is overdrawn or lost
	$(BIN)/python -m tests.ledger.soak.driver --kills $(KILLS)

lock: .venv/.installed  ## write the hashed lock files anew; UPGRADE=--upgrade takes newer versions
	$(PIP_COMPILE) $(UPGRADE) --extra dev --constraint benchmarks/constraints.txt --output-file requirements.lock pyproject.toml
	$(PIP_COMPILE) $(UPGRADE) --extra bench --constraint requirements.lock --output-file requirements-bench.lock pyproject.toml

clean:  ## remove the environments, caches and everything made
	rm -rf .venv .venv-bench out build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment is made once, and again when its lock file changes. The build backend is in the lock file too,
# so nothing is installed without a hash.
define ENVIRONMENT
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Licet needs Python 3.11 or later; name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
echo "Setting up $(@D) from $<, once; about half a minute"
$(@D)/bin/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(@D)
$(@D)/bin/python $(PIP_INSTALL) --require-hashes -r $<
touch $@
endef

.venv/.locked: requirements.lock
	@$(ENVIRONMENT)

.venv-bench/.locked: requirements-bench.lock
	@$(ENVIRONMENT)

%/.installed: %/.locked pyproject.toml
	@$(@D)/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# Tests that look at a page need Chromium. As root on Debian it is installed; elsewhere we say how.
chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0; \
	fi; \
	echo "No Chromium: the tests that look at a page are skipped (they fail if CI is set). On Debian: apt-get install chromium"

# Tests of the register start a PostgreSQL server of their own. As root on Debian its programs are installed.
postgres:
	@for program in "$$(command -v initdb)" /usr/lib/postgresql/*/bin/initdb; do [ -x "$$program" ] && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null && exit 0; \
	fi; \
	echo "No PostgreSQL: the tests of a register on it are skipped (they fail if CI is set). On Debian: apt-get install postgresql"
