"""The page of a timeline is complete in itself and tells every act without a script; a report may carry it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from tests.unit.report.samples import sample_check
from tests.unit.report.story_examples import (
    HOSTILE,
    ghost_timeline,
    hostile_status,
    hostile_timeline,
    status_example,
    timeline_example,
)
from tests.unit.report.test_html import Page, assert_nothing_is_loaded

from licet.report import html_report, timeline_html, timeline_section
from licet.report.layout import clean

STORY = {"timeline": ghost_timeline(), "statuses": [status_example()]}
HOSTILE_STORY = {"timeline": hostile_timeline(), "statuses": [hostile_status()]}
PAGES = {
    "page": lambda: timeline_html(ghost_timeline()),
    "hostile page": lambda: timeline_html(hostile_timeline()),
    "report": lambda: html_report(sample_check(), "", story=STORY),
    "hostile report": lambda: html_report(sample_check(), "", story=HOSTILE_STORY),
}


@pytest.fixture(params=PAGES, ids=str, scope="module")
def text(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]()


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(timeline_html(ghost_timeline()))


def test_the_markup_is_balanced_and_loads_nothing(text: str) -> None:
    page = Page(text)

    assert page.unbalanced == []
    assert page.open == []
    assert len(page.named("script")) == len(page.named("style")) == 1
    assert_nothing_is_loaded(Page(re.sub(r'"url\(#tl-[\w-]+\)"', '""', text)))  # the drawing's own patterns


def test_ids_are_unique_and_every_reference_is_met(text: str) -> None:
    page = Page(text)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    referred = [name for _, found in page.elements for name in str(found.get("aria-labelledby") or "").split()]
    referred += [str(attributes["href"])[1:] for attributes in page.named("a")]
    referred += re.findall(r'url\(#([^)]+)\)"', text)

    assert len(ids) == len(set(ids))
    assert set(referred) <= set(ids)


def test_the_policy_allows_the_pages_own_script_and_style_only(text: str) -> None:
    policy = str(next(found["content"] for found in Page(text).named("meta") if "http-equiv" in found))

    assert policy.startswith("default-src 'none';")
    for tag in ("script", "style"):
        own = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[0]
        assert f"{tag}-src 'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'" in policy


def test_hostile_text_stays_text() -> None:
    for name in ("hostile page", "hostile report"):
        text = PAGES[name]()
        assert "<script>alert" not in text
        assert not {"\x1b", "\u202e"} & set(text)
        assert clean(HOSTILE)[:27] in Page(text).text
        assert 'href="javascript' not in text


@pytest.mark.parametrize(
    "said",
    [
        "H20 96GB ; H200 SXM 141GB",
        "2026-01-16 (what was learned later is drawn empty and marked)",
        "through 2026-10-10 ; acts 2026.10.1",
        "26 acts in the order in which they happened; 7 learned later",
        "in 2024 public 2025-03-26 cn:import guided against unknown",
        "Contested since 2025-08-12: Reuters was told that firms were asked to justify orders",
        "reported by one outlet only, The Information",
        "source Reuters, 2026-01-14, read in full, https://news.example/cn.h200.customs-refused",
        "asks Does the approval name a share of domestic chips, and is it met?",
        "quantity approved: more than 400,000 in all; at least 400,000 pieces",
        "known learned later: not public before 2026-01-28",
        "the wording of the H20 letter was never published",
        "the acts were checked 43 days before the day asked about [2026-10-10]",
        "Not legal advice.",
    ],
)
def test_the_page_says(page: Page, said: str) -> None:
    assert said in page.text


def test_every_act_has_a_row_that_can_be_linked_to(page: Page) -> None:
    rows = [found["id"] for found in page.named("tr") if "act" in str(found.get("class") or "").split()]
    drawn = {found["data-act"] for found in page.named("g") if "data-act" in found}

    assert rows == [f"act-{number}" for number in range(1, 27)]
    assert {f"act-{number}" for number in drawn} <= set(rows)


def test_the_table_tells_its_headings(page: Page) -> None:
    assert [found.get("scope") for found in page.named("th")] == ["col"] * 5 + ["row"] * 26
    assert len(page.named("caption")) == 1


def test_the_page_can_be_filtered_by_key(page: Page) -> None:
    shown = [found["data-show"] for found in page.named("button") if "data-show" in found]

    assert shown == ["", "us:export", "cn:import", "mark"]
    assert {found["data-key"] for found in page.named("tr") if "data-key" in found} == set(shown[1:])


def test_the_section_stands_alone() -> None:
    section = Page(timeline_section(timeline_example()))

    assert section.unbalanced == []
    assert section.elements[0][0] == "section"
    assert "The keys of these chips over time" in section.text
    assert "statuses" not in timeline_section(timeline_example())


def test_a_report_without_a_story_is_as_it_was() -> None:
    text = html_report(sample_check(), "")

    assert text == html_report(sample_check(), "", story=None)
    assert "licet-timeline" not in text
    assert "over time" not in text


@pytest.mark.parametrize(
    "said",
    [
        "The keys of these chips over time",
        "As of 2026-02-10, with what was public on 2026-02-10",
        "H200 SXM 141GB cn:import customs refused: not permitted to enter contested shut 2026-01-14",
        "mismatch the acts say no licence was granted; the case holds one",
        "reported by unnamed sources, Reuters",
        "place of use (unverified): us:export: To be used in mainland China only",
        "Customs tells agents that H200 may not enter for now",
    ],
)
def test_a_report_with_a_story_says(said: str) -> None:
    assert said in Page(html_report(sample_check(), "", story=STORY)).text


def test_an_empty_timeline_has_a_page() -> None:
    empty: dict[str, Any] = {"items": [], "headline": [], "bands": [], "marks": [], "acts": {}, "gaps": [], "stale": []}
    page = Page(timeline_html({**timeline_example(), **empty}))

    assert page.unbalanced == []
    assert "0 acts" in page.text
