"""Who must not hear which fact of a note that a lexicon reads: people go out and come back, and what is kept from somebody
reaches back to the sentence about people before it."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from bedside.agents.languages.lexicon import Lexicon
from bedside.scenarios.note import Fact

EVERYBODY = "companions"
_BARE = 7  # words up to which a sentence about people tells nothing else


def heard(text: str, facts: Sequence[Fact], lexicon: Lexicon) -> list[Fact]:
    """The facts, each with who must not hear it; a sentence that only says who goes or comes is shown by who speaks."""
    cues = {name: re.compile(source, re.IGNORECASE) for name, source in lexicon.table("hearing").items()}
    if not cues:
        return list(facts)
    found: list[Fact] = []
    for _, part in groupby(facts, lambda fact: (fact.section, fact.group)):
        found += _part(text, list(part), cues, lexicon)
    return found


def _part(text: str, facts: Sequence[Fact], cues: dict[str, re.Pattern[str]], lexicon: Lexicon) -> list[Fact]:
    """The facts under one heading, which may itself say who is outside."""
    group = facts[0].group
    out = dict.fromkeys(_who(group, lexicon)) if cues["alone"].search(group) else dict[str, None]()
    kept: list[tuple[Fact, dict[str, None]]] = []
    begin = 0
    for _, run in groupby(facts, lambda fact: fact.sentence and fact.sentence.start):
        told = list(run)
        span = told[0].sentence or told[0].span
        words = text[span.start : span.end]
        cue = next((name for name in ("back", "alone", "secret") if cues[name].search(words)), "")
        who = _who(words, lexicon)
        if cue == "alone":
            out |= dict.fromkeys(who)
        elif cue == "back":
            out = {name: None for name in out if name not in (*who, EVERYBODY)}
        stage = cue in ("alone", "back") and len(words.split()) <= _BARE
        told = [fact.model_copy(update={"role": "idle"}) for fact in told] if stage else told
        kept += [(fact, dict(out)) for fact in told]
        if cue == "secret" and EVERYBODY not in who:
            alone = begin == len(kept) - len(told)
            start = 0 if alone and len(words.split()) <= _BARE else begin
            for _, names in kept[start:]:
                names |= dict.fromkeys(who)
        begin = len(kept) if cue else begin
    return [fact.model_copy(update={"unheard": tuple(names)}) if names else fact for fact, names in kept]


def _who(words: str, lexicon: Lexicon) -> tuple[str, ...]:
    found = tuple(_named(words, lexicon))
    return found or (EVERYBODY,)


def _named(words: str, lexicon: Lexicon) -> Iterator[str]:
    for name, source in lexicon.table("hearers").items():
        if re.search(source, words, re.IGNORECASE):
            yield name
