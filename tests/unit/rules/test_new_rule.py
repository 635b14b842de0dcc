"""A drafted rule loads as it is written, its table passes, and nothing that is there is overwritten."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from licet.errors import ProblemsFound, UsageError
from licet.evaluate.run_table import run_row
from licet.rules import RuleKind, Status, load_law
from licet.rules.case_table import read_case_tables
from licet.rules.new_rule import Draft, draft_rule

if TYPE_CHECKING:
    from licet.rules import Law

ID = "us.ear.firm.letter-1"
INSTALLED = load_law().pack
SOME_RULE = next(iter(INSTALLED.rules.values()))


def slugs(rule_id: str, kind: str = "requirement", **words: object) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        draft_rule(rule_id, kind, **words)  # type: ignore[arg-type]
    assert all(problem.mend for problem in caught.value.problems)
    return [problem.slug for problem in caught.value.problems]


def loaded(into: Path) -> Law:
    return load_law(overlays=[into], use_cache=False)


@pytest.mark.parametrize("kind", RuleKind, ids=lambda kind: kind.value)
def test_a_draft_of_each_kind_loads_and_its_table_passes(kind: RuleKind, tmp_path: Path) -> None:
    into = tmp_path / "law"

    draft_rule(ID, kind.value, into=into).write()

    law = loaded(into)
    (drafted,) = law.pack.rules[ID].versions
    assert (law.pack.rules[ID].kind, drafted.status, bool(drafted.reason)) == (kind, Status.NOT_ENCODED, True)
    rows = read_case_tables(tmp_path / "cases", law)
    assert [run_row(row, law).faults for row in rows] == [()]


def test_nothing_is_written_before_it_is_asked_for(tmp_path: Path) -> None:
    draft = draft_rule(ID, "requirement", into=tmp_path / "law")

    assert list(tmp_path.iterdir()) == []
    assert [path.relative_to(tmp_path).as_posix() for path, _ in draft.files] == [
        "law/firm.letter-1.yaml",
        "cases/firm.letter-1.yaml",
        "law/sources.yaml",
    ]


def test_the_parts_in_comments_hold_once_they_are_filled_in(tmp_path: Path) -> None:
    into = tmp_path / "law"
    draft_rule(ID, "requirement", into=into, start="2026-01-15").write()
    rule, table = into / "firm.letter-1.yaml", tmp_path / "cases" / "firm.letter-1.yaml"

    text = re.sub(r"^( *)# (?=[ a-z_-]+: |  - |all:|unless:|addressees:)", r"\1", rule.read_text(), flags=re.MULTILINE)
    text = text.replace("status: not_encoded ", "status: encoded ").replace("'XX', 'YY'", "'CN', 'MO'")
    rule.write_text(text.replace("overrides: [us.ear.another]", ""))
    rows = table.read_text().replace("  # - ", "  - ").replace("XX", "CN, exporter: Exporter")
    rows = rows.replace("valid_at: 2026-01-15, given", "valid_at: 2026-01-14, given")
    table.write_text(re.sub(r"  - \{name: nothing.*\n", "", rows))

    law = loaded(into)
    results = [run_row(row, law) for row in read_case_tables(tmp_path / "cases", law)]
    assert [result.faults for result in results] == [()] * 4


@pytest.mark.parametrize(
    "rule_id",
    ["", "us.ear.", "letter-1", "us.ear.a b", "us.ear.a..b", "us.ear.-a", "us.ear.a/b", "us.ear.\u4fe1", "us.ear.a\n",
     f"us.ear.{'a' * 200}"],
)  # fmt: skip
def test_a_bad_id_is_refused_with_one_that_would_do(rule_id: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        draft_rule(rule_id, "requirement", into=tmp_path / "law")

    (problem,) = caught.value.problems
    assert problem.slug == "bad-rule-id"
    proposed = problem.mend.rsplit(" ", 1)[1]
    draft_rule(proposed, "requirement", into=tmp_path / "law")


def test_a_rule_of_the_pack_is_not_drafted_again(tmp_path: Path) -> None:
    assert slugs(SOME_RULE.id, into=tmp_path / "law") == ["rule-exists"]


@pytest.mark.parametrize(
    "path",
    ["../x.yaml", "/x.yaml", "x.txt", "x", ".x.yaml", "__a/x.yaml", "a\\x.yaml", "a\n.yaml", f"{'a' * 300}.yaml",
     "pack.yaml", "a/facts.yaml", "coverage.yaml"],
)  # fmt: skip
def test_a_file_that_would_not_be_read_as_a_rule_is_refused(path: str, tmp_path: Path) -> None:
    assert slugs(ID, into=tmp_path / "law", path=path) == ["bad-rule-file"]


def test_all_faults_of_the_words_are_told_at_once(tmp_path: Path) -> None:
    found = slugs("letter 1", "letter", into=tmp_path / "law", path="x.txt", start="2026-02-30", doc="\n")

    assert found == ["bad-rule-id", "unknown-value", "bad-date", "bad-rule-file", "unknown-source"]


@pytest.mark.parametrize("name", ["law/firm.letter-1.yaml", "cases/firm.letter-1.yaml"])
def test_what_is_there_is_not_overwritten(name: str, tmp_path: Path) -> None:
    there = tmp_path / name
    there.parent.mkdir()
    there.write_text("id: us.ear.firm.other\n" if "cases" in name else (tmp_path / name).name)
    into = tmp_path / ("elsewhere" if "law" in name else "law")
    tables = tmp_path / "cases"
    if "law" in name:
        into, tables = tmp_path / "new", tmp_path / "law"

    assert slugs(ID, into=into, tables=tables) == ["file-exists"]


def test_two_drafts_of_one_place_do_not_overwrite(tmp_path: Path) -> None:
    first, second = (draft_rule(ID, "requirement", into=tmp_path / "law") for _ in range(2))
    first.write()

    with pytest.raises(UsageError):
        second.write()

    assert (tmp_path / "law" / "firm.letter-1.yaml").is_file()


def test_a_draft_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    draft = Draft(((tmp_path / "a.yaml", "a"), (tmp_path / "file" / "b.yaml", "b")))

    with pytest.raises(UsageError, match="nothing was written"):
        draft.write()

    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_second_rule_names_its_instrument(tmp_path: Path) -> None:
    into = tmp_path / "law"
    draft_rule(ID, "requirement", into=into, doc="Letter 1").write()

    assert slugs("us.ear.firm.letter-2", into=into) == ["unknown-source"]
    draft_rule("us.ear.firm.letter-2", "requirement", into=into, doc="Letter 1").write()

    assert {ID, "us.ear.firm.letter-2"} <= loaded(into).pack.rules.keys()


def test_an_instrument_of_the_pack_needs_no_entry(tmp_path: Path) -> None:
    doc = next(iter(INSTALLED.instruments))

    draft = draft_rule(ID, "requirement", into=tmp_path / "law", doc=doc)

    assert [path.name for path, _ in draft.files] == ["firm.letter-1.yaml"] * 2


def test_a_name_too_long_for_a_folder_is_refused(tmp_path: Path) -> None:
    assert slugs(ID, into=tmp_path / ("a" * 300)) == ["missing-folder"]


def test_case_tables_do_not_go_among_the_rules(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--tables"):
        draft_rule(ID, "requirement", into=tmp_path / "law", tables=tmp_path / "law" / "cases")


def test_a_folder_of_the_pack_is_known_as_such(tmp_path: Path) -> None:
    root = Path(__file__).parents[2] / "fixtures" / "small_law"
    into = root / "us" / "ear" / "part_1"

    with pytest.raises(UsageError, match="--tables"):
        draft_rule(ID, "requirement", into=into, doc="Sample Act")
    draft = draft_rule(ID, "requirement", into=into, doc="Sample Act", tables=tmp_path)

    assert [path for path, _ in draft.files] == [into / "firm.letter-1.yaml", tmp_path / "firm.letter-1.yaml"]
    assert slugs("us.ear.meets_a", into=into, doc="Sample Act", tables=tmp_path) == ["rule-exists"]
