"""The dates of us/ear against the reference rows, whose ends are inclusive: in_force_to is the day after."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from licet.rules import Law, load_law

REPOSITORY = Path(__file__).parents[3]
REFERENCE = REPOSITORY / ".." / "shared" / "reference" / "us_rules.csv"
ENCODED_AS = {
    "DEF-TPP-1": "3A090.tn.1",
    "DEF-ZONE-1": "in_d_zone",
    "DEF-HQ-1": "headquartered_in_d5_or_macau",
    "CLS-2022-A": "3A090.a.item",
    "CLS-2022-4A": "4A090.a",
    "CLS-N2": "3A090.a",
    "CLS-A1": "3A090.a",
    "CLS-A2": "3A090.a",
    "CLS-B1": "3A090.b",
    "CLS-B2": "3A090.b",
    "CLS-C": "3A090.c",
    "CLS-4A-A": "4A090.a",
    "CLS-4A-B": "4A090.b",
    "LR-2022": "742.6.a.6",
    "LR-MO": "742.6.a.6",
    "LR-2023-D": "742.6.a.6.iii",
    "LR-2023-HQ": "744.23.a.3.i.A",
    "LR-HBM-D": "742.6.a.6.i.B",
    "LR-HBM-HQ": "744.23.a.3.i.B",
    "LR-A-TEXT": "742.6.a.6.iii.A",
    "LR-B-D1": "742.6.a.6.iii.B",
    "LR-B-D2": "742.6.a.6.iii.B",
    "LR-B-HQ": "744.23.a.3.i.A",
    "EX-NAC-2023": "740.8.NAC",
    "EX-NAC": "740.8.NAC",
    "EX-ACA-2024": "740.8.ACA",
    "EX-ACA": "740.8.ACA",
    "RV-2022": "742.6.b.10.2022",
    "RV-D5-2023": "742.6.b.10.iii.A.1.other",
    "RV-D14-2023": "742.6.b.10.2023",
    "RV-NONDC": "744.23.d.3.i",
    "RV-HBM-1": "742.6.b.10.ii",
    "RV-HBM-2": "742.6.b.10.ii.other",
    "RV-H200": "742.6.b.10.iii.A.1",
    "RV-H200-ELSE": "742.6.b.10.iii.A.1.other",
    "RV-S5A": "742.6.b.10.iii.A.2",
    "RV-T2-1": "742.6.b.10.iii.B.1",
    "RV-T2-2": "742.6.b.10.iii.B.2",
    "RV-B-DEF": "742.6.b.1.i.B",
    "IS-2022": "is_informed.2022-08-26",
    "IS-2023": "is_informed.2023-10-23",
    "IS-2025": "is_informed.2025-04",
}


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law(REPOSITORY / "src" / "licet_rules", use_cache=False)


@pytest.fixture(scope="module")
def reference() -> dict[str, dict[str, str]]:
    if not REFERENCE.is_file():
        pytest.skip(f"the reference rows are not at {REFERENCE}")
    with REFERENCE.open(encoding="utf-8", newline="") as stream:
        return {row["rule_id"]: row for row in csv.DictReader(stream)}


@pytest.mark.parametrize(("row_id", "rule_id"), ENCODED_AS.items())
def test_a_row_starts_and_ends_as_a_version_does(
    law: Law, reference: dict[str, dict[str, str]], row_id: str, rule_id: str
) -> None:
    row, versions = reference[row_id], law.pack.rules[f"us.ear.{rule_id}"].versions
    last_day = row["effective_to"]

    assert date.fromisoformat(row["effective_from"]) in {version.in_force_from for version in versions}
    if last_day:
        end = date.fromisoformat(last_day) + timedelta(days=1)
        assert end in {version.in_force_to for version in versions}
    else:
        assert versions[-1].in_force_to is None


def test_compliance_with_the_memory_rule_is_due_at_the_end_of_2024(law: Law) -> None:
    for rule_id in ("3A090.c", "742.6.a.6.i.B", "744.23.a.3.i.B"):
        assert [version.comply_from for version in law.pack.rules[f"us.ear.{rule_id}"].versions] == [date(2024, 12, 31)]


def test_compliance_with_the_worldwide_text_is_due_two_days_after_it_stops_being_enforced(law: Law) -> None:
    (version,) = law.pack.rules["us.ear.742.6.a.6.iii.A"].versions

    assert (version.in_force_from, version.comply_from) == (date(2025, 1, 13), date(2025, 5, 15))
    assert version.not_enforced[0].start == date(2025, 5, 13)
