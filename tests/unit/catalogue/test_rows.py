from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.catalogue import COLUMNS, Alternative, Item, ItemKind, read_items
from licet.citation import Grade
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.truth import Truth

PLACE = "items.csv:2"
BARE = {"item_id": "own-1", "kind": "ic"}


def read_one(**cells: str) -> Item:
    (item,), problems = read_items([(PLACE, {**BARE, **cells})])
    assert problems == ()
    return item


def faults_of(**cells: str) -> list[str]:
    items, problems = read_items([(PLACE, {**BARE, **cells})])
    assert items == ()
    assert {problem.where for problem in problems} == {PLACE}
    assert all(problem.what and problem.mend for problem in problems)
    return [problem.slug for problem in problems]


def test_tpp_comes_from_the_rates() -> None:
    item = read_one(fp16="148", int8="296", source="datasheet rev. 2")

    fact = item.facts["tpp"]
    assert fact.value == Interval.exactly(2368)
    assert (fact.source, fact.grade, fact.note) == ("datasheet rev. 2", None, "dense fp16, int8")
    assert item.facts["processing_performance_2022"].value == Interval.exactly(2368)
    assert item.facts["processing_performance_2022"].note == "dense TOPS times bit length"


@pytest.mark.parametrize(
    ("column", "tpp"),
    [("fp64", 640), ("tf32", 190), ("fp16", 160), ("bf16", 160), ("fp8", 80), ("int8", 80), ("fp4", 40), ("int4", 40)],
)
def test_each_format_has_its_bit_length(column: str, tpp: int) -> None:
    assert read_one(**{column: "10"}).figure("tpp") == Interval.exactly(tpp)


def test_plain_fp32_is_a_detail_and_never_decides() -> None:
    item = read_one(fp32="59.8", fp16="119.5")

    assert item.figure("tpp") == Interval.exactly(1912)
    assert item.details["fp32"] == "59.8"


def test_other_formats_carry_their_own_bit_length() -> None:
    item = read_one(bf16="800", other_formats="mx9=1500@9; mx6=3000@6")

    assert item.facts["tpp"].value == Interval.exactly(18000)
    assert item.facts["tpp"].note == "dense mx6"


def test_the_highest_rate_is_counted_whatever_its_bit_length() -> None:
    fact = read_one(fp16="148", int8="296", other_formats="mx6=3000@6", source="datasheet rev. 2").facts[
        "processing_tops"
    ]

    assert (fact.value, fact.source, fact.note) == (Interval.exactly(3000), "datasheet rev. 2", "dense mx6")


def test_without_rates_the_highest_rate_is_unknown_unless_stated() -> None:
    fact = read_one(tpp="1600").facts["processing_tops"]

    assert (fact.value, fact.note) == (UNKNOWN_QUANTITY, "not stated")
    assert read_one(tpp="1600", processing_tops="100").facts["processing_tops"].value == Interval.exactly(100)


@pytest.mark.parametrize(
    ("tpp", "is_live", "value"),
    [
        ("691.2", True, Interval(Decimal("10.8"), None)),
        ("100", True, Interval(Decimal("1.562"), None)),
        ("6400", True, Interval(Decimal("24.5"), None)),
        ("691.2", False, Interval.exactly("24.5")),
    ],
)
def test_a_live_rival_of_the_tpp_leaves_a_lower_bound_of_the_rate(tpp: str, is_live: bool, value: Interval) -> None:
    rival = Alternative(Interval.exactly(tpp), "another rate", is_live, "sources conflict", "a page")

    items, _ = read_items([(PLACE, {**BARE, "fp16": "24.5"})], alternatives={BARE["item_id"]: {"tpp": [rival]}})

    assert items[0].figure("processing_tops") == value


def test_a_tpp_may_be_stated_without_rates() -> None:
    item = read_one(tpp="1,590.5")

    assert item.figure("tpp") == Interval.exactly("1590.5")
    assert item.facts["tpp"].source == PLACE
    assert item.facts["processing_performance_2022"].note == "the same figure as TPP, as stated"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3312 to 5505", Interval(Decimal(3312), Decimal(5505))),
        ("at least 3312", Interval(Decimal(3312), None)),
        ("0 to 2048", Interval(Decimal(0), Decimal(2048))),
    ],
)
def test_a_figure_may_be_bounded(text: str, value: Interval) -> None:
    assert read_one(tpp=text).figure("tpp") == value
    assert str(value) == text


def test_a_stated_tpp_that_the_rates_confirm_is_taken() -> None:
    assert read_one(fp16="148", tpp="2368").figure("tpp") == Interval.exactly(2368)


def test_what_nobody_states_is_unknown_and_never_zero() -> None:
    item = read_one(note="rates are not published")

    assert item.facts["tpp"].value == UNKNOWN_QUANTITY
    assert item.facts["tpp"].note == "rates are not published"
    assert item.facts["marketed_for_datacenters"].value is Truth.UNKNOWN
    assert not any(fact.is_known for name, fact in item.facts.items() if name != "item_kind")


def test_one_interconnect_figure_never_fills_another() -> None:
    item = read_one(io_bandwidth_gb_s="900")

    assert item.figure("io_bandwidth_gb_s") == Interval.exactly(900)
    assert item.figure("interconnect_bandwidth_gb_s") == UNKNOWN_QUANTITY
    assert item.figure("transfer_rate_2022_gb_s") == UNKNOWN_QUANTITY


def test_grades_and_bases_stand_with_their_figures() -> None:
    cells = {"grade": "secondary", "die_area_grade": "memory", "die_area_basis": "estimate"}
    item = read_one(fp8="100", applicable_die_area_mm2="600", total_dram_bandwidth_gb_s="512", **cells)

    area = item.facts["applicable_die_area_mm2"]
    assert (area.grade, area.note) == (Grade.MEMORY, "estimate")
    assert item.facts["total_dram_bandwidth_gb_s"].grade is Grade.SECONDARY
    assert item.facts["tpp"].grade is Grade.SECONDARY


def test_performance_stated_of_a_board_is_a_total_and_no_fact() -> None:
    item = read_one(kind="server", tpp="80000", contains="nvidia-gb200-gpu:2")

    assert "tpp" not in item.facts
    assert item.totals["tpp"].value == Interval.exactly(80000)
    assert item.contents == (("nvidia-gb200-gpu", 2),)


@pytest.mark.parametrize(
    ("text", "contents"),
    [("", None), ("-", ()), ("a", (("a", 1),)), ("a:8; H200 SXM : 2", (("a", 8), ("H200 SXM", 2)))],
)
def test_contents_not_stated_differ_from_none(text: str, contents: tuple[tuple[str, int], ...] | None) -> None:
    assert read_one(kind="board", contains=text).contents == contents


def test_a_memory_stack_has_its_own_figures() -> None:
    item = read_one(kind="hbm", memory_bandwidth_gb_s="819", package_area_mm2="110")

    assert item.kind is ItemKind.HBM
    assert item.figure("memory_bandwidth_gb_s") == Interval.exactly(819)
    assert item.figure("package_area_mm2") == Interval.exactly(110)


def test_words_of_the_row_are_kept() -> None:
    cells = {"maker": "Maker A", "model": "M1", "base_eccn": "3A991", "asserted_eccn": "3A090.b", "hts": "8542.31"}
    item = read_one(announced="2025-08", **cells)

    assert (item.maker, item.model, item.base_eccn, item.asserted_eccn) == ("Maker A", "M1", "3A991", "3A090.b")
    assert (item.announced, item.details["hts"], str(item)) == ("2025-08", "8542.31", "M1 (own-1)")
    assert item.facts["maker"].value == "Maker A"
    assert item.facts["item_kind"].value == "ic"


def test_a_dash_means_no_entry_is_asserted() -> None:
    assert read_one(asserted_eccn="-").asserted_eccn == ""


@pytest.mark.parametrize(
    ("cells", "slug"),
    [
        ({"item_id": ""}, "bad-item-id"),
        ({"item_id": "../../etc/passwd"}, "bad-item-id"),
        ({"item_id": "a" * 81}, "bad-item-id"),
        ({"item_id": "１２"}, "bad-item-id"),
        ({"kind": ""}, "bad-kind"),
        ({"kind": "chip"}, "bad-kind"),
        ({"fp16": "-1"}, "bad-figure"),
        ({"fp16": "NaN"}, "bad-figure"),
        ({"fp16": "1e400"}, "bad-figure"),
        ({"fp16": "inf"}, "bad-figure"),
        ({"fp16": "=1+1"}, "bad-figure"),
        ({"fp16": "12,34"}, "bad-figure"),
        ({"fp16": "1.2345"}, "bad-figure"),
        ({"fp16": "٣٣"}, "bad-figure"),
        ({"fp16": "9" * 16}, "bad-figure"),
        ({"fp16": "1000000001"}, "bad-figure"),
        ({"fp16": "100 to 200"}, "bad-figure"),
        ({"tpp": "5505 to 3312"}, "bad-figure"),
        ({"tpp": "at least"}, "bad-figure"),
        ({"tpp": "-"}, "bad-figure"),
        ({"applicable_die_area_mm2": "814 mm2"}, "bad-figure"),
        ({"other_formats": "mx6=3000"}, "bad-format"),
        ({"other_formats": "mx6=3000@0"}, "bad-format"),
        ({"other_formats": "mx6=3000@129"}, "bad-format"),
        ({"other_formats": "mx6=1.23456@6"}, "bad-format"),
        ({"has_nonplanar_logic": "maybe"}, "bad-truth"),
        ({"grade": "rumour"}, "bad-grade"),
        ({"links_grade": "rumour"}, "bad-grade"),
        ({"announced": "2026-02-30x"}, "bad-date"),
        ({"announced": "2025-13"}, "bad-date"),
        ({"asserted_eccn": "3A090.a; DROP"}, "bad-eccn"),
        ({"base_eccn": "x" * 21}, "bad-eccn"),
        ({"contains": "nvidia-h20-96gb:8"}, "contents-of-a-circuit"),
        ({"kind": "board", "contains": "a:0"}, "bad-contents"),
        ({"kind": "board", "contains": "a:1000001"}, "bad-contents"),
        ({"kind": "board", "contains": "a:2;;b:1"}, "bad-contents"),
        ({"kind": "board", "contains": ":3"}, "bad-contents"),
        ({"model": "x" * 2001}, "text-too-long"),
        ({"note": "red \x1b[31m"}, "control-character"),
        ({"source": "a\u202eb"}, "control-character"),
        ({"dram_type": "HBM\x00"}, "control-character"),
        ({"fp16": "148", "tpp": "4800"}, "tpp-disagrees"),
        ({"fp16": "148", "tpp": "at least 2369"}, "tpp-disagrees"),
    ],
)
def test_a_hostile_cell_is_one_problem_with_its_place(cells: dict[str, str], slug: str) -> None:
    assert faults_of(**cells) == [slug]


def test_all_faults_of_a_row_are_gathered() -> None:
    assert faults_of(fp16="x", has_nonplanar_logic="x", announced="x") == ["bad-figure", "bad-truth", "bad-date"]


def test_a_row_with_a_fault_does_not_hide_the_others() -> None:
    rows = [("f:2", {"item_id": "a", "kind": "x"}), ("f:3", {"item_id": "b", "kind": "ic"})]

    items, problems = read_items(rows)

    assert [item.item_id for item in items] == ["b"]
    assert [(problem.slug, problem.where) for problem in problems] == [("bad-kind", "f:2")]


@pytest.mark.parametrize("second", ["own-1", "OWN_1", "own1"])
def test_two_rows_of_one_id_are_a_problem(second: str) -> None:
    items, (problem,) = read_items([("f:2", BARE), ("f:3", {**BARE, "item_id": second})])

    assert len(items) == 1
    assert (problem.slug, problem.where) == ("duplicate-item", "f:3")
    assert "f:2" in problem.what


def test_an_unknown_column_is_reported_once_and_costs_no_row() -> None:
    rows = [("f:2", {**BARE, "color": "red"}), ("f:3", {"item_id": "b", "kind": "ic", "color": ""})]

    items, (problem,) = read_items(rows)

    assert len(items) == 2
    assert (problem.slug, problem.where) == ("unknown-column", "f:2")
    assert "'color'" in problem.what


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.text(max_size=40)))
def test_no_text_whatever_leads_to_an_exception(cells: dict[str, str]) -> None:
    items, problems = read_items([(PLACE, cells)])

    assert items or problems
    assert all(problem.where == PLACE for problem in problems)


@given(
    st.sampled_from(["tpp", "applicable_die_area_mm2", "total_dram_bandwidth_gb_s"]),
    st.one_of(st.integers(0, 10**9).map(Decimal), st.decimals(0, 10**9, places=3)),
)
def test_a_figure_is_read_exactly_as_written(column: str, figure: Decimal) -> None:
    assert read_one(**{column: format(figure, "f")}).figure(column) == Interval.exactly(figure)
