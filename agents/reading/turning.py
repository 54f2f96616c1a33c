"""Where a story turns into what the physician decides or asks for: "If you develop chest pain, please call", "We will refer
her", "Most likely diagnosis is"."""

from bedside.agents.reading.part import Record
from bedside.agents.reading.tables import phrases, plain
from bedside.agents.text.doc import tokens
from bedside.scenarios.note import SectionKind

_STORY: frozenset[SectionKind] = frozenset(("complaint", "history", "past", "medications", "social", "family", "other"))
_CONDITIONS = frozenset(("if", "should"))
_SHORTEST = 8  # characters of a sentence that asks for something
_LOOKED_AT = 240
_PLAIN = ("of", "in", "from", "with", "at", "on", "after", "was", "is", "and", "or")  # "stop of", "review of": nouns


def turns(text: str, record: Record, kind: SectionKind) -> dict[int, SectionKind]:
    """By the number of a sentence of a record, the kind of part that begins with it, where it is another than before."""
    if kind not in _STORY:
        return {}
    found: dict[int, SectionKind] = {}
    now: SectionKind = kind
    for i, sentence in enumerate(record.sentences):
        reason = kind == "complaint" and i == 0 and text[sentence.start :][:6].lower() == "follow"
        own = kind if reason else _decides(text, sentence.start, sentence.end) or kind  # "Follow up after a stroke"
        if own != now:
            found[i] = now = own
    return found


def _decides(text: str, start: int, end: int) -> SectionKind | None:
    """ "plan" or "assessment" for a sentence of the physician, None for one of the story."""
    if end - start < _SHORTEST:
        return None
    words = [plain(token) for token in tokens(text, start, min(end, start + _LOOKED_AT))]
    opened = phrases("physician_openings").at(words, 0) if words else None
    if opened is not None and opened[0][0] == "assessment":
        return "assessment"
    if opened is not None and opened[1] < len(words) and words[opened[1]] not in _PLAIN:
        return "plan"
    if words[:1] and words[0] in _CONDITIONS:
        asked = any(phrases("physician_asks").at(words, at) for at in range(2, len(words)))
        return "plan" if asked else None
    return "plan" if words[:1] == ["please"] and words[1:2] not in (["note"], ["see"], ["refer"]) else None
