"""Lists over time: every vintage as it was taken in, against a slow reference that keeps each one whole."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import ProblemsFound
from licet.screen import ListedParties, ListedParty, ListStore, ListVersion, PartyList, packed_store, unpacked_store
from licet.screen.history import check_counts

FIRST = date(2026, 6, 1)


def vintage(
    day: int, entries: dict[str, str], *, source: str = "s", code: str = "L", form: str = "table"
) -> ListedParties:
    """Return a list of so many days after the first; `entries` are names by id."""
    generated = FIRST + timedelta(days=day)
    parties = tuple(ListedParty(code, name, source_id=key) for key, name in entries.items())
    listing = PartyList(code, "A list", "an instrument", "an effect", len(parties), source, generated)
    version = ListVersion("A source", generated, "", "", "file", "0" * 64, (listing,), source=source, form=form)
    return ListedParties(version, parties)


def store(*listed: ListedParties) -> ListStore:
    found = ListStore()
    for each in listed:
        found = found.with_import(each)
    return found


def names(listed: ListedParties) -> dict[str, str]:
    return {party.source_id: party.name for party in listed.parties}


def test_a_list_is_asked_as_it_stood() -> None:
    kept = store(vintage(0, {"a": "A", "b": "B"}), vintage(7, {"a": "A2", "c": "C"}))

    assert names(kept.as_of()) == {"a": "A2", "c": "C"}
    assert names(kept.as_of(FIRST + timedelta(days=6))) == {"a": "A", "b": "B"}
    assert kept.as_of(FIRST + timedelta(days=6)).version.generated == FIRST
    assert names(kept.as_of(FIRST + timedelta(days=7))) == {"a": "A2", "c": "C"}
    with pytest.raises(ProblemsFound) as found:
        kept.as_of(FIRST - timedelta(days=1))
    assert [(each.slug, "oldest vintage is of 2026-06-01" in each.what) for each in found.value.problems] == [
        ("missing-lists", True)
    ]


def test_an_entry_that_is_gone_keeps_the_vintage_before() -> None:
    kept = store(vintage(0, {"a": "A", "b": "B"}), vintage(7, {"a": "A2"}), vintage(9, {"a": "A2", "b": "B"}))

    assert kept.seen("s", "L", "a") == (FIRST, FIRST + timedelta(days=9))
    rows = [(row.first_seen.day, row.last_seen.day) for row in kept.sources[0].entries if row.party.source_id == "b"]
    assert rows == [(1, 1), (10, 10)]  # gone, and back
    assert kept.seen("s", "L", "z") is None
    assert kept.seen("x", "L", "a") is None


def test_what_differs_is_named() -> None:
    kept = store(vintage(0, {"a": "A", "b": "B", "d": "D"}), vintage(7, {"a": "A2", "c": "C", "d": "D"}))

    (found,) = kept.changes(FIRST)

    assert [(c.before and c.before.name, c.after and c.after.name, c.differs_in) for c in found.changes] == [
        ("A", "A2", ("name",)),
        ("B", None, ()),
        (None, "C", ()),
    ]
    assert kept.changes(FIRST + timedelta(days=7))[0].changes == ()
    assert kept.changes(FIRST - timedelta(days=1))[0].before is None
    assert kept.changes(FIRST, FIRST)[0].changes == ()


def test_a_vintage_taken_in_twice_is_as_if_once() -> None:
    kept = store(vintage(0, {"a": "A", "b": "B"}), vintage(7, {"a": "X"}), vintage(7, {"b": "B", "c": "C"}))

    assert kept == store(vintage(0, {"a": "A", "b": "B"}), vintage(7, {"b": "B", "c": "C"}))
    assert store(vintage(0, {"a": "A"}), vintage(0, {"b": "B"})) == store(vintage(0, {"b": "B"}))


@pytest.mark.parametrize(
    ("new", "slug"),
    [
        (vintage(-1, {"a": "A"}), "older-vintage"),
        (vintage(9, {"a": "A"}, form="csl-csv"), "other-form"),
        (ListedParties(vintage(9, {}).version, vintage(9, {"a": "A"}).parties * 2), "stated-twice"),
    ],
)
def test_what_does_not_follow_is_refused(new: ListedParties, slug: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        store(vintage(0, {"a": "A"})).with_import(new)

    assert [each.slug for each in found.value.problems] == [slug]


def test_to_replace_forgets_the_vintages_before() -> None:
    kept = store(vintage(9, {"a": "A"})).with_import(vintage(0, {"b": "B"}, form="csl-csv"), replace=True)

    assert kept == store(vintage(0, {"b": "B"}, form="csl-csv"))


class TestSideBySide:
    KEPT = store(
        vintage(0, {"a": "A"}, source="one"),
        vintage(3, {"a": "Z"}, source="two"),
        vintage(5, {"b": "B"}, source="three", code="M"),
    )

    def test_each_is_there_with_its_own_vintage(self) -> None:
        whole = self.KEPT.as_of()

        assert [(each.code, each.source, each.generated) for each in whole.version.lists] == [
            ("L", "one", FIRST),
            ("M", "three", FIRST + timedelta(days=5)),
            ("two:L", "two", FIRST + timedelta(days=3)),
        ]
        assert [each.own_code for each in whole.version.lists] == ["L", "M", "L"]
        assert [(party.list_code, party.name) for party in whole.parties] == [("L", "A"), ("M", "B"), ("two:L", "Z")]
        assert whole.version.generated == FIRST  # the oldest, so that nothing passes for newer than it is
        assert whole.version.last_day == FIRST + timedelta(days=7)
        assert [part.source for part in whole.version.each_source] == ["one", "three", "two"]
        assert whole.version.parties == 3

    def test_one_is_replaced_by_itself(self) -> None:
        kept = self.KEPT.with_import(vintage(8, {}, source="two"))

        assert [(party.list_code, party.name) for party in kept.as_of().parties] == [("L", "A"), ("M", "B")]
        assert kept.as_of(FIRST + timedelta(days=4)).version.not_yet == ("three",)
        assert kept.as_of(FIRST).version.not_yet == ("three", "two")

    def test_they_are_read_back_as_they_were(self) -> None:
        assert unpacked_store(packed_store(self.KEPT), "") == self.KEPT


snapshots = st.lists(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["N", "O"]), max_size=4), max_size=6)


@given(snapshots, st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_every_vintage_is_what_was_taken_in(taken: list[dict[str, str]], steps: list[int]) -> None:
    """A step of no day is the same vintage again; the reference keeps every snapshot whole."""
    reference: dict[int, dict[str, str]] = {}
    kept, day = ListStore(), 0
    for entries, step in zip(taken, steps, strict=False):
        day += step
        reference[day] = entries
        kept = kept.with_import(vintage(day, entries))
    kept = unpacked_store(packed_store(kept), "") if reference else kept
    for asked in range(day + 2):
        known = [past for past in reference if past <= asked]
        if known:
            assert names(kept.as_of(FIRST + timedelta(days=asked))) == reference[max(known)]
    for since, old in reference.items():
        (found,) = kept.changes(FIRST + timedelta(days=since))
        new = reference[max(reference)]
        counts = Counter(
            "added" if each.before is None else "removed" if each.after is None else "changed" for each in found.changes
        )
        changed = sum(old[key] != new[key] for key in old.keys() & new.keys())
        assert counts == +Counter(added=len(new.keys() - old), removed=len(old.keys() - new), changed=changed)


class TestDamage:
    KEPT = store(vintage(0, {"a": "A", "b": "B"}), vintage(7, {"a": "A"})).sources[0]

    def test_a_sound_history(self) -> None:
        assert check_counts(self.KEPT) == ""

    def test_vintages_out_of_order(self) -> None:
        damaged = msgspec.structs.replace(self.KEPT, versions=self.KEPT.versions[::-1])
        assert "order" in check_counts(damaged)
        assert check_counts(msgspec.structs.replace(self.KEPT, versions=())) != ""

    def test_days_of_no_vintage(self) -> None:
        row = msgspec.structs.replace(self.KEPT.entries[0], last_seen=FIRST + timedelta(days=3))
        assert "days" in check_counts(msgspec.structs.replace(self.KEPT, entries=(row,)))

    def test_an_entry_lost(self) -> None:
        assert "parties" in check_counts(msgspec.structs.replace(self.KEPT, entries=self.KEPT.entries[1:]))
        assert "parties" in check_counts(msgspec.structs.replace(self.KEPT, entries=self.KEPT.entries[:1]))
