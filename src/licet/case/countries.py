"""Country codes: ISO 3166-1 alpha-2, read from data. `NA` is Namibia."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Countries:
    """The codes in use, with their names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Keep the names by code."""
        self._names = dict(names)
        self._codes = {name.casefold(): code for code, name in names.items()}

    def __len__(self) -> int:
        """Return how many codes there are."""
        return len(self._names)

    def read(self, text: str) -> str:
        """Read a code; lower case is taken.

        Raises:
            ValueError: If there is no such code; a country's name is answered with its code.
        """
        code = text.upper()
        if code in self._names and text.isascii():
            return code
        named = self._codes.get(text.casefold())
        hint = f"; {text[:40]} is written {named}" if named else ""
        msg = f"{text[:40]!r} is not an ISO 3166-1 alpha-2 country code{hint}"
        raise ValueError(msg)


@cache
def load_countries(path: Path | None = None) -> Countries:
    """Read `countries.csv` (code,name) of the rule package, or of a path."""
    if path is not None:
        table = read_table(path)
    else:
        with resources.as_file(resources.files("licet_rules") / "countries.csv") as packaged:
            table = read_table(packaged, shown_as="countries.csv")
    return Countries({cells["code"]: cells["name"] for _, cells in table.rows})
