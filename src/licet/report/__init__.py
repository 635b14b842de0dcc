"""Boards, answers and pages, rendered from the JSON shapes of `determine` and `check`, and the schemas of those."""

from licet.report.board import board
from licet.report.chart import THIS_ITEM, threshold_chart
from licet.report.determination import determination_text
from licet.report.explanation import explanation_text
from licet.report.files import board_csv, board_xlsx
from licet.report.headroom import headroom_text
from licet.report.html import html_report
from licet.report.schema import schema

__all__ = [
    "THIS_ITEM",
    "board",
    "board_csv",
    "board_xlsx",
    "determination_text",
    "explanation_text",
    "headroom_text",
    "html_report",
    "schema",
    "threshold_chart",
]
