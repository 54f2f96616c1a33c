"""The conversations that defects are planted in: the built-in family's over shipped visits, and what their parts are."""

import asyncio
import re
from dataclasses import dataclass, replace
from pathlib import Path

from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.scenarios.case import Case

CASES = Path(__file__).parents[1] / "scenarios" / "cases"
Line = tuple[str, str]  # who, and what they say

_SECTIONS = {
    "history": r"HISTORY|HISTORY OF PRESENT ILLNESS|HPI",
    "medicines": r"MEDICATIONS|CURRENT MEDICATIONS",
    "family": r"FAMILY HISTORY",
    "exam": r"EXAM|EXAMINATION|PHYSICAL EXAMINATION",
    "results": r"RESULTS",
    "assessment": r"ASSESSMENT",
    "plan": r"PLAN",
}
_EXAM = re.compile(
    r"vital signs|\byour (?:blood pressure|temperature|pulse|skin|throat) is|your results|the results|let's look at|I(?:'ll| will| am going to|'m going to) (?:listen|look|feel)",
    re.IGNORECASE,
)
_VIEW = re.compile(
    r"what I think|how I see it|where we are|\bI'd (?:like|recommend)|^(?:Take|Start) |you have (?:a |an )?\w+ ?\w*\.$"
)
_CLOSING = re.compile(
    r"questions|anything (?:else|you'd like|that isn't)|on your mind|take care|goodbye", re.IGNORECASE
)


@dataclass(frozen=True)
class GoldTalk:
    """A note and a conversation over it. ``exam`` is the turn in which the examination begins, ``view`` the first in which
    the physician says what it is or what to do, ``closing`` the one that ends that."""

    case: str
    sex: str
    note: str
    turns: tuple[Line, ...]
    exam: int
    view: int
    closing: int

    def with_turns(self, turns: list[Line]) -> "GoldTalk":
        """The same note under other turns."""
        return replace(self, turns=tuple(turns))

    def insert(self, at: int, lines: list[Line]) -> "GoldTalk":
        """The same with these lines before turn ``at``."""
        return self.with_turns([*self.turns[:at], *lines, *self.turns[at:]])

    def with_note(self, section: str, sentence: str) -> "GoldTalk | None":
        """The same with a sentence at the end of a section of the note, or None where the note has no such heading on a
        line of its own. A family history is put in where there is none."""
        lines = self.note.split("\n")
        heads = [at for at, line in enumerate(lines) if re.fullmatch(_SECTIONS[section], line.strip())]
        if not heads and section == "family":
            exam = [at for at, line in enumerate(lines) if re.fullmatch(_SECTIONS["exam"], line.strip())]
            if not exam:
                return None
            put = ["FAMILY HISTORY", sentence, ""]
            return replace(self, note="\n".join([*lines[: exam[0]], *put, *lines[exam[0] :]]))
        if not heads:
            return None
        end = next((at for at in range(heads[0] + 1, len(lines)) if not lines[at].strip()), len(lines))
        body = [line for line in lines[heads[0] + 1 : end] if line.strip() not in {"None.", "None"}]
        return replace(self, note="\n".join([*lines[: heads[0] + 1], *body, sentence, *lines[end:]]))


def _first(pattern: re.Pattern[str], turns: list[Line], after: int, otherwise: int) -> int:
    for at in range(after, len(turns)):
        if turns[at][0] == "physician" and pattern.search(turns[at][1]):
            return at
    return otherwise


def _talk(case: Case, text: str, seed: int) -> GoldTalk | None:
    state = asyncio.run(Simulator(seed).perform(Item(case.id, case, text), lambda _: None)).state
    turns = [(turn.speaker, turn.text) for turn in state.turns]
    if len(turns) < 20 or {who for who, _ in turns} != {"physician", "patient"}:
        return None
    exam = _first(_EXAM, turns, 8, len(turns) // 2)
    view = _first(_VIEW, turns, exam + 1, len(turns) * 3 // 4)
    closing = _first(_CLOSING, turns, view + 2, len(turns) - 2)
    return GoldTalk(case.id, case.patient.sex or "", text, tuple(turns), exam, view, closing)


def talks(seed: int, limit: int | None = None) -> list[GoldTalk]:
    """A conversation over every shipped English visit of a grown-up who speaks for themselves."""
    made: list[GoldTalk] = []
    for path in sorted(CASES.glob("*.case.yaml")):
        case, text = read_case(path)
        adult = (case.patient.age or 40) >= 16 and not case.patient.companion
        if (case.protocol, case.language) != ("notechat", "en") or not adult:
            continue
        talk = _talk(case.model_copy(update={"knowledge": False}), text, seed)
        made += [talk] if talk else []
        if limit is not None and len(made) >= limit:
            break
    return made
