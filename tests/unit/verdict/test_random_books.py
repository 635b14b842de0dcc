"""Of any book: units add up, no unit is promised twice, rows may stand in any order, and no remedy names a target."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from licet.case import load_countries
from licet.report import schema
from licet.verdict import Ask, check, check_json

from .books import BOARD, CHIP, CHIP_TPP, CONSUMER, FREE, LICENCE, Files, licence, the_desk, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TPP = {CHIP: Decimal(CHIP_TPP), BOARD: Decimal(8 * CHIP_TPP)}
ANSWERED = {"id": "answered", "text": "A.", "question": "Answered?"}
OPEN = {"id": "open", "text": "O.", "question": "Open?"}
VALID = Draft202012Validator(schema("check"), format_checker=FormatChecker())

turns = {
    "quantity": st.integers(1, 60),
    "priority": st.sampled_from(["", 1, 2]),
    "ordered_on": st.sampled_from(["", "2026-01-05", "2026-02-05", "2026-07-01"]),
    "ship_on": st.sampled_from(["", "2026-03-01", "2026-07-20"]),
}
odd_lines = st.fixed_dictionaries(
    {
        **turns,
        "item": st.sampled_from([CHIP, CHIP, BOARD, CONSUMER, FREE, "nvidia-rtx-pro-6000d"]),
        "destination": st.sampled_from(["CN", "CN", "DE", "AE", ""]),
        "place_of_use": st.sampled_from(["CN", "DE", ""]),
        "exporter": st.sampled_from(["NVIDIA", "NVIDIA", "Distributor", ""]),
        "end_user": st.sampled_from(["cn", "cn2", "de", "open", ""]),
        "ultimate_consignee": st.sampled_from(["cn", "de", "open", ""]),
        "parties_complete": st.sampled_from(["yes", "yes", "no", ""]),
        "authority_claimed": st.sampled_from(["", "", "A", "B", "NLR", "NAC", "ACA", "-", "X-9"]),
        "unit_value": st.sampled_from(["", "10", "3.33"]),
    }
)
plain_lines = st.fixed_dictionaries(  # which the licences below may cover: they compete for what is left
    {
        **turns,
        "item": st.sampled_from([CHIP, CHIP, BOARD]),
        "authority_claimed": st.sampled_from(["", "A", "A"]),
        "unit_value": st.sampled_from(["10", "3.33"]),
    }
)
some_lines = st.one_of(
    st.lists(plain_lines, min_size=2, max_size=7), st.lists(st.one_of(odd_lines, plain_lines), min_size=1, max_size=7)
)
some_limits = st.fixed_dictionaries(
    {},
    optional={
        "pieces": st.integers(0, 120),
        "tpp": st.integers(0, 200 * CHIP_TPP),
        "value": st.integers(0, 1500).map(lambda amount: {"amount": str(amount), "currency": "USD"}),
    },
).filter(bool)
some_scopes = st.fixed_dictionaries(
    {
        "items": st.sampled_from(["any", [CHIP, BOARD], [CHIP]]),
        "destinations": st.sampled_from(["any", ["CN"]]),
        "places_of_use": st.sampled_from(["any", ["CN"]]),
        "parties": st.sampled_from([LICENCE["scope"]["parties"], {"ultimate_consignee": ["cn"], "end_user": ["cn"]}]),
    }
)
some_conditions = st.sampled_from([[], [], [], [ANSWERED], [OPEN]])


@st.composite
def books(draw: st.DrawFn) -> tuple[list[dict[str, object]], Files, Ask]:
    """Draw the lines, the files beside them and the way of asking."""
    numbers = draw(st.sampled_from(["A", "A", "AB", "ABC", ""]))
    grants = [
        licence(draw(some_scopes), number=number, limits=draw(some_limits), conditions=draw(some_conditions))
        for number in numbers
    ]
    for grant in grants[1:]:
        if draw(st.booleans()):
            grant["parent"] = "A"
    if draw(st.booleans()):
        approval = {"number": "CN-1", "key": "cn:import", "kind": "import_approval", "holder": "cn"}
        grants.append(licence(draw(some_scopes), **approval, limits=draw(some_limits)))
    settings = {"require_keys": draw(st.sampled_from([[], [], ["cn:import"]]))}
    lines = draw(some_lines)
    lines = [{"order_id": f"L{number}", **line} for number, line in enumerate(lines, 1)]
    facts = [
        (line["order_id"], "due_diligence", "red_flag") for line in lines if draw(st.integers(0, 9)) == 0
    ]  # one in ten
    ask = Ask(assign=draw(st.sampled_from([None, "earliest-expiry", "largest"])), at_ship_on=draw(st.booleans()))
    return lines, Files(grants, [("answered", "", "yes")], facts, settings), ask


def judged(lines: Sequence[Mapping[str, object]], files: Files, ask: Ask) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return check_json(check(the_desk().case(write_book(Path(folder), lines, files)), the_desk().law, ask))


def amounts_taken(shown: dict[str, Any], lines: Mapping[str, Mapping[str, object]]) -> Counter[tuple[str, str]]:
    """Add up, from the output alone, what each authorisation gave in each unit."""
    taken: Counter[tuple[str, str]] = Counter()
    for line in shown["lines"]:
        written = lines[line["order_id"]]
        for drawn in line["authorisations"]:
            units = drawn["units"]
            taken[drawn["number"], "pieces"] += units
            taken[drawn["number"], "tpp"] += units * TPP.get(str(line["item"]), 0)
            taken[drawn["number"], "value"] += units * Decimal(str(written["unit_value"] or 0))
    return taken


@given(books())
def test_no_unit_is_promised_twice(book: tuple[list[dict[str, object]], Files, Ask]) -> None:
    lines, files, ask = book
    shown = judged(lines, files, ask)
    taken = amounts_taken(shown, {str(line["order_id"]): line for line in lines})

    for grant in files.licences:
        below = [part["number"] for part in files.licences if part.get("parent") == grant["number"]]
        for unit, limit in grant["limits"].items():
            most = Decimal(limit["amount"]) if unit == "value" else limit
            assert sum(taken[number, unit] for number in [grant["number"], *below]) <= most


@given(books())
def test_each_line_adds_up(book: tuple[list[dict[str, object]], Files, Ask]) -> None:
    shown = judged(*book)

    VALID.validate(shown)
    for line in shown["lines"]:
        counts = [line["release_units"], line["hold_units"], line["undetermined_units"]]
        assert min(counts) >= 0
        assert sum(counts) == line["quantity"]
        assert (line["verdict"] == "release") == (line["release_units"] == line["quantity"])
        assert line["blocking"] or line["verdict"] == "release"
        assert bool(line["statement"]) == bool(line["release_units"])
        by_key: Counter[str] = Counter()
        for drawn in line["authorisations"]:
            by_key[drawn["key"]] += drawn["units"]
        assert all(drawn <= line["release_units"] for drawn in by_key.values())


def answers_by_order(shown: dict[str, Any]) -> dict[str, str]:
    """Return each line as text, without the places in the file, which a new order of rows moves."""
    return {line["order_id"]: re.sub(r"orders\.csv:\d+", "", json.dumps(line)) for line in shown["lines"]}


@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    book: tuple[list[dict[str, object]], Files, Ask],
    shuffler: Any,  # noqa: ANN401  hypothesis's own type
) -> None:
    lines, files, ask = book
    mixed = shuffler.sample(lines, len(lines))
    one, two = judged(lines, files, ask), judged(mixed, files, ask)

    assert answers_by_order(one) == answers_by_order(two)
    assert one["totals"]["release_units"] == two["totals"]["release_units"]


def targets_named(remedies: Sequence[Mapping[str, Any]], text: str) -> list[str]:
    """Return the country codes that a remedy of the kind establish_truth names."""
    countries = load_countries()
    found = []
    for remedy in remedies:
        if remedy["remedy"] == "establish_truth":
            for word in re.findall(r"\b[A-Z]{2}\b", remedy[text] or ""):
                try:
                    found.append(countries.read(word))
                except ValueError:
                    continue
    return found


@given(books())
def test_no_remedy_names_what_is_to_be_established(book: tuple[list[dict[str, object]], Files, Ask]) -> None:
    for line in judged(*book)["lines"]:
        assert targets_named(line["would_free_it"], "text") == []
        missing = line["determination"]["missing"]
        assert targets_named(missing, "question") == []
        assert targets_named(missing, "why") == []
