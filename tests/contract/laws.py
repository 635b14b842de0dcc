"""The laws that the contract tests run on, how many random cases they draw, and from which seed."""

from __future__ import annotations

import os
import secrets
from functools import cache
from pathlib import Path
from random import Random

from licet.rules import Law, load_law

FIXTURES = Path(__file__).parents[1] / "fixtures"
FUZZING = "LICET_FUZZ_EXAMPLES" in os.environ  # `make fuzz` draws anew each time
LAWS = ("us/ear", "every_form", "small_law")


@cache
def law_named(name: str) -> Law:
    """Return a law of the tests, or the installed one."""
    return load_law() if name == "us/ear" else load_law(FIXTURES / name)


def count(setting: str, usual: int, *, fuzz_factor: float = 1) -> int:
    """Return how many cases to draw: as the environment says, more under `make fuzz`, else the usual number."""
    if setting in os.environ:
        return int(os.environ[setting])
    return int(fuzz_factor * int(os.environ["LICET_FUZZ_EXAMPLES"])) if FUZZING else usual


def seed(part: int) -> int:
    """Return the seed of one part of a run; LICET_RANDOM_SEED repeats one that failed."""
    if "LICET_RANDOM_SEED" in os.environ:
        return int(os.environ["LICET_RANDOM_SEED"])
    return secrets.randbits(32) if FUZZING else part


def chance(seed_used: int) -> Random:
    """Return the source of chance for a seed."""
    return Random(seed_used)  # noqa: S311  cases, not secrets
