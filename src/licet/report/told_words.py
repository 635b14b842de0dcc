"""What acts tell of a line's keys, conditions that clash, and the queues its buyers stand in, a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from licet.report.act_words import happened_text
from licet.report.layout import clean
from licet.report.words import counted, effect_words, reported_words, spaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Data = Mapping[str, Any]


def told_rows(line: Data) -> Iterator[tuple[str, str]]:
    """Yield (label, text) for what reports say of the keys of a line, for clashes, and for queues."""
    for name, state in line["determination"]["keys"].items():
        standing = state.get("standing", state.get("reported", {}).get("standing", ()))
        texts = [_act_text(each) for each in standing if _is_told(each)]
        beside = dict.fromkeys(spaced(each["state"]) for each in standing if not _is_told(each))
        if beside:
            texts.append(f"beside it {', '.join(beside)}")
        if "standing" in state and not standing:
            texts.append(f"{spaced(state['state'])}: no reported measure, which is no permission")
        if texts:
            yield "reported", f"{clean(name)}: {'; '.join(texts)}"
    yield from (("clash", clash_text(clash)) for clash in line.get("clashes", ()))
    yield from (("queue", queue_text(queue)) for queue in line.get("queues", ()))


def _is_told(each: Data) -> bool:
    return each["counts"] in {"decides", "changes_nothing", "unverified"} or each["contested"]


def _act_text(each: Data) -> str:
    """Return an act that stands: state, since when, what it does, who says so, and what is doubtful of it."""
    doubts = {"changes_nothing": "contested, changes nothing", "unverified": "unverified, decides nothing"}
    doubt = doubts.get(each["counts"], "contested" if each["contested"] else "")
    may = "may bear on this line" if each["applies"] == "unknown" else ""
    said = (effect_words(each["effect"]), reported_words(each["grade"], each["originator"]), may)
    days = each["happened"]
    since = f"since {days['from']}" if days["from"] == days["to"] else f"begun {happened_text(each)}"
    text = f"{spaced(each['state'])} {since} ({', '.join(part for part in said if part)})"
    return f"{text}, {doubt}" if doubt else text


def clash_text(clash: Data) -> str:
    """Return clauses that nothing satisfies together, each with its source; one that is only reported says so."""
    clauses = " against ".join(
        f"{clean(each['key'])} {clean(each['allowed'])}: {clean(each['text'])} ({_origin(each)})"
        for each in clash["clauses"]
    )
    return f"no {spaced(clash['dimension'])} satisfies both: {clauses}"


def _origin(clause: Data) -> str:
    if clause["on_file"]:
        return f"on file, {clean(clause['citation'])}"
    unverified = ", unverified" if clause["unverified"] else ""
    return f"reported, {clean(clause['citation'])}{unverified}"


def queue_text(queue: Data) -> str:
    """Return the place of a buyer in a queue."""
    place = f"place {queue['place']} of {queue['of']}" if queue["place"] else f"one of {queue['of']}, place not known"
    since = f" since {clean(queue['since'])}" if queue["since"] else ""
    units = f", {counted(queue['units'], 'unit')} asked for" if queue["units"] else ""
    source = f" ({clean(queue['source'])})" if queue["source"] else ""
    what = f"{clean(queue['party_id'])} waits for {clean(queue['key'])}, {clean(queue['item'])}"
    return f"{what}: {place}{since}{units}{source}"
