
(function () {
  "use strict";
  var all = Array.prototype.slice.call(document.querySelectorAll("details"));
  var button = document.getElementById("unfold");
  var before = [];
  function set(open) { all.forEach(function (each) { each.open = open; }); }
  if (!button || !all.length) { return; }
  button.hidden = false;
  button.addEventListener("click", function () {
    var open = button.getAttribute("aria-pressed") !== "true";
    set(open);
    button.setAttribute("aria-pressed", String(open));
    button.textContent = open ? "Fold all explanations" : "Unfold all explanations";
  });
  window.addEventListener("beforeprint", function () {
    before = all.map(function (each) { return each.open; });
    set(true);
  });
  window.addEventListener("afterprint", function () {
    all.forEach(function (each, place) { each.open = before[place]; });
  });
}());
