from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .books import Checker, the_desk
from .registers import Shelf, new_shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from licet.verdict import Desk


@pytest.fixture(scope="session")
def desk() -> Desk:
    return the_desk()


@pytest.fixture
def checker(desk: Desk, tmp_path: Path) -> Checker:
    return Checker(desk, tmp_path)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = new_shelf(tmp_path)
    yield made
    made.register.close()
