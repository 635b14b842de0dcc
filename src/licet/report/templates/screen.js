
(function () {
  "use strict";
  var AT_ONCE = 200;
  function all(what, within) { return Array.prototype.slice.call((within || document).querySelectorAll(what)); }
  function id(name) { return document.getElementById(name); }
  var groups = [
    {rows: all(".party"), more: id("more-parties"), shown: AT_ONCE, fits: []},
    {rows: all(".short li"), more: id("more-short"), shown: AT_ONCE, fits: []}
  ];
  groups.forEach(function (group) {
    group.texts = group.rows.map(function (row) {
      return (row.getAttribute("data-text") || row.textContent).toLowerCase();
    });
  });
  var search = id("search"), outcome = id("outcome"), level = id("level"), told = id("told"), unfold = id("unfold");
  var before = null, waiting = 0;

  function fits(row, text, words) {
    return words.every(function (word) { return text.indexOf(word) >= 0; }) &&
      (!outcome.value || row.getAttribute("data-outcome") === outcome.value) &&
      (!level.value || row.getAttribute("data-level") === level.value);
  }
  function draw(group) {
    var count = 0;
    group.rows.forEach(function (row, place) {
      if (group.fits[place]) { count += 1; }
      row.hidden = !group.fits[place] || count > group.shown;
    });
    if (group.more) {
      group.more.hidden = count <= group.shown;
      group.more.textContent = "Show more (" + (count - group.shown) + " not shown)";
    }
    return count;
  }
  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean), counts;
    groups.forEach(function (group) {
      group.shown = AT_ONCE;
      group.fits = group.rows.map(function (row, place) { return fits(row, group.texts[place], words); });
    });
    counts = groups.map(draw);
    told.textContent = counts[0] + " of " + groups[0].rows.length + " names with candidates, " +
      counts[1] + " of " + groups[1].rows.length + " others";
  }
  function set(open) { all(".party:not([hidden]) details").forEach(function (each) { each.open = open; }); }

  all(".needs-script").forEach(function (each) { each.hidden = false; });
  search.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  [outcome, level].forEach(function (each) { each.addEventListener("change", filter); });
  groups.forEach(function (group) {
    if (!group.more) { return; }
    group.more.addEventListener("click", function () {
      var first = group.rows.filter(function (row, place) { return group.fits[place]; })[group.shown], inner;
      group.shown += AT_ONCE;
      draw(group);
      inner = first && first.querySelector("summary");
      if (inner) { inner.focus(); }
    });
  });
  unfold.addEventListener("click", function () {
    var open = unfold.getAttribute("aria-pressed") !== "true";
    set(open);
    unfold.setAttribute("aria-pressed", String(open));
    unfold.textContent = open ? "Fold all" : "Unfold all shown";
  });
  window.addEventListener("beforeprint", function () {
    before = all("details").map(function (each) { return [each, each.open]; });
    groups.forEach(function (group) { group.was = group.shown; group.shown = Infinity; draw(group); });
    all("details").forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    (before || []).forEach(function (pair) { pair[0].open = pair[1]; });
    groups.forEach(function (group) { group.shown = group.was; draw(group); });
  });
  filter();
}());
