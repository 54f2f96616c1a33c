"""Do personas change the talk as they say? ``python -m bedside.benchmarks.personas [--seeds 4]``.

Every shipped English visit whose patient speaks for themselves, with every value of an axis and nothing else changed, by
the built-in family; the mean over cases and seeds of the measure that the axis is to move, paired by case and seed.
"""

import argparse
import asyncio
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from bedside.evaluation.readability import grade_level
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.scenarios.case import Case, PatientSpec

CASES = Path(__file__).parents[1] / "scenarios" / "cases"
Json = dict[str, Any]
VAGUE = re.compile(
    r"\b(?:remember|recall|forget|not sure|don't know|couldn't say|can't say|blanking|slips my mind|memory)\b",
    re.IGNORECASE,
)
ASKS_BACK = re.compile(r"\?")
WORRY = re.compile(r"\b(?:worr\w+|serious|scares?|afraid|uneasy|nervous)\b", re.IGNORECASE)
ANGER = re.compile(r"\b(?:about time|if you say so|whatever|fixed|sorted out|dealt with|i wish|fine)\b", re.IGNORECASE)
DOUBT = re.compile(
    r"\b(?:are you sure|how do you know|really (?:need|necessary)|not so sure|think (?:about it|it over)|if you say so|we'll see|i guess)\b",
    re.IGNORECASE,
)
PLAYS_DOWN = re.compile(
    r"\b(?:it's nothing|nothing to make a fuss|can't complain|sort itself out|have it much worse|not worried at all|just fine|feel great)\b",
    re.IGNORECASE,
)
GLAD = re.compile(r"\b(?:great|wonderful|perfect|fantastic|awesome|lovely|good news)\b", re.IGNORECASE)
LOST = re.compile(
    r"\b(?:what was the question|what did you ask|where were we|train of thought|somewhere else|already)\b",
    re.IGNORECASE,
)
KNOWS = re.compile(
    r"\b(?:read (?:about|something)|looked (?:that|it) up|what i (?:thought|expected|read))\b", re.IGNORECASE
)


def words(turns: Sequence[str]) -> float:
    """Words a turn."""
    return mean(len(turn.split()) for turn in turns)


def sentence(turns: Sequence[str]) -> float:
    """Words a sentence, of turns of more than five words."""
    parts = [part for turn in turns if len(turn.split()) > 5 for part in re.split(r"[.!?]+", turn) if part.strip()]
    return mean(len(part.split()) for part in parts)


def grade(turns: Sequence[str]) -> float:
    """Grade level of all the turns together."""
    return grade_level(" ".join(turns)) or 0.0


def share(pattern: re.Pattern[str]) -> Callable[[Sequence[str]], float]:
    """Share of the turns that hold this."""
    return lambda turns: mean(bool(pattern.search(turn)) for turn in turns)


# axis, value, the value it is compared with, whose turns, measure, its name, up or down
AXES: tuple[tuple[str, str, str, str, Callable[[Sequence[str]], float], str, bool], ...] = (
    ("talkativeness", "terse", "average", "patient", words, "words a turn", False),
    ("talkativeness", "chatty", "average", "patient", words, "words a turn", True),
    ("education", "basic", "secondary", "patient", grade, "grade level", False),
    ("language_level", "A2", "native", "patient", sentence, "words a sentence", False),
    ("language_level", "B1", "native", "patient", sentence, "words a sentence", False),
    ("language_level", "A2", "native", "patient", share(ASKS_BACK), "turns that ask back", True),
    ("literacy", "low", "average", "patient", share(ASKS_BACK), "turns that ask back", True),
    ("literacy", "high", "average", "patient", share(KNOWS), "turns that know of it", True),
    ("recall", "poor", "good", "patient", share(VAGUE), "vague turns", True),
    ("mood", "anxious", "plain", "patient", share(WORRY), "turns that worry", True),
    ("mood", "anxious", "plain", "patient", share(ASKS_BACK), "turns that ask back", True),
    ("mood", "angry", "plain", "patient", share(ANGER), "irritated turns", True),
    ("mood", "distrustful", "plain", "patient", share(DOUBT), "turns that doubt", True),
    ("mood", "cheerful", "plain", "patient", share(GLAD), "glad turns", True),
    ("mood", "overly-positive", "plain", "patient", share(PLAYS_DOWN), "turns that play down", True),
    ("confusion", "mild", "none", "patient", share(LOST), "turns that lose the thread", True),
    ("confusion", "marked", "mild", "patient", share(LOST), "turns that lose the thread", True),
    ("style", "brisk", "balanced", "physician", words, "words a turn", False),
    ("style", "unhurried", "balanced", "physician", words, "words a turn", True),
    ("time_pressure", "some", "none", "physician", words, "words a turn", False),
    ("time_pressure", "high", "some", "physician", words, "words a turn", False),
)


def visits() -> list[tuple[Case, str]]:
    """Shipped English visits whose patient speaks for themselves."""
    read = [read_case(path) for path in sorted(CASES.glob("*.case.yaml"))]
    return [
        (case, text)
        for case, text in read
        if (case.protocol, case.language) == ("notechat", "en")
        and (case.patient.age or 40) >= 16
        and not case.patient.companion
    ]


def set_to(case: Case, axis: str, value: str) -> Case:
    """The case with a plain person, and this one axis set."""
    plain = {"persona": "plain", **{key: getattr(case.patient, key) for key in ("name", "age", "sex")}}
    manner = {"specialty": case.physician.specialty}
    (manner if axis in ("style", "time_pressure") else plain)[axis] = value
    physician = type(case.physician).model_validate(manner)
    return case.model_copy(
        update={"patient": PatientSpec.model_validate(plain), "physician": physician, "knowledge": False}
    )


def talk(case: Case, text: str, seed: int) -> Json:
    """One conversation: its turns by speaker, the facts told and kept back."""
    fold = asyncio.run(Simulator(seed).perform(Item(case.id, case, text), lambda _: None)).state
    turns: dict[str, list[str]] = {}
    for turn in fold.turns:
        turns.setdefault(turn.speaker, []).append(turn.text)
    told = {fact for reason in fold.reasons for fact in reason.facts}
    return {"turns": turns, "told": told, "withheld": set(fold.meta["withheld"]), "unsaid": fold.meta["unsaid"]}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=4)
    given = parser.parse_args()
    cases = visits()
    memo: dict[tuple[str, str, str, int], Json] = {}

    def held(case: Case, text: str, axis: str, value: str, seed: int) -> Json:
        key = (case.id, axis, value, seed)
        if key not in memo:
            memo[key] = talk(set_to(case, axis, value), text, seed)
        return memo[key]

    print(
        f"{len(cases)} cases, {given.seeds} seeds each\n\n| axis | value | measure | value's | {'other'} | of | as stated |\n|---|---|---|---|---|---|---|"
    )
    wrong = 0
    for axis, value, other, who, measure, name, up in AXES:
        one = [measure(held(c, t, axis, value, s)["turns"][who]) for c, t in cases for s in range(given.seeds)]
        two = [measure(held(c, t, axis, other, s)["turns"][who]) for c, t in cases for s in range(given.seeds)]
        right = mean(one) > mean(two) if up else mean(one) < mean(two)
        wrong += not right
        print(
            f"| {axis} | {value} | {name}, {'up' if up else 'down'} | {mean(one):.3f} | {mean(two):.3f} | {other} | {'yes' if right else 'NO'} |"
        )
    lost = sum(bool(found["unsaid"]) for found in memo.values())
    print(f"\n{len(memo):,} conversations; {lost} with a fact that was neither told nor recorded as kept back")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
