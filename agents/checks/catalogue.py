"""All checks there are, each with its version: one list, so that a finding on a record can be looked up years later.

The name of a check is told to the role that says a line again, so a new name is a new prompt.
"""

from bedside.agents.checks.check import Check

SUPPORT = Check(
    id="support",
    looks_for="something said of the patient that neither the note, nor a cited passage, nor what was said bears out",
    version=2,
)
ROLES = Check(
    id="roles",
    looks_for="words that are not the speaker's: labels, stage directions, a prompt's words, the other part's phrases, a patient who knows too early",
)
REPETITION = Check(
    id="repetition",
    looks_for="the same words twice, the same question twice, a second greeting or farewell",
    severity="warning",
)
REGISTER = Check(id="register", looks_for="a clinical word of a patient that nobody has just used", severity="warning")
COPYING = Check(id="copying", looks_for="the note read out word for word", version=2, severity="warning")
COVERAGE = Check(id="coverage", looks_for="a fact of the note that nothing said expresses")
SHAPE = Check(id="shape", looks_for="lengths and shares outside the bounds of recorded visits", severity="note")
OPENING = Check(
    id="opening",
    looks_for="a talk without a greeting or a first question, or with one speaker only",
    severity="warning",
)
CLOSING = Check(id="closing", looks_for="a talk that breaks off or ends on an open question", severity="warning")

LANGUAGE = Check(
    id="language",
    looks_for="a line in another language than the talk's, or with words in another script",
    version=2,
    severity="grave",
)
NUMBERS = Check(
    id="numbers", looks_for="a number that stands neither in the note, nor in a passage, nor in what was said"
)
FACTS = Check(id="facts", looks_for="a number of what was to be told that is missing or another")

PART = Check(
    id="part", looks_for="the other speaker's line, a label, or a prompt's words in a model's line", severity="grave"
)
ROLE_LOST = Check(
    id="role_lost",
    looks_for="a model's line in an assistant's voice or the other's part, an echo, the same again with a new beginning",
)
ECHO = Check(id="echo", looks_for="the prompt coming back in a model's line", severity="grave")
LEAK = Check(id="leak", looks_for="what the role cannot know yet", severity="grave")
STUCK = Check(id="stuck", looks_for="a model that only says the same again", version=2, severity="grave")
MANNER = Check(id="manner", looks_for="a patient's line that goes against the persona", severity="warning")
LENGTH = Check(id="length", looks_for="a line far too long for one utterance")

LABEL = Check(id="label", looks_for="a condition or a result named in a diagnostic interview", severity="grave")
CRITERIA = Check(id="criteria", looks_for="a reason that does not bear out the answer it was given with")

OUTSIDE_BRIEF = Check(id="outside_brief", looks_for="fact ids that a role claims without having been given them")
POLISHED = Check(id="polish", looks_for="a line that was right and should only sound better", severity="note")

CHECKS: dict[str, Check] = {
    check.id: check
    for check in (
        SUPPORT, ROLES, REPETITION, REGISTER, COPYING, COVERAGE, SHAPE, OPENING, CLOSING, LANGUAGE, NUMBERS, FACTS,
        PART, ROLE_LOST, ECHO, LEAK, STUCK, MANNER, LENGTH, LABEL, CRITERIA, OUTSIDE_BRIEF, POLISHED,
    )
}  # fmt: skip
