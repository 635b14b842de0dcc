from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.evidence.documents import clean, label, labels

from licet.evidence.cleaning.blocks_lines import BLANKS, paragraphs
from licet.evidence.model import Label

if TYPE_CHECKING:
    from licet.evidence.model import Document

TITLE = "Regulators clear a first batch of H200 chips for Buyer A"
FIRST = (
    "Regulators have cleared a first batch of H200 chips for Buyer A, two people with knowledge of the plan said on "
    "Thursday, and the ministry has asked the other buyers to wait for a later round of approvals in spring."
)
SECOND = (
    "The approvals cover about 40,000 chips. They are conditional: how many chips of makers at home Buyer A has to "
    "take as well is not settled, one of the people said, and no order has been placed."
)
THIRD = (
    "The ministry did not respond to a request for comment, and Maker A declined to say anything about what it has "
    "been told so far, or by whom."
)
ARTICLE = [TITLE, "By Jane Doe", FIRST, SECOND, THIRD]


CHINESE_TITLE = "监管部门批准甲公司采购首批芯片"
CHINESE_FIRST = (
    "两名知情人士周四表示，监管部门已批准甲公司采购首批H200芯片，其他买家被要求等待下一轮批准，下一轮预计在春季进行。"
    "知情人士还说，这批芯片的数量约为四万枚，附带条件尚未确定。"
)
CHINESE_SECOND = (
    "商务部没有回应置评请求，制造商乙公司拒绝就其被告知的内容发表任何评论，也没有说明何时发货以及发货多少，"
    "这是该公司今年以来第三次拒绝评论。"
)


def blocks_in(document: Document) -> list[tuple[Label, list[str]]]:
    """Return the labels of the blocks, and their words."""
    return [(one.label, one.span.of(document.text).strip("# ").split()) for one in document.blocks]


def blocks(text: str) -> list[tuple[Label, list[str]]]:
    """Return the labels of the blocks of a text, and their words."""
    return blocks_in(clean(text, ".md" if text.startswith("#") else ".txt"))


@pytest.mark.parametrize("width", [60, 66, 72, 80, 100, 120])
def test_the_blocks_of_a_wrapped_text_are_those_of_the_text_before(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(part, width) for part in ARTICLE)

    assert blocks(wrapped) == blocks("\n\n".join(ARTICLE))


def test_an_indented_line_begins_a_paragraph_also_without_a_blank_line() -> None:
    wrapped = "\n".join(textwrap.fill(part, 72, initial_indent="    ") for part in ARTICLE[2:])

    assert blocks(wrapped) == blocks("\n\n".join(ARTICLE[2:]))


def test_an_entry_of_a_list_goes_on_in_an_indented_line() -> None:
    wrapped = "\n".join(textwrap.fill(f"- {part}", 72, subsequent_indent="  ") for part in ARTICLE[2:])

    assert blocks(wrapped) == blocks("\n".join(f"- {part}" for part in ARTICLE[2:]))


def test_lines_longer_than_the_width_stand_alone_and_do_not_hide_it() -> None:
    long = "The maker told the buyers, which it does not name, that the chips which they had ordered can be shipped."
    wrapped = "\n\n".join([*(textwrap.fill(part, 72) for part in ARTICLE), long])

    assert blocks(wrapped) == blocks("\n\n".join([*ARTICLE, long]))


def test_an_address_longer_than_the_width_stays_in_its_paragraph() -> None:
    address = f"https://example.org/{'a' * 80}"
    body = [ARTICLE[2], f"{ARTICLE[3]} The notice is at {address} and can be read there.", *ARTICLE[4:]]
    wrapped = "\n\n".join(textwrap.fill(part, 72, break_long_words=False) for part in body)

    assert blocks(wrapped) == blocks("\n\n".join(body))


def test_a_date_line_that_the_title_above_it_leaves_no_room_for_stays_apart() -> None:
    title = "Regulators clear a first batch of H200 chips for Buyer A, people say at last"
    head = f"{title}\nNewsdesk-of-the-Wire   30 Jan 2026 06:12 GMT"
    document = clean("\n\n".join([head, *(textwrap.fill(part, 78) for part in ARTICLE[2:])]))

    assert labels(document)[:3] == ["title", "dateline", "body"]


def test_a_date_line_that_leaves_no_room_for_the_next_stays_apart() -> None:
    head = "Date of report (date of the earliest event in it): April 11, 2025\nBuyer-A-and-Partners Holdings, Inc."
    document = clean("\n\n".join([TITLE, head, *(textwrap.fill(part, 72) for part in ARTICLE[2:])]))

    assert document.blocks[1].span.of(document.text) == head.partition("\n")[0]
    assert document.blocks[1].label is Label.DATELINE


def test_lines_of_a_printed_page_that_are_not_filled_are_paragraphs() -> None:
    printed = (
        "Regulators have cleared a first batch of H200 chips for Buyer A, two people with\n"
        "knowledge of the plan said, and the ministry asked the buyers to wait for a\n"
        "second round in which Buyer B is thought to take part as well, they said.\n\n"
        "Chips of the kind are made by Maker A, which did not say how many it has in\n"
        "store, or when they will be shipped to the buyers who have ordered them so\n"
        "far and are waiting.\n"
    )

    assert [one.span.of(printed).split()[0] for one in clean(printed).blocks] == ["Regulators", "Chips"]


def test_headlines_one_below_another_are_not_joined() -> None:
    lines = [
        "Maker A ships the first of its new chips to buyers in the north",
        "Regulator B asks three firms how many chips they have in store",
        "Buyer C says that it will wait for the next round of approvals",
        "Ministry D opens an office for questions about export licences",
        "Analysts see no end to the shortage of memory for large chips",
        "Court E hears the case of a broker who hid where chips went",
    ]

    text = "\n".join(lines)

    assert [one.of(text) for one in paragraphs(text, 100, lambda _: False)] == lines


def test_wrapped_lines_in_a_page_are_paragraphs_where_line_ends_are_kept() -> None:
    words = "\n\n".join(textwrap.fill(part, 72) for part in ARTICLE[2:])
    document = clean(f"<html><body><h1>{ARTICLE[0]}</h1><pre>{words}</pre></body></html>", ".html")

    assert blocks_in(document) == blocks(f"# {ARTICLE[0]}\n\n" + "\n\n".join(ARTICLE[2:]))


def test_a_filing_in_a_typed_form_is_read_by_its_paragraphs() -> None:
    filing = """                UNITED COUNTRIES
     COMMISSION FOR SECURITIES AND EXCHANGES

                   FORM 12-Q

Item 8.01 Other Events.

     On April 9, 2025, the U.S. government informed Maker A Corporation
that it requires a license for export to China of its A20 integrated
circuits and of any other circuits achieving the memory bandwidth of the
A20 circuits.

     First quarter results are expected to include up to approximately
$5.5 billion of charges associated with A20 products for inventory,
purchase commitments, and related reserves.

                        SIGNATURES

Date: April 15, 2025            By: /s/ Jane Doe
"""
    document = clean(filing)
    body = [words for label, words in blocks_in(document) if label is Label.BODY]

    assert [(words[0], words[-1]) for words in body] == [
        ("Item", "Events."),
        ("On", "circuits."),
        ("First", "reserves."),
    ]
    assert document.about is not None
    assert document.about.published is not None
    assert document.about.published.first == date(2025, 4, 15)


def test_a_letter_has_a_head_of_lines_of_their_own_and_wrapped_paragraphs() -> None:
    head = "From: Jane Doe\nTo: Buyer A\nDate: Fri, 30 Jan 2026 06:12:00 +0000\nSubject: Regulators clear a first batch"
    document = clean("\n\n".join([head, "Dear all,", *(textwrap.fill(part, 72) for part in ARTICLE[2:])]))

    assert [words for label, words in blocks_in(document) if label is Label.BODY] == [
        FIRST.split(),
        SECOND.split(),
        THIRD.split(),
    ]
    assert label(document, "Date: Fri") == "dateline"
    assert label(document, "Subject:") == "title"


@pytest.mark.parametrize("width", [60, 70, 76])
def test_chinese_lines_are_as_long_as_their_columns(width: int) -> None:
    parts = [CHINESE_TITLE, CHINESE_FIRST, CHINESE_SECOND]
    wrapped = "\n\n".join(_filled(part, width) for part in parts)

    assert [(one, "".join(words)) for one, words in blocks(wrapped)] == [
        (one, "".join(words)) for one, words in blocks("\n\n".join(parts))
    ]


def _filled(text: str, width: int) -> str:
    """Break a text at a width of columns; no mark begins a line."""
    lines, column = "", 0
    for character in text:
        size = 2 if east_asian_width(character) in "WF" else 1
        if column + size > width and character.isalnum():
            lines, column = lines + "\n", 0
        lines, column = lines + character, column + size
    return lines


@given(
    st.lists(st.text("abc Z.-\t\u3000\u4e2d", max_size=90), max_size=12),
    st.sampled_from(["\n", "\r\n", "\u2028", "\n\n"]),
    st.booleans(),
)
def test_between_two_paragraphs_stand_blanks_only(lines: list[str], end: str, alone: bool) -> None:
    text = end.join(lines)
    spans = list(paragraphs(text, 1000, lambda _: alone))
    starts = [0, *(one.end for one in spans)]
    ends = [*(one.start for one in spans), len(text)]

    assert all(start <= stop and not text[start:stop].strip(BLANKS) for start, stop in zip(starts, ends, strict=True))
    assert all(one.of(text) == one.of(text).strip(BLANKS) != "" for one in spans)
