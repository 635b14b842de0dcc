"""Builders of authorisations, draws and files: a good one, of which a test changes what it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from licet.citation import Citation, Grade
from licet.facts import Role
from licet.quantity import Interval
from licet.register import ANYTHING, Authorisation, AuthorisationKind, Coverage, Draw, Limits, Scope
from licet.truth import Truth

if TYPE_CHECKING:
    from pathlib import Path

MakeAuthorisation = Callable[..., Authorisation]
MakeDraw = Callable[..., Draw]
WriteFile = Callable[[str], "Path"]

SCOPE = Scope(
    items=Coverage(frozenset({"chip-a"})),
    movements=Coverage(frozenset({"export"})),
    ship_from=Coverage(frozenset({"US"})),
    destinations=Coverage(frozenset({"CN"})),
    places_of_use=Coverage(frozenset({"CN"})),
    end_uses=ANYTHING,
    parties=(
        (Role.PURCHASER, ANYTHING),
        (Role.ULTIMATE_CONSIGNEE, Coverage(frozenset({"buyer-a"}))),
        (Role.END_USER, Coverage(frozenset({"buyer-a"}))),
    ),
)
AUTHORISATION = Authorisation(
    number="L-1",
    key="us:export",
    kind=AuthorisationKind.LICENCE,
    authority="Example Authority",
    holder="Maker",
    valid_from=date(2026, 5, 14),
    valid_to=date(2030, 5, 14),
    scope=SCOPE,
    limits=Limits(pieces=100),
    source=Citation("Example notice", "p. 1", Grade.PRESS),
)
DRAW = Draw(
    order_id="o-1",
    key="us:export",
    item_id="chip-a",
    quantity=40,
    valid_at=date(2026, 6, 1),
    unit_value=Decimal("25000.50"),
    currency="USD",
    tpp_per_unit=Interval.exactly(15832),
    movement="export",
    ship_from="US",
    destination="CN",
    place_of_use="CN",
    end_use="training",
    exporter="maker",
    parties=((Role.ULTIMATE_CONSIGNEE, "buyer-a"), (Role.END_USER, "buyer-a")),
    parties_complete=Truth.TRUE,
)


@pytest.fixture(scope="session")
def make_authorisation() -> MakeAuthorisation:
    """Return a builder of authorisations; `scope_` changes single keys of the scope."""

    def make(*, scope_: dict[str, Any] | None = None, **changes: Any) -> Authorisation:  # noqa: ANN401  any field
        return replace(AUTHORISATION, **{"scope": replace(SCOPE, **(scope_ or {})), **changes})

    return make


@pytest.fixture(scope="session")
def make_draw() -> MakeDraw:
    """Return a builder of draws."""

    def make(**changes: Any) -> Draw:  # noqa: ANN401  any field
        return replace(DRAW, **changes)

    return make


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Return a writer of `authorisations.yaml`."""

    def write(text: str) -> Path:
        path = tmp_path / "authorisations.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
