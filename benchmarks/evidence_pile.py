"""Read a large pile of invented documents: speed of each part, and duplicates against the truth they are made with.

python -m benchmarks.evidence_pile [--documents 100000] [--chain 2000] [--characters 2000] [--seed 7] [--write FOLDER]

The pile is drawn from a seed: originals, and of a third of them relays of every sort: copies, near copies with other
boilerplate, excerpts, rewrites that keep a quotation and a figure, later versions. Times are those of the processor,
for one process; `--chain` documents of 5 kB go through reading, cleaning and claims as files, all through the pile.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING

from licet.evidence.model import About, Block, Derivation, Document, Label, Precision, Span, When

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from licet.evidence.model import Claim

KINDS = ("copy", "near_copy", "excerpt", "rewrite", "revision")
SYLLABLES = (
    "bar",
    "den",
    "fol",
    "gri",
    "hal",
    "jup",
    "kel",
    "lom",
    "mor",
    "nev",
    "osk",
    "pil",
    "ros",
    "sut",
    "tan",
    "wex",
)
FIRMS = [f"{first}{second}".title() for first in SYLLABLES for second in SYLLABLES if first != second]
CHIPS = ("H20", "H200", "RTX Pro 6000D", "MI308", "B30A")
STEPS = (
    "Regulators approved the import of {count:,} {chip} chips for {firm}, {people} people said in Beijing on {day}.",
    "The US Commerce Department has issued a licence for {chip} chips to {firm}, {people} people told {outlet}.",
    "Customs agents were told on {day} that the {chip} is not permitted to enter, {outlet} reported.",
    "{firm} said it was filing applications to sell {count:,} {chip} chips in China.",
    "Officials asked {firm} on {day} to pause orders of the {chip} until a decision, {people} people said.",
)


@dataclass(frozen=True)
class Synthetic:
    """One invented document: its paragraphs, whose it is, and the family of one report it belongs to."""

    name: str
    title: str
    paragraphs: tuple[str, ...]
    outlet: str
    credit: str
    published: date
    family: int
    relation: str  # original, or one of KINDS

    def text(self) -> str:
        """Return it as a page shows it, with what stands around an article."""
        head = f"{self.outlet}\nHome | World | Chips\n\n{self.title}\n\nPublished {self.published:%d %B %Y}\n\n"
        credit = f"\n\nThe post {self.title} appeared first on {self.credit}" if self.credit else ""
        foot = f"\n\nCopyright {self.published.year} {self.outlet}. All rights reserved.\n"
        return head + "\n\n".join(self.paragraphs) + credit + foot

    def document(self) -> Document:
        """Return it as the chain would have it, with its blocks and what it says of itself."""
        text, blocks = f"{self.title}\n\n", []
        blocks.append(Block(0, Span(0, len(self.title)), Label.TITLE))
        for paragraph in self.paragraphs:
            blocks.append(Block(len(blocks), Span(len(text), len(text) + len(paragraph)), Label.BODY))
            text += paragraph + "\n\n"
        derivations = (Derivation(self.credit, "syndicated_from", ""),) if self.credit else ()
        when = When(self.published, self.published, Precision.DAY)
        about = About(publisher=self.outlet, title=self.title, published=when, derivations=derivations)
        digest = sha256(f"{self.name}\0{text}".encode()).hexdigest()
        return Document(digest, self.name, text, "text/plain", "utf-8", tuple(blocks), about)


def synthetic(count: int, *, seed: int, characters: int = 2000) -> Iterator[Synthetic]:
    """Yield a pile, family by family; the same for one seed."""
    draw = Random(seed)  # noqa: S311  a benchmark, no secret
    words = ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 3))) for _ in range(6000)]
    made = family = 0
    while made < count:
        original = _original(draw, words, family, made, characters)
        yield original
        made += 1
        relays = min(int(draw.paretovariate(1.1)), 40) if draw.random() < 1 / 3 else 0
        for _ in range(min(relays, count - made)):
            yield _relay(draw, words, original, made)
            made += 1
        family += 1


def _original(draw: Random, words: Sequence[str], family: int, number: int, characters: int) -> Synthetic:
    day = date(2025, 1, 1) + timedelta(draw.randint(0, 600))
    quotation = f"“{_sentence(draw, words)}” a manager of {draw.choice(FIRMS)} said."
    figure = (
        f"The order is worth US${draw.randint(101, 9899) / 100} million and covers {draw.randint(1001, 99999):,} chips."
    )
    paragraphs, length = [_step(draw, day), f"{quotation} {figure}"], 0
    while length < characters:
        paragraph = " ".join(_sentence(draw, words) for _ in range(draw.randint(2, 5)))
        paragraphs.append(paragraph if draw.random() < 0.7 else f"{paragraph} {_step(draw, day)}")  # noqa: PLR2004
        length += len(paragraphs[-1])
    outlet = f"{draw.choice(FIRMS)} Courier"
    title = " ".join(draw.choices(words, k=8)).capitalize()
    return Synthetic(f"{number:06}.txt", title, tuple(paragraphs), outlet, "", day, family, "original")


def _relay(draw: Random, words: Sequence[str], original: Synthetic, number: int) -> Synthetic:
    kind = draw.choice(KINDS)
    parts = list(original.paragraphs)
    if kind == "near_copy":
        parts[draw.randrange(2, len(parts))] = _sentence(draw, words)
    elif kind == "excerpt":
        parts = parts[: max(2, len(parts) // 2)]
    elif kind == "rewrite":
        parts = [parts[1], *(" ".join(_sentence(draw, words) for _ in range(3)) for _ in parts[2:])]
    elif kind == "revision":
        parts.append(f"Updated: {_sentence(draw, words)}")
    own = kind == "revision"
    return Synthetic(
        f"{number:06}.txt",
        original.title if kind != "rewrite" else " ".join(draw.choices(words, k=8)).capitalize(),
        tuple(parts),
        original.outlet if own else f"{draw.choice(FIRMS)} Relay",
        "" if own else original.outlet,
        original.published + timedelta(draw.randint(0, 3)),
        original.family,
        kind,
    )


def _step(draw: Random, day: date) -> str:
    return draw.choice(STEPS).format(
        count=draw.randrange(1, 900) * 500,
        chip=draw.choice(CHIPS),
        firm=draw.choice(FIRMS),
        people=draw.choice(("two", "three", "four")),
        day=f"{day:%A}",
        outlet=f"the {draw.choice(FIRMS)} Courier",
    )


def _sentence(draw: Random, words: Sequence[str]) -> str:
    return " ".join(draw.choices(words, k=draw.randint(8, 22))).capitalize() + "."


def main() -> None:
    """Measure the chain on files, then the pile on all, and print tables of Markdown."""
    words = _words()
    if words.write:
        for each in synthetic(words.documents, seed=words.seed, characters=words.characters):
            (words.write / each.name).write_text(each.text(), encoding="utf-8")
        return
    print("| Part | Documents | Seconds of one core | Documents a second |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for row in _chain(Path(folder), words.chain, words.seed):
            print(row)
    begun = process_time()
    made = list(synthetic(words.documents, seed=words.seed, characters=words.characters))
    documents = [each.document() for each in made]
    families = {document.document_id: each for document, each in zip(documents, made, strict=True)}
    print(_row("making the pile", len(made), process_time() - begun))
    _pile(documents, families)
    print(f"\nHighest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument(
        "--chain", type=int, default=2_000, help="documents of 5 kB read, cleaned and claimed from files"
    )
    parser.add_argument("--characters", type=int, default=2_000, help="of the body of each original")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="only write the pile as files")
    return parser.parse_args()


def _row(part: str, count: int, seconds: float) -> str:
    return f"| {part} | {count:,} | {seconds:.1f} | {count / max(seconds, 1e-9):,.0f} |"


def _chain(folder: Path, count: int, seed: int) -> Iterator[str]:
    from licet.acts import load_acts  # noqa: PLC0415
    from licet.catalogue import load_catalogue  # noqa: PLC0415
    from licet.evidence.claims.cues import vocabulary  # noqa: PLC0415
    from licet.evidence.claims.reader import claims_of  # noqa: PLC0415
    from licet.evidence.cleaning.about import cleaned  # noqa: PLC0415
    from licet.evidence.intake.paths import read_paths  # noqa: PLC0415
    from licet.rules import rules_root  # noqa: PLC0415

    for each in synthetic(count, seed=seed, characters=4_600):
        (folder / each.name).write_text(each.text(), encoding="utf-8")
    known = vocabulary(load_acts(), load_catalogue(rules_root() / "catalogue"), rules_root())
    times = [process_time()]
    documents = list(read_paths([folder]))
    times.append(process_time())
    documents = [cleaned(each) for each in documents]
    times.append(process_time())
    claims = [claims_of(each, known) for each in documents]
    times.append(process_time())
    for part, before, after in zip(("reading", "cleaning", "claims"), times, times[1:], strict=False):
        yield _row(part, len(documents), after - before)
    yield _row("reading to claims", len(documents), times[-1] - times[0])
    size = sum(len(each.text) for each in documents) / len(documents)
    print(f"{sum(map(len, claims)):,} claims; {size:,.0f} characters a document", file=sys.stderr)


def _pile(documents: Sequence[Document], families: Mapping[str, Synthetic]) -> None:
    from licet.acts import load_acts  # noqa: PLC0415
    from licet.catalogue import load_catalogue  # noqa: PLC0415
    from licet.evidence.claims.cues import vocabulary  # noqa: PLC0415
    from licet.evidence.claims.reader import claims_of  # noqa: PLC0415
    from licet.evidence.pile.whole import pile_of  # noqa: PLC0415
    from licet.rules import rules_root  # noqa: PLC0415

    story = load_acts()
    known = vocabulary(story, load_catalogue(rules_root() / "catalogue"), rules_root())
    begun = process_time()
    claims: dict[str, tuple[Claim, ...]] = {each.document_id: claims_of(each, known) for each in documents}
    print(_row("claims of the pile", len(documents), process_time() - begun))
    begun = process_time()
    pile = pile_of(documents, claims, story)
    print(_row("duplicates, events, conflicts", len(documents), process_time() - begun))
    print(
        f"\n{sum(map(len, claims.values())):,} claims, {len(pile.events):,} events, {len(pile.duplicates):,} clusters\n"
    )
    print("\n".join(against_truth([cluster.documents for cluster in pile.duplicates], families)))


def against_truth(clusters: Sequence[Sequence[str]], families: Mapping[str, Synthetic]) -> Iterator[str]:
    """Yield pairs found and right, and for each kind of relay how many are with their original."""
    sizes = Counter(each.family for each in families.values())
    expected = sum(size * (size - 1) // 2 for size in sizes.values())
    found = right = 0
    home: dict[str, int] = {}
    for number, cluster in enumerate(clusters):
        found += len(cluster) * (len(cluster) - 1) // 2
        right += sum(size * (size - 1) // 2 for size in Counter(families[each].family for each in cluster).values())
        home.update(dict.fromkeys(cluster, number))
    yield "| Pairs of one report | Found | Right |\n|---|---|---|"
    yield f"| {expected:,} | {100 * right / max(expected, 1):.2f} % | {100 * right / max(found, 1):.2f} % |\n"
    originals = {each.family: home[key] for key, each in families.items() if each.relation == "original"}
    of, with_original = Counter[str](), Counter[str]()
    for key, each in families.items():
        of[each.relation] += 1
        with_original[each.relation] += home[key] == originals[each.family]
    yield "| Relay | Documents | With its original |\n|---|---|---|"
    for kind in KINDS:
        yield f"| {kind} | {of[kind]:,} | {100 * with_original[kind] / max(of[kind], 1):.2f} % |"


if __name__ == "__main__":
    main()
