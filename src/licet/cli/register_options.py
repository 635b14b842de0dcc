"""What the commands of `licet register` share: their options, how words become operations, how a register is opened."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.output import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from licet.ledger import Operation, Register, Statement
    from licet.problem import Problem
    from licet.register import Rates

ENVIRONMENT = "LICET_REGISTER"
MAX_CHARACTERS = 4_000
MAX_ID = 300
Text = Optional[str]  # noqa: UP045  Typer reads it at run time
File = Optional[Path]  # noqa: UP045
Url = Annotated[
    Text,
    typer.Option(
        "--register",
        metavar="URL",
        envvar=ENVIRONMENT,
        help="A path, sqlite:///PATH or postgresql://USER@HOST/DATABASE.",
    ),
]
ValidAt = Annotated[str, typer.Option(help="The day from which it counts, YYYY-MM-DD.")]
OnDay = Annotated[str, typer.Option("--valid-at", help="As it stands on this day, YYYY-MM-DD.")]
KnownAt = Annotated[
    Text, typer.Option(help="Only what was recorded by then counts: a day (to its end, UTC), or an instant.")
]
By = Annotated[str, typer.Option(help="Who says so, by name.")]
Reason = Annotated[str, typer.Option(help="Why, in a word or a sentence.")]
Document = Annotated[
    str, typer.Option(help="Which document says so; of a file, its name and its digest are kept, not the file.")
]
OwnId = Annotated[
    Text, typer.Option("--id", help="Your own id of the operation; with the same one a retry records nothing more.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be recorded or refused; record nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def opened(url: str | None) -> Iterator[Register]:
    """Open the register that an option or the environment names.

    Raises:
        UsageError: If none is named, there is none, or it is of another version.
    """
    from licet.ledger import Register  # noqa: PLC0415

    with Register.open(named(url)) as register:
        yield register


def named(url: str | None) -> str:
    """Return the address of the register.

    Raises:
        UsageError: If none is named.
    """
    from licet.errors import UsageError  # noqa: PLC0415

    if not url:
        msg = f"which register? Give --register URL, or set {ENVIRONMENT}; `licet register init` makes one"
        raise UsageError(msg)
    return url


@dataclass(slots=True)
class Reading:
    """Reads the words of one call; every fault is gathered, and raised once by `end`."""

    problems: list[Problem] = field(default_factory=list)

    def report(self, slug: str, where: str, what: str, mend: str) -> None:
        """Add a fault."""
        from licet.problem import Problem  # noqa: PLC0415

        self.problems.append(Problem(slug, where, what, mend))

    def end(self) -> None:
        """Raise what was found.

        Raises:
            ProblemsFound: With every fault.
        """
        from licet.errors import ProblemsFound  # noqa: PLC0415

        if self.problems:
            raise ProblemsFound(dict.fromkeys(self.problems))

    def day(self, text: str, where: str) -> date:
        """Return a day; the first of all days in place of one that cannot be read."""
        from datetime import date  # noqa: PLC0415

        return self._read(text, where, _day, "write a day that exists as YYYY-MM-DD") or date.min

    def instant(self, text: str | None, where: str = "--known-at") -> datetime | None:
        """Return the instant up to which things were known: of a day its end in UTC; None if nothing is said."""
        mend = "write a day as YYYY-MM-DD, or an instant with its zone as 2026-05-14T09:30:00Z"
        return None if text is None else self._read(text, where, _instant, mend)

    def count(self, text: str, where: str) -> int:
        """Return a whole number of at least one; one in place of what cannot be read."""
        return self._read(text, where, _count, "write a whole number from 1, such as 500") or 1

    def words(self, text: str, where: str, *, needed: bool = True) -> str:
        """Return a text as it is kept: white space collapsed, nothing in it that cannot be printed."""
        said = " ".join(text.split())
        if not _is_utf8(said):
            self.report("not-utf-8", where, f"{said!a} is not UTF-8", "write it in UTF-8")
        elif needed and not said:
            self.report("blank-value", where, "is blank", "write it out")
        elif len(said) > MAX_CHARACTERS:
            fault = f"has {len(said):,} characters"
            self.report("text-too-long", where, fault, f"keep it under {MAX_CHARACTERS:,} characters")
        elif not said.isprintable():
            self.report("control-character", where, f"{said[:40]!a} holds a control character", "remove it")
        else:
            return said
        return ""

    def said(self, by: str, reason: str, document: str, *, second: str = "") -> Statement:
        """Return who says so, why, and by which document."""
        from licet.ledger import Statement  # noqa: PLC0415

        author, why = self.words(by, "--by"), self.words(reason, "--reason")
        other = self.words(second, "--second", needed=False)
        return Statement(author, why, self.document(document), other)

    def document(self, text: str) -> str:
        """Return a document as it is kept: what is said of it, with its digest if it is a file here."""
        said = self.words(text, "--document", needed=False)
        try:
            is_file = bool(said) and Path(text).is_file()
        except (OSError, ValueError):
            is_file = False
        if not is_file:
            return said
        from hashlib import file_digest  # noqa: PLC0415

        try:
            with Path(text).open("rb") as stream:
                return f"{said} (sha256 {file_digest(stream, 'sha256').hexdigest()})"
        except OSError as error:
            self.report("unreadable-file", "--document", f"cannot be read: {error.strerror}", "check its rights")
            return ""

    def own_id(self, text: str | None) -> str:
        """Return the id of an operation: the caller's own, or a new one that nobody else has."""
        if text is not None:
            name = self.words(text, "--id")
            if len(name) > MAX_ID:
                fault = f"has {len(name):,} characters"
                self.report("text-too-long", "--id", fault, f"keep it under {MAX_ID} characters")
            return name
        from uuid import uuid4  # noqa: PLC0415

        return str(uuid4())

    def choice(self, text: str, where: str, known: Sequence[str]) -> str:
        """Return one of the words known."""
        if text not in known:
            self.report("bad-value", where, f"{text[:40]!a} is not known", f"use {', '.join(known)}")
        return text

    def _read(self, text: str, where: str, read: Callable[[str], Any], mend: str) -> Any:  # noqa: ANN401  what it reads
        try:
            if _is_utf8(text):
                return read(text)
            what = f"{text[:40]!a} is not UTF-8"
        except (ValueError, OverflowError) as error:
            what = str(error)
        self.report("bad-value", where, what, mend)
        return None


def _is_utf8(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _day(text: str) -> date:
    from licet.period import read_date  # noqa: PLC0415

    return read_date(text)


def _instant(text: str) -> datetime:
    from datetime import UTC, datetime, time  # noqa: PLC0415

    if "T" not in text:
        return datetime.combine(_day(text), time.max, tzinfo=UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        msg = f"{text[:40]!a} is not an instant"
        raise ValueError(msg) from None
    if at.tzinfo is None:
        msg = f"{text[:40]!a} names no zone"
        raise ValueError(msg)
    return at.astimezone(UTC)


def _count(text: str) -> int:
    from licet.quantity import read_number  # noqa: PLC0415

    number = read_number(text)
    if number != number.to_integral_value() or number < 1:
        msg = f"{text[:40]!a} is not a whole number from 1"
        raise ValueError(msg)
    return int(number)


def post(url: str | None, operation: Operation, *, own_id: str | None, dry_run: bool, json: bool) -> None:
    """Record one operation and print what was recorded; see `put`."""
    with opened(url) as register:
        put(register, operation, own_id=own_id, dry_run=dry_run, json=json)


def put(
    register: Register,
    operation: Operation,
    *,
    own_id: str | None,
    dry_run: bool,
    json: bool,
    rates: Rates | None = None,
    before: str = "",
    **more: object,
) -> None:
    """Record one operation in an open register, and print what was recorded.

    Args:
        register: The register.
        operation: The operation.
        own_id: The id that the caller gave; without one the new id is told first, so that a retry can name it.
        dry_run: Print what would be recorded, and record nothing.
        json: Print JSON.
        rates: Rates of exchange, where a limit in value is drawn in another currency.
        before: Text printed before what was recorded.
        more: Further parts of the JSON.

    Raises:
        LimitRefused: If it is refused; also with `dry_run`.
        UsageError: If it asks for what is not on file.
    """
    from licet.register import Rates  # noqa: PLC0415
    from licet.report.register_json import posted_json  # noqa: PLC0415
    from licet.report.register_text import posted_text  # noqa: PLC0415

    if own_id is None and not dry_run:
        name = operation.operation_id
        typer.echo(f"the operation's id is {name}, a new one; a retry with --id {name} records nothing twice", err=True)
    posted = register.post([operation], rates=rates or Rates(), dry_run=dry_run)
    shown = posted_json(posted, dry_run=dry_run, **more)
    text = "\n".join(part for part in (before, posted_text(shown)) if part)
    typer.echo(as_json(shown) if json else text)
