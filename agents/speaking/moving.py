"""Words about the patient moved into somebody's mouth: within arguments by their tags, in clauses by their marks."""

from collections.abc import Sequence

from bedside.agents.speaking.english import finite
from bedside.agents.speaking.people import Person, patient
from bedside.agents.speaking.view import View
from bedside.agents.text.doc import Token, tokens
from bedside.agents.text.inflection import lemma
from bedside.agents.text.tagger import tags
from bedside.scenarios.note import Fact
from bedside.scenarios.statement import Mark

_SUBJECTS = frozenset(("he", "she", "they"))
_OTHERS = frozenset("he she him her his hers himself herself".split())
_PATIENT = frozenset(("patient", "pt"))


def moved(phrase: str, view: View) -> str | None:
    """A phrase with the third person in it as the speaker's own; None where it is not clear whom it means."""
    words = tokens(phrase)
    if not any(word.lower in _OTHERS or word.lower in _PATIENT for word in words):
        return phrase
    person = patient(view)
    tagged = [Token(t.start, t.end, t.text, tag) for t, tag in zip(words, tags([w.text for w in words]), strict=True)]
    out, last = "", 0
    agree = False
    for token in tagged:
        new = token.text
        if token.lower in _SUBJECTS:
            if token.lower in ("he", "she") and view.sex and token.lower != ("she" if view.sex == "female" else "he"):
                return None
            new, agree = person.subject, True
        elif token.lower in ("his", "hers") or (token.lower == "her" and token.tag.startswith("DP")):
            new = person.possessive
        elif token.lower in ("him", "her"):
            new = person.object
        elif token.lower in ("himself", "herself"):
            new = person.reflexive
        elif token.lower in _PATIENT:
            return None
        elif agree and token.tag[:2] in ("VV", "VB", "VH", "VD"):
            past = token.tag.endswith("D")
            new = finite(lemma(token.text, token.tag), "past" if past else "present", person.as_subject)
            agree = False
        elif agree and token.tag == "VM0":
            agree = False
        out += phrase[last : token.start] + new
        last = token.end
    return out + phrase[last:]


def clause(fact: Fact, view: View) -> str | None:
    """The words of a fact with its marks replaced for the speaker; None where a pronoun is left that no mark explains."""
    person = patient(view)
    out, last = "", 0
    previous = ""
    for mark in fact.marks:
        start, end = mark.span.start - fact.span.start, mark.span.end - fact.span.start
        if start < last or end > len(fact.text):
            return None
        new = _marked(mark, person, view, previous)
        if new is None:
            return None
        between = fact.text[last:start]
        if _leftover(between):
            return None
        out += between + new
        last = end
        previous = mark.role
    tail = fact.text[last:]
    return None if _leftover(tail) else out + tail


def _marked(mark: Mark, person: Person, view: View, previous: str) -> str | None:
    if mark.role.startswith("author"):
        if view.speaker != "physician":
            return None
        tense = "past" if mark.form == "past" else "present"
        return {
            "author": "I",
            "author_object": "me",
            "author_possessive": "my",
            "author_verb": finite(mark.lemma, tense, Person("I", "me", "my", "myself", 1).as_subject)
            if mark.lemma
            else None,
        }.get(mark.role)
    if mark.role == "verb":
        return (
            finite(mark.lemma, "past" if mark.form == "past" else "present", person.as_subject) if mark.lemma else None
        )
    del previous
    return {
        "subject": person.subject,
        "object": person.object,
        "possessive": person.possessive,
        "reflexive": person.reflexive,
    }.get(mark.role)


def _leftover(between: str) -> bool:
    words: Sequence[Token] = tokens(between)
    return any(word.lower in _OTHERS or word.lower in _PATIENT for word in words)
