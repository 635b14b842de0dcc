"""Draws a worked-out chart as SVG with Altair and vl-convert, without a network.

Colour is never alone: each verdict has a shape of its own as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import vl_convert

from licet.report.chart import FONT_SIZE, HEIGHT, OUTSIDE_BOOK, THIS_ITEM, WIDTH

if TYPE_CHECKING:
    from licet.report.chart import Axis, Drawing, Row

_LOOKS = {
    "release": ("#1a7f4b", "circle"),
    "hold": ("#c0352b", "square"),
    "undetermined": ("#b7791f", "diamond"),
    OUTSIDE_BOOK: ("#8b95a0", "circle"),
    THIS_ITEM: ("#1f5fa8", "diamond"),
}
_INK, _QUIET, _FRAME, _GRID, _THRESHOLD = "#1d2329", "#4a535d", "#9aa3ad", "#d5dae0", "#6b5fa8"
_NOTE_HEIGHT = 16


def svg(drawing: Drawing) -> str:
    """Return the drawing as the text of an SVG document."""
    layers = [
        *_spans("rect", drawing.regions, drawing),
        *_spans("rule", drawing.segments, drawing),
        *_spans("leader", drawing.leaders, drawing),
        *_points(drawing),
        *_labels(drawing.threshold_labels, drawing, _THRESHOLD, "italic"),
        *_labels(drawing.point_labels, drawing, _INK, "normal"),
    ]
    title = alt.TitleParams(
        text=[""],
        subtitle=drawing.notes or [""],
        orient="bottom",
        anchor="start",
        frame="group",
        offset=4,
        subtitleFontSize=FONT_SIZE - 0.5,
        subtitleColor=_QUIET,
        subtitleLineHeight=_NOTE_HEIGHT,
    )
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title, background="transparent")
    chart = chart.configure(font="sans-serif").configure_view(stroke=_FRAME)
    chart = chart.configure_legend(
        orient="top",
        title=None,
        labelFontSize=FONT_SIZE + 1,
        symbolSize=90,
        labelColor=_INK,
    )
    return vl_convert.vegalite_to_svg(chart.to_dict(), allowed_base_urls=[])


def _scaled(drawing: Drawing, across: str, up: str) -> dict[str, Any]:
    x_axis = _axis(drawing.across, "Total processing performance (TPP), log scale")
    y_axis = _axis(drawing.up, "Performance density (TPP per mm²), log scale")
    return {
        "x": alt.X(f"{across}:Q", scale=_scale(drawing.across), axis=x_axis),
        "y": alt.Y(f"{up}:Q", scale=_scale(drawing.up), axis=y_axis),
    }


def _scale(axis: Axis) -> alt.Scale:
    return alt.Scale(type="log", domain=[axis.low, axis.high], nice=False)


def _axis(axis: Axis, title: str) -> alt.Axis:
    return alt.Axis(
        title=title,
        values=axis.ticks,
        format=",~r",
        labelFontSize=FONT_SIZE,
        labelOverlap="greedy",
        labelColor=_QUIET,
        titleFontSize=FONT_SIZE + 1,
        titleFontWeight="normal",
        titlePadding=8,
        titleColor=_QUIET,
        gridColor=_GRID,
        gridOpacity=0.7,
        domainColor=_FRAME,
        tickColor=_FRAME,
    )


def _base(rows: list[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _spans(kind: str, rows: list[Row], drawing: Drawing) -> list[alt.Chart]:
    if not rows:
        return []
    base = _base(rows)
    if kind == "rect":
        mark = base.mark_rect(fill=_THRESHOLD, fillOpacity=0.12, stroke=_THRESHOLD, strokeOpacity=0.4)
    elif kind == "rule":
        mark = base.mark_rule(stroke=_THRESHOLD, strokeDash=[5, 3], strokeWidth=1.4)
    else:
        mark = base.mark_rule(stroke=_FRAME, strokeWidth=0.8)
    described = {"description": "said:N"} if kind != "leader" else {}
    return [mark.encode(**_scaled(drawing, "tpp_from", "density_from"), x2="tpp_to:Q", y2="density_to:Q", **described)]


def _points(drawing: Drawing) -> list[alt.Chart]:
    if not drawing.points:
        return []
    kinds = _kinds(drawing)
    colours, shapes = zip(*(_LOOKS[kind] for kind in kinds), strict=True)
    legend = None if kinds == [THIS_ITEM] else alt.Undefined
    return [
        _base(drawing.points)
        .mark_point(filled=True, opacity=0.9)
        .encode(
            **_scaled(drawing, "tpp", "density"),
            description="said:N",
            color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=list(colours)), legend=legend),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=list(shapes)), legend=legend),
            size=alt.condition("datum.in_book", alt.value(95), alt.value(26)),
        )
    ]


def _kinds(drawing: Drawing) -> list[str]:
    """Return what the legend lists: every verdict of a book; of one item, that alone."""
    if all(point["kind"] == THIS_ITEM for point in drawing.points):
        return [THIS_ITEM]
    return [kind for kind in _LOOKS if kind != THIS_ITEM]


def _labels(rows: list[Row], drawing: Drawing, colour: str, style: str) -> list[alt.Chart]:
    if not rows:
        return []
    mark = _base(rows).mark_text(
        align="left",
        baseline="middle",
        fontSize=FONT_SIZE,
        color=colour,
        fontStyle=style,
    )
    return [mark.encode(**_scaled(drawing, "tpp", "density"), text=alt.Text("label:N"))]
