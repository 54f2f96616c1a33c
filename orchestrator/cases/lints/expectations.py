"""Expectations that no conversation of the case can meet."""

from collections.abc import Iterator

from bedside.orchestrator.cases.lints.lint_context import LintContext
from bedside.scenarios.companions import came_along
from bedside.scenarios.expect import holds, speaker_and_words, stated
from bedside.scenarios.load import CaseError, resolve_persona


def find(context: LintContext) -> Iterator[CaseError]:
    """What is expected and cannot come, or is forbidden and must come."""
    expect = context.case.expect
    if expect is None:
        return
    kept = [word.casefold() for word in resolve_persona(context.case).withholds]
    interview = context.case.protocol.startswith("interview/")
    for index, words in enumerate(expect.covers):
        if not interview and not holds(context.text, words) and not holds(context.note.text, words):
            message = f"the note does not hold {words!r}, so no fact can cover it"
            yield context.at(
                ("expect", "covers", index), message, "Write the words as they stand in the note", "unreachable"
            )
        elif not interview and not stated(context.note, words):
            message = f"no fact was read from {words!r}, so none can cover it"
            yield context.at(
                ("expect", "covers", index), message, "Take words that 'bedside render' shows as a fact", "unreachable"
            )
        elif any(word in words.casefold().split() for word in kept):
            message = f"{words!r} is expected to be told and the patient keeps it back"
            yield context.at(("expect", "covers", index), message, "Take one of the two away", "unreachable")
    silent = _silent(context)
    for key, listed in (("mentions", expect.mentions), ("never_mentions", expect.never_mentions)):
        for index, expected in enumerate(listed):
            if silent and speaker_and_words(expected)[0] == silent:
                message = f"{silent!r} does not speak in this case: somebody else speaks for them"
                yield context.at(("expect", key, index), message, "Name who speaks for them", "unreachable")
    for index, expected in enumerate(expect.mentions):
        speaker, wordings = speaker_and_words(expected)
        companions = came_along(context.case.patient.companion, context.note.companions)
        if (
            speaker is not None
            and speaker not in ("physician", "patient", "mother", "father", *companions)
            and context.case.language == "en"
        ):
            message = f"nobody in this case is called {speaker!r}"
            yield context.at(
                ("expect", "mentions", index), message, "Name physician, patient or the companion", "unreachable"
            )
        elif all(any(word in wording.casefold().split() for word in kept) for wording in wordings):
            message = f"{expected!r} must be said and the patient keeps it back"
            yield context.at(("expect", "mentions", index), message, "Take one of the two away", "unreachable")
        if expected in expect.never_mentions:
            message = f"{expected!r} must be said and may never be said"
            yield context.at(("expect", "mentions", index), message, "Take one of the two away", "unreachable")
    if expect.max_turns is not None and expect.max_turns > context.case.limits.turns:
        message = f"at most {expect.max_turns} turns are expected and the talk stops after {context.case.limits.turns}"
        yield context.at(("expect", "max_turns"), message, "Expect fewer, or raise limits.turns", "unreachable")


def _silent(context: LintContext) -> str:
    """Who has no line of their own: the patient, where somebody speaks for them."""
    from bedside.agents.planning.spokesperson import spokesperson

    return "patient" if context.case.language == "en" and spokesperson(context.note, context.case) != "patient" else ""
