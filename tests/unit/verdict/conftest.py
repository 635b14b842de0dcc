from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from licet.verdict import Desk, open_desk

from .books import Checker

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def desk() -> Desk:
    return open_desk()


@pytest.fixture
def checker(desk: Desk, tmp_path: Path) -> Checker:
    return Checker(desk, tmp_path)
