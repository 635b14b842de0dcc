"""The gold itself: every quote stands in its document, and every character of a document has one label."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from tests.evidence.gold import (
    SETS,
    GoldError,
    document_path,
    documents_folder,
    gold_files,
    gold_of,
    pile_of_set,
    place,
    plain_text,
    raw_gold,
)

from licet.evidence.intake.paths import read_paths

if TYPE_CHECKING:
    from pathlib import Path

ALL = [pytest.param(name, path, id=f"{name}-{path.stem}") for name in SETS for path in gold_files(name)]
KINDS = ("filing", "notice", "newspaper", "digest", "seo", "aggregator")


def document_of(name: str, path: Path) -> Path:
    document = document_path(name, path)
    if name == "five" and not document.exists():
        pytest.skip("the five real documents are not here; LICET_DOCUMENTS names their folder")
    return document


@pytest.mark.parametrize(("name", "path"), ALL)
def test_every_quote_of_the_gold_stands_in_its_document(name: str, path: Path) -> None:
    document = document_of(name, path)
    gold = gold_of(path, document, plain_text(document))

    assert gold.kind in KINDS
    assert gold.blocks


@pytest.mark.parametrize(("name", "path"), ALL)
def test_every_quote_stands_in_the_text_as_it_is_read(name: str, path: Path) -> None:
    (document,) = read_paths([document_of(name, path)])
    gold = gold_of(path, document_of(name, path), document.text)
    own = gold_of(path, document_of(name, path), plain_text(document_of(name, path)))

    assert [block.span.of(document.text).split() for block in gold.blocks] == [
        block.span.of(own.text).split() for block in own.blocks
    ]


@pytest.mark.parametrize(("name", "path"), ALL)
def test_every_character_of_a_document_has_exactly_one_label(name: str, path: Path) -> None:
    document = document_of(name, path)
    text = plain_text(document)
    gold = gold_of(path, document, text)
    left = list(text)
    for block in gold.blocks:
        assert block.repeats is None or block.repeats in range(len(gold.blocks))
        left[block.span.start : block.span.end] = " " * (block.span.end - block.span.start)

    assert "".join(left).split() == []


@pytest.mark.parametrize(("name", "path"), ALL)
def test_gold_was_made_of_the_document_as_it_is(name: str, path: Path) -> None:
    document = document_of(name, path)
    expected = raw_gold(path).get("sha256") or recorded(name)[document.name]

    assert hashlib.sha256(document.read_bytes()).hexdigest() == expected


def recorded(name: str) -> dict[str, str]:
    lines = (documents_folder(name) / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {file: digest for digest, _, file in (line.partition("  ") for line in lines)}


@pytest.mark.parametrize("name", ["open", "frozen"])
def test_no_document_and_no_gold_of_a_set_was_touched(name: str) -> None:
    folder = documents_folder(name)
    files = sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS")

    assert recorded(name) == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("name", ["open", "frozen"])
def test_a_set_has_fifteen_documents_of_one_to_six_kilobytes_over_all_kinds(name: str) -> None:
    golds = gold_files(name)
    sizes = {path.stem: document_path(name, path).stat().st_size for path in golds}

    assert len(golds) == 15
    assert {raw_gold(path)["kind"] for path in golds} == set(KINDS)
    assert {stem: size for stem, size in sizes.items() if not 1000 <= size <= 6 * 1024} == {}


def test_both_sets_together_hold_five_documents_of_each_kind() -> None:
    kinds = [raw_gold(path)["kind"] for name in ("open", "frozen") for path in gold_files(name)]

    assert {kind: kinds.count(kind) for kind in KINDS} == dict.fromkeys(KINDS, 5)


@pytest.mark.parametrize("name", SETS)
def test_the_pile_of_a_set_speaks_of_its_own_documents_only(name: str) -> None:
    stems = {path.stem for path in gold_files(name)}
    pile = pile_of_set(name)
    named = [each for part in ("events", "conflicts") for row in pile[part] for each in row["documents"]]
    named += [each for cluster in pile["duplicates"] for each in cluster["documents"]]

    assert set(named) <= stems


def test_a_quote_that_does_not_stand_in_a_text_is_an_error() -> None:
    with pytest.raises(GoldError):
        place("Buyer A ordered 10 chips", "Buyer B")


def test_a_quote_is_found_over_a_line_break() -> None:
    assert place("Buyer A\n ordered 10 chips", "A ordered").of("Buyer A\n ordered 10 chips") == "A\n ordered"
