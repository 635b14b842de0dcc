"""Ceilings, tolerances and certifications: in which accounts a draw counts, and by how much a limit may be passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.register.conftest import AUTHORISATION, DRAW
from tests.unit.register.strategies import DRAWS, FIGURES, ceilings, tolerances

from licet.citation import Citation, Grade
from licet.errors import UsageError
from licet.facts import Role
from licet.register import (
    Ceiling,
    Certification,
    CertificationRule,
    Coverage,
    Draw,
    Limits,
    Money,
    Scope,
    Tolerance,
    Unit,
    accounts_of,
    moving_figures,
)
from licet.register.ceiling import limits_by_ceiling
from licet.truth import Truth

SOURCE = Citation("Example order", "", Grade.PRESS)
PER_BUYER = Ceiling(
    "per_buyer", "us:export", Role.END_USER, calendar_year=False, limits=Limits(pieces=10), source=SOURCE
)


class TestAccounts:
    @pytest.mark.parametrize(
        ("per", "calendar_year", "keys"),
        [
            (Role.END_USER, False, ("buyer-a",)),
            (Role.END_USER, True, ("buyer-a/2026",)),
            (None, True, ("2026",)),
            (Role.PURCHASER, True, None),
        ],
    )
    def test_a_draw_counts_by_party_and_year(
        self, per: Role | None, calendar_year: bool, keys: tuple[str, ...] | None
    ) -> None:
        ceiling = replace(PER_BUYER, per=per, calendar_year=calendar_year)

        assert ceiling.account_keys(DRAW) == keys

    def test_each_party_in_the_role_has_its_own_account_once(self) -> None:
        both = replace(DRAW, parties=((Role.END_USER, "b"), (Role.END_USER, "a"), (Role.END_USER, "b")))

        assert PER_BUYER.account_keys(both) == ("b", "a")
        assert list(accounts_of((PER_BUYER,), both)) == ["ceiling/per_buyer/b", "ceiling/per_buyer/a"]

    @pytest.mark.parametrize(
        ("day", "keys"),
        [
            (date(2026, 5, 31), ()),
            (date(2026, 6, 1), ("buyer-a",)),
            (date(2026, 6, 30), ("buyer-a",)),
            (date(2026, 7, 1), ()),
        ],
    )
    def test_it_counts_draws_of_its_days_alone(self, day: date, keys: tuple[str, ...]) -> None:
        ceiling = replace(PER_BUYER, valid_from=date(2026, 6, 1), valid_to=date(2026, 7, 1))

        assert ceiling.account_keys(replace(DRAW, valid_at=day)) == keys

    def test_it_counts_draws_of_its_key_alone(self) -> None:
        assert PER_BUYER.account_keys(replace(DRAW, key="cn:import")) == ()

    def test_a_party_not_stated_leaves_it_open_and_says_so(self) -> None:
        assert accounts_of((PER_BUYER,), replace(DRAW, parties=())) == (
            "the ceiling per_buyer counts by end_user, and order o-1 states none"
        )

    @given(ceiling=ceilings(), draw=DRAWS)
    def test_a_key_tells_the_year_and_a_party_of_the_draw(self, ceiling: Ceiling, draw: Draw) -> None:
        draw = replace(draw, key=ceiling.key)
        keys = ceiling.account_keys(draw)

        if keys is None:
            assert ceiling.per is not None
            assert not draw.in_role(ceiling.per)
        elif keys and ceiling.calendar_year:
            assert all(key.endswith(f"{draw.valid_at.year}") for key in keys)
        if keys and ceiling.per is not None:
            held = {key.rsplit("/", 1)[0] if ceiling.calendar_year else key for key in keys}
            assert held == set(draw.in_role(ceiling.per))

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"id": "a/b"}, "no id of a ceiling"),
            ({"id": ""}, "no id of a ceiling"),
            ({"per": None}, "neither by party nor by calendar year"),
            ({"valid_from": date(2026, 1, 1), "valid_to": date(2026, 1, 1)}, "on no day"),
        ],
    )
    def test_what_names_no_account_is_refused(self, change: dict[str, object], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            replace(PER_BUYER, **change)  # type: ignore[arg-type]  one of many fields

    def test_of_one_ceiling_in_two_wordings_the_smallest_limits_hold(self) -> None:
        first = replace(PER_BUYER, limits=Limits(pieces=10, value=Money(5, "USD"), tpp_thousandths=1))
        second = replace(PER_BUYER, limits=Limits(pieces=9, value=Money(7, "USD"), tpp_thousandths=1))
        grants = [replace(AUTHORISATION, number=str(turn), ceilings=(one,)) for turn, one in enumerate((first, second))]

        assert limits_by_ceiling(grants) == {"per_buyer": Limits(pieces=9, value=Money(5, "USD"), tpp_thousandths=1)}

    @pytest.mark.parametrize(
        "change",
        [
            {"per": Role.PURCHASER},
            {"calendar_year": True},
            {"key": "cn:import"},
            {"limits": Limits(tpp_thousandths=1)},
            {"limits": Limits(pieces=10, value=Money(1, "USD"))},
        ],
    )
    def test_one_id_counts_in_one_way(self, change: dict[str, object]) -> None:
        other = replace(PER_BUYER, **change)  # type: ignore[arg-type]  one of many fields
        grants = [
            replace(AUTHORISATION, number=str(turn), ceilings=(one,)) for turn, one in enumerate((PER_BUYER, other))
        ]

        with pytest.raises(UsageError, match=r"the ceiling per_buyer of 1 counts elsewhere in another way"):
            limits_by_ceiling(grants)


class TestTolerance:
    @given(tolerance=tolerances(), limit=st.integers(0, 2**63 - 1))
    def test_it_is_rounded_down(self, tolerance: Tolerance, limit: int) -> None:
        exact = Fraction(limit * tolerance.per_mille, 1000)

        assert 0 <= exact - tolerance.amount(limit) < 1

    def test_the_widest_in_force_on_the_day_counts_in_its_unit_alone(self) -> None:
        day = date(2026, 6, 1)
        narrow = Tolerance("narrow", Unit.PIECES, 100, None, None, SOURCE)
        wide = Tolerance("wide", Unit.PIECES, 250, None, day, SOURCE)
        grant = replace(AUTHORISATION, tolerances=(narrow, wide))

        assert grant.tolerance(Unit.PIECES, valid_at=date(2026, 5, 31)) == 25
        assert grant.tolerance(Unit.PIECES, valid_at=day) == 10
        assert grant.tolerance(Unit.VALUE, valid_at=day) == 0
        assert AUTHORISATION.tolerance(Unit.PIECES, valid_at=day) == 0

    def test_a_negative_one_is_refused(self) -> None:
        with pytest.raises(ValueError, match="negative"):
            Tolerance("t", Unit.PIECES, -1, None, None, SOURCE)


class TestCertification:
    MADE = Certification(
        "half", date(2026, 1, 20), Truth.TRUE, (("us", Decimal(1000)), ("china", Decimal("400.5"))), "doc", ""
    )
    BY_TPP = CertificationRule("half", "rule", "china", Unit.TPP, SOURCE)

    def test_figures_stand_by_name(self) -> None:
        assert [name for name, _ in self.MADE.figures] == ["china", "us"]
        assert (self.MADE.figure("us"), self.MADE.figure("eu")) == (Decimal(1000), None)

    @pytest.mark.parametrize(
        "figures",
        [(("a", Decimal(1)), ("a", Decimal(2))), (("a", Decimal(-1)),), (("a", Decimal("NaN")),)],
    )
    def test_bad_figures_are_refused(self, figures: tuple[tuple[str, Decimal], ...]) -> None:
        with pytest.raises(ValueError, match=r"each stand once, finite, and zero or more"):
            replace(self.MADE, figures=figures)

    def test_shipments_add_to_one_figure_and_the_certification_stays(self) -> None:
        before = self.MADE.figures

        assert moving_figures(self.MADE, self.BY_TPP, 1) == {"china": Decimal("400.501"), "us": Decimal(1000)}
        assert moving_figures(self.MADE, replace(self.BY_TPP, unit=Unit.PIECES), 1)["china"] == Decimal("401.5")
        assert self.MADE.figures == before

    def test_a_figure_known_anew_takes_the_place_of_the_old_one_and_grows_no_more(self) -> None:
        stated = {"china": Decimal(7), "us": Decimal(9)}

        assert moving_figures(self.MADE, self.BY_TPP, 10**9, stated) == stated

    def test_a_figure_never_certified_is_not_made_up(self) -> None:
        bare = replace(self.MADE, figures=())

        assert moving_figures(bare, self.BY_TPP, 5) == {}

    @given(figure=FIGURES, shipped=st.integers(0, 2**63 - 1))
    def test_what_moves_is_exact(self, figure: Decimal, shipped: int) -> None:
        made = replace(self.MADE, figures=(("china", figure),))

        now = moving_figures(made, self.BY_TPP, shipped)["china"]

        assert Fraction(now) == Fraction(figure) + Fraction(shipped, 1000)


class TestScopeAndNumber:
    def test_parties_stand_in_the_order_of_their_roles_and_each_once(self) -> None:
        one = (Role.END_USER, Coverage(frozenset({"a"})))
        other = (Role.PURCHASER, Coverage(frozenset({"b"})))

        assert Scope(parties=(one, other)) == Scope(parties=(other, one))
        with pytest.raises(ValueError, match="each role stands once"):
            Scope(parties=(one, one))

    def test_an_item_expression_says_something_and_does_not_stand_beside_any(self) -> None:
        with pytest.raises(ValueError, match="item expression"):
            Scope(item_expression=" ")
        with pytest.raises(ValueError, match="item expression"):
            Scope(items=Coverage(is_any=True), item_expression="tpp < 1")

    @pytest.mark.parametrize("number", ["ceiling/a/b", "order/1"])
    def test_a_number_that_names_another_account_is_refused(self, number: str) -> None:
        with pytest.raises(ValueError, match="starts as another account does"):
            replace(AUTHORISATION, number=number)
