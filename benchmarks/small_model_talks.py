"""What becomes of conversations that a real small model plays: ``python -m bedside.benchmarks.small_model_talks FOLDER --url URL``.

``small_model`` serves FOLDER at URL. The shipped visits with the shortest notes are played by it, cut to a few turns, along the
built-in plan and not read over afterwards; printed are each one's end (the class of its failure, or finished), how many lines were kept,
and with ``--lines`` the lines themselves, for somebody to read whether they are in role. No number here says that.
"""

import argparse
import asyncio
from pathlib import Path

from bedside.orchestrator.build.player_registry import PlayerRegistry
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.runs.outcome import ItemResult
from bedside.scenarios.case import Case
from bedside.scenarios.player import Decoding, Player

CASES = Path(__file__).parents[1] / "scenarios" / "cases"
OURS = "agenda"  # who plans and reads over: built in, so that every call is for a line


def visits(count: int) -> list[Path]:
    """Shipped visits in English, those with the shortest notes first."""
    found: list[tuple[int, Path]] = []
    for path in CASES.glob("*.case.yaml"):
        case, text = read_case(path)
        if case.language == "en" and not case.protocol.startswith("interview/"):
            found.append((len(text), path))
    return [path for _, path in sorted(found)[:count]]


async def played(path: Path, player: Player, turns: int, form: str) -> ItemResult:
    """One visit, every role by this player, prompted in this form."""
    case, text = read_case(path)
    models = {"default": player.model_dump(), "planner": OURS, "refiner": OURS}
    short = {**case.model_dump(), "models": models, "limits": {"turns": turns, "repairs": 0}, "expect": None}
    short |= {"prompting": {**case.prompting.model_dump(), "form": form}}
    small = Case.model_validate(short)
    simulator = Simulator(small.seed, None, players_for=PlayerRegistry(locality={"local_only": True}))
    try:
        return await simulator.perform(Item(small.id, small, text), lambda _: None)
    finally:
        await simulator.close()


def ended(result: ItemResult) -> str:
    """The class of a failure, or finished."""
    failure = result.state.failure
    return failure.kind if failure is not None else "finished"


def main() -> None:
    """Play them, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--url", default="http://127.0.0.1:8900/v1")
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--turns", type=int, default=8)
    parser.add_argument("--tokens", type=int, default=160, help="the longest answer; what is cut off is no line")
    parser.add_argument("--timeout", type=float, default=300)
    parser.add_argument("--form", choices=("full", "short"), default="full", help="of the speakers' prompts")
    parser.add_argument("--lines", action="store_true")
    given = parser.parse_args()
    decoding = Decoding(max_tokens=given.tokens, temperature=0.0)
    player = Player(name=f"openai:{given.folder}", base_url=given.url, timeout=given.timeout, decoding=decoding)
    kept = 0
    for path in visits(given.visits):
        result = asyncio.run(played(path, player, given.turns, given.form))
        turns = result.state.turns
        kept += len(turns)
        print(f"{path.name.removesuffix('.case.yaml'):36}{ended(result):14}{len(turns):3} lines", flush=True)
        failure = result.state.failure
        if given.lines and failure is not None:
            print(f"    ({failure.message})", flush=True)
        if given.lines:
            for turn in turns:
                print(f"    {turn.speaker}: {turn.text}", flush=True)
    print(f"{kept} lines kept")


if __name__ == "__main__":
    main()
