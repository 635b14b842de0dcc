"""The boards of the example on its six days, with both keys, as the guide of the example tells them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from licet.verdict import Ask, CheckedBook, Desk, LineVerdict, check

from .books import causes, said, units

FOLDER = Path(__file__).parents[3] / "examples" / "h200-china-2026"
GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")
APRIL, JULY, FOURTEENTH, TWENTY_NINTH, JUNE, AUGUST = DAYS = (
    date(2025, 4, 18), date(2025, 7, 18), date(2026, 1, 14), date(2026, 1, 29), date(2026, 6, 15), date(2026, 8, 20),
)  # fmt: skip
H20 = ["H20-01", "H20-02", "H20-03"]
SHUT_OUT = ["excluded", "excluded"]  # two acts that may bear: for whom and for what is not stated


@pytest.fixture(scope="module")
def boards(desk: Desk) -> dict[date, CheckedBook]:
    case = desk.case(FOLDER)
    return {day: check(case, desk.law, Ask(valid_at=day), chronicle=desk.chronicle) for day in DAYS}


def line_of(boards: dict[date, CheckedBook], day: date, order_id: str) -> LineVerdict:
    return next(line for line in boards[day].lines if line.order.order_id == order_id)


def causes_on(line: LineVerdict, key: str | None) -> list[str]:
    return [block.cause for block in line.blocking if block.key == key]


def reported(line: LineVerdict, key: str) -> str | None:
    return next(s.standing.state for s in line.determination.keys if s.key == key and s.standing is not None)


def freeing(line: LineVerdict) -> str:
    return " / ".join(free.text for free in line.freeing)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_totals_are_those_of_the_guide(boards: dict[date, CheckedBook], day: date) -> None:
    lines = boards[day].lines
    released, held, undetermined = (sum(counts) for counts in zip(*(units(line)[1:] for line in lines), strict=True))

    row = re.search(rf"^\| {day} \|(.*)\|$", GUIDE, re.MULTILINE)

    assert row is not None
    assert [int(cell.replace(",", "")) for cell in row[1].split("|")] == [
        len(lines), sum(line.order.quantity for line in lines), released, held, undetermined,
    ]  # fmt: skip


# key us:export as reported, verdict with units (release, hold, undetermined), causes on each key
STORY = [
    (APRIL, "H20-01", "required", ("hold", 0, 100_000, 0), ["claim_contradicted", "licence_required"],
     ["import_not_settled"], "the letter; in China guidance only"),
    (APRIL, "RTX-01", None, ("release", 5_000, 0, 0), [], [], "no licence is needed and no act names the part"),
    (APRIL, "DE-01", None, ("release", 2_000, 0, 0), [], [], "a German buyer with a German parent"),
    (JULY, "H20-01", "assured", ("hold", 0, 100_000, 0), ["claim_contradicted", "licence_required"],
     ["import_not_settled"], "assured, not granted"),
    (JULY, "H20-04", "assured", ("hold", 0, 2_500, 0), ["claim_contradicted", "licence_required"], [],
     "the same to Hong Kong, whose import side nobody modelled"),
    (FOURTEENTH, "H200-01", "in_review", ("hold", 0, 210_000, 0),
     ["claimed_licence_does_not_fit", "licence_required"], ["customs_refused"], "customs turns the H200 away"),
    (FOURTEENTH, "PRO-01", "not_required", ("hold", 0, 20_000, 0), ["facts_missing"], ["ordered_to_stop", "excluded"],
     "the law is not settled, the order to stop is"),
    (FOURTEENTH, "H20-01", "granted_conditional", ("hold", 0, 100_000, 0), ["claim_contradicted", "licence_required"],
     ["contested_report", "excluded"], "a contested tightening may shut, and is shown as that"),
    (FOURTEENTH, "H200-06", "in_review", ("hold", 0, 150_000, 0), ["licence_required"],
     ["customs_refused", *SHUT_OUT], "for whom and for what is not stated"),
    (TWENTY_NINTH, "H200-01", "offered_with_conditions", ("hold", 0, 210_000, 0),
     ["claimed_licence_does_not_fit", "licence_required"], ["customs_refused"], "approved, contested, still held"),
    (TWENTY_NINTH, "H200-02", "offered_with_conditions", ("hold", 0, 210_000, 0),
     ["claimed_licence_does_not_fit", "licence_required"],
     ["condition_unanswered", "condition_unanswered", "balance_exhausted", "customs_refused"],
     "an approval on file is later than the refusal, with terms open"),
    (JUNE, "H200-01", "granted_conditional", ("hold", 0, 210_000, 0), ["balance_exhausted"], ["held"],
     "licensed, and not let in"),
    (JUNE, "H200-02", "granted_conditional", ("hold", 0, 210_000, 0), ["condition_failed", "balance_exhausted"],
     ["balance_exhausted", "held"], "the approval is older than the holding"),
    (JUNE, "H200-03", "granted_conditional", ("hold", 0, 190_000, 10_000), ["balance_exhausted"],
     ["balance_exhausted", "held"], "the approval is younger than the holding: a person answers"),
    (JUNE, "H200-11", "granted_conditional", ("hold", 0, 150_000, 0), ["licence_required"], ["held", *SHUT_OUT],
     "neither paper"),
    (AUGUST, "H200-01", "granted_exercised", ("hold", 10_000, 200_000, 0), ["balance_exhausted"],
     ["balance_exhausted"], "a small lot"),
    (AUGUST, "H200-03", "granted_exercised", ("hold", 10_000, 190_000, 0), ["balance_exhausted"],
     ["balance_exhausted"], "a small lot: the holding has ended, so nobody needs to answer"),
    (AUGUST, "H200-02", "granted_exercised", ("hold", 0, 210_000, 0), ["condition_failed", "balance_exhausted"],
     ["approval_needed"], "its approval has run out"),
    (AUGUST, "H200-05", "granted_exercised", ("hold", 0, 160_000, 0), ["balance_exhausted"],
     ["condition_failed", "balance_exhausted"], "a term of the approval is not met"),
    (AUGUST, "H200-17", "granted_exercised", ("hold", 0, 30_000, 0), ["condition_unanswered", "condition_unanswered"],
     ["balance_exhausted", *SHUT_OUT], "the approval is used up by the line of higher priority"),
    (AUGUST, "H200-18", "granted_exercised", ("hold", 0, 10_000, 0), ["licence_required"], [],
     "to Hong Kong, for which there is no licence"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "order_id", "state", "verdict", "on_export", "on_import", "reason"),
    STORY,
    ids=[f"{row[0]} {row[1]}: {row[-1]}" for row in STORY],
)
def test_line(
    boards: dict[date, CheckedBook],
    day: date,
    order_id: str,
    state: str | None,
    verdict: tuple[str, int, int, int],
    on_export: list[str],
    on_import: list[str],
    reason: str,
) -> None:
    line = line_of(boards, day, order_id)

    assert units(line) == verdict, reason
    assert (causes_on(line, "us:export"), causes_on(line, "cn:import")) == (on_export, on_import), reason
    if state is not None:
        assert reported(line, "us:export") == state, reason


@pytest.mark.parametrize(
    ("day", "released"),
    [(day, {}) for day in DAYS[:5]] + [(AUGUST, {"H200-01": 10_000, "H200-03": 10_000})],
    ids=[str(day) for day in DAYS],
)
def test_what_goes_to_china_of_what_the_acts_name(
    boards: dict[date, CheckedBook], day: date, released: dict[str, int]
) -> None:
    found = {
        line.order.order_id: line.release_units
        for line in boards[day].lines
        if line.release_units and line.order.destination in {"CN", "HK"} and line.order.order_id != "RTX-01"
    }

    assert found == released


class TestAssuredNotGranted:
    @pytest.mark.parametrize("order_id", H20)
    def test_from_april_to_july_only_what_is_reported_differs(
        self, boards: dict[date, CheckedBook], order_id: str
    ) -> None:
        before, after = (line_of(boards, day, order_id) for day in (APRIL, JULY))

        assert (units(before), causes(before)) == (units(after), causes(after))
        assert (reported(before, "us:export"), reported(after, "us:export")) == ("required", "assured")
        assert not after.fits


class TestApprovedContestedStillHeld:
    def test_a_contested_approval_is_reported_and_changes_nothing(self, boards: dict[date, CheckedBook]) -> None:
        line = line_of(boards, TWENTY_NINTH, "H200-01")
        standing = next(state.standing for state in line.determination.keys if state.key == "cn:import")

        assert standing is not None
        assert standing.state == "customs_refused"
        approved = next(each for each in standing.standing if each.act.id == "cn.h200.three-firms-approved")
        assert approved.contested
        assert not approved.counts

    def test_where_a_later_approval_is_on_file_a_person_is_asked(self, boards: dict[date, CheckedBook]) -> None:
        with_paper, without = (line_of(boards, TWENTY_NINTH, order_id) for order_id in ("H200-02", "H200-01"))

        assert [fit.authorisation.number for _, fit in with_paper.fits] == ["EXAMPLE-CN-0003"]
        assert "lifted:cn.h200.customs-refused" in freeing(with_paper)
        assert "lifted:" not in freeing(without)

    def test_those_in_line_are_shown_where_they_stand(self, boards: dict[date, CheckedBook]) -> None:
        places = {
            line.order.order_id: [(place.entry.place, place.of) for place in line.queues]
            for line in boards[TWENTY_NINTH].lines
            if line.queues
        }

        assert places == {f"H200-{number:02}": [(number - 3, 7)] for number in range(4, 11)}

    @pytest.mark.parametrize("day", [FOURTEENTH, JUNE, AUGUST], ids=str)
    def test_before_and_after_there_is_no_line_known(self, boards: dict[date, CheckedBook], day: date) -> None:
        assert not any(line.queues for line in boards[day].lines)


class TestHeld:
    def test_an_approval_older_than_the_holding_opens_nothing(self, boards: dict[date, CheckedBook]) -> None:
        line = line_of(boards, JUNE, "H200-02")

        assert "an approval of 2026-05-14 or later may" in freeing(line)
        assert "lifted:" not in freeing(line)

    def test_a_younger_one_asks_a_person(self, boards: dict[date, CheckedBook]) -> None:
        assert "lifted:cn.h200.held" in freeing(line_of(boards, JUNE, "H200-03"))

    @pytest.mark.parametrize("day", [JUNE, AUGUST], ids=str)
    def test_the_reported_clash_is_marked_and_decides_nothing(self, boards: dict[date, CheckedBook], day: date) -> None:
        line = line_of(boards, day, "H200-01")

        (clash,) = line.clashes
        assert (clash.dimension, clash.on_file, clash.verified) == ("place_of_use", False, False)
        assert {clause.key for clause in clash.clauses} == {"us:export", "cn:import"}
        assert "conditions_do_not_overlap" not in causes(line)


class TestSmallLots:
    @pytest.mark.parametrize(
        ("order_id", "numbers"),
        [("H200-01", ["EXAMPLE-US-0001", "EXAMPLE-CN-0001"]), ("H200-03", ["EXAMPLE-US-0003", "EXAMPLE-CN-0002"])],
    )
    def test_both_papers_are_drawn_on(self, boards: dict[date, CheckedBook], order_id: str, numbers: list[str]) -> None:
        balances = boards[AUGUST].balances

        assert [fit.authorisation.number for _, fit in line_of(boards, AUGUST, order_id).fits] == numbers
        assert [balances.left(number, "pieces") for number in numbers] == [65_000, 0]

    def test_a_licence_and_an_approval_that_leave_no_place_of_use(self, boards: dict[date, CheckedBook]) -> None:
        line = line_of(boards, AUGUST, "H200-04")

        assert units(line) == ("hold", 0, 180_000, 0)
        assert causes_on(line, None) == ["conditions_do_not_overlap"]
        on_file = next(clash for clash in line.clashes if clash.on_file)
        assert [(clause.key, clause.allowed) for clause in on_file.clauses] == [
            ("us:export", "only CN"), ("cn:import", "only HK"),
        ]  # fmt: skip
        assert "EXAMPLE-US-0004" in said(line)
        assert "EXAMPLE-CN-0004" in said(line)

    @pytest.mark.parametrize("order_id", ["H200-06", "H200-10", "H200-12"])
    def test_for_whom_and_for_what_is_asked(self, boards: dict[date, CheckedBook], order_id: str) -> None:
        line = line_of(boards, AUGUST, order_id)

        assert causes_on(line, "cn:import") == [*SHUT_OUT, "approval_needed"]
        for asked in ("receives state funds", "sensitive government agency", "critical infrastructure", "state-owned"):
            assert asked in freeing(line)
