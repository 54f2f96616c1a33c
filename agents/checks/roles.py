"""Each speaker keeps to their part: the patient reports, the physician examines, concludes and advises.

Law of the file: a message names the fault and the kind of thing said, never the value or the diagnosis itself.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bedside.agents.checks.amounts import same_quantity
from bedside.agents.checks.catalogue import ROLES
from bedside.agents.checks.noted import index_note
from bedside.agents.text.quantities import find_quantities
from bedside.knowledge.terminology import Finder
from bedside.scenarios.finding import Finding
from bedside.scenarios.note import Note
from bedside.scenarios.turn import Turn

_PHYSICIAN_SAYS = re.compile(
    r"\b(?:on exam(?:ination)?|i(?:'m| am) going to (?:prescribe|order|refer|examine|listen to your|start you)|i(?:'ll| will) (?:prescribe|order|refer) "
    r"|let me (?:examine|listen to your|take a look at your|check your)|your (?:blood pressure|labs?|results?|x-?ray|scan|exam|a1c|mri|ct|symptoms|heart sounds) "
    r"|we(?:'ll| will) (?:start|put) you on|the patient|how can i help you|what brings you|any questions for me|i recommend|my (?:assessment|impression) is"
    r"|presents? (?:today )?with|follow up with me)\b",
    re.IGNORECASE,
)
_PATIENT_SAYS = re.compile(
    r"\b(?:thank you,? doctor|what do you think it is,? doc|will i be (?:okay|all right)|am i going to (?:be|need)|do i have to take|my doctor told me)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:^|[\n.!?]\s*)\s*[\[(*#]*(?:doctor|physician|patient|clinician|provider|nurse|dr\.?|pt\.?|d|p|speaker ?\d?|user|assistant|system|human|ai)[\])*]*\s*:(?=\s)",
    re.IGNORECASE,
)
_PROMPT = re.compile(
    r"\b(?:as an? (?:ai|language model|assistant)|language model|system prompt|(?:ignore|disregard|forget) (?:the |all |any |your )*(?:above|previous|prior|instructions)|(?:print|reveal|repeat|output|show)s? your (?:instructions|prompt)|(?:here is|here's) the (?:dialogue|conversation|response|rewritten)"
    r"|in this (?:role|scenario|simulation)|the (?:note|chart|transcript) (?:says|does not|doesn't) (?:say|mention|state)|according to the (?:note|instructions)|placeholder|\[(?:name|patient|doctor|insert)[^\]]*\]|fact[_ -]?id)"
    r"|<\|?(?:im_start|im_end|endoftext|system|/?think|/?s)\|?>|\[/?inst\]|```|\{\{|\}\}",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"\*[^*\n]{3,60}\*|\((?:pauses?|sighs?|nods?|laughs?|smiles?|coughs?)[^)]*\)|\[(?:pauses?|sighs?|nods?|laughs?|smiles?)[^\]]*\]",
    re.IGNORECASE,
)


def is_prompt(text: str) -> bool:
    """True for words addressed to a writer of dialogues ("ignore the above"), not about a patient."""
    return _PROMPT.search(text) is not None


@lru_cache(maxsize=4096)  # a line is read when it is said and when the whole talk is checked, round by round
def speaker_faults(speaker: str, text: str) -> tuple[str, ...]:
    """What is wrong with one turn's words, whoever else spoke: labels, prompt text, stage directions, empty turns."""
    out: list[str] = []
    if not text.strip():
        return ("nothing is said",)
    if _LABEL.search(text):
        out.append("a speaker's label stands inside the words")
    if _PROMPT.search(text):
        out.append("text that belongs to a prompt, not to a visit")
    if _STAGE.search(text):
        out.append("a stage direction stands inside the words")
    if speaker not in ("physician", "nurse", "interpreter") and _PHYSICIAN_SAYS.search(text):
        out.append("a phrase that only a physician would say")
    if speaker == "physician" and _PATIENT_SAYS.search(text):
        out.append("a phrase that only a patient would say")
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and sum(1 for line in lines if _LABEL.match(line)) > 1:
        out.append("both speakers' lines in one turn")
    return tuple(out)


def roles(turns: Sequence[Turn], note: Note | None = None, terminology: Finder | None = None) -> tuple[Finding, ...]:
    """Faults of part in order of the turns: labels, prompt text, phrases of the other part; and with a note, a patient
    who states a result, dose or diagnosis of this visit before a turn has said it."""
    out = [(number, fault) for number, turn in enumerate(turns) for fault in speaker_faults(turn.speaker, turn.text)]
    if note is not None and terminology is not None:
        out.extend(early(turns, note, terminology))
    out.sort(key=lambda found: found[0])
    return tuple(ROLES.failed(fault, turn=turns[number].id) for number, fault in out) or (ROLES.passed(),)


def early(turns: Sequence[Turn], note: Note, terminology: Finder) -> list[tuple[int, str]]:
    """What a patient says of this visit's findings before a turn has said it: index of the turn and fault."""
    known = [fact for fact in note.facts if fact.established == "before"]
    new = [fact for fact in note.facts if fact.established == "visit"]
    if not new:
        return []
    before = index_note("\n".join(fact.text for fact in known) + "\n", terminology)
    drugs = {m.concept for f in new for m in f.mentions if m.kind in ("drug", "disorder")}
    drugs -= {m.concept for f in known for m in f.mentions}
    index = index_note(note.text, terminology)
    secret = [
        found
        for fact in new
        for found in find_quantities(fact.text)
        if found.kind not in ("ordinal", "label", "year", "date", "clock", "frequency", "interval")
        and found.unit not in ("day", "week", "month", "year", "hour", "time")
        and found.value > 1
        and not any(same_quantity(found, old) for old, _ in before.reading.quantities)
    ]
    said_concepts: set[str] = set()
    said: list[float] = []
    out: list[tuple[int, str]] = []
    for number, turn in enumerate(turns):
        quantities = find_quantities(turn.text)
        mentions = terminology.find(turn.text)
        if turn.speaker != "physician":
            for found in quantities:
                if found.value in said or not any(
                    found.value == one.value and found.unit == one.unit for one in secret
                ):
                    continue
                if found.unit is not None or found.kind == "pair":
                    out.append((number, "a number of this visit before anyone has said it"))
                    break
            for mention in mentions:
                if (
                    mention.concept in drugs
                    and mention.concept not in said_concepts
                    and index.concept_known(mention.concept)
                ):
                    out.append((number, f"a {mention.kind} of this visit before anyone has named it"))
                    break
        said_concepts.update(mention.concept for mention in mentions)
        said.extend(found.value for found in quantities)
    return out
