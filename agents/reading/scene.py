"""Where a phrase stands, and the drafts that any reader of a phrase may make of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bedside.agents.reading.adjuncts import Range
from bedside.agents.reading.draft import Draft, argument
from bedside.agents.reading.lexemes import Word, listed, words_of
from bedside.agents.reading.part import Part, Record
from bedside.agents.text.doc import Doc
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

Nature = Literal["diagnosis", "item", "event", "procedure"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with its words and where it stands. ``phrase`` says what a phrase without a verb is there, ``clause``
    what a clause about the patient is, where nothing else is known."""

    doc: Doc
    sentence: Span
    words: tuple[Word, ...]
    record: Record
    part: Part
    phrase: Nature
    clause: Kind
    guides: bool = False  # instructions to the patient, where a bare thing is advice
    possible: bool = False  # a differential: each diagnosis is only possible

    @property
    def problem(self) -> str:
        """The title of the problem that the sentence stands under."""
        return self.record.problem

    def but(self, guides: bool | None = None, possible: bool | None = None) -> "Scene":
        """The same scene with a flag changed."""
        return replace(
            self,
            guides=self.guides if guides is None else guides,
            possible=self.possible if possible is None else possible,
        )

    def has(self, start: int, end: int, kinds: Sequence[str]) -> bool:
        """Whether the terminology knows a concept of these kinds among these words."""
        return start < end and any(m.kind in kinds for m in self.doc.mentioned(self.span((start, end))))

    def span(self, part: Range) -> Span:
        """The characters of a range of words."""
        return Span(start=self.words[part[0]].start, end=self.words[part[1] - 1].end)

    def trimmed(self, start: int, end: int, marks: str = " \t\r\n.,;:•*–—-") -> Span:
        """The same without marks at the ends."""
        return self.doc.trimmed(self.words[start].start, self.words[end - 1].end, marks)

    def draft(self, draft: Draft) -> Draft:
        """A draft of this sentence."""
        return draft.but(sentence=self.sentence, problem=self.problem)


def scene_of(doc: Doc, sentence: Span, record: Record, part: Part, phrase: Nature, clause: Kind) -> Scene:
    """The scene of one sentence. A label ("Medical Treatment", "DDx") says more than the section."""
    label = record.label.lower().split()
    heading = f"{record.label} {part.heading}".lower().replace(":", " ").split()
    if phrase == "diagnosis" and set(label) & listed("item_label"):
        phrase = "item"
    guides = part.kind == "instructions" or bool(set(heading) & listed("guidance"))
    differs = bool(set(label or heading) & {"ddx", "differential", "differentials"})
    return Scene(doc, sentence, words_of(doc, sentence), record, part, phrase, clause, guides, differs)


def status(scene: Scene, at: int, stop: int, problem: Argument | str, value: str = "problem") -> Draft:
    """How a problem or the patient does: a predicate. ``problem`` is what the note names, or the title it stands under."""
    span = scene.trimmed(at, stop, " \t\r\n.,;:•*–—-")
    found = [argument(scene.doc, "what", span.start, span.end, value)]
    if isinstance(problem, Argument):
        found.append(problem.model_copy(update={"role": "problem", "value": None}))
        problem = problem.text
    return scene.draft(Draft("status", span, tuple(found))).but(problem=problem)


def bare(scene: Scene, kind: Kind, start: int, end: int) -> Draft:
    """A draft whose only argument is its words."""
    span = scene.trimmed(start, end)
    return scene.draft(Draft(kind, span, (argument(scene.doc, "what", span.start, span.end),)))


def opaque(scene: Scene, start: int, end: int) -> Draft:
    """Words that were not understood."""
    return bare(scene, "opaque", start, end)
