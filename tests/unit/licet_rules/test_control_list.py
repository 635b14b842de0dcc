"""What our requirement rules ask, against the licence requirements of the Commerce Control List, if at hand."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from licet.evaluate import ItemFacts, PartyFacts, Situation, decide
from licet.quantity import Interval
from licet.rules import Law, Reading, RuleKind, book_at, load_law
from licet.truth import Truth

REPOSITORY = Path(__file__).parents[3]
LIST = REPOSITORY / ".." / "shared" / "data" / "ccl.json"
ISSUE = date(2026, 7, 23)
TRUE, FALSE = Truth.TRUE, Truth.FALSE
WORLDWIDE = "To or within any destination worldwide"
ZONE = (
    "To or within the United Arab Emirates or destinations specified in Country Groups D:1, D:4, and D:5 of supplement "
    "no. 1 to part 740 of the EAR, excluding any destination also specified in Country Groups A:5 or A:6"
)
D5 = "To or within Macau or a destination specified in Country Group D:5 of supplement no. 1 to part 740 of the EAR"
RULE_OF = {
    "742.6(a)(6)(iii)(A)": "us.ear.742.6.a.6.iii.A",
    "742.6(a)(6)(iii)(B)": "us.ear.742.6.a.6.iii.B",
    "742.6(a)(6)(i)(B)": "us.ear.742.6.a.6.i.B",
}
Z_ENTRIES = ("3A001", "4A003", "4A004", "4A005", "5A002", "5A004", "5A992")
ENTRIES = ("3A090", "4A090", *Z_ENTRIES, "5D002", "5D992")


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law(REPOSITORY / "src" / "licet_rules", use_cache=False)


@pytest.fixture(scope="module")
def entries() -> dict[str, dict[str, Any]]:
    if not LIST.is_file():
        pytest.skip(f"the Commerce Control List is not at {LIST}")
    found = json.loads(LIST.read_text(encoding="utf-8"))["entries"]
    listed = found if isinstance(found, list) else found.values()
    return {entry["eccn"]: entry for entry in listed}


def regional_stability(entry: dict[str, Any]) -> dict[str, str]:
    """Return, for each paragraph of 742.6(a)(6) that an entry cites, the words on its destinations."""
    texts = [line["countryChart"] for line in entry["countryChart"] if line["control"].startswith("RS")]
    return {cited[0]: text for text in texts if (cited := re.findall(r"742\.6\(a\)\(6\)[()ivABC]+", text))}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_cites_the_paragraphs_that_are_encoded(law: Law, entries: dict[str, Any], name: str) -> None:
    found = regional_stability(entries[name])

    wanted = {"742.6(a)(6)(iii)(A)", "742.6(a)(6)(iii)(B)"} | ({"742.6(a)(6)(i)(B)"} if name == "3A090" else set())
    assert found.keys() == wanted
    assert found["742.6(a)(6)(iii)(A)"].startswith(WORLDWIDE)
    assert found["742.6(a)(6)(iii)(B)"].startswith(ZONE)
    assert found.get("742.6(a)(6)(i)(B)", D5).startswith(D5)
    for cited in found:
        (*_, version) = law.pack.rules[RULE_OF[cited]].versions
        assert cited in version.source.at


@pytest.mark.parametrize("name", ["3A090", "4A090", "3A991", "4A994", *Z_ENTRIES])
def test_an_entry_is_controlled_for_anti_terrorism_reasons_as_a_whole(entries: dict[str, Any], name: str) -> None:
    controls = {line["control"][:2]: line for line in entries[name]["countryChart"] if line["control"].startswith("AT")}

    assert controls["AT"]["control"].startswith("AT applies to entire entry")
    assert controls["AT"]["countryChart"] == "AT Column 1."


@pytest.mark.parametrize("name", ["3A090", "4A090"])
def test_neither_entry_is_controlled_for_national_security(entries: dict[str, Any], name: str) -> None:
    assert entries[name]["reasonForControl"] == "RS, AT"


@pytest.mark.parametrize("name", Z_ENTRIES)
def test_every_sub_paragraph_of_a_z_entry_has_a_rule_at_its_level(law: Law, entries: dict[str, Any], name: str) -> None:
    """But for 3A001.z.1 to z.3, which turn on facts that none states, and the entry itself where no more is told."""
    cited = "".join(
        line["control"] for line in entries[name]["countryChart"] if "742.6(a)(6)(iii)" in line["countryChart"]
    )
    listed = {f"{name}.{part}" for part in re.findall(r"z\.\d(?:\.[ab])?", cited)}
    outcomes = {
        rule.versions[-1].outcome["eccn"]: rule.versions[-1].outcome["advanced_computing"]
        for rule in law.pack.rules.values()
        if rule.kind is RuleKind.CLASSIFICATION and rule.id.startswith(f"us.ear.{name}.z")
    }

    kept_apart = {eccn for eccn in listed if re.match(r"3A001\.z\.[123]", eccn)}
    assert outcomes.keys() - {f"{name}.z"} == listed - kept_apart
    for eccn in listed - kept_apart:
        assert outcomes[eccn] == {"1": "a", "2": "b"}.get(eccn[-1], eccn[-1])


@pytest.mark.parametrize(
    ("level", "destination", "required"),
    [
        ("a", "BR", "us.ear.742.6.a.6.iii.A"),
        ("a", "CN", "us.ear.742.6.a.6.iii.A"),
        ("b", "VN", "us.ear.742.6.a.6.iii.B"),
        ("b", "AE", "us.ear.742.6.a.6.iii.B"),
        ("b", "IL", None),
        ("b", "BR", None),
        ("c", "MO", "us.ear.742.6.a.6.i.B"),
        ("c", "CN", "us.ear.742.6.a.6.i.B"),
        ("c", "VN", None),
    ],
)
def test_the_rules_reach_where_those_words_reach(law: Law, level: str, destination: str, required: str | None) -> None:
    """In the reading `text`, for a buyer of Germany: by destination alone."""
    circuit = ItemFacts("item", {"item_kind": "other", "tpp": Interval.exactly("1")})
    buyer = PartyFacts(
        "buyer",
        frozenset({"ultimate_consignee", "end_user"}),
        {
            "headquarters": "DE",
            "ultimate_parent_headquarters": "DE",
            "uae_approved_advanced_computing": FALSE,
        },
    )
    order = {"valid_at": ISSUE, "destination": destination, "movement": "export", "exporter": "Example"}
    situation = Situation(circuit, (circuit,), (buyer,), TRUE, order, {"advanced_computing": level})

    found = decide(book_at(law, ISSUE, reading=Reading.TEXT), situation)

    holding = [each.standing.rule.id for each in found.requirements if each.truth is TRUE]
    assert holding == ([required] if required else [])


# ---- paragraphs as they may be stated

ENTRY_SETS = ("3A001", "3A991", "3A992", "4A003", "4A004", "4A005", "4A994", "5A002", "5A004", "5A992", "5D002")
KEPT_APART = ("b.2", "b.3", "a.1.a", "a.5.a", "e.2", "e.3")


@pytest.mark.parametrize("name", ENTRY_SETS)
def test_a_paragraph_of_an_entry_is_one_of_the_list(law: Law, entries: dict[str, Any], name: str) -> None:
    members = book_at(law, ISSUE).sets[f"entry_{name.lower()}"].members
    listed = {line["paragraph"] for line in entries[name]["items"] if "[Reserved]" not in line["text"]} - {None}

    assert name in members
    for member in members - {name}:
        paragraph = member.removeprefix(f"{name}.")
        assert paragraph in listed or any(other.startswith(f"{paragraph}.") for other in listed), member


@pytest.mark.parametrize("name", ["3A001", "3A991", "3A992", "4A994"])
def test_every_paragraph_of_an_entry_is_known(law: Law, entries: dict[str, Any], name: str) -> None:
    members = book_at(law, ISSUE).sets[f"entry_{name.lower()}"].members
    parts = re.compile(r"[a-y](\.[0-9a-z]+)*")
    listed = [line for line in entries[name]["items"] if parts.fullmatch(line["paragraph"] or "")]

    for line in listed:
        assert f"{name}.{line['paragraph']}" in members or "[Reserved]" in line["text"], line


def test_z_4_takes_what_z_1_to_z_3_cannot(law: Law) -> None:
    sets = book_at(law, ISSUE).sets
    others = sets["other_paragraphs_of_3a001"].members
    left = sets["entry_3a001"].members - others

    assert others < sets["entry_3a001"].members
    for member in left - {"3A001"}:
        paragraph = member.removeprefix("3A001.")
        assert any(
            f"{paragraph}.".startswith(f"{apart}.") or f"{apart}.".startswith(f"{paragraph}.") for apart in KEPT_APART
        ), member
    assert {f"3A001.{apart}" for apart in KEPT_APART} <= left
