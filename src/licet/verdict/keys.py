"""One key for one line: how many units it lets pass, how many it stops, and how many stay open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from licet.register import Draw, Match, matches
from licet.truth import Truth, conjunction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from licet.case import Answer, Order
    from licet.register import Authorisation, Balances, GrantCondition
    from licet.verdict.determination import Determination


@dataclass(frozen=True, slots=True)
class Blocking:
    """What stands against some units: the key (None: no key's), the cause, in words, with its citation."""

    key: str | None
    cause: str
    text: str
    citation: str = ""
    units: int = 0


@dataclass(frozen=True, slots=True)
class Freeing:
    """What would free units, within the limits of design section 9: never a target for identity, place or use."""

    remedy: str
    text: str


@dataclass(frozen=True, slots=True)
class Fit:
    """An authorisation that fits a line: how many units it covers, and whether it is the one assigned."""

    authorisation: Authorisation
    units: int
    precautionary: bool
    assigned: bool


@dataclass(frozen=True, slots=True)
class KeyOutcome:
    """Units of one line that one key lets pass and stops; the rest stays open."""

    key: str
    open_units: int
    shut_units: int
    blocking: tuple[Blocking, ...] = ()
    freeing: tuple[Freeing, ...] = ()
    fits: tuple[Fit, ...] = ()


def _earliest(one: Authorisation, _units: int) -> tuple[date, int, str]:
    return one.valid_to or date.max, 0, one.number


def _largest(one: Authorisation, units: int) -> tuple[date, int, str]:
    return date.max, -units, one.number


RANKINGS: dict[str, Callable[[Authorisation, int], tuple[date, int, str]]] = {
    "earliest-expiry": _earliest,
    "largest": _largest,
}


@dataclass(frozen=True, slots=True)
class KeyQuestion:
    """What is asked of one key: is permission required, for which draw, and which number does the line claim."""

    key: str
    required: Truth
    order: Order
    draw: Draw
    balances: Balances
    answers: Sequence[Answer] = ()
    assign: str | None = None
    claimed: str | None = None


def by_authorisations(asked: KeyQuestion) -> KeyOutcome:
    """Answer a key that needs permission, or may need it, from the authorisations on file."""
    quantity = asked.order.quantity
    if asked.claimed is None:
        on_file = list(asked.balances.serving(asked.draw))
    else:
        on_file = [one for one in asked.balances.authorisations if one.number == asked.claimed and one.key == asked.key]
    found = [(one, _match(one, asked)) for one in on_file]
    fitting = [one for one, match in found if match.truth is Truth.TRUE]
    usable = [(one, units) for one in fitting if (units := asked.balances.most_units(one.number, asked.draw))]
    if len(usable) > 1 and asked.assign is None:
        return _several(asked, usable)
    if usable:
        rank = RANKINGS[asked.assign or "earliest-expiry"]
        one, units = min(usable, key=lambda pair: rank(*pair))
        return _drawn(asked, one, min(units, quantity))
    spent = tuple(_spent(asked, one) for one in fitting)
    open_ones = [(one, match) for one, match in found if match.truth is Truth.UNKNOWN]
    if open_ones:
        return _may_fit(asked, open_ones, spent)
    if spent:
        return _exhausted(asked, spent)
    shut = quantity if asked.required is Truth.TRUE else 0
    return KeyOutcome(asked.key, 0, shut, tuple(_claim_fails(asked, found)))


def _claim_fails(asked: KeyQuestion, found: Sequence[tuple[Authorisation, Match]]) -> Iterator[Blocking]:
    """Say why the authorisation that the line claims does not fit it."""
    for one, match in found:
        if one.number == asked.claimed:
            text = f"{one.number} is claimed and does not fit: {'; '.join(match.reasons)}"
            yield Blocking(asked.key, "claimed_licence_does_not_fit", text, str(one.source), asked.order.quantity)


def _match(authorisation: Authorisation, asked: KeyQuestion) -> Match:
    parents = asked.balances.layers(authorisation.number)[1:]
    return matches(authorisation, asked.draw, valid_at=asked.draw.valid_at, parents=parents)


def _several(asked: KeyQuestion, usable: Sequence[tuple[Authorisation, int]]) -> KeyOutcome:
    ranked = sorted(usable, key=lambda pair: RANKINGS["earliest-expiry"](*pair))
    names = ", ".join(f"{one.number} ({units} left for this line, to {one.valid_to})" for one, units in ranked)
    text = f"several authorisations fit, earliest expiry first: {names}"
    fits = tuple(Fit(one, units, precautionary=False, assigned=False) for one, units in ranked)
    block = Blocking(asked.key, "several_authorisations", text, units=asked.order.quantity)
    return KeyOutcome(
        asked.key,
        0,
        0,
        (block,),
        (Freeing("file", "choose one, or run with --assign earliest-expiry or largest"),),
        fits,
    )


def _drawn(asked: KeyQuestion, one: Authorisation, units: int) -> KeyOutcome:
    quantity = asked.order.quantity
    answered, blocks, frees = _conditions(asked, one, units)
    rest = quantity - units
    if rest:
        left = "; ".join(
            room.refusal(quantity) for room in asked.balances.room(one.number, asked.draw) if room.units < quantity
        )
        blocks = (*blocks, Blocking(asked.key, "balance_exhausted", left, str(one.source), rest))
        frees = (
            *frees,
            Freeing("reduce", f"{units:,} units fit the balance of {one.number}"),
            Freeing("obtain", f"a further authorisation for {rest:,} units"),
        )
    fit = Fit(one, units, precautionary=asked.required is not Truth.TRUE, assigned=True)
    opened = units if answered is Truth.TRUE else 0
    stopped = rest + (units if answered is Truth.FALSE else 0)
    shut = stopped if asked.required is Truth.TRUE else 0
    return KeyOutcome(asked.key, opened, shut, blocks, frees, (fit,))


def _conditions(
    asked: KeyQuestion, one: Authorisation, units: int
) -> tuple[Truth, tuple[Blocking, ...], tuple[Freeing, ...]]:
    """Return whether all conditions of the authorisation are answered yes for this line, and what is not."""
    said = answers_on(asked.order, asked.answers)
    truths, blocks, frees = [], [], []
    for condition in one.conditions:
        answer = said.get(condition.id)
        truth = within_bounds(condition, asked.draw)
        if truth is Truth.UNKNOWN:
            truth = answered(answer)
        truths.append(truth)
        if truth is Truth.FALSE:
            who = f"Answered no by {answer.by} on {answer.on}." if answer else "The line states otherwise."
            text = f"{one.number}: {condition.text.rstrip('.')}. {who}"
            blocks.append(Blocking(asked.key, "condition_failed", text, str(one.source), units))
        if truth is Truth.UNKNOWN:
            blocks.append(
                Blocking(
                    asked.key,
                    "condition_unanswered",
                    f"{one.number}: {condition.question}",
                    str(one.source),
                    units,
                )
            )
            frees.append(Freeing("file", f"answer in answers.csv, with name, date and document: {condition.id}"))
    return conjunction(truths), tuple(blocks), tuple(frees)


def answers_on(order: Order, answers: Iterable[Answer]) -> dict[str, Answer]:
    """Return the answers that hold for the line; one about it goes before one about all lines."""
    of_all: dict[str, Answer] = {}
    own: dict[str, Answer] = {}
    for answer in answers:
        if not answer.order_id:
            of_all[answer.question] = answer
        elif answer.order_id == order.order_id:
            own[answer.question] = answer
    return of_all | own


def answered(answer: Answer | None) -> Truth:
    """Return what was answered; UNKNOWN if nobody did, or with another word than yes, no and unknown."""
    try:
        return Truth.UNKNOWN if answer is None else Truth.from_word(answer.answer)
    except ValueError:
        return Truth.UNKNOWN


def within_bounds(condition: GrantCondition, draw: Draw) -> Truth:
    """Tell whether a line lies within what a condition bounds; UNKNOWN where it bounds nothing the line states."""
    value = {"place_of_use": draw.place_of_use, "destination": draw.destination}.get(condition.id)
    if value is None or not (condition.only_in or condition.not_in):
        return Truth.UNKNOWN
    return Truth.of(value in condition.only_in if condition.only_in else value not in condition.not_in)


def _spent(asked: KeyQuestion, one: Authorisation) -> Blocking:
    """Say why an authorisation that fits covers no unit: nothing left, or no telling what the line would take."""
    rooms = [room for room in asked.balances.room(one.number, asked.draw) if room.units < asked.order.quantity]
    cause = "draw_not_known" if any(room.cost is None for room in rooms) else "balance_exhausted"
    text = "; ".join(room.refusal(asked.order.quantity) for room in rooms)
    return Blocking(asked.key, cause, text, str(one.source), asked.order.quantity)


def _exhausted(asked: KeyQuestion, spent: tuple[Blocking, ...]) -> KeyOutcome:
    quantity = asked.order.quantity
    if any(block.cause == "draw_not_known" for block in spent):
        return KeyOutcome(
            asked.key, 0, 0, spent, (Freeing("obtain", "the value, rate or figure that the limit needs"),)
        )
    shut = quantity if asked.required is Truth.TRUE else 0
    return KeyOutcome(
        asked.key, 0, shut, spent, (Freeing("obtain", f"a further authorisation for {quantity:,} units"),)
    )


def _may_fit(
    asked: KeyQuestion, found: Sequence[tuple[Authorisation, Match]], spent: tuple[Blocking, ...]
) -> KeyOutcome:
    blocks = tuple(
        Blocking(
            asked.key,
            "authorisation_may_fit",
            f"{one.number} may fit: {'; '.join(match.reasons)}",
            str(one.source),
            asked.order.quantity,
        )
        for one, match in found
    )
    missing = dict.fromkeys(name for _, match in found for name in match.missing)
    frees = tuple(Freeing("establish_truth", f"state {name.replace('_', ' ')}") for name in missing)
    return KeyOutcome(asked.key, 0, 0, (*blocks, *spent), frees)


def draw_of(order: Order, key: str, answer: Determination) -> Draw:
    """Return what the line would draw on an authorisation of the key."""
    query = answer.query
    item = query.item
    circuits = query.catalogue.integrated_circuits(item) or ()
    return Draw(
        order_id=order.order_id,
        key=key,
        item_id=item.item_id,
        quantity=order.quantity,
        valid_at=query.valid_at,
        contents=tuple((part.item_id, count) for part, count in circuits),
        unit_value=order.unit_value,
        currency=order.currency,
        movement=query.text("movement"),
        ship_from=query.text("ship_from"),
        destination=query.text("destination"),
        place_of_use=query.text("place_of_use"),
        end_use=query.text("end_use"),
        exporter=order.exporter,  # never the one assumed
        parties=tuple((role, party.party_id) for role, party in order.parties),
        parties_complete=order.parties_complete,
        tpp_per_unit=query.catalogue.tpp_of_contents(item),
    )
