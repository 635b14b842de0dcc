"""Who is meant by "he", on which day an authority acts by telling, and what "none" stands for."""

import pytest
from tests.unit.evidence.claim_reading import FRIDAY, WEDNESDAY, claims, only, said_in, states

from licet.evidence.model import Modality

MET = "Wang Wentao met Jensen Huang."


def speakers(text: str) -> list[tuple[str, ...]]:
    return [claim.actors for claim in claims(text) if said_in(claim) == "statement"]


def test_what_is_said_of_customers_and_of_artificial_intelligence_is_a_statement() -> None:
    assert speakers("Wang Wentao expressed hope that firms would serve Chinese customers well.") == [("wang-wentao",)]
    assert speakers("Jensen Huang praised AI models.") == [("jensen-huang",)]
    assert speakers("Jensen Huang praised the soup.") == []


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        (MET, "wang-wentao"),
        ("In a meeting with Jensen Huang, Wang Wentao was friendly.", "wang-wentao"),
        ("Wang Wentao met Jensen Huang, who said that he was glad.", "jensen-huang"),
    ],
)
def test_he_is_the_person_who_acted_or_spoke_last(before: str, speaker: str) -> None:
    assert speakers(f"{before}\nHe also praised AI models.")[-1:] == [(speaker,)]


def test_he_is_the_one_person_named_before_in_the_sentence() -> None:
    text = f"{MET}\nDuring Jensen Huang's stay he praised AI models."

    assert speakers(text) == [("jensen-huang",)]


@pytest.mark.parametrize("stranger", ["Buyer A analyst Ann Tester said it rained.", "An official said it rained."])
def test_he_is_nobody_known_after_somebody_else_has_spoken(stranger: str) -> None:
    assert speakers(f"Jensen Huang praised AI models.\n{stranger}\nHe also praised AI chips.") == [("jensen-huang",)]


def test_a_speech_is_a_statement_of_the_day_on_which_he_spoke() -> None:
    text = f"{MET}\nSpeaking at a fair on Wednesday, he opened his speech with Chinese AI."
    [claim] = [claim for claim in claims(text, FRIDAY) if said_in(claim) == "statement"]

    assert claim.actors == ("wang-wentao",)
    assert claim.when is not None
    assert (str(claim.when.first), str(claim.when.last)) == ("2025-07-16", "2025-07-16")


def test_what_a_clause_before_the_speaker_tells_is_the_documents_own() -> None:
    visit = only("During Jensen Huang's visit to China, he expressed joy about AI.", "visit")
    told = only("During his visit China approved imports of the H200, Jensen Huang said.",
                "cn:import approved_batch_conditional")  # fmt: skip

    assert visit.attribution.speakers == ()
    assert told.attribution.speakers == ("jensen-huang",)


@pytest.mark.parametrize(
    "text",
    [
        "Chinese customs told agents on Tuesday that the H20 is not permitted to enter, Reuters reported.",
        "Chinese customs told agents in a notice on Tuesday that the H20 is not permitted to enter.",
        "Agents were told on Tuesday that the H20 is not permitted to enter China.",
    ],
)
def test_the_day_on_which_an_authority_tells_those_concerned_is_the_day_of_the_act(text: str) -> None:
    when = only(text, "cn:import customs_refused").when

    assert when is not None
    assert (str(when.first), str(when.last)) == ("2026-01-27", "2026-01-27")


@pytest.mark.parametrize(
    "text",
    [
        "Two officials said on Tuesday that the H20 is not permitted to enter China.",
        "Two people told Reuters on Tuesday that the H20 is not permitted to enter China.",
        "Chinese customs told agents that the H20 is not permitted to enter, Reuters reported on Tuesday.",
        "Jensen Huang told reporters on Tuesday that the H20 is not permitted to enter China.",
    ],
)
def test_the_day_of_a_report_only_bounds_the_act(text: str) -> None:
    when = only(text, "cn:import customs_refused").when

    assert when is not None
    assert (when.first, str(when.last)) == (None, "2026-01-27")


def test_an_order_of_an_authority_is_of_the_day_on_which_it_told_firms() -> None:
    when = only("Beijing told firms on Monday to avoid the H20.", "cn:import guided_against").when

    assert when is not None
    assert str(when.first) == "2026-01-26"


def test_a_body_meets_with_a_firm() -> None:
    text = (
        "Chinese customs told agents on Tuesday that the H20 is not permitted to enter.\n"
        "The instruction came a day after the commerce ministry met with Nvidia representatives."
    )
    claim = only(text, "meeting", WEDNESDAY)

    assert (claim.actors, claim.targets) == (("cn-mofcom",), ("nvidia",))
    assert claim.when is not None
    assert str(claim.when.last) == "2026-01-26"


def test_rules_that_a_product_meets_are_no_meeting() -> None:
    assert all(said_in(claim) != "meeting" for claim in claims("Nvidia chips meet US rules, and meet with approval."))


def test_what_is_to_come_is_on_the_one_key_that_the_text_speaks_of() -> None:
    filler = "It rained.\n" * 8
    china = f"China approved imports of the H200.\n{filler}If approved, the H200 license could help."
    both = f"The US approved exports of the H200.\n{china}"

    assert states(china) == ["cn:import approved_batch_conditional"] * 2
    assert states(both)[-1] == "us:export granted_conditional"


def test_none_is_of_the_licences_or_the_goods_that_the_sentence_before_names() -> None:
    licence = claims("Buyer A applied for a licence for the H20.\nIt has received none.")[-1]
    goods = claims("Nvidia said Buyer A had ordered 3,000 H20 chips.\nIt has received none.")[-1]
    nothing = claims("Nvidia praised the H20.\nIt has received none.")

    assert (said_in(licence), licence.modality) == ("us:export granted_conditional", Modality.DENIED)
    assert (said_in(goods), goods.modality) == ("delivery", Modality.DENIED)
    assert [said_in(claim) for claim in nothing] == ["statement"] * len(nothing)
