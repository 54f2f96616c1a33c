"""Where somebody is in danger nobody chats, nobody is well, and nobody in hospital is sent to one."""

import asyncio
import re
from pathlib import Path

import pytest

from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case

_CHAT = re.compile(r"weather|traffic|weekend|parking|staying (?:busy|warm|cool)", re.IGNORECASE)
_WELL = re.compile(r"(?:pretty good|doing (?:well|good|fine)|can't complain|i'm (?:fine|good|okay))", re.IGNORECASE)
_SENT = re.compile(
    r"(?:go|get|head) (?:straight )?to the (?:nearest )?emergency|call (?:for an ambulance|emergency services)",
    re.IGNORECASE,
)


@pytest.mark.thin(3)
@pytest.mark.parametrize("seed", range(6))
def test_an_emergency_is_no_social_call(repo: Path, seed: int) -> None:
    """Six conversations of the emergency room case, with guidelines."""
    case, text = read_case(repo / "scenarios" / "cases" / "belly-pain-at-night.case.yaml")
    case = case.model_copy(update={"seed": seed, "setting": "emergency", "protocol": "notechat"})
    fold = asyncio.run(
        Simulator(seed, open_guideline_store().retriever).perform(Item(case.id, case, text), lambda _: None)
    ).state
    said = [(turn.speaker, turn.text) for turn in fold.turns]
    assert not [line for who, line in said if who == "physician" and _SENT.search(line)]
    assert not [line for _, line in said[:4] if _CHAT.search(line)]
    assert not [line for who, line in said[:4] if who == "patient" and _WELL.search(line)]
