"""Dated acts of the authorities, with their sources, to the state of each key on a day."""

from licet.acts.act import Act, Actor, ActScope, Effect, Requirement, SourceGrade, State, Story
from licet.acts.consistency import unknown_items
from licet.acts.read import load_acts
from licet.acts.scope import Asked, Bearing, bearing, of_item
from licet.acts.standing import Ended, KeyStanding, Stands, begun, standing
from licet.acts.timeline import Band, Stretch, Window, bands, headline, marks, span

__all__ = [
    "Act",
    "ActScope",
    "Actor",
    "Asked",
    "Band",
    "Bearing",
    "Effect",
    "Ended",
    "KeyStanding",
    "Requirement",
    "SourceGrade",
    "Stands",
    "State",
    "Story",
    "Stretch",
    "Window",
    "bands",
    "bearing",
    "begun",
    "headline",
    "load_acts",
    "marks",
    "of_item",
    "span",
    "standing",
    "unknown_items",
]
