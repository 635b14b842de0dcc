"""What a unit shows by itself: a phrase of the table, the shape of a date line or a list of links, its markup."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from licet.evidence.cleaning.about_dates import printed_dates
from licet.evidence.cleaning.boilerplate import plain_of
from licet.evidence.model import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.evidence.cleaning.blocks_units import Unit
    from licet.evidence.cleaning.boilerplate import Cue, Phrases

_ADDRESS_ONLY = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}(?:/\S{0,400})?", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\[\^\w{1,12}\]:|\[\d{1,3}\]|\(?\d{1,3}[.)]|\d{1,3}\s|\^)")
_SEPARATORS = re.compile(r"\s(?:[|\u203a»>/·•]|>>)\s|\s{2,}|\t|\u3000")
_PARTS = re.compile(r"\s[|·•/\u2013\u2014-]\s|\s{2,}|\t|\u3000|\s(?=[\u4e00-\u9fff]{2,6}[:\uff1a])")
_DATE_LAST = re.compile(r"[*_]{0,2}[A-Z][^,\n]{1,40}, (?=\d|[A-Z][a-z]{2,8}\.? \d)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_CAPITAL = re.compile(r"[A-Z\u00c0-\u00de][\w.'\u2019-]*,?$")
_BY_NAME = re.compile(r"(?:by|[\w ]{1,30} by)\s+[A-Z\u00c0-\u00de\u4e00-\u9fff]", re.IGNORECASE)
_BY_WRITER = re.compile(r",?\s(?:[|·-]\s)?by\s[A-Z\u00c0-\u00de][^.!?]{2,60}", re.IGNORECASE)
_CLOCK_ZONE = re.compile(r"(?<=:\d\d)(?:\s?[AaPp]\.?[Mm]\.?)?\s[A-Z]{2,5}\b")
_HAN_FIGURES = frozenset("\u3007\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341")
_NO_WORD = re.compile(r"[^\w]+")
_WRAPPER_SHARE = 0.4
_SHORT = 14
_DATED = 200  # characters
_FEW = 4
_LINKED = 0.6  # of the characters
_HEADING = 30  # characters
_AT_MOST = {Label.NEWSLETTER: 60, Label.CREDIT: 45, Label.RELATED: 30, Label.SUMMARY: 150}
_ORDER = (
    Label.NEWSLETTER, Label.REACTIONS, Label.RELATED, Label.NAVIGATION, Label.LEGAL, Label.REFERENCES, Label.BYLINE,
    Label.DATELINE, Label.CREDIT, Label.SUMMARY,
)  # fmt: skip
_SMALL = frozenset({Label.BYLINE, Label.DATELINE, Label.CREDIT})


def label_alone(units: Sequence[Unit], phrases: Phrases) -> None:
    """Label the units that can be told by themselves; the others are left without a label."""
    wrappers = _wrappers(units)
    for unit in units:
        _by_words(unit, phrases)
        if unit.piece is not None and unit.label is None:
            _by_markup(unit, phrases, wrappers)
    _bylines(units, phrases)
    _named_above(units, phrases)
    _teasers(units)


def is_above_text(unit: Unit, phrases: Phrases) -> bool:
    """Tell whether a line is one of those that stand by themselves above a text, by its words: a byline or date line.

    `unit` is a line that has no label; it gets one.
    """
    if unit.ends or unit.size > _SHORT:
        return False
    _by_words(unit, phrases)
    return unit.label in (Label.BYLINE, Label.DATELINE)


def is_address(text: str) -> bool:
    """Tell whether a line is the address of a page or site, and nothing else."""
    return len(text) < 500 and _ADDRESS_ONLY.fullmatch(text.strip(" <>()[]")) is not None  # noqa: PLR2004


def is_numbered(text: str) -> bool:
    """Tell whether a line begins with the number of a reference."""
    return _NUMBERED.match(text) is not None


def is_links(text: str) -> bool:
    """Tell whether a line is a row of short words with separators between, as menus and tags are."""
    if text.startswith("|"):  # a row of a table
        return False
    parts = _SEPARATORS.split(text)
    return len(parts) > 2 and sum(len(part.split()) for part in parts) <= _FEW * len(parts)  # noqa: PLR2004


def is_person_like(unit: Unit) -> bool:
    """Tell whether a line can be a name with a place: few words, each with a capital, no figure."""
    words = unit.text.split()
    if unit.text.isupper():
        return False
    most = 7 if " in " in unit.text or "," in unit.text or " and " in unit.text else 4
    if not 2 <= len(words) <= most or unit.ends or any(character.isdigit() for character in unit.text):  # noqa: PLR2004
        return False
    return all(_CAPITAL.match(word) or word in {"in", "and", "de", "van", "von", "al", "bin", "|"} for word in words)


def _by_words(unit: Unit, phrases: Phrases) -> None:
    if _NO_WORD.fullmatch(unit.text):
        unit.set(Label.OTHER, "no words")
    elif (cue := phrases.of_line(unit.plain)) is not None:
        unit.set(cue.label, f"the line is {cue.phrase!r}", opens=cue.opens)
    elif is_address(unit.text):
        unit.set(Label.CREDIT, "an address and nothing else")
    elif unit.text.startswith("[^") and is_numbered(unit.text):
        unit.set(Label.REFERENCES, "a footnote")
    elif is_numbered(unit.text) and "://" in unit.text and not unit.is_prose:
        unit.set(Label.REFERENCES, "a numbered address")
    else:
        _by_shape(unit, phrases)
        if unit.label is None:
            _by_phrase(unit, phrases)


def _by_shape(unit: Unit, phrases: Phrases) -> None:
    """Label a line of dates, or of counters."""
    if unit.size > 2 * _SHORT or unit.ends:
        return
    tokens = _kinds(_CLOCK_ZONE.sub("", unit.text))
    if unit.size > _SHORT and not phrases.only(Label.DATELINE, tokens):
        return
    if phrases.only(Label.DATELINE, tokens) and any(printed_dates(unit.text)):
        unit.set(Label.DATELINE, "a date and nothing else")
    elif "0" in tokens and _has_date_part(unit, phrases):
        unit.set(Label.DATELINE, "a date set off from a name or counter")
    elif phrases.only(Label.REACTIONS, tokens):
        unit.set(Label.REACTIONS, "counters or buttons for sharing" if tokens != {"0"} else "a number and nothing else")


def _has_date_part(unit: Unit, phrases: Phrases) -> bool:
    """Tell whether a part of the line is a whole date: "Firm A · 18 May 2026", or one with its time after a name."""
    start = phrases.of_start(unit.plain)
    if start is not None and start.label is Label.BYLINE:
        return False
    if _is_date_and_name(unit.text):
        return True
    parts = _PARTS.split(unit.text)
    if not 2 <= len(parts) <= _FEW + 1:  # noqa: PLR2004
        parts = []
    if (named := _DATE_LAST.match(unit.text)) is not None and len(named.group().split()) <= _FEW:
        parts.append(unit.text[named.end() :])
    if any(phrases.only(Label.DATELINE, _kinds(part)) and any(printed_dates(part)) for part in parts):
        return True
    return _has_timed_date(unit.text, phrases)


def _is_date_and_name(text: str) -> bool:
    """Tell whether a line is a whole date and who wrote it: "July 16, 2025 by Jane Doe"."""
    first = next(printed_dates(text), None)
    return first is not None and first.span.start <= _FEW and _BY_WRITER.fullmatch(text, first.span.end) is not None


def _has_timed_date(text: str, phrases: Phrases) -> bool:
    """Tell whether a line is a name, a date with the time of day, and at most counters: their gaps can be lost."""
    for one in printed_dates(text):
        name, counters = text[: one.span.start].split(), text[one.span.end :].strip(" |·•,-")
        if one.at is not None and len(name) <= _FEW and all(map(_CAPITAL.match, name)):
            return not counters or phrases.only(Label.REACTIONS, _kinds(counters))
    return False


def _kinds(text: str) -> frozenset[str]:
    """Return the words, each figure as 0."""
    return frozenset("0" if word.isdigit() or word in _HAN_FIGURES else word for word in _tokens(text))


def _tokens(text: str) -> list[str]:
    """Return the words in lower case, also those run together (`FacebookTwitter`, `9pm`)."""
    words = []
    for word in _TOKEN.findall(_CAMEL.sub(" ", text)):
        words += [word.lower()] if word.isascii() else list(word)
    return words


def _by_phrase(unit: Unit, phrases: Phrases) -> None:
    start = phrases.of_start(unit.plain)
    if start is not None and _may_start(unit, start):
        unit.set(start.label, f"begins with {start.phrase!r}", opens=start.opens if _is_bare(unit, start) else "")
        return
    if _is_job(unit) and phrases.weakly(unit.plain, Label.BYLINE):
        unit.set(Label.BYLINE, "a name with a post at a newspaper")
        return
    parts = _PARTS.split(unit.text) if unit.size <= _SHORT else []
    if len(parts) > 1 and any(phrases.is_page_number(plain_of(part)) for part in parts):
        unit.set(Label.NAVIGATION, "the head or foot of a page, with its number")
        return
    if not unit.is_prose and is_links(unit.text):
        unit.set(Label.NAVIGATION, "short words with separators between")
        return
    if unit.size <= 2 * _SHORT and phrases.weakly(unit.plain, Label.NEWSLETTER, unit.word_set) > 1:
        unit.set(Label.NEWSLETTER, "several words of invitations to subscribe")
        return
    cue = phrases.anywhere(unit.plain, unit.word_set)
    if cue is None or unit.size > _AT_MOST.get(cue.label, 10_000):
        return
    heads = phrases.openings.get(cue.label)
    if heads and unit.is_prose and not unit.plain.startswith(heads):
        return
    unit.set(cue.label, f"says {cue.phrase!r}")


def _is_job(unit: Unit) -> bool:
    """Tell whether a short line is set off by a comma or bar after two words with capitals: "Jane Doe, reporter"."""
    before = re.split(r",|\s[|\u2013\u2014-]\s", unit.text, maxsplit=1)
    if len(before) == 1 or unit.is_prose or unit.ends or unit.size > _SHORT:
        return False
    return 2 <= len(before[0].split()) <= _FEW and all(map(_CAPITAL.match, before[0].split()))  # noqa: PLR2004


def _is_bare(unit: Unit, cue: Cue) -> bool:
    """Tell whether a line is little more than the phrase it begins with, so that it can open something."""
    short = cue.opens == "section" and unit.size <= _FEW + 2 and not unit.ends
    return short or len(unit.plain) <= len(cue.phrase) + 2


def _may_start(unit: Unit, cue: Cue) -> bool:
    """Tell whether a line that begins with a phrase of a label can be of that label; sentences of news begin so too."""
    label = cue.label
    if label is Label.BYLINE and len(cue.phrase) <= _FEW and cue.phrase.isascii():  # "by" begins much else
        return _BY_NAME.match(unit.text.lstrip("*_# ")) is not None and unit.size <= _SHORT and not unit.is_prose
    if label is Label.BYLINE:
        return unit.size <= 3 * _SHORT
    if label is Label.DATELINE:
        first = next(printed_dates(unit.text[:_DATED]), None) if unit.size <= 2 * _SHORT else None
        beside = first is not None and first.span.start <= len(cue.phrase) + _FEW
        return first is not None and (unit.size <= _SHORT or (beside and not unit.is_prose))
    if label is Label.RELATED and cue.phrase[-1].isalpha() and cue.phrase.isascii():
        return not unit.is_prose and (
            unit.size <= _FEW + 2 or ":" in unit.text[:_HEADING] or "\uff1a" in unit.text[:_HEADING]
        )
    if label in (Label.RELATED, Label.CREDIT, Label.NAVIGATION, Label.REACTIONS):
        return unit.size <= _AT_MOST.get(label, 2 * _SHORT)
    return unit.size <= _AT_MOST.get(label, 10_000)


def _wrappers(units: Sequence[Unit]) -> frozenset[str]:
    """Return the words of classes that so much of the page bears that they say nothing of a part of it."""
    counts: Counter[str] = Counter()
    for unit in units:
        if unit.piece is not None:
            for hint in unit.piece.hints:
                counts[hint] += len(unit.text)
    everything = sum(len(unit.text) for unit in units)
    return frozenset(hint for hint, size in counts.items() if size > _WRAPPER_SHARE * everything)


def _by_markup(unit: Unit, phrases: Phrases, wrappers: frozenset[str]) -> None:
    piece = unit.piece
    if piece is None:
        return
    around = piece.around
    if "nav" in around:
        unit.set(Label.NAVIGATION, "within <nav>")
    elif "footer" in around and "article" not in around[: around.index("footer")]:
        legal = phrases.weakly(unit.plain, Label.LEGAL) or unit.ends
        unit.set(Label.LEGAL if legal else Label.NAVIGATION, "within <footer>")
    elif "figure" in around and unit.size <= _AT_MOST[Label.CREDIT]:
        unit.set(Label.CREDIT, "the caption of a figure")
    if unit.label is not None or (piece.chosen and unit.is_prose and unit.linked < 0.5):  # noqa: PLR2004  mostly links
        return
    hinted = {phrases.classes[hint] for hint in piece.hints - wrappers if hint in phrases.classes}
    for label in _ORDER:
        if label in hinted and (label not in _SMALL or (unit.size <= 2 * _SHORT and not unit.heading)):
            unit.set(label, f"its markup calls it {label.value}")
            return
    if "aside" in around:
        unit.set(Label.RELATED, "within <aside>")
    elif "form" in around:
        unit.set(Label.NAVIGATION, "within <form>")


def _bylines(units: Sequence[Unit], phrases: Phrases) -> None:
    """Label a line that can be a name beside a line of dates, the nearer one first."""

    def is_outlet(unit: Unit) -> bool:
        return len(unit.words) > 1 and unit.words[-1] in phrases.outlets

    for place, unit in enumerate(units):
        if unit.label is not Label.DATELINE or not any(one.is_prose for one in units[place + 1 : place + 1 + _FEW]):
            continue
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(units) and units[beside].label is None and is_person_like(units[beside]):
                if (
                    is_outlet(units[beside])
                    or units[beside].heading
                    or (place + 1 < len(units) and beside == place + 1 and _named(units, place))
                ):
                    continue
                units[beside].set(Label.BYLINE, "a name beside a date line")
                break


def _named_above(units: Sequence[Unit], phrases: Phrases) -> None:
    """Label a line that says the one above it names who publishes, and that one."""
    for above, unit in pairwise(units):
        if not unit.is_prose and unit.size <= _SHORT and any(phrase in unit.plain for phrase in phrases.named_above):
            unit.set(Label.OTHER, "says what the line above names")
            if above.label in (None, Label.BYLINE) and not above.is_prose:
                above.set(Label.CREDIT, "the name of who publishes")


def _teasers(units: Sequence[Unit]) -> None:
    """Label teasers of other articles: a part of the page that is a linked heading and a sentence or two."""
    parts: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.piece is not None and unit.piece.container:
            parts.setdefault(unit.piece.container, []).append(unit)
    for part in parts.values():
        head = part[0]
        linked = head.linked > _LINKED and head.size > 2 and not head.is_prose  # noqa: PLR2004  more than a name
        if linked and head.heading != 1 and len(part) <= _FEW and any(unit.is_prose for unit in part[1:]):
            for unit in part:
                if unit.label is None:
                    unit.set(Label.RELATED, "a linked headline with a sentence or two, apart from the rest")


def _named(units: Sequence[Unit], place: int) -> bool:
    return place > 0 and units[place - 1].label is Label.BYLINE
