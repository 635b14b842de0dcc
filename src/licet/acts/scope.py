"""Does an act bear on what is asked: yes, no, or not settled by what is known of the item, buyer, use and place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.acts.act import plain
from licet.truth import Truth, conjunction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from licet.acts.act import Act, ActScope, ItemClass, Story
    from licet.catalogue import Catalogue, Item


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a key: the item, the day, what was public, and for whom and for what.

    `buyers` are names or ids of the parties that receive the goods, all of them if `buyers_complete`; `uses` are facts
    of the order by name, absent ones unknown; `place` is the place of use. `general` leaves acts aside that hold for
    some buyers, uses or places only, unless what is asked surely lies within them.
    """

    item: Item
    catalogue: Catalogue
    valid_at: date
    known_at: date | None = None
    buyers: tuple[str, ...] = ()
    buyers_complete: bool = True
    uses: Mapping[str, Truth] = field(default_factory=dict)
    place: str | None = None
    general: bool = False


@dataclass(frozen=True, slots=True)
class Bearing:
    """Whether an act bears on what is asked; where that is open, why, and the facts that would settle it."""

    truth: Truth
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


_YES, _NO = Bearing(Truth.TRUE), Bearing(Truth.FALSE)


def bearing(act: Act, asked: Asked, story: Story) -> Bearing:
    """Tell whether an act bears on what is asked."""
    parts = [of_item(act, asked.item, asked.catalogue, story)]
    if parts[0].truth is not Truth.FALSE:
        parts += scope_parts(act.scope, asked, story)
    truth = conjunction(part.truth for part in parts)
    if asked.general and Truth.UNKNOWN in {part.truth for part in parts[1:]}:
        return _NO
    open_parts = [part for part in parts if part.truth is Truth.UNKNOWN] if truth is Truth.UNKNOWN else []
    return Bearing(
        truth,
        tuple(reason for part in open_parts for reason in part.reasons),
        tuple(dict.fromkeys(name for part in open_parts for name in part.missing)),
    )


def all_within(act: Act, asked: Asked, story: Story) -> bool:
    """Tell whether every party that receives the goods surely lies within an act's buyers; one outside is enough."""
    if not act.scope.buyers:
        return True
    known = _known_buyers(asked, story)
    return asked.buyers_complete and bool(known) and known <= set(act.scope.buyers)


def _known_buyers(asked: Asked, story: Story) -> set[str | None]:
    """Return the actors that the buyers are; None among them for a name that is nobody's known."""
    return {story.names.get(plain(name)) for name in asked.buyers}


def scope_parts(scope: ActScope, asked: Asked, story: Story) -> Iterable[Bearing]:
    """Yield, for each bound that a scope sets, whether what is asked lies within it."""
    if scope.buyers:
        yield _of_buyers(scope, asked, story)
    if scope.uses:
        yield _of_uses(scope, asked)
    if scope.places:
        yield _of_place(scope, asked)


def of_item(act: Act, item: Item, catalogue: Catalogue, story: Story) -> Bearing:
    """Tell whether an act names the item, or a circuit that it contains."""
    circuits = catalogue.integrated_circuits(item)
    parts = [item, *(part for part, _ in circuits or () if part.item_id != item.item_id)]
    truths = [_names(act, part, story) for part in parts]
    if Truth.TRUE in truths:
        return _YES
    if circuits is None or Truth.UNKNOWN in truths:
        return Bearing(Truth.UNKNOWN, (f"whether the act reaches {item.item_id} is not known",), ("contents",))
    return _NO


def _names(act: Act, item: Item, story: Story) -> Truth:
    if item.item_id in act.items:
        return Truth.TRUE
    found = [_in_class(story.classes[name], item, story) for name in act.classes]
    return max(found, key=lambda truth: truth.rank, default=Truth.FALSE)


def _in_class(item_class: ItemClass, item: Item, story: Story) -> Truth:
    if item.item_id in item_class.items or item.item_id == item_class.class_id:
        return Truth.TRUE
    names = {plain(name) for name in (*item_class.names, item_class.title)} if item_class.not_in_catalogue else set()
    if names & {plain(item.model), plain(item.item_id)}:
        return Truth.TRUE
    if not item_class.kinds or item.kind.value not in item_class.kinds:
        return Truth.FALSE
    maker = _made_by(item_class, item.maker, story)
    market = item.truth("marketed_for_datacenters") if item_class.marketed_for_datacenters else Truth.TRUE
    return maker & market


def _made_by(item_class: ItemClass, maker: str, story: Story) -> Truth:
    """Tell whether a class means the items of a maker, by whatever of its names."""
    if not (item_class.makers or item_class.not_makers):
        return Truth.TRUE
    own = story.named(maker)
    if own in {story.named(each) for each in item_class.makers}:
        return Truth.TRUE
    return Truth.FALSE if own in {story.named(each) for each in item_class.not_makers} else Truth.UNKNOWN


def _of_buyers(scope: ActScope, asked: Asked, story: Story) -> Bearing:
    """Judge the buyers by name; a name that is nobody's known proves nothing."""
    known = _known_buyers(asked, story)
    if known & set(scope.buyers):
        return _YES
    if asked.buyers and None not in known:
        return _NO
    names = ", ".join(story.actors[each].name for each in scope.buyers)
    reason = f"whether the buyer is {names} is not known"
    return Bearing(Truth.UNKNOWN, (reason,), () if asked.buyers else ("end_user",))


def _of_uses(scope: ActScope, asked: Asked) -> Bearing:
    truths = [asked.uses.get(use, Truth.UNKNOWN) for use in scope.uses]
    if Truth.TRUE in truths:
        return _YES
    if Truth.UNKNOWN not in truths:
        return _NO
    unknown = tuple(use for use, truth in zip(scope.uses, truths, strict=True) if truth is Truth.UNKNOWN)
    return Bearing(Truth.UNKNOWN, (f"not stated: {', '.join(spaced(use) for use in unknown)}",), unknown)


def _of_place(scope: ActScope, asked: Asked) -> Bearing:
    if asked.place is None:
        return Bearing(Truth.UNKNOWN, ("the place of use is not stated",), ("place_of_use",))
    return _YES if asked.place in scope.places else _NO


def spaced(word: str) -> str:
    """Return a name of the data as people read it."""
    return word.replace("_", " ")
