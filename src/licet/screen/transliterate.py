"""Names of one script written in another, and spellings that sound alike.

Cyrillic, Greek and Arabic letters become Latin ones by a table; Chinese characters become simplified ones, pinyin, or
English where they are a common part of a firm's name. Kana and Hangul stay as they are.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from licet.screen.tables import chinese_words, letters, sounds, wade_giles

if TYPE_CHECKING:
    from opencc import OpenCC

CHINESE = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{CHINESE}]+")
_LONGEST_SYLLABLE = 6
_LONGEST_PERSON = 4  # characters of a Chinese person's name
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiu]")
_CACHED = 200_000
_DIGITS = "零一二三四五六七八九"
_ORDINAL = re.compile(f"第([{_DIGITS[1:]}]?)(十?)([{_DIGITS[1:]}]?)(?=.)")


def has_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return not text.isascii() and _RUN.search(text) is not None


def in_latin(text: str) -> str:
    """Return a text in lower case with Cyrillic, Greek and Arabic letters in Latin ones.

    >>> in_latin("ромашка")
    'romashka'
    """
    return text if text.isascii() else text.translate(letters())


def simplified(text: str) -> str:
    """Return a text with traditional Chinese characters as simplified ones.

    >>> simplified("華為技術")
    '华为技术'
    """
    return str(_converter().convert(text))


def with_numbers(text: str) -> str:
    """Return a simplified text with its ordinals below a hundred in digits.

    >>> with_numbers("第五十五研究所")
    ' 55 研究所'
    """
    return _ORDINAL.sub(_number, text)


def segments(text: str) -> tuple[str, ...]:
    """Return a simplified Chinese text cut into common words, the longest first, and what stands between them.

    >>> segments("北京华为数字技术")
    ('北京', '华为', '数字技术')
    """
    found: list[str] = []
    unknown = ""
    known, longest = chinese_words(), _longest()
    at = 0
    while at < len(text):
        word = next((text[at : at + size] for size in range(longest, 0, -1) if text[at : at + size] in known), "")
        if word:
            found += [unknown, word]
            unknown = ""
        else:
            unknown += text[at]
        at += len(word) or 1
    return tuple(each for each in (*found, unknown) if each)


def chinese_in_latin(text: str) -> tuple[str, ...]:
    """Return a simplified text with its Chinese in English words and pinyin; a short one also as a person's name.

    >>> chinese_in_latin("华为技术"), chinese_in_latin("陈全国")
    (('huawei technology',), ('chenquanguo', 'chen quanguo'))
    """
    known = chinese_words()

    def read(run: re.Match[str]) -> str:
        words = (known[part] if part in known else pinyin(part) for part in segments(run.group()))
        return f" {' '.join(words)} "

    ways = [" ".join(_RUN.sub(read, text).split())]
    if 1 < len(text) <= _LONGEST_PERSON and _RUN.fullmatch(text) and segments(text) == (text,) and text not in known:
        ways.append(f"{pinyin(text[0])} {pinyin(text[1:])}")
    return tuple(dict.fromkeys(ways))


def pinyin(text: str) -> str:
    """Return Chinese characters as pinyin without tones or spaces."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  0.2 s, and only for Chinese

    return "".join(lazy_pinyin(text, v_to_u=False)).replace("v", "u")


@lru_cache(_CACHED)
def sound(word: str) -> str:
    """Return a Latin word as it sounds, for the spellings that transliterations differ by.

    >>> sound("yevgeniy"), sound("evgeny"), sound("dzhokhar") == sound("jokhar")
    ('evgeni', 'evgeni', True)
    """
    if not word.isascii():
        return word
    for written, heard, where in sounds():
        if where == "any":
            word = word.replace(written, heard)
        elif where == "start" and word.startswith(written):
            word = heard + word[len(written) :]
        elif where == "end" and word.endswith(written):
            word = word[: -len(written)] + heard
    return _DOUBLED.sub(r"\1", word)


@lru_cache(_CACHED)
def skeleton(word: str) -> str:
    """Return the first letter of a word's sound and the consonants after it.

    >>> skeleton("mohammed"), skeleton("muhamad")
    ('mhmd', 'mhmd')
    """
    heard = sound(word)
    return heard[:1] + _VOWELS.sub("", heard[1:]) if heard.isascii() else heard


@lru_cache(_CACHED)
def in_wade_giles(word: str) -> str:
    """Return a word of pinyin syllables in Wade-Giles without apostrophes, empty for another word or if it is equal.

    >>> in_wade_giles("xuezhang"), in_wade_giles("beijing"), in_wade_giles("trading")
    ('hsuehchang', 'peiching', '')
    """
    if not word.isascii():
        return ""
    written = _syllables(word)
    return "" if written is None or written == word else written


def _number(ordinal: re.Match[str]) -> str:
    tens, ten, ones = ordinal.groups()
    if not ten:
        return f" {_DIGITS.index(tens)} " if tens and not ones else ordinal.group()
    return f" {(_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)} "


def _syllables(word: str) -> str | None:
    """Return the Wade-Giles of the division that takes the longest syllable first and comes out even."""
    known = wade_giles()
    taken: list[str] = []
    dead: set[int] = set()  # places from which no division comes out even
    at = 0
    while at < len(word):
        for end in range(min(at + _LONGEST_SYLLABLE, len(word)), at, -1):
            if word[at:end] in known and end not in dead:
                taken.append(word[at:end])
                at = end
                break
        else:
            if not taken:
                return None
            dead.add(at)
            at -= len(taken.pop())
    return "".join(known[syllable] for syllable in taken)


@cache
def _longest() -> int:
    return max(map(len, chinese_words()))


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415  only for Chinese

    return OpenCC("t2s")
