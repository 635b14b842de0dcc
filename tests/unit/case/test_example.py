"""The example book says what its sources report, and every line of it has its place in the guide."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licet.facts import Role
from licet.register import read_authorisations

if TYPE_CHECKING:
    from licet.case import Case, Order

    from .conftest import Reader

FOLDER = Path(__file__).parents[3] / "examples" / "h200-china-2026"
REPORT_OF_THE_TOTAL = date(2025, 12, 31)
LICENSED_ON = date(2026, 5, 14)


@pytest.fixture
def case(read: Reader) -> Case:
    return read(FOLDER)


def h200_pieces(case: Case, order: Order) -> int:
    circuits = case.catalogue.integrated_circuits(order.item) or ()
    return order.quantity * sum(count for item, count in circuits if item.item_id == "nvidia-h200-sxm-141gb")


def test_it_reads_without_warnings(case: Case) -> None:
    assert case.warnings == ()
    assert case.valid_at == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("day", "lines"),
    [
        (date(2025, 4, 18), 11),
        (date(2025, 7, 18), 11),
        (date(2026, 1, 14), 31),
        (date(2026, 1, 29), 32),
        (date(2026, 6, 15), 34),
        (date(2026, 8, 20), 36),
    ],
)
def test_the_book_grows(case: Case, day: date, lines: int) -> None:
    assert sum(order.ordered_on <= day for order in case.orders if order.ordered_on) == lines


def test_chinese_demand_is_above_two_million(case: Case) -> None:
    ordered = [order for order in case.orders if order.destination == "CN" and order.ordered_on <= REPORT_OF_THE_TOTAL]

    assert sum(h200_pieces(case, order) for order in ordered) == 2_040_000
    assert sum(order.quantity for order in ordered if order.item.item_id == "nvidia-h200-sxm-141gb") == 2_010_000


def test_h20_worth_two_and_a_half_billion_did_not_ship(case: Case) -> None:
    lines = [order for order in case.orders if order.order_id.startswith("H20-")]

    assert sum(order.quantity * order.unit_value for order in lines) == 2_500_000_000


def test_about_seven_hundred_thousand_are_in_stock(case: Case) -> None:
    assert sum(supply.units for supply in case.supply) == 700_000


def test_ten_licences_of_at_most_75000_for_one_buyer_each(case: Case) -> None:
    licences = [one for one in read_authorisations(case.authorisations_path) if one.key == "us:export"]

    assert len(licences) == 10
    assert {(licence.key, licence.valid_from, licence.limits.pieces) for licence in licences} == {
        ("us:export", LICENSED_ON, 75_000)
    }
    buyers = [licence.scope.of_role(Role.END_USER).members for licence in licences]
    assert sorted(buyer for (buyer,) in buyers) == [f"buyer-{letter}" for letter in "abcdefghij"]
    assert set().union(*buyers) <= set(case.parties)
    assert all(licence.source.evidence for licence in licences)


def test_five_import_approvals_each_for_one_buyer_on_paper_of_its_own(case: Case) -> None:
    approvals = [one for one in read_authorisations(case.authorisations_path) if one.key == "cn:import"]

    assert [(one.number[-1], str(one.valid_from), one.limits.pieces) for one in approvals] == [
        ("1", "2026-08-03", 10_000),
        ("2", "2026-06-08", 10_000),
        ("3", "2026-01-28", 130_000),
        ("4", "2026-07-27", 100_000),
        ("5", "2026-08-10", 10_000),
    ]
    assert all(one.scope.of_role(Role.END_USER).members == {one.holder} for one in approvals)
    assert {one.holder for one in approvals} <= set(case.parties)
    assert all(one.source.evidence[0].startswith("documents/") for one in approvals)


def test_those_in_line_ask_for_what_they_ordered(case: Case) -> None:
    wanted = {order.order_id: order.quantity for order in case.orders}

    assert [place.place for place in case.queue] == [1, 2, 3, 4, 5, 6, 7]
    assert [place.units for place in case.queue] == [wanted[f"H200-{number:02}"] for number in range(4, 11)]


def test_every_document_named_is_there_and_every_one_there_is_named() -> None:
    named: set[str] = set()
    for table in ("answers.csv", "authorisations.yaml", "facts.csv", "queue.csv"):
        named |= set(re.findall(r"documents/([\w.-]+\.md)", (FOLDER / table).read_text(encoding="utf-8")))
    there = {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / "documents").iterdir()}

    assert named == there.keys()
    assert all("**Example.**" in text for text in there.values())


def test_each_line_it_should_show_is_there(case: Case) -> None:
    facts = {party_id: set(party.facts) for party_id, party in case.parties.items()}
    own = case.catalogue["example-accelerator-x1"]

    assert {(order.ship_from, order.movement.value) for order in case.orders if order.movement} >= {
        ("US", "export"), ("TW", "reexport"), ("TW", "export_from_abroad"), ("CN", "transfer"),
    }  # fmt: skip
    assert any(order.movement is None for order in case.orders)
    assert {order.item.kind.value for order in case.orders} == {"ic", "board", "server"}
    assert {order.destination for order in case.orders} == {"CN", "HK", "SG", "DE", "AE"}
    assert {order.authority_claimed for order in case.orders} >= {None, "-", "NLR", "NAC", "EXAMPLE-US-0001"}
    assert case.parties["buyer-sg"].facts["ultimate_parent_headquarters"].value == "CN"
    assert "ultimate_parent_headquarters" in facts["buyer-de-1"]
    assert "ultimate_parent_headquarters" not in facts["buyer-de-2"]
    assert not own.facts["marketed_for_datacenters"].is_known
    assert not case.catalogue["nvidia-rtx-pro-6000d"].facts["tpp"].is_known


def test_every_line_is_explained_and_every_total_has_its_source(case: Case) -> None:
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")
    named: set[str] = set(
        re.findall(r"\b[A-Z][A-Z0-9]*-\d\d\b", guide.partition("## Lines")[2].partition("## Licences")[0])
    )
    for prefix, first, last in re.findall(r"([A-Z0-9]+)-(\d\d) to \1-(\d\d)", guide):
        named |= {f"{prefix}-{number:02}" for number in range(int(first), int(last) + 1)}

    assert {order.order_id for order in case.orders} == named
    totals = guide.partition("## Totals")[2].partition("## Lines")[0].splitlines()
    rows = [row.split("|") for row in totals if row.startswith("| ") and "Reported figure" not in row]
    assert rows
    assert all(row[-2].strip() in {"primary", "secondary", "press", "memory"} for row in rows)


def test_buyers_are_anonymous(case: Case) -> None:
    assert all(re.match(r"Buyer [A-Z]", party.name) for party in case.parties.values())
