"""Release, hold, undetermined: the one place that decides."""

from licet.verdict.affected import affected_lines
from licet.verdict.as_json import determination_json, explanation_nodes
from licet.verdict.changes import changes_since
from licet.verdict.changes_json import changes_json
from licet.verdict.check import Ask, CheckedBook, check, determine_line, only_lines, order_named
from licet.verdict.check_json import check_json
from licet.verdict.desk import Desk, Words, day_said, instant_said, open_case, open_desk
from licet.verdict.determination import DATA_SETS, Determination, Remark, determine
from licet.verdict.footer import standard_footer
from licet.verdict.headroom import Headroom, headroom
from licet.verdict.headroom_json import headroom_json
from licet.verdict.item_terms import ItemTerms, item_terms_met
from licet.verdict.judge import LineVerdict, judge
from licet.verdict.judging import query_of
from licet.verdict.line import Rules
from licet.verdict.overrides import OVERRIDABLE, check_override
from licet.verdict.persons import two_persons
from licet.verdict.query import Query, completed
from licet.verdict.ranking import RANKINGS
from licet.verdict.reading_json import reading_json
from licet.verdict.screen_json import names_json, version_json
from licet.verdict.screening import Screening, find_screening
from licet.verdict.status import StatusWords, status
from licet.verdict.timeline import timeline

__all__ = [
    "DATA_SETS",
    "OVERRIDABLE",
    "RANKINGS",
    "Ask",
    "CheckedBook",
    "Desk",
    "Determination",
    "Headroom",
    "ItemTerms",
    "LineVerdict",
    "Query",
    "Remark",
    "Rules",
    "Screening",
    "StatusWords",
    "Words",
    "affected_lines",
    "changes_json",
    "changes_since",
    "check",
    "check_json",
    "check_override",
    "completed",
    "day_said",
    "determination_json",
    "determine",
    "determine_line",
    "explanation_nodes",
    "find_screening",
    "headroom",
    "headroom_json",
    "instant_said",
    "item_terms_met",
    "judge",
    "names_json",
    "only_lines",
    "open_case",
    "open_desk",
    "order_named",
    "query_of",
    "reading_json",
    "standard_footer",
    "status",
    "timeline",
    "two_persons",
    "version_json",
]
