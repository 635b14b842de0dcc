"""The state of both keys for an item on a day: what stands, since when, who says so, for whom; in JSON form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from licet.acts import Asked, KeyStanding, bearing, standing
from licet.acts.act import plain
from licet.acts.scope import spaced
from licet.catalogue import Item, ItemKind
from licet.errors import ProblemsFound, UsageError
from licet.problem import Problem
from licet.truth import Truth
from licet.verdict.act_json import act_json, clashes_json, stands_json, use_words
from licet.verdict.desk import Words
from licet.verdict.determination import determine
from licet.verdict.footer import standard_footer
from licet.verdict.overlap import clashes, reported_clauses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from licet.acts import Act, Stands, Story
    from licet.acts.act import ItemClass
    from licet.catalogue import Catalogue
    from licet.verdict.chronicle import Chronicle
    from licet.verdict.desk import Desk
    from licet.verdict.determination import Determination

SCHEMA_VERSION = 1
NOT = "not "


@dataclass(frozen=True, slots=True)
class StatusWords:
    """A question about the keys in words, as a command line gives it; None and () are things not said."""

    item: str
    key: str | None = None
    buyer: str | None = None
    uses: Sequence[str] = ()
    place: str | None = None
    valid_at: str | None = None
    known_at: str | None = None

    @property
    def is_scoped(self) -> bool:
        """True if a buyer, a use or a place is said."""
        return bool(self.buyer or self.uses or self.place)


def status(desk: Desk, words: StatusWords) -> dict[str, Any]:
    """Return the status of an item on both keys (JSON shape `status`).

    Raises:
        ProblemsFound: With every fault in the words.
        UsageError: If no acts are recorded.
    """
    chronicle = chronicle_of(desk)
    story = chronicle.story
    asked = _Reader(desk, chronicle, words).read()
    found = [standing(story, rule.key, asked) for rule in story.keys]
    shown = [each for each in found if words.key in {None, each.key}]
    return {
        "schema_version": SCHEMA_VERSION,
        "item": asked.item.item_id,
        "item_name": asked.item.model or asked.item.item_id,
        "valid_at": str(asked.valid_at),
        "known_at": str(asked.known_at) if asked.known_at else None,
        "scope": {"buyer": words.buyer, "use": ", ".join(words.uses) or None, "place": words.place},
        "keys": [_key(each, asked, desk, chronicle, words) for each in shown],
        "clashes": clashes_json(clashes(reported_clauses(found))),
        "hidden": sum(len(each.hidden) for each in shown),
        "stale": list(stale_acts(asked.valid_at, asked.valid_at, story)),
        "gaps": list(story.gaps),
        "checked_through": str(story.checked_through),
        "acts_version": story.version,
        "caveats": list(_caveats(words, story)),
        "footer": standard_footer(str(desk.law.pack.head.checked_through)),
    }


def chronicle_of(desk: Desk) -> Chronicle:
    """Return the recorded acts of a desk.

    Raises:
        UsageError: If it has none.
    """
    if desk.chronicle is None:
        msg = "the rule package holds no acts"
        raise UsageError(msg)
    return desk.chronicle


class _Reader:
    """Reads one question, gathering every fault."""

    def __init__(self, desk: Desk, chronicle: Chronicle, words: StatusWords) -> None:
        self.desk, self.chronicle, self.words = desk, chronicle, words
        self.problems: list[Problem] = []

    def read(self) -> Asked:
        words, story = self.words, self.chronicle.story
        known = [rule.key for rule in story.keys]
        if words.key is not None and words.key not in known:
            mend = f"use {' or '.join(known)}"
            self._problem("unknown-key", "--key", f"no acts are recorded of {words.key[:40]!r}", mend)
        item, query = read_item(self.desk, words.item, self.problems), None
        try:
            query = self.desk.query(
                Words(
                    item=next(iter(self.desk.catalogue)).item_id,
                    valid_at=words.valid_at or str(story.checked_through),
                    known_at=words.known_at,
                    place_of_use=words.place,
                )
            )
        except ProblemsFound as found:
            for each in found.problems:
                self.problems.append(replace(each, where=each.where.replace("--place-of-use", "--place")))
        uses = self._uses()
        if self.problems or item is None or query is None:
            raise ProblemsFound(self.problems)
        return Asked(
            item=item,
            catalogue=with_items(self.desk, [item]),
            valid_at=query.valid_at,
            known_at=query.known_at,
            buyers=(words.buyer,) if words.buyer else (),
            uses=uses,
            place=query.text("place_of_use"),
            general=not words.is_scoped,
        )

    def _uses(self) -> dict[str, Truth]:
        said: dict[str, Truth] = {}
        known = {use_words(name): name for act in self.chronicle.story.acts.values() for name in act.scope.uses}
        known |= {name: name for name in known.values()}
        for text in self.words.uses:
            word = text.strip().casefold()
            truth = Truth.of(not word.startswith(NOT))
            name = known.get(word.removeprefix(NOT).strip())
            if name is None:
                mend = f"use one of {', '.join(sorted(set(known.values())))}, with `{NOT.strip()}` before it to deny it"
                self._problem("unknown-use", "--use", f"no act names the use {text[:60]!r}", mend)
            elif said.setdefault(name, truth) is not truth:
                self._problem("said-and-denied", "--use", f"{name} is both said and denied", "say one of the two")
        return said

    def _problem(self, slug: str, where: str, what: str, mend: str) -> None:
        self.problems.append(Problem(slug, where, what, mend))


def read_item(desk: Desk, text: str, problems: list[Problem]) -> Item | None:
    """Return the item of a name; one that acts name and the catalogue does not hold is known by name only."""
    try:
        return desk.catalogue.look_up(text, where="ITEM").item
    except ProblemsFound as found:
        for item_class in chronicle_of(desk).story.classes.values():
            names = {plain(name) for name in (item_class.class_id, item_class.title, *item_class.names)}
            if item_class.not_in_catalogue and plain(text) in names:
                return named_only(item_class)
        problems.extend(found.problems)
        return None


def named_only(item_class: ItemClass) -> Item:
    """Return the item of a class that the catalogue does not hold: nothing is known of it but its name."""
    return Item(item_class.class_id, ItemKind.IC, item_class.title, "", {})


def with_items(desk: Desk, items: Iterable[Item]) -> Catalogue:
    """Return the catalogue with items that are known by name only."""
    return desk.catalogue.with_items(item for item in items if item.item_id not in desk.catalogue)


def _key(found: KeyStanding, asked: Asked, desk: Desk, chronicle: Chronicle, words: StatusWords) -> dict[str, Any]:
    story, key = chronicle.story, found.key
    return {
        "key": key,
        **_headline(found, story),
        "standing": stands_json(found, story, asked.known_at),
        "ended": [
            {"act": act_json(each.act, story, asked.known_at), "by": each.by.id, "on": str(each.on)}
            for each in sorted(found.ended, key=lambda each: (each.on, each.act.id), reverse=True)
        ],
        "law": None if chronicle.decides(key) else _law(found, asked, desk, chronicle),
        "scopes": [] if words.is_scoped else list(_scopes(key, asked, story)),
    }


def _headline(found: KeyStanding, story: Story) -> dict[str, Any]:
    state, each = found.state, found.headline
    return {
        "state": state or "not_narrated",
        "state_words": story.state(found.key, state).words if state else "no act is recorded",
        "effect": found.effect.value,
        "since": str(each.act.happened.first) if each else None,
        "contested": each.contested if each else False,
        "grade": each.act.grade.value if each else None,
        "act": each.act.id if each else None,
    }


def _law(found: KeyStanding, asked: Asked, desk: Desk, chronicle: Chronicle) -> dict[str, Any] | None:
    """Return what the rules say of an export to the place of the key that acts decide, for a buyer seated there."""
    if asked.item.item_id not in desk.catalogue:
        return None
    answer = law_answer(asked, desk, chronicle)
    required = answer.licence_required.word
    mismatch = None
    if chronicle.contradicts(found, answer.licence_required):
        mismatch = f"the acts say {spaced(str(found.state))}; by the rules a licence is required: {required}"
    grounds = [finding for finding in answer.decision.requirements if finding.truth is Truth.TRUE]
    return {
        "destination": answer.query.text("destination"),
        "licence_required": required,
        "review_policy": answer.decision.review_policy,
        "eccn": answer.decision.classification.eccn,
        "because": [f"{each.standing.rule.title} [{each.standing.version.source}]" for each in grounds],
        "mismatch": mismatch,
    }


def law_answer(asked: Asked, desk: Desk, chronicle: Chronicle) -> Determination:
    """Determine an export from the pack's home to the place whose import key acts decide."""
    deciding = next((rule.key for rule in chronicle.story.keys if rule.decides), "")
    place = deciding.partition(":")[0].upper() or None
    words = Words(
        item=asked.item.item_id,
        destination=place,
        party_hq=place,
        ship_from=desk.law.pack.head.home,
        valid_at=str(asked.valid_at),
        known_at=str(asked.known_at) if asked.known_at else None,
    )
    return determine(desk.law, desk.query(words), chronicle=chronicle)


def _scopes(key: str, asked: Asked, story: Story) -> Iterator[dict[str, Any]]:
    """Yield the state of each buyer, use and place that an act of the key names, those of one state together."""
    rows: dict[tuple[str, str, str], tuple[list[str], KeyStanding]] = {}
    for kind, name, narrow in _narrowed(key, asked, story):
        found = standing(story, key, narrow)
        decided = found.headline.act.id if found.headline else ""
        rows.setdefault((kind, decided, _also(found)), ([], found))[0].append(name)
    for (kind, _, _), (names, found) in rows.items():
        headline = _headline(found, story)
        beside = [each for each in found.standing if each is not found.headline and not each.act.scope.is_general]
        yield {"scope_text": f"{kind} {', '.join(names)}", **headline, "beside": [_short(each) for each in beside]}


def _also(found: KeyStanding) -> str:
    return " ".join(each.act.id for each in found.standing if not each.act.scope.is_general)


def _short(each: Stands) -> str:
    contested = ", contested, changes nothing" if each.contested and not each.counts else ""
    return f"{spaced(str(each.act.state))} since {each.act.happened.first}{contested} ({each.act.reported})"


def _narrowed(key: str, asked: Asked, story: Story) -> Iterator[tuple[str, str, Asked]]:
    acts = [
        act for act in story.acts.values() if act.key == key and not act.scope.is_general and _bears(act, asked, story)
    ]
    for buyer in dict.fromkeys(name for act in acts for name in act.scope.buyers):
        yield "buyer", story.actors[buyer].name, replace(asked, buyers=(buyer,))
    for use in dict.fromkeys(name for act in acts for name in act.scope.uses):
        yield "use:", use_words(use), replace(asked, uses={use: Truth.TRUE})
    for place in dict.fromkeys(name for act in acts for name in act.scope.places):
        yield "place of use", place, replace(asked, place=place)


def _bears(act: Act, asked: Asked, story: Story) -> bool:
    """Tell whether a narrower act has begun, is public, and names the item."""
    visible = act.is_public(asked.known_at) and act.happened.first <= asked.valid_at
    return visible and bearing(act, replace(asked, general=False), story).truth is not Truth.FALSE


def stale_acts(first: date, last: date, story: Story) -> Iterator[dict[str, Any]]:
    """Yield that acts were not gathered for all the days from the first to the last."""
    if last > story.checked_through:
        text = f"Acts were gathered through {story.checked_through}; what came after it is not known here."
        yield {"id": "acts", "text": text, "at": None}
    if first < story.checked_from:
        yield {"id": "acts", "text": f"Acts are gathered from {story.checked_from}.", "at": None}


def _caveats(words: StatusWords, story: Story) -> Iterator[dict[str, Any]]:
    if words.buyer and plain(words.buyer) not in story.names:
        text = f"No buyer of the name {words.buyer} is recorded: an act for named buyers may reach it."
        yield {"id": "buyer_not_recorded", "text": text, "at": None}
    if any(rule.decides for rule in story.keys if words.key in {None, rule.key}):
        text = "No published instrument lists a part on the importing side: its states are known from reports."
        yield {"id": "state_known_from_reports", "text": text, "at": None}
