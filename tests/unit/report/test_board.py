"""The board says everything a reader must see, within 80 columns, and lets nothing hostile through."""

from __future__ import annotations

import pytest
from tests.unit.report.samples import hostile_check, sample_check

from licet.report import board
from licet.report.layout import columns


def joined(text: str) -> str:
    """Return the text with its wrapping undone."""
    return " ".join(text.split())


@pytest.mark.parametrize("width", [80, 100, 120])
def test_no_line_is_wider_than_asked(width: int) -> None:
    for check in (sample_check(), hostile_check()):
        text = board(check, width=width, colour=False)

        assert max(columns(line) for line in text.splitlines()) <= width


def test_a_narrower_terminal_gets_80_columns() -> None:
    assert board(sample_check(), width=20, colour=False) == board(sample_check(), width=80, colour=False)


def test_the_head_stands_before_the_lines() -> None:
    text = board(sample_check(), width=80, colour=False)
    head = joined(text[: text.index("ORDER")])

    assert "A made-up book to try the report" in head
    assert "as if shipped on 2026-06-15" in head
    assert "Law checked through 2026-09-24" in head
    assert "whether a party is on the Entity List [15 CFR 744.11] (4 lines)" in head
    assert "the key tw:export is not modelled (1 line)" in head
    assert "the list of parties was read 12 days before the date" in head
    assert "Assumed unchanged - cn:import" in head


def test_the_figures_stand_under_their_headings() -> None:
    lines = board(sample_check(), width=80, colour=False).splitlines()
    heading = next(line for line in lines if line.startswith("ORDER"))
    row = next(line for line in lines if line.startswith("PO-1001"))

    for name, figure in (("UNITS", "10,000"), ("RELEASE", "0"), ("HOLD", "10,000"), ("UNDETERM.", "0")):
        end = heading.index(name) + len(name)
        assert row[:end].endswith(" " + figure)
    assert row[heading.index("VERDICT") :].startswith("hold ")


def test_each_line_has_its_reasons() -> None:
    text = joined(board(sample_check(), width=80, colour=False))

    assert "why us:export, licence balance: the licence on file has 2,500 units left [15 CFR 750.7]" in text
    assert "why possible match with a listed party: the purchaser's name resembles" in text
    assert "under licence D-TEST-0003: fits; a person must assign it, drawn as a precaution" in text
    assert "frees establish the truth: ultimate parent headquarters" in text
    assert "but on 2026-12-01 the verdict is undetermined, release 0" in text
    assert "rests on a licence is required by the text" in text


def test_each_release_and_only_a_release_has_its_statement() -> None:
    text = joined(board(sample_check(), width=80, colour=False))

    assert text.count("Nothing modelled stands against") == 2
    assert "stands against 2,500 units on this date. Not tested: whether" in text
    assert text.count("A named person must decide.") == 2


def test_totals_causes_left_out_and_footer_close_the_board() -> None:
    text = board(sample_check(), width=80, colour=False)
    tail = joined(text[text.index("TOTAL") :])

    assert "4 lines 18,500 3,000 13,500 2,000" in tail
    assert "licence balance 1 line 3,500 units" in tail
    assert "PO-1005: ordered on 2026-07-01" in tail
    assert tail.endswith("H20 was below every line when it was stopped.")


def test_an_empty_book_has_a_board() -> None:
    check = sample_check()
    check["lines"], check["left_out"], check["not_tested"] = [], [], []
    check["totals"] = {**dict.fromkeys(check["totals"], 0), "by_cause": []}

    text = board(check, width=80, colour=False)

    assert "0 lines" in text
    assert "not a promise of completeness" in text


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = board(hostile_check(), width=80, colour=False)

    assert "\x1b" not in text
    assert "\u202e" not in text


def test_each_line_dated_on_its_own_is_said() -> None:
    check = {**sample_check(), "at": "ship_on", "known_at": "2026-01-20"}
    text = joined(board(check, width=80, colour=False))

    assert "each line on its own ship date; book date 2026-06-15" in text
    assert "Known at 2026-01-20" in text


def test_colour_changes_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    import re  # noqa: PLC0415

    monkeypatch.delenv("NO_COLOR", raising=False)
    plain = board(sample_check(), width=80, colour=False)
    painted = board(sample_check(), width=80, colour=True)

    assert "\x1b[1;31mhold" in painted
    bare = re.sub(r"\x1b\[[0-9;]*m", "", painted)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_without_a_terminal_there_is_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "90")

    assert board(sample_check()) == board(sample_check(), width=90, colour=False)


def test_no_color_is_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b" not in board(sample_check(), width=80)
