"""Where the names of one answer go as they are looked up: the terminal, JSON, tables, a page; none is held twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import typer

from licet.cli.output import as_json, fresh_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import ExitStack
    from pathlib import Path


class _Rows(Protocol):
    def add(self, name: Mapping[str, Any]) -> None: ...
    def end(self) -> None: ...


class Outputs:
    """Everything that one command writes of its answer."""

    def __init__(
        self,
        stack: ExitStack,
        head: Mapping[str, Any],
        in_all: int,
        *,
        json: bool,
        csv: Path | None,
        xlsx: Path | None,
        html: Path | None,
    ) -> None:
        """Open the files; they take the place of what is there only once all is written.

        Args:
            stack: Closes the files.
            head: Of the answer (JSON shape `screen`).
            in_all: How many names will come.
            json: Print JSON, not the board.
            csv: The file of the table, if wanted.
            xlsx: The workbook, if wanted.
            html: The page, if wanted.
        """
        from licet.report.screen_files import CsvRows, XlsxRows  # noqa: PLC0415
        from licet.report.screen_html import ScreenPage  # noqa: PLC0415
        from licet.report.screen_text import ScreenBoard  # noqa: PLC0415

        self._tables: list[_Rows] = []
        if csv is not None:
            self._tables.append(CsvRows(stack.enter_context(fresh_file(csv))))
        if xlsx is not None:
            self._tables.append(XlsxRows(stack.enter_context(fresh_file(xlsx))))
        self._file = None if html is None else stack.enter_context(fresh_file(html))
        self._page = None if html is None else ScreenPage(head)
        self._board = None if json else ScreenBoard(head, in_all)
        self._json = _JsonNames(head) if json else None

    def add(self, name: Mapping[str, Any]) -> None:
        """Take in a name."""
        for rows in self._tables:
            rows.add(name)
        for shown in (self._page, self._board, self._json):
            if shown is not None:
                shown.add(name)

    def end(self, foot: Mapping[str, Any]) -> None:
        """Write what comes after the names."""
        for rows in self._tables:
            rows.end()
        if self._page is not None and self._file is not None:
            self._file.write(self._page.html(foot).encode())
        if self._board is not None:
            typer.echo(self._board.text(foot), nl=False)
        if self._json is not None:
            self._json.end(foot)


class _JsonNames:
    """Prints an answer as JSON, name by name, as `as_json` would print the whole."""

    def __init__(self, head: Mapping[str, Any]) -> None:
        """Print the head."""
        typer.echo(as_json(head).removesuffix("\n}") + ',\n  "names": [', nl=False)
        self._is_first = True

    def add(self, name: Mapping[str, Any]) -> None:
        """Print a name."""
        text = as_json(name).replace("\n", "\n    ")  # no text of JSON holds a line break
        typer.echo(("\n    " if self._is_first else ",\n    ") + text, nl=False)
        self._is_first = False

    def end(self, foot: Mapping[str, Any]) -> None:
        """Print what comes after the names."""
        typer.echo("\n  ]," + as_json(foot).removeprefix("{"))
