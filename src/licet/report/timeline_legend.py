"""What the legend of a drawn timeline explains: the four effects, and of the rest what occurs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.report.act_words import letter_words, scope_words
from licet.report.words import effect_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from licet.report.timeline_layout import Bar

EFFECTS = ("open", "approval_needed", "shut", "unknown")


@dataclass(frozen=True, slots=True)
class Swatch:
    """A sample with its words: an effect, a way of drawing, or the letter of a mark."""

    text: str
    effect: str = "approval_needed"
    look: str = ""
    letter: str = ""


def swatches(bars: Sequence[Bar], letters: Iterable[str]) -> list[Swatch]:
    """Return the samples for what is drawn."""
    occurs = {
        "contested": ("hatched: contested", any(bar.band["contested"] for bar in bars)),
        "scoped": ("dashed foot: for some only", any(scope_words(bar.band["scope_text"]) for bar in bars)),
        "soft": ("fading in: first day not known", any(bar.soft > 0 for bar in bars)),
        "unverified": ("dotted edge: unverified", any(bar.unverified for bar in bars)),
        "ghost": ("empty, dashed edge: learned later", any(not bar.known for bar in bars)),
    }
    found = [Swatch(effect_words(effect), effect) for effect in EFFECTS]
    found += [Swatch(text, look=look) for look, (text, there) in occurs.items() if there]
    return found + [Swatch(letter_words(letter), letter=letter) for letter in sorted(set(letters))]
