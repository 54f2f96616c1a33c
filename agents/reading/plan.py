"""Reads a plan, instructions, the course of a stay and procedures: orders, drugs, advice, what was done."""

from collections.abc import Iterator
from dataclasses import replace

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.judgement import diagnoses, opaque
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.statements import Defaults, scene_of, statements
from bedside.agents.text.doc import Doc

_DEFAULTS = {
    "course": Defaults(phrase="event", clause="event"),
    "procedure": Defaults(phrase="procedure", clause="event"),
}
_PLAN = Defaults(phrase="item", clause="reasoning")


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The drafts of one record of a plan."""
    for sentence in record.sentences:
        scene = scene_of(doc, sentence, record, part.heading)
        if not scene.words:
            continue
        if record.source == "copied":
            yield opaque(scene, 0, len(scene.words))
            continue
        if record.title:
            yield from diagnoses(scene, 0, len(scene.words))
        else:
            guided = replace(scene, guides=scene.guides or part.kind == "instructions")
            yield from statements(guided, record, part, _DEFAULTS.get(part.kind, _PLAN))
