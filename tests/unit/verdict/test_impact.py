"""What a change of the law does to a book: the lines with another answer, and the rules by which."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from licet.errors import ProblemsFound, UsageError
from licet.report import impact_text, schema
from licet.rules import rules_root
from licet.verdict import Ask, check
from licet.verdict.impact import Impact, impact, open_sides, outcome_of
from licet.verdict.impact_json import impact_json

from .books import CHIP, LICENCE, TO_DE, TO_OPEN, Files, write_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[3]
EXAMPLE, LETTER = ROOT / "examples" / "h200-china-2026", ROOT / "examples" / "fictional-letter" / "law"
SCHEMA = Draft202012Validator(schema("impact"), format_checker=FormatChecker())
SOURCES = "sources:\n  Draft: {title: A draft reform, publisher: nobody}\n"
CITED = "source: {doc: Draft, at: '1', grade: memory}"


def reform(folder: Path, body: str, *, name: str = "us.ear.draft.all", kind: str = "requirement") -> Path:
    """Write an overlay of one rule, from the first day of 2026."""
    folder.mkdir(parents=True)
    (folder / "sources.yaml").write_text(SOURCES)
    head = f"id: {name}\ntitle: A draft\nkind: {kind}\nversions:\n"
    (folder / "draft.yaml").write_text(f"{head}  - in_force_from: 2026-01-01\n    status: encoded\n    {CITED}\n{body}")
    return folder


def compared(case: Path, ask: Ask | None = None, **laws: Any) -> tuple[Impact, dict[str, Any]]:  # noqa: ANN401
    sides = open_sides(case, **laws)
    found = impact(case, sides, ask)
    shown = impact_json(found, sides)
    SCHEMA.validate(shown)
    return found, shown


def book(folder: Path, lines: Sequence[Mapping[str, object]], files: Files | None = None) -> Path:
    folder.mkdir()
    return write_book(folder, lines, files or Files())


TO_GERMANY = "    when: destination = 'DE'\n"


class TestOverlay:
    def test_a_letter_stops_the_line_it_reaches(self) -> None:
        found, shown = compared(EXAMPLE, law=[LETTER])

        assert [line.order_id for line in found.changed] == ["OWN-01"]
        (change,) = shown["changes"]
        assert (change["before"]["verdict"], change["after"]["verdict"]) == ("undetermined", "hold")
        assert (change["before"]["licence_required"], change["after"]["licence_required"]) == ("unknown", "yes")
        assert change["after"]["review_policy"] == "presumption_of_denial"
        assert [(rule["rule"], rule["before"], rule["after"]) for rule in change["rules"]] == [
            ("us.ear.firm.letter-1", "absent", "yes"),
            ("us.ear.firm.letter-1.policy", "absent", "yes"),
        ]
        assert shown["unchanged"] == shown["lines"] - 1
        assert shown["verdicts"] == [{"before": "undetermined", "after": "hold", "lines": 1, "units": 1000}]

    @pytest.mark.parametrize(
        ("day", "known", "changes"),
        [("2026-05-19", None, 0), ("2026-05-20", None, 1), ("2026-08-02", None, 1), ("2026-08-03", None, 0),
         ("2026-08-03", "2026-07-26", 1), ("2026-08-03", "2026-07-27", 0), ("2026-06-15", "2026-05-19", 0)],
    )  # fmt: skip
    def test_it_reaches_only_its_days(self, day: str, known: str | None, changes: int) -> None:
        ask = Ask(valid_at=date.fromisoformat(day), known_at=date.fromisoformat(known) if known else None)

        assert compared(EXAMPLE, ask, law=[LETTER])[1]["changed"] == changes

    def test_a_requirement_turns_a_release_to_a_hold(self, tmp_path: Path) -> None:
        case = book(tmp_path / "case", [TO_DE, {}])

        found, shown = compared(case, law=[reform(tmp_path / "law", TO_GERMANY)])

        assert [line.order_id for line in found.changed] == ["L1"]
        before, after = found.changed[0].outcomes
        assert (before.verdict, before.release_units, after.verdict, after.hold_units) == ("release", 100, "hold", 100)
        assert shown["units"]["release_units"] == {"before": 100, "after": 0}
        assert [rule.rule for rule in found.changed[0].rules] == ["us.ear.draft.all"]

    def test_a_line_that_stays_by_another_rule_is_counted_as_such(self, tmp_path: Path) -> None:
        law = reform(tmp_path / "law", "    when: destination = 'CN'\n")

        found, shown = compared(book(tmp_path / "case", [{}, TO_DE]), law=[law])

        assert (shown["changed"], shown["unchanged"], shown["unchanged_by_other_rules"]) == (0, 2, 1)
        assert [len(line.rules) for line in found.lines] == [1, 0]

    def test_a_rule_that_gives_another_outcome_is_named(self, tmp_path: Path) -> None:
        policy = "    when: movement = 'export'\n    outcome: {policy: presumption_of_denial}\n"
        one = reform(tmp_path / "case" / "law", policy, name="us.ear.draft.policy", kind="review_policy")
        other = tmp_path / "other"
        shutil.copytree(one, other)
        text = (other / "draft.yaml").read_text()
        (other / "draft.yaml").write_text(text.replace("presumption_of_denial", "policy_of_denial"))
        write_book(tmp_path / "case", [{}], Files())

        found, _ = compared(tmp_path / "case", law=[other])

        (line,) = found.changed
        assert [outcome.review_policy for outcome in line.outcomes] == ["presumption_of_denial", "policy_of_denial"]
        (rule,) = line.rules
        assert (rule.rule, rule.before, rule.after, rule.reworded) == ("us.ear.draft.policy", "yes", "yes", True)

    def test_an_unknown_that_opens_is_told_with_its_candidates(self, tmp_path: Path) -> None:
        body = "    when: marketed_for_datacenters\n    outcome: {advanced_computing: b, eccn: DRAFT}\n"
        law = reform(tmp_path / "law", body, name="us.ear.draft.class", kind="classification")

        found, shown = compared(book(tmp_path / "case", [{}]), law=[law])

        before, after = found.lines[0].outcomes
        assert before.eccn is not None
        assert (after.eccn, set(after.candidates)) == (None, {before.eccn, "DRAFT"})
        assert "eccn" in shown["changes"][0]["differs_in"]

    def test_the_case_s_own_law_lies_over_both(self, tmp_path: Path) -> None:
        case = book(tmp_path / "case", [TO_DE])
        reform(case / "law", TO_GERMANY)
        other = reform(tmp_path / "other", "    when: destination = 'FR'\n", name="us.ear.draft.other")

        found, _ = compared(case, law=[other])

        assert [outcome.verdict for outcome in found.lines[0].outcomes] == ["hold", "hold"]

    def test_the_case_s_own_law_may_itself_be_asked_about(self, tmp_path: Path) -> None:
        case = book(tmp_path / "case", [TO_DE])
        law = reform(case / "law", TO_GERMANY)

        found, _ = compared(case, law=[law])

        assert [outcome.verdict for outcome in found.lines[0].outcomes] == ["release", "hold"]

    def test_a_draw_of_another_line_is_told_as_such(self, tmp_path: Path) -> None:
        licence = {**LICENCE, "limits": {"pieces": 100}}
        lines = [{**TO_DE, "priority": 1}, {"destination": "MO", "place_of_use": "MO", "priority": 2}]
        case = book(tmp_path / "case", lines, Files(licences=[licence]))

        found, shown = compared(case, law=[reform(tmp_path / "law", TO_GERMANY)])

        assert [outcome.verdict for outcome in found.lines[1].outcomes] == ["release", "hold"]
        assert (found.lines[1].rules, found.lines[1].causes) == ((), ("other_draws",))
        assert "other lines take more or less of the same balance" in impact_text(shown, width=120)

    def test_a_fact_that_the_overlay_adds_may_be_stated(self, tmp_path: Path) -> None:
        law = reform(tmp_path / "law", "    when: draft_notice_filed\n")
        fact = "{subject: order, type: boolean, assertable: true, remedy: file, question: Filed?}"
        (law / "facts.yaml").write_text(f"facts:\n  draft_notice_filed: {fact}\n")
        case = book(tmp_path / "case", [TO_DE], Files(facts=[("L1", "draft_notice_filed", "yes")]))

        found, _ = compared(case, law=[law])

        assert [outcome.verdict for outcome in found.lines[0].outcomes] == ["release", "hold"]

    def test_before_and_after_are_what_a_check_says(self, tmp_path: Path) -> None:
        case = book(tmp_path / "case", [TO_DE, {}, TO_OPEN])
        sides = open_sides(case, law=[reform(tmp_path / "law", TO_GERMANY)])

        found = impact(case, sides)

        for desk, side in ((sides.before, 0), (sides.after, 1)):
            judged = check(desk.case(case), desk.law, chronicle=desk.chronicle).lines
            assert [outcome_of(line) for line in judged] == [line.outcomes[side] for line in found.lines]


class TestAgainst:
    @pytest.fixture
    def package(self, tmp_path: Path) -> Path:
        folder = tmp_path / "checkout" / "src" / "licet_rules"
        shutil.copytree(rules_root(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        return folder

    def test_a_copy_of_the_package_changes_nothing(self, package: Path) -> None:
        _, shown = compared(EXAMPLE, against=package)

        assert (shown["changed"], shown["unchanged_by_other_rules"]) == (0, 0)

    def test_a_checkout_will_do(self, package: Path) -> None:
        assert compared(EXAMPLE, against=package.parents[1])[1]["before"]["law"] == str(package.parents[1])

    def test_a_requirement_that_was_not_there_before(self, package: Path, tmp_path: Path) -> None:
        (package / "us" / "ear" / "part_742" / "742.6.a.6.iii.A.yaml").unlink()
        self.forget(package, "us.ear.742.6.a.6.iii.A")

        found, _ = compared(book(tmp_path / "case", [{}]), against=package)

        changes = {rule.rule: (rule.before, rule.after) for rule in found.lines[0].rules}
        assert changes["us.ear.742.6.a.6.iii.A"] == ("absent", "yes")

    @staticmethod
    def forget(package: Path, rule: str) -> None:
        """Take a rule out of every list that names it."""
        for path in package.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            kept = text.replace(f"{rule}, ", "").replace(f", {rule}]", "]").replace(f"[{rule}]", "[]")
            path.write_text(kept, encoding="utf-8")

    def test_a_figure_of_the_catalogue_is_told_as_such(self, package: Path, tmp_path: Path) -> None:
        items = package / "catalogue" / "items.csv"
        with items.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        column = rows[0].index("total_dram_bandwidth_gb_s")
        (row,) = [row for row in rows if row[0] == CHIP]
        row[column] = "7000"
        with items.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

        found, shown = compared(book(tmp_path / "case", [{}]), against=package)

        assert [line.causes for line in found.changed] == [("item_figures",)]
        assert "the item's figures differ" in impact_text(shown, width=120)

    def test_the_age_of_the_law_is_told_as_such(self, package: Path, tmp_path: Path) -> None:
        head = package / "us" / "ear" / "pack.yaml"
        lines = head.read_text(encoding="utf-8").splitlines()
        older = ["checked_through: 2026-01-31" if line.startswith("checked_through") else line for line in lines]
        head.write_text("\n".join(older) + "\n", encoding="utf-8")

        found, shown = compared(book(tmp_path / "case", [TO_DE]), against=package)

        (line,) = found.changed
        assert [outcome.verdict for outcome in line.outcomes] == ["undetermined", "release"]
        assert line.causes == ("age_of_the_law",)
        assert "checked through different days" in impact_text(shown, width=120)

    def test_a_folder_without_rules_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ProblemsFound) as caught:
            open_sides(EXAMPLE, against=tmp_path)

        assert [problem.slug for problem in caught.value.problems] == ["missing-folder"]


def test_nothing_to_compare_is_a_fault_of_the_call() -> None:
    with pytest.raises(UsageError, match="--law FOLDER"):
        open_sides(EXAMPLE)


def test_the_text_names_line_answers_and_rule() -> None:
    text = impact_text(compared(EXAMPLE, law=[LETTER])[1], width=100, colour=False)

    assert "OWN-01" in text
    assert "undetermined -> hold" in text
    assert "us.ear.firm.letter-1: absent -> yes" in text
    assert "Other answers on 1 of 34 lines; the same on 33" in text
