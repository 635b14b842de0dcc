"""Title, body, and what stands before, among and after the paragraphs of the body.

Where in doubt a headline among paragraphs counts as another article's: it may say more than the article does, and what
the article says itself stands in its paragraphs too.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from licet.evidence.cleaning.blocks_cues import is_person_like
from licet.evidence.cleaning.boilerplate import plain_of, squeezed
from licet.evidence.model import Label

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from licet.evidence.cleaning.blocks_units import Unit
    from licet.evidence.intake.layout import Layout

_HEADLINE_WORDS = 10
_SUBHEAD_WORDS = 8
_DEK_WORDS = 8
_MENU_WORDS = 4
_NAME_WORDS = 6
_FEW = 3
_BRACKETS = "[(\uff08"
_MOTTO = re.compile(r"\s[|·•:>\u2013\u2014-]|[|:]\s|\s>>")
_LARGE = re.compile(r"[A-Z\u00c0-\u00de&]")
_NEAR = 4  # units
_LINKED = 0.5
_LONG_WORD = 4
_STEM = 6
_LOOK_AHEAD = 3


def find_title(units: Sequence[Unit], layout: Layout | None, names: Container[str]) -> Unit | None:
    """Return the title, labelled: what the markup says, else the line that fits the first paragraphs best.

    `names` are those of publishers, squeezed; no title is one of them.
    """
    prose = [unit for unit in units if unit.is_prose and unit.label in (None, Label.SUMMARY) and unit.linked < _LINKED]
    stated = plain_of(layout.title) if layout is not None else ""
    for unit in units:
        if unit.label is Label.TITLE:
            return unit
    for unit in units:
        by_markup = unit.heading == 1 or (len(unit.plain) > 12 and stated.startswith(unit.plain))  # noqa: PLR2004  a name
        if unit.label in (None, Label.CREDIT) and by_markup and 2 <= unit.size <= 2 * _HEADLINE_WORDS + 20:  # noqa: PLR2004
            unit.set(
                Label.TITLE, "a heading of the first level" if unit.heading == 1 else "the title that the page states"
            )
            return unit
    if not prose:
        return None
    content = {word for unit in prose[:_LOOK_AHEAD] for word in _content(unit.words)}
    best: Unit | None = None
    best_score = 0.0
    for unit in units[: prose[0].number]:
        if unit.label is not None or not unit.is_title_like or unit.bullet or unit.text[0] in _BRACKETS:
            continue
        if (is_person_like(unit) and unit.size < _MENU_WORDS) or squeezed(unit.text) in names:
            continue
        words = _content(unit.words)
        score = len(words & content) / max(len(words), 3) * min(unit.size, _HEADLINE_WORDS)
        if score > best_score:
            best, best_score = unit, score
    if best is not None:
        best.set(Label.TITLE, "the line before the text that shares most words with it")
    return best


def label_body(units: Sequence[Unit]) -> None:
    """Label paragraphs without a label as body, and short lines that stand among them."""
    chosen = [unit.number for unit in units if unit.piece is not None and unit.piece.chosen and unit.is_prose]
    top = next((unit.number for unit in units if unit.label is Label.TITLE and unit.heading == 1), 0)
    for unit in units:
        if unit.label is None and unit.number < top and unit.piece is not None and (unit.is_prose or unit.heading):
            unit.set(Label.OTHER, "above the heading of the page")
        elif unit.label is None and unit.is_prose:
            _prose(unit, chosen)
    _short_sentences(units)
    body = [unit.number for unit in units if unit.label is Label.BODY]
    if not body:
        for unit in units:
            if unit.label is None and (unit.ends or unit.size > _MENU_WORDS):
                unit.set(Label.BODY, "nothing else can be the text")
        return
    inner = [unit for unit in units[body[0] : body[-1] + 1] if unit.label is None]
    _among(units, inner)


def _short_sentences(units: Sequence[Unit]) -> None:
    """Label short sentences near the paragraphs, before and after, as body too; also table rows."""
    title = next((unit.number for unit in units if unit.label is Label.TITLE), -1)
    for walk in (units, units[::-1]):
        since = _NEAR + 1
        for unit in walk:
            if unit.label in (Label.BODY, Label.HEADLINE_IN_BODY):
                since = 0
                continue
            since += 1
            if unit.label is not None or since > _NEAR:
                continue
            kept = unit.piece is not None and unit.piece.chosen is True and unit.linked < _LINKED
            kept = kept and unit.number > title and unit.text[0] not in _BRACKETS
            if (unit.ends and unit.size >= _FEW) or kept or unit.text.startswith("|"):
                unit.set(Label.BODY, "a short sentence beside the paragraphs")
                since = 0


def _prose(unit: Unit, chosen: list[int]) -> None:
    if unit.linked >= _LINKED:
        unit.set(Label.RELATED, f"{unit.linked:.0%} of it is links")
    elif chosen and not (unit.piece is not None and unit.piece.chosen) and not chosen[0] <= unit.number <= chosen[-1]:
        unit.set(Label.OTHER, "sentences apart from the main text of the page")
    else:
        unit.set(Label.BODY, "sentences")


def _among(units: Sequence[Unit], inner: list[Unit]) -> None:
    """Label lines between paragraphs: of the text, headings of its parts, or headlines of other articles."""
    doubtful = []
    for unit in inner:
        if unit.linked >= _LINKED and unit.size > 2 and not unit.heading:  # noqa: PLR2004  more than a name
            unit.set(Label.HEADLINE_IN_BODY, "a link among the paragraphs")
        elif unit.text[0] in _BRACKETS and not unit.ends:
            unit.set(Label.OTHER, "in brackets among the paragraphs")
        elif unit.ends or unit.cut or unit.text.endswith((":", "\uff1a", ";", ",")):
            unit.set(Label.BODY, "a short sentence among the paragraphs")
        elif unit.bullet or _is_row(unit):
            unit.set(Label.BODY, "an entry of a list or table among the paragraphs")
        elif unit.heading:
            unit.set(Label.BODY, "a heading of a part, by its markup")
        elif unit.size < 3:  # noqa: PLR2004
            unit.set(Label.BODY, "a word or two among the paragraphs")
        else:
            doubtful.append(unit)
    numbers = {unit.number for unit in doubtful}
    for unit in doubtful:
        if unit.number - 1 in numbers or unit.number + 1 in numbers:
            unit.set(Label.RELATED, "headlines one after another, without sentences under them")
    single = [unit for unit in doubtful if unit.label is None]
    sizes = Counter(unit.size for unit in single)
    for unit in single:
        _heading_or_headline(units, unit, sizes)


def _is_row(unit: Unit) -> bool:
    """Tell whether it is a row of figures, as tables have."""
    figures = sum(word[0].isdigit() for word in unit.words)
    return unit.text.startswith("|") or (figures >= 2 and figures * 2 >= len(unit.words))  # noqa: PLR2004


def _heading_or_headline(units: Sequence[Unit], unit: Unit, sizes: Counter[int]) -> None:
    """Decide whether a line heads a part of this article, or is another's headline.

    `sizes` counts the lines among the paragraphs that can be either, this one included, by their words.
    """
    after = {word for one in units[unit.number + 1 : unit.number + 1 + _LOOK_AHEAD] for word in _content(one.words)}
    words = _content(unit.words)
    shared = len(words & after) / max(len(words), 1)
    signs = []
    if unit.size >= _HEADLINE_WORDS:
        signs += ["as long as a headline"] * 2
    elif unit.size > _SUBHEAD_WORDS:
        signs += ["longer than a heading"]
    if sizes.total() == 1:
        signs += ["the only such line"]
    if _name_again(units, unit):
        signs += ["names in full whom the text has named before"]
    if shared == 0 and len(words) > 2:  # noqa: PLR2004
        signs += ["shares no word with what follows"]
    if any(character.isdigit() for character in unit.text):
        signs += ["has figures"]
    alike = sum(sizes[unit.size + more] for more in range(-3, 4)) - 1
    against = (alike > 0) + (shared >= 0.5) + (unit.size <= 5)  # noqa: PLR2004
    if len(signs) - against >= 2:  # noqa: PLR2004
        unit.set(Label.HEADLINE_IN_BODY, "; ".join(dict.fromkeys(signs)))
    else:
        unit.set(Label.BODY, "a heading of a part")


def _name_again(units: Sequence[Unit], unit: Unit) -> bool:
    """Tell whether it gives three words with capitals in a row that the text before has as well, as headlines do."""
    words = unit.text.split()
    before = " ".join(one.text for one in units[max(0, unit.number - 12) : unit.number] if one.label is Label.BODY)
    for place in range(len(words) - 2):
        run = words[place : place + 3]
        if all(word[:1].isupper() for word in run) and " ".join(run) in before:
            return True
    return False


def label_rest(units: Sequence[Unit], names: frozenset[str]) -> None:
    """Label what stands before and after the body. `names` are what the site calls itself, without spaces."""
    body = [unit.number for unit in units if unit.label in (Label.BODY, Label.SUMMARY)]
    first, last = (body[0], body[-1]) if body else (len(units), len(units))
    title = next((unit.number for unit in units if unit.label is Label.TITLE), -1)
    for unit in units:
        if unit.label is None and "".join(unit.words) in names:
            unit.set(Label.CREDIT, "the name of the site")
    if title >= 0:
        _masthead(units, min(title, first))
    for unit in units:
        if unit.label is None:
            _by_place(units, unit, is_head=unit.number < first, is_tail=unit.number > last, title=title)


def _masthead(units: Sequence[Unit], end: int) -> None:
    """Label the name of a site at the very top, which is short or stands again further down, and the motto under it."""
    top = units[0]
    name = squeezed(plain_of(site_name(top.text)).removeprefix("the "))
    if end > 0 and top.label is None and name and top.size <= _DEK_WORDS and not top.ends:
        again = any(name in "".join(unit.words) for unit in units[1:])
        has_motto = _MOTTO.search(top.text) is not None and all(map(_LARGE.match, site_name(top.text).split()))
        if again or has_motto or (is_person_like(top) and top.size <= _FEW and top.linked < _LINKED):
            top.set(Label.CREDIT, "a name at the very top" + (", which stands again below" if again else ""))
    under = units[1] if end > 1 else None
    if under is None or top.label is not Label.CREDIT or under.label is not None or under.bullet:
        return
    if under.size <= _NAME_WORDS and not _menu_beside(units, under):
        under.set(Label.CREDIT, "a motto under the name of the site")


def site_name(text: str) -> str:
    """Return what stands before the first separator of a line: the name, of a name with a motto."""
    return _MOTTO.split(text, maxsplit=1)[0].strip(" *_#")


def _by_place(units: Sequence[Unit], unit: Unit, *, is_head: bool, is_tail: bool, title: int) -> None:
    menu = unit.size <= _MENU_WORDS and not unit.ends and not unit.text.isupper() and unit.text[0] not in "[(|"
    if menu and (unit.bullet or _has_beside(units, unit, Label.NAVIGATION) or _menu_beside(units, unit)):
        unit.set(Label.NAVIGATION, "one of several short lines")
    elif not is_tail and unit.heading:
        unit.set(Label.BODY, "a heading of a part, by its markup")
    elif unit.piece is not None and "header" in unit.piece.around and unit.size <= 2 * _DEK_WORDS:
        unit.set(Label.NAVIGATION, "within <header>")
    elif is_head and 0 <= title < unit.number and unit.size >= _DEK_WORDS and unit.text.endswith("\uff1a"):
        unit.set(Label.BODY, "the sentence that opens a list of points")
    elif is_head and 0 <= title < unit.number and unit.size >= _DEK_WORDS and unit.text[0] not in "[(":
        unit.set(Label.SUMMARY, "between the title and the text")
    elif is_tail and unit.number == len(units) - 1 and unit.size <= _NAME_WORDS and not unit.ends:
        unit.set(Label.CREDIT, "a short line at the very end")
    elif is_tail and unit.is_title_like and not menu and unit.text[0] not in "[(":
        unit.set(Label.RELATED, "a headline after the end of the text")
    elif unit.linked >= _LINKED:
        unit.set(Label.NAVIGATION, "a link apart from the text")
    elif unit.ends and unit.size > 2:  # noqa: PLR2004
        unit.set(Label.BODY, "a short sentence")
    else:
        unit.set(Label.OTHER, "of no kind that is known")


def _has_beside(units: Sequence[Unit], unit: Unit, label: Label) -> bool:
    beside = units[max(0, unit.number - 1) : unit.number + 2]
    return any(one is not unit and one.label is label for one in beside)


def _menu_beside(units: Sequence[Unit], unit: Unit) -> bool:
    beside = units[max(0, unit.number - 1) : unit.number + 2]
    if is_person_like(unit) and unit.number > 0 and units[unit.number - 1].label is Label.BYLINE:
        return False
    alike = [one for one in beside if one is not unit and one.label is None and not one.text.isupper()]
    return any(one.size <= _MENU_WORDS and not one.ends and one.text[0] not in "[(|" for one in alike)


def _content(words: Sequence[str]) -> set[str]:
    """Return what words are about: the longer ones, cut so that endings count little, and figures."""
    return {word[:_STEM] for word in words if len(word) >= _LONG_WORD or not word.isalpha() or not word.isascii()}
