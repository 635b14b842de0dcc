"""The durable register: an append-only journal of grants and draws, and balances that it alone can change."""

from licet.ledger.answer import (
    Balance,
    BalanceLine,
    Entry,
    Fault,
    OnFile,
    Posted,
    Posting,
    Reservation,
    State,
    Verification,
)
from licet.ledger.group import GroupCommit
from licet.ledger.operation import (
    Adjust,
    Amend,
    EntryKind,
    Grant,
    Note,
    Operation,
    Reserve,
    Resume,
    Revoke,
    Ship,
    Statement,
    Suspend,
    Void,
)
from licet.ledger.register import Register

__all__ = [
    "Adjust",
    "Amend",
    "Balance",
    "BalanceLine",
    "Entry",
    "EntryKind",
    "Fault",
    "Grant",
    "GroupCommit",
    "Note",
    "OnFile",
    "Operation",
    "Posted",
    "Posting",
    "Register",
    "Reservation",
    "Reserve",
    "Resume",
    "Revoke",
    "Ship",
    "State",
    "Statement",
    "Suspend",
    "Verification",
    "Void",
]
