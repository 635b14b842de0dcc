"""Accepted proposals as acts of the record: read back as they were written, and decided only once."""

from __future__ import annotations

import csv
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.evidence.piles import CN, blank, by, claim, day, document, figure, on, pile, prose, recorded

from licet.acts import load_acts
from licet.acts.act import (
    Act,
    ActScope,
    ActSource,
    Contest,
    Days,
    MarkKind,
    QuantityKind,
    ReportedQuantity,
    SourceGrade,
)
from licet.acts.read_act import read_act
from licet.errors import ProblemsFound, UsageError
from licet.evidence.model import Label
from licet.evidence.pile.documents import safe_text
from licet.evidence.proposals.act_yaml import accepted, act_yaml, decided, journal_of, rejected
from licet.evidence.proposals.journal import COLUMNS, Decided, Journal
from licet.evidence.proposals.proposing import Proposal, Standing, proposals
from licet.rules.fields import Faults
from licet.yaml_source import Mapping, Sequence, parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "Customs told agents that the chip may not enter"
REFUSED = f"{CN} customs_refused"
ON = day("2026-03-02")


def proposal(publisher: str = "Outlet A", words: str = WORDS, item: str = "rtx-pro-5500", **more: Any) -> Proposal:  # noqa: ANN401
    one = document(prose(sum(map(ord, publisher))), words, publisher=publisher, published="2026-02-20", title="A title")
    more.setdefault("when", on("2026-02-19", "2026-02-20"))
    refused = claim(one, words, REFUSED, items=[item], **more)
    [found] = proposals(pile(one, claims=[refused]), recorded())
    return found


def slugs(error: pytest.ExceptionInfo[ProblemsFound]) -> list[str]:
    return [problem.slug for problem in error.value.problems]


def read_back(text: str) -> tuple[list[Act], Faults]:
    faults = Faults()
    root = parse_yaml(text, "read.yaml")
    assert isinstance(root, Mapping)
    listed = root.entries["acts"]
    assert isinstance(listed, Sequence)
    acts = [read_act(node, faults) for node in listed.items]
    return [msgspec.structs.replace(act, where="") for act in acts if act is not None], faults


def test_what_was_accepted_is_loaded_as_the_act_that_was_proposed(tmp_path: Path) -> None:
    found = proposal(
        actors=["cn-customs", "nvidia"],
        attribution=by("unnamed_person", outlet="reuters", unnamed=2),
    )
    assert found.act is not None

    path = accepted(tmp_path / "acts", found, "A. Person", ON, "Two people, and nothing against it")

    assert path == tmp_path / "acts" / "story" / "read-2026-03-02.yaml"
    story = load_acts(overlays=[tmp_path / "acts"], use_cache=False)
    assert msgspec.structs.replace(story.acts[found.act.id], where="") == found.act
    assert found.act.happened == Days(day("2026-02-19"), day("2026-02-20"))


def test_an_accepted_event_is_recorded_from_then_on(tmp_path: Path) -> None:
    found = proposal()
    accepted(tmp_path / "acts", found, "A. Person", ON, "Seen")
    story = load_acts(overlays=[tmp_path / "acts"], use_cache=False)
    one = document(prose(5), WORDS, publisher="Outlet B", published="2026-02-21")

    [again] = proposals(pile(one, claims=[claim(one, WORDS, REFUSED, items=["rtx-pro-5500"])]), story)

    assert found.act is not None
    assert (again.standing, again.recorded_as) == (Standing.RECORDED, (found.act.id,))


def test_a_second_act_is_added_to_the_file_of_its_day_and_what_stands_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "acts"
    path = accepted(folder, proposal(), "A. Person", ON, "Seen")
    before = path.read_text("utf-8")

    accepted(folder, proposal(item="b300"), "A. Person", ON, "Seen too")

    assert path.read_text("utf-8").startswith(before)
    assert len(load_acts(overlays=[folder], use_cache=False).acts) == len(recorded().acts) + 2


def test_a_decision_is_written_with_its_words_and_remembered(tmp_path: Path) -> None:
    folder = tmp_path / "acts"
    rejected(folder, proposal(), "A. Person", ON, "One outlet, and it is known to guess")

    with journal_of(folder).open(encoding="utf-8", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert tuple(row) == COLUMNS
    assert (row["decided"], row["by"], row["on"]) == ("rejected", "A. Person", "2026-03-02")
    assert row["quotes"] == WORDS
    found = decided(folder, proposal())
    assert found is not None
    assert (found.decided, found.reason) == (Decided.REJECTED, "One outlet, and it is known to guess")
    assert not folder.exists()


def test_an_event_is_remembered_when_its_days_change_with_more_documents(tmp_path: Path) -> None:
    first = proposal(when=on("2026-02-19"))
    rejected(tmp_path / "acts", first, "A. Person", ON, "No")
    documents = [
        document(
            prose(sum(map(ord, "Outlet A"))), WORDS, publisher="Outlet A", published="2026-02-20", title="A title"
        ),
        document(prose(2), WORDS, publisher="Outlet B", published="2026-02-20"),
    ]
    claims = [
        claim(each, WORDS, REFUSED, items=["rtx-pro-5500"], when=on(when))
        for each, when in zip(documents, ["2026-02-19", "2026-02-18"], strict=True)
    ]
    [later] = proposals(pile(*documents, claims=claims), recorded())

    assert later.event.event_id != first.event.event_id
    assert decided(tmp_path / "acts", later) is not None
    assert decided(tmp_path / "acts", proposal(item="b300")) is None


def test_what_was_accepted_cannot_be_accepted_or_rejected_again(tmp_path: Path) -> None:
    accepted(tmp_path / "acts", proposal(), "A. Person", ON, "Seen")

    for decide in (accepted, rejected):
        with pytest.raises(ProblemsFound) as error:
            decide(tmp_path / "acts", proposal(), "B. Person", ON, "Again")
        assert slugs(error) == ["already-decided"]


def test_what_was_rejected_can_be_accepted_later_but_not_rejected_twice(tmp_path: Path) -> None:
    rejected(tmp_path / "acts", proposal(), "A. Person", ON, "No")
    with pytest.raises(ProblemsFound):
        rejected(tmp_path / "acts", proposal(), "A. Person", ON, "No")

    accepted(tmp_path / "acts", proposal(), "B. Person", day("2026-03-05"), "Confirmed since")

    found = decided(tmp_path / "acts", proposal())
    assert found is not None
    assert found.decided is Decided.ACCEPTED
    assert [row.decided for row in Journal(journal_of(tmp_path / "acts")).rows()] == [
        Decided.REJECTED,
        Decided.ACCEPTED,
    ]


def test_only_what_stands_as_proposed_can_be_accepted(tmp_path: Path) -> None:
    withheld = proposal(publisher="Invezz")
    assert withheld.standing is Standing.WITHHELD

    with pytest.raises(ProblemsFound) as error:
        accepted(tmp_path / "acts", withheld, "A. Person", ON, "All the same")

    assert slugs(error) == ["not-proposed"]
    assert "nobody is named" in error.value.problems[0].mend
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("person", "reason"), [("", "Seen"), ("A. Person", "  "), ("\u200b", "Seen")])
def test_a_decision_without_a_person_or_a_reason_is_none(tmp_path: Path, person: str, reason: str) -> None:
    with pytest.raises(ProblemsFound) as error:
        accepted(tmp_path / "acts", proposal(), person, ON, reason)

    assert slugs(error) == ["missing-value"]
    assert list(tmp_path.iterdir()) == []


def test_an_act_that_would_break_the_record_is_not_written(tmp_path: Path) -> None:
    found = proposal()
    assert found.act is not None
    broken = msgspec.structs.replace(found.act, supersedes=("cn.no-such-act",))
    from dataclasses import replace  # noqa: PLC0415

    with pytest.raises(ProblemsFound) as error:
        accepted(tmp_path / "acts", replace(found, act=broken), "A. Person", ON, "Seen")

    assert slugs(error) == ["unknown-act"]
    assert not (tmp_path / "acts").exists()
    assert not journal_of(tmp_path / "acts").exists()


def test_an_act_written_without_its_decision_is_taken_up_again(tmp_path: Path) -> None:
    folder = tmp_path / "acts"
    path = accepted(folder, proposal(), "A. Person", ON, "Seen")
    before = path.read_text("utf-8")
    journal_of(folder).unlink()  # as if the machine had stopped between the two

    accepted(folder, proposal(), "A. Person", ON, "Seen")

    assert path.read_text("utf-8") == before
    assert decided(folder, proposal()) is not None


def test_a_file_in_another_form_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "acts"
    path = accepted(folder, proposal(), "A. Person", ON, "Seen")
    flow = "acts: " + "[" + path.read_text("utf-8").partition("- ")[2].splitlines()[0].join("{}") + "]\n"
    other = folder / "story" / "read-2026-03-03.yaml"
    path.rename(other)
    other.write_text(
        other.read_text("utf-8").replace("acts:\n", "acts:\n").replace("\n  - ", "\n- ").replace("\n    ", "\n  ")
    )
    before = other.read_text("utf-8")
    assert flow

    with pytest.raises(ProblemsFound) as error:
        accepted(folder, proposal(item="b300"), "A. Person", day("2026-03-03"), "Seen")

    assert slugs(error) == ["not-added"]
    assert other.read_text("utf-8") == before


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError):
        accepted(tmp_path / "file" / "acts", proposal(), "A. Person", ON, "Seen")


def test_a_journal_with_faults_is_refused_with_its_lines_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "acts"
    rejected(folder, proposal(), "A. Person", ON, "No")
    path = journal_of(folder)
    path.write_text(path.read_text("utf-8").replace("rejected", "maybe").replace("2026-03-02", "2026-02-30"))
    before = path.read_bytes()

    with pytest.raises(ProblemsFound) as error:
        accepted(folder, proposal(item="b300"), "A. Person", ON, "Seen")

    assert slugs(error) == ["unknown-value", "bad-date"]
    assert error.value.problems[0].where == "acts-review.csv:2"
    assert path.read_bytes() == before
    assert not folder.exists()


def test_words_that_a_spreadsheet_would_run_are_kept_as_words(tmp_path: Path) -> None:
    words = '=HYPERLINK("http://a.example") told agents that the chip may not enter'
    found = proposal(words=words)
    rejected(tmp_path / "acts", found, "@person", ON, "-no")

    with journal_of(tmp_path / "acts").open(encoding="utf-8", newline="") as stream:
        [row] = csv.DictReader(stream)
    assert (row["quotes"][0], row["by"], row["reason"]) == ("'", "'@person", "'-no")
    kept = decided(tmp_path / "acts", found)
    assert kept is not None
    assert (kept.quotes, kept.by, kept.reason) == (words, "@person", "-no")


def test_persons_who_decide_at_once_wait_for_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "acts"
    classes = ["rtx-pro-5500", "b300", "b30a", "mi325x", "rtx-5090d-v2", "vera-cpu"]
    found = [proposal(item=item) for item in classes]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda each: accepted(folder, each, "A. Person", ON, "Seen"), found))

    assert len(Journal(journal_of(folder)).rows()) == 6
    assert len(load_acts(overlays=[folder], use_cache=False).acts) == len(recorded().acts) + 6


def test_nothing_is_left_beside_the_files_but_their_locks(tmp_path: Path) -> None:
    accepted(tmp_path / "acts", proposal(), "A. Person", ON, "Seen")

    names = sorted(os.path.relpath(path, tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert names == [".acts-review.csv.lock", "acts-review.csv", "acts/story/read-2026-03-02.yaml"]


# ---- the YAML


TEXTS = st.text(max_size=60).map(safe_text)
SOME = TEXTS.filter(bool)
IDS = st.from_regex(r"[a-z0-9]{1,8}(?:[.-][a-z0-9]{1,8}){0,3}", fullmatch=True)
DAYS = st.dates(day("1990-01-01"), day("2100-12-31"))
FIGURES = st.none() | st.integers(0, 10**15 - 1)


@st.composite
def acts(draw: st.DrawFn) -> Act:
    first, last = sorted([draw(DAYS), draw(DAYS)])
    is_mark = draw(st.booleans())
    quantities = st.builds(
        ReportedQuantity, st.sampled_from(QuantityKind), SOME, TEXTS, exactly=FIGURES, at_least=FIGURES, at_most=FIGURES
    )
    sources = st.builds(
        ActSource, SOME, st.sampled_from(["text", "summary"]), TEXTS, st.none() | DAYS, st.just(""), TEXTS
    )
    contests = st.builds(Contest, DAYS, st.lists(IDS, max_size=2).map(tuple), SOME)
    names = st.lists(SOME, max_size=3).map(tuple)
    return Act(
        id=draw(IDS),
        title=draw(SOME),
        happened=Days(first, last),
        public=draw(DAYS),
        grade=draw(st.sampled_from(SourceGrade)),
        originator=draw(SOME),
        key=None if is_mark else draw(SOME),
        state=None if is_mark else draw(SOME),
        mark=draw(st.sampled_from(MarkKind)) if is_mark else None,
        told=draw(st.none() | DAYS),
        actors=draw(names),
        items=draw(names),
        classes=draw(names),
        scope=ActScope(draw(names), draw(names), draw(st.sampled_from([(), ("CN",), ("HK", "NO")]))),
        supersedes=draw(names),
        contested=draw(st.none() | contests),
        unverified=draw(st.booleans()),
        quantities=tuple(draw(st.lists(quantities, max_size=2))),
        sources=tuple(draw(st.lists(sources, min_size=1, max_size=2))),
        note=draw(TEXTS),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(acts(), min_size=1, max_size=2))
def test_any_act_is_read_back_from_its_yaml_as_it_was(found: list[Act]) -> None:
    back, faults = read_back(act_yaml(*found))

    assert faults.problems == []
    assert back == found


def test_every_act_of_the_record_is_read_back_from_our_yaml() -> None:
    found = [msgspec.structs.replace(act, where="") for act in recorded().acts.values()]

    back, faults = read_back(act_yaml(*found))

    assert faults.problems == []
    assert back == found


HOSTILE = st.lists(
    st.sampled_from(
        ["\x00", "\ud800", "\u202e", "\u2028", "\ufeff", '"', "'", ":", "#", "{", "- ", "\n", "&a", "*a", "!x", "a"]
    ),
    min_size=1,
    max_size=30,
).map("".join)


@settings(max_examples=60, deadline=None)
@given(publisher=HOSTILE, title=HOSTILE, words=HOSTILE, name=HOSTILE)
def test_whatever_a_document_says_of_itself_the_act_is_read_back(
    publisher: str, title: str, words: str, name: str
) -> None:
    one = document(
        (Label.TITLE, title),
        f"{words} chips may not enter",
        publisher=publisher,
        published="2026-02-20",
        title=title,
        name=name,
    )
    number = figure(one, words, "ordered", -5, 10**400)
    refused = claim(
        one,
        f"{words} chips",
        REFUSED,
        items=["rtx-pro-5500"],
        when=on("2026-02-19"),
        quantities=[number],
        targets=[words],
    )
    for found in proposals(pile(one, claims=[refused]), blank()):
        if found.act is not None:
            back, faults = read_back(act_yaml(found.act))
            assert faults.problems == []
            assert back == [found.act]
