"""Whether what is about to be said is English in form: a last look at the words, whatever they were made of.

The law: a rule knows a few neighbouring words, or how a sentence opens; where it is unsure it says nothing. What it refuses
is said in another way or not at all (:mod:`bedside.agents.speaking.say`), so a wrong refusal costs a fact and a missed fault
costs the ear of whoever listens. Words are looked at before tags, which cost ten times as much.
"""

from functools import lru_cache

from bedside.agents.speaking.form_clauses import CLAUSE_RULES, clause_fault
from bedside.agents.speaking.form_phrases import PHRASE_RULES
from bedside.agents.text.grammar import applied, faults_of, grammar_sentences


@lru_cache(maxsize=8192)
def malformed(text: str) -> str:
    """What is wrong with the form of a sentence, or of several, that state something, in words; "" where nothing is seen."""
    for sentence in grammar_sentences(text):
        found = faults_of(sentence) or applied(PHRASE_RULES, sentence) or applied(CLAUSE_RULES, sentence)
        if found:
            return found[0].what
        if what := clause_fault(sentence):
            return what
    return ""


@lru_cache(maxsize=8192)
def broken(phrase: str) -> str:
    """What is wrong with the form of a phrase that is no sentence, like the name of a thing or a short answer; "" if nothing."""
    for sentence in grammar_sentences(phrase):
        if found := applied(PHRASE_RULES, sentence):
            return found[0].what
    return ""
