"""The phrase bank: frames that parse, take only what the speakers fill, name nothing clinical and vary."""

import random
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
import yaml

from bedside.agents.agenda.phrase_bank import calm, phrasebook
from bedside.agents.extraction.quantities import find_quantities
from bedside.agents.text.phrasebook import Phrasebook, PhraseError
from bedside.agents.text.tidy import tidy
from bedside.knowledge.terminology import Terminology

# What the physician and the patient pass to a rule.
FILLED = {"am", "x", "v", "g", "c", "s", "is", "has", "do", "bye", "name", "obj", "about"}
SLOTS = dict.fromkeys(FILLED, "zub") | {
    "name": "Quill",
    "obj": "her",
    "about": "that",
    "is": "is",
    "has": "has",
    "am": "are",
}

# Rules drawn in most visits, and how many different wordings a few hundred draws must bring at least.
MANY = {
    "any_questions": 180, "ask_course": 180, "ask_more": 200, "ask_onset": 200, "ask_symptom_one": 180,
    "ask_symptoms": 180, "ask_tried": 180, "aside": 180, "chart_clause": 130, "chart_condition": 180, "check_follow": 150,
    "close": 200, "explain_that": 60, "greet_known": 200, "greet_new": 200, "impression": 100, "no_questions": 80,
    "okay_more": 180, "open_reason": 150, "open_reason_chart": 180, "p_bye": 100, "p_greet": 120, "plan_we": 100,
    "plan_you": 90, "question_follow": 200, "refuse_more": 150, "see_some": 50, "to_assessment": 200, "to_exam": 220,
    "to_results": 200, "unsure": 150,
}  # fmt: skip
DRAWS = 300

# Replies that people give in a word or two most of the time.
SHORT = {
    "affirm": 1.0,
    "refuse": 1.0,
    "okay": 0.95,
    "okay_exam": 1.0,
    "yes_chart": 0.7,
    "yes_chart_had": 0.7,
    "ack": 0.7,
}


@cache
def sources() -> dict[str, list[Any]]:
    """The alternatives of every rule as written."""
    rules: dict[str, list[Any]] = {}
    for file in files("bedside.agents.agenda").joinpath("phrases", "en").iterdir():
        if file.name.endswith(".yaml"):
            rules.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return rules


def drawn(rule: str, count: int = DRAWS) -> Iterator[str]:
    """Seeded expansions of a rule with its slots filled."""
    rng = random.Random(f"test/{rule}")
    return (phrasebook().draw(rule, rng, **SLOTS) for _ in range(count))


def test_every_alternative_is_text() -> None:
    """A bare yes or no in the file is quoted: nothing but text stands in a rule."""
    wrong = [(rule, item) for rule, items in sources().items() for item in items if not isinstance(item, str)]
    assert wrong == []


def test_slots_are_filled_and_rules_exist() -> None:
    """A frame takes only what a speaker passes and draws only from rules there are."""
    text = {rule: " ".join(items) for rule, items in sources().items()}
    used = {slot for body in text.values() for slot in re.findall(r"\{(\w*)\}", body)}
    named = {rule for body in text.values() for rule in re.findall(r"<(\w*)>", body)}
    assert used <= FILLED
    assert named <= set(text)


def clinical(text: str) -> bool:
    """Whether a frame says what only a fact may say: a number, a quantity, a disorder, a symptom or a drug."""
    quantities = [found for found in find_quantities(text) if found.kind != "ordinal"]  # "first", "second" are idiom
    named = [found for found in Terminology.load().find(text) if found.kind in ("disorder", "symptom", "drug")]
    return bool(re.search(r"\d", text) or quantities or named)


def test_frames_hold_no_numbers_and_no_concepts() -> None:
    """Diseases, complaints, drugs and quantities come from facts, so no frame says one."""
    assert [(rule, text) for rule in sorted(sources()) for text in sorted({*drawn(rule)}) if clinical(text)] == []
    assert all(clinical(text) for text in ("it is 3", "three weeks", "the asthma", "any chest pain", "the ibuprofen"))


def test_frequent_rules_vary() -> None:
    """What is said in every visit is said in many ways."""
    ways = {rule: len({*drawn(rule)}) for rule in MANY}
    assert {rule: count for rule, count in ways.items() if count < MANY[rule]} == {}


def test_short_replies_stay_short() -> None:
    """Most replies are of three words or fewer, as people's are."""
    share = {rule: [len(text.split()) <= 3 for text in drawn(rule, 1000)] for rule in SHORT}
    assert {rule: sum(short) for rule, short in share.items() if sum(short) < SHORT[rule] * len(short)} == {}


def test_lines_read_as_sentences() -> None:
    """A tidied line has no doubled word, no stray mark and no open bracket."""
    stray = re.compile(r"[(){}<>|]|\s[,.?]|[,.?]{2}|\b(the|a|any|of|to|for|about|with|you|it|is|are|do|did) \1\b", re.I)
    for rule in sources():
        for text in drawn(rule, 150):
            line = tidy(f"zub {text} zub")  # many a frame is part of a line
            assert not stray.search(line), (rule, line)


def test_same_seed_same_words() -> None:
    """Drawing depends on nothing but the seed."""
    assert list(drawn("ask_more")) == list(drawn("ask_more"))


def test_said_before_is_drawn_anew() -> None:
    """What was said in the visit is not said again while another wording is left."""
    book = Phrasebook({"r": ["this was said before", "and this was not"]})
    rng = random.Random("said")
    assert {book.draw("r", rng, "well, this was said before, you know") for _ in range(20)} == {"and this was not"}


@pytest.mark.parametrize("bad", ["(open", "shut)", "{slot", "<rule"])
def test_malformed_frames_are_named(bad: str) -> None:
    """A bracket that does not match is an error that names its rule."""
    with pytest.raises(PhraseError, match="greeting"):
        Phrasebook({"greeting": [bad]})


def test_a_written_style_has_hardly_any_hesitation() -> None:
    """Taking hesitations off leaves whole words and marks in place."""
    rng = random.Random(0)
    lines = [calm("And, um, do you have any, uh, aches in, in the elbow?", rng) for _ in range(60)]
    assert sum("um" in line.split() or "uh" in line.lower().replace(",", " ").split() for line in lines) < 45
    assert sum("in, in" in line for line in lines) < 40
    assert all(",," not in line and "any, aches" not in line for line in lines)
    assert all(line[0].isupper() and line.endswith("?") for line in lines)
    assert calm("And then what?", rng) == "And then what?"
