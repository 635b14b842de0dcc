"""`verify` tests every balance against its limit, whatever the chains say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.ledger import draws
from licet.register import Limits

from . import books

if TYPE_CHECKING:
    import pytest

    from licet.ledger import Register


def test_a_writer_without_the_test_of_limits_is_found_out(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    register.post([books.grant(books.terms(limits=Limits(pieces=100)))])
    register.post([books.reserve(60, books.day(1))])
    assert register.verify().sound

    monkeypatch.setattr(draws, "short", lambda *_: [])
    register.post([books.reserve(60, books.day(1))])

    (fault,) = register.verify().faults
    assert "overdrawn" in fault.what
    assert "by 20" in fault.what
