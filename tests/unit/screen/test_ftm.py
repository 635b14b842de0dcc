from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import ProblemsFound
from licet.screen import Identifier, StatedOwner, import_lists, read_ftm

from .test_csl import slugs

if TYPE_CHECKING:
    from pathlib import Path


def entity(entity_id: str, schema: str, datasets: tuple[str, ...] = ("t_list",), **properties: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"id": entity_id, "schema": schema, "properties": properties, "datasets": list(datasets)}


def entities() -> list[dict[str, Any]]:
    company = entity(
        "c", "Company", name=["Moonshade Chips", "Moonshade"], alias=["月影"], country=["cn"], jurisdiction=["hk"],
        address=["1 Lake Road"], addressEntity=["a"], registrationNumber=["123"], topics=["sanction"],
    )  # fmt: skip
    company |= {"caption": "Moonshade", "target": True, "first_seen": "2024-01-01", "referents": []}
    company |= {"last_seen": "2026-06-10T10:00:00", "last_change": "2026-01-01", "origin": []}
    first = entity("s1", "Sanction", entity=["c"], authority=["An Authority"], program=["P1"], reason=["9 FR 1"])
    first["properties"] |= {"startDate": ["2024-03-01"], "endDate": ["2030"], "sourceUrl": ["a page"]}
    first["properties"] |= {"provisions": ["denial"], "authorityId": ["77"], "status": ["active"]}
    return [
        company,
        entity("a", "Address", full=["2 Pier, Hong Kong"]),
        first,
        entity("s2", "Sanction", ("t_other",), entity=["c", "p"], authority=["Another"], listingDate=["2025-01-02"]),
        entity("p", "Person", name=["Jane Heron"], birthDate=["1970-01-02"]),
        entity("i", "Passport", holder=["p"], number=["X1"], country=["ae"], type=["passport"]),
        entity("o", "Organization", name=["The Owner"]),
        entity("e", "Ownership", owner=["o"], asset=["c"], percentage=["51%"], startDate=["2020"]),
        entity("v", "Vessel", name=["A Ship"]),
    ]


def written(folder: Path, lines: list[Any]) -> Path:
    path = folder / "entities.ftm.json"
    path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in lines), encoding="utf-8")
    return path


def test_a_body_is_listed_once_for_each_list_that_names_it(tmp_path: Path) -> None:
    listed = import_lists(written(tmp_path, entities()))
    first, second, person = listed.parties

    assert [(each.name, each.list_code) for each in listed.parties] == [
        ("Moonshade Chips", "t_list"),
        ("Moonshade Chips", "t_other"),
        ("Jane Heron", "t_other"),
    ]
    assert first.aliases == ("Moonshade", "月影")
    assert first.countries == ("CN", "HK")
    assert first.addresses == ("1 Lake Road", "2 Pier, Hong Kong")
    assert first.identifiers == (Identifier("registrationNumber", "123"),)
    assert (first.programmes, first.notice, first.licence_policy) == ("P1", "9 FR 1", "denial")
    assert (first.starts, first.ends, second.starts) == (date(2024, 3, 1), None, date(2025, 1, 2))
    assert {("topics", "sanction"), ("sanction authorityId", "77"), ("sanction endDate", "2030")} <= set(first.details)
    assert (person.kind, person.identifiers) == ("individual", (Identifier("passport", "X1", "ae"),))
    assert ("birthDate", "1970-01-02") in person.details
    assert [(each.code, each.name, each.parties) for each in listed.version.lists] == [
        ("t_list", "An Authority", 1),
        ("t_other", "Another", 2),
    ]
    assert (listed.version.generated, listed.version.form) == (date(2026, 6, 10), "ftm")


def test_who_owns_whom_is_kept(tmp_path: Path) -> None:
    assert import_lists(written(tmp_path, entities())).owners == (
        StatedOwner("o", "The Owner", "c", "Moonshade Chips", "51%", "2020"),
    )


def test_a_target_is_listed_without_a_sanction(tmp_path: Path) -> None:
    alone = entities()[0] | {"datasets": []}

    assert [party.list_code for party in import_lists(written(tmp_path, [alone])).parties] == ["ftm"]


def test_the_order_of_the_lines_does_not_matter(tmp_path: Path) -> None:
    here = import_lists(written(tmp_path, entities())).parties
    there = import_lists(written(tmp_path, entities()[::-1])).parties

    assert {(each.name, each.list_code, each.starts) for each in here} == {
        (each.name, each.list_code, each.starts) for each in there
    }


@pytest.mark.parametrize(
    ("line", "slug"),
    [
        ({"id": "x", "schema": "Spaceship", "properties": {}}, "unknown-field"),
        ({"id": "x", "schema": "Company", "properties": {}, "colour": 1}, "unknown-field"),
        ({"id": "x", "schema": "Company", "properties": []}, "changed-shape"),
        ({"id": "x", "schema": "Company", "properties": {"name": "A"}}, "changed-shape"),
        ({"id": "x", "schema": "Company", "properties": {"name": [7]}}, "bad-value"),
        ({"id": "x", "schema": "Company", "properties": {"sanctions": [{"id": "s"}]}}, "changed-shape"),
        ({"id": "c", "schema": "Company", "properties": {"name": ["A"]}}, "stated-twice"),
        ({"schema": "Company", "properties": {}}, "bad-value"),
        ({"id": "x", "schema": "Company", "properties": {}, "last_seen": "soon"}, "bad-date"),
        ({"id": "x", "schema": "Company", "properties": {"name": ["--"]}, "target": True}, "unusable-name"),
        ({"id": "x", "schema": "Company", "properties": {}, "target": True}, "missing-value"),
        ("[1]", "changed-shape"),
        ("{", "bad-json"),
        ('{"id": "x", "id": "y"}', "stated-twice"),
    ],
)
def test_a_changed_shape_refuses_to_load(tmp_path: Path, line: object, slug: str) -> None:
    assert slug in [found for found, _ in slugs(written(tmp_path, [*entities(), line]), form="ftm")]


def test_a_file_that_lists_nobody_or_says_no_day(tmp_path: Path) -> None:
    nobody = [entity("o", "Organization", name=["A"])]

    found = slugs(written(tmp_path, nobody))

    assert [slug for slug, _ in found] == ["missing-vintage"]
    assert [slug for slug, _ in slugs(written(tmp_path, nobody), vintage=date(2026, 1, 1))] == ["miscounted-lists"]


def test_a_line_too_long_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_ftm, "MAX_LINE", 50)

    assert "too-long" in [slug for slug, _ in slugs(written(tmp_path, entities()))]


@given(st.data())
def test_any_value_anywhere_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    lines = entities()
    inner = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
    value = inner | st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), st.lists(inner), max_size=2)
    line = lines[data.draw(st.integers(0, len(lines) - 1))]
    at = line["properties"] if data.draw(st.booleans()) else line
    at[data.draw(st.sampled_from(sorted(at)))] = data.draw(value)
    try:
        import_lists(written(tmp_path_factory.mktemp("ftm"), lines), form="ftm")
    except ProblemsFound as found:
        assert found.problems  # noqa: PT017  both ends are allowed; what is not is any other exception
