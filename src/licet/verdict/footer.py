"""What every answer ends with (design, section 9)."""

from __future__ import annotations

HEADROOM_CAUTION = "Headroom under a published line is no assurance: H20 was below every line when it was stopped."


def standard_footer(checked_through: str) -> str:
    """Return the closing words; the day is the last one the law was checked for."""
    return (
        "Not legal advice. Licet does not classify, license or file. "
        f"Law encoded through {checked_through}. "
        "Letters to single firms and foreign guidance are unpublished and may bind although they are absent here. "
        f"{HEADROOM_CAUTION}"
    )
