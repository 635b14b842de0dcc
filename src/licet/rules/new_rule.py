"""A rule file to fill in, and its case table: drafted, tried as an overlay, then written.

The draft's status is `not_encoded`, so it answers unknown until a person fills it in. Nothing is overwritten.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound, UsageError
from licet.period import read_date
from licet.problem import Problem
from licet.rules.folders import FileKind
from licet.rules.loader import Law, load_law
from licet.rules.model import RuleKind
from licet.rules.new_rule_text import Blanks, rule_text, sources_text, table_text

if TYPE_CHECKING:
    from datetime import date

MAX_ID, MAX_NAME, MAX_PATH = 100, 110, 240
_REST = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_TAKEN_NAMES = {kind.value for kind in FileKind if "*" not in kind.value}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule goes: the folder named, the pack it is in or laid over, and the folders laid over that pack."""

    folder: Path
    pack: str
    root: Path | None
    overlays: tuple[Path, ...]
    in_pack: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """The files to be written, the rule's first, then its case table; none of them exists."""

    files: tuple[tuple[Path, str], ...]

    def write(self) -> None:
        """Write all files, or none.

        Raises:
            UsageError: If one cannot be written.
        """
        written: list[Path] = []
        for path, text in self.files:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("x", encoding="utf-8", newline="\n") as stream:
                    written.append(path)
                    stream.write(text)
            except OSError as error:
                for each in written:
                    with suppress(OSError):
                        each.unlink()
                msg = f"{path} cannot be written: {error.strerror}; nothing was written"
                raise UsageError(msg) from error


def draft_rule(
    rule_id: str,
    kind: str,
    *,
    into: Path,
    path: str | None = None,
    tables: Path | None = None,
    doc: str | None = None,
    start: str | None = None,
) -> Draft:
    """Draft a rule file and its case table; nothing is written.

    Args:
        rule_id: The new rule's id; it starts with the pack's prefix.
        kind: A `RuleKind` in words.
        into: A folder laid over the installed pack, made if it is not there; or a pack's own folder, or one below it.
        path: The rule's file below `into`; named after the id if None.
        tables: The folder of case tables; `cases` beside `into` if None.
        doc: The instrument's key in sources.yaml; if None, an entry to fill in is drafted as well.
        start: The first day in force, YYYY-MM-DD; the last day the pack was checked for if None.

    Raises:
        ProblemsFound: With every fault of the words, or of the folder the rule goes to.
        UsageError: If nothing says where the case table goes.
    """
    place = _place(into)
    law = load_law(place.root, pack=place.pack, overlays=place.overlays)
    problems: list[Problem] = []
    rest = _rest_of(rule_id, law, problems)
    chosen, day = _kind(kind, problems), _day(start, law, problems)
    inner = _inner_path(path or f"{rest}.yaml", problems) if path or rest else None
    table_folder = _tables(place, tables)
    if inner is not None:
        problems += [_exists(file) for file in (into / inner, table_folder / inner) if os.path.lexists(file)]
    needs_source = _source_problem(place, law, doc, problems)
    if problems or chosen is None or inner is None:
        raise ProblemsFound(problems)
    named = doc or f"instrument of {rule_id}"
    blanks = Blanks(rule_id, rest, chosen, law.pack.head, named, day)
    rule, table = into / inner, table_folder / inner
    laid = {rule: rule_text(blanks, table)}
    if needs_source:
        laid[into / FileKind.SOURCES.value] = sources_text(named)
    _try(place, laid)
    return Draft(((rule, laid.pop(rule)), (table, table_text(blanks)), *laid.items()))


def _place(into: Path) -> Place:
    """Tell a pack's own folder from one laid over the installed pack."""
    try:
        is_folder = into.is_dir()
        is_free = not os.path.lexists(into)
    except OSError:  # a name too long, say
        is_folder = is_free = False
    if not is_folder and not is_free:
        raise ProblemsFound([Problem("missing-folder", str(into), "is no folder", "name a folder for rule files")])
    whole = into.resolve()
    pack = next((each for each in (whole, *whole.parents) if (each / FileKind.HEAD.value).is_file()), None)
    root = next((each for each in pack.parents if (each / FileKind.FACTS.value).is_file()), None) if pack else None
    if pack is not None and root is not None:
        return Place(into, pack.relative_to(root).as_posix(), root, (), in_pack=True)
    return Place(into, "us/ear", None, (into,) if is_folder else (), in_pack=False)


def _rest_of(rule_id: str, law: Law, problems: list[Problem]) -> str:
    """Return the id without the pack's prefix, "" if it cannot be an id."""
    start = f"{law.pack.head.prefix}."
    known = law.pack.rules.get(rule_id)
    if known is not None:
        mend = "choose another id; to put other words in its place, lay an edited copy of that file over the pack"
        problems.append(Problem("rule-exists", known.where, f"{rule_id} is a rule already", mend))
        return ""
    rest = rule_id.removeprefix(start)
    if rule_id.startswith(start) and _REST.fullmatch(rest) and len(rule_id) <= MAX_ID:
        return rest
    likely = "-".join(re.findall(r"[A-Za-z0-9.]+", rest))[: MAX_ID - len(start)].strip(".-") or "letter-1"
    likely = re.sub(r"\.{2,}", ".", likely)
    mend = f"start with {start}, then letters, digits and single . _ - between them, such as {start}{likely}"
    problems.append(Problem("bad-rule-id", rule_id[:60] or "the id", "this cannot be a rule's id", mend))
    return ""


def _kind(word: str, problems: list[Problem]) -> RuleKind | None:
    try:
        return RuleKind(word)
    except ValueError:
        known = ", ".join(kind.value for kind in RuleKind)
        problems.append(Problem("unknown-value", "--kind", f"{word[:40]!r} is no kind of rule", f"use one of {known}"))
        return None


def _day(text: str | None, law: Law, problems: list[Problem]) -> date:
    try:
        return read_date(text) if text is not None else law.pack.head.checked_through
    except ValueError as error:
        problems.append(Problem("bad-date", "--from", str(error), "write a day that exists as YYYY-MM-DD"))
        return law.pack.head.checked_through


def _inner_path(text: str, problems: list[Problem]) -> PurePosixPath | None:
    """Return the path below the folder, if the loader would read it as a rule."""
    path = PurePosixPath(text)
    unread = any(part.startswith((".", "__")) or len(part) > MAX_NAME for part in path.parts)
    odd = len(text) > MAX_PATH or not text.isprintable() or "\\" in text
    if path.is_absolute() or unread or odd or path.suffix != ".yaml":
        what, mend = (
            "is no place for a rule",
            "give a path below --into that ends in .yaml, such as letters/1.yaml",
        )
    elif path.name in _TAKEN_NAMES:
        what, mend = f"{path.name} is read as something else", "give another name with --path, such as rule.yaml"
    else:
        return path
    problems.append(Problem("bad-rule-file", text[:80], what, mend))
    return None


def _tables(place: Place, tables: Path | None) -> Path:
    if tables is None and place.in_pack:
        msg = "where does the case table go? Give --tables, such as tests/cases/us/ear"
        raise UsageError(msg)
    folder = tables if tables is not None else place.folder.parent / "cases"
    if folder.resolve().is_relative_to(place.folder.resolve()):
        msg = f"{folder} lies among the rules, where a case table would be read as a rule: give --tables another folder"
        raise UsageError(msg)
    return folder


def _exists(path: Path) -> Problem:
    mend = "choose another id or --path; to start anew, remove the file first"
    return Problem("file-exists", str(path), "is there already, and is not overwritten", mend)


def _source_problem(place: Place, law: Law, doc: str | None, problems: list[Problem]) -> bool:
    """Tell whether a sources.yaml is to be drafted; report an instrument that has no entry and nowhere to put one."""
    if doc in law.pack.instruments:
        return False
    folder = place.root if place.in_pack and place.root is not None else place.folder
    listed = folder / FileKind.SOURCES.value
    sound = doc is None or (doc.isprintable() and bool(doc.strip()))
    if sound and not os.path.lexists(listed):
        return True
    what = f"{doc[:80]} is not listed" if doc and sound else "the rule's instrument is not named"
    mend = "list the instrument there, and name its key with --doc"
    problems.append(Problem("unknown-source", str(listed), what, mend))
    return False


def _try(place: Place, laid: dict[Path, str]) -> None:
    """Load the law with the draft laid over it, so that what is written is known to load."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in laid.items():
            file = Path(folder) / path.relative_to(place.folder)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        load_law(place.root, pack=place.pack, overlays=[*place.overlays, Path(folder)], use_cache=False)
