from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from licet.case import write_starter
from licet.errors import UsageError
from licet.register import read_authorisations

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Reader


@pytest.mark.parametrize("exists", [True, False], ids=["empty folder", "new folder"])
def test_it_reads_without_problems(tmp_path: Path, read: Reader, exists: bool) -> None:
    folder = tmp_path / "deep" / "case"
    if exists:
        folder.mkdir(parents=True)

    written = write_starter(folder)

    case = read(folder)
    assert [warning.slug for warning in case.warnings] == ["no-orders"]
    assert {path.name for path in written} >= {"case.toml", "orders.csv", "authorisations.yaml", "README.md"}
    assert read_authorisations(folder / "authorisations.yaml") == ()
    assert list(folder.parent.iterdir()) == [folder]


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UsageError, match="not an empty folder"):
        write_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "case").write_text("")

    with pytest.raises(UsageError):
        write_starter(tmp_path / "case")
    with pytest.raises(UsageError, match="cannot be written"):
        write_starter(tmp_path / "case" / "below")
