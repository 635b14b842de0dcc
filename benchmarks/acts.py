"""The recorded acts: what stands on a key, a timeline, and a long book whose lines ask both keys.

No other engine was found that keeps dated, contested states of a key, so nothing runs beside these.
"""

from __future__ import annotations

import csv
import random
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

from timing import Timing, timed

from licet.acts import Asked, load_acts, standing
from licet.catalogue import load_catalogue
from licet.rules import rules_root
from licet.verdict import open_desk, timeline

if TYPE_CHECKING:
    from pathlib import Path

FIRST, DAYS = date(2022, 8, 26), 1500
BUYERS = ("bytedance", "alibaba", "tencent", "deepseek", "Nobody Known")
KEYS = ("us:export", "cn:import")


def measure_acts(count: int) -> list[Timing]:
    """Time `count` questions on distinct items, days, known days and buyers, and the timeline of every family."""
    story, catalogue = load_acts(), load_catalogue(rules_root() / "catalogue")
    items, draw = list(catalogue), random.Random(1)  # noqa: S311  data, not secrets
    asked = [
        (
            draw.choice(KEYS),
            Asked(
                draw.choice(items),
                catalogue,
                FIRST + timedelta(days=draw.randrange(DAYS)),
                FIRST + timedelta(days=draw.randrange(DAYS)),
                (draw.choice(BUYERS),),
            ),
        )
        for _ in range(count)
    ]
    desk = open_desk()
    return [
        timed(
            "what stands on a key", lambda one: standing(story, *one), asked, note=f"{len(story.acts)} acts on record"
        ),
        timed(
            "timeline of every family", lambda _: timeline(desk, []), range(5), note="bands, marks and sources as JSON"
        ),
    ]


def long_book(example: Path, folder: Path, lines: int) -> Path:
    """Write a case whose lines are drawn from an example's, 1 to 50 pieces each; what names its orders is left out."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(example, folder)
    with (folder / "orders.csv").open(encoding="utf-8") as stream:
        drawn_from = list(csv.DictReader(stream))
    draw = random.Random(1)  # noqa: S311  data, not secrets
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(drawn_from[0]))
        writer.writeheader()
        for number in range(lines):
            writer.writerow({**draw.choice(drawn_from), "order_id": f"L{number}", "quantity": draw.randint(1, 50)})
    own = {row["order_id"] for row in drawn_from}
    for name in ("order_parties.csv", "answers.csv", "facts.csv"):
        head, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if not own & set(row.split(","))]
        (folder / name).write_text("\n".join([head, *kept, ""]), encoding="utf-8")
    return folder
