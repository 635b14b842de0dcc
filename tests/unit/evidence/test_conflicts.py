"""Where claims disagree, with a sentence each; and figures that only look alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.evidence.piles import CN, US, by, claim, day, document, figure, on, pile, prose

from licet.errors import ProblemsFound
from licet.evidence.model import Claim, Conflict, ConflictKind
from licet.evidence.pile.strength import strength

if TYPE_CHECKING:
    from pathlib import Path

MET = "The minister met the head of the firm on {}."
SAID = "The ministry issued a statement on Friday."


def meeting(words: str, when: str, publisher: str = "", published: str | None = None, *, told: str = "") -> list[Claim]:
    one = document(prose(len(words)), words, told, publisher=publisher, published=published)
    people = {"actors": ["jensen-huang"], "targets": ["wang-wentao"]}
    found = [claim(one, words, "meeting", when=on(when), **people)]
    if told:
        found.append(claim(one, told, "statement", actors=["cn-mofcom"], when=on("2025-07-18")))
    DOCUMENTS[one.document_id] = one
    return found


DOCUMENTS: dict[str, object] = {}


def of(claims: list[Claim]) -> tuple[Conflict, ...]:
    documents = [DOCUMENTS[each] for each in dict.fromkeys(claim.document_id for claim in claims)]
    return pile(*documents, claims=claims).conflicts  # type: ignore[arg-type]


def test_the_day_of_the_meeting_stands_against_that_of_the_statement_where_a_text_tells_both() -> None:
    newspaper = meeting(MET.format("Thursday"), "2025-07-17", "Outlet A", "2025-07-18", told=SAID)
    digest = meeting(MET.format("July 18, 2025"), "2025-07-18")
    claims = [*newspaper, *digest]
    documents = [DOCUMENTS[each.document_id] for each in (newspaper[0], digest[0])]

    found = pile(*documents, claims=claims)  # type: ignore[arg-type]

    [conflict] = found.conflicts
    [event] = [event for event in found.events if event.mark is not None and event.mark.value == "meeting"]
    assert conflict.kind is ConflictKind.DATE
    assert conflict.text == (
        "2025-07-17 against 2025-07-18: 2025-07-17 is the day itself, 2025-07-18 that of the statement about it; "
        "Outlet A tells both"
    )
    assert set(conflict.claims) == {newspaper[0].claim_id, digest[0].claim_id}
    assert (event.first, event.last) == (day("2025-07-17"), day("2025-07-17"))


def test_a_later_day_that_is_only_that_of_publication_is_explained_so() -> None:
    claims = meeting(MET.format("Thursday"), "2025-07-17", "Outlet A", "2025-07-18")
    claims += meeting(MET.format("July 18"), "2025-07-18", "Outlet B", "2025-07-19")

    assert [each.text.partition(": ")[2] for each in of(claims)] == [
        "2025-07-17 is the day itself, 2025-07-18 that on which the texts which say so came out"
    ]


def test_days_that_nothing_explains_are_both_kept() -> None:
    claims = meeting(MET.format("Wednesday"), "2025-07-16", "Outlet A", "2025-07-20")
    claims += meeting(MET.format("July 18"), "2025-07-18", "Outlet B", "2025-07-20")
    documents = [DOCUMENTS[each.document_id] for each in claims]

    found = pile(*documents, claims=claims)  # type: ignore[arg-type]

    [event] = found.events
    assert (event.first, event.last) == (day("2025-07-16"), day("2025-07-18"))
    assert [each.text for each in event.conflicts] == [
        "2025-07-16 against 2025-07-18: the texts disagree, and none explains it"
    ]


STATES = {
    "assured": "The government assured the firm that licences would be granted.",
    "applied": "It was filing applications.",
    "granted_conditional": "The government approved the sales of the chip.",
}


def state(state: str, publisher: str, published: str | None, when: str | None = None, **more: object) -> list[Claim]:
    one = document(
        prose(40 + sum(map(ord, publisher))), STATES.get(state, state), publisher=publisher, published=published
    )
    DOCUMENTS[one.document_id] = one
    words = STATES.get(state, state)
    key = more.pop("key", US)
    return [claim(one, words, f"{key} {state}", items=["h20"], when=on(when) if when else None, **more)]


def test_approved_says_more_than_assured_of_the_same_days() -> None:
    claims = state("assured", "Outlet A", "2025-07-18", "2025-07-14") + state("granted_conditional", "", "2025-07-18")
    documents = [DOCUMENTS[each.document_id] for each in claims]

    found = pile(*documents, claims=claims)  # type: ignore[arg-type]

    [conflict] = found.conflicts
    assert conflict.kind is ConflictKind.STATE
    assert conflict.text.endswith(": granted conditional, which says more than assured (Outlet A)")
    assert [event.conflicts for event in found.events] == [(conflict,), (conflict,)]


def test_a_step_that_came_later_is_no_conflict() -> None:
    claims = state("assured", "Outlet A", "2025-07-18", "2025-07-14")
    claims += state("granted_conditional", "Outlet B", "2025-08-09", "2025-08-08")

    assert of(claims) == ()


def test_a_text_that_tells_two_states_apart_is_in_no_conflict() -> None:
    one = document("It was filing applications.", "It was assured of licences.", publisher="A", published="2025-07-15")
    claims = [
        claim(one, "It was filing applications.", f"{US} applied", items=["h20"], when=on("2025-07-14")),
        claim(one, "It was assured of licences.", f"{US} assured", items=["h20"], when=on("2025-07-14")),
    ]

    assert pile(one, claims=claims).conflicts == ()


def test_a_later_day_that_says_less_is_a_conflict() -> None:
    claims = state("approved_batch_conditional", "Outlet A", "2026-01-28", "2026-01-28", key=CN)
    claims += state("approval_planned", "Outlet B", "2026-01-29", "2026-01-29", key=CN)

    [conflict] = of(claims)

    assert conflict.kind is ConflictKind.STATE
    assert conflict.text == ("Outlet A: approved batch conditional, which says more than approval planned (Outlet B)")


def test_a_later_day_that_says_less_is_none_where_the_state_returns_or_after_a_week() -> None:
    claims = state("eligible_case_by_case", "Outlet A", "2026-01-15", "2026-01-15")
    claims += state("applied", "Outlet B", "2026-01-18", "2026-01-18")
    assert of(claims) == ()

    claims = state("approved_batch_conditional", "Outlet C", "2026-01-28", "2026-01-28", key=CN)
    claims += state("approval_planned", "Outlet D", "2026-02-20", "2026-02-20", key=CN)
    assert of(claims) == ()


def test_what_is_only_denied_says_no_more_than_anything() -> None:
    claims = state("assured", "Outlet A", "2025-07-18", "2025-07-14")
    claims += state("granted_conditional", "Outlet B", "2025-07-18", "2025-07-14", modality="denied")

    assert of(claims) == ()


def test_a_denial_hides_no_conflict_of_others() -> None:
    claims = state("assured", "Outlet A", "2025-07-18", "2025-07-14")
    claims += state("offered_with_conditions", "Outlet B", "2025-07-18", "2025-07-14")
    claims += state("granted_conditional", "Outlet C", "2025-07-18", "2025-07-14", modality="denied")

    [conflict] = of(claims)

    assert conflict.text == "Outlet B: offered with conditions, which says more than assured (Outlet A)"


def test_days_of_what_lasts_are_no_conflict() -> None:
    found = []
    for number, (first, last) in enumerate([("2026-01-23", "2026-01-23"), ("2026-01-26", "2026-01-28")]):
        one = document(prose(number + 80), "He is in Shanghai.", published="2026-01-28")
        DOCUMENTS[one.document_id] = one
        found.append(claim(one, "He is in Shanghai.", "visit", actors=["jensen-huang"], when=on(first, last)))
    documents = [DOCUMENTS[each.document_id] for each in found]

    [event] = pile(*documents, claims=found).events

    assert event.conflicts == ()
    assert (event.first, event.last) == (day("2026-01-23"), day("2026-01-28"))


def test_states_of_two_items_or_ladders_are_no_conflict() -> None:
    claims = state("assured", "Outlet A", "2025-07-18", "2025-07-14")
    claims += state("required", "Outlet B", "2025-07-18", "2025-07-14")
    other = document(prose(9), STATES["granted_conditional"], publisher="Outlet C", published="2025-07-18")
    DOCUMENTS[other.document_id] = other
    claims.append(claim(other, STATES["granted_conditional"], f"{US} granted_conditional", items=["mi308"]))

    assert of(claims) == ()


def test_who_denies_what_is_said() -> None:
    claims = state("ordered_to_stop", "Outlet A", "2025-08-12", "2025-08-12", key=CN)
    claims += state(
        "ordered_to_stop",
        "Outlet B",
        "2025-08-13",
        "2025-08-13",
        key=CN,
        modality="denied",
        attribution=by("outlet", outlet="reuters"),
    )

    [conflict] = of(claims)

    assert (conflict.kind, conflict.text) == (ConflictKind.DENIED, "said by Outlet A, denied by Reuters")


def quantities(*figures: tuple[str, str | None, int | None, int | None, str]) -> tuple[Claim, ...]:
    found = []
    for number, (words, kind, least, most, subject) in enumerate(figures):
        text = f"It was told of {words} of them."
        one = document(prose(number + 60), text, publisher=f"Outlet {number}", published="2026-01-28")
        DOCUMENTS[one.document_id] = one
        number_of = figure(one, words, kind, least, most, counted=subject)
        found.append(claim(one, text, "order", items=["h200"], when=on("2026-01-28"), quantities=[number_of]))
    return tuple(found)


def test_figures_of_one_kind_that_exclude_each_other_are_a_conflict() -> None:
    [conflict] = of(
        list(quantities(("75,000", "ordered", 75_000, 75_000, ""), ("100,000", "ordered", 100_000, None, "")))
    )

    assert conflict.kind is ConflictKind.QUANTITY
    assert conflict.text == "ordered: 75,000 against 100,000; both cannot be, and neither is preferred"


@pytest.mark.parametrize(
    "figures",
    [
        (("several hundred thousand", "ordered", 200_000, 999_999, ""), ("over 400,000", "ordered", 400_001, None, "")),
        (("75,000", "ordered", 75_000, 75_000, "chips"), ("100,000", "ordered", 100_000, 100_000, "servers")),
        (("75,000", None, 75_000, 75_000, ""), ("100,000", None, 100_000, 100_000, "")),
        (("some", "ordered", None, None, ""), ("100,000", "ordered", 100_000, 100_000, "")),
    ],
)
def test_figures_that_may_both_be_or_count_other_things_are_none(
    figures: tuple[tuple[str, str | None, int | None, int | None, str], ...],
) -> None:
    assert of(list(quantities(*figures))) == ()


def test_ordered_and_approved_figures_look_alike_and_are_said_to_be_no_conflict() -> None:
    claims = list(quantities(("2 million", "ordered", 2_000_000, None, ""), ("400,000", "approved", 400_000, None, "")))
    documents = [DOCUMENTS[each.document_id] for each in claims]

    found = pile(*documents, claims=claims)  # type: ignore[arg-type]

    assert found.conflicts == ()
    [alike] = found.alike
    assert alike.text == "h200: approved: 400,000; ordered: 2 million. Different quantities, and no conflict"
    assert set(alike.claims) == {each.claim_id for each in claims}


@pytest.mark.parametrize(
    ("words", "key", "expected"),
    [
        ("China grants the export licence for the chip.", CN, "called an export licence"),
        ("中国发放了该芯片的出口许可。", CN, "called an export licence"),
        ("Washington grants an import permit for the chip.", US, "called an import permission"),
        ("China grants an import permit beside the export licence.", CN, ""),
        ("China approves the chip.", CN, ""),
    ],
)
def test_a_permission_called_by_the_name_of_the_other_key_is_a_conflict(words: str, key: str, expected: str) -> None:
    state_of = {CN: "approved_batch_conditional", US: "granted_conditional"}
    one = document(words, publisher="Outlet A", published="2026-01-28")

    found = pile(one, claims=[claim(one, words, f"{key} {state_of[key]}", items=["h200"])]).conflicts

    assert [(each.kind, expected in each.text) for each in found] == ([(ConflictKind.KEY, True)] if expected else [])


def test_every_ladder_names_a_state_of_the_record() -> None:
    from tests.unit.evidence.piles import recorded  # noqa: PLC0415

    assert [f"{key} {state}" for key, state in strength().ladders if f"{key} {state}" not in recorded().states] == []


@pytest.mark.parametrize(
    ("file", "text", "slug"),
    [
        ("strength.csv", "key,ladder,state\n", "wrong-columns"),
        ("strength.csv", "key,ladder,state,strength,may_return\nus:export,a,b,many,no\n", "bad-number"),
        ("strength_days.csv", "what,by,together,days_apart,lasts\nstate,colour,1,1,no\n", "unknown-value"),
        ("strength_days.csv", "what,by,together,days_apart,lasts\nstate,items,1,1,no\n", "wrong-rows"),
        ("strength_keys.csv", "key,words\n", "wrong-columns"),
    ],
)
def test_a_faulty_table_is_refused(tmp_path: Path, file: str, text: str, slug: str) -> None:
    from licet.rules import rules_root  # noqa: PLC0415

    for name in ("strength.csv", "strength_days.csv", "strength_keys.csv"):
        (tmp_path / name).write_bytes((rules_root() / "evidence" / name).read_bytes())
    (tmp_path / file).write_text(text)

    with pytest.raises(ProblemsFound) as found:
        strength(tmp_path)

    assert slug in [problem.slug for problem in found.value.problems]
