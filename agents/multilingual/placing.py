"""Where a statement belongs that stands under no heading of its kind: in a hurried note the words themselves say it.

Law of the file: a statement is moved only to a kind of section that the note has no heading for, so that a note with headings
is read by its headings.
"""

from collections.abc import Collection

from bedside.agents.languages.lexicon import Lexicon
from bedside.scenarios.note import SectionKind

_SEEN = frozenset({"vitals", "examination"})
_FOUND = frozenset({"vitals", "examination", "results"})
_TELLS = frozenset({"complaint", "history", "other", "past", "medications", "allergies", "family", "social", "review"})
_ONWARD: dict[str, frozenset[str]] = {
    **dict.fromkeys(_TELLS, _FOUND | _TELLS | {"assessment", "plan"}),
    **dict.fromkeys(_FOUND | {"course", "procedure"}, _FOUND | {"assessment", "plan", "allergies"}),
    "assessment": _FOUND | {"plan", "allergies", "medications"},
    "plan": frozenset({"allergies"}),
}
_BARE = 7  # words of a diagnosis that stands alone


class Places:
    """Where the next statement of a part belongs. ``headed`` are the kinds that the note has headings for."""

    def __init__(self, lexicon: Lexicon, headed: Collection[str], kind: SectionKind) -> None:
        self._lexicon = lexicon
        self._headed = {*headed, *(_SEEN if _SEEN & {*headed} else ())}
        self.kind: SectionKind = kind  # of what comes next, if its words do not say otherwise
        self._rest: SectionKind = kind  # what the note goes on with after an aside
        self._read = self._begun = self._moved = False

    def sentence(self, words: str, *, begins_line: bool = False) -> SectionKind:
        """The kind of a sentence; what was only beside the point is over with it."""
        self.kind, self._read, self._begun = self._rest, self._begun, True
        if self.kind == "assessment" and not {"assessment", "plan"} & self._headed and not self._conclusion(words):
            self.kind = self._rest = "plan"
        return self.statement(words, begins_line=begins_line)

    def statement(self, words: str, *, begins_line: bool = False) -> SectionKind:
        """The kind of a statement, and from now on of those behind it in its sentence."""
        self.kind = self._of(words, begins_line)
        if self.kind in self._lexicon.words("places_stay") and self._rest != "plan":
            self._moved = self._moved or self._rest != self.kind
            self._rest = self.kind
        return self.kind

    def _of(self, words: str, begins_line: bool) -> SectionKind:
        for kind, pattern in self._lexicon.places_anywhere:
            if pattern.match(words):
                return kind
        if self._story and self._lexicon.pattern("ongoing").match(words):
            return self._rest
        may = _ONWARD.get(self.kind, frozenset[str]()) - self._headed
        for kind, pattern in self._lexicon.places:
            if kind in may and pattern.match(words) and (kind != "plan" or self._read or not self._story):
                return "plan" if self._ordered(kind) else kind
        if "assessment" in may and self._rest in _FOUND and self._diagnosis(words):
            return "assessment"
        if "assessment" in may and begins_line and self._rest in _FOUND and self._called(words):
            return "assessment"
        if self._story and self._read and begins_line and "assessment" in may and self._diagnosis(words):
            return "assessment"
        if self.kind == "results" and self._moved and "history" not in self._headed and self._complaint(words):
            return "history"
        return self.kind

    @property
    def _story(self) -> bool:
        return self._rest in ("complaint", "history", "other")

    def _complaint(self, words: str) -> bool:
        known = self._lexicon.find(words)
        return bool(known) and known[0].kind == "symptom"

    def _called(self, words: str) -> bool:
        """Whether a line names an illness and doubts it, as what is thought does."""
        return all(self._lexicon.pattern(name).search(words) for name in ("diagnosis", "possible"))

    def _conclusion(self, words: str) -> bool:
        """Whether a sentence behind one that told what is thought goes on with that; else it is what is done about it."""
        known = self._lexicon.find(words)
        placed = next((kind for kind, pattern in self._lexicon.places if pattern.match(words)), None)
        if placed is not None:
            return placed != "plan"
        named = self._lexicon.pattern("diagnosis").search(words) or any(term.kind == "disorder" for term in known)
        return bool(named or self._lexicon.pattern("possible").search(words))

    def _ordered(self, kind: SectionKind) -> bool:
        """Whether a drug is one that is ordered: it stands behind what was found or concluded."""
        return kind == "medications" and self._rest in (*_FOUND, "assessment", "plan") and "plan" not in self._headed

    def _diagnosis(self, words: str) -> bool:
        known = self._lexicon.find(words)
        named = bool(known) and known[0].kind == "disorder" and len(words.split()) <= _BARE
        return named and not self._lexicon.pattern("denial").search(words)
