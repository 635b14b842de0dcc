"""What the owners of a case settle: what listed parties own of its parties, and where their parents are run from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from licet.citation import Citation, Grade
from licet.errors import ProblemsFound
from licet.quantity import Interval
from licet.rules import ListedOwnership
from licet.truth import Truth
from licet.verdict.fact_changes import facts_of, owners_of
from licet.verdict.owned import Owned, OwnerNode

from .books import Files, write_book

if TYPE_CHECKING:
    from licet.facts import FactValue, Stated
    from licet.verdict import Desk

DAY = date(2026, 6, 15)
SHARE, ANY, PARENT = "listed_owner_percent", "has_listed_owner", "ultimate_parent_headquarters"
RULE = ListedOwnership(
    method="cascade",
    threshold=Decimal(50),
    inclusive=True,
    lists=frozenset({"EL"}),
    control_above=Decimal(50),
    share_fact=SHARE,
    any_fact=ANY,
    headquarters_fact="headquarters",
    parent_fact=PARENT,
    source=Citation("the rule of the test", "1", Grade.PRIMARY),
)
PARTIES = """\
party_id,name,country,headquarters,ultimate_parent_headquarters
a,Buyer A,DE,DE,
b,Holding B,SG,SG,
c,Holding C,AE,AE,
l,Moonshade,CN,CN,
m,Duskwater,CN,CN,
p,Person P,GB,GB,
q,Person R,IE,IE,
"""
NAMES = "party_id,name\n"
FACTS = "subject_type,subject_id,fact,value,as_of,asserted_by,source\n"
OWNERS = "party_id,owner,percent,from,to,source\n"

Reckoner = Callable[..., Owned]


@pytest.fixture
def owned(desk: Desk, tmp_path: Path) -> Reckoner:
    """Return the owners of a case with these lines."""

    def reckon(
        *owners: str, parties: str = PARTIES, facts: str = "", rule: ListedOwnership = RULE, more: str = ""
    ) -> Owned:
        folder = write_book(tmp_path, [{"ultimate_consignee": "", "end_user": ""}], Files(parties=parties + more))
        lines = (line + "," * (5 - line.count(",")) for line in owners)
        (folder / "owners.csv").write_text(OWNERS + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        (folder / "facts.csv").write_text(FACTS + facts, encoding="utf-8")
        return Owned(desk.case(folder), rule)

    return reckon


def value(found: Owned, party: str, fact: str, listed: Collection[str] = ("l", "m"), day: date = DAY) -> FactValue:
    return fact_of(found, party, fact, listed, day).value


def fact_of(
    found: Owned, party: str, fact: str, listed: Collection[str] = ("l", "m"), day: date = DAY, maybe: str = ""
) -> Stated:
    return found.facts(day, listed, set(maybe.split()))[party][fact]


def percent(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high))


def note(found: Owned, party: str, fact: str) -> str:
    return fact_of(found, party, fact).provenance.note


def compared(found: Owned, party: str) -> Truth:
    """Return the truth of what the rule reads: half or more."""
    share = value(found, party, SHARE)
    assert isinstance(share, Interval)
    return share.at_least(Interval.exactly(50))


class TestListedOwners:
    def test_two_minority_owners_are_added_up(self, owned: Reckoner) -> None:
        found = owned("a,l,30", "a,m,25", "a,Person P,45")

        assert value(found, "a", SHARE) == percent("55", "100")
        assert value(found, "a", SHARE, {"l"}) == percent("30", "100")
        assert compared(found, "a") is Truth.TRUE
        assert value(found, "a", ANY) is Truth.TRUE

    def test_an_owner_that_counts_passes_its_share_on_whole(self, owned: Reckoner) -> None:
        found = owned("a,b,60", "a,p,40", "a,-", "b,c,50", "c,l,>50", "p,-")
        fact = fact_of(found, "a", SHARE, {"l"})

        assert fact.value == percent("60", "60")
        assert fact.provenance.note == (
            "listed parties own 60 % of it together: 60 % by Holding B, counts as listed (50 % by Holding C, counts as "
            "listed (50 to 100 % by Moonshade, listed; 0 to 50 % by owners who are not stated); 50 % by owners who are "
            "not stated); 40 % by Person P, does not count as listed"
        )
        assert fact.provenance.source == ", ".join(f"owners.csv:{line}" for line in (2, 5, 6, 3, 4))

    def test_by_the_proportional_method_each_step_passes_on_its_part(self, owned: Reckoner) -> None:
        rule = msgspec.structs.replace(RULE, method="proportional")
        found = owned("a,b,60", "a,p,40", "a,-", "b,l,50", "b,p,50", "b,-", "p,-", rule=rule)

        assert value(found, "a", SHARE) == percent("30", "30")
        assert "60 % by Holding B, of which 50 % counts (50 % by Moonshade" in note(found, "a", SHARE)

    def test_shares_are_rounded_outwards_to_thousandths(self, owned: Reckoner) -> None:
        found = owned("a,l,33.3333", "a,p,66.6667", "a,-", "p,-", "b,l,<50", "b,p,50+", "b,-")

        assert value(found, "a", SHARE) == percent("33.333", "33.334")
        assert value(found, "b", SHARE) == percent("0", "50")

    def test_bounds_across_the_threshold_leave_it_open(self, owned: Reckoner) -> None:
        found = owned("a,l,25-50", "a,p,50-75", "a,-", "p,-", "b,l,25-49.9", "b,p,50.1-75", "b,-")

        assert value(found, "a", SHARE) == percent("25", "50")
        assert (compared(found, "a"), compared(found, "b")) == (Truth.UNKNOWN, Truth.FALSE)

    def test_what_is_not_stated_may_be_anybodys_until_it_is_said_that_nobody_else_owns_any(
        self, owned: Reckoner
    ) -> None:
        stated, closed = owned("a,p,60", "p,-"), owned("a,p,100", "a,-", "p,-")

        assert value(stated, "a", SHARE) == percent("0", "40")
        assert ANY not in stated.facts(DAY, {"l"}, ())["a"]
        assert note(stated, "a", SHARE) == (
            "none of its stated owners, through every step, is listed; those not stated may bring the listed to 40 %"
        )
        assert (value(closed, "a", SHARE), value(closed, "a", ANY)) == (percent("0", "0"), Truth.FALSE)

    def test_the_owners_of_an_owner_may_be_anybody_too(self, owned: Reckoner) -> None:
        found = owned("a,Person Q,99", "a,l,1")

        assert value(found, "a", SHARE) == percent("1", "100")
        assert "99 % by Person Q, may count as listed (its owners are not stated)" in note(found, "a", SHARE)

    def test_of_a_person_nobody_owns_any(self, owned: Reckoner) -> None:
        found = owned("p,-")

        assert (value(found, "p", SHARE), value(found, "p", ANY)) == (percent("0", "0"), Truth.FALSE)
        assert note(found, "p", SHARE) == (
            "none of its owners, through every step, is listed, and nobody else owns any of it"
        )
        assert fact_of(found, "p", SHARE).provenance.source == "owners.csv:2"

    def test_a_possible_match_counts_for_the_upper_bound(self, owned: Reckoner) -> None:
        found = owned("a,l,60", "a,p,40", "a,-", "p,-", "l,-")

        assert fact_of(found, "a", SHARE, (), maybe="l").value == percent("0", "60")
        assert ANY not in found.facts(DAY, (), {"l"})["a"]
        assert fact_of(found, "a", SHARE, ()).value == percent("0", "0")

    def test_a_listed_owner_without_an_entry_is_found_by_its_name(self, owned: Reckoner) -> None:
        found = owned("a,Grey Heron,60", "b,GREY  heron,50")

        assert value(found, "b", SHARE, {"Grey Heron"}) == percent("50", "100")

    @pytest.mark.parametrize("method", ["cascade", "proportional"])
    def test_a_circle_leaves_open_who_is_behind_it(self, owned: Reckoner, method: str) -> None:
        rule = msgspec.structs.replace(RULE, method=method)
        found = owned("a,b,99", "a,l,1", "b,c,100", "c,b,100", rule=rule)

        assert value(found, "a", SHARE) == percent("1", "100")
        assert "99 % by Holding B, may be held wholly by what it holds" in note(found, "a", SHARE)

    def test_own_shares_have_no_owner(self, owned: Reckoner) -> None:
        found = owned("a,a,20", "a,l,40", "a,p,40", "a,-", "p,-")

        assert value(found, "a", SHARE) == percent("40", "50")
        assert "20 % are its own shares" in note(found, "a", SHARE)

    def test_a_holding_wholly_listed_is_no_circle(self, owned: Reckoner) -> None:
        found = owned("a,b,100", "b,l,100")

        assert "100 % by Holding B, counts as listed (100 % by Moonshade, listed)" in note(found, "a", SHARE)

    def test_only_parties_with_a_line_on_the_day_are_reckoned(self, owned: Reckoner) -> None:
        found = owned("a,l,60,2020-01-01,2026-06-15", "b,l,60,2026-06-15", "c,-,,,2026-06-15")

        assert set(found.facts(DAY, {"l"}, ())) == {"b"}
        assert set(found.facts(date(2026, 6, 14), {"l"}, ())) == {"a", "c"}
        with pytest.raises(KeyError):
            found.facts(DAY, {"l"}, ())["a"]

    def test_a_share_of_another_day_is_not_taken_for_todays(self, owned: Reckoner) -> None:
        found = owned("a,l,60,2020-01-01,2026-06-15", "a,l,10,2026-06-15")

        shares = [value(found, "a", SHARE, day=day) for day in (date(2026, 6, 14), DAY, date(2026, 6, 14))]
        assert shares == [percent("60", "100"), percent("10", "100"), percent("60", "100")]

    def test_what_is_asked_with_other_lists_is_answered_anew(self, owned: Reckoner) -> None:
        found = owned("a,l,30", "a,m,20")
        asked = [{"l"}, {"m"}, {"l", "m"}, (), {"a"}, {"b"}, {"l"}]

        assert [value(found, "a", SHARE, listed).lo for listed in asked] == [30, 20, 50, 0, 0, 0, 30]

    def test_a_note_stays_short_however_long_names_and_chains_are(self, owned: Reckoner) -> None:
        long = "N" * 30_000
        wide = [*(f"a,{long}{number},0.1" for number in range(299)), "a,d3000,0.1"]
        deep = [f"d{number},d{number + 1},60" for number in range(3000)]
        parties = "".join(f"d{number},Deep {number},SG,SG,\n" for number in range(3001))
        found = owned(*wide, *deep, more=parties)

        assert value(found, "d0", SHARE, {"d3000"}) == percent("60", "100")
        assert "297 owners more" in fact_of(found, "a", SHARE, {"d3000"}).provenance.note
        for party in ("a", "d0"):
            facts = found.facts(DAY, {"d3000"}, ())[party].values()
            assert max(len(fact.provenance.note) + len(fact.provenance.source) for fact in facts) < 1500


class TestStated:
    def test_what_a_person_stated_stands(self, owned: Reckoner) -> None:
        found = owned("a,l,60", facts=f"party,a,{SHARE},70,2026-06-01,Officer 1,register\n")

        assert SHARE not in found.facts(DAY, {"l"}, ())["a"]
        assert value(found, "a", ANY) is Truth.TRUE
        assert found.problems(DAY, {"l"}) == ()

    def test_what_the_owners_rule_out_is_a_problem_with_both_figures(self, owned: Reckoner) -> None:
        found = owned("a,l,60", facts=f"party,a,{SHARE},40,2026-06-01,Officer 1,register\n")
        (problem,) = found.problems(DAY, {"l"})

        assert (problem.slug, problem.where) == ("contradicting-ownership", "facts.csv:2")
        assert "is stated as 40 %, but by its owners listed parties own 60 to 100 % of it" in problem.what
        assert found.problems(DAY, (), {"l"}) == found.problems(DAY) == ()

    @pytest.mark.parametrize(("stated", "owners"), [("no", ["a,l,0.5"]), ("yes", ["a,p,100", "a,-", "p,-"])])
    def test_a_listed_owner_that_is_denied_or_ruled_out_is_a_problem(
        self, owned: Reckoner, stated: str, owners: list[str]
    ) -> None:
        found = owned(*owners, facts=f"party,a,{ANY},{stated},2026-06-01,Officer 1,register\n")
        (problem,) = found.problems(DAY, {"l"})

        assert (problem.slug, problem.where) == ("contradicting-ownership", "facts.csv:2")
        assert f"{ANY} is stated as {stated}, but" in problem.what

    def test_owners_that_are_said_to_be_all_and_are_not_close_nothing(self, owned: Reckoner) -> None:
        found = owned("a,p,60", "a,-", "p,-")
        (problem,) = found.problems(DAY)

        assert (problem.slug, problem.where) == ("less-than-whole", "owners.csv:3")
        assert "hold at most 60 % of it" in problem.what
        assert value(found, "a", SHARE) == percent("0", "40")

    def test_a_party_whose_owners_have_ended_is_open_again(self, owned: Reckoner) -> None:
        found = owned("a,p,100,2020-01-01,2026-06-01", "a,-", "p,-")

        assert value(found, "a", SHARE, day=date(2026, 5, 31)) == percent("0", "0")
        assert value(found, "a", SHARE) == percent("0", "100")
        assert found.problems(DAY) == ()

    @pytest.mark.parametrize(
        ("owners", "slug", "line"),
        [
            (("a,l,60", "a,Moonshade,40"), "contradicting-shares", 3),
            (("a,l,60", "a,m,>40"), "more-than-whole", 3),
            (("a,l,60,2020-01-01", "a,m,60,,2020-01-02"), "more-than-whole", 2),
        ],
    )
    def test_owners_that_contradict_each_other_are_refused(
        self, owned: Reckoner, owners: tuple[str, ...], slug: str, line: int
    ) -> None:
        with pytest.raises(ProblemsFound) as caught:
            owned(*owners)
        assert [(each.slug, each.where) for each in caught.value.problems] == [(slug, f"owners.csv:{line}")]


class TestParents:
    def test_it_is_where_the_highest_that_surely_controls_has_its_headquarters(self, owned: Reckoner) -> None:
        found = owned("a,b,60", "b,p,>50", "b,l,<50", "p,-")
        fact = fact_of(found, "a", PARENT)

        assert fact.value == "GB"
        assert fact.provenance.note == (
            "by its owners its ultimate parent is Person P: Person P holds at least 60 % of Buyer A through Holding B; "
            "Person P holds at least 50.000000001 % of Holding B"
        )
        assert fact.provenance.source == "owners.csv:2, owners.csv:3, parties.csv:7, owners.csv:5"

    def test_half_controls_nothing(self, owned: Reckoner) -> None:
        assert PARENT not in owned("a,p,50", "p,-").facts(DAY, (), ())["a"]

    def test_one_that_nobody_controls_has_no_parent(self, owned: Reckoner) -> None:
        found = owned("a,p,50", "a,q,50", "p,-", "q,-")

        assert value(found, "a", PARENT) == "DE"
        assert "no parent" in note(found, "a", PARENT)

    def test_an_owner_whose_owners_are_not_stated_settles_nothing(self, owned: Reckoner) -> None:
        assert PARENT not in owned("a,b,100").facts(DAY, (), ())["a"]

    def test_one_under_the_same_control_has_the_parent_that_its_owner_states(self, owned: Reckoner) -> None:
        found = owned("a,b,80", more="n,Firm N,FR,FR,CN\n"), owned("a,n,80", more="n,Firm N,FR,FR,CN\n")
        fact = fact_of(found[1], "a", PARENT)

        assert PARENT not in found[0].facts(DAY, (), ())["a"]
        assert (fact.value, fact.provenance.source) == ("CN", "owners.csv:2, parties.csv:9")
        assert fact.provenance.note == (
            "it has the ultimate parent of Firm N, where this is stated: Firm N holds at least 80 % of Buyer A"
        )

    def test_owners_that_state_different_parents_settle_nothing(self, owned: Reckoner) -> None:
        more = "n,Firm N,FR,FR,CN\no,Firm O,FR,FR,FR\n"

        assert PARENT not in owned("a,n,80", "n,o,80", more=more).facts(DAY, (), ())["a"]
        assert value(owned("a,n,80", "n,o,80", more=more.replace("FR\n", "CN\n")), "a", PARENT) == "CN"

    def test_what_is_stated_stands_and_what_contradicts_it_is_a_problem(self, owned: Reckoner) -> None:
        found = owned("n,p,80", "p,-", more="n,Firm N,FR,FR,CN\n")
        (problem,) = found.problems(DAY)

        assert PARENT not in found.facts(DAY, (), ())["n"]
        assert (problem.slug, problem.where) == ("contradicting-headquarters", "parties.csv:9")
        assert "n states CN" in problem.what
        assert "with headquarters in GB" in problem.what

    def test_two_under_one_control_that_state_different_parents_are_a_problem(self, owned: Reckoner) -> None:
        found = owned("n,o,80", more="n,Firm N,FR,FR,CN\no,Firm O,FR,FR,-\n")
        (problem,) = found.problems(DAY)

        assert (problem.slug, problem.where) == ("contradicting-headquarters", "parties.csv:9")
        assert problem.what.endswith("Firm O holds at least 80 % of Firm N: FR [owners.csv:2, parties.csv:10]")

    def test_a_true_statement_is_no_problem(self, owned: Reckoner) -> None:
        assert owned("n,p,80", "p,-", more="n,Firm N,FR,FR,GB\n").problems(DAY, ()) == ()


class TestOwnersAbove:
    def test_all_are_found_nearest_first_with_whom_they_own(self, owned: Reckoner) -> None:
        found = owned("a,b,10", "b,Grey Heron,60", "b,c,40", "a,Person Q,5", "c,l,").owners(DAY)

        assert [(each.node, each.owner_of) for each in found["a"]] == [
            ("b", "a"), ("Person Q", "a"), ("Grey Heron", "b"), ("c", "b"), ("l", "c"),
        ]  # fmt: skip
        assert [each.name for each in found["b"]] == ["Grey Heron", "Holding C", "Moonshade"]
        assert [each.record is None for each in found["b"]] == [True, False, False]
        assert (found["l"], len(found)) == ((), 7)

    def test_a_circle_ends_and_a_party_is_no_owner_of_itself(self, owned: Reckoner) -> None:
        found = owned("a,b,60", "b,a,100", "a,a,1").owners(DAY)

        assert ([each.node for each in found["a"]], [each.node for each in found["b"]]) == (["b"], ["a"])

    def test_an_owner_of_another_day_or_of_nothing_is_left_out(self, owned: Reckoner) -> None:
        reckoned = owned("a,b,60,,2026-06-15", "a,c,0", "a,l,60,2026-06-15")

        assert [each.node for each in reckoned.owners(DAY)["a"]] == ["l"]
        assert [each.node for each in reckoned.nodes(DAY)] == ["l"]
        assert [each.node for each in reckoned.owners(date(2026, 6, 14))["a"]] == ["b"]

    def test_an_owner_of_several_is_one_node(self, owned: Reckoner) -> None:
        found = owned("a,Grey Heron,10", "b,l,60", "c,grey  heron,10").nodes(DAY)

        assert [(each.node, each.owner_of) for each in found] == [("Grey Heron", "a"), ("l", "b")]
        assert found[0] == OwnerNode("Grey Heron", "a", "Grey Heron", None)

    def test_without_owners_there_is_nothing(self, owned: Reckoner) -> None:
        found = owned()

        assert (dict(found.facts(DAY, {"a"}, ())), found.problems(DAY, {"a"}), found.nodes(DAY)) == ({}, (), ())


@pytest.mark.parametrize("method", ["cascade", "proportional"])
@pytest.mark.parametrize("share", ["100", "60", ">25", ""])
def test_long_chains_and_circles_and_many_owners_are_reckoned(owned: Reckoner, method: str, share: str) -> None:
    many = 1500  # past what Python calls itself
    parties = "".join(f"x{number},Firm {number},SG,SG,\n" for number in range(many + 1))
    chain = [f"x{number},x{number + 1},{share}" for number in range(many)]
    wide = [f"a,Owner {number},0.01" for number in range(many)]
    rule = msgspec.structs.replace(RULE, method=method)
    for lines in ([*chain, *wide], [*chain, f"x{many},x0,{share}", *wide]):
        found = owned(*lines, more=parties, rule=rule)

        assert value(found, "x0", SHARE, {f"x{many}"}).hi == 100
        assert value(found, "a", SHARE, {"Owner 7"}) == percent("0.01", "100")
        assert len(found.owners(DAY)["x0"]) == many
        assert sum(len(facts) for facts in found.facts(DAY, {f"x{many}"}, ()).values()) >= many


def test_the_table_of_the_documentation_gives_what_it_says(desk: Desk, tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "ownership.md").read_text(encoding="utf-8")
    parties = "buyer-a,Buyer A\nholding-b,Holding B\nmoonshade,Moonshade\nperson-p,Person P\n"
    folder = write_book(tmp_path, [{"ultimate_consignee": "", "end_user": ""}], Files(parties=f"{NAMES}{parties}"))
    (folder / "owners.csv").write_text(text.split("```csv\n")[1].split("```")[0], encoding="utf-8")
    found = Owned(desk.case(folder), RULE)

    assert value(found, "buyer-a", SHARE, {"moonshade"}) == percent("60", "75")
    assert value(found, "holding-b", SHARE, {"moonshade"}) == percent("50", "100")
    assert value(found, "person-p", SHARE, {"moonshade"}) == percent("0", "0")
    assert found.problems(DAY, {"moonshade"}) == ()


def test_a_line_that_nobody_else_owns_any_of_its_party_is_among_the_facts_watched(desk: Desk, tmp_path: Path) -> None:
    folder = write_book(tmp_path, [{"ultimate_consignee": "a", "end_user": "a"}], Files(parties=PARTIES))
    owners = "a,b,>=60\na,l,\na,p,5.50\na,-,\nb,p,10\n"
    (folder / "owners.csv").write_text(f"party_id,owner,percent\n{owners}", encoding="utf-8")
    case = desk.case(folder)

    watched = facts_of(case.orders[0], owners_of(case), DAY)["owners"]
    assert watched == {"a": ["b (at least 60 %)", "l", "nobody else", "p (5.5 %)"]}
