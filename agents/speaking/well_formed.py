"""Whether what is about to be said is English in form: a last look at the words, whatever they were made of.

The law: a rule knows a few neighbouring words, or how a sentence opens; where it is unsure it says nothing. What it refuses
is said in another way or not at all (:mod:`bedside.agents.speaking.say`), so a wrong refusal costs a fact and a missed fault
costs the ear of whoever listens. Words are looked at before tags, which cost ten times as much.
"""

from functools import lru_cache

from bedside.agents.speaking.form_clauses import clause_fault, clause_rules
from bedside.agents.speaking.form_phrases import phrase_rules
from bedside.agents.speaking.form_verbs import verb_rules
from bedside.agents.text.grammar import faults_of
from bedside.agents.text.grammar_words import GrammarFault, GrammarLine, grammar_sentences


def malformed(text: str) -> str:
    """What is wrong with the form of a sentence, or of several, that state something, in words; "" where nothing is seen."""
    fault = first_fault(text)
    return fault.what if fault is not None else ""


@lru_cache(maxsize=8192)
def first_fault(text: str) -> GrammarFault | None:
    """The same with its place: the characters of the word at which it is seen and of the next."""
    for sentence in grammar_sentences(text):
        found = faults_of(sentence) or _of_words(sentence) or clause_rules().applied(sentence)
        if found:
            return found[0]
        if what := clause_fault(sentence):
            return GrammarFault(sentence[0].start, sentence[-1].end, what)
    return None


@lru_cache(maxsize=8192)
def broken(phrase: str) -> str:
    """What is wrong with the form of a phrase that is no sentence, like the name of a thing or a short answer; "" if nothing."""
    for sentence in grammar_sentences(phrase):
        if found := _of_words(sentence):
            return found[0].what
    return ""


def _of_words(sentence: GrammarLine) -> tuple[GrammarFault, ...]:
    return phrase_rules().applied(sentence) or verb_rules().applied(sentence)
