"""Who hears which sentence of a record: people go out and come back, and what is kept from somebody reaches back to the
sentence about people before it."""

from dataclasses import dataclass, field, replace

from bedside.agents.reading import audience
from bedside.agents.reading.part import Record
from bedside.scenarios.span import Span

Scope = tuple[bool, tuple[str, ...]]  # whether it is told in confidence, and who must not hear it


@dataclass(slots=True)
class Hearing:
    """A record with what only says who is outside cut from it, and the scope that begins at each of some sentences."""

    record: Record
    turns: dict[int, Scope] = field(default_factory=dict[int, Scope])
    stage: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # the words that were cut
    whole: tuple[str, ...] = ()  # from whom everything under this heading is kept


def scopes(text: str, record: Record, *, alone: bool, people: tuple[str, ...]) -> Hearing:
    """The scopes of a record whose part is so far told ``alone`` and kept from ``people``."""
    hearing, told_alone = Hearing(record), alone
    out = dict.fromkeys(people)
    labelled = _labelled(record.label, alone=alone, out=out)
    if labelled is not None:  # it says who is there, and nothing of what is told
        alone, out = labelled
        record = hearing.record = replace(record, label="", label_span=None)
    heard = [(alone, tuple(out))] * len(record.sentences)
    kept: list[Span] = []
    begin = last = 0  # where a secret's reach begins, and behind the last sentence about people
    for i, sentence in enumerate(record.sentences):
        words = text[sentence.start : sentence.end]
        cut = audience.led(words)
        if cut:
            hearing.stage.append((sentence.start, sentence.start + cut))
        kept.append(Span(start=sentence.start + cut, end=sentence.end))
        found = audience.cue(words)
        there = audience.joined(words[:cut]) if cut else ()
        if there:
            out = {who: None for who in out if who not in there and who not in audience.EVERYBODY}
            alone = bool(out)
        elif found is not None and found[0] == "alone":
            alone, out = True, out | dict.fromkeys(found[1] or audience.EVERYBODY)
        elif found is not None and found[0] == "back":
            out = {who: None for who in out if who not in found[1] and who not in audience.EVERYBODY}
            alone = bool(out)
        heard[i] = (alone, tuple(out))
        if found is None:
            continue
        if found[0] == "secret" and i == 0 and audience.bare(words):
            hearing.whole += found[1]  # what it is about stands on other lines
        elif found[0] == "secret":
            begin = begin if last == i and audience.bare(words) else last
            for at in range(begin, i + 1):
                heard[at] = (heard[at][0], tuple(dict.fromkeys((*heard[at][1], *found[1]))))
        if found[0] != "secret":
            begin = i + 1
        last = i + 1
    before = (told_alone, people)
    for i, scope in enumerate((one[0], tuple(dict.fromkeys((*one[1], *hearing.whole)))) for one in heard):
        if scope != before or any(start == record.sentences[i].start for start, _ in hearing.stage):
            hearing.turns[i] = scope
        before = scope
    if hearing.stage:
        hearing.record = replace(record, sentences=tuple(kept))
    return hearing


def _labelled(label: str, *, alone: bool, out: dict[str, None]) -> tuple[bool, dict[str, None]] | None:
    """The scope under a label that says who is there, "Seen alone afterwards", "Mother interviewed jointly"; None under any other."""
    there = audience.joined(label)
    if there:
        out = {who: None for who in out if who not in there and who not in audience.EVERYBODY}
        return bool(out), out
    found = audience.cue(label)
    if label and ((found is not None and found[0] == "alone") or audience.confidential(label)):
        return True, out | dict.fromkeys((found[1] if found is not None else ()) or audience.EVERYBODY)
    return None
