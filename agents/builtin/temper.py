"""What mood, talkativeness and schooling add to what a patient says."""

from collections.abc import Sequence

from bedside.agents.builtin.grave import sombre
from bedside.agents.builtin.line import Line
from bedside.agents.builtin.news import news
from bedside.agents.builtin.reactions import heard
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact

_PUZZLED = {"A1": 0.5, "A2": 0.4, "B1": 0.2, "B2": 0.1}
_MOODS = frozenset(("fear", "angry", "doubt"))
_TROUBLE = frozenset(("symptom", "complaint", "event", "quote", "wish"))
_OWN = frozenset(("reason", "story", "associated", "review"))


class Temper:
    """How a person is, on one line of theirs."""

    def __init__(self, line: Line, brief: Brief) -> None:
        self.line, self.brief, self.persona = line, brief, brief.persona

    def colour(self, facts: Sequence[Fact]) -> None:
        """What mood and talkativeness add to an answer of the patient's own about what troubles them."""
        persona, line = self.persona, self.line
        troubled = self.brief.step.topic in _OWN and any(
            fact.kind in _TROUBLE and fact.polarity == "present" for fact in facts
        )
        if self.brief.relation is not None or self.brief.attempt:
            return
        if troubled and persona.mood == "anxious" and line.chance(0.2 / (1 + 2 * self._moods())):
            line.add(line.draw("worry"))
        elif troubled and persona.mood == "angry" and line.chance(0.2 / (1 + self._moods())):
            line.add(line.draw("gripe"))
        elif persona.mood == "overly-positive" and troubled and not sombre(self.brief) and line.chance(0.4):
            line.add(line.draw("mood_overly-positive"))
        elif persona.talkativeness == "chatty" and troubled and line.chance(0.5):
            line.add(line.draw("chatty"))

    def _asked_back(self) -> int:
        """How often this person has asked what a word means."""
        return sum(heard(turn.text) == "puzzled" for turn in self.brief.turns if turn.speaker == self.brief.role)

    def _moods(self) -> int:
        """How often this person has let a mood be heard."""
        return sum(heard(turn.text) in _MOODS for turn in self.brief.turns if turn.speaker == self.brief.role)

    def moved(self) -> bool:
        """A word that is not clear, or a mood; True if that was all there is to say."""
        persona, line = self.persona, self.line
        puzzled = max(_PUZZLED.get(persona.language_level, 0.0), 0.3 if persona.literacy == "low" else 0.0)
        if puzzled and line.chance(puzzled / (1 + self._asked_back())):
            line.add(line.draw("puzzled"))
            return True
        if persona.literacy == "high" and line.chance(0.2):
            line.add(line.draw("knows"))
            return True
        glad = 0.0 if news(self.brief) == "grave" or sombre(self.brief) else 0.25
        share = {"anxious": 0.2, "angry": 0.25, "distrustful": 0.25, "cheerful": 3 * glad, "overly-positive": glad}
        if persona.mood not in share or not line.chance(share[persona.mood] / (1 + self._moods() / 2)):
            return False
        warned = any(fact.argument("condition") is not None for fact in self.brief.facts)
        if persona.mood == "cheerful" and (warned or news(self.brief) in ("bad", "plain", "safety", "examine")):
            return False  # nobody finds a warning lovely
        line.add(line.draw(f"mood_{persona.mood}"))
        return True
