"""The page of a reading in a real browser: it fits, a passage leads to its claim, event, act and orders, and back.

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
from tests.unit.report.test_reading_html import hostile_reading, large_reading, sample_reading

from licet.report import reading_html

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

chromium = report_page.chromium
PHONE, DESK = 390, 1280
MANY = 200

# Runs in the page, before its own script and its policy, and tells its findings to the page around it.
PROBE = """
<script>
var root = document.documentElement, data = root.dataset;
data.refused = data.errors = "";
document.addEventListener("securitypolicyviolation", function (event) {
  data.refused += event.violatedDirective + " ";
});
window.addEventListener("error", function (event) {
  data.errors += event.message + " ";
  parent.postMessage(Object.assign({}, data), "*");
});
function all(what) { return Array.prototype.slice.call(document.querySelectorAll(what)); }
function seen(what) {
  return all(what).filter(function (each) { return each.checkVisibility() && each.getClientRects().length > 0; });
}
function names(found) { return found.map(function (each) { return each.id; }).join(" "); }
function panel(what) {
  var found = document.querySelector("#panel " + what);
  return found && found.getClientRects().length ? found.textContent.replace(/\\s+/g, " ").trim() : "";
}
function within(what) {
  var box = document.querySelector(what).getBoundingClientRect();
  var foot = window.innerWidth < 1200 ? document.getElementById("panel").getBoundingClientRect().height : 0;
  return box.top >= 0 && box.bottom <= window.innerHeight - foot + 1;
}
function key(name, on) { on.dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true})); }
function measure(what) {
  var wide = [], small = [];
  all("body *").forEach(function (each) {
    var box = each.getBoundingClientRect();
    if (!box.width || each.closest(".unseen, .skip, thead, .drawing") || !each.checkVisibility()) { return; }
    if (box.right > root.clientWidth + 1) { wide.push(each.tagName + "." + each.className); }
    if (parseFloat(getComputedStyle(each).fontSize) < 11.5 && each.textContent.trim()) { small.push(each.tagName); }
  });
  var drawn = seen(".days text").map(function (each) { return each.getBoundingClientRect().height; });
  data["fits" + what] = [wide.slice(0, 5).join(" "), small.slice(0, 5).join(" "), root.scrollWidth].join("|");
  data["letters" + what] = Math.min.apply(null, drawn.concat(99)) >= 11;
}
var steps = [
  function () {
    data.first = names(seen(".view"));
    data.current = document.querySelector(".views [aria-current]").textContent;
    measure("summary");
    document.querySelector('.sentences a[href="#claim-2"]').click();
  },
  function () {
    data.claimview = names(seen(".view")) + " " + names(seen(".document"));
    data.claim = panel(".panel-title") + ": " + panel(".card");
    data.claimfocus = document.activeElement.id;
    data.claimseen = within("#at-2");
    data.lit = seen("mark.lit").length + " " + seen(".cue.lit").length;
    measure("claim");
    document.querySelector('#panel a[href="#event-4"]').click();
  },
  function () {
    data.eventview = names(seen(".view"));
    data.event = panel(".panel-title") + ": " + panel(".event");
    data.eventfocus = document.activeElement.id;
    data.eventlit = seen("mark.lit").length;
    measure("event");
    document.querySelector('#panel a[href="#claim-8"]').click();
  },
  function () {
    data.other = panel(".panel-title") + " " + names(seen(".document"));
    document.querySelector('#panel [data-do="back"]').click();
  },
  function () { window.history.back(); },
  function () {
    data.back = panel(".panel-title") + " " + names(seen(".document"));
    key("Escape", document.getElementById("panel"));
    data.closed = panel(".panel-title") + document.activeElement.id;
    seen("#doc-1 mark").filter(function (each) { return each.getAttribute("data-c") === "3 2"; })[0].click();
  },
  function () {
    data.inner = panel(".panel-title") + ": " + panel(".card > p:last-child");
    document.querySelector('#panel [data-do="after"]').click();
  },
  function () {
    data.next = panel(".panel-title");
    document.querySelector('#panel [data-do="close"]').click();
    window.location.hash = "#events";
  },
  function () {
    data.events = names(seen(".view")) + " " + seen(".events > .event").length;
    measure("events");
    seen('[data-show="cn:import"]')[0].click();
    data.imports = names(seen(".events > .event"));
    var box = document.getElementById("standing");
    box.value = "proposed";
    box.dispatchEvent(new Event("change"));
    data.proposed = names(seen(".events > .event")) + "; " + document.querySelector(".tools .shown").textContent;
    seen('.bar[data-event="1"]')[0].dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
  },
  function () {
    data.drawn = panel(".panel-title") + " " + seen(".events > .event").length;
    window.scrollTo(0, 1e6);
    var bar = document.querySelector(".views a").getBoundingClientRect();
    var box = document.getElementById("panel").getBoundingClientRect();
    var top = document.elementFromPoint(bar.left + 5, bar.top + 5);
    data.nav = window.scrollY > 100 && top !== null && top.closest(".views") !== null;
    data.whole = box.top >= 0 && box.bottom <= window.innerHeight;
    window.location.hash = "#conflict-1";
  },
  function () {
    data.conflict = names(seen(".view")) + " " + within("#conflict-1 h3");
    measure("conflicts");
    document.querySelector('#conflict-1 a[href="#event-4"]').focus();
    document.querySelector('#conflict-1 a[href="#event-4"]').click();
  },
  function () {
    data.beside = names(seen(".view")) + " " + panel(".panel-title");
    key("Escape", document.getElementById("panel"));
    data.returned = document.activeElement.getAttribute("href");
    window.location.hash = "#orders";
  },
  function () { measure("orders"); window.location.hash = "#sources"; },
  function () {
    measure("sources");
    document.querySelector('.copies a[href="#doc-3"]').click();
  },
  function () {
    data.copy = names(seen(".view")) + " " + names(seen(".document"));
    data.listed = all(".list [aria-current]").length;
    window.location.hash = "#block-2-3";
  },
  function () {
    data.unfolded = document.getElementById("block-2-3").closest("details").open;
    data.unreachable = seen("main a, button, select, summary").filter(function (each) {
      each.focus();
      return document.activeElement !== each;
    }).length;
    measure("document");
    parent.postMessage(Object.assign({}, data), "*");
  }
];
function run() {
  var step = steps.shift();
  if (step) {
    setTimeout(run, 60);
    step();
  }
}
window.addEventListener("load", function () { setTimeout(run, 60); });
</script>
"""

# Goes from one thing to another without waiting, and tells how long each step took, in milliseconds.
CLOCK = """
<script>
window.addEventListener("load", function () {
  var data = document.documentElement.dataset, last = document.querySelectorAll(".claims .claim").length;
  function go(name) {
    var before = performance.now();
    history.replaceState(null, "", name);
    window.dispatchEvent(new Event("hashchange"));
    void document.body.offsetHeight;
    return Math.round(performance.now() - before);
  }
  void document.body.offsetHeight;
  data.loaded = Math.round(performance.now());
  data.steps = [go("#claim-" + last), go("#claim-1"), go("#event-300"), go("#events"), go("#doc-150"), go("#sources")];
  data.shown = document.querySelectorAll(".document.now").length;
  var find = document.getElementById("find"), before = performance.now();
  find.value = "SECOND plant 00000012";
  document.querySelectorAll(".list li").forEach(function (row, place) {
    row.dataset.text += " " + ("0000000" + place).slice(-8);
  });
  find.dispatchEvent(new Event("input"));
  data.found = document.querySelectorAll(".list li:not([hidden])").length;
  data.finding = Math.round(performance.now() - before);
});
</script>
"""


@pytest.fixture(scope="module")
def page() -> str:
    return reading_html(sample_reading())


def findings(chromium: str, folder: Path, width: int, text: str) -> dict[str, str]:
    """Return what the probe found in the page at that width."""
    return report_page.probed(chromium, folder, width, text, PROBE, budget=15000)


def assert_it_fits(found: dict[str, str], width: int) -> None:
    assert (found["errors"], found["refused"]) == ("", "")
    fits = {name: value for name, value in found.items() if name.startswith("fits")}
    assert len(fits) == 8
    assert set(fits.values()) == {f"||{width}"}, fits
    assert found["lettersevents"] == "true"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_passage_leads_to_its_claim_its_event_its_act_and_its_orders_and_back(
    chromium: str, page: str, tmp_path: Path, width: int
) -> None:
    found = findings(chromium, tmp_path, width, page)

    assert_it_fits(found, width)
    assert (found["first"], found["current"]) == ("summary", "Summary")
    assert found["claimview"] == "documents doc-1"
    assert found["claim"].startswith("Claim 2: 2 cn:import: approved batch conditional The ministry of Buyer Land told")
    assert "Part of event 4: First lots of Model One are let in" in found["claim"]
    assert (found["claimfocus"], found["claimseen"], found["lit"]) == ("panel", "true", "2 1")
    assert found["eventview"] == "documents"
    assert found["event"].startswith("Event 4: 4 not after 2031-06-03 cn:import: approved batch conditional")
    for said in ("4 claims", "Said and denied.", "proposed: a person may accept it", "PO-3 model-one release"):
        assert said in found["event"]
    assert (found["eventfocus"], found["eventlit"]) == ("panel", "3")
    assert found["other"] == "Claim 8 doc-4"
    assert found["back"] == "Claim 2 doc-1"
    assert found["closed"] == "at-2"
    assert found["inner"] == "Claim 3: Also read in these words: claim 2"
    assert found["next"] == "Claim 4"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_events_are_filtered_and_each_part_is_shown_by_itself(
    chromium: str, page: str, tmp_path: Path, width: int
) -> None:
    found = findings(chromium, tmp_path, width, page)

    assert found["events"] == "events 6"
    assert found["imports"] == "event-2 event-4 event-5 event-6"
    assert found["proposed"] == "event-2 event-4; 2 of 6 events"
    assert found["drawn"] == "Event 1 6"
    assert (found["nav"], found["whole"]) == (str(width == DESK).lower(), "true")
    assert found["conflict"] == "conflicts true"
    assert (found["beside"], found["returned"]) == ("conflicts Event 4", "#event-4")
    assert (found["copy"], found["listed"]) == ("documents doc-3", "1")
    assert (found["unfolded"], found["unreachable"]) == ("true", "0")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_hostile_reading_fits_and_runs_nothing(chromium: str, tmp_path: Path, width: int) -> None:
    assert_it_fits(findings(chromium, tmp_path, width, reading_html(hostile_reading())), width)


def test_a_pile_of_two_hundred_documents_stays_usable(chromium: str, tmp_path: Path) -> None:
    shown = tmp_path / "page.html"
    text = re.sub(r"<meta http-equiv[^>]*>", "", reading_html(large_reading(MANY)))
    shown.write_text(text.replace("<head>", "<head>" + CLOCK, 1), encoding="utf-8")
    root = re.search(r"<html[^>]*>", report_page.run(chromium, shown, DESK, "--dump-dom"))
    assert root is not None
    found = dict(re.findall(r'data-(\w+)="([^"]*)"', root[0]))

    assert found["shown"] == "1"
    assert int(found["loaded"]) < 15_000
    assert max(map(int, (*found["steps"].split(","), found["finding"]))) < 2_000
    assert found["found"] == "1"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_painted(chromium: str, page: str, tmp_path: Path, width: int) -> None:
    shown, shot = tmp_path / "page.html", tmp_path / "page.png"
    shown.write_text(page, encoding="utf-8")
    report_page.run(chromium, shown, width, f"--screenshot={shot}", height=1200)

    data = shot.read_bytes()
    assert struct.unpack(">II", data[16:24]) == (width, 1200)
    assert len(data) > 20_000  # a blank page of this size packs to far less


def test_paper_shows_everything_with_a_script_and_without(chromium: str, page: str, tmp_path: Path) -> None:
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("no pdftotext (poppler-utils) is installed")
    for name, text in (("with", page), ("without", re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))):
        shown, paper = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        shown.write_text(text, encoding="utf-8")
        report_page.run(chromium, shown, DESK, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
        done = subprocess.run([pdftotext, str(paper), "-"], capture_output=True, check=True)
        printed = " ".join(done.stdout.decode().split())
        for said in (
            "Most read today",
            "Customs stopped a lot of 250 boards last week",
            "a permission with a ceiling",
            "not said to be done: expected",
            "two originators",
            "which is the newer is not known",
            "PO-3",
        ):
            assert said in printed, (name, said)
        assert "Choose a numbered passage" not in printed
