"""Whole answers of us/ear for well-known parts; the figures are written here, so that only the law is tested."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licet.evaluate import ItemFacts, PartyFacts, Situation, decide
from licet.quantity import Interval
from licet.rules import Law, Reading, book_at, load_law
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.evaluate import Decision
    from licet.facts import FactValue

REPOSITORY = Path(__file__).parents[3]
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
PLACES = frozenset({"ultimate_consignee", "end_user"})
# TPP, die area, DRAM bandwidth, I/O and 2022 transfer rate, marketed for datacenters
FIGURES = {
    "nvidia-h20-96gb": ("2368", "814", "4000", "1028", TRUE),
    "nvidia-h200-sxm-141gb": ("15832", "814", "4800", "1028", TRUE),
    "nvidia-h100-sxm5-80gb": ("15832", "814", "3350", "1028", TRUE),
    "nvidia-a800-sxm4-80gb": ("4992", "826", "2039", "464", TRUE),
    "nvidia-a10": ("2000", "628.4", "600", "64", TRUE),
    "nvidia-rtx-4090": ("5284.8", "608.5", "1008", "64", FALSE),
    "nvidia-rtx-4090d": ("4707.2", "608.5", "1008", "64", FALSE),
}


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law(REPOSITORY / "src" / "licet_rules", use_cache=False)


def answer(
    law: Law,
    item: str,
    day: str,
    destination: str,
    *,
    movement: str = "export",
    headquarters: str = "",
    parent: str = "",
    reading: Reading = Reading.ENFORCED,
) -> Decision:
    tpp, area, dram, links, datacenter = FIGURES[item]
    facts: dict[str, FactValue] = {
        "item_id": item,
        "item_kind": "ic",
        "has_digital_processing_unit": TRUE,
        "has_nonplanar_logic": TRUE,
        "tpp": Interval.exactly(tpp),
        "processing_performance_2022": Interval.exactly(tpp),
        "applicable_die_area_mm2": Interval.exactly(area),
        "total_dram_bandwidth_gb_s": Interval.exactly(dram),
        "io_bandwidth_gb_s": Interval.exactly(links),
        "transfer_rate_2022_gb_s": Interval.exactly(links),
        "marketed_for_datacenters": datacenter,
    }
    home: dict[str, FactValue] = {
        "headquarters": headquarters,
        "ultimate_parent_headquarters": parent or headquarters,
    }
    parties = (PartyFacts("buyer", PLACES, home),) if headquarters else ()
    on = date.fromisoformat(day)
    order: dict[str, FactValue] = {
        "valid_at": on,
        "destination": destination,
        "movement": movement,
        "exporter": "NVIDIA",
    }
    circuit = ItemFacts(item, facts)
    complete = TRUE if parties else UNKNOWN
    return decide(book_at(law, on, reading=reading), Situation(circuit, (circuit,), parties, complete, order))


def required_by(decision: Decision) -> list[str]:
    return [found.standing.rule.id for found in decision.requirements if found.truth is TRUE]


def test_h20_to_china_is_free_until_the_letter_and_required_by_it_alone(law: Law) -> None:
    before, after = (answer(law, "nvidia-h20-96gb", day, "CN") for day in ("2025-03-01", "2025-04-20"))

    assert (before.classification.value, before.licence_required) == ("none", FALSE)
    assert (after.classification.value, after.licence_required) == ("none", TRUE)
    assert required_by(after) == ["us.ear.is_informed.2025-04"]
    assert (after.review_policy, after.review_policy_settled) == (None, True)


@pytest.mark.parametrize(
    ("day", "movement", "policy", "if_conditions_fail", "conditions"),
    [
        ("2025-12-01", "export", "presumption_of_denial", None, 0),
        ("2026-01-20", "export", "case_by_case", "presumption_of_denial", 9),
        ("2026-01-20", "reexport", "presumption_of_denial", None, 0),
        ("2026-01-20", "export_from_abroad", "presumption_of_denial", None, 0),
        ("2026-01-20", "transfer", "presumption_of_denial", None, 0),
    ],
)
@pytest.mark.parametrize("headquarters", ["", "CN"])
def test_h200_to_china(
    law: Law, day: str, movement: str, policy: str, if_conditions_fail: str | None, conditions: int, headquarters: str
) -> None:
    found = answer(law, "nvidia-h200-sxm-141gb", day, "CN", movement=movement, headquarters=headquarters)

    assert found.licence_required is TRUE
    assert (found.review_policy, found.policy_if_conditions_fail) == (policy, if_conditions_fail)
    assert len(found.conditions) == conditions


@pytest.mark.parametrize(
    ("reading", "headquarters", "parent", "expected"),
    [
        (Reading.ENFORCED, "DE", "DE", FALSE),
        (Reading.TEXT, "DE", "DE", TRUE),
        (Reading.ENFORCED, "DE", "CN", TRUE),
        (Reading.ENFORCED, "", "", UNKNOWN),
    ],
)
def test_h100_to_germany(law: Law, reading: Reading, headquarters: str, parent: str, expected: Truth) -> None:
    found = answer(
        law, "nvidia-h100-sxm5-80gb", "2026-02-02", "DE", headquarters=headquarters, parent=parent, reading=reading
    )

    assert found.licence_required is expected


@pytest.mark.parametrize(
    ("item", "day", "expected"),
    [
        ("nvidia-rtx-4090", "2023-10-25", FALSE),
        ("nvidia-rtx-4090", "2023-12-01", TRUE),
        ("nvidia-a800-sxm4-80gb", "2023-06-01", FALSE),
        ("nvidia-a800-sxm4-80gb", "2023-12-01", TRUE),
        ("nvidia-a10", "2023-12-01", FALSE),
        ("nvidia-a10", "2026-02-02", FALSE),
        ("nvidia-rtx-4090d", "2023-12-01", FALSE),
        ("nvidia-rtx-4090d", "2026-02-02", FALSE),
    ],
)
def test_parts_to_china_by_their_maker(law: Law, item: str, day: str, expected: Truth) -> None:
    assert answer(law, item, day, "CN").licence_required is expected


@pytest.mark.parametrize(
    ("headquarters", "parent", "expected"), [("SG", "CN", TRUE), ("CN", "CN", TRUE), ("SG", "SG", FALSE)]
)
@pytest.mark.parametrize("day", ["2024-06-03", "2026-02-02"])
def test_a_buyer_in_singapore(law: Law, day: str, headquarters: str, parent: str, expected: Truth) -> None:
    found = answer(law, "nvidia-h200-sxm-141gb", day, "SG", headquarters=headquarters, parent=parent)

    assert found.licence_required is expected


@pytest.mark.parametrize("destination", ["CU", "IR", "KP", "SY"])
def test_a_part_of_3a991_p_needs_a_licence_for_anti_terrorism_reasons(law: Law, destination: str) -> None:
    """15 CFR 774 Supp. 1, 3A991: anti-terrorism controls apply to the entire entry."""
    found = answer(law, "nvidia-a10", "2026-02-02", destination, headquarters=destination)

    assert found.classification.eccn == "3A991.p"
    assert required_by(found) == ["us.ear.742.AT"]
    assert found.licence_required is TRUE


@pytest.mark.parametrize("destination", ["RU", "BY"])
def test_nothing_is_free_at_a_sanctioned_destination(law: Law, destination: str) -> None:
    found = answer(law, "nvidia-a10", "2026-02-02", destination, headquarters=destination)

    assert found.licence_required is UNKNOWN


def test_a_domestic_sale_needs_no_licence(law: Law) -> None:
    found = answer(
        law, "nvidia-h200-sxm-141gb", "2026-02-02", "US", movement="domestic", headquarters="US", parent="CN"
    )

    assert found.licence_required is FALSE
