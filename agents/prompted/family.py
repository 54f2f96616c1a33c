"""The prompted family: the four contracts asked of a language model, over the built-in reader of notes and checks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bedside.agents.checks.catalogue import ECHO, LANGUAGE, LEAK, LENGTH, MANNER, PART, ROLE_LOST, STUCK
from bedside.agents.checks.dialogue import check_dialogue
from bedside.agents.checks.other_languages import check_language, hidden_said
from bedside.agents.checks.out_of_role import out_of_role
from bedside.agents.checks.roles import speaker_faults
from bedside.agents.languages.language import base
from bedside.agents.languages.words import size
from bedside.agents.prompted.leaks import leaked
from bedside.agents.prompts.prompt import Prompt, load_prompt
from bedside.agents.text.speaker_labels import without_label
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note
from bedside.scenarios.prompting import Forms
from bedside.scenarios.turn import Turn, Utterance

GRAVE = tuple(check.id for check in (PART, LEAK, ECHO, STUCK, LANGUAGE))  # checks whose fault a line cannot keep
LONGEST = 320  # words of one utterance
BY_CHOICE = Forms()
ROLES = ("planner", "physician", "patient", "refiner")


def prompts(protocol: str = "notechat", forms: Forms = BY_CHOICE) -> tuple[Prompt, ...]:
    """Every prompt of a protocol, for the record: speakers' in these forms."""
    speakers = ("physician", "patient")
    short = {role for role in speakers if forms.of(role) == "short"}
    if protocol.startswith("interview/"):  # one pair of prompts for every instrument; planned and refined by code
        return tuple(load_prompt("interview", role, role in short) for role in speakers)
    return tuple(load_prompt(protocol, role, role in short) for role in ROLES)


SHORT = 3  # words that may be said again and again
TERSE, SIMPLE = 18, 12  # words of a terse person's line, and of one sentence of somebody who is learning the language


def against_manner(brief: Brief, text: str) -> str:
    """How a patient's line goes against its persona; "" where it does not, or where the facts to tell need the room."""
    persona = brief.persona
    if brief.role == "physician" or brief.relation is not None:
        return ""
    room = sum(size(fact.text) for fact in brief.facts)
    words = size(text)
    if persona.talkativeness == "terse" and words > max(TERSE, 1.6 * room):
        return "this patient says little: say the same in fewer words"
    sentences = [part for part in re.split(r"[.!?。！？؟]+", text) if part.strip()]
    if persona.language_level in ("A1", "A2") and any(size(part) > SIMPLE for part in sentences):
        return "this patient speaks the language only a little: shorter sentences, simpler words"
    return ""


@dataclass(frozen=True)
class PromptedChecks:
    """The checks of lines that a model wrote: the built-in ones, and what only a model can do wrong."""

    family: Any  # the built-in family for the talk's protocol and language
    language: str = "en"

    def check_turn(self, note: Note, brief: Brief, utterance: Utterance) -> tuple[Finding, ...]:
        """Check one utterance before it is shown: as the built-in family's lines are, and a model's own faults."""
        found: tuple[Finding, ...] = self.family.check_turn(note, brief, utterance)
        if not utterance.model.get("asked"):
            return found
        text = utterance.text
        # A turn of phrase may be the other's and stay; a label, the other's line or a prompt's words may not.
        part = [fault for fault in speaker_faults(brief.role, text) if not fault.startswith("a phrase")]
        if without_label(text, brief.role) is None:
            part.append("a speaker's label stands inside the words")
        own = [PART.judged("; ".join(part)), ECHO.judged(utterance.model.get("echo", ""))]
        if base(brief.language) == "en":
            given = " ".join(f"{fact.group} {fact.problem} {fact.text}" for fact in brief.facts)
            own.append(ROLE_LOST.judged(out_of_role(brief.role, text, brief.turns, brief.patient_name, given)))
        if not any(finding.check == LANGUAGE.id for finding in found):
            own.append(check_language(note, brief, text))
        own.append(LEAK.judged("it says what has not come up yet" if _hidden(note, brief, text) else ""))
        own.append(STUCK.judged(_same_again(brief, text)))
        own.append(MANNER.judged(against_manner(brief, text)))
        own.append(LENGTH.judged("it is far too long for one utterance" if size(text) > LONGEST else ""))
        return (*found, *own)

    def audit(self, note: Note, turns: Sequence[Turn], withheld: Sequence[str]) -> tuple[Finding, ...]:
        """What is still wrong with the finished talk: the record of what repair could not mend."""
        if base(self.language) != "en":
            from bedside.agents.checks.other_languages import audit

            return audit(turns, self.language)
        from bedside.knowledge.terminology import Terminology

        return check_dialogue(note, turns, Terminology.load(), withheld=withheld)


def _same_again(brief: Brief, text: str) -> str:
    last = brief.turns[-1].text if brief.turns else ""
    if last == text and len(last.split()) > 3:
        return "it only repeats what was just said"
    if size(text) <= SHORT:
        return ""  # people say "okay" and "no" as often as they are told and asked things
    same = [turn for turn in brief.turns if turn.speaker == brief.role and turn.text == text]
    return "it was said twice before, word for word" if len(same) > 1 else ""


def _hidden(note: Note, brief: Brief, text: str) -> bool:
    """Whether a line says what its role cannot know yet, as far as that can be read in its language."""
    if base(brief.language) != "en":
        return hidden_said(note, brief, text)
    from bedside.knowledge.terminology import Terminology

    return bool(leaked(note, brief, text, Terminology.load()))
