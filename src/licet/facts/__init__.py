"""Facts: their schema, their values with provenance, parties and movements."""

from licet.facts.movement import Movement, possible_movements
from licet.facts.party import Party, Role
from licet.facts.provenance import FactValue, Provenance, Stated
from licet.facts.schema import FactDefinition, FactSchema, FactType, Remedy, SubjectKind, load_fact_schema

__all__ = [
    "FactDefinition",
    "FactSchema",
    "FactType",
    "FactValue",
    "Movement",
    "Party",
    "Provenance",
    "Remedy",
    "Role",
    "Stated",
    "SubjectKind",
    "load_fact_schema",
    "possible_movements",
]
