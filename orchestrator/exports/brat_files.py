"""One part of an export as a folder for brat (brat.nlplab.org/standoff.html): a text and its stand-off labels a dialogue.

Law of the file: offsets are characters of the text file, and no label crosses a line.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bedside.orchestrator.exports.part_files import opened

Json = dict[str, Any]
_CONFIGURATION = """[entities]
Fact
Identifier
Citation
[relations]
[events]
[attributes]
Polarity Arg:Fact, Value:present|denied|unknown
Certainty Arg:Fact, Value:certain|possible
Temporality Arg:Fact, Value:current|past|future|hypothetical
"""
_ATTRIBUTES = ("polarity", "certainty", "temporality")
_NAMES = {"fact": "Fact", "identifier": "Identifier", "citation": "Citation"}
_UNSAFE = re.compile(r"[^\w.-]+")


class BratFolder:
    """The files of a part; rows are dialogues with labels (``dialogue_row``)."""

    defused = 0

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: set[str] = set()
        self._made = [folder / "annotation.conf"]
        self.files: Sequence[Path] = self._made
        with opened(self.files[0]) as file:
            file.write(_CONFIGURATION.encode())

    def add(self, rows: Sequence[Json]) -> None:
        """A text and its labels a dialogue."""
        for row in rows:
            text, labels = brat_text(row)
            name = self._name(f"{row['run']}-{row['id']}")
            for end, data in ((".txt", text), (".ann", labels)):
                file = self._folder / f"{name}{end}"
                with opened(file) as written:
                    written.write(data.encode("utf-8", "replace"))
                self._made.append(file)

    def close(self) -> None:
        """Nothing is held."""

    def _name(self, given: str) -> str:
        """A file name that no dialogue before it has."""
        bare = _UNSAFE.sub("-", given).strip(".-")[:100] or "dialogue"
        name = bare
        while name.casefold() in self._names:
            name = f"{bare}-{len(self._names)}"
        self._names.add(name.casefold())
        return name


def brat_text(row: Json) -> tuple[str, str]:
    """The text, a line a turn (``speaker: words``), and the lines of its labels."""
    text, lines, number, attribute, note = "", list[str](), 0, 0, 0
    for turn, labels in zip(row["turns"], row["labels"], strict=True):
        begin = len(text) + len(turn["speaker"]) + 2
        said = re.sub(
            r"[\r\n\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", " ", turn["text"]
        )  # a sign for a sign: offsets stay
        for label in labels:
            start, end = (begin + at for at in label["said"])
            number += 1
            lines.append(
                f"T{number}\t{_NAMES[label['label']]} {start} {end}\t{said[label['said'][0] : label['said'][1]]}"
            )
            for name in _ATTRIBUTES:
                if label.get(name):
                    attribute += 1
                    lines.append(f"A{attribute}\t{name.capitalize()} T{number} {label[name]}")
            about = label.get("fact") or label.get("passage") or label.get("kind")
            where = f" note {label['note'][0]}-{label['note'][1]}" if label.get("note") else ""
            note += 1
            lines.append(f"#{note}\tAnnotatorNotes T{number}\t{about}{where}")
        text += f"{turn['speaker']}: {said}\n"
    return text, "".join(f"{line}\n" for line in lines)
