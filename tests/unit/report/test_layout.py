"""Text is measured as a terminal shows it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from licet.report.layout import clean, columns, pad, wrap


def test_chinese_characters_take_two_columns() -> None:
    assert columns("买方丁") == 6
    assert pad("买方", 6) == "买方  "
    assert pad("7", 3, right=True) == "  7"


def test_a_long_word_is_broken() -> None:
    assert wrap("abcdefgh ij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("买方丁有限", 5) == ["买方", "丁有", "限"]
    assert wrap("", 5) == [""]


def test_what_cannot_be_printed_is_marked() -> None:
    assert clean("a\x1b[31m\u202eb\x00c\nd\u00a0e") == "a\ufffd[31m\ufffdb\ufffdc d e"


@given(st.text(max_size=60), st.integers(min_value=2, max_value=40))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert all(columns(line) <= width for line in lines)
