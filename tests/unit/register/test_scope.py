from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.facts import Role
from licet.register import ANYTHING, NOTHING, AuthorisationKind, Balances, Coverage, Scope, matches
from licet.register.scope import rules_out
from licet.truth import Truth

if TYPE_CHECKING:
    from tests.unit.register.conftest import MakeAuthorisation, MakeDraw

    from licet.register import Authorisation, Draw

DAY = date(2026, 6, 1)
KEYS = [
    ("items", "item_id", "item", "chip-a", "chip-b"),
    ("movements", "movement", "movement", "export", "reexport"),
    ("ship_from", "ship_from", "ship_from", "US", "TW"),
    ("destinations", "destination", "destination", "CN", "HK"),
    ("places_of_use", "place_of_use", "place_of_use", "CN", "HK"),
    ("end_uses", "end_use", "end_use", "training", "inference"),
]
OPTIONAL_KEYS = KEYS[1:]


def some(*members: str) -> Coverage:
    return Coverage(frozenset(members))


def ask(authorisation: Authorisation, draw: Draw) -> tuple[Truth, tuple[str, ...]]:
    match = matches(authorisation, draw, valid_at=DAY)
    return match.truth, match.missing


def test_a_draw_inside_every_key_fits(make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
    match = matches(make_authorisation(), make_draw(), valid_at=DAY)

    assert (match.truth, match.reasons, match.missing) == (Truth.TRUE, (), ())


@pytest.mark.parametrize(("scope_key", "fact", "name", "inside", "outside"), KEYS)
def test_each_key_is_listed_any_or_blank(
    make_authorisation: MakeAuthorisation,
    make_draw: MakeDraw,
    scope_key: str,
    fact: str,
    name: str,
    inside: str,
    outside: str,
) -> None:
    listed = make_authorisation(scope_={scope_key: some(inside)})
    match = matches(listed, make_draw(**{fact: outside}), valid_at=DAY)
    blank = matches(make_authorisation(scope_={scope_key: NOTHING}), make_draw(**{fact: inside}), valid_at=DAY)

    assert ask(listed, make_draw(**{fact: inside})) == (Truth.TRUE, ())
    assert match.truth is Truth.FALSE
    assert match.reasons == (f"{name} {outside} is outside the scope, which covers {inside}",)
    assert blank.truth is Truth.FALSE
    assert blank.reasons == (f"the scope does not state {name}, and a blank covers nothing",)
    assert ask(make_authorisation(scope_={scope_key: ANYTHING}), make_draw(**{fact: outside})) == (Truth.TRUE, ())


@pytest.mark.parametrize(("scope_key", "fact", "name", "inside", "outside"), OPTIONAL_KEYS)
def test_an_absent_fact_is_unknown_only_against_a_list(
    make_authorisation: MakeAuthorisation,
    make_draw: MakeDraw,
    scope_key: str,
    fact: str,
    name: str,
    inside: str,
    outside: str,
) -> None:
    draw = make_draw(**{fact: None})

    assert ask(make_authorisation(scope_={scope_key: some(inside, outside)}), draw) == (Truth.UNKNOWN, (name,))
    assert ask(make_authorisation(scope_={scope_key: ANYTHING}), draw) == (Truth.TRUE, ())
    assert ask(make_authorisation(scope_={scope_key: NOTHING}), draw) == (Truth.FALSE, ())


def test_one_no_settles_it_and_what_is_missing_no_longer_matters(
    make_authorisation: MakeAuthorisation, make_draw: MakeDraw
) -> None:
    match = matches(make_authorisation(), make_draw(movement=None, destination="HK"), valid_at=DAY)

    assert (match.truth, match.missing) == (Truth.FALSE, ())
    assert match.reasons == ("destination HK is outside the scope, which covers CN",)


def test_all_absent_facts_are_named(make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
    draw = make_draw(movement=None, ship_from=None, exporter=None, parties=(), parties_complete=Truth.UNKNOWN)

    truth, missing = ask(make_authorisation(), draw)

    assert truth is Truth.UNKNOWN
    assert set(missing) == {"exporter", "movement", "ship_from", "ultimate_consignee", "end_user", "parties_complete"}


def test_a_blank_scope_matches_nothing(make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
    assert ask(make_authorisation(scope=Scope()), make_draw()) == (Truth.FALSE, ())
    assert ask(make_authorisation(scope_={"parties": ()}), make_draw(parties=())) == (Truth.FALSE, ())


def test_a_board_with_a_licensed_chip_fits_only_if_listed(
    make_authorisation: MakeAuthorisation, make_draw: MakeDraw
) -> None:
    board = make_draw(item_id="board-a", contents=(("chip-a", 8),))

    match = matches(make_authorisation(), board, valid_at=DAY)

    assert match.truth is Truth.FALSE
    assert "it contains chip-a, which does not extend the scope to it" in match.reasons[0]
    assert ask(make_authorisation(scope_={"items": some("chip-a", "board-a")}), board) == (Truth.TRUE, ())


@pytest.mark.parametrize(
    ("day", "truth", "reason"),
    [
        ("2026-05-13", Truth.FALSE, "not yet valid on 2026-05-13: valid from 2026-05-14"),
        ("2026-05-14", Truth.TRUE, None),
        ("2030-05-13", Truth.TRUE, None),
        ("2030-05-14", Truth.FALSE, "expired on 2030-05-14: not valid from 2030-05-14 on"),
    ],
)
def test_validity_is_half_open(
    make_authorisation: MakeAuthorisation, make_draw: MakeDraw, day: str, truth: Truth, reason: str | None
) -> None:
    match = matches(make_authorisation(), make_draw(), valid_at=date.fromisoformat(day))

    assert (match.truth, match.reasons) == (truth, () if reason is None else (reason,))


def test_a_grant_stated_without_end_does_not_expire(make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
    assert matches(make_authorisation(valid_to=None), make_draw(), valid_at=date(2999, 1, 1)).truth is Truth.TRUE


def test_another_key_is_another_permission(make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
    match = matches(make_authorisation(key="cn:import"), make_draw(), valid_at=DAY)

    assert (match.truth, match.reasons) == (Truth.FALSE, ("it serves cn:import, not us:export",))


class TestHolder:
    @pytest.mark.parametrize(
        ("exporter", "truth", "missing"),
        [
            ("Maker", Truth.TRUE, ()),
            ("MAKER", Truth.TRUE, ()),
            ("Maker Inc", Truth.FALSE, ()),
            ("Make", Truth.FALSE, ()),
            (None, Truth.UNKNOWN, ("exporter",)),
        ],
    )
    def test_holder_is_the_exporter(
        self,
        make_authorisation: MakeAuthorisation,
        make_draw: MakeDraw,
        exporter: str | None,
        truth: Truth,
        missing: tuple[str, ...],
    ) -> None:
        assert ask(make_authorisation(), make_draw(exporter=exporter)) == (truth, missing)

    @pytest.mark.parametrize(
        ("holder", "complete", "truth", "missing"),
        [
            ("Buyer-A", Truth.UNKNOWN, Truth.TRUE, ()),
            ("maker", Truth.UNKNOWN, Truth.TRUE, ()),
            ("buyer-b", Truth.UNKNOWN, Truth.UNKNOWN, ("parties_complete",)),
            ("buyer-b", Truth.TRUE, Truth.FALSE, ()),
        ],
    )
    def test_an_import_approval_may_be_held_by_who_receives(
        self,
        make_authorisation: MakeAuthorisation,
        make_draw: MakeDraw,
        holder: str,
        complete: Truth,
        truth: Truth,
        missing: tuple[str, ...],
    ) -> None:
        anyone = tuple((role, ANYTHING) for role in Role)
        approval = make_authorisation(
            kind=AuthorisationKind.IMPORT_APPROVAL, holder=holder, key="cn:import", scope_={"parties": anyone}
        )
        draw = make_draw(key="cn:import", parties=((Role.END_USER, "buyer-a"),), parties_complete=complete)

        assert ask(approval, draw) == (truth, missing)


class TestParties:
    def test_every_party_in_a_role_must_be_listed(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        two = ((Role.ULTIMATE_CONSIGNEE, "buyer-a"), (Role.END_USER, "buyer-a"), (Role.END_USER, "buyer-b"))

        match = matches(make_authorisation(), make_draw(parties=two), valid_at=DAY)

        assert match.truth is Truth.FALSE
        assert match.reasons == ("end_user buyer-b is outside the scope, which covers buyer-a",)

    def test_an_intermediary_that_is_not_named_shuts_it(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        through = (*make_draw().parties, (Role.INTERMEDIATE_CONSIGNEE, "broker"))
        named = (*make_authorisation().scope.parties, (Role.INTERMEDIATE_CONSIGNEE, some("broker")))

        match = matches(make_authorisation(), make_draw(parties=through), valid_at=DAY)

        assert match.reasons == ("intermediate_consignee broker is outside the scope, which covers nothing",)
        assert ask(make_authorisation(scope_={"parties": named}), make_draw(parties=through)) == (Truth.TRUE, ())

    @pytest.mark.parametrize("complete", [Truth.UNKNOWN, Truth.FALSE])
    def test_parties_that_may_be_incomplete_leave_it_open(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw, complete: Truth
    ) -> None:
        assert ask(make_authorisation(), make_draw(parties_complete=complete)) == (Truth.UNKNOWN, ("parties_complete",))

    @pytest.mark.parametrize("role", [Role.ULTIMATE_CONSIGNEE, Role.END_USER])
    def test_a_named_end_must_be_stated_even_if_parties_are_complete(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw, role: Role
    ) -> None:
        others = tuple((held, party_id) for held, party_id in make_draw().parties if held is not role)

        assert ask(make_authorisation(), make_draw(parties=others)) == (Truth.UNKNOWN, (role.value,))

    @pytest.mark.parametrize("role", [Role.PURCHASER, Role.INTERMEDIATE_CONSIGNEE])
    def test_no_purchaser_or_intermediary_is_fine_if_parties_are_complete(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw, role: Role
    ) -> None:
        kept = tuple((held, coverage) for held, coverage in make_authorisation().scope.parties if held is not role)
        licence = make_authorisation(scope_={"parties": (*kept, (role, some("someone")))})
        incomplete = ask(licence, make_draw(parties_complete=Truth.UNKNOWN))

        assert ask(licence, make_draw()) == (Truth.TRUE, ())
        assert incomplete[0] is Truth.UNKNOWN
        assert role.value in incomplete[1]

    def test_subsidiaries_do_not_inherit(self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw) -> None:
        subsidiary = ((Role.ULTIMATE_CONSIGNEE, "buyer-a"), (Role.END_USER, "buyer-a-cloud"))

        assert ask(make_authorisation(), make_draw(parties=subsidiary)) == (Truth.FALSE, ())


class TestLayers:
    def test_every_layer_must_fit_and_its_number_is_said(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        parent = make_authorisation(number="P", holder="Agency", scope_={"destinations": some("SG")})

        match = matches(make_authorisation(parent="P"), make_draw(), valid_at=DAY, parents=(parent,))

        assert match.truth is Truth.FALSE
        assert match.reasons == ("parent P: destination CN is outside the scope, which covers SG",)

    def test_the_holder_of_a_parent_is_not_asked(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        parent = make_authorisation(number="P", holder="Agency")

        assert matches(make_authorisation(parent="P"), make_draw(), valid_at=DAY, parents=(parent,)).truth is Truth.TRUE

    def test_an_expired_parent_ends_what_was_granted_under_it(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        parent = make_authorisation(number="P", valid_to=DAY)

        before = matches(
            make_authorisation(parent="P"), make_draw(), valid_at=DAY - timedelta(days=1), parents=(parent,)
        )
        after = matches(make_authorisation(parent="P"), make_draw(), valid_at=DAY, parents=(parent,))

        assert (before.truth, after.truth) == (Truth.TRUE, Truth.FALSE)


CHOICES: dict[str, list[Any]] = {
    "movement": ["export", "reexport"],
    "destination": ["CN", "HK"],
    "exporter": ["Maker", "Other"],
}
PARTY_SETS: list[tuple[tuple[Role, str], ...]] = [
    ends + middle
    for ends in (
        ((Role.ULTIMATE_CONSIGNEE, "buyer-a"), (Role.END_USER, "buyer-a")),
        ((Role.ULTIMATE_CONSIGNEE, "buyer-a"), (Role.END_USER, "buyer-b")),
        ((Role.ULTIMATE_CONSIGNEE, "buyer-a"), (Role.END_USER, "buyer-a"), (Role.END_USER, "buyer-b")),
    )
    for middle in ((), ((Role.INTERMEDIATE_CONSIGNEE, "broker"),))
]


@given(
    stated=st.fixed_dictionaries({fact: st.sampled_from([None, *values]) for fact, values in CHOICES.items()}),
    parties=st.sampled_from([(), *PARTY_SETS]),
    complete=st.booleans(),
    broker_is_named=st.booleans(),
)
def test_a_settled_answer_survives_every_completion(
    make_authorisation: MakeAuthorisation,
    make_draw: MakeDraw,
    stated: dict[str, str | None],
    parties: tuple[tuple[Role, str], ...],
    complete: bool,
    broker_is_named: bool,
) -> None:
    """What is answered with facts missing is the answer for whatever they turn out to be; and unknown is not idle."""
    named = ((Role.INTERMEDIATE_CONSIGNEE, some("broker")),) if broker_is_named else ()
    licence = make_authorisation(scope_={"parties": (*make_authorisation().scope.parties, *named)})
    truth, missing = ask(licence, make_draw(**stated, parties=parties, parties_complete=Truth.of(complete)))
    lists = [parties] if complete else [known for known in PARTY_SETS if set(parties) <= set(known)]
    completions = {
        ask(licence, make_draw(**dict(zip(CHOICES, values, strict=True)), parties=known))[0]
        for values in product(*([stated[fact]] if stated[fact] else CHOICES[fact] for fact in CHOICES))
        for known in lists
    }

    assert bool(missing) is (truth is Truth.UNKNOWN)
    if truth is Truth.UNKNOWN:
        assert completions != {Truth.TRUE}
        assert completions != {Truth.FALSE}
    else:
        assert completions == {truth}


class TestItemExpression:
    WHERE = "tpp < 21000"

    @pytest.mark.parametrize(
        ("listed", "met", "truth"),
        [
            (frozenset({"chip-a"}), Truth.FALSE, Truth.TRUE),
            (frozenset(), Truth.TRUE, Truth.TRUE),
            (frozenset({"chip-b"}), Truth.TRUE, Truth.TRUE),
            (frozenset({"chip-b"}), Truth.FALSE, Truth.FALSE),
            (frozenset(), Truth.FALSE, Truth.FALSE),
            (frozenset({"chip-b"}), Truth.UNKNOWN, Truth.UNKNOWN),
            (frozenset(), None, Truth.UNKNOWN),
        ],
    )
    def test_a_list_or_the_condition_covers_the_item(
        self,
        make_authorisation: MakeAuthorisation,
        make_draw: MakeDraw,
        listed: frozenset[str],
        met: Truth | None,
        truth: Truth,
    ) -> None:
        grant = make_authorisation(scope_={"items": Coverage(listed), "item_expression": self.WHERE})
        draw = make_draw(met=() if met is None else ((self.WHERE, met),))

        match = matches(grant, draw, valid_at=draw.valid_at)

        assert match.truth is truth
        assert rules_out(grant, draw) is (truth is Truth.FALSE)
        assert [*Balances([grant]).serving(draw)] == ([] if truth is Truth.FALSE else [grant])

    def test_what_is_open_is_told_with_what_would_settle_it(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        grant = make_authorisation(scope_={"items": NOTHING, "item_expression": self.WHERE})
        draw = make_draw()

        match = matches(grant, draw, valid_at=draw.valid_at)

        assert match.reasons == (
            "whether the scope covers item chip-a is not settled: it covers items where tpp < 21000",
        )
        assert match.missing == ("facts_of_the_item",)

    def test_what_is_outside_is_told_with_all_that_is_covered(
        self, make_authorisation: MakeAuthorisation, make_draw: MakeDraw
    ) -> None:
        grant = make_authorisation(scope_={"items": Coverage(frozenset({"x"})), "item_expression": self.WHERE})
        draw = make_draw(met=((self.WHERE, Truth.FALSE),))

        match = matches(grant, draw, valid_at=draw.valid_at)

        assert match.reasons == ("item chip-a is outside the scope, which covers items where tpp < 21000 and x",)

    def test_the_balances_name_each_condition_once(self, make_authorisation: MakeAuthorisation) -> None:
        grants = [make_authorisation(number="0")] + [
            make_authorisation(number=number, scope_={"item_expression": text})
            for number, text in (("1", "tpp < 2"), ("2", "tpp < 1"), ("3", "tpp < 2"))
        ]

        assert Balances(grants).item_expressions == ("tpp < 2", "tpp < 1")
