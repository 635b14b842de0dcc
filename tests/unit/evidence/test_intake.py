from __future__ import annotations

import hashlib
import io
import os
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from licet.errors import ProblemsFound
from licet.evidence.cleaning.about import cleaned
from licet.evidence.intake.limits import DEFAULT
from licet.evidence.intake.paths import Source, document_of, read_paths, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from licet.evidence.model import Document
    from licet.problem import Problem

SENTENCE = "The ministry told Buyer A that the chips may not enter."


def slugs(problems: Sequence[Problem]) -> list[str]:
    assert all(problem.what and problem.mend for problem in problems)
    return [problem.slug for problem in problems]


def read(*paths: str | Path, **limits: int) -> tuple[list[Document], list[str]]:
    problems: list[Problem] = []
    documents = list(read_paths(paths, limits=replace(DEFAULT, **limits), problems=problems))
    return documents, slugs(problems)


def of(data: bytes | str, ending: str = ".txt") -> Document:
    problems: list[Problem] = []
    encoded = data.encode() if isinstance(data, str) else data
    document = document_of(Source(f"a{ending}", encoded, ending), problems)
    assert not problems
    assert document is not None
    return document


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


class TestFilesAndFolders:
    def test_a_folder_is_read_with_all_below_it_in_order(self, tmp_path: Path) -> None:
        (tmp_path / "b").mkdir()
        for name in ("c.txt", "b/z.md", "b/a.html", "a.txt"):
            (tmp_path / name).write_text(f"<p>{SENTENCE} {name}</p>" if name.endswith("html") else f"{SENTENCE} {name}")

        documents, problems = read(tmp_path)

        names = [document.name.removeprefix(f"{tmp_path}/") for document in documents]
        assert (names, problems) == (["a.txt", "c.txt", "b/a.html", "b/z.md"], [])

    def test_hidden_files_are_left_out(self, tmp_path: Path) -> None:
        (tmp_path / ".notes.txt").write_text(SENTENCE)
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git" / "x.txt").write_text(SENTENCE)

        assert read(tmp_path) == ([], [])

    def test_the_id_is_the_digest_of_the_bytes(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(SENTENCE.encode())

        (document,), _ = read(path)

        assert document.document_id == hashlib.sha256(SENTENCE.encode()).hexdigest()

    def test_one_bad_file_does_not_stop_the_others_and_all_faults_are_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(SENTENCE)
        (tmp_path / "b.png").write_bytes(b"\x89PNG")
        (tmp_path / "c.txt").write_text("  \n")
        (tmp_path / "d.txt").write_text(SENTENCE)

        documents, problems = read(tmp_path, tmp_path / "missing.txt")

        assert len(documents) == 2
        assert problems == ["unsupported-document", "empty-document", "unreadable-file"]

    def test_without_a_list_for_them_faults_are_raised_after_the_last_document(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(b"\x89PNG")
        (tmp_path / "b.txt").write_text(SENTENCE)
        documents = read_paths([tmp_path])

        assert next(documents).text == SENTENCE
        with pytest.raises(ProblemsFound):
            next(documents)

    def test_a_pipe_is_refused_and_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")

        assert read(tmp_path) == ([], ["not-a-file"])

    def test_a_link_to_a_folder_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "loop").symlink_to(tmp_path)
        (tmp_path / "a.txt").write_text(SENTENCE)

        documents, _ = read(tmp_path)

        assert len(documents) == 1

    def test_a_file_over_the_limit_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(SENTENCE)

        assert read(tmp_path, file_bytes=10) == ([], ["file-too-large"])

    def test_a_text_over_the_limit_is_cut_and_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("x" * 100)

        (document,), _ = read(tmp_path, characters=40)

        assert document.text == "x" * 40
        assert document.warnings == ("its text is cut off after 40 of 100 characters",)

    def test_an_address_is_not_fetched_unasked(self) -> None:
        assert read("https://outlet-a.example/x") == ([], ["address-not-fetched"])

    def test_more_files_than_the_limit_end_the_reading(self, tmp_path: Path) -> None:
        for number in range(5):
            (tmp_path / f"{number}.txt").write_text(f"{SENTENCE} {number}")

        documents, problems = read(tmp_path, files=3)

        assert (len(documents), problems) == (3, ["too-many-files"])

    def test_a_name_that_would_play_tricks_on_a_terminal_is_shown_without_them(self) -> None:
        assert shown("a\x1b[31m\u202egnp.txt") == "a\ufffd[31m\ufffdgnp.txt"
        assert len(shown("x" * 5000)) < 400


class TestArchives:
    def test_members_are_read_and_named_within_the_archive(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "pile.zip", {"b.txt": SENTENCE.encode(), "sub/a.md": b"# Title\n\nText is here."})

        documents, problems = read(path)

        assert [document.name.split("!")[1] for document in documents] == ["b.txt", "sub/a.md"]
        assert problems == []

    def test_paths_in_an_archive_lead_nowhere(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "pile.zip", {"../../evil.txt": SENTENCE.encode(), "/abs.txt": b"Words."})

        documents, problems = read(path)

        assert (len(documents), problems) == (2, [])
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["pile.zip"]

    def test_a_bomb_is_refused_and_the_rest_is_read(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "pile.zip", {"bomb.txt": b"0" * 20_000_000, "good.txt": SENTENCE.encode()})

        documents, problems = read(path)

        assert [document.text for document in documents] == [SENTENCE]
        assert problems == ["refused-member"]

    def test_a_member_that_lies_about_its_size_is_read_no_further_than_it_may(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "pile.zip", {"a.txt": b"0" * 5_000_000})
        data = path.read_bytes().replace((5_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little"))
        path.write_bytes(data)

        assert read(path) == ([], ["refused-member"])

    def test_an_archive_that_unpacks_to_more_than_the_limit_ends_there(self, tmp_path: Path) -> None:
        members = {f"{number}.txt": os.urandom(400).hex().encode() for number in range(5)}
        path = archive(tmp_path / "pile.zip", members)

        documents, problems = read(path, archive_bytes=2000)

        assert len(documents) == 2
        assert set(problems) == {"refused-member"}

    def test_an_archive_within_an_archive_is_refused(self, tmp_path: Path) -> None:
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as packed:
            packed.writestr("a.txt", SENTENCE)
        path = archive(tmp_path / "pile.zip", {"inner.zip": inner.getvalue()})

        assert read(path) == ([], ["nested-archive"])

    def test_a_broken_archive_is_told(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "pile.zip", {"a.txt": SENTENCE.encode() * 50})
        path.write_bytes(path.read_bytes()[:-40])

        assert read(path) == ([], ["unreadable-archive"])

    def test_what_archivers_add_is_left_out(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "pile.zip", {"__MACOSX/._a.txt": b"x", ".DS_Store": b"x", "a.txt": SENTENCE.encode()})

        documents, problems = read(path)

        assert (len(documents), problems) == (1, [])

    def test_too_many_members_are_refused(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "pile.zip", {f"{number}.txt": b"Words." for number in range(9)})

        assert read(path, members=8) == ([], ["too-many-files"])


class TestEncodings:
    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("\u201cNo,\u201d said Buyer A\u2019s chief \u2013 caf\u00e9", "cp1252"),
            ("商务部新闻发言人表示，中国的大门只会越开越大。", "gb18030"),
            ("商務部新聞發言人表示，中國的大門只會越開越大，歡迎各國企業。", "big5hkscs"),
            ("The ministry told Buyer A to wait.", "utf-16-le"),
            ("The ministry told Buyer A to wait.", "utf-16-be"),
            ("商务部告诉 Buyer A 等待。", "utf-8"),
        ],
    )
    def test_the_encoding_is_found_without_a_word_from_the_file(self, text: str, encoding: str) -> None:
        document = of(text.encode(encoding))

        assert (document.text, document.encoding) == (text, encoding)

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_a_byte_order_mark_counts_and_is_no_text(self, encoding: str) -> None:
        assert of(SENTENCE.encode(encoding)).text == SENTENCE

    def test_the_charset_that_a_page_states_counts(self) -> None:
        page = '<html><head><meta charset="gb2312"></head><body><p>商务部表示欢迎。</p></body></html>'

        assert of(page.encode("gb18030"), ".html").text == "商务部表示欢迎。\n"

    def test_a_page_that_states_latin_1_and_is_utf_8_is_read_as_utf_8(self) -> None:
        page = '<meta charset="iso-8859-1"><p>Buyer A\u2019s caf\u00e9</p>'

        assert of(page.encode(), ".html").text == "Buyer A\u2019s caf\u00e9\n"

    @pytest.mark.parametrize("name", ["rot13", "base64", "utf-7", "idna", "no-such", "x" * 39])
    def test_a_charset_that_is_none_of_documents_is_ignored(self, name: str) -> None:
        assert of(f'<meta charset="{name}"><p>{SENTENCE}</p>', ".html").text == f"{SENTENCE}\n"

    def test_some_bytes_of_another_encoding_are_read_and_told(self) -> None:
        data = f"{SENTENCE} \u2013 ".encode() * 20 + "caf\u00e9".encode("cp1252")

        document = of(data)

        assert document.text.endswith("caf\u00e9")
        assert document.warnings == ("1 places are not UTF-8; their bytes were read as Windows-1252",)

    def test_control_characters_and_surrogates_are_replaced_one_for_one_and_told(self) -> None:
        document = of(b"Buyer\x00A was \xed\xa0\x80 told to wait.")

        assert document.text == "Buyer\ufffdA was \ufffd told to wait."
        assert len(document.warnings) == 2
        document.text.encode()

    def test_hidden_and_direction_characters_stay_and_are_told(self) -> None:
        text = "The ministry \u202eton\u202c said yes\u200b to Buyer A."

        document = of(text)

        assert document.text == text
        assert [warning.split(" char")[0] for warning in document.warnings] == ["2", "1 invisible"]

    def test_tag_characters_that_no_reader_sees_are_told(self) -> None:
        assert "invisible tag characters" in of("Yes.\U000e0041\U000e0042").warnings[-1]


class TestPages:
    def test_the_text_is_what_is_seen_in_order(self) -> None:
        page = "<h1>Title</h1><p>One <b>two</b>\n three.</p><ul><li>Four<li>Five</ul>Six<br>Seven &amp; eight"

        assert of(page, ".html").text == "Title\nOne two three.\nFour\nFive\nSix\nSeven & eight\n"

    def test_scripts_styles_and_hidden_elements_are_left_out(self) -> None:
        page = (
            f"<title>T</title><style>p{{}}</style><script>document.write('licensed')</script><p>{SENTENCE}</p>"
            '<p style="display: none">granted</p><div hidden>granted</div><template>x</template><noscript>y</noscript>'
        )

        document = of(page, ".html")

        assert document.text == f"{SENTENCE}\n"
        assert document.warnings == ("2 hidden elements were left out",)

    def test_a_hundred_thousand_open_elements_are_read_and_told(self) -> None:
        document = of("<div>" * 100_000 + SENTENCE + "</div>" * 100_000, ".html")

        assert document.text == SENTENCE
        assert "nested too deeply" in document.warnings[0]

    def test_entities_that_a_page_defines_are_not_expanded(self) -> None:
        entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        page = (
            f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "lol">{entities}]><html><body><p>&e11;</p></body></html>'
        )

        assert len(of(page, ".xhtml").text) < 1000

    def test_a_file_is_read_as_what_it_is_not_as_what_it_is_called(self) -> None:
        document = of(f"<!DOCTYPE html><html><body><p>{SENTENCE}</p></body></html>", ".txt")

        assert (document.text, document.media_type) == (f"{SENTENCE}\n", "text/html")
        assert document.warnings == ("is called text and is html; read as what it is",)

    def test_links_and_sections_are_kept_beside_the_text(self) -> None:
        document = of('<nav><a href="/x">World</a></nav><p class="by-line">By <a href="/a">A. Writer</a></p>', ".html")

        assert document.layout is not None
        first, second = document.layout.pieces
        assert (first.around, first.linked, second.element) == (("nav",), 5, "p")
        assert [(span.of(document.text), address) for span, address in document.layout.links] == [
            ("World", "/x"),
            ("A. Writer", "/a"),
        ]


def pdf(*pages: str) -> bytes:
    """Return a PDF with one line of text on each page."""
    streams = [f"BT /F1 12 Tf 72 700 Td ({page}) Tj ET".encode() for page in pages]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, stream in enumerate(streams):
        page = f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>"
        objects += [page.encode(), b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)]
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj%s endobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


class TestPdf:
    def test_the_pages_are_read_in_order(self) -> None:
        document = of(pdf(SENTENCE, "Second page."), ".pdf")

        assert document.text == f"{SENTENCE}\n\nSecond page."
        assert document.media_type == "application/pdf"

    def test_more_pages_than_the_limit_are_left_and_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(pdf("One.", "Two.", "Three."))

        (document,), _ = read(tmp_path, pages=2)

        assert document.text == "One.\n\nTwo."
        assert document.warnings == ("has 3 pages, of which 2 were read",)

    def test_a_text_called_pdf_is_read_as_a_text(self) -> None:
        assert of(SENTENCE, ".pdf").warnings == ("is called pdf and is text; read as what it is",)

    @pytest.mark.parametrize("data", [pdf(SENTENCE)[:300], b"%PDF-1.7\n" + bytes(range(256)) * 20, b"%PDF-"])
    def test_a_broken_one_is_told(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "a.pdf").write_bytes(data)

        documents, problems = read(tmp_path)

        assert problems == ["unreadable-document"] or documents[0].warnings

    def test_one_that_is_locked_is_told(self, tmp_path: Path) -> None:
        writer = PdfWriter(clone_from=io.BytesIO(pdf(SENTENCE)))
        writer.encrypt("secret", algorithm="RC4-128")
        writer.write(tmp_path / "a.pdf")
        problems: list[Problem] = []

        assert list(read_paths([tmp_path], problems=problems)) == []
        assert problems[0].what == "is locked with a password"

    def test_one_that_is_locked_against_changes_only_is_read(self, tmp_path: Path) -> None:
        writer = PdfWriter(clone_from=io.BytesIO(pdf(SENTENCE)))
        writer.encrypt("", "secret", algorithm="RC4-128")
        writer.write(tmp_path / "a.pdf")

        assert [document.text for document in read(tmp_path)[0]] == [SENTENCE]

    def test_one_that_loops_is_ended(self, tmp_path: Path) -> None:
        looping = pdf(SENTENCE).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]")
        (tmp_path / "a.pdf").write_bytes(looping)

        _, problems = read(tmp_path)

        assert problems == ["unreadable-document"]

    def test_one_that_takes_too_long_is_ended(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(pdf(SENTENCE))
        problems: list[Problem] = []

        documents = list(read_paths([tmp_path], limits=replace(DEFAULT, pdf_seconds=0.001), problems=problems))

        assert documents == []
        assert "stopped after" in problems[0].what


WORDS = st.sampled_from(
    ["<p>", "</div>", "<nav>", "Read more:", "Reuters reported", "\n", "\n\n", "Jan 28, 2026", "|", "...", "References",
     "[1] https://a.example/2026/01/02/", "© 2026 A", "。", "据路透社报道", "\u202e", "\x00", "&amp;", "- ", "# ",
     "Key points", "Comments", "By A. B.", SENTENCE, "9:00pm"]
)  # fmt: skip


@given(st.lists(WORDS | st.text(max_size=12), max_size=40), st.sampled_from([".txt", ".html", ".md"]))
def test_whatever_stands_in_a_text_every_word_of_it_is_in_one_block(parts: list[str], ending: str) -> None:
    problems: list[Problem] = []
    source = Source("a", " ".join(parts).encode("utf-8", "replace"), ending)
    document = document_of(source, problems)
    if document is None:
        assert problems
        return

    blocks = cleaned(document).blocks

    covered = "".join(block.span.of(document.text) for block in blocks)
    assert "".join(covered.split()).replace("\u200b", "").replace("\ufeff", "") == "".join(
        document.text.split()
    ).replace("\u200b", "").replace("\ufeff", "")
    assert all(before.span.end <= after.span.start for before, after in pairwise(blocks))
    assert [block.number for block in blocks] == list(range(len(blocks)))
    assert all(block.repeats is None or block.repeats != block.number for block in blocks)


@given(st.binary(max_size=400), st.sampled_from([".txt", ".html", ".md", ".zip", ""]))
def test_any_bytes_are_a_document_or_a_problem(data: bytes, ending: str) -> None:
    problems: list[Problem] = []

    document = document_of(Source("a", data, ending), problems)

    assert (document is None) == bool(problems)
    if document is not None:
        assert cleaned(document).about is not None
        document.text.encode()
