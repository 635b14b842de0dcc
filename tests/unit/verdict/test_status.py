"""The state of both keys on a day: in the published form, for everybody or for one scope, as known on a day."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from licet.errors import ProblemsFound, UsageError
from licet.report import schema
from licet.verdict import Desk, StatusWords, Words, determine, open_desk, status

from .books import BOARD, CHIP, FREE, the_desk

if TYPE_CHECKING:
    from pathlib import Path

CN, US = "cn:import", "us:export"
H20 = "nvidia-h20-96gb"
UNTOLD = "amd-mi300x"  # 3A090.a, and no act of the exporting side names it
VALID = Draft202012Validator(schema("status"), format_checker=FormatChecker())
DAYS = ["2022-08-25", "2022-11-15", "2024-12-31", "2025-08-12", "2026-01-29", "2026-06-15", "2026-08-20", "2026-11-19"]
EXCLUDED = ("military", "state owned", "state funded data centre", "critical infrastructure", "sensitive agency")
ITEMS = [
    CHIP,
    BOARD,
    "nvidia-dgx-h200",
    H20,
    FREE,
    "nvidia-a100-sxm4-40gb",
    "nvidia-rtx-pro-6000d",
    "nvidia-rtx-5090d-v2",
    "nvidia-b200",
    "amd-mi308x",
    "RTX Pro 5500",
    "Vera CPU",
]


def shown(item: str = CHIP, *, desk: Desk | None = None, **words: Any) -> dict[str, Any]:  # noqa: ANN401  any word
    """Return a status in the published form."""
    found = status(desk or the_desk(), StatusWords(item, **words))
    VALID.validate(found)
    return found


def on(key: str, found: dict[str, Any]) -> dict[str, Any]:
    """Return what a status says of a key."""
    return next(each for each in found["keys"] if each["key"] == key)


def state(found: dict[str, Any], key: str = CN) -> tuple[str, str, str | None]:
    """Return state, effect, and the day since which it holds."""
    told = on(key, found)
    return told["state"], told["effect"], told["since"]


def overlaid(folder: Path, **act: object) -> Desk:
    """Return a desk with one more act, of 2026-09-01 unless said otherwise."""
    plain = {"title": "An act", "grade": "official", "originator": "Gazette", "happened": "2026-09-01"}
    written = {**plain, "public": "2026-09-01", "sources": [{"publisher": "Gazette", "read": "text"}], **act}
    folder.mkdir(exist_ok=True)
    (folder / "more.yaml").write_text(json.dumps({"acts": [written]}), encoding="utf-8")
    return open_desk(acts=[folder])


@pytest.mark.parametrize("item", ITEMS)
def test_the_form_is_the_published_one(item: str) -> None:
    for day in DAYS:
        found = shown(item, valid_at=day)
        assert [each["key"] for each in found["keys"]] == [US, CN]
        for told in found["keys"]:
            decides = [each for each in told["standing"] if each["counts"] == "decides"]
            assert [each["act"]["id"] for each in decides] == [name for name in [told["act"]] if name]
            assert told["standing"][:1] == decides or not decides  # what decides stands first
            assert not {each["act"]["id"] for each in told["standing"]} & {each["act"]["id"] for each in told["ended"]}


@pytest.mark.parametrize("known_at", [None, "2025-04-12", "2026-01-13"])
@pytest.mark.parametrize(
    ("item", "day"), [(CHIP, "2026-01-20"), (H20, "2025-04-12"), (BOARD, "2026-06-15"), (FREE, "2026-06-15")]
)
def test_what_the_rules_say_is_what_determine_says(item: str, day: str, known_at: str | None) -> None:
    desk = the_desk()
    words = Words(item, destination="CN", ship_from="US", party_hq="CN", valid_at=day, known_at=known_at)
    answer = determine(desk.law, desk.query(words))
    law = on(US, shown(item, valid_at=day, known_at=known_at))["law"]

    assert (law["destination"], law["licence_required"]) == ("CN", answer.licence_required.word)
    assert law["review_policy"] == answer.decision.review_policy
    assert law["eccn"] == answer.decision.classification.eccn
    assert bool(law["because"]) == (law["licence_required"] == "yes")
    assert on(CN, shown(item, valid_at=day))["law"] is None


class TestMismatch:
    @pytest.mark.parametrize(("told", "item", "law"), [("required", FREE, "no"), ("not_required", UNTOLD, "yes")])
    def test_where_acts_and_rules_differ_it_is_told(self, tmp_path: Path, told: str, item: str, law: str) -> None:
        desk = overlaid(tmp_path, id="us.test", key=US, state=told, items=[item])
        found = on(US, shown(item, desk=desk, valid_at="2026-09-01"))

        assert found["law"]["licence_required"] == law
        said = told.replace("_", " ")
        assert found["law"]["mismatch"] == f"the acts say {said}; by the rules a licence is required: {law}"

    def test_where_they_agree_there_is_none(self, tmp_path: Path) -> None:
        desk = overlaid(tmp_path, id="us.test", key=US, state="required", items=[UNTOLD])

        assert on(US, shown(UNTOLD, desk=desk, valid_at="2026-09-01"))["law"]["mismatch"] is None

    def test_until_the_act_began_there_is_none(self, tmp_path: Path) -> None:
        desk = overlaid(tmp_path, id="us.test", key=US, state="required", items=[FREE])

        assert on(US, shown(FREE, desk=desk, valid_at="2026-08-31"))["law"]["mismatch"] is None
        assert on(US, shown(FREE, desk=desk, valid_at="2026-09-02", known_at="2026-08-31"))["law"]["mismatch"] is None

    def test_it_is_a_caveat_of_the_determination_too(self, tmp_path: Path) -> None:
        desk = overlaid(tmp_path, id="us.test", key=US, state="required", items=[FREE])
        words = Words(FREE, destination="CN", ship_from="US", party_hq="CN", valid_at="2026-09-01")
        found, without = (
            [remark.id for remark in determine(desk.law, desk.query(words), chronicle=each).caveats]
            for each in (desk.chronicle, None)
        )

        assert "acts_and_rules_differ" in found
        assert "acts_and_rules_differ" not in without

    @pytest.mark.parametrize("item", [CHIP, H20, "nvidia-a800-sxm4-80gb", "amd-mi325x"])
    def test_on_the_record_there_is_none(self, item: str) -> None:
        for day in DAYS:
            assert on(US, shown(item, valid_at=day))["law"]["mismatch"] is None


class TestKnownAt:
    def test_what_was_not_public_is_hidden_and_counted(self) -> None:
        """The letter on the H20 of 2025-04-09 was public on 2025-04-15; a second of 04-14 on the same day."""
        before, after = (shown(H20, valid_at="2025-04-14", known_at=day) for day in ("2025-04-14", "2025-04-15"))

        assert (state(before, US)[0], before["hidden"]) == ("not_required", 2)
        assert (state(after, US)[0], after["hidden"]) == ("required", 0)
        assert (before["known_at"], shown(H20)["known_at"]) == ("2025-04-14", None)

    def test_hidden_counts_the_key_asked_only(self) -> None:
        asked = {"valid_at": "2025-04-14", "known_at": "2025-04-14"}

        assert [shown(H20, key=key, **asked)["hidden"] for key in (US, CN)] == [2, 0]

    def test_a_contest_counts_from_the_day_it_was_public(self) -> None:
        asked = {"valid_at": "2026-01-29", "buyer": "ByteDance", "uses": [f"not {use}" for use in EXCLUDED]}
        found = {known: shown(known_at=known, **asked) for known in ("2026-01-28", "2026-01-29")}

        assert state(found["2026-01-28"]) == ("approved_batch_conditional", "approval_needed", "2026-01-28")
        assert state(found["2026-01-29"]) == ("customs_refused", "shut", "2026-01-14")
        roles = {each["act"]["id"]: each["counts"] for each in on(CN, found["2026-01-29"])["standing"]}
        assert roles["cn.h200.three-firms-approved"] == "changes_nothing"


class TestScopes:
    def scopes(self, day: str, key: str = CN, **words: str) -> dict[str, tuple[str, str, str]]:
        return {
            each["scope_text"]: (each["state"], each["effect"], each["since"])
            for each in on(key, shown(valid_at=day, **words))["scopes"]
        }

    def test_buyers_of_one_state_are_named_together(self) -> None:
        assert self.scopes("2026-08-20") == {
            "buyer Alibaba, DeepSeek": ("released_limited", "approval_needed", "2026-07-14"),
            "buyer Tencent, ByteDance": ("released_limited", "approval_needed", "2026-08-18"),
            "use: state funded data centre": ("excluded", "shut", "2025-11-05"),
            "use: military, sensitive agency, critical infrastructure, state owned": ("excluded", "shut", "2026-01-08"),
        }

    @pytest.mark.parametrize("words", [{"buyer": "ByteDance"}, {"uses": ["military"]}, {"place": "CN"}])
    def test_where_a_scope_is_asked_there_are_none(self, words: dict[str, Any]) -> None:
        found = shown(valid_at="2026-08-20", **words)

        assert on(CN, found)["scopes"] == []
        assert any(found["scope"].values())

    @pytest.mark.parametrize("day", DAYS)
    def test_each_is_what_its_members_are_told_when_they_ask(self, day: str) -> None:
        for told in on(CN, shown(valid_at=day))["scopes"]:
            kind, _, names = told["scope_text"].partition(" ")
            if kind != "buyer":
                continue
            for buyer in names.split(", "):
                found = shown(valid_at=day, buyer=buyer, uses=[f"not {use}" for use in EXCLUDED])
                assert state(found) == (told["state"], told["effect"], told["since"])

    def test_an_act_not_yet_public_names_none(self) -> None:
        assert not any("ByteDance" in text for text in self.scopes("2026-01-23", known_at="2026-01-22"))
        assert any("ByteDance" in text for text in self.scopes("2026-01-23"))

    def test_a_scope_asked_is_judged_by_buyer_use_and_place(self) -> None:
        day = "2026-08-20"
        none = [f"not {use}" for use in EXCLUDED]

        assert state(shown(valid_at=day, buyer="字节跳动", uses=none))[2] == "2026-08-18"
        assert state(shown(valid_at=day, buyer="Baidu", uses=none))[2] == "2026-07-14"
        assert state(shown(valid_at=day, buyer="Baidu", uses=[*none[1:], "military"]))[:2] == ("excluded", "shut")
        assert state(shown(valid_at=day, buyer="Baidu", uses=["end_use_military"]))[:2] == ("excluded", "shut")
        unsaid = on(CN, shown(valid_at=day, buyer="Baidu"))["standing"][0]
        assert (unsaid["applies"], unsaid["effect"]) == ("unknown", "shut")
        assert unsaid["why_unknown"]

    def test_a_buyer_of_whom_nothing_is_recorded_is_said_to_be_one(self) -> None:
        ids = {name: [each["id"] for each in shown(buyer=name)["caveats"]] for name in ("Buyer X", "ByteDance")}

        assert "buyer_not_recorded" in ids["Buyer X"]
        assert "buyer_not_recorded" not in ids["ByteDance"]


class TestItems:
    def test_a_board_has_the_state_of_what_it_contains(self) -> None:
        chip, board, server = (shown(item, valid_at="2026-06-15") for item in (CHIP, BOARD, "nvidia-dgx-h200"))

        assert state(chip) == state(board) == state(server) == ("held", "shut", "2026-05-14")
        assert board["item"] == BOARD

    @pytest.mark.parametrize("name", ["RTX Pro 5500", "nvidia  rtx pro 5500", "rtx-pro-5500", "RTX PRO 5500 84GB"])
    def test_one_that_acts_name_and_the_catalogue_does_not_hold_is_known_by_name_only(self, name: str) -> None:
        found = shown(name, valid_at="2026-10-01")

        assert (found["item"], found["item_name"]) == ("rtx-pro-5500", "NVIDIA RTX Pro 5500")
        assert state(found) == ("approval_under_study", "unknown", "2026-09-27")
        assert on(US, found)["law"] is None

    def test_of_what_nothing_is_recorded_the_importing_side_is_open_with_caution(self) -> None:
        found = shown(FREE, valid_at="2026-06-15")

        assert state(found) == ("unrestricted", "open", None)
        assert on(CN, found)["state_words"] == "no reported measure"
        assert state(found, US) == ("not_narrated", "unknown", None)
        assert "state_known_from_reports" in [each["id"] for each in found["caveats"]]


class TestAge:
    @pytest.mark.parametrize(
        ("day", "ids"),
        [("2022-08-25", ["acts"]), ("2022-08-26", []), ("2026-10-10", []), ("2026-10-11", ["acts"])],
    )
    def test_a_day_that_acts_were_not_gathered_for_is_stale(self, day: str, ids: list[str]) -> None:
        assert [each["id"] for each in shown(valid_at=day)["stale"]] == ids

    def test_without_a_day_it_is_the_last_one_gathered_for(self) -> None:
        found = shown()

        assert found["valid_at"] == found["checked_through"] == str(date(2026, 10, 10))


class TestClashes:
    def test_reported_clauses_that_leave_nothing_are_shown_as_unverified(self) -> None:
        (clash,) = shown(valid_at="2026-06-15")["clashes"]

        assert (clash["dimension"], clash["on_file"], clash["verified"]) == ("place_of_use", False, False)
        assert [each["key"] for each in clash["clauses"]] == [US, CN]

    def test_they_are_shown_with_one_key_too_and_not_before_they_were_public(self) -> None:
        assert len(shown(valid_at="2026-06-15", key=CN)["clashes"]) == 1
        assert shown(valid_at="2026-06-15", known_at="2026-06-29")["clashes"] == []


class TestFaults:
    def faults(self, item: str = CHIP, **words: Any) -> list[tuple[str, str]]:  # noqa: ANN401  any word
        with pytest.raises(ProblemsFound) as caught:
            status(the_desk(), StatusWords(item, **words))
        assert all(problem.what and problem.mend for problem in caught.value.problems)
        return [(problem.slug, problem.where) for problem in caught.value.problems]

    @pytest.mark.parametrize(
        ("words", "slug", "where"),
        [
            ({"item": "Nonesuch"}, "unknown-item", "ITEM"),
            ({"item": ""}, "unknown-item", "ITEM"),
            ({"item": "RTX PRO 6000"}, "ambiguous-item", "ITEM"),
            ({"key": "hk:import"}, "unknown-key", "--key"),
            ({"key": ""}, "unknown-key", "--key"),
            ({"uses": ["poetry"]}, "unknown-use", "--use"),
            ({"uses": ["not poetry"]}, "unknown-use", "--use"),
            ({"place": "Narnia"}, "bad-value", "--place"),
            ({"valid_at": "2026-02-30"}, "bad-date", "--valid-at"),
            ({"known_at": "soon"}, "bad-date", "--known-at"),
        ],
    )
    def test_each(self, words: dict[str, Any], slug: str, where: str) -> None:
        assert self.faults(**{"item": CHIP, **words}) == [(slug, where)]

    def test_all_at_once(self) -> None:
        found = self.faults(
            "Nonesuch", key="x", uses=["a", "not b"], place="Narnia", valid_at="2026-02-30", known_at="soon"
        )

        assert sorted(where for _, where in found) == [
            "--key", "--known-at", "--place", "--use", "--use", "--valid-at", "ITEM"
        ]  # fmt: skip

    def test_the_cure_for_a_use_lists_those_that_acts_name(self) -> None:
        with pytest.raises(ProblemsFound, match="end_use_military"):
            status(the_desk(), StatusWords(CHIP, uses=["poetry"]))

    def test_a_use_both_said_and_denied_is_one(self) -> None:
        assert [where for _, where in self.faults(uses=["military", "not military"])] == ["--use"]

    def test_without_acts_the_call_is_at_fault(self) -> None:
        desk = the_desk()
        bare = Desk(desk.law, desk.catalogue, desk.countries)

        with pytest.raises(UsageError, match="no acts"):
            status(bare, StatusWords(CHIP))


def test_the_same_question_gives_the_same_answer_whatever_was_asked_before() -> None:
    words = {"valid_at": "2026-06-15", "buyer": "ByteDance"}
    fresh = open_desk()

    assert shown(BOARD, **words) == shown(BOARD, desk=fresh, **words) == shown(BOARD, desk=fresh, **words)
