"""Red flags on a line: which are asked, what an answer does to them, and what a flag that is up does to the line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from licet.ledger import EntryKind
from licet.report import board, determination_text, html_report, schema
from licet.verdict import Ask, Desk, LineVerdict, check, check_json, determination_json, determine_line, open_case

from .books import CHIP, CONSUMER, FREE, TO_DE, Files, causes, said, units, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from licet.verdict import CheckedBook
    from licet.verdict.red_flags import FlagOnLine

    from .registers import Shelf

HEAD = "question,order_id,answer,by,on,document\n"
HOME, STOCK = "residential_address", "data_centre_capacity"
CHECK = Draft202012Validator(schema("check"), format_checker=FormatChecker())
DETERMINATION = Draft202012Validator(schema("determination"), format_checker=FormatChecker())


def row(
    answer: str,
    flag: str = HOME,
    order: str = "L1",
    *,
    by: str = "Officer 1",
    on: str = "2026-06-01",
    doc: str = "memo 7",
) -> str:
    return f"red_flag:{flag},{order},{answer},{by},{on},{doc}\n"


@dataclass(frozen=True)
class Books:
    """Books with answers written out; the day judged is 2026-06-15."""

    desk: Desk
    folder: Path

    def book(
        self, *rows: str, lines: tuple[Mapping[str, object], ...] = (TO_DE,), ask: Ask | None = None
    ) -> CheckedBook:
        write_book(self.folder, lines, Files())
        (self.folder / "answers.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
        return check(self.desk.case(self.folder), self.desk.law, ask)

    def line(self, *rows: str, ask: Ask | None = None, **changes: object) -> LineVerdict:
        return self.book(*rows, lines=({**TO_DE, **changes},), ask=ask).lines[0]

    def shown(self, *rows: str) -> dict[str, Any]:
        return check_json(self.book(*rows))


@pytest.fixture
def books(desk: Desk, tmp_path: Path) -> Books:
    return Books(desk, tmp_path)


def flags(line: LineVerdict) -> dict[str, FlagOnLine]:
    return {flag.id: flag for flag in line.determination.red_flags}


def state(line: LineVerdict, flag: str = HOME) -> str:
    return flags(line)[flag].state.value


def remarks(line: LineVerdict) -> list[str]:
    return [remark.text for remark in line.warnings if remark.id == "red_flag_not_asked"]


# ---- which are asked


class TestAsked:
    def test_a_chip_that_goes_abroad_is_asked_every_flag(self, books: Books) -> None:
        line = books.line()

        assert set(flags(line)) == {flag.id for flag in books.desk.law.pack.red_flags}
        assert {flag.state.value for flag in flags(line).values()} == {"open"}

    def test_what_nobody_answered_moves_no_verdict(self, books: Books) -> None:
        assert units(books.line()) == ("release", 100, 0, 0)

    def test_a_part_outside_the_entries_is_not_asked(self, books: Books) -> None:
        assert flags(books.line(item=FREE)) == {}

    def test_a_sale_at_home_is_not_asked(self, books: Books) -> None:
        line = books.line(movement="domestic", destination="US", place_of_use="US")

        assert flags(line) == {}

    def test_a_destination_that_is_not_stated_is_asked_all_the_same(self, books: Books) -> None:
        line = books.line(movement="", destination="", place_of_use="")

        assert HOME in flags(line)

    @pytest.mark.parametrize(("figures", "asked"), [(",,,", {"a", "b"}), ("yes,yes,1000,3000", {"b"})])
    def test_an_open_class_is_asked_what_its_candidates_are_asked(
        self, books: Books, figures: str, asked: set[str]
    ) -> None:
        columns = "item_id,kind,has_digital_processing_unit,has_nonplanar_logic,applicable_die_area_mm2,tpp"
        write_book(books.folder, [{**TO_DE, "item": "own"}], Files())
        (books.folder / "items.csv").write_text(f"{columns}\nown,ic,{figures}\n", encoding="utf-8")

        line = check(books.desk.case(books.folder), books.desk.law).lines[0]
        found = line.determination.decision.classification

        assert found.value is None
        assert {value for value, _ in found.candidates} & {"a", "b"} == asked
        assert (HOME in flags(line)) == ("a" in asked)
        assert "training_for_embargoed_party" in flags(line)

    @pytest.mark.parametrize(
        ("day", "count"), [("2024-12-05", 0), ("2024-12-06", 3), ("2025-05-12", 3), ("2025-05-13", 13)]
    )
    def test_each_flag_is_asked_from_its_first_day(self, books: Books, day: str, count: int) -> None:
        line = books.line(ask=Ask(valid_at=date.fromisoformat(day)))

        assert len(flags(line)) == count

    def test_guidance_not_public_yet_is_not_asked(self, books: Books) -> None:
        line = books.line(ask=Ask(valid_at=date(2025, 6, 1), known_at=date(2025, 5, 12)))

        assert HOME not in flags(line)

    def test_lines_that_share_a_decision_share_what_is_asked(self, books: Books) -> None:
        book = books.book(lines=(TO_DE, {**TO_DE, "quantity": 7}, {**TO_DE, "item": CONSUMER}))
        one, two, other = (line.determination.red_flags for line in book.lines)

        assert one is two
        assert one is not other


# ---- what an answer does


class TestAnswered:
    def test_yes_holds_the_line_and_says_who(self, books: Books) -> None:
        line = books.line(row("yes"))

        assert units(line) == ("hold", 0, 100, 0)
        assert causes(line) == ["red_flag"]
        assert "Is the customer's address a dwelling" in said(line)
        assert "Answered yes by Officer 1 on 2026-06-01 (memo 7)" in said(line)
        assert line.blocking[0].citation.startswith("BIS diversion guidance of 2025-05-13")

    def test_what_frees_it_names_the_question_and_no_target(self, books: Books) -> None:
        (free,) = books.line(row("yes")).freeing

        assert free.remedy == "establish_truth"
        assert free.text == "resolve the red flag, by a named person with a document: red_flag:residential_address"

    def test_what_the_source_says_resolves_it_is_told(self, books: Books) -> None:
        (free,) = books.line(row("yes", "order_beyond_needs")).freeing

        assert "inquiry into the end use" in free.text

    def test_two_flags_that_are_up_stand_both(self, books: Books) -> None:
        assert causes(books.line(row("yes"), row("yes", STOCK))) == ["red_flag", "red_flag"]

    @pytest.mark.parametrize("word", ["YES", " Yes ", "true", "ｙｅｓ"])
    def test_a_yes_holds_however_it_is_written(self, books: Books, word: str) -> None:
        assert state(books.line(row(word))) == "up"

    @pytest.mark.parametrize("question", ["RED_FLAG:Residential_Address", " red_flag: residential_address "])
    def test_a_question_is_known_however_it_is_written(self, books: Books, question: str) -> None:
        line = books.line(row("yes").replace("red_flag:residential_address", question))

        assert state(line) == "up"

    def test_a_yes_without_a_document_holds_too(self, books: Books) -> None:
        assert units(books.line(row("yes", doc=""))) == ("hold", 0, 100, 0)

    def test_no_on_a_document_clears(self, books: Books) -> None:
        line = books.line(row("no"))

        assert (state(line), line.verdict) == ("clear", "release")
        assert flags(line)[HOME].note == ""

    def test_resolved_on_a_document_is_shown_and_holds_nothing(self, books: Books) -> None:
        line = books.line(row("resolved"))

        assert (state(line), line.verdict) == ("resolved", "release")

    @pytest.mark.parametrize("answer", ["no", "resolved"])
    @pytest.mark.parametrize("document", ["", "-", "  "])
    def test_without_a_document_it_counts_as_unanswered_and_says_so(
        self, books: Books, answer: str, document: str
    ) -> None:
        line = books.line(row(answer, doc=document))

        assert (state(line), line.verdict) == ("open", "release")
        assert "without a document does not count" in flags(line)[HOME].note

    @pytest.mark.parametrize("answer", ["maybe", "unknown", "=1+1", "no, but see the memo"])
    def test_another_word_is_no_answer(self, books: Books, answer: str) -> None:
        line = books.line(row(f'"{answer}"'))

        assert state(line) == "open"
        assert "neither no, yes nor resolved" in flags(line)[HOME].note

    def test_a_dash_is_no_name(self, books: Books) -> None:
        line = books.line(row("no", by="-"))

        assert state(line) == "open"
        assert "without a name" in flags(line)[HOME].note

    def test_an_answer_about_all_lines_counts_for_each_that_is_asked(self, books: Books) -> None:
        book = books.book(row("yes", order=""), lines=(TO_DE, {**TO_DE, "item": FREE}))

        assert [line.verdict for line in book.lines] == ["hold", "release"]

    def test_an_answer_about_one_line_is_none_about_another(self, books: Books) -> None:
        book = books.book(row("yes", order="L2"), lines=(TO_DE, TO_DE))

        assert [line.verdict for line in book.lines] == ["release", "hold"]

    @pytest.mark.parametrize(("day", "verdict"), [(date(2026, 5, 31), "release"), (date(2026, 6, 1), "hold")])
    def test_an_answer_counts_from_its_day_on(self, books: Books, day: date, verdict: str) -> None:
        assert books.line(row("yes"), ask=Ask(valid_at=day)).verdict == verdict

    def test_an_answer_that_was_not_known_yet_does_not_count(self, books: Books) -> None:
        line = books.line(row("yes"), ask=Ask(known_at=date(2026, 5, 31)))

        assert (state(line), line.verdict) == ("open", "release")

    def test_due_diligence_that_is_cleared_does_not_clear_a_flag_that_is_up(self, books: Books) -> None:
        files = Files(facts=[("L1", "due_diligence", "cleared")])
        write_book(books.folder, [TO_DE], files)
        (books.folder / "answers.csv").write_text(HEAD + row("yes"), encoding="utf-8")

        line = check(books.desk.case(books.folder), books.desk.law).lines[0]

        assert (line.verdict, causes(line)) == ("hold", ["red_flag"])


# ---- answers that differ


class TestSeveralAnswers:
    def test_what_is_said_of_the_line_goes_before_what_is_said_of_all(self, books: Books) -> None:
        assert state(books.line(row("no"), row("yes", order="", on="2026-05-01"))) == "clear"

    def test_a_flag_raised_over_all_lines_later_is_not_cleared_by_what_was_said_before(self, books: Books) -> None:
        assert state(books.line(row("no"), row("yes", order="", on="2026-06-02"))) == "up"

    def test_of_two_answers_of_one_day_the_one_that_holds_counts(self, books: Books) -> None:
        assert state(books.line(row("resolved"), row("yes", order=""))) == "up"

    def test_a_blanket_no_does_not_clear_what_was_raised_of_the_line(self, books: Books) -> None:
        assert state(books.line(row("yes", on="2026-05-01"), row("no", order=""))) == "up"

    def test_what_does_not_count_takes_nothing_from_what_does(self, books: Books) -> None:
        line = books.line(row("no", doc=""), row("yes", order="", on="2026-05-01"))

        assert state(line) == "up"
        assert "'no' by Officer 1 on 2026-06-01 without a document does not count" in said(line)


class TestRegister:
    def answer(self, shelf: Shelf, answer: str, on: str, order: str = "L1", document: str = "file 3") -> None:
        content = {"question": f"red_flag:{HOME}", "answer": answer, "on": on}
        shelf.note(EntryKind.ANSWER, order, content, document=document)

    def test_an_answer_kept_in_a_register_counts(self, shelf: Shelf) -> None:
        self.answer(shelf, "yes", "2026-06-01")

        (line,) = shelf.check(TO_DE).lines

        assert (state(line), line.verdict, causes(line)) == ("up", "hold", ["red_flag"])

    def test_the_newest_answer_of_a_register_counts(self, shelf: Shelf, desk: Desk) -> None:
        del desk
        self.answer(shelf, "yes", "2026-06-15")
        self.answer(shelf, "resolved", "2026-06-20")
        days = {day: shelf.check(TO_DE, ask=Ask(valid_at=date.fromisoformat(day))).lines[0] for day in LATER}

        assert [state(line) for line in days.values()] == ["up", "up", "resolved"]

    def test_of_two_answers_of_one_day_the_one_that_holds_counts(self, shelf: Shelf) -> None:
        self.answer(shelf, "yes", "2026-06-15")
        self.answer(shelf, "resolved", "2026-06-15")

        assert state(shelf.check(TO_DE).lines[0]) == "up"

    def test_a_register_goes_before_the_file_and_says_so(self, shelf: Shelf) -> None:
        shelf.files = Files(answers=[(f"red_flag:{HOME}", "L1", "no")])
        self.answer(shelf, "yes", "2026-05-01")

        (line,) = shelf.check(TO_DE).lines

        assert state(line) == "up"
        assert any(remark.id == "answer_replaced" for remark in line.warnings)


LATER = ("2026-06-15", "2026-06-19", "2026-06-20")


# ---- answers to what is not asked


class TestNotAsked:
    def test_a_yes_of_a_person_about_the_line_holds_even_where_the_flag_is_not_asked(self, books: Books) -> None:
        line = books.line(row("yes"), item=FREE)

        assert (line.verdict, causes(line)) == ("hold", ["red_flag"])

    def test_a_no_to_what_is_not_asked_is_told(self, books: Books) -> None:
        (text,) = remarks(books.line(row("no"), item=FREE))

        assert "answers.csv:2 answers red_flag:residential_address, which is not asked of this line" in text

    def test_what_is_said_of_all_lines_is_no_fault_of_a_line_that_is_not_asked(self, books: Books) -> None:
        assert remarks(books.line(row("no", order=""), item=FREE)) == []

    def test_an_answer_to_no_flag_of_the_law_is_told(self, books: Books) -> None:
        line = books.line(row("no", "residental_adress", order=""))

        assert line.verdict == "release"
        assert "which is no red flag of the law on file" in remarks(line)[0]

    def test_a_flag_that_only_the_person_knows_holds(self, books: Books) -> None:
        line = books.line(row("yes", "residental_adress", order=""))

        assert (line.verdict, causes(line)) == ("hold", ["red_flag"])
        assert "no red flag of the law on file" in said(line)

    def test_a_flag_of_the_firms_own_law_is_asked(self, books: Books) -> None:
        own = (
            "red_flags:\n  - id: own_sign\n    question: Is it odd?\n    about: order\n    when: destination = 'DE'\n"
            "    from: 2026-01-01\n    source: {doc: 15 CFR 732, at: Supp. 3, grade: memory}\n"
        )
        write_book(books.folder, [TO_DE], Files())
        (books.folder / "law").mkdir()
        (books.folder / "law" / "red_flags.yaml").write_text(own, encoding="utf-8")
        (books.folder / "answers.csv").write_text(HEAD + row("yes", "own_sign"), encoding="utf-8")
        desk, case = open_case(books.folder)

        line = check(case, desk.law).lines[0]

        assert (state(line, "own_sign"), line.verdict) == ("up", "hold")
        assert HOME in flags(line)


# ---- how it is shown


class TestShown:
    def test_json_has_each_flag_with_its_state(self, books: Books) -> None:
        shown = books.shown(row("yes"), row("resolved", STOCK), row("no", "unusual_intermediary", doc=""))
        CHECK.validate(json.loads(json.dumps(shown)))
        found = {flag["id"]: flag for flag in shown["lines"][0]["red_flags"]}

        assert found[HOME] == {
            "id": HOME,
            "question": "Is the customer's address a dwelling, although it orders in commercial quantities?",
            "citation": "BIS diversion guidance of 2025-05-13, red flag on residential addresses",
            "grade": "secondary",
            "about": "party",
            "state": "up",
            "by": "Officer 1",
            "on": "2026-06-01",
            "document": "memo 7",
        }
        assert (found[STOCK]["state"], found[STOCK]["document"]) == ("resolved", "memo 7")
        assert (found["unusual_intermediary"]["state"], found["unusual_intermediary"]["document"]) == ("open", None)
        assert "without a document" in found["unusual_intermediary"]["note"]
        assert (found["no_business_reason"]["state"], found["no_business_reason"]["by"]) == ("open", None)

    def test_a_line_that_is_not_asked_has_no_list(self, books: Books) -> None:
        shown = check_json(books.book(lines=({**TO_DE, "item": FREE},)))

        assert "red_flags" not in shown["lines"][0]

    def test_the_cause_is_counted_once_a_line(self, books: Books) -> None:
        totals = books.shown(row("yes"), row("yes", STOCK))["totals"]

        assert totals["by_cause"] == [{"cause": "red_flag", "lines": 1, "units": 100}]

    def test_the_board_counts_what_is_not_answered(self, books: Books) -> None:
        text = " ".join(board(books.shown(row("yes"), row("resolved", STOCK)), width=100, colour=False).split())

        assert "flags 11 of 13 red flags not answered, 1 up, 1 resolved" in text
        assert "flags data_centre_capacity: resolved by Officer 1 on 2026-06-01 (memo 7)" in text
        assert "red flag: residential_address:" in text

    def test_the_board_says_what_does_not_count(self, books: Books) -> None:
        text = " ".join(board(books.shown(row("no", doc="")), width=100, colour=False).split())

        assert "residential_address: 'no' by Officer 1 on 2026-06-01 without a document does not count" in text

    def test_the_page_lists_every_question_and_escapes_what_was_written(self, books: Books) -> None:
        page = html_report(books.shown(row("yes", by="<script>alert(1)</script>")), "")

        assert "<h3>Red flags</h3>" in page
        assert page.count("<li>not answered, ") == 12
        assert "<li>up, residential_address: Is the customer&#39;s address a dwelling" in page
        assert "<script>alert" not in page

    def test_an_explanation_of_a_line_lists_them_with_the_answers_of_the_case(self, books: Books) -> None:
        case = books.book(row("resolved")).case
        answer = determine_line(case.orders[0], case, books.desk.law, Ask(), date(2026, 6, 15))
        shown = determination_json(answer, explained=True)
        DETERMINATION.validate(json.loads(json.dumps(shown)))
        text = " ".join(determination_text(shown, width=100, colour=False).split())

        assert "resolved, residential_address: Is the customer's address a dwelling" in text
        assert "Answered by Officer 1 on 2026-06-01 (memo 7)" in text
        assert text.count("- not answered, ") == 12
        assert "secondary source]" in text


def test_one_part_of_the_catalogue_is_asked_by_its_class(books: Books) -> None:
    """A consumer part of 3A090.a that Note 2 takes out is no item of the guidance; a chip for data centres is."""
    asked = {item: HOME in flags(books.line(item=item)) for item in (CHIP, FREE)}

    assert asked == {CHIP: True, FREE: False}
