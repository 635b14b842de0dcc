from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest
from tests.unit.evidence.documents import BODY, LEAD, REAL, SECOND, THIRD, clean, real

from licet.acts import load_acts
from licet.errors import ProblemsFound
from licet.evidence.cleaning.about_dates import printed_dates
from licet.evidence.cleaning.about_language import language_of
from licet.evidence.cleaning.about_publishers import day_in_address, publishers
from licet.evidence.cleaning.about_sources import source_cues
from licet.evidence.cleaning.boilerplate import phrases
from licet.evidence.model import About, Precision
from licet.rules.loader import rules_root

TITLE = "Buyer A's first batch of H200 chips cleared by regulators"


def about(text: str, ending: str = ".txt", *, name: str = "a", fetched: date | None = None) -> About:
    found = clean(text, ending, name=name, fetched=fetched).about
    assert found is not None
    return found


class TestDates:
    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("18 Jul 2025", date(2025, 7, 18)),
            ("July 18th, 2025", date(2025, 7, 18)),
            ("18-Jul-2025", date(2025, 7, 18)),
            ("2025-07-18", date(2025, 7, 18)),
            ("2025/7/18", date(2025, 7, 18)),
            ("2025年7月18日", date(2025, 7, 18)),
            ("28/01/2026", date(2026, 1, 28)),
            ("01/28/2026", date(2026, 1, 28)),
            ("03.04.2026", date(2026, 4, 3)),
            ("Sept. 9, 2026", date(2026, 9, 9)),
        ],
    )
    def test_a_day_is_read_in_every_way_it_is_printed(self, text: str, day: date) -> None:
        (found,) = printed_dates(text)

        assert (found.first, found.last, found.precision) == (day, day, Precision.DAY)

    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2026-01-28T14:05:00+08:00", datetime(2026, 1, 28, 6, 5, tzinfo=UTC)),
            ("2026-01-28T14:05Z", datetime(2026, 1, 28, 14, 5, tzinfo=UTC)),
            ("January 28, 2026 2:05 PM GMT+8", datetime(2026, 1, 28, 6, 5, tzinfo=UTC)),
            ("3:15 p.m. ET, July 18, 2025", datetime(2025, 7, 18, 19, 15, tzinfo=UTC)),
            ("2026年1月28日 14:05 北京时间", datetime(2026, 1, 28, 6, 5, tzinfo=UTC)),
            ("11 August 2025, 7:40pm (Hong Kong)", datetime(2025, 8, 11, 11, 40, tzinfo=UTC)),
        ],
    )
    def test_a_moment_is_read_with_its_zone(self, text: str, moment: datetime) -> None:
        (found,) = printed_dates(text)

        assert found.instant is not None
        assert (found.instant.astimezone(UTC), found.precision) == (moment, Precision.INSTANT)

    def test_a_day_that_cannot_be_told_from_the_month_spans_both_readings(self) -> None:
        (found,) = printed_dates("03/04/2026")

        assert (found.first, found.last, found.precision) == (date(2026, 3, 4), date(2026, 4, 3), Precision.VAGUE)

    def test_a_month_is_its_days(self) -> None:
        (found,) = printed_dates("in February 2028")

        assert (found.first, found.last, found.precision) == (date(2028, 2, 1), date(2028, 2, 29), Precision.MONTH)

    @pytest.mark.parametrize("text", ["2025-02-30", "32 May 2025", "13/13/2025", "May", "25:00", "$5.30"])
    def test_what_is_no_day_is_none(self, text: str) -> None:
        assert list(printed_dates(text)) == []

    @pytest.mark.parametrize("worst", ["1 ", "jan ", "2025-", "2025年1", "1:1", "12:", " ", "9:00 ", "+8", "(gmt"])
    def test_a_megabyte_of_the_worst_takes_time_in_proportion(self, worst: str) -> None:
        started = perf_counter()

        list(printed_dates(worst * (1_000_000 // len(worst))))

        assert perf_counter() - started < 10


class TestDatelineWithoutYear:
    @pytest.mark.parametrize(
        "dateline",
        ["WASHINGTON, Jan 29 (Agency) - ", "NEW YORK/BEIJING, January 29 -- ", "Seoul, 29 Jan (Agency) \u2014 "],
    )
    @pytest.mark.parametrize(
        ("other", "day"),
        [
            ("Updated: 2 February 2026", date(2026, 1, 29)),
            ("Updated: 30 December 2026", date(2027, 1, 29)),
            ("Updated: 29 January 2024", date(2024, 1, 29)),
        ],
    )
    def test_its_year_is_that_in_which_it_is_nearest_to_the_date_of_a_change(
        self, dateline: str, other: str, day: date
    ) -> None:
        found = about(f"{TITLE}\n\n{dateline}{BODY}\n\n{other}").published

        assert found is not None
        assert (found.first, found.last, found.precision) == (day, day, Precision.DAY)
        assert other.removeprefix("Updated: ") in found.resolved_by

    def test_a_date_in_the_text_says_the_year_if_it_is_near(self) -> None:
        near = about(f"{TITLE}\n\nWASHINGTON, Jan 29 (Agency) - {BODY}\nThe rule is in force since January 15, 2026.")

        assert near.published is not None
        assert near.published.first == date(2026, 1, 29)

    @pytest.mark.parametrize(
        "other",
        ["", "The rule is in force since October 7, 2022, and has been changed twice since.", "Copyright 2026 Agency"],
    )
    def test_it_stays_open_where_no_date_says_the_year(self, other: str) -> None:
        found = about(f"{TITLE}\n\nWASHINGTON, Jan 29 (Agency) - {BODY}\n\n{other}")

        assert found.published is None
        assert any("'Jan 29' has no year" in warning for warning in found.warnings)

    def test_the_date_above_the_text_comes_first(self) -> None:
        found = about(f"{TITLE}\nBy Jane Doe\n30 Jan 2026\n\nWASHINGTON, Jan 29 (Agency) - {BODY}").published

        assert found is not None
        assert found.first == date(2026, 1, 30)

    def test_a_day_that_the_year_does_not_have_is_taken_from_one_that_has_it(self) -> None:
        found = about(f"{TITLE}\n\nBONN, Feb 29 (Agency) - {BODY}\n\nUpdated: 1 March 2025").published

        assert found is not None
        assert found.first == date(2024, 2, 29)

    @pytest.mark.parametrize("words", ["Maker A may 5 - it says - ship.", "the plan, Jan 29 (Agency) - is old."])
    def test_words_that_name_no_place_are_no_dateline(self, words: str) -> None:
        assert not about(f"{TITLE}\n\n{words} {BODY}").warnings


class TestWhenPublished:
    def test_the_zone_printed_counts(self) -> None:
        found = about(f"{TITLE}\nJanuary 28, 2026 2:05 PM GMT+8\n{BODY}")

        assert found.published is not None
        assert (found.published.first, found.published.precision) == (date(2026, 1, 28), Precision.INSTANT)
        assert found.published_at is not None
        assert found.published_at.utcoffset() == timedelta(hours=8)

    def test_without_one_the_zone_of_a_known_publisher_counts_and_is_told(self) -> None:
        found = about(f"{TITLE}\nPublished: 9:00pm, 18 Jul 2025\n{BODY}\nwww.scmp.com")

        assert found.published is not None
        assert (found.zone, found.published.precision) == ("Asia/Hong_Kong", Precision.INSTANT)
        assert "South China Morning Post" in found.published.resolved_by

    def test_without_any_zone_the_day_is_kept_and_no_moment_is_claimed(self) -> None:
        found = about(f"{TITLE}\nApr 18, 2025 - 02:30\n{BODY}")

        assert found.published is not None
        assert (found.published.precision, found.zone) == (Precision.DAY, "")
        assert found.published_at == datetime(2025, 4, 18, 2, 30)  # noqa: DTZ001  no zone is known

    def test_the_span_is_where_the_words_stand(self) -> None:
        document = clean(f"{TITLE}\nPublished: 9:00pm, 18 Jul 2025\n{BODY}")

        assert document.about is not None
        assert document.about.published is not None
        assert document.about.published.span is not None
        assert document.about.published.span.of(document.text) == "9:00pm, 18 Jul 2025" == document.about.published.text

    def test_a_date_said_to_be_of_publication_counts_above_the_date_of_the_page(self) -> None:
        found = about(f"Outlet B\nTuesday, 12 August 2025\n{TITLE}\nPublished 11 August 2025\n{BODY}")

        assert found.published is not None
        assert found.published.first == date(2025, 8, 11)

    def test_the_day_it_was_changed_is_kept_apart(self) -> None:
        found = about(f"{TITLE}\nPublished: 18 Jul 2025\nLast updated: 20 Jul 2025\n{BODY}")

        assert (found.published is not None, found.modified is not None) == (True, True)
        assert found.modified is not None
        assert found.modified.first == date(2025, 7, 20)

    def test_dates_of_other_articles_are_not_the_day(self) -> None:
        found = about(f"{TITLE}\n{BODY}\nYou may also like\nOil falls after storm\nJanuary 28, 2026")

        assert found.published is None

    def test_the_day_in_the_first_line_of_a_release_counts(self) -> None:
        found = about(f"{TITLE}\n\nSANTA CLARA, Calif., May 28, 2025 (GLOBE NEWSWIRE) -- {BODY}")

        assert found.published is not None
        assert found.published.first == date(2025, 5, 28)

    def test_a_day_named_in_a_first_sentence_is_not_the_day_of_publication(self) -> None:
        assert about(f"{TITLE}\n\nOn April 9, 2025, a letter came. {BODY}").published is None

    def test_the_day_of_the_event_a_filing_reports_is_not_the_day_it_was_filed(self) -> None:
        filing = f"Date of Report (Date of earliest event reported): April 9, 2025\n\n{BODY}\n\nDate: April 15, 2025"

        found = about(filing)

        assert found.published is not None
        assert found.published.first == date(2025, 4, 15)

    def test_a_page_whose_head_and_text_differ_says_so(self) -> None:
        head = '<meta property="article:published_time" content="2026-01-07">'
        page = f"{head}<h1>{TITLE}</h1><p>12 January 2026</p><p>{LEAD}</p>"

        assert about(page, ".html").warnings == ("its head says it is of 2026-01-07, its text 2026-01-12",)

    def test_a_date_after_the_day_of_fetching_is_told(self) -> None:
        found = about(f"{TITLE}\nPublished: 18 Jul 2027\n{BODY}", fetched=date(2026, 11, 1))

        assert found.warnings == ("it says it was published on 2027-07-18, after the day it was fetched (2026-11-01)",)
        assert found.fetched == date(2026, 11, 1)

    def test_without_a_date_the_newest_reference_bounds_it(self) -> None:
        found = about(f"{BODY}\nReferences:\n[1] https://a.example/2025/07/17/x\n[2] https://b.example/y-2025-07-18/")

        assert found.published is None
        assert found.warnings == (
            "states no date; its newest reference is of 2025-07-18, so it is not older than that",
        )

    def test_the_address_it_was_fetched_from_may_tell_the_day(self) -> None:
        page = f'<link rel="canonical" href="https://outlet-b.example/2026/01/07/x"><p>{LEAD}</p><p>{SECOND}</p>'

        found = about(page, ".html")

        assert found.published is not None
        assert (found.published.first, found.published.resolved_by) == (date(2026, 1, 7), "the day in its address")


class TestPublisherAndByline:
    @pytest.mark.parametrize(
        ("text", "publisher"),
        [
            (f"{TITLE}\n{BODY}\nwww.scmp.com", "South China Morning Post"),
            (f"Bureau of Industry and Security\n{TITLE}\n{BODY}", "Bureau of Industry and Security"),
            (f"{TITLE}\n{BODY}\nCopyright © 2025 OutletB.com All Rights Reserved.", "OutletB.com"),
            (f"Outlet B\n{TITLE}\n{BODY}\n© Outlet B 2025. Privacy policy.", "Outlet B"),
            (f"OUTLET B\n{TITLE}\nBEIJING, Jan 28 (Outlet B) - {BODY}", "Outlet B"),
            (f"{TITLE}\n{BODY}\nOutlet B AI News Bot", "Outlet B AI News Bot"),
            (
                f"MAKER A CORPORATION\n(Exact name of registrant as specified in its charter)\n{BODY}",
                "MAKER A CORPORATION",
            ),
            (f"{TITLE}\n{BODY}", ""),
        ],
    )
    def test_the_publisher_is_what_the_page_calls_itself(self, text: str, publisher: str) -> None:
        assert about(text).publisher == publisher

    def test_the_site_that_a_page_states_counts(self) -> None:
        page = f'<meta property="og:site_name" content="Outlet B"><p>{LEAD}</p><p>{SECOND}</p>'

        assert about(page, ".html").publisher == "Outlet B"

    def test_what_follows_the_title_in_the_head_is_the_site(self) -> None:
        page = f"<title>{TITLE} | Outlet B</title><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p>"

        assert about(page, ".html").publisher == "Outlet B"

    def test_the_outlet_that_had_it_first_is_not_the_publisher(self) -> None:
        found = about(f"{TITLE}\n{BODY}\nThe post {TITLE} appeared first on Outlet C")

        assert (found.publisher, [one.publisher for one in found.derivations]) == ("", ["Outlet C"])

    @pytest.mark.parametrize(
        ("line", "byline"),
        [
            ("By Jane Doe and John Roe", "Jane Doe and John Roe"),
            ("By Jane Doe, January 28, 2026", "Jane Doe"),
            ("Posted by admin | 2 minutes read", "admin"),
            ("Jane Doein Hong Kong\nPublished: 28 Jan 2026", "Jane Doe in Hong Kong"),
            ("Jane Martin Chan\nPublished: 28 Jan 2026", "Jane Martin Chan"),
        ],
    )
    def test_the_byline_is_read_without_what_stands_around_it(self, line: str, byline: str) -> None:
        assert about(f"{TITLE}\n{line}\n{BODY}").byline == byline

    def test_the_title_is_bare(self) -> None:
        assert about(f'---\ntitle: "{TITLE}"\ndate: 2026-07-10\n---\n{BODY}', ".md").title == TITLE
        assert about(f"# {TITLE}\n\n{BODY}", ".md").title == TITLE


class TestDerivations:
    @pytest.mark.parametrize(
        ("sentence", "publisher", "words"),
        [
            ("Chips were cleared, Reuters reported, citing two people.", "Reuters", "Reuters reported"),
            ("It waits, according to a Reuters report last month.", "Reuters", "according to a Reuters report"),
            ("Bloomberg News first reported that more would come.", "Bloomberg", "Bloomberg News first reported"),
            ("They met, according to state media CCTV Finance", "CCTV", "according to state media CCTV Finance"),
            ("A person told the Financial Times that talks go on.", "Financial Times", "told the Financial Times"),
            ("Citing The Information, the site said so.", "The Information", "Citing The Information"),
            ("据路透社报道，该公司否认。", "Reuters", "据路透社报道"),
        ],
    )  # fmt: skip
    def test_a_report_that_is_named_is_a_source(self, sentence: str, publisher: str, words: str) -> None:
        found = about(f"{LEAD}\n{sentence} {THIRD}").derivations

        assert [(one.publisher, one.kind, one.text) for one in found] == [(publisher, "reported_by", words)]

    @pytest.mark.parametrize(
        "sentence",
        ["Shares of Reuters rose by a tenth on Friday in heavy trade.", "The information reported by firms is secret.",
         "Alibaba owns the South China Morning Post."],
    )  # fmt: skip
    def test_an_outlet_that_is_only_named_is_none(self, sentence: str) -> None:
        assert about(f"{LEAD}\n{sentence} {THIRD}").derivations == ()

    @pytest.mark.parametrize(
        ("line", "name"),
        [
            ("The post Chips cleared appeared first on Outlet C", "Outlet C"),
            ("This article was originally published on Outlet C.", "Outlet C"),
            ("Source: Outlet C", "Outlet C"),
            ("来源：网信中国", "Cyberspace Administration of China"),
            ("来源：某某财经", "某某财经"),
            ("转载自：路透社", "Reuters"),
        ],
    )
    def test_a_credit_names_where_it_comes_from(self, line: str, name: str) -> None:
        (found,) = about(f"{TITLE}\n{BODY}\n{line}").derivations

        assert (found.publisher, found.kind) == (name, "syndicated_from")

    def test_the_wire_in_a_dateline_is_where_it_comes_from(self) -> None:
        (found,) = about(f"{TITLE}\nBEIJING, Jan 28 (Reuters) - {BODY}").derivations

        assert (found.publisher, found.kind) == ("Reuters", "syndicated_from")

    def test_references_have_publisher_address_and_day(self) -> None:
        references = (
            "[1] https://www.reuters.com/world/china/x-2025-07-18/\n[2] https://unknown.example/y\n"
            '[3] Outlet B, "Maker A takes a charge", May 29, 2025'
        )

        found = about(f"{BODY}\nReferences:\n{references}").derivations

        assert [(one.publisher, one.url[:25], one.published) for one in found] == [
            ("Reuters", "https://www.reuters.com/w", date(2025, 7, 18)),
            ("unknown.example", "https://unknown.example/y", None),
            ("Outlet B", "", date(2025, 5, 29)),
        ]

    def test_every_span_holds_its_words(self) -> None:
        document = clean(
            f"{TITLE}\n{LEAD} So Reuters reported.\n{THIRD}\nSource: Outlet C\nReferences\n[1] https://a.example/x"
        )

        assert document.about is not None
        assert len(document.about.derivations) == 3
        assert all(
            one.span is not None and one.span.of(document.text) == one.text for one in document.about.derivations
        )

    def test_what_stands_twice_counts_once(self) -> None:
        text = f"{LEAD}\nChips were cleared, Reuters reported on Wednesday, citing two people.\n{THIRD}\n{SECOND}"

        assert len(about(f"{text}\n\nRelated\nOil falls after storm\n\n{text}").derivations) == 1

    @pytest.mark.parametrize(
        "worst", ["according to ", "Reuters ", "Source: ", "[1] https://a.b/ ", "(c) ", "据路透社", "by a ", "(R"]
    )
    def test_a_megabyte_of_the_worst_takes_time_in_proportion(self, worst: str) -> None:
        started = perf_counter()

        clean(worst * (1_000_000 // len(worst.encode())))

        assert perf_counter() - started < 15


class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            (BODY, "en"),
            ("国家互联网信息办公室约谈了英伟达公司。", "zh"),
            ("当局はチップの輸入を認めないと伝えた。", "ja"),
            ("당국은 칩 수입을 허용하지 않는다고 전했다.", "ko"),
            ("Die Behörde hat den Unternehmen mitgeteilt, dass die Chips nicht eingeführt werden.", "de"),
            ("Les autorités ont informé les entreprises que les puces ne sont pas autorisées dans le pays.", "fr"),
            ("Министерство сообщило компаниям о запрете.", "ru"),
            ("H200 H20 A100 8x", ""),
            ("", ""),
        ],
    )
    def test_the_language_is_told_by_script_and_small_words(self, text: str, language: str) -> None:
        assert language_of(text) == language


class TestTables:
    def test_outlets_that_acts_know_have_the_name_they_know(self) -> None:
        story = load_acts(rules_root() / "acts")
        outlets = [actor for actor in story.actors.values() if actor.kind == "outlet"]

        found = {actor.name: publishers().named(actor.name) for actor in outlets}

        assert outlets
        assert {name: publisher.name for name, publisher in found.items() if publisher} == {
            name: name for name in found
        }

    def test_an_address_is_of_its_publisher_also_on_a_part_of_the_site(self) -> None:
        assert publishers().of_address("https://www.reuters.com/x") is publishers().named("路透社")
        assert publishers().of_address("https://notreuters.com/") is None

    @pytest.mark.parametrize(
        ("address", "day"),
        [
            ("https://a.example/2025/07/17/x-43687648/", date(2025, 7, 17)),
            ("https://a.example/x-2025-07-18/", date(2025, 7, 18)),
            ("https://a.example/n3/2025/0731/c90000-1.html", date(2025, 7, 31)),
            ("https://a.example/20250731/x", date(2025, 7, 31)),
            ("https://a.example/news/4468745-x", None),
            ("https://a.example/2025/99/99/", None),
            ("https://a.example/x-2507/", None),
        ],
    )
    def test_a_day_in_an_address_is_read(self, address: str, day: date | None) -> None:
        assert day_in_address(address) == day

    def test_faults_of_a_table_are_told_together(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        root = tmp_path_factory.mktemp("rules")
        (root / "evidence").mkdir()
        (root / "evidence" / "boilerplate.csv").write_text(
            "label,place,opens,phrase\nnosuch,line,,a\nlegal,nowhere,,b\nlegal,line,door,c\nlegal,line,,\n"
        )
        (root / "evidence" / "publishers.csv").write_text(
            "publisher,domains,other_names,zone,kind\nA,a.example,,,no\n,,,,press\n"
        )
        (root / "evidence" / "derivations.csv").write_text("kind,side,phrase\nno,before,x\n")

        with pytest.raises(ProblemsFound) as in_phrases:
            phrases(root)
        with pytest.raises(ProblemsFound) as in_publishers:
            publishers(root)
        with pytest.raises(ProblemsFound) as in_cues:
            source_cues(root)

        slugs = [[problem.slug for problem in caught.value.problems] for caught in (in_phrases, in_publishers, in_cues)]
        assert slugs == [
            ["unknown-label", "unknown-place", "unknown-value", "missing-value"],
            ["unknown-value", "missing-value"],
            ["unknown-value"],
        ]


@pytest.mark.skipif(len(REAL) != 5, reason="the five real documents are not part of the project")
class TestTheFive:
    def test_what_each_says_of_itself_is_read(self) -> None:
        found = [real(number).about for number in range(5)]

        assert [
            (one.publisher, one.byline, one.published.first if one.published else None) for one in found if one
        ] == [
            ("", "", None),
            ("South China Morning Post", "Wency Chen in Shanghai", date(2025, 7, 18)),
            ("Chatty News AI News Bot", "", date(2025, 4, 18)),
            ("", "", None),
            ("Tricky Profit", "", date(2026, 1, 28)),
        ]

    def test_the_newspaper_was_published_at_nine_in_the_evening_in_hong_kong(self) -> None:
        found = real(1).about

        assert found is not None
        assert found.published_at is not None
        assert found.published_at.astimezone(UTC) == datetime(2025, 7, 18, 13, tzinfo=UTC)
        assert found.title.startswith("Nvidia CEO meets China")

    def test_the_sources_of_each_are_found(self) -> None:
        found = [real(number).about for number in range(5)]

        assert [sorted({one.publisher for one in about.derivations}) for about in found if about] == [
            ["AInvest", "AOL", "FingerLakes1.com", "Reuters", "Seeking Alpha"],
            [],
            ["CCTV", "Financial Times"],
            [],
            ["Bloomberg", "Invezz", "Reuters"],
        ]
