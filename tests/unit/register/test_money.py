from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licet.errors import UsageError
from licet.register import Money, Rate, Rates


@pytest.mark.parametrize(
    ("amount", "currency", "minor_units", "shown"),
    [
        ("1000000", "USD", 100_000_000, "1,000,000.00 USD"),
        ("0.07", "EUR", 7, "0.07 EUR"),
        ("1500", "JPY", 1500, "1,500 JPY"),
        ("1500", "KRW", 1500, "1,500 KRW"),
        ("1.234", "KWD", 1234, "1.234 KWD"),
        ("1.234", "CLF", 12340, "1.2340 CLF"),
    ],
)
def test_money_is_whole_minor_units(amount: str, currency: str, minor_units: int, shown: str) -> None:
    money = Money.exactly(Decimal(amount), currency)

    assert (money.minor_units, str(money)) == (minor_units, shown)


@pytest.mark.parametrize(("amount", "currency"), [("0.5", "JPY"), ("1.005", "USD"), ("0.0001", "KWD")])
def test_an_amount_finer_than_the_currency_is_refused_not_rounded(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="is not exact"):
        Money.exactly(Decimal(amount), currency)


@pytest.mark.parametrize("currency", ["usd", "XXX", "XAU", "ZZZ", "", "US"])
def test_what_is_no_currency_is_refused(currency: str) -> None:
    with pytest.raises(ValueError, match="not a currency code"):
        Money(1, currency)


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "Infinity"])
def test_a_rate_is_a_finite_figure_above_zero(value: str) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Rate("EUR", "USD", date(2026, 1, 1), Decimal(value))


def test_a_rate_serves_from_its_day_until_the_next() -> None:
    first = Rate("EUR", "USD", date(2026, 1, 1), Decimal("1.1"))
    second = Rate("EUR", "USD", date(2026, 2, 1), Decimal("1.2"))
    rates = Rates([second, first])

    assert rates.find("EUR", "USD", valid_at=date(2025, 12, 31)) is None
    assert rates.find("EUR", "USD", valid_at=date(2026, 1, 1)) is first
    assert rates.find("EUR", "USD", valid_at=date(2026, 1, 31)) is first
    assert rates.find("EUR", "USD", valid_at=date(2026, 2, 1)) is second
    assert rates.find("USD", "EUR", valid_at=date(2026, 2, 1)) is None


def test_two_rates_of_one_day_that_differ_are_refused() -> None:
    day = date(2026, 1, 1)
    same = [Rate("EUR", "USD", day, Decimal("1.1"), "a"), Rate("EUR", "USD", day, Decimal("1.10"), "b")]

    Rates(same)
    with pytest.raises(UsageError, match=r"two rates for one day: 1 EUR = 1\.1 USD on 2026-01-01"):
        Rates([*same, Rate("EUR", "USD", day, Decimal("1.2"))])
