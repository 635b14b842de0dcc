"""The story against an answer key written from the reports by someone who did not see the record of acts."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from licet.acts import Asked, KeyStanding, Story, load_acts, standing
from licet.catalogue import Catalogue, load_catalogue
from licet.rules import rules_root
from licet.truth import Truth

KEY = Path(__file__).parent / "expected_states.csv"
ROWS = list(csv.DictReader(KEY.read_text(encoding="utf-8").splitlines()))
IN_FORCE = "the key has the day of the rule; the record has the day on which it came into force for the item (us_rules)"
DIFFERS = dict.fromkeys(
    ["E008", "E009", "E020", "E021", "E035", "E036", "E038", "E042", "E043", "E045", "E050", "E053"], IN_FORCE
)


@cache
def _catalogue() -> Catalogue:
    return load_catalogue(rules_root() / "catalogue")


@cache
def _story() -> Story:
    return load_acts()


def _uses(text: str) -> dict[str, Truth]:
    words = [word.strip() for word in text.split(";") if word.strip()]
    return {word.removeprefix("not "): Truth.of(not word.startswith("not ")) for word in words}


def _standing(row: dict[str, str]) -> KeyStanding:
    asked = Asked(
        item=_catalogue()[row["item"]],
        catalogue=_catalogue(),
        valid_at=date.fromisoformat(row["valid_at"]),
        known_at=date.fromisoformat(row["known_at"]) if row["known_at"] else None,
        buyers=(row["buyer"],) if row["buyer"] else (),
        uses=_uses(row["use"]),
        place=row["place"] or None,
    )
    return standing(_story(), row["key"], asked)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['row_id']}: {row['item']} {row['key']} {row['valid_at']}")
def test_key_stands_as_the_reports_have_it(row: dict[str, str]) -> None:
    found = _standing(row)
    states = {each.act.state for each in found.standing if not each.act.unverified}
    said = f"{row['section']}: {row['why']}; stands: {sorted(map(str, states))}, headline {found.state}"

    agrees = (
        _listed(row["holds"]) <= states
        and not _listed(row["absent"]) & states
        and row["headline"] in {"", found.state}
        and row["effect"] in {"", found.effect.value}
        and row["contested"] in {"", _contested(found, row)}
    )
    assert agrees is (row["row_id"] not in DIFFERS), said


def _listed(text: str) -> set[str]:
    return set(filter(None, text.split(";")))


def _contested(found: KeyStanding, row: dict[str, str]) -> str:
    held = (each for each in found.standing if each.act.state in _listed(row["holds"]))
    return Truth.of(any(each.contested for each in held)).word
