"""A file that somebody else wrote, read with its faults gathered: its size, its letters, its repetitions."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from licet.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 200_000_000
MAX_DEPTH = 12
MAX_FAULTS = 100
AGAIN = "download the file again"
_NO_LETTER = re.compile("[\ud800-\udfff\x00]")


class Faults:
    """Gathers the faults of one file; after `MAX_FAULTS` it counts them and keeps no more."""

    def __init__(self, file: str) -> None:
        """Keep the name of the file, as messages show it."""
        self._file = file
        self._problems: list[Problem] = []
        self._more = 0

    def __len__(self) -> int:
        """Return how many faults there are."""
        return len(self._problems) + self._more

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The faults kept, and one that counts the rest."""
        if not self._more:
            return tuple(self._problems)
        what = f"{self._more:,} more faults are not shown"
        return (*self._problems, Problem("more-faults", self._file, what, "mend the ones above first"))

    def add(self, slug: str, at: str, what: str, mend: str) -> None:
        """Keep a fault at a place in the file; `at` is empty for the file as a whole."""
        if len(self._problems) == MAX_FAULTS:
            self._more += 1
            return
        where = f"{self._file}: {_shown(at)}" if at else self._file
        self._problems.append(Problem(slug, where, _shown(what), mend))

    def check_text(self, value: object, at: str, longest: int) -> bool:
        """Report what is no text, is blank, or is too long; return whether it is sound."""
        if not isinstance(value, str):
            self.add("bad-value", at, f"is of type {type(value).__name__}, not text", AGAIN)
        elif not value.strip():
            self.add("missing-value", at, "is blank", AGAIN)
        elif len(value) > longest:
            self.add("too-long", at, f"has {len(value):,} characters, more than {longest:,}", AGAIN)
        elif _NO_LETTER.search(value):
            self.add("not-utf-8", at, "holds a code that is no character", AGAIN)
        else:
            return True
        return False


def _shown(text: str) -> str:
    """Return text of the file in letters that any terminal takes."""
    return text if text.isprintable() else ascii(text)[1:-1]


def read_bytes(path: Path, faults: Faults) -> bytes | None:
    """Return the file's bytes; None, with the fault kept, if there is no such file or it is too large."""
    try:
        if not path.is_file():
            faults.add("unreadable-file", "", "there is no such file", "name the file you downloaded")
            return None
        size = path.stat().st_size
        if size > MAX_BYTES:
            faults.add("file-too-large", "", f"has {size:,} bytes, more than {MAX_BYTES:,}", AGAIN)
            return None
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name with a zero in it
        faults.add("unreadable-file", "", f"cannot be read: {getattr(error, 'strerror', None) or error}", AGAIN)
        return None


def read_json(path: Path, faults: Faults) -> tuple[bytes, dict[str, Any] | None]:
    """Return the file's bytes and the object in it; None if it has none that can be used."""
    data = read_bytes(path, faults)
    if data is None:
        return b"", None
    document = parsed(data, faults)
    if document is not None and not isinstance(document, dict):
        faults.add("changed-shape", "", f"is of type {type(document).__name__}, not an object", AGAIN)
    return data, document if isinstance(document, dict) and not len(faults) else None


def read_json_array(path: Path, faults: Faults) -> tuple[bytes, list[Any] | None]:
    """Return the file's bytes and the list in it; None if it has none that can be used."""
    data = read_bytes(path, faults)
    if data is None:
        return b"", None
    document = parsed(data, faults)
    if document is not None and not isinstance(document, list):
        faults.add("changed-shape", "", f"is of type {type(document).__name__}, not a list", AGAIN)
    return data, document if isinstance(document, list) and not len(faults) else None


def parsed(data: bytes, faults: Faults, at: str = "") -> Any:  # noqa: ANN401  any JSON
    """Return the JSON value of some bytes; None, with the fault kept, where it cannot be trusted.

    No field may be stated twice, and no number may be other than whole.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            names = [name for name, _ in pairs]
            twice = sorted({name[:80] for name in names if names.count(name) > 1}) if len(names) < MAX_FAULTS else []
            what = f"an object states a field twice: {', '.join(twice)!a}"
            faults.add("stated-twice", at, what, AGAIN)
        return found

    before = len(faults)
    try:
        document = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=_refuse_number, parse_float=_refuse_number
        )
    except UnicodeDecodeError as error:
        faults.add("not-utf-8", at, f"is not UTF-8 at byte {error.start:,}", AGAIN)
        return None
    except RecursionError:
        faults.add("changed-shape", at, "is nested too deeply", AGAIN)
        return None
    except ValueError as error:
        faults.add("bad-json", at, f"is not JSON that can be read: {str(error)[:120]}", AGAIN)
        return None
    if _deeper(document, MAX_DEPTH):
        faults.add("changed-shape", at, f"is nested deeper than {MAX_DEPTH}", AGAIN)
        return None
    if document is None:
        faults.add("changed-shape", at, "is null", AGAIN)
    return None if len(faults) > before else document


def _refuse_number(text: str) -> Any:  # noqa: ANN401  it never returns; the parser wants a function of text
    msg = f"{text[:40]} is no whole number, and no field here holds another"
    raise ValueError(msg)


def _deeper(value: object, levels: int) -> bool:
    """Tell whether lists and objects are nested deeper than so many levels."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_deeper(each, levels - 1) for each in inner if isinstance(each, dict | list))
