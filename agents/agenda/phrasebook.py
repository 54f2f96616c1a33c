"""The phrase bank: short spoken frames as data, expanded by a seeded draw.

A rule is a list of alternatives. In an alternative ``(a|b|)`` is a choice, ``{slot}`` is filled by the caller and
``<rule>`` draws from another rule. No frame holds a clinical concept, a number or a name: those come from facts."""

import random
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

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


@cache
def languages() -> frozenset[str]:
    """The languages there is a phrase bank for: what the built-in family speaks."""
    return frozenset(
        folder.name for folder in files("bedside.agents.agenda").joinpath("phrases").iterdir() if folder.is_dir()
    )


@cache
def phrasebook(language: str = "en") -> Phrasebook:
    """Load the phrase bank of a language. Raises ``PhraseError`` for a language without one."""
    import yaml

    folder = files("bedside.agents.agenda").joinpath("phrases", language)
    if language not in languages():
        raise PhraseError(
            f"no phrase bank for language {language!r}; there is one for: {', '.join(sorted(languages()))}"
        )
    rules: dict[str, list[str]] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            loaded = yaml.load(file.read_text(encoding="utf-8"), loader)  # noqa: S506  # a safe loader either way
            for name, alternatives in loaded.items():
                if name in rules:
                    raise PhraseError(f"rule {name} is defined twice ({file.name})")
                rules[name] = [str(a) for a in alternatives]
    return Phrasebook(rules)


CALM = 0.5  # below this share of a recorded visit's hesitations, a style is written rather than transcribed
OPENER = re.compile(r"^(?:and then|and so|and|so|but|now|then|well|um|uh)\b,? (?=\w)", re.I)
HESITATION = re.compile(r"(?:^|(?<= ))(?:um|uh),? (?=\w)|,? (?:um|uh)(?=[.?])", re.I)
BETWEEN = re.compile(r",? (?:um|uh),(?= )", re.I)
STUTTER = re.compile(r"\b([a-z']+), \1\b", re.I)


def calm(text: str, rng: random.Random) -> str:
    """Take most hesitations, stutters and openers off a finished line: dialogues that people write have hardly any."""
    text = STUTTER.sub(lambda match: match.group(1) if rng.random() < 0.6 else match.group(0), text)
    text = BETWEEN.sub("", text)
    text = HESITATION.sub(lambda match: match.group(0) if rng.random() < 0.4 else "", text)
    bare = OPENER.sub("", re.sub(r"^(?:um|uh)[.,] ", "", text, flags=re.I))
    if rng.random() < 0.4 and len(bare.split()) > 3:
        text = bare
    return tidy(text)


ANY = re.compile(  # of many, "are there any"
    r"\b([Ii]s|was) (there (?:ever )?any (?:\w+ ){0,2}?(?:problems|smokers|allergies|issues|changes|symptoms|surgeries|conditions|"
    r"disorders|questions|concerns|headaches|lumps|rashes|bruises|falls|seizures))\b"
)
# "the left side of my chest" has one owner, and a sign or a disease keeps the capital of whoever it is called after.
PART_OF = re.compile(
    r"\b(?:my|your|his|her) ((?:left |right |other )?side|back|top|bottom|front|outside|inside|base|tip|sole) of (my|your|his|her|both)\b",
    re.I,
)
EPONYM = re.compile(
    r"\b(?:parkinson|alzheimer|crohn|hodgkin|hashimoto|raynaud|sjogren|cushing|addison|barrett|dupuytren|meniere|rovsing|lachman|"
    r"mcburney|achilles|lyme|mcmurray|babinski|romberg|phalen|tinel|spurling|trendelenburg)"
)
LEAD = re.compile(r"(^|[.?!]\s+)([\"'(]?)([a-z])")


def tidy(text: str) -> str:
    """Set spaces, capitals and final marks of a spoken line right; words stay as they are."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([.,?!;:])", r"\1", text).lstrip(" .,;:")
    text = re.sub(r"\b(i|you|he|she|we|they|it|that|there) '(m|re|s|ve|ll|d)\b", r"\1'\2", text, flags=re.I)
    text = re.sub(r"\b(so|and|but|now|then|um,|uh,|well,),? (?=\1\b)", "", text, flags=re.I)
    text = re.sub(
        r"(?:^|(?<=[.?!,] ))(?:and|so|then|now) (?=but\b)|(?:^|(?<=[.?!,] ))also (?=so\b)", "", text, flags=re.I
    )
    text = re.sub(r"([.?!])[.,;]+", r"\1", text)
    text = re.sub(r",([.?!,])", r"\1", text)
    text = re.sub(r"\bi(?=\b|')", "I", text)
    text = re.sub(r"\b(the|an) er\b(?! )?", r"\1 ER", text)
    text = ANY.sub(lambda m: f"{'Are' if m[1][0] == 'I' else 'are' if m[1] == 'is' else 'were'} {m[2]}", text)
    text = PART_OF.sub(r"the \1 of \2", text)
    text = EPONYM.sub(lambda m: m[0].capitalize() if m[0][1] != "c" else f"Mc{m[0][2:].capitalize()}", text)
    text = LEAD.sub(lambda m: m.group(1) + m.group(2) + m.group(3).upper(), text)
    if text and text[-1] not in ".?!-":
        text += "."
    return text
