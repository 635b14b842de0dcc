"""What an applicant certified for a licence, frozen with it, and the figures that move until the next application.

Which figures must stand in which relation is law, and is evaluated elsewhere; nothing is compared here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from licet.register.authorisation import Unit
from licet.register.ceiling import is_id
from licet.register.costs import THOUSANDTHS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from licet.citation import Citation
    from licet.truth import Truth


@dataclass(frozen=True, slots=True)
class Certification:
    """A certification as it was made. It is kept as it was, whatever moves afterwards.

    Attributes:
        id: Its name, such as `aggregate_share`.
        on: The day as of which it was made.
        met: What the rule said of the figures then.
        figures: Name and figure, as stated then; by name.
        document: Where it is kept.
        rule: The id of the rule, or of a condition of one, that asks for it.
    """

    id: str
    on: date
    met: Truth
    figures: tuple[tuple[str, Decimal], ...]
    document: str
    rule: str

    def __post_init__(self) -> None:
        """Put the figures in order of their names; refuse a bad id, a name that stands twice, and a bad figure."""
        object.__setattr__(self, "figures", tuple(sorted(self.figures)))
        names = [name for name, _ in self.figures]
        if not is_id(self.id):
            msg = f"{self.id[:40]!r} is no id of a certification: write small letters, digits, _, . and -"
            raise ValueError(msg)
        if len(set(names)) < len(names) or not all(figure.is_finite() and figure >= 0 for _, figure in self.figures):
            msg = f"the figures of certification {self.id} each stand once, finite, and zero or more"
            raise ValueError(msg)

    def figure(self, name: str) -> Decimal | None:
        """Return one of the figures; None if it was not stated."""
        return next((figure for stated, figure in self.figures if stated == name), None)


@dataclass(frozen=True, slots=True)
class CertificationRule:
    """What moves a certification between an application and the next.

    Attributes:
        id: Of the condition that tests the figures.
        rule: Of the rule whose condition it is.
        adds_to: The figure that grows with what is shipped.
        unit: In which unit it grows; pieces or TPP.
        source: Who asks for it.
    """

    id: str
    rule: str
    adds_to: str
    unit: Unit
    source: Citation

    def __post_init__(self) -> None:
        """Refuse value: an amount of money has a currency, and a figure has none."""
        if self.unit is Unit.VALUE:
            msg = f"the certification {self.id} grows in pieces or TPP"
            raise ValueError(msg)


def moving_figures(
    certification: Certification, rule: CertificationRule, shipped: int, stated: Mapping[str, Decimal] | None = None
) -> dict[str, Decimal]:
    """Return the figures as they stand now, for the next application.

    Args:
        certification: The one frozen with the licence; it stays as it is.
        rule: Which figure shipments add to, and in which unit.
        shipped: What was shipped since `certification.on`, whole: pieces, or thousandths of TPP.
        stated: Figures known anew, up to now and complete: each takes the place of the one certified, and nothing is
            added to it.

    Returns:
        Each figure by name, exact. One that grows and is known from nowhere is not among them.
    """
    figures = dict(certification.figures)
    if rule.adds_to in figures:
        more = Fraction(shipped, THOUSANDTHS) if rule.unit is Unit.TPP else Fraction(shipped)
        figures[rule.adds_to] = _decimal(Fraction(figures[rule.adds_to]) + more)
    return dict(sorted((figures | dict(stated or {})).items()))


def _decimal(figure: Fraction) -> Decimal:
    """Return a sum of decimals as a decimal, exactly."""
    places = 0
    while (figure * 10**places).denominator != 1:
        places += 1
    whole = (figure * 10**places).numerator
    return Decimal((int(whole < 0), tuple(int(digit) for digit in str(abs(whole))), -places))
