"""The record that ships: sources, states, transitions, families, and each act on its first and last possible day."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import timedelta
from functools import cache
from urllib.parse import urlsplit

import pytest
from tests.unit.acts.stories import item

from licet.acts import Act, Asked, KeyStanding, SourceGrade, Story, begun, load_acts, standing, unknown_items
from licet.acts.scope import plain
from licet.catalogue import Catalogue, Item, load_catalogue
from licet.facts import FactSchema, load_fact_schema
from licet.rules import rules_root
from licet.truth import Truth

FOLDER = rules_root() / "acts"
DAY = timedelta(days=1)

# China and the story, 4b and 4c: the two machines, by hand.
MACHINES = {
    "us:export": {
        "not_required", "required", "required_denial", "blocked", "under_consideration", "announced", "applied",
        "in_review", "assured", "eligible_case_by_case", "offered_with_conditions", "granted_conditional",
        "granted_exercised", "suspended", "revoked", "expired",
    },
    "cn:import": {
        "unrestricted", "guided_against", "questioned", "excluded", "paused_by_guidance", "ordered_to_stop",
        "customs_scrutiny", "customs_refused", "import_permit_halted", "special_circumstances_only",
        "access_limits_discussed", "approval_planned", "approval_under_study", "in_principle", "quota_proposed",
        "approved_batch_conditional", "queued", "held", "released_limited",
    },
}  # fmt: skip
NEVER_REACHED = {"us:export": {"suspended", "revoked", "expired"}, "cn:import": {"unrestricted"}}  # 4b: none found
SHUTTING = {
    "us:export": {"blocked"},
    "cn:import": {
        "excluded", "paused_by_guidance", "ordered_to_stop", "customs_refused", "import_permit_halted", "held",
    },
}  # fmt: skip
FAMILIES = {  # 4d: what the two keys say of each part
    "h20": {"us:export", "cn:import"},
    "h200": {"us:export", "cn:import"},
    "rtx-pro-6000d": {"us:export", "cn:import"},
    "rtx-5090d-v2": {"us:export", "cn:import"},
    "rtx-pro-5500": {"us:export", "cn:import"},
}
OFFICIAL_ON_IMPORTS = {  # section 3: the summons is the one official Chinese text; the other is American testimony
    "cn.h20.questioned",
    "cn.h200.released-small",
}
PATH = re.compile(r"(?:^|[\s(\"'])(?:~|\.{1,2})?/\w|\b[A-Z]:\\|\bfile:")


@cache
def told() -> Story:
    return load_acts(use_cache=False)


@cache
def catalogue() -> Catalogue:
    return load_catalogue(rules_root() / "catalogue")


@cache
def schema() -> FactSchema:
    return load_fact_schema(rules_root() / "facts.yaml")


def acts() -> list[Act]:
    return list(told().acts.values())


def on_keys() -> list[Act]:
    return [each for each in acts() if each.key is not None]


each_act = pytest.mark.parametrize("act", acts(), ids=lambda act: act.id)
each_act_of_a_key = pytest.mark.parametrize("act", on_keys(), ids=lambda act: act.id)


def texts(act: Act) -> list[str]:
    """Return every text of an act that people read."""
    return [
        act.title,
        act.note,
        act.originator,
        *(text for each in act.requires for text in (each.text, each.question)),
        *(each.text for each in act.quantities),
        *(text for each in act.sources for text in (each.publisher, each.title, each.relay)),
        *([act.contested.why] if act.contested else []),
    ]


# ---- sources


@each_act
def test_an_act_has_a_source_that_can_be_looked_up(act: Act) -> None:
    assert act.sources
    assert act.originator.strip()
    assert all(source.publisher for source in act.sources)
    assert any(source.url or source.title or source.published or source.relay for source in act.sources)


@each_act
def test_an_address_is_one(act: Act) -> None:
    for url in (source.url for source in act.sources if source.url):
        parts = urlsplit(url)

        assert parts.scheme in {"http", "https"}
        assert parts.hostname is not None
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", parts.hostname), url
        assert not re.search(r"[\s<>\"{}|\\^`]", url), url
        assert parts.port is None
        assert parts.username is None


@each_act
def test_no_source_is_of_a_day_after_the_record_was_checked(act: Act) -> None:
    last = told().checked_through

    assert act.public <= last
    assert all(source.published is None or source.published <= last for source in act.sources)


@each_act
def test_an_act_is_not_public_before_its_first_source(act: Act) -> None:
    dated = [source.published for source in act.sources if source.published]

    assert act.public <= min(dated, default=act.public), "a source is older than the day on which the act was public?"


def test_a_relay_is_no_originator() -> None:
    """Reference 2e: ten relays of one report are one source."""
    relays = {source.relay.casefold() for act in acts() for source in act.sources if source.relay}
    named = {"straits times", "astro awani", "ndtv profit", "hindustan times", "invezz", "tekedia", "vella times"}

    assert not {act.originator.casefold() for act in on_keys()} & (relays | named) - {"reuters", "bloomberg"}


# ---- grades


def test_official_on_imports_is_only_what_the_reference_knows_as_official() -> None:
    official = {act.id for act in on_keys() if act.key == "cn:import" and act.grade is SourceGrade.OFFICIAL}

    assert official == OFFICIAL_ON_IMPORTS


def test_every_act_on_imports_is_graded_in_its_file() -> None:
    """Read from the text: the reader's stand-in for a grade must not pass for one."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((FOLDER / "story").glob("*.yaml")))
    blocks = [block for block in re.split(r"\n(?=  - id: )", text) if "key: cn:import" in block]
    grades = [re.findall(r"^    grade: (\w+)$", block, re.MULTILINE) for block in blocks]

    assert len(blocks) == sum(act.key == "cn:import" for act in acts())
    assert all(len(each) == 1 for each in grades)
    assert {each[0] for each in grades} <= {grade.value for grade in SourceGrade}


# ---- words


@each_act
def test_no_text_holds_a_path_or_a_leftover(act: Act) -> None:
    for text in texts(act):
        assert not PATH.search(text), text
        assert not re.search(r"\b(?:seeds?|TODO|FIXME|XXX)\b", text, re.IGNORECASE), text


@pytest.mark.parametrize(
    ("text", "is_path"),
    [("/home/someone/a.md", True), ("see ~/notes", True), ("(../x)", True), ("C:\\a", True), ("file:///etc", True),
     ("H.R. 3447 / S. 1705", False), ("01-14/15", False), ("and/or", False)],
)  # fmt: skip
def test_a_path_of_the_machine_is_told_from_other_text(text: str, *, is_path: bool) -> None:
    assert (PATH.search(text) is not None) is is_path


@each_act
def test_a_title_is_one_short_sentence(act: Act) -> None:
    assert 10 <= len(act.title) <= 160
    assert not act.title.endswith((".", "!", ";", ","))
    assert act.title[0].isupper()
    assert "\n" not in act.title


@each_act
def test_the_id_begins_with_its_government_or_its_kind(act: Act) -> None:
    first = act.id.split(".")[0]

    assert first == (act.key.split(":")[0] if act.key else act.mark.value)  # type: ignore[union-attr]


def test_no_id_repeats() -> None:
    written = [
        name
        for path in (FOLDER / "story").glob("*.yaml")
        for name in re.findall(r"^  - id: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert len(written) == len(set(written)) == len(acts())


# ---- states, transitions, families, actors


def test_the_states_are_those_of_the_two_machines() -> None:
    found = {key: {state.state for state in told().states.values() if state.key == key} for key in MACHINES}

    assert found == MACHINES
    assert {state.key for state in told().states.values()} == set(MACHINES)


def test_what_shuts_is_what_the_reference_says_keeps_a_part_out() -> None:
    found = {
        key: {state.state for state in told().states.values() if state.key == key and state.effect.value == "shut"}
        for key in MACHINES
    }

    assert found == SHUTTING


def test_every_state_is_reached_by_an_act_but_those_of_which_none_was_found() -> None:
    for key, states in MACHINES.items():
        assert {act.state for act in on_keys() if act.key == key} == states - NEVER_REACHED[key]


def test_every_row_of_the_transitions_is_used_and_stands_once() -> None:
    made = set()
    for act in on_keys():
        default = next(rule.default for rule in told().keys if rule.key == act.key) or "none"
        before = {told().acts[name].state for name in act.supersedes} or {default}
        made |= {(act.key, state, act.state) for state in before}
    rows = list(csv.DictReader((FOLDER / "transitions.csv").read_text(encoding="utf-8").splitlines()))
    written = [(row["key"], row["from_state"], row["to_state"]) for row in rows]

    assert set(written) - made == set()
    assert [row for row, count in Counter(written).items() if count > 1] == []


def test_a_transition_leads_between_states_that_exist() -> None:
    for key, before, after in told().transitions:
        assert after in MACHINES[key]
        assert before in MACHINES[key] | {"none"}


def test_every_family_of_the_story_has_both_keys() -> None:
    found = {name: {act.key for act in on_keys() if name in act.classes} for name in FAMILIES}

    assert found == FAMILIES


def test_every_family_is_named_by_an_act() -> None:
    assert set(told().classes) == {name for act in acts() for name in act.classes}


def test_every_item_is_in_the_catalogue() -> None:
    assert unknown_items(told(), (each.item_id for each in catalogue())) == []


def test_every_foreign_maker_is_one_of_the_catalogue() -> None:
    makers = {plain(each.maker) for each in catalogue()}

    assert {plain(name) for each in told().classes.values() for name in each.makers} <= makers


def test_what_no_class_of_the_catalogue_has_is_not_in_it() -> None:
    names = {plain(text) for each in catalogue() for text in (each.item_id, each.model)}
    outside = [each for each in told().classes.values() if each.not_in_catalogue]

    assert outside
    assert not {plain(name) for each in outside for name in (*each.names, each.title)} & names


def test_a_name_is_of_one_actor() -> None:
    names = Counter(name for actor in told().actors.values() for name in {plain(each) for each in actor.names})

    assert [name for name, count in names.items() if count > 1] == []


def test_an_actor_stands_in_the_table_once() -> None:
    rows = list(csv.DictReader((FOLDER / "actors.csv").read_text(encoding="utf-8").splitlines()))

    assert len(rows) == len(told().actors)


def test_a_scope_names_firms_facts_and_countries() -> None:
    for act in on_keys():
        assert {told().actors[name].kind for name in act.scope.buyers} <= {"firm"}, act.id
        assert set(act.scope.uses) <= {
            fact.name for fact in schema() if (fact.subject.value, fact.type.value) == ("order", "boolean")
        }, act.id
        assert all(re.fullmatch("[A-Z]{2}", place) for place in act.scope.places), act.id
        for bound in act.requires:
            assert all(re.fullmatch("[A-Z]{2}", place) for place in (*bound.only_in, *bound.not_in)), act.id


@pytest.mark.parametrize("maker", ["NVIDIA", "Nvidia", "NVIDIA Corporation", "英伟达", "Advanced Micro Devices", ""])
def test_a_foreign_chip_is_shut_out_of_state_funded_centres_by_whatever_name_its_maker_goes(maker: str) -> None:
    """Names of the firms as actors.csv has them; an item of a case states its maker in its own words."""
    own = item("own-part", maker=maker)
    question = Asked(
        item=own,
        catalogue=catalogue().with_items([own]),
        valid_at=told().checked_through,
        uses={"end_use_state_funded_data_centre": Truth.TRUE},
    )

    assert standing(told(), "cn:import", question).effect.value == "shut"


# ---- time


@each_act
def test_an_act_is_within_what_was_checked_or_scheduled(act: Act) -> None:
    after = act.happened.first > told().checked_through

    assert after is (act.mark is not None and act.mark.value == "scheduled")
    assert told().checked_from.year <= act.happened.first.year
    assert act.happened.first <= act.happened.last
    assert act.told is None or act.happened.first <= act.told <= act.public


@each_act
def test_a_contest_is_not_public_before_what_it_contests(act: Act) -> None:
    if act.contested is not None:
        assert act.public <= act.contested.public
        assert all(told().acts[name].public <= act.contested.public for name in act.contested.by)


def an_item_of(act: Act) -> tuple[Item, Catalogue]:
    """Return an item that an act names; one not in the catalogue is made up as a case would."""
    for found in catalogue():
        if found.item_id in act.items or any(found.item_id in told().classes[name].items for name in act.classes):
            return found, catalogue()
    classes = [told().classes[name] for name in act.classes]
    named = next((each.names[0] for each in classes if each.not_in_catalogue), None)
    maker = next((each.makers[0] for each in classes if each.makers), "NVIDIA")
    own = item("own-part", model=named or "Own part", maker=maker)
    return own, catalogue().with_items([own])


def asked_within(act: Act, **more: object) -> KeyStanding:
    """Return what stands on the key for what lies within the act's scope."""
    held_for = act.scope
    found, known = an_item_of(act)
    question = Asked(
        item=found,
        catalogue=known,
        buyers=held_for.buyers[:1],
        uses=dict.fromkeys(held_for.uses, Truth.TRUE),
        place=held_for.places[0] if held_for.places else None,
        **more,
    )
    return standing(told(), act.key or "", question)


@each_act_of_a_key
def test_an_act_stands_from_its_last_possible_day_and_not_before_its_first(act: Act) -> None:
    before, on = (asked_within(act, valid_at=day) for day in (act.happened.first - DAY, act.happened.last))

    assert act.id not in {each.act.id for each in before.standing} | {end.act.id for end in before.ended}
    stands = {each.act.id: each for each in on.standing}
    ended = {end.act.id: end.on for end in on.ended}
    assert (act.id in stands) is not (act.id in ended)
    if act.id in stands:
        assert stands[act.id].begun is Truth.TRUE
        assert stands[act.id].bears.truth is Truth.TRUE
    else:
        assert act.happened.first <= ended[act.id] <= act.happened.last


@each_act_of_a_key
def test_an_act_that_may_have_begun_stands_on_its_first_possible_day(act: Act) -> None:
    on = asked_within(act, valid_at=act.happened.first)
    names = {each.act.id for each in on.standing} | {end.act.id for end in on.ended}

    assert act.id in names
    assert begun(act, act.happened.first) is Truth.of(act.happened.first == act.happened.last) | Truth.UNKNOWN


@each_act_of_a_key
def test_an_act_is_hidden_the_day_before_it_is_public(act: Act) -> None:
    day = max(act.happened.last, act.public)
    hidden = asked_within(act, valid_at=day, known_at=act.public - DAY)
    seen = asked_within(act, valid_at=day, known_at=act.public)

    assert act.id in {each.id for each in hidden.hidden}
    assert act.id not in {each.act.id for each in hidden.standing} | {end.act.id for end in hidden.ended}
    assert act.id not in {each.id for each in seen.hidden}
    assert act.id in {each.act.id for each in seen.standing} | {end.act.id for end in seen.ended}


def test_before_the_first_report_imports_are_unrestricted_for_every_item() -> None:
    first = min(act.public for act in on_keys() if act.key == "cn:import")

    for found in catalogue():
        question = Asked(found, catalogue(), told().checked_through, first - DAY)
        assert standing(told(), "cn:import", question).state == "unrestricted"


def test_the_head_says_what_was_checked_and_what_is_missing() -> None:
    """Section 6: nothing was found for 2026-10-11 and later."""
    assert (str(told().checked_from), str(told().checked_through)) == ("2022-08-26", "2026-10-10")
    assert any("2026-10-11" in gap for gap in told().gaps)
    assert len(told().gaps) >= 7
