"""A guideline file: front matter that says where its words come from, then five fixed sections.

Two depths. ``parse_guideline`` refuses what a program could not use (a missing field, an unknown section, a bullet
without its urgency). ``check_guideline`` also reports what a patient should not hear (digits in a red flag, a dose,
a promise) and finds every problem in one pass.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from bedside.knowledge.error import KnowledgeError
from bedside.knowledge.passage import GENERAL_KNOWLEDGE, Document, Passage, PassageItem, Source

KINDS = ("complaint", "condition")
AREAS = ("primary care", "emergency", "chronic disease", "paediatrics", "women's health", "mental health")
POPULATIONS = ("adults", "children", "all", "women", "pregnancy", "older adults")
URGENCIES = ("emergency", "same day", "soon")
FIELDS = ("id", "title", "kind", "area", "terms", "population", "sources", "licence", "clinical_review")
OPTIONAL = ("language",)
SECTIONS = ("Overview", "Questions", "Red flags", "Advice", "Safety net")
COUNTS = {"Questions": (5, 9), "Red flags": (4, 8), "Advice": (4, 7), "Safety net": (3, 6)}

_LANGUAGE = re.compile(r"[a-z]{2}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DOSE = re.compile(r"\b\d+([.,]\d+)?\s*(mg|mcg|micrograms?|milligrams?|grams?|ml|units?|tablets?|puffs?)\b", re.I)
_PROMISE = re.compile(
    r"\b(guarantee[ds]?|promise[ds]?|definitely|certainly|nothing to worry about|be cured|100)\b", re.I
)
_VERB_FIRST = re.compile(r"(have|has|had|do|does|did|is|are|was|were|you|your|any|if|can|get|feel|notice)\b", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class GuidelineProblem:
    """One fault at a line. ``depth`` is ``structure`` if a program cannot use the file, else ``wording``."""

    path: str
    line: int
    message: str
    mend: str
    depth: Literal["structure", "wording"] = "structure"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}. {self.mend}"


class GuidelineError(KnowledgeError):
    """A guideline file that cannot be used; ``problems`` holds every structural fault, the message the first."""

    def __init__(self, problems: tuple[GuidelineProblem, ...]) -> None:
        self.problems = problems
        first, *rest = problems
        more = f" (and {len(rest)} more: run `bedside knowledge check`)" if rest else ""
        super().__init__(f"{first}{more}")


@dataclass(frozen=True, slots=True)
class Guideline:
    """One guideline. ``overview`` is for the clinician; the bulleted sections are in ``SECTIONS`` order."""

    document: Document
    overview: str
    questions: tuple[PassageItem, ...]
    red_flags: tuple[PassageItem, ...]
    advice: tuple[PassageItem, ...]
    safety_net: tuple[PassageItem, ...]

    @property
    def id(self) -> str:
        """The document's id, which is also the file's stem."""
        return self.document.id

    @property
    def passages(self) -> tuple[Passage, ...]:
        """One passage a section, in the file's order."""
        bodies = ((), self.questions, self.red_flags, self.advice, self.safety_net)
        return tuple(
            section_passage(self.document, section, self.overview if not items else "", items)
            for section, items in zip(SECTIONS, bodies, strict=True)
        )


def section_passage(
    document: Document, section: str, text: str, items: tuple[PassageItem, ...] = (), number: int = 1
) -> Passage:
    """Cut one passage: ``text`` for prose, ``items`` for bullets; ``number`` counts passages of one section."""
    slug = slug_of(section) or "text"
    return Passage(
        id=f"{document.id}#{slug}" + (f"-{number}" if number > 1 else ""),
        document=document.id,
        title=document.title,
        section=section,
        text="\n".join(item.text for item in items) if items else text,
        source=document.source,
        licence=document.licence,
        clinical_review=document.clinical_review,
        items=items,
    )


def slug_of(text: str) -> str:
    """Lower-case letters and digits joined by single hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def parse_guideline(path: Path) -> Guideline:
    """Read one file. Raises ``GuidelineError`` on a structural fault or an unreadable file."""
    guideline, problems = read_guideline(_read(path), str(path))
    broken = tuple(problem for problem in problems if problem.depth == "structure")
    if guideline is None or broken:
        raise GuidelineError(broken or problems)
    return guideline


def load_guidelines(folder: Path) -> tuple[Guideline, ...]:
    """Read every ``*.md`` of a folder, ordered by id. Raises ``GuidelineError``, also for an id used twice."""
    guidelines = sorted((parse_guideline(path) for path in guideline_files(folder)), key=lambda one: one.id)
    return tuple(guidelines)


def guideline_files(folder: Path) -> list[Path]:
    """The guideline files of a folder in name order, without names that begin with ``_``, ``.`` or README."""
    if not folder.is_dir():
        raise KnowledgeError(f"{folder} is not a folder. Name a folder that holds guideline files (*.md).")
    return sorted(path for path in folder.glob("*.md") if not path.name.startswith(("_", ".", "README")))


def check_guidelines(folder: Path) -> tuple[GuidelineProblem, ...]:
    """Every problem of every guideline file of a folder, in file and line order."""
    problems: list[GuidelineProblem] = []
    for path in guideline_files(folder):
        problems.extend(check_guideline(path))
    return tuple(problems)


def check_guideline(path: Path) -> tuple[GuidelineProblem, ...]:
    """Every problem of one file, in line order."""
    try:
        return read_guideline(_read(path), str(path))[1]
    except GuidelineError as error:
        return error.problems


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        fault = GuidelineProblem(str(path), 1, f"this is not UTF-8 text (byte {error.start})", "Save the file as UTF-8")
        raise GuidelineError((fault,)) from None
    except OSError as error:
        fault = GuidelineProblem(
            str(path), 1, f"it cannot be read ({error.strerror})", "Check the path and its permissions"
        )
        raise GuidelineError((fault,)) from None


def read_guideline(text: str, path: str) -> tuple[Guideline | None, tuple[GuidelineProblem, ...]]:
    """Read a guideline from text. Returns it (None if it cannot be made) and every problem, in line order."""
    reader = _Reader(text.replace("\r\n", "\n"), path)
    guideline = reader.read()
    return guideline, tuple(sorted(reader.problems, key=lambda problem: problem.line))


class _Reader:
    """Collects problems while it reads, so that an author sees all of them at once."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[GuidelineProblem] = []

    def fault(self, line: int, message: str, mend: str) -> None:
        self.problems.append(GuidelineProblem(self.path, line, message, mend))

    def wording(self, line: int, message: str, mend: str) -> None:
        self.problems.append(GuidelineProblem(self.path, line, message, mend, "wording"))

    def read(self) -> Guideline | None:
        lines = self.text.split("\n")
        for number, line in enumerate(lines, 1):
            if found := _CONTROL.search(line):
                self.fault(number, f"a control character (U+{ord(found[0]):04X}) stands here", "Remove it")
        if lines[0].rstrip() != "---":
            self.fault(1, "the file does not begin with front matter", "Begin it with a line `---`, fields, and `---`")
            return None
        end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
        if end is None:
            self.fault(1, "the front matter has no end", "Close it with a line `---`")
            return None
        document = self.front_matter("\n".join(lines[1:end]))
        sections = self.sections(lines, end + 1)
        if self.problems and any(problem.depth == "structure" for problem in self.problems):
            return None
        assert document is not None
        return Guideline(
            document,
            overview=" ".join(text for _, text in sections["Overview"]),
            questions=self.items(sections, "Questions"),
            red_flags=self.items(sections, "Red flags"),
            advice=self.items(sections, "Advice"),
            safety_net=self.items(sections, "Safety net"),
        )

    # -- front matter --------------------------------------------------------------------------------------------

    def front_matter(self, yaml_text: str) -> Document | None:
        fields = self.fields(yaml_text)
        if fields is None:
            return None
        for name in FIELDS:
            if name not in fields:
                self.fault(1, f"the field `{name}` is missing", f"Add `{name}:` to the front matter")
        for name, (line, _) in fields.items():
            if name not in (*FIELDS, *OPTIONAL):
                self.fault(line, f"the field `{name}` is unknown", f"Use one of: {', '.join((*FIELDS, *OPTIONAL))}")
        texts = {
            name: self.one_line(name, *fields[name])
            for name in (*FIELDS, *OPTIONAL)
            if name in fields and name not in ("terms", "sources")
        }
        if "language" in fields and not _LANGUAGE.fullmatch(texts.get("language", "")):
            self.fault(
                fields["language"][0], "the language is not two letters", "Write a code of ISO 639: `language: de`"
            )
        stem = Path(self.path).stem
        if texts.get("id") and not _SLUG.fullmatch(texts["id"]):
            self.fault(fields["id"][0], f"the id `{texts['id']}` is not a slug", "Use lower-case words and hyphens")
        elif texts.get("id") and texts["id"] != stem:
            self.fault(fields["id"][0], f"the id `{texts['id']}` is not the file's name", f"Write `id: {stem}`")
        for name, allowed in (("kind", KINDS), ("area", AREAS), ("population", POPULATIONS)):
            if texts.get(name) and texts[name] not in allowed:
                self.fault(fields[name][0], f"`{texts[name]}` is no {name}", f"Use one of: {', '.join(allowed)}")
        terms = self.terms(*fields["terms"]) if "terms" in fields else ()
        sources = self.sources(*fields["sources"]) if "sources" in fields else ()
        if any(not texts.get(name) for name in FIELDS if name not in ("terms", "sources")):
            return None
        return Document(
            **texts,
            source="; ".join(str(source) for source in sources) or GENERAL_KNOWLEDGE,
            terms=terms,
            sources=sources,
        )

    def fields(self, yaml_text: str) -> dict[str, tuple[int, Any]] | None:
        """The front matter's fields, each with its line in the file and its value."""
        import yaml

        try:
            loader = yaml.SafeLoader(yaml_text)
            node = loader.get_single_node()
            if not isinstance(node, yaml.MappingNode):
                self.fault(2, "the front matter is not a list of `field: value` lines", "Write one field a line")
                return None
            fields: dict[str, tuple[int, Any]] = {}
            for key, value in node.value:
                line = key.start_mark.line + 2
                name = str(loader.construct_object(key, deep=True))
                if name in fields:
                    self.fault(line, f"the field `{name}` is given twice", "Keep one of the two")
                fields[name] = (line, loader.construct_object(value, deep=True))
            return fields
        except yaml.MarkedYAMLError as error:
            line = (error.problem_mark.line if error.problem_mark else 0) + 2
            self.fault(line, f"the front matter is not YAML ({error.problem or error.context})", "Quote the value")
        except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError, AttributeError) as error:
            # PyYAML raises plain errors of its own for values such as an impossible date.
            reason = " ".join(str(error).split())[:80]
            self.fault(2, f"the front matter cannot be read ({reason})", "Quote the value in question")
        return None

    def one_line(self, name: str, line: int, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            self.fault(line, f"the field `{name}` is empty or not text", f"Write `{name}: ` and one line of text")
            return ""
        return " ".join(value.split())

    def terms(self, line: int, value: object) -> tuple[str, ...]:
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(term, str) and term.strip() for term in value)
        ):
            self.fault(line, "`terms` is not a list of words", "Write `terms: [chest pain, angina]`")
            return ()
        terms = tuple(" ".join(str(term).lower().split()) for term in value)
        if len(set(terms)) < len(terms):
            self.wording(line, "a term is given twice", "Keep one of them")
        if not 4 <= len(terms) <= 12:
            self.wording(line, f"there are {len(terms)} terms", "Give 4 to 12, lay and clinical")
        return tuple(dict.fromkeys(terms))

    def sources(self, line: int, value: object) -> tuple[Source, ...]:
        mend = f"Write `sources: {GENERAL_KNOWLEDGE}` or a list of {{title, locator, licence, read}}"
        if isinstance(value, str) and value.strip() == GENERAL_KNOWLEDGE:
            return ()
        if not isinstance(value, list) or not value:
            self.fault(line, "`sources` names no source", mend)
            return ()
        sources: list[Source] = []
        for entry in value:
            if not isinstance(entry, dict) or set(entry) != {"title", "locator", "licence", "read"}:
                self.fault(line, "a source does not have title, locator, licence and read", mend)
                continue
            read = _iso_date(entry["read"])
            texts = [str(entry[name] or "").strip() for name in ("title", "locator", "licence")]
            if read is None:
                self.fault(line, f"`read: {entry['read']}` is no date", "Write the day it was read as YYYY-MM-DD")
            elif not all(texts):
                self.fault(line, "a source has an empty field", mend)
            else:
                sources.append(Source(*texts, read=read))
        return tuple(sources)

    # -- sections ------------------------------------------------------------------------------------------------

    def sections(self, lines: list[str], start: int) -> dict[str, list[tuple[int, str]]]:
        """Each section's paragraphs or bullets with their line numbers; a bullet may run on indented lines."""
        found: dict[str, list[tuple[int, str]]] = {}
        current: str | None = None
        for number, line in enumerate(lines[start:], start + 1):
            if line.startswith("#"):
                current = line.lstrip("#").strip()
                if not line.startswith("## ") or current not in SECTIONS:
                    self.fault(
                        number, f"`{line.strip()[:60]}` is no section", f"Use `## ` and one of: {', '.join(SECTIONS)}"
                    )
                elif current in found:
                    self.fault(number, f"the section `{current}` is given twice", "Join the two")
                found.setdefault(current, [])
            elif not line.strip():
                continue
            elif current is None:
                self.fault(number, "text stands before the first section", "Put it under `## Overview`")
            elif current == "Overview" and not line.startswith("- "):
                found[current].append((number, line.strip()))
            elif line.startswith("- ") and current != "Overview":
                found[current].append((number, line[2:].strip()))
            elif line[0] in " \t" and found[current] and current != "Overview":
                first, text = found[current][-1]
                found[current][-1] = (first, f"{text} {line.strip()}")
            else:
                mend = "Write prose without bullets" if current == "Overview" else "Begin it with `- `"
                self.fault(number, f"this line is not part of `{current}`", mend)
        self.order(found, len(lines))
        for section in COUNTS:
            for number, text in found.get(section, []):
                self.bullet(section, number, text)
        return found

    def order(self, found: dict[str, list[tuple[int, str]]], last: int) -> None:
        for section in SECTIONS:
            if section not in found:
                self.fault(last, f"the section `## {section}` is missing", "Add it")
            elif not found[section]:
                self.fault(last, f"the section `## {section}` is empty", "Fill it")
        if [name for name in found if name in SECTIONS] != [name for name in SECTIONS if name in found]:
            self.fault(last, "the sections are not in order", f"Order them: {', '.join(SECTIONS)}")
        for section, (low, high) in COUNTS.items():
            bullets = found.get(section, [])
            if bullets and not low <= len(bullets) <= high:
                self.wording(bullets[0][0], f"`{section}` has {len(bullets)} bullets", f"Give {low} to {high}")
            texts = [text.lower() for _, text in bullets]
            for index, (number, text) in enumerate(bullets):
                if text.lower() in texts[:index]:
                    self.wording(number, "this bullet is given twice", "Keep one of them")

    def bullet(self, section: str, line: int, text: str) -> None:
        spoken, bar, note = (part.strip() for part in text.partition("|"))
        if not spoken:
            self.fault(line, "the bullet is empty", "Write it or remove it")
        if bar and (not note or "|" in note):
            self.fault(line, "the bar does not divide the bullet in two", "Write `words | note` with one bar")
        if section == "Safety net" and note not in URGENCIES:
            self.fault(
                line,
                "the bullet does not say how soon help is needed",
                f"End it with `| ` and one of: {', '.join(URGENCIES)}",
            )
        if section in ("Questions", "Advice") and bar:
            self.fault(line, f"a bullet of `{section}` has a bar", "Remove the bar and what follows it")
        if section == "Questions" and (not spoken.endswith("?") or spoken.count("?") > 1):
            self.wording(line, "this is not one question", "Ask one thing and end it with a question mark")
        if section == "Red flags" and not note:
            self.wording(line, "the red flag does not say why it matters", "Add `| ` and a few words for a clinician")
        if section in ("Red flags", "Safety net"):
            if re.search(r"\d", spoken):
                self.wording(line, "a digit stands in words to be spoken", "Say it without a number")
            if spoken.endswith((".", "?", "!")):
                self.wording(line, "the phrase ends like a sentence", "Remove the full stop: it is put into a sentence")
        if section == "Red flags" and _VERB_FIRST.match(spoken):
            self.wording(line, f"a red flag begins with `{spoken.split()[0]}`", "It completes `Have you had any ...?`")
        if section == "Safety net" and re.match(r"(if|get|go|call|when)\b", spoken, re.I):
            self.wording(line, f"a safety net begins with `{spoken.split()[0]}`", "It completes `Get help if ...`")
        if section == "Advice":
            if not spoken.endswith("."):
                self.wording(line, "the advice is not a sentence", "End it with a full stop")
            if _PROMISE.search(spoken):
                self.wording(line, "the advice makes a promise", "Say what usually happens")
        if _DOSE.search(spoken):
            self.wording(line, "a dose is given", "Leave doses to the note and the prescriber")

    def items(self, sections: dict[str, list[tuple[int, str]]], section: str) -> tuple[PassageItem, ...]:
        return tuple(_item(text) for _, text in sections[section])


def _item(text: str) -> PassageItem:
    spoken, _, note = text.partition("|")
    return PassageItem(" ".join(spoken.split()), " ".join(note.split()))


def _iso_date(value: object) -> str | None:
    if type(value) is date:  # a datetime is no day
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None
