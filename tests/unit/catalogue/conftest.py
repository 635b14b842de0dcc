"""The catalogue that ships, and small ones written for one test."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from licet.catalogue import Catalogue, load_catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from licet.errors import ProblemsFound

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "src" / "licet_rules" / "catalogue"
SHARED = Path(__file__).parents[3] / ".." / "shared"

HEADERS = {
    "items.csv": "item_id,kind,model,maker,contains,int8,applicable_die_area_mm2,die_area_basis,grade,sources",
    "assemblies.csv": "item_id,kind,model,contains",
    "alternatives.csv": "item_id,fact,value,basis,state,reason,source",
    "aliases.csv": "alias,item_id,kind_of_alias,source,note",
}


class Written(Protocol):
    """Writes a catalogue of the given lines under the usual headers and loads it."""

    def __call__(self, **lines: Sequence[str]) -> Catalogue: ...


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Return the catalogue that ships."""
    return load_catalogue(FOLDER, shown_as="catalogue")


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Return a function that writes and loads a small catalogue: `written(items=["a,ic,..."])`."""

    def load(**lines: Sequence[str]) -> Catalogue:
        for name, header in HEADERS.items():
            body = lines.get(name.removesuffix(".csv"), ())
            (tmp_path / name).write_text("\n".join([header, *body]) + "\n", encoding="utf-8")
        return load_catalogue(tmp_path, shown_as="catalogue")

    return load


@pytest.fixture(scope="session")
def reference() -> Mapping[str, Mapping[str, str]]:
    """Return the reference's rows by chip id; skips where the reference is not at hand."""
    path = SHARED / "reference" / "chips.csv"
    if not path.exists():
        pytest.skip("the reference chips.csv is not beside the repository")
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["chip_id"]: row for row in csv.DictReader(stream)}


def slugs(caught: pytest.ExceptionInfo[ProblemsFound]) -> list[str]:
    """Return the slugs of the problems found, in order."""
    return [problem.slug for problem in caught.value.problems]
