"""The visible text of an HTML page in the order of its source, with what the markup says of each piece.

Scripts, styles, templates, pictures and what is hidden by attribute or inline style are left out; style sheets are not
applied. The tree is walked without recursion. libxml2 stops at a depth of 256 elements and at very long texts; such a
page is read anew without its structure, and says so.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from licet.evidence.intake.html_head import head_of
from licet.evidence.intake.html_main import main_text
from licet.evidence.intake.layout import Layout, Piece
from licet.evidence.model import Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "embed", "canvas", "audio",
     "video", "select", "datalist", "map"}
)  # fmt: skip
_LINES = frozenset(
    {"address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
     "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hgroup", "hr", "html", "label", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section",
     "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"}
)  # fmt: skip
_AROUND = frozenset(
    {"nav", "header", "footer", "aside", "article", "main", "figure", "form", "blockquote", "ul", "ol", "table",
     "section"}
)  # fmt: skip
_CONTAINERS = frozenset({"div", "section", "aside", "li", "td"})
_WHOLE = frozenset({"html", "body", "main", "article"})  # what their classes say is said of everything
_HIDDEN = re.compile(
    r"(?:display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0)(?![.\d])"
)
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_WORD = re.compile(r"[a-z]{3,30}")
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = re.compile(
    r"<(script|style|noscript|template)\b[^<>]{0,2000}>.*?(?:</\1\s{0,5}>|\Z)|<!--.*?(?:-->|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_MOST_HINTS = 40
_MOST_PIECES = 5_000  # of a page that is handed to the extractor


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, its layout, and what was odd."""

    text: str
    layout: Layout
    warnings: tuple[str, ...] = ()


def read_page(source: str, *, address: str = "") -> Page:
    """Read a page from its decoded source; never fails on what the source holds.

    Args:
        source: The decoded HTML.
        address: Where it was fetched from; empty if from a file.
    """
    tree = _parsed(source)
    if tree is None:
        return _without_structure(source)
    walk = _Walk()
    walk.all_of(tree)
    text = walk.text()
    head = head_of(tree, address=address)
    chosen = main_text(tree) if len(walk.pieces) <= _MOST_PIECES else None
    pieces = walk.pieces if chosen is None else [_marked(piece, text, chosen) for piece in walk.pieces]
    warnings = (f"{walk.hidden:,} hidden elements were left out",) if walk.hidden else ()
    return Page(text, Layout(tuple(pieces), tuple(walk.links), **head), warnings)


def _marked(piece: Piece, text: str, chosen: frozenset[str]) -> Piece:
    words = " ".join(piece.span.of(text).split())
    return replace(piece, chosen=words in chosen)


def _parsed(source: str) -> HtmlElement | None:
    """Return the tree; None if there is none, or the parser gave up before the end."""
    from lxml import etree  # noqa: PLC0415  slow to import
    from lxml import html as lxml_html  # noqa: PLC0415  slow to import

    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, recover=True
    )
    try:
        tree = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    limited = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if limited else tree


def _without_structure(source: str) -> Page:
    kept = _UNSEEN.sub("\n", source)
    lines = (_SPACE.sub(" ", html.unescape(line)).strip() for line in _TAG.split(kept))
    text = "\n".join(line for line in lines if line)
    warning = "its markup cannot be followed (nested too deeply, or broken); read without structure"
    return Page(text, Layout(), (warning,) if source.strip() else ())


@dataclass(slots=True)
class _Open:
    """An element that is open: what everything within it inherits."""

    element: str
    around: tuple[str, ...]
    hints: frozenset[str]
    address: str = ""
    container: int = 0


@dataclass(slots=True)
class _Walk:
    """The text gathered so far, line by line."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    pieces: list[Piece] = field(default_factory=list)
    links: list[tuple[Span, str]] = field(default_factory=list)
    hidden: int = 0
    _containers: int = 0
    _line: list[str] = field(default_factory=list)
    _line_size: int = 0
    _linked: int = 0
    _line_links: list[tuple[int, int, str]] = field(default_factory=list)
    _holder: _Open | None = None
    _skip: HtmlElement | None = None

    def text(self) -> str:
        return "".join(self.parts)

    def all_of(self, tree: HtmlElement) -> None:
        from lxml import etree  # noqa: PLC0415  slow to import

        stack = [_Open("", (), frozenset())]
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if not isinstance(element.tag, str):
                continue
            if event == "start":
                self._start(element, stack)
            else:
                self._end(element, stack)
        self._break()

    def _start(self, element: HtmlElement, stack: list[_Open]) -> None:
        if self._skip is not None:
            return
        name, outer = element.tag, stack[-1]
        hidden = name not in _SKIPPED and _is_hidden(element)
        if hidden or name in _SKIPPED:
            self.hidden += hidden
            self._skip = element
            return
        if name in _LINES or name == "br":
            self._break()
        around = (*outer.around, name) if name in _AROUND and len(outer.around) < _MOST_HINTS else outer.around
        hints = outer.hints if name in _WHOLE else _hints(element, outer.hints)
        opened = _Open(name if name in _LINES else outer.element, around, hints, outer.address)
        opened.container = 0 if name in _WHOLE else outer.container
        if name in _CONTAINERS:
            self._containers += 1
            opened.container = self._containers
        if name == "a":
            address = (element.get("href") or "")[:2000]
            opened.address = "" if address.startswith("#") else address  # a place in the same page is no link
        stack.append(opened)
        self._add(element.text, opened)

    def _end(self, element: HtmlElement, stack: list[_Open]) -> None:
        if self._skip is not None:
            if self._skip is not element:
                return
            self._skip = None
        else:
            stack.pop()
            if element.tag in _LINES:
                self._break()
        self._add(element.tail, stack[-1])

    def _add(self, text: str | None, opened: _Open) -> None:
        if not text:
            return
        words = text if opened.element == "pre" else _SPACE.sub(" ", text)
        if not self._line or self._line[-1].endswith((" ", "\n")):
            words = words.lstrip(" \n\r\t\f\v")
        if not words:
            return
        self._holder = self._holder or opened
        if opened.address:
            self._linked += len(words)
            self._line_links.append((self._line_size, self._line_size + len(words), opened.address))
        self._line.append(words)
        self._line_size += len(words)

    def _break(self) -> None:
        line = "".join(self._line).rstrip()
        if line and self._holder is not None:
            start = self.size
            self.parts += (line, "\n")
            self.size += len(line) + 1
            held = self._holder
            end = start + len(line)
            linked = min(self._linked, len(line))
            span = Span(start, end)
            self.pieces.append(Piece(span, held.element, held.around, held.hints, linked, container=held.container))
            for first, last, address in self._line_links:
                if first < len(line):
                    self.links.append((Span(start + first, start + min(last, len(line))), address))
        self._line, self._line_size, self._linked, self._line_links, self._holder = [], 0, 0, [], None


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style) and _HIDDEN.search(style[:2000].lower()) is not None


def _hints(element: HtmlElement, outer: frozenset[str]) -> frozenset[str]:
    named = (
        f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''} {element.get('role') or ''}"
    )
    if not named.strip() or len(outer) >= _MOST_HINTS:
        return outer
    named = re.sub(r"([a-z])([A-Z])", r"\1 \2", named[:400])
    return outer | frozenset(_WORD.findall(named.lower()))
