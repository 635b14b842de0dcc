"""Licet: may this order of advanced chips ship, under what, and who says so?

>>> import licet
>>> answer = licet.determine(item="H200", destination="CN", ship_from="US", party_hq="CN", valid_at="2026-01-20")
>>> answer.licence_required.word, answer.decision.review_policy
('yes', 'case_by_case')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.version import __version__

if TYPE_CHECKING:
    from licet.ledger import Register
    from licet.screen import screen_names
    from licet.verdict.api import check, determine, load_rules, read, status, timeline

__all__ = [
    "Register",
    "__version__",
    "check",
    "determine",
    "load_rules",
    "read",
    "screen_names",
    "status",
    "timeline",
]


def __getattr__(name: str) -> object:
    """Load the interface when it is first asked for: the command line's help needs none of it."""
    if name == "Register":
        from licet.ledger import Register  # noqa: PLC0415

        return Register
    if name == "screen_names":
        from licet.screen import screen_names  # noqa: PLC0415

        return screen_names
    if name in set(__all__):
        from licet.verdict import api  # noqa: PLC0415

        return getattr(api, name)
    msg = f"module 'licet' has no attribute {name!r}"
    raise AttributeError(msg)
