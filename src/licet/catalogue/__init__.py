"""The catalogue of items: figures with their origin and rival readings, names, contents, measures."""

from licet.catalogue.catalogue import Catalogue, MatchedBy, Resolution
from licet.catalogue.comparison import ComparisonRow, compare
from licet.catalogue.item import Alternative, Item, ItemFact, ItemFactValue, ItemKind
from licet.catalogue.load import load_catalogue
from licet.catalogue.measures import (
    MEASURES,
    FormatRate,
    ProcessingUnit,
    highest_over_formats,
    highest_rate,
    performance_density,
    processing_performance_2022,
    total_processing_performance,
)
from licet.catalogue.names import Alias, AliasKind
from licet.catalogue.rows import COLUMNS, read_items

__all__ = [
    "COLUMNS", "MEASURES", "Alias", "AliasKind", "Alternative", "Catalogue", "ComparisonRow", "FormatRate", "Item",
    "ItemFact", "ItemFactValue", "ItemKind", "MatchedBy", "ProcessingUnit", "Resolution", "compare",
    "highest_over_formats", "highest_rate", "load_catalogue", "performance_density", "processing_performance_2022",
    "read_items", "total_processing_performance",
]  # fmt: skip
