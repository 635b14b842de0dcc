"""documents/: what answers and queues name there is counted into the digest, and missed if it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import write_case

if TYPE_CHECKING:
    from pathlib import Path

    from licet.case import Case

    from .conftest import Reader

ORDERS = "order_id,item,quantity\no-1,nvidia-h200-sxm-141gb,5\n"
ANSWERS = "question,order_id,answer,by,on,document\nkyc,o-1,yes,Officer 1,2026-06-01,{document}\n"


def case_with(folder: Path, read: Reader, document: str, text: str | None) -> Case:
    files = {"orders.csv": ORDERS, "answers.csv": ANSWERS.format(document=document)}
    write_case(folder, files)
    if text is not None:
        (folder / "documents").mkdir()
        (folder / "documents" / "terms.md").write_text(text, encoding="utf-8")
    return read(folder)


def test_a_document_is_a_part_of_the_digest(tmp_path: Path, read: Reader) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = case_with(tmp_path / "one", read, "documents/terms.md", "signed")
    two = case_with(tmp_path / "two", read, "documents/terms.md", "not signed")

    assert one.input_sha256 != two.input_sha256
    assert one.warnings == two.warnings == ()


def test_one_that_is_not_there_is_told_with_its_place(tmp_path: Path, read: Reader) -> None:
    (warning,) = case_with(tmp_path, read, "documents/terms.md", None).warnings

    assert (warning.slug, warning.where) == ("missing-document", "answers.csv:2")


@pytest.mark.parametrize("document", ["documents/../../secret.txt", "documents/"])
def test_nothing_outside_the_folder_is_opened(document: str, tmp_path: Path, read: Reader) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "case").mkdir()

    assert [each.slug for each in case_with(tmp_path / "case", read, document, "x").warnings] == ["missing-document"]


def test_one_kept_elsewhere_is_no_concern_of_ours(tmp_path: Path, read: Reader) -> None:
    assert case_with(tmp_path, read, "Letter of buyer A (example)", None).warnings == ()


def test_acts_of_the_case_are_a_part_of_the_digest(tmp_path: Path, read: Reader) -> None:
    bare = case_with(tmp_path, read, "a letter", None)
    (tmp_path / "acts").mkdir()
    (tmp_path / "acts" / "own.yaml").write_text("acts: []\n", encoding="utf-8")
    own = read(tmp_path)

    assert own.input_sha256 != bare.input_sha256
    assert own.warnings == ()
