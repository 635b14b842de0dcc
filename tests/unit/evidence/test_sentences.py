import time

import pytest
from tests.unit.evidence.claim_reading import words

from licet.evidence.claims.sentences import LONGEST_SENTENCE, Clauses, Sentence, sentences_of, words_of


def split(text: str) -> list[str]:
    found = words_of(text)
    sets = words().word_sets
    parts = sentences_of(found, 0, len(found), abbreviations=sets["abbreviation"], starters=sets["starter"])
    return [found.written(part.first, part.end) for part in parts]


@pytest.mark.parametrize(
    "text",
    [
        "Buyer A Inc. of Shenzhen ordered 1.5 million parts.",
        "J. R. Tester met Mr. Sample of Acme Co. in Jan. 2026.",
        "The U.S. Commerce Department wrote to the firm.",
        "Revenue was $4.6 billion, or 5.5 per cent more.",
        '"We wait," he said.',
        "He asked: how many? and waited.",
    ],
)
def test_a_sentence_with_stops_inside_stays_one(text: str) -> None:
    assert split(text) == [text]


def test_sentences_part_at_stops_and_quotes_stay_with_theirs() -> None:
    text = "\u201cIt is done.\u201d The firm agreed! Did it ship? Yes."

    assert split(text) == ["\u201cIt is done.\u201d", "The firm agreed!", "Did it ship?", "Yes."]


def test_a_sentence_that_ends_in_an_abbreviation_of_a_country_ends_before_a_new_one() -> None:
    assert split("It left the U.S. The firm stayed.") == ["It left the U.S.", "The firm stayed."]


def test_chinese_sentences_part_without_spaces() -> None:
    assert split("海关已通知。企业在等待！何时放行？") == ["海关已通知。", "企业在等待！", "何时放行？"]


def test_a_short_line_a_blank_line_and_a_bullet_end_a_sentence() -> None:
    text = "Key points\nBuyers wait\n\nA second part\n- one thing\n- another"

    assert split(text) == ["Key points", "Buyers wait", "A second part", "- one thing", "- another"]


def test_a_hard_wrapped_line_ends_nothing() -> None:
    line = "The authority has told a number of firms in several provinces that it will look"

    assert split(f"{line}\nat each case.") == [f"{line}\nat each case."]


def test_a_text_without_stops_is_cut_so_that_no_sentence_is_endless() -> None:
    parts = split("word " * (3 * LONGEST_SENTENCE))

    assert len(parts) == 3


def test_the_country_is_not_the_pronoun() -> None:
    assert words_of("US, U.S. and USA told us").words == ["u.s.", ",", "u.s.", "and", "u.s.", "told", "us"]


def test_offsets_lead_back_to_the_text() -> None:
    text = "Nvidia\u2019s in-principle deal: 2,000 H20s."
    found = words_of(text)

    assert found.words == ["nvidia", "'s", "in", "principle", "deal", ":", "2,000", "h20s", "."]
    assert text[found.starts[0] : found.ends[0]] == "Nvidia"
    assert found.written(2, 4) == "in-principle"


def test_clauses_part_at_commas_and_at_words_that_subordinate() -> None:
    found = words_of("The firm waits, because the office has not answered after all")
    clauses = Clauses(found, Sentence(0, len(found)), {"because", "after"})

    assert clauses.between(1, 2) == 0
    assert clauses.between(1, 6) == 2
    assert clauses.hard_before(6, 0) == found.words.index("because")


@pytest.mark.parametrize("piece", ["A.", "1,", "1.", "a-", "\u2019s", "\n", "2025-01-01", "x\n\n", "\u201d"])
def test_words_of_a_million_of_the_worst_characters_come_in_time(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    begun = time.process_time()

    found = words_of(text)
    list(sentences_of(found, 0, len(found), abbreviations={"no"}, starters={"the"}))

    assert time.process_time() - begun < 10
