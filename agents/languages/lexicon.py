"""The words of one language, as data: what its notes look like, how a sentence is put, what lay people call things.

Law of the package: no rule of a language stands in code. What the code knows is how to look a thing up.
"""

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

from bedside.scenarios.note import SectionKind

Gender = Literal["m", "f", "n", "p", ""]
Rules = tuple[tuple[re.Pattern[str], str], ...]
_LEXICA = files("bedside.agents.languages").joinpath("lexica")
_NEVER = re.compile(r"(?!)")


class LexiconError(ValueError):
    """A lexicon cannot be used. The message says which and why."""


@dataclass(frozen=True)
class Term:
    """A clinical term: the note's form and its gender, what lay people call it and the gender of that, and what kind of
    thing it is. ``counted`` terms take an article."""

    form: str
    gender: Gender
    lay: str
    lay_gender: Gender
    counted: bool
    kind: str


@dataclass(frozen=True)
class Shorthand:
    """What a short form stands for; ``may_end``: its full stop may be that of its sentence, too."""

    becomes: str
    may_end: bool


@dataclass(frozen=True)
class Lexicon:
    """The words of one language. Rules are pairs of a pattern and what it becomes, tried in their order."""

    code: str
    data: dict[str, Any]
    terms: tuple[Term, ...] = ()
    shorthand: dict[str, Shorthand] = field(default_factory=dict[str, Shorthand])

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words; empty if the language has none of that name."""
        return tuple(str(word) for word in self.data.get(name) or ())

    def pattern(self, name: str) -> re.Pattern[str]:
        """A pattern, ignoring case; one that matches nothing if the language has none of that name."""
        return self._patterns.get(name, _NEVER)

    def rules(self, name: str) -> Rules:
        """Rewriting rules of that name."""
        return self._rules.get(name, ())

    def table(self, name: str) -> dict[str, str]:
        """A table from word to word."""
        return {str(key): str(value) for key, value in (self.data.get(name) or {}).items()}

    def lists(self, name: str) -> dict[str, tuple[str, ...]]:
        """A table from a word to a list of words."""
        return {str(key): tuple(map(str, words)) for key, words in (self.data.get(name) or {}).items()}

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {name: re.compile(source, re.IGNORECASE) for name, source in (self.data.get("patterns") or {}).items()}

    @cached_property
    def _rules(self) -> dict[str, Rules]:
        # Capitals tell nouns from other words in German: a rule that does not care says so with (?i).
        named = self.data.get("rules") or {}
        return {name: tuple((re.compile(a), str(b)) for a, b in rules) for name, rules in named.items()}

    @cached_property
    def headings(self) -> dict[str, SectionKind]:
        """Headings, casefolded, and the kind of section each begins."""
        return {str(word).casefold(): kind for kind, words in self.data["headings"].items() for word in words}

    @cached_property
    def inline_headings(self) -> re.Pattern[str]:
        """A heading inside a line, behind the end of a sentence and with its colon."""
        names = sorted((name for name in self.headings if len(name) > 1), key=len, reverse=True)
        if not names:
            return _NEVER
        return re.compile(
            rf"(?<=[.;。；] )(?P<name>{'|'.join(map(re.escape, names))})\.?[ \t]*[:：][ \t]*", re.IGNORECASE
        )

    @cached_property
    def places(self) -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
        """Kinds of sections, and how a statement begins that belongs to one without its heading; capitals count."""
        return self._places("places")

    @cached_property
    def places_anywhere(self) -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
        """The same of statements that belong there whatever stands before them."""
        return self._places("places_anywhere")

    def _places(self, name: str) -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
        return tuple((kind, re.compile(source)) for kind, source in (self.data.get(name) or {}).items())

    @cached_property
    def aspects(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Sides of a story, and by which words a statement is known to tell of one, in order of preference."""
        return tuple((name, re.compile(p, re.IGNORECASE)) for name, p in (self.data.get("aspects") or {}).items())

    @cached_property
    def verbs(self) -> dict[str, tuple[str, str]]:
        """Verbs of the third person, and the same of "I" and of the polite "you"."""
        return {str(verb): (str(pair[0]), str(pair[1])) for verb, pair in (self.data.get("verbs") or {}).items()}

    @cached_property
    def by_form(self) -> dict[str, Term]:
        """Terms by their form, casefolded."""
        return {term.form.casefold(): term for term in self.terms}

    @cached_property
    def by_lay(self) -> dict[str, Term]:
        """Terms by what lay people say, casefolded."""
        return {term.lay.casefold(): term for term in self.terms}

    @cached_property
    def any_term(self) -> re.Pattern[str]:
        """Any term, the longest first."""
        forms = sorted(self.by_form, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE) if forms else _NEVER

    @cached_property
    def any_shorthand(self) -> re.Pattern[str]:
        """Any short form, the longest first, in its own capitals and small letters."""
        forms = sorted(self.shorthand, key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])") if forms else _NEVER

    def find(self, text: str) -> list[Term]:
        """The terms that occur in ``text``, in their order."""
        return [self.by_form[match[0].casefold()] for match in self.any_term.finditer(text)]

    def unit(self, word: str | None) -> str | None:
        """The normalised unit of the word or sign behind a number; None for a word that is no unit."""
        if word is None:
            return None
        return self._units.get(word) or next(
            (u for sign, u in self._units.items() if _han(sign) and word.startswith(sign)), None
        )

    @cached_property
    def _units(self) -> dict[str, str]:
        tables = (
            [self.lists("units")]
            if self.code == "plain"
            else [load_lexicon("plain").lists("units"), self.lists("units")]
        )
        return {sign: unit for table in tables for unit, signs in table.items() for sign in signs}

    def companion(self, name: str) -> re.Pattern[str]:
        """By which words a note is known to say that this person came along."""
        return re.compile(self.table("companions").get(name, "(?!)"), re.IGNORECASE)

    def apply_first(self, name: str, text: str) -> str:
        """``text`` after the first rule of that name that fits it."""
        for pattern, becomes in self.rules(name):
            if pattern.search(text):
                return pattern.sub(becomes, text, count=1)
        return text

    def apply(self, name: str, text: str) -> str:
        """``text`` after every rule of that name."""
        for pattern, becomes in self.rules(name):
            text = pattern.sub(becomes, text)
        return text


def _han(sign: str) -> bool:
    return sign[0] > "\u2fff"


@cache
def has_lexicon(code: str) -> bool:
    """Whether notes in this language are read by a lexicon of its own."""
    return _LEXICA.joinpath(f"{code}.yaml").is_file()


@cache
def load_lexicon(code: str) -> Lexicon:
    """The lexicon of a language; for one that has none, the plain one, which knows no words. Raises ``LexiconError`` for
    a file that is malformed."""
    import yaml

    name = code if has_lexicon(code) else "plain"
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Any = yaml.load(_LEXICA.joinpath(f"{name}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506  # safe either way
    if not isinstance(data, dict) or "headings" not in data:
        raise LexiconError(f"lexica/{name}.yaml: a lexicon has headings; give it a table of them.")
    table = _LEXICA.joinpath(f"{name}.tsv")
    terms: list[Term] = []
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines() if table.is_file() else (), 1):
        if line and not line.startswith("#"):
            terms.append(_term(line, f"lexica/{name}.tsv: line {number}"))
    return Lexicon(code, data, tuple(terms), _shorthand(name))


def _shorthand(name: str) -> dict[str, Shorthand]:
    table = _LEXICA.joinpath(f"{name}_shorthand.tsv")
    found: dict[str, Shorthand] = {}
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines() if table.is_file() else (), 1):
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if len(cells) != 3 or not all(cells[:2]) or cells[2] not in ("", "."):
                where = f"lexica/{name}_shorthand.tsv: line {number}"
                raise LexiconError(
                    f"{where} is not a short form, what it stands for and a dot or nothing; write it so."
                )
            found[cells[0]] = Shorthand(cells[1], bool(cells[2]))
    return found


_CELLS = re.compile(r"([^\t]+)\t([mfnp]?)(?:>([mfnp]))?(c?)\t([^\t]*)\t([a-z]+)")


def _term(line: str, where: str) -> Term:
    match = _CELLS.fullmatch(line)
    if match is None:
        raise LexiconError(f"{where} is not form, gender, lay form and kind between tabs; write it so.")
    form, gender, lay_gender, counted, lay, kind = match.groups()
    own: Any = gender
    spoken_as: Any = lay_gender or gender
    return Term(form, own, lay or form, spoken_as, bool(counted), kind)
