"""The page of a timeline in a real browser: it fits, its labels keep apart, and focus, pointer and touch show the act.

Needs Chromium: without it the tests are skipped, or fail where `CI` is set.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.browser import test_report_page as report_page
from tests.unit.report.samples import sample_check
from tests.unit.report.story_examples import ghost_timeline, hostile_timeline, status_example, timeline_example

from licet.report import html_report, timeline_html, timeline_svg

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

chromium = report_page.chromium
PHONE, DESK = 390, 1280

# Runs in the page, before its own script and its policy, and tells its findings to the page around it.
PROBE = """
<script>
var root = document.documentElement, data = root.dataset;
data.refused = data.errors = "";
document.addEventListener("securitypolicyviolation", function (event) {
  data.refused += event.violatedDirective + " ";
});
window.addEventListener("error", function (event) { data.errors += event.message + " "; });
console.error = function (what) { data.errors += what + " "; };
function all(what) { return Array.prototype.slice.call(document.querySelectorAll(what)); }
function seen(each) { return each.getClientRects().length > 0; }
function key(name) { return new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true}); }
function measure() {
  var wide = [], small = [], spilt = [], met = [], boxes = [];
  all("body *").forEach(function (each) {
    var box = each.getBoundingClientRect();
    var hidden = each.closest(".unseen, .skip, thead, .drawing svg, .chart svg, .drawing.wide");
    if (hidden || !each.checkVisibility()) { return; }
    if (box.width && box.right > root.clientWidth + 1) { wide.push(each.tagName + "." + each.className); }
    if (parseFloat(getComputedStyle(each).fontSize) < 11.5 && each.textContent.trim()) { small.push(each.tagName); }
  });
  all(".licet-timeline text").filter(seen).forEach(function (each) {
    var box = each.getBoundingClientRect(), sheet = each.ownerSVGElement.getBoundingClientRect();
    if (box.right > sheet.right + 1 || box.left < sheet.left - 1) { spilt.push(each.textContent); }
    boxes.forEach(function (other) {
      var across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      var down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (across > 0.5 && down > 3) { met.push(each.textContent + " / " + other.text); }
    });
    boxes.push({box: box, text: each.textContent});
  });
  data.scroll = root.scrollWidth;
  data.wide = wide.join(" ");
  data.small = small.join(" ");
  data.spilt = spilt.join(" | ");
  data.met = met.join(" | ");
  data.letters = Math.min.apply(null, boxes.map(function (each) { return each.box.bottom - each.box.top; }));
}
function first(sign) { return sign.querySelector("title").textContent.split("\\n")[0]; }
function shown() {
  var act = document.querySelector(".panel-act");
  return seen(act) ? act.querySelector(".panel-title").textContent : "";
}
window.addEventListener("load", function () {
  measure();
  var signs = all(".licet-timeline [tabindex]").filter(seen), bars = signs.filter(function (each) {
    return each.classList.contains("tl-bar") && each.getAttribute("data-act");
  });
  var mark = signs[0], bar = bars[bars.length - 1], panel = document.querySelector(".panel");
  data.before = shown();
  mark.focus();
  data.focus = shown() === first(mark);
  mark.dispatchEvent(key("ArrowRight"));
  data.arrow = document.activeElement === signs[1] && shown() === first(signs[1]);
  bar.dispatchEvent(new PointerEvent("pointerenter"));
  data.pointed = shown();
  data.card = panel.querySelector(".panel-card").textContent.replace(/\\s+/g, " ");
  bar.dispatchEvent(new MouseEvent("click", {bubbles: true}));
  mark.dispatchEvent(new PointerEvent("pointerenter"));
  data.pinned = shown() === data.pointed;
  bar.scrollIntoView({block: "center"});
  var box = panel.getBoundingClientRect();
  data.panel = box.top >= 0 && box.bottom <= window.innerHeight + 1 && box.right <= root.clientWidth;
  data.link = document.querySelector(panel.querySelector(".panel-link").getAttribute("href")) !== null;
  bar.focus();
  bar.dispatchEvent(key("Enter"));
  data.entered = document.activeElement === panel;
  panel.dispatchEvent(key("Escape"));
  data.closed = shown() === "";
  document.querySelector('[data-show="cn:import"]').click();
  data.rows = all(".acts tr.act").filter(seen).length;
  data.told = document.querySelector(".shown").textContent;
  document.querySelector('[data-show=""]').click();
  data.scrollafter = root.scrollWidth;
  parent.postMessage(Object.assign({}, data), "*");
});
</script>
"""


@pytest.fixture(scope="module")
def page() -> str:
    return timeline_html(ghost_timeline())


@pytest.fixture(scope="module")
def report() -> str:
    return html_report(sample_check(), "", story={"timeline": timeline_example(), "statuses": [status_example()]})


def findings(chromium: str, folder: Path, width: int, text: str) -> dict[str, str]:
    """Return what the probe found in the page at that width."""
    return report_page.probed(chromium, folder, width, text, PROBE)


def assert_it_fits(found: dict[str, str], width: int) -> None:
    assert (found["errors"], found["refused"]) == ("", "")
    assert found["scroll"] == found["scrollafter"] == str(width), found["wide"]
    assert (found["wide"], found["small"], found["spilt"], found["met"]) == ("", "", "", "")
    assert float(found["letters"]) >= 11


def assert_it_works(found: dict[str, str]) -> None:
    assert found["before"] == ""
    for name in ("focus", "arrow", "pinned", "panel", "link", "entered", "closed"):
        assert found[name] == "true", name


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_fits_and_works(chromium: str, page: str, tmp_path: Path, width: int) -> None:
    found = findings(chromium, tmp_path, width, page)

    assert_it_fits(found, width)
    assert_it_works(found)
    assert found["pointed"] == "26. Small lots are let in, case by case"
    assert "Where may the pieces be used? (Most are to stay in Hong Kong or abroad; not in CN)" in found["card"]
    assert (found["rows"], found["told"]) == ("10", "10 of 26 acts")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_hostile_timeline_fits_and_runs_nothing(chromium: str, tmp_path: Path, width: int) -> None:
    found = findings(chromium, tmp_path, width, timeline_html(hostile_timeline()))

    assert_it_fits(found, width)
    assert_it_works(found)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_report_with_a_story_fits_and_works(chromium: str, report: str, tmp_path: Path, width: int) -> None:
    found = findings(chromium, tmp_path, width, report)

    assert_it_fits(found, width)
    assert_it_works(found)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_painted(chromium: str, page: str, tmp_path: Path, width: int) -> None:
    shown, shot = tmp_path / "page.html", tmp_path / "page.png"
    shown.write_text(page, encoding="utf-8")
    report_page.run(chromium, shown, width, f"--screenshot={shot}", height=1200)

    data = shot.read_bytes()
    assert struct.unpack(">II", data[16:24]) == (width, 1200)
    assert len(data) > 20_000  # a blank page of this size packs to far less


def test_the_drawing_is_painted_by_itself(chromium: str, tmp_path: Path) -> None:
    shown, shot = tmp_path / "timeline.svg", tmp_path / "timeline.png"
    shown.write_text(timeline_svg(timeline_example()), encoding="utf-8")
    report_page.run(chromium, shown, DESK, f"--screenshot={shot}")

    assert len(shot.read_bytes()) > 20_000


def test_paper_shows_all_that_is_known(chromium: str, page: str, tmp_path: Path) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("no pdftotext (poppler-utils) is installed")
    for name, text in (("with", page), ("without", re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))):
        shown, paper = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        shown.write_text(text, encoding="utf-8")
        report_page.run(chromium, shown, DESK, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
        done = subprocess.run([pdftotext, str(paper), "-"], capture_output=True, check=True)
        printed = " ".join(done.stdout.decode().split())
        assert printed.count("read in full") == 26, name
        assert "customs refused" in printed
        assert "Point at a band" not in printed
        assert "All that is known" not in printed
