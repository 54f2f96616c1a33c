"""What stands where a diagnosis does and names none: what was found at a part of the body, or the part alone."""

from bedside.agents.reading.adjuncts import Range
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.scene import Scene

_ILL = frozenset({"disorder", "symptom", "finding", "procedure"})
_PREDICATES = ("AJ0", "AJC", "VVN", "VVG")
_OPEN = ("NN", "NP", "AJ", "VV", "UN")  # what goes on with a name
_WOUNDS = frozenset({"wound", "wounds", "incision", "scar", "stump", "graft", "dressing"})


def as_finding(scene: Scene, draft: Draft, core: Range) -> Draft:
    """The draft of a diagnosis as the finding that it is: "Lung field abnormal finding on examination", "Knee stiffer than
    expected"; any other as it is."""
    words = scene.words[core[0] : core[1]]
    low = [word.lower for word in words]
    if draft.kind != "diagnosis" or len(words) < 2:
        return draft
    if low[-2:] == ["on", "examination"] or ("abnormal" in low[:-1] and low[-1] in ("finding", "findings")):
        return draft.but(kind="finding")
    at = _part(scene, core)
    if not at or not words[at:] or words[at].tag not in _PREDICATES:
        return draft
    if words[at + 1 :] and words[at + 1].tag.startswith(_OPEN):
        return draft  # "lung nodular disease"
    part = argument(scene.doc, "part", words[0].start, words[at - 1].end)
    what = argument(scene.doc, "what", words[at].start, draft.span.end)
    return draft.but(kind="finding", arguments=(what, part))


def names_part(scene: Scene, core: Range) -> bool:
    """Whether these words are a part of the body alone, of which only how it does is said: "Wound [healing well]"."""
    return _part(scene, core) == core[1] - core[0]


def _part(scene: Scene, core: Range) -> int:
    """How many words at the front name a part of the body; 0 where an illness is named at all, or no part."""
    if scene.words[core[0]].lower in _WOUNDS:
        return 1
    mentions = scene.doc.mentioned(scene.span(core))
    parts = [m for m in mentions if m.kind == "anatomy"]
    if not parts:
        return 0
    before = [word for word in scene.words[core[0] : core[1]] if word.start < parts[0].span.start]
    if any(word.tag[:2] not in ("AJ", "DP", "AT", "ZZ") for word in before):
        return 0
    words = scene.words[core[0] : core[1]]
    named = sum(word.end <= parts[0].span.end for word in words)
    until = words[named].end if named < len(words) else parts[0].span.end
    return 0 if any(m.kind in _ILL and m.span.start < until for m in mentions) else named
