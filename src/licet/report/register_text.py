"""The answers of the register as text for a terminal, from their JSON shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.layout import clean, columns, labelled, pad, paint, terminal_width
from licet.report.register_words import amount_words, flat, grouped, unit_words
from licet.report.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_NOTHING = "nothing to show"
_LABEL = 34
_FIGURES = ("granted", "reserved", "shipped", "left", "free")


def aligned(rows: Sequence[Mapping[str, str]], *, right: Iterable[str] = ()) -> str:
    """Return rows as columns under their names, figures against the right edge; "nothing to show" if there are none.

    Args:
        rows: Each with the same columns.
        right: The columns that hold figures.
    """
    if not rows:
        return _NOTHING
    numbers = set(right)
    names = list(rows[0])
    cells = [{name: name for name in names}, *({name: clean(row[name]) for name in names} for row in rows)]
    widths = {name: max(columns(row[name]) for row in cells) for name in names}
    return "\n".join(
        "  ".join(pad(row[name], widths[name], right=name in numbers) for name in names).rstrip() for row in cells
    )


def posted_text(shown: Mapping[str, Any]) -> str:
    """Return what was written, or what would be."""
    head = "nothing was written; it would stand as follows" if shown["dry_run"] else "recorded"
    lines = []
    for each in shown["posted"]:
        repeated = ", on file before with the same content" if each["repeated"] else ""
        when = "" if shown["dry_run"] else f", recorded {each['recorded_at']}"
        said = f"{head}: {each['kind']} valid at {each['valid_at']}{when}{repeated}"
        lines += [said, f"    operation {clean(each['operation_id'])}"]
        lines += [f"    {line}" for line in _postings(each["postings"])]
        lines += [f"    note: {clean(text)}" for text in each["warnings"]]
    return "\n".join(lines) or "nothing to record"


def _postings(postings: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for each in postings:
        unit, currency = each["unit"], each["currency"]
        changes = [
            f"{name} {_signed(each[name], unit, currency)}"
            for name in ("reserved", "shipped")
            if each[name].strip("-0.")
        ]
        left = "no limit" if each["left"] is None else f"{amount_words(each['left'], unit, currency)} left"
        yield f"{clean(each['account'])}: {', '.join([*changes, left])}"


def _signed(amount: str, unit: str, currency: str | None) -> str:
    sign = "" if amount.startswith("-") else "+"
    return f"{sign}{amount_words(amount, unit, currency)}"


def balances_text(balances: Iterable[Mapping[str, Any]]) -> str:
    """Return balances as a table, one line for each account and unit."""
    rows = [row for balance in balances for row in _rows(balance)]
    notes = [_lapsed(row) for row in rows if row["lapsed"]]
    shown = [{name: cell for name, cell in row.items() if name != "lapsed"} for row in rows]
    return "\n".join([aligned(shown, right=_FIGURES), *notes])


def _rows(balance: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for line in balance["lines"]:
        unit = unit_words(line["unit"], line["currency"])
        shown = {name: "no limit" if line[name] is None else grouped(line[name]) for name in _FIGURES}
        lapsed = line["lapsed"]
        yield {
            "account": balance["account"],
            "state": balance["state"],
            "unit": unit,
            **shown,
            "lapsed": f"{grouped(lapsed)} {unit}" if lapsed is not None and lapsed.strip("-0.") else "",
        }


def _lapsed(row: Mapping[str, str]) -> str:
    return f"{clean(row['account'])} is {row['state']}: {row['lapsed']} lapsed"


def on_file_text(shown: Mapping[str, Any]) -> str:
    """Return the list of what is on file."""
    rows = [
        {
            "number": each["number"],
            "kind": each["kind"],
            "key": each["key"],
            "state": each["state"],
            "valid from": each["valid_from"],
            "to": each["valid_to"] or "no end",
            "left": "; ".join(
                amount_words(line["left"], line["unit"], line["currency"])
                for line in each["lines"]
                if line["left"] is not None
            ),
            "holder": each["holder"],
        }
        for each in shown["authorisations"]
    ]
    return f"{_as_of(shown)}\n{aligned(rows)}"


def one_text(shown: Mapping[str, Any]) -> str:
    """Return one authorisation in detail: state, terms, layers with their balances, reservations."""
    width = terminal_width()
    rows = [(name, value) for name, value in flat(shown["terms"]) if not name.endswith(".id")]
    room = min(max(len(name) for name, _ in rows) + 2, _LABEL)
    terms = (labelled(name, value, width, room=max(room, len(name) + 2)) for name, value in rows)
    head = f"{clean(shown['number'])} is {shown['state']}; {_as_of(shown)}"
    lines = [head, "", "Terms", paint((line for each in terms for line in each), colour=False).rstrip("\n")]
    lines += ["", "Balances, nearest layer first", balances_text(shown["layers"])]
    return "\n".join([*lines, "", "Reservations", reservations_text(shown["reservations"])])


def reservations_text(reservations: Sequence[Mapping[str, Any]]) -> str:
    """Return reservations as a table."""
    rows = [
        {
            "reservation": each["reservation_id"],
            "order": each["order_id"],
            "item": each["item"],
            "valid at": each["valid_at"],
            **{name: f"{each[name]:,}" for name in ("units", "shipped", "voided")},
            "open": f"{each['open_units']:,}",
            "by": each["author"],
        }
        for each in reservations
    ]
    return aligned(rows, right=("units", "shipped", "voided", "open"))


def entry_text(entry: Mapping[str, Any]) -> str:
    """Return one entry of the journal as a line, with a second one for who said so and why."""
    currency = entry["currency"]
    changes = [
        f"{name} {_signed(amount, unit, currency)}"
        for name in ("reserved", "shipped")
        for unit, amount in entry[name].items()
        if amount.strip("-0.")
    ]
    changes += [f"limit {amount_words(amount, unit, currency)}" for unit, amount in entry["limits"].items()]
    own = entry["content"].get("content", {})
    changes += [f"{clean(name)} {clean(value)}" for name, value in flat(own)]
    named = entry["order_id"] and not entry["account"].startswith("order/")
    order = f", order {clean(entry['order_id'])}" if named else ""
    words = ": " + "; ".join(changes) if changes else ""
    head = f"{entry['sequence']}  {entry['valid_at']}  {entry['kind']}  {clean(entry['account'])}{order}{words}"
    second = f" and {clean(entry['second'])}" if entry["second"] else ""
    document = f" [{clean(entry['document'])}]" if entry["document"] else ""
    said = f"{clean(entry['author'])}{second}: {clean(entry['reason'])}{document}"
    return f"{head}\n    recorded {entry['recorded_at']} by {said}"


def expiring_text(shown: Mapping[str, Any]) -> str:
    """Return what expires, and how much of it would lapse."""
    rows = [
        {
            "no longer valid on": each["on"],
            "account": each["account"],
            "state": each["state"],
            "left": "; ".join(
                amount_words(line["left"], line["unit"], line["currency"])
                for line in each["lines"]
                if line["left"] is not None
            ),
            "reserved": "; ".join(
                amount_words(line["reserved"], line["unit"], line["currency"]) for line in each["lines"]
            ),
        }
        for each in shown["expiring"]
    ]
    return f"expiring from {shown['from']} to {shown['to']}\n{aligned(rows)}"


def verification_text(shown: Mapping[str, Any]) -> str:
    """Return the outcome of a verification."""
    read = (
        f"read {shown['entries']:,} entries of {shown['operations']:,} operations in {shown['accounts']:,} accounts, "
        f"and {counted(shown['checkpoints'], 'checkpoint')}"
    )
    outcome = "sound: every chain holds, and every balance is the sum of its entries"
    if not shown["sound"]:
        count = len(shown["faults"])
        outcome = f"NOT SOUND: {count:,} fault{'s' if count != 1 else ''}"
    faults = [f"    {_fault(each)}" for each in shown["faults"]]
    expected = shown.get("expected_head")
    covers = [f"the head given covers {expected.partition(':')[0]} entries, all there unchanged"] if expected else []
    return "\n".join([read, outcome, *faults, *(covers if shown["sound"] else []), f"head {shown['head']}"])


def _fault(fault: Mapping[str, Any]) -> str:
    at = "" if fault["position"] is None else f", position {fault['position']}"
    return f"{clean(fault['account'])}{at}: {clean(fault['what'])}"


def differences_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return which terms an amendment changes."""
    shown = [
        {"term": each["term"], "before": each["before"] or "not stated", "after": each["after"] or "not stated"}
        for each in rows
    ]
    return aligned(shown) if shown else "no term differs"


def _as_of(shown: Mapping[str, Any]) -> str:
    known = f", as known at {shown['known_at']}" if shown["known_at"] else ""
    return f"on {shown['valid_at']}{known}"
