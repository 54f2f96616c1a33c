"""Whether a conversation is what its case expects. Every miss says what was expected and what was found instead.

Law of the file: words are looked for in what was said aloud; whether a fact was told is read from the reasons of the turns,
so it can be asked in any language. What nobody could ever meet (words that no fact holds) is a miss, never passed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bedside.scenarios.case import Case
from bedside.scenarios.expect import holds, speaker_and_words, stated
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.record import Record

_SHOWN = 100  # characters of a turn that a message quotes


@dataclass(frozen=True)
class UnmetExpectation:
    """One expectation that was not met. ``where`` are the keys that lead to it in the case file; ``turn`` is the index of
    the turn that comes nearest, or that says what nobody may; None where no turn has to do with it."""

    where: tuple[str | int, ...]
    expected: str
    found: str
    turn: int | None = None


def misses(case: Case, note: Note, talk: Record) -> tuple[UnmetExpectation, ...]:
    """Every expectation of ``case`` that ``talk``, held over ``note``, does not meet, in the order of the keys of
    ``expect``."""
    expect = case.expect
    if expect is None:
        return ()
    found: list[UnmetExpectation | None] = []
    for index, one in enumerate(expect.mentions):
        found.append(_mention(("expect", "mentions", index), one, talk))
    for index, one in enumerate(expect.never_mentions):
        found.append(_never(("expect", "never_mentions", index), one, talk))
    for index, one in enumerate(expect.covers):
        found.append(_covered(("expect", "covers", index), one, note, talk))
    if expect.max_turns is not None and len(talk.turns) > expect.max_turns:
        most = f"at most {expect.max_turns} turns"
        found.append(UnmetExpectation(("expect", "max_turns"), most, f"it took {len(talk.turns)}"))
    if expect.label is not None:
        found.append(_labelled(expect.label, case, talk))
    return tuple(miss for miss in found if miss is not None)


def _mention(where: tuple[str | int, ...], expected: str, talk: Record) -> UnmetExpectation | None:
    speaker, wordings = speaker_and_words(expected)
    ours = [i for i, turn in enumerate(talk.turns) if speaker in (None, turn.speaker)]
    if any(holds(talk.turns[i].text, words) for i in ours for words in wordings):
        return None
    who = speaker or "somebody"
    wanted = f"{who} says {_either(wordings)}"
    if not ours:
        return UnmetExpectation(where, wanted, _nobody(speaker, talk))
    for i, turn in enumerate(talk.turns):
        if any(holds(turn.text, words) for words in wordings):
            return UnmetExpectation(where, wanted, f"only others do: {_quoted(talk, i)}", i)
    near = max(ours, key=lambda i: max((_likeness(words, talk.turns[i].text) for words in wordings), default=0.0))
    return UnmetExpectation(where, wanted, f"nowhere; the nearest is {_quoted(talk, near)}", near)


def _never(where: tuple[str | int, ...], expected: str, talk: Record) -> UnmetExpectation | None:
    speaker, wordings = speaker_and_words(expected)
    wanted = f"{speaker or 'nobody'} {'never ' if speaker else ''}says {_either(wordings)}"
    if speaker is not None and all(turn.speaker != speaker for turn in talk.turns):
        return UnmetExpectation(where, wanted, _nobody(speaker, talk))
    for i, turn in enumerate(talk.turns):
        if speaker in (None, turn.speaker) and any(holds(turn.text, words) for words in wordings):
            return UnmetExpectation(where, wanted, _quoted(talk, i), i)
    return None


def _covered(where: tuple[str | int, ...], words: str, note: Note, talk: Record) -> UnmetExpectation | None:
    wanted = f"the facts with {_either((words,))} are told"
    facts = stated(note, words)
    if not facts:
        return UnmetExpectation(where, wanted, "no fact of the note holds these words")
    told = {fact for reason in talk.reasons for fact in reason.facts}
    told |= {fact for reason in talk.reasons for claim in reason.claims for fact in claim.facts}
    for fact in facts:
        if fact.id not in told and (fact.same_as or fact.id) not in told:
            return UnmetExpectation(where, wanted, f"{fact.id} “{_short(fact.text)}” is not: {_why(fact, talk)}")
    return None


def _labelled(label: str, case: Case, talk: Record) -> UnmetExpectation | None:
    where, wanted = ("expect", "label"), f"the label {label!r}"
    carried = talk.meta.get("interview", {}).get("label") or (case.interview.label if case.interview else None)
    if carried == label:
        return None
    return UnmetExpectation(
        where, wanted, "the case has no interview" if carried is None else f"it carries {carried!r}"
    )


def _why(fact: Fact, talk: Record) -> str:
    if fact.id in talk.meta.get("withheld", ()):
        return "the patient kept it back or could not recall it"
    reason = talk.meta.get("unplaced", {}).get(fact.id)
    return f"no step brings it out ({reason})" if reason else "its step did not come to it"


def _nobody(speaker: str | None, talk: Record) -> str:
    who = ", ".join(dict.fromkeys(turn.speaker for turn in talk.turns)) or "nobody"
    return f"nobody called {speaker!r} speaks; those who do: {who}"


def _likeness(words: str, text: str) -> float:
    """How near a text comes to words: the mean, over the words, of the likest word in the text."""
    said = set(text.casefold().split())
    wanted = words.casefold().split()
    best = [max((SequenceMatcher(None, word, other).ratio() for other in said), default=0.0) for word in wanted]
    return sum(best) / len(best) if best else 0.0


def _either(wordings: Sequence[str]) -> str:
    return " or ".join(f"“{words}”" for words in wordings)


def _quoted(talk: Record, index: int) -> str:
    turn = talk.turns[index]
    return f"turn {index + 1}, {turn.speaker}: “{_short(turn.text)}”"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
