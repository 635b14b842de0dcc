from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from licet.errors import UsageError
from licet.facts import Role
from licet.register import ANYTHING, NOTHING, Coverage, Limits, Money, Unit
from licet.register.authorisation import MAX_LAYERS, layers_of

if TYPE_CHECKING:
    from tests.unit.register.conftest import MakeAuthorisation


def test_a_blank_covers_nothing_and_any_covers_all() -> None:
    assert not NOTHING.covers("CN")
    assert NOTHING.is_blank
    assert ANYTHING.covers("CN")
    assert Coverage(frozenset({"CN"})).covers("CN")
    assert not Coverage(frozenset({"CN"})).covers("HK")


def test_a_list_beside_any_is_refused() -> None:
    with pytest.raises(ValueError, match="not both"):
        Coverage(frozenset({"CN"}), is_any=True)


def test_any_names_nobody(make_authorisation: MakeAuthorisation) -> None:
    scope = make_authorisation().scope

    assert scope.names_party(Role.END_USER, "buyer-a")
    assert not scope.names_party(Role.PURCHASER, "buyer-a")
    assert not scope.names_party(Role.INTERMEDIATE_CONSIGNEE, "buyer-a")


def test_limits_are_whole_and_at_least_one() -> None:
    limits = Limits(pieces=3, value=Money(10, "USD"), tpp_thousandths=1500)

    assert [limits.amount(unit) for unit in Unit] == [3, 10, 1500]
    assert Limits(pieces=0).amount(Unit.PIECES) == 0
    with pytest.raises(ValueError, match="at least one limit"):
        Limits()
    with pytest.raises(ValueError, match="none is negative"):
        Limits(pieces=-1)


def test_an_authorisation_valid_on_no_day_is_refused(make_authorisation: MakeAuthorisation) -> None:
    with pytest.raises(ValueError, match="valid on no day"):
        make_authorisation(valid_to=date(2026, 5, 14))
    with pytest.raises(ValueError, match="before it starts"):
        make_authorisation(valid_to=date(2026, 5, 13))


def test_layers_go_from_the_grant_upwards(make_authorisation: MakeAuthorisation) -> None:
    grants = {
        "agency": make_authorisation(number="agency"),
        "exporter": make_authorisation(number="exporter", parent="agency"),
        "distributor": make_authorisation(number="distributor", parent="exporter"),
    }

    assert [layer.number for layer in layers_of("distributor", grants)] == ["distributor", "exporter", "agency"]
    assert [layer.number for layer in layers_of("agency", grants)] == ["agency"]


def test_broken_layers_are_refused(make_authorisation: MakeAuthorisation) -> None:
    circle = {"a": make_authorisation(number="a", parent="b"), "b": make_authorisation(number="b", parent="a")}
    chain = {
        str(depth): make_authorisation(number=str(depth), parent=str(depth + 1) if depth < MAX_LAYERS else None)
        for depth in range(MAX_LAYERS + 1)
    }

    with pytest.raises(UsageError, match="a is a part of itself"):
        layers_of("a", circle)
    with pytest.raises(UsageError, match="b is not on file"):
        layers_of("a", {"a": circle["a"]})
    with pytest.raises(UsageError, match="more than 32 layers up"):
        layers_of("0", chain)
    assert len(layers_of("1", chain)) == MAX_LAYERS
