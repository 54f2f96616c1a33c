"""A panel of language models that tries to refute what metrics point at, finding by finding.

Law of the file: a finding that nobody was brought to judge is open, with the reason, and counts neither way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bedside.agents.model import Request
from bedside.evaluation.given import Given
from bedside.evaluation.judging.refuting import BlamedTurn, RefutingReply, Verdict, borne_out, refuting_messages
from bedside.evaluation.metrics.coherence import COUNTS
from bedside.evaluation.metrics.evidence import ScoreEvidence, evidence
from bedside.evaluation.metrics.told_as import LOOKS
from bedside.orchestrator.scorecards.judge import Judge, ask_judge, note_text, spoken_turns, together
from bedside.orchestrator.scorecards.talk import SourceTalk

Json = dict[str, Any]
_UNSUPPORTED = "statements that the note does not bear out"
NO_WORDS = "words that are nowhere"


@dataclass(frozen=True)
class PutFinding:
    """A finding and the dialogue it is of. ``number`` tells the findings of one dialogue apart."""

    talk: SourceTalk
    finding: ScoreEvidence
    number: int


@dataclass(frozen=True)
class PanelAnswer:
    """What one judge said against one finding: a verdict, or None with the ``reason``. A refutation without words that are there is
    ``unsure``, for that reason."""

    put: PutFinding
    judge: str
    verdict: Verdict | None
    reason: str = ""
    words: str = ""
    because: str = ""

    @property
    def row(self) -> Json:
        """As a line of ``refuted.jsonl``; what may quote a note only where its words are kept."""
        kept = self.put.talk.words_kept
        quoted = {key: value for key, value in (("words", self.words), ("because", self.because)) if value and kept}
        return {
            "id": self.put.talk.id,
            "number": self.put.number,
            "finding": self.put.finding.shown(with_note=kept),
            "judge": self.judge,
            "verdict": self.verdict,
            **({"reason": self.reason} if self.reason else {}),
            **quoted,
        }


def blamed_turn(finding: ScoreEvidence) -> BlamedTurn:
    """A finding as it is put to a judge, with what its metric measures."""
    measures = {name: row[1] for name, row in (*COUNTS.items(), *LOOKS.items())}
    counted = f"{finding.metric} ({measures.get(finding.metric, _UNSUPPORTED)})"
    return BlamedTurn(finding.turn, counted, finding.said, finding.against)


def findings_of(talks: Sequence[SourceTalk]) -> list[PutFinding]:
    """What the metrics point at in every dialogue, in order of turns."""
    found: list[PutFinding] = []
    for talk in talks:
        notes = {talk.record.note_id: talk.note} if talk.note is not None else {}
        given = Given(records=[talk.record], notes=notes, passages=talk.passages)
        found += [PutFinding(talk, one, number) for number, one in enumerate(evidence(given))]
    return found


async def answers(found: Sequence[PutFinding], judges: Sequence[Judge]) -> list[PanelAnswer]:
    """Every finding before every judge. Raises ``Problem`` for a judge that cannot be asked at all."""

    async def ask(judge: Judge, put: PutFinding) -> PanelAnswer:
        talk, note, turns = put.talk, note_text(put.talk), spoken_turns(put.talk)
        blamed = blamed_turn(put.finding)
        messages = refuting_messages(talk.id, note, turns, blamed)
        reply, reason = await ask_judge(judge, Request(messages, f"{talk.id}/refute/{put.number}"), RefutingReply)
        name = judge.about.name
        if reply is None:
            return PanelAnswer(put, name, None, reason)
        if reply.verdict == "refuted" and not borne_out(reply.words, blamed, note, turns):
            return PanelAnswer(put, name, "unsure", NO_WORDS, reply.words, reply.because)
        return PanelAnswer(put, name, reply.verdict, "", reply.words, reply.because)

    return await together([lambda judge=judge, put=put: ask(judge, put) for judge in judges for put in found])
