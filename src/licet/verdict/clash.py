"""What conditions of several keys that cannot both be met do to a line: held if all are on file, else shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.truth import Truth, conjunction
from licet.verdict.keys import Blocking, Freeing, KeyOutcome
from licet.verdict.overlap import clashes, clashes_on_file, reported_clauses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from licet.case import Order
    from licet.verdict.determination import Determination
    from licet.verdict.line import Line
    from licet.verdict.overlap import Clash


def clashes_of(line: Line, outcomes: Sequence[KeyOutcome]) -> tuple[Clash, ...]:
    """Return the conditions of several keys that cannot both be met: those on file, then those only reported.

    A key that is open without an authorisation sets no condition.
    """
    free = {outcome.key for outcome in outcomes if outcome.open_units == line.order.quantity and not outcome.fits}
    bound = dict.fromkeys(outcome.key for outcome in outcomes if outcome.key and outcome.key not in free)
    draws = [line.draw(key) for key in bound]
    standings = [state.standing for state in line.answer.keys if state.standing is not None and state.key in bound]
    assigned = {outcome.key: fit.authorisation for outcome in outcomes for fit in outcome.fits if fit.assigned}
    return (*clashes_on_file(draws, line.balances, assigned), *clashes(reported_clauses(standings)))


def no_overlap(order: Order, answer: Determination, clash: Clash) -> KeyOutcome:
    """Stop a line that nothing it may state would satisfy; where a permission may not be needed, leave it open."""
    clauses = " / ".join(f"{clause.key}: {clause.text}" for clause in clash.clauses)
    text = f"no {clash.dimension.replace('_', ' ')} satisfies both keys' authorisations on file: {clauses}"
    citation = "; ".join(clause.citation for clause in clash.clauses)
    block = Blocking(None, "conditions_do_not_overlap", text, citation, order.quantity)
    needed = conjunction(_required(answer, clause.key) for clause in clash.clauses)
    stopped = order.quantity if needed is Truth.TRUE else 0
    return KeyOutcome("", 0, stopped, (block,), (Freeing("obtain", "authorisations whose terms overlap"),))


def _required(answer: Determination, key: str) -> Truth:
    """Tell whether a key requires permission; of one that is not modelled that is not known."""
    state = next((state for state in answer.keys if state.key == key), None)
    if state is not None and state.decided_by_acts and state.standing is not None:
        return state.standing.required
    return answer.licence_required if state is answer.keys[0] else Truth.UNKNOWN
