"""What a metric is handed: records, and whatever else is at hand about them. It opens no file and no run folder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from bedside.agents.checks.spoken import tokens
from bedside.evaluation.concepts import Concepts
from bedside.knowledge.encoder import Encoder
from bedside.knowledge.passage import Passage
from bedside.scenarios.case import Case
from bedside.scenarios.note import Note
from bedside.scenarios.record import Record

Found = TypeVar("Found")
Need = Literal["record", "note", "case", "reference", "passage", "concepts", "encoder"]


@dataclass(frozen=True, kw_only=True)
class Given:
    """Records, with notes by ``note_id``, and by the record's id its case and a reference: the dialogue it is compared
    with, such as what people said over the same note. ``words`` splits a text where words are counted."""

    records: Sequence[Record]
    notes: Mapping[str, Note] = field(default_factory=dict[str, Note])
    cases: Mapping[str, Case] = field(default_factory=dict[str, Case])
    references: Mapping[str, Record] = field(default_factory=dict[str, Record])
    passages: Mapping[str, Passage] = field(default_factory=dict[str, Passage])
    concepts: Concepts | None = None
    encoder: Encoder | None = None
    words: Callable[[str], Sequence[str]] = tokens
    _found: dict[str, Any] = field(default_factory=dict[str, Any], init=False, repr=False, compare=False)

    def once(self, name: str, find: Callable[[], Found]) -> Found:
        """What ``find`` comes to, worked out when first asked for under this name: several metrics read one reading."""
        if name not in self._found:
            self._found[name] = find()
        return self._found[name]

    def lacks(self, need: Need) -> bool:
        """Whether nothing of this kind was given."""
        there: dict[Need, bool] = {
            "record": bool(self.records),
            "note": bool(self.notes),
            "case": bool(self.cases),
            "reference": bool(self.references),
            "passage": bool(self.passages),
            "concepts": self.concepts is not None,
            "encoder": self.encoder is not None,
        }
        return not there[need]

    def noted(self) -> Iterator[tuple[Record, Note]]:
        """The records whose note was given, in order, each with its note."""
        for record in self.records:
            if record.note_id in self.notes:
                yield record, self.notes[record.note_id]
