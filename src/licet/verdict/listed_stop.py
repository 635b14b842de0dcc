"""What possible and judged matches with listed parties do to a line, by what each list requires.

A match that nobody has judged leaves the line undetermined. One judged the same stops it: by a list that requires a
licence, denies or is not known, until a licence names the party; by the others until what they ask is on file. A
listed owner is a sign: what the law makes of it the rules say, and a named person resolves it on a document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.register import AuthorisationKind
from licet.rules import ListEffect
from licet.screen import Level
from licet.truth import Truth
from licet.verdict.determination import Remark
from licet.verdict.keys import Blocking, Freeing, KeyOutcome, answered, answers_on, by_authorisations
from licet.verdict.sighted import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from licet.case import Answer, Order
    from licet.verdict.keys import Fit, KeyQuestion
    from licet.verdict.sighted import Match, Sighting

POSSIBLE, LISTED, ASKED, SIGN = "possible_match", "listed_party", "listed_party_statement", "listed_party_red_flag"
RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard adds to a line: outcomes that stop or draw, and what must be said beside it."""

    outcomes: tuple[KeyOutcome, ...] = ()
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """How the line stands without the guard.

    Attributes:
        own: The outcome of the key whose law is modelled, with the licence it draws on, if any.
        others: The outcomes of the other keys.
        turned: The keys that the movement turns, or may turn.
        precaution: The question to the first key, asked only where a licence was not needed so far.
        claims_exception: Whether the line claims a license exception.
    """

    own: KeyOutcome
    others: tuple[KeyOutcome, ...]
    turned: frozenset[str]
    precaution: Callable[[], KeyQuestion]
    claims_exception: bool = False


def guard(order: Order, sightings: Sequence[Sighting], before: Before, answers: Sequence[Answer]) -> Guarded:
    """Stop a line, or leave it open, for each match that nothing lifts.

    Args:
        order: The line.
        sightings: Who of the line may be a listed party.
        before: How the line stands without the guard.
        answers: Answers of named persons.
    """
    if not sightings:
        return Guarded()
    judge = _Guard(order, before, answers_on(order, answers))
    for sighting in sightings:
        for match in sighting.matches:
            judge.weigh(sighting, match)
    return judge.result()


class _Guard:
    """Weighs the matches of one line."""

    def __init__(self, order: Order, before: Before, said: dict[str, Answer]) -> None:
        self._order, self._before, self._said = order, before, said
        self._drawn: KeyOutcome | None = None
        self._outcomes: list[KeyOutcome] = []
        self._warnings: list[Remark] = []
        self._licensed = False
        self._stopped = False

    def result(self) -> Guarded:
        """Return what was found; a licence drawn on for a listed party alone is drawn on if nothing stops the line."""
        outcomes = list(self._outcomes)
        if self._licensed and self._drawn is not None and not self._stopped:
            outcomes.append(self._drawn)
        return Guarded(tuple(outcomes), tuple(self._warnings))

    def weigh(self, sighting: Sighting, match: Match) -> None:
        """Add what one match does."""
        if match.is_cleared:
            self._warn("judged_not_the_same", sighting, match, _judged(match))
        elif not match.is_same:
            self._weigh_possible(sighting, match)
        elif sighting.part is Part.OWNER:
            self._weigh_sign(sighting, match, "a listed owner is a sign that a named person resolves")
        else:
            self._weigh_same(sighting, match)

    def _weigh_possible(self, sighting: Sighting, match: Match) -> None:
        if sighting.part is Part.EXPORTER and match.hit.level is Level.POSSIBLE:
            self._warn("exporter_alike", sighting, match, "alike only, and the exporter knows who it is")
            return
        licence = self._naming(sighting)
        if licence is not None:
            self._licence(sighting, match, licence, POSSIBLE, stops=False)
            return
        why = match.standing.reopened or (_judged(match) if match.standing.judgement is not None else "")
        text = f"{sighting.called(match)}; {'; '.join(filter(None, (*match.hit.evidence, why)))}"
        self._add(match, POSSIBLE, text, stops=False, frees=_judging(sighting, match))

    def _weigh_same(self, sighting: Sighting, match: Match) -> None:
        effect = None if match.rule is None else match.rule.effect
        if effect is ListEffect.RED_FLAG:
            self._weigh_sign(sighting, match, _requires(match))
        elif effect is ListEffect.IMPORT_LIST:
            self._weigh_import(sighting, match)
        elif effect is ListEffect.NO_EXCEPTIONS and not self._before.claims_exception:
            self._weigh_statement(sighting, match)
        else:
            licence = self._naming(sighting)
            if licence is not None:
                self._licence(sighting, match, licence, LISTED, stops=True)
            else:
                self._stop(sighting, match)

    def _weigh_sign(self, sighting: Sighting, match: Match, why: str) -> None:
        question = f"red_flag:{match.hit.on_list.own_code}:{sighting.subject}"
        answer = self._said.get(question)
        text = f"{sighting.called(match)}; {_judged(match)}; {why}"
        if answer is not None and answer.answer.strip().casefold() == RESOLVED and answer.document:
            self._warn(
                "red_flag_resolved", sighting, match, f"resolved by {answer.by} on {answer.on} ({answer.document})"
            )
            return
        frees = [Freeing("establish_truth", f"resolve it, by a named person with a document: {question} `{RESOLVED}`")]
        self._add(match, SIGN, text, stops=True, frees=frees)

    def _weigh_statement(self, sighting: Sighting, match: Match) -> None:
        assert match.rule is not None  # noqa: S101  an effect has a rule
        question = f"{match.rule.question_id}:{sighting.subject}"
        answer = self._said.get(question)
        said = answered(answer)
        if answer is not None and said is Truth.TRUE and answer.document:
            self._warn("statement_on_file", sighting, match, f"{match.rule.question} {answer.by}, {answer.document}")
            return
        text = f"{sighting.called(match)}; {_judged(match)}; {_requires(match)}"
        frees = [Freeing("file", f"{match.rule.question} Answer {question} with the date and the document")]
        self._add(match, ASKED, text, stops=said is Truth.FALSE, frees=frees)

    def _weigh_import(self, sighting: Sighting, match: Match) -> None:
        assert match.rule is not None  # noqa: S101  an effect has a rule
        key = match.rule.key
        if key not in self._before.turned:
            self._warn("listed_by_another_side", sighting, match, f"the movement does not turn {key}")
            return
        approval = next(
            (fit for each in self._before.others if each.key == key for fit in each.fits if fit.assigned), None
        )
        if approval is not None and self._is_named(approval, sighting):
            self._warn(
                "approval_names_the_party", sighting, match, f"approval {approval.authorisation.number} names it"
            )
            return
        frees = [Freeing("obtain", f"an approval for {key} that names {sighting.subject} in each of its roles")]
        text = f"{sighting.called(match)}; {_judged(match)}; {_requires(match)}"
        self._add(match, LISTED, text, stops=True, frees=frees, key=key)

    def _stop(self, sighting: Sighting, match: Match) -> None:
        text = f"{sighting.called(match)}; {_judged(match)}; {_requires(match)}"
        frees = []
        if sighting.part is Part.PARTY:
            frees = [Freeing("obtain", f"a licence that names {sighting.subject} in each of its roles")]
        self._add(match, LISTED, text, stops=True, frees=frees)

    def _licence(self, sighting: Sighting, match: Match, licence: Fit, cause: str, *, stops: bool) -> None:
        """Say that a licence names the party, and stop what it does not cover."""
        one = licence.authorisation
        self._licensed = True
        text = f"licence {one.number} of {one.authority} names it; whether that licence answers this list is not tested"
        self._warnings.append(Remark("licence_names_the_party", f"{sighting.called(match)}; {text}", str(one.source)))
        rest = self._order.quantity - licence.units
        if rest:
            more = f"{sighting.called(match)}; licence {one.number} names it and covers {licence.units} units"
            self._add(match, cause, more, stops=stops, frees=(), units=rest)

    def _naming(self, sighting: Sighting) -> Fit | None:
        """Return the licence the line draws on, if it names the party in every role."""
        if sighting.part is not Part.PARTY:
            return None
        if not self._before.own.fits and self._drawn is None:
            self._drawn = by_authorisations(self._before.precaution())
        licence = _licence(self._before.own if self._drawn is None else self._drawn)
        return licence if licence is not None and self._is_named(licence, sighting) else None

    def _is_named(self, fit: Fit, sighting: Sighting) -> bool:
        roles = [role for role, party in self._order.parties if party.party_id == sighting.subject]
        return bool(roles) and all(fit.authorisation.scope.names_party(role, sighting.subject) for role in roles)

    def _warn(self, remark: str, sighting: Sighting, match: Match, text: str) -> None:
        self._warnings.append(Remark(remark, f"{sighting.called(match)}; {text}", match.hit.on_list.name))

    def _add(
        self,
        match: Match,
        cause: str,
        text: str,
        *,
        stops: bool,
        frees: Iterable[Freeing],
        key: str | None = None,
        units: int | None = None,
    ) -> None:
        """Add an outcome that stops some units or leaves them open, all of them unless told."""
        touched = self._order.quantity if units is None else units
        block = Blocking(key, cause, text, match.citation, touched)
        rest = self._order.quantity - touched
        self._stopped |= units is None
        self._outcomes.append(KeyOutcome(key or "", rest, touched if stops else 0, (block,), tuple(frees)))


def _judging(sighting: Sighting, match: Match) -> list[Freeing]:
    hit = match.hit
    name = "" if hit.asked == sighting.subject else f" ({hit.asked})"
    entry = f"entry {hit.party.source_id} of {hit.on_list.own_code}"
    text = f"a named person must judge whether {sighting.subject}{name} is {entry} (licet screen judge)"
    frees = [Freeing("establish_truth", text)]
    if sighting.part is Part.PARTY:
        frees.append(Freeing("obtain", f"a licence that names {sighting.subject} in each of its roles"))
    return frees


def _judged(match: Match) -> str:
    judged = match.standing.judgement
    if judged is None:
        return ""
    words = {"same": "the same", "not_same": "not the same"}.get(judged.judged.value, judged.judged.value)
    document = f", {judged.document}" if judged.document else ""
    return f"judged {words} by {judged.by} on {judged.on} to {judged.until} ({judged.reason}{document})"


def _requires(match: Match) -> str:
    return "what this list requires is not encoded" if match.rule is None else match.rule.says


def _licence(outcome: KeyOutcome) -> Fit | None:
    """Return the licence assigned, unless a condition of it has failed."""
    if any(block.cause == "condition_failed" for block in outcome.blocking):
        return None
    licences = (fit for fit in outcome.fits if fit.authorisation.kind is AuthorisationKind.LICENCE)
    return next((fit for fit in licences if fit.assigned), None)
