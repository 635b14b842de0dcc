from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.unit.screen.lists import document, written

from licet.errors import ProblemsFound
from licet.screen import ListStore, import_lists, packed_store
from licet.screen.again import AsOf, Differs, screen_again
from licet.screen.asked_parties import AskedParty, asked_names
from licet.screen.judgement_states import JudgementState, judgement_states
from licet.screen.judgements import (
    FILE_NAME,
    JudgedAs,
    Judgement,
    Judgements,
    append_judgement,
    entry_sha256,
)
from licet.screen.judging_entry import find_entry, is_candidate
from licet.screen.lookup import Asked, Lookup
from licet.screen.match import Level
from licet.screen.screened import (
    Outcome,
    day_on_file,
    only_lists,
    same_lists,
    screen_names,
    screen_parties,
)
from licet.screen.stored import LISTS_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from licet.screen import ListedParties
    from licet.screen.screened import Screened

JUNE, JULY = date(2026, 6, 10), date(2026, 7, 10)


def of_july() -> dict[str, Any]:
    """Return the next vintage: one entry changed, one gone, one new."""
    content = document()
    content["sourceGeneratedAt"] = "2026-07-10T13:15:00.015113+00:00"
    content["retrievedAt"] = "2026-07-10T14:14:59.252Z"
    entries = content["entries"]
    entries[1]["a"] = ["Gray Heron General Trading"]
    entries[2] = {"n": "Silver Egret Logistics FZE", "s": 0, "u": 0}
    return content


@pytest.fixture
def store(tmp_path: Path) -> ListStore:
    first = ListStore().with_import(import_lists(written(tmp_path)))
    return first.with_import(import_lists(written(tmp_path, of_july())))


def judged(listed: ListedParties, party: AskedParty, entry: str, word: JudgedAs, **change: Any) -> Judgement:  # noqa: ANN401
    found = next(each for each in listed.parties if each.name == entry)
    judgement = Judgement(
        party_id=party.party_id,
        name=party.name,
        source="us-csl",
        list_code=found.list_code,
        entry_id=found.source_id,
        entry_name=entry,
        entry_sha256=entry_sha256(found),
        judged=word,
        reason="a reason",
        by="A. Officer",
        on=date(2026, 6, 12),
        until=date(2027, 6, 12),
    )
    return replace(judgement, **change)


def screened(listed: ListedParties, party: AskedParty, *rows: Judgement, least: Level = Level.POSSIBLE) -> Screened:
    (found,) = screen_parties([party], Lookup(listed), Judgements(rows), date(2026, 6, 20), least=least)
    return found


class TestOutcome:
    def test_each_word(self, store: ListStore) -> None:
        listed = store.as_of(JUNE)
        (heron,) = asked_names(["Gray Heron Trading"])
        nobody, dumb = asked_names(["Buyer A", "---"])
        grey = "Grey Heron Trading (GHT)"

        assert screened(listed, heron).outcome is Outcome.POSSIBLE_MATCH
        assert screened(listed, heron, judged(listed, heron, grey, JudgedAs.SAME)).outcome is Outcome.LISTED
        assert screened(listed, heron, judged(listed, heron, grey, JudgedAs.NOT_SAME)).outcome is Outcome.CLEARED
        undecided = screened(listed, heron, judged(listed, heron, grey, JudgedAs.UNDECIDED))
        assert undecided.outcome is Outcome.POSSIBLE_MATCH
        assert screened(listed, nobody).outcome is Outcome.NOT_ALIKE
        assert screened(listed, dumb).outcome is Outcome.NOT_LOOKED_UP
        assert [each for each in Outcome if each.is_clear] == [Outcome.CLEARED, Outcome.NOT_ALIKE]

    def test_one_candidate_that_nobody_judged_leaves_it_a_possible_match(self, store: ListStore) -> None:
        listed = store.as_of(JUNE)
        (moon,) = asked_names(["Moonshade Semiconductor"])
        first = judged(listed, moon, "Moonshade Semiconductor Co., Ltd.", JudgedAs.NOT_SAME)
        second = judged(listed, moon, "MOONSHADE SEMICONDUCTOR LLC", JudgedAs.NOT_SAME)

        assert len(screened(listed, moon).found) == 2
        assert screened(listed, moon, first).outcome is Outcome.POSSIBLE_MATCH
        assert screened(listed, moon, first, second).outcome is Outcome.CLEARED

    def test_an_alias_without_a_letter_is_told_and_the_others_are_looked_up(self, store: ListStore) -> None:
        party = AskedParty("b1", Asked(("---", "Moonshade Chips")))

        found = screened(store.as_of(JUNE), party)

        assert (found.outcome, found.not_compared) == (Outcome.POSSIBLE_MATCH, ("---",))

    def test_what_is_less_alike_than_asked_for_is_left_out(self, store: ListStore) -> None:
        (heron,) = asked_names(["Gray Heron Trading"])

        assert screened(store.as_of(JUNE), heron, least=Level.STRONG).found
        assert screened(store.as_of(JUNE), heron, least=Level.EXACT).outcome is Outcome.NOT_ALIKE

    def test_parties_come_in_their_order_however_many(self, store: ListStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("licet.screen.screened.AT_ONCE", 3)
        parties = asked_names([f"Buyer {letter}" for letter in "ABCDEFGH"])
        told: list[tuple[int, int]] = []

        found = screen_parties(
            parties, Lookup(store.as_of()), Judgements(()), JULY, progress=lambda *done: told.append(done)
        )

        assert [each.party for each in found] == list(parties)
        assert told[-1] == (8, 8)
        assert told == sorted(told)


class TestLists:
    def test_only_the_lists_asked_for(self, store: ListStore) -> None:
        listed = store.as_of()

        only = only_lists(listed, ["DPL"])

        assert [each.list_code for each in only.parties] == ["DPL"]
        assert [each.code for each in only.version.lists] == ["DPL"]
        assert only_lists(listed, []) is listed
        with pytest.raises(ProblemsFound, match="the lists are EL, DPL"):
            only_lists(listed, ["XX", "DPL"])

    def test_a_code_of_two_data_sets_means_both_unless_it_names_one(self, tmp_path: Path, store: ListStore) -> None:
        own = tmp_path / "own.csv"
        own.write_text("name,list\nGrey Heron,DPL\nSilver Egret,XL\n")
        both = store.with_import(import_lists(own, vintage=JULY)).as_of()

        assert {each.code for each in only_lists(both, ["DPL"]).version.lists} == {"DPL", "us-csl:DPL"}
        assert {each.list_code for each in only_lists(both, ["us-csl:DPL"]).parties} == {"us-csl:DPL"}
        narrow = only_lists(both, ["us-csl:DPL"])
        assert [part.source for part in narrow.version.parts] == ["us-csl"]
        assert {each.code for each in same_lists(store.as_of(JUNE), narrow).version.lists} == {"DPL"}

    def test_an_entry_is_found_by_its_list_and_id(self, tmp_path: Path, store: ListStore) -> None:
        own = tmp_path / "own.csv"
        own.write_text("name,list,id\nGrey Goose,EL,17\nSilver Egret,XL,18\n")
        both = store.with_import(import_lists(own, vintage=JULY)).as_of()

        assert find_entry(store.as_of(), "EL", "17")[1].name == "Grey Heron Trading (GHT)"
        assert find_entry(both, "us-csl:EL", "17")[1].name == "Grey Heron Trading (GHT)"
        assert find_entry(both, "EL", "17")[1].name == "Grey Goose"
        for code, entry, slug in (("XX", "17", "unknown-list"), ("EL", "99", "unknown-entry")):
            with pytest.raises(ProblemsFound) as caught:
                find_entry(both, code, entry)
            assert [problem.slug for problem in caught.value.problems] == [slug]

    def test_whether_an_entry_is_a_candidate(self, store: ListStore) -> None:
        listed = store.as_of()
        _, heron = find_entry(listed, "EL", "17")

        assert is_candidate(Lookup(listed), "Gray Heron Trading", heron)
        assert not is_candidate(Lookup(listed), "Buyer A", heron)


class TestDay:
    def test_without_a_day_the_newest_on_file(self, store: ListStore) -> None:
        listed = store.as_of()
        (heron,) = asked_names(["Gray Heron Trading"])
        row = judged(listed, heron, "Grey Heron Trading (GHT)", JudgedAs.SAME, on=date(2026, 8, 1))

        assert day_on_file(listed.version, Judgements(())) == JULY
        assert day_on_file(listed.version, Judgements([row])) == date(2026, 8, 1)

    def test_the_function_answers_as_the_command(self, tmp_path: Path, store: ListStore) -> None:
        (tmp_path / LISTS_FILE).write_bytes(packed_store(store))
        parties = asked_names(["Gray Heron Trading", "Silver Egret Logistics", "HERON, Jane Q."])
        append_judgement(
            tmp_path / FILE_NAME,
            judged(store.as_of(JUNE), parties[0], "Grey Heron Trading (GHT)", JudgedAs.NOT_SAME),
        )

        now = screen_names([each.name for each in parties], str(tmp_path))
        then = screen_names(parties, tmp_path, as_of=date(2026, 6, 12), only=["EL"])

        assert [each.outcome for each in now] == [Outcome.POSSIBLE_MATCH] * 3
        assert "the entry has changed" in now[0].found[0].standing.reopened
        assert [each.outcome for each in then] == [Outcome.CLEARED, Outcome.NOT_ALIKE, Outcome.NOT_ALIKE]


class TestAgain:
    def test_only_what_differs_and_why(self, store: ListStore) -> None:
        before, after = store.as_of(JUNE), store.as_of()
        parties = asked_names(
            ["Gray Heron Trading", "Moonshade Semiconductor", "Silver Egret Logistics", "HERON, Jane Q.", "Buyer A"]
        )
        row = judged(before, parties[0], "Grey Heron Trading (GHT)", JudgedAs.NOT_SAME)
        told: list[tuple[int, int]] = []

        found = list(
            screen_again(
                parties,
                AsOf(before, Lookup(before), date(2026, 6, 20)),
                AsOf(after, Lookup(after), JULY),
                Judgements([row]),
                least=Level.POSSIBLE,
                progress=lambda *done: told.append(done),
            )
        )

        assert [(each.party.name, each.before, each.after) for each in found] == [
            ("Gray Heron Trading", Outcome.CLEARED, Outcome.POSSIBLE_MATCH),
            ("Moonshade Semiconductor", Outcome.POSSIBLE_MATCH, Outcome.POSSIBLE_MATCH),
            ("Silver Egret Logistics", Outcome.NOT_ALIKE, Outcome.POSSIBLE_MATCH),
        ]
        (changed,), (gone,), (new,) = (each.differences for each in found)
        assert (changed.differs, changed.fields) == (Differs.CHANGED, ("aliases",))
        assert changed.reopened.endswith("the entry has changed (us-csl, vintage 2026-07-10)")
        assert (gone.differs, gone.hit.party.name) == (Differs.GONE, "MOONSHADE SEMICONDUCTOR LLC")
        assert gone.why == "the entry is not on the list any more"
        assert (new.differs, new.why) == (Differs.NEW, "the entry was not on the list then")
        assert told[-1] == (10, 10)
        assert told == sorted(told)

    def test_a_judgement_that_ended_between_the_days_is_told(self, store: ListStore) -> None:
        listed = store.as_of()
        (heron,) = asked_names(["Gray Heron Trading"])
        row = judged(listed, heron, "Grey Heron Trading (GHT)", JudgedAs.NOT_SAME, until=date(2026, 8, 1))
        lookup = Lookup(listed)

        def again(first: date, second: date) -> list[tuple[Differs, str]]:
            found = screen_again(
                [heron], AsOf(listed, lookup, first), AsOf(listed, lookup, second), Judgements([row]), least=Level.EXACT
            )
            assert not list(found)  # no candidate is exact
            found = screen_again(
                [heron], AsOf(listed, lookup, first), AsOf(listed, lookup, second), Judgements([row]), least=Level.WEAK
            )
            return [(each.differs, each.reopened) for one in found for each in one.differences]

        assert again(JULY, date(2026, 7, 31)) == []
        assert again(JULY, date(2026, 8, 1)) == [
            (Differs.REOPENED, "judged not_same by A. Officer on 2026-06-12; it ended on 2026-08-01")
        ]
        assert again(date(2026, 8, 1), date(2026, 8, 2)) == []

    def test_the_same_lists_differ_in_nothing(self, store: ListStore) -> None:
        listed = store.as_of()
        stood = AsOf(listed, Lookup(listed), JULY)
        parties = asked_names(["Gray Heron Trading", "Moonshade Chips", "---"])

        assert list(screen_again(parties, stood, stood, Judgements(()), least=Level.POSSIBLE)) == []


class TestStates:
    def test_each_state(self, store: ListStore) -> None:
        june, july = store.as_of(JUNE), store.as_of()
        (party,) = asked_names(["Gray Heron Trading"])
        heron, jane = "Grey Heron Trading (GHT)", "HERON, Jane Q."
        rows = [
            judged(june, party, heron, JudgedAs.SAME),
            judged(july, party, jane, JudgedAs.SAME),
            judged(july, party, jane, JudgedAs.NOT_SAME, on=date(2026, 7, 1)),
            judged(july, party, jane, JudgedAs.SAME, on=date(2026, 9, 1)),
            judged(june, party, "MOONSHADE SEMICONDUCTOR LLC", JudgedAs.SAME),
            judged(july, party, "Silver Egret Logistics FZE", JudgedAs.SAME, source="other"),
            judged(july, party, "Silver Egret Logistics FZE", JudgedAs.SAME, until=JULY),
        ]

        states = judgement_states(Judgements(rows), july, JULY)

        assert [each.state for each in states] == [
            JudgementState.ENTRY_CHANGED,
            JudgementState.REPLACED,
            JudgementState.COUNTS,
            JudgementState.NOT_YET,
            JudgementState.ENTRY_GONE,
            JudgementState.LIST_MISSING,
            JudgementState.ENDED,
        ]
        assert [each.entry.name if each.entry else None for each in states][3:5] == [jane, None]
