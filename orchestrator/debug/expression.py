"""Conditions of breakpoints and watches: a small, safe grammar. Nothing is ever evaluated as code.

An expression is made of names (``NAMES``), numbers, texts in quotes, lists in brackets, comparisons (``== != < <= > >= in``,
``not in``), ``and``, ``or``, ``not`` and parentheses. It is read by Python's parser and walked here; whatever else Python
knows (calls, attributes, arithmetic) is refused with its place.
"""

import ast
import difflib
import operator
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bedside.orchestrator.failures import Problem

# What a name says. Those of the first group speak of the utterance that comes next, the others of what was said so far.
NAMES: dict[str, str] = {
    "role": "who speaks next: physician, patient, mother …",
    "topic": "the topic of the next utterance: opening, story, plan …",
    "act": "what it does: ask, explain, advise …",
    "step": "the id of its step",
    "kind": "say, insert or revise",
    "turn": "how many turns there are",
    "speaker": "who spoke last",
    "text": "what was said last, in small letters",
    "facts": "ids of the facts that the last turn rests on",
    "said": "how many facts have been said",
    "coverage": "the share of the plan's facts that have been said, 0 to 1",
    "failed": "names of the checks that the last turn did not pass",
    "evidence": "ids of the passages that the last turn was given",
    "calls": "calls of players so far",
    "cost": "tokens of language models so far, asked and answered",
}
_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}
_NUMBERS = frozenset({"turn", "said", "coverage", "calls", "cost"})
_LISTS = frozenset({"facts", "failed", "evidence"})
_EXAMPLES: dict[str, Any] = {name: 0 if name in _NUMBERS else ["a"] if name in _LISTS else "a" for name in NAMES}
_LONGEST = 400  # characters


@dataclass(frozen=True)
class Expression:
    """A condition that was read. ``text`` is what was typed."""

    text: str
    tree: ast.expr

    def value(self, facts: Mapping[str, Any]) -> Any:
        """Its value, ``facts`` being what each name stands for. Raises ``Problem`` for a comparison that makes no sense."""
        try:
            return _value(self.tree, facts)
        except TypeError:
            raise Problem("usage", f"{self.text!r} compares what cannot be compared: correct it.") from None


def read_expression(text: str) -> Expression:
    """Read a condition. Raises ``Problem`` with the place of what is wrong and, for a name, the nearest one."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        what = "is empty" if not text else f"has over {_LONGEST} characters"
        raise Problem("usage", f"The condition {what}: write one like role == 'patient' and coverage > 0.5.")
    try:
        with warnings.catch_warnings():  # what Python's parser thinks of "\\d" is nobody's concern here
            warnings.simplefilter("ignore")
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        at = getattr(error, "offset", None)
        place = f" at column {at}" if at else ""
        raise Problem("usage", f"{text!r} is no condition{place}: write one like topic == 'plan'.") from None
    _refuse(tree, text)
    _refuse_senseless(tree, text)
    return Expression(text, tree)


def _refuse(node: ast.expr, text: str) -> None:
    if isinstance(node, ast.BoolOp):
        parts = node.values
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        parts = [node.operand]
    elif isinstance(node, ast.Compare) and all(type(op) in _COMPARE for op in node.ops):
        parts = [node.left, *node.comparators]
    elif isinstance(node, ast.List | ast.Tuple):
        parts = node.elts
    elif isinstance(node, ast.Constant) and isinstance(node.value, str | int | float):
        parts = []
    elif isinstance(node, ast.Name):
        _refuse_name(node, text)
        parts = []
    else:
        raise Problem(
            "usage",
            f"{text!r} has something at column {node.col_offset + 1} that a condition cannot have: use names, numbers, "
            "texts in quotes, comparisons, and, or, not.",
        )
    for part in parts:
        _refuse(part, text)


def _refuse_senseless(tree: ast.expr, text: str) -> None:
    """Refuse what could not be compared wherever the conversation stands: what a name stands for is always of one kind."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [_value(side, _EXAMPLES) for side in (node.left, *node.comparators)]
        try:
            for op, left, right in zip(node.ops, sides, sides[1:], strict=False):
                _COMPARE[type(op)](left, right)
        except TypeError:
            raise Problem(
                "usage", f"{text!r} compares what cannot be compared, like a text with a number: correct it."
            ) from None


def _refuse_name(node: ast.Name, text: str) -> None:
    if node.id in NAMES:
        return
    near = difflib.get_close_matches(node.id, NAMES, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(NAMES)}; a text stands in quotes."
    raise Problem("usage", f"{text!r} has an unknown name {node.id!r} at column {node.col_offset + 1}: {hint}")


def _value(node: ast.expr, facts: Mapping[str, Any]) -> Any:
    if isinstance(node, ast.BoolOp):
        joined = all if isinstance(node.op, ast.And) else any
        return joined(_value(part, facts) for part in node.values)
    if isinstance(node, ast.UnaryOp):
        return not _value(node.operand, facts)
    if isinstance(node, ast.Compare):
        left = _value(node.left, facts)
        for op, part in zip(node.ops, node.comparators, strict=True):
            right = _value(part, facts)
            if not _COMPARE[type(op)](left, right):
                return False
            left = right
        return True
    if isinstance(node, ast.List | ast.Tuple):
        return [_value(part, facts) for part in node.elts]
    if isinstance(node, ast.Name):
        return facts[node.id]
    assert isinstance(node, ast.Constant)
    return node.value
