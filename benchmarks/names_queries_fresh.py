"""Write the queries for subsidiaries again, with places and businesses that no table of the search names.

python benchmarks/names_queries_fresh.py SCREENING_LIST.json > benchmarks/names_queries_fresh.csv

The words that names_queries.py puts beside a name all stand in `light_words.csv`, so that its figure flatters the
search. These words were chosen without a look at the table, after all tuning, and nothing was tuned on them.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from pathlib import Path

from names_queries import _FORM, COLUMNS, FEW, LETTERS

SEED = 7_310_726
PLACES = ("Lyon", "Nairobi", "Osaka", "Lagos", "Bogota", "Tashkent", "Milan", "Penang")
BUSINESSES = ("Ventures", "Robotics", "Textiles", "Automation", "Consulting", "Packaging", "Biotech", "Studio")


def main() -> None:
    """Write the queries as CSV to standard output."""
    entries = json.loads(Path(sys.argv[1]).read_bytes())["entries"]
    chance = random.Random(SEED)  # noqa: S311  a sample, no secret
    fit = [each for each in entries if each.get("t") not in {"Vessel", "Aircraft"} and len(each["n"]) in LETTERS]
    writer = csv.DictWriter(sys.stdout, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for entry in chance.sample(fit, FEW):
        name = f"{_FORM.sub('', entry['n'])} ({chance.choice(PLACES)}) {chance.choice(BUSINESSES)}"
        writer.writerow({"kind": "subsidiary_fresh", "half": "held", "query": name, "expected": entry["n"]})


if __name__ == "__main__":
    main()
