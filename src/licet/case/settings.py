"""`case.toml`: the title of a case, its day, its currency, the keys it insists on, the user's own headings."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from licet.case.cell import currency
from licet.case.columns import LAYOUTS
from licet.period import read_date
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILE_NAME = "case.toml"
MAX_BYTES = 1_000_000
_KEYS = ("title", "valid_at", "currency", "require_keys", "columns")
_KEY_NAME = re.compile(r"[a-z]{2}:(?:export|import)")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `case.toml` says. `headings` maps a heading of the user's to a column, by table; "" is every table."""

    title: str = ""
    valid_at: date | None = None
    currency: str | None = None
    require_keys: tuple[str, ...] = ()
    headings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_settings(data: bytes, problems: list[Problem]) -> Settings:
    """Read the file's content; every fault is added to `problems`, and its key counts as absent."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(Problem("not-utf-8", f"{FILE_NAME}:{line}", "is not UTF-8", "save it as UTF-8"))
        return Settings()
    try:
        # TOML allows no bare carriage return, but Windows ends lines with one
        content = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        problems.append(_not_toml(str(error)))
        return Settings()
    return _SettingsReader(text, problems).read(content)


def _not_toml(message: str) -> Problem:
    place = _PLACE.search(message)
    where = f"{FILE_NAME}:{place[1]}:{place[2]}" if place else FILE_NAME
    what = _PLACE.sub("", message).strip() or "is not TOML"
    return Problem("not-toml", where, f"is not TOML: {what}", 'write key = "text", or key = 2026-01-31 for a day')


class _SettingsReader:
    """Types each key of the file, with the line it stands on."""

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self._lines = text.splitlines()
        self._problems = problems

    def read(self, content: dict[str, object]) -> Settings:
        for key in content.keys() - set(_KEYS):
            self._fault("unknown-key", key, f"{key[:40]} is not a key of {FILE_NAME}", f"use {', '.join(_KEYS)}")
        return Settings(
            title=self._text(content, "title", str) or "",
            valid_at=self._day(content),
            currency=self._text(content, "currency", currency),
            require_keys=self._require_keys(content.get("require_keys", [])),
            headings=self._headings(content.get("columns", {})),
        )

    def _fault(self, slug: str, key: str, what: str, mend: str) -> None:
        pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]|\s*\[{re.escape(key)}[\].]""")
        line = next((number for number, text in enumerate(self._lines, 1) if pattern.match(text)), 1)
        self._problems.append(Problem(slug, f"{FILE_NAME}:{line}", what, mend))

    def _text(self, content: dict[str, object], key: str, parse: Callable[[str], str]) -> str | None:
        value = content.get(key)
        if value is None:
            return None
        try:
            if isinstance(value, str):
                return parse(value.strip()) or None
        except ValueError as error:
            self._fault("bad-value", key, f"{key}: {error}", "mend the value, or remove the key")
            return None
        self._fault("bad-value", key, f"{key} is not a text", f'write {key} = "..."')
        return None

    def _day(self, content: dict[str, object]) -> date | None:
        value = content.get("valid_at")
        try:
            if isinstance(value, str):
                return read_date(value)
        except ValueError as error:
            self._fault("bad-date", "valid_at", f"valid_at: {error}", "write valid_at = 2026-01-31")
            return None
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._fault("bad-date", "valid_at", "valid_at is not a day", "write valid_at = 2026-01-31, without a time")
        return None

    def _require_keys(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            self._fault("bad-value", "require_keys", "require_keys is not a list", 'write require_keys = ["us:export"]')
            return ()
        wrong = [key for key in value if not isinstance(key, str) or not _KEY_NAME.fullmatch(key)]
        for key in wrong:
            what = f"{str(key)[:40]!r} is not the name of a key"
            self._fault("bad-value", "require_keys", what, "write a country and a side, such as us:export or cn:import")
        return tuple(key for key in value if key not in wrong)

    def _headings(self, value: object) -> dict[str, dict[str, str]]:
        headings: dict[str, dict[str, str]] = {"": {}}
        if not isinstance(value, dict):
            self._fault(
                "bad-value", "columns", "columns is not a table", 'write [columns], then "Order No." = "order_id"'
            )
            return headings
        tables = {layout.name for layout in LAYOUTS}
        for heading, column in value.items():
            if isinstance(column, dict) and heading in tables:
                headings[heading] = {own: str(ours) for own, ours in column.items()}
            elif isinstance(column, str):
                headings[""][heading] = column
            else:
                what = f"{heading[:40]!r} is neither a heading with its column nor the name of a table"
                self._fault("bad-value", heading, what, 'write "Order No." = "order_id"')
        return headings
