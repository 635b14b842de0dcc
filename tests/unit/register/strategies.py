"""Hypothesis strategies: any authorisation, ceiling, tolerance, certification and draw that the model allows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from licet.citation import Citation, Grade
from licet.facts import Role
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.register import (
    ANYTHING,
    NOTHING,
    Authorisation,
    AuthorisationKind,
    Ceiling,
    Certification,
    Coverage,
    Draw,
    GrantCondition,
    Limits,
    Money,
    Scope,
    Tolerance,
    Unit,
)
from licet.truth import Truth

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
SPOKEN = st.sampled_from(["a", "an item", "any", "Ätna GmbH", "客户", "NO", "3E001", "x: y"])
TEXTS = SPOKEN | st.text(min_size=1, max_size=8).filter(lambda text: not text.startswith(("ceiling/", "order/")))
IDS = st.from_regex(r"[a-z0-9][a-z0-9_.-]{0,8}", fullmatch=True)
AMOUNTS = st.integers(0, 2**63 - 1)
FIGURES = st.decimals(0, 10**30, allow_nan=False, allow_infinity=False, places=3)
PERIODS = st.tuples(st.none() | DAYS, st.none() | DAYS).filter(lambda period: None in period or period[0] < period[1])
CURRENCIES = st.sampled_from(["USD", "JPY", "KWD", "CLF"])

CITATIONS = st.builds(
    Citation, TEXTS, st.just("") | TEXTS, st.sampled_from(Grade), st.none() | DAYS, st.lists(TEXTS).map(tuple)
)
COVERAGES = st.just(ANYTHING) | st.just(NOTHING) | st.builds(Coverage, st.frozensets(TEXTS, min_size=1))
LIMITS = st.builds(
    Limits,
    pieces=st.none() | AMOUNTS,
    value=st.none() | st.builds(Money, AMOUNTS, CURRENCIES),
    tpp_thousandths=AMOUNTS,
) | st.builds(Limits, pieces=AMOUNTS)
PARTIES = st.dictionaries(st.sampled_from(Role), COVERAGES).map(lambda held: tuple(held.items()))
CONDITIONS = st.builds(GrantCondition, TEXTS, TEXTS, TEXTS, st.frozensets(TEXTS), st.frozensets(TEXTS))


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """Any scope, with an item expression or without."""
    keys = ("movements", "ship_from", "destinations", "places_of_use", "end_uses")
    items = draw(COVERAGES)
    expression = None if items.is_any else draw(st.none() | st.sampled_from(["tpp <= 21000", "eccn = '3A090.a'"]))
    return Scope(
        items=items, item_expression=expression, parties=draw(PARTIES), **{key: draw(COVERAGES) for key in keys}
    )


@st.composite
def ceilings(draw: st.DrawFn) -> Ceiling:
    """Any ceiling."""
    per = draw(st.none() | st.sampled_from(Role))
    start, end = draw(PERIODS)
    return Ceiling(
        id=draw(IDS),
        key=draw(st.sampled_from(["us:export", "cn:import"])),
        per=per,
        calendar_year=per is None or draw(st.booleans()),
        limits=draw(LIMITS),
        source=draw(CITATIONS),
        exception=draw(st.none() | st.just("LPP")),
        valid_from=start,
        valid_to=end,
    )


@st.composite
def tolerances(draw: st.DrawFn) -> Tolerance:
    """Any tolerance."""
    start, end = draw(PERIODS)
    per_mille = draw(st.integers(0, 1000))
    return Tolerance(draw(IDS), draw(st.sampled_from(Unit)), per_mille, start, end, draw(CITATIONS))


CERTIFICATIONS = st.builds(
    Certification,
    id=IDS,
    on=DAYS,
    met=st.sampled_from(Truth),
    figures=st.dictionaries(TEXTS, FIGURES, max_size=3).map(lambda figures: tuple(figures.items())),
    document=st.just("") | TEXTS,
    rule=st.just("") | TEXTS,
)


@st.composite
def authorisations(draw: st.DrawFn) -> Authorisation:
    """Any authorisation."""
    start = draw(DAYS)
    few = {"max_size": 2, "unique_by": lambda one: one.id}
    return Authorisation(
        number=draw(TEXTS),
        key=draw(st.sampled_from(["us:export", "cn:import"])),
        kind=draw(st.sampled_from(AuthorisationKind)),
        authority=draw(TEXTS),
        holder=draw(TEXTS),
        valid_from=start,
        valid_to=draw(st.none() | DAYS.filter(lambda day: day > start)),
        scope=draw(scopes()),
        limits=draw(LIMITS),
        source=draw(CITATIONS),
        parent=draw(st.none() | TEXTS),
        conditions=tuple(draw(st.lists(CONDITIONS, max_size=2))),
        exception=draw(st.none() | st.just("LPP")),
        ceilings=tuple(draw(st.lists(ceilings(), **few))),
        tolerances=tuple(draw(st.lists(tolerances(), **few))),
        certifications=tuple(draw(st.lists(CERTIFICATIONS, **few))),
    )


INTERVALS = st.just(UNKNOWN_QUANTITY) | st.builds(Interval, FIGURES, st.none()) | FIGURES.map(Interval.exactly)
DRAWS = st.builds(
    Draw,
    order_id=TEXTS,
    key=TEXTS,
    item_id=TEXTS,
    quantity=st.integers(0, 10**9),
    valid_at=DAYS,
    contents=st.lists(st.tuples(TEXTS, st.integers(1, 9)), max_size=2).map(tuple),
    unit_value=st.none() | FIGURES | st.just(Decimal("1E+3")),
    currency=st.none() | CURRENCIES,
    tpp_per_unit=INTERVALS,
    movement=st.none() | TEXTS,
    ship_from=st.none() | TEXTS,
    destination=st.none() | TEXTS,
    place_of_use=st.none() | TEXTS,
    end_use=st.none() | TEXTS,
    exporter=st.none() | TEXTS,
    parties=st.lists(st.tuples(st.sampled_from(Role), TEXTS), max_size=3).map(tuple),
    parties_complete=st.sampled_from(Truth),
    met=st.lists(st.tuples(TEXTS, st.sampled_from(Truth)), max_size=2).map(tuple),
)
