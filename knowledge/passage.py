"""What is known, as values: a document says where its words come from, a passage is the piece of it that is cited."""

from dataclasses import dataclass

GENERAL_KNOWLEDGE = "none (general knowledge)"


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was open while a document was written. ``locator`` finds the place in it, ``read`` is an ISO date."""

    title: str
    locator: str
    licence: str
    read: str

    def __str__(self) -> str:
        return f"{self.title}, {self.locator} ({self.licence}), read {self.read}"


@dataclass(frozen=True, slots=True)
class PassageItem:
    """One bullet: ``text`` is what a person may say, ``note`` what stands after the bar ("" if nothing does).

    In red flags the note says why it matters, in a safety net how soon help is needed.
    """

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Where passages come from. ``sources`` is empty when no text was open while it was written.

    ``source`` is the one line that is shown, ``terms`` are the words that lead to the document, in lower case. ``language``
    is that of its words, as two letters (ISO 639).
    """

    id: str
    title: str
    kind: str  # complaint, condition, or text for a user's own document
    source: str
    licence: str
    clinical_review: str
    area: str = ""
    population: str = ""
    terms: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of a document. ``id`` is ``document#section``, with ``-2``, ``-3`` ... where a section has more.

    ``text`` is the words themselves; for a bulleted section it is the bullets' texts, one a line, and ``items``
    holds each with its note.
    """

    id: str
    document: str
    title: str
    section: str
    text: str
    source: str
    licence: str
    clinical_review: str
    items: tuple[PassageItem, ...] = ()

    @property
    def searchable(self) -> str:
        """The words a search reads: title and section give the text its subject, notes add the clinical terms."""
        notes = " ".join(item.note for item in self.items if item.note)
        return f"{self.title}. {self.section}. {self.text} {notes}".rstrip()
