"""Possible and judged matches with listed parties: what each does to a line, and what lifts it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from msgspec import structs
from tests.unit.screen.lists import written

from licet.errors import ProblemsFound
from licet.report import board, html_report, schema
from licet.screen import (
    FOLDER,
    LISTS_FILE,
    JudgedAs,
    Judgement,
    ListedParties,
    ListedParty,
    ListStore,
    ListVersion,
    PartyList,
    append_judgement,
    entry_sha256,
    packed,
    read_screening_list,
)
from licet.truth import Truth
from licet.verdict import Ask, CheckedBook, Desk, LineVerdict, Screening, check, check_json, find_screening

from .books import APPROVAL, CONDITIONS, TO_DE, Files, causes, licence, said, units, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LISTED, LOCAL, CLEAR = "Moonshade Semiconductor", "月影半导体", "Buyer D"
NAMED = {"ultimate_consignee": ["de"], "end_user": ["de"]}
VINTAGE = date(2026, 6, 10)
CODES = ("EL", "MEU", "DPL", "UVL", "CMIC", "cn-unreliable-entity-list", "X")
ENTRIES = (
    ListedParty(
        "EL",
        "Moonshade Semiconductor Co., Ltd.",
        ("Moonshade Chips", "月影半导体有限公司"),
        ("CN", "HK"),
        source_id="1",
    ),
    ListedParty("EL", "Grey Heron Trading", countries=("AE",), source_id="2"),
    ListedParty("MEU", "Ashgrove Aeronautics Institute", source_id="3"),
    ListedParty("DPL", "Thornfield Freight Forwarders", source_id="4"),
    ListedParty("UVL", "Quillmark Components", source_id="5"),
    ListedParty("CMIC", "Basalt Dynamics Holding", source_id="6"),
    ListedParty("cn-unreliable-entity-list", "Larkspur Defence Optics", source_id="7"),
    ListedParty("X", "Umberwood Instruments", source_id="8"),
)


def lists(*entries: ListedParty, generated: date = VINTAGE) -> ListedParties:
    of_list = {code: [each for each in entries if each.list_code == code] for code in CODES}
    kinds = tuple(
        PartyList(code, f"List {code}", "an instrument", "an effect", len(found), "lists-of-the-test", generated)
        for code, found in of_list.items()
        if found
    )
    version = ListVersion(
        "List of the test",
        generated,
        str(generated),
        "",
        "a file",
        "0" * 64,
        kinds,
        source="lists-of-the-test",
        form="table",
    )
    return ListedParties(version, entries)


def parties(name: str = LISTED, local: str = "", country: str = "DE") -> str:
    head = "party_id,name,name_local,country,headquarters,ultimate_parent_headquarters"
    return f"{head}\nde,{name},{local},{country},DE,-\ncn,Buyer C,,CN,CN,-\nown,Grey Heron Trading,,AE,AE,-\n"


def answer(question: str, text: str, document: str = "memo 7", order: str = "") -> str:
    return f"question,order_id,answer,by,on,document\n{question},{order},{text},Officer 1,2026-06-12,{document}\n"


def judged(
    as_: JudgedAs = JudgedAs.NOT_SAME, entry: ListedParty = ENTRIES[0], *, party: str = "de", name: str = LISTED
) -> Judgement:
    """Return a judgement of Officer 1 on 2026-06-12, which ends with the year."""
    return Judgement(
        party,
        name,
        "lists-of-the-test",
        entry.list_code,
        entry.source_id,
        entry.name,
        entry_sha256(entry),
        as_,
        "another address",
        "Officer 1",
        date(2026, 6, 12),
        date(2027, 1, 1),
    )


SAME = JudgedAs.SAME


@dataclass(frozen=True)
class Books:
    """Books looked up on the small list of 2026-06-10; the day judged is 2026-06-15."""

    desk: Desk
    folder: Path
    screening: Screening

    def book(
        self,
        *lines: Mapping[str, object],
        files: Files | None = None,
        ask: Ask | None = None,
        judgements: tuple[Judgement, ...] = (),
        **tables: str,
    ) -> CheckedBook:
        folder = write_book(self.folder, lines or [TO_DE], files or Files())
        for name, content in {"parties": parties(), **tables}.items():
            (folder / f"{name}.csv").write_text(content, encoding="utf-8")
        for each in judgements:
            append_judgement(folder / "judgements.csv", each)
        asked = replace(ask or Ask(), screening=self.screening)
        return check(self.desk.case(folder), self.desk.law, asked)

    def line(
        self, files: Files | None = None, ask: Ask | None = None, judgements: tuple[Judgement, ...] = (), **tables: str
    ) -> LineVerdict:
        return self.book(files=files, ask=ask, judgements=judgements, **tables).lines[0]


@pytest.fixture
def books(desk: Desk, tmp_path: Path) -> Books:
    (tmp_path / "case").mkdir()
    return Books(desk, tmp_path / "case", Screening(ListStore().with_import(lists(*ENTRIES)), "the lists of the test"))


class TestPossible:
    def test_a_match_nobody_judged_leaves_the_line_undetermined(self, books: Books) -> None:
        line = books.line()

        assert units(line) == ("undetermined", 0, 0, 100)
        assert set(causes(line)) == {"possible_match"}
        assert {block.key for block in line.blocking} == {None}
        assert line.blocking[0].citation == "List EL, 15 CFR 744, 15 CFR 744.11, 744.16; 744 Supp. 4"
        assert "possible match with Moonshade Semiconductor Co., Ltd. on List EL (vintage 2026-06-10)" in said(line)
        assert "the party's country DE is not among the entry's (CN, HK)" in said(line)
        assert "whether de (Moonshade Semiconductor) is entry 1 of EL (licet screen judge)" in said(line)
        assert line.statement is None

    @pytest.mark.parametrize("name", ["Moonshade Semiconductors", "Semiconductor Moonshade", "Moonshade Semicnductor"])
    def test_a_name_that_is_alike_is_one(self, books: Books, name: str) -> None:
        line = books.line(parties=parties(name))

        assert units(line) == ("undetermined", 0, 0, 100)
        assert "(strong, " in said(line)

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
    def test_every_name_of_every_party_and_owner_is_looked_up(self, books: Books, tables: dict[str, str]) -> None:
        assert units(books.line(**tables)) == ("undetermined", 0, 0, 100)

    def test_the_exporter_is_looked_up(self, books: Books) -> None:
        (line,) = books.book({**TO_DE, "exporter": "Thornfield Freight Forwarders"}, parties=parties(CLEAR)).lines

        assert line.verdict == "undetermined"
        assert "exporter Thornfield Freight Forwarders: possible match" in said(line)

    def test_an_owner_of_another_time_is_not_looked_up(self, books: Books) -> None:
        owners = "party_id,owner,percent,from,to\nde,own,60,2020-01-01,2026-06-15\n"

        assert books.line(parties=parties(CLEAR), owners=owners).verdict == "release"

    def test_an_unlisted_name_is_released_and_the_statement_says_on_what(self, books: Books) -> None:
        line = books.line(parties=parties(CLEAR))

        assert units(line) == ("release", 100, 0, 0)
        looked_up = "Names looked up on the party lists of 2026-06-10 (the lists of the test), by likeness."
        assert looked_up in str(line.statement)
        (text,) = [each.text for each in line.determination.not_tested if each.id.startswith("party_lists")]
        assert "listed under a name that is not alike" in text

    def test_what_is_held_already_stays_held(self, books: Books) -> None:
        (line,) = books.book({}, parties=parties(CLEAR).replace("Buyer C", LISTED)).lines

        assert units(line) == ("hold", 0, 100, 0)
        assert {"licence_required", "possible_match"} <= set(causes(line))

    def test_a_party_met_twice_is_open_twice(self, books: Books) -> None:
        assert [line.verdict for line in books.book(TO_DE, TO_DE, {}).lines] == ["undetermined", "undetermined", "hold"]


class TestJudgement:
    def test_judged_not_the_same_it_goes_on_and_is_said(self, books: Books) -> None:
        line = books.line(judgements=(judged(),))

        assert units(line) == ("release", 100, 0, 0)
        assert [each.id for each in line.warnings] == ["judged_not_the_same"]
        assert "judged not the same by Officer 1 on 2026-06-12 to 2027-01-01 (another address)" in line.warnings[0].text

    def test_judged_the_same_it_is_a_listed_party_and_a_fact(self, books: Books) -> None:
        line = books.line(judgements=(judged(SAME),))

        assert units(line) == ("hold", 0, 100, 0)
        assert {"listed_party", "licence_required"} <= set(causes(line))
        assert "us.ear.744.11" in [finding.standing.rule.id for finding in line.determination.keys[0].findings]
        (fact,) = {party.facts["on_entity_list"] for _, party in line.determination.query.parties}
        assert fact.value is Truth.TRUE
        assert fact.provenance.asserted_by == "Officer 1"

    def test_undecided_it_stays_open_and_says_who_looked(self, books: Books) -> None:
        line = books.line(judgements=(judged(JudgedAs.UNDECIDED),))

        assert line.verdict == "undetermined"
        assert "judged undecided by Officer 1" in said(line)

    def test_it_counts_from_its_day_to_its_end(self, books: Books) -> None:
        early = books.line(ask=Ask(valid_at=date(2026, 6, 11)), judgements=(judged(),))
        late = books.line(ask=Ask(valid_at=date(2027, 1, 1), assume_unchanged=frozenset({"lists", "law", "acts"})))

        assert "possible_match" in causes(early)
        assert "it ended on 2027-01-01" in said(late)

    def test_it_is_not_known_before_its_day(self, books: Books) -> None:
        line = books.line(ask=Ask(known_at=date(2026, 6, 11)), judgements=(judged(),))

        assert "possible_match" in causes(line)

    def test_of_another_party_or_name_it_clears_nothing(self, books: Books) -> None:
        assert books.line(judgements=(judged(party="cn"),)).verdict == "undetermined"
        line = books.line(judgements=(judged(name="Moonshade Foods"),))

        assert line.verdict == "undetermined"
        assert "but of the name Moonshade Foods" in said(line)

    def test_of_several_names_the_one_that_is_alike_must_be_judged(self, books: Books) -> None:
        several = parties("Buyer D", "Moonshade Chips")

        assert books.line(parties=several, judgements=(judged(name="Buyer D"),)).verdict == "undetermined"
        assert books.line(parties=several, judgements=(judged(name="Moonshade Chips"),)).verdict == "release"

    def test_a_changed_entry_opens_it_again(self, books: Books) -> None:
        changed = structs.replace(ENTRIES[0], notice="99 FR 2")
        store = books.screening.store.with_import(lists(changed, *ENTRIES[1:], generated=date(2026, 6, 14)))
        later = replace(books, screening=Screening(store, "the lists of the test"))

        assert "the entry has changed (lists-of-the-test, vintage 2026-06-14)" in said(
            later.line(judgements=(judged(),))
        )
        assert later.line(ask=Ask(valid_at=date(2026, 6, 13))).verdict == "release"

    def test_a_named_owner_is_judged_under_its_name(self, books: Books) -> None:
        tables = {"parties": parties(CLEAR), "owners": "party_id,owner\nde,Moonshade Chips\n"}
        of_owner = judged(party="Moonshade Chips", name="Moonshade Chips")

        assert books.line(**tables, judgements=(judged(),)).verdict == "undetermined"
        assert books.line(**tables, judgements=(of_owner,)).verdict == "release"

    def test_a_faulty_file_of_judgements_is_a_problem_with_its_line(self, books: Books) -> None:
        (books.folder / "judgements.csv").write_text("party_id,name\nde,X\n", encoding="utf-8")

        with pytest.raises(ProblemsFound) as found:
            books.book()
        assert any(problem.where.startswith("judgements.csv") for problem in found.value.problems)


class TestEffects:
    """What a list requires of a party that is judged to be on it."""

    @staticmethod
    def same(books: Books, entry: ListedParty, *lines: Mapping[str, object], **tables: str) -> LineVerdict:
        tables = {"parties": parties(f'"{entry.name}"'), **tables}
        found = (judged(SAME, entry, name=entry.name),)
        return books.book(*lines, judgements=found, **tables).lines[0]

    @pytest.mark.parametrize("number", [0, 2, 3, 7], ids=["entity", "military end user", "denied", "list not known"])
    def test_it_stops_the_line(self, books: Books, number: int) -> None:
        line = self.same(books, ENTRIES[number])

        assert line.verdict == "hold"
        assert "listed_party" in causes(line)

    def test_each_says_what_its_list_requires(self, books: Books) -> None:
        assert "A denial order prohibits part in any transaction" in said(self.same(books, ENTRIES[3]))
        assert "what this list requires is not encoded" in said(self.same(books, ENTRIES[7]))

    def test_a_military_end_user_needs_a_licence_for_the_items_of_the_supplement(self, books: Books) -> None:
        line = self.same(books, ENTRIES[2], {**TO_DE, "item": "nvidia-rtx-4090d"})

        assert "us.ear.744.21.list" in [finding.standing.rule.id for finding in line.determination.keys[0].findings]

    def test_the_unverified_list_asks_for_a_statement_and_bars_exceptions(self, books: Books) -> None:
        entry = ENTRIES[4]
        asked = self.same(books, entry)
        filed = self.same(books, entry, answers=answer("unverified_list_statement:de", "yes"))
        claimed = self.same(books, entry, {**TO_DE, "authority_claimed": "NAC"})

        assert units(asked) == ("undetermined", 0, 0, 100)
        assert set(causes(asked)) == {"listed_party_statement"}
        assert filed.verdict == "release"
        assert "statement_on_file" in [each.id for each in filed.warnings]
        assert "listed_party" in causes(claimed)
        assert self.same(books, entry, answers=answer("unverified_list_statement:de", "no")).verdict == "hold"
        assert (
            self.same(books, entry, answers=answer("unverified_list_statement:de", "yes", "")).verdict == "undetermined"
        )

    def test_a_sign_is_resolved_by_a_person_with_a_document(self, books: Books) -> None:
        entry = ENTRIES[5]
        question = "red_flag:CMIC:de"

        assert set(causes(self.same(books, entry))) == {"listed_party_red_flag"}
        assert self.same(books, entry).verdict == "hold"
        assert self.same(books, entry, answers=answer(question, "resolved", "")).verdict == "hold"
        assert self.same(books, entry, answers=answer(question, "resolved")).verdict == "release"

    def test_an_import_list_stops_only_where_its_key_turns(self, books: Books) -> None:
        entry = ENTRIES[6]
        elsewhere = self.same(books, entry)
        there = self.same(books, entry, {**TO_DE, "destination": "CN", "place_of_use": "CN"})

        assert elsewhere.verdict == "release"
        assert [each.id for each in elsewhere.warnings] == ["listed_by_another_side"]
        assert ("cn:import", "listed_party") in [(block.key, block.cause) for block in there.blocking]

    def test_a_listed_owner_is_a_sign_and_no_licence_names_it(self, books: Books) -> None:
        tables = {"parties": parties(CLEAR), "owners": "party_id,owner,percent\nde,own,10\n"}
        found = (judged(SAME, ENTRIES[1], party="own", name="Grey Heron Trading"),)
        line = books.line(Files([licence({"parties": NAMED})]), judgements=found, **tables)
        resolved = books.line(answers=answer("red_flag:EL:own", "resolved"), **tables)

        assert (line.verdict, set(causes(line))) == ("hold", {"listed_party_red_flag"})
        assert resolved.verdict == "release"

    @pytest.mark.parametrize(("percent", "required"), [("50", "yes"), ("49.999", "unknown"), (">20", "unknown")])
    def test_the_share_of_a_listed_owner_reaches_the_rule_in_its_days(
        self, books: Books, percent: str, required: str
    ) -> None:
        found = (judged(SAME, ENTRIES[1], party="own", name="Grey Heron Trading"),)
        held = tuple(replace(each, on=date(2025, 10, 1)) for each in found)
        line = books.line(
            ask=Ask(valid_at=date(2025, 10, 6)),
            judgements=held,
            parties=parties(CLEAR),
            owners=f"party_id,owner,percent\nde,own,{percent}\n",
        )
        rules = {each.standing.rule.id: each.truth for each in line.determination.decision.requirements}

        assert rules["us.ear.744.11.affiliates"].word == required

    def test_owners_of_whom_none_is_listed_raise_no_question(self, books: Books) -> None:
        line = books.line(
            ask=Ask(valid_at=date(2025, 10, 6)), parties=parties(CLEAR), owners="party_id,owner,percent\nde,cn,40\n"
        )

        assert "listed_owner_percent" not in line.determination.query.parties[0][1].facts

    def test_what_contradicts_the_owners_is_a_problem(self, books: Books) -> None:
        with pytest.raises(ProblemsFound, match="contradicting-headquarters"):
            books.line(parties=parties(CLEAR), owners="party_id,owner,percent\nde,cn,60\n")


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

        assert units(book.lines[0]) == ("undetermined", 0, 0, 100)
        assert _taken(book) == []

    @pytest.mark.parametrize(
        "changes",
        [{"kind": "exception_notice"}, {"valid_to": "2026-06-01"}, APPROVAL],
        ids=["no licence", "expired", "of another key"],
    )
    def test_no_other_authorisation_lifts_it(self, books: Books, changes: dict[str, Any]) -> None:
        files = Files([licence({"parties": NAMED}, **changes)])

        assert books.line(files).verdict == "undetermined"
        assert books.line(files, judgements=(judged(SAME),)).verdict == "hold"

    def test_what_the_licence_does_not_cover_stays_held(self, books: Books) -> None:
        line = books.line(Files([licence({"parties": NAMED}, limits={"pieces": 60})]))

        assert units(line) == ("undetermined", 60, 0, 40)
        assert {block.units for block in line.blocking if block.cause == "possible_match"} == {40}

    def test_a_condition_not_answered_leaves_it_open_and_one_failed_lifts_nothing(self, books: Books) -> None:
        files = Files([licence({"parties": NAMED}, conditions=CONDITIONS)])

        assert units(books.line(files)) == ("undetermined", 0, 0, 100)
        assert units(books.line(files, answers=answer("tested", "no"))) == ("undetermined", 0, 0, 100)
        assert books.line(files, judgements=(judged(SAME),), answers=answer("tested", "no")).verdict == "hold"

    def test_two_that_fit_are_for_a_person_to_choose(self, books: Books) -> None:
        files = Files([licence({"parties": NAMED}), licence({"parties": NAMED}, number="LIC-2")])

        assert books.line(files).verdict == "undetermined"
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

    def test_a_judged_match_on_stale_lists_holds(self, books: Books) -> None:
        assert books.line(None, Ask(valid_at=date(2026, 6, 30)), (judged(SAME),)).verdict == "hold"

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
        book = books.book(TO_DE, {}, judgements=(judged(),))
        shown = json.loads(json.dumps(check_json(book)))

        Draft202012Validator(schema("check")).validate(shown)
        assert (shown["lists"]["generated"], shown["lists"]["parties"]) == ("2026-06-10", 8)
        assert shown["lines"][0]["warnings"]

    def test_the_board_and_the_page_say_which_lists(self, books: Books) -> None:
        shown = check_json(books.book(judgements=(judged(),)))
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
