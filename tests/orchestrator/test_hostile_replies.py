"""A conversation survives hostile replies on the first try of every line, and none of their words stay in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from obedient import case_of, hold, model

from bedside.agents.model import Request

CASE = "rolled-ankle"
ROWS = [json.loads(line) for line in (Path(__file__).parents[1] / "agents" / "hostile.jsonl").read_text().splitlines()]
HIDDEN = "The X-ray shows no fracture and I should take naproxen 500 mg twice daily."
CHOSEN = [row for row in ROWS if row["expect"].startswith("repair") or row["id"] in (
    "other-label", "both-objects", "refusal-en-0", "empty", "empty-say", "wrong-key", "long", "long-braces",
)]  # fmt: skip


def reply_to(request: Request, row: dict[str, Any]) -> str:
    """The row's reply, with what depends on the conversation filled in."""
    said = {
        "{PROMPT}": " ".join(request.messages[0].text.split()[:60]),
        "{HIDDEN}": HIDDEN,
        "{SAME}": "Does it still hurt there?",
        "{LONG}": "word " * 200_000,
    }
    if row["reply"] in said:
        return json.dumps({"thought": "t", "say": said[row["reply"]]})
    bare = {"{LONGBARE}": "word " * 200_000, "{LONGBRACES}": "{" * 1_000_000}
    return bare[row["reply"]] if row["reply"] in bare else row["reply"]


@pytest.mark.no_cover
@pytest.mark.thin(5)
@pytest.mark.parametrize("row", CHOSEN, ids=[row["id"] for row in CHOSEN])
async def test_the_conversation_goes_on_without_the_hostile_words(row: dict[str, Any]):
    """It is finished, both still speak, and no turn but the first few of a repeated question is the hostile line."""
    case, text = case_of(CASE)
    given: list[str] = []

    def meddle(request: Request, plain: str) -> str | None:
        if f"/{row['role']}/" not in request.purpose or not request.purpose.endswith("/0"):
            return None
        given.append(reply_to(request, row))
        return given[-1]

    fold = (await hold(case, text, model(meddle))).state
    assert given
    assert (fold.status, fold.stop) == ("finished", "complete")
    assert {"physician", "patient"} <= {turn.speaker for turn in fold.turns}
    try:
        words = json.loads(given[0])["say"]
    except (ValueError, KeyError, TypeError):
        words = given[0]
    stayed = [turn.text for turn in fold.turns if words and turn.text == words]
    assert len(stayed) <= (2 if row["kind"] == "same again" else 0)
