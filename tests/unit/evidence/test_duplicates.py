"""Copies, near copies, excerpts and rewrites of a pile, by the words of the articles alone."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.unit.evidence.piles import blank, by, claim, document, pile, prose, reported_by

from licet.evidence.model import Document, Label
from licet.evidence.pile.duplicates import Cluster, Kind, Union, clusters_of
from licet.evidence.pile.originators_relays import relays

HOLDS = "The ministry said its doors would only open wider and that reliable products were welcome, people said"
QUOTE = "“Cooperation for mutual benefit is the right path and suppression leads nowhere at all”, the person said."


def clusters(*documents: Document) -> tuple[Cluster, ...]:
    return clusters_of(documents, {}, blank(), relays())


def kinds(*documents: Document) -> list[Kind]:
    return [likeness.kind for cluster in clusters(*documents) for likeness in cluster.likenesses]


def changed(text: str, every: int) -> str:
    words = text.split()
    return " ".join(f"other{place}" if place % every == 0 else word for place, word in enumerate(words))


def test_a_document_like_no_other_is_a_cluster_by_itself() -> None:
    one, other = document(prose(1)), document(prose(2))

    assert {cluster.documents for cluster in clusters(one, other)} == {(one.document_id,), (other.document_id,)}


def test_the_same_words_in_other_letters_and_marks_are_a_copy() -> None:
    text = "China’s doors — wide open — stay open for every firm, the ministry said."

    assert kinds(document(text), document(text.upper().replace("’", "'").replace("—", "-"))) == [Kind.COPY]


def test_what_stands_around_an_article_does_not_count() -> None:
    menu = (Label.NAVIGATION, prose(99, 400))
    one, other = document(menu, prose(1), publisher="Outlet A"), document(menu, prose(2), publisher="Outlet B")
    same = document((Label.RELATED, prose(98, 300)), prose(1), publisher="Outlet C")

    assert kinds(one, other) == []
    assert kinds(one, same) == [Kind.COPY]


def test_what_a_document_has_twice_counts_once() -> None:
    text = prose(1)
    twice = document(text, text)
    blocks = (twice.blocks[0], replace(twice.blocks[1], repeats=0))

    assert kinds(replace(twice, blocks=blocks), document(text, publisher="Outlet A")) == [Kind.COPY]


def test_a_text_with_a_few_other_words_is_a_near_copy() -> None:
    text = prose(1, 400)

    assert kinds(document(text), document(changed(text, 100))) == [Kind.NEAR_COPY]


def test_a_text_with_every_fourth_word_changed_is_none() -> None:
    text = prose(1, 400)

    assert kinds(document(text), document(changed(text, 4))) == []


def test_a_part_of_a_longer_text_is_an_excerpt_and_says_how_much_of_it() -> None:
    whole = document(prose(1, 150), prose(2, 150), prose(3, 150), publisher="Outlet A", published="2026-01-02")
    part = document(prose(2, 150), publisher="Outlet B", published="2026-01-03")

    [cluster] = clusters(part, whole)

    [likeness] = cluster.likenesses
    assert cluster.original == whole.document_id
    assert (likeness.document_id, likeness.to, likeness.kind) == (part.document_id, whole.document_id, Kind.EXCERPT)
    assert likeness.share == 1.0
    assert 0.3 < likeness.back < 0.35


def test_a_phrase_that_two_texts_share_makes_no_excerpt() -> None:
    phrase = "The ministry did not respond to a request for comment on Friday."

    assert kinds(document(phrase), document(prose(1, 200), phrase)) == []


def test_an_excerpt_ties_only_one_of_two_texts_that_both_hold_it() -> None:
    one = document(prose(1, 200), prose(5, 100), publisher="Outlet A")
    other = document(prose(2, 200), prose(5, 100), publisher="Outlet B")
    part = document(prose(5, 100), publisher="Outlet C")

    sizes = sorted(len(cluster.documents) for cluster in clusters(one, other, part))

    assert sizes == [1, 2]


def test_other_words_with_the_same_quotation_and_figures_are_a_rewrite() -> None:
    one = document(prose(1), f"{QUOTE} It has 4,000 staff and US$5.5 billion at stake.", published="2026-01-02")
    other = document(prose(2), f"{QUOTE} With 4,000 staff, US$5.5 billion are at risk.", published="2026-01-03")

    [cluster] = clusters(one, other)

    assert cluster.original == one.document_id
    assert [each.kind for each in cluster.likenesses] == [Kind.REWRITE]
    assert "quoted" in cluster.likenesses[0].why


def test_one_sign_alone_makes_no_rewrite() -> None:
    one, other = document(prose(1), QUOTE), document(prose(2), QUOTE)

    assert kinds(one, other) == []


def test_a_quotation_and_the_credit_of_one_outlet_are_a_rewrite() -> None:
    credit = [reported_by("Reuters")]
    one = document(prose(1), QUOTE, publisher="Outlet A", derivations=credit)
    other = document(prose(2), QUOTE, publisher="Outlet B", derivations=credit)

    assert kinds(one, other) == [Kind.REWRITE]


def test_the_outlet_that_a_claim_names_is_a_credit_too() -> None:
    one = document(prose(1), QUOTE, HOLDS, publisher="Reuters")
    other = document(prose(2), QUOTE, HOLDS, publisher="Outlet B")
    said = claim(other, HOLDS, "statement", attribution=by("outlet", outlet="reuters"))

    assert len(pile(one, other, claims=[said]).duplicates) == 1


def test_texts_of_different_months_are_no_rewrites_of_each_other() -> None:
    figures = f"{QUOTE} It has 4,000 staff and US$5.5 billion at stake."
    one, other = (
        document(prose(1), figures, published="2026-01-02"),
        document(prose(2), figures, published="2026-03-02"),
    )

    assert kinds(one, other) == []


def test_years_and_small_counts_are_no_signs() -> None:
    same = "On 17 July 2025 and 18 July 2025 the 3 firms met 12 officials in 2025."

    assert kinds(document(prose(1, 300), same), document(prose(2, 300), same)) == []


def test_the_original_is_the_earliest_that_does_not_derive() -> None:
    text = prose(1)
    relay = document(text, publisher="Invezz", published="2026-01-01")
    syndicated = document(
        text, publisher="Outlet A", published="2026-01-01", derivations=[reported_by("Outlet B", "syndicated_from")]
    )
    own = document(text, publisher="Outlet B", published="2026-01-02")
    later_copy = document(text, publisher="Outlet C", published="2026-01-03")

    [cluster] = clusters(relay, syndicated, own, later_copy)

    assert cluster.original == own.document_id


def test_chinese_text_is_compared_by_its_characters() -> None:
    text = "商务部部长王文涛周四会见了黄仁勋，双方进行了交流。中国吸引外资的政策没有改变，开放的大门越开越大。"

    assert kinds(document(text), document(text.replace("，", " "))) == [Kind.COPY]
    assert (
        kinds(
            document(text),
            document("海关总署昨天通知报关代理，该芯片暂时不得入境。业内人士表示，订单已经暂停。"),
        )
        == []
    )


def test_documents_without_words_are_alike_in_nothing() -> None:
    assert kinds(document("... ---"), document("!!! ???"), document("")) == []


def test_the_same_bytes_found_twice_are_one_document() -> None:
    one = document(prose(1), name="a.txt")

    assert [cluster.documents for cluster in clusters(one, replace(one, name="b.txt"))] == [(one.document_id,)]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_documents_does_not_matter(seed: int) -> None:
    text = prose(1, 300)
    documents = [
        document(text, publisher="Outlet A", published="2026-01-01"),
        document(changed(text, 90), publisher="Outlet B", published="2026-01-02"),
        document(changed(text, 80), publisher="Outlet C", published="2026-01-02"),
        document(" ".join(text.split()[:120]), publisher="Outlet D"),
        document(prose(2), QUOTE + " 4,000 staff and 5,500 chips"),
        document(prose(3), QUOTE + " 4,000 staff and 5,500 chips"),
        document(prose(4)),
    ]
    expected = clusters(*documents)
    random.Random(seed).shuffle(documents)  # noqa: S311  a seeded order

    assert clusters(*documents) == expected


def test_many_near_copies_of_one_text_are_one_cluster() -> None:
    text = prose(1, 400)
    words = text.split()
    documents = [
        document(" ".join([*words[:place], "changed", *words[place + 1 :]]), publisher=f"Outlet {place}")
        for place in range(0, 390, 2)
    ]

    assert [len(cluster.documents) for cluster in clusters(*documents)] == [195]


def test_most_excerpts_and_near_copies_of_a_seeded_pile_are_found_and_none_is_mixed() -> None:
    rng = random.Random(7)  # noqa: S311  a seeded pile
    truth: dict[str, int] = {}
    documents = []
    for group in range(150):
        words = prose(group + 1, 300).split()
        texts = [words, words[60:160], [*words[:150], "changed", *words[151:]]]
        for text in texts[: rng.choice([1, 2, 3])]:
            one = document(" ".join(text), publisher=f"Outlet {rng.randrange(30)}")
            documents.append(one)
            truth[one.document_id] = group
    found = clusters(*documents)

    assert all(len({truth[each] for each in cluster.documents}) == 1 for cluster in found)
    assert len(found) <= 152


def test_sets_keep_their_least_number_as_root_whatever_the_order_of_joining() -> None:
    for pairs in ([(4, 3), (3, 1), (0, 2)], [(1, 4), (2, 0), (3, 4)]):
        union = Union(5)
        for first, second in pairs:
            union.join(first, second)

        assert union.sets() == {0: [0, 2], 1: [1, 3, 4]}
