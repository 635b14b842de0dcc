from __future__ import annotations

import re
from importlib import import_module
from itertools import groupby
from time import perf_counter

import pytest
from tests.unit.evidence.documents import BODY, LEAD, REAL, SECOND, THIRD, block, clean, label, labels, real

from licet.evidence.cleaning.boilerplate import phrases
from licet.evidence.model import Label

TITLE = "Buyer A's first batch of H200 chips cleared by regulators"
FOURTH = "Deliveries are expected to begin in the spring if terms are settled by then."


class TestBeforeTheText:
    def test_title_byline_and_dateline_stand_above_the_body(self) -> None:
        document = clean(f"{TITLE}\nBy Jane Doe and John Roe\nJanuary 28, 2026\n\n{BODY}")

        assert labels(document) == ["title", "byline", "dateline", "body", "body", "body"]

    def test_a_name_beside_a_date_is_a_byline_also_with_its_place_run_into_it(self) -> None:
        document = clean(f"{TITLE}\nJane Doein Hong Kong\nPublished: 9:00pm, 28 Jan 2026\n{BODY}")

        assert label(document, "Jane") == "byline"

    def test_a_headline_in_title_case_beside_a_date_is_the_title(self) -> None:
        document = clean(f"Regulators Clear First Batch Of Chips\nJanuary 28, 2026\n{BODY}")

        assert labels(document)[:2] == ["title", "dateline"]

    def test_a_date_set_off_from_a_name_is_a_dateline(self) -> None:
        document = clean(f"{TITLE}\nOutlet B Bot   28 Jan 2026 06:12 GMT   Views: 1,204\n{BODY}")

        assert label(document, "Outlet B Bot") == "dateline"

    @pytest.mark.parametrize("line", ["Newsdesk 30 Jan 2026 06:12 GMT Views: 1,204", "Desk One 30 Jan 2026, 06:12 GMT"])
    def test_a_date_with_its_time_after_a_name_is_a_dateline_although_the_gaps_are_lost(self, line: str) -> None:
        assert labels(clean(f"{TITLE}\n\n{line}\n\n{BODY}"))[:2] == ["title", "dateline"]
        assert label(clean(f"{TITLE}\n\nMaker A Shows Chip 30 Jan 2026\n\n{BODY}"), "Maker A Shows") != "dateline"

    def test_what_stands_above_the_title_of_a_page_is_no_body_although_the_extractor_keeps_it(self) -> None:
        parts = "".join(f"<p>{one}</p>" for one in ("Outlet C - every wire on a page", TITLE, *BODY.split("\n")))
        document = clean(f"<html><body>{parts}</body></html>", ".html")

        assert label(document, "every wire") != "body"
        assert label(document, TITLE) == "title"

    def test_a_menu_is_navigation_also_without_bullets(self) -> None:
        document = clean(f"Outlet B\nWorld\nMarkets\nOpinion\nChips\n\n{TITLE}\n\n{BODY}")

        assert label(document, "Markets") == "navigation"
        assert label(document, TITLE) == "title"

    def test_a_row_of_topics_is_navigation(self) -> None:
        document = clean(f"AI: Companies | AI: Policy | Semiconductors\n{TITLE}\n{BODY}")

        assert label(document, "AI: Policy") == "navigation"

    def test_a_line_between_title_and_text_is_a_summary(self) -> None:
        document = clean(f"{TITLE}\nOther firms are told to wait while terms of the approvals are settled\n\n{BODY}")

        assert label(document, "Other firms are") == "summary"

    def test_the_name_at_the_top_that_stands_again_below_is_a_credit(self) -> None:
        document = clean(f"OUTLET B WIRE\n{TITLE}\n\nBEIJING, Jan 28 (Outlet B Wire) - {BODY}")

        assert label(document, "OUTLET") == "credit"

    def test_the_line_that_names_a_filing_firm_is_no_body(self) -> None:
        heads = "FORM 8-K\n\nMAKER A CORPORATION\n(Exact name of registrant as specified in its charter)\n\n"
        document = clean(f"{heads}Item 8.01 Other Events.\n\n{BODY}")

        assert label(document, "MAKER A CORP") == "credit"
        assert label(document, "(Exact") == "other"


class TestSummaries:
    @pytest.mark.parametrize("heading", ["Key Points:", "**Key takeaways**", "## Summary", "Quick Summary", "要点"])
    def test_a_list_of_key_points_is_a_summary(self, heading: str) -> None:
        document = clean(f"{TITLE}\n\n{heading}\n- A first batch is cleared.\n- Others wait.\n\n{BODY}", ".md")

        assert label(document, "Others wait") == "summary"
        assert label(document, LEAD) == "body"

    def test_the_paragraph_after_the_heading_is_the_summary_and_the_next_is_not(self) -> None:
        document = clean(f"Abstract\n{LEAD}\n{SECOND}\n{THIRD}")

        assert labels(document) == ["summary", "summary", "body", "body"]

    def test_a_lead_cut_off_with_dots_repeats_the_paragraph_it_begins(self) -> None:
        document = clean(f"{TITLE}\n\n{LEAD[:70]} [\u2026]\n\nApr 18, 2025\n\n{BODY}")

        summary = block(document, "[\u2026]")
        assert summary.label is Label.SUMMARY
        assert document.blocks[summary.repeats or 0].span.of(document.text) == LEAD

    def test_a_first_paragraph_that_the_others_say_again_is_an_abstract(self) -> None:
        abstract = (
            "Regulators have cleared a first batch of H200 chips for Buyer A, the approvals cover about 40,000 chips, "
            "and other firms were told to wait for a later round."
        )
        document = clean(
            f"{abstract}\n{BODY}\nDeliveries are expected to begin in the spring if terms are settled by then."
        )

        assert labels(document) == ["summary", "body", "body", "body", "body"]

    def test_a_first_paragraph_of_its_own_is_body(self) -> None:
        document = clean(f"{BODY}\n{FOURTH}")

        assert labels(document) == ["body"] * 4


class TestAmongTheText:
    def test_the_headline_of_another_article_among_the_paragraphs_is_not_the_articles(self) -> None:
        headline = "Maker A chief executive Jane Doe praises progress after chip sales approval in the south"
        document = clean(f"{TITLE}\n{BODY}\n{headline}\n{SECOND} It said so on Friday.\n{THIRD} It may answer later.")

        assert label(document, headline) == "headline_in_body"

    def test_headings_of_the_articles_own_parts_are_body(self) -> None:
        document = clean(
            f"{TITLE}\n{LEAD}\nApprovals for some firms\n{SECOND}\nSilence of the ministry\n{THIRD}\n"
            f"What comes next\n{FOURTH}"
        )

        assert label(document, "Silence of") == "body"
        assert label(document, "Approvals for") == "body"

    def test_headlines_one_after_another_are_related(self) -> None:
        document = clean(
            f"{LEAD}\nOil falls after storm passes the gulf\nGold nears record as traders flee\n{SECOND}\n{THIRD}"
        )

        assert label(document, "Gold nears") == "related"

    def test_a_line_that_begins_read_more_is_related_and_the_text_goes_on(self) -> None:
        document = clean(f"{LEAD}\nRead more: Customs tells agents that chips cannot enter\n{SECOND}\n{THIRD}")

        assert labels(document) == ["body", "related", "body", "body"]

    def test_a_link_alone_among_the_paragraphs_is_another_articles_headline(self) -> None:
        link = '<p><a href="/o">Maker A cuts 3,000 jobs</a></p>'
        page = f"<article><p>{LEAD}</p>{link}<p>{SECOND}</p><p>{THIRD}</p></article>"

        assert label(clean(page, ".html"), "Maker A cuts") == "headline_in_body"

    def test_rows_of_a_table_and_entries_of_a_list_are_body(self) -> None:
        document = clean(
            f"# {TITLE}\n\n{LEAD}\n\n| Firm | Units |\n|---|---|\n| Buyer A | 40,000 |\n\n- and others\n\n{SECOND}",
            ".md",
        )

        assert label(document, "| Buyer A") == "body"
        assert label(document, "and others") == "body"

    def test_short_sentences_are_body(self) -> None:
        document = clean(f"{TITLE}\n{LEAD}\nNot yet.\n{SECOND}\nNobody knows why.")

        assert labels(document) == ["title", "body", "body", "body", "body"]


class TestAfterTheText:
    def test_related_headlines_keep_their_dates(self) -> None:
        headlines = "Oil falls after storm\nJanuary 28, 2026\nTesla loses $15.4B in value...\nJanuary 27, 2026"
        related = f"You may also like\n\n{headlines}"
        document = clean(f"{TITLE}\nJanuary 28, 2026\n{BODY}\n{related}")

        assert labels(document) == ["title", "dateline", "body", "body", "body", "related"]

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("The post Chips cleared appeared first on Outlet C", "credit"),
            ("Source: Outlet C", "credit"),
            ("www.outlet-c.example", "credit"),
            ("FacebookTwitterPinterestEmail", "reactions"),
            ("0 comment", "reactions"),
            ("Share 184 Tweet 57 Comments (23)", "reactions"),
            ("Join our mailing list to get special deals! Sign up now and start saving!", "newsletter"),
            ("Follow me for more! Join 48,211 readers on Telegram.", "newsletter"),
            ("Copyright © 2025 Outlet B. All Rights Reserved.", "legal"),
            ("Disclaimer: Outlet B does not make any guarantee or warranty about what it says.", "legal"),
            ("This site is for research purposes only and its reports are no advice of any kind to anyone.", "legal"),
            ("• About us", "navigation"),
            ("(Reporting by Jane Doe; editing by John Roe)", "byline"),
            ("责任编辑：张三", "byline"),
            ("相关阅读：多部门部署检查", "related"),
            ("版权所有 未经授权不得转载", "legal"),
            ("分享到：微信　微博", "reactions"),
        ],
    )
    def test_a_line_after_the_text_is_told_by_its_words(self, line: str, expected: str) -> None:
        assert labels(clean(f"{TITLE}\n{BODY}\n{line}"))[-1] == expected

    def test_references_run_to_the_next_heading(self) -> None:
        document = clean(f"{BODY}\nReferences:\n[1] https://a.example/1\n[2] Outlet B, 2025\nComments\nNo comments yet")

        assert labels(document) == ["body", "body", "body", "references", "reactions"]

    def test_comments_of_readers_are_no_body_although_they_are_sentences(self) -> None:
        comments = "reader77: they approved 900,000 of them last month, everyone knows that.\nNo, they did not do it."
        document = clean(f"{TITLE}\n{BODY}\nComments\n{comments}")

        assert labels(document)[-1] == "reactions"
        assert label(document, "900,000") == "reactions"

    def test_a_heading_for_comments_above_the_text_does_not_swallow_it(self) -> None:
        document = clean(f"{TITLE}\nComments\n{BODY}")

        assert labels(document)[-3:] == ["body", "body", "body"]

    def test_sentences_of_news_that_hold_words_of_boilerplate_stay_body(self) -> None:
        sentence = "The figures were first published by the ministry on Friday, and Maker A had seen them by noon."
        document = clean(
            f"{LEAD}\n{sentence}\n{SECOND}\nBy Friday, Buyer A had received none of the chips that it ordered."
        )

        assert labels(document) == ["body"] * 4


class TestRepeats:
    def test_a_text_that_stands_twice_is_marked_the_second_time(self) -> None:
        more = f"{BODY}\n{FOURTH}"
        document = clean(f"{TITLE}\n{more}\n\nRelated\nOil falls after storm\n\n{more}")

        repeats = [one.repeats for one in document.blocks if one.label is Label.BODY]
        assert repeats == [None, None, None, None, 1, 2, 3, 4]

    def test_a_near_copy_is_marked(self) -> None:
        near = SECOND.replace("a later round", "a later round again")
        document = clean(f"{LEAD}\n{SECOND}\n{THIRD}\nOne more sentence stands here to part the two of them.\n{near}")

        assert block(document, near).repeats == 1

    def test_a_copy_with_another_figure_is_no_copy(self) -> None:
        other = SECOND.replace("40,000", "45,000")
        document = clean(f"{LEAD}\n{SECOND}\n{THIRD}\nOne more sentence stands here to part the two of them.\n{other}")

        assert block(document, other).repeats is None

    def test_a_title_that_stands_twice_is_a_title_both_times(self) -> None:
        document = clean(f"{TITLE}\n\nApr 18, 2025\n\n{TITLE}\n\n{BODY}")

        titles = [one for one in document.blocks if one.label is Label.TITLE]
        assert [one.repeats for one in titles] == [None, 0]

    def test_the_preview_of_a_link_below_shows_which_line_is_the_title(self) -> None:
        lead = "In a first step regulators clear chips for Buyer A while other firms wait for a later round"
        document = clean(f"{lead}\n{BODY}\n\nFirst chips cleared for one buyer\n{lead}.")

        assert document.blocks[0].label is Label.SUMMARY
        assert [one.label for one in document.blocks[-2:]] == [Label.CREDIT, Label.CREDIT]
        assert document.about is not None
        assert document.about.title == "First chips cleared for one buyer"


class TestLines:
    def test_lines_wrapped_at_a_width_are_paragraphs(self) -> None:
        wrapped = (
            "On April 9, 2025, the U.S. government informed Maker A Corporation that it\n"
            "requires a license for export to China of its A20 integrated circuits and\n"
            "of any other circuits achieving the memory bandwidth of the A20 circuits.\n\n"
            "First quarter results are expected to include up to approximately one\n"
            "billion dollars of charges associated with inventory of A20 products and\n"
            "purchase commitments.\n"
        )

        assert [one.span.of(wrapped).split()[0] for one in clean(wrapped).blocks] == ["On", "First"]

    def test_sentences_that_fill_a_line_each_are_not_joined(self) -> None:
        lines = "\n".join(
            f"Buyer {number} was told on Friday that its chips may not enter the country." for number in range(8)
        )

        assert len(clean(lines).blocks) == 8

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
    def test_every_kind_of_line_end_is_one(self, end: str) -> None:
        document = clean(end.join((LEAD, SECOND, THIRD)))

        assert [one.span.of(document.text) for one in document.blocks] == [LEAD, SECOND, THIRD]

    def test_more_lines_than_can_be_told_apart_are_told(self) -> None:
        document = clean("x\n" * 200_000)

        assert document.blocks[-1].label is Label.OTHER
        assert document.blocks[-1].span.end == len(document.text)
        assert "not told apart" in document.warnings[-1]


class TestPages:
    def test_the_markup_tells_what_words_do_not(self) -> None:
        page = f"""<header><a href="/">Outlet B</a><nav><a>World</a></nav></header>
            <main class="page comments-open"><article>
            <h1>{TITLE}</h1><p class="standfirst">Others are told to wait</p><p class="author-name">Jane Doe</p>
            <figure><figcaption>A chip on a board.</figcaption></figure><p>{LEAD}</p><h2>Others wait</h2><p>{SECOND}</p>
            <p>{THIRD}</p></article><aside><a href="/1">Gold hits record</a></aside><div id="comments"><p>Great article,
            they approved 900,000 of them, everyone knows.</p></div></main>
            <footer><p>Outlet B, registered in Leeds.</p></footer>"""
        document = clean(page, ".html")

        expected = {
            "World": "navigation", TITLE: "title", "Others are told": "summary", "Jane": "byline", "A chip": "credit",
            LEAD: "body", "Others wait": "body", "Gold": "related", "900,000": "reactions", "registered": "legal",
        }  # fmt: skip
        assert {words: label(document, words) for words in expected} == expected

    def test_teasers_and_what_stands_above_the_heading_are_not_the_article_although_no_class_says_so(self) -> None:
        gold = "<h4><a href='/g'>Gold hits record</a></h4><p>Gold rose to $5,300 an ounce on Tuesday, they said.</p>"
        cookies = "<p>We and our partners keep things on your device and process data about what you read.</p>"
        article = f"<h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>"
        page = f"<div>{cookies}</div><div>{article}</div><div><div>{gold}</div><div>{gold}</div></div>"
        document = clean(page, ".html")

        assert label(document, "Gold rose") == "related"
        assert label(document, "our partners") == "other"
        assert [label(document, words) for words in (LEAD, SECOND, THIRD)] == ["body"] * 3

    def test_a_heading_that_links_to_its_own_place_in_the_page_heads_a_part_of_the_article(self) -> None:
        part = f'<div><h2><a href="#why">Why others wait</a></h2><p>{SECOND}</p></div>'
        document = clean(f"<h1>{TITLE}</h1><p>{LEAD}</p>{part}<p>{THIRD}</p>", ".html")

        assert [label(document, words) for words in ("Why others", SECOND)] == ["body", "body"]

    def test_a_class_of_the_whole_page_says_nothing_of_its_parts(self) -> None:
        page = f'<body class="related sidebar"><div class="newsletter-page"><p>{LEAD}</p><p>{SECOND}</p></div></body>'

        assert labels(clean(page, ".html")) == ["body", "body"]


# every block of the five real documents, by hand: label, and how many blocks or paragraphs of it follow one another
FIVE = {
    0: [("summary", 1), ("body", 6), ("references", 1), ("reactions", 1)],
    1: [
        ("summary", 1), ("related", 1), ("navigation", 1), ("byline", 1), ("dateline", 1), ("body", 5),
        ("headline_in_body", 1), ("body", 10), ("credit", 1), ("related", 1), ("navigation", 1), ("related", 1),
        ("navigation", 1), ("byline", 1), ("dateline", 1), ("body", 5), ("headline_in_body", 1), ("body", 10),
        ("credit", 2),
    ],
    2: [
        ("title", 1), ("summary", 1), ("dateline", 1), ("reactions", 1), ("title", 1), ("body", 7), ("reactions", 1),
        ("credit", 1),
    ],
    3: [("summary", 4), ("body", 9)],
    4: [
        ("credit", 1), ("navigation", 1), ("title", 1), ("dateline", 1), ("body", 26), ("credit", 1), ("reactions", 1),
        ("related", 1), ("newsletter", 1), ("related", 1), ("legal", 1), ("navigation", 1), ("legal", 1), ("credit", 1),
        ("navigation", 1),
    ],
}  # fmt: skip


@pytest.mark.skipif(len(REAL) != 5, reason="the five real documents are not part of the project")
class TestTheFive:
    @pytest.mark.parametrize("number", range(5))
    def test_every_block_is_labelled_as_by_hand(self, number: int) -> None:
        found = [(name, len(list(run))) for name, run in groupby(labels(real(number)))]

        assert found == FIVE[number]

    def test_what_stands_twice_is_marked(self) -> None:
        repeats = {number: sum(one.repeats is not None for one in real(number).blocks) for number in range(5)}

        assert repeats == {0: 0, 1: 17, 2: 2, 3: 0, 4: 0}


def test_the_table_of_phrases_reads_without_faults_and_has_every_label_outside_the_body() -> None:
    table = phrases()

    found = {cue.label for cue in table.lines.values()} | set(table.tokens) | set(table.classes.values())
    assert found >= {Label.RELATED, Label.NEWSLETTER, Label.LEGAL, Label.REACTIONS, Label.REFERENCES, Label.NAVIGATION}


PATTERNS = [
    (f"{name.rsplit('.', 1)[-1]}.{key}", pattern)
    for name in (
        *(f"cleaning.{each}" for each in (
            "about", "about_dates", "about_names", "about_publishers", "about_sources", "about_wire", "blocks_body",
            "blocks_cues", "blocks_lines", "blocks_units", "boilerplate",
        )),
        *(f"intake.{each}" for each in ("encodings", "html_text", "paths", "kinds")),
    )
    for key, pattern in vars(import_module(f"licet.evidence.{name}")).items()
    if isinstance(pattern, re.Pattern)
]  # fmt: skip


@pytest.mark.parametrize("worst", [" ", "a."])
@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_a_pattern_takes_time_in_proportion_on_a_megabyte(name: str, pattern: re.Pattern[str], worst: str) -> None:
    text = worst * (1_000_000 // len(worst))
    started = perf_counter()

    for _ in pattern.finditer(text if isinstance(pattern.pattern, str) else text.encode()):  # type: ignore[arg-type]
        pass

    assert perf_counter() - started < 10, name


@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
@pytest.mark.parametrize(
    "worst",
    ["a ", "No way out of it today.\n", "[", "[a](b)", "| a ", "a | ", "Jan 1, 2026\n", "<b>", "<p>hello there, text.",
     "- a\n", "<p class='x related'>a", "\u201cA\u201d ",
     "Read more: a\n", "# a\n", "据路透社报道。", "&#0;", "<!-- ", "A B\n"],
)  # fmt: skip
def test_a_document_takes_time_in_proportion_whatever_it_repeats(worst: str, ending: str) -> None:
    started = perf_counter()

    clean(f"Words stand first. {worst * (200_000 // len(worst))}", ending)

    assert perf_counter() - started < 20
