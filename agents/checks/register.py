"""Patients talk like people: no clinical word in a patient's mouth where the lay vocabulary has a plain one.

Law of the file: names of drugs are no fault (patients read them off the bottle), and neither is a word that the
physician has just used. A message names the patient's own word, which gives nothing away that was not said.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bedside.agents.checks.catalogue import REGISTER
from bedside.knowledge.terminology import Finder, key_of
from bedside.scenarios.finding import Finding, failed
from bedside.scenarios.turn import Turn

_NOTE_WORDS = re.compile(
    r"\b(?:denies|denied|endorses?|presents? with|complains? of|bilateral(?:ly)?|exacerbat\w+|radiat(?:es|ing) to|intermittent\b|unremarkable|noncontributory|palpation|auscultation|"
    r"afebrile|febrile|prn|bid|tid|qid|status post|s/p|h/o|hx|erythema\w*|ecchymosis|ambulat\w+|dysuria|emesis|pruritus|myalgias?|arthralgias?|diaphoresis|syncope|dyspnea|edema|"
    r"paresthesias?|polyuria|polydipsia|hematuria|hematochezia|melena|epistaxis|rhinorrhea|odynophagia|dysphagia|orthopnea|hemoptysis|nocturia|cephalgia|lesions?|etiology|prognosis|"
    r"differential|sequelae|idiopathic|acute|symptomatic|asymptomatic|supine|distal|proximal|lateral(?:ly)?|medial(?:ly)?|anterior|posterior|abdominal|thoracic|lumbar|"
    r"tolerat\w+|compliant|adherent|regimen|onset|the patient|patient)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def _clinical(concept: str, form: str, finder: Finder) -> bool:
    """Whether the vocabulary has a lay wording for this concept and ``form`` is not one of them."""
    lay_forms = getattr(finder, "lay_forms", None)
    if lay_forms is None:
        return False
    lay = {key_of(one) for one in lay_forms(concept)}
    return bool(lay) and key_of(form) not in lay


def clinical_words(text: str, terminology: Finder) -> list[str]:
    """The clinical words of a text for which a lay one exists, and words that only notes use."""
    found = [
        mention.form
        for mention in terminology.find(text)
        if mention.kind in ("symptom", "finding", "anatomy")
        and len(mention.form) > 6
        and _NOTE_WORDS.search(mention.form) is not None
        and _clinical(mention.concept, mention.form, terminology)
    ]
    found.extend(match.group() for match in _NOTE_WORDS.finditer(text))
    return list(dict.fromkeys(word.lower() for word in found))


def register(turns: Sequence[Turn], terminology: Finder) -> tuple[Finding, ...]:
    """Note register in the speech of patients and relatives, unless the physician used the word within two turns."""
    out: list[Finding] = []
    judged = False
    for number, turn in enumerate(turns):
        if turn.speaker in ("physician", "nurse", "interpreter"):
            continue
        judged = True
        heard = " ".join(one.text.lower() for one in turns[max(0, number - 2) : number] if one.speaker == "physician")
        words = [word for word in clinical_words(turn.text, terminology) if word not in heard]
        if words:
            out.append(REGISTER.failed(f"words of a note, not of a patient: {', '.join(words)}", turn=turn.id))
    return tuple(out) or (REGISTER.passed() if judged else REGISTER.unjudged("no patient speaks"),)


def register_share(turns: Sequence[Turn], terminology: Finder) -> float | None:
    """Share of patient turns with a word of note register; None without patient turns."""
    patients = [turn for turn in turns if turn.speaker == "patient"]
    return len(failed(register(turns, terminology))) / len(patients) if patients else None
