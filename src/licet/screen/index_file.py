"""The index of the search by likeness as a file beside the lists, so that a command need not build it again.

The file holds arrays and texts, no code. It is for one set of parties and one state of this package, told by a key; a
file that is missing, of another key, cut short or changed is built anew and written anew. Where it cannot be written,
nothing is kept and nothing fails. What it holds is checked before compiled code reads it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np

from licet.screen.index_checks import is_sound
from licet.screen.kernel_data import Spelled
from licet.screen.lexicon import Similar
from licet.screen.likeness import LikenessIndex
from licet.screen.name_table import NameTable, built
from licet.screen.text_arrays import Keyed
from licet.screen.word_ways import Ways
from licet.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from licet.screen.listed import ListedParty

INDEX_FILE = "names.index"
MAX_BYTES = 4_000_000_000
_FORMAT = 1
_TUPLES: dict[str, type[tuple[Any, ...]]] = {
    "links": Similar,
    "by_letters": Spelled,
    "by_sound": Spelled,
    "wholes": Spelled,
    "initials": Keyed,
    "neighbours": Keyed,
    "ends": Keyed,
    "alike": Keyed,
    "wade_giles": Keyed,
}
_BETWEEN = "\n"  # no word has one


class _Numbers(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    name: str
    kind: str
    data: memoryview


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    arrays: tuple[_Numbers, ...]
    texts: dict[str, str]


class _Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    key: str
    sha256: str
    body: memoryview


class _Place(NamedTuple):
    """Where an array stands in the table: the field, and the field of that."""

    field: str
    part: str


def open_index(parties: Sequence[ListedParty], path: Path, key: str | None = None) -> LikenessIndex:
    """Return the index of some parties, from its file if that is theirs, else built and written there.

    Args:
        parties: Of any lists, in any order.
        path: The file, `INDEX_FILE` in the folder of the lists. Its folder is made if it is not there.
        key: What tells these parties from all others, if it is at hand; else a digest of them is reckoned.
    """
    whole_key = f"{_FORMAT}-{__version__}-{_code()}-{digest(parties) if key is None else key}-{len(parties)}"
    table = _read(path, whole_key)
    if table is None or not is_sound(table, parties):
        table = built(parties)
        _write(path, whole_key, table)
    return LikenessIndex(parties, table)


def digest(parties: Sequence[ListedParty]) -> str:
    """Return a digest of what is indexed of parties: their names, aliases and kinds, in order."""
    found = hashlib.sha256()
    for each in parties:
        found.update(msgspec.msgpack.encode((each.name, each.aliases, each.kind)))
    return found.hexdigest()


@cache
def _code() -> str:
    """Return a digest of the package's modules and tables: what reads a name shapes the index."""
    found = hashlib.sha256()
    folder = resources.files("licet.screen")
    for each in sorted((*folder.iterdir(), *(folder / "data").iterdir()), key=lambda each: each.name):
        if each.name.endswith((".py", ".csv")):
            found.update(each.name.encode())
            found.update(each.read_bytes())
    return found.hexdigest()


def _read(path: Path, key: str) -> NameTable | None:
    with suppress(OSError, msgspec.MsgspecError, ValueError, KeyError, TypeError, RecursionError):
        if path.stat().st_size > MAX_BYTES:
            return None
        envelope = msgspec.msgpack.decode(path.read_bytes(), type=_Envelope)
        if (envelope.format, envelope.key) != (_FORMAT, key):
            return None
        if hashlib.sha256(envelope.body).hexdigest() != envelope.sha256:
            return None
        return _table(msgspec.msgpack.decode(envelope.body, type=_Body))
    return None


def _write(path: Path, key: str, table: NameTable) -> None:
    """Write the file beside and rename it, so that no reader sees half of it."""
    body = msgspec.msgpack.encode(_Body(tuple(_numbers(table)), _texts(table)))
    content = msgspec.msgpack.encode(_Envelope(_FORMAT, key, hashlib.sha256(body).hexdigest(), memoryview(body)))
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(temporary).replace(path)
    except OSError:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()


def _texts(table: NameTable) -> dict[str, str]:
    return {"words": _BETWEEN.join(table.words)} | {
        name: _BETWEEN.join(texts) for name, texts in zip(Ways._fields, table.ways, strict=True)
    }


def _places() -> list[_Place]:
    """Return every array of a table."""
    found = []
    for name in NameTable.__dataclass_fields__:
        if name in _TUPLES:
            found += [_Place(name, part) for part in _TUPLES[name]._fields]  # type: ignore[attr-defined]  # named tuples
        elif name not in {"words", "ways"}:
            found.append(_Place(name, ""))
    return found


def _numbers(table: NameTable) -> list[_Numbers]:
    found = []
    for place in _places():
        array = getattr(table, place.field)
        array = np.ascontiguousarray(getattr(array, place.part) if place.part else array)
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        found.append(_Numbers(".".join(place), little.dtype.str, little.view(np.uint8).data))
    return found


def _table(body: _Body) -> NameTable:
    """Return the table of a file; what is in it is still to be checked."""
    arrays: dict[str, NDArray[Any]] = {}
    for each in body.arrays:
        kind = np.dtype({"<i4": "<i4", "<i8": "<i8", "<u4": "<u4", "<f8": "<f8", "<f4": "<f4"}[each.kind])
        arrays[each.name] = np.frombuffer(each.data, dtype=kind).astype(kind.newbyteorder("="))  # a copy, to be written
    fields: dict[str, Any] = {}
    for place in _places():
        if place.part:
            fields.setdefault(place.field, {})[place.part] = arrays[".".join(place)]
        else:
            fields[place.field] = arrays[".".join(place)]
    fields = {name: _TUPLES[name](**each) if name in _TUPLES else each for name, each in fields.items()}
    words, *ways = (_split(body.texts[name]) for name in ("words", *Ways._fields))
    return NameTable(words=words, ways=Ways(*ways), **fields)


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(_BETWEEN)) if text else ()
