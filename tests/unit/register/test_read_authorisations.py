from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licet.citation import Grade
from licet.errors import ProblemsFound
from licet.facts import Role
from licet.register import ANYTHING, NOTHING, AuthorisationKind, GrantCondition, Money, Scope, read_authorisations
from licet.register.authorisation import MAX_LAYERS

if TYPE_CHECKING:
    from tests.unit.register.conftest import WriteFile

    from licet.problem import Problem

GOOD = """\
authorisations:
  - number: EXAMPLE-US-0001
    key: us:export
    kind: licence
    authority: Bureau of Industry and Security
    holder: Maker
    valid_from: 2026-05-14
    valid_to: 2030-05-14
    scope:
      items: [chip-a]
      movements: [export]
      ship_from: [US]
      destinations: [CN, "NO", NA]
      places_of_use: [cn]
      end_uses: any
      parties: {purchaser: any, intermediate_consignee: [broker], end_user: [buyer-a]}
    limits: {pieces: "75,000", value: {amount: 1000000.50, currency: USD}, tpp: 1187400000.125}
    conditions: [{id: kyc, text: "Know the buyer", question: "Was the buyer checked?"}]
    source: {doc: Example notice, at: p. 1, published: 2026-05-13, grade: press, evidence: ["https://example.org/a"]}
"""


def problems_of(write_file: WriteFile, text: str) -> tuple[Problem, ...]:
    path = write_file(text)
    with pytest.raises(ProblemsFound) as caught:
        read_authorisations(path, shown_as="authorisations.yaml")
    return caught.value.problems


def changed(*pairs: tuple[str, str]) -> str:
    text = GOOD
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def entries(*grants: tuple[str, str | None]) -> str:
    body = GOOD.split("\n", 1)[1]
    return "authorisations:\n" + "".join(
        body.replace("EXAMPLE-US-0001", number + (f"\n    parent: {parent}" if parent else ""))
        for number, parent in grants
    )


def test_every_field_is_read(write_file: WriteFile) -> None:
    (read,) = read_authorisations(write_file(GOOD), shown_as="authorisations.yaml")

    assert (read.number, read.key, read.kind, read.holder) == (
        "EXAMPLE-US-0001",
        "us:export",
        AuthorisationKind.LICENCE,
        "Maker",
    )
    assert (read.authority, read.parent) == ("Bureau of Industry and Security", None)
    assert (read.valid_from, read.valid_to) == (date(2026, 5, 14), date(2030, 5, 14))
    assert read.scope.items.members == {"chip-a"}
    assert read.scope.movements.members == {"export"}
    assert read.scope.ship_from.members == {"US"}
    assert read.scope.destinations.members == {"CN", "NO", "NA"}
    assert read.scope.places_of_use.members == {"CN"}
    assert read.scope.end_uses == ANYTHING
    assert read.scope.of_role(Role.PURCHASER) == ANYTHING
    assert read.scope.of_role(Role.INTERMEDIATE_CONSIGNEE).members == {"broker"}
    assert read.scope.of_role(Role.ULTIMATE_CONSIGNEE) == NOTHING
    assert read.scope.of_role(Role.END_USER).members == {"buyer-a"}
    assert read.limits.pieces == 75_000
    assert read.limits.value == Money(100_000_050, "USD")
    assert read.limits.tpp_thousandths == 1_187_400_000_125
    assert read.conditions == (GrantCondition("kyc", "Know the buyer", "Was the buyer checked?"),)
    assert (read.source.doc, read.source.at, read.source.grade) == ("Example notice", "p. 1", Grade.PRESS)
    assert (read.source.published, read.source.evidence) == (date(2026, 5, 13), ("https://example.org/a",))
    assert read.where == "authorisations.yaml:2:5"


def test_an_absent_scope_key_is_blank_and_an_absent_scope_too(write_file: WriteFile) -> None:
    (without_key,) = read_authorisations(write_file(changed(("      items: [chip-a]\n", ""))))
    scope = GOOD[GOOD.index("    scope:") : GOOD.index("    limits:")]
    (without_scope,) = read_authorisations(write_file(changed((scope, ""))))

    assert without_key.scope.items == NOTHING
    assert without_scope.scope == Scope()


def test_a_dash_states_that_there_is_no_end(write_file: WriteFile) -> None:
    (read,) = read_authorisations(write_file(changed(("valid_to: 2030-05-14", 'valid_to: "-"'))))

    assert read.valid_to is None


def test_an_empty_list_is_no_authorisation(write_file: WriteFile) -> None:
    assert read_authorisations(write_file("authorisations: []\n")) == ()


def test_layers_are_read_in_any_order(write_file: WriteFile) -> None:
    read = read_authorisations(write_file(entries(("child", "parent"), ("parent", None))))

    assert [(grant.number, grant.parent) for grant in read] == [("child", "parent"), ("parent", None)]


FAULTS = [
    (
        "missing-key",
        "number: EXAMPLE-US-0001\n    key: us:export",
        "key: us:export",
        2,
        "key: us:export",
        "without number",
    ),
    ("missing-key", "    valid_to: 2030-05-14\n", "", 2, "number: EX", "without valid_to"),
    ("missing-key", "doc: Example notice, ", "", 19, "{at: p. 1", "source without doc"),
    ("missing-key", "grade: press, ", "", 19, "{doc: Example", "source without grade"),
    ("missing-key", ", currency: USD", "", 17, "{amount", "value without currency"),
    ("missing-key", 'text: "Know the buyer", ', "", 18, "{id: kyc", "a condition without text"),
    (
        "unknown-key",
        "holder: Maker",
        "holder: Maker\n    remark: x",
        7,
        "remark",
        "remark is not a key of an authorisation",
    ),
    ("unknown-key", "      items:", "      eccns: [x]\n      items:", 10, "eccns", "eccns is not a key of scope"),
    (
        "unknown-key",
        "purchaser: any",
        "broker: [x], purchaser: any",
        16,
        "broker: [x]",
        "broker is not a key of parties",
    ),
    ("blank-value", "holder: Maker", "holder:", 6, "holder:", "holder is blank"),
    ("blank-value", "holder: Maker", 'holder: "  "', 6, "holder:", "holder is blank"),
    ("blank-value", "holder: Maker", "holder: null", 6, "holder:", "holder is blank"),
    ("blank-value", 'pieces: "75,000"', "pieces: ", 17, "pieces:", "pieces is blank"),
    ("not-text", "holder: Maker", "holder: [Maker]", 6, "[Maker]", "holder is not one value"),
    ("control-character", "holder: Maker", 'holder: "Ma\\eker"', 6, '"Ma', "holds a character that cannot be printed"),
    ("text-too-long", "holder: Maker", "holder: " + "x" * 4001, 6, "xxx", "holder has 4001 characters"),
    ("bad-word", "kind: licence", "kind: license", 4, "license", "'license' is none of licence, exception_notice"),
    ("bad-word", "grade: press", "grade: rumour", 19, "rumour", "'rumour' is none of primary"),
    ("bad-key", "us:export", "US:export", 3, "US:", "'US:export' is not a country in small letters"),
    ("bad-key", "us:export", "export", 3, "export\n", "'export' is not a country"),
    ("bad-date", "valid_to: 2030-05-14", "valid_to: 2030-02-30", 8, "2030-02-30", "there is no day 2030-02-30"),
    ("bad-date", "valid_from: 2026-05-14", "valid_from: 14 May 2026", 7, "14 May", "is not a date written YYYY-MM-DD"),
    ("bad-period", "valid_to: 2030-05-14", "valid_to: 2026-05-14", 8, "2026-05-14", "valid_to 2026-05-14 is not after"),
    ("bad-period", "valid_to: 2030-05-14", "valid_to: 2020-05-14", 8, "2020", "valid_to 2020-05-14 is not after"),
    ("not-a-list", "items: [chip-a]", "items: chip-a", 10, "chip-a", "items is neither a list nor any"),
    ("empty-list", "items: [chip-a]", "items: []", 10, "[]", "items is an empty list"),
    ("empty-list", "end_user: [buyer-a]", "end_user: []", 16, "[]", "end_user is an empty list"),
    ("any-in-list", "items: [chip-a]", "items: [chip-a, any]", 10, "any]", "any stands in the list of items"),
    ("duplicate-member", "items: [chip-a]", "items: [chip-a, chip-a]", 10, "chip-a]", "chip-a stands twice in items"),
    ("bad-member", "ship_from: [US]", "ship_from: [USA]", 12, "USA", "'USA' is not an ISO 3166-1 alpha-2"),
    ("bad-member", "ship_from: [US]", "ship_from: [\u0421N]", 12, "СN", "is not an ISO 3166-1 alpha-2"),
    ("bad-member", "movements: [export]", "movements: [sale]", 11, "sale", "'sale' is none of export"),
    (
        "unnamed-intermediary",
        "consignee: [broker]",
        "consignee: any",
        16,
        "any,",
        "intermediate consignees must be named",
    ),
    (
        "not-a-mapping",
        "parties: {purchaser: any, intermediate_consignee: [broker], end_user: [buyer-a]}",
        "parties: any",
        16,
        "any\n",
        "parties",
    ),
    ("bad-number", '"75,000"', "-1", 17, "-1", "is not a figure of zero or more"),
    ("bad-number", '"75,000"', "1.5", 17, "1.5", "'1.5' is not a whole number"),
    ("bad-number", "1187400000.125", "1e400", 17, "1e400", "is not a figure of zero or more"),
    ("bad-number", "1187400000.125", ".nan", 17, ".nan", "is not a figure of zero or more"),
    ("bad-number", "1000000.50", "-5", 17, "-5", "is not a figure of zero or more"),
    ("bad-currency", "currency: USD", "currency: usd", 17, "usd", "'usd' is not a currency code"),
    (
        "inexact-amount",
        "currency: USD",
        "currency: JPY",
        17,
        "1000000.50",
        "1000000.5 JPY is not exact: JPY has 0 decimals",
    ),
    ("inexact-amount", "1000000.50", "0.005", 17, "0.005", "0.005 USD is not exact"),
    (
        "figure-too-large",
        "1000000.50, currency: USD",
        "999999999999999, currency: CLF",
        17,
        "9999",
        "more than the register can hold",
    ),
    (
        "duplicate-condition",
        "conditions: [",
        "conditions: [{id: kyc, text: a, question: b}, ",
        18,
        'kyc, text: "Know',
        "kyc stands twice",
    ),
    ("not-a-mapping", "conditions: [", "conditions: [kyc, ", 18, "kyc, {", "a condition is not a mapping"),
    ("not-a-list", '["https://example.org/a"]', "https://example.org/a", 19, "https", "evidence is not a list"),
]


@pytest.mark.parametrize(("slug", "old", "new", "line", "at", "says"), FAULTS)
def test_each_fault_is_told_with_its_place_alone(
    write_file: WriteFile, slug: str, old: str, new: str, line: int, at: str, says: str
) -> None:
    text = changed((old, new))

    (problem,) = problems_of(write_file, text)

    name, line_told, column = problem.where.split(":")
    assert (problem.slug, name, int(line_told)) == (slug, "authorisations.yaml", line)
    assert (text.splitlines()[line - 1] + "\n")[int(column) - 1 :].startswith(at)
    assert says in problem.what
    assert problem.mend


@pytest.mark.parametrize("limits", ["", "limits: {}", "limits:", "limits: null"])
def test_a_blank_limit_is_refused(write_file: WriteFile, limits: str) -> None:
    line = next(line for line in GOOD.splitlines() if line.startswith("    limits:"))

    (problem,) = problems_of(write_file, changed((line, f"    {limits}")))

    assert problem.slug == "blank-limit"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", "empty-file"),
        ("- a\n", "not-a-mapping"),
        ("authorisations: x\n", "not-a-list"),
        ("authorisations: [x]\n", "not-a-mapping"),
        ("other: []\nauthorisations: []\n", "unknown-key"),
        ("other: 1\n", "missing-key"),
        ("authorisations: [\n", "not-yaml"),
        ("authorisations: &a [*a]\n", "yaml-alias"),
    ],
)
def test_a_file_of_another_shape_is_refused(write_file: WriteFile, text: str, slug: str) -> None:
    assert slug in {problem.slug for problem in problems_of(write_file, text)}


def test_all_faults_of_all_entries_are_told_together(write_file: WriteFile) -> None:
    text = entries(("a", None), ("b", "nobody"), ("a", None)).replace("kind: licence", "kind: permit", 1)

    problems = problems_of(write_file, text)

    assert [problem.slug for problem in problems] == ["bad-word", "duplicate-number", "unknown-parent"]


def test_a_faulty_parent_is_still_known_by_its_number(write_file: WriteFile) -> None:
    text = entries(("a", "b"), ("b", None)).replace("kind: licence", "kind: permit")

    assert {problem.slug for problem in problems_of(write_file, text)} == {"bad-word"}


def test_each_circle_of_parents_is_told_once(write_file: WriteFile) -> None:
    text = entries(("a", "b"), ("b", "c"), ("c", "b"), ("d", "d"), ("e", "a"))

    problems = problems_of(write_file, text)

    assert [problem.slug for problem in problems] == ["cyclic-parents", "cyclic-parents"]
    assert [problem.what for problem in problems] == [
        "the parents go round: b -> c -> b",
        "the parents go round: d -> d",
    ]


def test_too_many_layers_are_refused(write_file: WriteFile) -> None:
    def chain(length: int) -> str:
        return entries(*((str(depth), str(depth + 1) if depth < length else None) for depth in range(1, length + 1)))

    assert len(read_authorisations(write_file(chain(MAX_LAYERS)))) == MAX_LAYERS
    (problem,) = problems_of(write_file, chain(MAX_LAYERS + 1))
    assert (problem.slug, problem.what) == ("too-many-layers", "the grant has 33 layers")


def test_a_file_that_is_not_there_is_a_problem(write_file: WriteFile) -> None:
    path = write_file("").with_name("absent.yaml")

    with pytest.raises(ProblemsFound) as caught:
        read_authorisations(path)

    assert [problem.slug for problem in caught.value.problems] == ["unreadable-file"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_mangled_file_never_gives_anything_but_problems(write_file: WriteFile, data: st.DataObject) -> None:
    """Cut, replace or insert anywhere: the reader answers, or tells the faults."""
    start = data.draw(st.integers(0, len(GOOD)))
    end = data.draw(st.integers(start, min(len(GOOD), start + 30)))
    piece = data.draw(
        st.one_of(
            st.sampled_from(["[", "{", "-", ": ", "\n", "any", "1e400", "~", "*a", "!!int ", "\0", "\t"]),
            st.text(max_size=5),
        )
    )
    text = (GOOD[:start] + piece + GOOD[end:]).encode("utf-8", "surrogatepass")
    path = write_file("")
    path.write_bytes(text)

    try:
        read = read_authorisations(path)
    except ProblemsFound as found:
        problems = found.problems
        read = ()
    else:
        problems = ()

    assert all(grant.number and grant.limits for grant in read)
    assert all(problem.where and problem.mend for problem in problems)
