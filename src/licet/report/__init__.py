"""Boards, answers and pages, rendered from the JSON shapes of the commands, and the schemas of those."""

from licet.report.board import board
from licet.report.changes import changes_text
from licet.report.chart import threshold_chart
from licet.report.coverage import coverage_text
from licet.report.determination import determination_text
from licet.report.explanation import explanation_text
from licet.report.files import board_csv, board_xlsx
from licet.report.headroom import headroom_chart, headroom_text
from licet.report.html import html_report
from licet.report.impact import impact_text
from licet.report.reading_files import reading_csv
from licet.report.reading_html import reading_html
from licet.report.reading_text import reading_text
from licet.report.schema import schema
from licet.report.status_text import status_text
from licet.report.timeline_files import timeline_csv, timeline_icalendar
from licet.report.timeline_html import timeline_html, timeline_section
from licet.report.timeline_svg import timeline_svg
from licet.report.timeline_text import timeline_text

__all__ = [
    "board",
    "board_csv",
    "board_xlsx",
    "changes_text",
    "coverage_text",
    "determination_text",
    "explanation_text",
    "headroom_chart",
    "headroom_text",
    "html_report",
    "impact_text",
    "reading_csv",
    "reading_html",
    "reading_text",
    "schema",
    "status_text",
    "threshold_chart",
    "timeline_csv",
    "timeline_html",
    "timeline_icalendar",
    "timeline_section",
    "timeline_svg",
    "timeline_text",
]
