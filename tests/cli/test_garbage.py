"""Whatever the words are, a command ends with a status of its own; an exception that escapes is a fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from licet.cli.app import app

from .running import EXAMPLE, PARTIES, licet, write_case

if TYPE_CHECKING:
    from pathlib import Path

STATUSES = {0, 1, 2, 3, 5}
OPTIONS = (
    "--item",
    "--destination",
    "--ship-from",
    "--movement",
    "--exporter",
    "--quantity",
    "--party",
    "--party-hq",
    "--parties-complete",
    "--place-of-use",
    "--end-use",
    "--claim",
    "--valid-at",
    "--known-at",
    "--reading",
    "--set",
)
# What a shell can pass on: any text, bytes that are no UTF-8 among it (Python holds them as lone surrogates), no NUL.
garbage = st.one_of(
    st.text(max_size=30),
    st.binary(max_size=12).map(lambda data: data.decode("utf-8", "surrogateescape")),
    st.sampled_from(
        [
            "",
            " ",
            "-",
            "--",
            "0",
            "-1",
            "NaN",
            "1e400",
            "9" * 5000,
            "2026-02-30",
            "0000-00-00",
            "9999-12-31",
            "0001-01-01",
            "２０２６-01-01",
            "us",
            "XX",
            "role=",
            "role=end_user,hq=",
            "=",
            "a=b=c",
            "valid_at=2026-01-01",
            "nac_notice_on=2026-02-30",
            "country_licensed_tpp=NaN",
            "country_licensed_tpp=1e999999999",
            "country_licensed_tpp=5 to 1",
            "purchase_order=maybe",
            "{{7*7}}",
            "%s%n",
            "\u202e",
            "../../etc/passwd",
        ]
    ),
).map(lambda text: text.replace("\x00", ""))


def holds_surrogates(words: list[str]) -> bool:
    return any("\ud800" <= letter <= "\udfff" for word in words for letter in word)


def run(words: list[str]) -> None:
    """Run in this process; only an exit may come out."""
    result = CliRunner().invoke(app, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in STATUSES
    assert result.output or result.exit_code == 0


@given(st.dictionaries(st.sampled_from(OPTIONS), garbage, max_size=4), st.booleans())
def test_determine(options: dict[str, str], json_too: bool) -> None:
    words = [word for name, value in options.items() for word in (name, value)]
    if not holds_surrogates(words):
        run(["determine", *(["--item", "H200"] if "--item" not in options else []), *words, *["--json"] * json_too])


@given(st.sampled_from(OPTIONS), garbage)
def test_one_option_of_explain(option: str, value: str) -> None:
    words = ["explain", "--item", "H200", "--destination", "CN", option, value]
    if not holds_surrogates(words):
        run(words)


@given(
    st.dictionaries(
        st.sampled_from(["--valid-at", "--known-at", "--at", "--reading", "--assign", "--assume-unchanged"]),
        garbage,
        max_size=3,
    )
)
def test_check(options: dict[str, str]) -> None:
    words = [word for name, value in options.items() for word in (name, value)]
    if not holds_surrogates(words):
        run(["check", str(EXAMPLE), *words])


@given(st.lists(garbage, min_size=1, max_size=4))
def test_any_words(words: list[str]) -> None:
    if not holds_surrogates(words) and words[0] != "init":
        run(words)


@given(
    st.sampled_from([["items"], ["items", "compare", "H200"], ["rules", "show"], ["explain", str(EXAMPLE)]]), garbage
)
def test_a_name(command: list[str], name: str) -> None:
    if not holds_surrogates([name]):
        run([*command, name])


@pytest.mark.parametrize(
    "words",
    [
        ("--exporter", b"\xff"),
        ("--end-use", b"\xff"),
        ("--claim", b"\xff"),
        ("--party", b"role=end_user,name=\xff,hq=CN", "--json"),
        ("--destination", b"\xff"),
        ("--valid-at", b"\xff"),
        ("--movement", b"\xff"),
        ("--set", b"\xff=1"),
    ],
    ids=lambda words: f"{words[0]}",
)
def test_bytes_that_are_no_text(words: tuple[str | bytes, ...]) -> None:
    assert licet("determine", "--item", "H200", *words).status in {0, 1, 2}


@pytest.mark.parametrize("where", ["items", "determine", "check", "csv"])
def test_bytes_that_are_no_text_as_names(where: str, tmp_path: Path) -> None:
    words: dict[str, list[str | bytes | Path]] = {
        "items": ["items", b"\xff"],
        "determine": ["determine", "--item", b"\xff"],
        "check": ["check", b"\xff"],
        "csv": ["check", EXAMPLE, "--csv", bytes(tmp_path) + b"/\xff.csv"],
    }

    assert licet(*words[where], cwd=tmp_path).status in {0, 1, 2}


def test_an_answer_is_printed_on_a_terminal_that_takes_ascii_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    folder = write_case(tmp_path / "case", parties=PARTIES.replace("Buyer D", "买方丁"))
    plain, shown = licet("check", folder), licet("check", folder, "--json")

    assert (plain.status, shown.status) == (0, 0)
    assert json.loads(shown.out)["lines"][0]["parties_shown"]
