import pytest
from tests.unit.evidence.claim_reading import claims


def put(text: str) -> list[str]:
    return [claim.modality.value for claim in claims(text) if claim.key is not None]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("China approved imports of the H200.", "done"),
        ("China has not approved imports of the H200.", "denied"),
        ("China never approved imports of the H200.", "denied"),
        ("Beijing has yet to approve any shipment of the H200.", "denied"),
        ("Chinese officials did not tell companies to stop buying the H20.", "denied"),
        ("China denied that it had approved imports of the H200.", "denied"),
        ("No approvals of the H200 have been given by China.", "denied"),
        ("The US may grant licences for the H20.", "conditional"),
        ("The US would approve exports of the H20 if Nvidia pays.", "conditional"),
        ("China could approve imports of the H200.", "conditional"),
        ("The US will soon issue licences for the H20.", "expected"),
        ("China is expected to approve imports of the H200.", "expected"),
        ("Jensen Huang expects China to approve the H200.", "expected"),
        ("Nvidia plans to apply for a licence to export the B30A.", "planned"),
        ("The move suggests China approved imports of the H200.", "opinion"),
        ("The US will not revoke the licence for the H200.", "denied"),
    ],
)
def test_how_a_thing_is_put(text: str, modality: str) -> None:
    assert put(text) == [modality]


def test_a_denial_of_one_thing_is_none_of_the_other() -> None:
    text = "China has not approved imports of the H20, but Washington approved exports of the H200."

    assert sorted(put(text)) == ["denied", "done"]


def test_a_refusal_to_let_goods_in_is_no_denial() -> None:
    assert put("Customs told agents that the H200 is not permitted to enter.") == ["done"]


def test_a_plan_that_is_itself_the_state_is_done() -> None:
    assert put("China plans to approve some imports of the H200.") == ["done"]


def test_a_condition_is_kept_with_its_words() -> None:
    text = "The US would approve exports of the H20 if Nvidia pays a share."
    [claim] = [each for each in claims(text) if each.key is not None]

    assert [span.of(text) for span in claim.conditions] == ["if Nvidia pays a share"]


def test_conditions_attached_to_what_was_done_leave_it_done() -> None:
    text = "China has given early approvals for the H200, but with conditions to support local makers."
    [claim] = [each for each in claims(text) if each.key is not None]

    assert claim.modality.value == "done"
    assert [span.of(text) for span in claim.conditions] == ["but with conditions to support local makers"]
