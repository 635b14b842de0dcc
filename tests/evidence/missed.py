"""What was missed and what is wrong in a set, line by line, for a person who works on the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.evidence.scoring import TASKS
from tests.evidence.scoring_blocks import wrong_blocks
from tests.evidence.scoring_claims import broken

from licet.evidence.model import Modality

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.evidence.chain import ReadSet
    from tests.evidence.counts import Read
    from tests.evidence.gold import Gold, GoldClaim

    from licet.evidence.model import Claim


def missed(read_set: ReadSet) -> Iterable[str]:
    """Yield what the chain missed or got wrong in a set, document by document."""
    for gold, read in read_set.documents:
        counts = {task: scored(gold, read) for task, scored in TASKS.items()}
        poor = [
            f"{task} {count.hits}/{count.expected}, {count.right}/{count.found}"
            for task, count in counts.items()
            if (count.hits, count.right) != (count.expected, count.found)
        ]
        yield f"\n## {read_set.name} {gold.name}: {'; '.join(poor) or 'all right'}"
        yield from _lines(gold, read)


def _lines(gold: Gold, read: Read) -> Iterable[str]:
    for block, told in wrong_blocks(gold, read):
        words = " ".join(block.span.of(gold.text).split())[:60]
        yield f"- block {block.label.value}, told {sorted(told)}: {words!a}"
    for label in (each for each in gold.claims if not each.optional):
        yield f"- gold {_gold_claim(label)}: {label.span.of(gold.text)[:70]!a}"
        near = [
            claim for claim in read.claims if claim.span.start < label.span.end and label.span.start < claim.span.end
        ]
        yield from (f"    told {_told(claim, read)}" for claim in near)
        if not near:
            yield "    told nothing"
    spans = [each.span for each in gold.claims]
    for claim in read.claims:
        if not any(claim.span.start < span.end and span.start < claim.span.end for span in spans):
            yield f"- beside the gold: {_told(claim, read)}: {claim.quote[:90]!a}"
    for rule in gold.never:
        yield from (f"- TRAP {rule.why}: {_told(claim, read)}: {claim.quote[:80]!a}" for claim in broken(rule, read))


def _gold_claim(label: GoldClaim) -> str:
    what = f"{label.key} {'/'.join(label.states)}" if label.key else "/".join(label.marks)
    by = "/".join(sorted(each.value for each in label.by))
    how = "/".join(sorted(each.value for each in label.modalities))
    days = f"{label.first}..{label.last}" if label.dated else "-"
    return f"{what} {sorted(label.items)} {how} {days} by {by} {label.outlet or ''} {sorted(label.who)}"


def _told(claim: Claim, read: Read) -> str:
    what = f"{claim.key} {claim.state}" if claim.key else str(claim.mark)
    said = claim.attribution
    days = "-" if claim.when is None else f"{claim.when.first}..{claim.when.last}"
    by = f"{said.kind.value} {said.outlet} {list(said.speakers)} {said.unnamed if said.unnamed is not None else ''}"
    mood = "" if claim.modality is Modality.DONE else f" ({claim.modality.value})"
    return f"{what} {sorted(read.items(claim))}{mood} {days} by {by}"
