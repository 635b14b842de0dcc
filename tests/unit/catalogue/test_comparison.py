from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from licet.catalogue import ComparisonRow, compare

if TYPE_CHECKING:
    from licet.catalogue import Catalogue


def rows_of(catalogue: Catalogue, first: str, second: str) -> dict[str, ComparisonRow]:
    return {row.fact: row for row in compare(catalogue.resolve(first), catalogue.resolve(second))}


def test_the_ratio_says_of_what(catalogue: Catalogue) -> None:
    row = rows_of(catalogue, "H200", "H20")["tpp"]

    assert (row.first, row.second, row.ratio) == ("15832", "2368", Decimal("6.69"))
    assert row.meaning == "tpp of H200 SXM 141GB is 6.69 times that of H20 SXM 96GB"


def test_equal_figures_are_said_to_be_the_same(catalogue: Catalogue) -> None:
    row = rows_of(catalogue, "H200", "H20")["io_bandwidth_gb_s"]

    assert row.ratio == 1
    assert row.meaning == "io_bandwidth_gb_s of H200 SXM 141GB is the same as that of H20 SXM 96GB"


def test_density_is_shown_beside_the_facts(catalogue: Catalogue) -> None:
    row = rows_of(catalogue, "A10", "A30")["performance_density"]

    assert (row.first, row.second, row.ratio) == ("3.183", "3.196 to 3.201", None)


def test_what_is_unknown_or_disputed_has_no_ratio(catalogue: Catalogue) -> None:
    rows = rows_of(catalogue, "B300", "MI308X")

    assert (rows["tpp"].first, rows["tpp"].second, rows["tpp"].ratio) == ("54000 to 56000", "unknown", None)
    assert "interconnect_bandwidth_gb_s" not in rows


def test_words_and_truths_stand_side_by_side(catalogue: Catalogue) -> None:
    rows = rows_of(catalogue, "H20", "RTX 4090")

    assert (rows["marketed_for_datacenters"].first, rows["marketed_for_datacenters"].second) == ("yes", "no")
    assert rows["maker"].ratio is None
    assert rows["maker"].meaning == ""


def test_a_board_has_no_performance_of_its_own(catalogue: Catalogue) -> None:
    rows = rows_of(catalogue, "GB200 superchip", "H20")

    assert (rows["tpp"].first, rows["tpp"].ratio) == ("unknown", None)
