"""The small law of the tests, whole or with rules written for one test laid over it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from licet.rules import Law, load_law

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL_LAW = Path(__file__).parents[2] / "fixtures" / "small_law"
CITED = '    source: {doc: Sample Act, at: "1", grade: primary}\n'
SET_HEADER = "set,member,from,to,public_from,state,grade,doc,at,note\n"


@cache
def small_law() -> Law:
    """Return the small law as it stands."""
    return load_law(SMALL_LAW, use_cache=False)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder, and return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def law_with(folder: Path, files: Mapping[str, str]) -> Law:
    """Return the small law with files laid over it."""
    return load_law(SMALL_LAW, overlays=[write(folder / "law", files)], use_cache=False)


def version(tail: str, *, start: str = "2020-01-01", status: str = "encoded") -> str:
    """Return one version of a rule, its last lines as given."""
    return f"  - in_force_from: {start}\n    status: {status}\n{CITED}{tail}"


def rule(name: str, *versions: str, kind: str = "requirement", head: str = "") -> str:
    """Return the text of a rule file; a definition defines its own name."""
    defines = f"defines: {name}\n" if kind == "definition" else ""
    return f"id: us.ear.{name}\ntitle: {name}\nkind: {kind}\n{defines}{head}versions:\n{''.join(versions)}"


def when(expression: str) -> str:
    """Return the line that states an expression."""
    return f"    when: {json.dumps(expression)}\n"
