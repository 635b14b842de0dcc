"""Whatever the bytes, a case reads or is refused with problems; it never falls over."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.case import read_case
from licet.errors import ProblemsFound
from licet.table_source import scan_table

from .conftest import write_case

if TYPE_CHECKING:
    from pathlib import Path

    from licet.catalogue import Catalogue
    from licet.facts import FactSchema
    from licet.problem import Problem

ORDERS = "order_id,item,quantity,ship_from,destination,movement,ordered_on,end_user,unit_value,parties_complete\n"
_CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "-",
            "H200",
            "a",
            "US",
            "NA",
            "1,000",
            "NaN",
            "1e400",
            "-1",
            "2026-02-30",
            "2026-01-14",
            "yes",
            "\u202e",
            "\0",
        ]
    ),
    st.text(max_size=12),
)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "orders"
    book.active.append(["order_id", "item", "quantity"])
    book.active.append(["o-1", "H20", 5])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WORKBOOK = _workbook()


Attempt = Callable[[str, bytes], None]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_case(tmp_path_factory.mktemp("case"), {"orders.csv": ORDERS})


@pytest.fixture(scope="module")
def attempt(folder: Path, schema: FactSchema, catalogue: Catalogue) -> Attempt:
    """Return the reading of the folder with one file of other content, which is put back afterwards."""

    def read(name: str, content: bytes) -> None:
        usual = (folder / name).read_bytes()
        (folder / name).write_bytes(content)
        orders, problems = (), ()
        try:
            orders = read_case(folder, schema=schema, catalogue=catalogue, home="US").orders
        except ProblemsFound as found:
            problems = found.problems
        finally:
            (folder / name).write_bytes(usual)
        assert all(problem.where and problem.what and problem.mend for problem in problems)
        assert all(1 <= order.quantity <= 10**9 for order in orders)

    return read


@given(st.lists(st.lists(_CELL, min_size=10, max_size=10), max_size=4))
def test_any_cells(attempt: Attempt, rows: list[list[str]]) -> None:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    attempt("orders.csv", (ORDERS + "\n".join(quoted) + "\n").encode())


@given(st.binary(max_size=200))
def test_any_bytes(attempt: Attempt, content: bytes) -> None:
    attempt("orders.csv", b"order_id,item,quantity\n" + content)


@given(st.text(max_size=200))
def test_any_settings(attempt: Attempt, content: str) -> None:
    attempt("case.toml", content.encode())


@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_changed_bytes(folder: Path, at: int, change: bytes) -> None:
    path = folder.parent / "book.xlsx"
    path.write_bytes(WORKBOOK[:at] + change + WORKBOOK[at + len(change) :])
    problems: list[Problem] = []
    table = scan_table(path, problems)
    assert table is not None or problems
