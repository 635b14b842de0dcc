"""What the measurements of reading rest on: the invented pile and its truth, and the log of looks at the frozen set."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from benchmarks.evidence import FIGURES, FIGURES_END, LOOKS_END, PAGE, log_look, write_figures
from benchmarks.evidence_pile import KINDS, against_truth, synthetic
from tests.evidence.gold import SETS, gold_files, pile_of_set, raw_gold

from licet.acts import load_acts
from licet.evidence.pile.whole import pile_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pile_is_the_same_for_one_seed_and_another_for_another() -> None:
    one, again, other = (list(synthetic(300, seed=seed)) for seed in (7, 7, 8))

    assert one == again
    assert [each.text() for each in one] != [each.text() for each in other]


def test_a_pile_has_the_documents_asked_for_and_relays_of_every_sort() -> None:
    pile = list(synthetic(2_000, seed=7))
    originals = {each.family: each for each in pile if each.relation == "original"}

    assert len(pile) == 2_000
    assert {each.relation for each in pile} == {"original", *KINDS}
    assert all(each.family in originals for each in pile)
    assert all(each.paragraphs == originals[each.family].paragraphs for each in pile if each.relation == "copy")


def test_the_blocks_of_an_invented_document_stand_in_its_text() -> None:
    first = next(iter(synthetic(1, seed=3)))
    document = first.document()

    assert tuple(block.span.of(document.text) for block in document.blocks) == (first.title, *first.paragraphs)
    assert all(paragraph in first.text() for paragraph in first.paragraphs)


def test_who_puts_each_document_by_itself_finds_no_pair_and_who_puts_families_together_finds_all() -> None:
    families = {each.document().document_id: each for each in synthetic(400, seed=7)}
    alone = "\n".join(against_truth([[each] for each in families], families))
    members: dict[int, list[str]] = {}
    for key, each in families.items():
        members.setdefault(each.family, []).append(key)
    together = "\n".join(against_truth(list(members.values()), families))

    assert "| 0.00 % |" in alone
    assert "| 100.00 % | 100.00 % |" in together


def test_every_copy_in_a_small_pile_is_found_with_its_original_and_nothing_else_is() -> None:
    made = list(synthetic(400, seed=11))
    documents = [each.document() for each in made]
    families = {document.document_id: each for document, each in zip(documents, made, strict=True)}
    clusters = [cluster.documents for cluster in pile_of(documents, {}, load_acts()).duplicates]
    home = {each: number for number, cluster in enumerate(clusters) for each in cluster}
    originals = {each.family: home[key] for key, each in families.items() if each.relation == "original"}
    apart = [
        each.name for key, each in families.items() if each.relation == "copy" and home[key] != originals[each.family]
    ]

    assert apart == []
    assert all(len({families[each].family for each in cluster}) == 1 for cluster in clusters)


def test_each_look_at_the_frozen_set_is_written_down(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n| Look | Day | Why |\n|---|---|---|\n{LOOKS_END}\nAfter.\n", encoding="utf-8")
    log_look(page, date(2026, 1, 2), "first | figures")
    log_look(page, date(2026, 1, 3), "after\na change")

    assert page.read_text(encoding="utf-8") == (
        "# Page\n\n| Look | Day | Why |\n|---|---|---|\n"
        f"| 1 | 2026-01-02 | first / figures |\n| 2 | 2026-01-03 | after a change |\n{LOOKS_END}\nAfter.\n"
    )


def test_figures_take_the_place_of_those_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Page\n\n{FIGURES}\nold\n{FIGURES_END}\nAfter.\n", encoding="utf-8")
    write_figures(page, "new\n")

    assert page.read_text(encoding="utf-8") == f"# Page\n\n{FIGURES}\nnew\n{FIGURES_END}\nAfter.\n"


def test_a_page_without_the_table_of_looks_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Page\n", encoding="utf-8")

    with pytest.raises(SystemExit, match="has lost its end"):
        log_look(page, date(2026, 1, 2), "figures")


def counts(name: str) -> list[int]:
    raws = [raw_gold(path) for path in gold_files(name)]
    claims = [each for raw in raws for each in raw.get("claims", ()) if not each.get("optional")]
    figures = [each for raw in raws for each in raw.get("quantities", ()) if not each.get("optional")]
    on_key = [each for each in claims if "key" in each]
    done = [each for each in on_key if "done" in each.get("modality", "done")]
    pile = pile_of_set(name)
    return [
        len(raws),
        sum(len(raw["blocks"]) for raw in raws),
        sum(not each.get("optional") for raw in raws for each in raw.get("dates", ())),
        sum("" not in [each.get("kind", ""), *each.get("kind", "")] for each in figures),
        sum(each.get("kind", "") == "" for each in figures),
        len(done),
        len(on_key) - len(done),
        sum("mark" in each for each in claims),
        sum("by" in each for each in claims),
        sum("originator" in each for each in claims),
        sum(len(raw.get("never", ())) for raw in raws),
        len(pile["duplicates"]),
        len(pile["events"]),
        len(pile["conflicts"]),
    ]


def test_the_counts_of_labels_on_the_page_are_those_of_the_gold() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in SETS:
        assert f"| {name} | {' | '.join(map(str, counts(name)))} |" in page


def test_the_page_on_reading_has_its_places() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [page.count(mark) for mark in (LOOKS_END, FIGURES, FIGURES_END)] == [1, 1, 1]
