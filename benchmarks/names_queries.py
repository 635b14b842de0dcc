"""Write the queries that the search by likeness is measured with: seeded, from real lists, frozen before any tuning.

python benchmarks/names_queries.py SCREENING_LIST.json CN_LISTS.json UNLISTED.txt > benchmarks/names_queries.csv

The lists are public; UNLISTED.txt holds one company name a line (the constituents of stock indices from the package
pytickersymbols, MIT). Each query falls by a digest of its text into the half to tune with or the half held out.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20_260_731
FEW, MANY = 150, 300
LETTERS = range(4, 91)  # of a name
LONG, SHORT, THREE, HALF = 15, 6, 3, 0.5
CUT = 2  # the way to write a Chinese name with a character less
COLUMNS = ("kind", "half", "query", "address", "expected", "left_out")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEYS = {"exact": MANY, "typo": MANY, "alias": MANY, "alias_left_out": MANY, "rewritten": MANY, "subsidiary": FEW}
_FORM = re.compile(
    r"[,\s]*\b(co\.?|company|ltd\.?|limited|inc\.?|llc|l\.l\.c\.?|corp\.?|corporation|ooo|jsc|gmbh|fze)\.?\s*$",
    re.IGNORECASE,
)
_FORMS = ("Co., Ltd.", "Limited", "LLC", "Inc.", "Corp.", "Company Limited", "")
_PLACES = ("Shanghai", "Shenzhen", "Dubai", "Singapore", "Moscow", "Istanbul", "Hong Kong", "Beijing", "Europe")
_BUSINESSES = ("Cloud", "Trading", "Semiconductor", "Logistics", "Electronics", "Investment", "Research", "Services")
Row = dict[str, str]


def main() -> None:
    """Write every query as CSV to standard output."""
    screening, chinese, unlisted = (Path(each) for each in sys.argv[1:4])
    entries = json.loads(screening.read_bytes())["entries"]
    chance = random.Random(SEED)  # noqa: S311  a sample, no secret
    rows = [
        *_listed(entries, chance),
        *_of_chinese_lists(json.loads(chinese.read_bytes()), chance),
        *_by_hand(entries),
        *_unlisted(entries, unlisted.read_text("utf-8").splitlines(), chance),
    ]
    writer = csv.DictWriter(sys.stdout, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        digest = hashlib.sha256((row["kind"] + row["expected"] + row["query"]).encode()).digest()
        writer.writerow(row | {"half": "tune" if digest[0] % 2 else "held"})


def _listed(entries: list[dict[str, Any]], chance: random.Random) -> Iterator[Row]:
    fit = [each for each in entries if each.get("t") not in {"Vessel", "Aircraft"} and len(each["n"]) in LETTERS]
    with_alias = [each for each in fit if len(each.get("a", ())) > 1]
    for kind, count in _KEYS.items():
        for entry in chance.sample(with_alias if "alias" in kind else fit, count):
            name = entry["n"]
            row = {"kind": kind, "expected": name}
            if kind == "exact":
                yield row | {"query": _restyled(name, chance)}
            elif kind == "typo":
                yield row | {"query": _mistyped(name, chance)}
            elif kind == "rewritten":
                yield row | {"query": _rewritten(name, chance)}
            elif kind == "subsidiary":
                yield row | {"query": f"{_FORM.sub('', name)} ({chance.choice(_PLACES)}) {chance.choice(_BUSINESSES)}"}
            else:
                alias = chance.choice(entry["a"])
                yield row | {"query": alias, "left_out": alias if kind == "alias_left_out" else ""}


def _of_chinese_lists(entries: list[dict[str, Any]], chance: random.Random) -> Iterator[Row]:
    for entry in entries:
        row = {"kind": "address_only", "expected": entry["entity_name"]}
        for address in entry["addresses"][:1]:
            yield row | {"query": f"Unrelated Party {chance.randrange(1000)}", "address": _readdressed(address, chance)}
    named = [(each["entity_name"], alias) for each in entries for alias in each["aliases"]]
    for name, alias in chance.sample(named, min(MANY, len(named))):
        yield {"kind": "chinese_name", "expected": name, "query": _chinese(alias, chance)}


def _by_hand(entries: list[dict[str, Any]]) -> Iterator[Row]:
    """Yield Chinese names of well-known parties, where the list has the party under an English name."""
    path = Path(__file__).parent / "names_chinese.csv"
    with path.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    for pair in pairs:
        wanted = re.sub(r"[^a-z0-9]+", " ", pair["english"].casefold()).strip()
        for entry in entries:
            names = (re.sub(r"[^a-z0-9]+", " ", each.casefold()) for each in (entry["n"], *entry.get("a", ())))
            if any(f" {each} ".startswith(f" {wanted} ") for each in names):
                yield {"kind": "chinese_to_english", "expected": entry["n"], "query": pair["chinese"]}
                break


def _unlisted(entries: list[dict[str, Any]], real: list[str], chance: random.Random) -> Iterator[Row]:
    known = {re.sub(r"\W+", "", each.casefold()) for entry in entries for each in (entry["n"], *entry.get("a", ()))}
    free = [name for name in real if re.sub(r"\W+", "", name.casefold()) not in known]
    for name in chance.sample(free, 1000):
        yield {"kind": "unlisted_firm", "query": name, "expected": ""}
    people = [each["n"].split(", ") for each in entries if each.get("t") == "Individual" and each["n"].count(", ") == 1]
    firms = [each["n"].split() for each in entries if each.get("t") == "Entity" and len(each["n"].split()) >= THREE]
    for _ in range(MANY):
        one, other = chance.sample(people, 2)
        yield {"kind": "unlisted_mixed_person", "query": f"{other[1]} {one[0]}", "expected": ""}
        first, second = chance.sample(firms, 2)
        yield {"kind": "unlisted_mixed_firm", "query": " ".join([first[0], *second[1:]]), "expected": ""}


def _restyled(name: str, chance: random.Random) -> str:
    bare = _FORM.sub("", _FORM.sub("", name))
    if bare != name:
        name = f"{bare} {chance.choice(_FORMS)}".strip()
    return chance.choice((str.upper, str.lower, str.title))(name)


def _mistyped(name: str, chance: random.Random) -> str:
    for _ in range(2 if len(name) > LONG else 1):
        at = chance.choice([place for place, letter in enumerate(name) if letter.isalnum()][1:] or [0])
        name = chance.choice(
            (
                name[:at] + name[at + 1 :],
                name[:at] + chance.choice(_LETTERS) + name[at:],
                name[:at] + chance.choice(_LETTERS) + name[at + 1 :],
                name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
            )
        )
    return name


def _rewritten(name: str, chance: random.Random) -> str:
    """Return the words in another order, joined, or one left out."""
    words = _FORM.sub("", name).replace(",", "").split()
    way = chance.randrange(3)
    if way == 0 or len(words) == 1:
        chance.shuffle(words)
    elif way == 1:
        at = chance.randrange(len(words) - 1)
        words[at : at + 2] = [words[at] + words[at + 1].lower()]
    elif len(words) >= THREE:
        del words[chance.randrange(1, len(words))]
    return " ".join(words)


def _readdressed(address: str, chance: random.Random) -> str:
    """Return an address without its postal code, or without its beginning."""
    address = re.sub("\uff08.*?\uff09|\\(.*?\\)", "", address)
    return address if chance.random() < HALF else re.sub("^(日本|美国|台湾)", "", address)


def _chinese(name: str, chance: random.Random) -> str:
    """Return a Chinese name in traditional characters, without its form, with a character less, or as it is."""
    from opencc import OpenCC  # noqa: PLC0415

    way = chance.randrange(4)
    if way == 0:
        return str(OpenCC("s2t").convert(name))
    if way == 1:
        return re.sub("(股份)?(有限|责任)*公司|株式会社$", "", name) or name
    if way == CUT and len(name) > SHORT:
        at = chance.randrange(1, len(name) - 4)
        return name[:at] + name[at + 1 :]
    return name


if __name__ == "__main__":
    main()
