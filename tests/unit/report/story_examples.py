"""A timeline and a status of H20 and H200 as the tests of the report read them, and hostile variants."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.unit.report.story_acts import BUYERS, EFFECTS, H20, H200, acts

Json = dict[str, Any]

HOSTILE = "<script>alert('x')</script>\"><img src=http://evil.example/x onerror=alert(1)>\x1b[31m\u202egnp & <b>"
LONG_WORD = "Unaussprechlichlangewortzusammensetzung" * 4
CJK = "海关总署通知报关代理公司暂不允许该芯片入境" * 3
FROM, TO = "2025-01-01", "2026-08-31"
FOOTER = "Not legal advice. Licet does not classify, license or file. Acts checked through 2026-10-10."
# item, key, then for each band: state, from, to, act, contested
_HEADLINES: list[tuple[str, str, list[tuple[str, str, str | None, str | None, bool]]]] = [
    (H20, "us:export", [
        ("not_narrated", FROM, "2025-04-09", None, False),
        ("required", "2025-04-09", "2025-07-14", "us.h20.letter", False),
        ("assured", "2025-07-14", "2025-08-08", "us.h20.assured", False),
        ("granted_conditional", "2025-08-08", None, "us.h20.granted", False),
    ]),
    (H20, "cn:import", [
        ("guided_against", FROM, "2025-07-31", "cn.h20.energy", False),
        ("questioned", "2025-07-31", "2025-08-11", "cn.h20.summons", False),
        ("ordered_to_stop", "2025-08-11", "2025-11-05", "cn.h20.stop", True),
        ("excluded", "2025-11-05", None, "cn.h20.state-funded", False),
    ]),
    (H200, "us:export", [
        ("required_denial", FROM, "2025-12-08", "us.h200.limits", False),
        ("announced", "2025-12-08", "2025-12-18", "us.h200.announced", False),
        ("in_review", "2025-12-18", "2026-01-15", "us.h200.review", False),
        ("eligible_case_by_case", "2026-01-15", "2026-05-14", "us.h200.rule", False),
        ("granted_conditional", "2026-05-14", None, "us.h200.ten-firms", False),
    ]),
    (H200, "cn:import", [
        ("unrestricted", FROM, "2025-11-05", None, False),
        ("excluded", "2025-11-05", "2026-01-07", "cn.h20.state-funded", False),
        ("paused_by_guidance", "2026-01-07", "2026-01-14", "cn.h200.pause", False),
        ("customs_refused", "2026-01-14", "2026-08-18", "cn.h200.customs-refused", False),
        ("released_limited", "2026-08-18", None, "cn.h200.small-lots", False),
    ]),
]  # fmt: skip
_ENDS = {
    "us.h20.letter": "2025-07-14",
    "us.h20.assured": "2025-08-08",
    "us.h200.limits": "2025-12-08",
    "us.h200.announced": "2025-12-18",
    "us.h200.review": "2026-01-15",
    "us.h200.rule": "2026-05-14",
    "cn.h200.pause": "2026-01-14",
    "cn.h200.customs-refused": "2026-08-18",
    "cn.h200.in-principle": "2026-01-28",
}


def _headline(known_at: str | None) -> list[Json]:
    """Return the bands of the headline; what was not public yet gives way to what was before it."""
    found: list[Json] = []
    for band in _all_headline():
        owner = band["act"]
        if known_at and owner and acts()[owner]["public"] > known_at:
            found[-1]["to"] = band["to"]
        else:
            found.append(band)
    return found


def _all_headline() -> list[Json]:
    return [
        {
            "item": item,
            "key": key,
            "from": first,
            "to": last,
            "state": state,
            "state_words": EFFECTS[state][1],
            "effect": "unknown" if state == "ordered_to_stop" else EFFECTS[state][0],
            "contested": contested,
            "act": owner,
            "scope_text": acts()[owner]["scope_text"] if owner else "any",
        }
        for item, key, bands in _HEADLINES
        for state, first, last, owner, contested in bands
    ]


def _bands(found: dict[str, Json], known_at: str | None) -> list[Json]:
    return [
        {
            "item": item,
            "key": each["key"],
            "from": each["happened"]["from"],
            "sure_from": each["happened"]["to"],
            "to": _ENDS.get(each["id"]),
            "state": each["state"],
            "state_words": each["state_words"],
            "effect": "unknown" if each["id"] == "cn.h20.stop" else each["effect"],
            "contested": each["contested"] is not None,
            "act": each["id"],
            "scope_text": each["scope_text"],
            "known": known_at is None or each["public"] <= known_at,
        }
        for each in found.values()
        if each["key"]
        for item in each["items"]
    ]


def timeline_example(known_at: str | None = None) -> Json:
    """Return the timeline of H20 and H200 from January 2025 to August 2026."""
    found = acts()
    marks = [
        {
            "act": each["id"],
            "kind": each["mark"],
            **each["happened"],
            "title": each["title"],
            "items": each["items"],
            "known": known_at is None or each["public"] <= known_at,
        }
        for each in found.values()
        if each["mark"]
    ]
    return {
        "schema_version": 1,
        "from": FROM,
        "to": TO,
        "known_at": known_at,
        "items": [{"item": H20, "item_name": "H20 96GB"}, {"item": H200, "item_name": "H200 SXM 141GB"}],
        "headline": _headline(known_at),
        "bands": _bands(found, known_at),
        "marks": marks,
        "acts": found,
        "stale": [
            {"id": "acts", "text": "the acts were checked 43 days before the day asked about", "at": "2026-10-10"}
        ],
        "gaps": ["the wording of the H20 letter was never published"],
        "checked_through": "2026-10-10",
        "acts_version": "2026.10.1",
        "footer": FOOTER,
    }


def ghost_timeline() -> Json:
    """Return the timeline as it was known in the middle of January 2026."""
    return timeline_example("2026-01-16")


def hostile_timeline() -> Json:
    """Return the timeline with every free text of it turned hostile."""
    timeline = ghost_timeline()
    for name in ("acts_version", "footer"):
        timeline[name] = HOSTILE
    for place, item in enumerate(timeline["items"]):
        item["item_name"] = (LONG_WORD, CJK)[place % 2] + HOSTILE
    for place, each in enumerate(timeline["acts"].values()):
        each["title"] = (HOSTILE, LONG_WORD, CJK, "=1+1")[place % 4] + each["title"]
        each["note"], each["originator"] = "@" + HOSTILE, HOSTILE
        each["sources"][0]["url"] = "javascript:alert(1)"
        each["scope_text"] = HOSTILE
    for band in (*timeline["bands"], *timeline["headline"]):
        band["state_words"], band["scope_text"] = HOSTILE, LONG_WORD
    for mark in timeline["marks"]:
        mark["title"] = HOSTILE
    return timeline


def _standing(found: dict[str, Json], name: str, counts: str, effect: str, **more: object) -> Json:
    base = {"act": found[name], "applies": "yes", "began": "yes", "why_unknown": [], "effect": effect, "counts": counts}
    return {**base, **more}


def status_example() -> Json:
    """Return the status of H200 on 2026-02-10, as known then."""
    found = acts()
    rule = found["us.h200.rule"]
    return {
        "schema_version": 1,
        "item": H200,
        "item_name": "H200 SXM 141GB",
        "valid_at": "2026-02-10",
        "known_at": "2026-02-10",
        "scope": {"buyer": None, "use": None, "place": None},
        "keys": [
            {
                "key": "us:export",
                "state": "eligible_case_by_case",
                "state_words": rule["state_words"],
                "effect": "approval_needed",
                "since": "2026-01-15",
                "contested": False,
                "grade": "official",
                "act": "us.h200.rule",
                "standing": [_standing(found, "us.h200.rule", "decides", "approval_needed")],
                "ended": [{"act": found["us.h200.review"], "by": "us.h200.rule", "on": "2026-01-15"}],
                "law": {
                    "licence_required": "yes",
                    "review_policy": "case_by_case",
                    "eccn": "3A090.a",
                    "because": ["TPP 15,832 is at least 4,800 [15 CFR 774 Supp. 1, 3A090.a.1]"],
                    "mismatch": "the acts say no licence was granted; the case holds one",
                },
                "scopes": [],
            },
            {
                "key": "cn:import",
                "state": "customs_refused",
                "state_words": "not permitted to enter",
                "effect": "shut",
                "since": "2026-01-14",
                "contested": True,
                "grade": "unnamed",
                "act": "cn.h200.customs-refused",
                "standing": [
                    _standing(found, "cn.h200.customs-refused", "decides", "shut"),
                    _standing(
                        found,
                        "cn.h20.state-funded",
                        "stands_beside",
                        "shut",
                        applies="unknown",
                        why_unknown=["whether the end use is a state-funded data centre is not stated"],
                    ),
                    _standing(found, "cn.h200.first-batch", "changes_nothing", "approval_needed"),
                    _standing(found, "cn.h20.ports", "unverified", "unknown", began="unknown"),
                ],
                "ended": [{"act": found["cn.h200.pause"], "by": "cn.h200.customs-refused", "on": "2026-01-14"}],
                "law": None,
                "scopes": [
                    {
                        "scope_text": BUYERS,
                        "state": "customs_refused",
                        "effect": "shut",
                        "since": "2026-01-14",
                        "contested": True,
                        "grade": "unnamed",
                        "act": "cn.h200.customs-refused",
                        "beside": ["approved batch conditional since 2026-01-28, contested, changes nothing"],
                    }
                ],
            },
        ],
        "clashes": [
            {
                "dimension": "place_of_use",
                "verified": False,
                "clauses": [
                    {
                        "key": "us:export",
                        "text": "To be used in mainland China only",
                        "citation": "a licence that was not published",
                        "grade": "unnamed",
                        "allowed": "CN",
                        "unverified": True,
                    },
                    {
                        "key": "cn:import",
                        "text": "Most are to stay in Hong Kong or abroad",
                        "citation": "Financial Times, 2026-08-18",
                        "grade": "single_report",
                        "allowed": "HK",
                        "unverified": False,
                    },
                ],
            }
        ],
        "hidden": 1,
        "stale": [],
        "gaps": ["the wording of the customs notice was never published"],
        "checked_through": "2026-10-10",
        "acts_version": "2026.10.1",
        "caveats": [{"id": "guidance", "text": "guidance may bind although it is unpublished", "at": "2026-01-14"}],
        "footer": FOOTER,
    }


def hostile_status() -> Json:
    """Return the status with hostile texts, long words and Chinese in it."""
    status = deepcopy(status_example())
    status["item_name"], status["footer"] = LONG_WORD, HOSTILE
    for key in status["keys"]:
        key["state_words"] = CJK
        for standing in key["standing"]:
            standing["act"]["title"] = LONG_WORD + HOSTILE
            standing["act"]["originator"] = CJK
            standing["why_unknown"] = [HOSTILE]
    status["clashes"][0]["clauses"][0]["text"] = HOSTILE
    status["scope"] = {"buyer": HOSTILE, "use": LONG_WORD, "place": CJK}
    return status
