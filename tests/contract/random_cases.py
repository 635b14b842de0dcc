"""Random books and cases of any pack, drawn where answers turn: at thresholds, on change days, with facts missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from licet.batch import change_days, public_days
from licet.evaluate import ItemFacts, PartyFacts, Situation
from licet.facts import FactType, Role, SubjectKind
from licet.quantity import Interval
from licet.rules import Reading, book_at
from licet.rules import expression as ex
from licet.rules.consistency import tests_of
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from licet.facts import FactDefinition, FactValue
    from licet.rules import Book, Law

STEP = Decimal("0.001")
SIDES = (Decimal(0), STEP, -STEP)
DIES = tuple(map(Decimal, ("0", "1", "270.27", "333.333", "814", "1600.001")))
MORE_COUNTRIES = ("CN", "HK", "MO", "US", "AE", "SG", "DE", "KH", "BR", "TW")
KINDS = ("ic", "ic", "ic", "board", "server", "hbm", "other", None)
ROLES = tuple(role.value for role in Role)


@dataclass(frozen=True)
class Product:
    """`left OP factor * right` or such: where one figure crosses a multiple of another."""

    left: str
    factor: Decimal
    right: str


class Pools:
    """Everything a pack's answers turn on, collected from its expressions, sets and dates."""

    def __init__(self, law: Law) -> None:
        """Collect."""
        self.law = law
        nodes = [
            node
            for rule in law.pack.rules.values()
            for version in rule.versions
            for test in tests_of(version)
            for node in ex.walk(test)
        ]
        comparisons = [node for node in nodes if isinstance(node, ex.Compare)]
        self.lines: dict[str, set[Decimal]] = {}
        for node in comparisons:
            for name in {part.name for part in ex.walk(node) if isinstance(part, ex.Figure)}:
                self.lines.setdefault(name, set()).update(
                    part.value for part in ex.walk(node) if isinstance(part, ex.Number)
                )
        self.products = sorted({product for node in comparisons for product in _products(node)}, key=str)
        self.sums = [
            node
            for node in comparisons
            if any(isinstance(part, ex.Arithmetic) and part.operator in "+-" for part in ex.walk(node))
        ]
        self.day_lines = sorted(
            {
                int(part.value)
                for node in comparisons
                if any(isinstance(inner, ex.DaysBetween) for inner in ex.walk(node))
                for part in ex.walk(node)
                if isinstance(part, ex.Number)
            }
        )
        self.date_lines = sorted({node.day.toordinal() for node in nodes if isinstance(node, ex.DateCompare)})
        members = {row.member for row in law.pack.sets}
        self.countries = tuple(sorted({member for member in members if len(member) == 2} | set(MORE_COUNTRIES)))
        named = {node.name: set() for node in nodes if isinstance(node, ex.Member)}
        for node in nodes:
            if isinstance(node, ex.Member):
                named[node.name] |= {
                    *node.values,
                    *(row.member for row in law.pack.sets if row.set_name == node.set_name),
                }
        self.texts = {name: tuple(sorted(values)) for name, values in named.items()}
        self.exporters = tuple(
            sorted(
                {
                    told.party
                    for rule in law.pack.rules.values()
                    for version in rule.versions
                    for told in version.addressees
                }
            )
        )

    def days(self) -> tuple[date, ...]:
        """Return every change day and the day before it."""
        return _with_eves(change_days(self.law.pack))

    def public_days(self) -> tuple[date, ...]:
        """Return every day on which something became public and the day before it."""
        return _with_eves(public_days(self.law.pack))


def _with_eves(days: tuple[date, ...]) -> tuple[date, ...]:
    return tuple(sorted({day - timedelta(days=back) for day in days for back in (0, 1)}))


def _products(node: ex.Compare) -> Iterator[Product]:
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, ex.Figure) and isinstance(other, ex.Arithmetic) and other.operator == "*":
            for factor, figure in ((other.left, other.right), (other.right, other.left)):
                if isinstance(factor, ex.Number) and isinstance(figure, ex.Figure):
                    yield Product(one.name, factor.value, figure.name)


def draw_books(pools: Pools, random: Random, past: int) -> list[Book]:
    """Return the books of all days on which anything changes, in both readings, and `past` as known on some day."""
    days, known = pools.days(), pools.public_days()
    books = [book_at(pools.law, day, reading=reading) for day in days for reading in Reading]
    for _ in range(past):
        day, seen = random.choice(days), random.choice(known)
        books.append(book_at(pools.law, day, known_at=seen, reading=random.choice(list(Reading))))
    return books


class Drawer:
    """Draws cases of one pack."""

    def __init__(self, pools: Pools, random: Random) -> None:
        """Keep the pools and the source of chance."""
        self.pools, self.random = pools, random
        self.absent = 0.0
        self.exact = 1.0

    def situation(self, day: date) -> Situation:
        """Return a case judged on a day."""
        self.absent = self.random.choice((0.0, 0.02, 0.05, 0.3))
        self.exact = self.random.choice((1.0, 0.9, 0.6))
        kind = self.random.choice(KINDS)
        facts = self.facts(SubjectKind.ITEM, day)
        facts.pop("item_kind", None)
        item = ItemFacts("item", facts | ({"item_kind": kind} if kind else {}))
        contents: tuple[ItemFacts, ...] | None
        if kind == "ic" and self.random.random() < 0.9:
            contents = (item,)
        elif self.random.random() < 0.15:
            contents = None
        else:
            contents = tuple(
                ItemFacts(f"ic-{number}", self.facts(SubjectKind.ITEM, day))
                for number in range(self.random.randint(0, 3))
            )
        parties = tuple(self.party(number, day) for number in range(self.random.randint(0, 5)))
        complete = (
            Truth.TRUE if self.random.random() > self.absent else self.random.choice((Truth.UNKNOWN, Truth.FALSE))
        )
        order = self.facts(SubjectKind.ORDER, day) | {"valid_at": day}
        return Situation(item, contents, parties, complete, order)

    def party(self, number: int, day: date) -> PartyFacts:
        """Return a party with one role or more."""
        roles = frozenset(self.random.sample(ROLES, self.random.choice((1, 1, 1, 2, 4))))
        return PartyFacts(f"party-{number}", roles, self.facts(SubjectKind.PARTY, day))

    def facts(self, subject: SubjectKind, day: date) -> dict[str, FactValue]:
        """Return facts of one subject."""
        drawn = {
            definition.name: value
            for definition in self.pools.law.schema.of_subject(subject)
            if self.random.random() >= self.absent and (value := self.value(definition, day)) is not None
        }
        self._meet_product(drawn)
        self._meet_sum(drawn)
        return drawn

    def value(self, definition: FactDefinition, day: date) -> FactValue | None:
        """Return a value of a fact."""
        random, name = self.random, definition.name
        match definition.type:
            case FactType.NUMBER:
                return self.interval(name)
            case FactType.BOOLEAN:
                likely = Truth.UNKNOWN if random.random() < self.absent else Truth.TRUE
                return random.choice((likely, likely, Truth.FALSE))
            case FactType.COUNTRY:
                return random.choice(MORE_COUNTRIES if random.random() < 0.6 else self.pools.countries)
            case FactType.DATE:
                lines = self.pools.day_lines or [0]
                return day - timedelta(days=random.choice(lines) + random.choice((-1, 0, 1, -60, 60)))
            case FactType.TEXT:
                return self._text(name, definition)

    def _text(self, name: str, definition: FactDefinition) -> str | frozenset[str]:
        if definition.values and name != "item_kind" and self.random.random() < self.absent:
            return frozenset(self.random.sample(definition.values, self.random.randint(1, len(definition.values))))
        if name == "exporter" and self.pools.exporters:
            return self.random.choice(
                (*self.pools.exporters, self.random.choice(self.pools.exporters).upper(), "Somebody")
            )
        return self.random.choice(definition.values or (*self.pools.texts.get(name, ()), "something else"))

    def figure(self, name: str) -> Decimal:
        """Return a figure at, just beside or far from a line of the law."""
        random = self.random
        lines = sorted(self.pools.lines.get(name, ()))
        if lines and random.random() < 0.6:
            return max(Decimal(0), random.choice(lines) + random.choice(SIDES))
        return random.choice(DIES) if random.random() < 0.5 else Decimal(random.randrange(30_000_000)) * STEP

    def interval(self, name: str) -> Interval:
        """Return an exact figure most of the time, else one with two ends, one end or none."""
        shape = self.random.random()
        one, other = sorted((self.figure(name), self.figure(name)))
        if shape < self.exact:
            return Interval.exactly(one)
        if shape < (1 + self.exact) / 2:
            return Interval(one, other)
        return self.random.choice((Interval(None, other), Interval(one, None), Interval(None, None)))

    def _meet_product(self, facts: dict[str, FactValue]) -> None:
        """Now and then put a figure on, or just beside, the multiple of another it is compared with."""
        if not self.pools.products or self.random.random() < 0.5:
            return
        product = self.random.choice(self.pools.products)
        right = facts.get(product.right)
        if product.left in facts and isinstance(right, Interval) and right.lo is not None:
            end = right.hi if right.hi is not None and self.random.random() < 0.5 else right.lo
            at = (product.factor * end * self.random.choice((1, 1, Decimal("1.2")))).quantize(
                STEP
            ) + self.random.choice(SIDES)
            facts[product.left] = Interval.exactly(max(Decimal(0), at))

    def _meet_sum(self, facts: dict[str, FactValue]) -> None:
        """Now and then make two figures add up to a line, or nearly."""
        if not self.pools.sums or self.random.random() < 0.8:
            return
        node = self.random.choice(self.pools.sums)
        names = [part.name for part in ex.walk(node) if isinstance(part, ex.Figure)]
        numbers = [part.value for part in ex.walk(node) if isinstance(part, ex.Number)]
        if len(names) == 2 and numbers and all(name in facts for name in names):
            share = Decimal(self.random.randrange(1000)) * STEP * numbers[0]
            first = share.quantize(STEP)
            facts[names[0]] = Interval.exactly(first)
            facts[names[1]] = Interval.exactly(max(Decimal(0), numbers[0] - first + self.random.choice(SIDES)))
