"""Files, folders, archives and addresses to documents, one after another.

A fault of one file is a `Problem` and does not stop the others. Nothing is fetched unless a fetcher is given, nothing
that a document says is followed or executed, and nothing is written.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from licet.errors import ProblemsFound
from licet.evidence.intake.archive import members_of
from licet.evidence.intake.encodings import decoded
from licet.evidence.intake.html_text import Page, read_page
from licet.evidence.intake.kinds import ENDINGS, Kind, kind_of
from licet.evidence.intake.limits import DEFAULT, Limits
from licet.evidence.intake.pdf_text import read_pdf
from licet.evidence.model import Document
from licet.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.evidence.intake.fetch import Fetcher

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
_LONGEST_NAME = 300
_MARKUP = 4  # a page may be so many times as long as its text
_SPLIT = "split it; a document has a few pages"


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one document and what is known of them apart from what they hold."""

    name: str
    data: bytes
    ending: str = ""
    media_type: str = ""
    charset: str = ""
    address: str = ""


@dataclass(slots=True)
class _Reading:
    """One run: its limits, how many files were seen, and the problems so far."""

    limits: Limits
    fetch: Fetcher | None
    problems: list[Problem] = field(default_factory=list)
    files: int = 0

    def report(self, slug: str, where: str, what: str, mend: str) -> None:
        self.problems.append(Problem(slug, shown(where), what, mend))


def read_paths(
    paths: Sequence[str | Path],
    *,
    limits: Limits = DEFAULT,
    fetch: Fetcher | None = None,
    problems: list[Problem] | None = None,
) -> Iterator[Document]:
    """Yield a document for every file, member of an archive and address, in the order given; folders sorted.

    Args:
        paths: Files, folders (with all below them), ZIP archives, and addresses (`https://...`).
        limits: How much is read.
        fetch: What fetches an address; without one an address is a problem.
        problems: Where faults are put. Without it they are raised together after the last document.

    Raises:
        ProblemsFound: With every fault, after everything that could be read was yielded.
    """
    reading = _Reading(limits, fetch, [] if problems is None else problems)
    for path in paths:
        if isinstance(path, str) and _ADDRESS.match(path):
            yield from _of_address(path, reading)
        else:
            yield from _of_path(Path(path), reading)
    if problems is None and reading.problems:
        raise ProblemsFound(reading.problems)


def shown(name: str) -> str:
    """Return a name that is safe to print: no control, invisible or direction characters, and not too long."""
    plain = _NOT_SHOWN.sub("\ufffd", name)
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[: _LONGEST_NAME // 2]}...{plain[-_LONGEST_NAME // 2 :]}"


# ---- files and folders


def _of_path(path: Path, reading: _Reading) -> Iterator[Document]:
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError) as error:
        reading.report("unreadable-file", str(path), f"cannot be read: {_reason(error)}", "check the path")
        return
    for file in _below(path, reading) if is_folder else iter((path,)):
        reading.files += 1
        if reading.files > reading.limits.files:
            what = f"there are more than {reading.limits.files:,} files"
            reading.report("too-many-files", str(path), what, "read them in several runs")
            return
        yield from _of_file(file, reading)


def _below(folder: Path, reading: _Reading) -> Iterator[Path]:
    """Yield the files below a folder, sorted; hidden ones and links to folders are left out."""

    def told(error: OSError) -> None:
        where = str(error.filename or folder)
        reading.report("unreadable-file", where, f"cannot be read: {_reason(error)}", "check its rights")

    for base, folders, names in os.walk(folder, onerror=told):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(base, name)


def _of_file(path: Path, reading: _Reading) -> Iterator[Document]:
    name, most = str(path), reading.limits.file_bytes
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            reading.report("not-a-file", name, "is not a plain file", f"give a document: {ENDINGS}")
            return
        with path.open("rb") as stream:
            data = stream.read(most + 1)
            size = max(len(data), os.fstat(stream.fileno()).st_size)
    except (OSError, ValueError) as error:
        reading.report("unreadable-file", name, f"cannot be read: {_reason(error)}", "check the path and its rights")
        return
    ending = path.suffix.lower()
    if kind_of(data, ending)[0] is Kind.ARCHIVE:
        yield from _of_archive(name, path if size > most else data, reading)
    elif size > most:
        reading.report("file-too-large", name, f"has {size:,} bytes, more than {most:,}", _SPLIT)
    else:
        yield from _of_bytes(Source(name, data, ending), reading)


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or type(error).__name__


# ---- addresses


def _of_address(address: str, reading: _Reading) -> Iterator[Document]:
    if reading.fetch is None:
        mend = "ask for it to be fetched, or save the page and give the file"
        reading.report("address-not-fetched", address, "is an address, and nothing is fetched unasked", mend)
        return
    try:
        got = reading.fetch(address)
    except ProblemsFound as found:
        reading.problems += found.problems
        return
    ending = PurePosixPath(address.split("?", 1)[0].split("#", 1)[0]).suffix.lower()
    yield from _of_bytes(Source(address, got.data, ending, got.media_type, got.charset, got.address), reading)


# ---- bytes to documents


def _of_bytes(source: Source, reading: _Reading) -> Iterator[Document]:
    document = document_of(source, reading.problems, limits=reading.limits)
    if document is not None:
        yield document


def _of_archive(name: str, archive: Path | bytes, reading: _Reading) -> Iterator[Document]:
    for member, data in members_of(shown(name), archive, reading.limits, reading.problems):
        inner = Source(f"{name}!{member}", data, PurePosixPath(member).suffix.lower())
        if kind_of(data, inner.ending)[0] is Kind.ARCHIVE:
            reading.report("nested-archive", inner.name, "is an archive within an archive", "unpack it first")
        else:
            yield from _of_bytes(inner, reading)


def document_of(source: Source, problems: list[Problem], *, limits: Limits = DEFAULT) -> Document | None:
    """Return the document that some bytes are; None if they are none, and the fault is added to `problems`."""
    where = shown(source.name)
    if not source.data.strip():
        problems.append(Problem("empty-document", where, "holds nothing", "give a file with a text"))
        return None
    kind, warning = kind_of(source.data, source.ending, source.media_type)
    if kind is None or kind is Kind.ARCHIVE:
        what = f"is no document that can be read ({source.media_type or source.ending or 'no ending'})"
        problems.append(Problem("unsupported-document", where, what, f"give one of {ENDINGS}"))
        return None
    warnings = [warning] if warning else []
    if len(source.data) > limits.file_bytes:
        what = f"has {len(source.data):,} bytes, more than {limits.file_bytes:,}"
        problems.append(Problem("file-too-large", where, what, _SPLIT))
        return None
    if kind is Kind.PDF:
        read = read_pdf(source.data, limits)
        if read.fault:
            mend = "save its text, and give that"
            problems.append(Problem("unreadable-document", where, "; ".join([read.fault, *read.warnings]), mend))
            return None
        return _document(source, kind, read.text, "pdf", [*warnings, *read.warnings], limits)
    text = decoded(source.data, stated=source.charset)
    warnings += text.warnings
    if kind is not Kind.HTML:
        return _document(source, kind, text.text, text.encoding, warnings, limits)
    page = _page(text.text, source.address, limits, warnings)
    if not page.text.strip():
        problems.append(Problem("empty-document", where, "shows no text", "save the page as it is seen"))
        return None
    document = _document(source, kind, page.text, text.encoding, [*warnings, *page.warnings], limits)
    return Document(
        document.document_id,
        document.name,
        document.text,
        document.media_type,
        document.encoding,
        warnings=document.warnings,
        layout=page.layout,
    )


def _page(source: str, address: str, limits: Limits, warnings: list[str]) -> Page:
    most = limits.characters * _MARKUP
    if len(source) > most:
        warnings.append(f"the page is cut off after {most:,} of {len(source):,} characters")
    return read_page(source[:most], address=address)


def _document(source: Source, kind: Kind, text: str, encoding: str, warnings: list[str], limits: Limits) -> Document:
    if len(text) > limits.characters:
        warnings.append(f"its text is cut off after {limits.characters:,} of {len(text):,} characters")
        text = text[: limits.characters]
    digest = hashlib.sha256(source.data).hexdigest()
    return Document(digest, shown(source.name), text, kind.value, encoding, warnings=tuple(warnings))
