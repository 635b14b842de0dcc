"""A short soak on each store, and soaks of registers that are wrong, each of which must be found out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import postgres

ROOT = Path(__file__).parents[3]
NEEDS_POSTGRESQL = pytest.mark.skipif(postgres.binaries() is None and "CI" not in os.environ, reason=postgres.CURE)
STORES = ["sqlite", pytest.param("postgresql", marks=NEEDS_POSTGRESQL)]


def soak(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the driver; what it keeps goes into `folder`."""
    command = [sys.executable, "-m", "tests.ledger.soak.driver", "--folder", str(folder), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize("store", STORES)
def test_killed_writers_leave_nothing_overdrawn_lost_or_doubled(store: str, tmp_path: Path) -> None:
    done = soak(tmp_path, "--kills", "20", "--store", store, "--seed", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{store}: sound; 20 kills" in done.stdout
    assert "seed 1" in done.stdout
    assert not [*tmp_path.iterdir()]  # nothing is kept of what is sound


@pytest.mark.parametrize(
    ("mutant", "store", "told"),
    [
        ("no-limits", "sqlite", "is overdrawn on day"),
        ("no-quantity", "sqlite", "holds more than its quantity"),
        ("lost-commit", "sqlite", "acknowledged, and not on file"),
        ("early-word", "sqlite", "acknowledged, and not on file"),
        ("stale-sums", "sqlite", "its sums are not those of its entries"),
        pytest.param("no-lock", "postgresql", "verify: ", marks=NEEDS_POSTGRESQL),
    ],
)
def test_a_register_that_is_wrong_is_found_out(mutant: str, store: str, told: str, tmp_path: Path) -> None:
    done = soak(tmp_path, "--kills", "30", "--store", store, "--mutant", mutant)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "WRONG after" in done.stdout
    (kept,) = tmp_path.glob(f"licet-soak-{store}-*")
    assert told in (kept / "faults.json").read_text(encoding="utf-8")
    assert [*kept.rglob("writer-*.jsonl")]
