from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer
from tests.unit.screen.lists import written
from typer.testing import CliRunner

from licet.cli import screen_names

from .running import licet

if TYPE_CHECKING:
    from pathlib import Path


def likely(folder: Path, *words: str) -> tuple[int, str]:
    app = typer.Typer()
    screen_names.add_to(app)
    app.callback()(lambda: None)
    ran = CliRunner().invoke(app, ["likely", *words, "--lists", str(folder)])
    return ran.exit_code, ran.output


def test_candidates_are_shown_with_their_reasons(tmp_path: Path) -> None:
    assert licet("screen", "import", written(tmp_path), "--into", tmp_path / "lists").status == 0

    status, out = likely(tmp_path / "lists", "Moonshadow Semiconductor", "Nobody Else", "--country", "DE")

    assert status == 0
    assert "strong" in out or "possible" in out
    assert "Moonshade Semiconductor Co., Ltd." in out
    assert "differs by" in out
    assert "against: the party's country DE" in out
    assert "Nobody Else: nothing alike" in out
    assert "A named person must judge" in out


def test_as_json(tmp_path: Path) -> None:
    licet("screen", "import", written(tmp_path), "--into", tmp_path / "lists")

    _, out = likely(tmp_path / "lists", "月影半導體", "--json")
    (name,) = json.loads(out)["names"]

    assert name["candidates"][0]["name"] == "Moonshade Semiconductor Co., Ltd."
    assert (name["candidates"][0]["level"], name["candidates"][0]["by"]) == ("strong", "alias")
    assert {"name", "value", "words"} == set(name["candidates"][0]["features"][0])
