"""A possible match with a listed party stops a line until a person has judged, or a licence names the party."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from tests.unit.screen.lists import index, written

from licet.errors import ProblemsFound
from licet.report import board, html_report, schema
from licet.screen import FOLDER, LISTS_FILE, packed, read_screening_list
from licet.verdict import Ask, CheckedBook, Desk, LineVerdict, Screening, check, check_json, find_screening

from .books import APPROVAL, CONDITIONS, TO_DE, Files, causes, licence, said, units, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LISTED, LOCAL, CLEAR = "Moonshade Semiconductor", "月影半导体", "Buyer D"
DOCUMENT = "memo 7"
NAMED = {"ultimate_consignee": ["de"], "end_user": ["de"]}


def parties(name: str = LISTED, local: str = "", country: str = "DE") -> str:
    head = "party_id,name,name_local,country,headquarters,ultimate_parent_headquarters"
    return f"{head}\nde,{name},{local},{country},DE,-\ncn,Buyer C,,CN,CN,-\nown,Grey Heron Trading,,AE,AE,-\n"


def judged(answer: str, question: str = "same_party:de", order: str = "", document: str = DOCUMENT) -> str:
    return f"question,order_id,answer,by,on,document\n{question},{order},{answer},Officer 1,2026-06-12,{document}\n"


@dataclass(frozen=True)
class Books:
    """Books looked up on the small list of 2026-06-10; the day judged is 2026-06-15."""

    desk: Desk
    folder: Path
    screening: Screening

    def book(
        self, *lines: Mapping[str, object], files: Files | None = None, ask: Ask | None = None, **tables: str
    ) -> CheckedBook:
        folder = write_book(self.folder, lines or [TO_DE], files or Files())
        for name, content in {"parties": parties(), **tables}.items():
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        asked = replace(ask or Ask(), screening=self.screening)
        return check(self.desk.case(folder), self.desk.law, asked)

    def line(self, files: Files | None = None, ask: Ask | None = None, **tables: str) -> LineVerdict:
        return self.book(files=files, ask=ask, **tables).lines[0]


@pytest.fixture
def books(desk: Desk, tmp_path: Path) -> Books:
    (tmp_path / "case").mkdir()
    return Books(desk, tmp_path / "case", Screening(index(tmp_path), "the lists of the test"))


class TestStop:
    def test_a_match_holds_what_nothing_else_stands_against(self, books: Books) -> None:
        line = books.line()

        assert units(line) == ("hold", 0, 100, 0)
        assert set(causes(line)) == {"possible_match"}
        assert {block.key for block in line.blocking} == {None}
        assert line.blocking[0].citation == "Entities of the Test (EL), an instrument"
        assert "possible match with Moonshade Semiconductor Co., Ltd. on Entities of the Test (EL)" in said(line)
        assert "vintage 2026-06-10" in said(line)
        assert "the party's country DE is not among the entry's (CN, HK)" in said(line)
        assert ("establish_truth", "same_party:de") in [(f.remedy, f.text.rsplit(" ", 1)[-1]) for f in line.freeing]
        assert line.statement is None

    @pytest.mark.parametrize(
        "tables",
        [
            {"parties": parties("Moonshade Chips")},
            {"parties": parties(CLEAR, LOCAL)},
            {"parties": parties(CLEAR), "owners": "party_id,owner,percent\nde,Moonshade Chips,10\n"},
            {"parties": parties(CLEAR), "owners": "party_id,owner,percent\nde,own,\n"},
            {"parties": parties(CLEAR), "owners": "party_id,owner\nde,cn\ncn,own\nown,de\n"},
            {"parties": parties(CLEAR), "order_parties": "order_id,role,party_id\nL1,intermediate_consignee,own\n"},
            {"parties": parties(CLEAR), "order_parties": "order_id,role,party_id\nL1,purchaser,own\n"},
        ],
        ids=["alias", "local name", "named owner", "owner", "owner's owner", "intermediate", "purchaser"],
    )
    def test_every_name_of_every_party_is_looked_up(self, books: Books, tables: dict[str, str]) -> None:
        assert units(books.line(**tables)) == ("hold", 0, 100, 0)

    def test_an_owner_of_another_time_is_not_looked_up(self, books: Books) -> None:
        owners = "party_id,owner,percent,from,to\nde,own,60,2020-01-01,2026-06-15\n"

        assert books.line(parties=parties(CLEAR), owners=owners).verdict == "release"

    def test_an_unlisted_name_is_released_and_the_statement_says_on_what(self, books: Books) -> None:
        line = books.line(parties=parties(CLEAR))

        assert units(line) == ("release", 100, 0, 0)
        assert line.statement is not None
        assert (
            "Names looked up on the party lists of 2026-06-10 (the lists of the test), exact and alias."
            in line.statement
        )
        assert "party lists beyond exact names" in str(line.statement)
        (text,) = [each.text for each in line.determination.not_tested if each.id.startswith("party_lists")]
        assert text.startswith("Party lists of 2026-06-10, exact and alias names only; ")
        assert text.endswith("fuzzy names, addresses and ownership are not tested.")

    def test_a_match_holds_what_is_held_or_unknown_already(self, books: Books) -> None:
        (line,) = books.book({}, parties=parties(CLEAR).replace("Buyer C", LISTED)).lines

        assert units(line) == ("hold", 0, 100, 0)
        assert {"licence_required", "possible_match"} <= set(causes(line))

    def test_a_party_met_twice_is_stopped_twice(self, books: Books) -> None:
        assert [line.verdict for line in books.book(TO_DE, TO_DE, {}).lines] == ["hold", "hold", "hold"]


class TestJudgement:
    @pytest.mark.parametrize("order", ["", "L1"])
    def test_a_judgement_on_a_document_clears_it_and_is_said(self, books: Books, order: str) -> None:
        line = books.line(answers=judged("no", order=order))

        assert units(line) == ("release", 100, 0, 0)
        assert all("judged not the same by Officer 1 on 2026-06-12 (memo 7)" in each.text for each in line.warnings)
        assert [each.id for each in line.warnings] == ["judged_not_the_same"] * 2

    def test_one_without_a_document_clears_nothing(self, books: Books) -> None:
        line = books.line(answers=judged("no", document=""))

        assert units(line) == ("hold", 0, 100, 0)
        assert "without a document" in said(line)

    @pytest.mark.parametrize("answer", ["unknown", "perhaps"])
    def test_an_answer_that_is_neither_clears_nothing(self, books: Books, answer: str) -> None:
        assert units(books.line(answers=judged(answer))) == ("hold", 0, 100, 0)

    def test_judged_the_same_it_is_a_listed_party(self, books: Books) -> None:
        line = books.line(answers=judged("yes"))

        assert set(causes(line)) == {"listed_party"}
        assert {free.remedy for free in line.freeing} == {"obtain"}

    def test_of_another_line_or_another_party_it_clears_nothing(self, books: Books) -> None:
        book = books.book(TO_DE, TO_DE, answers=judged("no", order="L2"))

        assert [line.verdict for line in book.lines] == ["hold", "release"]
        assert books.line(answers=judged("no", "same_party:cn")).verdict == "hold"

    def test_a_named_owner_is_judged_under_its_own_question(self, books: Books) -> None:
        tables = {"parties": parties(CLEAR), "owners": "party_id,owner\nde,Moonshade Chips\n"}

        assert "same_party:de:Moonshade Chips" in said(books.line(**tables))
        assert books.line(**tables, answers=judged("no", "same_party:de")).verdict == "hold"
        assert books.line(**tables, answers=judged("no", "same_party:de:Moonshade Chips")).verdict == "release"

    def test_a_judgement_older_than_the_lists_says_so(self, books: Books) -> None:
        line = books.line(answers=judged("no").replace("2026-06-12", "2026-05-01"))

        assert "before the lists were generated" in line.warnings[0].text


class TestLicence:
    def test_one_that_names_the_party_in_its_roles_lifts_the_stop(self, books: Books) -> None:
        book = books.book(files=Files([licence({"parties": NAMED})]))
        (line,) = book.lines

        assert units(line) == ("release", 100, 0, 0)
        assert {each.id for each in line.warnings} == {"licence_names_the_party"}
        assert "licence LIC-1 of BIS names it" in line.warnings[0].text
        assert [(taken.number, taken.units) for taken in _taken(book)] == [("LIC-1", 100)]

    def test_it_is_drawn_on_where_nothing_else_needs_it(self, books: Books) -> None:
        free = {**TO_DE, "item": "nvidia-rtx-4090d"}
        files = Files([licence({"parties": NAMED, "items": ["nvidia-rtx-4090d"]})])
        (line,) = books.book(free, files=files).lines

        assert line.verdict == "release"
        assert [(fit.authorisation.number, fit.precautionary) for _, fit in line.fits] == [("LIC-1", True)]

    @pytest.mark.parametrize(
        "scope",
        [
            {"parties": {"ultimate_consignee": "any", "end_user": "any"}},
            {"parties": {"ultimate_consignee": ["de"], "end_user": "any"}},
        ],
        ids=["any party", "one role by name only"],
    )
    def test_one_that_does_not_name_it_lifts_nothing(self, books: Books, scope: dict[str, Any]) -> None:
        book = books.book(files=Files([licence(scope)]))

        assert units(book.lines[0]) == ("hold", 0, 100, 0)
        assert _taken(book) == []

    @pytest.mark.parametrize(
        "changes",
        [{"kind": "exception_notice"}, {"valid_to": "2026-06-01"}, APPROVAL],
        ids=["no licence", "expired", "of another key"],
    )
    def test_no_other_authorisation_lifts_it(self, books: Books, changes: dict[str, Any]) -> None:
        assert books.line(Files([licence({"parties": NAMED}, **changes)])).verdict == "hold"

    def test_what_the_licence_does_not_cover_stays_held(self, books: Books) -> None:
        line = books.line(Files([licence({"parties": NAMED}, limits={"pieces": 60})]))

        assert units(line) == ("hold", 60, 40, 0)
        assert {block.units for block in line.blocking if block.cause == "possible_match"} == {40}

    def test_a_condition_not_answered_leaves_it_open_and_one_failed_holds_it(self, books: Books) -> None:
        files = Files([licence({"parties": NAMED}, conditions=CONDITIONS)])

        assert units(books.line(files)) == ("undetermined", 0, 0, 100)
        assert units(books.line(files, answers=judged("no", "tested"))) == ("hold", 0, 100, 0)

    def test_no_licence_lifts_a_listed_owner(self, books: Books) -> None:
        line = books.line(
            Files([licence({"parties": NAMED})]), parties=parties(CLEAR), owners="party_id,owner\nde,own\n"
        )

        assert units(line) == ("hold", 0, 100, 0)

    def test_two_that_fit_are_for_a_person_to_choose(self, books: Books) -> None:
        files = Files([licence({"parties": NAMED}), licence({"parties": NAMED}, number="LIC-2")])

        assert books.line(files).verdict == "hold"
        assert books.line(files, Ask(assign="earliest-expiry")).verdict == "release"


def _taken(book: CheckedBook) -> list[Any]:
    return list(book.balances.reservations)


class TestAge:
    CLEAR_BOOK = {"parties": parties(CLEAR)}  # noqa: RUF012  read only

    @pytest.mark.parametrize(("day", "verdict"), [(17, "release"), (18, "undetermined"), (10, "release")])
    def test_past_seven_days_a_release_becomes_undetermined(self, books: Books, day: int, verdict: str) -> None:
        line = books.line(None, Ask(valid_at=date(2026, 6, day)), **self.CLEAR_BOOK)

        assert line.verdict == verdict
        assert causes(line) == ([] if verdict == "release" else ["stale_lists"])

    def test_assumed_unchanged_it_is_released_and_that_is_printed(self, books: Books) -> None:
        ask = Ask(valid_at=date(2026, 6, 30), assume_unchanged=frozenset({"lists"}))
        book = books.book(ask=ask, **self.CLEAR_BOOK)

        assert book.lines[0].verdict == "release"
        assert check_json(book)["assumed_unchanged"] == ["lists"]
        assert [each["id"] for each in check_json(book)["stale"]] == ["lists"]

    def test_what_would_free_it_names_the_lists(self, books: Books) -> None:
        line = books.line(None, Ask(valid_at=date(2026, 6, 30)), **self.CLEAR_BOOK)

        assert "--assume-unchanged lists" in said(line)
        assert "rule pack" not in said(line)

    def test_a_match_on_stale_lists_holds(self, books: Books) -> None:
        assert books.line(None, Ask(valid_at=date(2026, 6, 30))).verdict == "hold"

    def test_lists_newer_than_the_day_say_so(self, books: Books) -> None:
        line = books.line(None, Ask(valid_at=date(2026, 6, 1)), **self.CLEAR_BOOK)

        assert line.verdict == "release"
        assert "party_lists_as_they_stood" in [each.id for each in line.determination.not_tested]

    def test_lists_not_public_then_are_not_used(self, books: Books) -> None:
        line = books.line(None, Ask(known_at=date(2026, 6, 1)))

        assert line.verdict == "release"
        assert line.determination.not_tested[-1].id == "party_lists"
        assert "not public on 2026-06-01" in line.determination.not_tested[-1].text
        assert "Names looked up" not in (line.statement or "")


class TestNotLookedUp:
    def test_without_lists_a_line_says_so(self, desk: Desk, tmp_path: Path) -> None:
        book = check(desk.case(write_book(tmp_path, [TO_DE], Files())), desk.law)
        shown = check_json(book)

        assert book.lines[0].verdict == "release"
        assert "party lists" in str(book.lines[0].statement)
        assert book.untested["party_lists"][0].startswith("No party list was imported")
        assert "lists" not in shown
        assert "warnings" not in shown["lines"][0]

    def test_a_line_without_parties_says_so(self, books: Books) -> None:
        none = {**TO_DE, "ultimate_consignee": "", "end_user": ""}
        (line,) = books.book(none).lines

        assert line.determination.not_tested[-1].text.startswith("No party to the line is stated")

    def test_parties_that_may_be_missing_are_said(self, books: Books) -> None:
        (line,) = books.book({**TO_DE, "parties_complete": ""}, parties=parties(CLEAR)).lines

        assert "parties_not_stated" in [each.id for each in line.determination.not_tested]

    @pytest.mark.parametrize(("name", "cause"), [("---", "name_not_looked_up"), ("", "name_not_stated")])
    def test_a_name_with_nothing_to_compare_is_said(self, books: Books, name: str, cause: str) -> None:
        line = books.line(parties=parties(name))

        assert [each.id for each in line.warnings] == [cause]


class TestShown:
    def test_the_published_form_is_kept_and_says_which_lists(self, books: Books) -> None:
        book = books.book(TO_DE, {}, answers=judged("no", order="L1"))
        shown = json.loads(json.dumps(check_json(book)))

        Draft202012Validator(schema("check")).validate(shown)
        assert (shown["lists"]["generated"], shown["lists"]["parties"]) == ("2026-06-10", 4)
        assert shown["lines"][0]["warnings"]

    def test_the_board_and_the_page_say_which_lists(self, books: Books) -> None:
        shown = check_json(books.book(answers=judged("no")))
        text = " ".join(board(shown, width=100, colour=False).split())
        page = html_report(shown, "")

        for printed in (text, page):
            assert "generated 2026-06-10" in printed
            assert "the lists of the test" in printed
            assert "judged not the same by Officer 1" in printed


class TestWhichLists:
    @staticmethod
    def imported(folder: Path, scratch: Path) -> Path:
        folder.mkdir(parents=True)
        (folder / LISTS_FILE).write_bytes(packed(read_screening_list(written(scratch))))
        return folder

    def test_none_where_none_are(self, tmp_path: Path) -> None:
        assert find_screening(tmp_path, environment={"LICET_DATA": str(tmp_path / "data")}) is None
        assert find_screening(tmp_path, environment={}) is None

    def test_the_case_s_own_before_the_user_s_and_the_chosen_before_both(self, tmp_path: Path) -> None:
        environment = {"LICET_DATA": str(tmp_path / "data")}
        self.imported(tmp_path / "data" / FOLDER, tmp_path)
        users = find_screening(tmp_path / "case", environment=environment)
        self.imported(tmp_path / "case" / FOLDER, tmp_path)
        own = find_screening(tmp_path / "case", environment=environment)
        chosen = self.imported(tmp_path / "chosen", tmp_path)
        third = find_screening(tmp_path / "case", chosen=chosen, environment=environment)

        assert [each.origin for each in (users, own, third) if each is not None] == [
            "the lists in the user's data folder",
            "the lists of the case",
            f"the lists in {chosen}",
        ]

    def test_a_folder_of_lists_without_any_is_a_problem(self, tmp_path: Path) -> None:
        (tmp_path / FOLDER).mkdir()
        with pytest.raises(ProblemsFound):
            find_screening(tmp_path, environment={})
        with pytest.raises(ProblemsFound):
            find_screening(tmp_path, chosen=tmp_path / "absent", environment={})

    def test_the_lists_of_a_case_are_no_unread_file(self, desk: Desk, tmp_path: Path) -> None:
        folder = write_book(tmp_path, [TO_DE], Files())
        (folder / FOLDER).mkdir()

        assert desk.case(folder).warnings == ()
