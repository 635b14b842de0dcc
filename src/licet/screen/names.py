"""The normal form of a name: two names match exactly if their normal forms are equal.

What is evened out: case, width and compatibility forms (NFKC), accents on Latin letters, invisible characters,
punctuation, `&` and `and`, spaced initials (`L. L. C.`), spaces between Chinese characters, and the legal form at
the end or the start (`Co., Ltd.`, `OOO`, `有限公司`).

What is not: spelling, word order, transliteration, simplified against traditional characters, abbreviations. Those
are for the search by likeness that comes later. A normal form may be empty, as for `---`; it then matches nothing,
and the caller must say that the name was not looked up.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from licet.screen.legal_forms import AT_THE_END, AT_THE_START, UNIFIED, WITHOUT_SPACE

_APOSTROPHES = "'\u2019\u2018\u02bc\u02bb`\u00b4\u2032"
_NO_APOSTROPHES = dict.fromkeys(map(ord, _APOSTROPHES))
_ASCII = {
    code: None if chr(code) in _APOSTROPHES else " and " if chr(code) == "&" else " "
    for code in range(128)
    if not chr(code).isalnum()
}
_LETTERS = str.maketrans(
    {"\u0131": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}  # no accent to take off
)
_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_CHINESE = re.compile(rf"(?<=[{_UNSPACED}]) +(?=[{_UNSPACED}])")
_INITIALS = re.compile(r"\b[a-z](?: [a-z]\b)+")
_INITIALS_AFTER_NAME = re.compile(r"^(.*\S)\s*\(([A-Z][A-Z0-9 -]{1,13})\)$", re.DOTALL)


def spelled(name: str) -> str:
    """Return a name with case, width, accents and punctuation evened out, its legal form kept.

    >>> spelled("Société Générale d'Électronique, S. A. R. L.")
    'societe generale delectronique sarl'
    """
    text = name if name.isascii() else _plain(name)
    words = " ".join(text.casefold().translate(_ASCII).split())
    words = _INITIALS.sub(lambda run: run.group().replace(" ", ""), words)
    if not words.isascii():
        words = _BETWEEN_CHINESE.sub("", words)
    return " ".join(UNIFIED.get(word, word) for word in words.split(" "))


def normal_form(name: str) -> str:
    """Return the form in which names are compared: `spelled`, without legal forms at the end and the start.

    A name that is nothing but a legal form keeps it.

    >>> normal_form("HUAWEI TECHNOLOGIES CO., LTD.") == normal_form("Huawei Technologies Company Limited")
    True
    >>> normal_form("\uff28\uff35\uff21\uff37\uff25\uff29 Technologies"), normal_form("华为 技术\uff08有限公司\uff09")
    ('huawei technologies', '华为技术')
    """
    words = spelled(name).split()
    words = _without_form(words, _forms(AT_THE_END), at_the_end=True)
    words = _without_form(words, _forms(AT_THE_START), at_the_end=False)
    text = " ".join(words)
    return text if text.isascii() else _without_unspaced_form(text)


def other_orders(name: str, *, is_individual: bool) -> tuple[str, ...]:
    """Return the other ways a list's own notation lets a name be read.

    `SURNAME, Given` of an individual is also `Given SURNAME`; `Full Name Corporation (FNC)` is also the name without
    its initials. The initials alone are not a name here.
    """
    found = []
    if is_individual and name.count(",") == 1:
        surname, given = name.split(",")
        found.append(f"{given} {surname}")
    initials = _INITIALS_AFTER_NAME.match(name)
    if initials:
        found.append(initials[1])
    return tuple(found)


def _plain(name: str) -> str:
    """Return a name in compatibility form, with accents off Latin letters and every sign a space."""
    text = name.translate(_NO_APOSTROPHES)  # before NFKC, which makes a space of some
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept: list[str] = []
    base = ""
    for letter in unicodedata.normalize("NFD", text):
        kind = unicodedata.category(letter)
        if kind[0] == "M":
            kept.append("" if base.isascii() else letter)
            continue
        base = letter
        if kind != "Cf":
            kept.append(letter if kind[0] in "LN" or letter == "&" else " ")
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)


@cache
def _forms(text: str) -> tuple[frozenset[tuple[str, ...]], int]:
    """Return the forms as words, and how many words the longest has."""
    written = text.replace("\n", ";").split(";")
    forms = frozenset(tuple(spelled(form).split()) for form in written if form.strip())
    return forms, max(map(len, forms))


def _without_form(words: list[str], known: tuple[frozenset[tuple[str, ...]], int], *, at_the_end: bool) -> list[str]:
    forms, longest = known
    count = min(longest, len(words) - 1)
    while count > 0:
        part = tuple(words[-count:] if at_the_end else words[:count])
        if part in forms:
            words = words[:-count] if at_the_end else words[count:]
            count = min(longest, len(words) - 1)
        else:
            count -= 1
    return words


def _without_unspaced_form(text: str) -> str:
    for form in WITHOUT_SPACE:
        if len(text) > len(form):
            text = text.removesuffix(form).removeprefix(form).strip()
    return text
