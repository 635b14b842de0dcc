"""The phrases by which pages mark what is not the article: read from a table, looked up in one pass a line.

`boilerplate.csv` has a row for each phrase: the label of what bears it, where it stands, and what it opens, that is,
what follows it and is of that label as well (`section`; `list`; `line`: the next one; `all`: all that follows, if the
article is over). The places:

- `line`: it is the whole line. `start`, `anywhere`. `opening`: a sentence that begins so may be of that label.
- `token`: a line of such words only. `weak`: it hints at the label. `class`: in a class or id of HTML.
- `modified`: a date line with it says when the page was changed. `named_above`: the line before names the publisher;
  `named_after`: the words after it do. `outlet`, `office`, `firm`: names of such end with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.evidence.model import Label
from licet.problem import Problem
from licet.rules.loader import rules_root
from licet.table_source import Table, read_table

if TYPE_CHECKING:
    from pathlib import Path

_COLUMNS = ("label", "place", "opens", "phrase")
_NAME_PLACES = ("outlet", "office", "firm")
_PLACES = frozenset(
    {"line", "start", "anywhere", "opening", "token", "weak", "class", "modified", "named_above", "named_after"}
    | set(_NAME_PLACES)
)
_OPENS = frozenset({"", "section", "list", "line", "all"})
_LABELS = {label.value: label for label in Label}
_QUOTES = (("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"'))
_FIRST_SIGN = "\u2190"
_SIGNS = re.compile("^[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\\s]+")  # arrows, boxes, faces
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*[km]?\b")
_ASCII_WORDS = re.compile(r"\w+")
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # kana, Chinese characters, hangul
_HAN = re.compile(f"[{_UNSPACED}]")
_WORDS = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase found: the label it stands for, what it opens, and the phrase."""

    label: Label
    opens: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """The table made ready for looking up. Texts are given plain (`plain_of`), with their words."""

    lines: dict[str, Cue]
    starts: tuple[tuple[tuple[str, ...], dict[str, Cue]], ...]
    first_words: dict[str, tuple[tuple[str, Cue], ...]]
    unspaced: tuple[tuple[str, Cue], ...]
    tokens: dict[Label, frozenset[str]]
    weak: dict[Label, tuple[str, ...]]
    weak_words: dict[Label, frozenset[str]]
    classes: dict[str, Label]
    openings: dict[Label, tuple[str, ...]]
    modified: tuple[str, ...]
    named_above: tuple[str, ...]
    named_after: tuple[str, ...]
    outlets: frozenset[str]
    offices: frozenset[str]
    firms: frozenset[str]

    def of_line(self, plain: str) -> Cue | None:
        """Return the cue of a line that is a phrase and nothing else."""
        bare = plain.strip(" \t-*_•·#|>»\u203a:\uff1a.…!?\uff1f。,()[]【】\u2014\u2013")
        return self.lines.get(bare) or self.lines.get(_DIGITS.sub("0", bare))

    def is_page_number(self, plain: str) -> bool:
        """Tell whether a text is a phrase of navigation with a figure in it: "page 2 of 9"."""
        counted = _DIGITS.sub("0", plain.strip())
        cue = self.lines.get(counted)
        return cue is not None and cue.label is Label.NAVIGATION and "0" in counted

    def of_start(self, plain: str) -> Cue | None:
        """Return the cue of a line that begins with a phrase, the longest."""
        bare = plain.lstrip(" \t-*_•·#>[")
        if bare[:1] >= _FIRST_SIGN:
            bare = _SIGNS.sub("", bare)
        best: Cue | None = None
        for heads, cues in self.starts:
            if bare.startswith(heads):
                cue = next(cues[head] for head in heads if bare.startswith(head))
                if best is None or len(cue.phrase) > len(best.phrase):
                    best = cue
        return best

    def anywhere(self, plain: str, words: frozenset[str]) -> Cue | None:
        """Return the cue of the first phrase that a text holds."""
        found = [
            (plain.find(phrase), cue)
            for word in words & self.first_words.keys()
            for phrase, cue in self.first_words[word]
            if phrase in plain
        ]
        if found:
            return min(found, key=lambda one: (one[0], one[1].phrase))[1]
        if _HAN.search(plain):
            return next((cue for phrase, cue in self.unspaced if phrase in plain), None)
        return None

    def only(self, label: Label, words: frozenset[str]) -> bool:
        """Tell whether all words are such as lines of a label are made of."""
        return bool(words) and words <= self.tokens.get(label, frozenset())

    def weakly(self, plain: str, label: Label, words: frozenset[str] | None = None) -> int:
        """Return how many phrases hint at a label; `words`, if they are known, spare most of the search."""
        if words is not None and words.isdisjoint(self.weak_words.get(label, frozenset())):
            return 0
        spaced = f" {' '.join(words_of(plain))} "
        return sum(phrase in spaced for phrase in self.weak.get(label, ()))


def plain_of(text: str) -> str:
    """Return a text in lower case with straight quotes and single spaces, as phrases are compared."""
    if text.isascii():
        return " ".join(text.lower().split())
    for written, straight in _QUOTES:
        text = text.replace(written, straight)
    return " ".join(text.casefold().split())


def words_of(plain: str) -> list[str]:
    """Return the words of a plain text in order, without punctuation; each Chinese character is one."""
    return (_ASCII_WORDS if plain.isascii() else _WORDS).findall(plain)


def squeezed(text: str) -> str:
    """Return a name without spaces and punctuation, in lower case."""
    return "".join(words_of(plain_of(text)))


@lru_cache(maxsize=4)
def phrases(root: Path | None = None) -> Phrases:
    """Return the phrases of the rule package; the installed one if no root is given.

    Raises:
        ProblemsFound: With every fault of the table.
    """
    table = read_table((root or rules_root()) / "evidence" / "boilerplate.csv", shown_as="evidence/boilerplate.csv")
    problems: list[Problem] = []
    _check_columns(table, problems)
    found: dict[str, list[Cue]] = {place: [] for place in _PLACES}
    for where, row in table.rows if not problems else ():
        place, cue = row["place"], _cue(where, row, problems)
        if cue is not None and place in _PLACES:
            found[place].append(cue)
        elif place not in _PLACES:
            problems.append(
                Problem("unknown-place", where, f"there is no place {place!a}", f"one of {sorted(_PLACES)}")
            )
    if problems:
        raise ProblemsFound(problems)
    return _made(found)


def _check_columns(table: Table, problems: list[Problem]) -> None:
    missing = [name for name in _COLUMNS if name not in table.columns]
    if missing:
        what = f"the column {', '.join(missing)} is missing"
        problems.append(Problem("missing-column", table.header_where, what, f"write {', '.join(_COLUMNS)}"))


def _cue(where: str, row: dict[str, str], problems: list[Problem]) -> Cue | None:
    label, phrase = _LABELS.get(row["label"]), plain_of(row["phrase"])
    if label is None:
        problems.append(
            Problem("unknown-label", where, f"there is no label {row['label']!a}", "see the model of blocks")
        )
    elif row["opens"] not in _OPENS:
        problems.append(Problem("unknown-value", where, f"nothing opens {row['opens']!a}", f"one of {sorted(_OPENS)}"))
    elif not phrase:
        problems.append(Problem("missing-value", where, "the phrase is blank", "write it, or remove the row"))
    else:
        return Cue(label, row["opens"], phrase)
    return None


def _made(found: dict[str, list[Cue]]) -> Phrases:
    starts: dict[Label, dict[str, Cue]] = {}
    for cue in found["start"]:
        starts.setdefault(cue.label, {})[cue.phrase] = cue
    first_words: dict[str, list[tuple[str, Cue]]] = {}
    unspaced = []
    for cue in found["anywhere"]:
        if _HAN.search(cue.phrase):
            unspaced.append((cue.phrase, cue))
        else:
            first_words.setdefault(words_of(cue.phrase)[0], []).append((cue.phrase, cue))
    tokens: dict[Label, set[str]] = {}
    for cue in found["token"]:
        tokens.setdefault(cue.label, set()).update(words_of(cue.phrase))
    weak: dict[Label, list[str]] = {}
    for cue in found["weak"]:
        weak.setdefault(cue.label, []).append(cue.phrase)
    openings: dict[Label, list[str]] = {}
    for cue in found["opening"]:
        openings.setdefault(cue.label, []).append(cue.phrase)
    return Phrases(
        {cue.phrase.strip(":\uff1a."): cue for cue in reversed(found["line"])},
        tuple((tuple(sorted(cues, key=len, reverse=True)), cues) for cues in starts.values()),
        {word: tuple(cues) for word, cues in first_words.items()},
        tuple(unspaced),
        {label: frozenset(words) for label, words in tokens.items()},
        {label: tuple(f" {one} " for one in hints) for label, hints in weak.items()},
        {label: frozenset(words_of(one)[0] for one in hints) for label, hints in weak.items()},
        {cue.phrase: cue.label for cue in found["class"]},
        {label: tuple(heads) for label, heads in openings.items()},
        tuple(cue.phrase for cue in found["modified"]),
        tuple(cue.phrase for cue in found["named_above"]),
        tuple(sorted((cue.phrase for cue in found["named_after"]), key=len, reverse=True)),
        *(frozenset(cue.phrase for cue in found[place]) for place in _NAME_PLACES),
    )
