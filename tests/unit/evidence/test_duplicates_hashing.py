"""Word groups, signatures and traits as arrays: right in small, bounded in large, and never slow on purpose."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from tests.unit.evidence.piles import blank, document, prose

from licet.evidence.pile.duplicates_candidates import COMMON, alike_pairs, sharing_pairs
from licet.evidence.pile.duplicates_shingles import (
    BINS,
    batches,
    digests,
    groups,
    sample,
    signatures,
    word_hashes,
)
from licet.evidence.pile.duplicates_traits import traits_of

MEGABYTE = 1_000_000


def sets(*texts: str) -> list[set[int]]:
    hashes, of = groups(*word_hashes(texts), len(texts))
    return [set(hashes[of == number].tolist()) for number in range(len(texts))]


def jaccard(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other)


def test_words_are_told_apart_by_letters_and_place_only() -> None:
    hashes, of = word_hashes(["China’s doors", "china s DOORS", "doors china s", ""])

    assert of.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert hashes[:3].tolist() == hashes[3:6].tolist() != hashes[6:].tolist()


def test_anagrams_and_long_words_have_hashes_of_their_own() -> None:
    words = ["abc", "acb", "cab", "x" * 100 + "a", "x" * 100 + "ab", "a", "aa", "aaa"]
    hashes, _ = word_hashes([" ".join(words)])

    assert len(set(hashes.tolist())) == len(words)


@pytest.mark.parametrize("count", range(1, 9))
def test_a_text_has_one_group_for_each_five_words_in_a_row_and_one_if_it_is_shorter(count: int) -> None:
    words = " ".join(f"w{place}" for place in range(count))

    assert len(sets(words)[0]) == max(1, count - 4)


def test_groups_do_not_reach_from_one_text_into_the_next() -> None:
    alone, _ = sets("a b c d e f", "g h i j k l")
    beside = sets("a b c d e f", "m n o p q r")[0]

    assert alone == beside


def test_short_texts_that_differ_in_a_word_have_other_groups() -> None:
    assert jaccard(*sets("the same words", "the other words")) == 0
    assert jaccard(*sets("the same words", "The same words!")) == 1


def test_batches_change_no_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [prose(number, 40 + number) for number in range(30)]
    whole = [each.tolist() for each in (word_hashes([text])[0] for text in texts)]
    monkeypatch.setattr("licet.evidence.pile.duplicates_shingles.BATCH_CHARACTERS", 1000)
    found: list[list[int]] = []
    for start, batch in batches(iter(texts)):
        assert start == len(found)
        hashes, of = word_hashes(batch)
        found += [hashes[of == number].tolist() for number in range(len(batch))]

    assert found == whole


def test_signatures_agree_in_about_the_share_of_groups_that_two_texts_have_in_common() -> None:
    off = []
    for seed in range(40):
        words = prose(seed, 500).split()
        kept = words[: 100 + 10 * seed]
        texts = [" ".join(words), " ".join(kept)]
        table = signatures(*groups(*word_hashes(texts), 2), 2)
        off.append(float((table[0] == table[1]).mean()) - jaccard(*sets(*texts)))

    assert abs(np.mean(off)) < 0.02
    assert np.abs(off).max() < 0.16


def test_short_texts_fill_every_bin_and_texts_without_words_none() -> None:
    table = signatures(*groups(*word_hashes(["a b c d e f", "...", "a"]), 3), 3)

    assert (table[0] != 0xFFFFFFFF).all()
    assert (table[1] == 0xFFFFFFFF).all()
    assert (table[2] != 0xFFFFFFFF).all()


def test_a_sample_keeps_the_same_groups_of_every_text() -> None:
    one, other = prose(1, 400), prose(1, 400) + " " + prose(2, 400)
    parts = [sample(*groups(*word_hashes([text]), 1))[0] for text in (one, other)]

    assert set(parts[0].tolist()) <= set(parts[1].tolist())
    assert 25 <= parts[0].size <= 80


def test_a_digest_is_of_the_words_in_their_order() -> None:
    words, of = word_hashes(["a b", "A, b!", "b a", ""])

    first, second, third, empty = digests(words, of, 4)
    assert first == second != third
    assert empty == b""


def test_pairs_are_found_at_likeness_and_not_without() -> None:
    texts = [prose(number, 300) for number in range(50)]
    texts += [text.replace(text.split()[20], "changed") for text in texts]
    table = signatures(*groups(*word_hashes(texts), 100), 100)

    found = {tuple(pair) for pair in alike_pairs(table, 0.7).tolist()}

    assert found == {(number, number + 50) for number in range(50)}


def test_what_stands_in_too_many_texts_pairs_none_of_them() -> None:
    count = COMMON + 1
    pairs, _ = sharing_pairs(np.zeros(count, np.uint64), np.arange(count))
    assert len(pairs) == 0

    pairs, counts = sharing_pairs(np.array([7, 7, 7, 9, 9], np.uint64), np.array([0, 1, 2, 1, 2]))
    assert pairs.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert counts.tolist() == [1, 1, 2]


def test_texts_that_share_many_traits_with_many_others_still_meet_in_bounded_pairs() -> None:
    count, traits = 200, 40
    of = np.repeat(np.arange(count), traits)
    values = np.tile(np.arange(traits, dtype=np.uint64), count)

    pairs, _ = sharing_pairs(values, of)

    assert len(pairs) <= 2 * count * traits
    assert set(pairs.ravel().tolist()) == set(range(count))


def quoted_and_figures(text: str) -> tuple[int, int]:
    found = traits_of(document("x"), text, (), blank())
    return found.quoted.size, found.figures.size


def test_quotations_in_any_marks_and_figures_with_their_word_are_traits() -> None:
    assert quoted_and_figures('He said: "one two three four five six".') == (2, 0)
    assert quoted_and_figures("“One two three four five”, and 「商务部部长王文涛周四会见了」 too") == (10, 0)
    assert quoted_and_figures("It has 4,000 staff, US$5.5 billion and 5.6 per cent; 4000 staff") == (0, 3)
    assert quoted_and_figures("In 2025 the H20 had 3 buyers on 17 July") == (0, 0)


@pytest.mark.parametrize(
    "worst",
    [
        "“a",
        '"a b c d ',
        "“" + "a" * 599,
        '"' + "a" * 700,
        "1,",
        "1.1",
        "1 ",
        "「」",
        "a" * 70,
        "\ufdfa",
        " 1-a",
        "1" * 25,
    ],
)
def test_no_text_of_a_megabyte_takes_long(worst: str) -> None:
    text = worst * (MEGABYTE // len(worst))
    started = time.process_time()

    traits_of(document("x"), text, (), blank())
    hashes, of = groups(*word_hashes([text]), 1)
    signatures(hashes, of, 1)

    assert time.process_time() - started < 15  # linear work takes well under two seconds


@pytest.mark.parametrize("text", ["\ud800 lone", "\x00" * 50, "\u202e evil", "é" * 3, "𠀀𠀁𠀂", "🙂🙂", "İstanbul ŉ ß"])
def test_odd_characters_are_hashed_without_a_fault(text: str) -> None:
    hashes, of = groups(*word_hashes([text, "a b c"]), 2)

    assert signatures(hashes, of, 2).shape[1] == BINS


def test_a_pile_of_random_bytes_read_as_text_has_a_signature_each() -> None:
    rng = random.Random(3)  # noqa: S311  a seeded pile
    texts = ["".join(chr(rng.randrange(0x3000)) for _ in range(300)) for _ in range(20)]
    table = signatures(*groups(*word_hashes(texts), 20), 20)

    assert len({row.tobytes() for row in table}) == 20
