from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.catalogue import Catalogue, Item, MatchedBy, Resolution, load_catalogue, read_items
from licet.catalogue.contents import MAX_DEPTH
from licet.errors import ProblemsFound
from licet.quantity import UNKNOWN_QUANTITY, Interval

from .conftest import FOLDER, slugs

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = load_catalogue(FOLDER, shown_as="catalogue")


def own(*rows: Mapping[str, str]) -> tuple[Item, ...]:
    items, problems = read_items((f"items.csv:{line}", cells) for line, cells in enumerate(rows, start=2))
    assert problems == ()
    return items


# ---- names


@pytest.mark.parametrize(
    ("name", "item_id"),
    [
        ("H200", "nvidia-h200-sxm-141gb"),
        ("H200 NVL", "nvidia-h200-nvl-141gb"),
        ("H20", "nvidia-h20-96gb"),
        ("H20-3e", "nvidia-h20-141gb"),
        ("H100", "nvidia-h100-sxm5-80gb"),
        ("H800", "nvidia-h800-sxm5-80gb"),
        ("A100", "nvidia-a100-sxm4-80gb"),
        ("A800", "nvidia-a800-sxm4-80gb"),
        ("A10", "nvidia-a10"),
        ("B30A", "nvidia-b30a"),
        ("B40", "nvidia-rtx-pro-6000d"),
        ("RTX Pro 6000D", "nvidia-rtx-pro-6000d"),
        ("6000D", "nvidia-rtx-pro-6000d"),
        ("RTX 4090", "nvidia-rtx-4090"),
        ("RTX 4090D", "nvidia-rtx-4090d"),
        ("MI300X", "amd-mi300x"),
        ("MI308", "amd-mi308x"),
        ("MI325X", "amd-mi325x"),
        ("Gaudi 3", "intel-gaudi3-hl325l"),
        ("Ascend 910C", "huawei-ascend-910c"),
        ("HGX H200 x8", "nvidia-hgx-h200-x8"),
        ("GB200 NVL72", "nvidia-gb200-nvl72"),
    ],
)
def test_names_people_use_resolve(catalogue: Catalogue, name: str, item_id: str) -> None:
    assert catalogue.resolve(name).item_id == item_id
    assert catalogue.resolve(f"  {name.lower().replace(' ', '')} ").item_id == item_id


@pytest.mark.parametrize("name", ["NVIDIA H200", "nvidia-h200-sxm-141gb", "NVIDIA_H200 SXM 141GB", "Ｈ２００"])
def test_maker_case_spacing_and_width_do_not_matter(catalogue: Catalogue, name: str) -> None:
    assert catalogue.resolve(name).item_id == "nvidia-h200-sxm-141gb"


def test_every_item_is_found_by_its_id_and_by_its_model(catalogue: Catalogue) -> None:
    for item in catalogue:
        assert catalogue.resolve(item.item_id) is item
        assert catalogue.resolve(item.model) is item


def test_a_name_for_the_main_variant_carries_its_note(catalogue: Catalogue) -> None:
    found = catalogue.look_up("H200")

    assert found.matched_by is MatchedBy.MAIN_VARIANT
    assert found.note == "H200 is read as the SXM part; the NVL part is H200 NVL"
    assert catalogue.look_up("H200 SXM").note == ""


def test_a_press_equation_carries_its_note(catalogue: Catalogue) -> None:
    found = catalogue.look_up("B40")

    assert found.matched_by is MatchedBy.SOFT
    assert "press equation" in found.note


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("RTX Pro", ["nvidia-rtx-pro-6000d", "nvidia-rtx-pro-6000-bw-server"]),
        ("Gaudi", ["intel-gaudi2-hl225b", "intel-gaudi3-hl325l"]),
        ("Ascend 910B", ["huawei-ascend-910b1", "huawei-ascend-910b4"]),
        ("GB200", ["nvidia-gb200-gpu", "nvidia-gb200-superchip", "nvidia-gb200-nvl72"]),
        ("GB300", ["nvidia-gb300-gpu"]),
        ("V100", ["nvidia-v100-pcie-32gb"]),
    ],
)
def test_an_ambiguous_name_lists_its_candidates(catalogue: Catalogue, name: str, candidates: list[str]) -> None:
    with pytest.raises(ProblemsFound) as caught:
        catalogue.resolve(name, where="orders.csv:3")

    (problem,) = caught.value.problems
    assert (problem.slug, problem.where) == ("ambiguous-item", "orders.csv:3")
    assert all(candidate in problem.what for candidate in candidates)


def test_at_most_five_candidates_are_listed(catalogue: Catalogue) -> None:
    with pytest.raises(ProblemsFound, match="and 5 more"):
        catalogue.resolve("Ascend")


@pytest.mark.parametrize(
    ("name", "candidate"),
    [("H20O", "nvidia-h20-96gb"), ("RTX 4090 Ti", "nvidia-rtx-4090"), ("Gaudi3 HL-325", "intel-gaudi3-hl325l")],
)
def test_an_unknown_name_lists_the_nearest(catalogue: Catalogue, name: str, candidate: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        catalogue.resolve(name)

    (problem,) = caught.value.problems
    assert problem.slug == "unknown-item"
    assert candidate in problem.what
    assert problem.what.count("(") <= 10


def test_another_part_is_not_taken_for_a_known_one(catalogue: Catalogue) -> None:
    with pytest.raises(ProblemsFound, match="unknown-item"):
        catalogue.resolve("RTX Pro 5500")


@pytest.mark.parametrize("name", ["", "   ", "-", "\u202e", "\x00", "B" * 1_000_000, "'; DROP TABLE items"])
def test_a_hostile_name_is_unknown(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        catalogue.resolve(name)

    assert slugs(caught) == ["unknown-item"]
    assert len(str(caught.value)) < 1_000


@given(st.text(max_size=60))
def test_any_text_resolves_or_is_refused(name: str) -> None:
    found = SHIPPED.find(name, "here")

    assert isinstance(found, Resolution) or found.slug in {"unknown-item", "ambiguous-item"}


# ---- a case's own items


def test_own_items_join_the_catalogue_and_leave_it_unchanged(catalogue: Catalogue) -> None:
    joined = catalogue.with_items(own({"item_id": "SKU-1", "kind": "server", "contains": "H200:8"}))

    assert joined.resolve("sku-1").contents == (("nvidia-h200-sxm-141gb", 8),)
    assert "SKU-1" not in catalogue
    assert len(joined) == len(catalogue) + 1


@pytest.mark.parametrize(
    ("rows", "slug"),
    [
        ([{"item_id": "NVIDIA-H20-96GB", "kind": "ic"}], "duplicate-item"),
        ([{"item_id": "s", "kind": "server", "contains": "Gaudi:8"}], "ambiguous-contents"),
        ([{"item_id": "s", "kind": "server", "contains": "H2OO:8"}], "unknown-contents"),
        ([{"item_id": "s", "kind": "server", "contains": "s:1"}], "cyclic-contents"),
        ([{"item_id": "s", "kind": "server", "contains": "H200:8", "tpp": "15832"}], "contents-disagree"),
    ],
)
def test_own_items_at_odds_with_the_catalogue_are_problems(
    catalogue: Catalogue, rows: list[dict[str, str]], slug: str
) -> None:
    with pytest.raises(ProblemsFound) as caught:
        catalogue.with_items(own(*rows))

    assert slugs(caught) == [slug]
    assert caught.value.problems[0].where == "items.csv:2"


def test_the_id_of_an_own_item_comes_before_an_alias_and_says_so(catalogue: Catalogue) -> None:
    found = catalogue.with_items(own({"item_id": "H20", "kind": "ic"})).look_up("h20")

    assert (found.item.item_id, found.matched_by) == ("H20", MatchedBy.ID)
    assert "nvidia-h20-96gb" in found.note


def test_an_own_model_of_a_known_name_is_ambiguous(catalogue: Catalogue) -> None:
    joined = catalogue.with_items(own({"item_id": "mine", "kind": "ic", "model": "H20"}))

    with pytest.raises(ProblemsFound, match="ambiguous-item"):
        joined.resolve("H20")


@pytest.mark.parametrize(("length", "is_too_deep"), [(MAX_DEPTH, False), (MAX_DEPTH + 1, True), (5_000, True)])
def test_contents_are_followed_only_so_deep(catalogue: Catalogue, length: int, *, is_too_deep: bool) -> None:
    chain = [{"item_id": f"n{level}", "kind": "board", "contains": f"n{level + 1}:1"} for level in range(length - 1)]
    items = own(*chain, {"item_id": f"n{length - 1}", "kind": "ic", "tpp": "1"})

    if is_too_deep:
        with pytest.raises(ProblemsFound) as caught:
            catalogue.with_items(items)
        assert slugs(caught) == ["contents-too-deep"]
    else:
        joined = catalogue.with_items(items)
        assert joined.tpp_of_contents(joined["n0"]) == Interval.exactly(1)


# ---- contents


def test_an_integrated_circuit_contains_itself(catalogue: Catalogue) -> None:
    chip = catalogue.resolve("H20")

    assert catalogue.integrated_circuits(chip) == ((chip, 1),)


@pytest.mark.parametrize(
    ("name", "circuit", "count"),
    [
        ("HGX H200 x8", "nvidia-h200-sxm-141gb", 8),
        ("DGX H100", "nvidia-h100-sxm5-80gb", 8),
        ("GB200 NVL72", "nvidia-gb200-gpu", 72),
        ("Wormhole n300", "tenstorrent-wormhole-n300-asic", 2),
        ("MI325X platform", "amd-mi325x", 8),
    ],
)
def test_counts_multiply_down_to_the_circuits(catalogue: Catalogue, name: str, circuit: str, count: int) -> None:
    assert catalogue.integrated_circuits(catalogue.resolve(name)) == ((catalogue[circuit], count),)


def test_the_same_circuit_by_two_ways_is_counted_once_with_the_sum(catalogue: Catalogue) -> None:
    rows = [{"item_id": "s", "kind": "server", "contains": "HGX H200:2; H200:1; L4:3"}]
    joined = catalogue.with_items(own(*rows))

    circuits = joined.integrated_circuits(joined["s"]) or ()
    assert [(item.item_id, count) for item, count in circuits] == [("nvidia-h200-sxm-141gb", 17), ("nvidia-l4", 3)]
    assert joined.tpp_of_contents(joined["s"]) == Interval.exactly(17 * 15832 + 3 * 1940)


def test_shared_parts_do_not_multiply_the_work(catalogue: Catalogue) -> None:
    doubled = [
        {"item_id": f"n{level}", "kind": "board", "contains": f"n{level + 1}:1000000; m{level + 1}:1000000"}
        for level in range(15)
    ]
    doubled += [{**row, "item_id": row["item_id"].replace("n", "m")} for row in doubled[1:]]
    items = own(*doubled, {"item_id": "n15", "kind": "ic"}, {"item_id": "m15", "kind": "ic"})
    joined = catalogue.with_items(items)

    circuits = joined.integrated_circuits(joined["n0"]) or ()
    assert [count for _, count in circuits] == [2**14 * 10**90] * 2


def test_contents_not_stated_are_none_and_not_empty(catalogue: Catalogue) -> None:
    rows = [
        {"item_id": "closed", "kind": "server"},
        {"item_id": "around", "kind": "system", "contains": "closed:1; H20:8"},
        {"item_id": "cable", "kind": "other", "contains": "-"},
    ]
    joined = catalogue.with_items(own(*rows))

    assert joined.integrated_circuits(joined["closed"]) is None
    assert joined.integrated_circuits(joined["around"]) is None
    assert joined.tpp_of_contents(joined["around"]) == UNKNOWN_QUANTITY
    assert joined.integrated_circuits(joined["cable"]) == ()
