"""A file of party lists in any form that is read: the form found by content, then read strictly.

Strictly: every field of the file is used, ignored by name, or a problem; where the file states counts, they must be
those of its entries; with one problem nothing is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.problem import Problem
from licet.screen import read_cn_lists, read_condensed, read_csl, read_denied, read_ftm, read_own_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from licet.screen.listed import ListedParties

_PEEK = 1_000_000
_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_XLSX = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: its name, what it is in words, the data set it is of unless told otherwise, its reader."""

    name: str
    title: str
    source: str
    read: Callable[..., ListedParties]


def _condensed(path: Path, *, source: str, vintage: date | None) -> ListedParties:
    listed = read_condensed.read_screening_list(path, source=source)
    if vintage not in {None, listed.version.generated}:
        what = f"says it is of {listed.version.generated}, not of {vintage}"
        raise ProblemsFound([Problem("other-vintage", path.name, what, "leave `--vintage` out")])
    return listed


_CSL = "US Consolidated Screening List"
FORMS = {
    form.name: form
    for form in (
        Form(read_csl.JSON_FORM, f"{_CSL}, JSON as published", read_csl.SOURCE, read_csl.read_csl_json),
        Form(read_csl.CSV_FORM, f"{_CSL}, CSV as published", read_csl.SOURCE, read_csl.read_csl_csv),
        Form(read_condensed.FORM, f"{_CSL}, condensed JSON", read_condensed.SOURCE, _condensed),
        Form(read_denied.FORM, "Denied Persons List, tabs", read_denied.SOURCE, read_denied.read_denied_persons),
        Form(read_cn_lists.FORM, "lists from announcements, JSON", read_cn_lists.SOURCE, read_cn_lists.read_cn_lists),
        Form(read_ftm.FORM, "FollowTheMoney entities, JSON lines", read_ftm.SOURCE, read_ftm.read_ftm),
        Form(read_own_table.FORM, "a table, CSV or XLSX", read_own_table.SOURCE, read_own_table.read_own_table),
    )
}


def import_lists(
    path: Path, *, form: str | None = None, source: str | None = None, vintage: date | None = None
) -> ListedParties:
    """Read a file of lists; nothing is written.

    Args:
        path: The file a user downloaded or wrote.
        form: A name of `FORMS`; found by the file's content if None.
        source: The key of the data set among those kept side by side; that of the form if None.
        vintage: The day the lists were generated, for a file that does not say.

    Raises:
        ProblemsFound: With every fault of the file.
    """
    problems = []
    name = form or form_of(path)
    if name not in FORMS:
        known = ", ".join(FORMS)
        if form is None:
            what, mend = "is of no form that is read", f"name its form, one of {known}: `--format FORM`"
        else:
            what, mend = f"{form[:40]!a} is no form that is read", f"name one of {known}"
        problems.append(Problem("unknown-format", path.name, what, mend))
    if source is not None and not _SOURCE.fullmatch(source):
        mend = "name it with small letters, digits and hyphens, at most 40"
        problems.append(Problem("bad-name", "--source", f"{source[:60]!a} is no name of a data set", mend))
    if problems:
        raise ProblemsFound(problems)
    found = FORMS[name]
    return found.read(path, source=source or found.source, vintage=vintage)


def form_of(path: Path) -> str:
    """Return the name of a file's form by its content; empty if it is none that is read.

    Raises:
        ProblemsFound: If the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_PEEK)
    except (OSError, ValueError) as error:
        what = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise ProblemsFound([Problem("unreadable-file", path.name, what, "name the file you downloaded")]) from error
    if head.startswith(_XLSX):
        return read_own_table.FORM
    text = head.decode("utf-8-sig", errors="replace").lstrip()
    first = text.partition("\n")[0].strip()
    if text.startswith("{"):
        return _form_of_object(text, first)
    if text.startswith("["):
        return read_cn_lists.FORM if '"entity_name"' in text else ""
    tabs = {name.strip().strip('"') for name in first.split("\t")}
    if {"Name", "FR_Citation"} <= tabs:
        return read_denied.FORM
    columns = {name.strip().strip('"') for name in first.split(",")}
    if {"_id", "source", "alt_names"} <= columns:
        return read_csl.CSV_FORM
    return read_own_table.FORM if set(read_own_table.REQUIRED) <= columns else ""


def _form_of_object(text: str, first: str) -> str:
    if '"fieldKey"' in text or '"entryCount"' in text:
        return read_condensed.FORM
    if '"schema"' in first and '"properties"' in first:
        return read_ftm.FORM
    return read_csl.JSON_FORM if '"results"' in text else ""
