"""What `determine` and `check` print keeps to the published schemas, for the example and for random questions."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from licet.catalogue import load_catalogue
from licet.errors import ProblemsFound
from licet.report import schema
from licet.rules import Reading, rules_root
from licet.verdict import Ask, Desk, Words, check, check_json, determination_json, determine

from .books import the_desk
from .test_random_books import targets_named

if TYPE_CHECKING:
    from licet.case import Case

EXAMPLE = Path(__file__).parents[3] / "examples" / "h200-china-2026"
DAYS = [date(2025, 4, 20), date(2026, 1, 14), date(2026, 1, 20), date(2026, 6, 15)]
DETERMINATION, CHECK = (
    Draft202012Validator(schema(name), format_checker=FormatChecker()) for name in ("determination", "check")
)
NO_GRADE = "evaluate/explain.py writes the grade of a step without a source as an empty text, not null"
ITEMS = [item.item_id for item in load_catalogue(rules_root() / "catalogue")]


@pytest.fixture(scope="module")
def example(desk: Desk) -> Case:
    return desk.case(EXAMPLE)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("reading", Reading, ids=lambda reading: reading.value)
class TestExample:
    def test_a_check_is_valid(self, desk: Desk, example: Case, day: date, reading: Reading) -> None:
        shown = check_json(check(example, desk.law, Ask(valid_at=day, reading=reading)))

        CHECK.validate(json.loads(json.dumps(shown)))
        assert (shown["reading"], shown["valid_at"]) == (reading.value, str(day))

    def test_a_check_with_its_explanation_is_valid(
        self, desk: Desk, example: Case, day: date, reading: Reading
    ) -> None:
        shown = check_json(check(example, desk.law, Ask(valid_at=day, reading=reading)), explained=True)

        CHECK.validate(json.loads(json.dumps(shown)))

    def test_no_remedy_names_what_is_to_be_established(
        self, desk: Desk, example: Case, day: date, reading: Reading
    ) -> None:
        shown = check_json(check(example, desk.law, Ask(valid_at=day, reading=reading)))

        for line in shown["lines"]:
            assert targets_named(line["would_free_it"], "text") == [], line["order_id"]
            for text in ("question", "why"):
                assert targets_named(line["determination"]["missing"], text) == [], line["order_id"]


@pytest.mark.parametrize(
    "options", [{"at_ship_on": True}, {"known_at": date(2025, 4, 10)}, {"assign": "largest"}], ids=str
)
def test_a_check_asked_otherwise_is_valid(desk: Desk, example: Case, options: dict[str, Any]) -> None:
    CHECK.validate(check_json(check(example, desk.law, Ask(**options))))


places = st.sampled_from(["US", "CN", "HK", "MO", "TW", "DE", "SG", "AE", "RU", "IR", "NA", "VE", "IN", None])
queries = st.fixed_dictionaries(
    {
        "destination": places,
        "ship_from": places,
        "place_of_use": places,
        "movement": st.sampled_from([None, None, "export", "reexport", "transfer", "export_from_abroad", "domestic"]),
        "exporter": st.sampled_from([None, "NVIDIA", "AMD", "Intel", "Somebody & Söhne"]),
        "end_use": st.sampled_from([None, "training"]),
        "quantity": st.sampled_from([None, "1", "75000"]),
        "party_hq": st.sampled_from([None, "CN", "DE", "AE"]),
        "parties": st.lists(
            st.sampled_from(["role=end_user,hq=SG,parent_hq=CN", "hq=DE", "role=purchaser,name=X,hq=US,parent_hq=-"]),
            max_size=2,
        ),
        "parties_complete": st.sampled_from([None, "yes", "no", "unknown"]),
        "authority_claimed": st.sampled_from([None, "NAC", "ACA", "NLR", "L-1"]),
        "valid_at": st.dates(date(2022, 8, 1), date(2026, 12, 31)).map(str),
        "known_at": st.sampled_from([None, None, "2023-10-17", "2025-04-10", "2026-01-14"]),
        "reading": st.sampled_from(["enforced", "text"]),
        "facts": st.sampled_from([(), ("purchase_order=yes",), ("nac_notice_on=2025-01-02", "us_units_shipped=1")]),
    }
)


@given(st.sampled_from(ITEMS), queries)
def test_a_determination_is_valid(item: str, query: dict[str, Any]) -> None:
    try:
        asked = the_desk().query(Words(item=item, **query))
    except ProblemsFound as found:
        assert {problem.slug for problem in found.problems} == {"movement-contradicts-places"}  # noqa: PT017
        return
    shown = determination_json(determine(the_desk().law, asked))

    DETERMINATION.validate(json.loads(json.dumps(shown)))
    assert targets_named(shown["missing"], "question") == []
    assert targets_named(shown["missing"], "why") == []


@pytest.mark.parametrize("item", ["nvidia-h200-sxm-141gb", "nvidia-hgx-h200-x8", "nvidia-rtx-pro-6000d"])
def test_a_determination_with_its_explanation_is_valid(desk: Desk, item: str) -> None:
    asked = desk.query(Words(item=item, destination="CN", party_hq="CN", valid_at="2026-01-20"))

    DETERMINATION.validate(json.loads(json.dumps(determination_json(determine(desk.law, asked), explained=True))))


@given(st.sampled_from(["nvidia-h200-sxm-141gb", "nvidia-rtx-pro-6000d", "nvidia-rtx-4090"]), queries)
def test_every_unknown_says_what_would_settle_it(item: str, query: dict[str, Any]) -> None:
    """An answer of unknown names a fact, or a rule that is not encoded."""
    try:
        asked = the_desk().query(Words(item=item, **query))
    except ProblemsFound:
        return
    shown = determination_json(determine(the_desk().law, asked))
    if shown["licence_required"] == "unknown":
        gap = any(re.search(r"746|2023-08", reason["rule"]) for reason in shown["because"])
        assert shown["missing"] or gap, shown["because"]


def test_the_schema_refuses_what_the_document_does_not_name(desk: Desk, example: Case) -> None:
    shown = check_json(check(example, desk.law))

    assert not CHECK.is_valid({**shown, "surplus": 1})
    assert not DETERMINATION.is_valid({**shown["lines"][0]["determination"], "licence_required": True})
