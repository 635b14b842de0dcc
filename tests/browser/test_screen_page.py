"""The page of names looked up in a real browser: it fits, its search and filters work, and a long one stays usable.

Needs Chromium: without it the tests are skipped, or fail where `CI` is set.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.browser import test_report_page as report_page
from tests.unit.report.screen_answers import HOSTILE, candidate, foot, head, judgement, name

from licet.report.screen_html import DETAILED, ScreenPage

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

chromium = report_page.chromium
PHONE, DESK = 390, 1280
MANY, FLAGGED = 10_000, 1_500

# Runs in the page, before its own script and its policy, and tells its findings to the page around it.
PROBE = """
<script>
var root = document.documentElement, data = root.dataset;
data.refused = data.errors = "";
document.addEventListener("securitypolicyviolation", function (event) {
  data.refused += event.violatedDirective + " ";
});
window.addEventListener("error", function (event) { data.errors += event.message + " "; });
function all(what) { return Array.prototype.slice.call(document.querySelectorAll(what)); }
function seen(what) { return all(what).filter(function (each) { return each.getClientRects().length > 0; }).length; }
function id(what) { return document.getElementById(what); }
function told(what) { data[what] = seen(".party") + "," + id("told").textContent; }
function choose(box, value) { id(box).value = value; id(box).dispatchEvent(new Event("change")); }
function measure(what) {
  var wide = [], small = [], letters = [];
  all("body *").forEach(function (each) {
    var box = each.getBoundingClientRect();
    if (each.closest(".unseen, .skip") || !each.checkVisibility() || !box.width) { return; }
    if (box.right > root.clientWidth + 1) { wide.push(each.tagName + "." + each.className); }
    if (parseFloat(getComputedStyle(each).fontSize) < 11.5 && each.textContent.trim()) { small.push(each.tagName); }
  });
  data["wide" + what] = wide.slice(0, 5).join(" ");
  data["small" + what] = small.slice(0, 5).join(" ");
  data["scroll" + what] = root.scrollWidth;
}
window.addEventListener("load", function () {
  var first = document.querySelector(".party summary"), started, reachable;
  told("start");
  data.more = id("more-parties").textContent;
  reachable = all("#unfold, #search, #outcome, #level, summary, .more").filter(function (each) {
    if (!each.getClientRects().length) { return false; }
    each.focus();
    return document.activeElement !== each;
  });
  data.unreachable = reachable.map(function (each) { return each.tagName + each.id; }).join(" ");
  data.labelled = all("input, select").every(function (each) { return each.labels.length === 1; });
  first.click();
  data.opened = first.parentElement.open;
  data.bar = document.querySelector(".features rect.like").getBoundingClientRect().width > 20;
  measure("");
  first.click();
  id("unfold").click();
  data.unfolded = all(".party details[open]").length;
  data.pressed = id("unfold").getAttribute("aria-pressed");
  measure("unfolded");
  id("unfold").click();
  data.folded = all(".party details[open]").length;
  if (!id("more-parties").hidden) {
    id("more-parties").click();
    data.shownmore = seen(".party");
    data.focused = document.activeElement.tagName;
  }
  choose("level", "exact"); told("exact");
  choose("level", ""); choose("outcome", "listed"); told("listed");
  choose("outcome", "");
  started = performance.now();
  id("search").value = "heron  7x";
  id("search").dispatchEvent(new Event("input"));
  setTimeout(function () {
    told("searched");
    data.waited = Math.round(performance.now() - started);
    id("search").value = "nothing like it";
    id("search").dispatchEvent(new Event("input"));
    setTimeout(function () { told("none"); parent.postMessage(Object.assign({}, data), "*"); }, 300);
  }, 300);
});
</script>
"""


def page_of(*names: dict[str, object]) -> str:
    page = ScreenPage(head())
    counts: dict[str, int] = {}
    for each in names:
        page.add(each)
        counts[str(each["outcome"])] = counts.get(str(each["outcome"]), 0) + 1
    return page.html(foot(**counts))


@pytest.fixture(scope="module")
def page() -> str:
    unbroken = "Moonshade" * 30
    return page_of(
        name("Gray Heron Trading", "possible_match", candidate(level="exact", score=1.0), id="b1", where="names.csv:2"),
        name("Heron 7x", "possible_match", candidate(level="possible"), candidate(reopened="the entry has changed")),
        name("Jane Heron", "listed", candidate(judgement=judgement(judged="same"))),
        name("Heron Cleared", "cleared", candidate(judgement=judgement())),
        name(unbroken, "possible_match", candidate(name=unbroken, entry_id="9" * 80, notice="9" * 300, list="L" * 60)),
        name(HOSTILE, "possible_match", candidate(name=HOSTILE, matched=HOSTILE, evidence=[f"for: {HOSTILE}"])),
        name("---", "not_looked_up", not_compared=["---"]),
        name("Buyer A", "not_alike"),
        name("Buyer Heron 7x", "not_alike"),
    )


@pytest.fixture(scope="module")
def long_page() -> str:
    heron = candidate()
    names = [name(f"Heron {number}x", "possible_match", heron, heron) for number in range(FLAGGED)]
    return page_of(*names, *(name(f"Buyer {number}", "not_alike") for number in range(MANY - FLAGGED)))


def findings(chromium: str, folder: Path, width: int, text: str) -> dict[str, str]:
    """Return what the probe found in the page at that width."""
    return report_page.probed(chromium, folder, width, text, PROBE, budget=20000)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_fits_and_its_filters_work(chromium: str, page: str, tmp_path: Path, width: int) -> None:
    found = findings(chromium, tmp_path, width, page)

    assert (found["refused"], found["errors"]) == ("", "")
    assert (found["wide"], found["wideunfolded"]) == ("", "")
    assert (found["small"], found["smallunfolded"]) == ("", "")
    assert (found["scroll"], found["scrollunfolded"]) == (str(width), str(width))
    assert (found["unreachable"], found["labelled"]) == ("", "true")
    assert (found["opened"], found["bar"]) == ("true", "true")
    assert (found["unfolded"], found["folded"]) == ("7", "0")
    assert found["start"] == "7,7 of 7 names with candidates, 2 of 2 others"
    assert found["exact"] == "1,1 of 7 names with candidates, 0 of 2 others"
    assert found["listed"] == "1,1 of 7 names with candidates, 0 of 2 others"
    assert found["searched"] == "1,1 of 7 names with candidates, 1 of 2 others"
    assert found["none"] == "0,0 of 7 names with candidates, 0 of 2 others"


def test_a_long_page_stays_usable(chromium: str, long_page: str, tmp_path: Path) -> None:
    found = findings(chromium, tmp_path, DESK, long_page)

    others = MANY - DETAILED
    assert found["start"] == f"200,{DETAILED} of {DETAILED} names with candidates, {others} of {others} others"
    assert found["more"] == f"Show more ({DETAILED - 200} not shown)"
    assert (found["shownmore"], found["focused"]) == ("400", "SUMMARY")
    assert found["unfolded"] == "200"
    assert found["searched"].startswith(f"{len([n for n in range(DETAILED) if '7x' in f'{n}x'])},")
    assert len(long_page) < 8_000_000


def test_paper_shows_every_candidate(chromium: str, page: str, tmp_path: Path) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("no pdftotext (poppler-utils) is installed")
    for kind, text in (("with", page), ("without", re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))):
        shown, paper = tmp_path / f"{kind}.html", tmp_path / f"{kind}.pdf"
        shown.write_text(text, encoding="utf-8")
        report_page.run(chromium, shown, DESK, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
        printed = subprocess.run([pdftotext, str(paper), "-"], capture_output=True, check=True).stdout.decode()
        assert printed.count("For all items") == 7, kind
        assert "Unfold all" not in printed
        assert "Search names" not in printed
