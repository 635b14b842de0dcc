"""What a condition of a grant bounds: read as lists, one of the two, and in the words that a line uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from licet.errors import ProblemsFound
from licet.register import GrantCondition, read_authorisations

if TYPE_CHECKING:
    from tests.unit.register.conftest import WriteFile

GRANT = """\
authorisations:
  - number: EXAMPLE-CN-0001
    key: cn:import
    kind: import_approval
    authority: An office
    holder: buyer-a
    valid_from: 2026-08-01
    valid_to: 2027-08-01
    scope: {items: any, movements: any, ship_from: any, destinations: [CN], places_of_use: any, end_uses: any,
            parties: {end_user: any, ultimate_consignee: any}}
    limits: {pieces: 1000}
    source: {doc: Example approval, grade: primary}
    conditions:
"""


def condition(bounds: str, name: str = "place_of_use") -> str:
    """Return a file with one condition, on line 14."""
    return f"{GRANT}      - {{id: {name}, text: Where., question: Where used?{bounds}}}\n"


def read(write_file: WriteFile, text: str) -> tuple[GrantCondition, ...]:
    (grant,) = read_authorisations(write_file(text))
    return grant.conditions


def faults(write_file: WriteFile, text: str) -> list[tuple[str, str]]:
    """Return slug and line of every fault."""
    with pytest.raises(ProblemsFound) as caught:
        read_authorisations(write_file(text), shown_as="a.yaml")
    assert all(problem.what and problem.mend for problem in caught.value.problems)
    return [(problem.slug, problem.where.split(":")[1]) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("bounds", "only_in", "not_in"),
    [
        ("", set(), set()),
        (", only_in: [CN]", {"CN"}, set()),
        (", only_in: [HK, SG]", {"HK", "SG"}, set()),
        (", not_in: [CN, MO]", set(), {"CN", "MO"}),
        (', not_in: ["NO"]', set(), {"NO"}),
        (", not_in: [NO]", set(), {"NO"}),  # Norway, and no truth value
    ],
)
def test_a_bound_is_read_as_written(write_file: WriteFile, bounds: str, only_in: set[str], not_in: set[str]) -> None:
    (found,) = read(write_file, condition(bounds))

    assert found == GrantCondition("place_of_use", "Where.", "Where used?", frozenset(only_in), frozenset(not_in))


def test_another_dimension_keeps_its_own_words(write_file: WriteFile) -> None:
    (found,) = read(write_file, condition(", only_in: [Public data, public]", "class_of_data"))

    assert found.only_in == {"Public data", "public"}


def test_each_condition_has_its_own(write_file: WriteFile) -> None:
    more = "      - {id: class_of_data, text: What., question: What data?, not_in: [personal]}\n"

    assert [(each.id, each.only_in, each.not_in) for each in read(write_file, condition(", only_in: [CN]") + more)] == [
        ("place_of_use", {"CN"}, set()),
        ("class_of_data", set(), {"personal"}),
    ]


@pytest.mark.parametrize("name", ["place_of_use", "destination"])
@pytest.mark.parametrize("key", ["only_in", "not_in"])
def test_places_are_read_as_in_a_scope(write_file: WriteFile, key: str, name: str) -> None:
    """The scope reads `cn` as CN. A bar on `cn` that no line in CN meets would let all of them through."""
    (found,) = read(write_file, condition(f", {key}: [cn, hk]", name))

    assert getattr(found, key) == {"CN", "HK"}


@pytest.mark.parametrize("key", ["only_in", "not_in"])
@pytest.mark.parametrize(
    ("name", "place"), [("place_of_use", "China"), ("destination", "CHN"), ("place_of_use", "any")]
)
def test_what_is_no_place_is_refused(write_file: WriteFile, key: str, name: str, place: str) -> None:
    assert [line for _, line in faults(write_file, condition(f", {key}: [{place}]", name))] == ["14"]


@pytest.mark.parametrize(
    ("bounds", "slug"),
    [
        (", only_in: [CN], not_in: [HK]", "two-bounds"),
        (", only_in: [CN], not_in: [CN]", "two-bounds"),
        (", only_in: CN", "not-a-list"),
        (", not_in: {CN: yes}", "not-a-list"),
        (', not_in: [""]', "blank-value"),
        (", not_in: [[CN]]", "not-text"),
        (", only: [CN]", "unknown-key"),
        (", not_in: []", "empty-list"),
        (", only_in: []", "empty-list"),
    ],
)
def test_each_fault(write_file: WriteFile, bounds: str, slug: str) -> None:
    assert faults(write_file, condition(bounds)) == [(slug, "14")]


def test_all_faults_at_once(write_file: WriteFile) -> None:
    more = """\
      - {id: a, text: T., question: Q?, only_in: CN, not_in: [x, '']}
      - {id: b, only_in: [y], not_in: [z]}
"""
    found = faults(write_file, condition(", only_in: [CN], not_in: [HK]") + more)

    assert found[0] == ("two-bounds", "14")
    assert {("not-a-list", "15"), ("blank-value", "15")} <= set(found)
    assert ("missing-key", "16") in found
