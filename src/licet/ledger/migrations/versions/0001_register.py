"""The register: accounts, operations, entries, checkpoints."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # sorted as bytes are, as SQLite does
_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_UNITS = ("pieces", "value", "tpp")
_TERMS = sa.text("kind IN ('grant', 'amend', 'suspend', 'resume', 'revoke')")


def _sums() -> list[sa.Column[int]]:
    return [
        sa.Column(f"{word}_{unit}", sa.BigInteger, nullable=False)
        for word in ("reserved", "shipped")
        for unit in _UNITS
    ]


def upgrade() -> None:
    """Make the tables."""
    op.create_table("register", sa.Column("register_id", sa.Text, primary_key=True))
    op.create_table(
        "account",
        sa.Column("account_no", _KEY, primary_key=True, autoincrement=True),
        sa.Column("name", _NAME, nullable=False, unique=True),
        sa.Column("parent", sa.Text),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("terms_position", sa.BigInteger, nullable=False),
        sa.Column("last_valid_at", sa.Text, nullable=False),
        *_sums(),
    )
    op.create_table(
        "operation",
        sa.Column("operation_id", _NAME, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("reservation_id", sa.Text),
        sa.Column("order_id", sa.Text),
        sa.Column("units", sa.BigInteger),
        sa.Column("valid_at", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("entries", sa.SmallInteger, nullable=False),
        sa.Column("stated", sa.Text, nullable=False),
        sa.Column("found", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_table(
        "entry",
        sa.Column("sequence", _KEY, primary_key=True, autoincrement=True),
        sa.Column("account_no", _KEY, sa.ForeignKey("account.account_no"), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("operation_id", _NAME, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("valid_at", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        *(sa.Column(f"limit_{unit}", sa.BigInteger) for unit in _UNITS),
        sa.Column("active_from", sa.Text),
        sa.Column("active_to", sa.Text),
        *_sums(),
        sa.Column("hash", sa.Text, nullable=False),
        sa.UniqueConstraint("account_no", "position", name="entry_position"),
    )
    op.create_table(
        "checkpoint",
        sa.Column("sequence", sa.BigInteger, primary_key=True),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
    )
    for name, column in (("operation_by_reservation", "reservation_id"), ("operation_by_order", "order_id")):
        known = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "operation", [column], sqlite_where=known, postgresql_where=known)
    op.create_index("entry_by_day", "entry", ["account_no", "valid_at"])
    op.create_index("entry_of_terms", "entry", ["account_no"], sqlite_where=_TERMS, postgresql_where=_TERMS)


def downgrade() -> None:
    """Take the tables away, with all that is in them."""
    for table in ("checkpoint", "entry", "operation", "account", "register"):
        op.drop_table(table)
