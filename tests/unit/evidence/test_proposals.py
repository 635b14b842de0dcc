"""Events to proposed acts: what is proposed, what stands recorded already, and what keeps the rest back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from tests.unit.evidence.piles import (
    CN,
    US,
    blank,
    by,
    claim,
    day,
    document,
    figure,
    on,
    pile,
    prose,
    recorded,
    reported_by,
)

from licet.acts import SourceGrade
from licet.acts.act import ActScope, Days, QuantityKind, ReportedQuantity
from licet.evidence.proposals.proposing import Proposal, Standing, proposals

if TYPE_CHECKING:
    from licet.acts import Story
    from licet.evidence.model import When

WORDS = "Customs told agents that the chip may not enter"
REFUSED = f"{CN} customs_refused"
APPROVED = f"{CN} approved_batch_conditional"


def only(what: str, story: Story | None = None, **more: Any) -> Proposal:  # noqa: ANN401
    about = {name: more.pop(name) for name in ("published", "publisher", "derivations", "name") if name in more}
    about.setdefault("published", "2026-01-14")
    about.setdefault("publisher", "Outlet A")
    more.setdefault("items", ["h200"])
    one = document(prose(1), WORDS, **about)
    [found] = proposals(pile(one, claims=[claim(one, WORDS, what, **more)]), blank() if story is None else story)
    return found


def test_an_event_becomes_an_act_with_its_words_days_grade_and_sources() -> None:
    found = only(
        REFUSED,
        when=on("2026-01-14"),
        actors=["cn-customs"],
        attribution=by("unnamed_person", outlet="reuters", unnamed=2),
        name="https://outlet-a.example/customs",
    )

    assert found.standing is Standing.PROPOSED
    act = found.act
    assert act is not None
    assert (act.id, act.key, act.state) == ("read.cn.h200.customs-refused.2026-01-14", CN, "customs_refused")
    assert act.title == "NVIDIA H200: not permitted to enter (cn:import)"
    assert (act.happened, act.public) == (Days(day("2026-01-14"), day("2026-01-14")), day("2026-01-14"))
    assert (act.grade, act.originator, act.classes, act.actors) == (
        SourceGrade.UNNAMED,
        "Reuters",
        ("h200",),
        ("cn-customs",),
    )
    [source] = act.sources
    assert (source.publisher, source.relay, source.published) == ("Reuters", "Outlet A", day("2026-01-14"))
    assert source.url == "https://outlet-a.example/customs"
    assert [each.quote for each in found.quotes] == [WORDS]


def test_a_mark_becomes_an_act_that_moves_no_key() -> None:
    found = only("meeting", when=on("2026-01-14"), items=[], actors=["jensen-huang"], targets=["wang-wentao"])

    act = found.act
    assert act is not None
    assert (act.id, act.key, act.supersedes) == ("read.jensen-huang-wang-wentao.meeting.2026-01-14", None, ())
    assert act.title == "Meeting: Jensen Huang, Wang Wentao"
    assert act.actors == ("jensen-huang", "wang-wentao")


@pytest.mark.parametrize(
    ("what", "when", "more", "expected"),
    [
        (REFUSED, on("2026-01-14"), {}, ("cn.h200.customs-refused",)),
        (REFUSED, on("2026-01-15"), {}, ("cn.h200.customs-refused",)),
        (REFUSED, None, {"published": "2026-01-28"}, ("cn.h200.customs-refused",)),
        (REFUSED, on("2026-01-14"), {"items": ["nvidia-h200-sxm-141gb"]}, ("cn.h200.customs-refused",)),
        (
            "meeting",
            on("2025-07-17"),
            {"items": [], "actors": ["jensen-huang"], "targets": ["wang-wentao"], "published": "2025-07-18"},
            ("meeting.wang-huang.2025-07-17",),
        ),
        (
            APPROVED,
            on("2026-01-30"),
            {"targets": ["deepseek"], "published": "2026-01-30"},
            ("cn.h200.deepseek-approved",),
        ),
    ],
)
def test_what_stands_in_the_story_is_recorded_already(
    what: str,
    when: When | None,
    more: dict[str, Any],
    expected: tuple[str, ...],
) -> None:
    found = only(what, recorded(), when=when, **more)

    assert (found.standing, found.recorded_as, found.act) == (Standing.RECORDED, expected, None)


def test_another_day_item_or_buyer_is_not_recorded() -> None:
    assert only(REFUSED, recorded(), when=on("2026-02-20"), published="2026-02-20").recorded_as == ()
    assert only(REFUSED, recorded(), when=on("2026-01-14"), items=["h20"]).recorded_as == ()
    other = only(APPROVED, recorded(), when=on("2026-01-30"), targets=["baidu"], published="2026-01-30")
    assert other.recorded_as == ()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"modality": "denied"}, "it is only denied"),
        ({"modality": "expected"}, "not said to be done: expected"),
        ({"reader": "model:any"}, "only a model read it, not the grammar"),
        ({"items": []}, "no item is named"),
        ({"publisher": "Invezz"}, "nobody is named who had it first"),
        ({"publisher": "AInvest", "attribution": by("outlet", outlet="reuters")}, "only digests tell it"),
        ({"attribution": by("hearsay")}, "it is hearsay, and nobody is named who reported it"),
        ({"published": None}, "no text that tells it says when it came out"),
        ({"when": None}, "the day is not stated; not after 2026-01-14"),
        ({"when": on("2026-03-01")}, "its day, 2026-03-01, is after that of the text, 2026-01-14"),
    ],
)
def test_what_the_texts_do_not_carry_is_withheld_with_the_reason(more: dict[str, Any], reason: str) -> None:
    found = only(REFUSED, **{"when": on("2026-01-14"), **more})

    assert (found.standing, found.act) == (Standing.WITHHELD, None)
    assert reason in found.withheld


def without(*ids: str) -> Story:
    story = recorded()
    return msgspec.structs.replace(story, acts={key: act for key, act in story.acts.items() if key not in ids})


def test_an_act_supersedes_what_stood_before_where_the_table_has_the_step() -> None:
    later = {"cn.h200.three-firms-approved", "cn.h200.others-queued", "cn.h200.deepseek-approved"}
    found = only(APPROVED, without(*later), when=on("2026-01-28"), published="2026-01-28")

    assert found.act is not None
    assert set(found.act.supersedes) == set(recorded().acts["cn.h200.three-firms-approved"].supersedes)


def test_what_an_act_ended_and_what_is_unverified_or_for_some_uses_is_not_superseded() -> None:
    gone = [key for key, act in recorded().acts.items() if act.happened.first >= day("2025-08-08")]
    found = only(
        f"{US} granted_conditional", without(*gone), items=["h20"], when=on("2025-08-08"), published="2025-08-08"
    )
    assert found.act is not None
    assert set(found.act.supersedes) == set(recorded().acts["us.h20.granted-conditional"].supersedes)

    refused, in_principle = recorded().acts["cn.h200.customs-refused"], recorded().acts["cn.h200.in-principle"]
    changed = {
        refused.id: msgspec.structs.replace(refused, scope=ActScope(uses=("end_use_military",))),
        in_principle.id: msgspec.structs.replace(in_principle, unverified=True),
    }
    story = without("cn.h200.three-firms-approved", "cn.h200.others-queued", "cn.h200.deepseek-approved")
    story = msgspec.structs.replace(story, acts=story.acts | changed)
    found = only(APPROVED, story, when=on("2026-01-28"), published="2026-01-28")
    assert found.act is not None
    assert found.act.supersedes == ("cn.h200.special-circumstances-only",)


def test_a_release_stands_beside_what_shut_the_key_since_the_table_lets_it() -> None:
    gone = [key for key, act in recorded().acts.items() if act.state == "released_limited"]
    found = only(f"{CN} released_limited", without(*gone), when=on("2026-07-14"), published="2026-07-14")

    assert found.act is not None
    assert found.act.supersedes == ()


def test_what_is_scheduled_may_be_later_than_the_text() -> None:
    found = only("scheduled", when=on("2026-11-10"), items=[], actors=["cn-mofcom"])

    assert found.standing is Standing.PROPOSED


def test_a_meeting_of_one_person_whose_day_is_not_said_is_not_recorded_as_any() -> None:
    anyhow = {"items": [], "actors": ["jensen-huang"]}
    assert only("meeting", recorded(), when=None, published=None, **anyhow).recorded_as == ()
    both = {"items": [], "actors": ["jensen-huang", "donald-trump"]}
    assert only("meeting", recorded(), when=None, published=None, **both).recorded_as == ()

    april = only("meeting", recorded(), when=on("2025-04-17"), published="2025-04-18", **anyhow)
    assert april.recorded_as == ()  # three are recorded of that day

    july = only("meeting", recorded(), when=on("2025-07-10"), published="2025-07-11", **anyhow)
    assert july.recorded_as == ("meeting.huang-trump.2025-07-10",)


def test_what_would_loosen_a_key_that_acts_decide_stands_beside_where_the_table_lets_it() -> None:
    found = only(f"{CN} in_principle", without("cn.h200.in-principle"), when=on("2026-01-23"), published="2026-01-23")

    assert found.act is not None
    assert found.act.supersedes == ()


def test_a_step_that_the_table_lacks_is_a_faulty_proposal_that_says_so() -> None:
    found = only(f"{CN} held", when=on("2026-01-14"))

    assert found.standing is Standing.FAULTY
    assert [problem.slug for problem in found.problems] == ["unknown-transition"]
    assert "from unrestricted to held" in found.problems[0].what


def test_a_state_that_the_key_has_not_is_a_faulty_proposal() -> None:
    found = only(f"{CN} frozen", when=on("2026-01-14"))

    assert [problem.slug for problem in found.problems] == ["unknown-state"]


def test_without_a_day_it_can_have_been_since_the_act_it_follows() -> None:
    story = without("cn.h200.three-firms-approved", "cn.h200.others-queued", "cn.h200.deepseek-approved")
    found = only(APPROVED, story, published="2026-01-28")

    assert found.act is not None
    assert found.act.happened == Days(day("2026-01-23"), day("2026-01-28"))
    assert "The day is not stated" in found.act.note


def test_a_denial_contests_a_state_from_the_day_it_came_out() -> None:
    one = document(prose(1), WORDS, publisher="Outlet A", published="2026-01-14")
    other = document(prose(2), WORDS, publisher="Outlet B", published="2026-01-16")
    claims = [
        claim(one, WORDS, REFUSED, items=["h200"], when=on("2026-01-14")),
        claim(other, WORDS, REFUSED, items=["h200"], modality="denied", attribution=by("named_body", "cn-customs")),
    ]

    [found] = proposals(pile(one, other, claims=claims), blank())

    assert found.act is not None
    assert found.act.contested is not None
    assert (found.act.contested.public, found.act.contested.by) == (day("2026-01-16"), ())
    assert found.act.contested.why == "said by Outlet A, denied by General Administration of Customs"


def test_the_stronger_of_two_states_is_contested_and_the_weaker_is_not() -> None:
    texts = [
        document(prose(1), WORDS, publisher="Outlet A", published="2025-07-18"),
        document(prose(2), WORDS, publisher="Outlet B", published="2025-07-18"),
    ]
    claims = [
        claim(texts[0], WORDS, f"{US} blocked", items=["h20"], when=on("2025-07-17")),
        claim(texts[1], WORDS, f"{US} required", items=["h20"], when=on("2025-07-17")),
    ]
    found = {each.event.state: each.act for each in proposals(pile(*texts, claims=claims), blank())}

    assert found["blocked"] is not None
    assert found["required"] is not None
    assert found["blocked"].contested is not None
    assert found["required"].contested is None


def test_figures_keep_their_kind_and_bounds_and_other_figures_are_left_out() -> None:
    text = "Agents were told of 2 million ordered, US$5.5 billion, and 5 per cent"
    one = document(prose(1), text, publisher="Outlet A", published="2026-01-14")
    told = [
        figure(one, "2 million", "ordered", 2_000_001, None),
        figure(one, "US$5.5 billion", "charge_booked", 5_500_000_000, 5_500_000_000, unit="USD"),
        figure(one, "5 per cent", None, 5, 5),
    ]
    [found] = proposals(
        pile(one, claims=[claim(one, text, REFUSED, items=["h200"], when=on("2026-01-14"), quantities=told)]), blank()
    )

    assert found.act is not None
    assert found.act.quantities == (
        ReportedQuantity(QuantityKind.CHARGE_BOOKED, "US$5.5 billion", "USD", exactly=5_500_000_000),
        ReportedQuantity(QuantityKind.ORDERED, "2 million", "pieces", at_least=2_000_001),
    )


def test_the_buyers_of_a_state_are_its_scope() -> None:
    found = only(f"{CN} in_principle", when=on("2026-01-14"), targets=["alibaba", "tencent", "nvidia"])

    assert found.act is not None
    assert found.act.scope.buyers == ("alibaba", "tencent")
    assert found.act.title.endswith("for Alibaba, Tencent (cn:import)")


def test_the_first_outlet_is_the_originator_and_its_relay_the_relay() -> None:
    found = only(
        REFUSED,
        when=on("2026-01-14"),
        publisher="TrickyProfit",
        derivations=[reported_by("Invezz", "syndicated_from"), reported_by("Reuters")],
    )

    assert found.act is not None
    assert found.act.originator == "Reuters"
    assert [(each.publisher, each.relay) for each in found.act.sources] == [("Reuters", "TrickyProfit")]


def test_who_speaks_is_no_publisher_of_the_page_that_quotes_it() -> None:
    found = only(REFUSED, when=on("2026-01-14"), attribution=by("named_body", "cn-customs"))

    assert found.act is not None
    assert found.act.originator == "General Administration of Customs"
    assert [(each.publisher, each.relay) for each in found.act.sources] == [("Outlet A", "")]


def test_no_two_proposals_have_one_id() -> None:
    text = "Customs told one agent. Customs told another agent"
    one = document(prose(1), text, publisher="Outlet A", published="2026-01-30")
    words = text.split(". ")
    claims = [
        claim(one, words[0], f"{CN} in_principle", items=["h200"], when=on("2026-01-14"), targets=["alibaba"]),
        claim(one, words[1], f"{CN} in_principle", items=["h200"], when=on("2026-01-14"), targets=["tencent"]),
    ]
    found = [each.act.id for each in proposals(pile(one, claims=claims), blank()) if each.act is not None]

    assert len(found) == len(set(found)) == 2
