"""A language model without language: it reads its prompt and does what stands there, in the plainest words.

For planting faults: it tells the facts between the marks, takes up what was said last, and keeps to lines that tell it how to
begin or end. With ``odds`` it adds a phrase of its own now and then, drawn by the request and its seed, as a model does that
draws its words. It knows nothing of who asks.
"""

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside.agents.model import Reply, Request, Usage

_DATA = re.compile(r"<data-[0-9a-f]+>\n(.*?)\n</data-", re.DOTALL)
_BEGIN = re.compile(r"Begin (?:with|by saying): ([^.\n]+)\.")
_END = re.compile(r"End (?:with|by saying): ([^.\n]+)\.")
_LAST = re.compile(r"^(?!PHYSICIAN)[A-Z]+: (.+)$", re.MULTILINE)
WHIM = "funny weather we are having"
LONG = "I could go on about it for a long while because it is all so much and there is always more to it than you would think"


@dataclass
class LiteralModel:
    """Keeps the ``Model`` contract. ``slips`` are replies to say instead, by purpose: those of a recording in which one is bad.
    ``takes_up`` has the physician begin with the last words that were said to them."""

    name: str = "scripted:reader"
    slips: Mapping[str, str] = field(default_factory=dict[str, str])
    takes_up: bool = True
    odds: float = 0.0
    asked: int = 0

    async def ask(self, request: Request) -> Reply:
        """Answer one request."""
        self.asked += 1
        say = self.slips.get(_without_attempt(request.purpose)) or self._line(request)
        return Reply(text=json.dumps({"say": say}), asked=self.name, served=self.name, usage=Usage(1, 1))

    async def close(self) -> None:
        """Nothing is held."""

    def _line(self, request: Request) -> str:
        system, tail = request.messages[0].text, request.messages[-1].text
        physician = "/physician/" in request.purpose
        data = _DATA.findall(tail)
        facts = [line[2:] for line in data[0].splitlines() if line.startswith("- ")] if data else []
        if facts:
            say = ". ".join(re.sub(r"NOT so: (?:.*: )?", "no ", fact) for fact in facts)
        elif data:
            item = next(line for line in data[0].splitlines() if not line.startswith("["))
            say = f"Any {item.split(' | ')[0].rstrip('?')}?"
        else:
            wish = tail.rsplit("\n\n", 2)[-2].splitlines()[-1]
            say = f"{wish.removeprefix('Ask: ').rstrip('.')}?" if wish.startswith("Ask: ") else _small(physician, wish)
        before = _LAST.findall(tail)
        if physician and self.takes_up and before and "Ask" in tail:
            say = f"{' '.join(before[-1].rstrip('.?!').split()[-6:])}, I see. {say}"
        for pattern, place in ((_BEGIN, "{line}, {say}"), (_END, "{say} {line}.")):
            for text in (system, tail):
                if (found := pattern.search(text)) is not None:
                    say = place.format(line=found[1], say=say)
        if self.odds and random.Random(f"{request.digest}/{request.decoding.seed}").random() < self.odds:
            say = f"{say} {WHIM}."
        return say


def _small(physician: bool, wish: str) -> str:
    """A few words where there is nothing to tell, not the same for every wish."""
    kind = sum(map(ord, wish)) % 5
    said = ("Good to see you", "All right then", "I follow that", "That is fine", "Let us go on")
    lay = ("Hello there", "Yes I hear you", "Nothing comes to mind", "That is all right", "Goodbye for now")
    return (said if physician else lay)[kind]


def _without_attempt(purpose: str) -> str:
    return purpose.rsplit("/", 1)[0]
