"""What a noun phrase of a plan is: a test, a picture, a referral, a visit, a drug, an operation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bedside.agents.reading.lexemes import Word, listed
from bedside.agents.text.doc import Doc
from bedside.scenarios.note import Mention
from bedside.scenarios.span import Span

_ORDER = ("follow_up", "refer", "image", "test", "school")
_OF_KIND = {
    "test": "test",
    "measurement": "test",
    "procedure": "procedure",
    "drug": "drug",
    "substance": "",
    "device": "",
}


_BROUGHT = frozenset("log logs diary chart readings record records results report reports".split())  # by the patient


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun phrase: its span without an article, what is done with it ("" if that is not known), its concept."""

    span: Span
    action: str
    concept: str | None = None


def thing(doc: Doc, words: Sequence[Word], start: int, end: int) -> Thing:
    """What the words from ``start`` to ``end`` name."""
    if (
        words[start].lower in ("order", "orders")
        and start + 1 < end
        and (words[start + 1].tag == "AT0" or words[start + 1].lower == "for")
    ):
        start += 1
    if words[start].lower in ("schedule", "obtain", "arrange") and start + 1 < end and words[start + 1].tag == "AT0":
        start += 1  # "Schedule an ultrasound", which was read as a name
    while start < end - 1 and (_determines(words, start) or words[start].lower in (",", "for")):
        start += 1
    span = Span(start=words[start].start, end=words[end - 1].end)
    mentions = doc.mentioned(span)
    lower = [word.lower for word in words[start:end]]
    head = next((i for i in range(start + 1, end) if words[i].tag in ("PRP", "PRF")), end) - start - 1
    action = _by_word(lower, lower[head]) if doc.slice(span).lower() not in listed("test") else "test"
    action = _by_mention(mentions) if action is None else action
    if action == "image" and any(m.kind == "drug" and m.span.start == span.start for m in mentions):
        action = "drug"  # "metformin XR 500 mg"
    if action == "refer" and not _referral(lower):
        action = "refer" if set(lower) & listed("therapy") else action
    span = _referred(words, start, end, span) if action == "refer" else span
    concept = next((m.concept for m in mentions if m.kind not in ("anatomy",)), None)
    return Thing(span, action, concept)


def _determines(words: Sequence[Word], at: int) -> bool:
    """Whether an article or the like stands here, and not the first letter of a name: "A1c"."""
    return words[at].tag in ("AT0", "DPS", "DT0") and words[at].end < words[at + 1].start


def _by_word(lower: Sequence[str], head: str) -> str | None:
    busy = listed("test") | listed("image") | listed("refer") | listed("follow_up") | listed("therapy")
    if head in listed("home") or (set(lower) & listed("home") and not set(lower) & busy):
        return ""
    if head in ("thinner", "thinners"):
        return ""  # of blood, and no test of it
    if lower[:2] == ["to", "home"] or lower == ["home"]:
        return "discharge"
    if lower[-1] in listed("procedure") or head in listed("procedure"):
        return "procedure"
    if set(lower) & listed("follow_up") or lower[0] in ("pcp", "gp"):
        field = len(lower) > 1 and lower[0].endswith(("ology", "ine", "ics", "iatry", "surgery"))
        return "refer" if field else "follow_up"  # "endocrine review" is no visit here
    if set(lower) & listed("refer"):
        return "refer"
    if set(lower) & listed("drugs") and not set(lower) & listed("test"):
        return "drug"
    if set(lower) & listed("image"):
        return "image"
    if set(lower) & listed("therapy"):
        return "refer"
    if set(lower) & listed("test"):
        return "test"
    if set(lower) & {"change", "changes", "management", "mx"}:
        return "treat"
    noted = bool(set(lower) & {"note", "letter"}) and bool(set(lower) & {"school", "work", "sick", "employer"})
    return "school" if noted or set(lower) & listed("school") else None


def _by_mention(mentions: Sequence[Mention]) -> str:
    for kind in ("drug", "test", "procedure", "measurement"):
        if any(m.kind == kind for m in mentions):
            return _OF_KIND[kind]
    return ""


def _referral(lower: Sequence[str]) -> bool:
    return bool(set(lower) & listed("refer"))


def _referred(words: Sequence[Word], start: int, end: int, span: Span) -> Span:
    """To whom: "2ww referral to breast clinic" → "breast clinic", "physio ref" → "physio"."""
    for at in range(start, end):
        if words[at].lower in listed("refer"):
            if at + 2 < end and words[at + 1].lower in ("to", "for", "with"):
                at += 1
                while at + 1 < end - 1 and words[at + 1].tag in ("AT0", "DPS"):
                    at += 1
                return Span(start=words[at + 1].start, end=span.end)
            if at > start and at == end - 1:
                return Span(start=span.start, end=words[at - 1].end)
    return span


def named(doc: Doc, words: Sequence[Word], start: int, end: int) -> Iterator[Thing]:
    """The things of a list: "a lipid panel and an echocardiogram" are two; "PT and OT" too."""
    at = start
    depth = 0
    for i in range(start, end):
        depth += {"(": 1, ")": -1}.get(words[i].lower, 0)
        joint = words[i].lower in (",", ";", "&", "+") or (words[i].tag == "CJC") or _as_well(words, i)
        if not joint or depth or i == at:
            if joint and i == at:
                at = i + (3 if _as_well(words, i) else 1)
            continue
        ahead = next((k for k in range(i + 1, end) if words[k].lower in (",", ";") or words[k].tag == "CJC"), end)
        if _is_thing(doc, words, at, i) and (_is_thing(doc, words, i + 1, ahead) or ahead == i + 1):
            yield thing(doc, words, at, i)
            at = i + (3 if _as_well(words, i) else 1)
    while at < end and (words[at].tag in ("CJC", "PUN", "AV0")):
        at += 1
    if at < end:
        yield thing(doc, words, at, end)


def _as_well(words: Sequence[Word], i: int) -> bool:
    return words[i].lower == "as" and i + 2 < len(words) and words[i + 1].lower == "well"


def _is_thing(doc: Doc, words: Sequence[Word], start: int, end: int) -> bool:
    return start < end and bool(thing(doc, words, start, end).action)


def tests_with(doc: Doc, words: Sequence[Word], start: int, end: int) -> int:
    """Where "with labs" stands that says what is done at a visit: "follow-up in 6 weeks with labs"; 0 where nothing does."""
    at = next((i for i in range(start + 1, end - 1) if words[i].lower == "with"), 0)
    told = any(word.tag.startswith("V") or word.lower in _BROUGHT for word in words[at + 1 : end])
    if not at or told or words[at + 1].tag in ("DPS", "PNP"):
        return 0
    found = [one.action for one in named(doc, words, at + 1, end)]
    visits = not listed("follow_up").isdisjoint(word.lower for word in words[at + 1 : end])
    return at if found and not visits and all(action in ("test", "image") for action in found) else 0
