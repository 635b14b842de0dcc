"""The benchmark of the register runs, and its figures are possible ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests import postgres

ROOT = Path(__file__).parents[3]
NEEDS_POSTGRESQL = pytest.mark.skipif(postgres.binaries() is None and "CI" not in os.environ, reason=postgres.CURE)


@pytest.mark.parametrize("store", ["sqlite", pytest.param("postgresql", marks=NEEDS_POSTGRESQL)])
def test_a_short_run_is_sound_and_its_figures_agree(store: str, tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/register_draws.py", "--quick", "--store", store, "--rounds", "1"]
    out = tmp_path / "figures.json"
    done = subprocess.run(
        [*command, "--out", str(out)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(out.read_text(encoding="utf-8"))
    for bare, full in zip(figures["series"][::2], figures["series"][1::2], strict=True):
        assert bare["ratio"] is None
        assert full["what"] in {"Register.post", "GroupCommit"}
        assert bare["clients"] == full["clients"]
        for one in (bare, full):
            assert one["sound"]
            assert one["per_second"] > 0
            assert 0 < one["p50_ms"] <= one["p99_ms"]
            assert f"| {one['per_second']:,} |" in done.stdout
    written, verified, balances = figures["long"]
    assert written["entries"] == 2_000
    assert verified["entries"] == 2_000 + 110  # and one of each grant
    assert balances["entries"] == 110
