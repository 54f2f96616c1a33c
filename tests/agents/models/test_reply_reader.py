"""The tolerant reader: what it reads, what it refuses, and that no text makes it raise, guess or take long."""

import json
from typing import Literal

import pytest
from examples import examples
from growth import stays_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.models.reply_reader import read
from bedside.scenarios.value import Value


class ServerMessage(Value):
    """One required text; the rest may be left out."""

    say: str
    thought: str = ""
    asked: bool = False


class Reasoned(Value):
    """Two required texts."""

    thought: str
    say: str


class Point(Value):
    """An inner object."""

    title: str
    facts: tuple[str, ...] = ()


class Outline(Value):
    """A shape with inner objects, a choice, numbers and what may be null."""

    kind: Literal["short", "long"]
    next_step: str | None
    points: tuple[Point, ...]
    weight: float = 1.0


OUTLINE = Outline(kind="short", next_step=None, points=(Point(title="knee", facts=("f1",)),), weight=2)

READABLE = {
    "by the letter": '{"thought": "t", "say": "How are you?"}',
    "fenced": '```json\n{"thought": "t", "say": "How are you?"}\n```',
    "words around it": 'Sure! Here you go:\n{"thought": "t", "say": "How are you?"}\nI hope that helps {or not}.',
    "a brace in prose before it": 'I use {braces} here: {"thought": "t", "say": "How are you?"}',
    "a trailing comma": '{"thought": "t", "say": "How are you?",}',
    "single quotes": "{'thought': 't', 'say': 'How are you?'}",
    "smart quotes": "{“thought”: “t”, “say”: “How are you?”}",
    "low quotes": "{„thought“: „t“, „say“: „How are you?“}",
    "keys without quotes": '{thought: "t", say: "How are you?"}',
    "a list of one": '[{"thought": "t", "say": "How are you?"}]',
    "keys in other case": '{"Thought": "t", "SAY": "How are you?"}',
    "the same answer twice": '{"thought": "t", "say": "How are you?"} {"thought": "t", "say": "How are you?"}',
    "a thinking block first": '<think>{"say": 1}</think>{"thought": "t", "say": "How are you?"}',
    "a written tool call": '{"name": "reply", "arguments": {"thought": "t", "say": "How are you?"}}',
    "JSON packed into a text": json.dumps('{"thought": "t", "say": "How are you?"}'),
    "the schema before it": '{"type": "object", "properties": {}} {"thought": "t", "say": "How are you?"}',
}  # fmt: skip


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE.keys())
def test_reads_the_ways_in_which_models_write_json(text: str):
    """Every usual slip of writing is read as what it says."""
    assert read(text, Reasoned).value == Reasoned(thought="t", say="How are you?")


def test_reads_strings_as_they_were_meant():
    """Apostrophes, open line breaks, escapes and Python's literals keep their meaning."""
    assert read("{'say': 'I don't know', 'asked': True}", ServerMessage).value == ServerMessage(
        say="I don't know", asked=True
    )
    assert read('{"say": "one\ntwo"}', ServerMessage).value == ServerMessage(say="one\ntwo")
    assert read("{'say': 'caf\\xe9 \\u00e9 \\ud83d\\ude00'}", ServerMessage).value == ServerMessage(say="café é 😀")
    assert read("{'say': \"it's\", 'thought': ''}", ServerMessage).value == ServerMessage(say="it's")


def test_reads_inner_objects():
    """Keys of inner objects are mended like those at the top, and lists become tuples."""
    text = "{'Kind': 'short', 'nextStep': None, 'points': [{'Title': 'knee', 'facts': ['f1',]},], 'weight': 2}"
    assert read(text, Outline).value == OUTLINE


REFUSED = {
    "two different answers": '{"thought": "t", "say": "a"} {"thought": "t", "say": "b"}',
    "a list of two": '[{"thought": "t", "say": "a"}, {"thought": "t", "say": "b"}]',
    "a key twice": '{"thought": "t", "say": "a", "say": "b"}',
    "a key twice in other case": '{"thought": "t", "say": "a", "Say": "a"}',
    "a missing key": '{"thought": "t"}',
    "a key that was not asked for": '{"thought": "t", "say": "a", "patient": "b"}',
    "the wrong type": '{"thought": "t", "say": 4}',
    "cut": '{"thought": "t", "say": "How a',
    "cut after an inner object": '{"x": {"thought": "t", "say": "a"}, "y": ',
    "unescaped quotes": '{"thought": "t", "say": "the "bad" knee"}',
    "an apostrophe that may be an end": "{'thought': 't', 'say': 'the boys' room'}",
    "bare words where two are needed": "How are you?",
    "half a character": '{"thought": "t", "say": "\\ud800"}',
    "not a number": '{"thought": "t", "say": NaN}',
    "thinking that never ends": '<think>maybe {"thought": "t", "say": "a"}',
    "nothing": " \n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_refuses_sooner_than_invents(text: str):
    """What can be read in two ways, or lacks something, is refused with a reason."""
    found = read(text, Reasoned)
    assert found.value is None
    assert found.fault and not found.fault.endswith(".") and len(found.fault) < 400


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How are you?", "How are you?"),
        ('"How are you?"', "How are you?"),
        ("“How are you?”", "How are you?"),
        ("```\nHow are you?\n```", "How are you?"),
        ("say: How are you?", "How are you?"),
        ("Doctor: How are you?", "How are you?"),
        ("**Dr.:** How are you?", "How are you?"),
        ("Ärztin: Wie geht es Ihnen?", "Wie geht es Ihnen?"),
        ("医生：你好吗？", "你好吗？"),
        ("<think>hm</think>\nHow are you?", "How are you?"),
        ('{"say": "Doctor: How are you?"}', "How are you?"),
        ("Your patient file: let us see.", "Your patient file: let us see."),
        ("42", "42"),
    ],
)
def test_bare_words_are_an_utterance_where_nothing_else_is_needed(text: str, said: str):
    """An utterance without JSON, with or without its own speaker's label, is taken as the one required text."""
    assert read(text, ServerMessage, "physician").value == ServerMessage(say=said)


@pytest.mark.parametrize(
    "text",
    [
        "Patient: My knee hurts.",
        "Doctor: How are you?\nPatient: My knee hurts.",
        "Doctor: How are you?\nDoctor: And the knee?",
        '{"say": "How are you?\\nPatient: Bad."}',
        "Assistant: How are you?",
        "thought: ask\nsay: How are you?",
        "How are {you}?",
        "null",
        "…",
        "<think>How are you?",
        "a " * 3000,
    ],
)
def test_words_that_are_not_the_speakers_alone_are_refused(text: str):
    """Another's line, several lines, lists of keys and what is no utterance are not taken for one."""
    assert read(text, ServerMessage, "physician").value is None


def test_the_fault_never_repeats_a_long_reply():
    """A reason for refusal is short whatever the reply holds."""
    assert len(read(json.dumps({"say": "a", "k" * 10**6: 1}), ServerMessage).fault) < 200


def test_the_form_says_what_the_server_did():
    """JSON with the schema's keys, other JSON, JSON that had to be looked for and bare words are told apart."""
    exact = '{"say": "a", "thought": "", "asked": false}'
    assert [read(text, ServerMessage).form for text in (exact, '{"say": "a"}', f"x {exact}", "a")] == [
        "exact",
        "json",
        "loose",
        "bare",
    ]


PIECES = st.sampled_from(
    [
        *"{}[]:,\"'“”„‘’\\",
        '"say"',
        "'say'",
        "say:",
        "true",
        "None",
        "-1.5e3",
        "\\u12",
        "\\ud83d",
        "```",
        "\n",
        " ",
        "Doctor:",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join),
    st.builds(lambda text, at, piece: text[:at] + piece + text[at + 1 :], st.sampled_from([*READABLE.values()]), st.integers(0, 70), PIECES),
)  # fmt: skip


@pytest.mark.no_cover
@settings(max_examples=examples(200), deadline=None)
@given(TEXTS, st.sampled_from([ServerMessage, Reasoned, Outline]), st.sampled_from([None, "physician", "patient"]))
def test_never_raises_and_returns_only_what_validates(text: str, shape: type[Value], speaker: str | None):
    """Whatever the text, the result is a value that the shape accepts again, or a reason."""
    found = read(text, shape, speaker)
    if found.value is None:
        assert found.fault
    else:
        assert shape.model_validate_json(found.value.model_dump_json(), strict=True) == found.value


@settings(max_examples=examples(66), deadline=None)
@given(st.builds(Reasoned, thought=st.text(), say=st.text()))
def test_what_was_written_by_the_letter_is_read_unchanged(value: Reasoned):
    """A value written as JSON comes back as it was, and counts as written by the letter."""
    found = read(value.model_dump_json(), Reasoned)
    assert (found.value, found.form) == (value, "exact")


@settings(max_examples=examples(66), deadline=None)
@given(
    st.builds(Outline, kind=st.just("long"), next_step=st.none() | st.text(), points=st.just(()), weight=st.just(0.5))
)
def test_pythons_own_way_of_writing_is_read_or_refused_never_changed(value: Outline):
    """A value printed by Python is read as it was, or refused."""
    found = read(repr({**value.model_dump(), "points": []}), Outline)
    assert found.value in (value, None)


@pytest.mark.thin(5)
@pytest.mark.parametrize(
    "piece",
    ["{", "[", '{"', "{'a", "{a:", '{"a":[', "“", "\\", "Doctor:\n", "\n", " ", "say: ", "```\n", "<think>", "'a", '{"say": "a"} ', "{} ", "\ufeff", "** "],
)  # fmt: skip
def test_time_is_linear_in_the_reply(piece: str):
    """A megabyte of any one piece is read or refused in little more than ten times what a tenth of it takes."""
    assert stays_linear(lambda text: read(text, ServerMessage, "physician"), piece, 100_000)
