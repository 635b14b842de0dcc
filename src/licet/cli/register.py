"""`licet register ...`: the durable register of authorisations and of what is drawn on them."""

from __future__ import annotations

import typer

from licet.cli import register_draws as draws
from licet.cli import register_export as exports
from licet.cli import register_forecast as forecasts
from licet.cli import register_grants as grants
from licet.cli import register_notes as notes
from licet.cli import register_views as views

app = typer.Typer(no_args_is_help=True, help="The register: what was granted, what is drawn, and who said so.")

_BOOK = "--register out/register.db"
_SAID = "--valid-at 2026-06-15 --by 'A. Person'"
_CASE = "examples/h200-china-2026"
_US = "EXAMPLE-US-0001"
_COMMANDS = (  # the example of each runs after those of init, import, reserve and suspend
    ("init", grants.init, _BOOK),
    ("grant", grants.grant, f"{_CASE}/authorisations.yaml --number {_US} --by 'A. Person' {_BOOK}"),
    ("import", grants.import_, f"{_CASE}/authorisations.yaml --by 'A. Person' {_BOOK}"),
    ("show", views.show, f"{_US} --valid-at 2026-06-15 {_BOOK}"),
    ("balance", views.balance, f"{_US} --valid-at 2026-06-15 {_BOOK}"),
    ("reserve", draws.reserve, f"{_US} --case {_CASE} --order H200-17 --units 500 --id R-1 {_SAID} {_BOOK}"),
    ("ship", draws.ship, f"R-1 --units 200 {_SAID} {_BOOK}"),
    ("void", draws.void, f"R-1 --units 100 --reason 'order reduced' {_SAID} {_BOOK}"),
    ("amend", grants.amend, f"{_US} --pieces 80000 --reason 'amended by letter' {_SAID} {_BOOK}"),
    ("suspend", grants.suspend, f"EXAMPLE-US-0002 --reason 'letter of the authority' --id S-1 {_SAID} {_BOOK}"),
    ("resume", grants.resume, f"EXAMPLE-US-0002 --reason 'letter of the authority' {_SAID} {_BOOK}"),
    ("revoke", grants.revoke, f"EXAMPLE-US-0003 --reason 'letter of the authority' {_SAID} {_BOOK}"),
    ("adjust", draws.adjust, f"{_US} --pieces 1200 --reason 'used before this register' {_SAID} {_BOOK}"),
    (
        "answer",
        notes.answer,
        f"kyc --order H200-17 --answer yes --on 2026-06-01 --document 'KYC file 7' --by 'A. Person' {_BOOK}",
    ),
    (
        "override",
        notes.override,
        f"H200-17 --cause stale_acts --second 'B. Person' --reason 'read by hand' --document 'memo 12' {_SAID} {_BOOK}",
    ),
    (
        "approve",
        notes.approve,
        f"H200-17 --second 'B. Person' --reason 'buyer moved' --document 'memo 13' {_SAID} {_BOOK}",
    ),
    ("history", views.history, f"--order H200-17 {_BOOK}"),
    ("expiring", views.expiring, f"--within 90d --from 2026-06-01 {_BOOK}"),
    ("forecast", forecasts.forecast, f"{_US} --valid-at 2026-06-15 {_BOOK}"),
    ("verify", views.verify, _BOOK),
    ("checkpoint", views.checkpoint, _BOOK),
    ("export", exports.export, f"--format usage --out out/usage.csv {_BOOK}"),
)
for _name, _command, _example in _COMMANDS:
    app.command(_name, epilog=f"Example: licet register {_name} {_example}")(_command)
