from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import ProblemsFound
from licet.screen import json_file, read_screening_list
from licet.screen.json_file import MAX_FAULTS

from .lists import DENIED, ENTITIES, document, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refused(folder: Path, content: object) -> list[tuple[str, str]]:
    """Return slug and place of every fault."""
    with pytest.raises(ProblemsFound) as found:
        read_screening_list(written(folder, content))
    assert all(problem.mend and problem.what for problem in found.value.problems)
    return [(problem.slug, problem.where) for problem in found.value.problems]


def test_every_field_is_read(tmp_path: Path) -> None:
    listed = read_screening_list(written(tmp_path))
    first, second, _, person = listed.parties

    assert listed.version.generated == date(2026, 6, 10)
    assert listed.version.last_day == date(2026, 6, 17)
    assert (listed.version.title, listed.version.source_url) == ("List of the Test", "file of the test")
    assert [(each.code, each.name, each.parties) for each in listed.version.lists] == [
        ("EL", ENTITIES, 3),
        ("DPL", DENIED, 1),
    ]
    assert first.aliases == ("Moonshade Chips", "月影半导体有限公司")
    assert first.countries == ("CN", "HK")
    assert (first.licence_requirement, first.licence_policy) == ("For all items", "Presumption of denial")
    assert (first.notice, first.source_url, first.list_code) == ("99 FR 1", "page of the test", "EL")
    assert (second.ids, second.kind) == (("17",), "Entity")
    assert (person.programmes, person.list_code) == ("A-PROGRAMME", "DPL")


def test_the_day_is_that_of_greenwich(tmp_path: Path) -> None:
    content = document() | {"sourceGeneratedAt": "2026-06-10T22:00:00-05:00"}

    assert read_screening_list(written(tmp_path, content)).version.generated == date(2026, 6, 11)


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    content = document()
    change(content)
    return content


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[str, str]]] = {
    "a new key": (lambda d: d.update(surplus=1), ("unknown-field", "surplus")),
    "a key gone": (lambda d: d.pop("retrievedAt"), ("changed-shape", "retrievedAt")),
    "another type": (lambda d: d.update(entries={}), ("changed-shape", "entries")),
    "a truth for a count": (lambda d: d.update(entryCount=True), ("changed-shape", "entryCount")),
    "a new meaning": (lambda d: d["fieldKey"].update(a="addresses"), ("changed-shape", "fieldKey")),
    "a new field of entries": (lambda d: d["fieldKey"].update(x="titles"), ("changed-shape", "fieldKey")),
    "a new table": (lambda d: d["tables"].update(others=[]), ("unknown-field", "tables.others")),
    "a number in a table": (lambda d: d["tables"]["urls"].append(3), ("bad-value", "tables.urls[1]")),
    "a list without its instrument": (lambda d: d["listAuthority"].pop(DENIED), ("changed-shape", "listAuthority")),
    "an instrument half said": (
        lambda d: d["listAuthority"][DENIED].pop("citation"),
        ("changed-shape", f"listAuthority[{DENIED}].citation"),
    ),
    "an instrument that is text": (
        lambda d: d["listAuthority"].update({DENIED: "x"}),
        ("changed-shape", f"listAuthority[{DENIED}]"),
    ),
    "one code twice": (lambda d: d["listAuthority"][DENIED].update(code="EL"), ("changed-shape", "listAuthority")),
    "an unknown list": (lambda d: d["countsBySource"].update(other=0), ("changed-shape", "countsBySource")),
    "a list named twice": (lambda d: d["tables"]["sources"].append(DENIED), ("changed-shape", "tables.sources")),
    "a day without zone": (
        lambda d: d.update(sourceGeneratedAt="2026-06-10T10:00:00"),
        ("bad-date", "sourceGeneratedAt"),
    ),
    "no day": (lambda d: d.update(sourceGeneratedAt="2026-02-30T10:00:00Z"), ("bad-date", "sourceGeneratedAt")),
    "a day out of reach": (
        lambda d: d.update(sourceGeneratedAt="0001-01-01T00:00:00+14:00"),
        ("bad-date", "sourceGeneratedAt"),
    ),
    "one entry more than stated": (
        lambda d: (d["entries"].append({"n": "X", "s": 1}), d["countsBySource"].update({DENIED: 2})),
        ("miscounted-lists", "entryCount"),
    ),
    "another count of a list": (
        lambda d: d["countsBySource"].update({DENIED: 7}),
        ("miscounted-lists", "countsBySource"),
    ),
    "an unknown field": (lambda d: d["entries"][1].update(z=1), ("unknown-field", "entries[1].z")),
    "a name gone": (lambda d: d["entries"][1].pop("n"), ("missing-value", "entries[1].n")),
    "a blank name": (lambda d: d["entries"][1].update(n="  "), ("missing-value", "entries[1].n")),
    "a name without a letter": (lambda d: d["entries"][1].update(n="---"), ("unusable-name", "entries[1].n")),
    "a number for a name": (lambda d: d["entries"][1].update(n=5), ("bad-value", "entries[1].n")),
    "a name of a novel": (lambda d: d["entries"][1].update(n="x" * 5000), ("too-long", "entries[1].n")),
    "half a character": (lambda d: d["entries"][1].update(n="a\ud800"), ("not-utf-8", "entries[1].n")),
    "a text for aliases": (lambda d: d["entries"][0].update(a="x"), ("changed-shape", "entries[0].a")),
    "a list in aliases": (lambda d: d["entries"][0].update(a=[["x"]]), ("bad-value", "entries[0].a[0]")),
    "too many aliases": (lambda d: d["entries"][0].update(a=["x"] * 3000), ("changed-shape", "entries[0].a")),
    "a place below zero": (lambda d: d["entries"][0].update(lr=-1), ("bad-value", "entries[0].lr")),
    "a place past the table": (lambda d: d["entries"][0].update(lp=9), ("bad-value", "entries[0].lp")),
    "a truth for a place": (lambda d: d["entries"][0].update(u=True), ("bad-value", "entries[0].u")),
    "half a character in a key": (
        lambda d: d["countsBySource"].update({"\udc80": 0}),
        ("changed-shape", "countsBySource"),
    ),
    "an entry that is text": (lambda d: d["entries"].__setitem__(0, "x"), ("changed-shape", "entries[0]")),
    "an entry of no list": (lambda d: d["entries"][0].pop("s"), ("missing-value", "entries[0].s")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_shape_refuses_to_load(tmp_path: Path, name: str) -> None:
    change, (slug, at) = CHANGES[name]

    assert (slug, f"list.json: {at}") in refused(tmp_path, changed(change))


def test_all_faults_are_gathered(tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        for number, entry in enumerate(content["entries"]):
            entry["z"] = number

    assert refused(tmp_path, changed(change)) == [("unknown-field", f"list.json: entries[{n}].z") for n in range(4)]


def test_a_thousand_faults_are_counted(tmp_path: Path) -> None:
    content = changed(lambda d: d["entries"].extend([{}] * 1000))

    slugs = [slug for slug, _ in refused(tmp_path, content)]

    assert len(slugs) == MAX_FAULTS + 1
    assert slugs[-1] == "more-faults"


NO_LIST: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "bad-json"),
    "no JSON": (b"<html>", "bad-json"),
    "a list": (b"[]", "changed-shape"),
    "another encoding": ("{}".encode("utf-16"), "not-utf-8"),
    "NaN": (b'{"entryCount": NaN}', "bad-json"),
    "infinity": (b'{"entryCount": 1e400}', "bad-json"),
    "a huge number": (b'{"entryCount": ' + b"9" * 10_000 + b"}", "bad-json"),
    "deep": (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "changed-shape"),
    "deeper than it may be": (b'{"a": ' + b"[" * 50 + b"]" * 50 + b"}", "changed-shape"),
    "a key twice": (b'{"entries": [], "entries": [1]}', "stated-twice"),
}


@pytest.mark.parametrize("name", NO_LIST)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str) -> None:
    content, slug = NO_LIST[name]

    assert slug in [found for found, _ in refused(tmp_path, content)]


def test_a_name_of_an_entry_stated_twice_is_refused(tmp_path: Path) -> None:
    text = json.dumps(document()).replace('"s": 1', '"s": 0, "s": 1')

    assert [slug for slug, _ in refused(tmp_path, text.encode())] == ["stated-twice"]


def test_a_file_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "MAX_BYTES", 100)

    assert [slug for slug, _ in refused(tmp_path, None)] == ["file-too-large"]


@pytest.mark.parametrize("name", ["absent.json", "", "a\0b"])
def test_a_file_that_is_none(tmp_path: Path, name: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_screening_list(tmp_path / name)

    assert [problem.slug for problem in found.value.problems] == ["unreadable-file"]


def test_a_byte_order_mark_is_read_past(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(document()).encode()

    assert len(read_screening_list(written(tmp_path, content)).parties) == 4


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
paths = st.sampled_from(
    [(key,) for key in document()]
    + [("tables", key) for key in document()["tables"]]
    + [("entries", 0, key) for key in document()["entries"][0]]
    + [("listAuthority", DENIED), ("listAuthority", DENIED, "code"), ("countsBySource", DENIED), ("entries", 2)]
)


@given(paths, values)
def test_any_value_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, path: tuple[Any, ...], value: object
) -> None:
    content = document()
    inner: Any = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    try:
        read_screening_list(written(tmp_path_factory.mktemp("list"), content))
    except ProblemsFound as found:
        assert found.problems  # noqa: PT017  both ends are allowed; what is not is any other exception
