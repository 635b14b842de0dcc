import shutil
from pathlib import Path

import pytest
from tests.unit.evidence.claim_reading import words

from licet.acts import load_acts
from licet.catalogue import load_catalogue
from licet.errors import ProblemsFound
from licet.evidence.claims.cues import vocabulary
from licet.evidence.claims.cues_patterns import Match, pattern_of
from licet.rules import rules_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("evidence", "catalogue"):
        shutil.copytree(rules_root() / name, tmp_path / name)
    return tmp_path


COLUMNS = ["pattern", "us", "cn", "mark", "side", "else", "by", "item", "needs", "without", "modality", "strength"]


def cue(**cells: str) -> str:
    filled = {"pattern": "{grant}", "mark": "visit", "strength": "50"} | cells
    return ",".join(filled.get(column, "") for column in (*COLUMNS, "why"))


def slugs(root: Path) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        vocabulary(load_acts(), load_catalogue(rules_root() / "catalogue"), root)
    assert all(problem.where.startswith("evidence/") for problem in found.value.problems)
    return [problem.slug for problem in found.value.problems]


def add(root: Path, name: str, row: str) -> None:
    with (root / "evidence" / name).open("a", encoding="utf-8") as table:
        table.write(row + "\n")


@pytest.mark.parametrize(
    ("name", "row", "slug"),
    [
        ("cues.csv", cue(pattern="{nobody} ~2 {grant}"), "unknown-class"),
        ("cues.csv", cue(pattern="{grant} {"), "bad-pattern"),
        ("cues.csv", cue(pattern="{grant} ~x {licence}"), "bad-pattern"),
        ("cues.csv", cue(us="opened"), "unknown-state"),
        ("cues.csv", cue(mark="party"), "unknown-value"),
        ("cues.csv", cue(side="eu"), "unknown-value"),
        ("cues.csv", cue(**{"else": "eu"}), "unknown-value"),
        ("cues.csv", cue(by="nobody"), "unknown-value"),
        ("cues.csv", cue(item="no-such-class"), "unknown-value"),
        ("cues.csv", cue(needs="no_such_class"), "unknown-class"),
        ("cues.csv", cue(modality="certain"), "unknown-value"),
        ("cues.csv", cue(strength="1e400"), "unknown-value"),
        ("cues_words.csv", "grant,given", "unknown-value"),
        ("cues_words.csv", "person,anybody", "unknown-value"),
        ("cues_names.csv", "Somebody,actor,no-such-actor", "unknown-value"),
        ("cues_names.csv", "Somebody,deity,x", "unknown-value"),
        ("cues_sides.csv", "no-such-actor,us", "unknown-value"),
        ("cues_keys.csv", "eu,eu:export,Europe", "unknown-value"),
        ("modality.csv", "done,maybe,beside,3", "unknown-value"),
        ("attribution.csv", "{say},somebody,3", "unknown-value"),
        ("quantity_kinds.csv", "many,lots,count,before,3,,3", "unknown-value"),
    ],
)
def test_a_row_that_is_wrong_is_told(root: Path, name: str, row: str, slug: str) -> None:
    add(root, name, row)

    assert slugs(root) == [slug]


def test_faults_of_several_tables_are_told_together(root: Path) -> None:
    add(root, "modality.csv", "done,maybe,beside,3")
    (root / "evidence" / "attribution.csv").write_text("pattern\n", encoding="utf-8")

    assert slugs(root) == ["wrong-columns", "unknown-value"]


def test_a_pattern_takes_the_nearest_and_no_more_than_its_gap() -> None:
    pattern, phrases = pattern_of("{give} ~2 {permit} case_by_case")
    places = {"give": [(0, 1), (4, 5)], "permit": [(3, 4), (7, 8)], phrases["case by case"]: [(8, 11)]}

    assert [match.parts for match in pattern.matches(places)] == [((4, 5), (7, 8), (8, 11))]
    assert Match(((4, 5), (7, 8))).end == 8


@pytest.mark.parametrize("text", ["", "~3 {grant}", "{grant} ~3", "{grant} ~2 ~3 {licence}", "{a b}"])
def test_what_is_no_pattern_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"pattern|stand|class"):
        pattern_of(text)


def test_every_class_of_the_table_is_used() -> None:
    used = {
        name for cue in (*words().cues, *words().attributions) for part in cue.pattern.parts for name in part.classes
    }
    used |= {name for cue in words().cues for group in (*cue.needs, cue.bars) for name in group}
    used |= {name for cue in words().kinds.values() for name in cue.needs}
    source = "".join(path.read_text() for path in (Path(__file__).parents[3] / "src/licet/evidence").rglob("*.py"))
    idle = [name for name in words().word_sets if name not in used and f'"{name}"' not in source]

    assert [name for name in idle if not name.startswith(("=", "modality ", "quantity ", "spoken_"))] == []
