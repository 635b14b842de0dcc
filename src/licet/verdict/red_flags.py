"""Red flags of a line: which are asked, what named persons answered, and what an open or a raised one does.

A flag nobody answered moves no verdict; it is listed and counted. One answered `yes` holds the line until a person
answers `no` or `resolved` on a document. Whatever does not count as an answer leaves the flag as it was, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from licet.case import KNOWN_NONE
from licet.evaluate import Evaluator
from licet.truth import Truth
from licet.verdict.determination import Remark
from licet.verdict.keys import Blocking, Freeing, KeyOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from licet.case import Answer, Order
    from licet.evaluate import Classification
    from licet.rules import Law, RedFlag
    from licet.rules.expression import Test
    from licet.verdict.determination import Determination

CAUSE = "red_flag"
QUESTION = "red_flag:"
RESOLVED = "resolved"
NOT_ASKED = "red_flag_not_asked"


class FlagState(Enum):
    """How a flag stands for one line."""

    OPEN = "open"  # nobody answered, or no answer counts
    CLEAR = "clear"  # answered no, on a document
    UP = "up"  # answered yes
    RESOLVED = "resolved"  # it was up; a person resolved it, on a document


_OF_TRUTH = {Truth.TRUE: FlagState.UP, Truth.FALSE: FlagState.CLEAR}
_STRICTEST_LAST = (FlagState.CLEAR, FlagState.RESOLVED, FlagState.UP)


@dataclass(frozen=True, slots=True)
class FlagOnLine:
    """One flag as it stands for a line.

    `answer` is the one that counts, or the last that does not where none does; `note` says of each that does not
    count why. `resolved_by` is what the source says resolves the flag.
    """

    id: str
    question: str
    citation: str
    grade: str
    about: str
    state: FlagState
    answer: Answer | None = None
    note: str = ""
    resolved_by: str = ""

    @property
    def asked_as(self) -> str:
        """The question of answers.csv that answers it."""
        return f"{QUESTION}{self.id}"


class RedFlags:
    """The red flags of one law over the lines of one book.

    Which flags are asked is worked out once for each decision; lines with the same answers share one tuple.
    """

    def __init__(self, law: Law) -> None:
        """Start with nothing worked out."""
        self._flags = law.pack.red_flags
        self._by_id = {flag.id: flag for flag in self._flags}
        self._tests: dict[Test, int] = {}  # one number for all flags with the same test
        self._test_of = {flag.id: self._tests.setdefault(flag.when, len(self._tests)) for flag in self._flags}
        self._asked: dict[int, tuple[Classification, tuple[RedFlag, ...]]] = {}
        self._told: dict[tuple[object, ...], tuple[object, tuple[FlagOnLine, ...]]] = {}

    def asked(self, answer: Determination) -> tuple[RedFlag, ...]:
        """Return the flags asked of a line: those of the day whose test does not surely fail."""
        made_with = answer.decision.classification  # made with the decision, and shared by all lines that share it
        entry = self._asked.get(id(made_with))
        if entry is None:
            entry = self._asked[id(made_with)] = made_with, tuple(self._work_out(answer))
        return entry[1]

    def of_line(self, answer: Determination, answers: Sequence[Answer]) -> tuple[FlagOnLine, ...]:
        """Return every flag of a line as it stands.

        Args:
            answer: The determination of the line.
            answers: What persons had answered by the day judged, of the line and of all lines.
        """
        asked = self.asked(answer)
        said = [one for one in answers if flag_asked(one.question)]
        key = (id(asked), *map(id, said))
        entry = self._told.get(key)
        if entry is None:
            entry = self._told[key] = (asked, said), tuple(self._stand(asked, said))
        return entry[1]

    def unasked(self, flags: Iterable[FlagOnLine], answers: Iterable[Answer]) -> Iterator[Remark]:
        """Yield a remark for each answer to a flag that the line is not asked, and for each to one that is unknown."""
        listed = {flag.id for flag in flags}
        for one in answers:
            flag_id = flag_asked(one.question)
            if flag_id is None or flag_id in listed or (flag_id in self._by_id and not one.order_id):
                continue
            why = "is not asked of this line" if flag_id in self._by_id else "is no red flag of the law on file"
            yield Remark(NOT_ASKED, f"{one.where} answers {one.question[:80]}, which {why}")

    def _work_out(self, answer: Determination) -> Iterator[RedFlag]:
        query, decision = answer.query, answer.decision
        standing = [flag for flag in self._flags if flag.stands(query.valid_at, query.known_at)]
        if not standing:
            return
        found = decision.classification
        values = [found.value] if found.value is not None else list(dict.fromkeys(one for one, _ in found.candidates))
        evaluators = [Evaluator(decision.book, decision.situation, value) for value in values]
        held: dict[int, bool] = {}
        for flag in standing:
            number = self._test_of[flag.id]
            if number not in held:
                held[number] = any(each.test(flag.when).truth is not Truth.FALSE for each in evaluators)
            if held[number]:
                yield flag

    def _stand(self, asked: Sequence[RedFlag], answers: Sequence[Answer]) -> Iterator[FlagOnLine]:
        by_id: dict[str, list[Answer]] = {}
        for one in answers:
            by_id.setdefault(str(flag_asked(one.question)), []).append(one)
        for flag in asked:
            yield _as_it_stands(flag.id, flag, by_id.pop(flag.id, ()))
        for flag_id, given in by_id.items():
            known = self._by_id.get(flag_id)
            if known is not None:  # what is said of all lines is said of those that are asked
                given = [one for one in given if one.order_id]  # noqa: PLW2901
            unasked = _as_it_stands(flag_id, known, given)
            if unasked.state is FlagState.UP:
                yield unasked


@lru_cache(maxsize=4096)
def flag_asked(question: str) -> str | None:
    """Return the id of the flag that a question of answers.csv is about; None if it is about another thing."""
    plain = normalize("NFKC", question).strip().casefold()
    return plain.removeprefix(QUESTION).strip() if plain.startswith(QUESTION) else None


def answers_to(question: str) -> tuple[str, ...]:
    """Return the words that answer a question: a red flag may also be resolved."""
    return ("yes", "no", "unknown", *([RESOLVED] if flag_asked(question) else []))


def stops(order: Order, flags: Iterable[FlagOnLine]) -> tuple[KeyOutcome, ...]:
    """Return the hard stop for the flags that are up; none where none is."""
    up = [flag for flag in flags if flag.state is FlagState.UP and flag.answer is not None]
    if not up:
        return ()
    blocks = tuple(Blocking(None, CAUSE, _raised(flag), flag.citation, order.quantity) for flag in up)
    frees = tuple(Freeing("establish_truth", _cure(flag)) for flag in up)
    return (KeyOutcome("", 0, order.quantity, blocks, frees),)


def _raised(flag: FlagOnLine) -> str:
    assert flag.answer is not None  # noqa: S101  asked of flags that are up
    note = f"; {flag.note}" if flag.note else ""
    return f"{flag.id}: {flag.question} Answered yes by {_signed(flag.answer)}{note}"


def _cure(flag: FlagOnLine) -> str:
    how = f" ({flag.resolved_by})" if flag.resolved_by else ""
    return f"resolve the red flag{how}, by a named person with a document: {flag.asked_as}"


def _as_it_stands(flag_id: str, flag: RedFlag | None, answers: Sequence[Answer]) -> FlagOnLine:
    counted = [(state, one) for one in answers if (state := _state(one)) is not None]
    own = _last([(state, one) for state, one in counted if one.order_id])
    of_all = _last([(state, one) for state, one in counted if not one.order_id])
    chosen = own or of_all
    if own and of_all and of_all[0] is FlagState.UP and of_all[1].on >= own[1].on:
        chosen = of_all  # a flag raised over all lines is not cleared by what was said before of one
    idle = [one for one in answers if _state(one) is None]
    state, answer = chosen or (FlagState.OPEN, max(idle, key=lambda one: one.on, default=None))
    return FlagOnLine(
        flag_id,
        flag.question if flag is not None else "This is no red flag of the law on file.",
        str(flag.source) if flag is not None else "",
        flag.source.grade.value if flag is not None else "",
        flag.about.value if flag is not None else "order",
        state,
        answer,
        "; ".join(_why_not(one) for one in idle),
        flag.resolved_by if flag is not None else "",
    )


def _last(counted: Sequence[tuple[FlagState, Answer]]) -> tuple[FlagState, Answer] | None:
    """Return the newest answer; of those of one day the strictest, and of equals the later written."""
    ranked = [((one.on, _STRICTEST_LAST.index(state), number), state) for number, (state, one) in enumerate(counted)]
    if not ranked:
        return None
    (_, _, number), _ = max(ranked, key=lambda each: each[0])
    return counted[number]


def _state(answer: Answer) -> FlagState | None:
    """Return what an answer makes of the flag; None if it does not count. A `yes` needs neither name nor document."""
    state = _said(answer.answer)
    if state is FlagState.UP or (_is_given(answer.by) and _is_given(answer.document)):
        return state
    return None


@lru_cache(maxsize=4096)
def _said(text: str) -> FlagState | None:
    """Return what the words of an answer say; None if they are none of the three."""
    word = normalize("NFKC", text).strip().casefold()
    if word == RESOLVED:
        return FlagState.RESOLVED
    try:
        return _OF_TRUTH.get(Truth.from_word(word))
    except ValueError:
        return None


def _is_given(cell: str) -> bool:
    return cell.strip() not in {"", KNOWN_NONE}


def _why_not(answer: Answer) -> str:
    """Say why an answer does not count."""
    if _said(answer.answer) is None:
        why = "which is neither no, yes nor resolved"
    else:
        why = "without a document" if _is_given(answer.by) else "without a name"
    return f"{answer.answer[:40]!r} by {answer.by[:80]} on {answer.on} {why} does not count"


def _signed(answer: Answer) -> str:
    document = f" ({answer.document[:200]})" if _is_given(answer.document) else ""
    return f"{answer.by[:200]} on {answer.on}{document}"


class FlagsTold:
    """Flags as plain data, made once for lines that share them."""

    def __init__(self) -> None:
        """Start with nothing told."""
        self._told: dict[int, tuple[tuple[FlagOnLine, ...], list[dict[str, Any]]]] = {}

    def of(self, flags: tuple[FlagOnLine, ...]) -> list[dict[str, Any]]:
        """Return flags in the published form (see check.schema.json)."""
        entry = self._told.get(id(flags))
        if entry is None:
            entry = self._told[id(flags)] = flags, [_flag_json(flag) for flag in flags]
        return entry[1]


def _flag_json(flag: FlagOnLine) -> dict[str, Any]:
    answer = flag.answer
    return {
        "id": flag.id,
        "question": flag.question,
        "citation": flag.citation or None,
        "grade": flag.grade or None,
        "about": flag.about,
        "state": flag.state.value,
        "by": answer.by if answer is not None else None,
        "on": str(answer.on) if answer is not None else None,
        "document": answer.document if answer is not None and _is_given(answer.document) else None,
        **({"note": flag.note} if flag.note else {}),
    }
