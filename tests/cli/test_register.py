"""`licet register`: terms and their states, draws, and what the register shows of them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from .register_book import BY, DAY, LINE, WHY, Book, made, terms
from .running import EXAMPLE, licet, write_case

if TYPE_CHECKING:
    from pathlib import Path

AT = ("--valid-at", DAY)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return made(tmp_path)


class TestRegister:
    def test_none_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("LICET_REGISTER", raising=False)
        ran = licet("register", "show", *AT)

        assert (ran.status, ran.out) == (2, "")
        assert "--register" in ran.err
        assert "LICET_REGISTER" in ran.err

    def test_the_environment_names_one(self, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LICET_REGISTER", book.url)

        assert licet("register", "verify").status == 0

    def test_there_is_none(self, tmp_path: Path) -> None:
        ran = Book(tmp_path).run("show", *AT)

        assert (ran.status, ran.out) == (2, "")
        assert "init" in ran.err
        assert not (tmp_path / "register.db").exists()

    def test_made_twice_is_left_as_it_is(self, book: Book) -> None:
        book.grant()
        head = book.json("checkpoint")["head"]

        assert book.json("init")["head"] == head

    @pytest.mark.parametrize("url", ["", "mysql://host/db", "postgresql://nobody@127.0.0.1:1/none", "/dev/null/x", "."])
    def test_an_address_of_nothing(self, url: str) -> None:
        ran = licet("register", "show", *AT, "--register", url)

        assert (ran.status, ran.out) == (2, "")
        assert ran.err


class TestGrants:
    def test_what_is_on_file_stays(self, book: Book) -> None:
        book.grant(terms("L-1"), terms("L-2"))
        shown = book.json("grant", book.file(terms("L-1"), terms("L-2"), terms("L-3")), *BY)

        assert [each["postings"][0]["account"] for each in shown["posted"]] == ["L-3"]
        assert shown["unchanged"] == ["L-1", "L-2"]

    def test_only_a_number_with_the_layers_above_it(self, book: Book) -> None:
        file = book.file(terms("L-2", parent="L-1"), terms("L-3"), terms("L-1"))
        shown = book.json("grant", file, "--number", "L-2", *BY)

        assert [each["postings"][0]["account"] for each in shown["posted"]] == ["L-1", "L-2"]
        ran = book.run("grant", file, "--number", "L-9", *BY)
        assert (ran.status, "L-9" in ran.err) == (2, True)

    def test_other_terms_name_the_command_that_changes_them(self, book: Book) -> None:
        book.grant(terms("L-1"))
        ran = book.run("import", book.file(terms("L-1", "{pieces: 999}"), terms("L-2")), *BY)

        assert (ran.status, ran.out) == (1, "")
        assert "[other-terms]" in ran.err
        assert "licet register amend L-1" in ran.err
        assert [each["number"] for each in book.json("show", *AT)["authorisations"]] == ["L-1"]

    def test_after_an_amendment_the_first_terms_are_still_known(self, book: Book) -> None:
        book.grant()
        book.done("amend", "L-1", "--pieces", "2000", *AT, *BY, *WHY)

        for limits in ("{pieces: 1000}", "{pieces: 2000}"):
            assert book.json("import", book.file(terms(limits=limits)), *BY)["unchanged"] == ["L-1"]
        assert book.run("import", book.file(terms(limits="{pieces: 3000}")), *BY).status == 1

    def test_a_dry_run_writes_nothing(self, book: Book) -> None:
        shown = book.json("import", book.file(terms()), *BY, "--dry-run")

        assert shown["dry_run"]
        assert [each["kind"] for each in shown["posted"]] == ["grant"]
        assert book.json("show", *AT)["authorisations"] == []

    def test_a_bad_file(self, book: Book) -> None:
        ran = book.run("grant", book.file(terms(first="2026-02-30"), terms("L-2", "{}")), *BY)

        assert (ran.status, ran.out) == (1, "")
        assert {"[bad-date]", "[blank-limit]"} <= set(re.findall(r"\[[a-z-]+\]", ran.err))


class TestUse:
    HEAD = "number,pieces,value,currency,tpp,valid_at,document\n"

    def use(self, book: Book, *rows: str, head: str = HEAD) -> Path:
        path = book.folder / "use.csv"
        path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    def test_earlier_use_is_brought_over_once(self, book: Book) -> None:
        book.grant(terms("L-1", "{pieces: 1000, value: {amount: 100.50, currency: USD}}"), terms("L-2"))
        file = self.use(book, 'L-1,"1,000",10.25,USD,,2026-02-01,old ledger p. 3', "L-2,5,,,,2026-02-01,")

        first, second = book.json("import", file, *BY), book.json("import", file, *BY)

        assert [each["kind"] for each in first["posted"]] == ["adjust", "adjust"]
        assert (second["posted"], second["unchanged"]) == ([], ["opening/L-1/2026-02-01", "opening/L-2/2026-02-01"])
        assert book.left() == {"pieces": "0", "value": "90.25"}
        history = book.json("history", "L-1")["entries"]
        assert history[-1]["document"] == "old ledger p. 3"

    def test_all_or_nothing(self, book: Book) -> None:
        book.grant()
        ran = book.run("import", self.use(book, "L-1,5,,,,2026-02-01,", "L-1,5000,,,,2026-02-02,"), *BY)

        assert (ran.status, ran.out) == (4, "")
        assert "L-1" in ran.err
        assert book.left() == {"pieces": "1000"}

    def test_every_fault_at_once(self, book: Book) -> None:
        book.grant(terms("L-1", "{pieces: 1000, value: {amount: 100.50, currency: USD}}"))
        rows = (
            "L-1,-5,,,,2026-02-01,", "L-1,1e400,,,,2026-02-02,", "L-1,NaN,,,,2026-02-03,", "L-1,1.5,,,,2026-02-04,",
            "L-1,5,,,,2026-02-30,", "L-1,,,,,2026-02-06,", "L-1,,5,,,2026-02-07,", "L-1,,5.001,USD,,2026-02-08,",
            "L-1,,5,EUR,,2026-02-09,", "L-1,5,,,,2026-02-10,",
            "L-1,6,,,,2026-02-10,",
            "L-1,99999999999999999999,,,,2026-02-11,",
        )  # fmt: skip
        ran = book.run("import", self.use(book, *rows), *BY)

        assert (ran.status, ran.out) == (1, "")
        assert set(re.findall(r"use\.csv:(\d+)", ran.err)) == {*map(str, range(2, 11)), "11", "12", "13"}
        for slug in ("bad-number", "bad-value", "missing-value", "other-currency", "duplicate-row"):
            assert f"[{slug}]" in ran.err
        assert book.left()["pieces"] == "1000"

    def test_columns(self, book: Book) -> None:
        ran = book.run("import", self.use(book, "1,2", head="pieces,cost\n"), *BY)

        assert ran.status == 1
        assert "there is no column number" in ran.err
        assert "cost" in ran.err

    def test_a_number_not_on_file(self, book: Book) -> None:
        ran = book.run("import", self.use(book, "L-9,5,,,,2026-02-01,"), *BY)

        assert (ran.status, "L-9" in ran.err) == (2, True)


class TestAmend:
    def test_it_shows_what_differs(self, book: Book) -> None:
        book.grant()
        shown = book.json("amend", "L-1", "--pieces", "2,000", "--valid-to", "-", *AT, *BY, *WHY)

        assert shown["differences"] == [
            {"term": "valid_to", "before": "2027-01-01", "after": "-"},
            {"term": "limits.pieces", "before": "1000", "after": "2000"},
        ]
        assert book.left(day="2026-06-14") == {"pieces": "1000"}
        assert book.left() == {"pieces": "2000"}

    def test_complete_terms_from_a_file(self, book: Book) -> None:
        book.grant()
        file = book.file(terms("L-2"), terms("L-1", "{pieces: 7}"), name="new.yaml")

        text = book.done("amend", "L-1", "--file", file, *AT, *BY, *WHY)

        assert re.search(r"limits\.pieces +1000 +7", text)
        ran = book.run("amend", "L-1", "--file", book.file(terms("L-2"), name="other.yaml"), *AT, *BY, *WHY)
        assert (ran.status, "has no terms of L-1" in ran.err) == (2, True)
        assert book.run("amend", "L-1", "--file", file, "--pieces", "3", *AT, *BY, *WHY).status == 2

    def test_below_what_is_drawn(self, book: Book) -> None:
        book.grant()
        book.reserve(500)
        ran = book.run("amend", "L-1", "--pieces", "499", *AT, *BY, *WHY)

        assert (ran.status, ran.out) == (4, "")
        assert DAY in ran.err

    def test_nothing_asked(self, book: Book) -> None:
        book.grant()

        assert book.run("amend", "L-1", *AT, *BY, *WHY).status == 2
        assert book.run("amend", "L-9", "--pieces", "5", *AT, *BY, *WHY).status == 2

    @pytest.mark.parametrize(
        "words",
        [
            ("--pieces", "NaN"), ("--pieces", "1e400"), ("--pieces", "-1"), ("--pieces", "1.5"), ("--pieces", "٣"),
            ("--pieces", "1_000"), ("--value", "5"), ("--value", "5", "--currency", "XYZ"),
            ("--value", "5.005", "--currency", "USD"), ("--tpp", "1.0001"), ("--valid-to", "2026-13-01"),
            ("--valid-to", "2025-01-01"), ("--pieces", "999999999999999999999"), ("--pieces", ""),
        ],
        ids=" ".join,
    )  # fmt: skip
    def test_hostile_figures(self, book: Book, words: tuple[str, ...]) -> None:
        book.grant()
        ran = book.run("amend", "L-1", *words, *AT, *BY, *WHY)

        assert (ran.status, ran.out) == (1, ""), ran.err
        assert "mend:" in ran.err


class TestStates:
    def test_suspended_resumed_revoked(self, book: Book) -> None:
        book.grant()
        for command, day, state in (
            ("suspend", "2026-03-01", "suspended"),
            ("resume", "2026-04-01", "active"),
            ("revoke", "2026-07-01", "revoked"),
        ):
            book.done(command, "L-1", "--valid-at", day, *BY, *WHY)
            assert book.json("show", "L-1", "--valid-at", day)["state"] == state
        ran = book.run("reserve", "L-1", "--order", "A-1", "--units", "1", "--valid-at", "2026-08-01", *BY, *LINE)
        assert (ran.status, "revoked" in ran.err) == (4, True)
        assert "1,000 pieces lapsed" in book.done("balance", "L-1", "--valid-at", "2026-08-01")

    @pytest.mark.parametrize("command", ["suspend", "resume", "revoke"])
    def test_a_number_not_on_file(self, book: Book, command: str) -> None:
        ran = book.run(command, "L-9", *AT, *BY, *WHY)

        assert (ran.status, "L-9" in ran.err) == (2, True)


class TestDraws:
    def test_reserved_shipped_voided(self, book: Book) -> None:
        book.grant()
        book.reserve(500)
        book.done("ship", "R-1", "--units", "200", *AT, *BY)
        book.done("void", "R-1", "--units", "100", *AT, *BY, *WHY)
        book.done("void", "R-1", *AT, *BY, *WHY)

        [held] = book.json("show", "L-1", *AT)["reservations"]
        assert (held["units"], held["shipped"], held["voided"], held["open_units"]) == (500, 200, 300, 0)
        assert book.left() == {"pieces": "800"}
        ran = book.run("ship", "R-1", "--units", "1", *AT, *BY)
        assert (ran.status, ran.out) == (4, "")

    def test_the_same_id_again_takes_nothing_more(self, book: Book) -> None:
        book.grant()
        book.reserve(500)
        book.reserve(500)

        assert book.left() == {"pieces": "500"}
        words = ("--order", "A-1", "--units", "499", *AT, "--id", "R-1", *BY, *LINE)
        ran = book.run("reserve", "L-1", *words)
        assert (ran.status, "other content" in ran.err) == (4, True)

    def test_a_new_id_is_told_before(self, book: Book) -> None:
        book.grant()
        ran = book.run("reserve", "L-1", "--order", "A-1", "--units", "5", *AT, *BY, *LINE)

        name = re.search(r"retry with --id ([0-9a-f-]{36}) ", ran.err)
        assert name is not None
        assert name[1] in ran.out

    def test_more_than_is_left(self, book: Book) -> None:
        book.grant()
        words = ("--order", "A-1", "--units", "1001", *AT, *BY, *LINE)

        for dry_run in ((), ("--dry-run",)):
            ran = book.run("reserve", "L-1", *words, *dry_run)
            assert (ran.status, ran.out) == (4, "")
            assert "1,000 pieces left" in ran.err

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--destination", "DE"), "destination DE is outside the scope"),
            (("--exporter", "Other"), "not the holder"),
            (("--party", "end_user=buyer-b"), "buyer-b is outside the scope"),
            (("--parties-complete", "unknown"), "the parties may be incomplete"),
            (("--item", "H20"), "outside the scope"),
        ],
    )
    def test_what_does_not_surely_fit(self, book: Book, words: tuple[str, str], said: str) -> None:
        book.grant()
        ran = book.run("reserve", "L-1", "--order", "A-1", "--units", "5", *AT, *BY, *LINE, *words)

        assert (ran.status, ran.out) == (4, "")
        assert said in ran.err
        assert book.left() == {"pieces": "1000"}

    def test_a_line_of_a_case(self, book: Book) -> None:
        book.done("import", EXAMPLE / "authorisations.yaml", *BY)
        words = ("--case", EXAMPLE, *AT, *BY)

        shown = book.json("reserve", "EXAMPLE-US-0001", "--order", "H200-17", *words)

        assert shown["posted"][0]["postings"][0]["reserved"] == "30000"
        ran = book.run("reserve", "EXAMPLE-US-0001", "--order", "AE-01", "--units", "1", *words)
        assert (ran.status, "does not fit" in ran.err) == (4, True)
        assert book.run("reserve", "EXAMPLE-US-0001", "--order", "NO-1", *words).status == 1
        assert book.run("reserve", "EXAMPLE-US-0001", "--order", "H200-17", "--item", "H20", *words).status == 2

    def test_a_scope_written_as_an_expression(self, book: Book) -> None:
        wide = terms("L-1").replace("[nvidia-h200-sxm-141gb]", '{where: "tpp >= 10000"}')
        narrow = terms("L-2").replace("[nvidia-h200-sxm-141gb]", '{where: "tpp >= 20000"}')
        book.grant(wide, narrow)

        book.reserve(5, number="L-1")
        words = ("--order", "A-2", "--units", "5", *AT, *BY, *LINE)
        assert book.run("reserve", "L-2", *words).status == 4
        ran = book.run("grant", book.file(terms("L-3").replace("[nvidia-h200-sxm-141gb]", '{where: "speed > 1"}')), *BY)
        assert (ran.status, ran.out) == (1, "")

    def test_the_rates_of_a_case(self, book: Book) -> None:
        orders = (
            "order_id,item,quantity,unit_value,currency,movement,ship_from,destination,place_of_use,end_use,exporter,"
            "ultimate_consignee,end_user,parties_complete\n"
            "A-1,nvidia-h200-sxm-141gb,10,100,EUR,export,US,CN,CN,training,Seller,buyer-a,buyer-a,yes\n"
        )
        parties = "party_id,name,country,headquarters,ultimate_parent_headquarters\nbuyer-a,Buyer A,CN,CN,-\n"
        fx = "currency,into,rate,on,source\nEUR,USD,1.25,2026-06-01,ECB\n"
        case = write_case(book.folder / "case", orders=orders, parties=parties, fx=fx)
        book.grant(terms(limits="{value: {amount: 2000, currency: USD}}"))

        book.done("reserve", "L-1", "--case", case, "--order", "A-1", *AT, *BY)

        assert book.left() == {"pieces": None, "value": "750.00"}

    def test_a_rate_of_the_call(self, book: Book) -> None:
        book.grant(terms(limits="{value: {amount: 2000, currency: USD}}"))
        words = ("--order", "A-1", "--units", "10", *AT, *BY, *LINE, "--unit-value", "100", "--currency", "EUR")

        ran = book.run("reserve", "L-1", *words)
        assert (ran.status, "no rate from EUR into USD" in ran.err) == (4, True)
        book.done("reserve", "L-1", *words, "--rate", "EUR/USD=1.25@2026-06-01")
        assert book.left() == {"pieces": None, "value": "750.00"}
        for bad in ("EUR/USD=0@2026-06-01", "EUR=1@2026-06-01", "EUR/USD=1.25@2026-02-30", "EUR/XXQ=1@2026-06-01"):
            assert "[bad-rate]" in book.run("reserve", "L-1", *words, "--rate", bad).err

    def test_every_fault_of_a_call_at_once(self, book: Book) -> None:
        book.grant()
        ran = book.run(
            "reserve", "L-1", "--order", "A\x1b[31m", "--units", "0", "--valid-at", "2026-02-30", "--by", " ", "--item",
            "H2O0", "--destination", "XX", "--movement", "fly", "--party", "friend=x", "--parties-complete", "maybe",
            "--unit-value", "1e9", "--currency", "usd", "--quantity", "1.5",
        )  # fmt: skip

        assert (ran.status, ran.out) == (1, "")
        for where in ("--order", "--units", "--valid-at", "--by", "--quantity", "--item", "--destination", "--movement",
                      "--party", "--parties-complete", "--unit-value", "--currency"):  # fmt: skip
            assert re.search(rf"^{where}: ", ran.err, re.MULTILINE), where
        assert "\x1b" not in ran.err

    @pytest.mark.parametrize("command", [("ship", "--units", "1"), ("void", *WHY)], ids=["ship", "void"])
    def test_no_such_reservation(self, book: Book, command: tuple[str, ...]) -> None:
        ran = book.run(command[0], "R-9", *command[1:], *AT, *BY)

        assert (ran.status, "R-9" in ran.err) == (2, True)

    def test_a_correction(self, book: Book) -> None:
        book.grant(terms(limits="{pieces: 1000, value: {amount: 100.50, currency: USD}}"))
        book.done("adjust", "L-1", "--pieces", "300", "--value", "0.50", "--currency", "USD", *AT, *BY, *WHY)
        book.done("adjust", "L-1", "--pieces", "-100", *AT, *BY, *WHY)

        assert book.left() == {"pieces": "800", "value": "100.00"}
        assert book.run("adjust", "L-1", "--pieces", "-201", *AT, *BY, *WHY).status == 4
        assert book.run("adjust", "L-1", "--pieces", "801", *AT, *BY, *WHY).status == 4
        assert book.run("adjust", "L-1", *AT, *BY, *WHY).status == 1
        ran = book.run("adjust", "L-1", "--value", "1", "--currency", "EUR", *AT, *BY, *WHY)
        assert (ran.status, "limited in USD" in ran.err) == (2, True)


def test_the_document_is_known_by_its_digest(book: Book) -> None:
    book.grant()
    (book.folder / "letter.pdf").write_bytes(b"letter")
    book.done("suspend", "L-1", *AT, *BY, *WHY, "--document", book.folder / "letter.pdf")

    document = book.json("history", "L-1")["entries"][-1]["document"]
    assert document.endswith(f"letter.pdf (sha256 {sha256(b'letter').hexdigest()})")
