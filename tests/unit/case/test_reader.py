from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from licet.facts import Movement, Role
from licet.quantity import Interval
from licet.truth import Truth

from .conftest import PARTIES, write_case

if TYPE_CHECKING:
    from pathlib import Path

    from licet.case import Case, Order

    from .conftest import Reader

HEADER = (
    "order_id,item,quantity,unit_value,currency,movement,ship_from,destination,place_of_use,end_use,exporter,"
    "ultimate_consignee,end_user,authority_claimed,ordered_on,ship_on,priority,parties_complete\n"
)
FULL = 'o-1,H200,"1,000",27000.50,EUR,export,US,CN,HK,training,NVIDIA,a,b,NLR,2026-01-14,2026-02-01,1,yes\n'
BLANK = "o-2,nvidia-h20-96gb,1,,,,,,,,,,,,,,,\n"


def only(case: Case) -> Order:
    (order,) = case.orders
    return order


class TestOrders:
    def test_a_full_line(self, tmp_path: Path, read: Reader) -> None:
        order = only(read(write_case(tmp_path, {"orders.csv": HEADER + FULL})))

        assert order.item.item_id == "nvidia-h200-sxm-141gb"
        assert "SXM" in order.item_note
        assert (order.quantity, order.unit_value, order.currency) == (1000, Decimal("27000.50"), "EUR")
        assert (order.movement, order.movement_derived) == (Movement.EXPORT, False)
        assert (order.ship_from, order.destination, order.place_of_use) == ("US", "CN", "HK")
        assert [(role, party.party_id) for role, party in order.parties] == [
            (Role.ULTIMATE_CONSIGNEE, "a"),
            (Role.END_USER, "b"),
        ]
        assert (order.ordered_on, order.ship_on) == (date(2026, 1, 14), date(2026, 2, 1))
        assert (order.authority_claimed, order.priority, order.parties_complete) == ("NLR", 1, Truth.TRUE)
        assert order.where == "orders.csv:2"

    def test_what_is_blank_is_unknown(self, tmp_path: Path, read: Reader) -> None:
        order = only(read(write_case(tmp_path, {"orders.csv": HEADER + BLANK})))

        absent = (order.unit_value, order.currency, order.movement, order.ship_from, order.destination, order.end_use)
        assert absent == (None,) * 6
        assert (order.authority_claimed, order.ordered_on, order.priority) == (None, None, None)
        assert (order.parties, order.parties_complete) == ((), Truth.UNKNOWN)
        assert set(order.stated_facts()) == {"quantity"}

    def test_only_three_columns_are_required(self, tmp_path: Path, read: Reader) -> None:
        case = read(write_case(tmp_path, {"orders.csv": "order_id,item,quantity\no-1,H20,5\n"}))

        assert only(case).quantity == 5

    def test_a_dash_is_known_to_be_none(self, tmp_path: Path, read: Reader) -> None:
        line = "o-1,H20,1,,,,,,,,,-,-,-,,,,\n"
        order = only(read(write_case(tmp_path, {"orders.csv": HEADER + line})))

        assert (order.authority_claimed, order.parties) == ("-", ())

    @pytest.mark.parametrize(
        ("ship_from", "destination", "movement"),
        [("US", "CN", Movement.EXPORT), ("CN", "CN", Movement.TRANSFER), ("TW", "US", Movement.IMPORT),
         ("US", "US", Movement.DOMESTIC), ("TW", "CN", None), ("US", "", None), ("", "", None)],
    )  # fmt: skip
    def test_the_only_possible_movement_is_derived(
        self, tmp_path: Path, read: Reader, ship_from: str, destination: str, movement: Movement | None
    ) -> None:
        lines = f"order_id,item,quantity,ship_from,destination\no-1,H20,1,{ship_from},{destination}\n"
        order = only(read(write_case(tmp_path, {"orders.csv": lines})))

        assert (order.movement, order.movement_derived) == (movement, movement is not None)
        if movement is not None:
            assert "only movement" in order.stated_facts()["movement"].provenance.note

    def test_namibia(self, tmp_path: Path, read: Reader) -> None:
        lines = "order_id,item,quantity,destination\no-1,H20,1,NA\n"

        assert only(read(write_case(tmp_path, {"orders.csv": lines}))).destination == "NA"

    def test_the_currency_of_the_case_serves_a_line_without_one(self, tmp_path: Path, read: Reader) -> None:
        files = {"case.toml": 'currency = "USD"', "orders.csv": "order_id,item,quantity,unit_value\no-1,H20,1,5\n"}

        assert only(read(write_case(tmp_path, files))).currency == "USD"

    def test_lines_share_items_and_parties(self, tmp_path: Path, read: Reader) -> None:
        lines = "order_id,item,quantity,end_user\n" + "".join(f"o-{n},H20,1,a\n" for n in range(3))
        first, second, _ = read(write_case(tmp_path, {"orders.csv": lines})).orders

        assert first.parties is second.parties
        assert first.item is second.item


class TestParties:
    def test_no_parent_is_not_an_unknown_parent(self, tmp_path: Path, read: Reader) -> None:
        case = read(write_case(tmp_path, {"orders.csv": HEADER + BLANK}))

        parent = case.parties["a"].facts["ultimate_parent_headquarters"]
        assert parent.value == "CN"
        assert "no parent" in parent.provenance.note
        assert parent.provenance.source == "parties.csv:2"
        assert "ultimate_parent_headquarters" not in case.parties["b"].facts

    def test_no_parent_without_a_headquarters_stays_unknown(self, tmp_path: Path, read: Reader) -> None:
        parties = "party_id,ultimate_parent_headquarters\na,-\n"
        case = read(write_case(tmp_path, {"parties.csv": parties, "orders.csv": HEADER + BLANK}))

        assert case.parties["a"].facts == {}

    def test_roles_add_to_the_shorthand(self, tmp_path: Path, read: Reader) -> None:
        files = {
            "orders.csv": "order_id,item,quantity,end_user\no-1,H20,1,a\n",
            "order_parties.csv": "order_id,role,party_id\no-1,purchaser,b\no-1,end_user,b\no-1,end_user,a\n",
        }
        order = only(read(write_case(tmp_path, files)))

        assert {(role.value, party.party_id) for role, party in order.parties} == {
            ("end_user", "a"), ("end_user", "b"), ("purchaser", "b"),
        }  # fmt: skip
        assert len(order.parties) == 3

    def test_names_addresses_and_numbers_are_kept(self, tmp_path: Path, read: Reader) -> None:
        parties = "party_id,name,name_local,addresses,ids\na,Buyer A,买方甲,1 Road; 2 Road,X-1\n".encode("gb18030")
        case = read(write_case(tmp_path, {"parties.csv": parties, "orders.csv": HEADER + BLANK}))

        record = case.party_records["a"]
        assert (record.name_local, record.addresses, record.ids) == ("买方甲", ("1 Road", "2 Road"), ("X-1",))
        assert [warning.slug for warning in case.warnings] == ["read-as-gb18030"]


class TestOtherTables:
    def test_owners_rates_supply_and_answers(self, tmp_path: Path, read: Reader) -> None:
        files = {
            "orders.csv": HEADER + BLANK,
            "owners.csv": "party_id,owner,percent,from,to,source\nb,a,50.5,2024-01-01,,register\n",
            "fx.csv": "currency,into,rate,on,source\nCNY,USD,0.1391,2026-01-14,bank\n",
            "supply.csv": "item,month,units\nH20,2026-01,0\n",
            "answers.csv": "question,order_id,answer,by,on,document\n"
            "due_diligence,o-2,cleared,Officer,2026-01-14,x.pdf\nkyc,,yes,Officer,2026-01-14,\n",
        }
        case = read(write_case(tmp_path, files))

        assert (case.owners[0].percent, case.owners[0].held.start) == (Interval.exactly("50.5"), date(2024, 1, 1))
        assert (case.fx[0].value, case.fx[0].into) == (Decimal("0.1391"), "USD")
        assert (case.supply[0].item_id, case.supply[0].units) == ("nvidia-h20-96gb", 0)
        assert (case.answers[0].answer, case.answers[0].by) == ("cleared", "Officer")
        assert [answer.order_id for answer in case.answers] == ["o-2", ""]

    def test_own_items_may_contain_those_of_the_catalogue(self, tmp_path: Path, read: Reader) -> None:
        files = {
            "items.csv": "item_id,kind,contains\nour-server,server,H200:8\n",
            "orders.csv": "order_id,item,quantity\no-1,our-server,1\n",
        }
        order = only(read(write_case(tmp_path, files)))

        assert order.item.contents == (("nvidia-h200-sxm-141gb", 8),)

    def test_a_stated_fact_keeps_who_when_and_from_what(self, tmp_path: Path, read: Reader) -> None:
        files = {
            "items.csv": "item_id,kind\nours,ic\n",
            "orders.csv": "order_id,item,quantity\no-1,ours,1\n",
            "facts.csv": "subject_type,subject_id,fact,value,as_of,asserted_by,source\n"
            "item,ours,marketed_for_datacenters,no,2026-01-14,Officer,brochure\n"
            "party,a,uae_approved_advanced_computing,no,2026-01-14,Officer,list\n",
        }
        case = read(write_case(tmp_path, files))

        fact = only(case).item.facts["marketed_for_datacenters"]
        assert (fact.value, fact.note) == (Truth.FALSE, "stated at facts.csv:2")
        assert fact.source == "brochure, stated by Officer for 2026-01-14"
        assert case.catalogue["ours"].facts["marketed_for_datacenters"] == fact
        stated = case.parties["a"].facts["uae_approved_advanced_computing"]
        assert (stated.provenance.asserted_by, stated.provenance.as_of) == ("Officer", date(2026, 1, 14))

    def test_paths_of_what_others_read(self, tmp_path: Path, read: Reader) -> None:
        write_case(tmp_path, {"orders.csv": HEADER + BLANK, "authorisations.yaml": "authorisations: []\n"})
        before = read(tmp_path)
        (tmp_path / "law").mkdir()
        (tmp_path / "law" / "letter.yaml").write_text("id: x\n")
        case = read(tmp_path)

        assert (case.authorisations_path, case.law_path) == (tmp_path / "authorisations.yaml", tmp_path / "law")
        assert before.input_sha256 != case.input_sha256


class TestSettings:
    def test_all_keys(self, tmp_path: Path, read: Reader) -> None:
        settings = 'title = "Book"\r\nvalid_at = 2026-06-15\ncurrency = "USD"\nrequire_keys = ["cn:import"]\n'
        case = read(write_case(tmp_path, {"case.toml": settings, "orders.csv": HEADER + BLANK}))

        assert (case.title, case.valid_at, case.require_keys) == ("Book", date(2026, 6, 15), ("cn:import",))

    def test_the_users_own_headings(self, tmp_path: Path, read: Reader) -> None:
        settings = '[columns]\n"Order No." = "order_id"\n"数量" = "quantity"\n[columns.orders]\nPart = "item"\n'
        files = {"case.toml": settings, "orders.csv": "Order No.,Part,数量\no-1,H20,5\n"}

        assert only(read(write_case(tmp_path, files))).order_id == "o-1"

    def test_what_is_not_read_is_said(self, tmp_path: Path, read: Reader) -> None:
        files = {
            "case.toml": '[columns]\nWrong = "item"\n',
            "orders.csv": "order_id,item,quantity,colour\n",
            "party.csv": "x\n",
            "README.md": "",
        }
        case = read(write_case(tmp_path, files))

        assert sorted((warning.slug, warning.where) for warning in case.warnings) == [
            ("no-orders", "orders.csv:1"),
            ("unknown-column", "orders.csv:1"),
            ("unread-file", "party.csv"),
            ("unused-heading", "case.toml"),
        ]


class TestDigest:
    def test_it_follows_the_content_and_nothing_else(self, tmp_path: Path, read: Reader) -> None:
        folders = [tmp_path / name for name in ("one", "two", "three")]
        for folder in folders:
            folder.mkdir()
            write_case(folder, {"orders.csv": HEADER + BLANK})
        (folders[2] / "parties.csv").write_text(PARTIES + "c,Buyer C,,,\n")
        one, two, three = (read(folder).input_sha256 for folder in folders)

        assert one == two != three


class TestWorkbook:
    def test_the_same_tables_as_sheets(self, tmp_path: Path, read: Reader) -> None:
        book = openpyxl.Workbook()
        book.active.title = "orders"
        for row in (
            ["order_id", "item", "quantity", "unit_value", "currency", "destination", "ordered_on", "end_user"],
            ["o-1", "H20", 75000, 1600.25, "USD", "NA", date(2026, 1, 14), "a"],
        ):
            book["orders"].append(row)
        book.create_sheet("parties").append(["party_id", "headquarters"])
        book["parties"].append(["a", "CN"])
        book.create_sheet("notes").append(["not read"])
        (tmp_path / "case.toml").write_text("")
        book.save(tmp_path / "case.xlsx")

        case = read(tmp_path)

        order = only(case)
        assert (order.quantity, order.unit_value, order.destination) == (75000, Decimal("1600.25"), "NA")
        assert (order.ordered_on, order.where) == (date(2026, 1, 14), "case.xlsx:orders!2")
        assert order.parties[0][1].facts["headquarters"].value == "CN"
        assert [warning.slug for warning in case.warnings] == ["unread-sheet"]
