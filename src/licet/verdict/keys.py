"""One key for one line: how many units it lets pass, how many it stops, and how many stay open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.errors import UsageError
from licet.register import Draw, Match, matches
from licet.truth import Truth, conjunction
from licet.verdict.ranking import RANKINGS, Usable, firsts, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from licet.case import Answer, Order
    from licet.register import Authorisation, Balances, GrantCondition
    from licet.verdict.determination import Determination
    from licet.verdict.item_terms import ItemTerms
    from licet.verdict.order_file import Held, Unusable

NOT_ACTIVE = "authorisation_not_active"


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
    """An authorisation that fits a line: how many units it covers, and whether it is the one assigned.

    `held` of the units stand under it in a register already.
    """

    authorisation: Authorisation
    units: int
    precautionary: bool
    assigned: bool
    held: int = 0


@dataclass(frozen=True, slots=True)
class KeyOutcome:
    """Units of one line that one key lets pass and stops; the rest stays open."""

    key: str
    open_units: int
    shut_units: int
    blocking: tuple[Blocking, ...] = ()
    freeing: tuple[Freeing, ...] = ()
    fits: tuple[Fit, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyQuestion:
    """What is asked of one key: is permission required, for which draw, and which number does the line claim.

    Attributes:
        held: What the order holds already in a register, by number; it draws on the first of them before any other.
        exception: Only records kept under this exception count; None: only what is kept under none.
        unusable: Why nothing may be drawn on the number claimed.
    """

    key: str
    required: Truth
    order: Order
    draw: Draw
    balances: Balances
    answers: Sequence[Answer] = ()
    assign: str | None = None
    claimed: str | None = None
    held: Mapping[str, Held] = field(default_factory=dict)
    exception: str | None = None
    unusable: Unusable | None = None

    def units_held(self, number: str) -> int:
        """Return how many units of the line stand under a number already."""
        held = self.held.get(number)
        return 0 if held is None else min(held.units, self.order.quantity)

    def usable(self, one: Authorisation) -> Usable:
        """Return how many units of the line an authorisation covers, those that it holds among them."""
        rooms, quantity = self.balances.room(one.number, self.draw), self.order.quantity
        left = min(room.units for room in rooms)
        return Usable(one, min(quantity, self.units_held(one.number) + left), rooms, quantity)


def by_authorisations(asked: KeyQuestion) -> KeyOutcome:
    """Answer a key that needs permission, or may need it, from the authorisations on file."""
    quantity = asked.order.quantity
    found = [(one, _match(one, asked)) for one in _on_file(asked)]
    fitting = [one for one, match in found if match.truth is Truth.TRUE]
    usable = [each for one in fitting if (each := asked.usable(one)).units]
    holding = [each for each in usable if asked.units_held(each.authorisation.number)]
    if holding:
        usable = [max(holding, key=lambda each: asked.units_held(each.authorisation.number))]
    if len(usable) > 1 and asked.assign is None:
        return _several(asked, usable)
    if usable:
        return _drawn(asked, ranked(usable, asked.assign)[0])
    spent = tuple(_spent(asked, one) for one in fitting)
    open_ones = [(one, match) for one, match in found if match.truth is Truth.UNKNOWN]
    if open_ones:
        return _may_fit(asked, open_ones, spent)
    if spent:
        return _exhausted(asked, spent)
    shut = quantity if asked.required is Truth.TRUE else 0
    return KeyOutcome(asked.key, 0, shut, tuple(_claim_fails(asked, found)))


def _on_file(asked: KeyQuestion) -> list[Authorisation]:
    """Return what may be drawn on: the number claimed, or all that is not surely out of the question.

    A record kept under an exception serves only lines that claim that exception, or its number.
    """
    if asked.claimed is not None:
        one = on_file(asked.balances, asked.claimed)
        return [one] if asked.unusable is None and one is not None and one.key == asked.key else []
    wanted = (asked.exception or "").casefold()
    return [one for one in asked.balances.serving(asked.draw) if (one.exception or "").casefold() == wanted]


def on_file(balances: Balances, number: str) -> Authorisation | None:
    """Return the authorisation of a number; None if there is none."""
    try:
        return balances.layers(number)[0]
    except UsageError:
        return None


def _claim_fails(asked: KeyQuestion, found: Sequence[tuple[Authorisation, Match]]) -> Iterator[Blocking]:
    """Say why the authorisation that the line claims does not fit it."""
    if asked.unusable is not None:
        text = f"{asked.unusable.number} is claimed; it {asked.unusable.why}"
        yield Blocking(asked.key, NOT_ACTIVE, text, asked.unusable.source, asked.order.quantity)
    for one, match in found:
        if one.number == asked.claimed:
            text = f"{one.number} is claimed and does not fit: {'; '.join(match.reasons)}"
            yield Blocking(asked.key, "claimed_licence_does_not_fit", text, str(one.source), asked.order.quantity)


def _match(authorisation: Authorisation, asked: KeyQuestion) -> Match:
    parents = asked.balances.layers(authorisation.number)[1:]
    return matches(authorisation, asked.draw, valid_at=asked.draw.valid_at, parents=parents)


def _several(asked: KeyQuestion, usable: Sequence[Usable]) -> KeyOutcome:
    in_order = ranked(usable, None)
    names = ", ".join(each.words for each in in_order)
    text = f"several authorisations fit, earliest expiry first: {names}. Each way of choosing: {firsts(usable)}"
    fits = tuple(Fit(each.authorisation, each.units, precautionary=False, assigned=False) for each in in_order)
    block = Blocking(asked.key, "several_authorisations", text, units=asked.order.quantity)
    ways = ", ".join(RANKINGS)
    return KeyOutcome(
        asked.key,
        0,
        0,
        (block,),
        (Freeing("file", f"choose one by claiming its number, or run with --assign and one of: {ways}"),),
        fits,
    )


def _drawn(asked: KeyQuestion, chosen: Usable) -> KeyOutcome:
    one, units = chosen.authorisation, chosen.units
    held = asked.units_held(one.number)
    quantity = asked.order.quantity
    answered, blocks, frees = _conditions(asked, one, units)
    rest = quantity - units
    if rest:
        left = "; ".join(room.refusal(quantity) for room in chosen.rooms if room.units < quantity)
        left += f"; the order holds {held:,} units of it already" if held else ""
        blocks = (*blocks, Blocking(asked.key, "balance_exhausted", left, str(one.source), rest))
        frees = (
            *frees,
            Freeing("reduce", f"{units:,} units fit the balance of {one.number}"),
            Freeing("obtain", f"a further authorisation for {rest:,} units"),
        )
    fit = Fit(one, units, precautionary=asked.required is not Truth.TRUE, assigned=True, held=held)
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


def draw_of(order: Order, key: str, answer: Determination, item_terms: ItemTerms | None = None) -> Draw:
    """Return what the line would draw on an authorisation of the key; `item_terms` are those its scopes may ask."""
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
        met=() if item_terms is None else item_terms.of(item, query.catalogue, query.valid_at),
    )
