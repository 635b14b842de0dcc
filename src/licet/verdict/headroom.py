"""How far an item is from every line the law draws on a day, and the smallest change of a figure across each.

A line is a comparison of figures of an integrated circuit, wherever a rule that stands makes it. Only figures of
the item are varied: never a party, a destination, a use or the marketing (design, section 9).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from licet.evaluate import Evaluator, ItemFacts, Situation, decide
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.rules import expression as ex
from licet.truth import Truth
from licet.verdict.counterfactual import Difference, exchanged, outputs_changed, rules_changed
from licet.verdict.crossing import TURNS, Crossing, crossing, figures_of, gap, nearest_corner, spelled_out, value_at
from licet.verdict.determination import Determination, Remark, determine
from licet.verdict.line_passages import Passage, passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.catalogue import Item
    from licet.evaluate import Decision
    from licet.rules import Book, Law
    from licet.verdict.query import Query

_THOUSANDTH = Decimal("0.001")
_ANYTHING = Interval(Decimal(0), None)  # what a product with an unknown figure comes to


@dataclass(frozen=True, slots=True)
class Provision:
    """One limb that makes the comparison: where it stands, whether the comparison holds as written there.

    `bears` is False where the rule is settled for the item whatever its figures, such as a letter to another firm.
    """

    passage: Passage
    truth: Truth
    bears: bool


@dataclass(frozen=True, slots=True)
class Rival:
    """A live alternative of a figure, and the side of the line it lies on."""

    fact: str
    value: Interval
    basis: str
    side: str


@dataclass(frozen=True, slots=True)
class Quotient:
    """The ratio a product limb stands for, as the law words it: `tpp / area` against a density."""

    name: str
    value: Interval
    line: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change of one figure that crosses a line while the others in the comparison are `held`.

    `rounded` is `up` or `down` where it ends past the line: the line is no whole thousandth, or, with
    `next_to_line`, the comparison has not turned when the line is reached.
    """

    fact: str
    unit: str
    start: Decimal
    to: Decimal
    held: tuple[tuple[str, Decimal], ...]
    rounded: str
    next_to_line: bool
    outputs: tuple[Difference, ...]
    rules: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class DistanceToLine:
    """One line and one integrated circuit.

    `side` is below, at, above, `at or below`, `at or above`, open (the line lies within the figure's interval) or
    unknown. `share` is the distance over the line, None while unknown. `missing` are the unknown figures, each with
    the reason.
    """

    subject: Item
    count: int
    measure: str
    limit: str
    figure: Interval
    line: Interval
    unit: str
    side: str
    share: Decimal | None
    quotient: Quotient | None
    rivals: tuple[Rival, ...]
    missing: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    provisions: tuple[Provision, ...]

    @property
    def distance(self) -> Interval | None:
        """How far the figure is from the line, in the line's unit; None while the side is not settled."""
        between = self.figure - self.line
        if self.side in {"open", "unknown"}:
            return None
        if "below" not in self.side:
            return between
        return Interval(*(None if end is None else -end for end in (between.hi, between.lo)))

    @property
    def bears(self) -> bool:
        """Whether any of the rules can turn on the line for this item."""
        return any(provision.bears for provision in self.provisions)


@dataclass(frozen=True, slots=True)
class Headroom:
    """Every line of a day against one item, the nearest in proportion first; and the item's determination as it is.

    `left_out` are comparisons that read facts of the order as well, which are not measured.
    """

    answer: Determination
    lines: tuple[DistanceToLine, ...]
    left_out: tuple[Passage, ...]
    remarks: tuple[Remark, ...]


def headroom(law: Law, query: Query) -> Headroom:
    """Measure the distance of an item to every line that stands on a day.

    Args:
        law: The rule pack.
        query: The item and the day; a destination and parties, if given, only say what a licence is required for.
    """
    answer = determine(law, query)
    book, query = answer.decision.book, answer.query
    found = passages(book)
    circuits = query.catalogue.integrated_circuits(query.item)
    parts = ((query.item, 1),) if circuits is None else circuits
    lines = [line for part, count in parts for line in _Measure(answer, part, count).lines(found)]
    return Headroom(
        answer=answer,
        lines=tuple(sorted(lines, key=_order)),
        left_out=tuple(passage for passage in found if not passage.measured),
        remarks=tuple(_remarks(query.item, circuits)),
    )


def _order(line: DistanceToLine) -> tuple[bool, bool, Decimal]:
    return not line.bears, line.share is None, line.share or Decimal(0)


def _remarks(item: Item, circuits: Sequence[object] | None) -> Iterator[Remark]:
    if circuits is None:
        yield Remark("contents_not_stated", f"Which integrated circuits {item} contains is not stated, or not of all.")
    elif not circuits:
        yield Remark("no_circuits", f"{item} is known to contain no integrated circuit, so no line has a figure of it.")


class _Measure:
    """Measures one integrated circuit of the item against the lines."""

    def __init__(self, answer: Determination, part: Item, count: int) -> None:
        self.answer, self.part, self.count = answer, part, count
        self.book: Book = answer.decision.book
        self.schema = answer.law.schema
        whole = answer.decision.situation
        parts = (whole.item, *(whole.contents or ()))
        self.facts = next(facts for facts in parts if facts.item_id == part.item_id).facts
        self.alone = self._alone(self.facts)
        self.blank = self._blanked(whole)
        self._bears: dict[str, bool] = {}
        self._decided: dict[tuple[str, Decimal], Decision] = {}

    def _alone(self, facts: Mapping[str, object]) -> Situation:
        """Return the situation in which the integrated circuit is the item."""
        own = ItemFacts(self.part.item_id, facts)  # type: ignore[arg-type]  # facts as the situation holds them
        return replace(self.answer.decision.situation, item=own, contents=(own,))

    def _blanked(self, whole: Situation) -> tuple[Situation, ...]:
        """Return the situations with this circuit's figures forgotten: it as the item, and in the item."""
        kept = {name: value for name, value in self.facts.items() if not isinstance(value, Interval)}
        return self._alone(kept), exchanged(whole, ItemFacts(self.part.item_id, kept))

    def lines(self, found: Sequence[Passage]) -> Iterator[DistanceToLine]:
        """Yield one distance for each line; comparisons that turn at the same figure are one line."""
        groups: dict[tuple[str, str, str], list[Passage]] = {}
        for passage in found:
            if passage.measured:
                left, right = (ex.shown(spelled_out(side, self.book)) for side in passage.sides)
                groups.setdefault((left, right, TURNS[passage.compare.operator]), []).append(passage)
        for group in groups.values():
            yield self._line(group)

    def _line(self, group: Sequence[Passage]) -> DistanceToLine:
        compare = group[0].compare
        step = Evaluator(self.book, self.alone).test(compare)
        figure, line = (side if isinstance(side, Interval) else UNKNOWN_QUANTITY for side in (step.left, step.right))
        plain = ex.Compare(compare.operator, *(spelled_out(side, self.book) for side in group[0].sides))
        figures = {name: self._figure(name) for name in figures_of(plain)}
        line = UNKNOWN_QUANTITY if line == _ANYTHING else line
        missing = tuple((name, self._why(name)) for name, value in figures.items() if value == UNKNOWN_QUANTITY)
        side = _side(figure, line, missing=bool(missing))
        settled = step.truth is not Truth.UNKNOWN
        corner = nearest_corner(plain, figures) if settled else None
        return DistanceToLine(
            subject=self.part,
            count=self.count,
            measure=ex.shown(compare.left),
            limit=ex.shown(compare.right),
            figure=figure,
            line=line,
            unit=self._unit(plain),
            side=side,
            share=_share(plain, corner) if settled else None if side == "unknown" else Decimal(0),
            quotient=self._quotient(plain, figures),
            rivals=tuple(self._rivals(compare, figures)),
            missing=missing,
            changes=tuple(self._changes(plain, corner)) if corner else (),
            provisions=tuple(self._provision(passage) for passage in group),
        )

    def _figure(self, name: str) -> Interval:
        value = self.facts.get(name)
        return value if isinstance(value, Interval) else UNKNOWN_QUANTITY

    def _why(self, name: str) -> str:
        fact = self.part.facts.get(name)
        return (fact.note if fact is not None else "") or "not stated"

    def _unit(self, compare: ex.Compare) -> str:
        names = (*figures_of(compare.left), *figures_of(compare.right))
        return self.schema[names[0]].unit

    def _quotient(self, compare: ex.Compare, figures: Mapping[str, Interval]) -> Quotient | None:
        match compare:
            case ex.Compare(
                left=ex.Figure(name=over), right=ex.Arithmetic("*", ex.Number(value=line), ex.Figure(name=under))
            ) if line:
                unit = f"{self.schema[over].unit}/{self.schema[under].unit}"
                value = _divided(figures[over], figures[under], line)
                return Quotient(f"{over} / {under}", value, line, unit)
        return None

    def _rivals(self, compare: ex.Compare, figures: Mapping[str, Interval]) -> Iterator[Rival]:
        for name in figures:
            fact = self.part.facts.get(name)
            for other in fact.alternatives if fact is not None else ():
                if other.is_live:
                    step = Evaluator(self.book, self._alone({**self.facts, name: other.value})).test(compare)
                    open_end = any(value == UNKNOWN_QUANTITY for each, value in figures.items() if each != name)
                    side = _side(step.left, step.right, missing=open_end)  # type: ignore[arg-type]  # two intervals
                    yield Rival(name, other.value, other.basis, side)

    def _provision(self, passage: Passage) -> Provision:
        rule = passage.standing.rule.id
        if rule not in self._bears:
            steps = (Evaluator(self.book, blank).rule(passage.standing) for blank in self.blank)
            self._bears[rule] = any(step.truth is Truth.UNKNOWN for step in steps)
        truth = Evaluator(self.book, self.alone).test(passage.compare).truth
        return Provision(passage, truth, self._bears[rule])

    def _changes(self, compare: ex.Compare, corner: Mapping[str, Decimal]) -> Iterator[Change]:
        for name in corner:
            found = crossing(compare, name, corner)
            if found is not None:
                held = tuple((other, value) for other, value in corner.items() if other != name)
                yield self._change(name, corner[name], held, found)

    def _change(self, name: str, start: Decimal, held: tuple[tuple[str, Decimal], ...], found: Crossing) -> Change:
        before, after = self.answer.decision, self._decision(name, found.to)
        return Change(
            fact=name,
            unit=self.schema[name].unit,
            start=start,
            to=found.to,
            held=held,
            rounded=found.rounded,
            next_to_line=found.next_to_line,
            outputs=tuple(outputs_changed(before, after)),
            rules=tuple(rules_changed(before, after)),
        )

    def _decision(self, name: str, to: Decimal) -> Decision:
        """Decide the case again with one figure of this circuit changed."""
        if (name, to) not in self._decided:
            changed = ItemFacts(self.part.item_id, {**self.facts, name: Interval.exactly(to)})
            self._decided[name, to] = decide(self.book, exchanged(self.answer.decision.situation, changed))
        return self._decided[name, to]


def _side(figure: Interval, line: Interval, *, missing: bool = False) -> str:
    between = figure - line
    low, high = between.lo, between.hi
    if low is not None and low >= 0:
        return "above" if low > 0 else "at" if high == 0 else "at or above"
    if high is not None and high <= 0:
        return "below" if high < 0 else "at or below"
    return "unknown" if missing or (low is None and high is None) else "open"


def _share(compare: ex.Compare, corner: Mapping[str, Decimal] | None) -> Decimal | None:
    """Return the distance over the line at the nearest ends; None if the line is zero, or no end is known."""
    line = value_at(compare.right, corner) if corner is not None else Fraction(0)
    if corner is None or line == 0:
        return None
    ratio = abs(gap(compare, corner) / line)
    return Decimal(ratio.numerator) / Decimal(ratio.denominator)


def _divided(over: Interval, under: Interval, line: Decimal) -> Interval:
    return Interval(_ratio(over.lo, under.hi, line), _ratio(over.hi, under.lo, line))


def _ratio(over: Decimal | None, under: Decimal | None, line: Decimal) -> Decimal | None:
    """Return a ratio to three decimals, on the side of the line that the exact one is on."""
    if over is None or not under:
        return None
    exact = over / under
    nearest = exact.quantize(_THOUSANDTH, rounding=ROUND_HALF_UP)
    if nearest != line or over == line * under:
        return nearest
    return exact.quantize(_THOUSANDTH, rounding=ROUND_FLOOR if over < line * under else ROUND_CEILING)
