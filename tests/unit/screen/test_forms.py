from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screen.forms import MAX_NAME, readings
from licet.screen.several_names import MAX_NAMES, names_in


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Grey Heron Ltd a.k.a. Heron Grey", ("Grey Heron Ltd", "Heron Grey")),
        ("Grey Heron (A.K.A. Heron Grey) Trading", ("Grey Heron Trading", "Heron Grey")),
        ("Moonshade Co., formerly known as Sunshade Co.", ("Moonshade Co.", "Sunshade Co.")),
        ("Moonshade Co.; formerly Sunshade Co.", ("Moonshade Co.", "Sunshade Co.")),
        ("MOONSHADE -AKA- SUNSHADE", ("MOONSHADE", "SUNSHADE")),
        ("Moonshade (AKA: Sunshade)", ("Moonshade", "Sunshade")),
        ("Moonshade f/k/a Sunshade n.k.a. Nightshade", ("Moonshade", "Sunshade", "Nightshade")),
        ("Moonshade doing business as Sunshade", ("Moonshade", "Sunshade")),
        ("Moonshade Ltd trading as Sunshade", ("Moonshade Ltd", "Sunshade")),
        ("a.k.a. Moonshade", ("Moonshade",)),
        ("Moonshade [aka Sunshade, aka Nightshade] (Entity)", ("Moonshade (Entity", "Sunshade", "Nightshade")),
    ],
)
def test_an_entry_of_several_names_is_each_of_them(written: str, names: tuple[str, ...]) -> None:
    assert names_in(written) == names


@pytest.mark.parametrize(
    "written",
    ["Jean Aka Kouassi", "Grey Heron Trading AS", "Lanka Foods", "A. K. Heron", "Formerly Ltd", "", "Ak. A. B"],
)
def test_what_only_looks_like_it_is_one_name(written: str) -> None:
    assert names_in(written) == ()


def test_a_name_of_several_is_read_as_one_and_as_each() -> None:
    found = {each.words for each in readings("Moonshade Heron Co., Ltd. (a.k.a. Quartz River LLC)")}

    assert {("moonshade", "heron"), ("quartz", "river")} <= found
    assert len(found) == 3


@given(st.text(alphabet="aAkK. ;,(-)formerly\0:", max_size=400))
def test_any_text_is_divided_into_few_names(text: str) -> None:
    found = names_in(text)

    assert len(found) <= MAX_NAMES
    assert all("\0" not in each and each == each.strip() for each in found)


def test_a_long_run_of_marks_takes_no_time() -> None:
    assert len(readings("x a.k.a. " * 100_000)) <= MAX_NAMES + 2
    assert len(names_in("(a.k.a. " * (MAX_NAME // 8))) <= MAX_NAMES
