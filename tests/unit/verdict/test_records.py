"""Records kept under an exception, ceilings they share, and scopes that describe items by their figures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from licet.errors import ProblemsFound
from licet.truth import Truth
from licet.verdict import Ask, item_terms_met

from .books import CHIP, CONSUMER, FREE, Checker, Files, causes, licence, said, the_desk, units

if TYPE_CHECKING:
    from .registers import Shelf

NAC = {"item": CONSUMER, "authority_claimed": "NAC"}
PAPERS = {
    "purchase_order": "yes",
    "nac_notice_on": "2026-05-21",
    "nac_notice_complete": "yes",
    "nac_confirmation": "Z1",
}
RECORD = {"number": "Z123456", "kind": "exception_notice", "exception": "NAC", "limits": {"pieces": 120}}


def record(**changes: object) -> dict[str, Any]:
    """Return a record of notices under NAC with changes."""
    return licence({"items": [CONSUMER]}, **{**RECORD, **changes})


def papers(*records: dict[str, Any], lines: int = 1, without: str = "") -> Files:
    """Return records on file, and the papers of each line."""
    stated = [(f"L{n}", fact, value) for n in range(1, lines + 1) for fact, value in PAPERS.items() if fact != without]
    return Files(records, facts=stated)


class TestRecords:
    def test_an_exception_that_is_met_draws_on_its_record(self, checker: Checker) -> None:
        book = checker.book(NAC, NAC, files=papers(record(), lines=2))

        assert [units(line) for line in book.lines] == [("release", 100, 0, 0), ("hold", 20, 80, 0)]
        assert causes(book.lines[1]) == ["balance_exhausted"]
        assert book.balances.left("Z123456", "pieces") == 0

    def test_its_number_claims_the_exception(self, checker: Checker) -> None:
        line = checker.line(papers(record()), item=CONSUMER, authority_claimed="Z123456")

        assert units(line) == ("release", 100, 0, 0)
        assert [fit.authorisation.number for _, fit in line.fits] == ["Z123456"]

    def test_without_the_exception_the_record_opens_nothing(self, checker: Checker) -> None:
        files = papers(record(), without="nac_notice_on")
        claimed = checker.line(files, item=CONSUMER, authority_claimed="Z123456")
        plain = checker.line(papers(record()), item=CONSUMER)

        assert claimed.release_units == 0
        assert "exception_not_met" in causes(claimed)
        assert units(plain) == ("hold", 0, 100, 0), "not claimed"

    def test_a_record_of_an_exception_that_does_not_stand_opens_nothing(self, checker: Checker) -> None:
        line = checker.line(papers(record(exception="XYZ")), item=CONSUMER, authority_claimed="Z123456")

        assert units(line) == ("hold", 0, 100, 0)
        assert "no exception of that name stands" in said(line)

    def test_a_record_that_does_not_fit_is_not_drawn_on(self, checker: Checker) -> None:
        other = {**record(), "scope": licence({"items": [CHIP]})["scope"]}
        by_name = checker.line(papers(other), **NAC)
        by_number = checker.line(papers(other), item=CONSUMER, authority_claimed="Z123456")

        assert (by_name.verdict, by_name.fits) == ("release", ())
        assert units(by_number) == ("hold", 0, 100, 0)
        assert "Z123456 is claimed and does not fit" in said(by_number)

    def test_a_ceiling_counts_for_each_consignee(self, checker: Checker) -> None:
        ceiling = {
            "id": "per-customer",
            "per": "ultimate_consignee",
            "calendar_year": "yes",
            "limits": {"pieces": 50},
            "source": {"doc": "a report", "grade": "press"},
        }
        granted = licence(ceilings=[ceiling])
        book = checker.book({}, {}, {"ultimate_consignee": "cn2", "end_user": "cn2"}, files=Files([granted]))

        assert [line.release_units for line in book.lines] == [50, 0, 50]
        assert "ceiling/per-customer/cn/2026" in said(book.lines[1])


class TestCeilingsOfTheRegister:
    def test_what_others_drew_under_the_ceiling_is_gone(self, shelf: Shelf) -> None:
        ceiling = {
            "id": "per-customer",
            "per": "ultimate_consignee",
            "calendar_year": "no",
            "limits": {"pieces": 50},
            "source": {"doc": "a report", "grade": "press"},
        }
        shelf.grant(licence(number="A", ceilings=[ceiling]))
        shelf.reserve({"order_id": "one", "quantity": 30})
        shelf.grant(licence(number="B", ceilings=[ceiling]))
        book = shelf.reserve({"order_id": "two", "authority_claimed": "B"})

        assert book.lines[0].release_units == 20
        assert "ceiling/per-customer/cn" in said(book.lines[0])


class TestItemTerms:
    def grant(self, where: str) -> dict[str, Any]:
        granted = licence()
        return {**granted, "scope": {**granted["scope"], "items": {"where": where}}}

    def test_a_scope_covers_what_its_expression_describes(self, checker: Checker) -> None:
        files = Files([self.grant("tpp < 21000")])

        assert units(checker.line(files)) == ("release", 100, 0, 0)
        assert units(checker.line(Files([self.grant("tpp < 15832")]))) == ("hold", 0, 100, 0)

    def test_what_the_catalogue_does_not_know_leaves_it_open(self, checker: Checker) -> None:
        desk = the_desk()
        unknown = next(item for item in desk.catalogue if item.facts and "tpp" not in item.facts)
        one = _read(checker, self.grant("tpp < 21000"))

        assert item_terms_met(desk.law, unknown, desk.catalogue, [one], date(2026, 6, 15)) == (
            ("tpp < 21000", Truth.UNKNOWN),
        )

    def test_from_the_register_too(self, shelf: Shelf) -> None:
        shelf.grant(self.grant("tpp < 21000"))
        book = shelf.reserve({}, {"item": FREE})

        assert units(book.lines[0]) == ("release", 100, 0, 0)
        assert shelf.free() == [900]
        assert shelf.reserve({}).reserved is not None

    def test_one_that_cannot_be_read_is_a_problem(self, checker: Checker) -> None:
        with pytest.raises(ProblemsFound, match="tpp"):
            checker.line(Files([self.grant("tpp <")]))


def _read(checker: Checker, granted: dict[str, Any]) -> Any:  # noqa: ANN401
    book = checker.book({}, files=Files([granted]))
    return book.balances.authorisations[0]


class TestRanking:
    def test_cheapest_looks_at_the_tightest_limit(self, checker: Checker) -> None:
        files = Files(
            [
                licence(number="A", limits={"pieces": 1000, "tpp": 15832 * 200}),  # half of its TPP
                licence(number="B", limits={"pieces": 400}),  # a quarter of its pieces
                licence(number="C", limits={"pieces": 300}, valid_to="2026-07-01"),  # a third
            ]
        )

        def chosen(how: str) -> list[str]:
            return [fit.authorisation.number for _, fit in checker.line(files, Ask(assign=how)).fits]

        assert chosen("cheapest") == ["B"]
        assert chosen("earliest-expiry") == ["C"]
        assert chosen("largest") == ["C"], "all cover the line: the earlier expiry"
        text = said(checker.line(files))
        assert "C (100 left for this line, to 2026-07-01, the line takes 33.4 % of what is left" in text
        assert "cheapest: B, the line takes the smallest share of its tightest limit" in text

    def test_ties_go_to_the_expiry_then_the_number(self, checker: Checker) -> None:
        files = Files([licence(number=name, valid_to=to) for name, to in (("B", "2027-01-01"), ("A", "2027-01-01"))])
        late = Files([licence(number="A", valid_to="-"), licence(number="B")])

        assert [fit.authorisation.number for _, fit in checker.line(files, Ask(assign="cheapest")).fits] == ["A"]
        assert [fit.authorisation.number for _, fit in checker.line(late, Ask(assign="cheapest")).fits] == ["B"]
