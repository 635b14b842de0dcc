"""Draw recall against speed from the figures of names_speed.py.

python benchmarks/names_plot.py FIGURES.json... > docs/names-recall-speed.svg
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ENOUGH = 50  # names asked that are listed; a point of fewer says little
MEASURES = {"right": "recall at 1", "right_above": "recall at 1, 2 % of unlisted flagged"}
OURS = {"weak": "Licet, all", "possible": "Licet, possible", "strong": "Licet, strong"}


def main() -> None:
    """Write the chart as SVG to standard output."""
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    figures = [each for path in sys.argv[1:] for each in json.loads(Path(path).read_text("utf-8"))]
    rows = [row for each in figures if each["wanted"] >= ENOUGH for row in _rows(each)]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("speed:Q", title="names a second, two threads (logarithmic)", scale=alt.Scale(type="log")),
        y=alt.Y("recall:Q", title="%", scale=alt.Scale(domain=[55, 100], clamp=True)),
    )
    marks = base.mark_point(filled=True, size=70).encode(
        color=alt.Color("parties:N", title="parties listed"), shape=alt.Shape("whose:N", title=None)
    )
    labels = base.mark_text(align="left", dx=7, dy=-5).encode(text="label:N")
    chart = (
        (marks + labels)
        .properties(width=600, height=260)
        .facet(row=alt.Row("measure:N", title=None, sort=[MEASURES["right"], MEASURES["right_above"]]))
        .properties(title="Names found first, against speed")
    )
    sys.stdout.write(vl_convert.vegalite_to_svg(chart.to_dict()))


def _rows(figures: dict[str, Any]) -> list[dict[str, Any]]:
    method = figures["method"]
    return [
        {
            "speed": figures["per_second"],
            "measure": words,
            "recall": 100 * figures[measure] / figures["wanted"],
            "parties": f"{figures['parties']:,}",
            "label": OURS.get(method, method.replace("_", ", ")),
            "whose": "Licet" if method in OURS else "others",
        }
        for measure, words in MEASURES.items()
    ]


if __name__ == "__main__":
    main()
