"""What becomes of a certification in the next application, as plain data and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.quantity import plain
from licet.report.layout import clean
from licet.report.register_json import answer_json
from licet.report.register_text import aligned
from licet.report.register_words import figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from licet.verdict.certification import CertificationForecast

_CAUTION = (
    "The certification on file stays as it was made. A named person must certify the figures of a new application."
)


def forecast_json(
    numbers: Sequence[str], day: date, found: Sequence[tuple[CertificationForecast, Mapping[str, Any]]]
) -> dict[str, Any]:
    """Return the forecasts of one authorisation.

    Args:
        numbers: The authorisation, and others whose shipments are counted.
        day: The day whose law was asked.
        found: Each with `unit`, `amount`, `adds_to` and `notes` of what was shipped since.
    """
    return answer_json(
        "forecast",
        number=numbers[0],
        counted=list(dict.fromkeys(numbers)),
        valid_at=str(day),
        forecasts=[_one(forecast, shipped) for forecast, shipped in found],
        caution=_CAUTION,
    )


def _one(forecast: CertificationForecast, shipped: Mapping[str, Any]) -> dict[str, Any]:
    certified = forecast.certification
    return {
        "id": certified.id,
        "certified_on": str(certified.on),
        "certified_met": certified.met.word,
        "certified_figures": {name: plain(value) for name, value in certified.figures},
        "shipped_since": figure(shipped["unit"], shipped["amount"], None),
        "unit": shipped["unit"].value,
        "adds_to": shipped["adds_to"],
        "rule": forecast.rule,
        "at": forecast.at,
        "question": forecast.question,
        "figures": {name: plain(value) for name, value in forecast.figures},
        "met": forecast.truth.word,
        "margin": None if forecast.margin is None else plain(forecast.margin),
        "missing": list(forecast.missing),
        "notes": list(shipped["notes"]),
    }


def forecast_text(shown: Mapping[str, Any]) -> str:
    """Return the forecasts as text for a terminal."""
    number = clean(shown["number"])
    if not shown["forecasts"]:
        return f"{number} has no certification on file on {shown['valid_at']}"
    lines = [f"{number}, by the law of {shown['valid_at']}, counting {', '.join(map(clean, shown['counted']))}"]
    for each in shown["forecasts"]:
        rows = [
            {"figure": name, "certified": each["certified_figures"].get(name, "not stated"), "now": now}
            for name, now in each["figures"].items()
        ]
        margin = "" if each["margin"] is None else f"; margin {each['margin']}"
        lines += [
            "",
            f"{clean(each['id'])}: certified on {each['certified_on']} (met then: {each['certified_met']})",
            f"shipped since: {each['shipped_since']} {each['unit']}, added to {each['adds_to']}",
            aligned(rows, right=("certified", "now")),
            f"met now: {each['met']}{margin} ({clean(each['rule'])}, {clean(each['at'])})",
            *([f"not stated: {', '.join(each['missing'])}; give it with --set"] if each["missing"] else []),
            *(f"note: {clean(note)}" for note in each["notes"]),
        ]
    return "\n".join([*lines, "", shown["caution"]])
