"""Does an authorisation fit a draw: yes, no, or not settled by the facts given.

Every layer is asked, and every key of the scope. A key that the scope leaves blank fits nothing. Matching is by
exact id: a board that contains a licensed chip fits only if the board is listed, and a subsidiary does not
inherit from its parent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.facts import Role
from licet.register.authorisation import AuthorisationKind
from licet.truth import Truth, conjunction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from licet.register.authorisation import Authorisation, Coverage, Scope
    from licet.register.draw import Draw

_RECEIVING = (Role.PURCHASER, Role.ULTIMATE_CONSIGNEE, Role.END_USER)
_ALWAYS_HELD = (Role.ULTIMATE_CONSIGNEE, Role.END_USER)  # every shipment ends with someone


@dataclass(frozen=True, slots=True)
class Match:
    """Whether an authorisation fits.

    `reasons` says why not, or what is open; `missing` names the absent facts that would settle it, and is
    empty once the answer is no.
    """

    truth: Truth
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def under(self, heading: str) -> Match:
        """Return the same with a heading, if any, before each reason."""
        if not heading:
            return self
        return Match(self.truth, tuple(heading + reason for reason in self.reasons), self.missing)


_FITS = Match(Truth.TRUE)


def matches(
    authorisation: Authorisation, draw: Draw, *, valid_at: date, parents: Sequence[Authorisation] = ()
) -> Match:
    """Tell whether the authorisation, and each of its parents, fits the draw on the day.

    Limits are not asked here; see `Balances`.

    Args:
        authorisation: The one to draw on. Its holder must be the exporter; for an import approval, the
            exporter or one of the parties that receive the goods.
        draw: The order line.
        valid_at: The day asked about.
        parents: The layers above it (`Balances.layers(number)[1:]`). Their holders are not asked:
            they granted a part to someone else.
    """
    findings = [_holder(authorisation, draw)]
    for layer in (authorisation, *parents):
        heading = "" if layer is authorisation else f"parent {layer.number}: "
        findings += [finding.under(heading) for finding in _layer(layer, draw, valid_at) if finding is not _FITS]
    truth = conjunction(finding.truth for finding in findings)
    decisive = [finding for finding in findings if finding.truth is truth and truth is not Truth.TRUE]
    return Match(
        truth,
        tuple(dict.fromkeys(reason for finding in decisive for reason in finding.reasons)),
        tuple(dict.fromkeys(fact for finding in decisive for fact in finding.missing)),
    )


def rules_out(authorisation: Authorisation, draw: Draw) -> bool:
    """Tell quickly whether an authorisation surely does not fit, by key, item, places shipped and parties alone.

    Places and kinds of use are left to `matches`. Where this says no, `matches` may still say FALSE.
    """
    scope = authorisation.scope
    if authorisation.key != draw.key or not _may_cover_item(scope, draw):
        return True
    for value, coverage in ((draw.destination, scope.destinations), (draw.ship_from, scope.ship_from)):
        if value is not None and not coverage.covers(value):
            return True
    return any(not scope.of_role(role).covers(party_id) for role, party_id in draw.parties)


def _may_cover_item(scope: Scope, draw: Draw) -> bool:
    if scope.items.covers(draw.item_id):
        return True
    return scope.item_expression is not None and draw.truth_of(scope.item_expression) is not Truth.FALSE


def _layer(authorisation: Authorisation, draw: Draw, valid_at: date) -> Iterator[Match]:
    scope = authorisation.scope
    yield _key(authorisation, draw)
    yield _validity(authorisation, valid_at)
    yield _item(scope.items, draw) if scope.item_expression is None else _described_item(scope, draw)
    yield _stated("movement", draw.movement, scope.movements)
    yield _stated("ship_from", draw.ship_from, scope.ship_from)
    yield _stated("destination", draw.destination, scope.destinations)
    yield _stated("place_of_use", draw.place_of_use, scope.places_of_use)
    yield _stated("end_use", draw.end_use, scope.end_uses)
    if not scope.parties:
        yield _no("the scope does not state parties, and a blank covers nothing")
    for role in Role:
        yield _role(role, draw, scope.of_role(role))


def _no(reason: str) -> Match:
    return Match(Truth.FALSE, (reason,))


def _open(reason: str, *missing: str) -> Match:
    return Match(Truth.UNKNOWN, (reason,), missing)


def _key(authorisation: Authorisation, draw: Draw) -> Match:
    return _FITS if authorisation.key == draw.key else _no(f"it serves {authorisation.key}, not {draw.key}")


def _validity(authorisation: Authorisation, valid_at: date) -> Match:
    if valid_at < authorisation.valid_from:
        return _no(f"not yet valid on {valid_at}: valid from {authorisation.valid_from}")
    if not authorisation.validity.contains(valid_at):
        return _no(f"expired on {valid_at}: not valid from {authorisation.valid_to} on")
    return _FITS


def _item(coverage: Coverage, draw: Draw) -> Match:
    finding = _stated("item", draw.item_id, coverage)
    listed = [item_id for item_id, _ in draw.contents if item_id in coverage.members and item_id != draw.item_id]
    if finding.truth is Truth.FALSE and listed:
        return _no(f"{finding.reasons[0]}; it contains {', '.join(listed)}, which does not extend the scope to it")
    return finding


def _described_item(scope: Scope, draw: Draw) -> Match:
    """Judge an item that may be listed, or be one of which the item expression is true."""
    expression = scope.item_expression or ""
    truth = Truth.TRUE if scope.items.covers(draw.item_id) else draw.truth_of(expression)
    if truth is Truth.TRUE:
        return _FITS
    if truth is Truth.UNKNOWN:
        reason = f"whether the scope covers item {draw.item_id} is not settled: it covers items where {expression}"
        return _open(reason, "facts_of_the_item")
    listed = "" if scope.items.is_blank else f" and {scope.items}"
    return _no(f"item {draw.item_id} is outside the scope, which covers items where {expression}{listed}")


def _stated(fact: str, value: str | None, coverage: Coverage) -> Match:
    if coverage.is_blank:
        return _no(f"the scope does not state {fact}, and a blank covers nothing")
    if coverage.is_any:
        return _FITS
    if value is None:
        return _open(f"{fact} is not stated, and the scope limits it", fact)
    return _FITS if coverage.covers(value) else _no(f"{fact} {value} is outside the scope, which covers {coverage}")


def _role(role: Role, draw: Draw, coverage: Coverage) -> Match:
    """Judge one role: every party in it must be covered, and nobody may be left who could fall outside."""
    held = draw.in_role(role)
    outside = [party_id for party_id in held if not coverage.covers(party_id)]
    if outside:
        return _no(f"{role.value} {', '.join(outside)} is outside the scope, which covers {coverage}")
    if coverage.is_any:
        return _FITS
    if not held and not coverage.is_blank and (role in _ALWAYS_HELD or draw.parties_complete is not Truth.TRUE):
        return _open(f"{role.value} is not stated, and the scope limits it", role.value)
    if draw.parties_complete is not Truth.TRUE:
        return _open(f"the parties may be incomplete, and the scope limits {role.value}", "parties_complete")
    return _FITS


def _holder(authorisation: Authorisation, draw: Draw) -> Match:
    """Judge the holder: the exporter, or for an import approval also a party that receives the goods."""
    holder = authorisation.holder.strip().casefold()
    if draw.exporter is not None and draw.exporter.strip().casefold() == holder:
        return _FITS
    if authorisation.kind is AuthorisationKind.IMPORT_APPROVAL:
        receiving = [party_id for role in _RECEIVING for party_id in draw.in_role(role)]
        if holder in {party_id.strip().casefold() for party_id in receiving}:
            return _FITS
        if draw.parties_complete is not Truth.TRUE:
            reason = f"whether the holder {authorisation.holder} receives the goods is not settled"
            return _open(reason, "parties_complete")
    if draw.exporter is None:
        return _open(f"exporter is not stated; the holder is {authorisation.holder}", "exporter")
    return _no(f"the exporter {draw.exporter} is not the holder {authorisation.holder}")
