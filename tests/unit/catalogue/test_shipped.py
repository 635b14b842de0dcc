"""What the catalogue that ships says, against the reference it was made from and figures worked out by hand."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from licet.catalogue import ItemKind, performance_density
from licet.citation import Grade
from licet.facts import FactType, SubjectKind, load_fact_schema
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.truth import Truth

from .conftest import FOLDER, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.catalogue import Catalogue, Item, ItemFact

TPP_TOLERANCE = Decimal("0.05")
DENSITY_TOLERANCE = Decimal("0.0006")
BOARDS = {"nvidia-gb200-superchip", "tenstorrent-wormhole-n300", "cambricon-mlu370-x8"}
ADDED = {"tenstorrent-wormhole-n300-asic", "cambricon-mlu370"}  # the circuits of two boards of the reference
COLUMNS = {
    "maker": "vendor", "model": "model", "announced": "announced", "process_node": "process_node", "dies": "n_dies",
    "transistors_bn": "transistors_bn", "applicable_die_area_mm2": "die_area_mm2", "fp64": "fp64", "fp32": "fp32",
    "tf32": "tf32", "fp16": "fp16", "bf16": "bf16", "fp8": "fp8", "int8": "int8", "fp4": "fp4", "int4": "int4",
    "other_formats": "other_formats", "dram_type": "dram_type", "dram_gb": "dram_gb", "verified": "verified",
    "total_dram_bandwidth_gb_s": "dram_bandwidth_gbs", "io_bandwidth_gb_s": "interconnect_gbs",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> Mapping[str, Mapping[str, str]]:
    with (FOLDER / "items.csv").open(encoding="utf-8", newline="") as stream:
        return {row["item_id"]: row for row in csv.DictReader(stream)}


def performance_of(item: Item) -> Mapping[str, ItemFact]:
    return item.facts if item.kind.is_circuit else item.totals


def stated(fact: ItemFact) -> bool:
    return fact.is_known and fact.note != "spans the alternatives"


# ---- against the reference


def test_every_row_of_the_reference_is_there_with_its_values(
    reference: Mapping[str, Mapping[str, str]], rows: Mapping[str, Mapping[str, str]]
) -> None:
    assert len(reference) == 136
    assert rows.keys() - ADDED == reference.keys()
    for item_id, chip in reference.items():
        for ours, theirs in COLUMNS.items():
            assert rows[item_id][ours] == chip[theirs], (item_id, ours)


def test_tpp_of_every_row_is_the_one_of_the_reference(
    reference: Mapping[str, Mapping[str, str]], catalogue: Catalogue
) -> None:
    recomputed = 0
    for item_id, chip in reference.items():
        item = catalogue[item_id]
        fact = performance_of(item).get("tpp")
        if not chip["tpp"]:
            assert fact is None or not stated(fact), item_id
            continue
        assert item.rates, item_id
        highest = max(rate.tera_ops * rate.bit_length for rate in item.rates)
        assert abs(highest - Decimal(chip["tpp"])) <= TPP_TOLERANCE, item_id
        assert fact is not None
        assert isinstance(fact.value, Interval)
        assert fact.value.lo is not None
        assert fact.value.hi is not None
        assert fact.value.lo <= highest <= fact.value.hi
        recomputed += 1
    assert recomputed == 130


def test_density_of_every_row_is_the_one_of_the_reference(
    reference: Mapping[str, Mapping[str, str]], rows: Mapping[str, Mapping[str, str]], catalogue: Catalogue
) -> None:
    compared = 0
    for item_id, chip in reference.items():
        if chip["performance_density"]:
            highest = max(rate.tera_ops * rate.bit_length for rate in catalogue[item_id].rates)
            area = Interval.exactly(rows[item_id]["applicable_die_area_mm2"])
            density = performance_density(Interval.exactly(highest), area).lo
            assert density is not None
            assert abs(density - Decimal(chip["performance_density"])) <= DENSITY_TOLERANCE, item_id
            compared += 1
    assert compared == 89


def test_every_rival_tpp_of_the_reference_is_decided(
    reference: Mapping[str, Mapping[str, str]], catalogue: Catalogue
) -> None:
    for item_id, chip in reference.items():
        if not chip["tpp_alt"]:
            continue
        if item_id == "tenstorrent-wormhole-n300":  # there the rival is the figure of one of its two circuits
            assert catalogue["tenstorrent-wormhole-n300-asic"].figure("tpp") == Interval.exactly(chip["tpp_alt"])
            continue
        rivals = catalogue[item_id].facts["tpp"].alternatives
        assert Interval.exactly(chip["tpp_alt"]) in [rival.value for rival in rivals], item_id


def test_truths_are_those_of_the_reference(reference: Mapping[str, Mapping[str, str]], catalogue: Catalogue) -> None:
    for item_id, chip in reference.items():
        item = catalogue[item_id]
        assert item.truth("has_nonplanar_logic") is Truth.from_word(chip["non_planar"])
        if item_id != "nvidia-rtx-6000-ada":
            assert item.truth("marketed_for_datacenters") is Truth.from_word(chip["marketed_for_datacentre"]), item_id


# ---- figures that answers turn on


@pytest.mark.parametrize(
    ("name", "tpp", "area"),
    [
        ("H20", "2368", "814"),
        ("A10", "2000", "628.4"),
        ("MI325X", "20919.2", "2400"),
        ("RTX 4090D", "4707.2", "608.5"),
        ("RTX 4090", "5284.8", "608.5"),
        ("H200", "15832", "814"),
        ("A800", "4992", "826"),
        ("L40", "2896.8", "608.5"),
        ("A30", "2640 to 2644", "826"),
        ("B300", "54000 to 56000", "1600 to 1628"),
        ("MI355X", "40265.6 to 60397.8", "unknown"),
        ("Trainium2", "12673 to 21344", "unknown"),
        ("Maia 100", "12800 to 18000", "820"),
        ("TPU v4", "4400", "0 to 600"),
        ("MLU370", "1024 to 2048", "unknown"),
        ("MI308X", "unknown", "unknown"),
        ("RTX PRO 6000D", "unknown", "750"),
        ("Gaudi 3", "26848 to 29360", "unknown"),
        ("HL-328", "unknown", "unknown"),
        ("MI250X", "6128", "1448 to 1580"),
    ],
)
def test_figures(catalogue: Catalogue, name: str, tpp: str, area: str) -> None:
    item = catalogue.resolve(name)

    assert str(item.figure("tpp")) == tpp
    assert str(item.figure("applicable_die_area_mm2")) == area


@pytest.mark.parametrize(("name", "density"), [("A10", "3.183"), ("H20", "2.909"), ("A40", "3.812"), ("L4", "6.587")])
def test_densities(catalogue: Catalogue, name: str, density: str) -> None:
    item = catalogue.resolve(name)

    assert str(performance_density(item.figure("tpp"), item.figure("applicable_die_area_mm2"))) == density


def test_a_rejected_reading_is_kept_with_its_reason(catalogue: Catalogue) -> None:
    fact = catalogue.resolve("RTX 4090D").facts["tpp"]

    (rival,) = fact.alternatives
    assert (rival.value, rival.is_live) == (Interval.exactly("2353.6"), False)
    assert "INT8" in rival.reason
    assert not fact.is_disputed


def test_an_assumed_rate_does_not_become_a_figure(catalogue: Catalogue) -> None:
    fact = catalogue.resolve("MI308X").facts["tpp"]

    assert fact.value == UNKNOWN_QUANTITY
    assert fact.grade is None
    assert [str(rival.value) for rival in fact.alternatives] == ["2368", "3312", "5505"]
    assert "not published" in fact.note


@pytest.mark.parametrize(
    ("name", "bandwidth"),
    [("B200", "7700 to 8000"), ("RTX PRO 6000D", "1398 to 1568"), ("H200", "4800"), ("RTX 5090D V2", "1344")],
)
def test_bandwidths(catalogue: Catalogue, name: str, bandwidth: str) -> None:
    assert str(catalogue.resolve(name).figure("total_dram_bandwidth_gb_s")) == bandwidth


@pytest.mark.parametrize(
    ("name", "rate"),
    [("A100", "664"), ("A800", "464"), ("H100", "1028"), ("H800", "528"), ("HL-225B", "589"), ("L40S", "64")],
)
def test_transfer_rates_of_2022_count_pcie_as_well(catalogue: Catalogue, name: str, rate: str) -> None:
    fact = catalogue.resolve(name).facts["transfer_rate_2022_gb_s"]

    assert str(fact.value) == rate
    assert "PCIe" in fact.note


def test_a_fabric_alone_bounds_the_transfer_rate_from_below(catalogue: Catalogue) -> None:
    assert str(catalogue.resolve("MI250X").figure("transfer_rate_2022_gb_s")) == "at least 800"


def test_no_source_states_interconnect_in_the_sense_of_2026(catalogue: Catalogue) -> None:
    assert all(item.figure("interconnect_bandwidth_gb_s") == UNKNOWN_QUANTITY for item in catalogue)


def test_contested_marketing_is_unknown_and_says_why(catalogue: Catalogue) -> None:
    fact = catalogue.resolve("RTX 6000 Ada").facts["marketed_for_datacenters"]

    assert fact.value is Truth.UNKNOWN
    assert "contested" in fact.note


# ---- the whole table


def test_every_known_fact_has_a_source_and_a_grade(catalogue: Catalogue) -> None:
    for item in catalogue:
        for name, fact in item.facts.items():
            assert fact.source, (item.item_id, name)
            assert not fact.is_known or isinstance(fact.grade, Grade), (item.item_id, name)


NOT_HELD = {  # the id is the item's; no source states the others
    "item_id", "base_eccn", "node_16_nm_or_below", "aggregated_transistors_bn", "contains_high_bandwidth_memory",
}  # fmt: skip


def test_facts_are_named_and_typed_as_the_schema_has_them(catalogue: Catalogue) -> None:
    schema = load_fact_schema(ROOT / "src" / "licet_rules" / "facts.yaml")
    types = {Interval: FactType.NUMBER, Truth: FactType.BOOLEAN, str: FactType.TEXT}
    of_items = {definition.name for definition in schema.of_subject(SubjectKind.ITEM)}

    for item in catalogue:
        assert item.facts.keys() <= of_items
        for name, fact in item.facts.items():
            assert schema[name].type is types[type(fact.value)], name
        if item.kind is ItemKind.IC:
            assert of_items - item.facts.keys() == NOT_HELD


def test_boards_state_no_performance_and_say_what_they_contain(catalogue: Catalogue) -> None:
    assert {item.item_id for item in catalogue if item.kind is ItemKind.BOARD} >= BOARDS
    for item in catalogue:
        if not item.kind.is_circuit:
            assert "tpp" not in item.facts
            assert catalogue.integrated_circuits(item), item.item_id


def test_every_name_of_a_family_has_at_least_one_member_and_resolves_to_none(catalogue: Catalogue) -> None:
    with (FOLDER / "aliases.csv").open(encoding="utf-8", newline="") as stream:
        families = {row["alias"] for row in csv.DictReader(stream) if row["kind_of_alias"] == "family"}

    assert families
    for name in families:
        found = catalogue.find(name, "here")
        assert getattr(found, "slug", "resolved") == "ambiguous-item", name


@pytest.mark.parametrize("item_id", ["hbm2e-stack-16gb", "hbm3-stack-24gb", "hbm3e-stack-36gb"])
def test_a_memory_stack_lies_above_the_line_whatever_its_outline(catalogue: Catalogue, item_id: str) -> None:
    """The authority said in December 2024 that every stack then in production exceeded 2 GB/s/mm2 (us_ear.md 1.3)."""
    item = catalogue[item_id]
    line = item.figure("package_area_mm2") * Interval.exactly(2)

    assert item.kind is ItemKind.HBM
    assert item.figure("memory_bandwidth_gb_s").above(line) is Truth.TRUE
