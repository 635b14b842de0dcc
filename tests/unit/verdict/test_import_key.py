"""The key that acts decide: news can only tighten it, and only an approval on file opens it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from licet.report import schema
from licet.verdict import Ask, CheckedBook, Desk, LineVerdict, check, check_json, open_desk
from licet.verdict.chronicle import Chronicle

from .books import (
    APPROVAL,
    BOARD,
    CHIP,
    CONDITIONS,
    CONSUMER,
    FREE,
    PARTIES,
    TO_DE,
    Files,
    causes,
    licence,
    said,
    the_desk,
    units,
    write_book,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEY = "cn:import"
H20, RTX, CARD = "nvidia-h20-96gb", "nvidia-rtx-pro-6000d", "nvidia-rtx-5090d-v2"
JUNE, AUGUST = date(2026, 6, 15), date(2026, 8, 20)  # held since 2026-05-14; let in case by case since 2026-07-14
EVERY_DAY = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
BOTH = frozenset({"law", "acts"})
QUESTIONS = {
    "end_use_state_funded_data_centre": "Will the item be used in a data centre that receives state funds?",
    "end_user_sensitive_agency": "Is the end user a sensitive government agency?",
    "end_user_critical_infrastructure": "Is the end user an operator of critical infrastructure?",
    "end_user_state_owned": "Is the end user a state-owned firm?",
}
EXCLUSIONS = [*QUESTIONS, "end_use_military"]  # whom the acts on the H200 shut out
NAMED = PARTIES + "bytedance,ByteDance,CN,CN,-\ndeepseek,DeepSeek,CN,CN,-\nbaidu,百度,CN,CN,-\n"
US = licence({"items": "any"}, valid_from="2020-01-01", valid_to="2050-01-01", limits={"pieces": 10**6})
VALID = Draft202012Validator(schema("check"), format_checker=FormatChecker())


def approval(scope: Mapping[str, Any] | None = None, **changes: object) -> dict[str, Any]:
    """Return an approval for anything, on file long before any act, for buyer `cn`."""
    early = {"holder": "cn", "valid_from": "2020-01-01", "valid_to": "2050-01-01"}
    return licence({"items": "any", **(scope or {})}, **{**APPROVAL, **early, **changes})


def clear(*orders: str) -> list[tuple[str, str, str]]:
    """Return for each order that none of the exclusions applies to it."""
    return [(order, fact, "no") for order in orders or ("L1",) for fact in EXCLUSIONS]


def judged(
    *lines: Mapping[str, object],
    files: Files | None = None,
    ask: Ask | None = None,
    desk: Desk | None = None,
    extra: Mapping[str, str] | None = None,
) -> CheckedBook:
    """Return a book as checked with the acts of a desk; `extra` are further files."""
    used = desk or the_desk()
    with tempfile.TemporaryDirectory() as folder:
        path = write_book(Path(folder), lines, files or Files())
        for name, text in {"parties.csv": NAMED, **(extra or {})}.items():
            (path / name).write_text(text, encoding="utf-8")
        return check(used.case(path), used.law, ask, chronicle=used.chronicle)


def one(
    *grants: Mapping[str, Any],
    day: date = AUGUST,
    ask: Ask | None = None,
    desk: Desk | None = None,
    answers: Sequence[tuple[str, str, str]] = (),
    facts: Sequence[tuple[str, str, str]] | None = None,
    extra: Mapping[str, str] | None = None,
    **line: object,
) -> LineVerdict:
    """Return the verdict on one line with a US licence and these grants; no exclusion applies, unless facts say."""
    files = Files([US, *grants], answers=answers, facts=clear() if facts is None else facts)
    return judged(line, files=files, ask=ask or Ask(valid_at=day), desk=desk, extra=extra).lines[0]


def imports(line: LineVerdict) -> list[str]:
    """Return what stands against the line on the key that acts decide."""
    return [block.cause for block in line.blocking if block.key == KEY]


def state(line: LineVerdict) -> tuple[str, str]:
    """Return state and effect of the key that acts decide."""
    return next((each.state, each.effect) for each in line.determination.keys if each.key == KEY)


def signed(*rows: str, on: str = "2026-06-10") -> dict[str, str]:
    """Return answers.csv: question, order, answer, document."""
    said_so = [f"{q},{order},{answer},Officer 1,{on},{doc}" for q, order, answer, doc in (r.split(",") for r in rows)]
    return {"answers.csv": "\n".join(["question,order_id,answer,by,on,document", *said_so, ""])}


def overlaid(folder: Path, *acts: Mapping[str, Any]) -> Desk:
    """Return a desk with further acts on the H200, unless said otherwise, reported by one outlet."""
    plain = {"title": "An act", "key": KEY, "classes": ["h200"], "grade": "single_report", "originator": "Gazette"}
    source = {"sources": [{"publisher": "Gazette", "read": "text"}]}
    written = [{**plain, **source, "public": act["happened"], **act} for act in acts]
    (folder / "more.yaml").write_text(json.dumps({"acts": written}), encoding="utf-8")
    return open_desk(acts=[folder])


class TestNewsNeverOpens:
    def test_no_day_of_2026_releases_an_h200_to_china_without_an_approval(self) -> None:
        names = [f"L{number}" for number in range(1, 1 + len(EVERY_DAY))]
        lines = [{"quantity": 1, "ship_on": str(day)} for day in EVERY_DAY]
        ask = Ask(at_ship_on=True, assume_unchanged=BOTH)
        book = judged(*lines, files=Files([US], facts=clear(*names)), ask=ask)

        assert [line.determination.query.valid_at for line in book.lines] == EVERY_DAY
        assert all(line.fits for line in book.lines)  # the exporter's key would open
        assert [str(line.order.ship_on) for line in book.lines if line.release_units] == []
        assert all(imports(line) for line in book.lines)

    @pytest.mark.parametrize(
        ("buyer", "day", "told"),
        [
            ("bytedance", date(2026, 1, 23), "customs_refused"),  # told to prepare orders
            ("bytedance", date(2026, 1, 28), "approved_batch_conditional"),
            ("deepseek", date(2026, 1, 30), "approved_batch_conditional"),
            ("cn", date(2026, 3, 18), "approved_batch_conditional"),
            ("bytedance", date(2026, 7, 8), "held"),  # a ceiling is proposed
            ("cn", date(2026, 7, 14), "released_limited"),
            ("bytedance", date(2026, 8, 18), "released_limited"),
        ],
    )
    def test_a_reported_approval_or_release_opens_nothing(self, buyer: str, day: date, told: str) -> None:
        line = one(ask=Ask(valid_at=day, known_at=day), ultimate_consignee=buyer, end_user=buyer)

        assert state(line)[0] == told
        assert units(line) == ("hold", 0, 100, 0)

    def test_what_no_act_names_is_open_with_caution(self) -> None:
        line = one(item=FREE)

        assert state(line) == ("unrestricted", "open")
        assert units(line) == ("release", 100, 0, 0)
        assert "state_known_from_reports" in [remark.id for remark in line.determination.caveats]
        assert KEY not in [remark.id for remark in line.determination.not_tested]


class TestAnApprovalOnFile:
    def test_it_opens_where_one_is_needed_and_is_drawn_on(self) -> None:
        book = judged({}, files=Files([US, approval()], facts=clear()), ask=Ask(valid_at=AUGUST))
        (line,) = book.lines

        assert state(line) == ("released_limited", "approval_needed")
        assert units(line) == ("release", 100, 0, 0)
        assert [(key, fit.authorisation.number, fit.units, fit.precautionary) for key, fit in line.fits] == [
            ("us:export", "LIC-1", 100, False),
            (KEY, "CN-1", 100, False),
        ]
        assert book.balances.left("CN-1", "pieces") == 900

    def test_without_one_the_line_is_held_and_says_what_is_needed(self) -> None:
        line = one()

        assert units(line) == ("hold", 0, 100, 0)
        assert imports(line) == ["approval_needed"]
        assert "released limited" in line.blocking[0].text
        assert "reported" in line.blocking[0].text or "stated officially" in line.blocking[0].text
        assert line.blocking[0].citation == "Jeffrey Kessler, 2026-07-14"
        assert "obtain" in [free.remedy for free in line.freeing]

    def test_a_stated_buyer_is_not_asked_for(self) -> None:
        assert "state end user" not in [free.text for free in one().freeing]

    @pytest.mark.parametrize(
        "scope",
        [{"items": [BOARD]}, {"destinations": ["HK"]}, {"places_of_use": ["SG"]}, {"parties": {"end_user": ["cn2"]}}],
    )
    def test_one_that_does_not_fit_opens_nothing(self, scope: dict[str, Any]) -> None:
        line = one(approval(scope))

        assert units(line) == ("hold", 0, 100, 0)
        assert imports(line) == ["approval_needed"]

    def test_one_that_may_fit_leaves_the_line_open(self) -> None:
        line = one(approval({"end_uses": ["training"]}), end_use="")

        assert units(line) == ("undetermined", 0, 0, 100)
        assert imports(line) == ["authorisation_may_fit"]

    def test_where_it_is_unknown_whether_one_is_needed_the_draw_is_precautionary(self) -> None:
        day = date(2025, 5, 1)
        line = one(approval(), day=day, item=H20)

        assert state(line) == ("guided_against", "unknown")
        assert units(line) == ("release", 100, 0, 0)
        assert {key: fit.precautionary for key, fit in line.fits} == {"us:export": False, KEY: True}

    def test_and_without_one_that_is_undetermined(self) -> None:
        line = one(day=date(2025, 5, 1), item=H20)

        assert units(line) == ("undetermined", 0, 0, 100)
        assert imports(line) == ["import_not_settled"]

    def test_of_two_lines_that_compete_for_its_balance_the_second_is_held(self) -> None:
        files = Files([US, approval(limits={"pieces": 150})], facts=clear("L1", "L2"))
        book = judged({"priority": 2}, {"priority": 1}, files=files, ask=Ask(valid_at=AUGUST))
        second, first = book.lines

        assert units(first) == ("release", 100, 0, 0)
        assert units(second) == ("hold", 50, 50, 0)
        assert "balance_exhausted" in imports(second)
        assert book.balances.left("CN-1", "pieces") == 0
        assert book.balances.left("LIC-1", "pieces") == 10**6 - 150

    def test_what_the_import_key_stops_takes_nothing_from_the_licence(self) -> None:
        files = Files([US], facts=clear())

        assert judged({}, files=files, ask=Ask(valid_at=AUGUST)).balances.reservations == ()

    @pytest.mark.parametrize(
        ("grants", "stopped_by"), [([US], {KEY}), ([approval()], {"us:export"}), ([], {KEY, "us:export"})]
    )
    def test_both_keys_are_needed(self, grants: list[dict[str, Any]], stopped_by: set[str]) -> None:
        (line,) = judged({}, files=Files(grants, facts=clear()), ask=Ask(valid_at=AUGUST)).lines

        assert units(line) == ("hold", 0, 100, 0)
        assert {block.key for block in line.blocking} == stopped_by

    def test_a_board_is_reached_by_the_acts_on_the_circuit_it_contains(self) -> None:
        line = one(item=BOARD)

        assert state(line) == ("released_limited", "approval_needed")
        assert units(line) == ("hold", 0, 100, 0)
        assert units(one(approval(), item=BOARD)) == ("release", 100, 0, 0)


SHUT = [
    pytest.param(CHIP, date(2026, 1, 10), "paused_by_guidance", id="paused"),
    pytest.param(CHIP, date(2026, 1, 20), "customs_refused", id="refused"),
    pytest.param(CHIP, JUNE, "held", id="held"),
    pytest.param(RTX, date(2025, 10, 1), "ordered_to_stop", id="ordered to stop"),
    pytest.param(CARD, date(2026, 5, 20), "import_permit_halted", id="permits halted"),
]


class TestShut:
    @pytest.mark.parametrize(("item", "day", "told"), SHUT)
    def test_an_approval_earlier_than_the_act_does_not_open(self, item: str, day: date, told: str) -> None:
        line = one(approval(), day=day, item=item)

        assert state(line) == (told, "shut")
        assert units(line) == ("hold", 0, 100, 0)
        assert imports(line) == [told]
        assert not any(key == KEY for key, _ in line.fits)

    @pytest.mark.parametrize(("item", "day", "told"), SHUT)
    def test_without_an_approval_it_is_held_too(self, item: str, day: date, told: str) -> None:
        line = one(day=day, item=item)

        assert units(line) == ("hold", 0, 100, 0)
        assert told in imports(line)

    def test_the_first_day_of_a_shutting_act_shuts_and_the_day_before_does_not(self) -> None:
        before, first = (one(approval(), day=day) for day in (date(2026, 5, 13), date(2026, 5, 14)))

        assert before.verdict == "release"
        assert first.verdict == "hold"

    def test_between_its_first_and_last_possible_day_it_shuts_already(self) -> None:
        line = one(approval(), day=date(2025, 9, 16), item=RTX)

        assert "ordered_to_stop" in imports(line)
        assert line.release_units == 0
        assert "2025-09-15 and 2025-09-17" in said(line)


class TestUnverified:
    ACT: ClassVar = {"id": "cn.h200.stop", "state": "ordered_to_stop", "happened": "2026-08-01"}

    @pytest.mark.parametrize(("unverified", "verdict"), [("true", "release"), ("false", "hold")])
    def test_an_unverified_report_that_shuts_decides_nothing(
        self, tmp_path: Path, unverified: str, verdict: str
    ) -> None:
        line = one(approval(), desk=overlaid(tmp_path, {**self.ACT, "unverified": unverified}))

        assert line.verdict == verdict
        assert "cn.h200.stop" in [
            each.act.id
            for key in line.determination.keys
            if key.key == KEY and key.standing is not None
            for each in key.standing.standing
        ]


class TestLifted:
    """An approval later than the shutting act: a person says, with a document, whether the act still stands."""

    LATER = approval(valid_from="2026-06-01")
    ASKED = "lifted:cn.h200.held"

    def test_until_answered_nothing_is_settled_and_the_question_is_asked(self) -> None:
        line = one(self.LATER, day=JUNE)

        assert units(line) == ("undetermined", 0, 0, 100)
        assert imports(line) == ["held"]
        assert [free.text for free in line.freeing if self.ASKED in free.text] == [
            f"answer in answers.csv, with name, date and document: {self.ASKED}"
        ]

    def test_an_approval_of_the_act_s_own_day_counts_as_later_and_of_the_day_before_as_earlier(self) -> None:
        assert one(approval(valid_from="2026-05-14"), day=JUNE).verdict == "undetermined"
        assert one(approval(valid_from="2026-05-13"), day=JUNE).verdict == "hold"

    @pytest.mark.parametrize("order", ["L1", ""])
    def test_yes_with_a_document_releases(self, order: str) -> None:
        line = one(self.LATER, day=JUNE, extra=signed(f"{self.ASKED},{order},yes,letter.pdf"))

        assert units(line) == ("release", 100, 0, 0)
        assert [fit.precautionary for key, fit in line.fits if key == KEY] == [False]

    @pytest.mark.parametrize(
        "row",
        [
            "lifted:cn.h200.held,L1,yes,",  # no document
            "lifted:cn.h200.held,L1,unknown,letter.pdf",
            "lifted:cn.h200.held,L2,yes,letter.pdf",  # another line
            "lifted:cn.h200.customs-refused,L1,yes,letter.pdf",  # another act
        ],
    )
    def test_nothing_less_does(self, row: str) -> None:
        files = Files([US, self.LATER], facts=clear("L1", "L2"))
        book = judged({}, {}, files=files, ask=Ask(valid_at=JUNE), extra=signed(row))

        assert units(book.lines[0]) == ("undetermined", 0, 0, 100)

    def test_answered_no_the_act_shuts(self) -> None:
        line = one(self.LATER, day=JUNE, extra=signed(f"{self.ASKED},L1,no,letter.pdf"))

        assert units(line) == ("hold", 0, 100, 0)

    def test_answered_yes_without_an_approval_the_line_is_held(self) -> None:
        line = one(day=JUNE, extra=signed(f"{self.ASKED},L1,yes,letter.pdf"))

        assert units(line) == ("hold", 0, 100, 0)

    def test_an_answer_lifts_its_own_act_only(self) -> None:
        line = one(self.LATER, day=JUNE, facts=(), extra=signed(f"{self.ASKED},L1,yes,letter.pdf"))

        assert units(line) == ("undetermined", 0, 0, 100)
        assert imports(line) == ["excluded", "excluded"]

    def test_of_several_later_approvals_none_of_which_is_chosen_nothing_is_settled_either(self) -> None:
        line = one(self.LATER, approval(number="CN-2", valid_from="2026-06-01"), day=JUNE)

        assert "several_authorisations" in imports(line)
        assert units(line) == ("undetermined", 0, 0, 100)


CONTESTED = {"contested": {"public": "2026-09-10", "by": [], "why": "denied by name"}}


class TestContested:
    """A contested tightening is unknown; a contested loosening changes nothing."""

    TOLD = date(2025, 8, 12)  # one outlet: stop buying the H20; contested the same day

    def test_a_contested_tightening_leaves_open_what_only_may_need_an_approval(self) -> None:
        line = one(day=self.TOLD, item=H20)

        assert state(line) == ("ordered_to_stop", "unknown")
        assert units(line) == ("undetermined", 0, 0, 100)
        assert imports(line) == ["contested_report"]

    def test_and_what_has_an_approval_on_file(self) -> None:
        line = one(approval(), day=self.TOLD, item=H20)

        assert units(line) == ("undetermined", 0, 0, 100)
        assert imports(line) == ["contested_report"]
        assert "lifted:cn.h20.ordered-to-stop" in said(line)

    def test_until_a_person_says_that_it_does_not_stand(self) -> None:
        row = "lifted:cn.h20.ordered-to-stop,L1,yes,letter.pdf"
        found = [
            units(one(approval(), day=self.TOLD, item=H20, extra=signed(row, on=day)))
            for day in ("2025-08-11", "2025-08-12", "2025-08-13")
        ]

        before, then, later = found  # an answer counts from its day on, and not before the act it speaks of
        assert then == ("release", 100, 0, 0)
        assert before == later == ("undetermined", 0, 0, 100)

    def test_where_an_approval_is_needed_the_line_is_held_without_one(self, tmp_path: Path) -> None:
        act = {"id": "cn.h200.stop", "state": "ordered_to_stop", "happened": "2026-09-01", **CONTESTED}
        desk, day = overlaid(tmp_path, act), date(2026, 9, 20)

        assert units(one(day=day, desk=desk)) == ("hold", 0, 100, 0)
        assert units(one(approval(), day=day, desk=desk)) == ("undetermined", 0, 0, 100)

    def test_before_the_contest_was_public_the_tightening_shuts(self, tmp_path: Path) -> None:
        act = {"id": "cn.h200.stop", "state": "ordered_to_stop", "happened": "2026-09-01", **CONTESTED}
        desk, day = overlaid(tmp_path, act), date(2026, 9, 20)
        found = [
            units(one(approval(), ask=Ask(valid_at=day, known_at=known), desk=desk))
            for known in (date(2026, 8, 31), date(2026, 9, 9), date(2026, 9, 10))
        ]

        assert found == [("release", 100, 0, 0), ("hold", 0, 100, 0), ("undetermined", 0, 0, 100)]

    @pytest.mark.parametrize("known_at", [date(2026, 1, 29), None])
    def test_a_contested_loosening_changes_nothing(self, known_at: date | None) -> None:
        ask = Ask(valid_at=date(2026, 1, 29), known_at=known_at)
        line = one(approval(), ask=ask, ultimate_consignee="bytedance", end_user="bytedance", exporter="NVIDIA",
                   extra={"parties.csv": NAMED})  # fmt: skip

        assert state(line) == ("customs_refused", "shut")
        assert units(line) == ("hold", 0, 100, 0)

    def test_before_the_contest_was_public_an_approval_on_file_opens_and_nothing_else(self) -> None:
        ask = Ask(valid_at=date(2026, 1, 29), known_at=date(2026, 1, 28))
        buyer = {"ultimate_consignee": "bytedance", "end_user": "bytedance"}
        without, with_one = one(ask=ask, **buyer), one(approval(holder="bytedance"), ask=ask, **buyer)

        assert state(with_one) == ("approved_batch_conditional", "approval_needed")
        assert (without.verdict, with_one.verdict) == ("hold", "release")

    def test_an_approval_reported_for_others_lifts_nothing_for_a_buyer_not_known(self) -> None:
        ask = Ask(valid_at=date(2026, 1, 31))

        assert units(one(approval(), ask=ask)) == ("hold", 0, 100, 0)


class TestExclusions:
    @pytest.mark.parametrize("fact", EXCLUSIONS)
    def test_one_not_stated_holds_and_its_question_would_free_the_line(self, fact: str) -> None:
        line = one(approval(), facts=[each for each in clear() if each[1] != fact])

        assert units(line) == ("hold", 0, 100, 0)
        assert imports(line) == ["excluded"]
        asked = [free.text for free in line.freeing if free.remedy == "establish_truth"]
        assert len(asked) == 1
        assert fact not in QUESTIONS or asked == [QUESTIONS[fact]]

    @pytest.mark.parametrize("fact", EXCLUSIONS)
    def test_one_that_applies_holds(self, fact: str) -> None:
        line = one(approval(), facts=[*(each for each in clear() if each[1] != fact), ("L1", fact, "yes")])

        assert units(line) == ("hold", 0, 100, 0)
        assert "excluded" in imports(line)

    def test_an_approval_later_than_the_exclusion_leaves_it_to_a_person(self) -> None:
        facts = [each for each in clear() if each[1] != "end_user_state_owned"]
        line = one(approval(valid_from="2026-08-01"), facts=facts)

        assert units(line) == ("undetermined", 0, 0, 100)
        assert QUESTIONS["end_user_state_owned"] in said(line)
        assert "lifted:cn.h200.excluded-users" in said(line)


class TestConditions:
    def test_not_answered_the_line_stays_open(self) -> None:
        line = one(approval(conditions=CONDITIONS))

        assert units(line) == ("undetermined", 0, 0, 100)
        assert imports(line) == ["condition_unanswered"]

    @pytest.mark.parametrize(
        ("answer", "found"), [("yes", ("release", 100, 0, 0)), ("no", ("hold", 0, 100, 0))], ids=["yes", "no"]
    )
    def test_answered_it_decides(self, answer: str, found: tuple[str, int, int, int]) -> None:
        assert units(one(approval(conditions=CONDITIONS), answers=[("tested", "L1", answer)])) == found

    @pytest.mark.parametrize(
        ("bound", "place", "verdict"),
        [
            ({"not_in": ["CN"]}, "CN", "hold"),
            ({"not_in": ["CN"]}, "HK", "release"),
            ({"only_in": ["CN"]}, "CN", "release"),
            ({"only_in": ["HK", "SG"]}, "CN", "hold"),
            ({"only_in": ["HK", "SG"]}, "SG", "release"),
            ({"only_in": ["HK", "SG"]}, "", "undetermined"),
        ],
    )
    def test_where_it_bounds_the_place_of_use_the_line_itself_decides(
        self, bound: dict[str, list[str]], place: str, verdict: str
    ) -> None:
        bounded = {"id": "place_of_use", "text": "Where.", "question": "Where will the pieces be used?", **bound}
        line = one(approval(conditions=[bounded]), place_of_use=place)

        assert line.verdict == verdict
        assert imports(line) == {
            "release": [], "hold": ["condition_failed"], "undetermined": ["condition_unanswered"]
        }[verdict]  # fmt: skip

    def test_an_answer_does_not_overrule_the_place_that_the_line_states(self) -> None:
        bounded = {"id": "place_of_use", "text": "Abroad.", "question": "Used abroad?", "not_in": ["CN"]}

        assert one(approval(conditions=[bounded]), answers=[("place_of_use", "L1", "yes")]).verdict == "hold"


class TestWhichMovementsTurnIt:
    def test_to_hong_kong_it_is_not_turned(self) -> None:
        line = one(day=JUNE, destination="HK", place_of_use="HK")

        assert [each.key for each in line.determination.keys] == ["us:export", "hk:import"]
        assert units(line) == ("release", 100, 0, 0)

    @pytest.mark.parametrize("movement", ["transfer", "domestic"])
    def test_within_china_it_is_not_turned(self, movement: str) -> None:
        line = one(day=JUNE, ship_from="CN", destination="CN", movement=movement if movement == "transfer" else "")

        assert KEY not in [each.key for each in line.determination.keys]
        assert imports(line) == []
        assert units(line) == ("release", 100, 0, 0)

    def test_from_another_country_it_is(self) -> None:
        line = one(day=JUNE, ship_from="TW", movement="")

        assert state(line) == ("held", "shut")
        assert line.hold_units == 100

    def test_where_the_destination_is_not_stated_it_may_be_and_nothing_is_released(self) -> None:
        line = one(day=JUNE, destination="", place_of_use="")

        assert line.release_units == 0


class TestAge:
    LAST = date(2026, 10, 24)  # acts: 2026-10-10 and 14 days; law: 2026-09-24 and 30 days

    def test_the_last_day_borne_releases(self) -> None:
        assert one(approval(), day=self.LAST).verdict == "release"

    def test_the_day_after_a_release_is_undetermined(self) -> None:
        line = one(approval(), day=self.LAST + timedelta(days=1))

        assert units(line) == ("undetermined", 0, 0, 100)
        assert causes(line) == ["stale_law", "stale_acts"]
        assert "2026-10-10" in line.blocking[1].text
        assert "--assume-unchanged acts" in said(line)

    @pytest.mark.parametrize(
        ("names", "left"),
        [({"law"}, ["stale_acts"]), ({"acts"}, ["stale_law"]), ({"lists"}, ["stale_law", "stale_acts"]), (BOTH, [])],
    )
    def test_each_is_lifted_by_its_own_name(self, names: set[str], left: list[str]) -> None:
        day = self.LAST + timedelta(days=1)
        line = one(approval(), ask=Ask(valid_at=day, assume_unchanged=frozenset(names)))

        assert causes(line) == left
        assert line.verdict == ("undetermined" if left else "release")

    def test_before_the_first_day_gathered_too(self) -> None:
        ask = Ask(valid_at=date(2022, 8, 25), assume_unchanged=frozenset({"law"}))

        assert causes(one(ask=ask, item=FREE)) == ["stale_acts"]
        assert causes(one(ask=replace(ask, valid_at=date(2022, 8, 26)), item=FREE)) == []

    def test_a_line_that_does_not_turn_the_key_is_not_touched(self) -> None:
        ask = Ask(valid_at=self.LAST + timedelta(days=1), assume_unchanged=frozenset({"law"}))

        assert one(ask=ask, **TO_DE).verdict == "release"

    def test_a_hold_stays_a_hold(self) -> None:
        assert one(day=self.LAST + timedelta(days=1)).verdict == "hold"


class TestWithoutAChronicle:
    def book(self, files: Files, **line: object) -> CheckedBook:
        desk = the_desk()
        return judged(line, files=files, ask=Ask(valid_at=AUGUST), desk=replace(desk, chronicle=None))

    def test_the_key_is_not_modelled_and_says_so(self) -> None:
        (line,) = self.book(Files([US], facts=clear())).lines

        assert state(line) == ("not_modelled", "not_modelled")
        assert KEY in [remark.id for remark in line.determination.not_tested]
        assert units(line) == ("release", 100, 0, 0)
        assert KEY in str(line.statement)

    def test_it_blocks_only_if_the_case_requires_it(self) -> None:
        (line,) = self.book(Files([US], facts=clear(), settings={"require_keys": [KEY]})).lines

        assert units(line) == ("undetermined", 0, 0, 100)
        assert causes(line) == ["key_not_modelled"]


@pytest.mark.parametrize("grants", [[], [approval()], [approval(limits={"pieces": 30})]], ids=["none", "one", "few"])
@pytest.mark.parametrize("day", [JUNE, AUGUST], ids=str)
@pytest.mark.parametrize("line", [{}, {"item": FREE}, TO_DE, {"destination": "HK", "place_of_use": "HK"}])
def test_to_require_the_key_changes_nothing_more(
    grants: list[dict[str, Any]], day: date, line: dict[str, object]
) -> None:
    shown = [
        check_json(judged(line, files=Files([US, *grants], facts=clear(), settings=settings), ask=Ask(valid_at=day)))
        for settings in ({}, {"require_keys": [KEY]})
    ]

    assert shown[0]["lines"] == shown[1]["lines"]


def test_the_line_says_in_json_what_stands_on_the_key() -> None:
    (line,) = check_json(judged({}, files=Files([US], facts=clear()), ask=Ask(valid_at=JUNE)))["lines"]
    key = line["determination"]["keys"][KEY]

    assert {name: key[name] for name in ("state", "effect", "since", "contested", "grade", "act")} == {
        "state": "held",
        "effect": "shut",
        "since": "2026-05-14",
        "contested": False,
        "grade": "unnamed",
        "act": "cn.h200.held",
    }
    assert {page["publisher"] for page in key["sources"]} == {"Reuters"}
    assert {each["act"]: each["counts"] for each in key["standing"]} == {
        "cn.h200.held": "decides",
        "cn.h200.released-place-of-use": "unverified",
        "cn.foreign-ai-chips.customs-scrutiny": "stands_beside",
    }


# ---- of any line


some_lines = st.fixed_dictionaries(
    {
        "item": st.sampled_from([CHIP, CHIP, CHIP, BOARD, H20, RTX, CARD, FREE, CONSUMER]),
        "quantity": st.integers(1, 60),
        "destination": st.sampled_from(["CN", "CN", "CN", "HK", "DE", ""]),
        "place_of_use": st.sampled_from(["CN", "CN", "HK", ""]),
        "end_user": st.sampled_from(["cn", "cn", "bytedance", "baidu", "de", ""]),
        "ultimate_consignee": st.sampled_from(["cn", "cn", "bytedance", ""]),
        "parties_complete": st.sampled_from(["yes", "yes", "no", ""]),
        "authority_claimed": st.sampled_from(["", "", "LIC-1", "A"]),
    }
)
some_facts = st.fixed_dictionaries({name: st.sampled_from(["no", "no", "no", "yes", ""]) for name in EXCLUSIONS})
some_approvals = st.builds(
    lambda scope, start, pieces, conditions: approval(
        scope, valid_from=start, limits={"pieces": pieces}, conditions=conditions
    ),
    st.fixed_dictionaries(
        {
            "items": st.sampled_from(["any", "any", [CHIP]]),
            "places_of_use": st.sampled_from(["any", "any", ["CN"], ["HK"]]),
        }
    ),
    st.sampled_from(["2020-01-01", "2026-01-10", "2026-06-01"]),
    st.sampled_from([1000, 1000, 30]),
    st.sampled_from([[], [], CONDITIONS]),
)
some_days = st.sampled_from(
    [date(2025, 5, 1), date(2025, 8, 12), date(2025, 9, 16), date(2026, 1, 10), date(2026, 1, 29), date(2026, 4, 1),
     JUNE, date(2026, 7, 14), AUGUST, date(2026, 10, 25)]
)  # fmt: skip
LIFTING = [f"lifted:{name}" for name in ("cn.h200.held", "cn.h200.customs-refused", "cn.h20.ordered-to-stop")]


@st.composite
def questions(draw: st.DrawFn) -> tuple[dict[str, object], Files, Ask]:
    """Draw a line, the files beside it, and the way of asking."""
    grants = [US] if draw(st.integers(0, 5)) else []
    grants += [
        {**one, "number": name} for name, one in zip("AB", draw(st.lists(some_approvals, max_size=2)), strict=False)
    ]
    facts = [("L1", name, value) for name, value in draw(some_facts).items() if value]
    answers = [(each, "L1", draw(st.sampled_from(["yes", "no"]))) for each in LIFTING if draw(st.booleans())]
    answers += [("tested", "L1", "yes")] if draw(st.booleans()) else []
    day = draw(some_days)
    known = draw(st.sampled_from([None, None, day, day - timedelta(days=30)]))
    assume = draw(st.sampled_from([frozenset(), BOTH]))
    assign = draw(st.sampled_from([None, "largest"]))
    ask = Ask(valid_at=day, known_at=known, assume_unchanged=assume, assign=assign)
    return draw(some_lines), Files(grants, answers, facts), ask


Question = tuple[dict[str, object], Files, Ask]


@given(questions())
def test_the_acts_release_nothing_that_was_not_released_without_them(question: Question) -> None:
    line, files, ask = question
    desk = the_desk()
    (told,) = judged(line, files=files, ask=ask).lines
    (untold,) = judged(line, files=files, ask=ask, desk=replace(desk, chronicle=None)).lines

    assert told.release_units <= untold.release_units


@given(questions())
def test_only_an_approval_on_file_opens_the_key(question: Question) -> None:
    line, files, ask = question
    bare = replace(files, licences=[one for one in files.licences if one["key"] != KEY])
    (found,) = judged(line, files=bare, ask=ask).lines

    if KEY in [each.key for each in found.determination.keys] and state(found)[1] != "open":
        assert found.release_units == 0
        assert imports(found)


@given(questions())
def test_counts_add_up_and_the_form_is_the_published_one(question: Question) -> None:
    line, files, ask = question
    shown = check_json(judged(line, files=files, ask=ask))
    (found,) = shown["lines"]

    VALID.validate(shown)
    counts = [found[name] for name in ("release_units", "hold_units", "undetermined_units")]
    assert min(counts) >= 0
    assert sum(counts) == found["quantity"]
    assert bool(found["blocking"]) == (found["verdict"] != "release")


@given(questions())
def test_what_was_asked_before_changes_no_answer(question: Question) -> None:
    line, files, ask = question
    desk = the_desk()
    assert desk.chronicle is not None
    fresh = replace(desk, chronicle=Chronicle(desk.chronicle.story))

    assert check_json(judged(line, files=files, ask=ask)) == check_json(judged(line, files=files, ask=ask, desk=fresh))
