"""Where the law draws its lines: every comparison of figures that a rule standing on a day makes, limb by limb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.facts import SubjectKind
from licet.rules import expression as ex
from licet.rules.lines import drawing_rules
from licet.verdict.crossing import figure_first, figures_of, spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from licet.citation import Citation
    from licet.rules import Book, Standing
    from licet.rules.model import Limb

_Part = tuple[str, "Citation", ex.Test]


@dataclass(frozen=True, slots=True)
class Passage:
    """One comparison: the rule that stands, its id within the pack, the limb's label, the citation.

    `measured` is False where it reads facts of the order as well as figures of the item.
    """

    standing: Standing
    name: str
    limb: str
    source: Citation
    compare: ex.Compare
    measured: bool

    @property
    def sides(self) -> tuple[ex.Term, ex.Term]:
        """The two terms compared."""
        return self.compare.left, self.compare.right


def passages(book: Book) -> tuple[Passage, ...]:
    """Return every comparison over figures of an integrated circuit in the rules that stand, in order of rule."""
    return tuple(passage for standing in drawing_rules(book) for passage in _of_rule(standing, book))


def _of_rule(standing: Standing, book: Book) -> Iterator[Passage]:
    name = standing.rule.id.removeprefix(f"{book.law.pack.head.prefix}.")
    for label, source, test in _parts(standing):
        for node in ex.walk(test):
            if isinstance(node, ex.Compare) and (read := _item_figures(node, book)):
                yield Passage(standing, name, label, source, figure_first(node), measured=all(read))


def _item_figures(compare: ex.Compare, book: Book) -> list[bool]:
    """Tell of each fact compared whether it is a figure of the item; empty if none is."""
    plain = ex.Compare(compare.operator, spelled_out(compare.left, book), spelled_out(compare.right, book))
    own = [book.subjects.get(name) is SubjectKind.ITEM for name in figures_of(plain)]
    own += [False for node in ex.walk(plain) if isinstance(node, ex.DaysBetween)]
    return own if any(own) else []


def _parts(standing: Standing) -> Iterator[_Part]:
    """Yield (label, source, test) of every part of a version that stands."""
    version = standing.version
    for limb in (*([version.body] if version.body else ()), *version.unless):
        yield from _limbs(limb, "", version.source)
    for presumption in version.presume:
        yield presumption.label, presumption.source, presumption.when
        if presumption.rebutted_by is not None:
            yield f"{presumption.label} rebuttal".strip(), presumption.source, presumption.rebutted_by
    for condition in version.conditions:
        yield condition.id, version.source, condition.met
    for clause in standing.clauses:
        if clause.when is not None:
            yield "not enforced where", clause.source, clause.when


def _limbs(limb: Limb, label: str, source: Citation) -> Iterator[_Part]:
    """Yield a limb and all below; one without a label or citation has that of the limb above."""
    label, source = limb.label or label, limb.source or source
    if limb.test is not None:
        yield label, source, limb.test
    for part in (*limb.limbs, *limb.unless):
        yield from _limbs(part, label, source)
