"""The timeline as one SVG: bands for each key, hatched where contested, and marks on a row of their own.

Complete in itself: no script, no link, nothing loaded. Each band and mark can be focused and has a title. Colours
follow the reader's scheme and are never alone: every effect has a pattern of its own.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from licet.report.act_words import scope_words
from licet.report.timeline_layout import FOOT, RADIUS, WIDE, planned
from licet.report.timeline_legend import EFFECTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from licet.report.label_placement import Box
    from licet.report.timeline_layout import Bar, Dot, Layout, Text
    from licet.report.timeline_legend import Swatch

    Data = Mapping[str, Any]

_FONT = "Arial, 'Liberation Sans', Helvetica, 'Noto Sans CJK SC', sans-serif"
# What a program draws that reads no style sheet; timeline_svg.css says the same for browsers, for both schemes.
_FILLS = {"open": "#d3e9f5", "approval_needed": "#f2c75c", "shut": "#8f2a1d", "unknown": "#d9dde1"}
_INKS = {"open": "#12303f", "approval_needed": "#2b2000", "shut": "#ffffff", "unknown": "#1d2329"}
_INK, _QUIET, _GRID, _PAPER = "#1d2329", "#56606b", "#d5dae0", "#ffffff"


def timeline_svg(timeline: Data) -> str:
    """Return the timeline (JSON shape `timeline`) as the text of an SVG document.

    Args:
        timeline: As `licet timeline` gives it.
    """
    return _Drawing(planned(timeline), timeline, "tl").document(style=style_sheet())


def embedded_svg(timeline: Data, *, width: float = WIDE, prefix: str = "tl") -> str:
    """Return the drawing for a page that has the style sheet itself.

    Args:
        timeline: As `licet timeline` gives it.
        width: Pixels.
        prefix: What the ids begin with, so that two drawings on a page do not share one.
    """
    return _Drawing(planned(timeline, width), timeline, prefix).document()


def style_sheet() -> str:
    """Return the style sheet of the drawing."""
    return files("licet.report").joinpath("templates", "timeline_svg.css").read_text(encoding="utf-8")


class _Drawing:
    """One document; texts go through ElementTree only, which escapes them."""

    def __init__(self, layout: Layout, timeline: Data, prefix: str) -> None:
        self._layout, self._timeline, self._prefix = layout, timeline, prefix

    def document(self, style: str = "") -> str:
        """Return the text of the drawing."""
        width, height = _px(self._layout.width), _px(self._layout.height)
        names = {part: f"{self._prefix}-{part}" for part in ("title", "desc")}
        root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "licet-timeline", "role": "group"})
        root.attrib |= {"viewBox": f"0 0 {width} {height}", "width": width, "height": height, "font-family": _FONT}
        root.set("aria-labelledby", " ".join(names.values()))
        _child(root, "title", {"id": names["title"]}, self._title())
        _child(root, "desc", {"id": names["desc"]}, self._description())
        if style:
            _child(root, "style", {}, style)
        self._defs(root)
        _child(root, "rect", {"class": "tl-paper", "width": width, "height": height, "fill": _PAPER})
        self._rules(root)
        for text in self._layout.texts:
            _text(root, text)
        for dot in self._layout.dots:
            self._dot(root, dot)
        for bar in self._layout.bars:
            self._bar(root, bar)
        legend = _child(root, "g", {"class": "tl-legend"})
        for swatch, box, text in self._layout.legend:
            self._swatch(legend, swatch, box, text)
        return ET.tostring(root, encoding="unicode")

    def _title(self) -> str:
        return f"The keys of these chips over time, {self._timeline['from']} to {self._timeline['to']}"

    def _description(self) -> str:
        known = f" Drawn with what was public on {self._timeline['known_at']}." if self._timeline["known_at"] else ""
        return (
            "For each item and key, a band of its state over time, and under it a band for each act. "
            f"Each band and mark can be focused and tells its act.{known}"
        )

    def _defs(self, root: ET.Element) -> None:
        defs = _child(root, "defs")
        tile = {"patternUnits": "userSpaceOnUse", "width": "7", "height": "7"}
        for effect in EFFECTS:
            ink = {"class": f"tl-line-{effect}", "stroke": _INKS[effect]}
            hatch = self._def(defs, "pattern", f"hatch-{effect}", tile | {"patternTransform": "rotate(45)"})
            _child(hatch, "path", {**ink, "d": "M2 0V7", "stroke-width": "2", "stroke-opacity": "0.5"})
            soft = self._def(defs, "linearGradient", f"soft-{effect}", {})
            for offset, opacity in (("0", "0.1"), ("1", "1")):
                stop = {"class": f"tl-stop-{effect}", "stop-color": _FILLS[effect]}
                _child(soft, "stop", {**stop, "offset": offset, "stop-opacity": opacity})
        ruled = self._def(defs, "pattern", "over-approval_needed", tile)
        look = {"class": "tl-line-approval_needed", "stroke": _INKS["approval_needed"], "stroke-opacity": "0.16"}
        _child(ruled, "path", {**look, "d": "M0 3.5H7", "stroke-width": "1"})
        dotted = self._def(defs, "pattern", "over-unknown", tile)
        spot = {"class": "tl-dot-unknown", "fill": _INKS["unknown"], "fill-opacity": "0.3"}
        _child(dotted, "circle", {**spot, "cx": "3.5", "cy": "3.5", "r": "1"})

    def _def(self, defs: ET.Element, kind: str, name: str, look: dict[str, str]) -> ET.Element:
        return _child(defs, kind, {"id": f"{self._prefix}-{name}", **look})

    def _rules(self, root: ET.Element) -> None:
        looks = {"known": {"stroke-dasharray": "5 3"}, "checked": {"stroke-dasharray": "2 3"}}
        for rule in self._layout.rules:
            ends = {"x1": _px(rule.x), "x2": _px(rule.x), "y1": _px(rule.top), "y2": _px(rule.bottom)}
            stroke = {"stroke": _QUIET if rule.look in looks else _GRID}
            _child(root, "line", {"class": f"tl-rule-{rule.look}", **stroke, **ends, **looks.get(rule.look, {})})

    def _group(self, parent: ET.Element, kind: str, tip: str, number: int | None, key: str) -> ET.Element:
        look = {"class": kind, "tabindex": "0", "role": "img", "data-key": key}
        group = _child(parent, "g", look | ({"data-act": str(number)} if number else {}))
        _child(group, "title", {}, tip)
        return group

    def _dot(self, root: ET.Element, dot: Dot) -> None:
        group = self._group(root, "tl-mark", dot.tip, dot.number, "mark")
        if dot.until > dot.x + RADIUS:
            ends = {"x1": _px(dot.x), "x2": _px(dot.until), "y1": _px(dot.y), "y2": _px(dot.y)}
            _child(group, "line", {"class": "tl-mark-line", "stroke": _QUIET, "stroke-width": "3", **ends})
        self._symbol(group, dot.x, dot.y, dot.letter, known=dot.known)

    def _symbol(self, group: ET.Element, x: float, y: float, letter: str, *, known: bool = True) -> None:
        dashes = {} if known else {"stroke-dasharray": "3 2"}
        circle = {"class": "tl-edge tl-symbol", "fill": _PAPER, "stroke": _INK, "stroke-width": "1.3", **dashes}
        _child(group, "circle", {**circle, "cx": _px(x), "cy": _px(y), "r": _px(RADIUS)})
        middle = {"x": _px(x), "y": _px(y + 4), "text-anchor": "middle", "font-size": "12", "font-weight": "bold"}
        _child(group, "text", {"class": "tl-letter", "fill": _INK, **middle}, letter)

    def _bar(self, root: ET.Element, bar: Bar) -> None:
        kind = "tl-bar tl-headline" if bar.is_headline else "tl-bar"
        group = self._group(root, kind, bar.tip, bar.number, str(bar.band["key"]))
        if bar.known:
            self._filled(group, bar)
        else:
            self._edge(group, bar.box, "tl-ghost", "4 3")
        if bar.runs_on:
            self._arrow(group, bar)
        if bar.label:
            if bar.band["contested"] and bar.label.look.startswith("on-"):
                self._plate(group, bar)
            _text(group, bar.label)

    def _plate(self, group: ET.Element, bar: Bar) -> None:
        """Draw a plain ground under a label that stands on hatching."""
        assert bar.label is not None  # noqa: S101  the caller has seen to it
        effect, box = _effect(bar.band["effect"]), bar.label.box
        place = {"x": _px(box.left - 3), "y": _px(bar.box.top + 1.5), "width": _px(box.right - box.left + 4)}
        place["height"] = _px(bar.box.bottom - bar.box.top - FOOT - 2)
        _child(group, "rect", {"class": f"tl-{effect}", "fill": _FILLS[effect], **place})

    def _filled(self, group: ET.Element, bar: Bar) -> None:
        effect, box = _effect(bar.band["effect"]), bar.box
        if bar.soft:
            fading = {"fill": f"url(#{self._prefix}-soft-{effect})"}
            _child(group, "rect", {**_place(box), "width": _px(bar.soft), **fading})
        left = {"x": _px(box.left + bar.soft), "width": _px(box.right - box.left - bar.soft)}
        _child(group, "rect", {"class": f"tl-{effect}", "fill": _FILLS[effect], **_place(box), **left})
        self._patterns(group, box, effect, contested=bar.band["contested"], scope=bar.band["scope_text"])
        self._edge(group, box, "tl-unverified" if bar.unverified else "", "1 3" if bar.unverified else "")

    def _patterns(self, group: ET.Element, box: Box, effect: str, *, contested: bool, scope: str) -> None:
        names = [f"over-{effect}"] if effect in {"approval_needed", "unknown"} else []
        names += [f"hatch-{effect}"] if contested else []
        for name in names:
            _child(group, "rect", {"class": "tl-over", "fill": f"url(#{self._prefix}-{name})", **_place(box)})
        if scope_words(scope):
            ends = {"x1": _px(box.left), "x2": _px(box.right), "y1": _px(box.bottom - 2), "y2": _px(box.bottom - 2)}
            dashes = {"stroke-width": "2.5", "stroke-dasharray": "6 4"}
            _child(group, "line", {"class": f"tl-line-{effect}", "stroke": _INKS[effect], **dashes, **ends})

    def _edge(self, group: ET.Element, box: Box, look: str, dashes: str) -> None:
        stroke = {"fill": "none", "stroke": _QUIET, "stroke-width": "1", "pointer-events": "all"}
        dashed = {"stroke-dasharray": dashes, "stroke-width": "1.6"} if dashes else {}
        _child(group, "rect", {"class": f"tl-edge {look}".strip(), **stroke, **dashed, **_place(box)})

    def _arrow(self, group: ET.Element, bar: Bar) -> None:
        """Draw that a band runs on past the last day shown."""
        x, middle = bar.box.right + 2, (bar.box.top + bar.box.bottom) / 2
        points = f"M{_px(x)} {_px(middle - 5)}L{_px(x + 6)} {_px(middle)}L{_px(x)} {_px(middle + 5)}Z"
        _child(group, "path", {"class": "tl-arrow", "fill": _QUIET, "d": points})

    def _swatch(self, parent: ET.Element, swatch: Swatch, box: Box, text: Text) -> None:
        if swatch.letter:
            self._symbol(parent, (box.left + box.right) / 2, (box.top + box.bottom) / 2, swatch.letter)
        elif swatch.look == "ghost":
            self._edge(parent, box, "tl-ghost", "4 3")
        else:
            self._sample(parent, swatch, box)
        _text(parent, text)

    def _sample(self, parent: ET.Element, swatch: Swatch, box: Box) -> None:
        effect = swatch.effect
        fill = f"url(#{self._prefix}-soft-{effect})" if swatch.look == "soft" else _FILLS[effect]
        look = {} if swatch.look == "soft" else {"class": f"tl-{effect}"}
        _child(parent, "rect", {**look, "fill": fill, **_place(box)})
        scope = "some" if swatch.look == "scoped" else ""
        self._patterns(parent, box, effect, contested=swatch.look == "contested", scope=scope)
        self._edge(parent, box, "", "1 3" if swatch.look == "unverified" else "")


def _effect(effect: str) -> str:
    """Return an effect that has a look; one not known here is drawn as unknown."""
    return effect if effect in EFFECTS else "unknown"


def _child(parent: ET.Element, tag: str, look: Mapping[str, str] | None = None, text: str = "") -> ET.Element:
    child = ET.SubElement(parent, tag, dict(look or {}))
    if text:
        child.text = text
    return child


def _text(parent: ET.Element, text: Text) -> None:
    if not text.text:
        return
    effect = text.look.removeprefix("on-")
    if effect != text.look:
        look = {"class": f"tl-on-{_effect(effect)}", "fill": _INKS[_effect(effect)]}
    else:
        halo = {"stroke": _PAPER, "stroke-width": "3", "stroke-linejoin": "round", "paint-order": "stroke"}
        look = {"class": f"tl-{text.look}", "fill": _INK if text.look == "ink" else _QUIET, **halo}
    place = {"x": _px(text.box.right if text.at_end else text.x), "y": _px(text.y), "font-size": _px(text.size)}
    place |= {"text-anchor": "end"} if text.at_end else {}
    _child(parent, "text", look | place | ({"font-weight": "bold"} if text.bold else {}), text.text)


def _place(box: Box) -> dict[str, str]:
    wide, high = box.right - box.left, box.bottom - box.top
    return {"x": _px(box.left), "y": _px(box.top), "width": _px(wide), "height": _px(high)}


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
