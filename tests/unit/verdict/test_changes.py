"""What changed since an instant: by the register's notes, or by what was public then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from licet.ledger import EntryKind, Suspend
from licet.report import changes_text, schema
from licet.verdict import Ask, changes_json, changes_since, check

from .books import CONDITIONS, TO_DE, Files, licence, the_desk, write_book
from .registers import JUNE, SAID

if TYPE_CHECKING:
    from pathlib import Path

    from licet.verdict import CheckedBook

    from .registers import Shelf


def changes(book: CheckedBook, since: datetime) -> dict[str, Any]:
    """Return the changes as JSON, checked against the schema."""
    shown = changes_json(changes_since(book, since, chronicle=book.chronicle))
    checker = Draft202012Validator(schema("changes"), format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(shown)] == []
    return shown


class TestByRegister:
    def test_nothing_changed(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.reserve({}, TO_DE)
        found = changes(shelf.check({}, TO_DE), shelf.clock.now)

        assert (found["changes"], found["unchanged"], found["against"]) == ([], 2, "register")

    def test_a_line_that_was_not_judged_then_is_new(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        before = shelf.clock.now
        shelf.reserve({})
        found = changes(shelf.check({}), before)

        (change,) = found["changes"]
        assert (change["before"], change["after"]["verdict"]) == (None, "release")
        assert "new -> release" in changes_text(found, width=120, colour=False)

    def test_a_grant_and_a_stop_are_named(self, shelf: Shelf) -> None:
        shelf.reserve({})
        held = shelf.clock.now
        shelf.grant(licence())
        shelf.reserve({})
        released = shelf.clock.now
        granted = changes(shelf.check({}), held)["changes"][0]
        shelf.post(Suspend(operation_id="s", valid_at=JUNE, said=SAID, number="LIC-1"))
        stopped = changes(shelf.check({}), released)["changes"][0]

        assert granted["causes_gone"] == ["licence_required"]
        assert granted["reasons"] == ["authorisation: grant of LIC-1 from 2026-01-01, by Officer 1 (test)"]
        assert [each["cause"] for each in stopped["causes_come"]] == ["licence_required"]
        assert stopped["reasons"] == ["authorisation: suspend of LIC-1 from 2026-06-15, by Officer 1 (test)"]

    def test_facts_are_named_from_what_to_what(self, shelf: Shelf) -> None:
        shelf.reserve(TO_DE)
        then = shelf.clock.now
        found = changes(shelf.check({}), then)
        (change,) = found["changes"]

        assert change["before"]["verdict"], change["after"]["verdict"] == ("release", "hold")
        assert "fact: destination: DE -> CN" in change["reasons"]
        assert "fact: end user: de -> cn" in change["reasons"]
        assert "by        fact: destination: DE -> CN" in changes_text(found, width=120, colour=False)

    def test_an_answer_is_named(self, shelf: Shelf) -> None:
        shelf.grant(licence(conditions=CONDITIONS))
        shelf.reserve({})
        then = shelf.clock.now
        shelf.note(EntryKind.ANSWER, "L1", {"question": "tested", "answer": "yes", "on": "2026-06-15"})
        (change,) = changes(shelf.check({}), then)["changes"]

        assert change["causes_gone"] == ["condition_unanswered"]
        assert "answer: tested is yes, by Officer 1 (doc 1)" in change["reasons"]

    def test_orders_that_are_gone_are_named(self, shelf: Shelf) -> None:
        shelf.reserve({"order_id": "old"}, {"order_id": "kept"})

        assert changes(shelf.check({"order_id": "kept"}), shelf.clock.now)["gone"] == ["old"]

    def test_another_draw_on_the_same_balance_is_the_reason_left(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 200}))
        shelf.reserve({"quantity": 1, "order_id": "first"}, {"quantity": 150})
        then = shelf.clock.now
        shelf.reserve({"quantity": 150, "order_id": "L2"}, {"quantity": 199, "order_id": "first"})
        found = changes(shelf.check({"quantity": 199, "order_id": "first"}, {"quantity": 200}), then)

        assert {change["order_id"] for change in found["changes"]} == {"first", "L2"}


class TestByDate:
    def test_what_became_public_since_is_named(self, tmp_path: Path) -> None:
        desk = the_desk()
        case = desk.case(write_book(tmp_path, [{}], Files([licence()])))
        book = check(case, desk.law, Ask(valid_at=date(2026, 6, 15)), chronicle=desk.chronicle)
        found = changes(book, datetime(2026, 1, 1, tzinfo=UTC))

        assert found["against"] == "known_at"
        (change,) = found["changes"]
        assert any(reason.startswith("act: Cleared by Washington") for reason in change["reasons"])
        assert found["head_hash"] is None

    def test_since_a_day_after_all_of_it_nothing_changed(self, tmp_path: Path) -> None:
        desk = the_desk()
        case = desk.case(write_book(tmp_path, [{}, TO_DE], Files([licence()])))
        book = check(case, desk.law, Ask(), chronicle=desk.chronicle)

        assert changes(replace(book), datetime(2027, 1, 1, tzinfo=UTC))["changes"] == []
