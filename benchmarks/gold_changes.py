"""Defects that are made by changing what a conversation says already: a word of a line, a line, or the order of lines.

The tables ``gold/swaps.tsv`` (words) and ``gold/lines.tsv`` (what stands before, after or instead of a line) hold the
material. The untouched twin is the conversation as it was.
"""

import random
import re
from collections.abc import Callable, Iterator

from bedside.benchmarks.gold_frames import table
from bedside.benchmarks.gold_talk import GoldTalk, Line

Changed = tuple[list[Line], int]  # the turns, and which of them is the defect
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = re.compile(rf"\b(?:\d+(?:\.\d+)?|{'|'.join(_WORDS)})\b")
_SIDE = re.compile(
    r"\b(left|right)\b(?= (?:side|big|hand|ankle|knee|hip|shoulder|foot|calf|ear|eye|breast|leg|arm|wrist|chest|lower|upper|flank|ureter))"
)
_OPEN = re.compile(r"\b(?:more|else|look at|going on|bit about)\b", re.IGNORECASE)  # may well be asked again
_PERSON = {
    "I": "{he}", "I've": "{he} has", "I'm": "{he} is", "I'd": "{he} would", "my": "{his}", "My": "{His}", "me": "{him}",
    "have": "has", "take": "takes", "work": "works", "don't": "doesn't", "live": "lives", "drink": "drinks", "smoke": "smokes",
}  # fmt: skip


def _patient(talk: GoldTalk, least: int, pattern: str = "") -> list[int]:
    """The patient's turns in the history of so many words that match."""
    return [
        at for at in range(3, min(talk.exam, len(talk.turns)))
        if talk.turns[at][0] == "patient" and len(talk.turns[at][1].split()) >= least and re.search(pattern, talk.turns[at][1])
    ]  # fmt: skip


def _put(talk: GoldTalk, at: int, text: str) -> Changed:
    turns = list(talk.turns)
    turns[at] = (turns[at][0], text)
    return turns, at


def number(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """Another number in place of one that the note has."""
    of_note = set(re.findall(r"\d+(?:\.\d+)?", talk.note))
    found: list[tuple[int, re.Match[str], str]] = []
    for at, (_, text) in enumerate(talk.turns):
        for match in _NUMBER.finditer(text):
            value = str(_WORDS.index(match[0]) + 2) if match[0] in _WORDS else match[0]
            found += [(at, match, value)] if value in of_note else []
    if not found:
        return None
    at, match, value = rng.choice(found)
    others = [str(float(value) * 2 + 1), str(float(value) * 3 + 4)]
    other = next((f"{float(one):g}" for one in others if f"{float(one):g}" not in of_note), None)
    if other is None:
        return None
    if match[0] in _WORDS and int(other) - 2 < len(_WORDS):
        other = _WORDS[int(other) - 2]
    text = talk.turns[at][1]
    return _put(talk, at, text[: match.start()] + other + text[match.end() :])


def side(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """The other side, where a line names one and the note that one alone."""
    spots = [(at, match) for at, (_, text) in enumerate(talk.turns) for match in _SIDE.finditer(text)]
    if not spots:
        return None
    at, match = rng.choice(spots)
    text, other = talk.turns[at][1], "right" if match[1] == "left" else "left"
    after = text[match.end() :].split()[0].strip(".,")
    if re.search(rf"\b{other}\b[^.]{{0,20}}{after}", talk.note, re.IGNORECASE):
        return None
    return _put(talk, at, text[: match.start()] + other + text[match.end() :])


def _swapped(kind: str) -> Callable[[GoldTalk, random.Random], Changed | None]:
    def change(talk: GoldTalk, rng: random.Random) -> Changed | None:
        rows = [row for row in table("swaps") if row["class"] == kind]
        spots = [
            (at, row) for at, (who, text) in enumerate(talk.turns) for row in rows
            if at > 2 and row["from"].lower() in text.lower() and row["to"].strip().lower() not in text.lower()
            and (kind != "drug" or row["to"] not in talk.note.lower())
            and (kind != "agreement" or (row["from"] in text and f"Do {row['from']}".lower() not in text.lower()))
            and (kind != "unit" or re.search(rf"{_NUMBER.pattern} {row['from']}", text))
            and (kind != "polarity" or who == "physician" or "?" in talk.turns[at - 1][1])
        ]  # fmt: skip
        if not spots:
            return None
        at, row = rng.choice(spots)
        text = talk.turns[at][1]
        counted = re.search(rf"{_NUMBER.pattern} (?={row['from']})", text) if kind == "unit" else None
        begin = counted.end() if counted else text.lower().index(row["from"].lower())
        to = row["to"]
        if begin == 0 or text[begin].isupper():
            to = to[:1].upper() + to[1:]
        return _put(talk, at, text[:begin] + to + text[begin + len(row["from"]) :])

    return change


def _lined(kind: str) -> Callable[[GoldTalk, random.Random], Changed | None]:
    def change(talk: GoldTalk, rng: random.Random) -> Changed | None:
        row = rng.choice([row for row in table("lines") if row["class"] == kind])
        spots = _patient(talk, 4)
        if not spots:
            return None
        at = rng.choice(spots)
        old = talk.turns[at][1]
        return _put(
            talk, at, {"before": row["text"] + old, "after": old + row["text"], "instead": row["text"]}[row["how"]]
        )

    return change


def role_exchanged(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """The patient asks and the physician answers."""
    spots = [at for at in _patient(talk, 4) if talk.turns[at - 1][1].endswith("?")]
    if not spots:
        return None
    at = rng.choice(spots)
    turns = list(talk.turns)
    turns[at - 1], turns[at] = ("patient", turns[at - 1][1]), ("physician", turns[at][1])
    return turns, at - 1


def unanswered(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """An acknowledgement in place of an answer."""
    spots = [
        at
        for at in _patient(talk, 4)
        if re.search(r"\b(?:what|how|when|where|who)\b.*\?$", talk.turns[at - 1][1], re.IGNORECASE)
    ]
    return (
        _put(talk, rng.choice(spots), rng.choice(["All right.", "Okay, thank you.", "Sure, I'll do that."]))
        if spots
        else None
    )


def other_answer(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """Two questions with each other's answers."""
    asks = r"(?:smok|alcohol|allerg|for work|living|medic|surger|family|sleep|start|how bad|live with)"
    spots = [
        at for at in _patient(talk, 3) if re.search(asks, talk.turns[at - 1][1]) and talk.turns[at - 1][1].endswith("?")
    ]
    if len(spots) < 2:
        return None
    one, two = rng.sample(spots, 2)
    turns = list(talk.turns)
    turns[one], turns[two] = turns[two], turns[one]
    return turns, min(one, two)


def asked_twice(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """A question that was answered, and its answer, again later on."""
    spots = [
        at
        for at in _patient(talk, 3)
        if talk.turns[at - 1][1].endswith("?")
        and len(talk.turns[at - 1][1].split()) > 4
        and not _OPEN.search(talk.turns[at - 1][1])
    ]
    later = [at for at in range(8, talk.exam + 1) if at < len(talk.turns) and talk.turns[at][0] == "physician"]
    pairs = [(at, to) for at in spots for to in later if to > at + 4]
    if not pairs:
        return None
    at, to = rng.choice(pairs)
    return [*talk.turns[:to], talk.turns[at - 1], talk.turns[at], *talk.turns[to:]], to


def repeated(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """A line of the patient's, word for word, again after an open question."""
    spots = _patient(talk, 6)
    later = [at for at in range(8, talk.exam + 1) if at < len(talk.turns) and talk.turns[at][0] == "physician"]
    pairs = [(at, to) for at in spots for to in later if to > at + 2]
    if not pairs:
        return None
    at, to = rng.choice(pairs)
    return [*talk.turns[:to], ("physician", "Mm-hmm."), talk.turns[at], *talk.turns[to:]], to + 1


def fragment(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """A sentence that breaks off after a small word."""
    cut = r"^.{12,}?\b(?:a|the|of|with|and|for|to|my)\b(?= \w)"
    spots = _patient(talk, 7, cut)
    if not spots:
        return None
    at = rng.choice(spots)
    found = re.match(cut, talk.turns[at][1])
    return _put(talk, at, f"{found[0]}.") if found else None


def third_person(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """The patient speaks of themselves as he or she."""
    he, his, him = ("she", "her", "her") if talk.sex == "female" else ("he", "his", "him")
    spots = _patient(talk, 4, r"^(?:Yeah, |Yes, |No, )?I(?:'ve|'m)? ")
    if not spots:
        return None
    at = rng.choice(spots)
    words = [
        _PERSON.get(word, word).format(he=he, his=his, him=him, His=his.capitalize())
        for word in talk.turns[at][1].split(" ")
    ]
    text = " ".join(words)
    return _put(talk, at, text[:1].upper() + text[1:])


def abrupt_ending(talk: GoldTalk, rng: random.Random) -> Changed | None:
    """Nothing after the plan: no question, no good-bye."""
    if talk.closing <= talk.view:
        return None
    end = max(talk.view + 1, talk.closing - rng.choice([0, 1, 2]))
    return list(talk.turns[:end]), end - 1


def no_greeting(talk: GoldTalk, _: random.Random) -> Changed | None:
    """It begins with the first question."""
    first = next(
        (at for at, (who, text) in enumerate(talk.turns) if at > 1 and who == "physician" and "?" in text), None
    )
    return (list(talk.turns[first:]), 0) if first else None


CHANGES: dict[str, Callable[[GoldTalk, random.Random], Changed | None]] = {
    "number": number,
    "side": side,
    "role_exchanged": role_exchanged,
    "unanswered": unanswered,
    "other_answer": other_answer,
    "asked_twice": asked_twice,
    "repeated": repeated,
    "fragment": fragment,
    "third_person": third_person,
    "abrupt_ending": abrupt_ending,
    "no_greeting": no_greeting,
    **{kind: _swapped(kind) for kind in ("drug", "unit", "polarity", "agreement")},
    **{kind: _lined(kind) for kind in ("heading_spoken", "prompt_artefact", "language_mix", "note_register")},
}


def planted(
    name: str, wanted: int, talks: list[GoldTalk], rng: random.Random
) -> Iterator[tuple[GoldTalk, GoldTalk, int, str]]:
    """At most ``wanted`` of a class, each in another conversation as long as there are any: the untouched, the planted, the
    turn and its words."""
    change = CHANGES.get(name)
    order: list[GoldTalk] = []
    seen: set[tuple[Line, ...]] = set()
    for _ in range(wanted * 6):
        if change is None or len(seen) >= wanted:
            return
        order = order or rng.sample(talks, len(talks))
        talk = order.pop()
        made = change(talk, rng)
        if made is None or tuple(made[0]) in seen or tuple(made[0]) == talk.turns:
            continue
        seen.add(tuple(made[0]))
        turns, at = made
        yield talk, talk.with_turns(turns), at, turns[at][1]
