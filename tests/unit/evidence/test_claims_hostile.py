import time
from datetime import date

import pytest
from tests.unit.evidence.claim_reading import words

from licet.evidence.claims.reader import claims_of
from licet.evidence.model import About, Block, Document, Label, Precision, Span, When

DAY = date(2026, 1, 28)
PIECES = [
    " ", "a ", "x", "A.", "1", "1.", "1,", "\u201c", "\u201d", "May ", "last ", "China approve H20 ", "US ",
    "told stop buy ", "\u4e2d", "1\u6708", "\u4e0a\u5468\u4e94", "two weeks before ", "a-", "the same ", "H20 ",
    "RTX Pro ", "$5 billion ", "if approved ", "Reuters said ", "\na", "not clear ", "5 per cent of revenue ",
    "orders for 2 million H20 chips ", "Nvidia and ", "H20, ", "\x00", "\u202e", "\ud83d\ude00", "Jensen Huang ",
]  # fmt: skip


def read(text: str) -> float:
    about = About(published=When(DAY, DAY, Precision.DAY))
    blocks = (Block(0, Span(0, len(text)), Label.BODY),)
    begun = time.process_time()
    claims_of(Document("0" * 64, "a", text, "text/plain", "utf-8", blocks, about), words())
    return time.process_time() - begun


@pytest.mark.parametrize("piece", PIECES)
def test_the_worst_text_takes_time_in_step_with_its_length(piece: str) -> None:
    small, large = ((piece * (size // len(piece) + 1))[:size] for size in (20_000, 160_000))
    read(small)

    assert read(large) < 20 * read(small) + 1


def test_a_million_characters_of_claims_come_in_time() -> None:
    text = "China approved imports of 2 million H200 chips on Thursday, Reuters reported. " * 13_000

    assert read(text[:1_000_000]) < 120
