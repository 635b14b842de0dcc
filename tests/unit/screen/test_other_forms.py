"""The Denied Persons file, the lists from announcements, a table of one's own; and how a form is found."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import ProblemsFound
from licet.screen import FORMS, Identifier, ListIndex, import_lists
from licet.screen.entries import footnotes_in, with_ids
from licet.screen.import_lists import form_of
from licet.screen.listed import ListedParty
from licet.screen.read_denied import COLUMNS

from .lists import written as condensed
from .test_csl import as_csv, document, slugs, written

if TYPE_CHECKING:
    from collections.abc import Callable

REAL_CN = Path(__file__).parents[3] / ".." / "shared" / "data" / "cn-lists.json"
DAY = date(2026, 6, 10)
DENIED = [
    (" GREY  HERON", "1 QUAY", "DUBAI", "", "AE", "", "06/19/2023", "06/29/2056", "Y", "0222-05-18", "ADDED", "9 FR 1"),
    (" GREY  HERON", "2 QUAY", "DUBAI", "", "AE", "", "06/19/2023", "", "Y", "2023-07-01", "", "9 FR 1  9 FR 2"),
    ("JANE ROE", "", "", "", "", "", "", "", "", "", "", ""),
]


def denied(folder: Path, rows: list[tuple[str, ...]] | None = None, columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "dpl.txt"
    lines = ["\t".join(f'"{cell}"' for cell in row) for row in [columns, *(DENIED if rows is None else rows)]]
    path.write_text("\r\n".join(lines), encoding="utf-8")
    return path


class TestDenied:
    def test_every_column_is_read(self, tmp_path: Path) -> None:
        listed = import_lists(denied(tmp_path), vintage=DAY)
        first, second, third = listed.parties

        assert (first.name, first.list_code, first.countries) == ("GREY HERON", "DPL", ("AE",))
        assert first.addresses == ("1 QUAY, DUBAI, AE",)
        assert (first.starts, first.ends, second.ends) == (date(2023, 6, 19), date(2056, 6, 29), None)
        assert second.notice == "9 FR 1 9 FR 2"
        assert first.details == (("Standard_Order", "Y"), ("Last_Update", "0222-05-18"), ("Action", "ADDED"))
        assert (third.name, third.addresses, third.countries) == ("JANE ROE", (), ())
        assert len({party.source_id for party in listed.parties}) == 3
        assert (listed.version.parties, listed.version.source) == (3, "us-denied-persons")
        assert ListIndex(listed).look_up("Grey Heron")

    def test_the_order_of_the_rows_does_not_change_an_id(self, tmp_path: Path) -> None:
        here = import_lists(denied(tmp_path), vintage=DAY).parties
        there = import_lists(denied(tmp_path, DENIED[::-1]), vintage=DAY).parties

        assert set(here) == set(there)

    @pytest.mark.parametrize(
        ("place", "value", "slug", "at"),
        [
            (0, "", "missing-value", "line 2.Name"),
            (0, "-", "unusable-name", "line 2.Name"),
            (6, "2023-06-19", "bad-date", "line 2.Effective_Date"),
            (7, "13/40/2023", "bad-date", "line 2.Expiration_Date"),
        ],
    )
    def test_a_value_that_is_none(self, tmp_path: Path, place: int, value: str, slug: str, at: str) -> None:
        row = (*DENIED[0][:place], value, *DENIED[0][place + 1 :])

        assert slugs(denied(tmp_path, [row]), vintage=DAY) == [(slug, f"dpl.txt: {at}")]

    def test_a_changed_shape_refuses_to_load(self, tmp_path: Path) -> None:
        columns = (*COLUMNS[:-2], "Measure", COLUMNS[-1])

        assert slugs(denied(tmp_path, columns=columns), vintage=DAY) == [("changed-shape", "dpl.txt: line 1")]
        assert slugs(denied(tmp_path, [DENIED[0][:-1]]), vintage=DAY) == [("changed-shape", "dpl.txt: line 2")]
        assert slugs(denied(tmp_path, []), vintage=DAY) == [("miscounted-lists", "dpl.txt")]

    def test_without_a_vintage_it_is_refused(self, tmp_path: Path) -> None:
        assert slugs(denied(tmp_path)) == [("missing-vintage", "dpl.txt")]


def announced() -> list[dict[str, Any]]:
    first = {
        "addresses": ["1 Lake Road"],
        "aliases": ["月影电机株式会社"],
        "country": "cn",
        "date_added": "2026-02-24",
        "entity_name": "Moonshade Denki",
        "entity_type": "organization",
        "id": "t-1",
        "last_verified": "2026-06-10",
        "list_id": "t-control-list",
        "reason": "a reason",
        "source_list_name": "管控名单 (Control List)",
        "source_url": "page of the test",
    }
    second = first | {"entity_name": "Grey Heron", "aliases": []}
    return [
        first,
        second,
        second | {"id": "t-2", "list_id": "t-attention", "source_list_name": "关注名单", "reason": ""},
    ]


class TestAnnounced:
    def test_every_field_is_read(self, tmp_path: Path) -> None:
        listed = import_lists(written(tmp_path, announced()))
        first, second, third = listed.parties

        assert (first.name, first.aliases, first.addresses) == (
            "Moonshade Denki",
            ("月影电机株式会社",),
            ("1 Lake Road",),
        )
        assert first.countries == ()  # the country is that of the authority
        assert (first.starts, first.kind, first.details) == (
            date(2026, 2, 24),
            "organization",
            (("reason", "a reason"),),
        )
        assert listed.version.generated == DAY
        assert [(each.code, each.effect, each.parties) for each in listed.version.lists] == [
            ("t-control-list", "a reason", 2),
            ("t-attention", "not stated by the file", 1),
        ]
        assert first.source_id != second.source_id  # they share an id; their names tell them apart
        assert first.source_id.startswith("t-1~")
        assert third.source_id == "t-2"

    CHANGES: tuple[tuple[Callable[[list[dict[str, Any]]], object], tuple[str, str]], ...] = (
        (lambda d: d[0].update(z=1), ("unknown-field", "[0].z")),
        (lambda d: d[0].pop("list_id"), ("missing-value", "[0].list_id")),
        (lambda d: d[0].update(last_verified="2026-06-09"), ("missing-vintage", "")),
        (lambda d: d[0].update(list_id="a:b"), ("bad-value", "[0].list_id")),
        (lambda d: d[1].update(source_list_name="x"), ("changed-shape", "[1].source_list_name")),
        (lambda d: d.__setitem__(0, 7), ("changed-shape", "[0]")),
        (lambda d: d[0].update(date_added="soon"), ("bad-date", "[0].date_added")),
        (lambda d: d.clear(), ("miscounted-lists", "")),
    )

    @pytest.mark.parametrize("number", range(len(CHANGES)))
    def test_a_changed_shape_refuses_to_load(self, tmp_path: Path, number: int) -> None:
        change, (slug, at) = self.CHANGES[number]
        content = announced()
        change(content)

        where = f"consolidated.json: {at}" if at else "consolidated.json"
        assert (slug, where) in slugs(written(tmp_path, content), form="cn-lists")

    @pytest.mark.skipif(not REAL_CN.is_file(), reason="the shared data is not beside the repository")
    def test_the_three_lists_as_they_were_gathered(self) -> None:
        listed = import_lists(REAL_CN)

        assert {each.code: each.parties for each in listed.version.lists} == {
            "cn-attention-list": 40,
            "cn-unreliable-entity-list": 61,
            "cn-export-control-watchlist": 139,
        }
        assert listed.version.generated == date(2026, 7, 19)
        assert len({(party.list_code, party.source_id) for party in listed.parties}) == 240
        assert ListIndex(listed).look_up("斯巴鲁株式会社")


TABLE = """name,list,country,aliases,addresses,ids,source,from,to
Moonshade,House list,CN; HK,Moonshade Chips; 月影；月影半导体,1 Lake Road; 2 Pier,tax number: 123; 77,memo 4,2026-01-01,
Grey Heron,House list,,,,,,,
"""


class TestOwnTable:
    def test_every_column_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "own.csv"
        path.write_text(TABLE, encoding="utf-8")
        first, second = import_lists(path, vintage=DAY, source="house").parties

        assert (first.list_code, first.countries) == ("House list", ("CN", "HK"))
        assert first.aliases == ("Moonshade Chips", "月影", "月影半导体")
        assert first.addresses == ("1 Lake Road", "2 Pier")
        assert first.identifiers == (Identifier("tax number", "123"), Identifier("", "77"))
        assert (first.notice, first.starts, first.ends) == ("memo 4", date(2026, 1, 1), None)
        assert second.name == "Grey Heron"

    def test_a_workbook_is_a_table_too(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.append(["name", "list"])
        book.active.append(["Grey Heron", "House list"])
        book.save(tmp_path / "own.xlsx")

        assert import_lists(tmp_path / "own.xlsx", vintage=DAY).version.parties == 1

    @pytest.mark.parametrize(
        ("text", "slug", "at"),
        [
            ("name,list,colour\nA,B,red\n", "unknown-field", "own.csv: column colour"),
            ("name,list\n--,B\n", "unusable-name", "own.csv: line 2.name"),
            ("name,list\nA,\n", "missing-value", "own.csv: line 2.list"),
            ("name,list\nA,x:y\n", "bad-value", "own.csv: line 2.list"),
            ("name,list,from\nA,B,1.2.2026\n", "bad-date", "own.csv: line 2.from"),
            ("name,list,from,to\nA,B,2026-02-01,2026-01-01\n", "bad-period", "own.csv: line 2.to"),
            ("name,list,id\nA,B,1\nC,B,1\n", "stated-twice", "own.csv: column id"),
            ("name,list\n", "miscounted-lists", "own.csv"),
        ],
    )
    def test_what_is_wrong_is_refused(self, tmp_path: Path, text: str, slug: str, at: str) -> None:
        path = tmp_path / "own.csv"
        path.write_text(text, encoding="utf-8")

        assert slugs(path, vintage=DAY) == [(slug, at)]


class TestForms:
    def test_each_form_is_found_by_content(self, tmp_path: Path) -> None:
        entity = {"id": "1", "schema": "Company", "properties": {"name": ["A"]}}
        (tmp_path / "own.csv").write_text(TABLE, encoding="utf-8")
        (tmp_path / "ftm.json").write_text(json.dumps(entity) + "\n", encoding="utf-8")

        assert form_of(written(tmp_path, document())) == "csl-json"
        assert form_of(as_csv(tmp_path)) == "csl-csv"
        assert form_of(condensed(tmp_path)) == "csl-condensed"
        assert form_of(denied(tmp_path)) == "denied-persons"
        assert form_of(tmp_path / "own.csv") == "table"
        assert form_of(tmp_path / "ftm.json") == "ftm"
        assert form_of(written(tmp_path, announced())) == "cn-lists"
        assert len(FORMS) == 7

    @pytest.mark.parametrize("text", ["", "<html>", "[]", "{}", "a,b\n1,2\n"])
    def test_what_is_no_list_is_refused(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "x").write_text(text)

        assert slugs(tmp_path / "x") == [("unknown-format", "x")]

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        assert slugs(tmp_path / "x") == [("unreadable-file", "x")]
        for form in FORMS:
            assert slugs(tmp_path / "x", form=form)[0][0] == "unreadable-file"

    def test_all_that_is_wrong_with_the_call_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_text(TABLE)

        found = slugs(tmp_path / "x", form="pdf", source="My Lists")

        assert [slug for slug, _ in found] == ["unknown-format", "bad-name"]

    def test_a_vintage_that_the_file_contradicts(self, tmp_path: Path) -> None:
        for path in (written(tmp_path, document()), condensed(tmp_path)):
            assert [slug for slug, _ in slugs(path, vintage=date(2020, 1, 1))] == ["other-vintage"]

    @given(content=st.binary(max_size=200), form=st.sampled_from(sorted(FORMS)))
    def test_any_bytes_are_refused(self, tmp_path_factory: pytest.TempPathFactory, content: bytes, form: str) -> None:
        path = tmp_path_factory.mktemp("any") / "file"
        path.write_bytes(content)
        with pytest.raises(ProblemsFound):
            import_lists(path, form=form, vintage=DAY)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("(See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)", ("3",)),
        ("(See §§ 734.9(g), 3 746.8(a)(3), and 744.21(b) of the EAR)", ("3",)),
        ("(See §§ 734.9(g), 746.8(a)(3), and 744.21(b) of the EAR)", ()),
        ("see §§ 734.9(e)1 and 744.11 of the EAR2", ("1", "2")),
        ("(See §§ 734.9(e)(2) and 744.11 of the EAR) 4", ("4",)),
        ("(See §§734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR)5", ("5",)),
        ("(See §744.11 of the EAR). This requirement may be overcome", ()),
    ],
)
def test_footnotes_stand_glued_to_the_text(text: str, numbers: tuple[str, ...]) -> None:
    assert footnotes_in(text) == numbers


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from(["", "1", "2"])), max_size=9))
def test_ids_are_one_each_and_know_no_order(entries: list[tuple[str, str, str]]) -> None:
    parties = [ListedParty(code, name, source_id=number) for code, name, number in entries]

    found = with_ids(parties)

    assert [(each.list_code, each.name) for each in found] == [(each.list_code, each.name) for each in parties]
    assert len({(each.list_code, each.source_id) for each in found}) == len(parties)
    assert sorted(with_ids(parties[::-1]), key=repr) == sorted(found, key=repr)
