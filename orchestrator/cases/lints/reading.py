"""How much of a note is understood, told where the author can mend it."""

from collections.abc import Iterator

from bedside.agents.text.prompt_injection import intrusions
from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.orchestrator.cases.sayable_reading import sayable_reading
from bedside.scenarios.load import CaseError

_FEWEST = 3  # words of a stretch worth naming
_MOST = 3  # stretches named
_WELL = 0.8  # share of a note's words from which an author need not be told


def find(context: LintContext) -> Iterator[CaseError]:
    """A note of which too little is understood for a talk, and stretches of any note that nobody can say."""
    if context.case.language.split("-")[0] != "en" or context.case.protocol.startswith("interview/"):
        return  # an interview asks for what its instrument lists, not for what the note tells
    reading = context.note.reading
    if reading is None or not reading.words:
        return
    share = reading.typed / reading.words  # as the limit has it, which lets a note in
    if share < context.case.limits.least_read:
        message = f"only {share:.0%} of the note's words are understood, and the least is {context.case.limits.least_read:.0%}"
        yield context.at(
            ("note",), message, "Write sentences or lists in English, or lower limits: least_read", "not-understood"
        )
        return
    told = sayable_reading(context.case, context.note) or reading
    aside = [context.text[start:end] for start, end in intrusions(context.text)]  # has a rule of its own
    lost = [
        words
        for words in (*reading.opaque_words, *reading.unread_words)
        if len(words.split()) >= _FEWEST and not any(words in one or one in words for one in aside)
    ]
    if lost and share < _WELL:
        named = ", ".join(f"“{' '.join(words.split())[:60]}”" for words in lost[:_MOST])
        more = f" and {len(lost) - _MOST} more" if len(lost) > _MOST else ""
        message = f"{told.typed / told.words:.0%} of the note's words are understood, and nobody will say {named}{more}"
        yield context.at(("note",), message, "Put them in plain sentences", "unsaid")
