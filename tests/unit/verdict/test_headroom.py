"""Distances to the lines of the installed law, and what the smallest changes would change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from licet.evaluate import Evaluator
from licet.quantity import UNKNOWN_QUANTITY, Interval
from licet.report import schema
from licet.truth import Truth
from licet.verdict import Desk, Determination, Headroom, Words, determine, headroom, headroom_json, open_desk

if TYPE_CHECKING:
    from pathlib import Path

    from licet.verdict.headroom import Change, DistanceToLine

DAY = "2026-01-20"
THOUSANDTH = Decimal("0.001")
TO_CHINA = {"destination": "CN", "party_hq": "CN"}


@cache
def desk() -> Desk:
    return open_desk()


@cache
def measured(item: str, valid_at: str = DAY, **words: str) -> Headroom:
    return headroom(desk().law, desk().query(Words(item=item, valid_at=valid_at, **words)))


def line(found: Headroom, limb: str) -> DistanceToLine:
    """Return the line with this limb, named as `3A090.b b.2`; of several in the limb, the nearest."""
    return next(
        line
        for line in found.lines
        for provision in line.provisions
        if f"{provision.passage.name} {provision.passage.limb}" == limb
    )


def change(of: DistanceToLine, fact: str) -> Change:
    return next(change for change in of.changes if change.fact == fact)


def classes(of: Change) -> dict[str, tuple[str, str]]:
    return {difference.name: (difference.before, difference.after) for difference in of.outputs}


# ---- the parts the design names


def test_the_a10_is_just_under_a_density_line() -> None:
    found = line(measured("A10"), "3A090.b b.2")

    assert (found.side, str(found.distance), found.unit) == ("below", "10.88", "TPP")
    assert found.quotient is not None
    assert (str(found.quotient.value), str(found.quotient.line), found.quotient.unit) == ("3.183", "3.2", "TPP/mm2")
    assert measured("A10").lines[0] is found, "the nearest line comes first"


def test_performance_or_area_would_take_the_a10_across() -> None:
    found = line(measured("A10"), "3A090.b b.2")
    performance, area = change(found, "tpp"), change(found, "applicable_die_area_mm2")

    assert (performance.to - performance.start, performance.to) == (Decimal("10.88"), Decimal("2010.88"))
    assert (area.to, area.held) == (Decimal(625), (("tpp", Decimal(2000)),))
    assert classes(performance)["eccn"][1] == classes(area)["eccn"][1] == "3A090.b"


def test_the_mi325x_is_under_the_ceiling_of_the_review_policy() -> None:
    found = line(measured("MI325X", **TO_CHINA, valid_at=DAY), "742.6.b.10.iii.A.1 tpp")

    assert (found.side, str(found.distance), str(found.line)) == ("below", "80.8", "21000")
    assert classes(change(found, "tpp")) == {"review_policy": ("open", "presumption_of_denial")}


def test_the_h20_is_under_the_performance_line_and_over_the_lines_of_the_letters() -> None:
    found = measured("H20")

    assert (line(found, "3A090.b b.1").side, str(line(found, "3A090.b b.1").distance)) == ("below", "32")
    assert classes(change(line(found, "3A090.b b.1"), "tpp"))["eccn"][1] == "3A090.b"
    letter = line(found, "is_informed.2025-04 sum")
    assert (letter.side, str(letter.distance)) == ("above", "3200")
    assert letter.provisions[0].passage.standing.version.terms_unpublished


def test_the_letter_is_no_line_before_it() -> None:
    before = measured("H20", "2025-04-08")

    assert not any("is_informed" in provision.passage.name for line in before.lines for provision in line.provisions)
    assert all(line.side == "below" for line in before.lines if line.measure == "tpp" and line.limit == "2400")


def test_a_letter_not_yet_public_draws_no_line() -> None:
    query = desk().query(Words(item="H20", valid_at="2025-04-12", known_at="2025-04-12"))

    names = [provision.passage.name for line in headroom(desk().law, query).lines for provision in line.provisions]

    assert "is_informed.2025-04" not in names
    assert "3A090.b" in names


def test_a_licence_needed_is_told_where_a_destination_is_given() -> None:
    found = line(measured("H20", **TO_CHINA, valid_at=DAY), "is_informed.2025-04 sum")

    assert classes(change(found, "total_dram_bandwidth_gb_s"))["licence_required"] == ("yes", "no")
    assert [each.name for each in change(found, "total_dram_bandwidth_gb_s").rules] == ["us.ear.is_informed.2025-04"]


def test_the_marketing_of_the_4090d_is_not_varied() -> None:
    found = measured("RTX 4090D")
    nearest = line(found, "3A090.a a.1")

    assert (nearest.side, str(nearest.distance)) == ("below", "92.8")
    assert classes(change(nearest, "tpp"))["eccn"][1] == "3A090.a"
    assert {provision.passage.limb for provision in nearest.provisions} >= {"a.1", "note_2"}
    facts = {change.fact for line in found.lines for change in line.changes}
    assert "marketed_for_datacenters" not in facts
    assert all(desk().law.schema[fact].unit for fact in facts)


# ---- unknown, disputed, contained


def test_unknown_performance_keeps_its_lines() -> None:
    found = measured("MI308X")
    unknown = [line for line in found.lines if line.measure == "tpp"]

    assert {line.limit for line in unknown} >= {"4800", "2400", "1600", "21000", "5.92 * applicable_die_area_mm2"}
    assert {line.side for line in unknown} == {"unknown"}
    assert all(line.changes == () and line.distance is None and line.missing for line in unknown)
    assert dict(unknown[0].missing)["tpp"].startswith("AMD has not published rates")
    assert str(line(found, "742.6.b.10.iii.A.1 dram_bandwidth").distance) == "1200"


def test_known_lines_come_before_unknown_ones_and_idle_ones_last() -> None:
    order = [(not line.bears, line.share is None, line.share or 0) for line in measured("MI308X").lines]

    assert order == sorted(order)
    assert measured("MI308X").lines[-1].measure == "memory_bandwidth_gb_s", "a line on memory stacks only"


def test_a_disputed_figure_is_an_interval_and_its_alternatives_are_named() -> None:
    found = line(measured("nvidia-b200"), "3A090.b b.2")

    assert str(found.distance) == "30790.4 to 30880"
    assert change(found, "tpp").held == (("applicable_die_area_mm2", Decimal(1628)),)
    (rival,) = found.rivals
    assert (rival.fact, str(rival.value), rival.side) == ("applicable_die_area_mm2", "1600", "above")


def test_a_line_within_a_dispute_is_open() -> None:
    found = line(measured("nvidia-a30"), "3A090.b b.2")

    assert (str(found.figure), str(found.line), found.side) == ("2640 to 2644", "2643.2", "open")
    assert (found.distance, found.changes, found.share) == (None, (), 0)
    assert [(str(rival.value), rival.side) for rival in found.rivals] == [("2640", "below")]


def test_an_alternative_settles_no_side_while_another_figure_is_unknown() -> None:
    found = next(line for line in measured("enflame-i20").lines if line.limit == "3.2 * applicable_die_area_mm2")

    assert (found.side, [rival.side for rival in found.rivals]) == ("unknown", ["unknown"])


def test_a_board_is_measured_by_what_it_contains() -> None:
    board, chip = measured("nvidia-hgx-h20-x8"), measured("nvidia-h20-96gb")

    assert [(line.subject.item_id, line.count) for line in board.lines] == [("nvidia-h20-96gb", 8)] * len(board.lines)
    assert [(line.measure, line.limit, line.distance) for line in board.lines] == [
        (line.measure, line.limit, line.distance) for line in chip.lines
    ]
    assert classes(change(line(board, "3A090.b b.1"), "tpp"))["eccn"][1] == "4A090.b"


def test_contents_that_are_not_stated_are_said() -> None:
    board = replace(desk().catalogue["nvidia-hgx-h20-x8"], item_id="own", contents=None)
    query = replace(desk().query(Words(item="H20", valid_at=DAY)), item=board)

    found = headroom(desk().law, query)

    assert [remark.id for remark in found.remarks] == ["contents_not_stated"]
    assert {line.side for line in found.lines} == {"unknown"}


def test_an_item_known_to_contain_no_circuit_has_no_lines() -> None:
    board = replace(desk().catalogue["nvidia-hgx-h20-x8"], item_id="own", contents=())
    catalogue = desk().catalogue.with_items([board])
    query = replace(desk().query(Words(item="H20", valid_at=DAY)), item=catalogue["own"], catalogue=catalogue)

    found = headroom(desk().law, query)

    assert found.lines == ()
    assert [remark.id for remark in found.remarks] == ["no_circuits"]


# ---- what the law may hold


OVERLAY = """\
id: us.ear.own
title: A letter of the test
kind: requirement
versions:
  - in_force_from: 2020-01-01
    status: encoded
    source: {doc: 88 FR 73458, at: "1", grade: primary}
    all:
      - {label: late, when: 5000 > tpp}
      - {label: total, when: quantity >= 2}
      - {label: mixed, when: any_ic(io_bandwidth_gb_s >= 2 * quantity)}
"""


def test_a_comparison_with_a_fact_of_the_order_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OVERLAY, encoding="utf-8")
    own = open_desk(overlays=[tmp_path])

    found = headroom(own.law, own.query(Words(item="A10", valid_at=DAY)))

    assert [passage.limb for passage in found.left_out] == ["mixed"]
    late = line(found, "own late")
    assert (late.measure, late.side, str(late.distance)) == ("tpp", "below", "3000")
    assert late.provisions[0].truth is Truth.TRUE


def test_a_letter_to_others_bears_on_nothing() -> None:
    found = measured("google-tpu-v5e")
    letter = [line for line in found.lines if any("is_informed" in each.passage.name for each in line.provisions)]

    assert letter
    assert not any(line.bears for line in letter)


def test_the_text_of_2022_has_lines_of_its_own() -> None:
    found = measured("A100", "2022-12-01")

    assert {(line.measure, line.limit) for line in found.lines if line.bears} >= {
        ("processing_performance_2022", "4800"),
        ("transfer_rate_2022_gb_s", "600"),
    }
    assert not any(line.measure == "tpp" and line.limit == "4800" for line in found.lines)


# ---- properties over the catalogue


ITEMS = ["A10", "H20", "MI325X", "MI308X", "nvidia-b200", "nvidia-a30", "nvidia-hgx-h20-x8"]


def with_figure(found: Headroom, item_id: str, fact: str, value: Decimal) -> Determination:
    """Determine again with one figure of one circuit stated anew."""
    query = found.answer.query
    item = query.catalogue[item_id]
    stated = replace(item.facts[fact], value=Interval.exactly(value), alternatives=())
    catalogue = query.catalogue.with_facts({item_id: {fact: stated}})
    return determine(found.answer.law, replace(query, item=catalogue[query.item.item_id], catalogue=catalogue))


def truth_of(each: DistanceToLine, answer: Determination) -> Truth:
    """Evaluate the line's comparison for its circuit as that determination has it."""
    situation = answer.decision.situation
    parts = (situation.item, *(situation.contents or ()))
    circuit = next(facts for facts in parts if facts.item_id == each.subject.item_id)
    evaluator = Evaluator(answer.decision.book, replace(situation, item=circuit))
    return evaluator.test(each.provisions[0].passage.compare).truth


@pytest.mark.parametrize("day", ["2022-12-01", DAY])
@pytest.mark.parametrize("item", ITEMS)
def test_each_change_crosses_its_line_and_a_thousandth_less_does_not(item: str, day: str) -> None:
    found = measured(item, day)
    for each in found.lines:
        before = truth_of(each, found.answer)
        for made in each.changes:
            less = made.to + (THOUSANDTH if made.to < made.start else -THOUSANDTH)
            held_exact = all(each.subject.figure(name).is_exact for name, _ in made.held)

            after = truth_of(each, with_figure(found, each.subject.item_id, made.fact, made.to))
            short = truth_of(each, with_figure(found, each.subject.item_id, made.fact, less))

            assert before is not Truth.UNKNOWN
            assert short is before
            assert after is ~before or (not held_exact and after is Truth.UNKNOWN)


@pytest.mark.parametrize("item", ITEMS)
def test_each_change_answers_as_it_says(item: str) -> None:
    found = measured(item)
    for each in found.lines:
        for made in each.changes:
            changed = with_figure(found, each.subject.item_id, made.fact, made.to)

            told = {difference.name: difference.after for difference in made.outputs}
            before = found.answer.decision.classification.eccn or "open"

            assert told.get("eccn", before) == (changed.decision.classification.eccn or "open")


def test_items_of_every_kind_are_measured() -> None:
    for item in list(desk().catalogue)[::4]:
        for each in measured(item.item_id).lines:
            assert (each.distance is None) is (each.side in {"open", "unknown"})
            assert each.figure != UNKNOWN_QUANTITY or each.missing
            assert each.side != "unknown" or (each.missing and not each.changes)


@pytest.mark.parametrize("item", [*ITEMS, "google-tpu-v3", "cambricon-mlu370-x8"])
def test_it_has_the_published_form(item: str) -> None:
    validator = Draft202012Validator(schema("headroom"), format_checker=Draft202012Validator.FORMAT_CHECKER)

    assert [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(headroom_json(measured(item)))
    ] == []
