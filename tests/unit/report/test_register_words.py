"""Amounts in words, and what the usage record makes of a journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.ledger import Entry, EntryKind
from licet.register import Unit
from licet.register.money import decimals_of
from licet.report import register_moves
from licet.report.register_journal import cell_of
from licet.report.register_moves import Moves, shipped_since
from licet.report.register_words import amount_words, differences, figure, flat, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

AMOUNTS = st.integers(min_value=-(2**63), max_value=2**63)


@given(amount=AMOUNTS, currency=st.sampled_from(["USD", "JPY", "BHD", "CLF"]))
def test_a_figure_is_exact(amount: int, currency: str) -> None:
    scales = {Unit.PIECES: 0, Unit.VALUE: decimals_of(currency), Unit.TPP: 3}

    for unit, decimals in scales.items():
        text = figure(unit, amount, currency)
        assert Fraction(text) * 10**decimals == amount
        assert "E" not in text
        assert grouped(text).replace(",", "") == text


def test_amounts_in_words() -> None:
    assert amount_words("75000", "pieces", None) == "75,000 pieces"
    assert amount_words("-1234.50", "value", "USD") == "-1,234.50 USD"
    assert amount_words(figure(Unit.TPP, 15_832_500, None), "tpp", None) == "15,832.5 TPP"
    assert amount_words(figure(Unit.VALUE, -5, "USD"), "value", "USD") == "-0.05 USD"
    assert amount_words("7", "value", None) == "7 minor units"


def test_terms_that_differ() -> None:
    before = {"limits": {"pieces": 5}, "conditions": [{"id": "kyc", "text": "Known"}], "scope": {"items": ["a", "b"]}}
    after = {"limits": {"pieces": 6}, "conditions": [], "scope": {"items": ["a", "b"]}}

    assert dict(flat(before))["scope.items"] == "a, b"
    assert {row["term"]: (row["before"], row["after"]) for row in differences(before, after)} == {
        "limits.pieces": ("5", "6"),
        "conditions.kyc.id": ("kyc", None),
        "conditions.kyc.text": ("Known", None),
        "conditions": (None, ""),
    }


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "-5"),
        ("-5.50", "-5.50"),
        ("-5-5", "'-5-5"),
        ("-", "'-"),
        ("a\x1bb\nc", "a\ufffdb c"),
        (3, 3),
    ],
)
def test_a_cell_is_no_formula(value: object, cell: object) -> None:
    assert cell_of(value) == cell


def entry(kind: EntryKind, sequence: int, **others: Any) -> Entry:  # noqa: ANN401  fields of an entry
    plain = Entry(
        sequence=sequence,
        account="L-1",
        position=sequence,
        operation_id=f"op-{sequence}",
        kind=kind,
        valid_at=date(2026, 1, sequence),
        recorded_at=datetime(2026, 2, 1, tzinfo=UTC),
        reserved={},
        shipped={},
        limits={},
        order_id=None,
        author="A",
        reason="r",
        document="",
        second="",
        content={},
        previous_hash="",
        hash="",
    )
    return replace(plain, **others)


def journal() -> Iterator[Entry]:
    draw = {"order_id": "A-1", "item_id": "x", "key": "us:export", "tpp_per_unit": {"hi": "1.5"}}
    yield entry(EntryKind.GRANT, 1, limits={Unit.PIECES: 10}, content={"terms": {"number": "L-1"}})
    yield entry(
        EntryKind.AMEND, 9, limits={Unit.PIECES: 20}, content={"terms": {"number": "L-1", "valid_to": "2027-01-01"}}
    )
    yield entry(EntryKind.AMEND, 5, limits={Unit.PIECES: 15}, content={"terms": {}})  # told later, of an earlier day
    for number in (2, 3):
        content = {"number": "L-1", "units": 4, "draw": draw, "valid_at": "2026-01-02"}
        yield entry(EntryKind.RESERVE, number, reserved={Unit.PIECES: 4}, order_id="A-1", content=content)
    shipped = {"reservation_id": "op-2", "units": 3}
    yield entry(
        EntryKind.SHIP, 4, reserved={Unit.PIECES: -3}, shipped={Unit.PIECES: 3}, order_id="A-1", content=shipped
    )
    voided = {"reservation_id": "op-3", "found": {"units": 4}}
    yield entry(EntryKind.VOID, 6, reserved={Unit.PIECES: -4}, order_id="A-1", content=voided)
    yield entry(EntryKind.ADJUST, 7, shipped={Unit.PIECES: 1}, content={"number": "L-1", "pieces": 1})
    yield entry(EntryKind.ANSWER, 8, account="order/A-1", order_id="A-1")


@pytest.mark.parametrize("kept", [1, 20_000], ids=["read again", "kept"])
def test_moves_follow_the_journal(monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    monkeypatch.setattr(register_moves, "KEPT", kept)

    moves = list(Moves(journal(), lambda order_id: [each for each in journal() if each.order_id == order_id]))

    assert [move.entry.kind.value for move in moves] == ["reserve", "reserve", "ship", "void", "adjust"]
    assert [move.left[Unit.PIECES] for move in moves] == [16, 12, 12, 16, 15]
    assert [move.units for move in moves] == [4, 4, 3, 4, None]
    assert [move.made and move.made.reservation_id for move in moves] == ["op-2", "op-3", "op-2", "op-3", None]
    assert shipped_since(moves, Unit.PIECES) == (4, [])
    total, notes = shipped_since(moves, Unit.TPP)
    assert (total, len(notes)) == (4_500, 1)
