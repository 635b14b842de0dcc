"""One act from YAML: every key used or reported, every fault gathered."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from licet.acts.act import (
    Act,
    ActScope,
    ActSource,
    Contest,
    Days,
    MarkKind,
    QuantityKind,
    ReportedQuantity,
    Requirement,
    SourceGrade,
)
from licet.period import read_date
from licet.rules.fields import Faults, Fields
from licet.yaml_source import Mapping, Text

if TYPE_CHECKING:
    from licet.yaml_source import YamlNode

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_PLACE = re.compile(r"[A-Z]{2}")
_FIGURE = re.compile(r"[0-9]{1,15}")
_READ = ("text", "summary")
_PLACES = ("place_of_use", "destination")
LONGEST_TITLE = 160


def read_act(node: YamlNode, faults: Faults) -> Act | None:
    """Return the act, None if it has no id to be known by; every fault is added to `faults`."""
    name = node.entries.get("id") if isinstance(node, Mapping) else None
    fields = Fields(node, faults, f"the act {name.text}" if isinstance(name, Text) else "an act")
    act_id = fields.text("id", required=True)
    if act_id and not _ID.fullmatch(act_id):
        what = f"the id {act_id[:60]!r} is not plain"
        faults.add("bad-id", fields.place("id"), what, "write it as in cn.h200.customs-refused")
    key, state = fields.text("key") or None, fields.text("state") or None
    mark = fields.choice("mark", MarkKind) if fields.has("mark") else None
    if fields.is_mapping and ((key is None) != (state is None) or fields.has("mark") == (state is not None)):
        what = f"{fields.what} has not one of `mark`, or `key` with `state`"
        faults.add("state-or-mark", fields.where, what, "write `key` and `state`, or `mark`")
    happened, public = _days(fields, faults), fields.day("public", required=True)
    grade = fields.choice("grade", SourceGrade)
    act = Act(
        id=act_id,
        title=_title(fields, faults),
        happened=happened or Days(date.min, date.min),
        public=public or date.min,
        grade=grade or SourceGrade.SINGLE_REPORT,
        originator=fields.text("originator", required=True),
        key=key,
        state=state,
        mark=mark,
        told=fields.day("told"),
        actors=fields.texts("actors"),
        items=fields.texts("items"),
        classes=fields.texts("classes"),
        scope=_scope(fields, faults),
        supersedes=fields.texts("supersedes"),
        contested=_contest(fields, faults),
        requires=tuple(_requirement(each, faults) for each in fields.items("requires")),
        unverified=fields.truth("unverified"),
        quantities=tuple(each for node in fields.items("quantities") if (each := _quantity(node, faults))),
        sources=tuple(_source(each, faults) for each in fields.items("sources", required=True)),
        note=fields.text("note"),
        where=fields.where,
    )
    fields.close()
    return act if act_id else None


def _title(fields: Fields, faults: Faults) -> str:
    title = fields.text("title", required=True)
    if len(title) > LONGEST_TITLE:
        what = f"the title has {len(title)} characters"
        faults.add("title-too-long", fields.place("title"), what, f"keep it under {LONGEST_TITLE}")
    return title


def _days(fields: Fields, faults: Faults) -> Days | None:
    """Read a day, a month, a year, or {from, to}, both included."""
    node = fields.node("happened")
    if node is None:
        fields.missing("happened")
        return None
    if isinstance(node, Mapping):
        inner = Fields(node, faults, "`happened`")
        first, last = inner.day("from", required=True), inner.day("to", required=True)
        inner.close()
        if first and last and last < first:
            faults.add("backward-days", node.where, f"it ends on {last}, before {first}", "put the earlier day first")
            return None
        return Days(first, last) if first and last else None
    text = fields.text("happened")
    return _stretch(text, fields, faults) if text else None


def _stretch(text: str, fields: Fields, faults: Faults) -> Days | None:
    try:
        if _YEAR.fullmatch(text):
            return Days(date(int(text), 1, 1), date(int(text), 12, 31))
        if _MONTH.fullmatch(text):
            first = date.fromisoformat(f"{text}-01")
            return Days(first, first.replace(day=monthrange(first.year, first.month)[1]))
        day = read_date(text)
        return Days(day, day)
    except ValueError:
        what = f"`happened: {text[:40]}` is no day, month or year"
        mend = "write 2026-01-14, 2026-01, 2026 or {from: ..., to: ...}"
        faults.add("bad-date", fields.place("happened"), what, mend)
        return None


def _scope(fields: Fields, faults: Faults) -> ActScope:
    node = fields.node("scope")
    if node is None:
        return ActScope()
    inner = Fields(node, faults, "the scope")
    scope = ActScope(inner.texts("buyers"), inner.texts("uses"), inner.texts("places"))
    _check_places(scope.places, inner.place("places"), faults)
    if inner.is_mapping and scope.is_general:
        faults.add("empty-scope", inner.where, "the scope says nothing", "leave `scope` out where it holds for all")
    inner.close()
    return scope


def _check_places(places: tuple[str, ...], where: str, faults: Faults) -> None:
    for place in places:
        if not _PLACE.fullmatch(place):
            faults.add("bad-country", where, f"{place[:40]!r} is no country code", "write two letters, as in CN")


def _contest(fields: Fields, faults: Faults) -> Contest | None:
    node = fields.node("contested")
    if node is None:
        return None
    inner = Fields(node, faults, "`contested`")
    public = inner.day("public", required=True)
    contest = Contest(public or date.min, inner.texts("by"), inner.text("why", required=True))
    inner.close()
    return contest


def _requirement(node: YamlNode, faults: Faults) -> Requirement:
    fields = Fields(node, faults, "a condition")
    found = Requirement(
        fields.text("id", required=True),
        fields.text("text", required=True),
        fields.text("question"),
        fields.texts("only_in"),
        fields.texts("not_in"),
    )
    if found.id in _PLACES:
        _check_places((*found.only_in, *found.not_in), fields.where, faults)
    if found.only_in and found.not_in:
        faults.add("two-bounds", fields.where, "`only_in` and `not_in` are both written", "keep one of the two")
    fields.close()
    return found


def _quantity(node: YamlNode, faults: Faults) -> ReportedQuantity | None:
    fields = Fields(node, faults, "a quantity")
    kind = fields.choice("kind", QuantityKind)
    bounds: dict[str, int] = {}
    for name in ("exactly", "at_least", "at_most"):
        figure = fields.text(name)
        if _FIGURE.fullmatch(figure):
            bounds[name] = int(figure)
        elif figure:
            what = f"`{name}: {figure[:40]}` is no whole number"
            faults.add("bad-number", fields.place(name), what, "write digits only, or the figure in `text`")
    text, unit = fields.text("text", required=True), fields.text("unit")
    fields.close()
    return ReportedQuantity(kind, text, unit, **bounds) if kind else None


def _source(node: YamlNode, faults: Faults) -> ActSource:
    fields = Fields(node, faults, "a source")
    read = fields.text("read", required=True)
    if read and read not in _READ:
        faults.add("unknown-value", fields.place("read"), f"`read: {read[:40]}` is not known", "use text or summary")
    source = ActSource(
        publisher=fields.text("publisher", required=True),
        read=read,
        title=fields.text("title"),
        published=fields.day("published"),
        url=fields.text("url"),
        relay=fields.text("relay"),
    )
    if source.url and not source.url.startswith(("https://", "http://")):
        faults.add("bad-address", fields.place("url"), f"{source.url[:60]!r} is no address", "write https://...")
    fields.close()
    return source
