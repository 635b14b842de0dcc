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
from licet.register.ceiling import Ceiling, Tolerance, accounts_of
from licet.register.certification import Certification, CertificationRule, moving_figures
from licet.register.costs import cost_of, shown_amount, whole_cost
from licet.register.draw import Draw
from licet.register.item_expression import parse_item_expression
from licet.register.legal_limits import LegalLimits, Retention, load_legal_limits
from licet.register.money import Money, Rate, Rates
from licet.register.read import read_authorisations
from licet.register.scope import Match, matches
from licet.register.terms import authorisation_of, draw_of_terms, draw_terms, terms_of

__all__ = [
    "ANYTHING",
    "NOTHING",
    "Authorisation",
    "AuthorisationKind",
    "Balances",
    "Ceiling",
    "Certification",
    "CertificationRule",
    "Coverage",
    "Draw",
    "GrantCondition",
    "LegalLimits",
    "Limits",
    "Match",
    "Money",
    "Rate",
    "Rates",
    "Reservation",
    "Retention",
    "Room",
    "Scope",
    "Taken",
    "Tolerance",
    "Unit",
    "accounts_of",
    "authorisation_of",
    "cost_of",
    "draw_of_terms",
    "draw_terms",
    "load_legal_limits",
    "matches",
    "moving_figures",
    "parse_item_expression",
    "read_authorisations",
    "shown_amount",
    "terms_of",
    "whole_cost",
]
