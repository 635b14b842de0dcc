from __future__ import annotations

from tests.unit.report.screen_answers import HOSTILE, candidate, foot, head, judgement, name

from licet.report.layout import columns
from licet.report.screen_text import DETAILED, FEW, SHOWN, ScreenBoard, best_candidate
from licet.report.screen_words import parted_evidence, score_text


def board(*names: dict[str, object], in_all: int | None = None, width: int = 80, **changes: object) -> str:
    shown = ScreenBoard(head(**changes), len(names) if in_all is None else in_all)
    for each in names:
        shown.add(each)
    return shown.text(foot(possible_match=len(names)), width=width, colour=False)


def test_a_name_has_its_row_and_its_reasons() -> None:
    text = board(name("Gray Heron Trading", "possible_match", candidate(), candidate(level="possible", score=0.7)))

    assert "Gray Heron Trading  possible match  Grey Heron Trading and   strong 0.89    EL" in text
    said = text[text.index("candidate ") :]
    assert said.index("for           the number 7") < said.index("against       the party's country DE")
    assert "requires      For all items" in said
    assert "entry 17 of EL" in said


def test_no_line_is_wider_than_asked() -> None:
    long = name("Gray " * 60, "possible_match", candidate(name="x" * 200, matched="月影" * 80), id="b" * 50)
    hostile = name(HOSTILE, "possible_match", candidate(name=HOSTILE, list="L" * 30, reopened=HOSTILE * 9))

    for width in (80, 120):
        text = board(long, hostile, width=width)
        assert max(map(columns, text.split("\n"))) <= width
        assert not set(text) & {"\u001b", "\u202e"}


def test_of_many_names_only_what_must_be_seen_is_shown() -> None:
    names = [name(f"Buyer {number}", "not_alike") for number in range(FEW)]
    names += [name(f"Heron {number}", "possible_match", candidate()) for number in range(SHOWN + 3)]

    text = board(*names)

    assert "Buyer" not in text
    assert "Heron 49" in text
    assert "Heron 50" not in text
    assert "and 3 more like these" in text
    assert "candidate     " not in text


def test_few_names_are_shown_whatever_stands_of_them() -> None:
    names = [name(f"Buyer {number}", "not_alike") for number in range(FEW)]

    assert all(each["name"] in board(*names) for each in names)


def test_details_are_for_few() -> None:
    few = [name(f"Heron {number}", "possible_match", candidate()) for number in range(DETAILED)]

    assert board(*few).count("  candidate  ") == DETAILED
    assert board(*few, few[0]).count("  candidate  ") == 0


def test_of_many_candidates_the_first_are_shown_in_full_and_all_that_were_judged() -> None:
    many = [candidate(entry_id=str(number)) for number in range(8)]
    many[6] |= {"judgement": judgement()}

    text = board(name("Gray Heron Trading", "possible_match", *many))

    assert (text.count("  candidate  "), text.count("  also  ")) == (4, 4)
    assert "judged        not the same party, judged by A. Officer on 2026-06-12, until" in text


def test_the_head_tells_what_was_not_looked_at() -> None:
    lists = head()["lists"] | {"not_looked_at": ["cn-lists"]}
    asked = head()["asked"] | {"as_of": "2026-06-20", "least": "exact", "only_lists": ["EL"]}

    text = board(lists=lists, asked=asked, warnings=["a warning"])

    assert "Not looked at cn-lists: no vintage of 2026-06-20 or before" in text
    assert "Only          candidates that are exact\n" in text
    assert "Warning       a warning" in text


def test_the_best_candidate_is_the_one_the_outcome_rests_on() -> None:
    cleared, open_, same = (
        candidate(entry_id="1", judgement=judgement()),
        candidate(entry_id="2", level="possible"),
        candidate(entry_id="3", judgement=judgement(judged="same")),
    )

    assert best_candidate(name("x", "listed", cleared, open_, same))["entry_id"] == "3"
    assert best_candidate(name("x", "possible_match", cleared, open_))["entry_id"] == "2"
    assert best_candidate(name("x", "cleared", cleared))["entry_id"] == "1"


def test_a_score_is_cut_and_never_rounded_over_a_bound() -> None:
    assert [score_text(each) for each in (0.0, 0.29, 0.57, 0.8499999, 0.85, 0.9999, 1.0)] == [
        "0.00", "0.29", "0.57", "0.84", "0.85", "0.99", "1.00",
    ]  # fmt: skip


def test_evidence_without_a_side_is_noted() -> None:
    shown = candidate(evidence=["the entry has no country", "for: a", "against: b", "wherefore: c"])

    assert parted_evidence(shown) == [
        ("for", "a"),
        ("against", "b"),
        ("noted", "the entry has no country"),
        ("noted", "wherefore: c"),
    ]
