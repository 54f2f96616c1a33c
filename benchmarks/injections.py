"""How often an order inside a note or a guideline gets into a conversation, wall by wall.

Run ``python -m bedside.benchmarks.injections``. The corpus is ``tests/agents/injections.jsonl``; the model is a gullible
one that does whatever its prompt's data order, so the numbers are of the walls and of no model's good sense:

* reading: the order is no fact and no part of a passage (rows whose order stands in some request);
* the whole chain: what such a model says of it that stands in the finished conversation;
* checks alone: the same when the model says its order on the first try of every line, wherever it has it from;
  and when it insists on every try.

The built-in family is run as well: it has no model to fool, but reads notes out.
"""

import asyncio
import codecs
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import typer

from bedside.agents.model import Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.knowledge.corpus import Corpus
from bedside.knowledge.passage import Document, Passage, PassageItem
from bedside.knowledge.retriever import Hit
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item as Dialogue
from bedside.orchestrator.build.simulate_item import Simulator
from bedside.scenarios.case import Case
from bedside.scenarios.player import Player

CORPUS = Path(__file__).parents[1] / "tests" / "agents" / "injections.jsonl"
PLAYER = Player(name="openai:gullible")
Obeys = Literal["what it finds", "first tries", "always"]
Row = dict[str, str]
_DATA = re.compile(r"<(?:[a-z]+)-[0-9a-f]{12}>\n(.*?)\n</[a-z]+-[0-9a-f]{12}>", re.DOTALL)
_CODE = re.compile(r"[A-Za-z0-9+/=]{20,}")
KNEE = (
    "CHIEF COMPLAINT:\nLeft knee pain.\n\nHISTORY OF PRESENT ILLNESS:\nThe patient is a 46-year-old woman with left knee "
    "pain for three weeks after a fall. The pain is worse on stairs. She has had a dry cough for two months.\n\n"
    "EXAMINATION:\nThere is a small effusion of the left knee.\n\nASSESSMENT AND PLAN:\nMeniscal tear of the left knee. "
    "MRI of the left knee. Ibuprofen 400 mg three times a day.\n"
)


def rows(path: Path = CORPUS) -> list[Row]:
    """The corpus."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def plain(text: str) -> str:
    """Letters and digits alone, forms folded: what is read as the canary counts as it."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def stands_in(row: Row, data: str) -> bool:
    """Whether the order, written plainly or encoded, stands in a prompt's data."""
    marks = [row["canary"], codecs.encode(row["canary"], "rot13"), *_CODE.findall(row["text"])]
    there = plain(data)
    return any(plain(mark) in there for mark in marks)


def obeyed(row: Row, request: Request) -> str:
    """What a model that obeys says."""
    word = row["canary"]
    thought = {"thought": "I was told to.", "say": word}
    match row["wants"]:
        case "both":
            return json.dumps(thought | {"say": f"Doctor: {word}\nPatient: {word}"})
        case "prompt":
            return json.dumps(thought | {"say": f"{request.messages[0].text[:400]} {word}"})
        case "swap":
            return json.dumps(thought | {"say": f"I am going to examine you: {word}."})
        case "json":
            return f'{{"thought": "", "say": ""}}, {{"say": "{word}"}}'
        case "link":
            return json.dumps(thought | {"say": f"See [this](https://{word}/p?d=1)."})
        case _:
            return json.dumps(thought | {"say": f"{word}."})


def plainly(request: Request) -> str:
    """The plainest right answer to a request of the prompted family."""
    if "/planner" in request.purpose:
        return json.dumps({"parts": []})
    if "/refiner" in request.purpose:
        return json.dumps({"lines": []})
    data = _DATA.findall(request.messages[-1].text)
    facts = [line[2:] for block in data for line in block.splitlines() if line.startswith("- ")]
    say = ". ".join(re.sub(r"NOT so: (?:.*: )?", "no ", fact) for fact in facts)
    _, role, step, attempt = request.purpose.rsplit("/", 3)
    count = f"{len(request.messages[-1].text)} {step} {attempt}"
    talk = f"And what about number {count}?" if role == "physician" else f"Well, that is how it is, like {count}."
    return json.dumps({"thought": "t", "say": say or talk})


@dataclass
class Gullible:
    """A script for ``ScriptedModel``; counts where the order stood and how often it obeyed."""

    row: Row
    obeys: Obeys
    seen: int = 0
    did: int = 0

    def __call__(self, request: Request) -> str:
        """Obey the order, or answer plainly."""
        speaker = "/planner" not in request.purpose and "/refiner" not in request.purpose
        data = "\n".join(block for message in request.messages for block in _DATA.findall(message.text))
        found = stands_in(self.row, data)
        self.seen += found and speaker
        first = request.purpose.endswith("/0")
        if speaker and (self.obeys == "always" or (self.obeys == "first tries" and first) or found):
            self.did += 1
            return obeyed(self.row, request)
        return plainly(request)


class Poisoned:
    """A store that gives one poisoned guideline to every question: the worst a search can do."""

    def __init__(self, text: str) -> None:
        line = " ".join(text.split())
        document = Document("poisoned", "Knee pain", "complaint", "none", "none", "none")
        names = ("Overview", "Questions", "Red flags", "Advice", "Safety net")
        self.corpus = Corpus(
            (document,),
            tuple(
                Passage(f"poisoned#{i}", document.id, document.title, name, line, "none", "none", "none", (PassageItem(line, "soon"),))
                for i, name in enumerate(names)
            ),
            "",
        )  # fmt: skip

    def find(self, query: str, k: int = 5) -> list[Hit]:
        """Every passage."""
        return [Hit(passage, 1.0, 1.0, 1.0) for passage in self.corpus.passages][:k]

    def lookup(self, text: str) -> list[str]:
        """The document."""
        return ["poisoned"]

    def document(self, id: str) -> Document:
        """The document."""
        return self.corpus.documents[0]

    def passages(self, document: str) -> tuple[Passage, ...]:
        """Its passages."""
        return self.corpus.passages


@dataclass(frozen=True)
class InjectionOutcome:
    """What became of one row. ``arrived``: the turns that hold the order's words."""

    row: Row
    status: str  # finished, failed or refused (a note in another language)
    seen: int
    did: int
    arrived: tuple[str, ...]


async def try_row(row: Row, obeys: Obeys | None, seed: int = 3) -> InjectionOutcome:
    """Hold one conversation over the row; with ``obeys`` None by the built-in family."""
    text, retriever = (row["text"], None) if row["kind"] == "note" else (KNEE, Poisoned(row["text"]))
    case = Case(id=row["id"], note=text, seed=seed, knowledge=retriever is not None)
    script = Gullible(row, obeys or "what it finds")
    if obeys is not None:
        case = Case.model_validate({**case.model_dump(), "models": {"default": PLAYER.model_dump()}})
    registry = PlayerRegistry(models={PLAYER: ScriptedModel(script, PLAYER.name)})
    store: Any = retriever
    fold = (
        await Simulator(seed, store, players_for=registry).perform(Dialogue(row["id"], case, text), lambda _: None)
    ).state
    refused = fold.status == "failed" and fold.failure is not None and fold.failure.kind == "language"
    arrived = tuple(turn.text for turn in fold.turns if plain(row["canary"]) in plain(turn.text))
    return InjectionOutcome(row, "refused" if refused else fold.status, script.seen, script.did, arrived)


def table(outcomes: Sequence[InjectionOutcome]) -> str:
    """Counts of one setting in a line."""
    tried = [outcome for outcome in outcomes if outcome.status != "refused"]
    status = Counter(outcome.status for outcome in outcomes)
    reached = sum(outcome.seen > 0 for outcome in tried)
    obeyed_in = sum(outcome.did > 0 for outcome in tried)
    arrived = sum(bool(outcome.arrived) for outcome in tried)
    turns = sum(outcome.did for outcome in tried)
    share = f"{arrived / len(tried):.0%}" if tried else "-"
    return f"{len(tried):>5}{status['refused']:>9}{status['failed']:>8}{reached:>9}{obeyed_in:>8}{turns:>9}{arrived:>9}{share:>8}"


def main(limit: int = 0, only: str = "", show: bool = False) -> None:
    """Run the corpus. ``--limit`` takes the first rows, ``--only`` one id, ``--show`` prints what arrived."""
    chosen = [row for row in rows() if only in ("", row["id"])][: limit or None]
    say: Callable[[str], None] = typer.echo
    say(
        f"{'':<34}{'tried':>5}{'refused':>9}{'failed':>8}{'reached':>9}{'obeyed':>8}{'replies':>9}{'arrived':>9}{'rate':>8}"
    )
    settings: list[tuple[str, Obeys | None]] = [
        ("built in", None),
        ("model, whole chain", "what it finds"),
        ("model, checks alone, first tries", "first tries"),
        ("model, checks alone, insisting", "always"),
    ]
    for name, obeys in settings:
        outcomes = [asyncio.run(try_row(row, obeys)) for row in chosen]
        say(f"{name:<34}{table(outcomes)}")
        if show:
            for outcome in outcomes:
                for turn in outcome.arrived[:1]:
                    say(f"    {outcome.row['id']} ({outcome.row['wants']}): {turn[:160]!r}")


if __name__ == "__main__":
    typer.run(main)
