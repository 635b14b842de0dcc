"""Documents to claims, claims to events, events to proposed acts, each tied to the exact words.

Nothing read here decides anything: a person accepts a proposal into a folder of acts, or does not.
"""

from licet.evidence.model import (
    About,
    Attribution,
    AttributionKind,
    Block,
    Claim,
    Conflict,
    ConflictKind,
    Derivation,
    Document,
    Event,
    Label,
    Modality,
    Precision,
    Quantity,
    Span,
    When,
    claim_in,
)
from licet.evidence.pile.whole import Pile, pile_of
from licet.evidence.proposals.act_yaml import accepted, act_yaml, decided, rejected
from licet.evidence.proposals.journal import Decided, Decision
from licet.evidence.proposals.proposing import Proposal, Standing, proposals
from licet.evidence.reading import Reading, read

__all__ = [
    "About",
    "Attribution",
    "AttributionKind",
    "Block",
    "Claim",
    "Conflict",
    "ConflictKind",
    "Decided",
    "Decision",
    "Derivation",
    "Document",
    "Event",
    "Label",
    "Modality",
    "Pile",
    "Precision",
    "Proposal",
    "Quantity",
    "Reading",
    "Span",
    "Standing",
    "When",
    "accepted",
    "act_yaml",
    "claim_in",
    "decided",
    "pile_of",
    "proposals",
    "read",
    "rejected",
]
