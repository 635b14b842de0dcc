"""What the head of a page states of it: site, title, author, language, dates and address.

Read from `meta` elements, `title`, `time`, `link rel=canonical` and JSON-LD. The text of a page says it too; where the
two differ, `about` tells.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_LONGEST = 500
_LARGEST_SCRIPT = 200_000
_MOST_NODES = 500

# name or property of a `meta` element, in lower case, to what it states; the first one found counts
_STATES = {
    "og:site_name": "site",
    "application-name": "site",
    "og:title": "title",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "parsely-author": "author",
    "og:description": "description",
    "description": "description",
    "article:published_time": "published",
    "datepublished": "published",
    "dc.date.issued": "published",
    "dc.date": "published",
    "parsely-pub-date": "published",
    "pubdate": "published",
    "date": "published",
    "article:modified_time": "modified",
    "og:updated_time": "modified",
    "datemodified": "modified",
    "last-modified": "modified",
    "og:url": "address",
}


class Head(TypedDict):
    """What a page states of itself; texts as written, empty if not stated."""

    site: str
    title: str
    author: str
    description: str
    language: str
    published: str
    modified: str
    address: str


def head_of(tree: _Element, *, address: str = "") -> Head:
    """Return what the head of a page states; `address` is where it was fetched from, which counts first."""
    found: dict[str, str] = {"address": address} if address else {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        part = _STATES.get(name.strip().lower())
        if part is not None:
            _keep(found, part, meta.get("content"))
    for part, value in _linked_data(tree):
        _keep(found, part, value)
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            _keep(found, "address", link.get("href"))
    for title in tree.iter("title"):
        _keep(found, "title", "".join(_texts(title)))
    for time in tree.iter("time"):
        _keep(found, "published", time.get("datetime"))
    _keep(found, "language", tree.get("lang") or tree.get("xml:lang"))
    return Head(
        site=found.get("site", ""),
        title=found.get("title", ""),
        author=found.get("author", ""),
        description=found.get("description", ""),
        language=found.get("language", ""),
        published=found.get("published", ""),
        modified=found.get("modified", ""),
        address=found.get("address", ""),
    )


def _texts(element: _Element) -> Iterator[str]:
    for text in element.itertext():
        yield text if isinstance(text, str) else bytes(text).decode("utf-8", "replace")


def _keep(found: dict[str, str], part: str, value: object) -> None:
    if isinstance(value, str) and part not in found and (value := " ".join(value[:5000].split())[:_LONGEST]):
        found[part] = value


def _linked_data(tree: _Element) -> Iterator[tuple[str, object]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        source = "".join(_texts(script))
        if len(source) > _LARGEST_SCRIPT:
            continue
        try:
            value: object = json.loads(source)
        except (ValueError, RecursionError):
            continue
        yield from _of_node(value)


def _of_node(value: object) -> Iterator[tuple[str, object]]:
    """Yield what articles among the nodes state, without following more than a bounded number of nodes."""
    waiting: list[object] = [value]
    seen = 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            waiting.append(node.get("@graph"))
            if "datePublished" in node or "headline" in node:
                yield "published", node.get("datePublished")
                yield "modified", node.get("dateModified")
                yield "title", node.get("headline")
                yield "author", _name(node.get("author"))
                yield "site", _name(node.get("publisher"))


def _name(value: object) -> object:
    if isinstance(value, list):
        names = [name for name in (_name(entry) for entry in value[:10]) if isinstance(name, str)]
        return ", ".join(names)
    return value.get("name") if isinstance(value, dict) else value
