from __future__ import annotations

import pytest

from licet.case import load_countries


def test_every_code_of_iso_3166_is_there() -> None:
    countries = load_countries()

    for code in ("CN", "HK", "MO", "TW", "NA", "AX", "ZW", "SS", "BQ"):
        assert countries.read(code) == code
    assert countries.read("na") == "NA"
    assert len(countries) == 249


@pytest.mark.parametrize("text", ["", "XX", "CHN", "UK", "EU", "ＣＮ", "-", "C\u0130"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 3166-1"):
        load_countries().read(text)


def test_a_name_is_answered_with_its_code() -> None:
    with pytest.raises(ValueError, match="is written NA"):
        load_countries().read("Namibia")
