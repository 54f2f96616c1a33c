"""What stands around a stretch of text: the words and concepts by which two stretches are known to speak of one thing.

Law of the file: words that say nothing, and those that any sentence may have, do not count.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bedside.agents.checks.assertions import Assertion, Reading
from bedside.knowledge.terminology import reduced, words

Context = dict[str, int]  # reduced word, or "=" and a concept id -> how many words away

EMPTY = frozenset(
    "a an the of in my your his her with to on at and or is was for some any this that it its i you he she like from when our there been have has had "
    "are be were feel get bit little lot of very really kind sort not no".split()
)
_SAID_OFTEN = frozenset(
    reduced(word)
    for word in (
        "milligrams milligram percent day days week weeks month months year years hour hours left right both go going want you'll you're i'd i'll let's think "
        "take taking today time times once twice every each daily one two three four five six seven eight nine ten about around then patient reports states notes per now okay"
    ).split()
)
_WINDOW = 9


def by_sentence_of(reading: Reading) -> dict[int, list[Assertion]]:
    """The assertions of a reading by the number of their sentence."""
    out: dict[int, list[Assertion]] = defaultdict(list)
    for item in reading.assertions:
        out[item.sentence].append(item)
    return out


def context_of(
    reading: Reading, sentence: int, start: int, end: int, mentions: Mapping[int, Sequence[Assertion]]
) -> Context:
    """The content words and concepts that stand within nine words of a stretch, inside its sentence."""
    if sentence >= len(reading.sentences):
        return {}
    whole = reading.sentences[sentence]
    before: list[str] = []
    after: list[str] = []
    marks: list[tuple[int, int]] = []
    for match in words(whole.text):
        at = whole.start + match.start()
        if at < start:
            before.append(match.group())
            marks.append((at, -1))
        elif at >= end:
            after.append(match.group())
            marks.append((at, 1))
    out: Context = {}
    for far, word in enumerate(reversed(before[-_WINDOW:])):
        note_word(out, word, far)
    for far, word in enumerate(after[:_WINDOW]):
        note_word(out, word, far)
    for item in mentions.get(sentence, ()):
        if item.start >= start and item.end <= end:
            continue
        between = sum(
            1 for at, _ in marks if min(item.end, start) <= at < max(item.start, end) and not start <= at < end
        )
        if between <= _WINDOW:
            key = "=" + item.concept
            out[key] = min(out.get(key, _WINDOW), between)
    return out


def note_word(context: Context, word: str, far: int) -> None:
    """Add a word that stands ``far`` words away, unless it says nothing."""
    key = reduced(word)
    if key in EMPTY or key.isdigit() or len(key) < 3 or key in _SAID_OFTEN:
        return
    context[key] = min(context.get(key, _WINDOW), far)
