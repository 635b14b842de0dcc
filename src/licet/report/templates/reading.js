
(function () {
  "use strict";
  var root = document.documentElement;
  function all(what, within) { return Array.prototype.slice.call((within || document).querySelectorAll(what)); }
  function id(name) { return document.getElementById(name); }
  function begin() {
    var start = "summary", opener = null, steps = 0, current = "";
    var panel = id("panel"), card = panel.querySelector(".panel-card"), title = panel.querySelector(".panel-title");
    var views = all(".view"), texts = all(".document"), choose = document.querySelector(".choose"), lit = [];
    var links = all(".views a"), list = all(".list li"), events = all(".events > .event"), find = id("find");
    var buttons = all(".tools button"), standing = id("standing"), told = document.querySelector(".tools .shown"), read = null;
    function wide() { return window.matchMedia("(min-width: 75rem)").matches; }

    function showView(name) {
      views.forEach(function (each) { each.classList.toggle("now", each.id === name); });
      links.forEach(function (each) {
        if (each.getAttribute("href") === "#" + name) { each.setAttribute("aria-current", "true"); }
        else { each.removeAttribute("aria-current"); }
      });
      current = name;
      root.setAttribute("data-view", name);
    }
    function showText(text) {
      var number = text.id.slice(4);
      texts.forEach(function (each) { each.classList.toggle("now", each === text); });
      list.forEach(function (each) {
        var link = each.querySelector("a");
        if (link.getAttribute("href") === "#doc-" + number) {
          link.setAttribute("aria-current", "true");
        } else { link.removeAttribute("aria-current"); }
      });
      if (!text.querySelector(".legend")) {
        var legend = document.querySelector(".legend"), about = text.querySelector(".about");
        if (legend) { about.parentNode.insertBefore(legend, about.nextSibling); }
      }
    }
    function unfold(element) {
      for (var each = element; each; each = each.parentElement) { if (each.tagName === "DETAILS") { each.open = true; } }
    }
    function light(found) {
      lit.forEach(function (each) { each.classList.remove("lit"); });
      lit = found;
      lit.forEach(function (each) { each.classList.add("lit"); });
    }
    function copy(element) {
      var made = element.cloneNode(true);
      all("[id]", made).forEach(function (each) { each.removeAttribute("id"); });
      made.removeAttribute("id");
      return made;
    }
    function stepTo(name, kind, number) {
      var link = panel.querySelector('[data-do="' + name + '"]');
      link.hidden = !id(kind + "-" + number);
      link.setAttribute("href", "#" + kind + "-" + number);
      link.setAttribute("aria-label", (name === "before" ? "Previous " : "Next ") + kind);
    }
    function showPanel(kind, number, heading, content) {
      title.textContent = heading;
      title.hidden = false;
      card.textContent = "";
      card.appendChild(content);
      panel.querySelector(".panel-hint").hidden = true;
      panel.querySelector(".panel-tools").hidden = false;
      panel.querySelector('[data-do="back"]').hidden = steps < 1;
      stepTo("before", kind, number - 1);
      stepTo("after", kind, number + 1);
      panel.setAttribute("aria-label", heading);
      panel.hidden = false;
      panel.scrollTop = 0;
      panel.focus({preventScroll: true});
    }
    function closePanel() {
      title.hidden = true;
      card.textContent = "";
      panel.querySelector(".panel-hint").hidden = false;
      panel.querySelector(".panel-tools").hidden = true;
      panel.hidden = !wide();
      light([]);
    }
    function alsoRead(text, number) {
      var others = [], told = document.createElement("p");
      all('mark[data-c~="' + number + '"]', text).forEach(function (mark) {
        mark.getAttribute("data-c").split(" ").forEach(function (each) {
          if (Number(each) !== number && others.indexOf(each) < 0) { others.push(each); }
        });
      });
      told.textContent = others.length ? "Also read in these words: " : "";
      others.forEach(function (each) { told.appendChild(copy(id("at-" + each))); });
      return told;
    }
    function intoView(element) {
      var box = element.getBoundingClientRect(), foot = wide() ? 0 : panel.getBoundingClientRect().height;
      if (box.top < 8 || box.bottom > window.innerHeight - foot - 8) { element.scrollIntoView({block: wide() ? "center" : "start"}); }
    }
    function showClaim(element, number) {
      var text = id("doc-" + element.getAttribute("data-document")), at = id("at-" + number), made;
      showView("documents");
      showText(text);
      if (at) { unfold(at); opener = at; }
      made = copy(element);
      made.appendChild(alsoRead(text, number));
      showPanel("claim", number, "Claim " + number, made);
      light(all('mark[data-c~="' + number + '"], .cue-' + number, text).concat(at ? [at] : []));
      intoView(at || text);
    }
    function passages(element) {
      return all('.card a.chip[href^="#claim-"]', element).reduce(function (found, link) {
        return found.concat(all('.document.now mark[data-c~="' + link.getAttribute("href").slice(7) + '"]'));
      }, []);
    }
    function showEvent(element, number) {
      var made = document.createElement("div");
      if (current !== "events" && current !== "documents" && current !== "conflicts" && current !== "orders") { showView("events"); }
      if (element.hidden) { filter("", ""); }
      made.appendChild(copy(element.querySelector(".head")));
      made.appendChild(copy(element.querySelector(".card")));
      made.className = "event " + element.className.replace(/\b(event|lit)\b/g, "");
      showPanel("event", number, "Event " + number, made);
      light([element].concat(all('.bar[data-event="' + number + '"]'), passages(element)));
      if (current === "events") { intoView(element); }
    }
    function route(first) {
      var name = window.location.hash.slice(1), found = name ? id(name) : null;
      var parts = /^(claim|event|at)-(\d+)$/.exec(name), view, text;
      if (parts && parts[1] === "at") { found = id("claim-" + parts[2]) || found; }
      if (!found || !found.closest("main")) {
        if (!first) { closePanel(); }
        showView(start);
        return;
      }
      if (parts && parts[1] !== "event") { showClaim(found, Number(parts[2])); return; }
      if (parts) { showEvent(found, Number(parts[2])); return; }
      closePanel();
      view = found.closest(".view");
      text = found.closest(".document");
      showView(view.id);
      if (text) {
        showText(text);
        if (choose && !wide()) { choose.open = false; }
      }
      unfold(found);
      if (found !== view) { found.scrollIntoView({block: "start"}); }
      else if (!first) { view.scrollIntoView({block: "nearest"}); }
      if (found.hasAttribute("tabindex") && !first) { found.focus({preventScroll: true}); }
    }
    function close() {
      var back = opener;
      closePanel();
      window.history.replaceState(null, "", "#" + current);
      if (back && back.getClientRects().length) { back.focus({preventScroll: true}); }
    }
    function filter(key, stands) {
      var count = 0;
      events.forEach(function (row) {
        row.hidden = (key !== "" && row.getAttribute("data-key") !== key) ||
          (stands !== "" && row.getAttribute("data-standing") !== stands);
        count += row.hidden ? 0 : 1;
      });
      buttons.forEach(function (each) {
        each.setAttribute("aria-pressed", String(each.getAttribute("data-show") === key));
      });
      all(".bar").forEach(function (each) {
        each.classList.toggle("far", id("event-" + each.getAttribute("data-event")).hidden);
      });
      standing.value = stands;
      told.textContent = count + " of " + events.length + " events";
    }
    function pressed() {
      var found = buttons.filter(function (each) { return each.getAttribute("aria-pressed") === "true"; })[0];
      return found ? found.getAttribute("data-show") : "";
    }
    function foldsForPaper() {
      var folds = [], before = [];
      window.addEventListener("beforeprint", function () {
        folds = all("details");
        before = folds.map(function (each) { return each.open; });
        folds.forEach(function (each) { each.open = true; });
      });
      window.addEventListener("afterprint", function () {
        folds.forEach(function (each, place) { each.open = before[place]; });
      });
    }

    all(".needs-script").forEach(function (each) { each.hidden = false; });
    if (texts.length) { showText(texts[0]); }
    if (choose && !wide()) { choose.open = false; }
    panel.hidden = !wide();
    document.addEventListener("click", function (event) {
      var mark = event.target.closest("mark[data-c]"), link = event.target.closest("a");
      if (link) {
        if (!panel.contains(link)) { opener = link; }
        if (link.getAttribute("href") === window.location.hash) { route(false); }
        return;
      }
      if (mark && String(window.getSelection()) === "") {
        window.location.hash = "#claim-" + mark.getAttribute("data-c").split(" ")[0];
      }
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !title.hidden) { close(); }
    });
    panel.addEventListener("click", function (event) {
      var what = event.target.getAttribute("data-do");
      if (what === "back") { window.history.back(); }
      if (what === "close") { close(); }
    });
    buttons.forEach(function (each) {
      each.addEventListener("click", function () { filter(each.getAttribute("data-show"), standing.value); });
    });
    standing.addEventListener("change", function () { filter(pressed(), standing.value); });
    if (find) {
      find.addEventListener("input", function () {
        var sought = find.value.toLowerCase().split(/\s+/).filter(Boolean);
        read = read || texts.map(function (each) { return each.querySelector(".body").textContent.toLowerCase(); });
        list.forEach(function (row, place) {
          var text = row.getAttribute("data-text") + read[place];
          row.hidden = !sought.every(function (word) { return text.indexOf(word) >= 0; });
        });
      });
    }
    window.addEventListener("hashchange", function () { steps += 1; route(false); });
    foldsForPaper();
    filter("", "");
    route(true);
  }
  root.classList.add("scripted");
  document.addEventListener("DOMContentLoaded", begin);
}());
