from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from licet.batch import BareCase, BareLaw, bare_case, change_days, compile_bare, compile_rule, python_source
from licet.batch.lowered import Fact, Flag, Holder
from licet.batch.python_function import Function
from licet.quantity import Interval
from licet.rules import Book, Law, Reading, book_at, load_law
from licet.rules import expression as ex
from licet.rules.expression import Compare, Figure, Number
from licet.truth import Truth

FIXTURES = Path(__file__).parents[2] / "fixtures"
LAW = load_law(FIXTURES / "small_law", use_cache=False)
DAY = date(2024, 6, 3)
CHIP = {
    "item_kind": "ic",
    "has_digital_processing_unit": Truth.TRUE,
    "has_nonplanar_logic": Truth.TRUE,
    "marketed_for_datacenters": Truth.TRUE,
    "tpp": Interval.exactly(4800),
    "applicable_die_area_mm2": Interval.exactly(800),
}


def book(day: date = DAY) -> Book:
    return book_at(LAW, day, reading=Reading.ENFORCED)


def case(destination: str = "CN", **more: object) -> BareCase:
    item = {name: value for name, value in (CHIP | more).items() if value is not None}
    order = {"destination": destination, "valid_at": DAY}
    return bare_case(item, [item], parties_complete=Truth.TRUE, order=order)  # type: ignore[arg-type]


def test_a_settled_case() -> None:
    answer = compile_bare(book())(case())

    assert answer == ("a", ("a",), 2, ("us.ear.requirement",), "presumption_of_denial", (("NAC", 0),))


def test_an_open_class_names_its_candidates() -> None:
    answer = compile_bare(book())(case(tpp=Interval(Interval.exactly(1000).lo, Interval.exactly(5000).hi)))

    assert answer.advanced_computing is None
    assert answer.candidates == ("a", "b", "none")
    assert answer.licence_required == 1


def test_a_class_above_the_outer_lines_is_not_the_default() -> None:
    answer = compile_bare(book())(case(tpp=Interval(Interval.exactly(4000).lo, Interval.exactly(5000).hi)))

    assert (answer.advanced_computing, answer.candidates, answer.licence_required) == (None, ("a", "b"), 2)


def test_what_all_candidates_agree_on_is_the_answer() -> None:
    assert compile_bare(book())(case("BR", tpp=None)).licence_required == 0


@pytest.mark.parametrize(("tpp", "expected"), [("4735.999", "b"), ("4736", "a"), ("4736.001", "a")])
def test_a_product_is_exact_to_a_thousandth(tpp: str, expected: str) -> None:
    assert compile_bare(book())(case(tpp=Interval.exactly(tpp))).advanced_computing == expected


def test_an_addressee_is_known_whatever_the_case_of_its_letters() -> None:
    compiled = compile_rule(book(date(2025, 6, 1)), "us.ear.letter")
    wide = {"total_dram_bandwidth_gb_s": Interval.exactly(1400)}
    lines = [bare_case(wide, [wide], order={"destination": "CN", "exporter": name}) for name in ("nvidia", "AMD")]

    assert [compiled(line) for line in lines] == [2, 0]
    assert compiled(bare_case(wide, [wide], order={"destination": "CN"})) == 1


def test_a_name_given_is_not_derived() -> None:
    compiled = compile_rule(book(), "us.ear.meets_b", given=frozenset(("meets_a",)))
    given = case()._replace(order={"meets_a": False})

    assert compiled(given) == 2
    assert compiled(given._replace(order={"meets_a": True})) == 0


def test_a_book_is_compiled_once() -> None:
    assert compile_bare(book()) is compile_bare(book())


def test_days_between_changes_share_one_function() -> None:
    laws = BareLaw(LAW)

    assert laws.on(date(2024, 1, 1).toordinal()) is laws.on(date(2024, 12, 31).toordinal())
    assert laws.on(date(2025, 1, 12).toordinal()) is not laws.on(date(2025, 1, 13).toordinal())
    assert date(2026, 7, 10) in change_days(LAW.pack)


@pytest.mark.parametrize(
    "text", ["CN'] or __import__('os').abort() or ['", 'x"\n    raise SystemExit', "\\", "{}", "\u2028"]
)
def test_text_of_a_rule_never_becomes_code(text: str) -> None:
    law = _law_with(ex.Member("destination", values=(text, "CN")))

    assert compile_rule(book_at(law, DAY), "us.ear.denial")(case(text)) == 2
    assert compile_rule(book_at(law, DAY), "us.ear.denial")(case("BR")) == 0


@pytest.mark.parametrize("name", ["a b", "x); raise SystemExit(", "class", "\u212b", ""])
def test_a_name_that_is_no_identifier_is_refused(name: str) -> None:
    node = Flag(Fact(Holder.ITEM, name))

    with pytest.raises(ValueError, match="cannot name a fact"):
        Function([node], None).pair(node)  # type: ignore[arg-type]


def test_figures_too_large_to_keep_apart_from_no_bound_are_refused() -> None:
    product: ex.Term = Figure("tpp")
    for _ in range(6):
        product = ex.Arithmetic("*", product, Figure("tpp"))

    with pytest.raises(ValueError, match="digits"):
        compile_rule(book_at(_law_with(Compare(">=", product, Number(Interval.exactly(1).lo))), DAY), "us.ear.denial")  # type: ignore[arg-type]


def test_a_class_that_needs_no_licence_has_no_code_for_one() -> None:
    source = python_source(book())
    none = source[source.index("def class_2") :]

    assert "requirement_" not in none[: none.index("\ndef ")]


def _law_with(test: ex.Test) -> Law:
    """The small law with another test in one of its rules."""
    import msgspec  # noqa: PLC0415

    rule = LAW.pack.rules["us.ear.denial"]
    body = msgspec.structs.replace(rule.versions[0].body, test=test)
    version = msgspec.structs.replace(rule.versions[0], body=body)
    changed = msgspec.structs.replace(rule, versions=(version,))
    pack = msgspec.structs.replace(LAW.pack, rules={**LAW.pack.rules, rule.id: changed}, sha256=repr(test))
    return replace(LAW, pack=pack)
