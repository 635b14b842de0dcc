"""One way of writing plain data as bytes, and the hashes over it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

GENESIS = "0" * 64

_encoder = msgspec.json.Encoder(order="deterministic")


def canonical(value: object) -> str:
    """Return plain data as JSON with sorted keys and no spaces."""
    return _encoder.encode(value).decode()


def read_canonical(text: str) -> Any:  # noqa: ANN401  whoever asks knows what was written
    """Return the plain data that a text holds.

    Raises:
        msgspec.DecodeError: If it is not JSON.
    """
    return msgspec.json.decode(text)


def digest_of(stated: str, found: str) -> str:
    """Return the hash over what an operation states and what was found for it."""
    return sha256(f"{stated}\n{found}".encode()).hexdigest()


def entry_hash(previous: str, parts: Sequence[object]) -> str:
    """Return the hash of an entry: over the hash before it in its account, and all that the entry holds."""
    return sha256(_encoder.encode([previous, *parts])).hexdigest()
