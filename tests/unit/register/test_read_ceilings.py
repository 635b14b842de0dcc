"""Ceilings, tolerances, certifications, exceptions and item expressions, as authorisations.yaml writes them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING

import pytest
from tests.unit.register.conftest import AUTHORISATION, SCOPE
from tests.unit.register.test_ceiling import SOURCE

from licet.errors import ProblemsFound
from licet.facts import Role
from licet.register import (
    ANYTHING,
    AuthorisationKind,
    Ceiling,
    Certification,
    Coverage,
    GrantCondition,
    LegalLimits,
    Limits,
    Money,
    Tolerance,
    Unit,
    load_legal_limits,
    read_authorisations,
    terms_of,
)
from licet.truth import Truth

if TYPE_CHECKING:
    from tests.unit.register.conftest import WriteFile

    from licet.problem import Problem
    from licet.register import Authorisation

HEAD = """\
authorisations:
  - number: EXAMPLE-US-0001
    key: us:export
    kind: licence
    authority: Bureau of Industry and Security
    holder: Maker
    valid_from: 2026-05-14
    valid_to: 2030-05-14
    scope: {items: [chip-a]}
    limits: {pieces: 100}
    source: {doc: Example notice, grade: press}
"""
NOTICE = HEAD.replace("kind: licence", "kind: exception_notice\n    exception: LPP")
CEILING = "{id: mine, per: end_user, limits: {pieces: 5}, source: {doc: D, grade: press}}"
TOLERANCE = "{id: mine, unit: value, per_mille: 100, source: {doc: D, grade: press}}"
CERTIFICATION = "{id: half, on: 2026-01-20, met: yes, figures: {china: 1, us: 2.5}, document: doc}"

YEARLY = Ceiling(
    "yearly", "us:export", None, calendar_year=True, limits=Limits(pieces=9), source=SOURCE, exception="LPP"
)
NAMED = replace(YEARLY, id="named", exception=None, per=Role.END_USER)
TENTH = Tolerance("tenth", Unit.VALUE, 100, None, None, SOURCE)
KNOWN = LegalLimits(ceilings=(YEARLY, NAMED), tolerances=(TENTH,))


def read(write_file: WriteFile, text: str) -> Authorisation:
    (found,) = read_authorisations(write_file(text), shown_as="authorisations.yaml", limits=KNOWN)
    return found


def problems_of(write_file: WriteFile, text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(ProblemsFound) as caught:
        read_authorisations(write_file(text), shown_as="a.yaml", limits=KNOWN)

    def shown(problem: Problem) -> tuple[str, str, str]:
        return problem.slug, problem.where, problem.what

    return [shown(problem) for problem in caught.value.problems]


class TestCeilings:
    def test_one_is_named_and_one_is_written_out(self, write_file: WriteFile) -> None:
        grant = read(write_file, HEAD + f"    ceilings: [named, {CEILING}]\n")

        assert [ceiling.id for ceiling in grant.ceilings] == ["named", "mine"]
        assert grant.ceilings[0] == NAMED
        mine = grant.ceilings[1]
        assert (mine.key, mine.per, mine.calendar_year, mine.limits) == (
            "us:export",
            Role.END_USER,
            False,
            Limits(pieces=5),
        )

    def test_one_may_stand_without_a_list(self, write_file: WriteFile) -> None:
        assert read(write_file, HEAD + "    ceilings: named\n").ceilings == (NAMED,)

    def test_one_of_an_exception_binds_its_notices_without_being_named(self, write_file: WriteFile) -> None:
        notice = read(write_file, NOTICE)

        assert (notice.exception, notice.ceilings) == ("LPP", (YEARLY,))
        assert read(write_file, NOTICE + "    ceilings: [named, yearly]\n").ceilings == (NAMED, YEARLY)
        assert read(write_file, NOTICE.replace("LPP", "AIA")).ceilings == ()
        assert read(write_file, HEAD).ceilings == ()

    @pytest.mark.parametrize(
        ("written", "slug", "what"),
        [
            ("other", "unknown-ceiling", "there is no ceiling other"),
            ("named, named", "duplicate-ceiling", "the ceiling named stands twice"),
            ("[named]", "not-text", "a ceiling is not one value"),
            (CEILING.replace("mine", "A"), "bad-id", "id: 'A' is not an id"),
            (
                CEILING.replace("per: end_user, ", ""),
                "ceiling-without-account",
                "the ceiling counts neither by party nor by year",
            ),
            (CEILING.replace("limits: {pieces: 5}, ", ""), "blank-limit", "the ceiling states no limit"),
            (CEILING.replace(", source: {doc: D, grade: press}", ""), "missing-key", "a ceiling without source"),
            (
                CEILING.replace("end_user", "buyer"),
                "bad-word",
                "per: 'buyer' is none of purchaser, ",
            ),
            (
                CEILING.replace("per", "calendar_year: unknown, per"),
                "bad-word",
                "calendar_year: 'unknown' is neither yes nor no",
            ),
            (
                CEILING.replace("per", "valid_from: 2026-01-02, valid_to: 2026-01-02, per"),
                "bad-period",
                "valid_to 2026-01-02 is not after valid_from 2026-01-02",
            ),
            (
                CEILING.replace("per", "key: cn:import, per"),
                "ceiling-of-another-key",
                "the ceiling mine counts draws of cn:import, and this grant serves us:export",
            ),
        ],
    )
    def test_a_fault_is_told(self, write_file: WriteFile, written: str, slug: str, what: str) -> None:
        (problem,) = problems_of(write_file, HEAD + f"    ceilings: [{written}]\n")

        assert problem[0] == slug
        assert what in problem[2]
        assert problem[1].startswith("a.yaml:12:")

    def test_two_ceilings_of_one_id_differ(self, write_file: WriteFile) -> None:
        other = HEAD.split("\n", 1)[1].replace("0001", "0002")
        text = HEAD + f"    ceilings: [{CEILING}]\n" + other + f"    ceilings: [{CEILING.replace('5', '6')}]\n"

        assert [problem[0] for problem in problems_of(write_file, text)] == ["ceilings-differ"]

    def test_the_cure_names_those_known(self, write_file: WriteFile) -> None:
        with pytest.raises(
            ProblemsFound, match=r"write one of those known \(named, yearly\), or write the ceiling out"
        ):
            read_authorisations(write_file(HEAD + "    ceilings: [other]\n"), limits=KNOWN)


class TestTolerance:
    @pytest.mark.parametrize(
        ("written", "found"),
        [
            ("tenth", ["tenth"]),
            (TOLERANCE, ["mine"]),
            (f"[tenth, {TOLERANCE}]", ["tenth", "mine"]),
        ],
    )
    def test_it_is_named_or_written_out(self, write_file: WriteFile, written: str, found: list[str]) -> None:
        grant = read(write_file, HEAD + f"    shipping_tolerance: {written}\n")

        assert [tolerance.id for tolerance in grant.tolerances] == found

    def test_none_is_given_that_is_not_written(self, write_file: WriteFile) -> None:
        assert read(write_file, HEAD).tolerances == ()

    @pytest.mark.parametrize(
        ("written", "slug"),
        [
            ("fifth", "unknown-tolerance"),
            ("[tenth, tenth]", "duplicate-tolerance"),
            (TOLERANCE.replace("100", "1001"), "figure-too-large"),
            (TOLERANCE.replace("100", "-1"), "bad-number"),
            (TOLERANCE.replace("100", "0.5"), "bad-number"),
            (TOLERANCE.replace("value", "weight"), "bad-word"),
            (TOLERANCE.replace("unit: value, ", ""), "missing-key"),
        ],
    )
    def test_a_fault_is_told(self, write_file: WriteFile, written: str, slug: str) -> None:
        text = HEAD + f"    shipping_tolerance: {written}\n"

        assert [problem[0] for problem in problems_of(write_file, text)] == [slug]


class TestCertification:
    def test_it_is_read(self, write_file: WriteFile) -> None:
        grant = read(write_file, HEAD + f"    certification: {CERTIFICATION}\n")

        assert grant.certifications == (
            Certification(
                "half", date(2026, 1, 20), Truth.TRUE, (("china", Decimal(1)), ("us", Decimal("2.5"))), "doc", ""
            ),
        )

    @pytest.mark.parametrize(
        ("written", "slug"),
        [
            ("half", "not-a-mapping"),
            (f"[{CERTIFICATION}, {CERTIFICATION}]", "duplicate-certification"),
            (CERTIFICATION.replace("yes", "maybe"), "bad-word"),
            (CERTIFICATION.replace("{china: 1, us: 2.5}", "{}"), "not-a-mapping"),
            (CERTIFICATION.replace("{china: 1, us: 2.5}", "[1]"), "not-a-mapping"),
            (CERTIFICATION.replace("2.5", "1e400"), "bad-number"),
            (CERTIFICATION.replace("2.5", "~"), "blank-value"),
            (CERTIFICATION.replace(", document: doc", ""), "missing-key"),
            (CERTIFICATION.replace("2026-01-20", "2026-02-30"), "bad-date"),
        ],
    )
    def test_a_fault_is_told(self, write_file: WriteFile, written: str, slug: str) -> None:
        text = HEAD + f"    certification: {written}\n"

        assert [problem[0] for problem in problems_of(write_file, text)] == [slug]


class TestOtherKeys:
    def test_an_exception_is_of_a_notice(self, write_file: WriteFile) -> None:
        text = HEAD + "    exception: LPP\n"

        assert [problem[0] for problem in problems_of(write_file, text)] == ["exception-without-notice"]

    @pytest.mark.parametrize("number", ["ceiling/a/b", "order/1"])
    def test_a_number_that_names_another_account_is_refused(self, write_file: WriteFile, number: str) -> None:
        text = HEAD.replace("EXAMPLE-US-0001", number)

        assert [problem[0] for problem in problems_of(write_file, text)] == ["reserved-number"]


class TestItemExpression:
    @pytest.mark.parametrize(
        ("written", "listed"),
        [('{where: "tpp < 21000"}', Coverage()), ('{where: "tpp < 21000", listed: [chip-a]}', SCOPE.items)],
    )
    def test_a_condition_stands_alone_or_beside_a_list(
        self, write_file: WriteFile, written: str, listed: Coverage
    ) -> None:
        grant = read(write_file, HEAD.replace("[chip-a]", written))

        assert (grant.scope.item_expression, grant.scope.items) == ("tpp < 21000", listed)

    @pytest.mark.parametrize(
        ("written", "slug"),
        [
            ('{where: "tpp <"}', "not-an-expression"),
            ("{where: \"colour = 'red'\"}", "unknown-fact"),
            ("{where: \"destination = 'CN'\"}", "unknown-fact"),
            ('{where: "maker IN some_set"}', "unknown-set"),
            ("{where: \"any_party('end_user', tpp < 1)\"}", "item-fact-inside-party-test"),
            ('{where: ""}', "blank-value"),
            ("{listed: [chip-a]}", "missing-key"),
            ('{where: "tpp < 1", listed: any}', "any-in-list"),
        ],
    )
    def test_a_fault_is_told(self, write_file: WriteFile, written: str, slug: str) -> None:
        assert [problem[0] for problem in problems_of(write_file, HEAD.replace("[chip-a]", written))] == [slug]


def test_the_terms_of_a_grant_read_as_a_file_give_the_grant(write_file: WriteFile) -> None:
    grant = replace(
        AUTHORISATION,
        kind=AuthorisationKind.EXCEPTION_NOTICE,
        exception="LPP",
        valid_to=None,
        scope=replace(SCOPE, item_expression="tpp < 21000 AND NOT marketed_for_datacenters", movements=ANYTHING),
        limits=Limits(pieces=7, value=Money(1_050, "USD"), tpp_thousandths=1),
        conditions=(GrantCondition("place_of_use", "In China", "Where?", only_in=frozenset({"CN"})),),
        ceilings=(replace(YEARLY, limits=Limits(pieces=8), valid_from=date(2026, 1, 1)), NAMED),
        tolerances=(replace(TENTH, valid_to=date(2027, 1, 1)),),
        certifications=(
            Certification("half", date(2026, 1, 20), Truth.UNKNOWN, (("us", Decimal("2.5")),), "doc", "rule"),
        ),
    )

    found = read(write_file, json.dumps({"authorisations": [terms_of(grant)]}))

    assert found == grant


class TestThePage:
    TEXT = (Path(__file__).parents[3] / "docs" / "authorisations.md").read_text(encoding="utf-8")

    def test_its_example_is_read_and_shows_every_part(self, write_file: WriteFile) -> None:
        example = self.TEXT.split("```yaml\n")[1].split("```")[0]

        (grant,) = read_authorisations(write_file(example))

        assert all(
            (grant.scope.item_expression, grant.conditions, grant.ceilings, grant.tolerances, grant.certifications)
        )

    @pytest.mark.parametrize("key", ["ceilings", "shipping_tolerance"])
    def test_its_fragments_are_read(self, write_file: WriteFile, key: str) -> None:
        fragment = next(part for part in self.TEXT.split("```yaml\n")[2:] if part.startswith(key)).split("```")[0]

        grant = next(iter(read_authorisations(write_file(HEAD + indent(fragment, "    ")))))

        assert grant.ceilings or grant.tolerances

    def test_it_lists_what_the_rules_hold(self) -> None:
        known = load_legal_limits()
        stated = (*known.ceilings, *known.tolerances, *known.retentions, *known.certifications)

        assert re.findall(
            r"^\| `(\w+)` \| .* \| \w+ \|$", self.TEXT.split("## Limits in the rules")[1], re.MULTILINE
        ) == [one.id for one in stated]
