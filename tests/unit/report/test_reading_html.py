"""The page of a reading is complete in itself, ties every claim to its words, and takes hostile text for text."""

from __future__ import annotations

import json
import re
import time
from base64 import b64encode
from collections import Counter
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.unit.report.test_html import Page, assert_nothing_is_loaded

from licet.report import reading_html, schema
from licet.report.layout import clean
from licet.report.reading_html_drawing import NARROW, ROWS, WIDE, drawing
from licet.report.reading_html_index import Index, file_name, short
from licet.report.reading_html_text import runs, shown

HOSTILE = "<script>alert('x')</script>\"><img src=http://evil.example/x onerror=alert(1)>\x1b[31m\u202egnp"
NO_FREE_TEXT = {
    "id", "document", "claims", "documents", "events", "event", "to", "kind", "key", "state", "mark", "label", "grade",
    "standing", "verdict", "bears", "modality", "precision", "first", "last", "fetched", "published", "decision", "on",
    "checked_through", "order_id",
}  # fmt: skip
LONG = 1_000_000


def sample_reading() -> dict[str, Any]:
    """Return the reading of the sample file, fresh."""
    text = Path(__file__).with_name("sample_reading.json").read_text(encoding="utf-8")
    reading: dict[str, Any] = json.loads(text)
    return reading


def hostile_reading() -> dict[str, Any]:
    """Return the sample with a hostile text wherever a document could put one, and a very long word."""
    reading = sample_reading()
    _spoil(reading)
    document = reading["documents"][1]
    start = len(document["text"])
    document["text"] += f"{HOSTILE}\x00\x00\x00 {'w' * LONG}"
    document["blocks"].append(
        {"number": 9, "start": start, "end": len(document["text"]), "label": "body", "why": HOSTILE, "repeats": 77}
    )
    return reading


def _spoil(value: Any) -> None:  # noqa: ANN401  any part of the reading
    if isinstance(value, list):
        for place, child in enumerate(value):
            if isinstance(child, str):
                value[place] = HOSTILE
            _spoil(child)
    elif isinstance(value, dict):
        for name, child in value.items():
            if name in NO_FREE_TEXT or (name == "text" and "blocks" in value):
                if isinstance(child, dict) or (isinstance(child, list) and name in {"documents", "claims", "events"}):
                    _spoil([each for each in child if isinstance(each, dict)] if isinstance(child, list) else child)
            elif isinstance(child, str):
                value[name] = HOSTILE
            else:
                _spoil(child)


def empty_reading() -> dict[str, Any]:
    """Return a reading of nothing."""
    reading = sample_reading()
    for name, value in reading.items():
        if isinstance(value, list):
            reading[name] = []
    reading["totals"] = dict.fromkeys(reading["totals"], 0)
    return reading


def large_reading(documents: int) -> dict[str, Any]:
    """Return the sample's first document many times over, made up to 5,000 characters, with its claims and events."""
    one = sample_reading()
    reading = empty_reading()
    first = one["documents"][0]
    first["text"] += "\n\n" + "A sentence of no weight. " * ((5_000 - len(first["text"])) // 25)
    first["blocks"].append(
        {
            "number": 7,
            "start": first["blocks"][-1]["end"] + 2,
            "end": len(first["text"]),
            "label": "body",
            "why": "",
            "repeats": None,
        }
    )
    for number in range(documents):
        copy = json.loads(json.dumps(one).replace('"c-', f'"c{number}-').replace('"e-', f'"e{number}-'))
        document = copy["documents"][0] | {"id": f"{number:064x}", "cluster": number}
        claims = [{**each, "document": document["id"]} for each in copy["claims"] if each["id"] in document["claims"]]
        reading["documents"].append(document)
        reading["claims"] += claims
        reading["clusters"].append({"documents": [document["id"]], "originator": "Northgate Wire", "likenesses": []})
        for event in copy["events"]:
            kept = [each for each in event["claims"] if each in document["claims"]]
            if kept:
                reading["events"].append({**event, "claims": kept, "conflicts": []})
    return reading


SAMPLES = {"sample": sample_reading, "hostile": hostile_reading, "empty": empty_reading}


@pytest.fixture(params=SAMPLES, ids=str, scope="module")
def text(request: pytest.FixtureRequest) -> str:
    return reading_html(SAMPLES[request.param]())


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(reading_html(sample_reading()))


def marked(reading: dict[str, Any], document: int) -> str:
    """Return the HTML of a document's blocks, one after another."""
    found = runs(Index(reading), reading["documents"][document])
    return "\n".join(block["text"] for run in found for block in run["blocks"])


def test_the_sample_is_a_reading_whose_quotes_stand_in_their_documents() -> None:
    reading = sample_reading()
    texts = {each["id"]: each["text"] for each in reading["documents"]}

    assert [error.message for error in Draft202012Validator(schema("reading")).iter_errors(reading)] == []
    for claim in reading["claims"]:
        assert texts[claim["document"]][claim["start"] : claim["end"]] == claim["quote"]


def test_the_markup_is_balanced_and_loads_nothing(text: str) -> None:
    page = Page(text)

    assert page.unbalanced == []
    assert page.open == []
    assert len(page.named("script")) == len(page.named("style")) == 1
    assert_nothing_is_loaded(page)


def test_ids_are_unique_and_every_reference_is_met(text: str) -> None:
    page = Page(text)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    referred = [name for _, found in page.elements for name in str(found.get("aria-labelledby") or "").split()]
    referred += [str(attributes["href"])[1:] for attributes in page.named("a")]

    assert [name for name, many in Counter(ids).items() if many > 1] == []
    assert set(referred) - set(ids) == set()


def test_the_policy_allows_the_pages_own_script_and_style_only(text: str) -> None:
    policy = str(next(found["content"] for found in Page(text).named("meta") if "http-equiv" in found))

    assert policy.startswith("default-src 'none';")
    for tag in ("script", "style"):
        own = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[0]
        assert f"{tag}-src 'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'" in policy


def test_hostile_text_stays_text() -> None:
    text = reading_html(hostile_reading())

    assert "<script>alert" not in text
    assert "<img" not in text
    assert not {"\x1b", "\u202e", "\x00"} & set(text)
    assert "U+202E" in text
    assert "U+0000 (x 3)" in text
    assert clean(HOSTILE)[:27] in Page(text).text
    assert 'href="javascript' not in text


@pytest.mark.parametrize(
    "said",
    [
        "A made-up pile to try the page",
        "documents 5 claims 11 events 6 conflicts 2 originators 5",
        "Acts checked through 2031-06-01 ; record of acts 2031.6.",
        "pile/locked.pdf : the file is locked with a password; save it without one",
        "Ministry allows first Model One chips in states no date; its newest reference is of 2031-06-03",
        "Published 2031-06-03; “3 June 2031”",
        "Published 2031-06-04; said to the instant; “4 June 2031, 09:00”; read against the time zone of the ministry",
        "Rests on Northgate Wire, reported by, 2031-06-03, Northgate Wire reported",
        "Northgate Wire, reference, [1], https://northgate.example/first-chips",
        "navigation, headline in body: 2 blocks",
        "cn:import: approved batch conditional",
        "who Ministry of Buyer Land to whom Three firms items Model One how said said to be done when 2031-06-02;",
        "2031-06-02; “Monday”; read against the day of publication, 2031-06-03",
        "figure capped in all: “4,000” (at most 4,000 pieces of Model One)",
        "figure a figure of no kind: “three” (3 firms)",
        "figure stock: “250” (250 boards)",
        "says who hearsay, with nobody behind it; “the agents said”",
        "says who 2 people not named; “two people who were not named told Northgate Wire”",
        "says who another outlet, through northgate-wire; “Northgate Wire reported”",
        "says who Ministry of Buyer Land (a named body); “Its statement”",
        "how said denied",
        "why read so a permission with a ceiling",
        "not after 2031-06-03",
        "only foretold",
        "proposed: a person may accept it : First lots of Model One are let in",
        "recorded as us.boards.granted",
        "why not not said to be done: expected; the day is not stated",
        "why not cn.quota.2031 is of the same day",
        "decided accepted by A. Person on 2031-06-06 reason two originators",
        "event id e-quota",
        "licet read review PATH... --acts DIR --accept e-approved --by NAME --on DAY --reason TEXT",
        "headline in body Maker of Model One opens a second plant as long as a headline",
        "2 lines: 1 hold, 1 undetermined",
        "PO-2 board-two undetermined may bear on it: unknown",
        "1. Said and denied the ministry denies what Northgate Wire was told",
        "2. Which day one says last week, the other no day",
        "Alike, and no conflict 4,000 is a ceiling that was granted, 2,000 one that was discussed",
        "near copy of document 1: 91 % of its words stand there, 40 % of those words stand in it; names Northgate Wire",
        "rewrite of document 2: 50 % of its words stand there",
        "which is the newer is not known",
        "Northgate Wire 6 3 4",
        "Claims, not facts. Not legal advice.",
    ],
)
def test_the_page_says(page: Page, said: str) -> None:
    assert said in page.text


def test_every_claim_leads_from_its_words_to_its_card_its_event_and_back(page: Page) -> None:
    reading = sample_reading()
    index = Index(reading)
    links = Counter(str(found["href"]) for found in page.named("a"))
    ids = {found["id"] for _, found in page.elements if "id" in found}

    for claim_id, number in index.claim_number.items():
        assert {f"at-{number}", f"claim-{number}"} <= ids
        assert links[f"#at-{number}"] == 1
        event = index.claims[claim_id]["event"]
        in_event = int(event is not None)
        assert links[f"#claim-{number}"] >= 1 + in_event
        assert event is None or links[f"#event-{index.event_number[event]}"] >= 2


def test_claims_are_numbered_as_they_stand_an_outer_one_before_those_in_it() -> None:
    index = Index(sample_reading())

    assert list(index.claims)[:5] == ["c-title-a", "c-approved-a", "c-told-a", "c-customs-a", "c-licence-a"]
    assert list(index.claim_number.values()) == list(range(1, 12))


def test_each_sentence_of_the_summary_leads_to_its_claims(page: Page) -> None:
    text = reading_html(sample_reading())
    summary = text[text.index('id="summary"') : text.index('id="documents"')]

    assert len(re.findall("<li>", summary)) == 1 + 1 + 5
    assert re.findall(r'chip plain" href="#claim-(\d+)"', summary) == ["5", "4", "10", "3", "1", "2", "6", "8", "9"]
    assert page.named("a")


def test_overlapping_claims_share_the_words_they_share() -> None:
    found = re.findall(r'data-c="([\d ]+)">(.*?)</mark>', marked(sample_reading(), 0), re.DOTALL)
    words = [(claims, re.sub(r"<a .*?</a>|<[^>]+>", "", inner)) for claims, inner in found]

    assert words[1:3] == [
        (
            "3 2",
            "The ministry of Buyer Land told three firms on Monday",
        ),
        (
            "2",
            " that they may bring in up to 4,000 Model One chips, two people who were not named told Northgate Wire.",
        ),
    ]


def test_days_figures_and_the_words_that_decided_are_marked() -> None:
    html = marked(sample_reading(), 0)

    assert '<span class="date">Monday</span>' in html
    assert '<span class="date">3 June 2031</span>' in html
    assert '<span class="figure">4,000</span>' in html
    assert '<span class="cue cue-2">may bring in</span>' in html
    assert '<span class="cue cue-3 figure">three</span>' in html


def test_the_text_of_a_block_is_kept_to_the_letter() -> None:
    reading = sample_reading()
    document = reading["documents"][0]
    found = [block for run in runs(Index(reading), document) for block in run["blocks"]]
    stripped = [re.sub(r"<a .*?</a>|<[^>]+>", "", block["text"]).replace("&#x27;", "'") for block in found]

    assert stripped == [document["text"][each["start"] : each["end"]] for each in document["blocks"]]


def test_a_tint_and_a_shape_tell_the_keys_apart() -> None:
    index = Index(sample_reading())

    assert index.legend() == [
        ("k0", "a step on cn:import"),
        ("k1", "a step on us:export"),
        ("m0", "what moves no key"),
        ("other", "anything else"),
    ]


def test_what_is_not_the_articles_own_words_is_folded_and_what_repeats_is_marked() -> None:
    reading = sample_reading()
    first, second = (runs(Index(reading), reading["documents"][place]) for place in (0, 1))

    assert [(run["aside"], run["open"], run["told"]) for run in first if run["aside"]] == [
        (True, True, "dateline"),
        (True, False, "navigation, headline in body: 2 blocks"),
        (True, True, "legal"),
    ]
    assert second[-1]["told"] == "newsletter, repeated: 2 blocks"
    assert second[-1]["blocks"][-1]["repeated"] == "block-2-1"


def test_a_block_with_a_claim_is_never_folded() -> None:
    reading = sample_reading()
    reading["documents"][0]["blocks"][2]["label"] = "navigation"
    found = runs(Index(reading), reading["documents"][0])

    assert [block["label"] for run in found if not run["aside"] for block in run["blocks"]] == [
        "title", "navigation", "body",
    ]  # fmt: skip


def test_text_that_no_block_holds_is_shown_all_the_same() -> None:
    reading = sample_reading()
    document = reading["documents"][0]
    document["blocks"] = [document["blocks"][5] | {"end": document["blocks"][5]["end"] - 10}]
    found = [(block["label"], block["id"]) for run in runs(Index(reading), document) for block in run["blocks"]]

    assert found == [("outside blocks", None), ("body", "block-1-5"), ("outside blocks", None)]
    assert "Ministry lets in first Model One chips" in re.sub(r"<[^>]+>", "", marked(reading, 0))


def test_blocks_that_overlap_show_no_word_twice() -> None:
    reading = sample_reading()
    blocks = reading["documents"][0]["blocks"]
    blocks[5]["start"] = blocks[2]["start"]
    plain = re.sub(r"<[^>]+>", "", marked(reading, 0))

    assert plain.count("may bring in") == 1
    assert plain.count("had granted a licence") == 1


def test_a_pile_too_long_for_a_page_shows_the_blocks_in_which_something_was_read() -> None:
    page = Page(reading_html(sample_reading(), in_full=100))
    ids = {found["id"] for _, found in page.elements if "id" in found}

    assert "Only the blocks in which something was read are shown" in page.text
    assert {f"at-{number}" for number in range(1, 12)} <= ids
    assert "Most read today" not in page.text


@pytest.mark.parametrize(
    ("raw", "html"),
    [
        ("plain & <b>", "plain &amp; &lt;b&gt;"),
        ("two\nlines\r\nand\u2028three", "two\nlines\nand\nthree"),
        ("fixed\xa0space", "fixed space"),
        ("中文,éé", "中文,éé"),
        ("a\u202eb", 'a<b class="control" title="a character that cannot be printed">U+202E</b>b'),
        ("\x00\x00", '<b class="control" title="a character that cannot be printed">U+0000 (x 2)</b>'),
        ("\ud800", '<b class="control" title="a character that cannot be printed">U+D800</b>'),
        ("\x85", '<b class="control" title="a character that cannot be printed">U+0085</b>'),
        ("\x1c", '<b class="control" title="a character that cannot be printed">U+001C</b>'),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_shown_as_its_code_point(raw: str, html: str) -> None:
    assert shown(raw) == html


def test_a_long_name_is_cut_at_a_word_and_says_so() -> None:
    assert short("short enough") == "short enough"
    assert short("word " * 100, 20) == "word word word word […]"
    assert short("w" * 100, 20) == "w" * 20 + " […]"


def test_a_document_without_a_title_goes_by_its_file() -> None:
    assert file_name("a/b/c.txt") == "c.txt"
    assert file_name("https://news.example/a/b") == "https://news.example/a/b"


def bars(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [bar for lane in found["lanes"] for bar in lane["bars"]]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_events_are_drawn_in_lanes_where_their_days_are(width: int) -> None:
    reading = sample_reading()
    found = drawing(Index(reading), reading["events"], width)

    assert found is not None
    assert [lane["name"] for lane in found["lanes"]] == ["cn:import", "us:export", "what moves no key"]
    assert (found["count"], found["undated"], found["crowded"]) == (5, 1, 0)
    assert all(bar["x"] >= 0 and bar["x"] + bar["width"] <= width for bar in bars(found))
    assert all(0 <= place <= width for place, _ in found["ticks"])
    by_number = {bar["number"]: bar for bar in bars(found)}
    assert by_number[1]["x"] < by_number[2]["x"] < by_number[3]["x"] < by_number[5]["x"]
    assert by_number[4]["tail"] > 0 == by_number[3]["tail"]
    assert by_number[4]["contested"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_two_events_are_drawn_on_each_other(width: int) -> None:
    reading = large_reading(12)
    found = drawing(Index(reading), reading["events"], width)

    assert found is not None
    boxes = [(bar["y"], bar["x"] - bar["tail"], bar["x"] + bar["width"]) for bar in bars(found)]
    for place, (top, left, right) in enumerate(boxes):
        assert all(top != other or right <= start or end <= left for other, start, end in boxes[:place])


def test_events_without_room_are_counted_and_not_drawn() -> None:
    reading = large_reading(40)
    found = drawing(Index(reading), reading["events"], WIDE)

    assert found is not None
    assert found["crowded"] > 0
    assert found["count"] == len(bars(found)) == len(reading["events"]) - found["crowded"]
    assert all(lane["height"] <= 22 * ROWS + 40 for lane in found["lanes"])


def test_a_mistaken_year_does_not_squeeze_the_rest() -> None:
    reading = large_reading(30)
    for place, day in ((0, "0001-01-01"), (1, "9999-12-31")):
        reading["events"][place] |= {"first": day, "last": day}
    found = drawing(Index(reading), reading["events"], WIDE)

    assert found is not None
    assert ("2031" in found["from"], "2031" in found["to"]) == (True, True)
    assert all(bar["x"] >= 0 and bar["x"] + bar["width"] <= WIDE for bar in bars(found))


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2031-06-04", "2031-06-04", ["2031-06-04"]),
        ("2031-06-01", "2031-06-04", ["2031-06-01", "2031-06-02", "2031-06-03", "2031-06-04"]),
        ("2030-12-15", "2031-04-02", ["2031-01", "2031-02", "2031-03", "2031-04"]),
        ("2021-03-01", "2031-03-01", [str(year) for year in range(2022, 2032)]),
        ("0001-01-01", "9999-12-31", None),
    ],
)
def test_the_line_of_days_has_labels_for_any_span(first: str, last: str, labels: list[str] | None) -> None:
    reading = sample_reading()
    events = [reading["events"][0] | {"first": first, "last": last}]
    found = drawing(Index(reading), events, WIDE)

    assert found is not None
    told = [label for _, label in found["ticks"]]
    assert told == labels if labels else 2 <= len(told) <= 12


def test_copies_stand_under_what_they_are_like_and_a_circle_ends() -> None:
    reading = sample_reading()
    cluster = reading["clusters"][0]
    first, second, third = cluster["documents"]
    assert re.findall(r'class="deep-(\d)"><a href="#doc-(\d)"', reading_html(reading)) == [
        ("0", "1"), ("1", "2"), ("2", "3"),
    ]  # fmt: skip
    for document, to in ((first, third), (second, first), (third, second)):
        cluster["likenesses"].insert(0, cluster["likenesses"][0] | {"document": document, "to": to})
    text = reading_html(reading)

    assert sorted(re.findall(r'class="deep-\d"><a href="#doc-(\d)"', text)) == ["1", "2", "3"]


def test_order_lines_name_the_events_that_bear_on_them() -> None:
    text = reading_html(sample_reading())
    lines = Page(text[text.index('id="orders"') : text.index('id="sources"')]).text

    assert "PO-1 model-one hold bear on it: event 2 , event 4" in lines
    assert "PO-2 board-two undetermined may bear on it: event 2" in lines


def test_an_event_leads_to_its_order_lines_and_they_lead_back(page: Page) -> None:
    links = Counter(str(found["href"]) for found in page.named("a"))
    rows = [str(found["id"]) for found in page.named("tr") if str(found.get("id")).startswith("order-")]

    assert rows == ["order-1", "order-2", "order-3"]
    assert [links[f"#{row}"] for row in rows] == [2, 1, 1]


def test_what_is_decided_is_not_to_be_decided_again(page: Page) -> None:
    assert "--accept e-customs" not in page.text
    assert "--accept e-quota" not in page.text


def test_many_warnings_are_folded_and_counted() -> None:
    reading = sample_reading()
    reading["documents"][2]["warnings"] = [f"oddity number {number}" for number in range(30)]
    reading["problems"] *= 11
    page = Page(reading_html(reading))

    assert "21 more warnings" in page.text
    assert "1 more file" in page.text
    assert "oddity number 29" in page.text


def test_without_a_case_there_are_no_order_lines() -> None:
    reading = sample_reading()
    for event in reading["events"]:
        del event["orders"]
    page = Page(reading_html(reading))

    assert "Order lines" not in page.text
    assert "PO-1" not in page.text


def test_the_page_needs_no_script_to_be_read() -> None:
    page = Page(reading_html(sample_reading()))
    hidden = [found for _, found in page.elements if "hidden" in found]

    assert {str(found.get("class")) for found in hidden} <= {
        "panel", "panel-tools", "panel-title", "tools needs-script", "needs-script",
    }  # fmt: skip


def test_a_reading_of_nothing_has_a_page() -> None:
    page = Page(reading_html(empty_reading()))

    assert "No document says that anything was done." in page.text
    assert "No two claims disagree." in page.text
    assert "Nothing was read." in page.text


def test_many_claims_on_the_same_words_cost_no_more_than_their_number() -> None:
    def seconds(many: int) -> float:
        reading = sample_reading()
        claim = reading["claims"][0]
        reading["claims"] = [deepcopy(claim) | {"id": f"n{number}", "event": None} for number in range(many)]
        started = time.perf_counter()
        runs(Index(reading), reading["documents"][0])
        return time.perf_counter() - started

    seconds(500)
    assert seconds(8_000) < 16 * 4 * max(seconds(500), 0.002)


def test_two_hundred_documents_make_a_page_in_seconds() -> None:
    reading = large_reading(200)
    started = time.perf_counter()
    text = reading_html(reading)

    assert time.perf_counter() - started < 15
    assert len(text) < 15_000_000
