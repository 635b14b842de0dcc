"""How alike two names are: a score from 0 to 1 out of stated features, and the features in words.

Words of the two are paired, the likest first. A pair counts by its weight, its likeness taken off the sum: a rare word
weighs 1, a common one down to 0.3, words of `light_words.csv` what stands there. From the pairs come

- `agreement`: twice what is shared over what both hold together;
- `contained`: where the shorter name stands in the longer one and what is shared is rare: 0.85 of how well, less up to
  0.25 for what stands beside it;
- `joined`: both written without spaces, for words joined or divided;
- `initials`: a single word of four letters or more that is the initials of the other name.

The score is the greatest of them. Where a word is not equal, a short name is taken down. A Chinese name read in
English words or pinyin counts 0.93.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from licet.screen.transliterate import has_chinese, in_wade_giles
from licet.screen.word_likeness import OTHER_PINYIN, Way, edited, has_digit, word_likeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from licet.screen.forms import Reading

CONTAINED = 0.85
BESIDE = 0.25  # off where what stands beside the part weighs as much as the part
INITIALS = 0.66
TRANSLATED = 0.93
RARE = 0.7  # one shared word of this weight, or this much in all, is enough to be contained
SHARED = 1.1
WHOLE = 0.9  # the share of the shorter name that must be found
OTHER_ORDER = 0.99
SHORT_UNLIKE = 0.2  # off a name of four letters of which one is not equal; less for each letter more, none from twelve
SHORT_NAME, LONG_NAME = 4, 12  # letters
LETTERS_AN_EDIT = 12  # of the whole, one more edit
INITIALS_LETTERS = range(4, 9)
_JOINED = 5
_PARTIAL = {Way.INITIAL, Way.ABBREVIATED}  # the rest of the longer word stays unexplained


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that speaks for two names being one: what, how much from 0 to 1, and in words."""

    name: str
    value: float
    words: str


class _Pair(NamedTuple):
    asked: str
    listed: str
    weight: float  # what the two count for together, half of it
    shared: float  # how much of it is shared
    way: Way
    edits: int


class _Paired(NamedTuple):
    pairs: list[_Pair]
    only_asked: list[str]
    only_listed: list[str]
    beside_asked: float  # what the words without a pair weigh
    beside_listed: float

    @property
    def shared(self) -> float:
        return _total(pair.shared for pair in self.pairs)

    @property
    def held(self) -> float:
        return _total(pair.weight for pair in self.pairs)


def score(asked: Reading, listed: Reading, weigh: Callable[[str], float]) -> float:
    """Return how alike two names are.

    Args:
        asked: What is looked up.
        listed: What a list has.
        weigh: The weight of a word, above 0 and at most 1.
    """
    paired = _pair(asked.words, listed.words, weigh)
    value = max(
        _agreement(paired, asked.words, listed.words),
        _contained(paired),
        joined(asked.words, listed.words)[0],
        _initials(asked.words, listed.words)[0],
    )
    if asked.translated or listed.translated:
        value *= TRANSLATED
    return _in_thousandths(value)


def features(asked: Reading, listed: Reading, weigh: Callable[[str], float]) -> tuple[Feature, ...]:
    """Return what speaks for two names being one, the strongest first; `score` follows from the values."""
    paired = _pair(asked.words, listed.words, weigh)
    as_one, edits = joined(asked.words, listed.words)
    initials, short = _initials(asked.words, listed.words)
    is_part = paired.beside_listed <= paired.beside_asked
    apart = f", {_letters(edits)} apart" if edits else ""
    found = [
        Feature("agreement", _agreement(paired, asked.words, listed.words), _in_words(paired, asked, listed)),
        Feature("contained", _contained(paired), _PART if is_part else _WHOLE),
        Feature("joined", as_one, f"equal but for where words are divided{apart}"),
        Feature("initials", initials, f"{short.upper()} is the initials of the other name"),
    ]
    shown = [Feature(each.name, _in_thousandths(each.value), each.words) for each in found if each.value > 0]
    shown.sort(key=lambda each: -each.value)
    if shown and (asked.translated or listed.translated):
        shown.append(Feature("translated", TRANSLATED, "the Chinese name is read in English words and pinyin"))
    return tuple(shown)


_PART, _WHOLE = "the listed name is part of the name", "the name is part of the listed one"


def _pair(asked: tuple[str, ...], listed: tuple[str, ...], weigh: Callable[[str], float]) -> _Paired:
    asked, listed = _divided_alike(asked, listed), _divided_alike(listed, asked)
    left, right = list(enumerate(asked)), list(enumerate(listed))
    pairs = []
    for each in tuple(left):
        equal = next((other for other in right if other[1] == each[1]), None)
        if equal is not None:
            left.remove(each)
            right.remove(equal)
            weight = weigh(each[1])
            pairs.append(_Pair(each[1], each[1], weight, weight, Way.EQUAL, 0))
    found = []
    for at, word in left:
        for place, other in right:
            value, way, edits = word_likeness(word, other)
            if value > 0:
                found.append((-value, abs(at - place), at, place, way, edits))
    found.sort(key=lambda each: each[:4])
    for value, _, at, place, way, edits in found:
        if (at, asked[at]) in left and (place, listed[place]) in right:
            left.remove((at, asked[at]))
            right.remove((place, listed[place]))
            one, other_weight = weigh(asked[at]), weigh(listed[place])
            least = min(one, other_weight)
            weight = (one + other_weight) / 2 if way in _PARTIAL else least
            pairs.append(_Pair(asked[at], listed[place], weight, -value * least, way, edits))
    only_asked, only_listed = [word for _, word in left], [word for _, word in right]
    return _Paired(pairs, only_asked, only_listed, _total(map(weigh, only_asked)), _total(map(weigh, only_listed)))


def _in_thousandths(value: float) -> float:
    """Return a value rounded to thousandths, halves up: `round` rounds otherwise than compiled code."""
    return int(max(0.0, value) * 1000 + 0.5) / 1000


def _total(figures: Iterable[float]) -> float:
    """Return a sum, added from the left: `sum` of later Pythons adds otherwise than compiled code."""
    whole = 0.0
    for each in figures:
        whole += each
    return whole


def _divided_alike(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with two neighbours joined where the other name has them as one, or as one in Wade-Giles."""
    found: list[str] = []
    for word in words:
        both = found[-1] + word if found else ""
        if both and (both in others or any(in_wade_giles(each) == both for each in others)):
            found[-1] = both
        else:
            found.append(word)
    return tuple(found)


def _agreement(paired: _Paired, asked: tuple[str, ...], listed: tuple[str, ...]) -> float:
    if not paired.pairs:
        return 0.0
    both = 2 * paired.held + paired.beside_asked + paired.beside_listed
    value = 2 * paired.shared / both - _short(paired)
    return value * OTHER_ORDER if _other_order(asked, listed) else value


def _contained(paired: _Paired) -> float:
    shared = paired.shared
    if not shared or (shared < SHARED and all(pair.shared < RARE or has_digit(pair.listed) for pair in paired.pairs)):
        return 0.0
    share = shared / (paired.held + min(paired.beside_asked, paired.beside_listed))
    if share < WHOLE:
        return 0.0
    beside = BESIDE * min(1.0, max(paired.beside_asked, paired.beside_listed) / shared)
    return CONTAINED * share - beside - _short(paired)


def _short(paired: _Paired) -> float:
    """Return what a name is taken down for being short where a word is not equal."""
    if all(pair.way is Way.EQUAL for pair in paired.pairs):
        return 0.0
    letters = max(sum(len(pair.asked) for pair in paired.pairs), sum(len(pair.listed) for pair in paired.pairs))
    return SHORT_UNLIKE * min(1.0, max(0.0, (LONG_NAME - letters) / (LONG_NAME - SHORT_NAME)))


def joined(asked: Sequence[str], listed: Sequence[str]) -> tuple[float, int]:
    """Return how alike two names are without spaces, and how many edits apart; 0 for what is divided alike."""
    one, other = "".join(asked), "".join(listed)
    if has_chinese(one) and has_chinese(other):
        value, _, edits = edited(one, other)
        return value, edits
    if len(asked) == len(listed) or min(len(one), len(other)) < _JOINED:
        return 0.0, 0
    if in_wade_giles(one) == other or in_wade_giles(other) == one:
        return OTHER_PINYIN, 0
    allowed = 1 + max(len(one), len(other)) // LETTERS_AN_EDIT
    if abs(len(one) - len(other)) > allowed:
        return 0.0, 0
    value, _, edits = edited(one, other)
    if edits > allowed or (edits and any(map(has_digit, (*asked, *listed)))):
        return 0.0, 0
    return value * OTHER_ORDER, edits


def _initials(asked: Sequence[str], listed: Sequence[str]) -> tuple[float, str]:
    for one, other in ((asked, listed), (listed, asked)):
        if len(one) == 1 and len(one[0]) in INITIALS_LETTERS and "".join(word[0] for word in other) == one[0]:
            return INITIALS, one[0]
    return 0.0, ""


def _other_order(asked: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    return asked != listed and sorted(asked) == sorted(listed)


def _in_words(paired: _Paired, asked: Reading, listed: Reading) -> str:
    words = [text for pair in paired.pairs for text in _pair_in_words(pair)]
    if paired.only_asked:
        words.append(f"only in the name: {' '.join(paired.only_asked)}")
    if paired.only_listed:
        words.append(f"only in the listed name: {' '.join(paired.only_listed)}")
    if _other_order(asked.words, listed.words):
        words.append("the words stand in another order")
    return "; ".join(words) or "every word is equal"


def _pair_in_words(pair: _Pair) -> Iterator[str]:
    asked, listed = pair.asked, pair.listed
    if pair.way is Way.EDITED:
        yield f"{asked} differs by {_letters(pair.edits)} from {listed}"
    elif pair.way is Way.SOUND:
        yield f"{asked} sounds like {listed}"
    elif pair.way is Way.PINYIN:
        yield f"{asked} and {listed} are one in pinyin and Wade-Giles"
    elif pair.way is Way.CONSONANTS:
        yield f"{asked} has the consonants of {listed}"
    elif pair.way is Way.ABBREVIATED:
        yield f"one of {asked} and {listed} may abbreviate the other"
    elif pair.way is Way.INITIAL:
        yield f"{asked} and {listed} begin alike"


def _letters(edits: int) -> str:
    return "one letter" if edits == 1 else f"{edits} letters"
