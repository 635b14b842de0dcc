from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from licet.errors import ProblemsFound
from licet.screen.asked_parties import MAX_FAULTS, AskedParty, asked_names, read_asked
from licet.screen.lookup import Asked

if TYPE_CHECKING:
    from pathlib import Path


def table(folder: Path, text: str | bytes, name: str = "names.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def slugs(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        read_asked(path)
    return [(problem.where, problem.slug) for problem in caught.value.problems]


class TestTable:
    def test_every_column_is_used(self, tmp_path: Path) -> None:
        path = table(
            tmp_path,
            "id,name,country,aliases,addresses,ids\n"
            "b1,Buyer A,de,Buyer Alpha; B.A.,Street 1; Street 2,tax number: 123; HRB 4\n"
            ",Buyer B,,,,\n",
        )

        found = read_asked(path)

        assert found.parties == (
            AskedParty(
                "b1",
                Asked(("Buyer A", "Buyer Alpha", "B.A."), "DE", ("Street 1", "Street 2"), ("123", "HRB 4")),
                "names.csv:2",
            ),
            AskedParty("Buyer B", Asked(("Buyer B",)), "names.csv:3"),
        )
        assert found.warnings == ()

    def test_a_column_that_is_not_known_is_told_and_not_used(self, tmp_path: Path) -> None:
        found = read_asked(table(tmp_path, "name,remark\nBuyer A,x\n"))

        assert [warning.split(" (")[0] for warning in found.warnings] == ["names.csv: the column remark is not used"]

    def test_namibia_is_a_country_and_no_gap(self, tmp_path: Path) -> None:
        assert read_asked(table(tmp_path, "name,country\nBuyer A,NA\n")).parties[0].asked.country == "NA"

    def test_every_fault_is_told_with_its_line(self, tmp_path: Path) -> None:
        path = table(
            tmp_path,
            f"id,name,country\nb1,Buyer A,China\nb1,Buyer B,DE\nb2,,DE\nb3,{'x' * 4001},D3\nb4,Buyer C,DE\n",
        )

        assert slugs(path) == [
            ("names.csv:2", "bad-country"),
            ("names.csv:3", "stated-twice"),
            ("names.csv:4", "missing-value"),
            ("names.csv:5", "too-long"),
            ("names.csv:5", "bad-country"),
        ]

    @pytest.mark.parametrize(
        ("text", "slug"),
        [
            ("party\nBuyer A\n", "missing-column"),
            ("name\n", "empty-file"),
            ("", "empty-file"),
            ("name\nBuyer \x00A\n", "control-character"),
            ("name\nBuyer \u202eA\n", "control-character"),
            (b"name\n\xff\xff\xff\n", "unknown-encoding"),
            ('name\n"Buyer A\n', "bad-quoting"),
        ],
    )
    def test_a_file_that_cannot_be_used(self, tmp_path: Path, text: str | bytes, slug: str) -> None:
        assert slug in [found for _, found in slugs(table(tmp_path, text))]

    def test_chinese_in_its_own_encoding(self, tmp_path: Path) -> None:
        found = read_asked(table(tmp_path, "name,aliases\n月影半导体,甲；乙\n".encode("gb18030")))

        assert found.parties[0].asked.names == ("月影半导体", "甲", "乙")

    def test_a_workbook_and_its_formulas(self, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["name", "id"])
        sheet.append(["Buyer A", 7])
        book.save(tmp_path / "names.xlsx")
        (party,) = read_asked(tmp_path / "names.xlsx").parties
        assert (party.party_id, party.name) == ("7", "Buyer A")

        sheet.append(['=HYPERLINK("x")', 8])
        book.save(tmp_path / "names.xlsx")
        assert "formula" in [slug for _, slug in slugs(tmp_path / "names.xlsx")]

    def test_faults_without_end_are_counted(self, tmp_path: Path) -> None:
        found = slugs(table(tmp_path, "name,country\n" + "Buyer A,XXX\n" * (MAX_FAULTS + 5)))

        assert len(found) == MAX_FAULTS + 1
        assert found[-1][1] == "more-faults"

    @given(data=st.binary(max_size=200))
    def test_any_file_is_read_or_refused(self, tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
        path = table(tmp_path_factory.mktemp("any"), b"name,country\n" + data)
        try:
            parties = read_asked(path).parties
        except ProblemsFound:
            return
        assert all(party.name and party.where for party in parties)


class TestNames:
    def test_each_name_is_a_party_of_its_own(self) -> None:
        found = asked_names(["Buyer A", " Buyer B "], country="ae", addresses=["Street 1"], ids=["123"])

        assert [(each.party_id, each.asked.country, each.asked.ids) for each in found] == [
            ("Buyer A", "AE", ("123",)),
            ("Buyer B", "AE", ("123",)),
        ]

    @pytest.mark.parametrize(
        ("names", "country", "slug"),
        [([" "], None, "missing-value"), (["\udcff"], None, "not-utf-8"), (["Buyer A"], "China", "bad-country")],
    )
    def test_what_is_no_name_and_no_country(self, names: list[str], country: str | None, slug: str) -> None:
        with pytest.raises(ProblemsFound) as caught:
            asked_names(names, country=country)
        assert [problem.slug for problem in caught.value.problems] == [slug]
