"""The labelled questions, read from YAML and put as queries to the engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from licet.catalogue import Catalogue, Item, read_items
from licet.errors import ProblemsFound
from licet.facts import Party, Provenance, Role, Stated
from licet.period import read_date
from licet.truth import Truth
from licet.verdict.desk import Desk, open_desk
from licet.verdict.query import Query
from licet.yaml_source import Mapping, Sequence, Text, YamlNode, read_yaml

HERE = Path(__file__).parent
DISAGREEMENTS = HERE / "disagreements.yaml"
QUESTION_FILES = tuple(path for path in sorted(HERE.glob("*.yaml")) if path != DISAGREEMENTS)
LABELLER = Provenance("the labelled question")
NO_PARENT = "-"

# "On the footing that the applicant's certifications are made" (README.md): what (dd)(1)(i) to (ix) read.
CERTIFIED = {
    "us_units_shipped": "100000",
    "specifications_certified": "true",
    "us_supply_sufficient": "true",
    "us_orders_not_delayed": "true",
    "foundry_capacity_not_diverted": "true",
    "china_shipped_tpp": "1000000",
    "us_shipped_tpp": "1000000000",
    "no_barred_end_use_or_user": "true",
    "no_barred_remote_access": "true",
    "kyc_procedures_submitted": "true",
    "remote_user_list_submitted": "true",
    "provides_infrastructure_as_a_service": "false",
    "physical_security_described": "true",
    "laboratory_review_of_every_shipment": "true",
    "laboratory_qualified": "true",
}
# "What every row supposes" (README.md): said aloud, as an officer would who was asked.
SUPPOSED = {"due_diligence": "cleared", "exporter_role": "other"}


def plain(node: YamlNode) -> Any:  # noqa: ANN401  a tree of text has no better type
    """Give the tree of texts below a node."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Read the one list of rows of a file."""
    node = read_yaml(path)
    assert isinstance(node, Mapping)
    (rows,) = plain(node).values()
    return list(rows)


@dataclass(frozen=True)
class Question:
    """One labelled question: the row, the file it stands in, and the query it asks."""

    file: str
    row: dict[str, Any]

    @property
    def id(self) -> str:
        """The id, which is its name in all files."""
        return str(self.row["id"])

    @property
    def expect(self) -> dict[str, Any]:
        """The answers that are labelled."""
        return dict(self.row["expect"])

    @property
    def is_in_doubt(self) -> bool:
        """Whether the labeller found the references unsure."""
        return "doubt" in self.row

    def query(self, desk: Desk, *, supposed: bool = False) -> Query:
        """Return the query; `supposed` also states what every row supposes."""
        row = self.row
        said = {name: row[name] for name in ("movement", "ship_from", "destination", "exporter")}
        said |= CERTIFIED | row.get("facts", {}) | (SUPPOSED if supposed else {})
        item, catalogue = self._item(desk.catalogue)
        schema = desk.law.schema
        return Query(
            item=item,
            catalogue=catalogue,
            valid_at=read_date(row["valid_at"]),
            known_at=read_date(row["known_at"]) if "known_at" in row else None,
            order_facts={name: Stated(schema[name].read(text), LABELLER) for name, text in said.items()},
            parties=tuple(_party(number, cells, desk) for number, cells in enumerate(row["parties"], 1)),
            parties_complete=Truth.from_word(row["parties_complete"]),
        )

    def _item(self, catalogue: Catalogue) -> tuple[Item, Catalogue]:
        if "item" in self.row:
            return catalogue[self.row["item"]], catalogue
        figures = dict(self.row["figures"])
        inside = figures.pop("contents", [])
        ids = [f"{self.id}.ic-{number}" for number, _ in enumerate(inside, 1)]
        rows = [_cells(item_id, cells) for item_id, cells in zip(ids, inside, strict=True)]
        rows.append(_cells(self.id, figures) | ({"contains": "; ".join(ids)} if ids else {}))
        items, problems = read_items([(f"{self.file}: {self.id}", cells) for cells in rows])
        if problems:
            raise ProblemsFound(problems)
        whole = catalogue.with_items(items)
        return whole[self.id], whole


def _cells(item_id: str, figures: dict[str, Any]) -> dict[str, str]:
    return {"item_id": item_id} | {
        name: " to ".join(value) if isinstance(value, list) else str(value) for name, value in figures.items()
    }


def _party(number: int, cells: dict[str, str], desk: Desk) -> tuple[Role, Party]:
    places = {name: text for name, text in cells.items() if name != "role"}
    if places.get("ultimate_parent_headquarters") == NO_PARENT:  # its own headquarters is the topmost one
        places.pop("ultimate_parent_headquarters")
        if "headquarters" in places:
            places["ultimate_parent_headquarters"] = places["headquarters"]
    facts = {name: Stated(desk.law.schema[name].read(text), LABELLER) for name, text in places.items()}
    return Role(cells["role"]), Party(f"party-{number}", f"Party {number}", facts)


@cache
def desk() -> Desk:
    """Return the installed law and catalogue."""
    return open_desk()


@cache
def questions() -> tuple[Question, ...]:
    """Return every labelled question."""
    return tuple(Question(path.name, row) for path in QUESTION_FILES for row in rows_of(path))
