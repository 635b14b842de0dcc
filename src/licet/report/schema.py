"""The published JSON Schemas (draft 2020-12) of what commands print with `--json`; docs/json.md explains each."""

from __future__ import annotations

from typing import Any

NAMES = (
    "determination",
    "check",
    "changes",
    "headroom",
    "coverage",
    "impact",
    "screen",
    "act",
    "status",
    "timeline",
    "register",
    "reading",
)
_BUNDLED = {"check": "determination", "status": "act", "timeline": "act", "reading": "determination"}


def schema(name: str) -> dict[str, Any]:
    """Return one schema, complete in itself: schemas it refers to are bundled under `$defs` with their own `$id`.

    Args:
        name: One of `NAMES`.

    Raises:
        KeyError: If there is no schema of that name.
    """
    if name not in NAMES:
        raise KeyError(name)
    document = _read(name)
    if name in _BUNDLED:
        document["$defs"][_BUNDLED[name]] = _read(_BUNDLED[name])
    return document


def _read(name: str) -> dict[str, Any]:
    import json  # noqa: PLC0415  not needed to print help
    from importlib.resources import files  # noqa: PLC0415

    text = files("licet.report").joinpath("schemas", f"{name}.schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
