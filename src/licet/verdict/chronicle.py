"""The recorded acts, asked for one movement: what stands on a key for this item, these buyers, this use and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.acts import Asked, KeyStanding, load_acts, standing, unknown_items
from licet.acts.act import plain
from licet.errors import ProblemsFound
from licet.facts import Role
from licet.problem import Problem
from licet.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from licet.acts import Story
    from licet.catalogue import Catalogue
    from licet.verdict.query import Query

RECEIVING = (Role.PURCHASER, Role.ULTIMATE_CONSIGNEE, Role.END_USER)


def open_chronicle(root: Path, catalogue: Catalogue, overlays: Sequence[Path] = ()) -> Chronicle | None:
    """Load the recorded acts of a rule package; None where it has none.

    Raises:
        ProblemsFound: With every fault in the files, an item that the catalogue does not hold among them.
    """
    if not (root / "acts").is_dir() and not overlays:
        return None
    story = load_acts(root / "acts", overlays=overlays)
    unknown = unknown_items(story, (item.item_id for item in catalogue))
    if unknown:
        mend = "name an id of the catalogue"
        problems = (Problem("unknown-item", where, f"there is no item {item}", mend) for where, item in unknown)
        raise ProblemsFound(problems)
    return Chronicle(story)


class Chronicle:
    """The record of acts with what was asked of it before; the same question is not worked out twice."""

    def __init__(self, story: Story) -> None:
        """Keep the record."""
        self.story = story
        self._uses = sorted({use for act in story.acts.values() for use in act.scope.uses})
        self._found: dict[object, tuple[Catalogue, KeyStanding]] = {}  # kept, so that its id stays its own

    def decides(self, key: str) -> bool:
        """Tell whether acts decide a key; of a key that none is recorded for they do not."""
        rule = self.story.key_rule(key)
        return rule is not None and rule.decides

    @property
    def import_keys(self) -> tuple[str, ...]:
        """Return the keys that acts decide of what comes in."""
        return tuple(rule.key for rule in self.story.keys if rule.decides and rule.key.endswith(":import"))

    def narrates(self, key: str, query: Query) -> bool:
        """Tell whether acts are recorded that concern a movement on a key."""
        rule = self.story.key_rule(key)
        return rule is not None and (not rule.destinations or query.text("destination") in rule.destinations)

    def contradicts(self, found: KeyStanding, required: Truth) -> bool:
        """Tell whether the state of a key says otherwise than the law whether a licence is required."""
        if found.state is None or required is Truth.UNKNOWN:
            return False
        told = self.story.state(found.key, found.state).licence_required
        return bool(told) and told != required.word

    def standing(self, key: str, query: Query) -> KeyStanding:
        """Return what stands on a key for a movement."""
        asked = self.asked(query)
        name = (
            key, asked.item.item_id, id(asked.catalogue), asked.valid_at, asked.known_at,
            asked.buyers, asked.buyers_complete, tuple(asked.uses.items()), asked.place,
        )  # fmt: skip
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = asked.catalogue, standing(self.story, key, asked)
        return found[1]

    def asked(self, query: Query) -> Asked:
        """Return the question that a movement puts to the record."""
        return Asked(
            item=query.item,
            catalogue=query.catalogue,
            valid_at=query.valid_at,
            known_at=query.known_at,
            buyers=self._buyers(query),
            buyers_complete=query.parties_complete is Truth.TRUE,
            uses={use: truth for use in self._uses if (truth := _stated(query, use)) is not Truth.UNKNOWN},
            place=query.text("place_of_use"),
        )

    def _buyers(self, query: Query) -> tuple[str, ...]:
        """Return the parties that receive the goods: the actor's id where one goes by that name, else the name."""
        names = self.story.names
        found = {
            names.get(plain(party.name)) or names.get(plain(party.party_id)) or party.name
            for role, party in query.parties
            if role in RECEIVING
        }
        return tuple(sorted(found))


def _stated(query: Query, fact: str) -> Truth:
    stated = query.order_facts.get(fact)
    return stated.value if stated is not None and isinstance(stated.value, Truth) else Truth.UNKNOWN
