"""Reader of ceilings, shipping tolerances and certifications: each named by an id of the law's data, or written out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from licet.facts import Role
from licet.quantity import read_number
from licet.register.authorisation import Unit
from licet.register.ceiling import Ceiling, Tolerance
from licet.register.certification import Certification
from licet.register.fields import Fields, is_blank, read_text, read_value
from licet.register.read_limits import read_limits, read_whole
from licet.register.read_source import one_or_list, read_id, read_period, read_source
from licet.truth import Truth
from licet.yaml_source import Mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from licet.register.legal_limits import LegalLimits
    from licet.yaml_source import YamlNode

Named = TypeVar("Named", Ceiling, Tolerance)

CEILING_KEYS = ("id", "key", "per", "calendar_year", "limits", "exception", "valid_from", "valid_to", "source")
TOLERANCE_KEYS = ("id", "unit", "per_mille", "valid_from", "valid_to", "source")
_CERTIFICATION_KEYS = ("id", "on", "met", "figures", "document", "rule")
_KEY = re.compile(r"[a-z]{2}:(?:export|import)")
_WHOLE = 1000  # per mille


def read_ceilings(
    entry: Fields, key: str | None, exception: str | None, known: Callable[[], LegalLimits]
) -> tuple[Ceiling, ...]:
    """Read the key `ceilings` of an authorisation, and add those that bind its exception without being named.

    Args:
        entry: The authorisation.
        key: The permission it serves, None if that is at fault; a ceiling written out counts draws of this key.
        exception: The exception whose notice it is.
        known: Gives what may be named by id; asked only where something is.
    """
    found: dict[str, Ceiling] = {}
    for node in one_or_list(entry, "ceilings"):
        if isinstance(node, Mapping):
            ceiling = ceiling_of(Fields(node, entry.problems, what="a ceiling", keys=CEILING_KEYS), key)
        else:
            ceiling = _named(entry, "unknown-ceiling", node, lambda: known().ceilings)
        if ceiling is None:
            continue
        if ceiling.id in found:
            entry.report("duplicate-ceiling", node.where, f"the ceiling {ceiling.id} stands twice", "keep one of them")
        if key is not None and ceiling.key != key:
            fault = f"the ceiling {ceiling.id} counts draws of {ceiling.key}, and this grant serves {key}"
            entry.report("ceiling-of-another-key", node.where, fault, "name a ceiling of the same key, or none")
        found[ceiling.id] = ceiling
    if exception is not None and key is not None:
        for ceiling in known().of_exception(exception, key):
            found.setdefault(ceiling.id, ceiling)
    return tuple(found.values())


def read_tolerances(entry: Fields, known: Callable[[], LegalLimits]) -> tuple[Tolerance, ...]:
    """Read the key `shipping_tolerance` of an authorisation; none is given that is not written."""
    found: dict[str, Tolerance] = {}
    for node in one_or_list(entry, "shipping_tolerance"):
        if isinstance(node, Mapping):
            tolerance = tolerance_of(Fields(node, entry.problems, what="a tolerance", keys=TOLERANCE_KEYS))
        else:
            tolerance = _named(entry, "unknown-tolerance", node, lambda: known().tolerances)
        if tolerance is None:
            continue
        if tolerance.id in found:
            fault = f"the shipping tolerance {tolerance.id} stands twice"
            entry.report("duplicate-tolerance", node.where, fault, "keep one of them")
        found[tolerance.id] = tolerance
    return tuple(found.values())


def read_certifications(entry: Fields) -> tuple[Certification, ...]:
    """Read the key `certification` of an authorisation."""
    found: dict[str, Certification] = {}
    for node in one_or_list(entry, "certification"):
        if not isinstance(node, Mapping):
            mend = f"give it {', '.join(_CERTIFICATION_KEYS)}"
            entry.report("not-a-mapping", node.where, "a certification is not a mapping", mend)
            continue
        certification = _certification(Fields(node, entry.problems, what="a certification", keys=_CERTIFICATION_KEYS))
        if certification is None:
            continue
        if certification.id in found:
            fault = f"the certification {certification.id} stands twice"
            entry.report("duplicate-certification", node.where, fault, "keep one of them")
        found[certification.id] = certification
    return tuple(found.values())


def key_of(fields: Fields) -> str | None:
    """Read the key `key`: a country in small letters with export or import."""

    def read(text: str) -> str:
        if not _KEY.fullmatch(text):
            msg = f"{text[:40]!r} is not a country in small letters with export or import"
            raise ValueError(msg)
        return text

    return fields.value("key", read, slug="bad-key", mend="write a key such as us:export or cn:import")


def ceiling_of(fields: Fields, key: str | None = None) -> Ceiling | None:
    """Read one ceiling that is written out; None if it has a fault.

    Args:
        fields: The ceiling.
        key: The permission whose draws count, where the ceiling does not say.
    """
    before = len(fields.problems)
    fields.require("id", *(() if key else ("key",)), "source")
    name, source = read_id(fields), read_source(fields)
    counted = key_of(fields) if "key" in fields else key
    per, by_year = fields.word("per", Role), _yes(fields, "calendar_year")
    limits, exception, period = read_limits(fields, of="ceiling"), fields.text("exception"), read_period(fields)
    if "per" not in fields and by_year is False:
        fault, mend = "the ceiling counts neither by party nor by year", "write per: end_user, or calendar_year: yes"
        fields.report("ceiling-without-account", fields.where, fault, mend)
    if len(fields.problems) > before or name is None or counted is None or limits is None or source is None:
        return None
    return Ceiling(
        id=name,
        key=counted,
        per=per,
        calendar_year=bool(by_year),
        limits=limits,
        source=source,
        exception=exception,
        valid_from=period.start,
        valid_to=period.end,
    )


def tolerance_of(fields: Fields) -> Tolerance | None:
    """Read one shipping tolerance that is written out; None if it has a fault."""
    before = len(fields.problems)
    fields.require("id", "unit", "per_mille", "source")
    name, unit, period, source = read_id(fields), fields.word("unit", Unit), read_period(fields), read_source(fields)
    mend = "write a whole number of thousandths of the limit, such as 100 for ten in a hundred"
    share = fields.value("per_mille", read_whole, slug="bad-number", mend=mend)
    if share is not None and share > _WHOLE:
        fault = f"per_mille {share} is more than the limit itself"
        fields.report("figure-too-large", fields.where_of("per_mille"), fault, mend)
    if len(fields.problems) > before or name is None or unit is None or share is None or source is None:
        return None
    return Tolerance(name, unit, share, period.start, period.end, source)


def _named(entry: Fields, slug: str, node: YamlNode, listed: Callable[[], Iterable[Named]]) -> Named | None:
    """Return what an id names in the law's data; None, with a fault of the slug, if it names nothing."""
    what = slug.removeprefix("unknown-")
    name = read_text(node, f"a {what}", entry.problems)
    if name is None:
        return None
    by_id = {one.id: one for one in listed()}
    if name not in by_id:
        known = ", ".join(sorted(by_id)) or "none"
        mend = f"write one of those known ({known}), or write the {what} out"
        entry.report(slug, node.where, f"there is no {what} {name[:40]}", mend)
    return by_id.get(name)


def _yes(fields: Fields, key: str) -> bool | None:
    """Read yes or no; False if the key is not written, None if it is at fault."""

    def read(text: str) -> bool:
        truth = Truth.from_word(text)
        if truth is Truth.UNKNOWN:
            msg = f"{text!r} is neither yes nor no"
            raise ValueError(msg)
        return truth is Truth.TRUE

    if key not in fields:
        return False
    return fields.value(key, read, slug="bad-word", mend="write yes or no")


def _certification(fields: Fields) -> Certification | None:
    before = len(fields.problems)
    fields.require("id", "on", "met", "figures", "document")
    name, on, document, rule = read_id(fields), fields.day("on"), fields.text("document"), fields.text("rule")
    met = fields.value("met", Truth.from_word, slug="bad-word", mend="write yes, no or unknown")
    figures = _figures(fields)
    if len(fields.problems) > before or name is None or on is None or met is None or document is None:
        return None
    return Certification(name, on, met, figures, document, rule or "")


def _figures(fields: Fields) -> tuple[tuple[str, Decimal], ...]:
    node = fields.node("figures")
    if node is None:
        return ()
    if not isinstance(node, Mapping) or not node.entries:
        mend = "write each with its name, such as us_shipped_tpp: 1600"
        fields.report("not-a-mapping", fields.where_of("figures"), "figures are not named figures", mend)
        return ()
    found: list[tuple[str, Decimal]] = []
    for name, value in node.entries.items():
        shown = name[:40] if name.isprintable() else ascii(name[:40])
        text = read_text(value, shown, fields.problems, where=node.key_where[name] if is_blank(value) else value.where)
        if text is None:
            continue

        def report(what: str, where: str = value.where, shown: str = shown) -> None:
            fields.report("bad-number", where, f"{shown}: {what}", "write a figure of zero or more, such as 1600")

        if not name.strip() or not name.isprintable():
            mend = "name it as the rule does"
            fields.report("control-character", node.key_where[name], "a figure without a name", mend)
        figure = read_value(text, read_number, report)
        if figure is not None:
            found.append((name, figure))
    return tuple(found)
