"""Lines beside the note proper: what was copied from an earlier one, what was put in from elsewhere, what the author alone
needs."""

import re
from dataclasses import dataclass

from bedside.agents.reading.administrative import is_administrative_label, wholly_administrative
from bedside.agents.reading.lines import Line
from bedside.agents.reading.making import Making

_CLOSINGS = ("yours", "sincerely", "best regards", "kind regards", "with kind regards", "regards", "with best wishes")
_DRAWN = re.compile(r"[-=_*]{3,}\s*[A-Za-z][^\n]{3,80}?\s*[-=_*]{3,}$|>{1,3} |-{2,} ?(?:Original|Forwarded)")
_SIGNS = r"[-=_*<>#\[\]~ ]"
_EARLIER = re.compile(
    rf"^[ \t]*{_SIGNS}{{2,12}}(?P<end>end )?(?:(?:begin|beginning|start|of|the|copied|pasted|from) ){{0,4}}"
    r"(?:prior|previous|old|older|earlier|last|historical) (?:\w+ )?(?:notes?|visit|encounter|documentation|consult(?:ation)?|admission|h&p)\b"
    rf"[^\n]{{0,80}}?{_SIGNS}{{2,12}}[ \t]*$",
    re.IGNORECASE,
)
_COPIED = ("copied from", "copied forward", "copy forward", "carried forward", "imported from", "pulled forward")
_CLOSERS = {"[": "]", "(": ")", "<": ">"}


def is_copied(label: str) -> bool:
    """Whether a label says that what stands beside it came from an earlier note: "Subjective [carried forward 10/2024"."""
    return any(mark in label.lower() for mark in _COPIED)


@dataclass(slots=True)
class Asides:
    """Where the lines of a note come from, as far as its own marks say so."""

    copied: bool = False
    told: bool = False  # something was said in the copied paragraph
    quoted: bool = False  # within a letter or a report that was put into the note
    ended: bool = False  # a letter has been closed: names follow
    earlier: bool = False  # within a visit that another one follows in the note
    pasted: bool = False  # within an earlier note that stands between marks of its own

    @property
    def source(self) -> str:
        """What a record of the present line has as its source."""
        return "copied" if self.copied or self.earlier else "quoted" if self.quoted else ""

    def rule(self, line: Line) -> None:
        """A drawn line ends what was put in."""
        self.quoted = self.quoted and line.end - line.start < 3

    def heading(self) -> None:
        """A heading ends what was put in before it, unless it is the first of what was copied."""
        self.ended = False
        self.copied = self.copied and not self.told

    def copy_mark(self, text: str, line: Line, start: int, part: Making) -> int:
        """Where the words begin behind a mark such as "[Copied from 12/01/2024 note]"."""
        opener = text[start : start + 1]
        if opener not in ("[", "(", "*", "-", "<") and not text[start : start + 8].lower().startswith("cop"):
            return start
        low = text[start : start + 40].lower()
        if not any(mark in low for mark in _COPIED):
            return start
        closer = text.find(_CLOSERS.get(opener, ":"), start, min(line.end, start + 160))
        end = closer + 1 if closer >= 0 else line.end
        part.notes.append(text[start:end].strip())
        self.copied, self.told = True, False
        while end < line.end and text[end] in " \t:-*":
            end += 1
        return end

    def set_aside(self, text: str, line: Line, start: int, part: Making) -> bool:
        """Whether a whole line is for the author alone: an identifier, a signature, the names below a letter."""
        words = text[start : line.end]
        low = words.lower()
        if self._of_earlier(text, line):
            part.notes.append(words)
            return True
        if _DRAWN.match(words):  # "----- Forwarded from another hospital -----"
            self.quoted = True
        elif not self._alone(text, start, line):
            return False
        elif low.startswith("dear ") and part.heading:
            self.quoted = True
        elif low.startswith(_CLOSINGS):
            self.quoted, self.ended = False, True
        part.notes.append(words)
        return True

    def _of_earlier(self, text: str, line: Line) -> bool:
        """Whether a line is of an earlier note that was pasted between "--- Prior note ---" and "--- End prior note ---", or a mark of
        one. Without the second mark the paragraph below the first is."""
        mark = _EARLIER.match(text[line.start : line.end])
        if mark is not None:
            self.pasted = mark["end"] is None
            return True
        closed = self.pasted and any(
            found is not None and found["end"] for found in map(_EARLIER.match, text[line.end :].split("\n"))
        )
        self.pasted = self.pasted and (closed or not line.blank or line.start == 0)
        return self.pasted

    def _alone(self, text: str, start: int, line: Line) -> bool:
        words = text[start : line.end]
        below = self.ended and len(words.split()) <= 8 and not line.mark
        bare = words.rstrip().endswith(":") and is_administrative_label(words.strip()[:-1])
        return below or bare or wholly_administrative(text, start, line.end)
