"""One entry that holds several names: `X a.k.a. Y`, `X (formerly known as Y)`, `X; fka Y`.

A mark without full stops (aka, fka, nka, formerly) counts only after a bracket, dash, comma or semicolon, or before a
colon: Aka is also a name. `trading as` counts in small letters: `Trading AS` is a Norwegian legal form.
"""

from __future__ import annotations

import re

MAX_NAMES = 12
_MARK = re.compile(
    r"""\b(?: [afn]\.\s?k\.\s?a\b\.? | [afn]/k/a\b | d\.?/b\.?/a\b\.?
        | (?:also|formerly|previously|now|better|otherwise)\s+known\s+as\b | doing\s+business\s+as\b
        | (?-i:trading\s+as\s+(?=\w))
        | [afn]ka\s*(?=:) | (?<=[-(,;\[])(?:[afn]ka|formerly)\b | (?<=[-(,;\[]\s)(?:[afn]ka|formerly)\b
        ) [:,-]?""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGN = re.compile(r"k\.|[afn]ka|/|known| as |formerly", re.IGNORECASE)  # a quick look; each mark has one
_CUT = "\0"
_INSIDE = re.compile(rf"[(\[]\s*{_CUT}([^()\[\]]*)[)\]]")
_BESIDE = " \t\n,;:-()[]"


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that an entry holds, none where it is one name; at most twelve.

    >>> names_in("Grey Heron Ltd (a.k.a. Heron Grey) Dubai"), names_in("Jean Aka"), names_in("A Co., formerly B Co.")
    (('Grey Heron Ltd Dubai', 'Heron Grey'), (), ('A Co.', 'B Co.'))
    """
    if _SIGN.search(text) is None:
        return ()
    cut = _MARK.sub(_CUT, text.replace(_CUT, " "))
    if _CUT not in cut:
        return ()
    whole = _CUT.join((_INSIDE.sub(" ", cut), *_INSIDE.findall(cut)))
    parts = (" ".join(each.strip(_BESIDE).split()) for each in whole.split(_CUT))
    found = tuple(dict.fromkeys(part for part in parts if sum(map(str.isalnum, part)) > 1))
    return found[:MAX_NAMES]
