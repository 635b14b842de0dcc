"""The boards of the example by the export key alone, as the law and the guide of the example have them.

Nobody asks the acts here, as where none are recorded: each release to China names the import side as not tested.
`test_example_story.py` has the boards with both keys.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licet.verdict import Ask, CheckedBook, Desk, LineVerdict, check

from .books import causes, said, units

FOLDER = Path(__file__).parents[3] / "examples" / "h200-china-2026"
APRIL, FOURTEENTH, TWENTIETH, JUNE = date(2025, 4, 20), date(2026, 1, 14), date(2026, 1, 20), date(2026, 6, 15)
DAYS = (APRIL, FOURTEENTH, TWENTIETH, JUNE)
CONDITIONS_MET = ["H200-01", "H200-03", "H200-05"]
SINGLE_H200 = [f"H200-{number:02}" for number in range(1, 14)]  # from the United States, in single pieces


@pytest.fixture(scope="module")
def boards(desk: Desk) -> dict[date, CheckedBook]:
    case = replace(desk.case(FOLDER), require_keys=("us:export",))
    return {day: check(case, desk.law, Ask(valid_at=day)) for day in DAYS}


def line_of(boards: dict[date, CheckedBook], day: date, order_id: str) -> LineVerdict:
    return next(line for line in boards[day].lines if line.order.order_id == order_id)


# licence needed under the key us:export (yes, no, unknown), verdict, reason
SAME_EVERY_DAY = [
    ("H20-01", "yes", "hold", "the letter NVIDIA received on 2025-04-09: 4,000 GB/s is above 1,400"),
    ("H20-02", "yes", "hold", "the letter names destinations, not the movement, which is not stated here"),
    ("H20-03", "yes", "hold", "the letter"),
    ("H20-04", "yes", "hold", "the letter: Hong Kong counts as China, and so does the buyer's parent"),
    ("MI308-01", "yes", "hold", "AMD received the like letter; MI308X has 5,300 GB/s"),
    ("RTX-01", "no", "release", "TPP 4,708 is under 4,800 and the part is not for datacenters: Note 2"),
    ("RTX-02", "yes", "undetermined", "TPP 5,285 is 3A090.a; the notice NAC needs is not shown to be complete"),
    ("DE-01", "no", "release", "a German buyer with a German parent; the worldwide text is not yet, or not, enforced"),
    ("DE-02", "unknown", "undetermined", "the parent is not stated, and a parent in D:5 would be caught"),
    ("AE-01", "yes", "hold", "the UAE is in D:4 and the buyer is not on the approved list"),
    ("SG-01", "yes", "hold", "the ultimate parent is headquartered in China: 744.23, then 742.6(a)(6)(iii)(A)"),
]
FROM_2026 = [
    ("PRO-01", "unknown", "undetermined", "the rates are not published"),
    ("PRO-02", "unknown", "undetermined", "the rates are not published"),
    *((order, "yes", "hold", "H200 is 3A090.a, to China") for order in SINGLE_H200 if order != "H200-01"),
    ("H200-14", "yes", "hold", "3A090.a from Taiwan"),
    ("H200-15", "yes", "hold", "boards of H200 are 4A090.a"),
    ("H200-16", "yes", "hold", "servers of H200 are 4A090.a"),
    ("MI325-01", "yes", "hold", "TPP 20,919 is 3A090.a"),
    ("OWN-01", "unknown", "undetermined", "TPP 2,400 at density 6: its market, not stated, decides under Note 2"),
]
LATER = [
    (TWENTIETH, "DE-03", "no", "release", "boards to the German buyer with its parent stated"),
    (JUNE, "DE-03", "no", "release", "boards to the German buyer with its parent stated"),
    (JUNE, "CN-01", "yes", "hold", "3A090.a transferred within China"),
    (JUNE, "H200-01", "yes", "hold", "75,000 of 210,000 are licensed; the rest is held"),
    (JUNE, "H200-17", "yes", "hold", "the first buyer's licence is used up by its line of higher priority"),
]
EXPECTED = [
    *((day, *row) for day in DAYS for row in SAME_EVERY_DAY),
    *(
        (day, *row)
        for day in DAYS[1:3]
        for row in [*FROM_2026, ("H200-01", "yes", "hold", "H200 is 3A090.a, to China")]
    ),
    *((JUNE, *row) for row in FROM_2026),
    *LATER,
]


@pytest.mark.parametrize(
    ("day", "order_id", "required", "verdict", "reason"), EXPECTED, ids=[f"{row[0]} {row[1]}" for row in EXPECTED]
)
def test_line(
    boards: dict[date, CheckedBook], day: date, order_id: str, required: str, verdict: str, reason: str
) -> None:
    line = line_of(boards, day, order_id)

    assert (line.determination.licence_required.word, line.verdict) == (required, verdict), reason


@pytest.mark.parametrize(
    ("day", "lines", "left_out"), [(APRIL, 11, 25), (FOURTEENTH, 31, 5), (TWENTIETH, 32, 4), (JUNE, 34, 2)]
)
def test_orders_placed_later_are_left_out(
    boards: dict[date, CheckedBook], day: date, lines: int, left_out: int
) -> None:
    assert (len(boards[day].lines), len(boards[day].left_out)) == (lines, left_out)
    assert all(line.order.ordered_on <= day for line in boards[day].lines if line.order.ordered_on)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_goes_to_china_says_that_the_import_side_is_not_tested(boards: dict[date, CheckedBook], day: date) -> None:
    released = {
        line.order.order_id: str(line.statement)
        for line in boards[day].lines
        if line.release_units and line.order.destination == "CN"
    }

    assert released.keys() == ({"RTX-01", *CONDITIONS_MET} if day == JUNE else {"RTX-01"})
    assert all("cn:import" in statement for statement in released.values())


class TestReviewPolicy:
    """91 FR 1684, in force 2026-01-15: case by case for exports from the United States under both ceilings."""

    @pytest.mark.parametrize("order_id", [*SINGLE_H200, "H200-15", "MI325-01"])
    def test_exports_from_the_united_states_turn_case_by_case(
        self, boards: dict[date, CheckedBook], order_id: str
    ) -> None:
        before, after = (line_of(boards, day, order_id).determination.decision for day in (FOURTEENTH, TWENTIETH))

        assert before.review_policy == "presumption_of_denial"
        assert (after.review_policy, after.policy_if_conditions_fail) == ("case_by_case", "presumption_of_denial")
        assert len(after.conditions) == 9
        assert "case by case" in said(line_of(boards, TWENTIETH, order_id))

    @pytest.mark.parametrize("order_id", ["H200-14", "H200-16"])
    @pytest.mark.parametrize("day", [FOURTEENTH, TWENTIETH, JUNE], ids=str)
    def test_from_taiwan_the_presumption_of_denial_stays(
        self, boards: dict[date, CheckedBook], order_id: str, day: date
    ) -> None:
        assert line_of(boards, day, order_id).determination.decision.review_policy == "presumption_of_denial"

    def test_within_china_too(self, boards: dict[date, CheckedBook]) -> None:
        assert line_of(boards, JUNE, "CN-01").determination.decision.review_policy == "presumption_of_denial"

    def test_facts_stated_for_a_line_meet_or_leave_open_its_conditions(self, boards: dict[date, CheckedBook]) -> None:
        met = {part.id: part.met.word for part in line_of(boards, JUNE, "H200-01").determination.decision.conditions}

        assert met["dd_v"] == "yes"
        assert met["dd_ix"] == "unknown"
        assert met["dd_iii"] == "unknown"


class TestLicencesOfMay:
    """Ten licences from 2026-05-14, each for single pieces from the United States to one buyer, up to 75,000."""

    def test_before_they_were_granted_none_counts(self, boards: dict[date, CheckedBook]) -> None:
        for day in DAYS[:3]:
            assert not any(line.fits for line in boards[day].lines)

    @pytest.mark.parametrize("order_id", ["H200-04", *SINGLE_H200[5:10]])
    def test_where_its_conditions_are_not_answered_75000_stay_open(
        self, boards: dict[date, CheckedBook], order_id: str
    ) -> None:
        line = line_of(boards, JUNE, order_id)

        assert units(line) == ("hold", 0, line.order.quantity - 75_000, 75_000)
        assert {"condition_unanswered", "balance_exhausted"} <= set(causes(line))

    @pytest.mark.parametrize("order_id", CONDITIONS_MET)
    def test_where_they_are_met_75000_go(self, boards: dict[date, CheckedBook], order_id: str) -> None:
        line = line_of(boards, JUNE, order_id)

        assert units(line) == ("hold", 75_000, line.order.quantity - 75_000, 0)
        assert causes(line) == ["balance_exhausted"]
        assert boards[JUNE].balances.left(f"EXAMPLE-US-00{order_id[-2:]}", "pieces") == 0
        assert sum(reservation.units for reservation in boards[JUNE].balances.reservations) == 225_000

    def test_where_one_is_answered_no_the_line_is_held(self, boards: dict[date, CheckedBook]) -> None:
        line = line_of(boards, JUNE, "H200-02")

        assert units(line) == ("hold", 0, 210_000, 0)
        assert "condition_failed" in causes(line)

    @pytest.mark.parametrize(
        ("order_id", "why"),
        [
            ("H200-11", "a buyer without a licence"),
            ("H200-12", "a distributor that no licence names"),
            ("H200-13", "a buyer without a licence"),
            ("H200-14", "the licence is for exports from the United States"),
            ("H200-15", "the licence is for single pieces, not for boards"),
            ("H200-16", "the licence is for single pieces, not for servers"),
            ("CN-01", "the licence is for exports, not for transfers"),
        ],
    )
    def test_what_no_licence_covers_is_held_whole(
        self, boards: dict[date, CheckedBook], order_id: str, why: str
    ) -> None:
        line = line_of(boards, JUNE, order_id)

        assert units(line) == ("hold", 0, line.order.quantity, 0), why
        assert line.fits == (), why

    def test_the_second_draw_on_a_licence_finds_nothing_left(self, boards: dict[date, CheckedBook]) -> None:
        line = line_of(boards, JUNE, "H200-17")

        assert units(line) == ("hold", 0, 30_000, 0)
        assert causes(line) == ["balance_exhausted"]

    @pytest.mark.parametrize("order_id", ["H200-14", "H200-15"])
    def test_why_the_claimed_licence_does_not_fit_is_said(self, boards: dict[date, CheckedBook], order_id: str) -> None:
        line = line_of(boards, JUNE, order_id)

        assert str(line.order.authority_claimed) in said(line)


class TestReleases:
    @pytest.mark.parametrize("day", [FOURTEENTH, TWENTIETH, JUNE], ids=str)
    def test_the_german_release_rests_on_the_announcement(self, boards: dict[date, CheckedBook], day: date) -> None:
        statement = str(line_of(boards, day, "DE-01").statement)

        assert "Rests on non-enforcement" in statement
        assert "2025-05-13" in statement

    def test_in_april_2025_it_rests_on_the_compliance_date(self, boards: dict[date, CheckedBook]) -> None:
        statement = str(line_of(boards, APRIL, "DE-01").statement)

        assert "2025-05-15" in statement
        assert "2025-05-13" not in statement

    def test_the_missing_parent_is_asked_for(self, boards: dict[date, CheckedBook]) -> None:
        for day in DAYS:
            assert "ultimate parent headquartered" in said(line_of(boards, day, "DE-02"))

    def test_the_market_not_stated_is_asked_for(self, boards: dict[date, CheckedBook]) -> None:
        line = line_of(boards, JUNE, "OWN-01")

        assert "marketed_for_datacenters" in said(line)
        assert ("establish_truth", "Is the item designed or marketed for use in datacenters?") in [
            (free.remedy, free.text) for free in line.freeing
        ]


class TestTotalsOfTheGuide:
    """Each total that the guide of the example states is the sum of its lines."""

    GUIDE = (FOLDER / "README.md").read_text(encoding="utf-8")

    def counted(self) -> Counter[tuple[str, str]]:
        """Pieces ordered by item and by "CN" or another destination; H20 to Hong Kong is of the 250,000 too."""
        pieces: Counter[tuple[str, str]] = Counter()
        with (FOLDER / "orders.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                placed = "by 2026-01-14" if row["ordered_on"] <= "2026-01-14" else "later"
                where = "" if row["item"].startswith(("nvidia-h20-", "nvidia-hgx-h20-")) else row["destination"]
                pieces[row["item"], f"{where} {placed}".strip()] += int(row["quantity"].replace(",", ""))
        return pieces

    def stated(self, pattern: str) -> tuple[int, ...]:
        found = re.search(pattern, self.GUIDE)
        assert found is not None, pattern
        return tuple(int(figure.replace(",", "")) for figure in found.groups())

    def test_h200_for_china(self) -> None:
        total, single, on_boards, boards, in_servers, servers = self.stated(
            r"([\d,]+) H200 for China ordered by 2026-01-14: ([\d,]+) single, ([\d,]+) on ([\d,]+) boards, "
            r"([\d,]+) in ([\d,]+) servers"
        )
        pieces = self.counted()

        assert single == pieces["nvidia-h200-sxm-141gb", "CN by 2026-01-14"]
        assert boards == pieces["nvidia-hgx-h200-x8", "CN by 2026-01-14"]
        assert servers == pieces["nvidia-dgx-h200", "CN by 2026-01-14"]
        assert (on_boards, in_servers) == (8 * boards, 8 * servers)
        assert total == single + on_boards + in_servers

    def test_h20_not_shipped(self) -> None:
        total, on_boards = self.stated(
            r"([\d,]+) H20 not shipped: H20-01 to H20-03, and H20-04 with ([\d,]+) on boards"
        )
        pieces = self.counted()

        assert on_boards == 8 * pieces["nvidia-hgx-h20-x8", "by 2026-01-14"]
        assert total == pieces["nvidia-h20-96gb", "by 2026-01-14"] + on_boards

    def test_rtx_pro(self) -> None:
        assert self.stated(r"\| ([\d,]+) RTX PRO 6000D") == (
            self.counted()["nvidia-rtx-pro-6000d", "CN by 2026-01-14"],
        )

    def test_supply(self) -> None:
        with (FOLDER / "supply.csv").open(encoding="utf-8", newline="") as stream:
            supply = {row["item"]: int(row["units"]) for row in csv.DictReader(stream)}
        h200, gh200 = self.stated(r"`supply.csv`: ([\d,]+) H200 and ([\d,]+) GH200")

        assert supply == {"nvidia-h200-sxm-141gb": h200, "nvidia-gh200-96gb": gh200}
