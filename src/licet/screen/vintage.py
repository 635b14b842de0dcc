"""Of when a file of lists is: what it says itself, else what the person who imports it says; never the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from licet.screen.json_file import Faults

_SAY = "say the day its publisher generated it: `--vintage YYYY-MM-DD`"


def chosen_vintage(given: date | None, stated: date | None, faults: Faults) -> date | None:
    """Return the vintage; None, with the fault kept, if nobody says it or the two disagree.

    Args:
        given: The day the user names.
        stated: The day the file states.
        faults: Of the file.
    """
    if stated is None and given is None:
        faults.add("missing-vintage", "", "does not say of when it is", _SAY)
    elif stated is not None and given is not None and stated != given:
        mend = f"leave `--vintage` out, or name {stated}"
        faults.add("other-vintage", "", f"says it is of {stated}, not of {given}", mend)
    return stated or given
