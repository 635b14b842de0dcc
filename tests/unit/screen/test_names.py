from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.screen import normal_form, spelled
from licet.screen.names import other_orders

ALIKE = [
    ("HUAWEI TECHNOLOGIES CO., LTD.", "Huawei Technologies Company Limited"),
    ("Huawei Technologies", "Huawei Technologies Co.,Ltd"),
    ("Acme L.L.C.", "ACME LLC"),
    ("Acme L. L. C.", "Acme Limited Liability Company"),
    ("OOO Romashka", "Limited Liability Company Romashka"),
    ("ООО Ромашка", "Ромашка"),
    ("Smith & Sons", "Smith and Sons"),
    ("O'Brien Traders", "O\u2019Brien Traders"),
    ("O\u00b4Brien Traders", "OBrien Traders"),
    ("Société Générale", "SOCIETE GENERALE"),
    ("Işık Elektronik A.Ş.", "Isik Elektronik"),
    ("Ørsted", "Orsted"),
    ("Weiß GmbH", "WEISS"),
    ("Al-Noor Trading", "AL NOOR TRADING"),
    ("\uff28\uff35\uff21\uff37\uff25\uff29", "huawei"),
    ("Hua\u200bwei", "Huawei"),
    ("Hua\u00adwei", "Huawei"),
    ("华为 技术", "华为技术有限公司"),
    ("月影（上海）半导体股份有限公司", "月影上海半导体"),
    ("株式会社テスト", "テスト"),
    ("R&D Institute", "R & D Institute"),
    ("J. P. Traders", "JP Traders"),
    ("  Two\t Words\n", "two words"),
]
UNLIKE = [
    ("Huawei Technologies", "Huawei Device"),
    ("Inspur Group", "Inspur"),
    ("Delta Holding", "Delta"),
    ("Jane Heron", "Heron Jane"),
    ("华为技术", "華為技術"),  # simplified and traditional: for the search by likeness
    ("がく", "かく"),  # the mark is another letter here
    ("Ромашка", "Romashka"),
    ("Acme 1", "Acme 2"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE, ids=[ascii(one) for one, _ in ALIKE])
def test_two_ways_to_write_one_name(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other) != ""


@pytest.mark.parametrize(("one", "other"), UNLIKE, ids=[ascii(one) for one, _ in UNLIKE])
def test_two_names(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize("name", ["Co., Ltd.", "LLC", "有限公司", "SA", "A"])
def test_a_name_that_is_a_form_keeps_it(name: str) -> None:
    assert normal_form(name)


@pytest.mark.parametrize("name", ["", "---", " \t", "\u200b", "...", "🙂", "_"])
def test_a_name_without_a_letter_has_no_normal_form(name: str) -> None:
    assert normal_form(name) == ""


def test_what_is_spelled_keeps_its_form() -> None:
    assert spelled("Acme Company, Limited") == "acme co ltd"


def test_chinese_characters_are_kept() -> None:
    assert normal_form("长江存储科技有限责任公司") == "长江存储科技"


def test_the_order_of_a_listed_individual() -> None:
    assert other_orders("HERON, Jane", is_individual=True) == (" Jane HERON",)
    assert other_orders("HERON, Jane", is_individual=False) == ()
    assert other_orders("HERON, Jane, Jr.", is_individual=True) == ()


def test_initials_after_a_name() -> None:
    assert other_orders("Grey Heron Trading (GHT)", is_individual=False) == ("Grey Heron Trading",)
    assert other_orders("Grey Heron (Shanghai)", is_individual=False) == ()


names = st.text(max_size=40) | st.text(alphabet="AaBb co.,Ltd&'-()有限公司ſß\u0130é ", max_size=30)


@given(names)
def test_case_and_space_around_change_nothing(name: str) -> None:
    assert normal_form(f" {name} ") == normal_form(name)
    if name.isascii():
        assert normal_form(name.upper()) == normal_form(name.lower())


@given(names)
def test_a_normal_form_is_one_line_of_words(name: str) -> None:
    form = normal_form(name)

    assert form == " ".join(form.split())
    assert all(letter.isalnum() or not letter.isascii() or letter == " " for letter in form)


@given(names)
def test_a_spelling_is_spelled_the_same_again(name: str) -> None:
    assert spelled(spelled(name)) == spelled(name)
