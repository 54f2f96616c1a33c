"""Orders in one line of a plan, the first of which has a verb: "cut down coffee, 24-hour monitor" are two, and what the second
says ("this year") is of it alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bedside.agents.reading.leads import Lead
from bedside.agents.reading.lexemes import FINITE, ActVerb, Word, act_verbs, listed
from bedside.agents.reading.scene import Scene
from bedside.agents.reading.splitting import entries_of, past_joint
from bedside.agents.reading.things import thing

_ORDERED = frozenset({"test", "image", "refer", "follow_up", "school", "procedure"})
_NAME = 4  # words of a place of care
_OF_OBJECTS = frozenset({"by object", "test", "image"})  # a verb of one of these may have many tests for its objects


def turns_of(scene: Scene, found: Lead, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The ranges of a line that each hold one order or several with one verb; one range where the first verb has all of it
    for its objects. ``start`` is the first word of the line, ``found`` the lead with which it begins."""
    words = scene.words
    if found.mood != "imperative" or any(_tells(word) for word in words[start:end]):
        return ((start, end),)
    listed_ = list(entries_of(words, start, end))
    verb = act_verbs().get(words[found.body].lemma) or act_verbs().get(words[found.body].lower)
    cuts = [
        at
        for (_, stop), (at, until) in pairwise(listed_)
        if words[stop].lower in (",", ";", "+") and _apart(scene, verb, (start, stop), (at, until))
    ]
    return tuple(pairwise([start, *cuts, end + 1])) if cuts else ((start, end),)


def ranges(scene: Scene, found: Lead, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of ``turns_of`` without the marks between them."""
    for at, stop in turns_of(scene, found, start, end):
        stop = min(stop, end)
        while stop > at and (scene.words[stop - 1].tag in ("CJC", "PUN") or scene.words[stop - 1].lower in (",", "+")):
            stop -= 1
        if stop > at:
            yield at, stop


def of_problem(scene: Scene, start: int, end: int) -> Scene:
    """The scene of a stretch; behind a problem and its dash, where the drug against it stands, a plan begins: "acute gout -
    colchicine 0.6 bid, uric acid"."""
    words = scene.words
    dashed = scene.phrase == "diagnosis" and start > 1 and words[start - 1].lower in ("-", "–", "—")
    drug = dashed and any(
        m.kind == "drug" and m.span.start == words[start].start for m in scene.doc.mentioned(scene.span((start, end)))
    )
    return replace(scene, phrase="item") if drug else scene


def named_service(scene: Scene, found: Lead, start: int, end: int) -> bool:
    """Whether what looks like a verb only begins the name of a place of care: "fracture clinic 1 wk"."""
    return found.mood == "imperative" and found.body == start and _is_service(scene.words, start, end)


def _is_service(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the name of a place of care begins here, with a word that might be a verb."""
    word = words[start]
    if word.tag[:2] not in ("VV", "NN") or word.lower in act_verbs().keys() | listed("patient_verbs"):
        return False
    at = next((i for i in range(start + 1, min(end, start + _NAME)) if words[i].lower in listed("therapy")), 0)
    return at > 0 and all(other.tag.startswith(("NN", "NP", "AJ", "UNC")) for other in words[start + 1 : at])


def _tells(word: Word) -> bool:
    """Whether a word is of a clause, which no list of orders holds."""
    return (word.tag in FINITE and word.tag[:2] in ("VB", "VH", "VD", "VM")) or word.lower in listed("author")


def _apart(scene: Scene, verb: ActVerb | None, before: tuple[int, int], entry: tuple[int, int]) -> bool:
    """Whether an entry is no object of the verb before it."""
    words = scene.words
    at = past_joint(words, *entry)
    if at < entry[1] and _is_service(words, at, entry[1]):
        return True
    if (
        at >= entry[1]
        or (words[at].tag.startswith("V") and words[at].tag != "VVG")
        or words[at].tag in ("PRP", "CJS", "AV0", "AJC")
    ):
        return False
    action = thing(scene.doc, words, at, entry[1]).action
    dosed = action == "drug" and _is_dosed(words[at : entry[1]])
    if verb is not None and verb.drug and scene.has(*before, ("drug",)):
        return action != "drug" and (action in _ORDERED or _is_home(words[at : entry[1]]))
    if verb is not None and (verb.other in _ORDERED or verb.other == "by object"):
        if dosed or (verb.other != "by object" and _is_home(words[at : entry[1]])):
            return True
        return action in _ORDERED and action != verb.other and verb.other not in _OF_OBJECTS
    return dosed or action in _ORDERED


def _is_home(words: Sequence[Word]) -> bool:
    return bool({word.lower for word in words} & (listed("home") | listed("therapy")))


def _is_dosed(words: Sequence[Word]) -> bool:
    """Whether a drug stands with how much or how often it is taken: an order of its own, and no test of its level."""
    low = {word.lower for word in words}
    return bool(low & listed("dosing")) or any(word.lower[0].isdigit() for word in words)
