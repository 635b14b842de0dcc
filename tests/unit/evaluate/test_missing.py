"""Which absent facts keep an answer open, and in which order they are asked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.unit.evaluate.cases import CHIP, ORDER, UNKNOWN, case, decided, figure, party, seated, without
from tests.unit.rules.laws import law_with, rule, version, when

from licet.evaluate import Missing, missing_facts
from licet.facts import Remedy

if TYPE_CHECKING:
    from pathlib import Path

    from licet.evaluate import Situation
    from licet.rules import Law

EARLY = date(2024, 6, 1)
GERMAN = (seated("de", "DE"),)


def missing(situation: Situation, day: date = EARLY, law: Law | None = None) -> dict[str, Missing]:
    return {found.fact: found for found in missing_facts(decided(situation, day, law=law))}


def test_nothing_is_missing_where_everything_is_settled() -> None:
    assert missing(case()) == {}


def test_a_missing_fact_has_its_question_and_remedy() -> None:
    (found,) = missing(case(CHIP, without(ORDER, "destination"), parties=GERMAN)).values()

    assert (found.fact, found.subject, found.remedy) == ("destination", "order", Remedy.ESTABLISH_TRUTH)
    assert found.question == "To which country does the item go?"
    assert set(found.settles) == {"licence_required", "review_policy"}
    assert found.alone == found.settles


def test_a_fact_that_does_not_matter_is_not_missing() -> None:
    item = without(CHIP, "marketed_for_datacenters", "applicable_die_area_mm2")  # at 4800 neither matters

    found = missing(case(item))

    assert "applicable_die_area_mm2" not in found
    assert found["marketed_for_datacenters"].settles == ("exception NAC",)


def test_a_disputed_figure_is_missing_of_its_item() -> None:
    found = missing(case({"item_kind": "board"}, contents=(CHIP | {"tpp": figure("100", "4800")},)))

    assert found["tpp"].subject == "ic-1"
    assert found["tpp"].remedy is Remedy.SUBSTITUTE_ITEM


def test_contents_not_stated_are_missing() -> None:
    found = missing(case({"item_kind": "board"}, open_contents=True))

    assert found["contents"].question == "Which integrated circuits does the item contain?"


def test_parties_that_may_not_be_all_are_missing() -> None:
    order = {**ORDER, "destination": "DE"}

    found = missing(case(CHIP, order, parties=GERMAN, complete=UNKNOWN))

    assert list(found) == ["parties_complete"]
    assert found["parties_complete"].question == "Are these all the parties to the transaction?"


def test_a_blank_party_is_asked_for_its_facts_and_not_for_more_parties() -> None:
    order = {**ORDER, "destination": "DE"}

    found = missing(case(CHIP, order, parties=(party("blank"),), complete=UNKNOWN))

    assert {name: one.subject for name, one in found.items()} == {
        "headquarters": "blank",
        "ultimate_parent_headquarters": "blank",
    }


def test_the_exporter_is_asked_for_where_a_letter_may_bind() -> None:
    below = {**CHIP, "tpp": figure("100")}

    found = missing(case(below, without(ORDER, "exporter")), date(2025, 4, 20))

    assert list(found) == ["exporter"]
    assert found["exporter"].settles == ("licence_required",)


def test_what_decides_whether_a_licence_is_required_is_asked_first() -> None:
    order = without(ORDER, "exporter", "end_use")

    found = list(missing(case(without(CHIP, "tpp"), order), date(2025, 4, 20)))

    assert found[0] == "exporter"


@pytest.mark.parametrize("absent", [("destination", "movement"), ("movement", "destination")])
def test_the_order_of_facts_does_not_change_the_ranking(absent: tuple[str, str]) -> None:
    facts = dict(reversed(ORDER.items())) if absent[0] == "movement" else dict(ORDER)

    found = list(missing(case(CHIP, without(facts, "exporter", *absent), parties=GERMAN), date(2026, 2, 1)))

    assert found[0] == "destination"
    assert "movement" in found


def test_a_fact_that_settles_alone_comes_before_one_that_does_not() -> None:
    order = without(ORDER, "destination")
    item = {**CHIP, "tpp": figure("2000"), "applicable_die_area_mm2": figure("300")}

    found = list(missing(case(without(item, "marketed_for_datacenters"), order, parties=GERMAN)))

    assert set(found) == {"marketed_for_datacenters", "destination"}


def test_what_settles_the_class_settles_what_waits_for_it() -> None:
    found = missing(case(without(CHIP, "tpp"), {**ORDER, "exporter": "AMD"}))

    assert decided(case(without(CHIP, "tpp"), {**ORDER, "exporter": "AMD"}), EARLY).licence_required is UNKNOWN
    assert "licence_required" in found["tpp"].settles


def test_a_stated_fact_is_not_missing() -> None:
    assert "destination" not in missing(case(CHIP, {**ORDER, "destination": "KH"}, parties=GERMAN))


def test_a_set_that_does_not_know_a_place_is_named_instead() -> None:
    found = missing(case(CHIP, {**ORDER, "destination": "KH"}, parties=GERMAN))["zone"]

    assert (found.member, found.subject, found.disputed) == ("KH", "order", "")
    assert found.question == "Is KH in zone on that day? The sources of the set do not tell."
    assert "licence_required" in found.settles


def test_the_facts_below_a_defined_figure_are_missing(tmp_path: Path) -> None:
    files = {
        "c.yaml": rule("ceiling", version("    value: 2 * package_area_mm2\n"), kind="definition"),
        "r.yaml": rule("over", version(when("tpp >= ceiling"))),
    }

    assert "package_area_mm2" in missing(
        case(CHIP, {**ORDER, "destination": "DE"}, parties=GERMAN), law=law_with(tmp_path, files)
    )


def test_a_figure_of_a_party_is_missing_of_the_party(tmp_path: Path) -> None:
    files = {
        "facts.yaml": "facts:\n  capacity_mw: {subject: party, type: number, unit: MW, remedy: obtain}\n",
        "r.yaml": rule("large", version(when("any_party('end_user', capacity_mw >= 100)"))),
    }

    found = missing(case(CHIP, {**ORDER, "destination": "DE"}, parties=GERMAN), law=law_with(tmp_path, files))

    assert found["capacity_mw"].subject == "de"


def test_a_stated_figure_of_one_party_is_not_missing(tmp_path: Path) -> None:
    files = {
        "facts.yaml": "facts:\n  capacity_mw: {subject: party, type: number, unit: MW, remedy: obtain}\n",
        "r.yaml": rule("large", version(when("any_party('end_user', capacity_mw >= 10 * quantity)"))),
    }
    stated = party("de", headquarters="DE", ultimate_parent_headquarters="DE", capacity_mw=figure("5"))

    found = missing(case(CHIP, {**ORDER, "destination": "DE"}, parties=(stated,)), law=law_with(tmp_path, files))

    assert list(found) == ["quantity"]
