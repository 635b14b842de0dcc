from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import ProblemsFound, UsageError
from licet.screen.judgements import (
    COLUMNS,
    FILE_NAME,
    JudgedAs,
    Judgement,
    Judgements,
    append_judgement,
    entry_sha256,
    read_judgements,
)
from licet.screen.listed import Identifier, ListedParty, PartyList
from licet.table_source import REFUSED_CHARACTER

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = ListedParty("EL", "Grey Heron Trading", countries=("AE",), source_id="17")
LIST = PartyList("EL", "Entities of the Test", "an instrument", "", 1, source="us-csl", generated=date(2026, 6, 10))
JUDGED = Judgement(
    party_id="p1",
    name="Gray Heron Trading",
    source="us-csl",
    list_code="EL",
    entry_id="17",
    entry_name="Grey Heron Trading",
    entry_sha256=entry_sha256(ENTRY),
    judged=JudgedAs.NOT_SAME,
    reason="another firm, in another country",
    by="A. Officer",
    on=date(2026, 6, 11),
    until=date(2027, 6, 11),
    document="register.pdf",
)
HEADING = ",".join(COLUMNS)
NAMES = ("Gray Heron Trading",)
DAY = date(2026, 7, 1)


def row(**cells: str) -> str:
    sound = {
        column: getattr(JUDGED, column).value if column == "judged" else str(getattr(JUDGED, column))
        for column in COLUMNS
    }
    return ",".join(f'"{cells.get(column, sound[column])}"' for column in COLUMNS)


def slugs(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        read_judgements(path)
    return [(problem.where, problem.slug) for problem in caught.value.problems]


class TestFile:
    def test_a_judgement_is_read_back_as_it_was_written(self, tmp_path: Path) -> None:
        path = tmp_path / "new" / FILE_NAME
        second = replace(JUDGED, judged=JudgedAs.SAME, document="", on=date(2026, 6, 12))

        append_judgement(path, JUDGED)
        append_judgement(path, second)

        assert path.read_text(encoding="utf-8").splitlines()[0] == HEADING
        assert read_judgements(path) == (
            replace(JUDGED, where="judgements.csv:2"),
            replace(second, where="judgements.csv:3"),
        )

    @pytest.mark.parametrize(
        "text", ["=1+1", "+49 30", "-", "@SUM(A1)", "'=1", "''", "'s Heron", '="a,b"', "two\nlines", "\uff1dx", "灰鹭"]
    )
    def test_no_text_is_a_formula_and_each_comes_back(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / FILE_NAME
        append_judgement(path, replace(JUDGED, reason=text, name=text))

        (read,) = read_judgements(path)

        assert (read.reason, read.name) == (text, text)
        cells = path.read_text(encoding="utf-8").partition("\n")[2].split(",")
        assert not any(cell.lstrip('"').startswith(("=", "+", "-", "@", "\uff1d")) for cell in cells)

    @given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
    def test_any_text_comes_back_or_is_refused(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        path = tmp_path_factory.mktemp("any") / FILE_NAME
        judgement = replace(JUDGED, reason=text)
        if REFUSED_CHARACTER.search(text) or "\r" in text or not text.strip():
            with pytest.raises(ProblemsFound):
                append_judgement(path, judgement)
            assert not path.exists()
        else:
            append_judgement(path, judgement)
            assert read_judgements(path)[0].reason == text.strip()

    def test_every_fault_is_told_with_its_line(self, tmp_path: Path) -> None:
        path = tmp_path / FILE_NAME
        rows = [
            row(by="", reason=" "),
            row(until="2026-06-11"),
            row(on="11.06.2026"),
            row(on="20260611"),
            row(judged="no"),
            row(entry_sha256="ab"),
            row(until="2026-02-30", judged="yes"),
            row(),
        ]
        path.write_text("\n".join([HEADING, *rows]), encoding="utf-8")

        assert slugs(path) == [
            ("judgements.csv:2", "missing-value"),
            ("judgements.csv:2", "missing-value"),
            ("judgements.csv:3", "bad-period"),
            ("judgements.csv:4", "bad-date"),
            ("judgements.csv:5", "bad-date"),
            ("judgements.csv:6", "bad-value"),
            ("judgements.csv:7", "bad-value"),
            ("judgements.csv:8", "bad-value"),
            ("judgements.csv:8", "bad-date"),
        ]

    def test_a_column_that_is_unknown_or_not_there(self, tmp_path: Path) -> None:
        path = tmp_path / FILE_NAME
        path.write_text(HEADING.replace("reason", "remark") + "\n", encoding="utf-8")

        assert slugs(path) == [("judgements.csv:1", "unknown-column"), ("judgements.csv:1", "missing-column")]

    def test_columns_stand_in_any_order_in_any_encoding_and_document_may_be_left_out(self, tmp_path: Path) -> None:
        path = tmp_path / FILE_NAME
        columns = [column for column in reversed(COLUMNS) if column != "document"]
        cells = {column: str(getattr(JUDGED, column)) for column in columns} | {
            "judged": "not_same",
            "name": "灰鹭贸易",
        }
        text = ",".join(columns) + "\r\n" + ",".join(f'"{cells[column]}"' for column in columns)
        path.write_bytes(text.encode("gb18030"))

        append_judgement(path, JUDGED)

        assert [(each.name, each.document) for each in read_judgements(path)] == [
            ("灰鹭贸易", ""),
            (JUDGED.name, "register.pdf"),
        ]

    def test_a_file_with_a_fault_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / FILE_NAME
        path.write_text(f"{HEADING}\n{row(by='')}\n", encoding="utf-8")
        before = path.read_bytes()

        with pytest.raises(ProblemsFound):
            append_judgement(path, JUDGED)

        assert path.read_bytes() == before
        assert [each.name for each in tmp_path.iterdir() if "lock" not in each.name] == [FILE_NAME]

    def test_what_stands_there_is_kept_to_the_byte(self, tmp_path: Path) -> None:
        path = tmp_path / FILE_NAME
        path.write_text(f"{HEADING}\n{row()}", encoding="utf-8")  # quoted as we do not, and the last line not ended
        path.chmod(0o600)
        before = path.read_bytes()

        append_judgement(path, JUDGED)

        assert path.read_bytes().startswith(before + b"\n")
        assert len(read_judgements(path)) == 2
        assert path.stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize(
        "change",
        [{"by": " "}, {"until": JUDGED.on}, {"reason": "a\x00b"}, {"name": "\ud800"}, {"reason": "x" * 40_000}],
    )
    def test_a_judgement_that_would_not_be_read_back_is_refused(
        self, tmp_path: Path, change: dict[str, object]
    ) -> None:
        with pytest.raises(ProblemsFound):
            append_judgement(tmp_path / FILE_NAME, replace(JUDGED, **change))  # type: ignore[arg-type]
        assert not (tmp_path / FILE_NAME).exists()

    @pytest.mark.parametrize("name", ["folder", "book.xlsx"])
    def test_a_place_that_takes_no_rows(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "folder").mkdir()
        with pytest.raises((UsageError, ProblemsFound)):
            append_judgement(tmp_path / name, JUDGED)

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        real, link = tmp_path / "real.csv", tmp_path / FILE_NAME
        append_judgement(real, JUDGED)
        link.symlink_to(real)

        append_judgement(link, JUDGED)

        assert link.is_symlink()
        assert len(read_judgements(real)) == 2

    def test_many_who_append_at_once_lose_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / FILE_NAME
        program = (
            "import sys; from dataclasses import replace; from pathlib import Path\n"
            "from licet.screen.judgements import *\n"
            "from datetime import date\n"
            "one = Judgement('p', 'n', 's', 'EL', '1', 'e', 'a' * 64, JudgedAs.SAME, 'r', 'by', "
            "date(2026, 1, 1), date(2027, 1, 1))\n"
            "for number in range(20):\n"
            "    append_judgement(Path(sys.argv[1]), replace(one, party_id=f'{sys.argv[2]}-{number}'))\n"
        )
        writers = [subprocess.Popen([sys.executable, "-c", program, str(path), str(each)]) for each in range(4)]

        assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0, 0]
        expected = {f"{writer}-{number}" for writer in range(4) for number in range(20)}
        assert {each.party_id for each in read_judgements(path)} == expected


class TestDigest:
    def test_every_field_counts_and_the_prefix_of_a_list_does_not(self) -> None:
        changes: dict[str, object] = {
            "list_code": "DPL",
            "name": "Grey Heron",
            "aliases": ("GHT",),
            "countries": ("AE", "DE"),
            "kind": "Entity",
            "identifiers": (Identifier("tax", "1"),),
            "licence_requirement": "all items",
            "licence_policy": "denial",
            "programmes": "P",
            "notice": "99 FR 1",
            "source_url": "page",
            "source_id": "18",
            "addresses": ("Street 1",),
            "starts": date(2026, 1, 1),
            "ends": date(2026, 1, 1),
            "footnotes": ("3",),
            "details": (("title", "x"),),
        }
        assert set(changes) == set(ListedParty.__struct_fields__)

        digests = {entry_sha256(msgspec.structs.replace(ENTRY, **{name: value})) for name, value in changes.items()}

        assert len(digests | {entry_sha256(ENTRY)}) == len(changes) + 1
        assert entry_sha256(msgspec.structs.replace(ENTRY, list_code="us-csl:EL")) == entry_sha256(ENTRY)

    def test_it_is_the_digest_that_stands_in_files_of_today(self) -> None:
        assert entry_sha256(ENTRY) == "0ff89700d26b8174b0dce41fc322c24266f71a65ea52adf80ae1995f490cd7d0"


class TestStanding:
    def of(self, *rows: Judgement, day: date = DAY, known_at: date | None = None, **asked: object) -> tuple[str, str]:
        names = asked.get("names", NAMES)
        on_list = asked.get("on_list", LIST)
        entry = asked.get("entry", ENTRY)
        found = Judgements(rows).of("p1", names, on_list, entry, day, known_at)  # type: ignore[arg-type]
        return (found.judgement.judged.value if found.judgement else "", found.reopened)

    def test_a_judgement_counts_for_its_party_and_its_entry(self) -> None:
        assert self.of(JUDGED) == ("not_same", "")
        assert self.of(replace(JUDGED, party_id="p2")) == ("", "")
        assert self.of(replace(JUDGED, source="cn-lists")) == ("", "")
        assert self.of(replace(JUDGED, list_code="DPL")) == ("", "")
        assert self.of(replace(JUDGED, entry_id="18")) == ("", "")

    def test_the_code_of_a_list_is_its_own_whatever_else_is_imported(self) -> None:
        entry = msgspec.structs.replace(ENTRY, list_code="us-csl:EL")

        assert self.of(JUDGED, on_list=msgspec.structs.replace(LIST, code="us-csl:EL"), entry=entry)[0] == "not_same"
        assert self.of(replace(JUDGED, list_code="us-csl:EL"))[0] == "not_same"

    def test_it_counts_from_its_day_to_the_day_it_ends(self) -> None:
        assert self.of(JUDGED, day=date(2026, 6, 10)) == ("", "")
        assert self.of(JUDGED, day=date(2026, 6, 11))[0] == "not_same"
        assert self.of(JUDGED, day=date(2027, 6, 10))[0] == "not_same"
        ended = self.of(JUDGED, day=date(2027, 6, 11))
        assert ended == ("", "judged not_same by A. Officer on 2026-06-11; it ended on 2027-06-11")

    def test_what_was_judged_after_the_day_known_at_is_left_out(self) -> None:
        assert self.of(JUDGED, known_at=date(2026, 6, 10)) == ("", "")
        assert self.of(JUDGED, known_at=date(2026, 6, 11))[0] == "not_same"

    def test_an_entry_that_changed_is_open_again(self) -> None:
        judged, reopened = self.of(JUDGED, entry=msgspec.structs.replace(ENTRY, aliases=("Gray Heron",)))

        assert judged == ""
        assert reopened.endswith("the entry has changed (us-csl, vintage 2026-06-10)")

    def test_names_are_compared_in_normal_form_and_another_name_is_open_again(self) -> None:
        assert self.of(JUDGED, names=("Buyer A", "GRAY HERON TRADING LLC"))[0] == "not_same"
        assert self.of(JUDGED, names=("Heron Holdings",)) == (
            "",
            "judged not_same by A. Officer on 2026-06-11, but of the name Gray Heron Trading",
        )

    def test_the_newest_counts_and_of_one_day_the_later_row(self) -> None:
        later = replace(JUDGED, judged=JudgedAs.SAME, on=date(2026, 6, 20))
        again = replace(later, judged=JudgedAs.UNDECIDED)

        assert self.of(later, JUDGED)[0] == "same"
        assert self.of(later, again)[0] == "undecided"
        assert self.of(again, later)[0] == "same"
        assert self.of(later, JUDGED, day=date(2026, 6, 19))[0] == "not_same"

    def test_what_was_judged_again_does_not_come_back_when_that_ends(self) -> None:
        later = replace(JUDGED, judged=JudgedAs.UNDECIDED, on=date(2026, 6, 20), until=date(2026, 6, 25))

        assert self.of(JUDGED, later) == ("", "judged undecided by A. Officer on 2026-06-20; it ended on 2026-06-25")

    def test_a_row_about_another_name_does_not_hide_one_about_this_name(self) -> None:
        assert self.of(JUDGED, replace(JUDGED, name="Heron Holdings", on=date(2026, 6, 20)))[0] == "not_same"
