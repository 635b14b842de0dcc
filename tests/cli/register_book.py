"""A register to try commands on: terms in a file, and the command run in this process or in one of its own."""

from __future__ import annotations

import contextlib
import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer.main
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from licet.cli.app import app
from licet.report import schema

from .running import Ran

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-06-15"
BY = ("--by", "A. Person")
WHY = ("--reason", "letter of the authority")
LINE = (
    "--item", "H200", "--movement", "export", "--ship-from", "US", "--destination", "CN", "--place-of-use", "CN",
    "--end-use", "training", "--exporter", "Seller", "--party", "ultimate_consignee=buyer-a", "--party",
    "end_user=buyer-a", "--parties-complete", "yes",
)  # fmt: skip
TERMS = """\
  - number: {number}
    key: us:export
    kind: {kind}
    authority: Bureau of Industry and Security
    holder: Seller
    valid_from: {first}
    valid_to: {last}
    scope:
      items: [nvidia-h200-sxm-141gb]
      movements: any
      ship_from: any
      destinations: [CN]
      places_of_use: any
      end_uses: any
      parties: {{ultimate_consignee: [buyer-a], end_user: [buyer-a]}}
    limits: {limits}
    source: {{doc: Letter, grade: primary}}
"""
_VALIDATOR = Draft202012Validator(schema("register"), format_checker=Draft202012Validator.FORMAT_CHECKER)


def terms(number: str = "L-1", limits: str = "{pieces: 1000}", **others: str) -> str:
    """Return the terms of one authorisation; further keys are added as they are written."""
    known = {"kind": "licence", "first": "2026-01-01", "last": "2027-01-01"}
    own = {name: others.pop(name, value) for name, value in known.items()}
    more = "".join(f"    {name}: {value}\n" for name, value in others.items())
    return TERMS.format(number=number, limits=limits, **own) + more


@dataclass(frozen=True)
class Book:
    """A register in a folder."""

    folder: Path

    @property
    def url(self) -> str:
        """Its path."""
        return str(self.folder / "register.db")

    def run(self, command: str, *words: str | Path) -> Ran:
        """Run one of the commands on the register."""
        done = CliRunner().invoke(app, ["register", command, *map(str, words), "--register", self.url])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    def done(self, command: str, *words: str | Path) -> str:
        """Run a command that must succeed; return what it printed."""
        ran = self.run(command, *words)
        assert ran.status == 0, ran.err
        return ran.out

    def json(self, command: str, *words: str | Path) -> dict[str, Any]:
        """Run a command that must succeed; return its JSON, which keeps to the schema."""
        shown: dict[str, Any] = json.loads(self.done(command, *words, "--json"))
        _VALIDATOR.validate(shown)
        return shown

    def file(self, *grants: str, name: str = "terms.yaml") -> Path:
        """Write terms to a file."""
        path = self.folder / name
        path.write_text("authorisations:\n" + "".join(grants) if grants else "authorisations: []\n", encoding="utf-8")
        return path

    def grant(self, *grants: str) -> None:
        """Put terms on file."""
        self.done("grant", self.file(*grants or (terms(),)), *BY)

    def reserve(self, units: int = 100, *, own: str = "R-1", order: str = "A-1", number: str = "L-1") -> None:
        """Reserve units of an order."""
        words = ("--order", order, "--units", str(units), "--valid-at", DAY, "--id", own, *BY, *LINE)
        self.done("reserve", number, *words)

    def left(self, number: str = "L-1", day: str = DAY, *words: str) -> dict[str, str | None]:
        """Return what is left in each unit."""
        shown = self.json("balance", number, "--valid-at", day, *words)
        return {line["unit"]: line["left"] for line in shown["balances"][0]["lines"]}


def made(folder: Path) -> Book:
    """Make a register without anything on file."""
    book = Book(folder)
    book.done("init")
    return book


FIRST = ("init", "import", "reserve", "suspend")


def prepare(command: str, folder: Path) -> None:
    """Run, in a folder, the examples that make the book which the example of a command speaks of."""
    group = typer.main.get_command(app).commands["register"].commands  # type: ignore[attr-defined]
    first = FIRST[: FIRST.index(command)] if command in FIRST else FIRST
    with contextlib.chdir(folder):
        for name in ("init",) if command == "grant" else first:
            done = CliRunner().invoke(app, shlex.split(group[name].epilog.removeprefix("Example: licet ")))
            assert done.exit_code == 0, done.output
