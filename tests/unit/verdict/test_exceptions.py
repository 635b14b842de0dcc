"""A licence exception counts only where the line claims it and it is met; else it is a route, and moves nothing."""

from __future__ import annotations

import pytest

from .books import CHIP, CONSUMER, TO_OPEN, Checker, Files, causes, licence, said, units

# 15 CFR 740.8 as of 2025-01-13. NAC: a chip of 3A090.a not for datacenters, exported to D:5, with a purchase order, a
# notice 25 days before, complete, and a confirmation. ACA: the same chip outside D:5, with a purchase order.
NAC = {"item": CONSUMER, "authority_claimed": "NAC"}
TO_AE = {"destination": "AE", "place_of_use": "AE", "ultimate_consignee": "ae", "end_user": "ae"}
ACA = {"item": CONSUMER, "authority_claimed": "ACA", **TO_AE}
NOTICE = "2026-05-21"  # 25 days before the day judged, 2026-06-15
PAPERS = {
    "purchase_order": "yes",
    "nac_notice_on": NOTICE,
    "nac_notice_complete": "yes",
    "nac_confirmation": "Z123456",
}


def papers(order: str = "L1", **changes: str) -> Files:
    """Return the papers of a NAC shipment as facts; one changed to nothing is left out."""
    return Files(facts=[(order, fact, value) for fact, value in {**PAPERS, **changes}.items() if value])


def test_nac_met_is_released_without_a_licence(checker: Checker) -> None:
    line = checker.line(papers(), **NAC)

    assert units(line) == ("release", 100, 0, 0)
    assert line.fits == ()


def test_nac_one_day_short_of_its_notice_is_held(checker: Checker) -> None:
    line = checker.line(papers(nac_notice_on="2026-05-22"), **NAC)

    assert units(line) == ("hold", 0, 100, 0)
    assert causes(line) == ["exception_not_met", "licence_required"]
    assert "SNAP-R" in said(line)


@pytest.mark.parametrize("absent", sorted(PAPERS))
def test_nac_without_one_of_its_papers_is_not_released(checker: Checker, absent: str) -> None:
    line = checker.line(papers(**{absent: ""}), **NAC)

    assert line.release_units == 0
    assert "exception_not_met" in causes(line)


def test_nac_with_an_incomplete_notice_is_held(checker: Checker) -> None:
    assert units(checker.line(papers(nac_notice_complete="no"), **NAC)) == ("hold", 0, 100, 0)


@pytest.mark.parametrize(("sample", "verdict"), [("", "undetermined"), ("no", "hold"), ("yes", "release")])
def test_without_a_purchase_order_nac_serves_a_commercial_sample(checker: Checker, sample: str, verdict: str) -> None:
    assert checker.line(papers(purchase_order="no", commercial_sample=sample), **NAC).verdict == verdict


def test_nac_met_but_not_claimed_moves_nothing(checker: Checker) -> None:
    line = checker.line(papers(), item=CONSUMER)

    assert units(line) == ("hold", 0, 100, 0)
    assert "exception NAC is a possible route" in said(line)


def test_nac_for_a_datacenter_chip_is_not_available(checker: Checker) -> None:
    line = checker.line(papers(), item=CHIP, authority_claimed="NAC")

    assert units(line) == ("hold", 0, 100, 0)
    assert "exception NAC" in said(line)
    assert not [free for free in line.freeing if free.text.startswith("exception NAC")]


def test_nac_does_not_reach_a_transfer(checker: Checker) -> None:
    line = checker.line(papers(), movement="transfer", ship_from="CN", **NAC)

    assert units(line) == ("hold", 0, 100, 0)


def test_nac_does_not_lift_a_letter(checker: Checker) -> None:
    """740.8(b): what part 744 requires other than by 744.23(a)(3) stays; the letter of April 2025 is such."""
    line = checker.line(papers(), item="nvidia-rtx-5090", authority_claimed="NAC")

    assert line.determination.licence_required.word == "yes"
    assert units(line) == ("hold", 0, 100, 0)


def test_aca_met_is_released_and_lifts_the_whole_requirement(checker: Checker) -> None:
    files = Files(facts=[("L1", "purchase_order", "yes")])

    assert units(checker.line(files, **ACA)) == ("release", 100, 0, 0)


def test_aca_with_the_purchase_order_refused_is_held(checker: Checker) -> None:
    files = Files(facts=[("L1", "purchase_order", "no"), ("L1", "commercial_sample", "no")])

    assert units(checker.line(files, **ACA)) == ("hold", 0, 100, 0)


def test_aca_is_not_for_a_buyer_of_d5(checker: Checker) -> None:
    files = Files(facts=[("L1", "purchase_order", "yes")])

    assert units(checker.line(files, **{**ACA, "end_user": "cn"})) == ("hold", 0, 100, 0)


def test_aca_with_a_parent_not_stated_is_not_released(checker: Checker) -> None:
    files = Files(facts=[("L1", "purchase_order", "yes")])
    line = checker.line(files, item=CONSUMER, authority_claimed="ACA", **TO_OPEN)

    assert line.release_units == 0


def test_a_licence_on_file_serves_where_the_exception_is_not_met(checker: Checker) -> None:
    files = Files([licence({"items": [CONSUMER]})], facts=[("L1", "nac_notice_on", "2026-06-10")])

    assert units(checker.line(files, **NAC)) == ("release", 100, 0, 0)


@pytest.mark.parametrize("absent", ["nac_notice_on", "nac_notice_complete"])
def test_a_paper_not_stated_leaves_the_line_open_as_a_condition_of_a_licence_does(
    checker: Checker, absent: str
) -> None:
    """A notice may have been registered: the fact is absent, so the exception is neither met nor failed."""
    assert units(checker.line(papers(**{absent: ""}), **NAC)) == ("undetermined", 0, 0, 100)
