"""Faults that only show over a whole pack: versions, references, cycles, citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.period import Period
from licet.rules.expression import names_read as _names_of_node
from licet.rules.expression import walk
from licet.rules.model import RuleKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from licet.citation import Citation
    from licet.facts import FactSchema
    from licet.rules.expression import Node
    from licet.rules.fields import Faults
    from licet.rules.model import Limb, Pack, Rule, Version


_PARAGRAPHS = {RuleKind.CLASSIFICATION, RuleKind.EXCLUSION}


def check_pack(pack: Pack, schema: FactSchema, faults: Faults, *, cited: bool = True) -> None:
    """Report every fault that no single file shows; `cited` is False where the list of sources could not be read."""
    measures: dict[str, Rule] = {}
    for rule in pack.rules.values():
        if not rule.id.startswith(f"{pack.head.prefix}."):
            mend = f"begin its id with {pack.head.prefix}."
            faults.add("id-outside-pack", rule.where, f"{rule.id} does not carry the prefix of the pack", mend)
        _check_versions(rule, faults)
        _check_references(rule, pack, faults)
        if cited:
            _check_sources(rule, pack, faults)
        _check_outcomes(rule, pack, schema, faults)
        if rule.defines and any(version.measured_by for version in rule.versions):
            if rule.defines in measures:  # any other name is looked at before the rules are read
                what = f"{rule.id} and {measures[rule.defines].id} both define {rule.defines}"
                faults.add("name-taken", rule.where, what, "choose another name for `defines`")
            measures[rule.defines] = rule
    if all(problem.slug != "name-taken" for problem in faults.problems):  # else who waits for whom is not known
        _check_cycles(pack, faults)


def _check_versions(rule: Rule, faults: Faults) -> None:
    for index, later in enumerate(rule.versions):
        if index and later.in_force_from < rule.versions[index - 1].in_force_from:
            what = f"version {later.number} of {rule.id} begins before version {rule.versions[index - 1].number}"
            faults.add("versions-out-of-order", later.where, what, "write the versions in order of in_force_from")
            return
        for earlier in rule.versions[:index]:
            first = max(earlier.in_force_from, later.in_force_from)
            if Period(earlier.in_force_from, _end(earlier)).overlaps(Period(later.in_force_from, _end(later))):
                what = f"versions {earlier.number} and {later.number} of {rule.id} are both in force on {first}"
                change = f"set in_force_to of version {earlier.number} to {later.in_force_from}"
                mend = f"{change}; the end date is not part of the period"
                faults.add("overlapping-versions", later.where, what, mend)
        if index and (end := rule.versions[index - 1].in_force_to) is not None and end < later.in_force_from:
            what = f"no version of {rule.id} is in force from {end} to {later.in_force_from}"
            mend = "close the gap, or write a version with status not_encoded and its reason"
            faults.add("silent-gap", later.where, what, mend)


def _end(version: Version) -> date | None:
    end = version.in_force_to
    return None if end is None or end <= version.in_force_from else end


def _check_references(rule: Rule, pack: Pack, faults: Faults) -> None:
    wanted: list[tuple[str, str, RuleKind | None]] = [(target, "overrides", None) for target in rule.overrides]
    for version in rule.versions:
        wanted += [(target, "lifts", RuleKind.REQUIREMENT) for target in version.lifts]
        wanted += [(target, "for", RuleKind.REQUIREMENT) for target in version.applies_to]
    for target, key, kind in dict.fromkeys(wanted):
        found = pack.rules.get(target)
        if found is None:
            faults.add(
                "unknown-rule", rule.where, f"`{key}` of {rule.id} names {target}, which is no rule", "mend the id"
            )
        elif kind is not None and found.kind is not kind:
            faults.add(
                "unknown-rule",
                rule.where,
                f"`{key}` of {rule.id} names {target}, which is no {kind.value}",
                "name a requirement",
            )


def sources_of(version: Version) -> Iterator[Citation]:
    """Yield every citation in a version."""
    yield version.source
    yield from (presumption.source for presumption in version.presume)
    yield from (clause.source for clause in (*version.stayed, *version.not_enforced))
    yield from (addressee.source for addressee in version.addressees)
    for limb in limbs_of(version):
        if limb.source is not None:
            yield limb.source


def _check_sources(rule: Rule, pack: Pack, faults: Faults) -> None:
    for version in rule.versions:
        for doc in dict.fromkeys(source.doc for source in sources_of(version)):
            if doc and doc not in pack.instruments:
                faults.add(
                    "unknown-source",
                    version.where,
                    f"{doc} is not listed in sources.yaml",
                    "list it, with title and url",
                )


def _check_outcomes(rule: Rule, pack: Pack, schema: FactSchema, faults: Faults) -> None:
    scheme, policies = pack.head.classification, pack.head.policies
    for version in rule.versions:
        value = version.outcome.get(scheme.fact)
        if rule.kind is RuleKind.CLASSIFICATION and value not in scheme.values:
            faults.add(
                "unknown-value",
                version.where,
                f"{value!r} is no value of {scheme.fact}",
                f"use {', '.join(scheme.values)}",
            )
        named = [version.outcome["policy"]] if "policy" in version.outcome else []
        named += [condition.otherwise for condition in version.conditions if condition.otherwise]
        for policy in named:
            if policy not in policies:
                faults.add(
                    "unknown-value", version.where, f"{policy!r} is no review policy", f"use {', '.join(policies)}"
                )
        if version.measured_by and rule.defines not in schema:
            faults.add(
                "unknown-fact", version.where, f"{rule.defines} is measured but is no fact", "add it to facts.yaml"
            )


def limbs_of(version: Version) -> Iterator[Limb]:
    """Yield every limb of a version, the body's and the exceptions'."""
    stack = [*([version.body] if version.body else []), *version.unless]
    while stack:
        limb = stack.pop()
        yield limb
        stack += [*limb.limbs, *limb.unless]


def tests_of_truth(version: Version) -> Iterator[Node]:
    """Yield the expressions that a version's own truth or figure depends on."""
    yield from (limb.test for limb in limbs_of(version) if limb.test is not None)
    if version.value is not None:
        yield version.value
    for presumption in version.presume:
        yield presumption.when
        if presumption.rebutted_by is not None:
            yield presumption.rebutted_by


def tests_of(version: Version) -> Iterator[Node]:
    """Yield every expression of a version, conditions and clauses included."""
    yield from tests_of_truth(version)
    yield from (condition.met for condition in version.conditions)
    yield from (clause.when for clause in (*version.stayed, *version.not_enforced) if clause.when is not None)


def names_read_by(version: Version) -> set[str]:
    """Return every fact and rule name a version reads."""
    return {name for test in tests_of(version) for node in walk(test) for name in _names_of_node(node)}


def reads(rule: Rule, pack: Pack) -> set[str]:
    """Return the ids of the rules a rule waits for, through names and overrides."""
    by_name = {other.defines: other.id for other in pack.rules.values() if other.defines}
    scheme = pack.head.classification.fact
    names = set().union(*(names_read_by(version) for version in rule.versions))
    found = {by_name[name] for name in names if name in by_name}
    if scheme in names:
        found |= {other.id for other in pack.rules.values() if other.kind in _PARAGRAPHS}
    found |= {other.id for other in pack.rules.values() if rule.id in other.overrides}
    return found


def _check_cycles(pack: Pack, faults: Faults) -> None:
    edges = {rule.id: reads(rule, pack) for rule in pack.rules.values()}
    done: set[str] = set()
    for start in edges:
        while cycle := _cycle_from(start, edges, done):
            what = f"rules wait for each other: {' -> '.join(cycle)}"
            faults.add("cyclic-rules", pack.rules[cycle[0]].where, what, "break the circle")
            done.update(cycle)


def _cycle_from(start: str, edges: dict[str, set[str]], done: set[str]) -> list[str]:
    path: list[str] = []
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            path.pop()
            done.add(node)
            continue
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            continue
        path.append(node)
        stack.append((node, True))
        stack += [(child, False) for child in sorted(edges.get(node, ()))]
    return []
