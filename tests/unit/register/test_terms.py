"""Terms are plain data, and the way there and back changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from tests.unit.register.strategies import DRAWS, authorisations

from licet.register import authorisation_of, draw_of_terms, draw_terms, terms_of

if TYPE_CHECKING:
    from licet.register import Authorisation, Draw


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(_is_plain(one) for one in value)
    return isinstance(value, str | int) and not isinstance(value, bool)


@given(authorisation=authorisations())
def test_the_terms_of_an_authorisation_give_it_back(authorisation: Authorisation) -> None:
    terms = terms_of(authorisation)

    assert _is_plain(terms)
    stored = json.loads(json.dumps(terms, sort_keys=True))
    back = authorisation_of(stored)
    assert back == authorisation
    assert terms_of(back) == terms


@given(draw=DRAWS)
def test_the_terms_of_a_draw_give_it_back(draw: Draw) -> None:
    terms = draw_terms(draw)

    assert _is_plain(terms)
    stored = json.loads(json.dumps(terms, sort_keys=True))
    assert draw_of_terms(stored) == draw
    assert draw_terms(draw_of_terms(stored)) == terms


def test_amounts_are_written_in_the_main_unit_and_exact(make_authorisation, make_draw) -> None:  # noqa: ANN001  fixtures
    from licet.register import Limits, Money  # noqa: PLC0415

    limits = Limits(pieces=0, value=Money(2**80 + 5, "USD"), tpp_thousandths=1_500)

    written = terms_of(make_authorisation(limits=limits))["limits"]

    assert written == {
        "pieces": 0,
        "value": {"amount": "12089258196146291747061.81", "currency": "USD"},
        "tpp": "1.5",
    }
    assert "tpp_per_unit" not in draw_terms(
        make_draw(tpp_per_unit=__import__("licet.quantity").quantity.Interval(None, None))
    )


@pytest.mark.parametrize("change", [{"valid_from": "2026-13-01"}, {"kind": "wish"}, {"limits": {"tpp": "1.0005"}}])
def test_other_data_is_refused(make_authorisation, change) -> None:  # noqa: ANN001  fixtures
    terms = terms_of(make_authorisation()) | change

    with pytest.raises(ValueError, match=r".+"):
        authorisation_of(terms)
