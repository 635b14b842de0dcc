"""Who owns whom: what listed parties own together, and who stands at the top.

What is stated of owners is a graph over time. The package reckons on it; which parties count and from which share on
are arguments, since they are law. Bounds take in what is not stated, and always hold.
"""

from licet.ownership.explanation import Explainer, Explanation, Step, Why, explain
from licet.ownership.graph import OwnershipGraph
from licet.ownership.headquarters import ParentHeadquarters, StatedCountry, contradictions, parent_headquarters
from licet.ownership.holding import Holding
from licet.ownership.listed_shares import ListedShare, ListedShares, Method, OwnershipTest
from licet.ownership.on_day import OwnersOnDay
from licet.ownership.parents import Basis, ControlStep, StatedParent, UltimateParent, UltimateParents
from licet.ownership.share import Share

__all__ = [
    "Basis",
    "ControlStep",
    "Explainer",
    "Explanation",
    "Holding",
    "ListedShare",
    "ListedShares",
    "Method",
    "OwnersOnDay",
    "OwnershipGraph",
    "OwnershipTest",
    "ParentHeadquarters",
    "Share",
    "StatedCountry",
    "StatedParent",
    "Step",
    "UltimateParent",
    "UltimateParents",
    "Why",
    "contradictions",
    "explain",
    "parent_headquarters",
]
