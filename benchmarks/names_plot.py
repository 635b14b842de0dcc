"""Draw recall against speed from the figures of names.py.

python benchmarks/names_plot.py FIGURES.json... > docs/images/names-recall-speed.svg
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

KINDS = ("exact", "typo", "alias", "alias_left_out", "rewritten", "subsidiary")


def main() -> None:
    """Write the chart as SVG to standard output."""
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    rows = [_row(each) for path in sys.argv[1:] for each in json.loads(Path(path).read_text("utf-8"))]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("speed:Q", title="queries a second, one thread (logarithmic)", scale=alt.Scale(type="log")),
        y=alt.Y("recall:Q", title="recall at 1, Latin names, %", scale=alt.Scale(zero=False)),
    )
    marks = base.mark_point(filled=True, size=70).encode(color=alt.Color("whose:N", title=None))
    labels = base.mark_text(align="left", dx=7, dy=-5).encode(text="label:N")
    chart = (marks + labels).properties(
        width=560,
        height=300,
        title="Names found first against speed, held-out half; the numbers say how many names Licet scores",
    )
    sys.stdout.write(vl_convert.vegalite_to_svg(chart.to_dict()))


def _row(figures: dict[str, Any]) -> dict[str, Any]:
    counts = [figures["kinds"][kind] for kind in KINDS]
    recall = 100 * sum(each["first"] for each in counts) / sum(each["queries"] for each in counts)
    name, _, near = figures["searcher"].partition("_")
    ours = name == "ours"
    label = f"{near or 60}" if ours else figures["searcher"].replace("_", ", ")
    whose = "Licet" if ours or name == "exact" else "others"
    return {"speed": figures["per_second"], "recall": recall, "label": label, "whose": whose}


if __name__ == "__main__":
    main()
