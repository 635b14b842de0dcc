"""Each fault a person can write into a pack: a smallest file that has it alone, and what is said of it."""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.unit.rules.laws import SET_HEADER, SMALL_LAW, rule, small_law, version, when, write

from licet import table_source, yaml_source
from licet.errors import ProblemsFound
from licet.rules import folders, load_law
from licet.rules.case_table import read_case_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from licet.problem import Problem

BAD = Path(__file__).parent / "bad"
ENGINE = Path(__file__).parents[3] / "src" / "licet"


@dataclass(frozen=True)
class Bad:
    """A folder below bad/, named slug or slug.variant: where its fault is, and words of the fault and of the cure.

    A folder with `base/` is copied over the small law, one with `tables/` holds case tables, any other is an overlay.
    """

    folder: str
    where: str
    what: str
    mend: str

    @property
    def slug(self) -> str:
        return self.folder.split(".")[0]


EACH = [
    Bad(
        "bad-date",
        "rule.yaml:5:20",
        "`in_force_from`: there is no day 2024-02-30",
        "write a day that exists as YYYY-MM-DD",
    ),
    Bad(
        "bad-date.in_a_set",
        "sets/more.csv:2",
        "from: '01.02.2024' is not a date written YYYY-MM-DD",
        "write a day that exists as YYYY-MM-DD",
    ),
    Bad("bad-number", "rule.yaml:8:11", "'1e3' is not a figure of zero or more", "write the figure of the law out"),
    Bad(
        "bad-number.in_the_head",
        "us/ear/pack.yaml:8:17",
        "`staleness_days` is not a whole number",
        "write digits only",
    ),
    Bad(
        "bad-quantifier",
        "rule.yaml:8:11",
        "any_ic takes one test and stands outside other quantifiers",
        "write any_ic(test)",
    ),
    Bad(
        "bad-quantifier.without_roles",
        "rule.yaml:8:11",
        "a party test takes roles and a test",
        "write any_party('end_user', test)",
    ),
    Bad("bad-quoting", "sets/more.csv:2", "is not CSV", 'close the quote; write "" for a quote inside'),
    Bad(
        "bad-value",
        "facts.yaml:2:11",
        "the fact weight: 'heavy' is not a valid FactType",
        "use one of the words the schema knows",
    ),
    Bad(
        "bad-value.in_a_table",
        "tables/t.yaml:5:33",
        "tpp: '-1' is not a figure of zero or more",
        "write a value of the fact's type",
    ),
    Bad(
        "bad-value.of_an_interval",
        "tables/t.yaml:5:30",
        "tpp: no figure lies between 2 and 1",
        "write a value of the fact's type",
    ),
    Bad("blank-cell", "sets/more.csv:2", "the row names no member", "fill in member"),
    Bad("blank-cell.of_a_place", "places.csv:2", "the row names no treated_as", "fill in treated_as"),
    Bad("cell-too-long", "sets/more.csv:2", "a cell has over 32,767 characters", "shorten it"),
    Bad(
        "changed-form",
        "rule.yaml:11:5",
        "version 2 of us.ear.bad gives a figure, version 1 a truth",
        "give the new one a rule and a name of its own",
    ),
    Bad(
        "control-character",
        "sets/more.csv:2",
        "holds the character U+0007, which is not text",
        "save the table as plain UTF-8 CSV, and remove the character",
    ),
    Bad(
        "cyclic-rules",
        "one.yaml:1:1",
        "rules wait for each other: us.ear.bad.one -> us.ear.bad.two -> us.ear.bad.one",
        "break the circle",
    ),
    Bad("duplicate-column", "sets/more.csv:1", "the column member stands twice", "keep one of them"),
    Bad("duplicate-condition", "rule.yaml:5:5", "version 1 of us.ear.bad has two conditions i", "give one another id"),
    Bad("duplicate-key", "rule.yaml:3:1", "the key title stands twice", "keep one of them"),
    Bad("duplicate-rule", "two.yaml:1:1", "us.ear.bad stands in two files", "give one of them another id"),
    Bad("empty-file", "rule.yaml", "the file is empty", "write at least one key"),
    Bad("empty-file.of_a_set", "sets/more.csv", "the table is empty", "write a header line with the column names"),
    Bad("empty-list", "rule.yaml:8:10", "`all` of version 1 of us.ear.bad is empty", "write at least one entry"),
    Bad("empty-list.of_versions", "rule.yaml:4:11", "`versions` of us.ear.bad is empty", "write at least one entry"),
    Bad(
        "empty-period",
        "rule.yaml:5:5",
        "version 1 of us.ear.bad ends on or before it starts",
        "in_force_to is the first day out",
    ),
    Bad("empty-period.of_a_row", "sets/more.csv:2", "the row ends on or before it starts", "`to` is the first day out"),
    Bad(
        "empty-period.of_a_stay",
        "rule.yaml:10:9",
        "a clause of us.ear.bad ends on or before it starts",
        "`to` is the first day out",
    ),
    Bad("empty-range", "rule.yaml:8:11", "no figure lies between 2400 and 1600", "write the lower first"),
    Bad("expression-too-long", "rule.yaml:8:11", "has 2011 characters", "split it into limbs under 2000"),
    Bad(
        "gap-without-reason",
        "rule.yaml:5:5",
        "version 1 of us.ear.bad is not_encoded and says no reason",
        "add `reason:`",
    ),
    Bad(
        "id-outside-pack",
        "rule.yaml:1:1",
        "other.bad does not carry the prefix of the pack",
        "begin its id with us.ear.",
    ),
    Bad("item-fact-inside-party-test", "rule.yaml:8:11", "tpp is a fact of the item", "read it outside the party test"),
    Bad("judgement-without-question", "rule.yaml:5:5", "version 1 of us.ear.bad asks nobody", "add `question:`"),
    Bad("missing-header", "sets/more.csv:1", "the header line is blank", "write the column names on the first line"),
    Bad("missing-key", "rule.yaml:1:1", "us.ear.bad has no `title`", "add `title:`"),
    Bad("missing-key.of_the_facts", "facts.yaml:1:1", "there is no mapping `facts`", "start the file with `facts:`"),
    Bad(
        "missing-outcome",
        "rule.yaml:5:5",
        "version 1 of us.ear.bad has no outcome `name`",
        "add `outcome: {name: ...}`",
    ),
    Bad(
        "name-taken",
        "rule.yaml:1:1",
        "us.ear.bad defines package_area_mm2, which is a name already",
        "choose another name for `defines`",
    ),
    Bad(
        "name-taken.by_two_measures",
        "two.yaml:1:1",
        "us.ear.bad.two and us.ear.bad.one both define tpp",
        "choose another name for `defines`",
    ),
    Bad("no-cases", "tables", "holds no case table", "name a folder with YAML case tables"),
    Bad(
        "no-single-body",
        "rule.yaml:5:5",
        "version 1 of us.ear.bad needs one of all, any, when, value, measured_by",
        "give exactly one",
    ),
    Bad(
        "no-single-body.of_a_limb",
        "rule.yaml:9:9",
        "a limb of us.ear.bad needs one of when, all, any",
        "give exactly one",
    ),
    Bad(
        "no-single-body.two_groups",
        "rule.yaml:5:5",
        "version 1 of us.ear.bad has when and any",
        "give one of when, all, any",
    ),
    Bad(
        "no-single-body.two_of_them",
        "rule.yaml:6:5",
        "version 1 of us.ear.bad needs one of all, any, when, value, measured_by",
        "give exactly one",
    ),
    Bad("not-a-key", "rule.yaml:9:3", "a key must be plain text", "write the key as one word"),
    Bad("not-a-mapping", "sources.yaml:1:1", "sources.yaml is not a mapping of keys", "write `key: value` lines"),
    Bad("not-a-mapping.in_a_table", "tables/t.yaml:5:27", "a circuit is no mapping of facts", "write {fact: value}"),
    Bad(
        "not-a-mapping.of_the_facts",
        "facts.yaml:2:11",
        "the fact weight is not a mapping",
        "give it subject, type, remedy",
    ),
    Bad(
        "not-an-expression",
        "rule.yaml:8:11",
        "'tpp >= 4800 AND' cannot be read",
        "write it as in docs/rule_language.md",
    ),
    Bad(
        "not-an-expression.two_of_them",
        "rule.yaml:8:11",
        "'meets_a; meets_b' is not one expression",
        "write one expression",
    ),
    Bad("not-text", "rule.yaml:8:5", "`when` is empty or not plain text", "write `when: value`"),
    Bad("not-text.in_a_list", "rule.yaml:4:13", "`overrides` is empty or not plain text", "write `overrides: value`"),
    Bad("not-utf-8", "rule.yaml", "is not UTF-8 at byte 23", "save it as UTF-8"),
    Bad("not-utf-8.of_a_set", "sets/more.csv", "is UTF-16", "save it as UTF-8 CSV"),
    Bad("not-yaml", "rule.yaml:10:1", "expected", "mend the YAML at this place"),
    Bad("overlapping-members", "sets/more.csv:3", "CN has rows that overlap in more", "end one where the next begins"),
    Bad("overlapping-places", "places.csv:3", "MO counts as two places on one day", "end one where the next begins"),
    Bad(
        "overlapping-versions",
        "rule.yaml:10:5",
        "versions 1 and 2 of us.ear.bad are both in force on 2023-11-17",
        "set in_force_to of version 1 to 2023-11-17; the end date is not part of the period",
    ),
    Bad(
        "party-fact-outside-party-test",
        "rule.yaml:8:11",
        "headquarters is a fact of a party",
        "read it inside any_party or all_parties",
    ),
    Bad(
        "provided-outside-condition",
        "rule.yaml:8:11",
        "provided() stands in a rule's text",
        "use it in `conditions` only",
    ),
    Bad(
        "refused-expression",
        "rule.yaml:8:11",
        "Case is not in the rule language",
        "see docs/rule_language.md for what is",
    ),
    Bad(
        "refused-expression.comment",
        "rule.yaml:8:11",
        "a comment is not in the rule language",
        "see docs/rule_language.md for what is",
    ),
    Bad(
        "refused-expression.difference",
        "rule.yaml:8:11",
        "a difference, or days between two dates, as a factor is not in the rule language",
        "see docs/rule_language.md for what is",
    ),
    Bad(
        "refused-expression.division",
        "rule.yaml:8:11",
        "division is not in the rule language",
        "see docs/rule_language.md for what is",
    ),
    Bad(
        "refused-expression.of_constants",
        "rule.yaml:8:11",
        "a comparison that reads no fact is not in the rule language",
        "see docs/rule_language.md for what is",
    ),
    Bad(
        "row-too-long",
        "sets/more.csv:2",
        "has 11 cells, the header 10",
        'remove the surplus cells, or quote a cell that holds a comma: "1,000"',
    ),
    Bad(
        "row-too-short",
        "sets/more.csv:2",
        "has 6 cells, the header 10",
        "write the missing commas; a line cut short is not guessed at",
    ),
    Bad("several-documents", "rule.yaml:9:1", "holds several documents", "keep one document a file"),
    Bad(
        "silent-gap",
        "rule.yaml:10:5",
        "no version of us.ear.bad is in force from 2023-11-16 to 2023-11-17",
        "close the gap, or write a version with status not_encoded and its reason",
    ),
    Bad("stated-twice", "party_lists.yaml:7:5", "the list A stands twice", "keep one of them"),
    Bad("bad-number.of_a_share", "party_lists.yaml:3:14", "`threshold` is no share", "write a share from 0.000001"),
    Bad("too-many-columns", "sets/more.csv:1", "the header has 257 columns", "keep to 256 at most"),
    Bad("type-mismatch", "rule.yaml:8:11", "destination is a country and has no order", "use = or <>"),
    Bad(
        "uncited-value",
        "rule.yaml:5:5",
        "version 1 of us.ear.bad has no source",
        "add `source: {doc: ..., at: ..., grade: ...}`",
    ),
    Bad("uncited-value.in_a_set", "sets/more.csv:2", "the row has no source", "fill in doc and at"),
    Bad(
        "unit-mismatch",
        "rule.yaml:8:11",
        "compares TPP with mm2",
        "compare figures of one unit, or scale by a constant",
    ),
    Bad("unit-mismatch.of_a_sum", "rule.yaml:8:11", "adds TPP and pieces", "add figures of one unit"),
    Bad("unknown-key.of_a_figure", "rule.yaml:10:5", "version 1 of us.ear.bad has no key `asks`", "known: all, any"),
    Bad("unknown-key.of_a_stay", "rule.yaml:10:28", "a clause of us.ear.bad has no key `when`", "known: by, from"),
    Bad(
        "unknown-key.of_another_kind",
        "rule.yaml:8:5",
        "version 1 of us.ear.bad has no key `value`",
        "known: addressees, all, any",
    ),
    Bad("unknown-key.of_the_sources", "sources.yaml:2:1", "sources.yaml has no key `source`", "known: sources"),
    Bad(
        "unknown-role.in_a_table",
        "tables/t.yaml:5:27",
        "'buyer' is no role",
        "use purchaser, intermediate_consignee, ultimate_consignee, end_user",
    ),
    Bad(
        "unknown-source.of_a_set",
        "sets/more.csv:2",
        "Another Act is not listed in sources.yaml",
        "list it, with title and url",
    ),
    Bad("unknown-value.of_a_truth", "rule.yaml:9:24", "`terms_unpublished: yes` is not known", "use true or false"),
    Bad("unread-file", "notes.txt", "is read by nothing here", "use rule files (*.yaml), sets/*.csv"),
    Bad("unknown-encoding", "sets/more.csv:2", "is neither UTF-8 (see byte 98) nor GB18030", "save it as UTF-8 CSV"),
    Bad(
        "unknown-fact",
        "rule.yaml:8:11",
        "there is no fact or rule name cost",
        "add it to facts.yaml, or mend the name",
    ),
    Bad("unknown-fact.asked", "rule.yaml:8:11", "there is no fact cost", "add it to facts.yaml, or mend the name"),
    Bad(
        "unknown-fact.in_a_table",
        "tables/t.yaml:5:40",
        "there is no fact cost",
        "mend the name, or list it in `short`",
    ),
    Bad("unknown-fact.measured", "rule.yaml:6:5", "bad is measured but is no fact", "add it to facts.yaml"),
    Bad(
        "unknown-key",
        "rule.yaml:9:5",
        "version 1 of us.ear.bad has no key `in_force_until`",
        "known: addressees, all, any",
    ),
    Bad(
        "unknown-key.of_a_fact",
        "facts.yaml:2:57",
        "units is not a key of a fact",
        "use assertable, definition, question",
    ),
    Bad(
        "unknown-role",
        "rule.yaml:8:11",
        "'buyer' is no role",
        "use purchaser, intermediate_consignee, ultimate_consignee, end_user",
    ),
    Bad(
        "unknown-rule",
        "rule.yaml:1:1",
        "`overrides` of us.ear.bad names us.ear.nothing, which is no rule",
        "mend the id",
    ),
    Bad("unknown-rule.in_a_table", "tables/t.yaml:1:1", "there is no rule us.ear.nothing", "mend the id"),
    Bad(
        "unknown-rule.of_another_kind",
        "rule.yaml:1:1",
        "`lifts` of us.ear.bad names us.ear.denial, which is no requirement",
        "name a requirement",
    ),
    Bad("unknown-set", "rule.yaml:8:11", "there is no set zones", "add it under sets/, or mend the name"),
    Bad("unknown-source", "rule.yaml:5:5", "Another Act is not listed in sources.yaml", "list it, with title and url"),
    Bad(
        "unknown-value",
        "rule.yaml:3:7",
        "`kind: rule` is not known",
        "use one of definition, classification, exclusion, requirement, exception, review_policy",
    ),
    Bad(
        "unknown-value.in_a_table",
        "tables/t.yaml:5:51",
        "'perhaps' is neither yes, no nor unknown",
        "use true, false or unknown",
    ),
    Bad(
        "unknown-value.in_an_expression",
        "rule.yaml:8:11",
        "'leaving' is no value of movement",
        "use one of export, reexport, export_from_abroad, transfer, domestic, import",
    ),
    Bad(
        "unknown-value.of_a_classification",
        "rule.yaml:5:5",
        "'z' is no value of advanced_computing",
        "use a, b, none",
    ),
    Bad(
        "unknown-value.of_a_grade",
        "sets/more.csv:2",
        "grade 'hearsay' is not known",
        "use primary, secondary, press or memory",
    ),
    Bad("unknown-value.of_a_member", "sets/more.csv:2", "state 'maybe' is not known", "use in or unknown"),
    Bad(
        "unknown-value.of_a_policy",
        "rule.yaml:5:5",
        "'perhaps' is no review policy",
        "use policy_of_denial, presumption_of_denial, case_by_case, presumption_of_approval",
    ),
    Bad("unknown-value.of_a_stay", "rule.yaml:10:32", "`by: rumour` is not known", "use instrument or announcement"),
    Bad("unnamed-column", "sets/more.csv:1", "column 6 has no name", "name it or remove it"),
    Bad(
        "versions-out-of-order",
        "rule.yaml:9:5",
        "version 2 of us.ear.bad begins before version 1",
        "write the versions in order of in_force_from",
    ),
    Bad("wrong-columns", "sets/more.csv:1", "the column note is missing", "add the column"),
    Bad("wrong-separator", "sets/more.csv:1", "is separated by semicolons", "save it with commas"),
    Bad("yaml-alias", "rule.yaml:2:8", "anchors and aliases are not read", "write the value out"),
    Bad("yaml-tag", "rule.yaml:2:8", "the tag tag:yaml.org,2002:str is not read", "remove the tag"),
    Bad("yaml-too-deep", "rule.yaml:9:49", "is nested more than 40 deep", "flatten it"),
]


def load(folder: Path, scratch: Path) -> None:
    """Load a bad folder as what it is."""
    if (folder / "tables").is_dir():
        read_case_tables(folder / "tables", small_law())
    elif (folder / "base").is_dir():
        shutil.copytree(SMALL_LAW, scratch / "law")
        shutil.copytree(folder / "base", scratch / "law", dirs_exist_ok=True)
        load_law(scratch / "law", use_cache=False)
    else:
        load_law(SMALL_LAW, overlays=[folder], use_cache=False)


def problems_of(folder: Path, scratch: Path) -> tuple[Problem, ...]:
    """Return the faults of a bad folder."""
    with pytest.raises(ProblemsFound) as caught:
        load(folder, scratch)
    return caught.value.problems


@pytest.mark.parametrize("bad", EACH, ids=lambda bad: bad.folder)
def test_a_fault_is_reported_alone_with_its_place_and_cure(bad: Bad, tmp_path: Path) -> None:
    problems = problems_of(BAD / bad.folder, tmp_path)

    assert [problem.slug for problem in problems] == [bad.slug]
    (problem,) = problems
    shown = problem.where.removeprefix(f"{BAD / bad.folder}/")
    assert shown == (bad.where if bad.slug != "no-cases" else str(BAD / bad.folder / "tables")[-len(shown) :])
    assert bad.what in problem.what
    assert bad.mend in problem.mend
    assert str(problem) == f"{problem.where}: {problem.what} [{bad.slug}]\n    mend: {problem.mend}"


def test_every_other_folder_loads_and_has_a_fault_that_only_a_proof_finds(tmp_path: Path) -> None:
    others = {path.name for path in BAD.iterdir()} - {bad.folder for bad in EACH}

    for name in sorted(others):
        if not (BAD / name / "known_findings.yaml").exists():  # what is known of a pack is no part of an overlay
            load(BAD / name, tmp_path / name)


# ---- faults too large to keep as files


def too_large_rule(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_source, "MAX_BYTES", 20_000)
    write(folder, {"rule.yaml": "# " + "x" * 20_000})


def too_large_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_source, "MAX_BYTES", 3000)
    write(folder, {"sets/more.csv": SET_HEADER + "x" * 3000})


def too_many_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MAX_FILES", 40)
    write(folder, {f"{number}.yaml": "id: x" for number in range(40)})


def too_many_rows(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_source, "MAX_CELLS", 100)
    rows = (f"more,{one}{two},,,,in,primary,Sample Act,section 2,\n" for one in "ABC" for two in "ABCD")
    write(folder, {"sets/more.csv": SET_HEADER + "".join(rows)})


MADE = [
    ("file-too-large", too_large_rule, "rule.yaml", "20002 bytes", "keep it under"),
    ("file-too-large", too_large_set, "sets/more.csv", "more than 3,000", "split it"),
    ("too-many-files", too_many_files, "", "files", "keep a pack under 40 files"),
    ("too-many-rows", too_many_rows, "sets/more.csv:12", "over 100 cells", "split it"),
]


@pytest.mark.parametrize(
    ("slug", "make", "place", "what", "mend"), MADE, ids=lambda part: getattr(part, "__name__", "")
)
def test_a_fault_of_size_is_reported_alone(
    slug: str,
    make: Callable[[Path, pytest.MonkeyPatch], None],
    place: str,
    what: str,
    mend: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make(tmp_path, monkeypatch)

    (problem,) = problems_of(tmp_path, tmp_path)

    assert problem.slug == slug
    assert problem.where == (f"{tmp_path}/{place}" if place else str(SMALL_LAW))
    assert what in problem.what
    assert mend in problem.mend


def test_a_pack_without_its_head_says_so_first(tmp_path: Path) -> None:
    shutil.copytree(SMALL_LAW, tmp_path / "law")
    (tmp_path / "law" / "us" / "ear" / "pack.yaml").unlink()

    with pytest.raises(ProblemsFound) as caught:
        load_law(tmp_path / "law", use_cache=False)

    first = caught.value.problems[0]
    assert (first.slug, first.where) == ("missing-file", "pack.yaml")
    assert "docs/rule_language.md" in first.mend


def test_a_package_without_its_facts_says_so(tmp_path: Path) -> None:
    shutil.copytree(SMALL_LAW, tmp_path / "law")
    (tmp_path / "law" / "facts.yaml").unlink()

    with pytest.raises(ProblemsFound) as caught:
        load_law(tmp_path / "law", use_cache=False)

    assert [problem.slug for problem in caught.value.problems] == ["missing-file"]


def test_a_missing_head_is_reported_alone(tmp_path: Path) -> None:
    shutil.copytree(SMALL_LAW, tmp_path / "law")
    (tmp_path / "law" / "us" / "ear" / "pack.yaml").unlink()

    with pytest.raises(ProblemsFound) as caught:
        load_law(tmp_path / "law", use_cache=False)

    assert [problem.slug for problem in caught.value.problems] == ["missing-file"]


def test_a_missing_overlay_is_reported_alone(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "nowhere", tmp_path)

    assert (problem.slug, problem.where) == ("missing-folder", f"{tmp_path}/nowhere")
    assert problem.mend == "name a folder with rule files"


CASCADES = {
    "a version in words": ("not-a-mapping", "id: us.ear.bad\ntitle: A rule\nkind: requirement\nversions:\n  - words\n"),
    "a status that is no status": ("unknown-value", rule("bad", version(when("meets_a"), status="almost"))),
    "a name that is a fact": ("name-taken", rule("tpp", version(when("meets_a")), kind="definition")),
    "a name defined twice": ("name-taken", rule("bad", version(when("meets_a")), head="defines: meets_b\n")),
}


@pytest.mark.parametrize("name", CASCADES)
def test_one_fault_is_one_problem(name: str, tmp_path: Path) -> None:
    slug, text = CASCADES[name]

    problems = problems_of(write(tmp_path, {"rule.yaml": text}), tmp_path)

    assert [problem.slug for problem in problems] == [slug]


# ---- no slug without a file

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_REPORTS = {"add", "Problem", "ExpressionError", "_refused"}
_OF_WORKBOOKS = {"scan_table", "scan_workbook", "_is_safe_archive", "_workbook", "_sheet_records", "_cell_text"}
_NEVER_IN_A_PACK = {
    "not-a-file": "a pack's files are those that are plain files",
    "unreadable-file": "they are listed before they are read; see test_loader for one that may not be read",
}
_TESTED_ELSEWHERE = {
    "coverage.py": "test_coverage",
    "known_findings.py": "test_proof",
    "new_rule.py": "test_new_rule",
    "proof.py": "test_proof",
    "questions.py": "test_proof",
    "solver.py": "test_proof",
}
_NOT_OF_A_FILE = dict.fromkeys(("untried-threshold", "untried-day"), "a case that a table lacks; see test_boundaries")


def reported_slugs() -> set[str]:
    """Return every slug written in the source of what reads packs and case tables, workbooks left out."""
    modules = [
        *(path for path in sorted((ENGINE / "rules").glob("*.py")) if path.name not in _TESTED_ELSEWHERE),
        *(ENGINE / name for name in ("yaml_source.py", "table_source.py")),
    ]
    found: set[str] = set()
    for path in [*modules, ENGINE / "facts" / "schema.py"]:
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name not in _OF_WORKBOOKS:
                found |= set(_slugs_of(function))
    return found


def _slugs_of(function: ast.FunctionDef) -> Iterator[str]:
    for call in ast.walk(function):
        name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
        if isinstance(call, ast.Call) and name in _REPORTS:
            for value in (*call.args[:2], *(word.value for word in call.keywords if word.arg == "slug")):
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and _SLUG.fullmatch(value.value):
                    yield value.value


def test_every_slug_has_a_bad_folder_and_every_folder_a_slug() -> None:
    tried = {bad.slug for bad in EACH} | {slug for slug, *_ in MADE} | {"missing-file", "missing-folder"}

    assert tried == reported_slugs() - _NEVER_IN_A_PACK.keys() - _NOT_OF_A_FILE.keys()


# ---- all at once


def test_five_faults_in_three_files_are_reported_together(tmp_path: Path) -> None:
    files = {
        "one.yaml": rule("one", version(when("tpp / 2 >= 5")), version(when("cost >= 1"), start="2020-01-01")),
        "two.yaml": rule("two", version(when("destination IN zones"))),
        "sets/more.csv": SET_HEADER + "more,CN,2020-13-01,,,in,primary,Sample Act,section 2,\n",
    }

    problems = problems_of(write(tmp_path, files), tmp_path)

    assert sorted(problem.slug for problem in problems) == [
        "bad-date",
        "overlapping-versions",
        "refused-expression",
        "unknown-fact",
        "unknown-set",
    ]
    assert {problem.where.removeprefix(f"{tmp_path}/").split(":")[0] for problem in problems} == set(files)


def test_two_versions_in_force_is_said_as_the_style_says(tmp_path: Path) -> None:
    first = version("    in_force_to: 2023-11-18\n" + when("tpp >= 4800"), start="2022-10-21")
    text = rule("3A090.a", first, version(when("tpp >= 4800"), start="2023-11-17"))

    (problem,) = problems_of(write(tmp_path, {"3A090.a.yaml": text}), tmp_path)

    assert str(problem).removeprefix(f"{tmp_path}/") == (
        "3A090.a.yaml:10:5: versions 1 and 2 of us.ear.3A090.a are both in force on 2023-11-17 [overlapping-versions]\n"
        "    mend: set in_force_to of version 1 to 2023-11-17; the end date is not part of the period"
    )
