"""facts.csv and answers.csv: what named persons state, with who, when and from what.

Only facts that the schema lets a person state are read; a derived one never is. Two statements of one fact
that differ are a problem, whatever their days: the case must say which holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.case.case import Answer
from licet.case.cell import CellReader, NearestNames
from licet.facts import Provenance, Stated, SubjectKind
from licet.period import read_date
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

    from licet.facts import FactDefinition, FactSchema
    from licet.table_source import Table

Statements = dict[SubjectKind, dict[str, dict[str, Stated]]]


def read_statements(
    table: Table,
    schema: FactSchema,
    resolve: Mapping[SubjectKind, Callable[[str, str], str | None]],
    problems: list[Problem],
) -> Statements:
    """Read facts.csv.

    Args:
        table: The table.
        schema: Every fact, with whether a person may state it.
        resolve: For each kind of subject, (id as written, place) to the id; None if it reported the id itself.
        problems: Where faults are gathered.

    Returns:
        For each kind of subject and each id, the facts stated.
    """
    return _StatementReader(schema, resolve, problems).read(table)


class _StatementReader:
    def __init__(
        self,
        schema: FactSchema,
        resolve: Mapping[SubjectKind, Callable[[str, str], str | None]],
        problems: list[Problem],
    ) -> None:
        self._schema = schema
        self._resolve = resolve
        self._problems = problems
        self._days = CellReader(read_date, "bad-date", "write the day as YYYY-MM-DD", problems)
        kinds = ", ".join(kind.value for kind in SubjectKind)
        self._kinds = CellReader(SubjectKind, "unknown-subject", f"use one of {kinds}", problems)
        self._names = {kind: _assertable(schema, kind) for kind in SubjectKind}
        self._first: dict[tuple[SubjectKind, str, str], str] = {}

    def read(self, table: Table) -> Statements:
        statements: Statements = {kind: {} for kind in SubjectKind}
        for where, cells in table.rows:
            if self._has_blanks(where, cells):
                continue
            kind = self._kinds.read(cells["subject_type"], where, "subject_type")
            definition = None if kind is None else self._definition(kind, cells["fact"], where)
            subject_id = None if kind is None else self._resolve[kind](cells["subject_id"], where)
            as_of = self._days.read(cells["as_of"], where, "as_of")
            if kind is None or definition is None or subject_id is None or as_of is None:
                continue
            provenance = Provenance(cells["source"], None, cells["asserted_by"], as_of, note=f"stated at {where}")
            stated = self._stated(definition, cells["value"], where, provenance)
            if stated is not None:
                self._keep(statements, (kind, subject_id, definition.name), stated, where)
        return statements

    def _has_blanks(self, where: str, cells: Mapping[str, str]) -> bool:
        blanks = [column for column in ("subject_type", "subject_id", "fact", "value") if not cells[column]]
        unsigned = [column for column in ("as_of", "asserted_by", "source") if not cells[column]]
        if blanks:
            what, mend = f"{', '.join(blanks)} is blank", "fill it in, or remove the line; an absent fact is unknown"
            self._problems.append(Problem("missing-value", where, what, mend))
        elif unsigned:
            what, mend = f"{', '.join(unsigned)} is blank", "say who states the fact, for which day and from what"
            self._problems.append(Problem("unsigned-fact", where, what, mend))
        return bool(blanks or unsigned)

    def _definition(self, kind: SubjectKind, name: str, where: str) -> FactDefinition | None:
        allowed = self._names[kind]
        if name in allowed:
            return self._schema[name]
        if name not in self._schema:
            hint = NearestNames([definition.name for definition in self._schema]).hint(name)
            slug, what = "unknown-fact", f"there is no fact {name[:80]!r}{hint}"
        elif self._schema[name].subject is not kind:
            slug, what = "wrong-subject", f"{name} is a fact of {self._schema[name].subject.value}, not of {kind.value}"
        else:
            slug, what = "not-assertable", f"{name} may not be stated here: it is derived, or has a column of its own"
        mend = f"of {kind.value}, state one of: {', '.join(allowed) or 'none'}"
        self._problems.append(Problem(slug, where, what, mend))
        return None

    def _stated(self, definition: FactDefinition, text: str, where: str, provenance: Provenance) -> Stated | None:
        try:
            return Stated(definition.read(text), provenance)
        except ValueError as error:
            what = f"{definition.name}: {error}"
            self._problems.append(Problem("bad-value", where, what, f"give a {definition.type.value}"))
            return None

    def _keep(self, statements: Statements, key: tuple[SubjectKind, str, str], stated: Stated, where: str) -> None:
        kind, subject_id, name = key
        of_subject = statements[kind].setdefault(subject_id, {})
        if name not in of_subject:
            of_subject[name] = stated
            self._first[key] = where
        elif of_subject[name].value != stated.value:
            what = f"{name} of {subject_id[:80]} is stated otherwise at {self._first[key]}"
            mend = "find out which holds, and keep that one"
            self._problems.append(Problem("conflicting-facts", where, what, mend))


def _assertable(schema: FactSchema, kind: SubjectKind) -> tuple[str, ...]:
    return tuple(definition.name for definition in schema.of_subject(kind) if definition.assertable)


def read_answers(
    table: Table, order_ids: Collection[str], problems: list[Problem], *, complete: bool
) -> tuple[Answer, ...]:
    """Read answers.csv. Which questions there are is known when the lines are judged, not here."""
    days = CellReader(read_date, "bad-date", "write the day as YYYY-MM-DD", problems)
    answers: dict[tuple[str, str], Answer] = {}
    for where, cells in table.rows:
        blanks = [column for column in ("question", "answer", "by", "on") if not cells[column]]
        if blanks:
            mend = "say what is answered, by whom and when"
            problems.append(Problem("missing-value", where, f"{', '.join(blanks)} is blank", mend))
            continue
        if cells["order_id"] and cells["order_id"] not in order_ids and complete:
            what = f"there is no order {cells['order_id'][:80]!r}"
            mend = "write an order_id of the table of orders, or leave it blank for all of them"
            problems.append(Problem("unknown-order", where, what, mend))
        on = days.read(cells["on"], where, "on")
        if on is not None:
            _keep_answer(answers, _answer(where, cells, on), problems)
    return tuple(answers.values())


def _answer(where: str, cells: Mapping[str, str], on: date) -> Answer:
    document = cells.get("document", "")
    return Answer(cells["question"], cells["order_id"], cells["answer"], cells["by"], on, document, where)


def _keep_answer(answers: dict[tuple[str, str], Answer], answer: Answer, problems: list[Problem]) -> None:
    first = answers.setdefault((answer.question, answer.order_id), answer)
    if first.answer != answer.answer:
        what = f"{answer.question[:80]} of {answer.order_id[:80]} is answered otherwise at {first.where}"
        problems.append(Problem("conflicting-facts", answer.where, what, "find out which holds, and keep that one"))
