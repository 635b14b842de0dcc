"""The text of a document as marked up: its blocks with their labels, and in them claims, dates and figures.

Claims may overlap: the text is cut wherever one begins or ends, and each piece names the claims it belongs to. One
sweep over all offsets does it, so that many claims on the same words cost no more than their number. Characters that
cannot be printed, such as those that turn the direction of writing, stand as their code points.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from licet.report.layout import clean
from licet.report.words import counted, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.report.reading_html_index import Index

    Data = Mapping[str, Any]

ARTICLE = frozenset({"title", "summary", "body"})
OPEN = 300  # characters up to which blocks that are not the article's own words stand unfolded
NAMED_AT_ONCE = 8  # claims that one piece of text names; each claim is named at its own beginning anyway
_OUTSIDE = "outside blocks"
_UNSURE = re.compile(r"([^ -~\n])\1*")  # runs of one character that is no plain ASCII
_LINES = "\r\u2028\u2029"
_CONTROLS = "\x0b\x0c\x1c\x1d\x1e\x1f\x85"


class Piece(NamedTuple):
    """A stretch of text within the same claims and of the same looks (cue, date, figure)."""

    start: int
    end: int
    claims: tuple[int, ...]
    looks: tuple[str, ...]
    begins: tuple[int, ...]


def runs(index: Index, document: Data, *, only_read: bool = False) -> list[dict[str, Any]]:
    """Return the blocks of a document in runs: those of the article as they are, those between them to be folded.

    Args:
        index: Of the whole reading.
        document: One of it.
        only_read: Leave out every block without a claim.
    """
    number = index.document_number[document["id"]]
    pieces = list(_pieces(index, document))
    blocks = list(_blocks(document))
    there = {block["number"] for block in blocks}
    shown = [
        found
        for block, mine in zip(blocks, _dealt(blocks, pieces), strict=True)
        if (found := _block(index, document, number, block, mine, there)) is not None
        and (found["read"] or not only_read)
    ]
    return [_run(aside, list(each)) for aside, each in groupby(shown, key=lambda block: bool(block["aside"]))]


def _blocks(document: Data) -> Iterator[dict[str, Any]]:
    """Yield blocks in order without overlap; what stands outside all of them is a block without a number."""
    text, done = document["text"], 0
    for block in sorted(document["blocks"], key=lambda each: (each["start"], each["end"])):
        start, end = max(done, block["start"]), min(len(text), block["end"])
        if start >= end:
            continue
        if start > done and not text[done:start].isspace():
            yield {"number": None, "start": done, "end": start, "label": _OUTSIDE, "why": "", "repeats": None}
        yield {**block, "start": start, "end": end}
        done = end
    if done < len(text) and not text[done:].isspace():
        yield {"number": None, "start": done, "end": len(text), "label": _OUTSIDE, "why": "", "repeats": None}


def _dealt(blocks: Sequence[Data], pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield for each block the pieces in it; no piece lies across the edge of a block."""
    place = 0
    for block in blocks:
        mine = []
        while place < len(pieces) and pieces[place].end <= block["end"]:
            if pieces[place].start >= block["start"]:
                mine.append(pieces[place])
            place += 1
        yield mine


def _pieces(index: Index, document: Data) -> Iterator[Piece]:
    begins: dict[int, list[tuple[str, int]]] = {}
    ends: dict[int, list[tuple[str, int]]] = {}
    size = len(document["text"])
    for start, end, what in _spans(index, document):
        if 0 <= start < end <= size:
            begins.setdefault(start, []).append(what)
            ends.setdefault(end, []).append(what)
    edges = {edge for block in document["blocks"] for edge in (min(block["start"], size), min(block["end"], size))}
    points = sorted({0, size, *begins, *ends, *edges})
    claims: dict[int, None] = {}
    looks: dict[str, int] = {}
    for start, end in pairwise(points):
        for look, claim in ends.get(start, ()):
            if claim:
                claims.pop(claim, None)
            else:
                looks[look] -= 1
        fresh = []
        for look, claim in begins.get(start, ()):
            if claim:
                claims[claim] = None
                fresh.append(claim)
            else:
                looks[look] = looks.get(look, 0) + 1
        innermost = tuple(islice(reversed(claims), NAMED_AT_ONCE))
        yield Piece(start, end, innermost, tuple(sorted(look for look, many in looks.items() if many)), tuple(fresh))


def _spans(index: Index, document: Data) -> Iterator[tuple[int, int, tuple[str, int]]]:
    """Yield every stretch to be marked: of a claim with its number, of a look with 0."""
    for claim in index.claims_of[document["id"]]:
        number = index.claim_number[claim["id"]]
        yield claim["start"], claim["end"], ("claim", number)
        if claim["cue"] is not None:
            yield claim["cue"]["start"], claim["cue"]["end"], (f"cue cue-{number}", 0)
        yield from _when_span(claim["when"])
        yield from ((each["start"], each["end"], ("figure", 0)) for each in claim["quantities"])
    yield from _when_span(document["published"])
    yield from _when_span(document["modified"])


def _when_span(when: Data | None) -> Iterator[tuple[int, int, tuple[str, int]]]:
    if when is not None and when["start"] is not None and when["end"] is not None:
        yield when["start"], when["end"], ("date", 0)


def _block(
    index: Index, document: Data, number: int, block: Data, pieces: Sequence[Piece], there: set[int | None]
) -> dict[str, Any] | None:
    from markupsafe import Markup  # noqa: PLC0415

    if not pieces:
        return None
    repeats = block["repeats"]
    is_read = any(piece.claims for piece in pieces)
    return {
        "id": None if block["number"] is None else f"block-{number}-{block['number']}",
        "label": spaced(block["label"]),
        "why": clean(block["why"]),
        "look": "title" if block["label"] == "title" else "",
        "repeats": repeats,
        "repeated": f"block-{number}-{repeats}" if repeats in there and repeats != block["number"] else None,
        "read": is_read,
        "aside": (block["label"] not in ARTICLE or repeats is not None) and not is_read,
        "size": block["end"] - block["start"],
        "text": Markup(_marked(index, document["text"], pieces)),  # noqa: S704  escaped piece by piece
    }


def _run(aside: bool, blocks: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: FBT001  a key of groupby
    told = dict.fromkeys("repeated" if block["repeats"] is not None else block["label"] for block in blocks)
    return {
        "aside": aside,
        "open": sum(block["size"] for block in blocks) <= OPEN,
        "told": ", ".join(told) + (f": {counted(len(blocks), 'block')}" if len(blocks) > 1 else ""),
        "blocks": blocks,
    }


def _marked(index: Index, text: str, pieces: Sequence[Piece]) -> str:
    """Return the HTML of a block; neighbouring pieces of the same claims are one mark."""
    parts = []
    for claims, group in groupby(pieces, key=lambda piece: piece.claims):
        inner = "".join(_chips(index, piece) + _looked(text, piece) for piece in group)
        if claims:
            look = index.look_of[claims[0]] + (" many" if len(claims) > 1 else "")
            inner = f'<mark class="said {look}" data-c="{" ".join(map(str, claims))}">{inner}</mark>'
        parts.append(inner)
    return "".join(parts)


def _chips(index: Index, piece: Piece) -> str:
    """Return the numbers of the claims that begin here, each a link to its card."""
    return "".join(
        f'<a class="chip {index.look_of[claim]}" id="at-{claim}" href="#claim-{claim}">'
        f'<span class="unseen">claim </span>{claim}</a>'
        for claim in piece.begins
    )


def _looked(text: str, piece: Piece) -> str:
    words = shown(text[piece.start : piece.end])
    return f'<span class="{" ".join(piece.looks)}">{words}</span>' if piece.looks else words


def shown(text: str) -> str:
    """Return text as HTML with its lines kept; what cannot be printed stands as its code point, once for a run."""
    return _UNSURE.sub(_visible, escape(text.replace("\r\n", "\n")))


def _visible(found: re.Match[str]) -> str:
    run = found[0]
    character = run[0]
    if character.isprintable():
        return run
    if character in _LINES:
        return "\n" * len(run)
    if character.isspace() and character not in _CONTROLS:
        return " " * len(run)
    times = f" (x {len(run):,})" if len(run) > 1 else ""
    return f'<b class="control" title="a character that cannot be printed">U+{ord(character):04X}{times}</b>'
