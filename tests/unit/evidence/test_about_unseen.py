from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from tests.unit.evidence.documents import BODY, LEAD, SECOND, THIRD, clean, label

from licet.evidence.cleaning.about_dates import printed_dates

if TYPE_CHECKING:
    from licet.evidence.model import About

TITLE = "Buyer A's first batch of H200 chips cleared by regulators"
NOTICE = "为规范部分芯片的进口申报，现将有关事项公告如下：\n\n一、收货人应当如实申报规格型号、最终用户和用途。"


def about(text: str, ending: str = ".txt") -> About:
    found = clean(text, ending).about
    assert found is not None
    return found


def first_day(text: str) -> date | None:
    published = about(text).published
    return None if published is None else published.first


class TestPublisherThatNoTableKnows:
    @pytest.mark.parametrize(
        ("text", "publisher"),
        [
            (f"MEMORANDUM\nTO: All\nFROM: Office of Rules B\nDATE: March 17, 2026\n\n{BODY}", "Office of Rules B"),
            (f"{TITLE}\n\nAGENCY: Office of Rules B, Area C.\nACTION: Final rule.\n\n{BODY}", "Office of Rules B"),
            (f"From: Outlet B Journal <a@outletb.example>\nSubject: {TITLE}\n\n{BODY}", "Outlet B Journal"),
            (f"{TITLE}\n\n{BODY}\n\nIssued by: Ministry of Rules\n5 May 2026", "Ministry of Rules"),
            (f"某某部公告\n\n{NOTICE}\n\n某某管理局\n2025年12月3日", "某某管理局"),
            (f"THE VALLEY COURIER\nLate edition\n{TITLE}\n{BODY}", "The Valley Courier"),
            (f"{TITLE}\nBy Jane Doe, Valley Courier\n{BODY}", "Valley Courier"),
            (f"Valley Lantern | Home | Chips\n{TITLE}\n{BODY}\n© Valley Lantern 2026", "Valley Lantern"),
            (f"{TITLE}\n\n(Valley Lantern) - {BODY}\n\nCopyright 2026 Valley Lantern. All rights reserved.",
             "Valley Lantern"),
            (f"{TITLE}\n\nAUSTIN, Sept. 29, 2025 -- Firm B Inc. today announced it. {BODY}\n\nSOURCE Firm B Inc.",
             "Firm B Inc"),
            (f"{TITLE}\n{BODY}\nThe Valley Lantern is owned by Trust B. All rights reserved.", "The Valley Lantern"),
            (f"Firm & Firm LLP\nClient alert | Chips\n{TITLE}\n{BODY}", "Firm & Firm LLP"),
            (f"Firm B N.V.\nAnnual report\n\nFirm B N.V. buys chips. {BODY}", "Firm B N.V."),
        ],
    )  # fmt: skip
    def test_it_is_named_by_the_form_of_the_document(self, text: str, publisher: str) -> None:
        assert about(text).publisher.rstrip(".") == publisher.rstrip(".")

    def test_the_host_of_the_page_spells_the_name_on_it(self) -> None:
        head = '<link rel="canonical" href="https://www.valleylantern.example/x">'
        page = f"{head}<div>Valley Lantern</div><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p>"

        assert about(page, ".html").publisher == "Valley Lantern"

    @pytest.mark.parametrize(
        "text",
        [
            f"{TITLE}\n\n{BODY}",
            f"{TITLE}\n\nAuthor: J. Doe\nPosted: June 10th, 2026\n\n{BODY}",
            f"MEMORANDUM\n\n{TITLE}\n\n{BODY}",
            f"{TITLE}\n\nFrom: Jane Doe\n\n{BODY}",
            f"{TITLE}\n\n{LEAD} So a spokesman told the Valley Courier. {SECOND}",
        ],
    )
    def test_what_is_not_stated_stays_empty(self, text: str) -> None:
        assert about(text).publisher == ""

    def test_a_headline_above_a_date_is_no_office_that_signs(self) -> None:
        text = f"Menu\n\nCustoms turns away H20 chips at southern port\n\nby March 13, 2031\n0 comment\n\n{BODY}"

        assert about(text).publisher == ""


class TestDay:
    @pytest.mark.parametrize(
        "head",
        [
            "Est. 1911 · Tuesday, June 2, 2026 · Late edition",
            "Outlet B Review / Vol. 91, No. 10 / Tuesday, June 2, 2026 / Rules",
            "June 2, 2026 by Jane Doe",
            "June 2, 2026, 7:45 AM EDT | Updated June 2, 2026, 9:00 AM EDT",
            "2 Jun 2026, 14:10 GST",
            "发布时间：2026-06-02 17:42　来源：某某办公室　字体：大 中 小",
            "*AI-generated digest for Tuesday, 2 June 2026. Summaries may contain errors.*",
        ],
    )
    def test_it_is_read_above_the_text_in_many_forms(self, head: str) -> None:
        assert first_day(f"{TITLE}\n\n{head}\n\n{BODY}") == date(2026, 6, 2)

    def test_a_notice_is_dated_below_its_text_in_chinese_figures(self) -> None:
        assert first_day(f"某某部公告\n\n{NOTICE}\n\n某某管理局\n二〇二五年十二月十八日") == date(2025, 12, 18)

    def test_the_day_a_rule_takes_effect_is_not_the_day_of_the_notice(self) -> None:
        assert first_day(f"{TITLE}\n\nDATES: This rule is effective January 15, 2026.\n\n{BODY}") is None

    @pytest.mark.parametrize(
        ("text", "day"),
        [("二〇二五年十二月三日", date(2025, 12, 3)), ("二零二六年一月三十一日", date(2026, 1, 31)),
         ("二〇二六年十月二十日", date(2026, 10, 20))],
    )  # fmt: skip
    def test_chinese_figures_are_read(self, text: str, day: date) -> None:
        assert [one.first for one in printed_dates(text)] == [day]

    @pytest.mark.parametrize("text", ["二〇二五年十三月三日", "二〇二五年二月三十日", "二〇二五年一二月三日"])
    def test_days_in_chinese_figures_that_do_not_exist_are_none(self, text: str) -> None:
        assert list(printed_dates(text)) == []


class TestReportsOfUnknownOutlets:
    @pytest.mark.parametrize(
        ("sentence", "publisher"),
        [
            ("Chips were held, the Valley Evening Post reported last week.", "Valley Evening Post"),
            ("Chips were held, Valley Business first reported.", "Valley Business"),
            ("Chips were held, Valley Business reported on Monday, citing two people.", "Valley Business"),
            ("The cap was first reported by Valley Business.", "Valley Business"),
            ("It waits, according to a report in The Valley Ledger.", "The Valley Ledger"),
            ("A person told the Valley Courier that talks go on.", "Valley Courier"),
            ("Valley News Agency said the exemption ends in June.", "Valley News Agency"),
            ("The plan is one that Valley Business was first to report.", "Valley Business"),
            ("据《北方科技报》报道，有关部门已提出要求。", "北方科技报"),
            ("据The Information报道，有关部门已提出要求。", "The Information"),
        ],
    )
    def test_they_are_sources(self, sentence: str, publisher: str) -> None:
        found = about(f"{LEAD}\n{sentence} {THIRD}").derivations

        assert [(one.publisher, one.kind) for one in found] == [(publisher, "reported_by")]

    @pytest.mark.parametrize(
        "sentence",
        [
            "Maker A reported revenue of $44 billion, and Buyer B said it would wait.",
            "According to a report by the Commerce Department, sales rose.",
            "According to a report by the Congressional Research Service, rules changed.",
            "Morgan Stanley wrote in a note that demand is high.",
            "Jane Doe told Maker A that the plan is off, and John Roe said so too.",
            "The Ministry of Rules reported on Monday that it has nothing to add.",
        ],
    )
    def test_firms_offices_and_people_are_none(self, sentence: str) -> None:
        assert about(f"{LEAD}\n{sentence} {THIRD}").derivations == ()

    def test_one_outlet_has_one_name(self) -> None:
        text = f"{LEAD} So the Valley Ledger reported last week, it says.\n{SECOND}\nSource: The Valley Ledger"

        assert {one.publisher for one in about(text).derivations} == {"The Valley Ledger"}

    def test_a_credit_ends_with_the_name(self) -> None:
        line = "This story originally appeared on The Valley Ledger and is republished under licence."

        assert [one.publisher for one in about(f"{TITLE}\n{BODY}\n{line}").derivations] == ["The Valley Ledger"]

    def test_a_credit_may_be_an_address(self) -> None:
        (found,) = about(f"{TITLE}\n{BODY}\nSource: https://valley.example/a").derivations

        assert (found.publisher, found.url) == ("valley.example", "https://valley.example/a")

    @pytest.mark.parametrize(
        "worst",
        ["A A A said ", "told A ", "first reported by ", "Aaaaaaaa & ", ", A reported ", "the The ", "据报", "A's ",
         "二〇", "SOURCE A ", "From: A\n", "a by A "],
    )  # fmt: skip
    def test_a_megabyte_of_the_worst_takes_time_in_proportion(self, worst: str) -> None:
        started = perf_counter()

        clean(worst * (1_000_000 // len(worst.encode())))

        assert perf_counter() - started < 15


class TestLabelsOfForms:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("AGENCY: Office of Rules B, Department C.", "other"),
            ("BILLING CODE 3510-33-P", {"other", "credit"}),
            ("Check the appropriate box below if the filing is intended to satisfy an obligation of the registrant.",
             "legal"),
            ("To unsubscribe from these alerts, click here.", "newsletter"),
            ("Unsubscribe | Manage preferences | View in browser", "newsletter"),
            ("(via Valley Business)", "credit"),
            ("👉 Related: Best cards of 2026", "related"),
            ("Issued by: Ministry of Rules", "other"),
            ("For more information, please contact the office of rules in the capital.", "credit"),
        ],
    )  # fmt: skip
    def test_a_line_of_a_form_is_no_body(self, line: str, expected: str | set[str]) -> None:
        found = label(clean(f"{TITLE}\n\n{BODY}\n\n{line}\n"), line)

        assert found in ({expected} if isinstance(expected, str) else expected)
