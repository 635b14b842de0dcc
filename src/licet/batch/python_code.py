"""A book as Python source for bare answers: status and rule ids, no explanation; a second path beside the evaluator.

For each class the item may have there is a function of its own, in which what another class would need has
gone. `docs/rule_language.md` is the specification; tests compare every answer with the reference evaluator's.
"""

from __future__ import annotations

import linecache
from functools import lru_cache
from typing import TYPE_CHECKING

from licet.batch.bare_case import LEAST, MOST, BareAnswer
from licet.batch.lowered import OverParties
from licet.batch.lowering import Lowering
from licet.batch.python_function import ARGUMENTS, Function, Module
from licet.batch.tables import ClassTable, answer_of_all, availability, held_rules, looked_up
from licet.rules import RuleKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from licet.batch.bare_case import BareCase
    from licet.batch.lowered import AnyContents, Node
    from licet.rules import Book, Standing

COMPILED_KEPT = 512


def python_source(book: Book, *, prune: bool = True, given: frozenset[str] = frozenset()) -> str:
    """Return the source of `bare(case)` for a book.

    Args:
        book: The law as of a day.
        prune: Write a function for each class; else one that reads the class when it runs (for comparison).
        given: Names that rules would derive but the case states among the facts of its order.
    """
    return _Module(book, prune=prune, given=given).source()


@lru_cache(maxsize=COMPILED_KEPT)
def compile_bare(book: Book, *, prune: bool = True, open_words: bool = False) -> Callable[[BareCase], BareAnswer]:
    """Return the function that answers cases under a book; kept for each book.

    Args:
        book: The law as of a day.
        prune: As for `python_source`.
        open_words: Compile for cases in which a fact may be a set of words still possible. Without it the
            function passes such a case on to one compiled with it.
    """
    module = _Module(book, prune=prune, given=frozenset(), open_words=open_words)
    names: dict[str, object] = _run(module.source())
    branches: dict[str, object] = {value: names[name] for value, name in module.branches.items()}
    names["CLASSES"] = ClassTable(book, branches)
    names["HELD"] = held_rules(book)
    names["AVAILABLE"] = availability(book)
    names["POLICIES"] = (*book.law.pack.head.policies, None)
    names["answer_of_all"] = answer_of_all
    names["BareAnswer"] = BareAnswer
    names["with_open_words"] = lambda case: compile_bare(book, prune=prune, open_words=True)(case)  # noqa: PLW0108  compiled if needed
    names["new"] = tuple.__new__
    return names["bare"]  # type: ignore[return-value]


def compile_rule(book: Book, rule_id: str, *, given: frozenset[str] = frozenset()) -> Callable[[BareCase], int]:
    """Return the function that gives one standing rule's truth.

    Args:
        book: The law as of a day.
        rule_id: A rule that stands in it.
        given: Names that rules would derive but the case states among the facts of its order.
    """
    module = _Module(book, prune=False, given=given)
    return _run(module.rule_source(book.standing[rule_id]))["truth"]  # type: ignore[return-value]


def _run(source: str) -> dict[str, object]:
    names: dict[str, object] = {"BOUNDLESS": (LEAST, MOST), "LEAST": LEAST, "MOST": MOST, "looked_up": looked_up}
    file = f"<rules {hash(source):x}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), names)  # noqa: S102  our own text: rule text enters through repr only
    return names


class _Module:
    """All functions of one book."""

    def __init__(self, book: Book, *, prune: bool, given: frozenset[str], open_words: bool = False) -> None:
        self._book, self._prune, self._given, self.open_words = book, prune, given, open_words
        self._quantifiers: dict[AnyContents | OverParties, str] = {}
        self._text: list[str] = []
        self.branches: dict[str, str] = {}

    def source(self) -> str:
        for number, value in enumerate(self._book.law.pack.head.classification.values):
            self.branches[value] = f"class_{number}" if self._prune else "any_class"
            if self._prune or number == 0:
                lowering = self._lowering(value if self._prune else "")
                _Branch(self._book, lowering, self).write(self.branches[value], self._text)
        self._write_main()
        return "\n".join(self._text) + "\n"

    def _lowering(self, candidate: str | None = None) -> Lowering:
        return Lowering(self._book, given=self._given, candidate=candidate, open_words=self.open_words)

    def rule_source(self, standing: Standing) -> str:
        node = self._lowering().rule(standing)
        body = Function([node], self)
        body.write("item, contents, parties, complete, order, open_words = case")
        body.write("candidate = None")
        lo, hi = body.pair(node)
        body.write(f"return ({lo}) + ({hi})")
        self._text += ["def truth(case):", *body.lines]
        return "\n".join(self._text) + "\n"

    def _write_main(self) -> None:
        lowering = self._lowering()
        kinds = (RuleKind.CLASSIFICATION, RuleKind.EXCLUSION)
        paragraphs = [lowering.rule(standing) for kind in kinds for standing in self._book.of_kind(kind)]
        body = Function(paragraphs, self)
        body.write("item, contents, parties, complete, order, open_words = case")
        body.write("candidate = None")
        if not self.open_words:
            body.write("if open_words: return with_open_words(case)")
        code = _coded(body, paragraphs, "paragraph")
        body.write(f"value, candidates, branches = CLASSES[{code}]")
        body.write("if len(branches) == 1:")
        body.write("    candidate = candidates[0]")
        body.write(f"    licence, held, available, policy, settled = branches[0]({ARGUMENTS})")
        answer = "value, candidates, licence, HELD[held], POLICIES[policy] if settled else None, AVAILABLE[available]"
        body.write(f"    return new(BareAnswer, ({answer}))")
        body.write("outcomes = []")
        body.write("for candidate, branch in zip(candidates, branches):")
        body.write(f"    outcomes.append(branch({ARGUMENTS}))")
        body.write("return answer_of_all(value, candidates, outcomes, HELD, POLICIES, AVAILABLE)")
        self._text += ["def bare(case):", *body.lines]

    def quantifier(self, node: AnyContents | OverParties) -> str:
        if node not in self._quantifiers:
            name = self._quantifiers[node] = f"quantifier_{len(self._quantifiers)}"
            lines = _over_parties(node, self) if isinstance(node, OverParties) else _any_contents(node, self)
            self._text += [f"def {name}({ARGUMENTS}):", *lines]
        return self._quantifiers[node]


class _Branch:
    """The function for one class: what is required, what may be claimed, how an application is reviewed."""

    def __init__(self, book: Book, lowering: Lowering, module: Module) -> None:
        self._book, self._lowering = book, lowering
        self._requirements = {
            standing.rule.id: lowering.rule(standing) for standing in book.of_kind(RuleKind.REQUIREMENT)
        }
        self._exceptions = [lowering.rule(standing) for standing in book.of_kind(RuleKind.EXCEPTION)]
        self._policies = [(standing, self._applies(standing)) for standing in book.of_kind(RuleKind.REVIEW_POLICY)]
        met = [
            lowering.test(part.met)
            for standing, _ in self._policies
            for part in standing.version.conditions
            if part.otherwise
        ]
        roots = [*self._requirements.values(), *self._exceptions, *(applies for _, applies in self._policies), *met]
        self._body = Function(roots, module)

    def _applies(self, standing: Standing) -> Node:
        truth = self._lowering.rule(standing)
        named = standing.version.applies_to
        standing_ones = [
            self._lowering.rule(self._book.standing[rule]) for rule in named if rule in self._book.standing
        ]
        return self._lowering.all_of([truth, self._lowering.any_of(standing_ones)]) if named else truth

    def write(self, name: str, text: list[str]) -> None:
        """Add the function to a module's text."""
        body = self._body
        pairs = [body.name(node, f"requirement_{number}") for number, node in enumerate(self._requirements.values())]
        held = [f"({lo}) << {number}" if number else lo for number, (lo, _) in enumerate(pairs) if lo != "False"]
        body.write(f"held = {' | '.join(held) or '0'}")
        body.write(f"available = {_coded(body, self._exceptions, 'exception')}")
        possible = [hi for _, hi in pairs if hi != "False"]
        body.write(f"licence = 2 if held else 1 if {' or '.join(possible) or 'False'} else 0")
        body.write(f"if not licence: return 0, 0, available, {len(self._book.law.pack.head.policies)}, True")
        body.write(f"certain = doubtful = {len(self._book.law.pack.head.policies)}")
        for number, (standing, applies) in enumerate(self._policies):
            self._write_policy(number, standing, applies)
        body.write("return licence, held, available, certain, certain <= doubtful")
        text += [f"def {name}({ARGUMENTS}):", *body.lines]

    def _write_policy(self, number: int, standing: Standing, applies: Node) -> None:
        body, order = self._body, self._book.law.pack.head.policies
        lo, hi = body.name(applies, f"policy_{number}")
        if hi == "False":
            return
        base = order.index(standing.version.outcome["policy"])
        chosen = f"chosen_{number}"
        body.write(f"{chosen} = {base}")
        for part in standing.version.conditions:
            strict = order.index(part.otherwise) if part.otherwise else base
            if strict < base:
                _, met = body.pair(self._lowering.test(part.met), (hi,))
                if met == "True":
                    continue
                body.write(f"if {chosen} > {strict} and not {met}: {chosen} = {strict}")
        body.write(f"if {lo}:")
        body.write(f"    if {chosen} < certain: certain = {chosen}")
        if lo != hi:
            body.write(f"elif {hi} and {chosen} < doubtful: doubtful = {chosen}")


def _coded(body: Function, nodes: list[Node], name: str) -> str:
    """Return an expression for all the truths as one number in base three, the first lowest."""
    digits = []
    for number, node in enumerate(nodes):
        lo, hi = body.name(node, f"{name}_{number}")
        weight = 3**number
        if hi != "False":
            digits.append(f"{2 * weight} * {lo}" if lo == hi else f"{weight} * ({lo} + {hi})")
    return " + ".join(digits) or "0"


def _any_contents(node: AnyContents, module: Module) -> list[str]:
    head = Function([node.test], module)
    head.write("if contents is None: return 1")
    head.write("found = 0")
    head.write("for item in contents:")
    body = Function([node.test], module, 2)
    lo, hi = body.pair(node.test)
    body.write(f"if {lo}: return 2")
    body.write(f"if {hi}: found = 1")
    return [*head.lines, *body.lines, "    return found"]


def _over_parties(node: OverParties, module: Module) -> list[str]:
    head = Function([node.test], module)
    head.write(f"found = {'2 if complete else 1' if node.every else '0 if complete else 1'}")
    head.write("for roles, party in parties:")
    body = Function([node.test], module, 2)
    body.write(f"if not roles & {node.roles}: continue")
    lo, hi = body.pair(node.test)
    body.write(f"if not {hi}: return 0" if node.every else f"if {lo}: return 2")
    body.write(f"if not {lo}: found = 1" if node.every else f"if {hi}: found = 1")
    return [*head.lines, *body.lines, "    return found"]
