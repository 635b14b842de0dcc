"""A durable register as a book reads it: once for each day judged, and once for what it keeps of orders.

Everything is read in a few passes, none for each line. Where somebody writes meanwhile, it is read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from licet.case import Answer
from licet.errors import LimitRefused, ProblemsFound
from licet.ledger import EntryKind, State
from licet.period import read_date
from licet.problem import Problem
from licet.verdict.fact_changes import baseline_of
from licet.verdict.order_file import NOTHING_FILED, Approval, Held, Judgement, OrderFile, Unusable
from licet.verdict.overrides import Override, check_override
from licet.verdict.persons import two_persons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from licet.case import Case
    from licet.ledger import Entry, OnFile, Register, Reservation
    from licet.register import Authorisation, Unit

MOST_READINGS = 5
_STOPS = {State.SUSPENDED: EntryKind.SUSPEND, State.REVOKED: EntryKind.REVOKE}
_MICROSECOND = timedelta(microseconds=1)


def end_of_day(day: date | None) -> datetime | None:
    """Return the last instant of a day in UTC."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), UTC) - _MICROSECOND


@dataclass(frozen=True, slots=True)
class DayOnFile:
    """What a register has on a day: authorisations that may be drawn on, those stopped, and what each account leaves.

    `stopped` maps a number to the layer that is stopped, its own or one above it; `apart` maps a number to that of a
    layer above it which is not on file yet.
    """

    authorisations: tuple[Authorisation, ...]
    stopped: Mapping[str, OnFile]
    apart: Mapping[str, str]
    on_file: Mapping[str, OnFile]
    free: Mapping[tuple[str, Unit], int]

    def is_like(self, other: DayOnFile) -> bool:
        """Tell whether the same terms may be drawn on."""
        return self.authorisations == other.authorisations


class OnRegister:
    """One reading of a register for one case; `head` is where it stood."""

    def __init__(self, register: Register, case: Case, known_at: date | None, days: Iterable[date] = ()) -> None:
        """Read what the register keeps of the orders of a case.

        Args:
            register: Open.
            case: Whose orders are asked.
            known_at: Only what was recorded by the end of that day counts.
            days: The days to be judged; another is read when it is asked.
        """
        self.register = register
        self.known_at = end_of_day(known_at)
        self._days: dict[date, DayOnFile] = {}
        days = tuple(dict.fromkeys(days))
        self._why: dict[tuple[str, date], str] = {}
        self._recorded: Mapping[str, list[Entry]] = {}
        self._numbers: set[str] = set()  # of all authorisations read
        self._orders = {"", *(order.order_id for order in case.orders)}  # what names no order is said of all
        for _ in range(MOST_READINGS):
            self.head = register.head()
            self._notes = {kind: self._noted(kind) for kind in _KEPT}
            self._held = self._reserved()
            self._days = {day: self._read_day(day) for day in days}
            if register.head() == self.head:
                break
        self.judged: dict[str, Judgement] = {note.order_id: note for note in self._judgements()}
        self._files = self._of_orders()

    @property
    def is_moved(self) -> bool:
        """Tell whether somebody wrote since it was read."""
        return bool(self.register.head() != self.head)

    def file(self, order_id: str) -> OrderFile:
        """Return what is on file of an order."""
        return self._files.get(order_id, NOTHING_FILED)

    def on(self, day: date) -> DayOnFile:
        """Return what is on file on a day."""
        if day not in self._days:
            self._days[day] = self._read_day(day)
        return self._days[day]

    def unusable(self, number: str, day: date) -> Unusable | None:
        """Return why an authorisation on file may not be drawn on; None if it may, or if it is not on file."""
        found = self.on(day)
        layer = found.stopped.get(number)
        if layer is None and number not in found.apart:
            return None
        own = found.on_file[number].authorisation
        if layer is None:
            why = f"is a part of {found.apart[number]}, which is not on file on {day}"
            return Unusable(number, own.key, why, str(own.source))
        name = layer.authorisation.number
        key = name, day
        if key not in self._why:
            self._why[key] = self._since(layer, day)
        part = "" if name == number else f"is a part of {name}, which "
        return Unusable(number, own.key, part + self._why[key], str(layer.authorisation.source))

    def _since(self, stopped: OnFile, day: date) -> str:
        """Return `is suspended since 2026-03-01 (letter of the office)`."""
        wanted, since = _STOPS[stopped.state], None
        for entry in self.register.history(account=stopped.authorisation.number, known_at=self.known_at):
            if entry.kind is wanted and entry.valid_at <= day and (since is None or entry.valid_at >= since.valid_at):
                since = entry
        if since is None:
            return f"is {stopped.state.value}"
        return f"is {stopped.state.value} since {since.valid_at} ({since.document or since.reason})"

    def _read_day(self, day: date) -> DayOnFile:
        on_file = {
            one.authorisation.number: one for one in self.register.authorisations(valid_at=day, known_at=self.known_at)
        }
        self._numbers |= on_file.keys()
        stopped = {number: layer for number, one in on_file.items() if (layer := _stopped_layer(one, on_file))}
        apart = {number: above for number, one in on_file.items() if (above := _absent_layer(one, on_file)) is not None}
        usable = tuple(
            one.authorisation for number, one in on_file.items() if number not in stopped and number not in apart
        )
        free = {
            (balance.account, line.unit): line.free
            for balance in self.register.balances(valid_at=day, known_at=self.known_at)
            for line in balance.lines
            if line.free is not None
        }
        return DayOnFile(usable, stopped, apart, on_file, free)

    # ---- since when

    def judged_by(self, instant: datetime) -> dict[str, Judgement]:
        """Return how each order was judged when it was last written down by an instant."""
        return {note.order_id: note for note in self._judgements() if note.recorded_at <= instant}

    def noted_since(self, order_id: str, instant: datetime) -> Iterator[str]:
        """Yield the answers, overrides and approvals recorded of an order after an instant, in words."""
        for entry in self._recorded.get(order_id, ()):
            if entry.kind is not EntryKind.JUDGEMENT and entry.recorded_at > instant:
                content = _stated(entry)
                said = f"{content['question']} is {content.get('answer')}" if content.get("question") else ""
                what = said or str(content.get("cause") or "change of facts")
                signed = f"by {entry.author} ({entry.document or entry.reason})"
                yield f"{entry.kind.value}: {what.replace('_', ' ')}, {signed}"

    def moves_of(self, number: str, instant: datetime) -> Iterator[Entry]:
        """Yield what was granted, amended, stopped or resumed of an authorisation after an instant."""
        if number in self._numbers:
            for entry in self.register.history(account=number, known_at=self.known_at):
                if entry.kind in _MOVES and entry.recorded_at > instant:
                    yield entry

    # ---- what is kept of orders

    def _noted(self, kind: EntryKind) -> list[Entry]:
        return list(self.register.notes(kind, known_at=self.known_at))

    def _reserved(self) -> dict[str, list[Held]]:
        found: dict[tuple[str, str, str, str], list[Reservation]] = defaultdict(list)
        for one in self.register.reservations(known_at=self.known_at):
            if one.order_id in self._orders:
                found[one.order_id, one.number, one.key, one.item_id].append(one)
        held: dict[str, list[Held]] = defaultdict(list)
        for (order_id, number, key, item_id), made in found.items():
            held[order_id].append(
                Held(
                    order_id,
                    number,
                    key,
                    item_id,
                    units=sum(one.open_units + one.shipped for one in made),
                    shipped=sum(one.shipped for one in made),
                    open_units=sum(one.open_units for one in made),
                    ever=sum(one.units for one in made),
                    reservations=tuple((one.reservation_id, one.open_units) for one in made if one.open_units),
                )
            )
        return held

    def _judgements(self) -> Iterator[Judgement]:
        for entry in self._notes[EntryKind.JUDGEMENT]:
            yield _judgement(entry)

    def _of_orders(self) -> dict[str, OrderFile]:
        kept: dict[str, list[Entry]] = defaultdict(list)
        for kind in _KEPT:
            for entry in self._notes[kind]:
                if (entry.order_id or "") in self._orders:
                    kept[entry.order_id or ""].append(entry)
        self._recorded = kept
        return {
            order_id: _file(kept.get(order_id, ()), tuple(self._held.get(order_id, ())), self.judged.get(order_id))
            for order_id in dict.fromkeys((*kept, *self._held))
        }


_KEPT = (EntryKind.ANSWER, EntryKind.JUDGEMENT, EntryKind.OVERRIDE, EntryKind.APPROVAL)


_MOVES = (EntryKind.GRANT, EntryKind.AMEND, EntryKind.SUSPEND, EntryKind.RESUME, EntryKind.REVOKE, EntryKind.ADJUST)


def _stopped_layer(one: OnFile, on_file: Mapping[str, OnFile]) -> OnFile | None:
    """Return the nearest layer that is suspended or revoked."""
    layer: OnFile | None = one
    while layer is not None:
        if layer.state in _STOPS:
            return layer
        parent = layer.authorisation.parent
        layer = None if parent is None else on_file.get(parent)
    return None


def _absent_layer(one: OnFile, on_file: Mapping[str, OnFile]) -> str | None:
    """Return the number of a layer above that is not on file on the day."""
    parent = one.authorisation.parent
    while parent is not None and parent in on_file:
        parent = on_file[parent].authorisation.parent
    return parent


def _file(entries: Sequence[Entry], held: tuple[Held, ...], judgement: Judgement | None) -> OrderFile:
    faults: list[str] = []
    ordered = sorted(entries, key=lambda entry: entry.sequence)
    answers = [said for entry in ordered if entry.kind is EntryKind.ANSWER and (said := _answer(entry, faults))]
    overrides = [one for entry in ordered if entry.kind is EntryKind.OVERRIDE and (one := _override(entry, faults))]
    told = [note for entry in ordered if (note := _told(entry, faults))]
    approvals = [note for note in told if isinstance(note, Approval)]
    return OrderFile(
        held,
        tuple(answers),
        tuple(overrides),
        judgement,
        baseline_of(told),
        approvals[-1] if approvals else None,
        tuple(faults),
    )


def _stated(entry: Entry) -> Mapping[str, Any]:
    """Return the content of a note, which an entry keeps within what its operation states."""
    inner = entry.content.get("content")
    return inner if isinstance(inner, Mapping) else entry.content


def _judgement(entry: Entry) -> Judgement:
    order_id = str(entry.order_id)
    return Judgement(order_id, _stated(entry), entry.valid_at, entry.recorded_at, entry.author, entry.sequence)


def _told(entry: Entry, faults: list[str]) -> Judgement | Approval | None:
    if entry.kind is EntryKind.JUDGEMENT:
        return _judgement(entry)
    if entry.kind is not EntryKind.APPROVAL:
        return None
    if not _is_signed(entry, faults):
        return None
    return Approval(
        str(entry.order_id),
        entry.author,
        entry.second,
        entry.reason,
        entry.document,
        entry.recorded_at,
        entry.sequence,
    )


def _answer(entry: Entry, faults: list[str]) -> Answer | None:
    content = _stated(entry)
    try:
        on = read_date(str(content["on"])) if content.get("on") else entry.valid_at
        question, answer = str(content["question"]), str(content["answer"])
    except (KeyError, ValueError) as error:
        faults.append(f"the answer in entry {entry.sequence} of the register does not count: {error}")
        return None
    where = f"entry {entry.sequence} of the register"
    return Answer(question, entry.order_id or "", answer, entry.author, max(on, entry.valid_at), entry.document, where)


def _override(entry: Entry, faults: list[str]) -> Override | None:
    content = _stated(entry)
    cause = str(content.get("cause", ""))
    try:
        check_override(cause)
        until = read_date(str(content["until"])) if content.get("until") else None
    except (LimitRefused, ValueError) as error:
        faults.append(f"the override in entry {entry.sequence} of the register does not count: {error}")
        return None
    if not _is_signed(entry, faults):
        return None
    return Override(
        str(entry.order_id),
        cause,
        entry.author,
        entry.second,
        entry.reason,
        entry.document,
        entry.valid_at,
        until,
        entry.recorded_at,
        entry.sequence,
    )


def _is_signed(entry: Entry, faults: list[str]) -> bool:
    """Tell whether two persons signed, on a document; what was written past the command may lack them."""
    try:
        two_persons(entry.author, entry.second)
    except LimitRefused as error:
        faults.append(f"the {entry.kind.value} in entry {entry.sequence} of the register does not count: {error}")
        return False
    if not entry.document.strip():
        faults.append(f"the {entry.kind.value} in entry {entry.sequence} of the register does not count: no document")
        return False
    return True


def only_in_file(
    case: Case, in_file: Iterable[Authorisation], day: DayOnFile, register: Register
) -> tuple[Authorisation, ...]:
    """Return the authorisations that the case's file alone has; one that the register has too is the register's.

    Raises:
        ProblemsFound: With each number whose terms in the file are not those in the register.
    """
    problems = [
        Problem(
            "authorisation-in-both",
            one.where or str(case.authorisations_path),
            f"{one.number} has other terms in the register {register.url}",
            "remove it from the file, or amend it there (`licet register amend`): a number has one set of terms",
        )
        for one in in_file
        if one.number in day.on_file and day.on_file[one.number].authorisation != one
    ]
    if problems:
        raise ProblemsFound(problems)
    return tuple(one for one in in_file if one.number not in day.on_file)
