"""The status says state, effect, who says so and what is contested, and fits the terminal."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.report.story_examples import hostile_status, status_example

from licet.report import status_text
from licet.report.layout import columns


def told(status: dict[str, Any], width: int = 80) -> str:
    return " ".join(status_text(status, width=width, colour=False).split())


@pytest.mark.parametrize("status", [status_example(), hostile_status()], ids=["example", "hostile"])
@pytest.mark.parametrize("width", [80, 97, 120])
def test_no_line_is_wider_than_the_terminal(status: dict[str, Any], width: int) -> None:
    assert max(map(columns, status_text(status, width=width, colour=False).splitlines())) <= width


@pytest.mark.parametrize(
    "said",
    [
        "H200 SXM 141GB (nvidia-h200-sxm-141gb)",
        "Day 2026-02-10",
        "Known at 2026-02-10 (only what was public then)",
        "Scope any buyer, use and place of use",
        "state customs refused: not permitted to enter",
        "effect shut since 2026-01-14",
        "known from reported by unnamed sources, Reuters",
        "CONTESTED others say otherwise",
        "the rules say licence required; ECCN 3A090.a; review policy case by case; because TPP 15,832",
        "MISMATCH the acts say no licence was granted; the case holds one",
        "buyers ByteDance, Alibaba, Tencent: customs refused (shut) since 2026-01-14",
        "decides: Customs tells agents that H200 may not enter for now",
        "stands beside: State-funded data centres may not use foreign AI chips",
        "applies not known whether it applies unknown whether the end use is a state-funded data centre",
        "changes nothing: A first batch of H200 is reported approved [CONTESTED]",
        "contested since 2026-01-29 (by statement.huang): Huang, by name, says Beijing is still deciding",
        "unverified, decides nothing: Customs step up checks at ports",
        "began not known whether it had begun",
        "quantity approved: more than 400,000 in all; at least 400,000 pieces",
        "asks Does the approval name a share of domestic chips, and is it met? (Buyers are to buy domestic",
        "(paused by guidance, reported by one outlet only, The Information), superseded on 2026-01-14 by",
        "Clash over place of use (unverified): both cannot be met",
        "us:export: To be used in mainland China only (allows CN; reported by unnamed sources; unverified)",
        "cn:import: Most are to stay in Hong Kong or abroad (allows HK; reported by one outlet only)",
        "1 act had begun by then but was not public yet",
        "the wording of the customs notice was never published",
        "guidance may bind although it is unpublished [2026-01-14]",
        "Not legal advice.",
    ],
)
def test_the_status_says(said: str) -> None:
    assert said in told(status_example())


def test_a_key_that_is_not_contested_does_not_say_so() -> None:
    status = status_example()
    status["keys"] = status["keys"][:1]

    assert "contested" not in told(status).lower()


def test_a_scope_that_was_asked_is_named() -> None:
    status = {**status_example(), "scope": {"buyer": "ByteDance", "use": "end_use_training", "place": "CN"}}

    assert "Scope buyer ByteDance; use end use training; place of use CN" in told(status)


def test_a_key_without_acts_says_that_none_is_known() -> None:
    status = status_example()
    open_key = {"state": "unrestricted", "state_words": "no reported measure", "effect": "open", "since": None}
    bare: dict[str, Any] = {"contested": False, "grade": None, "act": None, "standing": [], "ended": [], "scopes": []}
    status["keys"] = [{**status["keys"][1], **open_key, **bare}]

    assert "state unrestricted: no reported measure effect open known from no act is known" in told(status)
    assert "What stands - no act" in told(status)


def test_hostile_text_cannot_steer_the_terminal() -> None:
    text = status_text(hostile_status(), width=80, colour=False)

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\ufffd" in text


def test_colour_adds_nothing_but_colour() -> None:
    from re import sub  # noqa: PLC0415

    plain, painted = (status_text(status_example(), width=80, colour=colour) for colour in (False, True))

    assert painted != plain
    assert sub(r"\x1b\[[0-9;]*m", "", painted).split() == plain.split()
