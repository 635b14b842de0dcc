"""The decision that other engines are timed on: the rule pack answers it as the reference written by hand does."""

from __future__ import annotations

from benchmarks.toy import bare_decision, bare_line, codes_of, order_lines, reference, toy_law


def test_the_rule_pack_agrees_with_the_reference() -> None:
    laws, lines = bare_decision(toy_law()), order_lines(5_000)

    answers = [codes_of(laws.on(line.day)(bare_line(line))) for line in lines]

    assert answers == [reference(line) for line in lines]
    assert len(set(answers)) > 12, "the lines try too few outcomes"
