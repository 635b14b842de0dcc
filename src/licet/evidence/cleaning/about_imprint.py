"""Names of publishers by the forms in which papers state them: fields, sign-offs, mastheads, bylines, registrants.

What a name ends with tells what it is of: an outlet, an office, a firm (`outlet`, `office`, `firm` of
`boilerplate.csv`). A name that no such word ends counts only if it stands elsewhere in the document as well.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from licet.evidence.cleaning.about_dates import printed_dates
from licet.evidence.cleaning.blocks_body import site_name
from licet.evidence.cleaning.boilerplate import plain_of, squeezed, words_of
from licet.evidence.model import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.evidence.cleaning.boilerplate import Phrases
    from licet.evidence.model import Block

_FIELD_END = re.compile(
    r"\s[|·•\u2013\u2014-]\s|[;|<\uff0c\u3002\u3000(]|,\s(?!(?:inc|ltd|llc|co|n\.v|s\.a|l\.p)\b)|\s{2,}|\s(?=\d)"
    r"|(?<![A-Z])(?<!inc)(?<!ltd)(?<!corp)(?<!co)\.(?:\s|$)|\sby\s|\s(?=\u7f51\u7ad9|\u5730\u5740)",
    re.IGNORECASE,
)
_DATELINE_NAME = re.compile(r"[^\n(]{0,60}\((?P<name>[^()\n\d]{4,50})\)\s{0,2}(?:--|[-\u2013\u2014])")
_SOURCE = re.compile(r"SOURCE:?\s{1,3}(?P<name>[A-Z][^\n]{2,80})")
_ANNOUNCED = re.compile(r"\b(?:today |has |have )?(?:announced|announces|informs|reported today)\b")
_OWNED = re.compile(r"(?P<name>[A-Z][^\n.;:]{2,60}?) is (?:owned|operated|published|run|produced) by\b")
_BY = re.compile(r"[\s*_(]{0,3}by\s", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_NAME = re.compile(r"[\u3400-\u9fff\u00b7]{3,30}")
_PLAIN_WORD = re.compile(r"[^\W\d_][\w.&'\u2019+-]*")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in", "&", "de", "to"})
_OWN = (Label.TITLE, Label.SUMMARY, Label.BODY)
_NONE = (Label.BYLINE, Label.DATELINE, Label.RELATED, Label.REFERENCES)
_HEAD, _FOOT = 14, 14  # lines
_MASTHEAD = 3  # lines
_MOST_WORDS = 12
_NAME_WORDS = 7
_LINE = 160
_OPENING = 500


class Imprint:
    """The lines of a document that can state who publishes it, made ready once.

    `lines` are the short lines in order, with the label of their block; `around` is what stands outside the article's
    own words, without spaces.
    """

    def __init__(self, text: str, blocks: Sequence[Block], cues: Phrases) -> None:
        """Take the short lines of the blocks."""
        self.text, self.blocks, self.cues = text, blocks, cues
        self.lines = [
            (line.strip(" \t*_#>"), block.label)
            for block in blocks
            for line in block.span.of(text)[: 4 * _LINE * _HEAD].splitlines()
            if line.strip(" \t*_#>-")
        ]
        body = next((place for place, (_, label) in enumerate(self.lines) if label is Label.BODY), len(self.lines))
        self.opening = next((one.span.of(text)[:_OPENING] for one in blocks if one.label is Label.BODY), "")
        self.head = self.lines[: max(_HEAD, min(body, 3 * _HEAD))]
        self.foot = self.lines[-_FOOT:]

    def in_fields(self) -> Iterator[str]:
        """Yield what fields say: "AGENCY: Office A, Department B", "From: Outlet A <a@outlet.example>"."""
        for line, _ in (*self.head, *self.foot):
            if len(line) > _LINE or not (plain := plain_of(line)).startswith(self.cues.named_after):
                continue
            phrase = next((one for one in self.cues.named_after if plain.startswith(one)), "")
            is_field = phrase[-1] in ":\uff1a"
            rest = line[len(phrase) :].strip(" \"'")
            name = _FIELD_END.split(rest, maxsplit=1)[0].strip(" \"'*_")
            if name and (self.kind_of(name) or (is_field and self._stands(name, 2))):
                yield name

    def _stands(self, name: str, times: int) -> bool:
        return (_HAN.search(name) and len(name) > 3) or self.recurs(name, times)  # noqa: PLR2004

    def in_sign_off(self) -> Iterator[str]:
        """Yield the name that signs: after "SOURCE", or above the last date, that of an office or firm."""
        for line, _ in reversed(self.foot):
            source = _SOURCE.fullmatch(line)
            if source is not None and squeezed(source["name"])[:12] in squeezed(self.opening):
                yield source["name"].strip()
        for place in range(len(self.lines) - 1, max(0, len(self.lines) - _FOOT), -1):
            line, (above, label) = self.lines[place][0], self.lines[place - 1]
            first = next(printed_dates(line[:_LINE]), None)
            if first is None or len(line) > 2 * (first.span.end - first.span.start) + 12:
                continue
            is_han = _HAN_NAME.fullmatch(above.replace(" ", "")) is not None
            is_signed = label is not Label.TITLE and self._is_name(above.rstrip(" ,"))
            if (is_signed and self.kind_of(above) in {"office", "firm"}) or (is_han and above[-1] in self.cues.offices):
                yield above.rstrip(" ,")

    def in_masthead(self) -> Iterator[str]:
        """Yield the name at the top that ends as names of outlets do, or stands again around the text."""
        for place, (line, label) in enumerate(self.lines[:_MASTHEAD]):
            name = site_name(line)
            is_part = len(name) < len(line)
            if not self._is_name(name) or (label in _OWN and not is_part) or label in _NONE or not name[0].isalpha():
                continue
            if self.cues.of_line(plain_of(name)) is not None or any(printed_dates(name)):
                continue
            kind = self.kind_of(name) if label not in _OWN else ""
            if kind == "outlet" or (kind and place == 0) or self.recurs(name, 1 + (label not in _OWN)):
                yield _in_title_case(name, self.text)

    def in_statements(self) -> Iterator[str]:
        """Yield the name of which a line outside the article says who owns or runs it."""
        for line, label in self.foot:
            match = _OWNED.match(line) if label not in _OWN else None
            if match is not None and self._is_name(match["name"]):
                yield match["name"]

    def in_bylines(self) -> Iterator[str]:
        """Yield the outlet after the name of a writer: "By Jane Doe, Outlet Weekly"."""
        for line, label in self.head:
            if label is Label.BYLINE or _BY.match(line):
                for part in re.split(r",\s|\s[|\u2013\u2014-]\s", line[:_LINE])[1:]:
                    if self._is_name(part) and self.kind_of(part) == "outlet" and not self._is_post(part):
                        yield part.strip(" *_.)")

    def of_registrant(self) -> Iterator[str]:
        """Yield the firm whose name stands on a line of its own above the text or below, and opens the text."""
        opening = squeezed(self.opening)
        for line, label in (*self.head, *self.foot):
            name = line.strip()
            if label in (Label.RELATED, Label.NAVIGATION) or self.kind_of(name) != "firm" or not self._is_name(name):
                continue
            if squeezed(name)[:40] in opening:
                yield _in_title_case(name, self.opening)
        about = [line[6:].strip() for line, _ in self.foot if line.lower().startswith("about ") and len(line) < _LINE]
        for name in about:
            if self._is_name(name) and squeezed(name) in opening and _ANNOUNCED.search(self.opening):
                yield name

    def in_dateline(self) -> Iterator[str]:
        """Yield the name in brackets that the text opens with, if it stands elsewhere outside the text too."""
        match = _DATELINE_NAME.match(self.opening)
        if match is not None and self.recurs(match["name"]):
            yield match["name"]

    def of_host(self, address: str) -> Iterator[str]:
        """Yield the name that a host runs together: "outlet-a.example" is of Outlet A; else the host."""
        host = address.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
        host = host.removeprefix("www.")
        own = {squeezed(part) for part in host.split(".")[:-1]}
        for line, _ in (*self.head, *self.foot):
            name = site_name(line)
            if squeezed(plain_of(name).removeprefix("the ")) in own or squeezed(name) in own:
                yield name
        if "." in host:
            yield host

    def kind_of(self, name: str) -> str:
        """Return what a name is of by the words it is made of: outlet, office or firm; empty if they do not tell."""
        words = words_of(plain_of(name).replace(".", ""))
        if not words or len(words) > _MOST_WORDS:
            return ""
        if words[-1] in self.cues.firms and len(words) > 1:
            return "firm"
        if not self.cues.offices.isdisjoint(words) and (len(words) > 1 or _HAN.search(name)):
            return "office"
        return "outlet" if words[-1] in self.cues.outlets and len(words) > 1 else ""

    def recurs(self, name: str, times: int = 1) -> bool:
        """Tell whether so many lines outside the article's words hold a name, also as part of an address."""
        short = squeezed(plain_of(name).removeprefix("the "))
        if len(short) < 5:  # noqa: PLR2004  too short to tell
            return False
        return sum(short in line for line in self._around) >= times

    @cached_property
    def _around(self) -> tuple[str, ...]:
        """The lines outside the article's words, without spaces."""
        return tuple(squeezed(line[: 4 * _LINE]) for line, label in self.lines if label not in _OWN or "@" in line)

    def _is_post(self, name: str) -> bool:
        return self.cues.weakly(plain_of(name), Label.BYLINE) > 0

    def _is_name(self, name: str) -> bool:
        words = name.split()
        if not 1 <= len(words) <= _NAME_WORDS or name.endswith(("?", "!", ":", ";")):
            return False
        return all(word[0].isupper() or word[0].isdigit() or word in _SMALL or _HAN.match(word) for word in words)


def _in_title_case(name: str, text: str) -> str:
    """Return a name that is all in capitals as the text spells it elsewhere, else each word with one capital."""
    if not name.isupper():
        return name
    found = (one for one in re.findall(re.escape(name), text, re.IGNORECASE) if not one.isupper())
    return next(found, None) or _PLAIN_WORD.sub(lambda word: _capital(word.group()), name)


def _capital(word: str) -> str:
    return word.lower() if word.lower() in _SMALL - {"the"} else word.capitalize()
