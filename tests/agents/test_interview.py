"""The truth of an interview: what an author fixed holds, what is drawn agrees with it, what cannot be is refused."""

import asyncio
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.interview.degrees import read_degree
from bedside.agents.interview.family import LABEL_WORDS
from bedside.agents.interview.ground_truth import Contradiction, meets_rule, refuse, settle
from bedside.agents.interview.guide import LEVELS, Guide, GuideItem, bank, interviews, load_guide
from bedside.agents.interview.speakers import Interviewee, phrases
from bedside.agents.text.phrasebook import Phrasebook
from bedside.knowledge.error import KnowledgeError
from bedside.knowledge.instrument import instrument_names
from bedside.scenarios.brief import Brief
from bedside.scenarios.interview import Interview
from bedside.scenarios.note import Fact, Quantity, Span
from bedside.scenarios.persona import Persona
from bedside.scenarios.plan import Cue, Step

OWN = """---
id: mine
title: Two questions about a walk
source: us
licence: ours
notice: ours
clinical_review: none
scale: {0: "no", 1: "some", 2: "yes"}
bands: [[0, 1, low], [2, 4, high]]
cut_off: 2
urgent: []
groups: {}
guide:
  about: weeks
  met: 1
  severity: {none: [0, 0], mild: [1, 1], moderate: [2, 3], severe: [4, 4]}
  clusters: {W: walking}
  items: {1: [W1, limp], 2: [W2, sleep]}
  symptoms:
    limp: {name: a limp, ask: ["Do you limp?"], none: ["I don't limp."], little: ["A bit."], some: ["I do."], much: ["All day."]}
---
## Instruction
Answer.

## Items
1. Limping
2. Sleeping
"""


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, Interview]:
    """An instrument and any block an author could write for it, possible or not."""
    name = draw(st.sampled_from(interviews()))
    guide = load_guide(name)
    keys = [*guide.clusters, *(item.criterion for item in guide.items)]
    severities: st.SearchStrategy[Any] = st.sampled_from(["none", "mild", "moderate", "severe"])
    numbers = st.sampled_from([str(item.number) for item in guide.items])
    block = Interview(
        label=draw(st.sampled_from(["positive", "negative"])),
        severity=draw(st.none() | severities),
        answers=draw(st.dictionaries(numbers, st.integers(0, guide.top), max_size=6)),
        criteria=draw(st.dictionaries(st.sampled_from(keys), severities, max_size=3)),
        rule=draw(st.sampled_from(["cut-off", "dsm-5"])),
    )
    return name, block


@given(blocks(), st.integers(0, 2**40))
@settings(max_examples=examples(100))
def test_whatever_is_not_refused_is_drawn_and_agrees(made: tuple[str, Interview], seed: int) -> None:
    """For every block and seed: either the block is refused, or total, label, severity, fixed answers and the rule agree."""
    name, block = made
    guide = load_guide(name)
    try:
        refuse(block, guide)
    except Contradiction as error:
        assert error.message and error.mend and error.where[0] in Interview.model_fields
        return
    truth = settle(block, guide, seed)
    assert truth == settle(block, guide, seed)
    assert (truth.total >= guide.instrument.cut_off) == (block.label == "positive") == (truth.label == "positive")
    assert guide.instrument.total(truth.answers) == truth.total
    low, high = guide.severity[truth.severity]
    assert low <= truth.total <= high
    assert block.severity in (None, truth.severity)
    assert all(truth.answers[int(number) - 1] == points for number, points in block.answers.items())
    for key, severity in block.criteria.items():
        item = guide.item(key)
        if item is not None and severity == "none":
            assert truth.answers[item.number - 1] == 0
    if block.rule == "dsm-5":
        answers = {item.number: truth.answers[item.number - 1] for item in guide.items}
        assert meets_rule(answers, guide) == (block.label == "positive")


@pytest.mark.parametrize(
    ("name", "block", "where", "words"),
    [
        ("phq-9", {"label": "negative", "answers": {"1": 3, "2": 3, "3": 3, "4": 3}}, "answers", "12 at least"),
        ("phq-9", {"label": "positive", "severity": "mild"}, "severity", "totals of 5-9"),
        ("gad-7", {"label": "positive", "criteria": {"N": "none", "R": "mild"}}, "criteria", "needs 10"),
        ("pcl-5", {"label": "negative", "answers": {"21": 1}}, "answers", "no item 21"),
        ("pcl-5", {"label": "negative", "answers": {"3": 5}}, "answers", "0 to 4"),
        ("pcl-5", {"label": "negative", "criteria": {"Z": "mild"}}, "criteria", "no criterion 'Z'"),
        ("pcl-5", {"label": "positive", "rule": "dsm-5", "criteria": {"C": "none"}}, "criteria", "cluster C"),
        ("pcl-5", {"label": "negative", "answers": {"1": 4}, "criteria": {"B1": "mild"}}, "answers", "B1|criterion"),
        ("gad-7", {"label": "negative", "rule": "dsm-5"}, "rule", "no rule"),
        ("gad-7", {"label": "negative", "event": "a crash"}, "event", "no event"),
    ],
)
def test_a_contradiction_is_named_where_it_stands(name: str, block: dict[str, object], where: str, words: str) -> None:
    """Each kind of contradiction leads to its key and says what does not agree."""
    with pytest.raises(Contradiction) as caught:
        refuse(Interview.model_validate(block), load_guide(name))
    assert caught.value.where[0] == where
    assert any(word in f"{caught.value.message}. {caught.value.mend}" for word in words.split("|"))


def test_every_shipped_instrument_can_be_asked() -> None:
    """Each instrument has a guide, each symptom is asked about and told at every level, and no phrase lacks a slot."""
    import random

    assert interviews() == instrument_names()
    slots = dict.fromkeys(("who", "job", "joy", "event", "place", "sound", "it"), "X")
    for name in interviews():
        guide = load_guide(name)
        book: Phrasebook = phrases(guide)
        for symptom in {symptom for item in guide.items for symptom in item.symptoms}:
            for part in ("ask", *LEVELS):
                for seed in range(8):
                    assert book.draw(f"{symptom}.{part}", random.Random(seed), **slots)


def test_no_phrase_names_a_label_or_reads_an_item_out() -> None:
    """No phrase of the bank has a condition's name or a result, and no question is an instrument's item word for word."""
    items = {item.casefold().rstrip("?") for name in interviews() for item in load_guide(name).instrument.items}
    for symptom in bank().values():
        for part in ("ask", *LEVELS):
            for phrase in symptom.get(part, ()):
                assert not LABEL_WORDS.search(phrase)
                assert phrase.casefold().rstrip("?") not in items


def test_an_authors_own_instrument_is_asked_like_a_shipped_one() -> None:
    """A file with a guide gives items, its own symptoms and those of the bank."""
    guide = load_guide("mine", OWN)
    assert [item.symptoms for item in guide.items] == [("limp",), ("sleep",)]
    assert settle(Interview(label="positive", answers={"1": 0}), guide, 1).answers == (0, 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("sleep]", "slepe]"), "did you mean 'sleep'"),
        (("2: [W2, sleep]", "3: [W2, sleep]"), "numbered 1 to 2"),
        (("W2, sleep", "X2, sleep"), "in no cluster"),
        (("about: weeks", "about: days"), "'event' or 'weeks'"),
        (("  met: 1\n", ""), "'met' is missing"),
        (("guide:", "gide:"), "has no `guide:`"),
        (("cut_off: 2", "cut_off: two"), "cannot be read"),
    ],
)
def test_a_faulty_instrument_is_refused_with_the_mend(change: tuple[str, str], words: str) -> None:
    """What is wrong with an author's instrument is one sentence that names it."""
    with pytest.raises(KnowledgeError, match=words):
        load_guide("mine", OWN.replace(*change))


def test_the_instrument_of_the_docs_can_be_asked(repo: Path) -> None:
    """The example in docs/interviews.md is a whole instrument."""
    page = (repo / "docs" / "interviews.md").read_text(encoding="utf-8")
    example = page.split("```markdown\n", 1)[1].split("```", 1)[0]
    guide = load_guide("mine", example)
    assert [item.symptoms for item in guide.items] == [("sleep",), ("snoring",)]
    assert phrases(guide)


def test_an_unknown_instrument_is_answered_with_the_nearest() -> None:
    """A misspelt instrument is answered with the right one and the list."""
    with pytest.raises(KnowledgeError, match=r"Did you mean 'pcl-5'.*gad-7"):
        load_guide("pcl5")


def test_items_of_one_factor_go_together() -> None:
    """Drawn profiles have the published structure: what loads more shares more, and an item shares most with its own factor."""
    guide = load_guide("pcl-5")
    rows = [settle(Interview(label="positive" if n % 2 else "negative"), guide, n).answers for n in range(300)]
    names = [guide.loadings[number][0] for number in sorted(guide.loadings)]
    together = np.corrcoef(np.array(rows, dtype=float).T)
    pairs = [(a, b) for a in range(len(names)) for b in range(a)]
    within = [together[a, b] for a, b in pairs if names[a] == names[b]]
    between = [together[a, b] for a, b in pairs if names[a] != names[b]]
    assert np.mean(within) > np.mean(between) > 0
    shared = together.sum(axis=0)
    assert int(shared.argmin()) + 1 == min(guide.loadings, key=lambda number: guide.loadings[number][1])


def answer_of(guide: Guide, item: GuideItem, points: int, seed: int) -> str:
    """What the built-in person says of one item."""
    rng = random.Random(seed)
    nowhere = Span(start=0, end=1)
    quantities = (Quantity(value=points, unit="points", span=nowhere),)
    fact = Fact(
        id=f"i{item.number}", section="history", text="x", span=nowhere, concept=item.criterion, quantities=quantities,
        frame=guide.level(points, rng.random()), polarity="present" if points else "denied",
    )  # fmt: skip
    life = Fact(id="life", section="history", text="x", span=nowhere, group="the bakery|my sister|chess")
    person = Persona(mood=rng.choice(("plain", "anxious", "angry", "cheerful")), talkativeness="chatty")
    step = Step(
        id=item.criterion, act="ask", topic="review", cues=(Cue(aspect="symptom", words=", ".join(item.symptoms)),)
    )
    given_ = Brief(role="patient", dialogue="d", seed=seed, step=step, facts=(life, fact), persona=person)
    return asyncio.run(Interviewee(guide).speak(given_)).text


@pytest.mark.parametrize("name", interviews())
def test_every_answer_gives_its_points_back(name: str) -> None:
    """What the built-in person may say of any item at any number of points is read as those points, a mood and more words
    around it included."""
    guide = load_guide(name)
    for item in guide.items[::3]:
        for points in range(guide.top + 1):
            for seed in range(3):
                said = answer_of(guide, item, points, seed)
                assert read_degree(guide.degrees, said) == points, said
