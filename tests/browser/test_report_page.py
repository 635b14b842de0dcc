"""The page in a real browser, headless, at the width of a phone and of a desk.

Needs Chromium: without it the tests are skipped, or fail where `CI` is set.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.unit.report.samples import CHART_LINES, CHART_POINTS, hostile_check, sample_check

from licet.report import html_report, threshold_chart

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PHONE, DESK = 390, 1280

# Runs in the page, before its own script and its policy, and tells its findings to the page around it.
PROBE = """
<script>
document.documentElement.dataset.refused = "";
document.addEventListener("securitypolicyviolation", function (event) {
  document.documentElement.dataset.refused += event.violatedDirective + " ";
});
window.addEventListener("load", function () {
  var root = document.documentElement, wide = [], small = [], cut = [];
  document.querySelectorAll("body *").forEach(function (each) {
    var box = each.getBoundingClientRect(), style = getComputedStyle(each);
    var hidden = each.closest(".unseen, .skip, .lines thead") || !each.checkVisibility() || !box.width;
    if (hidden || each.closest(".chart svg")) { return; }
    if (box.right > root.clientWidth + 1) { wide.push(each.tagName + "." + each.className); }
    if (parseFloat(style.fontSize) < 11.5 && each.textContent.trim()) { small.push(each.tagName); }
    if (each.scrollWidth > each.clientWidth + 1 && style.overflowX === "hidden") { cut.push(each.tagName); }
  });
  root.dataset.width = root.clientWidth;
  root.dataset.scroll = root.scrollWidth;
  root.dataset.wide = wide.join(" ");
  root.dataset.small = small.join(" ");
  root.dataset.cut = cut.join(" ");
  var letters = Array.prototype.map.call(document.querySelectorAll(".chart text"), function (each) {
    return each.getBoundingClientRect().height;
  }).filter(Boolean);
  root.dataset.letters = letters.length ? Math.min.apply(null, letters) : 0;
  var button = document.getElementById("unfold");
  root.dataset.button = String(!button.hidden);
  button.focus();
  root.dataset.focused = String(document.activeElement === button);
  button.click();
  root.dataset.opened = document.querySelectorAll("details[open]").length;
  root.dataset.scrollopened = root.scrollWidth;
  parent.postMessage(Object.assign({}, root.dataset), "*");
});
</script>
"""

# A window is never narrower than about 500 pixels, so the page stands in a frame of the width asked for.
FRAME = """<!DOCTYPE html><html><body style="margin: 0">
<script>
addEventListener("message", function (event) { Object.assign(document.documentElement.dataset, event.data); });
</script>
<iframe src="page.html" style="border: 0; width: {width}px; height: 800px"></iframe>
</body></html>
"""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"no Chromium found under any of {', '.join(NAMES)}")
        pytest.skip("no Chromium is installed")
    return found


@pytest.fixture(scope="module")
def page() -> str:
    return html_report(sample_check(), threshold_chart(CHART_POINTS, CHART_LINES))


def run(chromium: str, shown: Path, width: int, *options: str, height: int = 900) -> str:
    command = [
        chromium,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--disable-dev-shm-usage",
        "--disable-extensions",
        "--hide-scrollbars",
        f"--user-data-dir={shown.parent / 'profile'}",
        f"--window-size={width},{height}",
        *options,
        shown.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8")


def findings(chromium: str, folder: Path, width: int, text: str) -> dict[str, str]:
    """Return what the probe found in the page at that width."""
    return probed(chromium, folder, width, text, PROBE)


def probed(chromium: str, folder: Path, width: int, text: str, probe: str, *, budget: int = 5000) -> dict[str, str]:
    """Return what a probe, put before the page's own script, found at that width within a budget of milliseconds."""
    (folder / "page.html").write_text(text.replace("<head>", "<head>" + probe, 1), encoding="utf-8")
    frame = folder / "frame.html"
    frame.write_text(FRAME.replace("{width}", str(width)), encoding="utf-8")
    dumped = run(chromium, frame, DESK, f"--virtual-time-budget={budget}", "--dump-dom")
    root = re.search(r"<html[^>]*>", dumped)
    assert root is not None
    found = dict(re.findall(r'data-(\w+)="([^"]*)"', root[0]))
    assert found, "the probe did not report"
    return found


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_fits_and_works(chromium: str, page: str, tmp_path: Path, width: int) -> None:
    found = findings(chromium, tmp_path, width, page)

    assert found["width"] == str(width)
    assert found["scroll"] == str(width), found["wide"]
    assert found["wide"] == ""
    assert found["small"] == ""
    assert found["cut"] == ""
    assert float(found["letters"]) >= 11
    assert (found["button"], found["focused"], found["opened"]) == ("true", "true", "4")
    assert found["scrollopened"] == str(width)
    assert found["refused"] == ""


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_hostile_book_fits_and_runs_nothing(chromium: str, tmp_path: Path, width: int) -> None:
    page = html_report(hostile_check(), threshold_chart(CHART_POINTS, CHART_LINES))
    found = findings(chromium, tmp_path, width, page)

    assert found["scrollopened"] == str(width), found["wide"]
    assert found["refused"] == ""  # nothing hostile was even tried


def test_the_policy_stops_a_foreign_script(chromium: str, page: str, tmp_path: Path) -> None:
    injected = page.replace("</main>", "<script>taken = 1;</script><img src='x' onerror='a()'></main>", 1)
    found = findings(chromium, tmp_path, DESK, injected)

    assert "script-src-elem" in found["refused"]
    assert "img-src" in found["refused"]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_painted(chromium: str, page: str, tmp_path: Path, width: int) -> None:
    shown, shot = tmp_path / "page.html", tmp_path / "page.png"
    shown.write_text(page, encoding="utf-8")
    run(chromium, shown, width, f"--screenshot={shot}", height=1200)

    data = shot.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (width, 1200)
    assert len(data) > 20_000  # a blank page of this size packs to far less


def test_paper_shows_every_explanation(chromium: str, page: str, tmp_path: Path) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("no pdftotext (poppler-utils) is installed")
    for name, text in (("with", page), ("without", re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))):
        shown, paper = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        shown.write_text(text, encoding="utf-8")
        run(chromium, shown, DESK, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
        printed = subprocess.run([pdftotext, str(paper), "-"], capture_output=True, check=True).stdout.decode()
        assert printed.count("Because") == 4, name
        assert "Unfold all" not in printed
