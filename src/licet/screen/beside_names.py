"""What speaks for or against a candidate beside its name: country, addresses, registration numbers."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from licet.screen.candidates import GramIndex
from licet.screen.forms import readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from licet.screen.listed import ListedParty

ADDRESS = 0.6  # the least cosine at which an address alone makes a candidate
NEAR = 60  # addresses looked at for each
_NO_SIGN = re.compile(r"[\W_]+")
_LEAST_ID = 4  # letters and digits; a shorter number tells nothing alone


class BesideNames:
    """The addresses and numbers of listed parties, each indexed when it is first asked for."""

    def __init__(self, parties: Sequence[ListedParty]) -> None:
        """Take the parties."""
        self._parties = parties

    def with_id(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the number of each party that has a registration number, and how the list writes it."""
        bare = _bare(text)
        if len(bare) >= _LEAST_ID:
            yield from self._by_id.get(bare, ())

    def near_addresses(self, addresses: Sequence[str]) -> dict[int, tuple[str, float]]:
        """Return, for each party with an address near one of these, that address as listed and the cosine."""
        found: dict[int, tuple[str, float]] = {}
        if not addresses:
            return found
        texts, index = self._addresses
        for address in addresses:
            words = _address_words(address)
            for near in index.nearest(words, NEAR):
                cosine = index.cosine(words, near)
                number, text = texts[near.text]
                if cosine >= ADDRESS and cosine > found.get(number, ("", 0.0))[1]:
                    found[number] = (text, cosine)
        return found

    @cached_property
    def _by_id(self) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for number, party in enumerate(self._parties):
            for value in party.ids:
                found.setdefault(_bare(value), []).append((number, value))
        return found

    @cached_property
    def _addresses(self) -> tuple[list[tuple[int, str]], GramIndex]:
        texts = [(number, text) for number, party in enumerate(self._parties) for text in party.addresses]
        return texts, GramIndex(_address_words(text) for _, text in texts)


def against(evidence: tuple[str, ...]) -> int:
    """Return how much of the evidence speaks against."""
    return sum(each.startswith("against: ") for each in evidence)


def of_country(country: str | None, party: ListedParty) -> Iterator[str]:
    """Yield what the country says; `country` is None where it is not stated."""
    listed = ", ".join(party.countries)
    if not party.countries:
        yield "the entry has no country"
    elif country is None:
        yield f"the entry's countries are {listed}; that of the party is not stated"
    elif country in party.countries:
        yield f"for: {country} is a country of the entry"
    else:
        yield f"against: the party's country {country} is not among the entry's ({listed})"


def of_address(asked: Sequence[str], near: tuple[str, float] | None, party: ListedParty) -> Iterator[str]:
    """Yield what the addresses say; `near` is one of the entry that is alike, and its cosine."""
    if near is not None:
        yield f"for: an address of the entry is alike ({near[1]:.2f}): {near[0]}"
    elif asked and party.addresses:
        yield f"against: no address of the entry is alike ({len(party.addresses)} listed)"


def of_id(asked: Sequence[str], same: str | None, party: ListedParty) -> Iterator[str]:
    """Yield what the registration numbers say; `same` is one of the entry that is equal."""
    if same is not None:
        yield f"for: the number {same} is the entry's"
    elif asked and party.ids:
        yield "against: no number of the entry is among the party's"


def _address_words(address: str) -> tuple[str, ...]:
    return tuple(word for reading in readings(address)[:1] for word in reading.words)


def _bare(text: str) -> str:
    return _NO_SIGN.sub("", text).casefold()
