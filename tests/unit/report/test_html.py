"""The page is complete in itself, says what the board says, and takes hostile text for text."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.unit.report.samples import CHART_LINES, CHART_POINTS, HOSTILE, hostile_check, sample_check
from tests.unit.report.test_explanation import deep

from licet.report import html_report, threshold_chart

VOID = {"meta", "link", "img", "br", "hr", "input", "col", "base", "area", "embed", "source", "track", "wbr"}
EMPTY_CHART = '<svg xmlns="http://www.w3.org/2000/svg"/>'


class Page(HTMLParser):
    """The elements of a page, its text, and whether its tags balance."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if "script" not in self.open and "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def chart() -> str:
    return threshold_chart(CHART_POINTS, CHART_LINES)


@pytest.fixture(scope="module")
def page(chart: str) -> Page:
    return Page(html_report(sample_check(), chart))


def test_the_markup_is_balanced(page: Page) -> None:
    assert page.unbalanced == []
    assert page.open == []


def test_ids_are_unique_and_every_reference_is_met(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    referred = [attributes["aria-labelledby"] for _, attributes in page.elements if "aria-labelledby" in attributes]
    referred += [str(attributes["href"])[1:] for attributes in page.named("a")]

    assert len(ids) == len(set(ids))
    assert set(referred) <= set(ids)


@pytest.mark.parametrize(
    "said",
    [
        "A made-up book to try the report",
        "as if shipped on 2026-06-15",
        "whether a party is on the Entity List [15 CFR 744.11] (4 lines)",
        "the key tw:export is not modelled (1 line)",
        "the list of parties was read 12 days before the date; its limit is 7",
        "customs officers are reported by unnamed sources",
        "possible match with a listed party : the purchaser's name resembles",
        "Nothing modelled stands against 500 units on this date.",
        "A named person must decide.",
        "licence D-TEST-0003: fits; a person must assign it, drawn as a precaution",
        "establish the truth: ultimate parent headquarters",
        "on 2026-12-01 the verdict is undetermined, release 0",
        "TPP 15,832 is 5,168 below 21,000 [15 CFR 742.6(b)(10)(iii)]",
        "a.1: tpp >= 4800 15 CFR 774 Supp. 1, 3A090.a.1; primary source",
        "PO-1005 : ordered on 2026-07-01",
        "买方丁有限公司",
        "https://news.example/made-up",
        "Not legal advice.",
        "region two: a citation of region two",
        "a7a7a7",
    ],
)
def test_the_page_says(page: Page, said: str) -> None:
    assert said in page.text


def test_what_is_not_tested_stands_before_the_lines(page: Page) -> None:
    assert page.text.index("Not tested") < page.text.index("Totals") < page.text.index("PO-1001")


def test_every_line_has_its_explanation_folded_under_it(page: Page) -> None:
    folds = page.named("details")

    assert len(folds) == len(page.named("summary")) == 4
    assert all("open" not in fold for fold in folds)


def test_tables_tell_their_headings(page: Page) -> None:
    assert len(page.named("caption")) == len(page.named("table")) == 2
    assert all(heading.get("scope") in {"col", "row"} for heading in page.named("th"))
    rows = [attributes for attributes in page.named("th") if attributes.get("role") == "rowheader"]
    assert len(rows) == 4


def test_the_bars_are_as_long_as_the_units(page: Page) -> None:
    bars = [attributes["width"] for attributes in page.named("rect") if attributes.get("class") == "hold"]

    assert bars == ["72.97", "100.0", "100.0", "35.0", "20.0", "20.0"]  # 13,500 of 18,500; then against 10,000


def assert_nothing_is_loaded(page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag not in {"img", "link", "iframe", "object", "embed", "base", "form", "audio", "video", "image", "use"}
        for name, value in attributes.items():
            assert name not in {"src", "srcset", "style", "action", "xlink:href", "data", "poster"}, (tag, name)
            assert not name.startswith("on"), (tag, name)
            assert name != "href" or str(value).startswith("#")
            assert "url(" not in (value or "")


def test_the_page_loads_nothing(chart: str, page: Page) -> None:
    assert_nothing_is_loaded(page)
    style = re.search(r"<style>(.*?)</style>", html_report(sample_check(), chart), re.DOTALL)
    assert style is not None
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_the_policy_allows_the_pages_own_script_and_style_only(chart: str) -> None:
    text = html_report(sample_check(), chart)
    metas = [attributes for attributes in Page(text).named("meta") if "http-equiv" in attributes]
    policy = dict(part.strip().split(" ", 1) for part in str(metas[0]["content"]).split(";"))

    assert metas[0]["http-equiv"] == "Content-Security-Policy"
    assert policy["default-src"] == "'none'"
    for tag in ("script", "style"):
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(found) == 1
        assert policy[f"{tag}-src"] == f"'sha256-{b64encode(sha256(found[0].encode()).digest()).decode()}'"


def test_hostile_text_stays_text(chart: str) -> None:
    text = html_report(hostile_check(), chart)
    page = Page(text)

    assert page.unbalanced == []
    assert len(page.named("script")) == 1
    assert_nothing_is_loaded(page)
    assert "<script>alert" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert HOSTILE[:27] in page.text


def test_a_hostile_chart_label_stays_text() -> None:
    points = [{"name": HOSTILE, "tpp": "3000", "performance_density": "4", "verdict": "hold"}]
    lines = [{**CHART_LINES[0], "label": HOSTILE, "citation": HOSTILE}]
    page = Page(html_report(sample_check(), threshold_chart(points, lines)))

    assert page.unbalanced == []
    assert len(page.named("script")) == 1
    assert_nothing_is_loaded(page)


NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


@pytest.mark.parametrize(
    "drawing",
    [
        f"<svg {NAMESPACE}><script>alert(1)</script></svg>",
        f'<svg {NAMESPACE} onload="alert(1)"/>',
        f'<svg {NAMESPACE}><image href="http://evil.example/x.png"/></svg>',
        f'<svg {NAMESPACE}><a href="http://evil.example/"><text>x</text></a></svg>',
        f'<svg {NAMESPACE}><rect fill="url(http://evil.example/x)"/></svg>',
        f'<svg {NAMESPACE}><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>',
        f'<svg {NAMESPACE}><h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script></svg>',
        f"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg {NAMESPACE}>&a;</svg>",
        "<svg",
        "<p>not a drawing</p>",
    ],
)
def test_a_chart_that_is_no_plain_drawing_is_refused(drawing: str) -> None:
    with pytest.raises(ValueError, match="the chart"):
        html_report(sample_check(), drawing)


def test_a_page_without_a_chart_has_no_figure() -> None:
    assert Page(html_report(sample_check(), "")).named("figure") == []


def test_a_deep_explanation_nests_as_deep() -> None:
    check = sample_check()
    check["lines"][3]["explanation"] = [deep(300), deep(2)]
    page = Page(html_report(check, EMPTY_CHART))

    assert page.unbalanced == []
    assert "n300: step" in page.text


def test_an_empty_book_has_a_page() -> None:
    check: dict[str, Any] = sample_check()
    check["lines"], check["left_out"], check["not_tested"], check["title"] = [], [], [], ""
    check["totals"] = {**dict.fromkeys(check["totals"], 0), "by_cause": []}
    page = Page(html_report(check, ""))

    assert page.unbalanced == []
    assert "Untitled book of orders" in page.text
