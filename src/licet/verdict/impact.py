"""Which answers of a case change between two laws: an overlay laid over the pack, or another copy of the package.

The case is judged once under each law. A line changes if its verdict, units or answers differ; the rules named with
it are those whose truth, or whose outcome where they hold, differs for that line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound, UsageError
from licet.problem import Problem
from licet.rules import RuleKind, Standing
from licet.truth import Truth
from licet.verdict.check import Ask, CheckedBook, check
from licet.verdict.desk import Desk, open_desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from licet.evaluate import Decision, Step
    from licet.rules import Version
    from licet.verdict.judge import LineVerdict

ABSENT = "absent"
ITEM, AGE, BALANCES, SETTINGS = "item_figures", "age_of_the_law", "other_draws", "pack_settings"
_TRUTHS = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answers on one line that a reader acts on.

    `eccn` is None while open, and `candidates` says between what; `review_policy` is None where there is none, and
    `unknown` while it is open.
    """

    verdict: str
    release_units: int
    hold_units: int
    undetermined_units: int
    licence_required: str
    eccn: str | None
    candidates: tuple[str, ...]
    review_policy: str | None
    review_policy_if_conditions_fail: str | None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule whose part in a line differs.

    `before` and `after` are its truths in words, joined by a stroke where it was asked of several items or parties,
    or `absent` where no version of it stands. `reworded` tells that it holds or may hold in both, with another outcome.
    """

    rule: str
    title: str
    before: str
    after: str
    citation: str
    grade: str
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class LineImpact:
    """One line under both laws.

    `causes` says what differs that is no rule: `item_figures`, `age_of_the_law`; for a changed line with neither
    these nor a rule, `other_draws` (other lines take more or less of a balance) or `pack_settings`.
    """

    order_id: str
    before: LineVerdict
    after: LineVerdict
    rules: tuple[RuleChange, ...]
    causes: tuple[str, ...]

    @property
    def outcomes(self) -> tuple[Outcome, Outcome]:
        """The answers before and after."""
        return outcome_of(self.before), outcome_of(self.after)

    @property
    def is_changed(self) -> bool:
        """Whether any answer differs."""
        one, other = self.outcomes
        return one != other


@dataclass(frozen=True, slots=True)
class Impact:
    """A case under two laws, every line of it in the order of the file."""

    before: CheckedBook
    after: CheckedBook
    lines: tuple[LineImpact, ...]

    @property
    def changed(self) -> tuple[LineImpact, ...]:
        """The lines with another answer."""
        return tuple(line for line in self.lines if line.is_changed)

    @property
    def same_by_other_rules(self) -> int:
        """How many lines have the same answers, and a rule whose part differs."""
        return sum(1 for line in self.lines if line.rules and not line.is_changed)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two laws, and what each is made of, in words; `one_package` tells that only overlays differ."""

    before: Desk
    after: Desk
    before_words: str
    after_words: str
    one_package: bool


def open_sides(folder: Path, *, law: Sequence[Path] = (), against: Path | None = None) -> Sides:
    """Load the two laws that a case is to be judged under.

    The case's own `law` folder lies over both, unless it is the very folder asked about.

    Args:
        folder: The case.
        law: Folders laid over the installed pack, after the change.
        against: The rule package before the change, or a checkout that holds one; the installed one if None.

    Raises:
        UsageError: If there is nothing to compare.
        ProblemsFound: With every fault in what is loaded.
    """
    if not law and against is None:
        msg = "compare with what? Give --law FOLDER to lay rules over the pack, or --against another copy of the pack"
        raise UsageError(msg)
    own = [folder / "law"] if (folder / "law").is_dir() else []
    asked = {path.resolve() for path in law}
    shared = [path for path in own if path.resolve() not in asked]
    root = _package(against) if against is not None else None
    installed = "the installed pack"
    return Sides(
        open_desk(root=root, overlays=shared),
        open_desk(overlays=[*shared, *law]),
        _words(str(against) if against is not None else installed, shared),
        _words(installed, [*shared, *law]),
        one_package=root is None,
    )


def _words(pack: str, overlays: Sequence[Path]) -> str:
    return " with ".join([pack, " and ".join(map(str, overlays))]) if overlays else pack


def _package(folder: Path) -> Path:
    for found in (folder, folder / "licet_rules", folder / "src" / "licet_rules"):
        if (found / "facts.yaml").is_file():
            return found
    what = "holds no rule package: no facts.yaml in it, in licet_rules or in src/licet_rules"
    raise ProblemsFound([Problem("missing-folder", str(folder), what, "name a checkout of the project, or its rules")])


def impact(folder: Path, sides: Sides, ask: Ask | None = None) -> Impact:
    """Judge a case under both laws and compare it line by line.

    Args:
        folder: The case.
        sides: From `open_sides`.
        ask: The day and the reading; the case's own day if None.

    Raises:
        UsageError: If nothing says for which day.
        ProblemsFound: With every fault in the case.
    """
    after = check(sides.after.case(folder), sides.after.law, ask, chronicle=sides.after.chronicle)
    # An overlay may add facts that the case states, which the law without it could not read.
    case = after.case if sides.one_package else sides.before.case(folder)
    before = check(case, sides.before.law, ask, chronicle=sides.before.chronicle)
    pairs = zip(before.lines, after.lines, strict=True)
    return Impact(before, after, tuple(_compared(one, other) for one, other in pairs))


def outcome_of(line: LineVerdict) -> Outcome:
    """Return the answers on a line."""
    decision = line.determination.decision
    found = decision.classification
    return Outcome(
        line.verdict,
        line.release_units,
        line.hold_units,
        line.undetermined_units,
        decision.licence_required.word,
        found.eccn,
        tuple(eccn for _, eccn in found.candidates) if found.value is None else (),
        decision.review_policy if decision.review_policy_settled else Truth.UNKNOWN.word,
        decision.policy_if_conditions_fail,
    )


def _compared(before: LineVerdict, after: LineVerdict) -> LineImpact:
    rules = tuple(_rule_changes(before.determination.decision, after.determination.decision))
    causes = tuple(_other_causes(before, after))
    if not rules and not causes and outcome_of(before) != outcome_of(after):
        causes = (BALANCES if _on_balances(before) != _on_balances(after) else SETTINGS,)
    return LineImpact(after.order.order_id, before, after, rules, causes)


def _other_causes(before: LineVerdict, after: LineVerdict) -> Iterator[str]:
    if _figures(before) != _figures(after):
        yield ITEM
    if before.determination.stale != after.determination.stale:
        yield AGE


def _figures(line: LineVerdict) -> list[object]:
    """Return the figures of the item and of the integrated circuits it contains."""
    query = line.determination.query
    parts = query.catalogue.integrated_circuits(query.item) or ()
    items = [(query.item, 1), *parts]
    return [(item.item_id, count, {name: fact.value for name, fact in item.facts.items()}) for item, count in items]


def _on_balances(line: LineVerdict) -> list[object]:
    exhausted = [block.text for block in line.blocking if block.cause == "balance_exhausted"]
    return [exhausted, [(fit.authorisation.number, fit.units) for _, fit in line.fits]]


@dataclass(frozen=True, slots=True)
class _Part:
    """The part one rule took in a decision."""

    standing: Standing
    truths: frozenset[Truth]

    @property
    def word(self) -> str:
        return "/".join(truth.word for truth in _TRUTHS if truth in self.truths)


def _rule_changes(before: Decision, after: Decision) -> Iterator[RuleChange]:
    """Yield what differs; a rule that is new or gone and does not hold changes nothing and is left out."""
    one, other = _parts(before), _parts(after)
    for rule in sorted(one.keys() | other.keys(), key=lambda rule: _order(rule, one, other)):
        old, new = one.get(rule), other.get(rule)
        if (old is None and rule in before.book.standing) or (new is None and rule in after.book.standing):
            continue  # it stands in both, and only one law had to ask it
        words = old.word if old else ABSENT, new.word if new else ABSENT
        reworded = old is not None and new is not None and _says_otherwise(old, new)
        shown = new or old
        if shown is not None and (reworded or (words[0] != words[1] and set(words) != {ABSENT, Truth.FALSE.word})):
            source = shown.standing.version.source
            title = shown.standing.rule.title
            yield RuleChange(rule, title, *words, str(source), source.grade.value, reworded=reworded)


def _order(rule: str, one: dict[str, _Part], other: dict[str, _Part]) -> tuple[int, str]:
    """Put the rules that answer before the definitions they read."""
    kind = (other.get(rule) or one[rule]).standing.rule.kind
    return int(kind is RuleKind.DEFINITION), rule


def _says_otherwise(old: _Part, new: _Part) -> bool:
    may_hold = old.truths != {Truth.FALSE} and new.truths != {Truth.FALSE}
    return may_hold and _said(old.standing.version) != _said(new.standing.version)


def _said(version: Version) -> object:
    """Return what a version gives where it holds."""
    conditions = [(condition.id, condition.otherwise) for condition in version.conditions]
    return version.outcome, version.applies_to, version.lifts, conditions


def _parts(decision: Decision) -> dict[str, _Part]:
    """Return every rule that took part, with the truths it came to."""
    found = [*decision.requirements, *decision.exceptions, *decision.policies]
    top = [(standing, step.truth, step) for standing, step in decision.classification.steps]
    top += [(finding.standing, finding.truth, finding.step) for finding in found]
    parts = {standing.rule.id: _Part(standing, frozenset({truth})) for standing, truth, _ in top}
    answering = set(parts)
    for standing, truth in _nested(step for _, _, step in top):
        rule = standing.rule.id
        if rule not in answering:
            known = parts[rule].truths if rule in parts else frozenset()
            parts[rule] = _Part(standing, known | {truth})
    return parts


def _nested(roots: Iterable[Step]) -> Iterator[tuple[Standing, Truth]]:
    for root in roots:
        for step in root.walk():
            if isinstance(step.what, Standing) and step.note != "stayed":
                yield step.what, step.truth
