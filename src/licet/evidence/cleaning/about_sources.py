"""Where a document says it has its content from: reports it names, credits, references with their addresses.

An outlet that is named without a word for reporting beside it ("shares of X") is no source. An outlet that the table
does not know is a source only where a credit, a reference or the dateline of a wire names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.evidence.cleaning.about_dates import printed_dates
from licet.evidence.cleaning.about_publishers import Publishers, day_in_address
from licet.evidence.cleaning.about_unknown import UnknownCues, unknown_cues, unknown_reports
from licet.evidence.cleaning.blocks_cues import is_numbered
from licet.evidence.cleaning.blocks_repeats import OWN_WORDS
from licet.evidence.cleaning.boilerplate import plain_of, squeezed
from licet.evidence.model import Derivation, Label, Span
from licet.problem import Problem
from licet.rules.loader import rules_root
from licet.table_source import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from licet.evidence.model import Block

_KINDS = frozenset({"reported_by", "syndicated_from", "never"})
_SIDES = frozenset({"before", "after", "before_any", "after_any", "name", "lead"})
_HAN = re.compile(r"[\u3400-\u9fff]")
_URL = re.compile(r"https?://[^\s<>\"'\uff0c。\uff09)\]]{4,1000}")
_ADDRESS_THERE = re.compile(rf"[\s:\uff1a<(]{{0,4}}(?P<url>{_URL.pattern})")
_CREDIT_NAME = re.compile(
    r"[\s:\uff1a*_]{0,4}(?-i:the )?([^\s.,;|()\uff08\uff09\u3000][^.,;|\n()\uff08\uff09\u3000]{1,60})", re.IGNORECASE
)
_NAME_END = re.compile(
    r"\s(?:and|where|under|with|on|by|in|at|is|has|as|to)\s(?![A-Z])"
    r"|\s[-\u2013\u2014·]\s|\s{2,}|\s\d|\s(?=[\u4e00-\u9fff]{2,6}[:\uff1a])"
)
_WIRE = re.compile(
    r"(?P<place>[^\n(\uff08]{0,80})[(\uff08](?P<name>[^()\uff08\uff09\n]{2,40})[)\uff09]\s{0,2}(?:--|[-\u2013\u2014])"
)
_REFERENCE_NAME = re.compile(r"\W{0,4}\d{0,3}\W{1,4}(?P<name>[^\W\d_][^,\"\u201c:;(\[\n]{1,50}?)\s?[,\"\u201c:(]")
_MOST_NAME_WORDS = 5
# what may stand between the words of reporting and the name: an article and a few words, or an adverb
_BEFORE_NAME = (
    r"(?:(?<!\w)|(?<=[\u3400-\u9fff]))(?:{})(?![a-z])"
    r"(?:\s(?:a|an|the|its|that|an earlier))?"
    r"(?:\s[\w\u2019'-]{{1,20}}|[\u3400-\u9fff]{{1,6}}){{0,3}}[\s:\uff1a]{{0,2}}$"
)
_AFTER_NAME = (
    r"(?:['\u2019]s)?,?\s{{0,2}}"
    r"(?:(?:has|had|have|also|first|later|separately|exclusively|previously|earlier|news|agency)\s){{0,2}}"
    r"[\u3400-\u9fff]{{0,4}}?(?:{})(?![a-z])"
)
_BEFORE = 60
_AFTER = 40
_MOST = 200


@dataclass(frozen=True, slots=True)
class SourceCues:
    """The words that make a name beside them a source: patterns for what stands before and after a name, by kind."""

    before: tuple[tuple[str, re.Pattern[str]], ...]
    after: tuple[tuple[str, re.Pattern[str]], ...]
    credits: re.Pattern[str]
    unknown: UnknownCues


@lru_cache(maxsize=4)
def source_cues(root: Path | None = None) -> SourceCues:
    """Return the cues of the rule package; the installed one if no root is given.

    Raises:
        ProblemsFound: With every fault of the table.
    """
    table = read_table((root or rules_root()) / "evidence" / "derivations.csv", shown_as="evidence/derivations.csv")
    problems: list[Problem] = []
    found: dict[tuple[str, str], list[str]] = {}
    for where, row in table.rows:
        kind, side, phrase = row.get("kind", ""), row.get("side", ""), row.get("phrase", "")
        if kind not in _KINDS or side not in _SIDES or not phrase:
            what = f"is no cue: {kind!a} {side!a} {phrase!a}"
            problems.append(
                Problem("unknown-value", where, what, f"kind one of {sorted(_KINDS)}, side one of {sorted(_SIDES)}")
            )
        found.setdefault((kind, side), []).append(phrase)
    if problems:
        raise ProblemsFound(problems)
    before, after = [], []
    for (kind, side), words in found.items():
        if side not in {"before", "after"}:
            continue
        options = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        if side == "before":
            before.append((kind, re.compile(_BEFORE_NAME.format(options), re.IGNORECASE)))
        else:
            after.append((kind, re.compile(_AFTER_NAME.format(options), re.IGNORECASE)))
    credited = "|".join(re.escape(word) for word in sorted(found[("syndicated_from", "before")], key=len, reverse=True))
    sides = {side: found.get(("reported_by", side), []) for side in _SIDES}
    sure = (*sides["before_any"], *sides["after_any"])
    never, leads = (found.get(("never", side), []) for side in ("name", "lead"))
    unknown = unknown_cues(sides["before"], sides["after"], sure, never, leads)
    return SourceCues(tuple(before), tuple(after), re.compile(rf"(?<!\w)(?:{credited})", re.IGNORECASE), unknown)


def derivations_of(
    text: str,
    blocks: Sequence[Block],
    table: Publishers,
    cues: SourceCues,
    *,
    own: str = "",
    outlets: Collection[str] = (),
) -> tuple[Derivation, ...]:
    """Return the sources that a document names, in the order they stand; each name and kind of credit once a block.

    Args:
        text: The text of the document.
        blocks: Its blocks.
        table: The publishers that are known.
        cues: The words of reporting.
        own: The name of its own publisher, which is no source of it.
        outlets: The last words of names of outlets, in lower case.
    """
    found: list[Derivation] = []
    for block in blocks:
        if len(found) >= _MOST:
            break
        if block.repeats is not None:
            continue
        if block.label is Label.REFERENCES:
            found += islice(_references(text, block, table), _MOST)
        elif block.label in OWN_WORDS:
            found += islice(_reported(text, block, table, cues), _MOST)
            found += islice(unknown_reports(text, block, table, cues.unknown, outlets), _MOST)
        elif block.label in (Label.CREDIT, Label.BYLINE, Label.DATELINE):
            named = list(islice(_reported(text, block, table, cues), _MOST))
            found += named or _credited(text, block, table, cues)
    if blocks:
        found += _wired(text, blocks, table)
    mine = _key(own)
    return _spelled_once(dict.fromkeys(one for one in found if not _is_own(_key(one.publisher), mine)))


def _is_own(key: str, mine: str) -> bool:
    return bool(mine) and (key == mine or (len(key) > 3 and _HAN.match(key) is not None and key in mine))  # noqa: PLR2004


def _key(name: str) -> str:
    return squeezed(plain_of(name).removeprefix("the "))


def _spelled_once(found: Iterable[Derivation]) -> tuple[Derivation, ...]:
    """Return derivations of which each outlet has one name, the longest where one has "The" and another not."""
    found = tuple(found)
    spelled: dict[str, str] = {}
    for one in found:
        key = _key(one.publisher)
        spelled[key] = max(spelled.get(key, ""), one.publisher, key=len)
    return tuple(replace(one, publisher=spelled[_key(one.publisher)]) for one in found)


def _reported(text: str, block: Block, table: Publishers, cues: SourceCues) -> Iterator[Derivation]:
    start, end = block.span.start, block.span.end
    for match in table.names_in(text, start, end):
        publisher = table.named(match.group())
        if publisher is None:
            continue
        before = text[max(start, match.start() - _BEFORE) : match.start()]
        after = text[match.end() : min(end, match.end() + _AFTER)]
        led = next(((kind, cue) for kind, pattern in cues.before if (cue := pattern.search(before))), None)
        followed = next(((kind, cue) for kind, pattern in cues.after if (cue := pattern.match(after))), None)
        if led is None and followed is None:
            continue
        first = match.start() if led is None else match.start() - len(before) + led[1].start()
        last = match.end() if followed is None else match.end() + followed[1].end()
        kind = led[0] if led is not None else followed[0] if followed is not None else ""
        yield Derivation(publisher.name, kind, text[first:last], Span(first, last))


def _credited(text: str, block: Block, table: Publishers, cues: SourceCues) -> Iterator[Derivation]:
    """Yield the name after a word of credit, whether the table knows it or not."""
    for cue in cues.credits.finditer(text, block.span.start, block.span.end):
        address = _ADDRESS_THERE.match(text, cue.end(), block.span.end)
        if address is not None:
            url = address["url"].rstrip(".,;")
            span = Span(cue.start(), address.start("url") + len(url))
            said = table.of_address(url)
            yield Derivation(said.name if said else _domain(url), "syndicated_from", span.of(text), span, url)
            return
        name = _CREDIT_NAME.match(text, cue.end(), block.span.end)
        if name is not None:
            shorter = _NAME_END.split(name.group(1), maxsplit=1)[0].strip(" *_")
            span = Span(cue.start(), name.start(1) + name.group(1).index(shorter) + len(shorter))
            known = table.named(shorter)
            if shorter:
                yield Derivation(known.name if known is not None else shorter, "syndicated_from", span.of(text), span)
            return


def _references(text: str, block: Block, table: Publishers) -> Iterator[Derivation]:
    start = block.span.start
    for line in block.span.of(text).splitlines(keepends=True):
        bare = line.strip()
        span = Span(start + line.index(bare), start + line.index(bare) + len(bare))
        start += len(line)
        found = _URL.search(bare)
        address = found.group().rstrip(".,;") if found else ""
        publisher = table.of_address(address) if address else None
        named = _REFERENCE_NAME.match(bare)
        name = named["name"].strip() if named and "//" not in named["name"] else ""
        if len(name.split()) > _MOST_NAME_WORDS or "://" in bare[: len(name) + 8] or not (address or is_numbered(bare)):
            name = ""
        if publisher is None and name:
            publisher = table.named(name)
        said = publisher.name if publisher is not None else name or (_domain(address) if address else "")
        if not address and not name:
            for one in table.names_in(text, span.start, span.end):
                known = table.named(one.group())
                if known is not None:
                    yield Derivation(known.name, "reference", one.group(), Span(*one.span()))
        if said:
            printed = next(
                (one.first for one in printed_dates(bare.replace(address, "")) if one.first == one.last), None
            )
            yield Derivation(said, "reference", bare, span, address, printed or day_in_address(address))


def _domain(address: str) -> str:
    host = address.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].lower()
    return host.removeprefix("www.")


def _wired(text: str, blocks: Sequence[Block], table: Publishers) -> Iterator[Derivation]:
    """Yield the wire that a first paragraph names in its dateline: "BEIJING, July 18 (Reuters) -"."""
    first = next((block for block in blocks if block.label is Label.BODY), None)
    if first is None:
        return
    wire = _WIRE.match(first.span.of(text)[:200])
    if wire is None:
        return
    publisher = table.named(wire["name"])
    in_capitals = wire["place"][:3].isupper()
    if publisher.is_outlet if publisher is not None else in_capitals:
        span = Span(first.span.start + wire.start("name"), first.span.start + wire.end("name"))
        yield Derivation(publisher.name if publisher else wire["name"], "syndicated_from", span.of(text), span)
