"""What a possible match with a listed party does to a line: a hard stop, unless it is judged away or licensed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.register import AuthorisationKind
from licet.screen import MatchedBy
from licet.truth import Truth
from licet.verdict.determination import Remark
from licet.verdict.keys import Blocking, Freeing, KeyOutcome, answered, answers_on, by_authorisations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from licet.case import Answer, Order
    from licet.screen import Hit
    from licet.verdict.keys import Fit, KeyQuestion
    from licet.verdict.screening import Sighting

QUESTION = "same_party"


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard adds to a line: outcomes that stop or draw, and what must be said beside it."""

    outcomes: tuple[KeyOutcome, ...] = ()
    warnings: tuple[Remark, ...] = ()


def guard(
    order: Order,
    sightings: Sequence[Sighting],
    own: KeyOutcome,
    asked: Callable[[], KeyQuestion],
    answers: Sequence[Answer],
) -> Guarded:
    """Stop a line for each sighting that no person has judged away and no licence names.

    Args:
        order: The line.
        sightings: What its names may stand for.
        own: The outcome of the key whose law is modelled, with the licence it draws on, if any.
        asked: The question to that key, asked only where a licence was not needed so far.
        answers: Answers of named persons.
    """
    said = answers_on(order, answers)
    open_ones = [sighting for sighting in sightings if not _is_judged_away(said.get(_question(sighting)))]
    warnings = [_judged(each, hit, said) for each in sightings if each not in open_ones for hit in each.hits]
    if not open_ones:
        return Guarded((), tuple(warnings))
    drawn = None if own.fits else by_authorisations(asked())
    licence = _licence(own if drawn is None else drawn)
    named = [each for each in open_ones if licence is not None and _names(licence, order, each)]
    stopped = [each for each in open_ones if each not in named]
    outcomes = [_stop(order, each, order.quantity, said) for each in stopped]
    if licence is not None:
        warnings += [_licensed(each, hit, licence) for each in named for hit in each.hits]
        rest = order.quantity - licence.units
        outcomes += [_stop(order, each, rest, said) for each in named if rest]
        if drawn is not None and not stopped:
            outcomes.append(drawn)
    return Guarded(tuple(outcomes), tuple(warnings))


def _question(sighting: Sighting) -> str:
    return f"{QUESTION}:{sighting.subject}"


def _is_judged_away(answer: Answer | None) -> bool:
    """Tell whether a person judged that the two are not the same, and on which document."""
    return answer is not None and answered(answer) is Truth.FALSE and bool(answer.document)


def _licence(outcome: KeyOutcome) -> Fit | None:
    """Return the licence assigned, unless a condition of it has failed."""
    if any(block.cause == "condition_failed" for block in outcome.blocking):
        return None
    licences = (fit for fit in outcome.fits if fit.authorisation.kind is AuthorisationKind.LICENCE)
    return next((fit for fit in licences if fit.assigned), None)


def _names(licence: Fit, order: Order, sighting: Sighting) -> bool:
    """Tell whether the licence names the party itself in every role it has in the line."""
    scope = licence.authorisation.scope
    roles = [role for role, party in order.parties if party.party_id == sighting.licensed_as]
    return bool(roles) and all(scope.names_party(role, str(sighting.licensed_as)) for role in roles)


def _stop(order: Order, sighting: Sighting, units: int, said: dict[str, Answer]) -> KeyOutcome:
    answer = said.get(_question(sighting))
    blocks = tuple(_block(sighting, hit, answer, units) for hit in sighting.hits)
    frees = []
    if answered(answer) is not Truth.TRUE:
        text = "a named person must judge whether they are the same, in answers.csv with the date and the document"
        frees.append(Freeing("establish_truth", f"{text}: {_question(sighting)}"))
    if sighting.licensed_as is not None:
        frees.append(Freeing("obtain", f"a licence that names {sighting.licensed_as} in each of its roles"))
    return KeyOutcome("", order.quantity - units, units, tuple(dict.fromkeys(blocks)), tuple(frees))


def _block(sighting: Sighting, hit: Hit, answer: Answer | None, units: int) -> Blocking:
    text = f"{_match(sighting, hit)}; {'; '.join(hit.evidence)}"
    cause = "possible_match"
    if answer is not None and answered(answer) is Truth.TRUE:
        cause, text = "listed_party", f"{text}. Judged the same by {answer.by} on {answer.on}"
    elif answer is not None:
        why = "without a document" if answered(answer) is Truth.FALSE else f"{answer.answer[:40]!r}, neither yes nor no"
        text = f"{text}. Answered by {answer.by} on {answer.on} {why}: that clears nothing"
    return Blocking(None, cause, text, f"{hit.on_list.name}, {hit.on_list.citation}", units)


def _match(sighting: Sighting, hit: Hit) -> str:
    alias = f", by its alias {hit.matched}" if hit.by is MatchedBy.ALIAS else ""
    return f"{sighting.who}: possible match with {hit.party.name} on {hit.on_list.name} ({sighting.vintage}){alias}"


def _judged(sighting: Sighting, hit: Hit, said: dict[str, Answer]) -> Remark:
    answer = said[_question(sighting)]
    before = ", before the lists were generated" if answer.on < sighting.generated else ""
    judged = f"judged not the same by {answer.by} on {answer.on}{before} ({answer.document})"
    return Remark("judged_not_the_same", f"{_match(sighting, hit)}; {judged}", hit.on_list.name)


def _licensed(sighting: Sighting, hit: Hit, licence: Fit) -> Remark:
    one = licence.authorisation
    text = f"licence {one.number} of {one.authority} names it; whether that licence answers this list is not tested"
    return Remark("licence_names_the_party", f"{_match(sighting, hit)}; {text}", str(one.source))
