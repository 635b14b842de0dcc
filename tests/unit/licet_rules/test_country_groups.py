"""The dated sets of us/ear against the country groups of the eCFR, where the shared data is at hand."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from licet.rules import Law, book_at, load_law
from licet.truth import Truth

REPOSITORY = Path(__file__).parents[3]
COUNTRY_GROUPS = REPOSITORY / ".." / "shared" / "data" / "country-groups.json"
ISSUE, UAE_RULE = date(2026, 7, 23), date(2026, 7, 10)
ONE_DAY = timedelta(days=1)
GROUPS = {
    "country_group_a5": "A:5",
    "country_group_a6": "A:6",
    "country_group_d1": "D:1",
    "country_group_d4": "D:4",
    "country_group_d5": "D:5",
}
CODES = {
    "Afghanistan": "AF",
    "Albania": "AL",
    "Argentina": "AR",
    "Armenia": "AM",
    "Australia": "AU",
    "Austria": "AT",
    "Azerbaijan": "AZ",
    "Bahrain": "BH",
    "Belarus": "BY",
    "Belgium": "BE",
    "Bulgaria": "BG",
    "Burma": "MM",
    "Cambodia": "KH",
    "Canada": "CA",
    "Central African Republic": "CF",
    "China (PRC)": "CN",
    "Congo (Democratic Republic of)": "CD",
    "Croatia": "HR",
    "Cuba": "CU",
    "Cyprus": "CY",
    "Czech Republic": "CZ",
    "Denmark": "DK",
    "Egypt": "EG",
    "Eritrea": "ER",
    "Estonia": "EE",
    "Finland": "FI",
    "France": "FR",
    "Georgia": "GE",
    "Germany": "DE",
    "Greece": "GR",
    "Haiti": "HT",
    "Hungary": "HU",
    "Iceland": "IS",
    "India": "IN",
    "Iran": "IR",
    "Iraq": "IQ",
    "Ireland": "IE",
    "Israel": "IL",
    "Italy": "IT",
    "Japan": "JP",
    "Jordan": "JO",
    "Kazakhstan": "KZ",
    "Korea, North": "KP",
    "Korea, South": "KR",
    "Kuwait": "KW",
    "Kyrgyzstan": "KG",
    "Laos": "LA",
    "Latvia": "LV",
    "Lebanon": "LB",
    "Libya": "LY",
    "Lithuania": "LT",
    "Luxembourg": "LU",
    "Macau": "MO",
    "Malta": "MT",
    "Mexico": "MX",
    "Moldova": "MD",
    "Mongolia": "MN",
    "Netherlands": "NL",
    "New Zealand": "NZ",
    "Nicaragua": "NI",
    "Norway": "NO",
    "Oman": "OM",
    "Pakistan": "PK",
    "Poland": "PL",
    "Portugal": "PT",
    "Qatar": "QA",
    "Romania": "RO",
    "Russia": "RU",
    "Saudi Arabia": "SA",
    "Singapore": "SG",
    "Slovakia": "SK",
    "Slovenia": "SI",
    "Somalia": "SO",
    "South Africa": "ZA",
    "South Sudan, Republic of": "SS",
    "Spain": "ES",
    "Sudan": "SD",
    "Sweden": "SE",
    "Switzerland": "CH",
    "Syria": "SY",
    "Taiwan": "TW",
    "Tajikistan": "TJ",
    "Turkmenistan": "TM",
    "Türkiye": "TR",
    "United Arab Emirates": "AE",
    "United Kingdom": "GB",
    "Uzbekistan": "UZ",
    "Venezuela": "VE",
    "Vietnam": "VN",
    "Yemen": "YE",
    "Zimbabwe": "ZW",
}


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law(REPOSITORY / "src" / "licet_rules", use_cache=False)


@pytest.fixture(scope="module")
def published() -> dict[str, list[str]]:
    if not COUNTRY_GROUPS.is_file():
        pytest.skip(f"the shared country groups are not at {COUNTRY_GROUPS}")
    groups: dict[str, list[str]] = json.loads(COUNTRY_GROUPS.read_text(encoding="utf-8"))["groups"]
    return groups


@pytest.mark.parametrize(("set_name", "group"), GROUPS.items())
def test_the_set_equals_the_group_as_published(
    law: Law, published: dict[str, list[str]], set_name: str, group: str
) -> None:
    found = book_at(law, ISSUE).sets[set_name]

    assert found.members == {CODES[name] for name in published[group]}
    assert not found.uncertain


def test_macau_stands_beside_d5_on_every_day(law: Law) -> None:
    for day in (date(2023, 11, 17), date(2024, 3, 15), UAE_RULE - ONE_DAY, UAE_RULE, ISSUE):
        sets = book_at(law, day).sets

        assert sets["d5_or_macau"].members == sets["country_group_d5"].members | {"MO"}
        assert sets["d5_or_macau"].uncertain == sets["country_group_d5"].uncertain


def test_an_uncertain_member_leaves_the_others_certain(law: Law) -> None:
    found = book_at(law, date(2024, 6, 3)).sets["country_group_d5"]

    assert found.uncertain == {"KH", "CY"}
    assert (found.contains("CN"), found.contains("KH"), found.contains("DE")) == (
        Truth.TRUE,
        Truth.UNKNOWN,
        Truth.FALSE,
    )


@pytest.mark.parametrize(
    ("set_name", "member", "first_day"),
    [
        ("country_group_a5", "AE", UAE_RULE),
        ("country_group_d1", "NI", date(2024, 3, 15)),
        ("country_group_d5", "NI", date(2024, 3, 15)),
        ("ai_authorization_5a", "DE", date(2025, 1, 13)),
    ],
)
def test_a_member_joins_on_its_first_day(law: Law, set_name: str, member: str, first_day: date) -> None:
    before, on = (book_at(law, day).sets[set_name].contains(member) for day in (first_day - ONE_DAY, first_day))

    assert (before, on) == (Truth.FALSE, Truth.TRUE)


def test_the_uae_leaves_d4_as_it_joins_a5(law: Law) -> None:
    before, on = (book_at(law, day).sets["country_group_d4"].contains("AE") for day in (UAE_RULE - ONE_DAY, UAE_RULE))

    assert (before, on) == (Truth.TRUE, Truth.FALSE)


def test_hong_kong_is_treated_as_china_from_its_day(law: Law) -> None:
    assert book_at(law, date(2022, 10, 7)).places == {"HK": "CN"}
    assert book_at(law, date(2020, 12, 22)).places == {}
