"""Claims merged into events: the same for any order, and nothing vague ties two events together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.evidence.piles import CN, US, by, claim, day, document, later, on, pile, prose

from licet.acts import SourceGrade
from licet.evidence.model import Modality

if TYPE_CHECKING:
    import random

    from licet.evidence.model import Claim, Document, Event

WORDS = "China has approved its first imports of the chip"
REFUSED = f"{CN} customs_refused"
APPROVED = f"{CN} approved_batch_conditional"


class Texts:
    """Documents with one claim each, or several in the last."""

    def __init__(self) -> None:
        """Begin with none."""
        self.documents: list[Document] = []
        self.claims: list[Claim] = []

    def add(self, what: str, published: str | None = "2026-01-30", publisher: str = "", **more: Any) -> Claim:  # noqa: ANN401
        number = len(self.documents)
        one = document(prose(number + 1, 30), WORDS, publisher=publisher or f"Outlet {number}", published=published)
        self.documents.append(one)
        self.claims.append(claim(one, WORDS, what, **more))
        return self.claims[-1]

    def events(self) -> tuple[Event, ...]:
        return pile(*self.documents, claims=self.claims).events


def sizes(texts: Texts) -> list[int]:
    return sorted(len(event.claims) for event in texts.events())


def test_claims_of_one_state_item_and_day_are_one_event() -> None:
    texts = Texts()
    for _ in range(3):
        texts.add(REFUSED, items=["h200"], when=on("2026-01-14"))

    [event] = texts.events()

    assert (event.key, event.state, event.items) == (CN, "customs_refused", ("h200",))
    assert (event.first, event.last) == (day("2026-01-14"), day("2026-01-14"))
    assert len(event.originators) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"what": REFUSED, "items": ["h200"]}, {"what": f"{CN} customs_scrutiny", "items": ["h200"]}),
        ({"what": REFUSED, "items": ["h200"]}, {"what": REFUSED, "items": ["h20"]}),
        ({"what": f"{US} required", "items": ["h20"]}, {"what": f"{US} required", "items": ["mi308"]}),
        ({"what": "order", "items": ["h20"]}, {"what": "delivery", "items": ["h20"]}),
        ({"what": "order", "items": ["h20"]}, {"what": "order", "items": ["h200"]}),
    ],
)
def test_another_key_state_mark_or_item_is_another_event(one: dict[str, Any], other: dict[str, Any]) -> None:
    texts = Texts()
    texts.add(one.pop("what"), when=on("2026-01-14"), **one)
    texts.add(other.pop("what"), when=on("2026-01-14"), **other)

    assert sizes(texts) == [1, 1]


def test_an_item_lies_within_its_class() -> None:
    texts = Texts()
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"))
    texts.add(REFUSED, items=["nvidia-h200-sxm-141gb"], when=on("2026-01-14"))

    assert sizes(texts) == [2]


def test_a_day_told_in_two_ways_is_one_event_and_two_weeks_later_is_another() -> None:
    texts = Texts()
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"))
    texts.add(REFUSED, items=["h200"], when=on("2026-01-15"))
    texts.add(REFUSED, items=["h200"], when=on("2026-01-28"))

    assert sizes(texts) == [1, 2]


def test_a_chain_of_days_is_not_one_event() -> None:
    texts = Texts()
    for number in range(10):
        texts.add(REFUSED, items=["h200"], when=on(later("2026-01-10", number)))

    assert max(sizes(texts)) == 2


def test_after_one_event_told_on_two_days_the_next_is_found_again() -> None:
    texts = Texts()
    for number in (10, 11, 13, 14):
        texts.add(REFUSED, items=["h200"], when=on(f"2026-01-{number}"))

    assert sizes(texts) == [2, 2]


def test_what_people_did_joins_no_event_if_nothing_says_when() -> None:
    texts = Texts()
    texts.add("statement", actors=["jensen-huang"], when=on("2026-01-14"))
    texts.add("statement", published=None, actors=["jensen-huang"])

    assert sizes(texts) == [1, 1]


def test_a_text_without_a_day_is_of_the_latest_day_that_it_tells() -> None:
    own = document(prose(1), "It was told on Wednesday.", "It was refused.")
    claims = [
        claim(own, "It was told on Wednesday.", "statement", actors=["jensen-huang"], when=on("2026-01-14")),
        claim(own, "It was refused.", REFUSED, items=["h200"]),
    ]

    found = {event.state: event for event in pile(own, claims=claims).events}

    assert found["customs_refused"].last == day("2026-01-14")


def test_a_week_joins_the_one_event_that_lies_in_it() -> None:
    texts = Texts()
    texts.add(APPROVED, items=["h200"], when=on("2026-01-28"))
    texts.add(APPROVED, items=["h200"], when=on("2026-01-26", "2026-02-01"))

    [event] = texts.events()

    assert (event.first, event.last) == (day("2026-01-28"), day("2026-01-28"))


def test_a_year_does_not_tie_three_visits_together() -> None:
    texts = Texts()
    for month in ("01", "04", "07"):
        texts.add("visit", published="2025-12-30", actors=["jensen-huang"], when=on(f"2025-{month}-17"))
    texts.add("visit", published="2025-12-30", actors=["jensen-huang"], when=on("2025-01-01", "2025-12-30"))

    assert sizes(texts) == [1, 1, 1, 1]


def test_a_month_in_which_a_state_was_told_twice_is_that_of_its_entry() -> None:
    texts = Texts()
    required = f"{US} required"
    first = texts.add(required, published="2025-04-16", items=["h20"], when=on("2025-04-09"))
    texts.add(required, published="2025-04-16", items=["h20"], when=on("2025-04-14"))
    month = texts.add(required, published="2025-08-11", items=["h20"], when=on("2025-04-01", "2025-04-30"))

    found = texts.events()

    assert [len(event.claims) for event in found] == [2, 1]
    assert {first.claim_id, month.claim_id} == set(found[0].claims)


def test_what_is_told_without_a_day_joins_the_one_event_of_the_month_before() -> None:
    texts = Texts()
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"))
    texts.add(REFUSED, published="2026-01-28", items=["h200"])
    texts.add(REFUSED, published="2026-06-28", items=["h200"])

    found = texts.events()

    assert sizes(texts) == [1, 2]
    assert (found[0].first, found[0].last) == (day("2026-01-14"), day("2026-01-14"))
    assert (found[1].first, found[1].last) == (None, day("2026-06-28"))


def test_of_several_events_one_without_a_day_joins_that_of_its_own_document() -> None:
    own = document(prose(1), "It was refused on Wednesday.", "Customs refused it.", published="2026-01-20")
    other = document(prose(2), "It was refused before.", published="2026-01-20")
    claims = [
        claim(own, "It was refused on Wednesday.", REFUSED, items=["h200"], when=on("2026-01-14")),
        claim(own, "Customs refused it.", REFUSED, items=["h200"]),
        claim(other, "It was refused before.", REFUSED, items=["h200"], when=on("2026-01-02")),
    ]

    found = pile(own, other, claims=claims).events

    assert [len(event.claims) for event in found] == [1, 2]


def test_what_is_done_is_not_later_than_the_text_that_tells_it() -> None:
    texts = Texts()
    texts.add(APPROVED, published="2026-01-28", items=["h200"], when=on("2026-01-26", "2026-02-01"))

    [event] = texts.events()

    assert (event.first, event.last) == (day("2026-01-26"), day("2026-01-28"))


def test_approvals_of_other_buyers_are_other_events_and_one_without_buyers_joins_the_one_of_its_day() -> None:
    texts = Texts()
    texts.add(APPROVED, items=["h200"], targets=["alibaba", "tencent"], when=on("2026-01-28"))
    texts.add(APPROVED, items=["h200"], targets=["deepseek"], when=on("2026-01-30"))
    texts.add(APPROVED, items=["h200"], when=on("2026-01-28"))

    assert sizes(texts) == [1, 2]


def test_the_maker_of_an_item_is_no_buyer_of_it() -> None:
    texts = Texts()
    texts.add(f"{US} granted_conditional", items=["h20"], targets=["nvidia"], when=on("2025-08-08"))
    texts.add(f"{US} granted_conditional", items=["h20"], targets=["tencent"], when=on("2025-08-08"))

    assert sizes(texts) == [2]


def test_two_meetings_of_one_person_on_one_day_stay_apart() -> None:
    texts = Texts()
    texts.add("meeting", actors=["jensen-huang", "nvidia"], targets=["ren-hongbin"], when=on("2025-04-17"))
    texts.add("meeting", actors=["jensen-huang", "nvidia"], targets=["liang-wenfeng"], when=on("2025-04-17"))
    texts.add("meeting", actors=["ren-hongbin"], targets=["jensen-huang"], when=on("2025-04-17"))

    assert sizes(texts) == [1, 2]


def test_statements_of_two_speakers_about_one_firm_stay_apart_and_a_summons_is_one_from_either_side() -> None:
    texts = Texts()
    texts.add("statement", actors=["jensen-huang"], targets=["bytedance"], when=on("2026-01-14"))
    texts.add("statement", actors=["colette-kress"], targets=["bytedance"], when=on("2026-01-14"))
    assert sizes(texts) == [1, 1]

    texts = Texts()
    texts.add("summons", actors=["cn-cac"], targets=["nvidia"], when=on("2025-07-31"))
    texts.add("summons", targets=["nvidia"], when=on("2025-07-31"))
    assert sizes(texts) == [2]


def test_a_meeting_told_of_one_side_joins_only_where_one_meeting_fits() -> None:
    texts = Texts()
    texts.add("meeting", actors=["jensen-huang"], targets=["wang-wentao"], when=on("2025-07-17"))
    texts.add("meeting", actors=["jensen-huang"], when=on("2025-07-17"))
    assert sizes(texts) == [2]

    texts.add("meeting", actors=["jensen-huang"], targets=["lei-jun"], when=on("2025-07-17"))
    assert sizes(texts) == [1, 1, 1]


def test_a_forecast_is_no_event_and_stays_apart() -> None:
    texts = Texts()
    texts.add(APPROVED, items=["h200"], when=on("2026-01-28"))
    texts.add(APPROVED, items=["h200"], when=on("2026-01-28"), modality="expected")
    found = pile(*texts.documents, claims=texts.claims)

    assert [len(event.claims) for event in found.events] == [1]
    assert [len(event.claims) for event in found.foretold] == [1]


def test_a_denial_is_of_what_was_said_last_before_it() -> None:
    texts = Texts()
    texts.add(APPROVED, items=["h200"], when=on("2026-01-05"))
    texts.add(APPROVED, items=["h200"], when=on("2026-01-28"))
    denial = texts.add(APPROVED, items=["h200"], when=on("2026-01-29"), modality="denied")

    found = texts.events()

    assert [len(event.claims) for event in found] == [1, 2]
    assert denial.claim_id in found[1].claims
    assert (found[1].first, found[1].last) == (day("2026-01-28"), day("2026-01-28"))


def test_that_one_thing_was_not_said_denies_no_other_statement() -> None:
    texts = Texts()
    texts.add("statement", actors=["nvidia"], when=on("2026-01-28"))
    texts.add("statement", actors=["nvidia"], when=on("2026-01-28"), modality="denied")

    assert sizes(texts) == [1, 1]


def test_a_claim_of_no_state_or_mark_is_in_no_event() -> None:
    texts = Texts()
    texts.add("", items=["h200"], when=on("2026-01-05"))

    assert texts.events() == ()


@pytest.mark.parametrize(
    ("publisher", "attribution", "grade"),
    [
        ("Outlet A", by("named_body", "cn-customs"), SourceGrade.OFFICIAL),
        ("Outlet A", by("named_body", "us-commerce"), SourceGrade.NAMED),
        ("Outlet A", by("named_body", "nvidia"), SourceGrade.NAMED),
        ("Nvidia", by("named_body", "nvidia"), SourceGrade.OFFICIAL),
        ("General Administration of Customs", by("none"), SourceGrade.OFFICIAL),
        ("Outlet A", by("named_person", "jensen-huang"), SourceGrade.NAMED),
        ("Outlet A", by("unnamed_person", outlet="reuters", unnamed=2), SourceGrade.UNNAMED),
        ("Outlet A", by("outlet", outlet="reuters"), SourceGrade.SINGLE_REPORT),
        ("Outlet A", by("hearsay"), SourceGrade.SINGLE_REPORT),
        ("Outlet A", by("none"), SourceGrade.SINGLE_REPORT),
    ],
)
def test_the_grade_is_that_of_the_best_attribution(publisher: str, attribution: Any, grade: SourceGrade) -> None:  # noqa: ANN401
    texts = Texts()
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"), attribution=by("hearsay"), publisher="Invezz")
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"), attribution=attribution, publisher=publisher)

    assert [event.grade for event in texts.events()] == [grade]


def test_two_outlets_by_themselves_make_more_than_a_single_report_and_two_relays_do_not() -> None:
    texts = Texts()
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"), attribution=by("outlet", outlet="reuters"))
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"), attribution=by("outlet", outlet="reuters"))
    assert [event.grade for event in texts.events()] == [SourceGrade.SINGLE_REPORT]

    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"), attribution=by("outlet", outlet="bloomberg"))
    assert [event.grade for event in texts.events()] == [SourceGrade.UNNAMED]


def test_a_model_never_betters_the_grade() -> None:
    texts = Texts()
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"), attribution=by("outlet", outlet="reuters"))
    official = by("named_body", "cn-customs")
    texts.add(REFUSED, items=["h200"], when=on("2026-01-14"), attribution=official, reader="model:any")

    assert [event.grade for event in texts.events()] == [SourceGrade.SINGLE_REPORT]


def test_the_identity_of_an_event_does_not_depend_on_which_documents_tell_it() -> None:
    one, other = Texts(), Texts()
    one.add(REFUSED, items=["h200"], when=on("2026-01-14"))
    for publisher in ("Outlet X", "Outlet Y"):
        other.add(REFUSED, items=["h200"], when=on("2026-01-14"), publisher=publisher)

    assert one.events()[0].event_id == other.events()[0].event_id


STATES = [REFUSED, APPROVED, f"{US} granted_conditional", "meeting", "visit", "order", "statement"]
WHENS = [
    None,
    on("2026-01-14"),
    on("2026-01-15"),
    on("2026-01-20"),
    on("2026-01-12", "2026-01-18"),
    on("2026-01-01", "2026-01-31"),
    on("2025-01-01", "2025-12-31"),
]
PEOPLE = ["jensen-huang", "wang-wentao", "nvidia", "cn-mofcom", "alibaba", "tencent"]


@st.composite
def described(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "what": draw(st.sampled_from(STATES)),
        "published": draw(st.sampled_from([None, "2026-01-16", "2026-01-30", "2026-03-01"])),
        "items": draw(st.lists(st.sampled_from(["h200", "h20", "nvidia-h200-nvl-141gb"]), max_size=2, unique=True)),
        "actors": draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True)),
        "targets": draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True)),
        "when": draw(st.sampled_from(WHENS)),
        "modality": draw(st.sampled_from([Modality.DONE, Modality.DONE, Modality.DENIED, Modality.EXPECTED])),
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(described(), min_size=2, max_size=14), st.randoms(use_true_random=False))
def test_any_order_of_documents_and_claims_gives_the_same_pile(found: list[dict[str, Any]], rng: random.Random) -> None:
    texts = Texts()
    for each in found:
        texts.add(each.pop("what"), **each)
    expected = pile(*texts.documents, claims=texts.claims)
    rng.shuffle(texts.documents)
    rng.shuffle(texts.claims)

    again = pile(*texts.documents, claims=texts.claims)

    assert again.events == expected.events
    assert again.foretold == expected.foretold
    assert again.duplicates == expected.duplicates
    assert again.conflicts == expected.conflicts
    told = [each for event in (*again.events, *again.foretold) for each in event.claims]
    assert sorted(told) == sorted(each.claim_id for each in texts.claims)
