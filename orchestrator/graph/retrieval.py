"""What the guideline store is asked, when, and what of its answer the physician gets.

A query holds nothing that no turn has said and no cue has named. Each step asks for the section it can use: red flags
before questions about associated symptoms, the safety net before safety advice. Documents that the words name come
before those that are only near in meaning, and a document written for other people is left out. What sets a complaint
off is no complaint: "worse when he coughs" leads nowhere.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from bedside.agents.checks.named import Named
from bedside.agents.extraction.prompt_injection import intrusions, without_intrusions
from bedside.knowledge.passage import Passage
from bedside.knowledge.retriever import Hit, Retriever
from bedside.knowledge.triggers import without_triggers
from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.schedule import Json, Task
from bedside.scenarios.note import Note

_SECTIONS = {
    "story": "Questions",
    "associated": "Red flags",
    "assessment": "Overview",
    "plan": "Advice",
    "closing": "Safety net",
}
_RED = "Red flags"
_STORY = frozenset({"complaint", "history", "course", "review", "past", "medications", "social", "other"})
_QUERY = 400  # characters
_NEAR = 0.45  # cosine from which a document counts as being about the query though no term of it was named
DOCUMENTS = 3
_PREGNANCY = ("pregnan", "antenatal", "gestation", "trimester")


def queries_for(context: DialogueContext, state: Mapping[str, Any], task: Task) -> tuple[str, str]:
    """The subject (the step's own, or the complaint) and all the words of the query, the subject first."""
    steps = context.plan(state["plan"]).steps
    complaint = next((s.subject for s in steps if s.topic in ("reason", "story") and s.act == "ask" and s.subject), "")
    safety = task.step["act"] == "safety"
    sections = {"complaint", "history", "other"} | ({"assessment"} if safety else set())
    by_id = context.index.by_id
    told = [by_id[i] for i in state["said"] if i in by_id]
    heard = [f.text for f in told if f.polarity == "present" and f.subject == "patient" and f.section in sections]
    own = "" if safety else str(task.step["subject"])
    words = [part for part in (own, complaint, *heard) if part]
    parts = list(dict.fromkeys(left for part in words if (left := without_triggers(part)))) or words
    return " ".join(parts[:1]), " ".join(parts)[:_QUERY]


def find_evidence(context: DialogueContext, retriever: Retriever, state: Mapping[str, Any], task: Task) -> list[Json]:
    """At most ``scene.passages`` passages as JSON: the section the step can use, then what else was found."""
    subject, query = queries_for(context, state, task)
    wanted = "Safety net" if task.step["act"] == "safety" else _SECTIONS[task.step["topic"]]
    hits = retriever.find(query, 2 * context.passages) if query else []
    said = " ".join(turn["text"] for turn in state["turns"]).casefold()
    found = documents_about(retriever, subject, query, hits)
    documents = [name for name in found if _fits(context, retriever, name, said)][:DOCUMENTS]
    chosen: dict[str, Passage] = {}
    for name in documents:
        chosen |= {passage.id: passage for passage in retriever.passages(name) if passage.section == wanted}
    for hit in hits:
        if hit.passage.document in documents:
            chosen.setdefault(hit.passage.id, hit.passage)
    named = _named(tuple(_told(context.note)), subject)
    return [found for passage in chosen.values() if (found := _evidence(passage, named))["text"]][: context.passages]


@lru_cache(maxsize=32)
def _named(told: tuple[str, ...], subject: str) -> Named:
    """What a note's story names, kept for the notes that are being talked about."""
    return Named(told, subject)


# A passage is the same for every visit; whether its lines speak to a machine is looked at once.
@lru_cache(maxsize=4096)
def _speaks_to_a_machine(line: str) -> bool:
    return bool(intrusions(line))


@lru_cache(maxsize=512)
def _without_intrusions(text: str) -> str:
    return without_intrusions(text)


def _told(note: Note) -> list[str]:
    """What the note says of the patient's own story, section by section. Whether it affirms or denies a thing, the
    agenda has it asked or told; what a plan warns of, or an examination finds, is not of it."""
    parts: dict[str, dict[tuple[int, int], None]] = {}
    for fact in note.facts:
        if fact.section in _STORY and fact.subject == "patient":
            span = fact.sentence or fact.span
            parts.setdefault(fact.section, {})[span.start, span.end] = None
    return [". ".join(note.text[start:end].strip(" .") for start, end in spans) for spans in parts.values()]


def documents_about(retriever: Retriever, subject: str, query: str, hits: Sequence[Hit]) -> list[str]:
    """Ids of the documents that the words name, those of the subject first, then of those near in meaning."""
    named = [*retriever.lookup(subject), *retriever.lookup(query)]
    near = [hit.passage.document for hit in hits if hit.dense >= _NEAR]
    return list(dict.fromkeys([*named, *near]))


def _fits(context: DialogueContext, retriever: Retriever, name: str, said: str) -> bool:
    """Whether a document was written for people like this patient, as far as the physician can tell."""
    document = retriever.document(name)
    if document is None:
        return False
    age, sex, group = context.persona.age, context.persona.sex, document.population
    if group == "children":
        return age is not None and age < 18
    if group == "adults":
        return age is None or age >= 16
    if group == "older adults":
        return age is not None and age >= 60
    if group == "women":
        return sex != "male"
    if group == "pregnancy":
        return sex != "male" and any(word in said for word in _PREGNANCY)
    return True


def _evidence(passage: Passage, named: Named) -> Json:
    """A passage as a role sees it: bulleted sections one item a line, a note after a bar. What speaks to a machine and
    not of a patient is left out, and a red flag that the note speaks of already, so that it is not asked twice."""
    left = [item for item in passage.items if passage.section != _RED or item.text not in named]
    lines = [f"{item.text} | {item.note}" if item.note else item.text for item in left]
    kept = "\n".join(line for line in lines if not _speaks_to_a_machine(line))
    text = kept if passage.items else _without_intrusions(passage.text)
    return {"id": passage.id, "document": passage.document, "section": passage.section, "text": text}
