import pytest
from tests.unit.evidence.claim_reading import claims

from licet.evidence.model import Attribution, AttributionKind, Claim

STEP = "China approved imports of the H200"


def told(text: str) -> Attribution:
    return keyed(text)[0].attribution


def keyed(text: str) -> list[Claim]:
    return [claim for claim in claims(text) if claim.key is not None]


@pytest.mark.parametrize(
    ("text", "kind", "speakers", "unnamed", "outlet"),
    [
        (f"{STEP}.", "none", (), None, ""),
        (f"{STEP}, Reuters reported.", "outlet", (), None, "reuters"),
        (f"{STEP}, according to the Financial Times.", "outlet", (), None, "financial-times"),
        (f"{STEP}, Bloomberg reported last week.", "outlet", (), None, "bloomberg"),
        (f"{STEP}, according to a Reuters report.", "outlet", (), None, "reuters"),
        (f"{STEP}, two people familiar with the matter said.", "unnamed_person", (), 2, ""),
        (f"{STEP}, Reuters reported, citing three people briefed on the matter.", "unnamed_person", (), 3, "reuters"),
        (f"{STEP}, a person familiar with the matter told Reuters.", "unnamed_person", (), 1, "reuters"),
        (f"{STEP}, sources said.", "unnamed_person", (), None, ""),
        (f"{STEP}, an official said.", "unnamed_person", (), 1, ""),
        (f"{STEP}, Jensen Huang told reporters.", "named_person", ("jensen-huang",), None, ""),
        (f"Jensen Huang said {STEP}.", "named_person", ("jensen-huang",), None, ""),
        (f"{STEP}, the Ministry of Commerce said.", "named_body", ("cn-mofcom",), None, ""),
        (f"{STEP}, according to a statement issued by MOFCOM.", "named_body", ("cn-mofcom",), None, ""),
        ("China has reportedly approved imports of the H200.", "hearsay", (), None, ""),
        ("据路透社报道，中国已批准进口H200芯片。", "outlet", (), None, "reuters"),
        ("两名知情人士表示，中国已批准进口H200芯片。", "unnamed_person", (), 2, ""),
    ],
)
def test_who_says_so(text: str, kind: str, speakers: tuple[str, ...], unnamed: int | None, outlet: str) -> None:
    found = told(text)

    assert (found.kind.value, found.speakers, found.unnamed, found.outlet) == (kind, speakers, unnamed, outlet)


def test_the_words_of_an_attribution_stand_in_the_text() -> None:
    text = f"{STEP}, Reuters reported."
    found = told(text)

    assert found.span is not None
    assert found.span.of(text) == found.text == "Reuters reported"


def test_one_of_the_sources_spoke_to_the_outlet_named_last() -> None:
    text = (
        f"{STEP}, Reuters reported, citing two sources.\nOther firms are in line for approval, one of the sources said."
    )
    found = keyed(text)[-1].attribution

    assert (found.kind, found.unnamed, found.outlet) == (AttributionKind.UNNAMED_PERSON, 1, "reuters")


def test_a_sentence_without_a_speaker_is_the_documents_own_also_after_one_with() -> None:
    found = keyed(f"{STEP}, Reuters reported.\nThe US approved exports of the H20.")

    assert found[-1].attribution.kind is AttributionKind.NONE


def test_one_quotation_over_several_sentences_has_one_speaker() -> None:
    text = (
        "\u201cChina approved imports of the H200. Other firms are in line for approval, the people said. "
        "Beijing approved imports of the H20.\u201d The US approved exports of the H20."
    )
    found = keyed(text)

    assert [claim.attribution.kind.value for claim in found] == ["unnamed_person"] * 3 + ["none"]


def test_he_is_the_person_who_spoke_last() -> None:
    found = keyed(f"Jensen Huang said that he was glad.\n{STEP}, he said.")

    assert found[-1].attribution.speakers == ("jensen-huang",)


def test_who_speaks_in_a_clause_of_its_own_does_not_speak_of_the_rest() -> None:
    text = "China approved imports of the H200 after Nvidia said it would wait."

    assert told(text).kind is AttributionKind.NONE


def test_whoever_is_told_does_not_speak() -> None:
    found = told("Customs told agents that the H200 is not permitted to enter, Reuters reported.")

    assert (found.kind, found.outlet) == (AttributionKind.OUTLET, "reuters")


@pytest.mark.parametrize(
    ("text", "kind", "outlet"),
    [
        (f"Reuters, citing people briefed on the talks, said {STEP}.", "unnamed_person", "reuters"),
        (f"{STEP}, Nikkei Asia reported.", "outlet", "Nikkei Asia"),
        (f"{STEP}, two forwarders told the Delta Observer.", "unnamed_person", ""),
        (f"{STEP}, Chinese state media reported.", "outlet", ""),
        (f"In an interview with the Financial Times, Jensen Huang said {STEP}.", "named_person", "financial-times"),
        (f"{STEP}, Buyer A analyst Ann Tester said.", "named_person", ""),
    ],
)
def test_outlets_and_people_that_are_no_actors_count_as_what_they_are(text: str, kind: str, outlet: str) -> None:
    found = told(text)

    assert (found.kind.value, found.outlet or "") in {(kind, outlet), (kind, "Delta Observer")}


def test_they_are_the_people_who_spoke_last() -> None:
    found = keyed(
        f"{STEP}, two people briefed on the matter told Reuters.\nThe US approved exports of the H20, they said."
    )

    assert (found[-1].attribution.unnamed, found[-1].attribution.outlet) == (2, "reuters")
