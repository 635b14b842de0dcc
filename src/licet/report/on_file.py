"""What a register adds to a board, in words: what an order holds, what persons decided, what the check wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report import words
from licet.report.layout import Line, clean, pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def head_line(head: str, room: int) -> Line:
    """Return where a register stood as one line, never broken, as `licet register verify --expect-head` takes it."""
    return [(pad("Head", room), "dim"), (clean(head), "")]


def on_file_rows(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield label and text of each thing that the register keeps of a line's order."""
    filed = line.get("on_register")
    if not filed:
        return
    for held in filed["holds"]:
        shipped = f", {words.units(held['shipped'])} of them shipped" if held["shipped"] else ""
        yield "holds", f"{words.counted(held['units'], 'unit')} under {clean(held['number'])}{shipped}"
    for each in filed["overrides"]:
        yield "override", _override(each)
    if filed["approval"]:
        each = filed["approval"]
        yield "approved", f"a change of facts, by {clean(each['by'])} and {clean(each['second'])}{_why(each)}"
    for each in filed["answers"]:
        document = f" ({clean(each['document'])})" if each["document"] else ""
        said = f"{clean(each['question'])}: {clean(each['answer'])}"
        yield "answer", f"{said}, by {clean(each['by'])} on {each['on']}{document}"


def _override(each: Mapping[str, Any]) -> str:
    until = f" until {each['until']}" if each["until"] else ""
    signed = (
        f"{words.cause_words(each['cause'])}, by {clean(each['by'])} and {clean(each['second'])}{until}{_why(each)}"
    )
    return f"{signed}; it lifts: {clean(each['lifted'])}" if each["lifted"] else f"{signed}; it lifts nothing here"


def _why(each: Mapping[str, Any]) -> str:
    return f": {clean(each['reason'])} ({clean(each['document'])})"


def written(check: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return what a check wrote to the register and found there: headings with texts; none if it wrote nothing."""
    reserved = (check.get("register") or {}).get("reserved")
    if not reserved:
        return []
    document = f" ({clean(reserved['document'])})" if reserved["document"] else ""
    noted = words.counted(reserved["judgements_noted"], "judgement")
    heads = {
        f"Reserved now, by {clean(reserved['by'])}{document}; {noted} written down": _takings(reserved["made"]),
        "Reserved before": _takings(reserved["found"]),
        "Released and not reserved: the order holds other reservations, to be voided first": _takings(
            reserved["not_reserved"]
        ),
        "Held beyond the verdict": [_beyond(each) for each in reserved["beyond"]],
    }
    return [(head, texts or ["nothing"]) for head, texts in heads.items() if texts or head.startswith("Reserved now")]


def audit(check: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return all that the register kept and the check wrote: headings with their texts."""
    heads: dict[str, list[str]] = dict(written(check))
    names = {"override": "Overrides", "approved": "Approvals of changed facts", "answer": "Answers on file"}
    for line in check["lines"]:
        for label, text in on_file_rows(line):
            if label in names:
                heads.setdefault(names[label], []).append(f"{clean(line['order_id'])}: {text}")
    return list(heads.items())


def _takings(takings: Sequence[Mapping[str, Any]]) -> list[str]:
    return [_taking(each) + _named(each) for each in takings]


def _taking(each: Mapping[str, Any]) -> str:
    return f"{clean(each['order_id'])}: {words.counted(each['units'], 'unit')} under {clean(each['number'])}"


def _named(each: Mapping[str, Any]) -> str:
    return f" as {clean(each['reservation_id'])}" if each.get("reservation_id") else ""


def _beyond(each: Mapping[str, Any]) -> str:
    return f"{_taking(each)}; void them: {clean(each['cure'])}"


def register_text(register: Mapping[str, Any]) -> str:
    """Return which register was read."""
    count = words.counted(register["authorisations"], "authorisation")
    stopped = f", {words.units(register['not_usable'])} of them not usable" if register["not_usable"] else ""
    known = f", as known at {clean(register['known_at'])}" if register["known_at"] else ""
    return f"{clean(register['url'])}: {count} on file{stopped}{known}"
