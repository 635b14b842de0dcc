"""Rule text to trees: each form admitted, each form refused, units and exact figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licet.facts import FactType, SubjectKind
from licet.rules.expression import (
    All,
    Any,
    AnyIc,
    Arithmetic,
    Compare,
    DateCompare,
    DaysBetween,
    Figure,
    Holds,
    Member,
    Negation,
    Number,
    PartyTest,
    Provided,
    Test,
)
from licet.rules.parse import ExpressionError, Name, Scope, parse_figure, parse_test

ITEM, ORDER, PARTY = SubjectKind.ITEM, SubjectKind.ORDER, SubjectKind.PARTY
NAMES = {
    "tpp": Name(FactType.NUMBER, "TPP", ITEM),
    "area": Name(FactType.NUMBER, "mm2", ITEM),
    "dram": Name(FactType.NUMBER, "GB/s", ITEM),
    "io": Name(FactType.NUMBER, "GB/s", ITEM),
    "kind": Name(FactType.TEXT, "", ITEM, ("ic", "board")),
    "marketed": Name(FactType.BOOLEAN, "", ITEM),
    "pieces": Name(FactType.NUMBER, "pieces", ORDER),
    "destination": Name(FactType.COUNTRY, "", ORDER),
    "place_of_use": Name(FactType.COUNTRY, "", ORDER),
    "end_use": Name(FactType.TEXT, "", ORDER),
    "valid_at": Name(FactType.DATE, "", ORDER),
    "notice_on": Name(FactType.DATE, "", ORDER),
    "headquarters": Name(FactType.COUNTRY, "", PARTY),
    "approved": Name(FactType.BOOLEAN, "", PARTY),
    "meets_a": Name(FactType.BOOLEAN),
    "meets_b": Name(FactType.BOOLEAN),
    "meets_c": Name(FactType.BOOLEAN),
    "ceiling": Name(FactType.NUMBER, "*"),
}
SCOPE = Scope(NAMES, {"zone"})
IN_CONDITION = Scope(NAMES, {"zone"}, in_condition=True)
TPP, AREA = Figure("tpp"), Figure("area")
A, B, C = Holds("meets_a"), Holds("meets_b"), Holds("meets_c")


def number(text: str) -> Number:
    return Number(Decimal(text))


ADMITTED: list[tuple[str, Test]] = [
    ("tpp >= 4800", Compare(">=", TPP, number("4800"))),
    ("tpp > 4800", Compare(">", TPP, number("4800"))),
    ("tpp <= 4800", Compare("<=", TPP, number("4800"))),
    ("tpp < 4800", Compare("<", TPP, number("4800"))),
    ("tpp = 4800", Compare("=", TPP, number("4800"))),
    ("tpp <> 4800", Compare("<>", TPP, number("4800"))),
    ("tpp != 4800", Compare("<>", TPP, number("4800"))),
    ("4800 <= tpp", Compare(">=", TPP, number("4800"))),
    ("4800 < tpp", Compare(">", TPP, number("4800"))),
    ("4800 > tpp", Compare("<", TPP, number("4800"))),
    ("(tpp) >= (4800)", Compare(">=", TPP, number("4800"))),
    ("tpp BETWEEN 1600 AND 2400", All((Compare(">=", TPP, number("1600")), Compare("<=", TPP, number("2400"))))),
    ("tpp >= 5.92 * area", Compare(">=", TPP, Arithmetic("*", number("5.92"), AREA))),
    ("dram + io >= 1700", Compare(">=", Arithmetic("+", Figure("dram"), Figure("io")), number("1700"))),
    ("dram - io >= 1700", Compare(">=", Arithmetic("-", Figure("dram"), Figure("io")), number("1700"))),
    ("dram >= io", Compare(">=", Figure("dram"), Figure("io"))),
    ("tpp <= 0.5 * ceiling", Compare("<=", TPP, Arithmetic("*", number("0.5"), Figure("ceiling")))),
    ("meets_a AND meets_b AND meets_c", All((A, B, C))),
    ("meets_a AND (meets_b AND meets_c)", All((A, B, C))),
    ("meets_a OR meets_b OR meets_c", Any((A, B, C))),
    ("meets_a OR meets_b AND meets_c", Any((A, All((B, C))))),
    ("(meets_a OR meets_b) AND meets_c", All((Any((A, B)), C))),
    ("NOT meets_a AND meets_b", All((Negation(A), B))),
    ("NOT (meets_a AND meets_b)", Negation(All((A, B)))),
    ("not meets_a", Negation(A)),
    ("marketed", Holds("marketed")),
    ("destination = 'CN'", Member("destination", values=("CN",))),
    ("'CN' = destination", Member("destination", values=("CN",))),
    ("destination <> 'CN'", Negation(Member("destination", values=("CN",)))),
    ("destination = 'NO'", Member("destination", values=("NO",))),
    ("destination IN ('CN', 'MO')", Member("destination", values=("CN", "MO"))),
    ("destination NOT IN ('CN', 'MO')", Negation(Member("destination", values=("CN", "MO")))),
    ("destination IN zone", Member("destination", set_name="zone")),
    ("kind = 'ic'", Member("kind", values=("ic",))),
    ("end_use = 'It''s for rent'", Member("end_use", values=("It's for rent",))),
    ("valid_at >= '2026-07-10'", DateCompare(">=", "valid_at", date(2026, 7, 10))),
    ("'2026-07-10' > valid_at", DateCompare("<", "valid_at", date(2026, 7, 10))),
    (
        "valid_at BETWEEN '2026-07-10' AND '2026-07-11'",
        All((DateCompare(">=", "valid_at", date(2026, 7, 10)), DateCompare("<=", "valid_at", date(2026, 7, 11)))),
    ),
    ("days_between(notice_on, valid_at) >= 25", Compare(">=", DaysBetween("notice_on", "valid_at"), number("25"))),
    ("any_ic(tpp >= 4800)", AnyIc(Compare(">=", TPP, number("4800")))),
    ("ANY_IC(meets_a)", AnyIc(A)),
    ("any_party('end_user', headquarters = 'CN')", PartyTest(("end_user",), Member("headquarters", values=("CN",)))),
    (
        "all_parties('purchaser, end_user', approved AND destination IN zone)",
        PartyTest(
            ("purchaser", "end_user"), All((Holds("approved"), Member("destination", set_name="zone"))), every=True
        ),
    ),
]


@pytest.mark.parametrize(("text", "tree"), ADMITTED, ids=[text for text, _ in ADMITTED])
def test_a_form_of_the_language_becomes_its_tree(text: str, tree: Test) -> None:
    assert parse_test(text, SCOPE) == tree


def test_provided_stands_in_a_condition() -> None:
    assert parse_test("provided(end_use) OR meets_a", IN_CONDITION) == Any((Provided("end_use"), A))


REFUSED = [
    ("CASE WHEN meets_a THEN meets_b END", "refused-expression"),
    ("COALESCE(meets_a, meets_b)", "refused-expression"),
    ("IFNULL(meets_a, meets_b)", "refused-expression"),
    ("meets_a IS NULL", "refused-expression"),
    ("meets_a IS NOT NULL", "refused-expression"),
    ("meets_a IS TRUE", "refused-expression"),
    ("NULL", "refused-expression"),
    ("TRUE", "refused-expression"),
    ("tpp / area >= 5.92", "refused-expression"),
    ("tpp DIV 2 >= 5", "refused-expression"),
    ("tpp % 2 = 0", "refused-expression"),
    ("-tpp >= 1", "refused-expression"),
    ("tpp >= -1", "refused-expression"),
    ("tpp >= '4800'", "refused-expression"),
    ("tpp >= (SELECT 1)", "refused-expression"),
    ("EXISTS (SELECT 1)", "refused-expression"),
    ("SELECT 1", "refused-expression"),
    ("DROP TABLE rules", "refused-expression"),
    ("destination IN (SELECT 'CN')", "refused-expression"),
    ("tpp BETWEEN SYMMETRIC 2400 AND 1600", "refused-expression"),
    ("2 * (dram - io) >= 3", "refused-expression"),
    ("end_use LIKE '%rent%'", "refused-expression"),
    ("CAST(tpp AS INT) >= 1", "refused-expression"),
    ("tpp::int >= 1", "refused-expression"),
    ("ABS(tpp) >= 1", "refused-expression"),
    ("MAX(tpp) >= 1", "refused-expression"),
    ("sleep(10)", "refused-expression"),
    ("rules.tpp >= 1", "refused-expression"),
    ("tpp <=> 1", "refused-expression"),
    ("meets_a = NULL", "type-mismatch"),
    ("any_ic(tpp) >= 1", "refused-expression"),
    ("meets_a +", "not-an-expression"),
    ("", "not-an-expression"),
    (";", "not-an-expression"),
    ("meets_a; meets_b", "not-an-expression"),
    ("(meets_a", "not-an-expression"),
    ("meets_a meets_b meets_c", "not-an-expression"),
    ("'", "not-an-expression"),
    ("(" * 900 + "meets_a" + ")" * 900, "not-an-expression"),
    ("NOT " * 490 + "meets_a", "not-an-expression"),
    ("meets_a" + " AND meets_a" * 200, "expression-too-long"),
    ("tpp", "type-mismatch"),
    ("destination", "type-mismatch"),
    ("meets_a = 1", "type-mismatch"),
    ("marketed = 'yes'", "type-mismatch"),
    ("destination >= 'CN'", "type-mismatch"),
    ("destination = place_of_use", "type-mismatch"),
    ("destination = 5", "type-mismatch"),
    ("destination IN (place_of_use)", "type-mismatch"),
    ("destination NOT IN ('CN', place_of_use)", "type-mismatch"),
    ("tpp IN (1, 2)", "type-mismatch"),
    ("tpp IN zone", "type-mismatch"),
    ("meets_a IN zone", "type-mismatch"),
    ("'CN' IN zone", "type-mismatch"),
    ("destination + 1 >= 2", "type-mismatch"),
    ("valid_at >= '2026-02-30'", "type-mismatch"),
    ("valid_at >= 'today'", "type-mismatch"),
    ("valid_at >= 20260710", "type-mismatch"),
    ("valid_at >= notice_on", "type-mismatch"),
    ("days_between(valid_at) >= 1", "type-mismatch"),
    ("days_between(valid_at, tpp) >= 1", "type-mismatch"),
    ("days_between(valid_at, '2026-01-01') >= 1", "type-mismatch"),
    ("cost >= 1", "unknown-fact"),
    ("TPP >= 1", "unknown-fact"),
    ("any_ic(cost)", "unknown-fact"),
    ("destination IN zones", "unknown-set"),
    ("kind = 'chip'", "unknown-value"),
    ("kind IN ('ic', 'chip')", "unknown-value"),
    ("any_party('buyer', approved)", "unknown-role"),
    ("any_party('', approved)", "unknown-role"),
    ("any_party(approved)", "bad-quantifier"),
    ("any_party(end_user, approved)", "bad-quantifier"),
    ("any_party('end_user', approved, approved)", "bad-quantifier"),
    ("any_party('end_user', any_party('end_user', approved))", "bad-quantifier"),
    ("any_party('end_user', any_ic(meets_a))", "bad-quantifier"),
    ("any_ic(any_party('end_user', approved))", "bad-quantifier"),
    ("any_ic(any_ic(meets_a))", "bad-quantifier"),
    ("any_ic(meets_a, meets_b)", "bad-quantifier"),
    ("any_ic()", "bad-quantifier"),
    ("headquarters = 'CN'", "party-fact-outside-party-test"),
    ("any_ic(approved)", "party-fact-outside-party-test"),
    ("any_party('end_user', tpp >= 1)", "item-fact-inside-party-test"),
    ("any_party('end_user', marketed)", "item-fact-inside-party-test"),
    ("provided(end_use)", "provided-outside-condition"),
    ("tpp >= area", "unit-mismatch"),
    ("tpp + area >= 1", "unit-mismatch"),
    ("tpp - area >= 1", "unit-mismatch"),
    ("tpp >= pieces", "unit-mismatch"),
    ("tpp + 1 >= area", "unit-mismatch"),
    ("tpp * area >= tpp", "unit-mismatch"),
    ("days_between(notice_on, valid_at) >= tpp", "unit-mismatch"),
    ("tpp BETWEEN area AND 4800", "unit-mismatch"),
    ("tpp >= 1e3", "bad-number"),
    ("tpp >= 1e400", "bad-number"),
    ("tpp >= 0.0001", "bad-number"),
    ("tpp >= 12345678901234567890", "bad-number"),
]


@pytest.mark.parametrize(("text", "slug"), REFUSED, ids=[text[:60] or "nothing" for text, _ in REFUSED])
def test_anything_else_is_refused_with_a_cure(text: str, slug: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_test(text, SCOPE)

    assert caught.value.slug == slug
    assert caught.value.what
    assert caught.value.mend


@pytest.mark.parametrize("text", ["provided()", "provided('end_use')", "provided(end_use, meets_a)"])
def test_provided_takes_one_fact(text: str) -> None:
    with pytest.raises(ExpressionError, match="takes one fact"):
        parse_test(text, IN_CONDITION)


NEVER_MEANT = {
    "2 * days_between(notice_on, valid_at) >= 0": "days may be negative; only figures of zero or more multiply",
    "destination IN ()": "an empty list is FALSE everywhere, which nobody means",
    "destination IN law.zone": "a qualified name is not the name of a set",
    "1 = 1": "a comparison of two constants reads no fact: it is TRUE or FALSE in disguise",
    "tpp >= 4800 -- AND marketed": "what follows a comment sign would be dropped in silence",
    "tpp BETWEEN 2400 AND 1600": "a range upside down holds nowhere",
}


@pytest.mark.parametrize("text", NEVER_MEANT, ids=NEVER_MEANT.values())
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse_test(text, SCOPE)


def test_provided_takes_no_rule() -> None:
    with pytest.raises(ExpressionError):
        parse_test("provided(meets_a)", IN_CONDITION)


def test_the_message_speaks_of_the_rule_only() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_test("tpp >= 4800 AND", SCOPE)

    assert "sqlglot" not in caught.value.what


# ---- figures


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("tpp", "TPP"),
        ("0.5 * tpp", "*"),
        ("dram + io", "GB/s"),
        ("dram - io + 5", "GB/s"),
        ("5 + dram", "GB/s"),
        ("tpp * area", "TPP.mm2"),
        ("days_between(notice_on, valid_at)", "days"),
        ("12.5", "*"),
    ],
)
def test_a_figure_has_its_unit(text: str, unit: str) -> None:
    assert parse_figure(text, SCOPE)[1] == unit


@pytest.mark.parametrize("text", ["5.92", "0.001", "999999999999999.999", "4800.000", "0"])
def test_a_constant_is_exact(text: str) -> None:
    term, _ = parse_figure(text, SCOPE)

    assert isinstance(term, Number)
    assert format(term.value, "f") == text


def test_products_bind_before_sums_and_sums_from_the_left() -> None:
    d, i = Figure("dram"), Figure("io")

    assert parse_figure("dram - io - 2 * io", SCOPE)[0] == Arithmetic(
        "-", Arithmetic("-", d, i), Arithmetic("*", number("2"), i)
    )
    assert parse_figure("2 * (dram + io)", SCOPE)[0] == Arithmetic("*", number("2"), Arithmetic("+", d, i))
