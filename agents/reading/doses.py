"""The drugs of a plan's phrase, each with its own dose and times."""

from collections.abc import Iterator, Sequence

from bedside.agents.reading.acts import Word, listed
from bedside.agents.reading.draft import argument
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

_UNITS = frozenset("mg mcg µg ug g gram grams milligrams milligram micrograms unit units ml mls cc l % puff puffs tablet tablets tab tabs capsule capsules cap drop drops meq iu mg/kg spray sprays".split())
_OFTEN = frozenset("daily once twice every nightly bid tid qid qd qhs qam hs od bd tds qds weekly monthly day night bedtime morning evening times hours hourly meals regularly regular prn needed q4h q6h q8h q12h stat".split())
_INTRO = frozenset({"the", "a", "an", "his", "her", "their", "on", "with", "taking", "using", "some", "course", "of", "dose", "to", "him", "patient", "back", "of", "oral", "topical"})


def drugs(doc: Doc, words: Sequence[Word], start: int, end: int, action: str) -> Iterator[tuple[Span, tuple[Argument, ...]]]:
    """Each drug of these words with its arguments, led by its name; nothing if no drug is named."""
    heads = _heads(doc, words, start, end)
    for number, (at, stop) in enumerate(heads):
        limit = heads[number + 1][0] if number + 1 < len(heads) else end
        limit = _before_joint(words, stop, limit)
        yield _drug(doc, words, (start if number == 0 else at, at, stop, limit), _switched(words, start, at, action))


def _switched(words: Sequence[Word], start: int, at: int, action: str) -> str:
    """The action on one drug of "switch from A to B"."""
    if action != "change":
        return action
    near = [word.lower for word in words[max(start, at - 3) : at]]
    return "stop" if "from" in near else "start" if "to" in near else action


def _heads(doc: Doc, words: Sequence[Word], start: int, end: int) -> list[tuple[int, int]]:
    if start >= end:
        return []
    span = Span(start=words[start].start, end=words[end - 1].end)
    found: list[tuple[int, int]] = []
    for mention in doc.mentioned(span):
        if mention.kind != "drug":
            continue
        inside = [i for i in range(start, end) if words[i].start >= mention.span.start and words[i].end <= mention.span.end]
        if inside and not _governed(words, start, inside[0]):
            found.append((inside[0], inside[-1] + 1))
    named = [head for head in found if words[head[0]].lower not in listed("drugs")]
    found = named or found[:1]
    if not found:
        found = [(i - 1, i) for i in range(start + 1, end - 1) if words[i].tag == "CRD" and words[i + 1].lower in _UNITS and words[i - 1].tag.startswith(("NN", "NP", "UNC", "AJ", "ITJ"))]
    if not found:
        found = [(i, i + 1) for i in range(start, end) if words[i].lower in listed("drugs") and not _governed(words, start, i)][:1]
    return found


def _governed(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether a drug is named only in what hangs on the phrase: "to see how she does on lisinopril", "if ... ibuprofen"."""
    between = words[start:at]
    if any(word.tag in ("VVB", "VVI") for word in between[1:]) or (between and any(word.tag == "TO0" for word in between)):
        return True
    return any(word.lower in listed("condition") or word.lower in ("that", "which", "because", "than", "instead") for word in words[start:at])


def _before_joint(words: Sequence[Word], stop: int, limit: int) -> int:
    for i in range(stop, limit):
        if words[i].lower in listed("condition") and words[i].lower not in ("until", "once", "when"):
            limit = i
            break
    while limit > stop and (words[limit - 1].tag in ("PUN", "CJC", "AT0", "DPS") or words[limit - 1].lower in ("with", "well", "as", "the", "some")) and words[limit - 1].lower not in ")%":
        limit -= 1
    return limit


def _drug(doc: Doc, words: Sequence[Word], where: tuple[int, int, int, int], action: str) -> tuple[Span, tuple[Argument, ...]]:
    _, at, stop, limit = where
    found = [argument(doc, "drug", words[at].start, words[stop - 1].end)]
    i = stop
    while i < limit:
        used = _part(doc, words, i, limit, found)
        i = max(used, i + 1)
    place = words[at].start
    found.append(Argument(role="action", text="", span=Span(start=place, end=place), value=action))
    return Span(start=words[at].start, end=words[limit - 1].end), tuple(found)


def _part(doc: Doc, words: Sequence[Word], i: int, limit: int, found: list[Argument]) -> int:
    """The place after one argument that begins at word ``i``; ``i`` if none does."""
    word = words[i]
    ranged = word.tag == "CRD" and i + 3 < limit and words[i + 1].lower in ("-", "–", "to") and words[i + 3].lower in _UNITS
    if ranged:
        found.append(argument(doc, "dose", word.start, words[i + 3].end))
        return i + 4
    if word.tag == "CRD" and i + 1 < limit and words[i + 1].lower in _UNITS:
        found.append(argument(doc, "dose", word.start, words[i + 1].end))
        return i + 2
    if word.lower == "for" and i + 1 < limit:
        end = next((k for k in range(i + 1, limit) if words[k].lower in (",", ";", ".") or words[k].tag == "TO0"), limit)
        inside = words[i + 1 : end]
        lasts = any(w.lower in listed("time") for w in inside) or (len(inside) == 3 and inside[1].lower == "/")
        role = "duration" if lasts else "purpose"
        found.append(argument(doc, role, word.start if role == "duration" else words[i + 1].start, words[end - 1].end))
        return end
    if word.tag == "TO0" and i + 1 < limit and words[i + 1].tag.startswith("V"):
        found.append(argument(doc, "purpose", word.start, words[limit - 1].end))
        return limit
    if word.lower in _OFTEN or (word.tag == "CRD" and _often_ahead(words, i, limit)) or (word.lower in ("at", "in", "as", "a", "per", "each", "on") and _often_ahead(words, i, limit)):
        end = i
        while end < limit and (words[end].lower in _OFTEN or words[end].lower in ("a", "an", "in", "the", "at", "as", "and", "per", "with", "before", "after", "-", "to") or words[end].tag == "CRD"):
            end += 1
        while end > i + 1 and words[end - 1].lower not in _OFTEN:
            end -= 1
        found.append(argument(doc, "frequency", word.start, words[end - 1].end))
        return end
    return i


def _often_ahead(words: Sequence[Word], i: int, limit: int) -> bool:
    return any(word.lower in _OFTEN for word in words[i + 1 : min(limit, i + 4)])
