"""What is asked of each version of a rule and of each of its limbs; each needs one case that answers yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.rules import solver
from licet.rules.expression import shown
from licet.rules.model import Limb
from licet.rules.translation import FAILS, HOLDS, both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from licet.rules.book import Standing
    from licet.rules.model import Presumption, Rule, Version
    from licet.rules.solver import Formula
    from licet.rules.translation import Translation


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One thing that must be possible on some day.

    Attributes:
        slug: Of the fault if it is not.
        rule: The rule.
        version: Its version.
        limb: The label of the limb, or its words; "" for the version as a whole.
        where: The place of the limb.
        what: The fault in words.
        mend: The cure.
        formula: What must be possible.
        within: The questions whose fault would explain this one's.
    """

    slug: str
    rule: Rule
    version: Version
    limb: str
    where: str
    what: str
    mend: str
    formula: Callable[[Translation, Standing], Formula]
    within: tuple[Question, ...] = ()


def questions_of(rule: Rule, version: Version) -> Iterator[Question]:
    """Yield every question to one version; a definition that gives a figure has none."""
    if version.body is None and not version.presume:
        return
    day = version.in_force_from
    whole = Question(
        "rule-never-holds",
        rule,
        version,
        "",
        version.where,
        f"the version of {rule.id} in force from {day} holds in no case on any day",
        "mend the limbs that exclude each other",
        lambda translation, standing: translation.rule(standing).may,
    )
    yield whole
    if version.body is not None:
        yield from _of_limbs(version.body, (), _Place(rule, version, (whole,)))
    for exception in version.unless:
        yield from _of_exception(exception, _Place(rule, version, (whole,)))
    for presumption in version.presume:
        yield _deciding(presumption, _Place(rule, version, (whole,)), neutral=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """Whose limb it is, and the questions about what it stands in."""

    rule: Rule
    version: Version
    within: tuple[Question, ...]


def _of_limbs(limb: Limb, needed: tuple[Limb, ...], place: _Place) -> Iterator[Question]:
    """Yield the questions to the limbs below one; `needed` are the limbs that must hold beside it."""
    for part in limb.limbs:
        beside = (*needed, *(other for other in limb.limbs if limb.every and other is not part))
        reached = _reached(part, beside, place)
        yield reached
        inside = _Place(place.rule, place.version, (*place.within, reached))
        decides = _deciding(part, inside, neutral=limb.every)
        yield decides
        yield from _of_limbs(part, beside, _Place(place.rule, place.version, (*inside.within, decides)))
    for exception in limb.unless:
        yield from _of_exception(exception, place)


def _reached(limb: Limb, beside: tuple[Limb, ...], place: _Place) -> Question:
    name = _named(limb)
    return Question(
        "unreachable-limb",
        place.rule,
        place.version,
        name,
        limb.where,
        f"limb {name} of {place.rule.id} never holds together with what it stands under",
        "mend the limb, or remove it; if the text itself is so, say it in known_findings.yaml",
        lambda translation, _: both([translation.limb(limb), *(translation.limb(other) for other in beside)]).may,
        place.within,
    )


def _deciding(part: Limb | Presumption, place: _Place, *, neutral: bool) -> Question:
    """Return whether a part ever matters: whether the rule's own words come out differently without it."""
    name = _named(part)
    without = (part, HOLDS if neutral else FAILS)
    because = (
        "what stands beside it implies it" if neutral else "what it covers, the rest of the rule covers or excludes"
    )
    return Question(
        "idle-limb",
        place.rule,
        place.version,
        name,
        part.where if isinstance(part, Limb) else place.version.where,
        f"limb {name} of {place.rule.id} never decides: {because}",
        "mend the limb, or remove it; if the text itself is so, say it in known_findings.yaml",
        lambda translation, standing: _differs(translation, standing, without),
        place.within,
    )


def _of_exception(limb: Limb, place: _Place) -> Iterator[Question]:
    """Yield the questions to an exception and to the limbs in it."""
    name = _named(limb)
    bites = Question(
        "idle-exception",
        place.rule,
        place.version,
        name,
        limb.where,
        f"the exception {name} of {place.rule.id} takes nothing away",
        "mend the exception, or remove it; if the text itself is so, say it in known_findings.yaml",
        lambda translation, standing: _differs(translation, standing, (limb, FAILS)),
        place.within,
    )
    yield bites
    yield from _of_limbs(limb, (), _Place(place.rule, place.version, (*place.within, bites)))


def _differs(translation: Translation, standing: Standing, without: tuple[Limb | Presumption, object]) -> Formula:
    whole, rest = translation.own_words(standing), translation.own_words(standing, without)  # type: ignore[arg-type]
    return solver.any_of([solver.differ(whole.must, rest.must), solver.differ(whole.may, rest.may)])


def _named(part: Limb | Presumption) -> str:
    if part.label:
        return part.label
    if isinstance(part, Limb):
        return shown(part.test) if part.test is not None else " / ".join(_named(limb) for limb in part.limbs)
    return shown(part.when)
