"""A licence opens a line if it fits, as far as its limits reach, and each unit of it is promised once."""

from __future__ import annotations

import re
from datetime import date

import pytest

from licet.register import Unit
from licet.verdict import Ask

from .books import (
    APPROVAL,
    BOARD,
    CHIP,
    CHIP_TPP,
    CONDITIONS,
    TO_DE,
    TO_OPEN,
    Checker,
    Files,
    causes,
    licence,
    said,
    units,
)


def test_required_and_uncovered_is_held_with_its_paragraph(checker: Checker) -> None:
    line = checker.line()

    assert units(line) == ("hold", 0, 100, 0)
    assert causes(line) == ["licence_required"]
    assert "742.6(a)(6)(iii)(A)" in line.blocking[0].citation
    assert [free.text for free in line.freeing if free.remedy == "obtain"] == [
        "a licence that covers item, parties, destination and use"
    ]
    assert [free.text.split(";")[0] for free in line.freeing if free.remedy == "file"] == [
        "exception RPL is a possible route",
        "exception GOV is a possible route",
        "exception TMP is a possible route",
    ]
    assert line.statement is None


def test_a_fitting_licence_releases(checker: Checker) -> None:
    book = checker.book({}, files=Files([licence()]))
    (line,) = book.lines

    assert units(line) == ("release", 100, 0, 0)
    assert [(fit.authorisation.number, fit.units, fit.precautionary, fit.assigned) for _, fit in line.fits] == [
        ("LIC-1", 100, False, True)
    ]
    assert book.balances.left("LIC-1", Unit.PIECES) == 900
    assert causes(line) == []


def test_a_licence_opens_while_the_requirement_is_unknown_and_the_draw_is_precautionary(checker: Checker) -> None:
    line = checker.line(Files([licence()]), **TO_OPEN)

    assert units(line) == ("release", 100, 0, 0)
    assert [fit.precautionary for _, fit in line.fits] == [True]


def test_requirement_unknown_without_a_licence_is_undetermined_and_asks(checker: Checker) -> None:
    line = checker.line(**TO_OPEN)

    assert units(line) == ("undetermined", 0, 0, 100)
    assert "ultimate_parent_headquarters" in line.blocking[0].text
    assert [free.text for free in line.freeing if free.remedy == "establish_truth"] == [
        "In which country is the party's ultimate parent headquartered?"
    ]


def test_nothing_required_is_released_and_draws_on_no_licence(checker: Checker) -> None:
    book = checker.book({**TO_DE}, files=Files([licence()]))

    assert units(book.lines[0]) == ("release", 100, 0, 0)
    assert book.lines[0].fits == ()
    assert book.balances.reservations == ()


def test_the_balance_runs_down_by_priority_then_date_then_id(checker: Checker) -> None:
    day = {"ordered_on": "2026-02-01"}
    book = checker.book(
        {"order_id": "b-late", "quantity": 40, "priority": 2, **day},
        {"order_id": "a-none", "quantity": 40, "ordered_on": "2025-01-01"},
        {"order_id": "z-first", "quantity": 40, "priority": 1, "ordered_on": "2026-06-01"},
        {"order_id": "c-late", "quantity": 40, "priority": 2, **day},
        {"order_id": "y-early", "quantity": 40, "priority": 2, "ordered_on": "2026-01-01"},
        files=Files([licence(limits={"pieces": 150})]),
    )

    released = {line.order.order_id: line.release_units for line in book.lines}
    assert released == {"z-first": 40, "y-early": 40, "b-late": 40, "c-late": 30, "a-none": 0}
    assert [line.order.order_id for line in book.lines] == ["b-late", "a-none", "z-first", "c-late", "y-early"]
    short = next(line for line in book.lines if line.order.order_id == "c-late")
    assert units(short) == ("hold", 30, 10, 0)
    assert "balance_exhausted" in causes(short)
    assert {"reduce", "obtain"} <= {free.remedy for free in short.freeing}


def test_a_line_past_the_balance_is_held(checker: Checker) -> None:
    first, second = checker.book({}, {}, files=Files([licence(limits={"pieces": 100})])).lines

    assert units(first) == ("release", 100, 0, 0)
    assert units(second) == ("hold", 0, 100, 0)
    assert "0 pieces left of 100 pieces" in second.blocking[0].text


def test_units_of_a_line_that_waits_stay_for_the_next(checker: Checker) -> None:
    files = Files([licence(limits={"pieces": 100}, conditions=CONDITIONS)], answers=[("tested", "L2", "yes")])
    first, second = checker.book({}, {}, files=files).lines

    assert units(first) == ("undetermined", 0, 0, 100)
    assert units(second) == ("release", 100, 0, 0)


def test_of_several_that_fit_a_person_chooses_and_they_are_ranked(checker: Checker) -> None:
    files = Files([licence(number="LATE", valid_to="2028-01-01"), licence(number="SOON")])
    book = checker.book({}, files=files)
    (line,) = book.lines

    assert units(line) == ("undetermined", 0, 0, 100)
    assert causes(line) == ["several_authorisations"]
    assert [(fit.authorisation.number, fit.assigned) for _, fit in line.fits] == [("SOON", False), ("LATE", False)]
    assert book.balances.reservations == ()


@pytest.mark.parametrize(("how", "chosen"), [("earliest-expiry", "SOON"), ("largest", "LATE")])
def test_assign_chooses(checker: Checker, how: str, chosen: str) -> None:
    many, few = licence(number="LATE", valid_to="2028-01-01"), licence(number="SOON", limits={"pieces": 60})
    line = checker.line(Files([many, few]), Ask(assign=how))

    assert [fit.authorisation.number for _, fit in line.fits] == [chosen]
    assert line.release_units == (60 if chosen == "SOON" else 100)


def test_a_licence_without_an_end_is_ranked_last(checker: Checker) -> None:
    files = Files([licence(number="EVER", valid_to="-"), licence(number="SOON")])

    assert [fit.authorisation.number for _, fit in checker.line(files).fits] == ["SOON", "EVER"]
    assert [fit.authorisation.number for _, fit in checker.line(files, Ask(assign="earliest-expiry")).fits] == ["SOON"]


def test_a_claimed_number_is_the_only_one_drawn_on(checker: Checker) -> None:
    files = Files([licence(number="A"), licence(number="B", limits={"pieces": 30})])
    line = checker.line(files, authority_claimed="B")

    assert units(line) == ("hold", 30, 70, 0)
    assert [fit.authorisation.number for _, fit in line.fits] == ["B"]


def test_a_claimed_number_that_does_not_fit_is_not_replaced(checker: Checker) -> None:
    files = Files([licence(number="A"), licence({"items": [BOARD]}, number="B")])

    assert units(checker.line(files, authority_claimed="B")) == ("hold", 0, 100, 0)


def test_a_claimed_number_that_is_not_on_file_draws_on_no_other(checker: Checker) -> None:
    line = checker.line(Files([licence(number="A")]), authority_claimed="LIC-OF-SOMEONE")

    assert line.release_units == 0


@pytest.mark.parametrize("claimed", ["NLR", "nlr"])
def test_nlr_releases_only_where_nothing_is_required(checker: Checker, claimed: str) -> None:
    required, free, unknown = checker.book(
        {"authority_claimed": claimed},
        {**TO_DE, "authority_claimed": claimed},
        {**TO_OPEN, "authority_claimed": claimed},
    ).lines

    assert [units(line) for line in (required, free, unknown)] == [
        ("hold", 0, 100, 0),
        ("release", 100, 0, 0),
        ("undetermined", 0, 0, 100),
    ]


@pytest.mark.parametrize(
    ("answer", "expected", "cause"),
    [
        (None, ("undetermined", 0, 0, 100), "condition_unanswered"),
        ("unknown", ("undetermined", 0, 0, 100), "condition_unanswered"),
        ("no", ("hold", 0, 100, 0), "condition_failed"),
        ("yes", ("release", 100, 0, 0), None),
    ],
)
def test_a_condition_waits_for_its_answer(
    checker: Checker, answer: str | None, expected: tuple[str, int, int, int], cause: str | None
) -> None:
    said_so = [] if answer is None else [("tested", "L1", answer)]
    line = checker.line(Files([licence(conditions=CONDITIONS)], answers=said_so))

    assert units(line) == expected
    assert causes(line) == ([] if cause is None else [cause])
    assert (cause == "condition_unanswered") == any("answers.csv" in free.text for free in line.freeing)


def test_an_answer_of_another_line_does_not_count(checker: Checker) -> None:
    files = Files([licence(conditions=CONDITIONS)], answers=[("tested", "L2", "yes")])
    first, second = checker.book({}, {}, files=files).lines

    assert (first.verdict, second.verdict) == ("undetermined", "release")


def test_an_answer_without_a_line_counts_for_all(checker: Checker) -> None:
    files = Files([licence(conditions=CONDITIONS)], answers=[("tested", "", "yes")])

    assert [line.verdict for line in checker.book({}, {}, files=files).lines] == ["release", "release"]


@pytest.mark.parametrize(
    "answers",
    [
        [("tested", "", "yes"), ("tested", "L1", "no")],
        [("tested", "L1", "no"), ("tested", "", "yes")],
    ],
    ids=["general first", "general last"],
)
def test_the_answer_of_the_line_goes_before_the_general_one(
    checker: Checker, answers: list[tuple[str, str, str]]
) -> None:
    files = Files([licence(conditions=CONDITIONS)], answers=answers)

    assert checker.line(files).verdict == "hold"


def test_a_failed_condition_does_not_hold_what_may_need_no_licence(checker: Checker) -> None:
    files = Files([licence(conditions=CONDITIONS)], answers=[("tested", "L1", "no")])

    assert units(checker.line(files, **TO_OPEN)) == ("undetermined", 0, 0, 100)


def test_a_rest_that_is_open_is_undetermined_not_held(checker: Checker) -> None:
    line = checker.line(Files([licence(limits={"pieces": 30})]), **TO_OPEN)

    assert units(line)[1:] == (30, 0, 70)
    assert line.verdict == "undetermined"


def test_an_expired_licence_and_one_not_yet_valid_do_not_count(checker: Checker) -> None:
    files = Files([licence(valid_to="2026-06-15"), licence(number="LIC-2", valid_from="2026-06-16")])

    assert units(checker.line(files)) == ("hold", 0, 100, 0)


def test_the_last_day_of_a_licence_counts(checker: Checker) -> None:
    ask = Ask(valid_at=date(2026, 6, 14))

    assert units(checker.line(Files([licence(valid_to="2026-06-15")]), ask)) == ("release", 100, 0, 0)


def test_a_licence_for_the_chip_does_not_cover_the_board(checker: Checker) -> None:
    assert units(checker.line(Files([licence()]), item=BOARD)) == ("hold", 0, 100, 0)
    assert units(checker.line(Files([licence({"items": [CHIP, BOARD]})]), item=BOARD)) == ("release", 100, 0, 0)


@pytest.mark.parametrize(
    ("scope", "changes", "line", "reason"),
    [
        ({}, {}, {"item": BOARD}, "does not extend the scope"),
        ({}, {"valid_to": "2026-06-01"}, {}, "expired"),
        ({"ship_from": ["US"]}, {}, {"ship_from": "TW", "movement": "export_from_abroad"}, "ship_from TW is outside"),
    ],
    ids=["board", "expired", "from Taiwan"],
)
def test_why_the_claimed_licence_does_not_fit_is_said(
    checker: Checker, scope: dict[str, object], changes: dict[str, object], line: dict[str, object], reason: str
) -> None:
    held = checker.line(Files([licence(scope, **changes)]), authority_claimed="LIC-1", **line)

    assert held.verdict == "hold"
    assert "LIC-1" in said(held)
    assert reason in said(held)


def test_a_limit_of_tpp_counts_all_chips_of_a_board(checker: Checker) -> None:
    limit = {"tpp": 10 * 8 * CHIP_TPP + 1}
    line = checker.line(Files([licence({"items": [BOARD]}, limits=limit)]), item=BOARD, quantity=12)

    assert units(line) == ("hold", 10, 2, 0)


def test_a_limit_of_value_counts_money(checker: Checker) -> None:
    files = Files([licence(limits={"value": {"amount": "1000.00", "currency": "USD"}})])

    assert units(checker.line(files, unit_value="30.00")) == ("hold", 33, 67, 0)


def test_a_limit_of_value_in_another_currency_takes_the_rate_of_the_day_or_before(checker: Checker) -> None:
    limited = [licence(limits={"value": {"amount": "1000.00", "currency": "USD"}})]
    rates = [("EUR", "USD", "2", "2026-06-14"), ("EUR", "USD", "4", "2026-06-16")]
    line = checker.line(Files(limited, fx=rates), unit_value="10", currency="EUR")

    assert units(line) == ("hold", 50, 50, 0)


@pytest.mark.parametrize("rates", [[], [("EUR", "USD", "2", "2026-06-16")]], ids=["none", "later"])
def test_without_a_rate_nothing_is_released_and_the_rate_is_named(
    checker: Checker, rates: list[tuple[str, str, str, str]]
) -> None:
    limited = [licence(limits={"value": {"amount": "1000.00", "currency": "USD"}})]
    line = checker.line(Files(limited, fx=rates), unit_value="10", currency="EUR")

    assert line.release_units == 0
    assert "no rate from EUR into USD" in line.blocking[0].text


@pytest.mark.parametrize("line", [{}, {"unit_value": "10", "currency": "EUR"}], ids=["no value", "no rate"])
def test_a_value_not_known_leaves_the_line_open(checker: Checker, line: dict[str, object]) -> None:
    files = Files([licence(limits={"value": {"amount": "1000.00", "currency": "USD"}})])
    judged = checker.line(files, **line)

    assert units(judged) == ("undetermined", 0, 0, 100)
    assert "balance_exhausted" not in causes(judged)


def test_a_party_not_named_is_not_covered(checker: Checker) -> None:
    named = licence({"parties": {"ultimate_consignee": ["cn"], "end_user": ["cn"]}})

    assert checker.line(Files([named])).verdict == "release"
    assert checker.line(Files([named]), end_user="cn2").verdict == "hold"


def test_a_licence_that_may_fit_leaves_the_line_open(checker: Checker) -> None:
    line = checker.line(Files([licence({"places_of_use": ["CN"]})]), place_of_use="")

    assert units(line) == ("undetermined", 0, 0, 100)
    assert causes(line)[0] == "authorisation_may_fit"
    assert [free.text for free in line.freeing if free.remedy == "establish_truth"] == ["state place of use"]


def test_what_may_fit_does_not_name_the_target_either(checker: Checker) -> None:
    """Design, section 9: what is to be established is named while unknown, never with a target value."""
    line = checker.line(Files([licence({"places_of_use": ["CN"]})]), place_of_use="", destination="HK")

    assert causes(line)[0] == "authorisation_may_fit"
    assert not re.search(r"\bCN\b", line.blocking[0].text)


def test_an_exhausted_licence_does_not_hide_one_that_may_fit(checker: Checker) -> None:
    files = Files([licence(limits={"pieces": 0}), licence({"places_of_use": ["CN"]}, number="LIC-2")])

    assert units(checker.line(files, place_of_use="")) == ("undetermined", 0, 0, 100)


def test_an_assumed_exporter_is_not_the_holder(checker: Checker) -> None:
    line = checker.line(Files([licence()]), exporter="")

    assert units(line) == ("undetermined", 0, 0, 100)


def test_a_part_of_a_licence_draws_on_the_whole(checker: Checker) -> None:
    whole = licence(number="WHOLE", holder="Parent firm", limits={"pieces": 50})
    part = licence(number="PART", parent="WHOLE", limits={"pieces": 80})
    book = checker.book({"authority_claimed": "PART"}, files=Files([whole, part]))

    assert units(book.lines[0]) == ("hold", 50, 50, 0)
    assert (book.balances.left("WHOLE", "pieces"), book.balances.left("PART", "pieces")) == (0, 30)


class TestRequiredKeys:
    """A key without a rule pack blocks where the case requires it, and only an approval on file opens it."""

    REQUIRED = {"require_keys": ["us:export", "cn:import"]}  # noqa: RUF012  never changed

    def test_without_an_approval_nothing_is_released(self, checker: Checker) -> None:
        line = checker.line(Files([licence()], settings=self.REQUIRED))

        assert line.release_units == 0
        assert line.verdict != "release"
        assert causes(line) == ["key_not_modelled"]
        assert line.blocking[0].key == "cn:import"
        assert ("obtain", "an approval for cn:import") in [(free.remedy, free.text) for free in line.freeing]

    def test_an_approval_opens_as_far_as_it_reaches(self, checker: Checker) -> None:
        files = Files([licence(), licence(**APPROVAL, limits={"pieces": 60})], settings=self.REQUIRED)
        book = checker.book({}, files=files)

        assert book.lines[0].release_units == 60
        assert (book.balances.left("LIC-1", "pieces"), book.balances.left("CN-1", "pieces")) == (940, 0)

    def test_an_approval_that_does_not_fit_opens_nothing(self, checker: Checker) -> None:
        files = Files([licence(), licence({"items": [BOARD]}, **APPROVAL)], settings=self.REQUIRED)

        assert checker.line(files).release_units == 0

    def test_not_required_it_only_stands_under_not_tested(self, checker: Checker) -> None:
        line = checker.line(Files([licence()]))

        assert line.verdict == "release"
        assert "cn:import" in [remark.id for remark in line.determination.not_tested]
        assert "cn:import" in str(line.statement)

    def test_a_key_the_movement_does_not_turn_blocks_nothing(self, checker: Checker) -> None:
        assert checker.line(Files(settings=self.REQUIRED), **TO_DE).verdict == "release"

    def test_the_claim_of_an_export_licence_does_not_bar_the_approval(self, checker: Checker) -> None:
        files = Files([licence(), licence(**APPROVAL)], settings=self.REQUIRED)

        assert units(checker.line(files, authority_claimed="LIC-1")) == ("release", 100, 0, 0)

    def test_a_destination_not_stated_may_turn_the_key(self, checker: Checker) -> None:
        files = Files([licence()], settings=self.REQUIRED)

        assert checker.line(files, destination="").release_units == 0

    def test_the_import_key_of_the_home_country_can_be_required(self, checker: Checker) -> None:
        home = {"movement": "import", "ship_from": "TW", "destination": "US", "place_of_use": "US"}
        line = checker.line(
            Files(settings={"require_keys": ["us:import"]}), **home, ultimate_consignee="de", end_user="de"
        )

        assert line.release_units == 0
