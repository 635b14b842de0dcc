"""What holds for every case: a settled answer survives any further fact, and no order of writing matters."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contract.random_cases import Drawer, Pools
from tests.unit.evaluate.cases import FALSE, TRUE, UNKNOWN, decided
from tests.unit.rules.laws import SMALL_LAW, small_law

from licet.evaluate import ItemFacts, PartyFacts, Situation, missing_facts
from licet.quantity import Interval
from licet.rules import Law, Reading, load_law, rules_root

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from licet.evaluate import Decision
    from licet.facts import FactValue
    from licet.truth import Truth


def chance(seed: int) -> Random:
    """Return a source of chance that draws the same again from the same seed."""
    return Random(seed)  # noqa: S311  no secret


DAYS = [
    date(2023, 11, 16),
    date(2023, 11, 17),
    date(2024, 6, 1),
    date(2025, 4, 20),
    date(2025, 6, 1),
    date(2026, 7, 10),
]


@cache
def shipped() -> Law:
    return load_law(rules_root(), use_cache=False)


def known_part(facts: Mapping[str, FactValue], random: Random) -> dict[str, FactValue]:
    """Return what may be known before all is: facts left out, figures less exact."""
    kept: dict[str, FactValue] = {}
    for name, value in facts.items():
        if random.random() < 0.5 or name == "valid_at":
            kept[name] = value
        elif isinstance(value, Interval) and random.random() < 0.5:
            lo = value.lo if random.random() < 0.5 else None
            kept[name] = Interval(lo, value.hi if lo is None else None)
    return kept


def less_known(full: Situation, random: Random) -> Situation:
    """Return the case as known earlier: nothing in it is untrue of the full case."""

    def of_item(item: ItemFacts) -> ItemFacts:
        return ItemFacts(item.item_id, partial[item.item_id])

    items = {item.item_id: item for item in (full.item, *(full.contents or ()))}
    partial = {name: known_part(item.facts, random) for name, item in items.items()}
    contents = None if full.contents is None or random.random() < 0.2 else tuple(map(of_item, full.contents))
    complete, parties = full.parties_complete, list(full.parties)
    if random.random() < 0.4:
        complete = UNKNOWN
        parties = [one for one in parties if random.random() < 0.7]
    return replace(
        full,
        item=of_item(full.item),
        contents=contents,
        parties=tuple(PartyFacts(one.party_id, one.roles, known_part(one.facts, random)) for one in parties),
        parties_complete=complete,
        order=known_part(full.order, random),
    )


def settled(decision: Decision) -> dict[str, Truth | str]:
    """Return every answer that is settled."""
    found = (*decision.requirements, *decision.exceptions)
    answers: dict[str, Truth | str] = {one.standing.rule.id: one.truth for one in found if one.truth is not UNKNOWN}
    if decision.licence_required is not UNKNOWN:
        answers["licence_required"] = decision.licence_required
    if decision.classification.value is not None:
        answers["classification"] = decision.classification.value
    return answers


@cache
def plain() -> Law:
    """Return the shipped law without its presumptions and without rules that stand aside until they are asked about."""
    law = shipped()
    rules = {
        name: msgspec.structs.replace(
            rule,
            versions=tuple(msgspec.structs.replace(version, presume=(), asks="") for version in rule.versions),
        )
        for name, rule in law.pack.rules.items()
    }
    return Law(msgspec.structs.replace(law.pack, rules=rules, sha256=f"{law.pack.sha256} plain"), law.schema)


def before_and_after(law: Law, seed: int, day: date, reading: Reading) -> tuple[Decision, Decision]:
    """Return the decisions of one case as known earlier, and of all of it."""
    random = chance(seed)
    full = Drawer(Pools(law), random).situation(day)
    less = less_known(full, random)
    return decided(less, day, law=law, reading=reading), decided(full, day, law=law, reading=reading)


@pytest.mark.parametrize("law", [small_law, plain], ids=["small law", "us/ear"])
@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS), reading=st.sampled_from(Reading))
def test_a_settled_answer_survives_any_further_fact(
    law: Callable[[], Law], seed: int, day: date, reading: Reading
) -> None:
    before, after = map(settled, before_and_after(law(), seed, day, reading))

    assert {name: after.get(name) for name in before} == before


@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS), reading=st.sampled_from(Reading))
def test_an_answer_that_a_fact_may_turn_says_what_was_not_asked_or_rests_on_a_presumption(
    seed: int, day: date, reading: Reading
) -> None:
    before, after = before_and_after(shipped(), seed, day, reading)
    found = settled(after)
    presumes = any(one.version.presume for one in before.book.standing.values())

    turned = {name for name, answer in settled(before).items() if found.get(name) != answer}

    assert not turned or before.not_asked or presumes


@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS))
def test_a_candidate_that_is_left_out_does_not_come_back(seed: int, day: date) -> None:
    random = chance(seed)
    full = Drawer(Pools(small_law()), random).situation(day)

    less, more = (decided(one, day).classification for one in (less_known(full, random), full))

    assert set(more.candidates) <= set(less.candidates)


@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS))
def test_an_answer_that_is_open_says_what_it_waits_for(seed: int, day: date) -> None:
    """No gap and no uncertain member of a set stands in the way: a fact is named for each open answer."""
    situation = Drawer(Pools(small_law()), chance(seed)).situation(day)
    situation = replace(situation, order={name: value for name, value in situation.order.items() if value != "KH"})
    parties = tuple(replace(one, facts={n: v for n, v in one.facts.items() if v != "KH"}) for one in situation.parties)
    situation = replace(situation, parties=parties)

    decision = decided(situation, day)

    waiting = {answer for found in missing_facts(decision) for answer in found.settles}
    assert decision.licence_required is not UNKNOWN or "licence_required" in waiting
    assert decision.classification.value is not None or "classification" in waiting


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """Return the small law from files with other names, in other folders, with its sets in another order."""
    root = tmp_path_factory.mktemp("rewritten") / "law"
    shutil.copytree(SMALL_LAW, root)
    folder = root / "us" / "ear"
    for number, path in enumerate(sorted(folder.glob("*.yaml"), reverse=True)):
        if path.name != "pack.yaml":
            inner = folder / f"part_{number % 3}"
            inner.mkdir(exist_ok=True)
            path.rename(inner / f"{number:02}.yaml")
    zones = folder / "sets" / "zones.csv"
    header, *rows = zones.read_text(encoding="utf-8").splitlines()
    zones.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    return load_law(root, use_cache=False)


def whole(decision: Decision) -> object:
    """Return all of an answer."""
    found = (*decision.requirements, *decision.exceptions, *decision.policies)
    classification = decision.classification
    return (
        (classification.value, classification.eccn, classification.limb, classification.candidates),
        decision.licence_required,
        [(one.standing.rule.id, one.truth) for one in found],
        (decision.review_policy, decision.review_policy_settled, decision.policy_if_conditions_fail),
        [(one.id, one.met) for one in (*decision.conditions, *decision.exception_conditions)],
        missing_facts(decision),
    )


@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS), reading=st.sampled_from(Reading))
def test_files_may_have_any_name_place_and_order(rewritten: Law, seed: int, day: date, reading: Reading) -> None:
    situation = Drawer(Pools(small_law()), chance(seed)).situation(day)

    here, there = (whole(decided(situation, day, law=law, reading=reading)) for law in (small_law(), rewritten))

    assert here == there


@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS))
def test_facts_and_parties_may_be_stated_in_any_order(seed: int, day: date) -> None:
    situation = Drawer(Pools(small_law()), chance(seed)).situation(day)

    def turned(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
        return dict(reversed(facts.items()))

    contents = (
        None
        if situation.contents is None
        else tuple(ItemFacts(one.item_id, turned(one.facts)) for one in situation.contents)
    )
    other = replace(
        situation,
        item=ItemFacts("item", turned(situation.item.facts)),
        contents=contents,
        parties=tuple(replace(one, facts=turned(one.facts)) for one in reversed(situation.parties)),
        order=turned(situation.order),
    )

    assert settled(decided(situation, day)) == settled(decided(other, day))


@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS))
def test_a_text_that_asks_for_no_licence_is_not_enforced_either(seed: int, day: date) -> None:
    situation = Drawer(Pools(small_law()), chance(seed)).situation(day)

    text, enforced = (
        decided(situation, day, reading=reading).licence_required for reading in (Reading.TEXT, Reading.ENFORCED)
    )

    assert not (text is FALSE and enforced is TRUE)


@given(seed=st.integers(0, 2**32), day=st.sampled_from(DAYS), lag=st.integers(0, 400))
def test_what_all_knew_in_the_end_is_the_law(seed: int, day: date, lag: int) -> None:
    situation = Drawer(Pools(small_law()), chance(seed)).situation(day)

    now = whole(decided(situation, day))
    late = whole(decided(situation, day, known_at=date(2027, 1, 1) + timedelta(days=lag)))

    assert now == late
