"""Reports of outlets that no table knows: "first reported by Outlet B", ", Outlet B reported on Monday".

A name is a run of words with capitals. One that ends as names of outlets do ("Evening Post") counts beside any word of
reporting; another only beside words that nothing but a report has (`before_any`, `after_any` of `derivations.csv`). A
name that holds a word of offices, firms or people (`never`) counts nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.evidence.cleaning.boilerplate import plain_of, words_of
from licet.evidence.model import Derivation, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from licet.evidence.cleaning.about_publishers import Publishers
    from licet.evidence.model import Block

_WORD = r"(?:[A-Z\u00c0-\u00de][\w\u2019'+-]{0,25}|\d{1,3}[A-Z][a-z]{0,5})"
_JOINED = rf"{_WORD}(?:(?: (?:of|and|&|on|for)(?: the)?)? {_WORD}|[ ]\d{{1,3}}\b){{0,5}}"
_NAME_THERE = re.compile(rf"[\s\"\u201c*_]{{0,3}}(?:the |its )?(?P<name>(?:The )?{_JOINED})")
_NAME_HERE = re.compile(rf"(?<![\w'-])(?P<name>{_JOINED})[\"\u201d*_]{{0,2}},? $")
_QUOTED = re.compile(
    r"(?:据|援引)[\u300a\u201c]?(?P<name>[\u3400-\u9fff]{2,10}[\u3400-\u9fff])[\u300b\u201d]?"
    r"(?:记者|网站|\d{1,2}[日月]){0,4}(?:报道|消息|报导)"
)
_LETTER = re.compile(r"[^\W\d_]")
_ADVERBS = r"(?:(?:has|had|also|first|later|separately|exclusively|previously|earlier|was) ){0,2}"
_AFTER_CLAUSE = re.compile(r"(?:[.,;\u201d\"]|$|\s(?:on|last|this|earlier|late|at|in|citing|cited|yesterday|that)\b)")
_BEFORE = 80
_MOST = 50


@dataclass(frozen=True, slots=True)
class UnknownCues:
    """Words beside names that no table knows: patterns for those before and after, which of them tell by themselves.

    `never` are words of names that are no outlet's, `leads` words that begin sentences and no name.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    sure: frozenset[str]
    never: frozenset[str]
    leads: frozenset[str]


def unknown_cues(
    before: Collection[str],
    after: Collection[str],
    sure: Collection[str],
    never: Collection[str],
    leads: Collection[str] = (),
) -> UnknownCues:
    """Return the cues made ready: phrases before and after a name, those that tell alone, words of no outlet."""
    return UnknownCues(
        re.compile(rf"(?<!\w)(?:{_either((*before, *sure))})(?=[\s\"\u201c])", re.IGNORECASE),
        re.compile(rf"(?<=[\s])(?P<lead>{_ADVERBS})(?P<cue>{_either((*after, *sure))})(?!\w)"),
        frozenset(plain_of(phrase) for phrase in sure),
        frozenset(never),
        frozenset(leads),
    )


def _either(phrases: Collection[str]) -> str:
    spaced = {phrase for phrase in phrases if phrase.isascii() and phrase[-1].isalpha()}
    return "|".join(map(re.escape, sorted(spaced, key=len, reverse=True))) or "(?!)"


def unknown_reports(
    text: str, block: Block, table: Publishers, cues: UnknownCues, outlets: Collection[str]
) -> Iterator[Derivation]:
    """Yield the reports of outlets that the table does not know; `outlets` are last words of their names."""
    start, end = block.span.start, block.span.end
    found = 0
    for quoted in _QUOTED.finditer(text, start, end):
        if table.named(quoted["name"]) is None and quoted["name"][-1] in outlets:
            yield Derivation(quoted["name"], "reported_by", quoted.group(), Span(*quoted.span()))
    for cue in cues.before.finditer(text, start, end):
        name = _NAME_THERE.match(text, cue.end(), end)
        if name is None:
            continue
        bare = _bare(name["name"])
        sure = plain_of(cue.group()) in cues.sure
        if _is_outlet(bare, table, cues, outlets, sure=sure):
            span = Span(cue.start(), name.start("name") + len(bare))
            yield Derivation(bare, "reported_by", span.of(text), span)
            found += 1
        if found >= _MOST:
            return
    for cue in cues.after.finditer(text, start, end):
        first = max(start, cue.start() - _BEFORE)
        name = _NAME_HERE.search(text, first, cue.start())
        if name is None:
            continue
        sure = plain_of(cue["cue"]) in cues.sure or _closes_clause(text, name, cue, start, end)
        bare = _without_leads(name["name"], cues.leads)
        if _is_outlet(bare, table, cues, outlets, sure=sure):
            span = Span(name.end("name") - len(bare), cue.end())
            yield Derivation(bare, "reported_by", span.of(text), span)
            found += 1
        if found >= _MOST:
            return


def _without_leads(name: str, leads: Collection[str]) -> str:
    first, gap, rest = name.partition(" ")
    return rest if gap and first.lower() in leads else name


def _closes_clause(text: str, name: re.Match[str], cue: re.Match[str], start: int, end: int) -> bool:
    """Tell whether "..., Outlet B reported on Monday" closes what a sentence says."""
    before = text[max(start, name.start("name") - 6) : name.start("name")].rstrip()
    before = before.removesuffix("the").rstrip()
    return (
        cue["cue"] in {"reported", "reports", "first reported"}
        and before.endswith((",", ",\u201d", ',"'))
        and _AFTER_CLAUSE.match(text, cue.end(), end) is not None
    )


def _bare(name: str) -> str:
    """Return a name without an s of possession and what follows it."""
    return re.split(r"['\u2019]s\b", name, maxsplit=1)[0].strip()


def _is_outlet(name: str, table: Publishers, cues: UnknownCues, outlets: Collection[str], *, sure: bool) -> bool:
    words = words_of(plain_of(name))
    is_agency = len(words) > 2 and words[-1] == "agency" and words[-2] in outlets  # noqa: PLR2004
    if is_agency:
        words = words[:-1]
    if not words or table.named(name) is not None or not _LETTER.search(name) or cues.never.intersection(words):
        return False
    if any(True for _ in table.names_in(name, 0, len(name))):
        return False
    return sure or (len(words) > 1 and words[-1] in outlets)
