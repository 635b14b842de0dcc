"""`licet screen` run within the process of the tests, which is faster than one of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from licet.cli.app import app

from .running import ROOT, Ran

if TYPE_CHECKING:
    from pathlib import Path


def screen(*words: str | Path, cwd: Path = ROOT) -> Ran:
    """Run `licet screen` with these words from a folder."""
    before = os.getcwd()  # noqa: PTH109  pathlib has no chdir in 3.11
    os.chdir(cwd)
    try:
        done = CliRunner().invoke(app, ["screen", *map(str, words)])
    finally:
        os.chdir(before)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return Ran(done.exit_code, done.stdout, done.stderr)
