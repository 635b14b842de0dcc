"""Red flags as data: what a file may say, what is refused with its place, which days and layers count."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.unit.rules.laws import SMALL_LAW, law_with, write

from licet.citation import Grade
from licet.errors import ProblemsFound
from licet.facts import SubjectKind
from licet.rules import RedFlag, load_law, rules_root

GUIDANCE = date(2025, 5, 13)
CITED = '{doc: Sample Act, at: "sign 1", grade: secondary}'


def entry(name: str = "odd_address", **changes: str) -> str:
    """Return one flag; a change that is empty leaves its key out."""
    keys = {
        "id": name,
        "question": "Is the address odd?",
        "about": "party",
        "when": "destination <> 'US'",
        "from": "2025-05-13",
        "source": CITED,
    } | {key.rstrip("_"): value for key, value in changes.items()}
    lines = [f"{key}: {value}" for key, value in keys.items() if value]
    return "  - " + "\n    ".join(lines) + "\n"


def flags_of(folder: Path, *entries: str) -> tuple[RedFlag, ...]:
    """Return the flags of the small law with one file of flags laid over it."""
    return law_with(folder, {"red_flags.yaml": "red_flags:\n" + "".join(entries)}).pack.red_flags


def fault(folder: Path, *entries: str) -> tuple[str, str, str]:
    """Return slug, line and words of the one fault."""
    with pytest.raises(ProblemsFound) as caught:
        flags_of(folder, *entries)
    (problem,) = caught.value.problems
    return problem.slug, problem.where.rpartition("/")[2], problem.what


def test_a_flag_is_read_whole(tmp_path: Path) -> None:
    (flag,) = flags_of(tmp_path, entry(to="2026-05-13", public_from="2025-05-20", resolved_by="a visit"))

    assert (flag.id, flag.question, flag.about) == ("odd_address", "Is the address odd?", SubjectKind.PARTY)
    assert (str(flag.source), flag.source.grade) == ("Sample Act, sign 1", Grade.SECONDARY)
    assert (flag.in_force_from, flag.in_force_to) == (GUIDANCE, date(2026, 5, 13))
    assert (flag.public_from, flag.resolved_by) == (date(2025, 5, 20), "a visit")


def test_a_pack_without_the_file_has_no_flags() -> None:
    assert load_law(SMALL_LAW, use_cache=False).pack.red_flags == ()


def test_a_flag_stands_from_its_first_day_to_the_day_before_its_end(tmp_path: Path) -> None:
    (flag,) = flags_of(tmp_path, entry(to="2025-06-01"))

    asked = [flag.stands(day, None) for day in (date(2025, 5, 12), GUIDANCE, date(2025, 5, 31), date(2025, 6, 1))]

    assert asked == [False, True, True, False]


def test_what_was_not_public_yet_is_not_asked(tmp_path: Path) -> None:
    (flag,) = flags_of(tmp_path, entry(public_from="2025-05-20"))

    assert not flag.stands(date(2025, 6, 1), date(2025, 5, 19))
    assert flag.stands(date(2025, 6, 1), date(2025, 5, 20))


def test_a_flag_is_public_from_the_day_its_source_was_published(tmp_path: Path) -> None:
    source = CITED.replace("grade:", "published: 2025-05-15, grade:")

    published, plain = flags_of(tmp_path, entry(source=source), entry("other"))

    assert (published.public_from, plain.public_from) == (date(2025, 5, 15), GUIDANCE)


def test_a_later_layer_takes_the_place_of_a_flag(tmp_path: Path) -> None:
    first = write(tmp_path / "first", {"red_flags.yaml": f"red_flags:\n{entry()}{entry('kept')}"})
    second = write(tmp_path / "second", {"red_flags.yaml": f"red_flags:\n{entry(question='Is it far away?')}"})

    flags = load_law(SMALL_LAW, overlays=[first, second], use_cache=False).pack.red_flags

    assert {flag.id: flag.question for flag in flags} == {
        "odd_address": "Is it far away?",
        "kept": "Is the address odd?",
    }


FAULTS = {
    "without a question": (entry(question=""), "missing-key", "2:5", "a red flag has no `question`"),
    "without a source": (entry(source=""), "uncited-value", "2:5", "a red flag has no source"),
    "without a test": (entry(when=""), "missing-key", "2:5", "a red flag has no `when`"),
    "without a first day": (entry(from_=""), "missing-key", "2:5", "a red flag has no `from`"),
    "with an unknown key": (entry(answer="no"), "unknown-key", "8:5", "a red flag has no key `answer`"),
    "with a day that is none": (entry(from_="2025-02-30"), "bad-date", "6:11", "there is no day 2025-02-30"),
    "with no days": (entry(to="2025-05-13"), "empty-period", "2:5", "the red flag ends on or before it starts"),
    "about nothing known": (entry(about="weather"), "unknown-value", "4:12", "`about: weather` is not known"),
    "from a source not listed": (
        entry(source=CITED.replace("Sample", "Other")),
        "unknown-source",
        "2:5",
        "Other Act is not listed in sources.yaml",
    ),
    "with a fact nobody knows": (entry(when="cost >= 1"), "unknown-fact", "5:11", "there is no fact or rule name cost"),
    "with what hides the unknown": (
        entry(when="COALESCE(destination, 'US') <> 'US'"),
        "refused-expression",
        "5:11",
        "Coalesce is not in the rule language",
    ),
    "with an id that no cell can hold": (entry("Odd address"), "unknown-value", "2:9", "is no id of a red flag"),
    "twice": (entry() + entry(), "duplicate-rule", "8:5", "the red flag odd_address stands twice"),
    "in a list that is empty": ("  []\n", "empty-list", "2:3", "`red_flags` of"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_flag_is_reported_alone_with_its_place(name: str, tmp_path: Path) -> None:
    text, slug, place, what = FAULTS[name]

    found = fault(tmp_path, text)

    assert found[:2] == (slug, f"red_flags.yaml:{place}")
    assert what in found[2]


def test_every_fault_of_two_flags_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        flags_of(tmp_path, entry(question="", when="cost >= 1"), entry("other", about="weather"))

    assert [problem.slug for problem in caught.value.problems] == ["missing-key", "unknown-fact", "unknown-value"]


def test_a_compiled_pack_reads_back_with_its_flags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_CACHE", str(tmp_path / "cache"))
    compiled = load_law()

    assert compiled.pack.red_flags
    assert load_law().pack.red_flags == compiled.pack.red_flags == load_law(use_cache=False).pack.red_flags


# ---- the flags of the installed law


FLAGS = {flag.id: flag for flag in load_law(rules_root()).pack.red_flags}


def test_each_flag_is_a_question_that_names_what_was_read() -> None:
    assert FLAGS
    for flag in FLAGS.values():
        assert flag.question.endswith("?")
        assert flag.source.evidence
        assert flag.source.grade in {Grade.PRIMARY, Grade.SECONDARY}


def test_what_was_read_in_summaries_is_no_primary_source() -> None:
    grades = {flag.source.doc: flag.source.grade for flag in FLAGS.values()}

    assert grades == {
        "BIS diversion guidance of 2025-05-13": Grade.SECONDARY,
        "BIS guidance of 2025-05-13": Grade.SECONDARY,
        "15 CFR 732": Grade.PRIMARY,
    }


def test_the_guidance_is_asked_from_the_day_it_was_published() -> None:
    of_guidance = [flag for flag in FLAGS.values() if "2025-05-13" in flag.source.doc]

    assert {(flag.in_force_from, flag.public_from, flag.in_force_to) for flag in of_guidance} == {
        (GUIDANCE, GUIDANCE, None)
    }
    assert not any(flag.stands(GUIDANCE - timedelta(days=1), None) for flag in of_guidance)
    assert len(of_guidance) == 10


def test_the_page_about_red_flags_has_every_flag_as_it_is_asked() -> None:
    page = (Path(__file__).parents[3] / "docs" / "red_flags.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[:2] for line in page.splitlines() if line.startswith("| `") and "?" in line]

    assert rows == [[f"| `{flag.id}`", flag.question] for flag in FLAGS.values()]


def test_the_flag_written_out_on_the_page_reads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "red_flags.md").read_text(encoding="utf-8")
    _, _, example = page.partition("```yaml\n")
    sources = 'sources:\n  firm policy: {title: "Policy", publisher: the firm, read: written here}\n'

    law = law_with(tmp_path, {"red_flags.yaml": example.partition("```")[0], "sources.yaml": sources})

    assert [flag.id for flag in law.pack.red_flags] == ["odd_payer"]
