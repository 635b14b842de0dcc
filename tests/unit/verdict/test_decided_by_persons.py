"""What two persons may decide: overrides of doubts, and changes of facts that turn a hold into a release."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from licet.errors import LimitRefused
from licet.ledger import EntryKind
from licet.report import board
from licet.verdict import OVERRIDABLE, Ask, check_json, check_override, two_persons

from .books import PARTIES, TO_DE, TO_OPEN, Files, causes, licence, said, units

if TYPE_CHECKING:
    from .registers import Shelf

STALE_DAY = date(2026, 11, 22)


class TestTwoPersons:
    @pytest.mark.parametrize(
        ("author", "second"),
        [
            ("Ann", "Ann"),
            ("Ann", " ann "),
            ("Ann  Lee", "ANN LEE"),
            ("Ａｎｎ", "Ann"),  # full width
            ("Ann\u200b", "Ann"),  # a space of no width
            ("Straße", "STRASSE"),
            ("Ann", ""),
            ("Ann", " \t"),
            ("", "Ann"),
        ],
    )
    def test_one_person_is_not_two(self, author: str, second: str) -> None:
        with pytest.raises(LimitRefused):
            two_persons(author, second)

    def test_two_are(self) -> None:
        two_persons("Ann Lee", "Anne Lee")


class TestOverrides:
    @pytest.mark.parametrize(
        "cause",
        [
            "licence_required", "held", "listed_party", "possible_match", "balance_exhausted", "red_flag",
            "condition_failed", "fact_change_unapproved", "facts_missing", "", "nonsense",
        ],
    )  # fmt: skip
    def test_most_causes_may_not_be_overridden(self, cause: str) -> None:
        with pytest.raises(LimitRefused, match="may not be overridden"):
            check_override(cause)

    def test_each_that_may_has_a_reason(self) -> None:
        assert all(OVERRIDABLE.values())
        for cause in OVERRIDABLE:
            check_override(cause)

    def test_an_override_lifts_old_data_until_its_day(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        stale = Ask(valid_at=STALE_DAY)
        assert causes(shelf.check({}, ask=stale).lines[0]) == ["stale_law"]
        shelf.note(EntryKind.OVERRIDE, "L1", {"cause": "stale_law", "until": "2026-11-22"}, reason="law read by hand")
        book = shelf.check({}, {"quantity": 1}, ask=stale)

        assert [line.verdict for line in book.lines] == ["release", "undetermined"], "of its order only"
        assert "Rests on an override of stale law, by Officer 1 and Officer 2" in str(book.lines[0].statement)
        text = board(check_json(book), width=200, colour=False)
        assert (
            "override  stale law, by Officer 1 and Officer 2 until 2026-11-22: law read by hand (doc 1); it lifts"
            in text
        )
        later = shelf.check({}, ask=Ask(valid_at=date(2026, 11, 23)))
        assert causes(later.lines[0]) == ["stale_law"]

    def test_an_override_opens_a_key_that_is_not_modelled(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.files = Files(settings={"require_keys": ["cn:import"]})
        assert causes(shelf.check({}).lines[0]) == ["key_not_modelled"]
        shelf.note(EntryKind.OVERRIDE, "L1", {"cause": "key_not_modelled"})

        assert units(shelf.check({}).lines[0]) == ("release", 100, 0, 0)

    def test_it_opens_nothing_that_another_cause_bears_on(self, shelf: Shelf) -> None:
        shelf.files = Files(settings={"require_keys": ["cn:import"]})
        shelf.note(EntryKind.OVERRIDE, "L1", {"cause": "key_not_modelled"})
        (line,) = shelf.check({}).lines

        assert units(line) == ("hold", 0, 100, 0)
        assert causes(line) == ["licence_required"]

    @pytest.mark.parametrize("cause", ["licence_required", "facts_missing", "balance_exhausted"])
    def test_what_was_written_past_the_command_does_not_count(self, shelf: Shelf, cause: str) -> None:
        shelf.note(EntryKind.OVERRIDE, "L1", {"cause": cause})
        (line,) = shelf.check(TO_OPEN if cause == "facts_missing" else {}).lines

        assert line.release_units == 0
        assert "may not be overridden" in line.warnings[0].text

    @pytest.mark.parametrize("unsigned", [{"second": ""}, {"second": "officer  1"}, {"document": ""}])
    def test_unsigned_it_does_not_count(self, shelf: Shelf, unsigned: dict[str, str]) -> None:
        shelf.grant(licence())
        shelf.note(EntryKind.OVERRIDE, "L1", {"cause": "stale_law"}, **unsigned)
        (line,) = shelf.check({}, ask=Ask(valid_at=STALE_DAY)).lines

        assert causes(line) == ["stale_law"]
        assert [remark.id for remark in line.warnings] == ["note_not_counted"]


class TestFactChanges:
    """An order held, then stated otherwise, waits for two persons."""

    def test_an_order_that_turns_by_another_destination_waits(self, shelf: Shelf) -> None:
        assert shelf.reserve({}).lines[0].verdict == "hold"
        book = shelf.reserve(TO_DE)

        (line,) = book.lines
        assert units(line) == ("hold", 0, 100, 0)
        assert causes(line) == ["fact_change_unapproved"]
        text = said(line)
        assert "destination: CN -> DE" in text
        assert "place of use: CN -> DE" in text
        assert "end user: cn -> de" in text
        assert "by two named persons" in text
        shelf.note(EntryKind.APPROVAL, "L1", {"of": "fact_change"}, reason="contract novated")
        approved = shelf.reserve(TO_DE)
        assert units(approved.lines[0]) == ("release", 100, 0, 0)
        shown = board(check_json(approved), width=200, colour=False)
        assert "approved  a change of facts, by Officer 1 and Officer 2: contract novated (doc 1)" in shown
        assert shelf.reserve(TO_DE).lines[0].verdict == "release"

    def test_it_waits_however_often_it_is_judged(self, shelf: Shelf) -> None:
        shelf.reserve({})
        for _ in range(3):
            assert causes(shelf.reserve(TO_DE).lines[0]) == ["fact_change_unapproved"]

    def test_small_steps_do_not_pass(self, shelf: Shelf) -> None:
        shelf.reserve({})
        shelf.reserve({"place_of_use": "DE"})
        assert shelf.reserve({"place_of_use": "DE", "ultimate_consignee": "de"}).lines[0].verdict == "hold"

        assert causes(shelf.reserve(TO_DE).lines[0]) == ["fact_change_unapproved"]

    def test_a_fact_left_out_for_a_while_does_not_pass(self, shelf: Shelf) -> None:
        shelf.reserve({})
        between = {**TO_DE, "destination": "", "place_of_use": "", "ultimate_consignee": "", "end_user": "open"}
        assert shelf.reserve(between).lines[0].verdict == "undetermined"

        assert causes(shelf.reserve(TO_DE).lines[0]) == ["fact_change_unapproved"]

    def test_an_approval_covers_the_change_it_was_given_for(self, shelf: Shelf) -> None:
        shelf.reserve({})
        shelf.reserve(TO_DE)
        shelf.note(EntryKind.APPROVAL, "L1", {"of": "fact_change"})

        (line,) = shelf.reserve({**TO_DE, "end_use": "inference"}).lines
        assert causes(line) == ["fact_change_unapproved"]
        assert "end use: training -> inference" in said(line)
        assert "destination" not in line.blocking[0].text

    def test_it_covers_no_later_change_though_another_cause_held_the_order_meanwhile(self, shelf: Shelf) -> None:
        shelf.reserve({})
        shelf.reserve(TO_DE)
        shelf.reserve({**TO_DE, "end_user": "cn"})
        shelf.note(EntryKind.APPROVAL, "L1", {"of": "fact_change"})

        assert causes(shelf.reserve(TO_DE).lines[0]) == ["fact_change_unapproved"]

    def test_an_approval_before_the_change_was_written_down_covers_it(self, shelf: Shelf) -> None:
        shelf.reserve({})
        assert causes(shelf.check(TO_DE).lines[0]) == ["fact_change_unapproved"], "read only"
        shelf.note(EntryKind.APPROVAL, "L1", {"of": "fact_change"})

        assert shelf.reserve(TO_DE).lines[0].verdict == "release"

    @pytest.mark.parametrize("unsigned", [{"second": ""}, {"document": ""}])
    def test_an_approval_by_one_does_not_count(self, shelf: Shelf, unsigned: dict[str, str]) -> None:
        shelf.reserve({})
        shelf.note(EntryKind.APPROVAL, "L1", {"of": "fact_change"}, **unsigned)

        assert causes(shelf.reserve(TO_DE).lines[0]) == ["fact_change_unapproved"]

    def test_a_licence_is_no_change_of_facts(self, shelf: Shelf) -> None:
        shelf.reserve({})
        shelf.grant(licence())

        assert shelf.reserve({}).lines[0].verdict == "release"

    def test_to_state_what_was_not_stated_is_no_change(self, shelf: Shelf) -> None:
        without = {"place_of_use": "", "end_use": "", "end_user": ""}
        assert shelf.reserve(without).lines[0].hold_units
        shelf.grant(licence())

        assert shelf.reserve({}).lines[0].verdict == "release"

    def test_a_party_under_the_same_id_is_watched(self, shelf: Shelf) -> None:
        to_germany = {"destination": "DE", "place_of_use": "DE"}
        shelf.reserve(to_germany)
        shelf.files = Files(parties=PARTIES.replace("cn,Buyer C,CN,CN,-", "cn,Buyer C,DE,DE,-"))
        (line,) = shelf.reserve(to_germany).lines

        assert causes(line) == ["fact_change_unapproved"]
        assert "headquarters of cn: CN -> DE" in said(line)

    def test_a_new_intermediary_after_a_refusal_is_called_so(self, shelf: Shelf) -> None:
        shelf.reserve({})
        parties = {"ultimate_consignee": "any", "end_user": "any", "intermediate_consignee": ["ae"]}
        shelf.grant(licence({"parties": parties}))
        shelf.files = Files(roles=[("L1", "intermediate_consignee", "ae")])
        (line,) = shelf.reserve({}).lines

        assert causes(line) == ["fact_change_unapproved"]
        assert "a new intermediary after the refusal: intermediate consignee ae" in said(line)

    def test_an_order_split_under_a_limit_is_told(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 80}))
        shelf.reserve({"order_id": "big", "quantity": 150})
        shelf.grant(licence(number="LIC-2"))
        book = shelf.check(
            {"order_id": "a", "quantity": 70}, {"order_id": "b", "quantity": 80}, ask=Ask(assign="largest")
        )

        assert [remark.id for line in book.lines for remark in line.warnings] == ["order_may_be_split"] * 2
        assert "order big of 150 units, held for want of balance on 2026-06-15, is not in this book" in (
            book.lines[0].warnings[0].text
        )

    def test_a_smaller_order_and_its_rest_are_told_and_less_is_not(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 80}))
        shelf.reserve({"order_id": "big", "quantity": 150})
        rest = {"order_id": "rest", "quantity": 70}
        told = shelf.check({"order_id": "big", "quantity": 80}, rest)
        less = shelf.check({"order_id": "big", "quantity": 80}, {**rest, "quantity": 69})

        assert [remark.id for remark in told.lines[1].warnings] == ["order_may_be_split"]
        assert less.lines[1].warnings == ()

    def test_units_released_before_stay_released(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 60}))
        assert units(shelf.reserve({}).lines[0]) == ("hold", 60, 40, 0)
        (line,) = shelf.reserve({"end_use": "inference"}).lines

        assert units(line) == ("hold", 60, 40, 0)
