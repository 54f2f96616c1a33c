"""Why a line was said, in rows of words that every form of a dialogue shows."""

from collections.abc import Callable
from dataclasses import dataclass

from bedside.orchestrator.views.terminal_text import short
from bedside.scenarios.finding import faults
from bedside.scenarios.note import Span
from bedside.scenarios.turn import Reason

QUOTED = 160  # characters of the note shown of one fact


@dataclass(frozen=True)
class Quote:
    """The note's words that a fact stands for; ``words`` is None where the note's text is not known."""

    fact: str
    span: Span | None = None
    words: str | None = None

    @property
    def place(self) -> str:
        """The fact and where it stands: ``f5 [191:258]``."""
        return self.fact + (f" [{self.span.start}:{self.span.end}]" if self.span is not None else "")

    @property
    def said(self) -> str:
        """The words, cut where they are long; nothing where they are not known."""
        return short(self.words, QUOTED) if self.words is not None else ""

    def __str__(self) -> str:
        return f"{self.place} “{self.said}”" if self.words is not None else self.place


def quotes_of(reason: Reason) -> tuple[Quote, ...]:
    """The note's words under a line, fact by fact."""
    count = len(reason.facts)
    spans = reason.spans if len(reason.spans) == count else (None,) * count
    words = reason.words if len(reason.words) == count else (None,) * count
    return tuple(map(Quote, reason.facts, spans, words))


def faults_of(reason: Reason) -> list[str]:
    """What checks found wrong with a line and let stay, a phrase each. The one place where a view reads checks."""
    return faults(reason.checks)


def reason_rows(reason: Reason, fault: str | None = None, fact: Callable[[str], str] | None = None) -> list[str]:
    """Why a line was said, a row each. ``fault`` is what the line was said anew for; ``fact`` shows a fact, None where
    facts are shown elsewhere."""
    rows = [f"{reason.act} · {reason.topic} · {reason.step}"]
    rows += [f"repair: {fault}"] if fault else []
    rows += [f"thought: {reason.thought}"] if reason.thought else []
    rows += [f"fact {fact(name)}" for name in reason.facts] if fact is not None else []
    rows += [f"withheld: {', '.join(reason.withheld)}"] if reason.withheld else []
    rows += [f"cites {name}" for name in reason.passages]
    found = [name for name in reason.evidence if name not in reason.passages]
    rows += [f"found {', '.join(found)}"] if found else []
    rows += [f"fault {one}" for one in faults_of(reason)]
    model = reason.model
    if model.get("asked"):
        rows.append(f"asked {model['asked']} with {model.get('prompt')} version {model.get('version')}")
    elif model.get("line"):
        rows.append(f"{model['line']} line" + (f": the model failed ({model['why']})" if model.get("why") else ""))
    return rows
