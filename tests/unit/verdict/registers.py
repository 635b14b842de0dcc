"""Registers for the tests of the verdict: made in a folder, filled with licences, asked by a book."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from licet.ledger import EntryKind, Grant, Note, Register, Statement
from licet.register import read_authorisations
from licet.verdict import Ask, CheckedBook, check
from licet.verdict.reserving import check_and_reserve

from .books import DAY, Files, the_desk, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from licet.ledger import Operation

SAID = Statement("Officer 1", "test", "doc 1")
JUNE = date.fromisoformat(DAY)


class Clock:
    """Goes on by a minute each time it is asked."""

    def __init__(self) -> None:
        """Start on the day of the books."""
        self.now = datetime(2026, 6, 15, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@dataclass
class Shelf:
    """A register with a folder for books."""

    folder: Path
    register: Register
    clock: Clock
    files: Files = field(default_factory=Files)
    _ids: Iterator[int] = field(default_factory=lambda: iter(range(10**6)))

    def post(self, *operations: Operation) -> None:
        self.register.post(operations)

    def id(self) -> str:
        return f"op-{next(self._ids)}"

    def grant(self, *licences: Mapping[str, Any]) -> None:
        """Grant licences written as in `books.licence`."""
        path = self.folder / "granted.yaml"
        path.write_text(json.dumps({"authorisations": list(licences)}), encoding="utf-8")
        self.post(
            *(
                Grant(operation_id=self.id(), valid_at=one.valid_from, said=SAID, authorisation=one)
                for one in read_authorisations(path)
            )
        )

    def note(self, kind: EntryKind, order_id: str, content: Mapping[str, Any] | None = None, **said: str) -> None:
        """Keep a note of an order, by default signed by two persons with a document."""
        signed = replace(SAID, **{"second": "Officer 2", **said})
        self.post(
            Note(
                operation_id=self.id(),
                valid_at=JUNE,
                said=signed,
                kind=kind,
                order_id=order_id,
                content=content or {},
            )
        )

    def check(self, *lines: Mapping[str, object], ask: Ask | None = None) -> CheckedBook:
        """Judge a book against the register."""
        case = the_desk().case(write_book(self._book(), lines, self.files))
        return check(case, the_desk().law, replace(ask or Ask(), register=self.register))

    def reserve(self, *lines: Mapping[str, object], ask: Ask | None = None, by: str = "Ms Reserve") -> CheckedBook:
        """Judge a book and reserve what it releases."""
        case = the_desk().case(write_book(self._book(), lines, self.files))
        wanted = replace(ask or Ask(), register=self.register)
        return check_and_reserve(case, the_desk().law, wanted, author=by, document="order form")

    def _book(self) -> Path:
        book = self.folder / "book"
        book.mkdir(exist_ok=True)
        for old in book.iterdir():
            old.unlink()
        return book

    def free(self, number: str = "LIC-1", day: str = DAY) -> Sequence[int | None]:
        """Return what each limit of a licence leaves."""
        lines = self.register.balance(number, valid_at=date.fromisoformat(day)).lines
        return [line.free for line in lines if line.granted is not None]


def new_shelf(folder: Path) -> Shelf:
    """Make an empty register."""
    clock = Clock()
    return Shelf(folder, Register.create(str(folder / "register.db"), clock=clock), clock)
