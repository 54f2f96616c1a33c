"""Notes made from typed statements, without a reader: one line a statement."""

from dataclasses import dataclass, field
from typing import Any

from bedside.agents.reading.draft import Draft
from bedside.agents.reading.knowing import known
from bedside.scenarios.note import Fact, Note, Section
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument


@dataclass
class Made:
    """A note in the making."""

    text: str = ""
    facts: list[Fact] = field(default_factory=list[Fact])
    sections: list[Section] = field(default_factory=list[Section])

    def section(self, kind: Any, heading: str = "") -> "Made":
        """The statements that follow stand under this heading."""
        self.text += f"{heading or kind.upper()}\n"
        start = len(self.text)
        self.sections.append(Section(kind=kind, heading=heading or kind.upper(), span=Span(start=start, end=start)))
        return self

    def add(self, kind: Any, *, values: dict[str, str] | None = None, **more: Any) -> "Made":
        """A statement; keys that are fields of a fact are set, the others are its arguments in order. ``values`` are the
        normalised values of arguments by role."""
        fields: dict[str, Any] = {
            key: more.pop(key) for key in list(more) if key in Fact.model_fields and key != "time"
        }
        words = str(fields.pop("text", ""))
        start = len(self.text)
        arguments: list[Argument] = []
        spoken: list[str] = []
        for role, given in more.items():
            at = start + len(" ".join(spoken)) + bool(spoken)
            spoken.append(given)
            value = (values or {}).get(role)
            arguments.append(Argument(role=role, text=given, span=Span(start=at, end=at + len(given)), value=value))
        if spoken:
            words = " ".join(spoken)
        self.text += f"{words}.\n"
        span = Span(start=start, end=start + len(words))
        section = fields.pop("section", self.sections[-1].kind)
        draft = Draft(kind, span, tuple(arguments), marks=tuple(fields.get("marks", ())))
        knower, visit = known(draft, section, words)
        made: dict[str, Any] = {
            "id": f"f{len(self.facts) + 1}",
            "section": section,
            "text": words,
            "span": span,
            "kind": kind,
            "arguments": tuple(arguments),
            "knower": knower,
            "established": "visit" if visit else "before",
            "sentence": span,
            **fields,
        }
        self.facts.append(Fact.model_validate(made))
        last = self.sections[-1]
        self.sections[-1] = last.model_copy(update={"span": Span(start=last.span.start, end=len(self.text))})
        return self

    def note(self, **more: Any) -> Note:
        """The note."""
        return Note(id="n", text=self.text, sections=tuple(self.sections), facts=tuple(self.facts), **more)
