"""All completions of a case: what each way of filling in its unknown facts would answer.

It knows no logic of unknowns. It fills every gap with a value (numbers at each line of the law, just beside it,
at the ends of their interval, and where products and sums cross), answers each case so completed, and looks at
what came out. A fact that only conditions read is left out, since conditions never move an answer; so is a fact
that would rebut a presumption, which stands until the rebuttal is shown, and one that a version `asks` for, which
stands aside until it is stated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import product as every
from typing import TYPE_CHECKING

from tests.contract.answers import bare_situation
from tests.contract.random_cases import ROLES, Pools

from licet.batch import LEAST, MOST, BareCase, compile_bare
from licet.batch.bare_case import role_bits
from licet.facts import FactType, SubjectKind
from licet.rules import expression as ex
from licet.rules.consistency import limbs_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from licet.batch import BareAnswer
    from licet.batch.bare_case import BareFacts, BareValue
    from licet.evaluate import Situation
    from licet.facts import FactDefinition
    from licet.rules import Book, Version

THOUSAND = 1000
FAR = 10**12


@dataclass(frozen=True)
class Slot:
    """One unknown fact: the dict it belongs in, and its definition."""

    facts: dict[str, BareValue]
    definition: FactDefinition
    lo: int = 0
    hi: int = FAR
    words: tuple[str, ...] = ()


@dataclass
class Completions:
    """What all completions of a case answer; `whole` is False if only some of them were tried."""

    whole: bool = True
    answers: list[BareAnswer] = field(default_factory=list)


class Oracle:
    """Enumerates completions under one book."""

    def __init__(self, book: Book, pools: Pools, random: Random, most: int) -> None:
        """Prepare.

        Args:
            book: The law as of a day.
            pools: What the pack's answers turn on.
            random: Chooses completions where there are more than `most`.
            most: How many completions are answered at most.
        """
        self.book, self.pools, self.random, self.most = book, pools, random, most
        self.answer = compile_bare(book)
        versions = [standing.version for standing in book.standing.values()]
        self.read = {name for version in versions for name in _names_read(version)}
        self.read -= {version.asks for version in versions}
        self.read -= self._behind({name for version in versions for name in _names_rebutting(version)})
        self.products = pools.products
        self.countries = self._countries()

    def _behind(self, names: set[str]) -> set[str]:
        """The names, and those that the rules they name are worked out from."""
        found: set[str] = set()
        while names:
            found |= names
            rules = [rule for name in names if (rule := self.book.by_name.get(name)) is not None]
            names = {name for rule in rules for name in _names_read(rule.version)} - found
        return found

    def _countries(self) -> tuple[str, ...]:
        """One country for each way a country can count."""
        book = self.book
        named = {value for texts in self.pools.texts.values() for value in texts}
        found: dict[tuple[object, ...], str] = {}
        for country in (*self.pools.countries, "ZZ"):
            counted = book.places.get(country, country)
            signature = (
                *(members.contains(counted) for members in book.sets.values()),
                counted if counted in named else "",
            )
            found.setdefault(signature, country)
        return tuple(found.values())

    def completions(self, situation: Situation) -> Completions:
        """Return what the completions of a case answer."""
        result = Completions()
        frames = list(self._frames(situation))
        for case in frames:
            slots = list(self._slots(case))
            share = max(1, self.most // len(frames))
            before = len(result.answers)
            if not self._fill(case, slots, 0, result, before + share):
                result.whole = False
                del result.answers[before:]
                for _ in range(share):
                    self._fill_at_random(case, slots, result)
        return result

    # ---- what is not a fact: contents, and who else is party

    def _frames(self, situation: Situation) -> Iterator[BareCase]:
        bare = bare_situation(situation)
        itself = (
            situation.contents is not None and len(situation.contents) == 1 and situation.contents[0] == situation.item
        )
        contents = [bare.contents] if bare.contents is not None else [[], ["itself"], [self._strongest()], [{}, {}]]
        more: list[tuple[int, dict[str, BareValue]] | None] = [None]
        if not bare.parties_complete:
            parties = [{}, {"headquarters": "US"}] if "headquarters" in self.pools.law.schema else [{}]
            more += [(role_bits((role,)), dict(facts)) for role in ROLES for facts in parties]
        for inside, party in every(contents, more):
            item = dict(bare.item)
            circuits = [item if itself or circuit == "itself" else dict(circuit) for circuit in inside]  # type: ignore[call-overload]
            parties = [(roles, dict(facts)) for roles, facts in (*bare.parties, *([party] if party else []))]
            yield BareCase(item, circuits, parties, True, dict(bare.order))  # noqa: FBT003  a field of the case

    def _strongest(self) -> dict[str, BareValue]:
        known: dict[str, BareValue] = {}
        for definition in self.pools.law.schema.of_subject(SubjectKind.ITEM):
            if definition.type is FactType.BOOLEAN:
                known[definition.name] = True
            elif definition.type is FactType.NUMBER:
                known[definition.name] = (10**10, 10**10)
        return known

    # ---- unknown facts

    def _slots(self, case: BareCase) -> Iterator[Slot]:
        holders: list[tuple[SubjectKind, BareFacts]] = [(SubjectKind.ITEM, case.item), (SubjectKind.ORDER, case.order)]
        holders += [(SubjectKind.ITEM, circuit) for circuit in case.contents or () if circuit is not case.item]
        holders += [(SubjectKind.PARTY, facts) for _, facts in case.parties]
        for subject, facts in holders:
            for definition in self.pools.law.schema.of_subject(subject):
                if definition.name not in self.read:
                    continue
                value = facts.get(definition.name)
                if value is None:
                    yield Slot(facts, definition)  # type: ignore[arg-type]
                elif isinstance(value, frozenset):
                    yield Slot(facts, definition, words=tuple(sorted(value)))  # type: ignore[arg-type]
                elif isinstance(value, tuple) and value[0] != value[1]:
                    lo, hi = max(value[0], 0), min(value[1], FAR)
                    yield Slot(facts, definition, lo, hi)  # type: ignore[arg-type]

    def _values(self, slot: Slot, case: BareCase) -> list[BareValue]:
        definition = slot.definition
        match definition.type:
            case FactType.BOOLEAN:
                return [True, False]
            case FactType.COUNTRY:
                return list(self.countries)
            case FactType.TEXT:
                if definition.name == "exporter":
                    return [*self.pools.exporters, "Somebody"]
                return list(
                    slot.words or definition.values or (*self.pools.texts.get(definition.name, ()), "something else")
                )
            case FactType.DATE:
                return self._days(case)
            case FactType.NUMBER:
                return [(figure, figure) for figure in self._figures(slot)]

    def _days(self, case: BareCase) -> list[BareValue]:
        day = case.order["valid_at"]
        assert isinstance(day, int)
        lines = {day - line + side for line in self.pools.day_lines or (0,) for side in (-1, 0, 1)}
        lines |= {ordinal + side for ordinal in self.pools.date_lines for side in (-1, 0, 1)}
        return sorted(lines | {date(2000, 1, 1).toordinal(), day})

    def _figures(self, slot: Slot) -> list[int]:
        name, facts = slot.definition.name, slot.facts
        lines = {int(line * THOUSAND) for line in self.pools.lines.get(name, ())}
        for pair in self.products:
            if pair.left == name and (other := _known(facts.get(pair.right))) is not None:
                lines.add(int(pair.factor * other))
            if pair.right == name and pair.factor and (other := _known(facts.get(pair.left))) is not None:
                lines.add(int(other / pair.factor))
        for node in self.pools.sums:
            names = [part.name for part in ex.walk(node) if isinstance(part, ex.Figure)]
            for constant in (part.value for part in ex.walk(node) if isinstance(part, ex.Number)):
                for other_name in names if name in names else ():
                    if (other := _known(facts.get(other_name))) is not None:
                        lines |= {int(constant * THOUSAND) - other, int(constant * THOUSAND) + other}
        figures = {line + side for line in lines for side in (-1, 0, 1, 2)} | {slot.lo, slot.hi}
        return sorted(figure for figure in figures if slot.lo <= figure <= slot.hi)

    # ---- filling

    def _fill(self, case: BareCase, slots: list[Slot], place: int, result: Completions, most: int) -> bool:
        """Answer every completion; False as soon as there are more than `most`."""
        if place == len(slots):
            result.answers.append(self.answer(case))
            return len(result.answers) <= most
        slot = slots[place]
        name, before = slot.definition.name, slot.facts.get(slot.definition.name)
        good = True
        for value in self._values(slot, case):
            slot.facts[name] = value
            good = self._fill(case, slots, place + 1, result, most)
            if not good:
                break
        _restore(slot, before)
        return good

    def _fill_at_random(self, case: BareCase, slots: list[Slot], result: Completions) -> None:
        before = [slot.facts.get(slot.definition.name) for slot in slots]
        for slot in slots:
            slot.facts[slot.definition.name] = self.random.choice(self._values(slot, case))
        result.answers.append(self.answer(case))
        for slot, value in zip(slots, before, strict=True):
            _restore(slot, value)


def _restore(slot: Slot, before: BareValue | None) -> None:
    if before is None:
        slot.facts.pop(slot.definition.name, None)
    else:
        slot.facts[slot.definition.name] = before


def _known(value: BareValue | None) -> int | None:
    return value[0] if isinstance(value, tuple) and value[0] == value[1] and LEAST < value[0] < MOST else None


def _names_read(version: Version) -> Iterator[str]:
    tests: list[ex.Node] = [limb.test for limb in limbs_of(version) if limb.test is not None]
    tests += [version.value] if version.value is not None else []
    tests += [presumption.when for presumption in version.presume]
    tests += [clause.when for clause in (*version.stayed, *version.not_enforced) if clause.when is not None]
    for test in tests:
        yield from (name for node in ex.walk(test) for name in ex.names_read(node))
    if version.addressees:
        yield "exporter"


def _names_rebutting(version: Version) -> Iterator[str]:
    for presumption in version.presume:
        if presumption.rebutted_by is not None:
            yield from (name for node in ex.walk(presumption.rebutted_by) for name in ex.names_read(node))


# ---- what must hold between an answer and its completions


def false_certainties(answer: BareAnswer, completions: Completions, if_conditions_fail: str | None) -> list[str]:
    """Return what the answer settles that some completion contradicts."""
    found = []
    licences = {completed.licence_required for completed in completions.answers}
    if answer.licence_required == 0 and 2 in licences:
        found.append("no licence required, but a completion requires one")
    if answer.licence_required == 2 and 0 in licences:
        found.append("a licence is required, but a completion requires none")
    for completed in completions.answers:
        if answer.advanced_computing is not None and completed.advanced_computing not in {
            answer.advanced_computing,
            None,
        }:
            found.append(
                f"the class is {answer.advanced_computing}, but a completion has {completed.advanced_computing}"
            )
        if set(answer.rules) - set(completed.rules) and completed.advanced_computing is not None:
            found.append(f"{set(answer.rules) - set(completed.rules)} hold, but not in a completion")
        allowed = {answer.review_policy, if_conditions_fail, None}
        if (
            answer.review_policy is not None
            and completed.licence_required == 2
            and completed.review_policy not in allowed
        ):
            found.append(f"the policy is {answer.review_policy}, but a completion has {completed.review_policy}")
        for (name, truth), (_, filled) in zip(answer.exceptions, completed.exceptions, strict=True):
            if {truth, filled} == {0, 2}:
                found.append(f"exception {name} is {truth}, but a completion has {filled}")
    return found


def needless_unknowns(answer: BareAnswer, completions: Completions) -> list[str]:
    """Return what the answer leaves open although every completion agrees; only where all were tried."""
    if not completions.whole or not completions.answers:
        return []
    found = []
    classes = {completed.advanced_computing for completed in completions.answers}
    if answer.advanced_computing is None and len(classes) == 1 and None not in classes:
        found.append("class")
    licences = {completed.licence_required for completed in completions.answers}
    if answer.licence_required == 1 and len(licences) == 1 and 1 not in licences:
        found.append("licence")
    reviews = {completed.review_policy for completed in completions.answers}
    if answer.licence_required == 2 and answer.review_policy is None and len(reviews) == 1 and None not in reviews:
        found.append("policy")
    for place, (name, truth) in enumerate(answer.exceptions):
        filled = {completed.exceptions[place][1] for completed in completions.answers}
        if truth == 1 and len(filled) == 1 and 1 not in filled:
            found.append(f"exception {name}")
    return found
