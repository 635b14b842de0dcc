
(function () {
  "use strict";
  function all(within, what) { return Array.prototype.slice.call(within.querySelectorAll(what)); }
  function start(story) {
    var panel = story.querySelector(".panel"), tools = story.querySelector(".tools");
    if (!panel || !tools) { return; }
    var hint = panel.querySelector(".panel-hint"), shown = panel.querySelector(".panel-act");
    var signs = all(story, ".licet-timeline [tabindex]"), rows = all(story, ".acts tr.act");
    var chosen = null, pinned = false;
    panel.hidden = tools.hidden = false;

    function clear() {
      signs.forEach(function (each) { each.classList.remove("tl-chosen"); });
      chosen = null;
      pinned = false;
      shown.hidden = true;
      hint.hidden = false;
    }
    function show(sign) {
      var lines = sign.querySelector("title").textContent.split("\n"), number = sign.getAttribute("data-act");
      var row = number && document.getElementById("act-" + number);
      var card = panel.querySelector(".panel-card"), link = panel.querySelector(".panel-link");
      if (chosen === sign) { return; }
      signs.forEach(function (each) { each.classList.toggle("tl-chosen", each === sign); });
      chosen = sign;
      panel.querySelector(".panel-title").textContent = lines[0];
      panel.querySelector(".panel-band").textContent = !row ? lines.slice(1).join("\n") :
        sign.classList.contains("tl-bar") ? "This band: " + lines[2] : "";
      card.textContent = "";
      if (row) { card.appendChild(row.querySelector("dl").cloneNode(true)); }
      link.parentNode.hidden = !row;
      link.setAttribute("href", row ? "#act-" + number : "#acts");
      hint.hidden = true;
      shown.hidden = false;
      panel.scrollTop = 0;
    }
    function step(sign, by) {
      var seen = signs.filter(function (each) { return each.getClientRects().length; });
      var next = seen[seen.indexOf(sign) + by];
      if (next) { next.focus(); }
    }
    function filter(key) {
      var count = 0;
      rows.forEach(function (row) {
        row.hidden = key !== "" && row.getAttribute("data-key") !== key;
        count += row.hidden ? 0 : 1;
      });
      signs.forEach(function (each) {
        each.classList.toggle("tl-aside", key !== "" && each.getAttribute("data-key") !== key);
      });
      all(tools, "button").forEach(function (each) {
        each.setAttribute("aria-pressed", String(each.getAttribute("data-show") === key));
      });
      tools.querySelector(".shown").textContent = count + " of " + rows.length + " acts";
    }
    signs.forEach(function (sign) {
      sign.addEventListener("pointerenter", function () { if (!pinned) { show(sign); } });
      sign.addEventListener("focus", function () { show(sign); });
      sign.addEventListener("click", function () { show(sign); pinned = true; });
      sign.addEventListener("keydown", function (event) {
        if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
          event.preventDefault();
          step(sign, event.key === "ArrowRight" ? 1 : -1);
        } else if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          pinned = true;
          panel.focus();
        }
      });
    });
    story.addEventListener("keydown", function (event) { if (event.key === "Escape") { clear(); } });
    panel.querySelector(".panel-close").addEventListener("click", clear);
    panel.querySelector(".panel-link").addEventListener("click", function () { filter(""); });
    all(tools, "button").forEach(function (button) {
      button.addEventListener("click", function () { filter(button.getAttribute("data-show")); });
    });
    filter("");
  }
  function foldsForPaper() {
    var folds = all(document, "details"), before = [];
    window.addEventListener("beforeprint", function () {
      before = folds.map(function (each) { return each.open; });
      folds.forEach(function (each) { each.open = true; });
    });
    window.addEventListener("afterprint", function () {
      folds.forEach(function (each, place) { each.open = before[place]; });
    });
  }
  all(document, ".story").forEach(start);
  if (!document.getElementById("unfold")) { foldsForPaper(); }
}());
