"""Authorisations and draws as plain data, and back: texts, whole numbers, lists and mappings; never a float.

The shape of an authorisation is that of `authorisations.yaml`, with its ceilings and tolerances written out in full, so
that what is on file does not move when the law's data does. Equal authorisations give equal terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from licet.citation import Citation, Grade
from licet.facts import Role
from licet.quantity import UNKNOWN_QUANTITY, Interval, plain
from licet.register.authorisation import (
    ANYTHING,
    NOTHING,
    Authorisation,
    AuthorisationKind,
    Coverage,
    GrantCondition,
    Limits,
    Scope,
    Unit,
)
from licet.register.ceiling import Ceiling, Tolerance
from licet.register.certification import Certification
from licet.register.draw import Draw
from licet.register.money import Money, decimals_of
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

Terms = dict[str, Any]
ANY = "any"
NO_END = "-"  # stated: the document sets no end
_TPP_DECIMALS = 3
_COVERAGES = ("items", "movements", "ship_from", "destinations", "places_of_use", "end_uses")
_STATED = ("currency", "movement", "ship_from", "destination", "place_of_use", "end_use", "exporter")


def terms_of(authorisation: Authorisation) -> Terms:
    """Return an authorisation as plain data, in the shape of an entry of `authorisations.yaml`."""
    grant = authorisation
    return {
        "number": grant.number,
        "key": grant.key,
        "kind": grant.kind.value,
        **_stated(exception=grant.exception),
        "authority": grant.authority,
        "holder": grant.holder,
        **_stated(parent=grant.parent),
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": NO_END if grant.valid_to is None else grant.valid_to.isoformat(),
        "scope": _scope_terms(grant.scope),
        "limits": _limits_terms(grant.limits),
        **_stated(
            conditions=[_condition_terms(condition) for condition in grant.conditions],
            ceilings=[_ceiling_terms(ceiling) for ceiling in grant.ceilings],
            shipping_tolerance=[_tolerance_terms(tolerance) for tolerance in grant.tolerances],
            certification=[_certification_terms(certification) for certification in grant.certifications],
        ),
        "source": _citation_terms(grant.source),
    }


def authorisation_of(terms: Mapping[str, Any]) -> Authorisation:
    """Return the authorisation of the terms; the inverse of `terms_of`, except for `where`, which is empty.

    Raises:
        ValueError, KeyError, TypeError: If these are not terms as `terms_of` writes them.
    """
    end = terms["valid_to"]
    return Authorisation(
        number=terms["number"],
        key=terms["key"],
        kind=AuthorisationKind(terms["kind"]),
        exception=terms.get("exception"),
        authority=terms["authority"],
        holder=terms["holder"],
        parent=terms.get("parent"),
        valid_from=date.fromisoformat(terms["valid_from"]),
        valid_to=None if end == NO_END else date.fromisoformat(end),
        scope=_scope_of(terms["scope"]),
        limits=_limits_of(terms["limits"]),
        conditions=tuple(_condition_of(one) for one in terms.get("conditions", ())),
        ceilings=tuple(_ceiling_of(one) for one in terms.get("ceilings", ())),
        tolerances=tuple(_tolerance_of(one) for one in terms.get("shipping_tolerance", ())),
        certifications=tuple(_certification_of(one) for one in terms.get("certification", ())),
        source=_citation_of(terms["source"]),
    )


def draw_terms(draw: Draw) -> Terms:
    """Return a draw as plain data; what is not stated is left out."""
    terms: Terms = {
        "order_id": draw.order_id,
        "key": draw.key,
        "item_id": draw.item_id,
        "quantity": draw.quantity,
        "valid_at": draw.valid_at.isoformat(),
        "parties_complete": draw.parties_complete.word,
    }
    for name in _STATED:
        if (value := getattr(draw, name)) is not None:
            terms[name] = value
    if draw.contents:
        terms["contents"] = [[item_id, count] for item_id, count in draw.contents]
    if draw.unit_value is not None:
        terms["unit_value"] = plain(draw.unit_value)
    if draw.tpp_per_unit != UNKNOWN_QUANTITY:
        terms["tpp_per_unit"] = _interval_terms(draw.tpp_per_unit)
    if draw.parties:
        terms["parties"] = [[role.value, party_id] for role, party_id in draw.parties]
    if draw.met:
        terms["met"] = [[expression, truth.word] for expression, truth in draw.met]
    return terms


def draw_of_terms(terms: Mapping[str, Any]) -> Draw:
    """Return the draw of the terms; the inverse of `draw_terms`.

    Raises:
        ValueError, KeyError, TypeError: If these are not terms as `draw_terms` writes them.
    """
    tpp = terms.get("tpp_per_unit", {})
    return Draw(
        order_id=terms["order_id"],
        key=terms["key"],
        item_id=terms["item_id"],
        quantity=terms["quantity"],
        valid_at=date.fromisoformat(terms["valid_at"]),
        contents=tuple((item_id, count) for item_id, count in terms.get("contents", ())),
        unit_value=_figure(terms.get("unit_value")),
        tpp_per_unit=Interval(_figure(tpp.get("lo")), _figure(tpp.get("hi"))),
        parties=tuple((Role(role), party_id) for role, party_id in terms.get("parties", ())),
        parties_complete=Truth.from_word(terms["parties_complete"]),
        met=tuple((expression, Truth.from_word(word)) for expression, word in terms.get("met", ())),
        **{name: terms.get(name) for name in _STATED},
    )


def _stated(**values: object) -> Terms:
    """Return what is stated: neither None nor an empty list or mapping."""
    return {name: value for name, value in values.items() if value is not None and value not in ([], {})}


def _written_figure(figure: Decimal | None) -> str | None:
    return None if figure is None else plain(figure)


def _written_amount(amount: int, decimals: int) -> str:
    """Return a whole amount of zero or more in its main unit: 1050 with two decimals is `10.5`."""
    digits = f"{amount:0{decimals + 1}d}"
    return f"{digits[:-decimals]}.{digits[-decimals:]}".rstrip("0").rstrip(".") if decimals else digits


def _amount(text: str, decimals: int) -> int:
    amount = Fraction(text) * 10**decimals
    if amount.denominator != 1:
        msg = f"{text!r} has more than {decimals} decimals"
        raise ValueError(msg)
    return int(amount)


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _interval_terms(interval: Interval) -> Terms:
    return _stated(lo=_written_figure(interval.lo), hi=_written_figure(interval.hi))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _written_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _coverage_terms(coverage: Coverage) -> str | list[str]:
    return ANY if coverage.is_any else sorted(coverage.members)


def _coverage_of(written: str | Iterable[str] | None) -> Coverage:
    if written is None:
        return NOTHING
    return ANYTHING if written == ANY else Coverage(frozenset(written))


def _scope_terms(scope: Scope) -> Terms:
    terms: Terms = {name: _coverage_terms(getattr(scope, name)) for name in _COVERAGES}
    if scope.item_expression is not None:
        terms["items"] = {"where": scope.item_expression, **_stated(listed=terms["items"])}
    return _stated(**terms, parties={role.value: _coverage_terms(coverage) for role, coverage in scope.parties})


def _scope_of(terms: Mapping[str, Any]) -> Scope:
    written = {name: terms.get(name) for name in _COVERAGES}
    expression = None
    if isinstance(items := written["items"], Mapping):
        expression, written["items"] = items["where"], items.get("listed")
    return Scope(
        **{name: _coverage_of(coverage) for name, coverage in written.items()},
        parties=tuple((Role(role), _coverage_of(coverage)) for role, coverage in terms.get("parties", {}).items()),
        item_expression=expression,
    )


def _limits_terms(limits: Limits) -> Terms:
    terms = _stated(pieces=limits.pieces)
    if limits.value is not None:
        value = limits.value
        amount = _written_amount(value.minor_units, decimals_of(value.currency))
        terms["value"] = {"amount": amount, "currency": value.currency}
    if limits.tpp_thousandths is not None:
        terms["tpp"] = _written_amount(limits.tpp_thousandths, _TPP_DECIMALS)
    return terms


def _limits_of(terms: Mapping[str, Any]) -> Limits:
    value, tpp = terms.get("value"), terms.get("tpp")
    return Limits(
        pieces=terms.get("pieces"),
        value=None
        if value is None
        else Money(_amount(value["amount"], decimals_of(value["currency"])), value["currency"]),
        tpp_thousandths=None if tpp is None else _amount(tpp, _TPP_DECIMALS),
    )


def _money_of(amount: str, currency: str) -> Money:
    return Money(_amount(amount, decimals_of(currency)), currency)


def _condition_terms(condition: GrantCondition) -> Terms:
    return {
        "id": condition.id,
        "text": condition.text,
        "question": condition.question,
        **_stated(only_in=sorted(condition.only_in), not_in=sorted(condition.not_in)),
    }


def _condition_of(terms: Mapping[str, Any]) -> GrantCondition:
    bounds = (frozenset(terms.get(name, ())) for name in ("only_in", "not_in"))
    return GrantCondition(terms["id"], terms["text"], terms["question"], *bounds)


def _ceiling_terms(ceiling: Ceiling) -> Terms:
    return {
        "id": ceiling.id,
        "key": ceiling.key,
        **_stated(per=None if ceiling.per is None else ceiling.per.value),
        "calendar_year": Truth.of(ceiling.calendar_year).word,
        "limits": _limits_terms(ceiling.limits),
        **_stated(
            exception=ceiling.exception,
            valid_from=_written_day(ceiling.valid_from),
            valid_to=_written_day(ceiling.valid_to),
        ),
        "source": _citation_terms(ceiling.source),
    }


def _ceiling_of(terms: Mapping[str, Any]) -> Ceiling:
    per = terms.get("per")
    return Ceiling(
        id=terms["id"],
        key=terms["key"],
        per=None if per is None else Role(per),
        calendar_year=Truth.from_word(terms["calendar_year"]) is Truth.TRUE,
        limits=_limits_of(terms["limits"]),
        exception=terms.get("exception"),
        valid_from=_day(terms.get("valid_from")),
        valid_to=_day(terms.get("valid_to")),
        source=_citation_of(terms["source"]),
    )


def _tolerance_terms(tolerance: Tolerance) -> Terms:
    return {
        "id": tolerance.id,
        "unit": tolerance.unit.value,
        "per_mille": tolerance.per_mille,
        **_stated(valid_from=_written_day(tolerance.valid_from), valid_to=_written_day(tolerance.valid_to)),
        "source": _citation_terms(tolerance.source),
    }


def _tolerance_of(terms: Mapping[str, Any]) -> Tolerance:
    return Tolerance(
        id=terms["id"],
        unit=Unit(terms["unit"]),
        per_mille=terms["per_mille"],
        valid_from=_day(terms.get("valid_from")),
        valid_to=_day(terms.get("valid_to")),
        source=_citation_of(terms["source"]),
    )


def _certification_terms(certification: Certification) -> Terms:
    return {
        "id": certification.id,
        "on": certification.on.isoformat(),
        "met": certification.met.word,
        "figures": {name: plain(figure) for name, figure in certification.figures},
        **_stated(document=certification.document or None, rule=certification.rule or None),
    }


def _certification_of(terms: Mapping[str, Any]) -> Certification:
    return Certification(
        id=terms["id"],
        on=date.fromisoformat(terms["on"]),
        met=Truth.from_word(terms["met"]),
        figures=tuple((name, Decimal(figure)) for name, figure in terms["figures"].items()),
        document=terms.get("document", ""),
        rule=terms.get("rule", ""),
    )


def _citation_terms(source: Citation) -> Terms:
    return {
        "doc": source.doc,
        **_stated(at=source.at or None, published=_written_day(source.published)),
        "grade": source.grade.value,
        **_stated(evidence=list(source.evidence)),
    }


def _citation_of(terms: Mapping[str, Any]) -> Citation:
    return Citation(
        terms["doc"],
        terms.get("at", ""),
        Grade(terms["grade"]),
        _day(terms.get("published")),
        tuple(terms.get("evidence", ())),
    )
