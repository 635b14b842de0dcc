from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from licet.catalogue import load_catalogue
from licet.errors import ProblemsFound
from licet.quantity import UNKNOWN_QUANTITY, Interval

from .conftest import FOLDER, slugs

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Written

CHIP = "a,ic,Chip A,Maker,,200,300,published,secondary,sheet"
SECOND = "b,ic,Chip B,Maker,,100,,,,"


def test_a_small_catalogue_is_read(written: Written) -> None:
    found = written(
        items=[CHIP, SECOND],
        assemblies=["x,board,Board X,a:4"],
        alternatives=["a,tpp,1500,fp16 sheet,live,two sheets disagree,sheet 2"],
        aliases=["The A,a,exact,usage,"],
    )

    assert len(found) == 3
    item = found.resolve("the a")
    assert (item.item_id, item.where, item.aliases) == ("a", "catalogue/items.csv:2", ("The A",))


@pytest.mark.parametrize(
    ("rows", "tpp"),
    [
        ([], "1600"),
        (["a,tpp,1500,b,live,r,s"], "1500 to 1600"),
        (["a,tpp,1500,b,live,r,s", "a,tpp,1700,b,live,r,s"], "1500 to 1700"),
        (["a,tpp,1500,b,rejected,r,s"], "1600"),
        (["a,tpp,0 to 1500,b,live,r,s"], "0 to 1600"),
        (["a,tpp,at least 1500,b,live,r,s"], "at least 1500"),
    ],
)
def test_a_live_alternative_widens_and_a_rejected_one_does_not(written: Written, rows: list[str], tpp: str) -> None:
    item = written(items=[CHIP], alternatives=rows)["a"]

    assert str(item.figure("tpp")) == tpp
    assert str(item.figure("processing_performance_2022")) == tpp
    assert len(item.facts["tpp"].alternatives) == len(rows)
    assert item.facts["tpp"].is_disputed == any(",live," in row for row in rows)


def test_live_alternatives_alone_bound_a_figure_nobody_published(written: Written) -> None:
    rows = ["b,applicable_die_area_mm2,0 to 700,under 700,live,the maker says no more,s"]
    fact = written(items=[SECOND], alternatives=rows)["b"].facts["applicable_die_area_mm2"]

    assert str(fact.value) == "0 to 700"
    assert fact.note == "spans the alternatives"


def test_rejected_alternatives_alone_leave_it_unknown(written: Written) -> None:
    rows = ["b,applicable_die_area_mm2,700,guess,rejected,an assumption,s"]
    fact = written(items=[SECOND], alternatives=rows)["b"].facts["applicable_die_area_mm2"]

    assert fact.value == UNKNOWN_QUANTITY
    assert fact.alternatives[0].reason == "an assumption"


@pytest.mark.parametrize(
    ("lines", "slug", "where"),
    [
        ({"items": [CHIP, CHIP]}, "duplicate-item", "items.csv:3"),
        ({"items": [CHIP], "assemblies": ["a,board,X,"]}, "duplicate-item", "assemblies.csv:2"),
        ({"assemblies": ["x,board,X,nothing:8"]}, "unknown-contents", "assemblies.csv:2"),
        ({"assemblies": ["x,board,X,x:1"]}, "cyclic-contents", "assemblies.csv:2"),
        ({"assemblies": ["x,board,X,y:1", "y,server,Y,x:2"]}, "cyclic-contents", "assemblies.csv:3"),
        ({"items": [CHIP], "alternatives": ["z,tpp,1,b,live,r,s"]}, "unknown-item", "alternatives.csv:2"),
        ({"items": [CHIP], "alternatives": ["a,color,1,b,live,r,s"]}, "unknown-fact", "alternatives.csv:2"),
        ({"items": [CHIP], "alternatives": ["a,tpp,1,b,maybe,r,s"]}, "bad-state", "alternatives.csv:2"),
        ({"items": [CHIP], "alternatives": ["a,tpp,,b,live,r,s"]}, "missing-value", "alternatives.csv:2"),
        ({"items": [CHIP], "alternatives": ["a,tpp,-5,b,live,r,s"]}, "bad-figure", "alternatives.csv:2"),
        ({"items": [CHIP], "alternatives": ["a,tpp,5,b,rejected,,s"]}, "missing-value", "alternatives.csv:2"),
        ({"items": [CHIP], "alternatives": ["a,tpp,5,b,live,r,"]}, "missing-value", "alternatives.csv:2"),
        ({"items": [CHIP], "alternatives": ["a,tpp,5,b,live,r"]}, "row-too-short", "alternatives.csv:2"),
        ({"aliases": ["A,a,exact,usage,"]}, "unknown-item", "aliases.csv:2"),
        ({"items": [CHIP], "aliases": ["A1,a,nickname,usage,"]}, "bad-kind", "aliases.csv:2"),
        ({"items": [CHIP], "aliases": [" - ,a,exact,usage,"]}, "missing-value", "aliases.csv:2"),
        ({"items": [CHIP], "aliases": ["A1,a,main_variant,usage,"]}, "missing-value", "aliases.csv:2"),
        ({"items": [CHIP], "aliases": ["A1,a,soft,usage,"]}, "missing-value", "aliases.csv:2"),
        ({"items": [CHIP, SECOND], "aliases": ["N,a,exact,u,", "n,b,exact,u,"]}, "alias-clash", "aliases.csv:2"),
        ({"items": [CHIP, SECOND], "aliases": ["N,a,exact,u,", "N,b,family,u,"]}, "alias-clash", "aliases.csv:2"),
        ({"items": [CHIP, SECOND], "aliases": ["Chip A,b,exact,u,"]}, "alias-clash", "aliases.csv:2"),
        ({"items": [CHIP, SECOND], "aliases": ["A,b,exact,u,"]}, "alias-clash", "aliases.csv:2"),
    ],
)
def test_each_fault_is_one_problem_with_its_place(
    written: Written, lines: dict[str, list[str]], slug: str, where: str
) -> None:
    with pytest.raises(ProblemsFound) as caught:
        written(**lines)

    (problem,) = caught.value.problems
    assert (problem.slug, problem.where) == (slug, f"catalogue/{where}")


def test_all_faults_of_all_tables_are_gathered(written: Written) -> None:
    with pytest.raises(ProblemsFound) as caught:
        written(items=[CHIP.replace("200", "x")], alternatives=["z,tpp,1,b,live,r,s"], aliases=["Z,z,exact,u,"])

    assert slugs(caught) == ["unknown-item", "bad-figure", "unknown-item"]


def test_missing_tables_and_columns_are_problems(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("item_id,model\na,A\n", encoding="utf-8")
    (tmp_path / "aliases.csv").write_text("alias,item_id,kind_of_alias,source,note,color\n", encoding="utf-8")

    with pytest.raises(ProblemsFound) as caught:
        load_catalogue(tmp_path)

    assert slugs(caught) == ["missing-column", "unreadable-file", "unreadable-file"]


def test_a_column_nobody_reads_is_a_problem(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.csv"):
        head, *rest = path.read_text(encoding="utf-8").splitlines()
        lines = [f"{head},color", *(f"{line}," for line in rest)]
        (tmp_path / path.name).write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(ProblemsFound) as caught:
        load_catalogue(tmp_path)

    assert slugs(caught) == ["unknown-column"] * 3  # items and assemblies are one table in two files
    assert len({problem.where.rpartition("/")[2].partition(":")[0] for problem in caught.value.problems}) == 3


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"item_id,kind\n\x00", b'item_id,kind\n"a', b"\x80\x80"])
def test_bytes_that_are_no_table_are_problems(tmp_path: Path, data: bytes) -> None:
    for name in ("items.csv", "assemblies.csv", "alternatives.csv", "aliases.csv"):
        (tmp_path / name).write_bytes(data)

    with pytest.raises(ProblemsFound) as caught:
        load_catalogue(tmp_path)

    assert len(caught.value.problems) >= 4


def test_a_stated_total_must_be_the_sum_of_the_contents(written: Written) -> None:
    with pytest.raises(ProblemsFound) as caught:
        written(items=[CHIP, "x,board,X,Maker,a:2,200,,,,"])

    (problem,) = caught.value.problems
    assert problem.slug == "contents-disagree"
    assert "1600" in problem.what
    assert "3200" in problem.what


def test_a_total_that_is_the_sum_is_taken(written: Written) -> None:
    found = written(items=[CHIP, "x,board,X,Maker,a:2,400,,,,"])

    assert found["x"].totals["tpp"].value == Interval.exactly(3200)
