"""The phrases around the facts: they take what the speakers fill, name nothing clinical, read well and vary."""

import random
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pytest
import yaml

from bedside.agents.builtin.line import load_phrases, sentence
from bedside.agents.builtin.persons import slots
from bedside.agents.text.phrasebook import Phrasebook, PhraseError
from bedside.agents.text.quantities import find_quantities
from bedside.knowledge.terminology import Terminology
from bedside.scenarios.brief import Brief
from bedside.scenarios.plan import Step

PERSON = slots(Brief(role="patient", dialogue="d", seed=1, step=Step(id="s1", act="ask", topic="story")))
# What the speakers pass to a rule besides the words for who is spoken of.
MORE = "x some one name who whom doing do_it problem team take it it_is feel come go get".split()
FILLED = {**PERSON, **dict.fromkeys(MORE, "zub")}
# What is said in most visits, and how many different wordings some hundred draws must bring at least.
MANY = {"greet": 60, "invite_reason": 15, "ask_onset": 9, "ask_symptom": 4, "close": 20, "invite_questions": 20}
# Rules that name a scale, a dose or a habit to ask for it, or have an idiom that sounds like a complaint ("hard to hear").
ASKING = frozenset(
    ("invite_reason_relative", "ask_scale", "ask_skip", "ask_drugs", "answer_shaken", "listen_grave", "worry")
)


@cache
def sources() -> dict[str, list[str]]:
    """The alternatives of every rule as written."""
    path = files("bedside.agents.builtin").joinpath("phrases", "en.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def drawn(rule: str, count: int) -> Iterator[str]:
    """Seeded expansions of a rule with its slots filled."""
    rng = random.Random(f"test/{rule}")
    return (load_phrases().draw(rule, rng, **FILLED) for _ in range(count))


def test_slots_are_filled_and_rules_exist() -> None:
    """Nothing but text stands in a rule; it takes only what a speaker passes and draws only from rules there are."""
    assert not [rule for rule, items in sources().items() for item in items if not isinstance(item, str)]
    text = {rule: " ".join(items) for rule, items in sources().items()}
    used = {slot for body in text.values() for slot in re.findall(r"\{(\w*)\}", body)}
    named = {rule for body in text.values() for rule in re.findall(r"<(\w*)>", body)}
    assert used <= set(FILLED)
    assert named <= set(text)


def clinical(text: str) -> bool:
    """Whether a phrase says what only a fact may say: a number, a quantity, a disorder, a symptom or a drug."""
    quantities = [found for found in find_quantities(text) if found.kind != "ordinal"]  # "first", "second" are idiom
    named = [found for found in Terminology.load().find(text) if found.kind in ("disorder", "symptom", "drug")]
    return bool(re.search(r"\d", text) or quantities or named)


def test_phrases_hold_no_numbers_and_no_concepts() -> None:
    """Diseases, complaints, drugs and quantities come from facts."""
    telling = sorted(set(sources()) - ASKING)
    assert not [(rule, text) for rule in telling for text in sorted({*drawn(rule, 60)}) if clinical(text)]
    assert all(clinical(text) for text in ("it is 3", "three weeks", "the asthma", "any chest pain", "the ibuprofen"))


def test_what_is_said_in_every_visit_varies() -> None:
    """Many wordings, and the same ones for the same seed."""
    ways = {rule: len({*drawn(rule, 300)}) for rule in MANY}
    assert {rule: count for rule, count in ways.items() if count < MANY[rule]} == {}
    assert list(drawn("greet", 20)) == list(drawn("greet", 20))


def test_lines_read_as_sentences() -> None:
    """No doubled word, no stray mark and no open bracket."""
    stray = re.compile(r"[(){}<>|]|\s[,.?]|[,.?]{2}|\b(the|a|any|of|to|for|about|with|you|it|is|are|do|did) \1\b", re.I)
    for rule in sources():
        for text in drawn(rule, 60):
            assert not stray.search(sentence(f"zub {text} zub")), (rule, text)


def test_said_before_is_drawn_anew() -> None:
    """What was said in the visit is not said again while another wording is left."""
    book = Phrasebook({"r": ["this was said before", "and this was not"]})
    rng = random.Random("said")
    assert {book.draw("r", rng, "well, this was said before, you know") for _ in range(20)} == {"and this was not"}


@pytest.mark.parametrize("bad", ["(open", "shut)", "{slot", "<rule"])
def test_malformed_phrases_are_named(bad: str) -> None:
    """A bracket that does not match is an error that names its rule."""
    with pytest.raises(PhraseError, match="greeting"):
        Phrasebook({"greeting": [bad]})
