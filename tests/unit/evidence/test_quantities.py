import pytest
from tests.unit.evidence.claim_reading import claims

from licet.evidence.model import Quantity


def figures(text: str) -> list[Quantity]:
    return [quantity for claim in claims(text) for quantity in claim.quantities]


def one(text: str, kind: str) -> Quantity:
    found = [each for each in figures(text) if each.kind is not None and each.kind.value == kind]
    assert len(found) == 1, [(each.kind, each.text) for each in figures(text)]
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "unit", "at_least", "at_most"),
    [
        ("Firms placed orders for more than 2 million H200 chips.", "ordered", "pieces", 2_000_000, None),
        ("Buyer A ordered 2,000 H20 chips from Nvidia.", "ordered", "pieces", 2_000, 2_000),
        ("China's approvals cover several hundred thousand H200 chips.", "approved", "pieces", 300_000, 900_000),
        ("Alibaba told Nvidia that it wants more than 200,000 H200 chips.", "wanted", "pieces", 200_000, None),
        ("The US would cap H200 sales at 75,000 chips per customer.", "capped_per_buyer", "pieces", 75_000, 75_000),
        ("Approvals of the H200 may be limited to fewer than 200,000 chips.", "capped_in_all", "pieces", None, 200_000),
        ("Nvidia expects charges of up to $5.5 billion for the H20.", "charge_expected", "USD", None, 5_500_000_000),
        ("Nvidia booked a charge of US$4.5bn on the H20.", "charge_booked", "USD", 4_500_000_000, 4_500_000_000),
        ("Nvidia holds 700,000 H200 units in stock.", "stock", "pieces", 700_000, 700_000),
        ("The H200 chips cost $27,000 each.", "price", "USD", 27_000, 27_000),
        ("The H20 was priced at 50,000 yuan.", "price", "CNY", 50_000, 50_000),
        ("Nvidia agreed to give the US 15% of its revenue from H20 sales.", "share", "percent", 15, 15),
        ("Nvidia had H20 revenue of $15.4B in the year.", "value", "USD", 15_400_000_000, 15_400_000_000),
        ("Nvidia has delivered 10,000 H200 chips to Tencent.", "delivered", "pieces", 10_000, 10_000),
        ("The US approved licences worth $10 billion for the H200.", "licensed", "USD", 10_000_000_000, 10_000_000_000),
        ("Tens of thousands of RTX Pro 6000D chips had been ordered.", "ordered", "pieces", 20_000, 90_000),
        ("Nvidia plans to ship 40,000 to 80,000 H200 chips.", "planned", "pieces", 40_000, 80_000),
        ("Nvidia may sell no more than 200,000 H200 chips in all.", "capped_in_all", "pieces", None, 200_000),
        ("Nvidia wrote down $4.5 billion of H20 inventory.", "charge_booked", "USD", 4_500_000_000, 4_500_000_000),
        ("中国批准进口逾40万颗H200芯片。", "approved", "pieces", 400_000, None),
    ],
)
def test_a_figure_has_the_kind_that_its_words_give(
    text: str, kind: str, unit: str, at_least: int | None, at_most: int | None
) -> None:
    quantity = one(text, kind)

    assert (quantity.unit, quantity.at_least, quantity.at_most) == (unit, at_least, at_most)


def test_about_leaves_both_ends_open() -> None:
    quantity = one("Nvidia holds about 500,000 H200 chips in stock.", "stock")

    assert (quantity.at_least, quantity.at_most, quantity.text) == (None, None, "about 500,000")


def test_a_figure_is_the_words_of_its_span() -> None:
    text = "Firms placed orders for more than 2 million H200 chips."
    quantity = one(text, "ordered")

    assert quantity.span.of(text) == quantity.text == "more than 2 million"


def test_a_move_of_a_share_price_is_no_share() -> None:
    text = "Nvidia's US stock rose more than 5.6 per cent to US$173 as the US approved sales of the H20."

    assert {each.kind for each in figures(text)} <= {None}
    assert {each.text for each in figures(text)} == {"more than 5.6 per cent", "US$173"}


def test_a_count_of_people_has_no_kind_and_the_sources_are_no_figure() -> None:
    assert figures("The US approved sales of the H20, two people familiar with the matter said.") == []


@pytest.mark.parametrize(
    "text", ["Nvidia says the H200 has six times the speed of the H20.", "See [3] on the H20 of Nvidia."]
)
def test_what_counts_nothing_traded_is_no_figure(text: str) -> None:
    assert figures(text) == []


def test_one_figure_belongs_to_one_claim() -> None:
    text = "China approved imports of the H200, and firms placed orders for 2 million chips."
    found = {claim.mark: [each.text for each in claim.quantities] for claim in claims(text)}

    assert sorted(len(each) for each in found.values()) == [0, 1]


def test_figures_out_of_all_bounds_do_no_harm() -> None:
    text = f"Nvidia ordered {'9' * 400} H20 chips, 1e400 H20 chips and 9,,9,9 trillion trillion H20 chips."

    assert all(each.at_least is None or each.at_least < 10**19 for each in figures(text))
