"""Authorisations on file: their model, their reader, whether they fit, and balances that cannot be overdrawn."""

from licet.register.authorisation import (
    ANYTHING,
    NOTHING,
    Authorisation,
    AuthorisationKind,
    Coverage,
    GrantCondition,
    Limits,
    Scope,
    Unit,
)
from licet.register.balances import Balances, Reservation, Room, Taken
from licet.register.draw import Draw
from licet.register.money import Money, Rate, Rates
from licet.register.read import read_authorisations
from licet.register.scope import Match, matches

__all__ = [
    "ANYTHING",
    "NOTHING",
    "Authorisation",
    "AuthorisationKind",
    "Balances",
    "Coverage",
    "Draw",
    "GrantCondition",
    "Limits",
    "Match",
    "Money",
    "Rate",
    "Rates",
    "Reservation",
    "Room",
    "Scope",
    "Taken",
    "Unit",
    "matches",
    "read_authorisations",
]
