"""The tables of the register. `migrations/` makes them; a test holds the two together.

Every change is a row in `operation` and one row in `entry` for each account it touches. Neither is ever updated or
deleted. `account` holds the head of each chain and the sums of its entries, so that a draw reads one row; `verify`
compares them with the journal. Days are ISO text, instants microseconds since 1970, amounts whole numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from licet.ledger.operation import CHANGING, DRAWING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from licet.ledger.operation import EntryKind

REVISION = "0001"

metadata = MetaData()

_NAME = Text().with_variant(Text(collation="C"), "postgresql")  # sorted as bytes are, as SQLite does
_KEY = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts only a column named INTEGER by itself
_AMOUNTS = ("pieces", "value", "tpp")


def _kind_in(kinds: Iterable[EntryKind]) -> str:
    return f"kind IN ({', '.join(repr(kind.value) for kind in kinds)})"


TERMS = _kind_in(CHANGING)
DRAWS = _kind_in(DRAWING)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


register = Table("register", metadata, Column("register_id", Text, primary_key=True))

account = Table(
    "account",
    metadata,
    Column("account_no", _KEY, primary_key=True, autoincrement=True),
    Column("name", _NAME, nullable=False, unique=True),
    Column("parent", Text),
    Column("position", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("terms_position", BigInteger, nullable=False),
    Column("last_valid_at", Text, nullable=False),
    *(Column(f"reserved_{unit}", BigInteger, nullable=False) for unit in _AMOUNTS),
    *(Column(f"shipped_{unit}", BigInteger, nullable=False) for unit in _AMOUNTS),
)

operation = Table(
    "operation",
    metadata,
    Column("operation_id", _NAME, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("reservation_id", Text),  # that a shipment or a void is of; a reservation is named by its own id
    Column("order_id", Text),
    Column("units", BigInteger),
    Column("valid_at", Text, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("entries", SmallInteger, nullable=False),
    Column("stated", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Index("operation_by_reservation", "reservation_id", **_where("reservation_id IS NOT NULL")),
    Index("operation_by_order", "order_id", **_where("order_id IS NOT NULL")),
)

entry = Table(
    "entry",
    metadata,
    Column("sequence", _KEY, primary_key=True, autoincrement=True),
    Column("account_no", _KEY, ForeignKey("account.account_no"), nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("operation_id", _NAME, nullable=False),
    Column("kind", Text, nullable=False),
    Column("valid_at", Text, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    *(Column(f"limit_{unit}", BigInteger) for unit in _AMOUNTS),
    Column("active_from", Text),
    Column("active_to", Text),
    *(Column(f"reserved_{unit}", BigInteger, nullable=False) for unit in _AMOUNTS),
    *(Column(f"shipped_{unit}", BigInteger, nullable=False) for unit in _AMOUNTS),
    Column("hash", Text, nullable=False),
    UniqueConstraint("account_no", "position", name="entry_position"),
    Index("entry_by_day", "account_no", "valid_at"),
    Index("entry_of_terms", "account_no", **_where(TERMS)),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("sequence", BigInteger, primary_key=True),
    Column("recorded_at", BigInteger, nullable=False),
    Column("head", Text, nullable=False),
)
