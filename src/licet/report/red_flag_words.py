"""The red flags of a line in words: how many are not answered, and each with its question and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.layout import clean
from licet.report.words import cited, grade_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Flag = Mapping[str, Any]

_STATES = {"open": "not answered", "clear": "answered no", "up": "up", "resolved": "resolved"}


def red_flag_rows(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield label and text for a board: the count, what is resolved, and answers that do not count."""
    flags: Sequence[Flag] = line.get("red_flags", ())
    if not flags:
        return
    counts = [f"{sum(flag['state'] == 'open' for flag in flags)} of {len(flags)} red flags not answered"]
    counts += [
        f"{number} {state}" for state in ("up", "resolved") if (number := sum(each["state"] == state for each in flags))
    ]
    yield "flags", ", ".join(counts)
    for flag in flags:
        if flag["state"] == "resolved":
            yield "flags", f"{clean(flag['id'])}: resolved{_signed(flag)}"
        if flag.get("note"):
            yield "flags", f"{clean(flag['id'])}: {clean(flag['note'])}"


def red_flag_texts(flags: Sequence[Flag]) -> list[str]:
    """Return each flag: its state, its question, who answered, and its citation."""
    return [_text(flag) for flag in flags]


def _text(flag: Flag) -> str:
    text = f"{_STATES[flag['state']]}, {clean(flag['id'])}: {clean(flag['question'])}"
    if flag["state"] != "open":
        text += f" Answered{_signed(flag)}"
    text += f" ({clean(flag['note'])})" if flag.get("note") else ""
    return cited(text, ", ".join(part for part in (flag["citation"], grade_words(flag["grade"])) if part))


def _signed(flag: Flag) -> str:
    document = f" ({clean(flag['document'])})" if flag["document"] else ""
    return f" by {clean(flag['by'])} on {flag['on']}{document}"
