"""The acts of H20 and H200 that the tests of the report read, a row each.

The dates follow public reports; the wording, the addresses and some of the figures are made up for the tests.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

H20, H200 = "nvidia-h20-96gb", "nvidia-h200-sxm-141gb"
_CLASSES = {"h20": ("H20", H20), "h200": ("H200", H200)}
EFFECTS = {
    "not_required": ("open", "designed to comply, below threshold"),
    "required": ("approval_needed", 'licence required, curbs, "ban"'),
    "required_denial": ("approval_needed", "presumption of denial, off limits"),
    "assured": ("approval_needed", "assured that licences would be granted"),
    "announced": ("approval_needed", "will allow"),
    "in_review": ("approval_needed", "sent to the agencies"),
    "eligible_case_by_case": ("approval_needed", "formally cleared the way"),
    "granted_conditional": ("approval_needed", "licences issued, firms cleared"),
    "granted_exercised": ("approval_needed", "shipped under a licence"),
    "unrestricted": ("open", "no reported measure"),
    "guided_against": ("unknown", "discouraged, urged to avoid, energy rule"),
    "questioned": ("unknown", "summoned, asked to explain"),
    "excluded": ("shut", "barred for some users: state-funded centres, military, critical infrastructure"),
    "ordered_to_stop": ("shut", "told to end tests and cancel orders"),
    "paused_by_guidance": ("shut", "told to halt orders until a decision"),
    "customs_scrutiny": ("unknown", "checks at ports"),
    "customs_refused": ("shut", "not permitted to enter"),
    "in_principle": ("approval_needed", "may prepare orders"),
    "approved_batch_conditional": ("approval_needed", "first batch approved, terms pending"),
    "released_limited": ("approval_needed", "small lots let in, case by case"),
    "not_narrated": ("unknown", "no act of this key is told yet"),
}


def _days(text: str) -> dict[str, str]:
    first, _, last = text.partition("/")
    return {"from": first, "to": last or first}


def act(
    name: str,
    what: str,
    on: str,
    family: str,
    title: str,
    known_from: str,
    **more: Any,  # noqa: ANN401  any JSON
) -> Json:
    """Return one act; `what` is `key state` or `mark kind`, `known_from` is `grade originator`."""
    key, _, state = what.partition(" ")
    grade, _, originator = known_from.partition(" ")
    public = more.pop("public", _days(on)["to"])
    classes = [{"id": each, "title": _CLASSES[each][0]} for each in family.split()]
    is_mark = key == "mark"
    return {
        "id": name,
        "title": title,
        "key": None if is_mark else key,
        "state": None if is_mark else state,
        "state_words": None if is_mark else EFFECTS[state][1],
        "effect": None if is_mark else EFFECTS[state][0],
        "mark": state if is_mark else None,
        "happened": _days(on),
        "told": None,
        "public": public,
        "grade": grade,
        "originator": originator,
        "actors": [],
        "items": [_CLASSES[each][1] for each in family.split()],
        "classes": classes,
        "scope": {},
        "scope_text": "any",
        "contested": None,
        "supersedes": [],
        "unverified": False,
        "requires": [],
        "quantities": [],
        "sources": [
            {
                "title": "",
                "publisher": originator,
                "published": public,
                "url": f"https://news.example/{name}",
                "read": "text",
                "relay": None,
            }
        ],
        "note": "",
        **more,
    }


def quantity(kind: str, text: str, *, exactly: int | None = None, at_least: int | None = None) -> Json:
    """Return one quantity in pieces."""
    return {"kind": kind, "text": text, "exactly": exactly, "at_least": at_least, "at_most": None, "unit": "pieces"}


def condition(name: str, text: str, question: str, *, not_in: list[str] | None = None) -> Json:
    """Return one condition."""
    return {"id": name, "text": text, "question": question, "only_in": None, "not_in": not_in}


def _contest(public: str, why: str, *by: str) -> Json:
    return {"public": public, "by": list(by), "why": why}


BUYERS = "buyers ByteDance, Alibaba, Tencent"


def acts() -> dict[str, Json]:
    """Return the acts by id, fresh."""
    found = [
        act("us.h20.letter", "us:export required", "2025-04-09", "h20", "A letter makes H20 need a licence",
            "official Nvidia 8-K", told="2025-04-09", public="2025-04-15", actors=["Department of Commerce"],
            quantities=[quantity("charge_expected", "up to US$5.5bn")]),
        act("us.h20.assured", "us:export assured", "2025-07-14", "h20",
            "Nvidia files for H20 licences and is assured that they will be granted", "official Nvidia"),
        act("us.h20.granted", "us:export granted_conditional", "2025-08-08", "h20",
            "Licences for H20 begin to be issued",
            "unnamed Financial Times"),
        act("cn.h20.energy", "cn:import guided_against", "2024-01-01/2024-12-31", "h20",
            "An energy rule for data centres is one that H20 does not meet", "unnamed Financial Times",
            public="2025-03-26"),
        act("cn.h20.summons", "cn:import questioned", "2025-07-31", "h20",
            "The regulator summons Nvidia over alleged back doors in H20", "official CAC", actors=["CAC", "Nvidia"]),
        act("cn.h20.stop", "cn:import ordered_to_stop", "2025-08-11/2025-08-12", "h20",
            "Firms are told to stop buying H20", "single_report The Information", scope_text=BUYERS,
            scope={"buyers": ["ByteDance", "Alibaba", "Tencent"]},
            contested=_contest("2025-08-12", "Reuters was told that firms were asked to justify orders, not to stop")),
        act("cn.h20.ports", "cn:import customs_scrutiny", "2025-10-10", "h20", "Customs step up checks at ports",
            "unnamed Financial Times", unverified=True),
        act("cn.h20.state-funded", "cn:import excluded", "2025-11-05", "h20 h200",
            "State-funded data centres may not use foreign AI chips", "unnamed Reuters",
            scope={"uses": ["end_use_state_funded_data_centre"]}, scope_text="use: state-funded data centre"),
        act("us.h200.limits", "us:export required_denial", "2023-11-17", "h200",
            "Limits on performance put H200 under a presumption of denial", "official BIS"),
        act("us.h200.announced", "us:export announced", "2025-12-08", "h200",
            "The President announces that H200 may be sold to approved customers", "named Donald Trump",
            supersedes=["us.h200.limits"]),
        act("us.h200.review", "us:export in_review", "2025-12-18/2025-12-19", "h200",
            "Applications for H200 are sent round the agencies", "unnamed Reuters"),
        act("us.h200.rule", "us:export eligible_case_by_case", "2026-01-15", "h200",
            "A rule reviews H200 case by case", "official BIS", public="2026-01-13"),
        act("us.h200.ten-firms", "us:export granted_conditional", "2026-05-14", "h200", "About ten firms are cleared",
            "unnamed Reuters", quantities=[quantity("capped_per_buyer", "no more than 75,000 for each customer")],
            scope_text=BUYERS, requires=[condition("use_inside", "To be used in mainland China only",
                                                   "Where may the pieces be used?")]),
        act("cn.h200.pause", "cn:import paused_by_guidance", "2026-01-07", "h200",
            "Firms are told to pause H200 orders",
            "single_report The Information"),
        act("cn.h200.customs-refused", "cn:import customs_refused", "2026-01-14", "h200",
            "Customs tells agents that H200 may not enter for now", "unnamed Reuters", supersedes=["cn.h200.pause"],
            actors=["General Administration of Customs"]),
        act("cn.h200.in-principle", "cn:import in_principle", "2026-01-23", "h200",
            "Three firms hear that they may prepare orders", "unnamed Bloomberg", scope_text=BUYERS),
        act("cn.h200.first-batch", "cn:import approved_batch_conditional", "2026-01-28", "h200",
            "A first batch of H200 is reported approved", "unnamed Reuters", scope_text=BUYERS,
            quantities=[quantity("approved", "more than 400,000 in all", at_least=400000)],
            contested=_contest("2026-01-29", "Huang, by name, says Beijing is still deciding", "statement.huang"),
            requires=[condition("domestic_purchase_share", "Buyers are to buy domestic chips as well; no ratio set",
                                "Does the approval name a share of domestic chips, and is it met?")]),
        act("cn.h200.small-lots", "cn:import released_limited", "2026-08-18", "h200",
            "Small lots are let in, case by case",
            "single_report Financial Times",
            quantities=[quantity("delivered", "about 10,000 each"), quantity("stock", "about 500,000 built for China")],
            requires=[condition("place_of_use", "Most are to stay in Hong Kong or abroad",
                                "Where may the pieces be used?", not_in=["CN"])]),
        act("visit.huang.july", "mark visit", "2025-07-16/2025-07-18", "h20", "Jensen Huang is in Beijing",
            "official MOFCOM"),
        act("meeting.wang", "mark meeting", "2025-07-17", "h20", "The minister of commerce receives Jensen Huang",
            "official MOFCOM"),
        act("result.q3", "mark result", "2025-08-27", "h20", "Nvidia reports no sale of H20 to China in the quarter",
            "official Nvidia", quantities=[quantity("delivered", "none to China", exactly=0)]),
        act("order.two-million", "mark order", "2025-12-31", "h200", "Chinese firms are reported to have ordered H200",
            "unnamed Reuters", quantities=[quantity("ordered", "more than 2 million", at_least=2000000)]),
        act("statement.huang", "mark statement", "2026-01-29", "h200", "Huang says that Beijing is still deciding",
            "named Jensen Huang"),
        act("production.stop", "mark production", "2026-03-05", "h200",
            "Production of H200 for China is reported stopped",
            "unnamed Financial Times"),
        act("delivery.first", "mark delivery", "2026-07-14", "h200",
            "First licensed shipments are told of in testimony",
            "named Landon Kessler"),
        act("statement.expo", "mark statement", "2025-07-16", "h20", "Huang speaks at the expo in Mandarin",
            "named Jensen Huang"),
    ]  # fmt: skip
    return {each["id"]: each for each in found}
