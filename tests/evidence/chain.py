"""The whole chain on a set of documents: read, cleaned, claims, pile. Its parts are imported when it runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.evidence import scoring_pile
from tests.evidence.counts import Count, Read
from tests.evidence.gold import SETS, Gold, document_path, gold_files, gold_of, pile_of_set
from tests.evidence.scoring import TASKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from licet.acts import SourceGrade
    from licet.evidence.claims.cues import Vocabulary
    from licet.evidence.model import Claim, Document, When
    from licet.evidence.pile.whole import Pile

PILE_TASKS = ("copies and versions, pairs", "events", "originators of events", "conflicts")


@dataclass(frozen=True)
class Scored:
    """What a task counted, of one document or (`kind` is "pile") of a set together."""

    set: str
    kind: str
    name: str
    task: str
    count: Count


@dataclass(frozen=True)
class ReadSet:
    """What the chain made of a set: gold and reading of each document, and the pile."""

    name: str
    documents: tuple[tuple[Gold, Read], ...]
    pile: Pile
    names: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    actors: Callable[[str], str]

    def scores(self) -> list[Scored]:
        """Return every count of the set."""
        found = [
            Scored(self.name, gold.kind, gold.name, task, scored(gold, read))
            for gold, read in self.documents
            for task, scored in TASKS.items()
        ]
        return found + [Scored(self.name, "pile", self.name, task, count) for task, count in self._of_pile()]

    def _of_pile(self) -> list[tuple[str, Count]]:
        label = pile_of_set(self.name)
        clusters = [cluster.documents for cluster in self.pile.duplicates]
        clusters += [revision.documents for revision in self.pile.revisions]
        return list(
            zip(
                PILE_TASKS,
                (
                    scoring_pile.duplicates(label, clusters, self.names),
                    scoring_pile.events(label, self.pile, self.names, self.classes),
                    scoring_pile.first_reports(label, self.pile, self.names, self.classes, self.actors),
                    scoring_pile.conflicts(label, self.pile, self.names),
                ),
                strict=True,
            )
        )


@cache
def read_set(name: str) -> ReadSet:
    """Return what the chain makes of a set.

    Raises:
        FileNotFoundError: If a document of it is not here.
    """
    from licet.acts import load_acts  # noqa: PLC0415
    from licet.catalogue import load_catalogue  # noqa: PLC0415
    from licet.evidence.claims.cues import vocabulary  # noqa: PLC0415
    from licet.evidence.claims.reader import claims_of  # noqa: PLC0415
    from licet.evidence.cleaning.about import cleaned  # noqa: PLC0415
    from licet.evidence.intake.paths import read_paths  # noqa: PLC0415
    from licet.evidence.pile.whole import pile_of  # noqa: PLC0415
    from licet.rules import rules_root  # noqa: PLC0415

    assert name in SETS
    story = load_acts()
    words = vocabulary(story, load_catalogue(rules_root() / "catalogue"), rules_root())
    classes = _classes(story.classes)
    golds, documents = [], []
    for path in gold_files(name):
        (document,) = map(cleaned, read_paths([document_path(name, path)]))
        documents.append(document)
        golds.append(gold_of(path, document_path(name, path), document.text))
    claims: dict[str, tuple[Claim, ...]] = {each.document_id: claims_of(each, words) for each in documents}
    pile = pile_of(documents, claims, story)
    grades = _grades(pile)
    had = {claim: originator.who for claim, originator in pile.originators.items()}
    reads = [
        Read(document, claims[document.document_id], _dates(document, words), (), classes, had, grades)
        for document in documents
    ]
    names = {document.document_id: gold.name for document, gold in zip(documents, golds, strict=True)}
    return ReadSet(name, tuple(zip(golds, reads, strict=True)), pile, names, classes, story.named)


def _dates(document: Document, words: Vocabulary) -> tuple[When, ...]:
    """Return every date that is read in the article's own words, also where no claim has it."""
    from licet.evidence.claims.readings import readings_of  # noqa: PLC0415

    return tuple(dated.when for reading in readings_of(document, words) for dated in reading.dates)


def _grades(pile: Pile) -> dict[str, SourceGrade]:
    """Return the grade of each claim's event, where the event is told by one document only."""
    return {
        claim: event.grade
        for event in pile.events
        if len({pile.claims[each].document_id for each in event.claims}) == 1
        for claim in event.claims
    }


def _classes(known: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, each in known.items():
        for item in each.items:
            found.setdefault(item, set()).add(name)
    return {item: frozenset(names) for item, names in found.items()}
