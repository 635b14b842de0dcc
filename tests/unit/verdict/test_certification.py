"""The certification of a licence, its figures as they move, and the rule that asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from licet.errors import UsageError
from licet.register import Certification, CertificationRule, load_legal_limits
from licet.rules import Law, load_law
from licet.truth import Truth
from licet.verdict.certification import forecast

JUNE = date(2026, 6, 1)
MADE = Certification(
    "dd_iii",
    date(2026, 1, 20),
    Truth.TRUE,
    (("china_shipped_tpp", Decimal(400)), ("us_shipped_tpp", Decimal(1000))),
    "application",
    "us.ear.742.6.b.10.iii.A.1",
)


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="module")
def moved_by() -> CertificationRule:
    found = load_legal_limits().certification("dd_iii")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("shipped", "truth", "margin"),
    [
        (0, Truth.TRUE, "100"),
        (99_999, Truth.TRUE, "0.001"),
        (100_000, Truth.TRUE, "0"),
        (100_001, Truth.FALSE, "-0.001"),
    ],
)
def test_shipments_use_the_margin_up_to_the_last_thousandth(
    law: Law, moved_by: CertificationRule, shipped: int, truth: Truth, margin: str
) -> None:
    found = forecast(law, MADE, moved_by, shipped, valid_at=JUNE)

    assert (found.truth, found.margin, found.missing) == (truth, Decimal(margin), ())
    assert (found.rule, found.at) == ("us.ear.742.6.b.10.iii.A.1", "748 Supp. 2 (dd)(1)(iii)")
    assert found.certification is MADE


def test_figures_known_anew_count(law: Law, moved_by: CertificationRule) -> None:
    found = forecast(law, MADE, moved_by, 100_001, valid_at=JUNE, stated={"us_shipped_tpp": Decimal(2000)})

    assert (found.truth, found.margin) == (Truth.TRUE, Decimal("499.999"))
    assert dict(found.figures) == {"china_shipped_tpp": Decimal("500.001"), "us_shipped_tpp": Decimal(2000)}


def test_a_figure_nobody_stated_leaves_it_unknown(law: Law, moved_by: CertificationRule) -> None:
    found = forecast(law, replace(MADE, figures=MADE.figures[:1]), moved_by, 1, valid_at=JUNE)

    assert (found.truth, found.margin, found.missing) == (Truth.UNKNOWN, None, ("us_shipped_tpp",))


def test_it_asks_the_law_of_the_day(law: Law, moved_by: CertificationRule) -> None:
    with pytest.raises(UsageError, match=r"no rule in force on 2026-01-14 has the condition dd_iii"):
        forecast(law, MADE, moved_by, 1, valid_at=date(2026, 1, 14))


def test_another_rule_is_not_asked(law: Law, moved_by: CertificationRule) -> None:
    with pytest.raises(UsageError, match=r"has the condition dd_iii in us\.other"):
        forecast(law, replace(MADE, rule="us.other"), moved_by, 1, valid_at=JUNE)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"colour": Decimal(1)}, "'colour' is no figure of an order"),
        ({"tpp": Decimal(1)}, "'tpp' is no figure of an order"),
        ({"us_shipped_tpp": Decimal(-1)}, "zero or more"),
        ({"us_shipped_tpp": Decimal("NaN")}, "zero or more"),
    ],
)
def test_bad_figures_are_refused(
    law: Law, moved_by: CertificationRule, stated: dict[str, Decimal], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        forecast(law, MADE, moved_by, 1, valid_at=JUNE, stated=stated)


def test_a_condition_that_compares_nothing_has_no_margin(law: Law, moved_by: CertificationRule) -> None:
    made = replace(MADE, id="dd_viii", figures=())

    found = forecast(law, made, moved_by, 0, valid_at=JUNE)

    assert (found.truth, found.margin, found.missing) == (Truth.UNKNOWN, None, ("physical_security_described",))
