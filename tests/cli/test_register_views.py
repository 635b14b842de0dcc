"""`licet register`: balances, the journal, expiries, notes, verification, and what hostile words do."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from .register_book import BY, DAY, LINE, WHY, Book, made, terms
from .running import licet

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--valid-at", DAY)
TWO = ("--second", "B. Person", "--document", "memo 12")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return made(tmp_path)


class TestBalance:
    def test_layers(self, book: Book) -> None:
        book.grant(terms("L-2", "{pieces: 50}", parent="L-1"), terms("L-1"))
        book.reserve(30, number="L-2")

        shown = book.json("balance", "L-2", *AT)

        assert [(each["account"], each["lines"][0]["left"]) for each in shown["balances"]] == [
            ("L-2", "20"),
            ("L-1", "970"),
        ]
        assert [each["account"] for each in book.json("balance", *AT)["balances"]] == ["L-1", "L-2"]

    def test_as_it_was_known(self, book: Book) -> None:
        book.grant()

        assert book.json("balance", *AT, "--known-at", "2020-01-01")["balances"] == []
        shown = book.json("balance", "L-1", *AT, "--known-at", "9999-12-31")
        assert shown["known_at"] == "9999-12-31T23:59:59.999999Z"
        assert book.json("balance", "L-1", *AT, "--known-at", "9999-01-01T00:00:00+08:00")["known_at"].startswith(
            "9998"
        )

    @pytest.mark.parametrize("known_at", ["2026-02-30", "2026-01-01T10:00:00", "yesterday", "٢٠٢٦-٠١-٠١", ""])
    def test_no_instant(self, book: Book, known_at: str) -> None:
        ran = book.run("balance", *AT, "--known-at", known_at)

        assert (ran.status, ran.out) == (1, "")
        assert "--known-at" in ran.err

    def test_a_ceiling_is_an_account_of_its_own(self, book: Book) -> None:
        book.grant(terms("L-1", ceilings="[h200_per_customer]"))
        book.reserve(30)

        shown = book.json("balance", "ceiling/h200_per_customer/buyer-a", *AT)

        assert shown["balances"][0]["lines"][0]["reserved"] == "30"
        assert "ceiling/h200_per_customer/buyer-a" in book.done("balance", *AT)

    @pytest.mark.parametrize("command", ["show", "balance", "history"])
    def test_a_number_not_on_file(self, book: Book, command: str) -> None:
        day = () if command == "history" else AT
        ran = book.run(command, "L-9", *day)

        assert (ran.status, "L-9" in ran.err) == (2, True)

    def test_nothing_on_file(self, book: Book) -> None:
        assert "nothing to show" in book.done("show", *AT)
        assert "nothing to show" in book.done("balance", *AT)
        assert book.done("history") == ""


class TestShow:
    def test_the_list_and_one(self, book: Book) -> None:
        book.grant(terms("L-1", "{pieces: 1000, value: {amount: 1234.50, currency: USD}, tpp: 1583200.5}"))

        listed, one = book.done("show", *AT), book.done("show", "L-1", *AT)

        assert "1,000 pieces; 1,234.50 USD; 1,583,200.5 TPP" in listed
        assert "L-1 is active" in one
        assert "limits.value.amount" in one
        shown = book.json("show", "L-1", *AT)
        assert shown["terms"]["limits"]["value"] == {"amount": "1234.5", "currency": "USD"}
        assert book.json("show", *AT)["authorisations"][0]["lines"][1]["left"] == "1234.50"

    def test_on_another_day(self, book: Book) -> None:
        book.grant()

        assert book.json("show", "L-1", "--valid-at", "2027-01-01")["state"] == "expired"
        assert book.run("show", "L-1", "--valid-at", "2025-12-31").status == 2


class TestHistory:
    def test_of_all_of_one_and_of_an_order(self, book: Book) -> None:
        book.grant(terms("L-1"), terms("L-2"))
        book.reserve(5)
        book.done("answer", "kyc", "--order", "A-1", "--answer", "yes", "--on", DAY, "--document", "KYC 7", *BY)

        kinds = [each["kind"] for each in book.json("history")["entries"]]
        assert kinds == ["grant", "expire", "grant", "expire", "reserve", "answer"]
        assert [each["kind"] for each in book.json("history", "L-1")["entries"]] == ["grant", "expire", "reserve"]
        assert [each["kind"] for each in book.json("history", "--order", "A-1")["entries"]] == ["reserve", "answer"]
        text = book.done("history", "--order", "A-1")
        assert "reserve  L-1, order A-1: reserved +5 pieces" in text
        assert "answer yes; on 2026-06-15; question kyc" in text

    def test_values_have_their_currency(self, book: Book) -> None:
        book.grant(terms(limits="{value: {amount: 2000, currency: JPY}}"))
        book.done("adjust", "L-1", "--value", "15", "--currency", "JPY", *AT, *BY, *WHY)

        entry = book.json("history")["entries"][-1]
        assert (entry["currency"], entry["shipped"]) == ("JPY", {"value": "15"})


class TestExpiring:
    def test_within_so_many_days(self, book: Book) -> None:
        book.grant(terms("L-1", last="2026-07-01"), terms("L-2", last="2026-07-02"), terms("L-3", last='"-"'))
        words = ("--from", "2026-06-01")

        shown = book.json("expiring", "--within", "30d", *words)
        assert [(each["on"], each["account"]) for each in shown["expiring"]] == [("2026-07-01", "L-1")]
        assert len(book.json("expiring", "--within", "31", *words)["expiring"]) == 2
        assert book.json("expiring", "--within", "99999d", "--from", "9999-01-01")["to"] == "9999-12-31"

    def test_from_the_day_on_the_clock(self, book: Book) -> None:
        shown = book.json("expiring", "--within", "1d")

        assert f"expiring from {shown['from']} to {shown['to']}" in book.done("expiring", "--within", "1d")

    @pytest.mark.parametrize("within", ["-1d", "1e9", "9999999d", "ninety", "1.5d", "٣d", ""])
    def test_no_number_of_days(self, book: Book, within: str) -> None:
        ran = book.run("expiring", "--within", within)

        assert (ran.status, "--within" in ran.err) == (1, True)


class TestNotes:
    def test_what_is_kept(self, book: Book) -> None:
        book.done("override", "A-1", "--cause", "stale_acts", "--until", "2026-07-01", *AT, *BY, *WHY, *TWO)
        book.done("approve", "A-1", *AT, *BY, *WHY, *TWO)

        override, approval = book.json("history", "--order", "A-1")["entries"]
        assert override["content"]["content"] == {"cause": "stale_acts", "until": "2026-07-01"}
        assert (override["author"], override["second"]) == ("A. Person", "B. Person")
        assert approval["content"]["content"] == {"of": "fact_change"}

    @pytest.mark.parametrize(
        "second",
        ["", "A. Person", "a. PERSON", "Ａ.  Ｐｅｒｓｏｎ", " A. Person "],
        ids=["none", "same", "case", "wide", "spaces"],
    )
    @pytest.mark.parametrize(
        "command", [("override", "--cause", "stale_acts"), ("approve",)], ids=["override", "approve"]
    )
    def test_two_persons_are_needed(self, book: Book, command: tuple[str, ...], second: str) -> None:
        words = ("--second", second) if second else ()
        ran = book.run(command[0], "A-1", *command[1:], *words, "--document", "memo", *AT, *BY, *WHY)

        assert (ran.status, ran.out) == (4, "")
        assert "second" in ran.err
        assert book.json("history")["entries"] == []

    def test_a_limit_is_not_overridden(self, book: Book) -> None:
        ran = book.run("override", "A-1", "--cause", "balance_exhausted", *AT, *BY, *WHY, *TWO)

        assert (ran.status, "may not be overridden" in ran.err) == (4, True)

    def test_faults(self, book: Book) -> None:
        ran = book.run("answer", "kyc", "--order", "A-1", "--answer", "perhaps", "--on", "soon", "--document", "", *BY)
        assert ran.status == 1
        assert {"--answer", "--on", "--document"} <= {line.split(":")[0] for line in ran.err.splitlines()}
        ran = book.run("override", "A-1", "--cause", "stale_acts", "--until", "2026-06-01", *AT, *BY, *WHY, *TWO)
        assert (ran.status, "--until" in ran.err) == (1, True)


class TestVerify:
    def test_sound(self, book: Book) -> None:
        book.grant()
        head = book.json("checkpoint")["head"]
        book.reserve(5)

        shown = book.json("verify", "--expect-head", head)
        assert (shown["sound"], shown["checkpoints"], shown["faults"]) == (True, 1, [])
        assert "sound" in book.done("verify")

    def test_changed_behind_its_back(self, book: Book) -> None:
        book.grant()
        book.reserve(5)
        with sqlite3.connect(book.url) as database:
            database.execute("UPDATE entry SET reserved_pieces = 4 WHERE kind = 'reserve'")

        ran = book.run("verify")

        assert ran.status == 5
        assert "NOT SOUND" in ran.out
        assert "L-1" in ran.out
        assert "does not verify" in ran.err
        assert book.run("verify", "--json").status == 5

    def test_another_head(self, book: Book) -> None:
        book.grant()

        assert book.run("verify", "--expect-head", "2:" + "0" * 64).status == 5
        for head in ("x", "", "1:zz", "-1:" + "0" * 64, "9" * 400):
            ran = book.run("verify", "--expect-head", head)
            assert ran.status in {1, 2, 5}
            assert ran.err


class TestForecast:
    CERTIFIED = (
        "[{id: dd_iii, on: 2026-01-01, figures: {china_shipped_tpp: 100, us_shipped_tpp: 1000000}, met: yes, "
        "document: certificate}]"
    )

    def test_what_was_shipped_since_is_added(self, book: Book) -> None:
        book.grant(terms(certification=self.CERTIFIED))
        book.reserve(10)
        book.done("ship", "R-1", "--units", "10", *AT, *BY)

        [found] = book.json("forecast", "L-1", *AT)["forecasts"]

        assert (found["certified_met"], found["met"]) == ("yes", "yes")
        assert found["figures"]["china_shipped_tpp"] == str(int(found["shipped_since"]) + 100)
        assert found["margin"] == str(500_000 - int(found["figures"]["china_shipped_tpp"]))
        [found] = book.json("forecast", "L-1", *AT, "--set", "us_shipped_tpp=1000")["forecasts"]
        assert found["met"] == "no"
        assert "met now: no" in book.done("forecast", "L-1", *AT, "--set", "us_shipped_tpp=1000")
        assert book.run("forecast", "L-1", *AT, "--set", "us_shipped_tpp=1e9").status == 1
        assert book.run("forecast", "L-1", *AT, "--set", "speed=1").status == 2

    def test_without_a_certification(self, book: Book) -> None:
        book.grant()

        assert book.json("forecast", "L-1", *AT)["forecasts"] == []
        assert book.run("forecast", "L-9", *AT).status == 2


class TestHostile:
    @pytest.mark.parametrize("day", ["2026-02-30", "20260615", "2026-6-15", "NaN", "٢٠٢٦-٠١-٠١", "", "0000-01-01"])
    @pytest.mark.parametrize("command", ["show", "balance", "suspend"])
    def test_days(self, book: Book, command: str, day: str) -> None:
        words = ("L-1", *BY, *WHY) if command == "suspend" else ()
        ran = book.run(command, *words, "--valid-at", day)

        assert (ran.status, ran.out) == (1, "")
        assert "--valid-at" in ran.err

    @pytest.mark.parametrize(
        "text",
        ["\x1b[31mred", "\u202eback", "a\x00b", "x" * 5_000, " ", "\ud800"],
        ids=["esc", "bidi", "nul", "long", "blank", "half"],
    )
    @pytest.mark.parametrize("option", ["--by", "--reason", "--id"])
    def test_texts(self, book: Book, option: str, text: str) -> None:
        book.grant()
        said = {"--by": "A", "--reason": "B", "--id": "C"} | {option: text}
        ran = book.run("suspend", "L-1", *AT, *(word for pair in said.items() for word in pair))

        assert (ran.status, ran.out) == (1, "")
        assert not set(ran.err) & {"\x1b", "\u202e", "\x00"}
        assert [each["kind"] for each in book.json("history")["entries"]] == ["grant", "expire"]

    @pytest.mark.parametrize(
        "units", ["NaN", "1e400", "-1", "0", "1.5", "1_000", "٣", "999999999999999", "9" * 400, ""]
    )
    def test_units(self, book: Book, units: str) -> None:
        book.grant()
        book.reserve(5)

        ran = book.run("ship", "R-1", "--units", units, *AT, *BY)

        assert ran.status == (4 if units == "999999999999999" else 1)
        assert ran.out == ""
        assert ran.err

    def test_bytes_that_are_no_text(self, book: Book) -> None:
        book.grant()
        words = (b"L-1", b"--valid-at", DAY.encode(), b"--by", b"\xff\xfe", b"--reason", b"x")
        ran = licet("register", "suspend", *words, "--register", book.url)

        assert (ran.status, ran.out) == (1, "")
        assert "not-utf-8" in ran.err

    def test_names_from_files_are_cleaned(self, book: Book) -> None:
        book.grant()
        with sqlite3.connect(book.url) as database:
            for row in database.execute("SELECT operation_id, stated FROM operation").fetchall():
                stated = row[1].replace('"author":"A. Person"', '"author":"A\\u001b[31m\\u202e"')
                database.execute("UPDATE operation SET stated = ? WHERE operation_id = ?", (stated, row[0]))

        text = book.done("history")

        assert not set(text) & {"\x1b", "\u202e"}
        assert "[31m" in text

    def test_what_no_case_has(self, book: Book) -> None:
        book.grant()
        ran = book.run("reserve", "L-1", "--case", book.folder / "none", "--order", "A-1", *AT, *BY)

        assert ran.status == 1
        ran = book.run("reserve", "L-1", "--case", book.folder, "--order", "A-1", *AT, *BY, *LINE)
        assert ran.status == 2

    def test_a_file_that_is_no_register(self, tmp_path: Path) -> None:
        (tmp_path / "register.db").write_bytes(b"not a database" * 1000)
        ran = Book(tmp_path).run("show", *AT)

        assert (ran.status, ran.out) == (2, "")
        assert ran.err
