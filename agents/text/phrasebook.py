"""A bank of phrases: short spoken frames as data, expanded by a seeded draw.

A rule is a list of alternatives. In an alternative ``(a|b|)`` is a choice, ``{slot}`` is filled by the caller and
``<rule>`` draws from another rule. No frame holds a clinical concept, a number or a name: those come from facts."""

import random
import re
from collections.abc import Mapping

Node = (
    str | tuple["Node", ...]
)  # a literal, or ("|", ...) a choice, or ("+", ...) a sequence, or ("{", slot), ("<", rule)


class PhraseError(ValueError):
    """A phrase file is malformed. The message names the rule and the alternative."""


def _parse(source: str, i: int, closing: bool) -> tuple[Node, int]:
    choices: list[Node] = []
    sequence: list[Node] = []
    literal = ""
    while i < len(source):
        char = source[i]
        if char in "({<|)":
            if literal:
                sequence.append(literal)
                literal = ""
        if char == "(":
            node, i = _parse(source, i + 1, True)
            sequence.append(node)
            continue
        if char == "{" or char == "<":
            end = source.find("}" if char == "{" else ">", i)
            if end < 0:
                raise PhraseError(f"unclosed {char!r} in {source!r}")
            sequence.append((char, source[i + 1 : end]))
            i = end + 1
            continue
        if char == "|":
            choices.append(("+", *sequence))
            sequence = []
            i += 1
            continue
        if char == ")":
            if not closing:
                raise PhraseError(f"unopened ')' in {source!r}")
            choices.append(("+", *sequence))
            return ("|", *choices), i + 1
        literal += char
        i += 1
    if closing:
        raise PhraseError(f"unclosed '(' in {source!r}")
    if literal:
        sequence.append(literal)
    choices.append(("+", *sequence))
    return ("|", *choices) if len(choices) > 1 else ("+", *sequence), i


class Phrasebook:
    """Rules by name. ``draw(rule, rng, said, **slots)`` returns one expansion that is not in ``said`` if it can."""

    def __init__(self, rules: Mapping[str, list[str]]) -> None:
        self._rules: dict[str, tuple[Node, ...]] = {}
        for name, alternatives in rules.items():
            parsed: list[Node] = []
            for alternative in alternatives:
                try:
                    parsed.append(_parse(str(alternative), 0, False)[0])
                except PhraseError as error:
                    raise PhraseError(f"rule {name}: {error}") from None
            self._rules[name] = tuple(parsed)

    def __contains__(self, rule: str) -> bool:
        return rule in self._rules

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of all rules."""
        return tuple(self._rules)

    def _expand(self, node: Node, rng: random.Random, slots: Mapping[str, str]) -> str:
        if isinstance(node, str):
            return node
        kind = node[0]
        if kind == "+":
            return "".join([self._expand(part, rng, slots) for part in node[1:]])
        if kind == "|":
            return self._expand(node[1 + int(rng.random() * (len(node) - 1))], rng, slots)
        if kind == "{":
            return slots[str(node[1])]
        return self._expand(self._pick(str(node[1]), rng), rng, slots)

    def _pick(self, rule: str, rng: random.Random) -> Node:
        alternatives = self._rules[rule]
        return alternatives[int(rng.random() * len(alternatives))]

    def draw(self, rule: str, rng: random.Random, said: str = "", **slots: str) -> str:
        """Expand a rule. ``said`` is what was said before, lower case; an expansion that occurs in it is redrawn,
        eight times at most. Raises ``KeyError`` for an unknown rule or a missing slot."""
        text = ""
        for _ in range(8):
            text = re.sub(r" {2,}", " ", self._expand(self._pick(rule, rng), rng, slots)).strip()
            if len(text) < 12 or text.lower() not in said:
                break
        return text
