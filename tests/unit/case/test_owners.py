"""owners.csv: shares within bounds, owners by id and by name, and parties that nobody else owns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.case.owners import FINEST, share
from licet.ownership import Holding, OwnershipGraph
from licet.quantity import UNKNOWN_QUANTITY, Interval

from .conftest import write_case

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Faults, Reader

ORDERS = "order_id,item,quantity\no-1,H20,1\n"
PARTIES = "party_id,name,name_local\na,Buyer A,\nb,Holding B Ltd,控股乙\nc,Firm C,\nc2,FIRM  c,\n"


def between(low: str | None, high: str | None) -> Interval:
    return Interval(None if low is None else Decimal(low), None if high is None else Decimal(high))


def case_of(folder: Path, owners: str, parties: str = PARTIES) -> Path:
    header = "party_id,owner,percent,from,to,source\n"
    return write_case(folder, {"parties.csv": parties, "orders.csv": ORDERS, "owners.csv": header + owners})


class TestShares:
    @pytest.mark.parametrize(
        ("text", "low", "high"),
        [("0", "0", "0"), ("100", "100", "100"), ("50.5", "50.5", "50.5"), ("33.333333", "33.333333", "33.333333"),
         ("25-50", "25", "50"), ("25 - 50", "25", "50"), ("25-25", "25", "25"), ("50+", "50", None),
         (">=25", "25", None), (">25", "25.000000001", None), ("> 99.999999", "99.999999001", None),
         ("<=50", None, "50"), ("<50", None, "49.999999999"), ("<=0", None, "0")],
    )  # fmt: skip
    def test_a_share_is_read_as_the_bounds_it_states(self, text: str, low: str | None, high: str | None) -> None:
        assert share(text) == between(low, high)

    @pytest.mark.parametrize(
        "text",
        ["-5", "1e400", "NaN", "inf", "100.0000000001", "100.1", "101", ">100", "<0", "50-25", "25-101", "５０", "٥٠",
         "25–50", "50%", ">25-50", ">25+", "=50", "0,5", "1,000", "25-", "-", "+", "2026-10-05", "0x10", "5 0", "1_0",
         "9" * 30_000, " " * 30_000 + "x", "25-" * 9_000],
    )  # fmt: skip
    def test_what_is_no_share_is_refused_at_its_line(self, tmp_path: Path, faults: Faults, text: str) -> None:
        (problem,) = faults(case_of(tmp_path, f'a,Somebody,"{text}",,,\n'))

        assert (problem.slug, problem.where) == ("bad-number", "owners.csv:2")
        assert len(problem.what) < 200

    @given(st.text(alphabet="0123456789.<>=+- e", max_size=9) | st.text(max_size=9))
    def test_whatever_the_text_a_share_lies_within_the_whole(self, text: str) -> None:
        try:
            found = share(text)
        except ValueError as error:
            assert str(error)  # noqa: PT017  either outcome is right
            return
        assert 0 <= (found.lo or Decimal(0)) <= (Decimal(100) if found.hi is None else found.hi) <= 100

    def test_a_share_just_beyond_a_bound_is_as_fine_as_shares_are_reckoned(self) -> None:
        assert OwnershipGraph([Holding("o", "a", share(">25"))]).on(date(2026, 6, 1)).surely == [25_000_000_001, 0]
        with pytest.raises(Exception, match="decimals"):
            OwnershipGraph([Holding("o", "a", Interval.exactly(FINEST / 10))])

    def test_a_blank_share_is_not_stated(self, tmp_path: Path, read: Reader) -> None:
        (owner,) = read(case_of(tmp_path, "a,b,,,,\n")).owners

        assert owner.percent == UNKNOWN_QUANTITY

    def test_a_cell_of_a_million_characters_is_a_problem(self, tmp_path: Path, faults: Faults) -> None:
        found = faults(case_of(tmp_path, f"a,b,{'5' * 1_000_000},,,\n"))

        assert [(problem.slug, problem.where) for problem in found] == [("cell-too-long", "owners.csv:2")]


class TestWhoOwns:
    @pytest.mark.parametrize(
        ("written", "node"),
        [("b", "b"), ("Holding B Ltd", "b"), ("HOLDING  b ltd", "b"), ("Ｈｏｌｄｉｎｇ Ｂ Ltd", "b"), ("控股乙", "b"),
         ("B", "b"), ("Holding B", "Holding B"), ("c2", "c2"), ("a", "a")],
    )  # fmt: skip
    def test_an_owner_is_a_party_of_the_case_by_its_id_or_name(
        self, tmp_path: Path, read: Reader, written: str, node: str
    ) -> None:
        assert read(case_of(tmp_path, f"a,{written},60,,,\n")).owners[0].owner == node

    def test_two_spellings_of_one_name_are_one_owner_as_first_written(self, tmp_path: Path, read: Reader) -> None:
        rows = "a,Grey  Heron Trading,10,,,\nb,GREY HERON trading,20,,,\nb,Grey-Heron Trading,20,,,\n"
        owners = read(case_of(tmp_path, rows)).owners

        assert [each.owner for each in owners] == ["Grey  Heron Trading", "Grey  Heron Trading", "Grey-Heron Trading"]

    def test_a_name_that_two_parties_have_must_be_told_apart(self, tmp_path: Path, faults: Faults) -> None:
        (problem,) = faults(case_of(tmp_path, "a,firm C,60,,,\na,c,20,,,\n"))

        assert (problem.slug, problem.where) == ("ambiguous-owner", "owners.csv:2")
        assert problem.what == "owner: 'firm C' is a name of 2 parties: c, c2"

    def test_many_parties_of_one_name_are_not_all_shown(self, tmp_path: Path, faults: Faults) -> None:
        parties = "party_id,name\n" + "".join(f"p{number},Same\n" for number in range(8))
        (problem,) = faults(case_of(tmp_path, "p0,SAME,60,,,\n", parties))

        assert problem.what.endswith("of 8 parties: p0, p1, p2, p3, p4 and 3 more")

    def test_a_blank_owner_is_a_problem(self, tmp_path: Path, faults: Faults) -> None:
        assert [problem.slug for problem in faults(case_of(tmp_path, "a,,60,,,\n"))] == ["missing-value"]


class TestNobodyElse:
    def test_a_dash_says_that_nobody_else_owns_any_of_it(self, tmp_path: Path, read: Reader) -> None:
        case = read(case_of(tmp_path, "a,b,100,,,\na,-,,2026-01-01,2027-01-01,register\n"))

        assert [each.owner for each in case.owners] == ["b"]
        (closed,) = case.nobody_else
        assert (closed.party_id, closed.source, closed.where) == ("a", "register", "owners.csv:3")
        assert (closed.held.start, closed.held.end) == (date(2026, 1, 1), date(2027, 1, 1))

    @pytest.mark.parametrize("percent", ["0", "40", "-", "x"])
    def test_nobody_holds_no_share(self, tmp_path: Path, faults: Faults, percent: str) -> None:
        (problem,) = faults(case_of(tmp_path, f"a,-,{percent},,,\n"))

        assert (problem.slug, problem.where) == ("share-of-nobody", "owners.csv:2")

    def test_of_an_unknown_party_it_is_a_problem(self, tmp_path: Path, faults: Faults) -> None:
        assert [problem.slug for problem in faults(case_of(tmp_path, "z,-,,,,\n"))] == ["unknown-party"]
