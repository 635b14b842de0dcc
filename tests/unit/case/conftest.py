from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from licet.case import Case, read_case
from licet.catalogue import Catalogue, load_catalogue
from licet.errors import ProblemsFound
from licet.facts import FactSchema, load_fact_schema
from licet.problem import Problem

RULES = Path(__file__).parents[3] / "src" / "licet_rules"
PARTIES = "party_id,name,country,headquarters,ultimate_parent_headquarters\na,Buyer A,CN,CN,-\nb,Buyer B,SG,SG,\n"

Reader = Callable[[Path], Case]
Faults = Callable[[Path], list[Problem]]


@pytest.fixture(scope="session")
def schema() -> FactSchema:
    return load_fact_schema(RULES / "facts.yaml")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(RULES / "catalogue")


@pytest.fixture
def read(schema: FactSchema, catalogue: Catalogue) -> Reader:
    """Return the reading of a folder, seen from the United States."""
    return lambda folder: read_case(folder, schema=schema, catalogue=catalogue, home="US")


@pytest.fixture
def faults(read: Reader) -> Faults:
    """Return every problem of a folder; each has its cure, and the folder stays as it was."""

    def problems_of(folder: Path) -> list[Problem]:
        before = snapshot(folder)
        with pytest.raises(ProblemsFound) as caught:
            read(folder)
        assert snapshot(folder) == before
        assert caught.value.exit_status == 1
        assert all(problem.where and problem.what and problem.mend for problem in caught.value.problems)
        return list(caught.value.problems)

    return problems_of


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Return every file of a folder with its size and time of change."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def write_case(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a case of these files, with settings and parties if they are not among them."""
    for name, content in {"case.toml": 'title = "T"\n', "parties.csv": PARTIES, **files}.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
