"""Names looked up on lists, as one page of HTML: complete in itself, for a browser without a network and for paper.

The page loads nothing and links to nothing; its policy lets run only the one script and style it carries. Names that
a person must see stand first and with every candidate, up to `DETAILED` of them; of the rest the page has the name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.page import content_policy, page_environment, page_source
from licet.report.screen_text import best_candidate
from licet.report.screen_words import (
    EXPLAINED,
    OUTCOMES,
    aliases_text,
    head_texts,
    judgement_text,
    likeness_text,
    list_text,
    matched_text,
    parted_evidence,
    score_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DETAILED = 1_000  # names with their candidates
NAMED = 20_000  # names that stand on the page at all
_FACTS = (
    ("countries", "Countries"),
    ("addresses", "Addresses"),
    ("ids", "Numbers"),
    ("aliases", "Also known as"),
    ("programmes", "Programmes"),
    ("licence_requirement", "Licence requirement"),
    ("licence_policy", "Licence policy"),
    ("notice", "Notice"),
)
_SEVERAL = 12  # values shown of one field


class ScreenPage:
    """The page of one answer, name by name."""

    def __init__(self, head: Mapping[str, Any]) -> None:
        """Begin the page; `head` is that of the answer (JSON shape `screen`)."""
        self._head = head
        self._kept: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        self._short: list[tuple[str, str, str]] = []
        self._left_out = 0

    def add(self, name: Mapping[str, Any]) -> None:
        """Take in a name (as the answer has it)."""
        if name["candidates"] or name["outcome"] == "not_looked_up":
            kept = self._kept.setdefault((name["outcome"], _level(name)), [])
            if len(kept) < DETAILED:
                kept.append(name)
                return
        if len(self._short) < NAMED:
            best = likeness_text(best_candidate(name)) if name["candidates"] else ""
            self._short.append((name["name"], name["outcome"], best))
        else:
            self._left_out += 1

    def html(self, foot: Mapping[str, Any]) -> str:
        """Return the page; `foot` is that of the answer."""
        environment = page_environment()
        style = page_source(environment, "report.css", "screen.css")
        script = page_source(environment, "screen.js")
        ranked = [name for key in sorted(self._kept, key=_rank) for name in self._kept[key]]
        short = [(each["name"], each["outcome"], _best(each)) for each in ranked[DETAILED:]] + self._short
        left_out = self._left_out + max(0, len(short) - NAMED)
        totals = foot["totals"]
        shares, in_all = _shares(totals), sum(totals.values())
        return environment.get_template("screen.html.j2").render(
            policy=content_policy(style, script),
            style=style,
            script=script,
            facts=head_texts(self._head),
            stale=[each for each in self._head["lists"]["sources"] if each["stale"]],
            not_tested=foot["not_tested"],
            shares=shares,
            in_all=in_all,
            parties=[_party(name) for name in ranked[:DETAILED]],
            short=[
                {"name": name, "outcome": outcome, "words": OUTCOMES[outcome], "best": best}
                for name, outcome, best in short[:NAMED]
            ],
            left_out=left_out,
        )


def _level(name: Mapping[str, Any]) -> str:
    return str(best_candidate(name)["level"]) if name["candidates"] else ""


def _best(name: Mapping[str, Any]) -> str:
    return likeness_text(best_candidate(name)) if name["candidates"] else ""


def _rank(key: tuple[str, str]) -> tuple[int, int]:
    outcome, level = key
    return tuple(OUTCOMES).index(outcome), ("exact", "strong", "possible", "").index(level)


def _shares(totals: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return of each outcome how many names there are, and its part of the bar, in percent."""
    whole, start, parts = sum(totals.values()), 0.0, []
    for word, shown in OUTCOMES.items():
        share = round(100 * totals[word] / whole, 3) if whole else 0.0
        parts.append(
            {"outcome": word, "words": shown, "explained": EXPLAINED[word], "names": totals[word], "start": start}
            | {"share": share}
        )
        start += share
    return parts


def _party(name: Mapping[str, Any]) -> dict[str, Any]:
    candidates = [_candidate(each) for each in name["candidates"]]
    words = [name["name"], name["id"] or "", *name["aliases"], *(each["name"] for each in name["candidates"])]
    return {
        "name": name["name"],
        "id": name["id"],
        "known": aliases_text(name),
        "where": name["where"],
        "outcome": name["outcome"],
        "words": OUTCOMES[name["outcome"]],
        "level": _level(name),
        "best": f"{matched_text(best_candidate(name))}, {_best(name)}" if name["candidates"] else "",
        "more": max(0, len(candidates) - 1),
        "text": " ".join(words).casefold(),
        "not_compared": name["not_compared"],
        "candidates": candidates,
    }


def _candidate(candidate: Mapping[str, Any]) -> dict[str, Any]:
    evidence = parted_evidence(candidate)
    judgement = candidate["judgement"]
    return {
        "matched": matched_text(candidate),
        "level": candidate["level"],
        "likeness": likeness_text(candidate),
        "list": list_text(candidate),
        "entry_id": candidate["entry_id"],
        "code": candidate["list"],
        "features": [
            {
                "name": each["name"],
                "score": score_text(each["value"]),
                "width": round(100 * min(1.0, max(0.0, each["value"])), 1),
                "words": each["words"],
            }
            for each in candidate["features"]
        ],
        "evidence": [(side, [text for other, text in evidence if other == side]) for side in _sides(evidence)],
        "facts": list(_facts(candidate)),
        "judged": judgement["judged"] if judgement else "",
        "judgement": judgement_text(judgement) if judgement else "",
        "reopened": candidate["reopened"],
    }


def _sides(evidence: Sequence[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(side for side, _ in evidence))


def _facts(candidate: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, label in _FACTS:
        value = candidate[field]
        if isinstance(value, list):
            more = f" and {len(value) - _SEVERAL} more" if len(value) > _SEVERAL else ""
            value = "; ".join(value[:_SEVERAL]) + more
        if value:
            yield label, value
