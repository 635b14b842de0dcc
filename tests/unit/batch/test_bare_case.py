from datetime import date
from decimal import Decimal

import pytest

from licet.batch import LEAST, MOST, bare_case, bare_facts, role_bits
from licet.quantity import Interval
from licet.truth import Truth


def test_figures_become_thousandths_and_open_ends_the_outermost_bounds() -> None:
    facts = bare_facts({"tpp": Interval(Decimal("4799.999"), None), "area": Interval(None, Decimal(1))})

    assert facts == {"tpp": (4_799_999, MOST), "area": (LEAST, 1000)}


def test_truths_dates_and_texts_become_plain() -> None:
    facts = bare_facts({"fast": Truth.TRUE, "signed": Truth.FALSE, "day": date(2026, 1, 15), "maker": "NVIDIA"})

    assert facts == {"fast": True, "signed": False, "day": date(2026, 1, 15).toordinal(), "maker": "NVIDIA"}


def test_an_unknown_truth_is_left_out() -> None:
    assert bare_facts({"fast": Truth.UNKNOWN}) == {}


def test_a_figure_finer_than_a_thousandth_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 3 decimals"):
        bare_facts({"tpp": Interval.exactly("0.0001")})


def test_roles_are_bits_and_a_word_that_is_no_role_counts_for_none() -> None:
    assert role_bits(("purchaser", "end_user")) == role_bits(("purchaser",)) | role_bits(("end_user",))
    assert role_bits(("landlord",)) == 0


@pytest.mark.parametrize(("complete", "expected"), [(Truth.TRUE, True), (Truth.UNKNOWN, False), (Truth.FALSE, False)])
def test_parties_are_complete_only_if_that_is_known(complete: Truth, expected: bool) -> None:
    assert bare_case({}, None, parties_complete=complete, order={}).parties_complete is expected


def test_words_still_possible_are_noticed() -> None:
    assert bare_case({}, None, order={"movement": frozenset(("export", "reexport"))}).open_words
    assert not bare_case({}, None, order={"movement": "export"}).open_words
