"""Conditions of breakpoints: nothing is ever evaluated as code, and whatever is accepted has a value."""

import ast
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.orchestrator.debug.breakpoints import read_breakpoint
from bedside.orchestrator.debug.expression import NAMES, read_expression
from bedside.orchestrator.failures import Problem

FACTS: dict[str, Any] = {
    "role": "patient", "topic": "story", "act": "ask", "step": "s003", "kind": "say", "turn": 4, "speaker": "physician",
    "text": "does it hurt?", "facts": ["f1", "f2"], "said": 3, "coverage": 0.25, "failed": [], "evidence": ["p#1"],
    "calls": 5, "cost": 0,
}  # fmt: skip
HARMLESS = (bool, int, float, str, list)

names = st.sampled_from(sorted(NAMES))
values = st.one_of(
    names, st.integers(0, 9).map(str), st.floats(0, 1).map(str), st.sampled_from(["'patient'", '"f1"', "'a\\d'", "[]", "['f1', 2]"])
)  # fmt: skip
comparisons = st.tuples(values, st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"]), values).map(
    " ".join
)
expressions = st.recursive(
    st.one_of(values, comparisons),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda three: f"({' '.join(three)})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=6,
)
ANYTHING = ("__import__('os').system('x')", "role.__class__", "facts[0]", "1 + 1", "lambda: 1", "[x for x in facts]",
            "(turn := 5)", "f'{role}'", "role if turn else act", "b'x'", "None", "...", "1j", "{1: 2}", "{1}", "*facts",
            "await role", "yield", "print(1)", "-turn", "~turn", "role is act", "turn ** 9", "open")  # fmt: skip


def value_of(text: str) -> Any:
    """The value of a condition, or the ``Problem`` that it is."""
    try:
        return read_expression(text).value(FACTS)
    except Problem as problem:
        assert "\n" not in str(problem)
        return problem


@given(expressions)
def test_whatever_is_of_the_grammar_has_a_value_or_is_refused_when_it_is_read(text: str) -> None:
    """What was accepted never fails later: where it could not be compared, it is refused at once."""
    try:
        read = read_expression(text)
    except Problem as problem:
        assert "compare" in str(problem) or "over" in str(problem)
        return
    assert isinstance(read.value(FACTS), HARMLESS)


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*NAMES, "(", ")", "[", "]", "'", '"', "==", "not", "in",
       "and", "if", ".", "lambda", ":", ",", "1", "*", "@", "{", "}", " ", "\\", "\0", "\n"]), max_size=14).map(" ".join)))  # fmt: skip
def test_anything_at_all_is_a_value_or_a_problem(text: str) -> None:
    """Whatever is typed, there is a plain value or one sentence."""
    found = value_of(text)
    assert isinstance(found, (*HARMLESS, Problem))


@pytest.mark.parametrize("text", ANYTHING)
def test_code_is_refused(text: str) -> None:
    """Calls, attributes, arithmetic and all else that Python knows is no condition."""
    assert isinstance(value_of(text), Problem)
    assert isinstance(value_of(f"role == 'patient' or {text}"), Problem)


@given(expressions)
def test_what_is_kept_of_a_condition_is_names_values_and_comparisons(text: str) -> None:
    """No node of an accepted tree could do anything but compare."""
    try:
        tree = read_expression(text).tree
    except Problem:
        return
    kinds = (ast.BoolOp, ast.UnaryOp, ast.Compare, ast.List, ast.Tuple, ast.Constant, ast.Name, ast.boolop, ast.unaryop,
             ast.cmpop, ast.Load)  # fmt: skip
    assert all(isinstance(node, kinds) for node in ast.walk(tree))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("role == 'patient' and turn >= 4", True),
        ("'hurt' in text", True),
        ("'f1' in facts and 'f9' not in facts", True),
        ("0 < coverage <= 0.25", True),
        ("failed", []),
        ("not failed", True),
        ("topic in ['plan', 'story']", True),
    ],
)
def test_a_condition_says_what_it_reads_like(text: str, value: object) -> None:
    """Comparisons mean what they mean in Python."""
    assert value_of(text) == value


@pytest.mark.parametrize(
    "text", ["rol == 'x'", "turn > 'a'", "role > 3", "failed < 2", "4 in text", "topic ==", "'a", ""]
)
def test_a_slip_is_told_when_it_is_typed(text: str) -> None:
    """A misspelt name, a comparison without sense and a torn condition are refused before anything runs."""
    assert isinstance(value_of(text), Problem)


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("patient", ["role == 'patient'"]),
        ("plan if coverage > 0.5", ["topic == 'plan'", "coverage > 0.5"]),
        ('"stop if it hurts"', ["'stop if it hurts' in text"]),
        ('"stop if it hurts" if turn > 3', ["'stop if it hurts' in text", "turn > 3"]),
        ("if failed", ["failed"]),
        ("check", ["failed != []"]),
        ("check support", ["'support' in failed"]),
    ],
)
def test_a_place_is_read_as_a_condition(text: str, conditions: list[str]) -> None:
    """WHERE and EXPR of a breakpoint become conditions; an if in quotes is part of the words."""
    assert [one.text for one in read_breakpoint(text, ("patient", "physician")).when] == conditions


@pytest.mark.parametrize(
    "text", ["pateint", "wife", "plan b", "if", "if ", '"a', "'a' 'b'", "patient if", "if nonsense", "'a' b"]
)
def test_a_place_that_is_none_is_refused(text: str) -> None:
    """A role that is not in the room is a slip, not a breakpoint that never holds."""
    with pytest.raises(Problem):
        read_breakpoint(text, ("patient", "physician"))
