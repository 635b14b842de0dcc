"""A book drawn on a register: what it leaves, what an order holds, what a check reserves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from licet.errors import LimitRefused, ProblemsFound, UsageError
from licet.ledger import Amend, EntryKind, Reserve, Resume, Revoke, Ship, Suspend, Void
from licet.register import read_authorisations
from licet.report import board, html_report, schema
from licet.verdict import Ask, check_json
from licet.verdict import reserving as reserving_module

from .books import CHIP_TPP, CONDITIONS, TO_DE, Files, causes, licence, said, units
from .registers import JUNE, SAID, Shelf

if TYPE_CHECKING:
    from licet.case import Case
    from licet.register import Draw
    from licet.rules import Law
    from licet.verdict import CheckedBook, LineVerdict


def remarks(line: LineVerdict) -> list[str]:
    return [remark.id for remark in line.warnings]


class TestReading:
    def test_a_licence_of_the_register_opens_a_line(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        book = shelf.check({})

        assert units(book.lines[0]) == ("release", 100, 0, 0)
        assert shelf.free() == [1000], "reading takes nothing"
        assert list(shelf.register.notes(EntryKind.JUDGEMENT)) == []

    def test_what_others_drew_is_gone(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 150}))
        shelf.reserve({"order_id": "other", "quantity": 90})

        assert units(shelf.check({}).lines[0]) == ("hold", 60, 40, 0)

    def test_a_number_with_the_same_terms_in_both_is_one_grant(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.files = Files([licence()])

        assert units(shelf.check({}).lines[0])[0] == "release"

    def test_a_number_with_other_terms_in_the_register_is_a_problem(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.files = Files([licence(limits={"pieces": 60})])

        with pytest.raises(ProblemsFound) as found:
            shelf.check({})
        (problem,) = found.value.problems
        assert problem.slug == "authorisation-in-both"
        assert "LIC-1" in problem.what
        assert "licet register amend" in problem.mend

    def test_licences_of_the_file_count_beside_those_of_the_register(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 60}))
        shelf.files = Files([licence(number="FILE", valid_to="2028-01-01")])
        first, second = shelf.check({"quantity": 60}, {}, ask=Ask(assign="earliest-expiry")).lines

        assert [fit.authorisation.number for _, fit in first.fits] == ["LIC-1"]
        assert [fit.authorisation.number for _, fit in second.fits] == ["FILE"]

    def test_as_known_before_the_grant_nothing_is_on_file(self, shelf: Shelf) -> None:
        shelf.grant(licence())

        assert units(shelf.check({}, ask=Ask(known_at=date(2026, 6, 14))).lines[0]) == ("hold", 0, 100, 0)
        assert units(shelf.check({}, ask=Ask(known_at=date(2026, 6, 15))).lines[0])[0] == "release"

    def test_a_suspended_licence_is_not_used_and_a_claim_says_since_when(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.post(
            Suspend(
                operation_id="s", valid_at=date(2026, 6, 1), said=replace(SAID, document="letter 9"), number="LIC-1"
            )
        )
        plain, claimed = shelf.check({}, {"authority_claimed": "LIC-1"}).lines

        assert causes(plain) == ["licence_required"]
        assert causes(claimed) == ["authorisation_not_active", "licence_required"]
        assert "LIC-1 is claimed; it is suspended since 2026-06-01 (letter 9)" in said(claimed)
        assert units(claimed) == ("hold", 0, 100, 0)

    def test_before_the_suspension_and_after_its_end_it_is_used(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.post(Suspend(operation_id="s", valid_at=date(2026, 6, 1), said=SAID, number="LIC-1"))
        shelf.post(Resume(operation_id="r", valid_at=date(2026, 6, 10), said=SAID, number="LIC-1"))

        verdicts = [
            shelf.check({}, ask=Ask(valid_at=date.fromisoformat(day))).lines[0].verdict
            for day in ("2026-05-31", "2026-06-09", "2026-06-10")
        ]
        assert verdicts == ["release", "hold", "release"]

    def test_a_part_of_a_revoked_licence_is_not_used(self, shelf: Shelf) -> None:
        shelf.grant(licence(number="TOP"), licence(number="PART", parent="TOP"))
        shelf.post(Revoke(operation_id="r", valid_at=date(2026, 6, 1), said=SAID, number="TOP"))
        (line,) = shelf.check({"authority_claimed": "PART"}).lines

        assert "PART is claimed; it is a part of TOP, which is revoked since 2026-06-01" in said(line)

    def test_a_part_of_what_starts_later_is_not_used(self, shelf: Shelf) -> None:
        shelf.grant(licence(number="TOP", valid_from="2026-06-20"), licence(number="PART", parent="TOP"))
        (line,) = shelf.check({"authority_claimed": "PART"}).lines

        assert units(line) == ("hold", 0, 100, 0)
        assert "is a part of TOP, which is not on file on 2026-06-15" in said(line)

    def test_an_expired_licence_says_so(self, shelf: Shelf) -> None:
        shelf.grant(licence(valid_to="2026-06-01"))
        (line,) = shelf.check({"authority_claimed": "LIC-1"}).lines

        assert "expired on 2026-06-15" in said(line)

    def test_amended_terms_count_from_their_day(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 50}))
        more = shelf.folder / "more.yaml"
        more.write_text((shelf.folder / "granted.yaml").read_text().replace('"pieces": 50', '"pieces": 80'))
        (one,) = read_authorisations(more)
        shelf.post(Amend(operation_id="a", valid_at=date(2026, 6, 10), said=SAID, authorisation=one))

        found = [
            shelf.check({}, ask=Ask(valid_at=date.fromisoformat(day))).lines[0].release_units
            for day in ("2026-06-09", "2026-06-10")
        ]
        assert found == [50, 80]

    def test_lines_of_several_days_share_what_they_take(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 150}))
        more = shelf.folder / "more.yaml"
        more.write_text((shelf.folder / "granted.yaml").read_text().replace('"pieces": 150', '"pieces": 170'))
        (one,) = read_authorisations(more)
        shelf.post(Amend(operation_id="a", valid_at=date(2026, 6, 20), said=SAID, authorisation=one))
        book = shelf.reserve({"ship_on": "2026-06-16"}, {"ship_on": "2026-06-25"}, ask=Ask(at_ship_on=True))

        assert [line.release_units for line in book.lines] == [100, 70]
        assert shelf.free(day="2026-06-25") == [0]

    def test_no_query_for_each_line(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        shelf.grant(licence())
        asked: list[str] = []
        for name in ("balance", "free", "history"):
            monkeypatch.setattr(type(shelf.register), name, lambda *_, _name=name, **__: asked.append(_name))
        shelf.check(*({"quantity": 1} for _ in range(50)))

        assert asked == []


class TestReserving:
    def test_what_is_released_is_reserved(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        book = shelf.reserve({}, {"quantity": 30})

        assert book.reserved is not None
        assert [(each.order_id, each.number, each.units) for each in book.reserved.made] == [
            ("L1", "LIC-1", 100),
            ("L2", "LIC-1", 30),
        ]
        assert shelf.free() == [870]
        (first, _) = shelf.register.reservations()
        assert first.reservation_id == "check/L1/LIC-1/us:export/0+100"
        assert (first.author, first.order_id, first.units) == ("Ms Reserve", "L1", 100)
        assert book.reserved.head == shelf.register.head()

    def test_a_second_run_finds_them(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 100}))
        shelf.reserve({})
        book = shelf.reserve({})

        assert units(book.lines[0]) == ("release", 100, 0, 0)
        assert book.reserved is not None
        assert (book.reserved.made, book.reserved.noted) == ((), 0)
        assert [(each.order_id, each.units) for each in book.reserved.found] == [("L1", 100)]
        assert shelf.free() == [0]
        assert units(shelf.check({}).lines[0]) == ("release", 100, 0, 0)

    def test_an_order_that_grew_takes_the_difference(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.reserve({"quantity": 40})
        book = shelf.reserve({"quantity": 100})

        assert book.reserved is not None
        assert [each.reservation_id for each in book.reserved.made] == ["check/L1/LIC-1/us:export/40+60"]
        assert shelf.free() == [900]

    def test_an_order_that_shrank_holds_more_than_its_verdict(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.reserve({"quantity": 100})
        book = shelf.reserve({"quantity": 70})

        assert book.reserved is not None
        (beyond,) = book.reserved.beyond
        assert (beyond.units, beyond.cure) == (30, "licet register void check/L1/LIC-1/us:export/0+100 --units 30")
        assert "30 units are reserved under LIC-1 and not released now; void them" in book.lines[0].warnings[-1].text
        assert "void them: licet register void check/L1" in board(check_json(book), width=200, colour=False)

    def test_units_given_back_are_reserved_anew(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.reserve({})
        shelf.post(Void(operation_id="v", valid_at=JUNE, said=SAID, reservation_id="check/L1/LIC-1/us:export/0+100"))
        book = shelf.reserve({})

        assert book.reserved is not None
        assert [each.reservation_id for each in book.reserved.made] == ["check/L1/LIC-1/us:export/100+100"]
        assert shelf.free() == [900]

    def test_shipped_units_stay_the_orders_own(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 100}))
        shelf.reserve({})
        shelf.post(
            Ship(operation_id="s", valid_at=JUNE, said=SAID, reservation_id="check/L1/LIC-1/us:export/0+100", units=60)
        )
        book = shelf.reserve({})

        assert units(book.lines[0]) == ("release", 100, 0, 0)
        assert book.reserved is not None
        assert book.reserved.made == ()
        (held,) = check_json(book)["lines"][0]["on_register"]["holds"]
        assert (held["units"], held["shipped"], held["open"]) == (100, 60, 40)

    def test_the_number_held_goes_before_any_ranking(self, shelf: Shelf) -> None:
        shelf.grant(licence(number="LATE", valid_to="2028-01-01"))
        shelf.reserve({"quantity": 40})
        shelf.grant(licence(number="SOON"))

        (line,) = shelf.check({"quantity": 100}).lines
        assert [(fit.authorisation.number, fit.units, fit.held) for _, fit in line.fits] == [("LATE", 100, 40)]
        (chosen,) = shelf.check({"quantity": 100}, ask=Ask(assign="earliest-expiry")).lines
        assert [fit.authorisation.number for _, fit in chosen.fits] == ["LATE"]

    def test_release_reaches_what_is_held_and_what_is_free(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 100}))
        shelf.reserve({"quantity": 40})
        shelf.reserve({"quantity": 40}, {"order_id": "other", "quantity": 50})
        book = shelf.reserve({"quantity": 200}, {"order_id": "other", "quantity": 50})

        assert units(book.lines[0]) == ("hold", 50, 150, 0)
        assert "the order holds 40 units of it already" in said(book.lines[0])
        assert shelf.free() == [0]

    def test_a_draw_in_value_holds_to_the_last_minor_unit(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"value": {"amount": "1.00", "currency": "USD"}}))
        price = {"unit_value": "0.003", "currency": "USD"}
        shelf.reserve({"quantity": 100, **price})
        book = shelf.reserve({"quantity": 400, **price})

        assert book.lines[0].release_units == 333
        assert shelf.free() == [0]
        assert shelf.register.verify().sound

    def test_a_line_under_a_stopped_number_says_what_it_holds(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.reserve({})
        shelf.post(Suspend(operation_id="s", valid_at=JUNE, said=SAID, number="LIC-1"))
        (line,) = shelf.check({}).lines

        assert units(line) == ("hold", 0, 100, 0)
        assert remarks(line) == ["holds_beyond_verdict", "holds_under_stopped"]

    def test_what_is_held_elsewhere_must_be_voided_first(self, shelf: Shelf) -> None:
        shelf.grant(licence(number="OLD"))
        shelf.reserve({"quantity": 60})
        shelf.post(Revoke(operation_id="r", valid_at=JUNE, said=SAID, number="OLD"))
        shelf.grant(licence(number="NEW"))
        book = shelf.reserve({"quantity": 100})

        assert book.reserved is not None
        assert [(each.number, each.units) for each in book.reserved.made] == [("NEW", 40)]
        assert [(each.number, each.units) for each in book.reserved.short] == [("NEW", 60)]

    def test_a_licence_only_in_the_file_cannot_be_reserved(self, shelf: Shelf) -> None:
        shelf.files = Files([licence()])
        assert shelf.check({}).lines[0].verdict == "release"

        with pytest.raises(ProblemsFound) as found:
            shelf.reserve({})
        assert [problem.slug for problem in found.value.problems] == ["authorisation-not-in-register"]

    def test_a_draw_under_a_doubt_is_marked_precautionary(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.reserve({**TO_DE, "ultimate_consignee": "open", "end_user": "open"})

        assert [each.precautionary for each in shelf.register.reservations()] == [True]

    def test_it_needs_a_register_an_author_and_the_present(self, shelf: Shelf) -> None:
        with pytest.raises(UsageError, match="--by"):
            shelf.reserve({}, by=" ")
        with pytest.raises(UsageError, match="--known-at"):
            shelf.reserve({}, ask=Ask(known_at=JUNE))
        assert list(shelf.register.history()) == []

    def test_judgements_are_written_once_for_each_change(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shelf.reserve({}, TO_DE)
        shelf.reserve({}, TO_DE)
        shelf.reserve({"quantity": 90}, TO_DE)

        notes = list(shelf.register.notes(EntryKind.JUDGEMENT))
        assert [note.order_id for note in notes] == ["L1", "L2", "L1"]
        assert shelf.register.verify().sound


class TestRaces:
    """Somebody else writes between the reading and the reservation."""

    def test_the_book_is_judged_again(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        shelf.grant(licence(limits={"pieces": 100}))
        self.between(shelf, monkeypatch, times=1)
        book = shelf.reserve({})

        assert book.reserved is not None
        assert book.reserved.attempts == 2
        assert units(book.lines[0]) == ("hold", 40, 60, 0)
        assert shelf.free() == [0]

    def test_after_five_times_it_gives_up(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        shelf.grant(licence(limits={"pieces": 350}))
        self.between(shelf, monkeypatch, times=99)

        with pytest.raises(LimitRefused, match="after 5 readings"):
            shelf.reserve({"quantity": 400})
        assert {each.order_id for each in shelf.register.reservations()} == {f"rival-{n}" for n in range(5)}
        assert list(shelf.register.notes(EntryKind.JUDGEMENT)) == []

    @staticmethod
    def between(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, *, times: int) -> None:
        judged = reserving_module.check
        count = iter(range(times))

        def check_then_lose(case: Case, law: Law, ask: Ask, **named: Any) -> CheckedBook:  # noqa: ANN401
            book = judged(case, law, ask, **named)
            number = next(count, None)
            if number is not None:
                (_, fit) = book.lines[0].fits[0]
                draw = replace(_draw(book), order_id=f"rival-{number}", quantity=60)
                shelf.post(
                    Reserve(
                        operation_id=f"rival-{number}",
                        valid_at=JUNE,
                        said=SAID,
                        number=fit.authorisation.number,
                        draw=draw,
                        units=60,
                    )
                )
            return book

        monkeypatch.setattr(reserving_module, "check", check_then_lose)


def _draw(book: CheckedBook) -> Draw:
    return reserving_module.draw_of(book.lines[0].order, "us:export", book.lines[0].determination)


class TestAnswers:
    def test_an_answer_of_the_register_meets_a_condition(self, shelf: Shelf) -> None:
        shelf.grant(licence(conditions=CONDITIONS))
        assert shelf.check({}).lines[0].verdict == "undetermined"
        shelf.note(EntryKind.ANSWER, "L1", {"question": "tested", "answer": "yes", "on": "2026-06-10"})
        book = shelf.check({})

        assert book.lines[0].verdict == "release"
        (answer,) = check_json(book)["lines"][0]["on_register"]["answers"]
        assert (answer["answer"], answer["by"], answer["document"]) == ("yes", "Officer 1", "doc 1")
        assert "answer    tested: yes, by Officer 1 on 2026-06-15 (doc 1)" in board(
            check_json(book), width=120, colour=False
        )

    def test_the_last_recorded_counts(self, shelf: Shelf) -> None:
        shelf.grant(licence(conditions=CONDITIONS))
        shelf.note(EntryKind.ANSWER, "L1", {"question": "tested", "answer": "yes", "on": "2026-06-10"})
        shelf.note(EntryKind.ANSWER, "L1", {"question": "tested", "answer": "no", "on": "2026-06-09"})

        assert causes(shelf.check({}).lines[0]) == ["condition_failed"]

    def test_an_answer_after_the_day_does_not_count(self, shelf: Shelf) -> None:
        shelf.grant(licence(conditions=CONDITIONS))
        shelf.note(EntryKind.ANSWER, "L1", {"question": "tested", "answer": "yes", "on": "2026-06-16"})

        assert shelf.check({}).lines[0].verdict == "undetermined"

    def test_an_answer_of_the_file_that_says_otherwise_is_told(self, shelf: Shelf) -> None:
        shelf.grant(licence(conditions=CONDITIONS))
        shelf.files = Files(answers=[("tested", "L1", "no")])
        shelf.note(EntryKind.ANSWER, "L1", {"question": "tested", "answer": "yes", "on": "2026-06-10"})
        (line,) = shelf.check({}).lines

        assert line.verdict == "release"
        assert remarks(line) == ["answer_replaced"]


class TestShown:
    def test_it_has_the_published_form(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"pieces": 150}))
        shelf.reserve({})
        shelf.note(EntryKind.ANSWER, "L1", {"question": "tested", "answer": "yes", "on": "2026-06-10"})
        shelf.note(EntryKind.OVERRIDE, "L1", {"cause": "stale_law", "until": "2026-07-01"})
        shelf.note(EntryKind.APPROVAL, "L1", {"of": "fact_change"})
        shown = check_json(shelf.reserve({"quantity": 60}, {}, ask=Ask(known_at=None)))
        checker = Draft202012Validator(schema("check"), format_checker=Draft202012Validator.FORMAT_CHECKER)

        assert [f"{error.json_path}: {error.message}" for error in checker.iter_errors(shown)] == []
        page = html_report(shown, "")
        assert shown["head_hash"] in page
        for text in ("Held beyond the verdict", "Approvals of changed facts", "Overrides", "Answers on file"):
            assert text in page

    def test_the_head_stands_on_the_board_and_in_the_json(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        shown = check_json(shelf.check({}))

        assert shown["head_hash"] == shelf.register.head()
        assert shown["register"]["authorisations"] == 1
        assert f"Head          {shown['head_hash']}\n" in board(shown, width=60, colour=False)

    def test_without_a_register_nothing_of_it_is_shown(self, shelf: Shelf) -> None:
        shown = check_json(shelf.check({}))
        assert "register" in shown
        assert "on_register" not in shown["lines"][0]

    def test_what_was_reserved_is_printed(self, shelf: Shelf) -> None:
        shelf.grant(licence())
        text = board(check_json(shelf.reserve({})), width=160, colour=False)

        assert "Reserved now, by Ms Reserve (order form); 1 judgement written down" in text
        assert "L1: 100 units under LIC-1 as check/L1/LIC-1/us:export/0+100" in text

    def test_tpp_is_drawn_in_thousandths(self, shelf: Shelf) -> None:
        shelf.grant(licence(limits={"tpp": CHIP_TPP * 150}))
        shelf.reserve({})

        assert shelf.free() == [CHIP_TPP * 50 * 1000]
