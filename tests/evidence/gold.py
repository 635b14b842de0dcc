"""Gold: what was labelled by hand in a document, with the places its quotes stand at.

A gold file names words, no offsets: they are looked up in the text as the chain reads it, white space apart, and a
quote that does not stand there, or stands there twice where one place is meant, is an error. README.md tells the form.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from licet.evidence.model import AttributionKind, Label, Modality, Precision, Span

if TYPE_CHECKING:
    from datetime import date

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
SETS = ("five", "open", "frozen")
ROUGHLY = re.compile(r"(?:about|around|roughly|approximately)\b", re.IGNORECASE)


class GoldError(ValueError):
    """A quote of the gold does not stand in its document, or its place is not clear."""


@dataclass(frozen=True)
class GoldBlock:
    """A run of a document with one label; `also` are labels that are as right."""

    number: int
    span: Span
    label: Label
    also: frozenset[Label]
    repeats: int | None

    @property
    def labels(self) -> frozenset[Label]:
        """Return every label that is right."""
        return self.also | {self.label}

    @property
    def is_article(self) -> bool | None:
        """Tell whether it is the article's own words; None if either is right."""
        kinds = {label.is_article for label in self.labels}
        return kinds.pop() if len(kinds) == 1 else None


@dataclass(frozen=True)
class GoldDate:
    """Words that say when, and the days meant, both included; None where nothing in the document bounds them."""

    text: str
    span: Span
    first: date | None
    last: date | None
    precisions: frozenset[Precision]
    or_none: bool
    optional: bool


@dataclass(frozen=True)
class GoldQuantity:
    """A figure with its kinds, any of which is right; "" is none that bears on a key.

    `bounds` is None where they are not labelled.
    """

    text: str
    span: Span
    kinds: frozenset[str]
    bounds: tuple[frozenset[int | None], frozenset[int | None]] | None
    unit: str
    optional: bool


@dataclass(frozen=True)
class GoldClaim:
    """What the document says was done or said: a step on a key, or a mark; `who` are all right answers.

    `or_none` tells that days not resolved are right too: the document does not say when it was published.
    """

    span: Span
    key: str | None
    states: tuple[str, ...]
    marks: tuple[str, ...]
    items: frozenset[str]
    actors: tuple[str, ...]
    first: date | None
    last: date | None
    dated: bool
    or_none: bool
    modalities: frozenset[Modality]
    by: frozenset[AttributionKind]
    who: frozenset[str]
    unnamed: frozenset[int | None]
    outlet: str | None
    grade: str | None
    originator: str | None
    optional: bool

    @property
    def asserted(self) -> bool:
        """Tell whether it is said to be so, not expected, planned, conditional, denied or an opinion."""
        return Modality.DONE in self.modalities


@dataclass(frozen=True)
class Never:
    """What must not be claimed: a key, some states, some items, done or in any mood; what is empty is any."""

    key: str | None
    states: frozenset[str]
    items: frozenset[str]
    done: bool
    why: str


@dataclass(frozen=True)
class Gold:
    """All that is labelled of one document."""

    name: str
    kind: str
    path: Path
    text: str
    about: dict[str, Any]
    blocks: tuple[GoldBlock, ...]
    dates: tuple[GoldDate, ...]
    quantities: tuple[GoldQuantity, ...]
    claims: tuple[GoldClaim, ...]
    never: tuple[Never, ...] = ()
    problems: tuple[str, ...] = field(default=())


def read_yaml(path: Path) -> Any:  # noqa: ANN401  YAML is any shape; each reader below states the one it needs
    """Return what a YAML file holds; dates are dates."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def documents_folder(name: str) -> Path:
    """Return the folder of a set. The five real documents lie outside; LICET_DOCUMENTS names where."""
    if name == "five":
        return Path(os.environ.get("LICET_DOCUMENTS", REPOSITORY.parent / "shared" / "documents"))
    return HERE / "corpus" / name


def gold_files(name: str) -> list[Path]:
    """Return the gold files of a set, in order; `pile.yaml` is not one of them."""
    folder = HERE / "gold" if name == "five" else HERE / "corpus" / name
    return sorted(path for path in folder.glob("*.yaml") if path.name != "pile.yaml")


def pile_of_set(name: str) -> dict[str, Any]:
    """Return what is labelled of the documents of a set together."""
    folder = HERE / "gold" if name == "five" else HERE / "corpus" / name
    found: dict[str, Any] = read_yaml(folder / "pile.yaml")
    return found


@cache
def raw_gold(path: Path) -> dict[str, Any]:
    """Return a gold file as written."""
    found: dict[str, Any] = read_yaml(path)
    return found


def document_path(name: str, path: Path) -> Path:
    """Return the document that a gold file of a set is about."""
    return documents_folder(name) / str(raw_gold(path)["document"])


def gold_of(path: Path, document: Path, text: str) -> Gold:
    """Return the gold with its places in a text.

    Raises:
        GoldError: If a quote does not stand there, or its place is not clear.
    """
    raw = raw_gold(path)
    blocks = _blocks(raw["blocks"], text)
    own = tuple(block for block in blocks if block.is_article is not False and block.repeats is None)
    undated = not raw.get("about", {}).get("published")
    return Gold(
        name=path.stem,
        kind=raw["kind"],
        path=document,
        text=text,
        about=raw.get("about", {}),
        blocks=blocks,
        dates=tuple(_date(each, text, own) for each in raw.get("dates", ())),
        quantities=tuple(_quantity(each, text, own) for each in raw.get("quantities", ())),
        claims=tuple(_claim(each, text, own, undated=undated) for each in raw.get("claims", ())),
        never=tuple(_never(each) for each in raw.get("never", ())),
    )


def place(text: str, quote: str, start: int = 0, end: int | None = None) -> Span:
    """Return where a quote first stands in a stretch of a text, white space apart.

    Raises:
        GoldError: If it does not.
    """
    found = _pattern(quote).search(text, start, len(text) if end is None else end)
    if found is None:
        msg = f"{quote!r} does not stand after character {start}"
        raise GoldError(msg)
    return Span(found.start(), found.end())


@cache
def _pattern(quote: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(part) for part in quote.split()))


def _blocks(raw: list[list[Any]], text: str) -> tuple[GoldBlock, ...]:
    found, at = [], 0
    for number, parts in enumerate(raw):
        more = parts[-1] if isinstance(parts[-1], dict) else {}
        words = [str(part) for part in parts[1:] if not isinstance(part, dict)]
        first = place(text, words[0], at)
        last = place(text, words[1], first.start) if len(words) > 1 else _line(text, first)
        span = Span(first.start, last.end)
        also = frozenset(Label(each) for each in more.get("also", ()))
        found.append(GoldBlock(number, span, Label(parts[0]), also, more.get("repeats")))
        at = span.end
    return tuple(found)


def _line(text: str, first: Span) -> Span:
    end = text.find("\n", first.end)
    stop = len(text) if end < 0 else end
    return Span(first.start, first.start + len(text[first.start : stop].rstrip()))


def _within(text: str, raw: dict[str, Any], own: tuple[GoldBlock, ...]) -> Span:
    """Return the place of `text`, within the words `at` if given, in the article's own words."""
    words = str(raw["text"])
    around = str(raw.get("at", words))
    places = [_inside(text, around, block) for block in own]
    spans = [span for each in places for span in each]
    if not spans:
        msg = f"{around!r} does not stand in the article's own words"
        raise GoldError(msg)
    inside = place(text, words, spans[0].start, spans[0].end)
    repeated = _pattern(words).search(text, inside.end, spans[0].end)
    if len(spans) > 1 or repeated is not None:
        msg = f"{words!r} stands more than once in {around!r}: {len(spans)} places"
        raise GoldError(msg)
    return inside


def _inside(text: str, words: str, block: GoldBlock) -> list[Span]:
    found = _pattern(words).finditer(text, block.span.start, block.span.end)
    return [Span(each.start(), each.end()) for each in found]


def _date(raw: dict[str, Any], text: str, own: tuple[GoldBlock, ...]) -> GoldDate:
    first, last = raw["days"] if isinstance(raw.get("days"), list) else (raw.get("days"), raw.get("days"))
    return GoldDate(
        text=str(raw["text"]),
        span=_within(text, raw, own),
        first=first,
        last=last,
        precisions=frozenset(Precision(each) for each in _list(raw.get("precision"))),
        or_none=bool(raw.get("or_none")),
        optional=bool(raw.get("optional")),
    )


def _quantity(raw: dict[str, Any], text: str, own: tuple[GoldBlock, ...]) -> GoldQuantity:
    bounds = None
    if "bounds" in raw:
        rough = frozenset({None}) if ROUGHLY.match(str(raw["text"])) else frozenset()
        bounds = (_values(raw["bounds"][0]) | rough, _values(raw["bounds"][1]) | rough)
    return GoldQuantity(
        text=str(raw["text"]),
        span=_within(text, raw, own),
        kinds=frozenset(_list(raw.get("kind", ""))),
        bounds=bounds,
        unit=str(raw.get("unit", "")),
        optional=bool(raw.get("optional")),
    )


def _list(raw: str | list[str] | None) -> list[str]:
    return raw if isinstance(raw, list) else [] if raw is None else [raw]


def _values(raw: int | list[int | None] | None) -> frozenset[int | None]:
    return frozenset(raw if isinstance(raw, list) else [raw])


def _claim(raw: dict[str, Any], text: str, own: tuple[GoldBlock, ...], *, undated: bool) -> GoldClaim:
    days = raw.get("days")
    first, last = days if isinstance(days, list) else (days, days)
    return GoldClaim(
        span=_within(text, {"text": raw["quote"]}, own),
        key=raw.get("key"),
        states=tuple(_list(raw.get("state"))),
        marks=tuple(_list(raw.get("mark"))),
        items=frozenset(raw.get("items", ())),
        actors=tuple(raw.get("actors", ())),
        first=first,
        last=last,
        dated="days" in raw,
        or_none=undated or bool(raw.get("or_none")),
        modalities=frozenset(Modality(each) for each in _list(raw.get("modality", "done"))),
        by=frozenset(AttributionKind(each) for each in _list(raw.get("by"))),
        who=frozenset(raw.get("who", ())),
        unnamed=_values(raw["unnamed"]) if "unnamed" in raw else frozenset(),
        outlet=raw.get("outlet"),
        grade=raw.get("grade"),
        originator=raw.get("originator"),
        optional=bool(raw.get("optional")),
    )


def _never(raw: dict[str, Any]) -> Never:
    return Never(
        key=raw.get("key"),
        states=frozenset(raw.get("states", ())),
        items=frozenset(raw.get("items", ())),
        done=bool(raw.get("done", True)),
        why=str(raw.get("why", "")),
    )


class _Visible(HTMLParser):
    """The text a reader of a page sees, near enough to look quotes up in; no part of what is tested."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in {"script", "style", "head"}
        self.parts.append("" if tag in {"a", "b", "em", "i", "span", "strong"} else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style", "head"}
        self.parts.append("" if tag in {"a", "b", "em", "i", "span", "strong"} else "\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain_text(document: Path) -> str:
    """Return the text of a document by itself, without the chain: of a page, what a reader sees."""
    text = document.read_text(encoding="utf-8")
    if document.suffix != ".html":
        return text
    page = _Visible()
    page.feed(text)
    return "".join(page.parts)
