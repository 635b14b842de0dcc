"""Reading a folder of acts: each fault alone, all at once, hostile files, overlays, and the compiled record."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.unit.acts.stories import (
    ACTORS_CSV,
    CLASSES_YAML,
    FILES,
    HEAD,
    STATES_CSV,
    TRANSITIONS_CSV,
    act_lines,
    acts_file,
    write,
)

from licet import yaml_source
from licet.acts import Story, folder, load_acts, read
from licet.acts.act import Days, MarkKind, QuantityKind
from licet.errors import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.problem import Problem

ENGINE = Path(__file__).parents[3] / "src" / "licet" / "acts"
MARK = {"key": None, "state": None, "classes": None, "mark": "visit"}
ONE = act_lines("cn.one")


def load(tmp_path: Path, files: Mapping[str, str | bytes], overlays: Sequence[Path] = ()) -> Story:
    """Load the small folder with files changed or added; `story.yaml` holds one act unless given."""
    base = write(tmp_path / "base", {**FILES, "story.yaml": acts_file(ONE), **files})
    return load_acts(base, overlays=overlays, use_cache=False)


def problems_of(tmp_path: Path, files: Mapping[str, str | bytes], overlays: Sequence[Path] = ()) -> tuple[Problem, ...]:
    """Return the faults of the small folder with files changed or added."""
    with pytest.raises(ProblemsFound) as caught:
        load(tmp_path, files, overlays)
    return caught.value.problems


# ---- each fault alone


@dataclass(frozen=True)
class Bad:
    """One fault: slug (and what of), the files that have it, its place, and words of the fault and of the cure."""

    name: str
    files: Mapping[str, str | bytes] = field(repr=False)
    where: str
    what: str
    mend: str

    @property
    def slug(self) -> str:
        return self.name.split(".")[0]


def of_act(name: str, where: str, what: str, mend: str, **changes: str | None) -> Bad:
    """Return a fault within the one act of story.yaml."""
    text = acts_file(act_lines(changes.pop("act_id", "cn.one") or "", **changes))
    return Bad(name, {"story.yaml": text}, f"acts/story.yaml:{where}", what, mend)


def of_two(name: str, what: str, mend: str, second: str, first: str = ONE) -> Bad:
    """Return a fault of the second of two acts."""
    line = 2 + first.count("\n")
    return Bad(name, {"story.yaml": acts_file(first, second)}, f"acts/story.yaml:{line}:5", what, mend)


IN_AN_ACT = [
    of_act("bad-id", "2:9", "the id 'CN one' is not plain", "write it as in cn.h200.customs-refused", act_id="CN one"),
    of_act("bad-id.long", "2:9", f"the id '{'X' * 60}' is not plain", "write it as in", act_id="X" * 900),
    of_act(
        "state-or-mark.neither",
        "2:5",
        "the act cn.one has not one of `mark`, or `key` with `state`",
        "write `key` and `state`, or `mark`",
        key=None,
        state=None,
    ),
    of_act("state-or-mark.both", "2:5", "has not one of `mark`", "or `mark`", mark="visit"),
    of_act("state-or-mark.half", "2:5", "the act cn.one has not one of", "write `key` and `state`", state=None),
    of_act("title-too-long", "3:12", "the title has 161 characters", "keep it under 160", title="x" * 161),
    of_act(
        "backward-days",
        "7:15",
        "it ends on 2026-01-09, before 2026-01-10",
        "put the earlier day first",
        happened="{from: 2026-01-10, to: 2026-01-09}",
    ),
    of_act(
        "bad-date.no_such_day",
        "7:15",
        "`happened: 2026-02-30` is no day, month or year",
        "write 2026-01-14, 2026-01, 2026 or {from: ..., to: ...}",
        happened="2026-02-30",
    ),
    of_act("bad-date.zeros", "7:15", "`happened: 0000-00-00` is no day", "write 2026-01-14", happened="0000-00-00"),
    of_act("bad-date.year_zero", "7:15", "`happened: 0000` is no day", "write 2026-01-14", happened="0000"),
    of_act("bad-date.month_13", "7:15", "`happened: 2026-13` is no day", "write 2026-01-14", happened="2026-13"),
    of_act("bad-date.words", "7:15", "`happened: in May` is no day", "write 2026-01-14", happened="in May"),
    of_act(
        "bad-date.wide_digits",
        "7:15",
        "is no day, month or year",
        "write 2026-01-14",
        happened="\uff12\uff10\uff12\uff16",
    ),
    of_act(
        "bad-date.within",
        "7:38",
        "`to`: there is no day 2026-02-30",
        "write a day that exists as YYYY-MM-DD",
        happened="{from: 2026-01-10, to: 2026-02-30}",
    ),
    of_act("bad-date.public", "8:13", "`public`: there is no day 2026-02-30", "write a day", public="2026-02-30"),
    of_act("bad-date.public_zeros", "8:13", "`public`: there is no day 0000-00-00", "write a day", public="0000-00-00"),
    of_act("bad-date.told", "12:11", "`told`: '10 May' is not a date", "YYYY-MM-DD", told="10 May"),
    of_act(
        "bad-date.of_a_source",
        "11:59",
        "`published`: there is no day 2026-02-30",
        "write a day that exists",
        sources="[{publisher: Gazette, read: text, published: 2026-02-30}]",
    ),
    of_act("not-text.of_happened", "7:15", "`happened` is empty or not", "write `happened: value`", happened="[2026]"),
    of_act("not-text.of_the_title", "3:12", "`title` is empty or not plain text", "write `title: value`", title="[]"),
    of_act("empty-scope", "12:12", "the scope says nothing", "leave `scope` out where it holds for all", scope="{}"),
    of_act("not-a-mapping.of_a_scope", "12:12", "the scope is not a mapping", "write `key: value`", scope="[alpha]"),
    of_act(
        "not-a-mapping.of_a_contest",
        "12:16",
        "`contested` is not a mapping of keys",
        "write `key: value` lines",
        contested="yes",
    ),
    of_act(
        "two-bounds",
        "12:16",
        "`only_in` and `not_in` are both written",
        "keep one of the two",
        requires="[{id: place, text: Here, only_in: [CN], not_in: [HK]}]",
    ),
    of_act(
        "unknown-value.of_read",
        "11:42",
        "`read: heard` is not known",
        "use text or summary",
        sources="[{publisher: Gazette, read: heard}]",
    ),
    of_act(
        "bad-address",
        "11:53",
        "'javascript:alert(1)' is no address",
        "write https://...",
        sources='[{publisher: Gazette, read: text, url: "javascript:alert(1)"}]',
    ),
    of_act(
        "empty-list", "11:14", "`sources` of the act cn.one is empty", "write at least one entry", sources="[]"
    ),
    of_act("missing-key.sources", "2:5", "the act cn.one has no `sources`", "add `sources:`", sources=None),
    of_act("missing-key.grade", "2:5", "the act cn.one has no `grade`", "add `grade:`", grade=None),
    of_act("missing-key.public", "2:5", "the act cn.one has no `public`", "add `public:`", public=None),
    of_act("missing-key.originator", "2:5", "the act cn.one has no `originator`", "add", originator=None),
    of_act("missing-key.happened", "2:5", "the act cn.one has no `happened`", "add `happened:`", happened=None),
    of_act(
        "missing-key.of_a_contest",
        "12:16",
        "`contested` has no `why`",
        "add `why:`",
        contested="{public: 2026-01-13}",
    ),
    of_act(
        "missing-key.of_a_quantity",
        "12:18",
        "a quantity has no `text`",
        "add `text:`",
        quantities="[{kind: stock, exactly: 5, unit: pieces}]",
    ),
    of_act("unknown-value.of_grade", "9:12", "`grade: rumour` is not known", "official, named", grade="rumour"),
    of_act("unknown-value.of_unverified", "12:17", "`unverified: perhaps` is", "true or false", unverified="perhaps"),
    of_act("unknown-key", "12:5", "the act cn.one has no key `tile`", "known: actors, classes", tile="Words"),
    of_act("unknown-key.of_the_scope", "12:13", "the scope has no key `buyer`", "known: buyers",
           scope="{buyer: alpha, uses: [a]}"),
    of_act("unknown-state", "2:5", "cn.one brings cn:import into stoped", "name a state", state="stoped"),
    of_act("unknown-state.key", "2:5", "brings cn:imports into stopped", "name a state", key="cn:imports"),
    of_act("unknown-actor", "2:5", "cn.one names the actor nobody", "add the actor, or mend", actors="[nobody]"),
    of_act("unknown-actor.buyer", "2:5", "names the actor Alpha,", "mend the name", scope="{buyers: [Alpha]}"),
    of_act("unknown-class", "2:5", "cn.one names the class fan", "add the class, or mend", classes="[fan]"),
    of_act("unknown-act", "2:5", "cn.one names the act cn.none", "add the act, or mend", supersedes="[cn.none]"),
    of_act(
        "unknown-act.contest",
        "2:5",
        "cn.one names the act cn.none",
        "add the act",
        contested="{public: 2026-01-13, why: x, by: [cn.none]}",
    ),
    of_act("no-item", "2:5", "cn.one names no item", "write `items` or `classes`", classes=None),
    of_act("mark-moves-key", "2:5", "cn.one is a mark and moves no key", "leave",
           contested="{public: 2026-01-13, why: x}", **MARK),
    of_act("circle.of_one", "2:5", "in a circle: cn.one -> cn.one", "take one `supersedes` out", supersedes="[cn.one]"),
    of_act("unknown-value.of_a_mark", "9:11", "`mark: vist` is not known", "use one of visit",
           **{**MARK, "mark": "vist", "note": None}),
]  # fmt: skip
FIGURES = ["NaN", "1e400", "-5", "inf", "1,000", "0x10", "1" * 400, "\uff14\uff10", "--1", "5.", "1e5"]
OF_FIGURES = [
    of_act(
        f"bad-number.{figure[:12]}",
        "12:53",
        f"`exactly: {figure[:40]}` is no",
        "write digits only",
        quantities=f'[{{kind: stock, text: much, exactly: "{figure}"}}]',
    )
    for figure in FIGURES
]
_PAIRS = (("one", "two"), ("two", "one"))
OF_TWO = [
    of_two("duplicate-act", "the act cn.one stands twice, first at acts/story.yaml:2:5", "give one of them",
           ONE),
    of_two(
        "superseded-later-act",
        "cn.two supersedes cn.one, which is later",
        "mend the days, or the id",
        act_lines("cn.two", happened="2026-01-09", supersedes="[cn.one]"),
    ),
    of_two(
        "other-key",
        "us.two supersedes cn.one of another key",
        "an act ends acts of its own key only",
        act_lines("us.two", key="us:export", state="required", supersedes="[cn.one]"),
    ),
    of_two(
        "unknown-transition",
        "cn.two takes cn:import from planned to stopped, a transition that is not in the table",
        "add the row to transitions.csv, or mend `supersedes`",
        act_lines("cn.two", supersedes="[cn.plan]"),
        act_lines("cn.plan", state="planned"),
    ),
    of_two(
        "mark-moves-key.supersedes",
        "visit.two is a mark and moves no key",
        "leave `supersedes` and `contested` out",
        act_lines("visit.two", supersedes="[cn.one]", **MARK),
    ),
    Bad(
        "circle",
        {"story.yaml": acts_file(*(act_lines(f"cn.{one}", supersedes=f"[cn.{two}]") for one, two in _PAIRS))},
        "acts/story.yaml:2:5",
        "acts supersede each other in a circle: cn.one -> cn.two -> cn.one",
        "take one `supersedes` out",
    ),
    Bad(
        "unknown-transition.from_the_beginning",
        {"transitions.csv": TRANSITIONS_CSV.replace("cn:import,unrestricted,stopped,\n", "")},
        "acts/story.yaml:2:5",
        "cn.one takes cn:import from unrestricted to stopped",
        "add the row to transitions.csv",
    ),
    Bad(
        "unknown-transition.from_none",
        {"story.yaml": acts_file(act_lines("us.one", key="us:export", state="required")),
         "transitions.csv": TRANSITIONS_CSV.replace("us:export,none,required,a letter\n", "")},
        "acts/story.yaml:2:5",
        "us.one takes us:export from none to required",
        "add the row",
    ),
]  # fmt: skip
IN_THE_TABLES = [
    Bad("unknown-value.of_an_effect", {"states.csv": STATES_CSV + "cn:import,late,closed,,x,y\n"},
        "acts/states.csv:6", "effect 'closed' or licence_required '' is not known",
        "effect: open, unknown, approval_needed, shut; licence_required: yes, no or blank"),
    Bad("unknown-value.of_licence_required", {"states.csv": STATES_CSV + "cn:import,late,shut,maybe,x,y\n"},
        "acts/states.csv:6", "licence_required 'maybe' is not known", "yes, no or blank"),
    Bad("duplicate-state", {"states.csv": STATES_CSV + "cn:import,stopped,open,,x,y\n"},
        "acts/states.csv:6", "the state cn:import stopped stands twice", "keep one row"),
    Bad("unknown-value.of_an_actor_kind", {"actors.csv": ACTORS_CSV + "gamma,bank,Gamma,\n"},
        "acts/actors.csv:4", "an actor needs actor_id, name, and a kind", "kinds: authority, firm, person, outlet"),
    Bad("unknown-value.of_a_nameless_actor", {"actors.csv": ACTORS_CSV + "gamma,firm,,\n"},
        "acts/actors.csv:4", "an actor needs actor_id, name", "kinds: authority"),
    Bad("wrong-columns", {"transitions.csv": TRANSITIONS_CSV.replace("note", "remark")},
        "acts/transitions.csv:1", "the columns are key, from_state, to_state, remark",
        "write key, from_state, to_state, note"),
    Bad("row-too-long", {"actors.csv": ACTORS_CSV + "gamma,firm,Gamma,one,two\n"},
        "acts/actors.csv:4", "has 5 cells, the header 4", "remove the surplus cells"),
    Bad("row-too-short", {"actors.csv": ACTORS_CSV + "gamma,firm\n"},
        "acts/actors.csv:4", "has 2 cells, the header 4", "write the missing commas"),
    Bad("control-character", {"actors.csv": ACTORS_CSV + "gamma,firm,Ga\u202emma,\n"},
        "acts/actors.csv:4", "holds the character U+202E", "remove the character"),
    Bad("unknown-encoding", {"actors.csv": ACTORS_CSV.encode() + b"gamma,firm,\xff\xff,\n"},
        "acts/actors.csv:4", "is neither UTF-8", "save it as UTF-8 CSV"),
    Bad("bad-quoting", {"actors.csv": ACTORS_CSV + 'gamma,firm,"Gamma,\n'},
        "acts/actors.csv:4", "is not CSV", "close the quote"),
    Bad("empty-class", {"item_classes.yaml": CLASSES_YAML + "  none: {title: Nothing}\n"},
        "acts/item_classes.yaml:3:9", "the class none names no item",
        "write items, or kinds and makers, or not_in_catalogue with names"),
    Bad("missing-key.of_a_class", {"item_classes.yaml": CLASSES_YAML + "  more: {items: [one]}\n"},
        "acts/item_classes.yaml:3:9", "the class more has no `title`", "add `title:`"),
    Bad("unknown-key.of_a_class", {"item_classes.yaml": CLASSES_YAML + "  more: {title: M, items: [one], maker: X}\n"},
        "acts/item_classes.yaml:3:34", "the class more has no key `maker`", "known: items, kinds, makers"),
    Bad("duplicate-key.of_classes", {"item_classes.yaml": CLASSES_YAML + "  fam: {title: Again, items: [one]}\n"},
        "acts/item_classes.yaml:3:3", "the key fam stands twice", "keep one of them"),
    Bad("missing-key.of_the_classes", {"item_classes.yaml": "# none\n{}\n", "story.yaml": acts_file(
        act_lines("cn.one", classes=None, items="[one]"))},
        "acts/item_classes.yaml:2:1", "acts/item_classes.yaml has no `classes`", "add `classes:`"),
    Bad("unknown-state.of_the_head", {"head.yaml": HEAD.replace("default: unrestricted", "default: none"),
        "story.yaml": acts_file(act_lines("us.one", key="us:export", state="required"))},
        "acts/head.yaml", "the key cn:import begins as none, which is no state of it", "name a state of states.csv"),
    Bad("missing-key.of_the_head", {"head.yaml": HEAD.replace("version: 1.2\n", "")},
        "acts/head.yaml:1:1", "acts/head.yaml has no `version`", "add `version:`"),
    Bad("missing-key.of_a_key", {"head.yaml": HEAD.replace(", default: unrestricted", ""), "story.yaml": acts_file(
        act_lines("us.one", key="us:export", state="required"))},
        "acts/head.yaml:7:14", "the key cn:import has no `default`", "add `default:`"),
    Bad("bad-number.of_the_head", {"head.yaml": HEAD.replace("14", "two weeks")},
        "acts/head.yaml:4:17", "`staleness_days` is not a whole number", "write digits only"),
    Bad("bad-date.of_the_head", {"head.yaml": HEAD.replace("2026-12-31", "2026-11-31")},
        "acts/head.yaml:3:18", "there is no day 2026-11-31", "write a day that exists"),
    Bad("unknown-key.of_the_head", {"head.yaml": HEAD + "stale: 3\n"},
        "acts/head.yaml:9:1", "has no key `stale`", "known: checked_from"),
    Bad("unknown-value.of_the_head", {"head.yaml": HEAD.replace("decides: false", "decides: no")},
        "acts/head.yaml:6:24", "`decides: no` is not known", "use true or false"),
]  # fmt: skip
IN_YAML = [
    Bad("not-a-mapping.of_a_file", {"more.yaml": "- words\n"}, "acts/more.yaml:1:1", "is not a mapping", "write"),
    Bad("not-a-mapping.of_an_act", {"more.yaml": "acts:\n  - words\n"}, "acts/more.yaml:2:5", "an act is not", "write"),
    Bad("missing-key.of_a_file", {"more.yaml": "{}\n"}, "acts/more.yaml:1:1", "has no `acts`", "add `acts:`"),
    Bad("unknown-key.of_a_file", {"more.yaml": acts_file(act_lines("cn.two")) + "act: []\n"},
        "acts/more.yaml:12:1", "acts/more.yaml has no key `act`", "known: acts"),
    Bad("missing-key.of_an_id", {"more.yaml": acts_file(act_lines("cn.two").replace("id: cn.two\n    ", ""))},
        "acts/more.yaml:2:5", "an act has no `id`", "add `id:`"),
    Bad("empty-file", {"more.yaml": ""}, "acts/more.yaml", "the file is empty", "write at least one key"),
    Bad("not-yaml", {"more.yaml": "acts: [\n"}, "acts/more.yaml:2:1", "", "mend the YAML at this place"),
    Bad("not-yaml.nul", {"more.yaml": acts_file(act_lines("cn.two", title="a\0b"))}, "acts/more.yaml", "is not YAML",
        "mend the YAML"),
    Bad("not-utf-8", {"more.yaml": b"acts: [\xff]\n"}, "acts/more.yaml", "is not UTF-8 at byte 7", "save it as UTF-8"),
    Bad("not-utf-8.but_gbk", {"more.yaml": "acts: [阿]\n".encode("gb18030")}, "acts/more.yaml", "is not UTF-8", "save"),
    Bad("yaml-alias", {"more.yaml": "acts: &a [*a]\n"}, "acts/more.yaml:1:7", "anchors and aliases are not read",
        "write the value out"),
    Bad("yaml-alias.of_many", {"more.yaml": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"}, "acts/more.yaml:1:4",
        "anchors and aliases are not read", "write the value out"),
    Bad("yaml-tag", {"more.yaml": "acts: !!python/object:os.system [x]\n"}, "acts/more.yaml:1:7", "the tag",
        "remove the tag"),
    Bad("yaml-too-deep", {"more.yaml": f"acts: {'[' * 41}{']' * 41}\n"}, "acts/more.yaml:1:46", "more than 40 deep",
        "flatten it"),
    Bad("yaml-too-deep.by_far", {"more.yaml": f"acts: {'[' * 100_000}\n"}, "acts/more.yaml:1:46", "more than 40 deep",
        "flatten it"),
    Bad("duplicate-key", {"story.yaml": acts_file(ONE + "    title: Another\n")}, "acts/story.yaml:12:5",
        "the key title stands twice", "keep one of them"),
    Bad("several-documents", {"more.yaml": "acts: []\n---\nacts: []\n"}, "acts/more.yaml:2:1",
        "holds several documents", "keep one document a file"),
    Bad("not-a-key", {"more.yaml": "? [a]\n: b\n"}, "acts/more.yaml:1:3", "a key must be plain", "as one word"),
    Bad("unread-file", {"story/notes.txt": "words"}, "acts/story/notes.txt", "is read by nothing here",
        "use files of acts (*.yaml), actors.csv, transitions.csv and item_classes.yaml only"),
    Bad("unread-file.yml", {"more.yml": acts_file(act_lines("cn.two"))}, "acts/more.yml", "is read by nothing", "use"),
    Bad("unread-file.csv", {"actor.csv": ACTORS_CSV}, "acts/actor.csv", "is read by nothing", "actors.csv"),
]  # fmt: skip
EACH = [*IN_AN_ACT, *OF_FIGURES, *OF_TWO, *IN_THE_TABLES, *IN_YAML]


@pytest.mark.parametrize("bad", EACH, ids=lambda bad: bad.name)
def test_a_fault_is_reported_alone_with_its_place_and_cure(bad: Bad, tmp_path: Path) -> None:
    problems = problems_of(tmp_path, bad.files)

    assert [problem.slug for problem in problems] == [bad.slug]
    (problem,) = problems
    assert problem.where == bad.where
    assert bad.what in problem.what
    assert bad.mend in problem.mend
    assert str(problem) == f"{problem.where}: {problem.what} [{bad.slug}]\n    mend: {problem.mend}"


def test_the_small_folder_has_no_fault(tmp_path: Path) -> None:
    story = load(tmp_path, {})

    assert list(story.acts) == ["cn.one"]
    assert (story.version, story.staleness_days, story.gaps) == ("1.2", 14, ("Nothing is known of 2027",))
    assert story.names["阿尔法"] == "alpha"


# ---- one fault is one problem

CASCADES = {
    "a day that is none, of an act that ends another": (
        "bad-date",
        acts_file(ONE, act_lines("cn.two", happened="2026-02-30", supersedes="[cn.one]")),
    ),
    "no day, of an act that ends another": (
        "missing-key",
        acts_file(ONE, act_lines("cn.two", happened=None, supersedes="[cn.one]")),
    ),
    "a state that is none, of an act that is ended": (
        "unknown-state",
        acts_file(act_lines("cn.one", state="stoped"), act_lines("cn.two", supersedes="[cn.one]")),
    ),
}


@pytest.mark.parametrize("name", CASCADES)
def test_one_fault_is_one_problem(name: str, tmp_path: Path) -> None:
    slug, text = CASCADES[name]

    problems = problems_of(tmp_path, {"story.yaml": text})

    assert [problem.slug for problem in problems] == [slug]


def test_a_table_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"item_classes.yaml": "classes: [\n"})

    assert [problem.slug for problem in problems] == ["not-yaml"]


# ---- all at once


def test_faults_of_every_file_are_reported_together(tmp_path: Path) -> None:
    files = {
        "head.yaml": HEAD.replace("14", "soon"),
        "states.csv": STATES_CSV + "cn:import,late,closed,,x,y\n",
        "transitions.csv": TRANSITIONS_CSV + "cn:import,stopped\n",
        "actors.csv": ACTORS_CSV + "gamma,bank,Gamma,\n",
        "item_classes.yaml": CLASSES_YAML + "  none: {title: Nothing}\n",
        "story.yaml": acts_file(act_lines("cn.one", grade="rumour", public="2026-02-30")),
        "deep/more.yaml": "acts: &a []\n",
        "deep/rest.yaml": acts_file(act_lines("cn.three", title=None)),
    }

    problems = problems_of(tmp_path, files)

    assert sorted(problem.slug for problem in problems) == sorted(
        ["bad-number", "unknown-value", "row-too-short", "unknown-value", "empty-class", "unknown-value", "bad-date",
         "yaml-alias", "missing-key"]
    )  # fmt: skip
    assert {problem.where.removeprefix("acts/").split(":")[0] for problem in problems} == set(files)


# ---- folders


def test_a_folder_without_its_head_says_so_alone(tmp_path: Path) -> None:
    base = write(tmp_path, {name: text for name, text in FILES.items() if name != "head.yaml"})

    with pytest.raises(ProblemsFound) as caught:
        load_acts(base, use_cache=False)

    (problem,) = caught.value.problems
    assert (problem.slug, problem.where) == ("missing-file", "acts/head.yaml")
    assert "docs/acts.md" in problem.mend


@pytest.mark.parametrize("place", ["a/head.yaml", "story/head.yaml"])
def test_a_second_head_is_not_taken_in_silence(place: str, tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, {place: HEAD.replace("1.2", "9.9")})

    assert problem.slug == "second-head"
    assert {problem.where, *problem.what.split()} >= {f"acts/{place}", "acts/head.yaml"}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        load_acts(tmp_path / "nowhere", overlays=[tmp_path / "lost"], use_cache=False)

    found = [(problem.slug, problem.where) for problem in caught.value.problems]
    assert found == [("missing-folder", "acts"), ("missing-folder", f"{tmp_path}/lost")]
    assert caught.value.problems[0].mend == "name a folder with files of acts"


def test_more_files_than_allowed_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_FILES", 5)

    (problem,) = problems_of(tmp_path, {})

    assert (problem.slug, problem.what) == ("too-many-files", "6 files")
    assert problem.mend == "keep the acts under 5 files"


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known, opened = Path.read_bytes, Path.open

    def refuse(path: Path) -> bytes:
        if path.name == "story.yaml":
            raise PermissionError(13, "Permission denied")
        return known(path)

    def refuse_to_open(path: Path, *args: object, **more: object) -> object:
        if path.name == "story.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **more)

    base = write(tmp_path, {**FILES, "story.yaml": acts_file(ONE)})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(Path, "open", refuse_to_open)

    with pytest.raises(ProblemsFound) as caught:
        load_acts(base, use_cache=False)

    (problem,) = caught.value.problems
    assert (problem.slug, problem.where) == ("unreadable-file", "acts/story.yaml")
    assert problem.what == "cannot be read: Permission denied"
    assert problem.mend == "check the path and its rights"


def test_a_file_too_large_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_source, "MAX_BYTES", 20_000)

    (problem,) = problems_of(tmp_path, {"more.yaml": "# " + "x" * 20_000})

    assert (problem.slug, problem.where) == ("file-too-large", "acts/more.yaml")
    assert problem.what == "the file has 20002 bytes"


def test_a_folder_named_like_a_file_is_gone_through(tmp_path: Path) -> None:
    story = load(tmp_path, {"more.yaml/inner.yaml": acts_file(act_lines("cn.two"))})

    assert set(story.acts) == {"cn.one", "cn.two"}
    assert story.acts["cn.two"].where == "acts/more.yaml/inner.yaml:2:5"


def test_what_begins_with_a_point_or_two_lines_is_passed_over(tmp_path: Path) -> None:
    hidden = {".git/notes.txt": "x", "__pycache__/a.pyc": b"\0", ".hidden.yaml": "- x"}

    assert list(load(tmp_path, hidden).acts) == ["cn.one"]


def test_a_link_that_leads_nowhere_does_no_harm(tmp_path: Path) -> None:
    base = write(tmp_path / "base", {**FILES, "story.yaml": acts_file(ONE)})
    (base / "gone.yaml").symlink_to(tmp_path / "gone")
    (base / "round").symlink_to(base)

    assert list(load_acts(base, use_cache=False).acts) == ["cn.one"]


# ---- what would make an act bear on nobody in silence


@pytest.mark.parametrize(
    "row", ["gamma,firm,Gamma,alpha", "gamma,firm,BETA,", "gamma,firm,Gamma,Alpha  LTD.", "alpha,firm,Alpha Two,"]
)
def test_a_name_of_two_actors_is_a_fault(row: str, tmp_path: Path) -> None:
    """If the later took the name, an act for Alpha would surely not bear on Alpha."""
    (problem,) = problems_of(tmp_path, {"actors.csv": f"{ACTORS_CSV}{row}\n"})

    assert problem.where == "acts/actors.csv:4"


@pytest.mark.parametrize("place", ["China", "cn", "CHN", "C1"])
def test_a_place_that_is_no_country_code_is_a_fault(place: str, tmp_path: Path) -> None:
    text = acts_file(act_lines("cn.one", scope=f"{{places: [{place}]}}"))

    (problem,) = problems_of(tmp_path, {"story.yaml": text})

    assert problem.where.startswith("acts/story.yaml:")


# ---- what is read


def test_every_field_of_an_act_is_kept(tmp_path: Path) -> None:
    text = act_lines(
        "cn.two",
        state="planned",
        items="[one]",
        happened="{from: 2026-01-14, to: 2026-01-16}",
        told="2026-01-15",
        actors="[alpha]",
        scope="{buyers: [alpha, beta], uses: [end_use_military], places: [CN]}",
        supersedes="[cn.one]",
        contested="{public: 2026-01-20, by: [cn.one], why: Beta denies it}",
        requires="[{id: place_of_use, text: Abroad, question: Where?, not_in: [CN]}]",
        unverified="true",
        quantities="[{kind: stock, at_least: 400000, at_most: 500000, unit: pieces, text: much}]",
        sources='[{publisher: P, read: summary, title: T, published: 2026-01-14, url: "https://x.example/", relay: R}]',
        note="short",
    )  # fmt: skip

    found = load(tmp_path, {"more.yaml": acts_file(text)}).acts["cn.two"]

    assert found.happened == Days(date(2026, 1, 14), date(2026, 1, 16))
    assert (found.told, found.public) == (date(2026, 1, 15), date(2026, 1, 12))
    assert (found.items, found.classes, found.actors) == (("one",), ("fam",), ("alpha",))
    assert (found.scope.buyers, found.scope.uses, found.scope.places) == (
        ("alpha", "beta"),
        ("end_use_military",),
        ("CN",),
    )
    assert found.supersedes == ("cn.one",)
    assert found.contested is not None
    assert (found.contested.public, found.contested.by, found.contested.why) == (
        date(2026, 1, 20),
        ("cn.one",),
        "Beta denies it",
    )
    assert (found.requires[0].id, found.requires[0].question, found.requires[0].not_in) == (
        "place_of_use",
        "Where?",
        ("CN",),
    )
    assert found.unverified
    assert (found.quantities[0].kind, found.quantities[0].at_least, found.quantities[0].at_most) == (
        QuantityKind.STOCK,
        400000,
        500000,
    )
    assert str(found.sources[0]) == "P, T, 2026-01-14, through R"
    assert (found.note, found.where) == ("short", "acts/more.yaml:2:5")


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026-01-14", "2026-01-14", "2026-01-14"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("{from: 2025-08-11, to: 2025-08-12}", "2025-08-11", "2025-08-12"),
        ("{from: 2025-08-11, to: 2025-08-11}", "2025-08-11", "2025-08-11"),
        ("'2026-01-14'", "2026-01-14", "2026-01-14"),
    ],
)
def test_a_day_a_month_a_year_and_two_days_are_read(written: str, first: str, last: str, tmp_path: Path) -> None:
    story = load(tmp_path, {"story.yaml": acts_file(act_lines("cn.one", happened=written))})

    assert story.acts["cn.one"].happened == Days(date.fromisoformat(first), date.fromisoformat(last))


def test_an_act_may_end_one_of_which_the_day_is_less_certain(tmp_path: Path) -> None:
    """What happened some time in January may have been ended on the 15th; it is not surely later."""
    acts = (
        act_lines("cn.month", happened="2026-01"),
        act_lines("cn.day", happened="2026-01-15", supersedes="[cn.month]"),
    )

    assert list(load(tmp_path, {"story.yaml": acts_file(*acts)}).acts) == ["cn.month", "cn.day"]


def test_a_mark_needs_no_item_and_may_have_one(tmp_path: Path) -> None:
    text = acts_file(act_lines("visit.one", **MARK), act_lines("visit.two", **{**MARK, "classes": "[fam]"}))

    story = load(tmp_path, {"story.yaml": text})

    assert [act.mark for act in story.acts.values()] == [MarkKind.VISIT, MarkKind.VISIT]
    assert [act.key for act in story.acts.values()] == [None, None]


def test_words_that_yaml_misreads_stay_text(tmp_path: Path) -> None:
    changes = {"title": "NO", "originator": "1.0", "note": "3E001", "scope": "{places: [NO]}"}

    found = load(tmp_path, {"story.yaml": acts_file(act_lines("cn.one", **changes))}).acts["cn.one"]

    assert (found.title, found.originator, found.note, found.scope.places) == ("NO", "1.0", "3E001", ("NO",))


def test_acts_are_in_order_of_time_whatever_the_files(tmp_path: Path) -> None:
    later, earlier = act_lines("cn.a-later", happened="2026-03-01"), act_lines("cn.z-earlier", happened="2025-03-01")

    story = load(tmp_path, {"a.yaml": acts_file(later, earlier)})

    assert list(story.acts) == ["cn.z-earlier", "cn.one", "cn.a-later"]


@pytest.mark.parametrize("title", ['"a \\0 b"', '"a \\x1b[31m b"', "a \u202e b", "a \u2066 b"])
def test_what_is_no_text_does_not_get_into_a_title(title: str, tmp_path: Path) -> None:
    """A table refuses such characters (`control-character`); a file of acts lets them through."""
    (problem,) = problems_of(tmp_path, {"story.yaml": acts_file(act_lines("cn.one", title=title))})

    assert problem.slug == "control-character"
    assert problem.where.startswith("acts/story.yaml:3")


def test_right_to_left_names_are_text(tmp_path: Path) -> None:
    actors = ACTORS_CSV + "delta,firm,دلتا,\u200fدلتا\u200f\n"

    story = load(tmp_path, {"actors.csv": actors})

    assert story.names["دلتا"] == "delta"


# ---- overlays


def overlay(tmp_path: Path, files: Mapping[str, str | bytes], name: str = "over") -> Path:
    return write(tmp_path / name, files)


def test_an_overlay_adds_an_act(tmp_path: Path) -> None:
    over = overlay(tmp_path, {"own/mine.yaml": acts_file(act_lines("cn.mine"))})

    story = load(tmp_path, {}, [over])

    assert set(story.acts) == {"cn.one", "cn.mine"}
    assert story.acts["cn.mine"].where == f"{over}/own/mine.yaml:2:5"
    assert story.acts["cn.one"] == load(tmp_path, {}).acts["cn.one"]


def test_an_overlay_takes_the_place_of_an_act_with_a_known_id(tmp_path: Path) -> None:
    over = overlay(tmp_path, {"mine.yaml": acts_file(act_lines("cn.one", grade="official", state="planned"))})

    found = load(tmp_path, {}, [over]).acts["cn.one"]

    assert (found.state, found.grade.value) == ("planned", "official")


def test_a_later_overlay_lies_over_an_earlier_one(tmp_path: Path) -> None:
    overs = [
        overlay(tmp_path, {"mine.yaml": acts_file(act_lines("cn.one", note=note))}, note)
        for note in ("first", "second")
    ]

    notes = [load(tmp_path, {}, order).acts["cn.one"].note for order in (overs, overs[::-1])]

    assert notes == ["second", "first"]


def test_an_overlay_adds_actors_transitions_and_classes(tmp_path: Path) -> None:
    files = {
        "actors.csv": "actor_id,kind,name,other_names\ndelta,firm,Delta,\nbeta,authority,Office of Beta,\n",
        "transitions.csv": "key,from_state,to_state,note\ncn:import,planned,stopped,\n",
        "item_classes.yaml": "classes:\n  three: {title: Third, items: [three]}\n",
        "mine.yaml": acts_file(
            act_lines("cn.plan", state="planned"),
            act_lines("cn.mine", classes="[three]", actors="[delta]", supersedes="[cn.plan]"),
        ),
    }

    story = load(tmp_path, {}, [overlay(tmp_path, files)])

    assert "cn.mine" in story.acts
    assert set(story.actors) == {"alpha", "beta", "delta"}
    assert story.actors["beta"].name == "Office of Beta"
    assert set(story.classes) == {"fam", "three"}


@pytest.mark.parametrize("name", ["head.yaml", "states.csv", "deep/head.yaml", "deep/states.csv"])
def test_an_overlay_may_not_hold_the_head_or_the_states(name: str, tmp_path: Path) -> None:
    over = overlay(tmp_path, {name: HEAD if "head" in name else STATES_CSV})

    (problem,) = problems_of(tmp_path, {}, [over])

    assert (problem.slug, problem.where) == ("unread-file", f"{over}/{name}")


def test_an_act_twice_in_one_overlay_is_a_fault_and_in_two_is_none(tmp_path: Path) -> None:
    mine = acts_file(act_lines("cn.mine"))
    twice = overlay(tmp_path, {"a.yaml": mine, "b.yaml": mine}, "twice")
    once = [overlay(tmp_path, {"a.yaml": mine}, name) for name in ("part_one", "part_two")]

    (problem,) = problems_of(tmp_path, {}, [twice])

    assert (problem.slug, problem.where) == ("duplicate-act", f"{twice}/b.yaml:2:5")
    assert f"first at {twice}/a.yaml:2:5" in problem.what
    assert set(load(tmp_path, {}, once).acts) == {"cn.one", "cn.mine"}


# ---- the compiled record


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder that loading uses."""
    monkeypatch.setenv("LICET_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "licet"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the small folder of acts."""
    return write(tmp_path / "base", {**FILES, "story.yaml": acts_file(ONE)})


def never_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Story:
        pytest.fail("compiled although a compiled record is at hand")

    monkeypatch.setattr(read, "_compile", refuse)


def test_a_compiled_record_is_the_same_story(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_anew = load_acts(use_cache=False)
    load_acts()
    never_compile(monkeypatch)

    assert len(list(cache.iterdir())) == 1
    assert load_acts() == read_anew


def test_without_the_cache_nothing_is_written(cache: Path, base: Path) -> None:
    load_acts(base, use_cache=False)

    assert not cache.exists()


def test_a_changed_byte_is_read_anew(cache: Path, base: Path) -> None:
    load_acts(base)
    write(base, {"story.yaml": acts_file(act_lines("cn.one", note="changed"))})

    assert load_acts(base).acts["cn.one"].note == "changed"
    assert len(list(cache.iterdir())) == 2


def test_the_same_file_in_the_pack_and_in_an_overlay_are_two_records(cache: Path, base: Path, tmp_path: Path) -> None:
    over = overlay(tmp_path, {"mine.yaml": acts_file(act_lines("cn.mine"))})
    load_acts(base, overlays=[over])

    assert set(load_acts(base).acts) == {"cn.one"}
    assert len(list(cache.iterdir())) == 2


GARBAGE = {
    "nothing": b"",
    "cut short": None,
    "not msgpack": b"\xc1\xc1\xc1",
    "json": b'{"version": "1"}',
    "a list": msgspec.msgpack.encode([1, 2, 3]),
    "a length without content": b"\xdd\xff\xff\xff\xff",
    "text that is not UTF-8": b"\x81\xa7version\xa2\xff\xfe",
    "nested without end": b"\x91" * 1_000_000 + b"\x90",
    "nested without end in a field": b"\x81\xa4more" + b"\x91" * 1_000_000 + b"\x90",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_a_corrupted_record_is_ignored_and_replaced(name: str, cache: Path, base: Path) -> None:
    good = load_acts(base)
    (path,) = cache.iterdir()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] if GARBAGE[name] is None else GARBAGE[name])

    assert load_acts(base) == good
    assert path.read_bytes() == content


def test_the_record_of_other_files_is_not_taken(cache: Path, base: Path, tmp_path: Path) -> None:
    load_acts(base)
    (own,) = cache.iterdir()
    other = write(tmp_path / "other", {**FILES, "story.yaml": acts_file(act_lines("cn.other"))})
    load_acts(other)
    (of_other,) = set(cache.iterdir()) - {own}
    own.write_bytes(of_other.read_bytes())

    assert list(load_acts(base).acts) == ["cn.one"]


def test_faults_are_not_kept(cache: Path, base: Path) -> None:
    write(base, {"story.yaml": acts_file(act_lines("cn.one", grade="rumour"))})

    for _ in range(2):
        with pytest.raises(ProblemsFound):
            load_acts(base)

    assert not cache.exists()


# ---- no slug untried

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_BY_NAME = {"unknown-actor", "unknown-class", "unknown-act"}  # written as f"unknown-{kind}"
_TRIED_BESIDE = {
    "name-of-two",
    "bad-country",
    "second-head",
    "missing-file",
    "missing-folder",
    "too-many-files",
    "unreadable-file",
    "file-too-large",
}


def reported_slugs() -> Iterator[str]:
    """Yield every slug written in the source of what reads acts."""
    for path in sorted(ENGINE.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "add" and call.args:
                slug = call.args[0]
                if isinstance(slug, ast.Constant) and _SLUG.fullmatch(str(slug.value)):
                    yield str(slug.value)


def test_every_slug_of_the_reader_is_tried() -> None:
    tried = {bad.slug for bad in EACH} | _TRIED_BESIDE
    reported = set(reported_slugs())

    assert len(reported) > 20
    assert reported | _BY_NAME <= tried
