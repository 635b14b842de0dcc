"""The benchmark's decision in the languages of other engines, each run as its makers recommend.

The decision is written once as a tree. Engines without a third truth get it twice, with what is not known counted
as false and as true; the tree has no negation, so that is exact. The ratio of performance to area and the sum of
bandwidths are worked out before the clock starts, which favours them.
"""

from __future__ import annotations

import json
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from toy import CERTIFICATION, LETTERS, SETS, TEXT_2022, TEXT_2023, Codes, OrderLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Call = Callable[[dict[str, Any]], Codes]

Tree = tuple[Any, ...]
OPEN = ("tpp", "density")
SIDES = ("lo", "hi")


def both(*parts: Tree) -> Tree:
    """All of the parts."""
    return ("and", *parts)


def either(*parts: Tree) -> Tree:
    """Any of the parts."""
    return ("or", *parts)


def least(fact: str, line: float) -> Tree:
    """At least."""
    return ("compare", fact, ">=", line)


def below(fact: str, line: float) -> Tree:
    """Below."""
    return ("compare", fact, "<", line)


def inside(fact: str, name: str) -> Tree:
    """In a list of countries."""
    return ("in", fact, name)


NEW = least("day", TEXT_2023)
OLD = both(least("day", TEXT_2022), below("day", TEXT_2023))
CHINA = either(inside("destination", "china"), inside("seat", "china"))
CLASS_A = either(
    both(NEW, either(least("tpp", 4800.0), both(least("tpp", 1600.0), least("density", 5.92)))),
    both(OLD, least("tpp", 4800.0), least("io", 600.0)),
)
CLASS_B = both(
    NEW,
    ("flag", "datacenter"),
    below("density", 5.92),
    either(
        both(least("tpp", 2400.0), below("tpp", 4800.0), least("density", 1.6)),
        both(least("tpp", 1600.0), least("density", 3.2)),
    ),
)
SCOPED = either(both(NEW, either(inside("destination", "zone"), inside("seat", "seats"))), both(OLD, CHINA))
WIDE = either(least("dram", 1400.0), least("io", 1100.0), least("sum", 1700.0))
TREES = {
    "a": CLASS_A,
    "b": CLASS_B,
    "licence": either(both(either(CLASS_A, CLASS_B), SCOPED), both(least("day", LETTERS), CHINA, WIDE)),
    "certified": both(inside("destination", "china_and_macau"), least("day", CERTIFICATION)),
    "case": both(below("tpp", 21000.0), below("dram", 6500.0)),
    "deny": either(inside("destination", "seats"), inside("seat", "seats")),
}


def plain(line: OrderLine) -> dict[str, Any]:
    """Return a line as a plain dict of floats, texts and None."""
    tpp = None if line.tpp is None else line.tpp / 1000
    density = 0.0 if not line.nonplanar else None if tpp is None else tpp / (line.die / 1000)
    return {
        "tpp": tpp,
        "density": density,
        "dram": line.dram / 1000,
        "io": line.io / 1000,
        "sum": (line.dram + line.io) / 1000,
        "datacenter": line.datacenter,
        "destination": line.destination,
        "seat": line.seat,
        "day": line.day,
    }


def texts(and_word: str, or_word: str, equal: str = "==", unequal: str = "!=") -> dict[str, str]:
    """Return the trees as infix text, each for both sides."""

    def shown(tree: Tree, side: str) -> str:
        match tree:
            case ("and" | "or" as word, *parts):
                return "(" + (and_word if word == "and" else or_word).join(shown(part, side) for part in parts) + ")"
            case ("in", fact, name):
                return f"({fact} in [{', '.join(json.dumps(member) for member in sorted(SETS[name]))}])"
            case ("flag", fact):
                return f"({fact} {equal} true)" if side == "lo" else f"({fact} {unequal} false)"
            case (_, fact, operator, line):
                test = f"{fact} {operator} {line!r}"
                if fact not in OPEN:
                    return f"({test})"
                known = (
                    f"{fact} {unequal} null{and_word}{test}" if side == "lo" else f"{fact} {equal} null{or_word}{test}"
                )
                return f"({known})"
        raise AssertionError(tree)

    return {f"{name}_{side}": shown(tree, side) for name, tree in TREES.items() for side in SIDES}


def three_texts(found: dict[str, str]) -> tuple[str, str, str]:
    """Return the class, the licence and the policy as conditional expressions."""
    chip = f"({found['a_lo']} ? 1 : ({found['a_hi']} ? -1 : ({found['b_lo']} ? 2 : ({found['b_hi']} ? -1 : 0))))"
    licence = f"({found['licence_lo']} ? 1 : ({found['licence_hi']} ? -1 : 0))"
    certified = f"({found['case_lo']} ? 1 : ({found['case_hi']} ? -1 : 2))"
    return chip, licence, f"({found['certified_lo']} ? {certified} : ({found['deny_lo']} ? 2 : 3))"


def combined(chip: Callable[[], Any], licence: int, policy: Callable[[], Any]) -> Codes:
    """Return the codes, the policy only where a licence is required."""
    asked = int(licence)
    return int(chip()), asked, int(policy()) if asked == 1 else min(asked, 0)


def zen() -> Iterator[tuple[str, Call]]:
    """ZEN Engine: compiled expressions, and a decision graph with and without its trace."""
    module = import_module("zen")
    chip, licence, policy = three_texts(texts(" and ", " or "))
    compiled = [module.compile_expression(text) for text in (chip, licence, policy)]

    def expressions(case: dict[str, Any]) -> Codes:
        return combined(
            lambda: compiled[0].evaluate(case), compiled[1].evaluate(case), lambda: compiled[2].evaluate(case)
        )

    yield "three compiled expressions", expressions
    decision = module.ZenEngine().create_decision(json.dumps(_graph(chip, licence, policy)))

    def graph(case: dict[str, Any], **options: bool) -> Codes:
        found = decision.evaluate(case, options)["result"] if options else decision.evaluate(case)["result"]
        return found["chip"], found["licence"], found["policy"]

    yield "decision graph", graph
    yield "decision graph with trace (explained)", lambda case: graph(case, trace=True)


def _graph(chip: str, licence: str, policy: str) -> dict[str, Any]:
    asked = f"($.licence == 1 ? {policy} : ($.licence == 0 ? 0 : -1))"
    rows = [
        {"id": key, "key": key, "value": value}
        for key, value in (("chip", chip), ("licence", licence), ("policy", asked))
    ]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "content": {}},
        {"id": "decide", "type": "expressionNode", "name": "decide", "content": {"expressions": rows}},
        {"id": "out", "type": "outputNode", "name": "out", "content": {}},
    ]
    edges = [
        {"id": "1", "sourceId": "in", "targetId": "decide", "type": "edge"},
        {"id": "2", "sourceId": "decide", "targetId": "out", "type": "edge"},
    ]
    return {"nodes": nodes, "edges": edges}


def rule_engine() -> Iterator[tuple[str, Call]]:
    """rule-engine: three expressions."""
    module = import_module("rule_engine")
    context = module.Context(resolver=module.resolve_item)
    chip, licence, policy = (module.Rule(text, context=context) for text in three_texts(texts(" and ", " or ")))
    yield (
        "three expressions",
        lambda case: combined(lambda: chip.evaluate(case), licence.evaluate(case), lambda: policy.evaluate(case)),
    )


def cel_expr() -> Iterator[tuple[str, Call]]:
    """cel-expr-python: three programs of the C++ implementation."""
    cel = import_module("cel_expr_python.cel")
    kinds = dict.fromkeys(("dram", "io", "sum"), cel.Type.DOUBLE) | dict.fromkeys((*OPEN, "datacenter"), cel.Type.DYN)
    kinds |= {"destination": cel.Type.STRING, "seat": cel.Type.STRING, "day": cel.Type.INT}
    environment = cel.NewEnv(variables=kinds)
    chip, licence, policy = (environment.compile(text) for text in three_texts(texts(" && ", " || ")))

    def programs(case: dict[str, Any]) -> Codes:
        given = environment.Activation(case)
        return combined(
            lambda: chip.eval(given).plain_value(),
            licence.eval(given).plain_value(),
            lambda: policy.eval(given).plain_value(),
        )

    yield "three CEL programs", programs


def datalogic() -> Iterator[tuple[str, Call]]:
    """datalogic-py: compiled JsonLogic rules on a data handle in a session."""
    module = import_module("datalogic_py")
    engine = module.Engine()
    rules = _json_logic()
    chip, licence, policy = (engine.compile(rule) for rule in rules)
    session = engine.session()

    def handled(case: dict[str, Any]) -> Codes:
        data = module.DataHandle(case)
        asked = session.evaluate_int(licence, data)
        return combined(lambda: session.evaluate_int(chip, data), asked, lambda: session.evaluate_int(policy, data))

    yield "three compiled rules, one data handle", handled
    written = [json.dumps(rule) for rule in rules]

    def result(rule: str, data: str) -> int:
        found = engine.evaluate_with_trace(rule, data)
        return int((found if isinstance(found, dict) else json.loads(found))["result"])

    def traced(case: dict[str, Any]) -> Codes:
        data = json.dumps(case)
        return combined(lambda: result(written[0], data), result(written[1], data), lambda: result(written[2], data))

    yield "three rules with trace (explained)", traced


def _json_logic() -> tuple[dict[str, Any], ...]:
    def shown(tree: Tree, side: str) -> dict[str, Any]:
        match tree:
            case ("and" | "or" as word, *parts):
                return {word: [shown(part, side) for part in parts]}
            case ("in", fact, name):
                return {"in": [{"var": fact}, sorted(SETS[name])]}
            case ("flag", fact):
                return {"===": [{"var": fact}, True]} if side == "lo" else {"!==": [{"var": fact}, False]}
            case (_, fact, operator, line):
                test = {operator: [{"var": fact}, line]}
                if fact not in OPEN:
                    return test
                stated = {"!==" if side == "lo" else "===": [{"var": fact}, None]}
                return {"and" if side == "lo" else "or": [stated, test]}
        raise AssertionError(tree)

    found = {f"{name}_{side}": shown(tree, side) for name, tree in TREES.items() for side in SIDES}
    chip = {"if": [found["a_lo"], 1, found["a_hi"], -1, found["b_lo"], 2, found["b_hi"], -1, 0]}
    licence = {"if": [found["licence_lo"], 1, found["licence_hi"], -1, 0]}
    certified = {"if": [found["case_lo"], 1, found["case_hi"], -1, 2]}
    return chip, licence, {"if": [found["certified_lo"], certified, found["deny_lo"], 2, 3]}


def regorus() -> Iterator[tuple[str, Call]]:
    """Regorus (Rego): policy and lists loaded once, JSON in and out."""
    engine = import_module("regorus").Engine()
    engine.add_policy("decision.rego", _Rego().policy())
    engine.add_data_json(json.dumps({"sets": {name: dict.fromkeys(members, True) for name, members in SETS.items()}}))

    def asked(case: dict[str, Any]) -> Codes:
        engine.set_input_json(json.dumps(case))
        found = json.loads(engine.eval_rule_as_json("data.decision.answer"))
        return found["chip"], found["licence"], found["policy"]

    yield "engine kept, JSON in and out", asked


class _Rego:
    """Writes the trees as Rego rules; a disjunction is a rule with several bodies."""

    def __init__(self) -> None:
        self.rules: list[str] = []

    def policy(self) -> str:
        for name, tree in TREES.items():
            for side in SIDES:
                self.rules.append(f"{name}_{side} if {{ {'; '.join(self._body(tree, side))} }}")
        chip = "chip := 1 if { a_lo } else := -1 if { a_hi } else := 2 if { b_lo } else := -1 if { b_hi } else := 0"
        licence = "licence := 1 if { licence_lo } else := -1 if { licence_hi } else := 0"
        policy = (
            "policy := 0 if { licence == 0 } else := -1 if { licence == -1 }"
            " else := 1 if { certified_lo; case_lo } else := -1 if { certified_lo; case_hi }"
            " else := 2 if { certified_lo } else := 2 if { deny_lo } else := 3"
        )
        answer = 'answer := {"chip": chip, "licence": licence, "policy": policy}'
        return "\n".join(["package decision", "import rego.v1", *self.rules, chip, licence, policy, answer]) + "\n"

    def _body(self, tree: Tree, side: str) -> list[str]:
        match tree:
            case ("and", *parts):
                return [test for part in parts for test in self._body(part, side)]
            case ("or", *parts):
                return self._any([self._body(part, side) for part in parts])
            case ("in", fact, name):
                return [f"data.sets.{name}[input.{fact}]"]
            case ("flag", fact):
                return [f"input.{fact} == true" if side == "lo" else f"input.{fact} != false"]
            case (_, fact, operator, line):
                test = f"input.{fact} {operator} {line!r}"
                if fact not in OPEN:
                    return [test]
                return (
                    [f"input.{fact} != null", test] if side == "lo" else self._any([[f"input.{fact} == null"], [test]])
                )
        raise AssertionError(tree)

    def _any(self, bodies: list[list[str]]) -> list[str]:
        name = f"any_{len(self.rules)}"
        self.rules += [f"{name} if {{ {'; '.join(body)} }}" for body in bodies]
        return [name]


RIVALS: dict[str, Callable[[], Iterator[tuple[str, Call]]]] = {
    "zen-engine": zen,
    "rule-engine": rule_engine,
    "celine-regorus": regorus,
    "cel-expr-python": cel_expr,
    "datalogic-py": datalogic,
}


def wrong_answers(call: Call, cases: Sequence[dict[str, Any]], expected: Sequence[Codes]) -> int:
    """Return how many cases a call answers differently."""
    return sum(tuple(call(case)) != codes for case, codes in zip(cases, expected, strict=True))


def installed(package: str) -> str:
    """Return the version of a package."""
    return version(package)
