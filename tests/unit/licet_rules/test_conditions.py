"""The conditions of us/ear, which case tables cannot state: where each is met, and what follows where it is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licet.evaluate import ItemFacts, PartyFacts, Situation, decide
from licet.quantity import Interval
from licet.rules import Law, book_at, load_law
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.facts import FactValue

REPOSITORY = Path(__file__).parents[3]
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
H200: dict[str, FactValue] = {
    "item_kind": "ic",
    "has_digital_processing_unit": TRUE,
    "tpp": Interval.exactly("15832"),
    "total_dram_bandwidth_gb_s": Interval.exactly("4800"),
    "marketed_for_datacenters": TRUE,
}
GAMING_CARD: dict[str, FactValue] = H200 | {"tpp": Interval.exactly("5284.8"), "marketed_for_datacenters": FALSE}
CERTIFIED: dict[str, FactValue] = {
    "us_units_shipped": Interval.exactly("100000"),
    "specifications_certified": TRUE,
    "us_supply_sufficient": TRUE,
    "us_orders_not_delayed": TRUE,
    "foundry_capacity_not_diverted": TRUE,
    "china_shipped_tpp": Interval.exactly("500"),
    "us_shipped_tpp": Interval.exactly("1000"),
    "no_barred_end_use_or_user": TRUE,
    "no_barred_remote_access": TRUE,
    "kyc_procedures_submitted": TRUE,
    "remote_user_list_submitted": TRUE,
    "provides_infrastructure_as_a_service": FALSE,
    "physical_security_described": TRUE,
    "laboratory_review_of_every_shipment": TRUE,
    "laboratory_qualified": TRUE,
}


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law(REPOSITORY / "src" / "licet_rules", use_cache=False)


def situation(item: dict[str, FactValue], day: date, destination: str, facts: dict[str, FactValue]) -> Situation:
    """Return an export of one circuit by a firm that no letter binds."""
    circuit = ItemFacts("item", item)
    order: dict[str, FactValue] = {
        "valid_at": day,
        "movement": "export",
        "exporter": "Example Exporter",
        "destination": destination,
    }
    return Situation(circuit, (circuit,), (), UNKNOWN, order | facts)


def met(law: Law, day: date, facts: dict[str, FactValue]) -> dict[str, Truth]:
    decision = decide(book_at(law, day), situation(H200, day, "CN", facts))
    return {condition.id: condition.met for condition in decision.conditions}


def test_nine_conditions_are_asked_and_all_can_be_met(law: Law) -> None:
    day = date(2026, 1, 20)

    asked, certified = met(law, day, {}), met(law, day, CERTIFIED)

    assert list(asked) == ["dd_i", "dd_ii", "dd_iii", "dd_iv", "dd_v", "dd_vi", "dd_vii", "dd_viii", "dd_ix"]
    assert set(asked.values()) == {UNKNOWN}
    assert set(certified.values()) == {TRUE}


@pytest.mark.parametrize(
    ("china", "answer", "policy"),
    [("500", TRUE, "case_by_case"), ("499.999", TRUE, "case_by_case"), ("500.001", FALSE, "presumption_of_denial")],
)
def test_half_of_what_was_shipped_in_the_united_states_is_the_limit(
    law: Law, china: str, answer: Truth, policy: str
) -> None:
    day = date(2026, 1, 20)
    facts = CERTIFIED | {"china_shipped_tpp": Interval.exactly(china)}

    decision = decide(book_at(law, day), situation(H200, day, "CN", facts))

    (condition,) = (condition for condition in decision.conditions if condition.id == "dd_iii")
    assert (condition.met, decision.review_policy) == (answer, policy)


@pytest.mark.parametrize("fact", [name for name, value in CERTIFIED.items() if value is TRUE])
def test_each_failed_certification_leads_to_the_presumption_of_denial(law: Law, fact: str) -> None:
    day = date(2026, 1, 20)

    decision = decide(book_at(law, day), situation(H200, day, "CN", CERTIFIED | {fact: FALSE}))

    assert decision.review_policy == "presumption_of_denial"


@pytest.mark.parametrize(("safeguards", "answer"), [(TRUE, TRUE), (FALSE, FALSE)])
def test_a_cloud_provider_needs_the_safeguards(law: Law, safeguards: Truth, answer: Truth) -> None:
    facts = CERTIFIED | {"provides_infrastructure_as_a_service": TRUE, "infrastructure_service_safeguards": safeguards}

    assert met(law, date(2026, 1, 20), facts)["dd_vii"] is answer


@pytest.mark.parametrize(
    ("notice", "answer"),
    [(date(2026, 1, 8), TRUE), (date(2026, 1, 7), TRUE), (date(2026, 1, 9), FALSE), (date(2026, 2, 9), FALSE)],
)
def test_the_notice_is_25_calendar_days_before(law: Law, notice: date, answer: Truth) -> None:
    day = date(2026, 2, 2)

    decision = decide(book_at(law, day), situation(GAMING_CARD, day, "CN", {"nac_notice_on": notice}))

    found = {condition.id: condition.met for condition in decision.exception_conditions}
    assert found["nac_notice"] is answer
    assert found["nac_confirmation"] is UNKNOWN


def test_the_first_text_asks_no_notice_outside_d5_and_macau(law: Law) -> None:
    day = date(2024, 1, 15)
    home: dict[str, FactValue] = {"headquarters": "SA", "ultimate_parent_headquarters": "SA"}
    buyer = PartyFacts("buyer", frozenset({"ultimate_consignee", "end_user"}), home)
    plain = situation(GAMING_CARD, day, "SA", {})
    known = Situation(plain.item, plain.contents, (buyer,), TRUE, plain.order)

    decision = decide(book_at(law, day), known)

    found = {condition.id: condition.met for condition in decision.exception_conditions}
    assert (found["nac_notice"], found["nac_confirmation"], found["nac_purchase_order"]) == (TRUE, TRUE, UNKNOWN)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"purchase_order": TRUE}, TRUE),
        ({"commercial_sample": TRUE}, TRUE),
        ({}, UNKNOWN),
        ({"purchase_order": FALSE, "commercial_sample": FALSE}, FALSE),
    ],
)
def test_a_purchase_order_or_a_sample(law: Law, facts: dict[str, FactValue], answer: Truth) -> None:
    day = date(2026, 2, 2)

    decision = decide(book_at(law, day), situation(GAMING_CARD, day, "CN", facts))

    found = {condition.id: condition.met for condition in decision.exception_conditions}
    assert found["nac_purchase_order"] is answer
