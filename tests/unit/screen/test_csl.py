"""The Consolidated Screening List as published: the same two invented parties, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import ProblemsFound
from licet.screen import Identifier, ListedParties, ListIndex, import_lists
from licet.screen.read_csl import CSV_FIELDS, JSON_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENTITIES = "Entity List (EL) - Bureau of Industry and Security"
MENU = "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department"
NOTHING: dict[str, Any] = {
    name: [] if name in {"alt_names", "addresses", "ids", "programs", "citizenships", "nationalities"} else None
    for name in sorted(JSON_FIELDS)
}


def document() -> dict[str, Any]:
    first = {
        "id": "a1",
        "name": " Moonshade Semiconductor Co., Ltd.",
        "source": ENTITIES,
        "alt_names": ["Moonshade Chips", "月影半导体有限公司"],
        "addresses": [
            {"address": "1 Lake Road", "city": "Shenzhen", "state": None, "postal_code": "518000", "country": "CN"},
            {"address": "2 Pier", "city": "Hong Kong", "state": "", "postal_code": None, "country": "HK"},
        ],
        "federal_register_notice": "99 FR 1",
        "start_date": "2024-03-01",
        "license_requirement": "For all items subject to the EAR. (See §§ 734.9(g),3 746.8(a)(3), and 744.21(b))",
        "license_policy": "Presumption of denial",
        "source_list_url": "page of the test",
    }
    second = {
        "id": "b2",
        "name": "HERON, Jane",
        "source": MENU,
        "type": "Individual",
        "entity_number": "17",
        "programs": ["P-ONE", "P-TWO"],
        "dates_of_birth": ["1970-01-02"],
        "nationalities": ["AE"],
        "ids": [{"type": "Passport", "number": "X1", "country": "AE", "issue_date": None, "expiration_date": "2030"}],
        "remarks": "a remark",
        "end_date": "2030-01-01",
    }
    results = [NOTHING | first, NOTHING | second]
    return {"total": 2, "search_performed_at": "2026-06-10T22:00:00-05:00", "results": results}


def written(folder: Path, content: object) -> Path:
    path = folder / "consolidated.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def as_csv(folder: Path) -> Path:
    """Write the two parties as the publisher flattens them."""
    rows = []
    for entry in document()["results"]:
        row = {name: entry.get(name) for name in CSV_FIELDS} | {"_id": entry["id"]}
        for name in ("alt_names", "programs", "citizenships", "nationalities", "dates_of_birth", "places_of_birth"):
            row[name] = "; ".join(entry[name] or [])
        lines = [", ".join(each[part] for part in each if each[part]) for each in entry["addresses"]]
        row["addresses"] = "; ".join(lines)
        row["ids"] = "; ".join(", ".join(value for value in each.values() if value) for each in entry["ids"])
        rows.append(row)
    stream = io.StringIO()
    writer = csv.DictWriter(stream, sorted(CSV_FIELDS), dialect="unix")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "consolidated.csv"
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def slugs(path: Path, **options: object) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as found:
        import_lists(path, **options)  # type: ignore[arg-type]
    assert all(problem.what and problem.mend for problem in found.value.problems)
    return [(each.slug, each.where) for each in found.value.problems]


def check_parties(listed: ListedParties) -> None:
    first, second = listed.parties
    assert (first.list_code, second.list_code) == ("EL", "NS-MBS")
    assert (first.name, first.source_id) == ("Moonshade Semiconductor Co., Ltd.", "a1")
    assert first.aliases == ("Moonshade Chips", "月影半导体有限公司")
    assert first.addresses == ("1 Lake Road, Shenzhen, 518000, CN", "2 Pier, Hong Kong, HK")
    assert first.countries == ("CN", "HK")
    assert (first.footnotes, first.starts, first.notice) == (("3",), date(2024, 3, 1), "99 FR 1")
    assert (second.kind, second.programmes, second.ends) == ("Individual", "P-ONE; P-TWO", date(2030, 1, 1))
    assert second.identifiers[0] == Identifier("entity number", "17")
    assert (second.identifiers[1].value, second.identifiers[1].country) == ("X1", "AE")
    assert {("dates_of_birth", "1970-01-02"), ("nationalities", "AE"), ("remarks", "a remark")} <= set(second.details)
    assert [(each.code, each.name, each.parties) for each in listed.version.lists] == [
        ("EL", ENTITIES, 1),
        ("NS-MBS", MENU, 1),
    ]


def test_every_field_of_the_json_is_read(tmp_path: Path) -> None:
    listed = import_lists(written(tmp_path, document()))

    check_parties(listed)
    assert (listed.version.form, listed.version.source) == ("csl-json", "us-csl")
    assert listed.version.generated == date(2026, 6, 11)  # in Greenwich
    assert listed.parties[1].identifiers[1] == Identifier("Passport, expires 2030", "X1", "AE")
    assert ListIndex(listed).look_up("Jane Heron")


def test_the_csv_holds_the_same_but_its_day(tmp_path: Path) -> None:
    path = as_csv(tmp_path)

    assert slugs(path) == [("missing-vintage", "consolidated.csv")]
    listed = import_lists(path, vintage=date(2026, 6, 11))
    check_parties(listed)
    assert (listed.version.form, listed.version.source) == ("csl-csv", "us-csl")
    assert listed.parties[1].identifiers[1] == Identifier("Passport, 2030", "X1", "AE")


def test_the_day_of_the_newest_list_counts_where_no_search_is_dated(tmp_path: Path) -> None:
    content = document()
    del content["search_performed_at"]
    content["sources_used"] = [
        {"source": ENTITIES, "last_imported": "2026-06-09T01:00:00+00:00", "import_rate": "Hourly"},
        {"source": MENU, "last_imported": "2026-06-10T01:00:00+00:00", "source_last_updated": "x"},
    ]

    assert import_lists(written(tmp_path, content)).version.generated == date(2026, 6, 10)


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[str, str]]] = {
    "a new key": (lambda d: d.update(surplus=1), ("unknown-field", "surplus")),
    "another total": (lambda d: d.update(total=3), ("miscounted-lists", "total")),
    "a truth for the total": (lambda d: d.update(total=True), ("miscounted-lists", "total")),
    "no results": (lambda d: d.update(results={"results": 1}), ("changed-shape", "results")),
    "no instant": (lambda d: d.update(search_performed_at="today"), ("bad-date", "sources_used")),
    "a new field": (lambda d: d["results"][0].update(z=1), ("unknown-field", "results[0].z")),
    "a field gone from all": (
        lambda d: [each.pop("alt_names") for each in d["results"]],
        ("changed-shape", "results.alt_names"),
    ),
    "an id twice": (lambda d: d["results"][0].update(id="b2", source=MENU), ("stated-twice", "results[1].id")),
    "no id": (lambda d: d["results"][0].pop("id"), ("missing-value", "results[0].id")),
    "no name": (lambda d: d["results"][0].update(name=" "), ("missing-value", "results[0].name")),
    "a name without a letter": (lambda d: d["results"][0].update(name="--"), ("unusable-name", "results[0].name")),
    "no source": (lambda d: d["results"][0].pop("source"), ("missing-value", "results[0].source")),
    "one code for two lists": (
        lambda d: d["results"][1].update(source="Another (EL) - List"),
        ("changed-shape", "results[1].source"),
    ),
    "text for a list": (lambda d: d["results"][0].update(alt_names="x"), ("changed-shape", "results[0].alt_names")),
    "no object": (lambda d: d["results"].__setitem__(0, []), ("changed-shape", "results[0]")),
    "no address": (lambda d: d["results"][0].update(addresses=["x"]), ("changed-shape", "results[0].addresses")),
    "a new part of an address": (
        lambda d: d["results"][0]["addresses"][0].update(planet="x"),
        ("unknown-field", "results[0].addresses[0].planet"),
    ),
    "no date": (lambda d: d["results"][0].update(start_date="1/2/2024"), ("bad-date", "results[0].start_date")),
    "a list of notices": (
        lambda d: d["results"][0].update(federal_register_notice=["x"]),
        ("bad-value", "results[0].federal_register_notice"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_shape_refuses_to_load(tmp_path: Path, name: str) -> None:
    change, (slug, at) = CHANGES[name]
    content = document()
    change(content)

    assert (slug, f"consolidated.json: {at}") in slugs(written(tmp_path, content), form="csl-json")


def test_no_entry_at_all_is_refused(tmp_path: Path) -> None:
    content = document() | {"results": [], "total": 0}

    assert [slug for slug, _ in slugs(written(tmp_path, content))] == ["miscounted-lists"]


@pytest.mark.parametrize(("old", "new", "slug"), [("_id", "key", "changed-shape"), ("title", "titel", "unknown-field")])
def test_a_changed_column_refuses_to_load(tmp_path: Path, old: str, new: str, slug: str) -> None:
    path = as_csv(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(f'"{old}"', f'"{new}"', 1), encoding="utf-8")

    found = slugs(path, form="csl-csv", vintage=date(2026, 6, 11))

    assert slug in [each for each, _ in found]


@given(st.data())
def test_any_value_anywhere_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    content = document()
    entry = content["results"][data.draw(st.integers(0, 1))]
    inner = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
    entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(
        inner | st.lists(inner | st.dictionaries(st.sampled_from(["country", "number", "x"]), inner), max_size=3)
    )
    try:
        import_lists(written(tmp_path_factory.mktemp("csl"), content), form="csl-json")
    except ProblemsFound as found:
        assert found.problems  # noqa: PT017  both ends are allowed; what is not is any other exception
