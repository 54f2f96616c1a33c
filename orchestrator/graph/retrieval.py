"""What the guideline store is asked, when, and what of its answer the physician gets.

A query holds nothing that no turn has said and no cue has named. Each step asks for the section it can use: red flags
before questions about associated symptoms, the safety net before safety advice. A page is one about the gravest problem of
the visit that has a page; what else is in the talk, such as a mole in a visit for chest pain, leads to none. A document written
for other people is left out. What sets a complaint off is no complaint: "worse when he coughs" leads nowhere.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from bedside.agents.checks.named import Named
from bedside.agents.text.prompt_injection import intrusions
from bedside.knowledge.passage import Passage
from bedside.knowledge.retriever import Hit, Retriever
from bedside.knowledge.triggers import without_triggers
from bedside.orchestrator.graph.context import DialogueContext
from bedside.orchestrator.graph.passage_lines import passage_lines
from bedside.orchestrator.graph.schedule import NextUtterance
from bedside.orchestrator.runs.events import ShownPassage
from bedside.orchestrator.runs.fold import DialogueState
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
_CLOSE = 0.6  # cosine of a problem itself from which a page is about it though no term of the page was named
_APART = ";"  # between the problems that a step is about
_GROWN = 16  # years from which a page for adults fits
DOCUMENTS = 3
_PREGNANCY = ("pregnan", "antenatal", "gestation", "trimester")


def queries_for(context: DialogueContext, state: DialogueState, utterance: NextUtterance) -> tuple[str, str]:
    """The subject (the step's own, or the complaint) and all the words of the query, the subject first."""
    steps = state.steps
    complaint = next((s.subject for s in steps if s.topic in ("reason", "story") and s.act == "ask" and s.subject), "")
    safety = utterance.step.act == "safety"
    sections = {"complaint", "history", "other"} | ({"assessment"} if safety else set())
    by_id = context.index.by_id
    told = [by_id[i] for i in state.said if i in by_id]
    heard = [f.text for f in told if f.polarity == "present" and f.subject == "patient" and f.section in sections]
    own = "" if safety else utterance.step.subject
    words = [part for part in (own, complaint, *heard) if part]
    parts = list(dict.fromkeys(left for part in words if (left := without_triggers(part)))) or words
    return " ".join(parts[:1]), " ".join(parts)[:_QUERY]


def find_evidence(
    context: DialogueContext, retriever: Retriever, state: DialogueState, utterance: NextUtterance
) -> list[tuple[Passage, ShownPassage]]:
    """At most ``context.passages`` passages, each with what of it is shown: the section the step can use, then what else
    was found."""
    subject, query = queries_for(context, state, utterance)
    wanted = "Safety net" if utterance.step.act == "safety" else _SECTIONS[utterance.step.topic]
    said = " ".join(turn.text for turn in state.turns).casefold()
    problems = tuple(part.strip() for part in utterance.step.subject.split(_APART) if part.strip()) or (subject,)
    found = pages_about(
        retriever, problems, subject, context.persona.age, lambda name: _fits(context, retriever, name, said)
    )
    documents = list(found)[:DOCUMENTS]
    chosen: dict[str, Passage] = {}
    for name in documents:
        chosen |= {passage.id: passage for passage in retriever.passages(name) if passage.section == wanted}
    if documents and len(chosen) < context.passages:
        for hit in retriever.find(query, 2 * context.passages) if query else ():
            if hit.passage.document in documents:
                chosen.setdefault(hit.passage.id, hit.passage)
    named = _named(tuple(_told(context.note)), subject)
    shown = ((passage, _shown(passage, named, found[passage.document])) for passage in chosen.values())
    return [(passage, one) for passage, one in shown if one.text][: context.passages]


def pages_about(
    retriever: Retriever, problems: Sequence[str], complaint: str, age: float | None, fits: Callable[[str], bool]
) -> dict[str, str]:
    """Ids of the documents about the first problem that has any, and that problem. ``problems`` come the gravest first, the
    complaint last of all."""
    for problem in dict.fromkeys((*problems, complaint)):
        left = without_triggers(problem) or problem
        found = [name for name in retriever.lookup(left) if fits(name)]
        if age is not None and age < _GROWN:
            found = _of_children(retriever, left, fits) or found
        if found:
            return dict.fromkeys(found, problem)
    near = {problem: retriever.find(problem, 1) for problem in (*problems[:1], complaint) if problem}
    return {
        hits[0].passage.document: problem
        for problem, hits in near.items()
        if hits and hits[0].dense >= _CLOSE and fits(hits[0].passage.document)
    }


def _of_children(retriever: Retriever, problem: str, fits: Callable[[str], bool]) -> list[str]:
    """A page that was written about children, where one is near enough: adults' pages have the plain words."""
    hits = retriever.find(f"{problem} in a child", 3)
    pages = ((hit, retriever.document(hit.passage.document)) for hit in hits)
    young = (
        page.id for hit, page in pages if page is not None and page.population == "children" and hit.dense >= _NEAR
    )
    return [name for name in young if fits(name)][:1]


@lru_cache(maxsize=32)
def _named(told: tuple[str, ...], subject: str) -> Named:
    """What a note's story names, kept for the notes that are being talked about."""
    return Named(told, subject)


# A passage is the same for every visit; whether its lines speak to a machine is looked at once.
@lru_cache(maxsize=4096)
def _speaks_to_a_machine(line: str) -> bool:
    return bool(intrusions(line))


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


def _shown(passage: Passage, named: Named, problem: str) -> ShownPassage:
    """What of a passage a role is shown. What speaks to a machine and not of a patient is left out, and a red flag that
    the note speaks of already, so that it is not asked twice."""
    lines = passage_lines(passage)
    if passage.items:
        told = passage.section == _RED
        left = [n for n, item in enumerate(passage.items) if not told or item.text not in named]
        kept = tuple(n for n in left if not _speaks_to_a_machine(lines[n]))
    else:
        kept = (0,)
    return ShownPassage(
        id=passage.id,
        document=passage.document,
        section=passage.section,
        lines=None if len(kept) == len(lines) else kept,
        text="\n".join(lines[n] for n in kept),
        problem=problem,
    )
