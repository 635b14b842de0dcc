"""Which accounts operations touch: authorisations with the layers above them first, then ceilings and orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.ledger.canonical import read_canonical
from licet.ledger.operation import Adjust, Amend, Grant, Note, Reserve, Resume, Revoke, Ship, Suspend, Void
from licet.register import accounts_of
from licet.register.authorisation import MAX_LAYERS
from licet.register.ceiling import CEILING_PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from licet.ledger.account import Account
    from licet.ledger.journal import Journal
    from licet.ledger.operation import Operation
    from licet.register import Authorisation, Ceiling

from licet.register.authorisation import ORDER_PREFIX


class Touched:
    """The accounts that operations touch. `authorisations` are known at once; `others` need the terms in force."""

    def __init__(self, journal: Journal, operations: Sequence[Operation], chains: dict[str, tuple[str, ...]]) -> None:
        """Find the authorisations; `chains` keeps the layers of numbers asked before, which never change."""
        self._journal, self._operations, self._chains = journal, operations, chains
        grants = [one.authorisation for one in operations if isinstance(one, Grant)]
        self._grants: Mapping[str, Authorisation] = {terms.number: terms for terms in grants}
        self.granted = frozenset(self._grants)
        self._reserved = frozenset(name for one in operations for name in self._of_reservation(one))
        self._changing: dict[str, list[tuple[Ceiling, ...]]] = {}
        for one in operations:
            if isinstance(one, Grant | Amend) and one.authorisation.ceilings:
                self._changing.setdefault(one.authorisation.number, []).append(one.authorisation.ceilings)
        numbers = {number for one in operations for number in _numbers(one)} | {
            name for name in self._reserved if not name.startswith(CEILING_PREFIX)
        }
        self.authorisations = frozenset(layer for number in numbers for layer in self._layers(number))

    def _of_reservation(self, operation: Operation) -> list[str]:
        """Return the accounts of the reservation that is shipped or voided; none if it is not on file."""
        if not isinstance(operation, Ship | Void):
            return []
        for kind, _, _, found in self._journal.reservation(operation.reservation_id):
            if kind == "reserve":
                return [name for name, _ in read_canonical(found)["entries"]]
        return []

    def _layers(self, number: str) -> tuple[str, ...]:
        kept = self._chains.get(number)
        if kept is not None:
            return kept
        layers = [number]
        while len(layers) <= MAX_LAYERS:
            terms = self._grants.get(layers[-1])
            above = self._journal.parent_of(layers[-1]) or (terms.parent if terms is not None else None)
            if above is None:
                break
            layers.append(above)
        if self._journal.is_on_file(number):
            self._chains[number] = tuple(layers)
        return tuple(layers)

    def others(self, known: Mapping[str, Account]) -> frozenset[str]:
        """Return the accounts of ceilings and orders; all are made where they are not there.

        Args:
            known: The authorisations, read under lock.
        """
        found = {name for name in self._reserved if name.startswith(CEILING_PREFIX)}
        for operation in self._operations:
            match operation:
                case Note():
                    found.add(ORDER_PREFIX + operation.order_id)
                case Adjust() if operation.number.startswith(CEILING_PREFIX):
                    found.add(operation.number)
                case Reserve():
                    found |= self._ceilings(operation, known)
                case _:
                    pass
        return frozenset(found)

    def _ceilings(self, operation: Reserve, known: Mapping[str, Account]) -> set[str]:
        found: set[str] = set()
        for number in self._layers(operation.number):
            for ceilings in self._wordings(number, operation, known):
                if ceilings and not isinstance(named := accounts_of(ceilings, operation.draw), str):
                    found |= named.keys()
        return found

    def _wordings(self, number: str, operation: Reserve, known: Mapping[str, Account]) -> list[tuple[Ceiling, ...]]:
        """Return the ceilings of every terms that may be in force: those on file, and those granted here."""
        found = list(self._changing.get(number, ()))
        if number in known:
            terms = known[number].standing(operation.valid_at.isoformat()).terms
            found += [terms.ceilings] if terms is not None else []
        return found


def _numbers(operation: Operation) -> list[str]:
    match operation:
        case Grant() | Amend():
            return [operation.authorisation.number]
        case Suspend() | Resume() | Revoke() | Reserve():
            return [operation.number]
        case Adjust() if not operation.number.startswith(CEILING_PREFIX):
            return [operation.number]
    return []
