"""Reads an assessment: diagnoses, how they do, why, and the orders that stand among them."""

from collections.abc import Iterator

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.judgement import diagnoses, opaque
from bedside.agents.reading.part import Part, Record
from bedside.agents.reading.statements import Defaults, scene_of, statements
from bedside.agents.text.doc import Doc

_DEFAULTS = Defaults(phrase="diagnosis", clause="reasoning")


def read(record: Record, part: Part, doc: Doc) -> Iterator[Draft]:
    """The drafts of one record of an assessment. A title names its problem and nothing else."""
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
            yield from statements(scene, record, part, _DEFAULTS)
