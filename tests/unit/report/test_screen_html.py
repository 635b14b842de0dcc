from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from tests.unit.report.screen_answers import HOSTILE, candidate, foot, head, judgement, name

from licet.report import screen_html
from licet.report.screen_html import ScreenPage


def page(*names: dict[str, object], **changes: object) -> str:
    shown = ScreenPage(head(**changes))
    counts: dict[str, int] = {}
    for each in names:
        shown.add(each)
        counts[str(each["outcome"])] = counts.get(str(each["outcome"]), 0) + 1
    return shown.html(foot(**counts))


class Tags(HTMLParser):
    """Reads the page: which tags it has, which are never closed, which ids stand twice."""

    VOID = ("meta", "input", "rect")

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.ids += [value or "" for key, value in attrs if key == "id"]
        assert not [key for key, _ in attrs if key.startswith("on") or key == "style"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing() -> None:
    text = page(
        name("Gray Heron Trading", "possible_match", candidate(), id="b1", where="names.csv:2", country="DE"),
        name("---", "not_looked_up", not_compared=["---"]),
        name("Buyer A", "not_alike"),
    )

    found = Tags(text)

    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert not {"link", "img", "iframe", "object", "form"} & set(found.seen)
    assert re.findall(r'href="([^"]*)"', text) == ["#names"]
    assert found.seen.count("script") == 1


def test_what_a_list_or_a_name_says_stays_text() -> None:
    text = page(
        name(
            HOSTILE,
            "possible_match",
            candidate(name=HOSTILE, matched=HOSTILE, evidence=[f"for: {HOSTILE}"], reopened=HOSTILE),
            aliases=['"><img src=x onerror=a()>'],
            where=HOSTILE,
        ),
        name(HOSTILE, "not_alike"),
        warnings=[HOSTILE],
    )

    assert "<script>alert" not in text
    assert "<img" not in text
    assert not set(text) & {"\u001b", "\u202e"}
    assert Tags(text).seen.count("script") == 1


def test_candidates_show_bars_evidence_and_what_was_judged() -> None:
    text = page(
        name(
            "Gray Heron Trading",
            "possible_match",
            candidate(),
            candidate(judgement=judgement()),
            candidate(reopened="r"),
        )
    )

    assert '<rect class="like" width="90.0" height="8"/>' in text
    assert text.index("<h5>For</h5>") < text.index("<h5>Against</h5>")
    assert "Nobody has judged it." in text
    assert "judged by A. Officer on 2026-06-12" in text
    assert "Open again: r" in text
    assert "and 8 more" in text  # of the aliases


def test_those_to_see_come_first_and_others_by_name_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_html, "DETAILED", 2)
    monkeypatch.setattr(screen_html, "NAMED", 3)
    names = [
        name("Cleared one", "cleared", candidate(judgement=judgement())),
        *(name(f"Possible {number}", "possible_match", candidate(level="possible")) for number in range(3)),
        name("Exact one", "possible_match", candidate(level="exact")),
        name("Listed one", "listed", candidate(judgement=judgement(judged="same"))),
        *(name(f"Buyer {number}", "not_alike") for number in range(4)),
    ]

    text = page(*names)

    detailed = re.findall(r"<h3><bdi>(.*?)</bdi></h3>", text)
    short = re.findall(r'<li data-outcome="\w+"><bdi>(.*?)</bdi>', text)
    assert detailed == ["Listed one", "Exact one"]
    assert len(short) == 3
    assert f"{len(names) - 5} names more are not on this page" in text


@pytest.mark.parametrize("stale", [None, False, True])
def test_stale_lists_are_told_beside_what_is_not_tested(stale: bool | None) -> None:
    lists = head()["lists"]
    lists["sources"][0]["stale"] = stale

    assert ("us-csl is stale" in page(lists=lists)) is (stale is True)


def test_no_name_at_all() -> None:
    assert "No name has a candidate." in page()
