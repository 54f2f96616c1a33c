"""A noun phrase that names a complaint, with what is said of it: "a dry cough for 2 weeks, worse at night".

The phrase is parted into its head and the adjuncts around it; each adjunct becomes an argument by the words that open it
and the sort of thing it names (a time, a part of the body, an activity). An adjunct that is none of these stays in the
head ("a feeling of protrusion"); a phrase that holds a clause of its own is left to others (None).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import argument
from bedside.agents.reading.tables import phrases, plains, rows
from bedside.agents.text.doc import Doc, Token
from bedside.scenarios.note import Mention
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument, Kind

_DROPPED = frozenset({"a", "an", "any", "some", "the", "his", "her", "their", "this", "these", "also", "associated", "assoc", "other", "having", "experiencing", "developed", "known", "maternal", "paternal"})
_HISTORY = frozenset({"history", "hx", "h/o"})
_BETWEEN = frozenset({"and", ",", "very", "more", "fairly", "somewhat", "quite", "but"})
_LEANING = frozenset("mainly mostly primarily especially particularly sometimes usually only worse often predominantly just also".split())
_JOINING = frozenset({"only", "just", "rather", "has", "no", "nil", "or", "nor", "and", "not", "any", "denies", "without", "but", "/", "also", "with", "neither", "either"})
_TROUBLES = frozenset("issues issue problems problem trouble difficulty difficulties concerns concern struggles struggle".split())
_HABITS = frozenset("smoker smoking tobacco alcohol etoh ethanol marijuana cannabis cocaine heroin drinker nonsmoker cigarettes".split())
_DENIALS = frozenset({"no", "nil", "denies", "without"})
_CLAUSAL = frozenset({"CJS", "CJT", "DTQ", "PNQ", "AVQ"})
_PLACES = frozenset("in on over at around behind under along across near to into down through between above below beneath within".split())
_DOING = frozenset({"with", "on", "at", "in", "upon", "during", "w/"})
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_KINDS: dict[str, Kind] = {
    "symptom": "symptom", "finding": "symptom", "disorder": "condition", "procedure": "procedure", "drug": "drug",
}  # fmt: skip
_NOUNS = ("NN", "NP", "UNC", "VVG", "PNI", "AJ0", "ZZ0")
_AS_PROCEDURE = {"onset": "when", "duration": "when", "site": "site"}
_AS_CONDITION = {"duration": "since", "onset": "since", "course": "status", "site": "site"}

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Named:
    """A complaint: its kind (None where no term tells) and its arguments, "what" first."""

    kind: Kind | None
    arguments: tuple[Argument, ...]

    @property
    def span(self) -> Span:
        """The shortest stretch that holds the arguments."""
        return Span(start=min(a.span.start for a in self.arguments), end=max(a.span.end for a in self.arguments))


@cache
def _body() -> frozenset[str]:
    text = files("bedside.agents.reading").joinpath("parts_of_body.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _complaint_heads() -> frozenset[str]:
    text = files("bedside.agents.reading").joinpath("complaint_heads.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _triggers() -> frozenset[str]:
    return frozenset(word for row in rows("triggers") for word in row[0].split("|"))


def named(doc: Doc, words: Sequence[Token]) -> list[Named] | None:
    """The complaints that a noun phrase names: the first, then those that stand beside it ("with nausea"). None where the
    phrase is no such thing."""
    return _Phrase(doc, words).run()


def adjuncts(doc: Doc, words: Sequence[Token]) -> list[Argument] | None:
    """What a stretch without a head says of the complaint before it ("worse on stairs"); None where it says nothing."""
    phrase = _Phrase(doc, words)
    if phrase.names():
        return None
    for start, end in phrase.parts(0):
        role, first = phrase.role(start, end) or ("beside", start)
        if role == "beside":
            return None
        phrase.add(role, first, end)
    return phrase.found or None


class _Phrase:
    """One phrase, read from left to right."""

    def __init__(self, doc: Doc, words: Sequence[Token]) -> None:
        self.doc = doc
        self.words = words
        self.low = plains(words)
        span = Span(start=words[0].start, end=words[-1].end) if words else Span(start=0, end=0)
        self.mentions = doc.mentioned(span)
        self.quantities = [q for q in doc.quantities if span.start <= q.start and q.end <= span.end]
        self.found: list[Argument] = []

    def run(self) -> list[Named] | None:
        at = self._opening(self._drop(0))
        at = self._before(at)
        if at >= len(self.words) or not self._headed(at):
            return None
        head_end = self._head_end(at)
        beside: list[Named] = []
        grows = True
        for start, end in self.parts(head_end):
            role, first = self.role(start, end) or (None, start)
            if role and self._bursts(start, end):
                return None
            if role == "beside":
                beside = _Phrase(self.doc, self.words[self._after_with(start) :]).run() or []
                if not beside:
                    return None
                break
            if role is None:
                if self.low[start] == "previously":
                    continue
                cause = phrases("adjunct_words").at(self.low, start) is not None
                if not grows or (self._has_verb(start, end) and not cause) or not self._grows(start):
                    return None
                head_end = end
            else:
                self.add(role, first, end)
                grows = False
        what = self.doc.trimmed(self.words[at].start, self.words[head_end - 1].end)
        if what.start >= what.end:
            return None
        first = argument(self.doc, "what", what.start, what.end)
        return [self._typed(first, what), *beside]

    def names(self) -> bool:
        """Whether it begins with the name of a complaint."""
        at = self._before(self._drop(0)) if self.words else 0
        self.found = []
        found = self._mention_at(at) if at < len(self.words) else None
        return found is not None and found.kind in ("symptom", "disorder") and phrases("adjunct_words").at(self.low, 0) is None

    def _bursts(self, start: int, end: int) -> bool:
        """Whether an adjunct that is no clause holds a verb, and so more than itself."""
        opener = phrases("adjunct_words").at(self.low, start)
        after = opener[1] if opener else start
        if self.words[start].tag in _CLAUSAL or (opener and self.words[after - 1].tag in _CLAUSAL):
            return False
        verb = next((i for i in range(after, end) if finite(self.words[i])), None)
        return verb is not None and (verb == 0 or self.words[verb - 1].tag != "PNP")

    def _grows(self, start: int) -> bool:
        """Whether an adjunct that is no argument may stay in the name: "trouble sleeping due to the itch"."""
        return self.words[start].tag in ("PRP", "PRF", "VVG", "VVN", "AVP") or phrases("adjunct_words").at(self.low, start) is not None

    # -- the head ----------------------------------------------------------------------------------------------------

    def _drop(self, at: int) -> int:
        while at < len(self.low):
            general = phrases("general_complaints").at(self.low, at)
            if general is None and self.low[at] not in _DROPPED and self.words[at].tag != "PUN":
                break
            at = general[1] if general else at + 1
        return at

    def _opening(self, at: int) -> int:
        """The place after "a 3-day history of", which is a duration."""
        for i in range(at, min(len(self.low), at + 9)):
            if self.low[i] in _HISTORY and i + 1 < len(self.low):
                if not self._times(at, i) and "/" not in self.low[at:i]:
                    return at
                self.found.append(self.argument("duration", at, i))
                after = i + 2 if self.low[i + 1] in ("of", "with") else i + 1
                return self._drop(after)
            if finite(self.words[i]) and self.words[i].tag != "VVB":
                return at
        return at

    def _before(self, at: int) -> int:
        """The place after the words that describe a complaint before its name."""
        table = phrases("describing")
        taken: list[tuple[str, int, int]] = []
        here = at
        if at + 1 < len(self.low) and self.low[at] in ("today", "yesterday", "tonight"):
            self.found.append(self.argument("onset", at, at + 1))
            here = at = self._drop(at + 1)
        while here < len(self.low):
            match = table.at(self.low, here)
            if match is None or len(match[0]) < 2 or self._fixed(here, match[1]):
                if here == at or self.low[here] not in _BETWEEN:
                    break
                here += 1
                continue
            taken.append((match[0][0], here, match[1]))
            here = match[1] + (match[1] < len(self.low) and self.low[match[1]] == "onset")
            here = self._drop(here + (here < len(self.low) and self.low[here] == "of"))
        while taken and not self._headed(here):
            here = taken.pop()[1]
        if not taken:
            return at
        self.found += [self.argument(role, start, end) for role, start, end in taken]
        return here

    def _fixed(self, start: int, end: int) -> bool:
        """Whether a describing word is part of a name ("acute kidney injury")."""
        first = self.words[start].start
        return any(m.kind == "disorder" and m.span.start == first and m.span.end > self.words[end - 1].end for m in self.mentions)

    def _headed(self, at: int) -> bool:
        """Whether a name can begin here."""
        if at >= len(self.words):
            return False
        word = self.words[at]
        if self._begun(at):
            return True
        if self.low[at] in ("unwell", "ill", "poorly"):
            return True
        if self.low[at] in ("more", "less", "prior", "previous", "recent", "new") and at + 1 < len(self.words):
            return self._headed(at + 1)
        return word.tag.startswith(_NOUNS) and self.low[at] not in ("worse", "better")

    def _mention_at(self, at: int) -> Mention | None:
        start = self.words[at].start
        return next((m for m in self.mentions if m.span.start <= start < m.span.end), None)

    def _begun(self, at: int) -> bool:
        return any(m.span.start == self.words[at].start for m in self.mentions)

    def _head_end(self, at: int) -> int:
        end = at
        while end < len(self.words):
            inside = self._mention_at(end)
            if inside is not None and inside.span.start < self.words[end].start:
                end += 1
                continue
            if end > at and self._opens(end):
                break
            end += 1
        return max(end, at + 1)

    def _opens(self, at: int) -> bool:
        """Whether an adjunct begins here."""
        word = self.words[at]
        if word.tag in ("PRP", "AV0", "AVP", "AJC", "AJS", "CRD", "VVG", "VVN", "PUN", "AT0", "DPS") or word.tag in _CLAUSAL or finite(word):
            if word.text == "," and 0 < at < len(self.words) - 1:
                around = (self.words[at - 1], self.words[at + 1])
                if all(w.tag == "AJ0" for w in around) and not any(phrases("describing").at(self.low, i) for i in (at - 1, at + 1)):
                    return False
            joined = self.low[at] in ("/", "&") and at + 1 < len(self.words) and self.words[at + 1].start == word.end
            return not joined and not (word.tag in ("VVG", "VVN", "CRD") and self._mention_at(at) is not None)
        return phrases("adjunct_words").at(self.low, at) is not None or self.low[at] == "but"

    # -- adjuncts ----------------------------------------------------------------------------------------------------

    def parts(self, at: int) -> list[Range]:
        """The adjuncts from a word on."""
        found: list[Range] = []
        start = self._skip(at)
        while start < len(self.words):
            end = self._part_end(start)
            if end > start:
                found.append((start, end))
            start = self._skip(max(end, start + 1))
        return found

    def _skip(self, at: int) -> int:
        while at < len(self.words) and (self.words[at].tag in ("PUN", "CJC") and self.low[at] not in ("+", "x")):
            at += 1
        return at

    def _part_end(self, start: int) -> int:
        opener = phrases("adjunct_words").at(self.low, start)
        end = opener[1] if opener else start + 1
        described = phrases("describing").at(self.low, start)
        if opener is None and described and not self._headed(described[1]):
            return described[1]
        clausal = self.words[start].tag in _CLAUSAL
        governed = clausal or self.words[start].tag in ("PRP", "VVG", "VVN", "AJC") or opener is not None
        while end < len(self.words):
            word = self.words[end]
            if self.low[end] == "," and governed and not clausal and self._goes_on(end + 1):
                end += 1
                continue
            if word.tag == "PUN" and self.low[end] not in ("/", "-", "%", "'", "~", ".") or self.low[end] in ("(", ")"):
                return end
            if not clausal and word.tag == "CJC" and not self._joins(end):
                return end
            if not clausal and end > start and self._begins(end, start, governed):
                return end
            end += 1
        return end

    def _joins(self, at: int) -> bool:
        """Whether "and" stands within an adjunct: "in her knees and hips"."""
        after = at + 1
        while after < len(self.low) and self.low[after] in _DROPPED:
            after += 1
        return after < len(self.words) and (self.words[after].tag.startswith(("NN", "AJ", "VVG", "CRD", "NP")))

    def _goes_on(self, at: int) -> bool:
        """Whether a list of doings goes on after a comma: "with lifting, reaching and ..."."""
        while at < len(self.low) and (self.low[at] in _DROPPED or self.low[at] in ("and", "or")):
            at += 1
        if at >= len(self.words):
            return False
        end = next((i for i in range(at, len(self.words)) if self.words[i].tag in ("PUN", "CJC")), len(self.words))
        if self.low[end - 1] in _body() and end - at <= 3:
            return True
        if self._mention_at(at) is not None and self.low[at] not in _triggers():
            return False
        return self.words[at].tag == "VVG" or self.low[at] in _triggers()

    def _begins(self, at: int, start: int, governed: bool) -> bool:
        tag = self.words[at].tag
        if tag in _CLAUSAL:
            return True
        if tag == "PRP" or (tag in ("AVP", "AV0") and phrases("adjunct_words").at(self.low, at)):
            return self.words[at - 1].tag not in ("AJC", "VVG", "VVN", "AVP") and self.low[at - 1] not in _LEANING
        described = phrases("describing").at(self.low, at)
        if described and tag in ("AV0", "AJC") and self.words[at - 1].tag.startswith("NN") and self.low[at] not in _LEANING:
            return True
        time = phrases("time_words").at(self.low, at)
        if time and time[1] > at + 1 and self.words[at - 1].tag.startswith("NN"):
            return True
        if tag in ("AJC", "VVN") or (tag == "VVG" and not governed):
            return self.words[at - 1].tag not in ("PRP", "AT0", "AV0", "DPS")
        return tag == "CRD" and not governed and self.words[at - 1].tag != "PUN"

    def role(self, start: int, end: int) -> tuple[str, int] | None:
        """The argument that an adjunct is and its first word; "beside" for a complaint of its own after "with"; None
        where it is none."""
        low = self.low[start:end]
        bare = [word for word in low if word not in _LEANING and word not in ("very", "is", "was", "currently", "and")]
        exact = phrases("describing").within(bare)
        if exact:
            return exact[0], start
        opener = phrases("adjunct_words").at(low, 0)
        if opener is None:
            sort = self._by_sort(start, end) if self.words[start].tag not in ("DTQ", "PNQ", "CJT") else None
            return (sort, start) if sort else None
        (opened, *how), after = opener
        if low[0] == "like" and low[-1] in _complaint_heads() | {"events", "event"}:
            return None
        first = start + {"bare": after, "last": after - 1}.get(how[0] if how else "", 0)
        role = self._checked(opened, start, end) if first < end and (opened != "trigger" or end - start > 1) else None
        return (role, first) if role else None

    def _checked(self, opened: str, start: int, end: int) -> str | None:
        timed = self._times(start, end)
        if opened == "site":
            if self._complains(start + 1, end) and self.low[start] in _LEANING:
                return "beside"
            return "site" if self._bodily(start, end) else "trigger" if self._doing(start, end) else None
        if opened == "duration":
            if self.low[start] == "over" and self._bodily(start, end):
                return "site"
            since = "since" in self.low[start : start + 2]
            return "duration" if since or timed == "duration" else timed or self._by_sort(start, end)
        if opened == "onset":
            return "onset" if timed else None
        if opened == "sort":
            return self._by_sort(start, end) or timed or None
        return opened if opened != "cause" else None

    def _by_sort(self, start: int, end: int) -> str | None:
        """By what an adjunct names."""
        first = self.low[start]
        timed = self._times(start, end)
        kinds = {q.kind for q in self.quantities if self._within(q.start, start, end)}
        if kinds & {"frequency", "interval"}:
            return "frequency"
        if "score" in kinds:
            return "severity"
        if self._bodily(start, end) and first in _PLACES and not timed and "least" not in self.low[start:end]:
            return "site"
        if first == "bilaterally" or (start and self.low[start - 1] == "(" and self._bodily(start, end)):
            return "site"
        if self.low[start - 1] in _TROUBLES and start:
            return None
        if first in _DOING and self._doing(start, end):
            return "trigger"
        if timed:
            return timed
        beside = self._after_with(start)
        if first in ("with", "w/", "without") and beside < end and self.low[start - 1] not in _TROUBLES and (beside > start + 1 and "associated" in self.low[start:beside] or self._complains(beside, end)):
            return "beside"
        return None

    def _times(self, start: int, end: int) -> str:
        """What time a stretch tells: "onset", "duration", "trigger"; "" where none."""
        table = phrases("time_words")
        told = {found[0][0] for i in range(start, end) if (found := table.at(self.low[:end], i))}
        if "onset" in told:
            return "onset"
        for quantity in self.quantities:
            if self._within(quantity.start, start, end):
                if quantity.unit in _TIMES:
                    return "duration"
                if quantity.kind in ("date", "year", "clock", "age"):
                    return "onset"
        return "duration" if "duration" in told else "trigger" if "trigger" in told else ""

    def _within(self, place: int, start: int, end: int) -> bool:
        return self.words[start].start <= place < self.words[end - 1].end

    def _bodily(self, start: int, end: int) -> bool:
        if any(word in _body() for word in self.low[start:end]):
            return True
        return any(m.kind == "anatomy" and self._within(m.span.start, start, end) for m in self.mentions)

    def _doing(self, start: int, end: int) -> bool:
        return any(self.low[i] in _triggers() or self.words[i].tag == "VVG" for i in range(start + 1, end))

    def _after_with(self, start: int) -> int:
        after = start + 1
        while after < len(self.low) and self.low[after] in ("no", "any"):
            after += 1
        return self._drop(after)

    def _complains(self, start: int, end: int) -> bool:
        return any(m.kind in ("symptom", "disorder", "finding") and self._within(m.span.start, start, end) for m in self.mentions)

    def _has_verb(self, start: int, end: int) -> bool:
        return any(finite(word) or word.tag in ("PNP", "VVI") for word in self.words[start:end])

    def add(self, role: str, start: int, end: int) -> None:
        """Note an argument; one that goes on ("sometimes on standing, sometimes on turning") is one."""
        fresh = self.argument("trigger" if role == "worse" else role, start, end)
        if role == "worse":
            fresh = fresh.model_copy(update={"value": "worse"})
        last = self.found[-1] if self.found else None
        if last and last.role == fresh.role and 0 < fresh.span.start - last.span.end < 7 and start > 1:
            whole = argument(self.doc, last.role, last.span.start, fresh.span.end)
            self.found[-1] = whole.model_copy(update={"value": last.value})
        else:
            self.found.append(fresh)

    def argument(self, role: str, start: int, end: int) -> Argument:
        """An argument over these words."""
        span = self.doc.trimmed(self.words[start].start, self.words[end - 1].end, " \t\r\n,;:•*–—")
        return argument(self.doc, role, span.start, span.end)

    def _typed(self, first: Argument, what: Span) -> Named:
        if any(word in _HABITS for word in first.text.lower().split()):
            since = [a.model_copy(update={"role": "since"}) for a in self.found if a.role == "duration"]
            return Named("habit", (first, *since))
        kind = self._kind(what)
        if kind == "drug":
            return Named("drug" if not self.found else None, (first.model_copy(update={"role": "what" if self.found else "drug"}), *self.found))
        roles = {"condition": _AS_CONDITION, "procedure": _AS_PROCEDURE}.get(kind or "")
        if roles is not None:
            other = [a for a in self.found if a.role not in roles]
            if kind == "condition" and any(a.span.start > what.end for a in other):
                kind = "symptom"  # "migraine, worse in bright light"
            else:
                first = self._with(first, other)
                self.found = [a.model_copy(update={"role": roles[a.role]}) for a in self.found if a.role in roles]
                self.found = [a for a in self.found if not first.span.start <= a.span.start < first.span.end]
        return Named(kind, (first, *sorted(self.found, key=lambda a: a.span.start)))

    def _kind(self, what: Span) -> Kind | None:
        """By the last concept of the name before its first preposition, else by the first after it."""
        inside = [m for m in self.mentions if m.kind in _KINDS and what.start < m.span.end <= what.end]
        cut = next((w.start for w in self.words if w.start > what.start and w.tag in ("PRP", "CJS")), what.end)
        head = [m for m in inside if m.span.start < cut]
        return _KINDS[(head[-1:] or inside[:1])[0].kind] if inside else None

    def _with(self, first: Argument, more: Sequence[Argument]) -> Argument:
        """The name with what else describes it ("severe cervical spondylosis")."""
        spans = [first.span, *(a.span for a in more)]
        return argument(self.doc, first.role, min(s.start for s in spans), max(s.end for s in spans)) if more else first


def listed(doc: Doc, words: Sequence[Token], loose: bool = False) -> list[tuple[Span, Named | None]]:
    """The complaints of a list, each with the stretch it was read from; None for a stretch that is no complaint.
    ``loose``: any noun is one ("denies injury")."""
    found: list[tuple[Span, Named | None]] = []
    mentions = doc.mentioned(Span(start=words[0].start, end=words[-1].end)) if words else ()
    for whole in _pieces(doc, words, loose):
        piece = _bare(whole)
        free = loose or any(word.lower in _DENIALS for word in whole[: len(whole) - len(piece)]) or _complaining(piece)
        span = doc.trimmed(piece[0].start, piece[-1].end, " \t\r\n,;")
        phrase = named(doc, piece)
        among = _plain_noun(piece) and any(m.kind in ("symptom", "disorder") for m in mentions)
        if phrase is None or not (free or among or any(one.kind for one in phrase)):
            found.append((span, None))
            continue
        found += [(one.span, one) for one in phrase]
    return _shared(doc, found)


def _pieces(doc: Doc, words: Sequence[Token], loose: bool) -> list[Sequence[Token]]:
    """The stretches of a list, each a complaint with its adjuncts."""
    cuts: list[int] = [0]
    for at in range(1, len(words)):
        if words[at].lower in ("no", "nil") and words[at - 1].tag.startswith("NN") and _is_told(doc, words[cuts[-1] : at], loose):
            cuts.append(at)
            continue
        if words[at].text not in ",;/" and words[at].tag != "CJC":
            continue
        if any(m.span.start < words[at].start < m.span.end for m in doc.mentioned(Span(start=words[max(0, at - 5)].start, end=words[min(len(words), at + 6) - 1].end))):
            continue
        after = at + 1
        while after < len(words) and (words[after].tag in ("CJC", "PUN")):
            after += 1
        end = next((i for i in range(after, len(words)) if words[i].text in ",;" or words[i].tag == "CJC"), len(words))
        if words[at].tag == "CJC" and end - after == 1 and not _named_by(doc, words[after]):
            continue  # "weight gain or loss"
        current = words[cuts[-1] : at]
        free = (loose or _opens_denial(current)) and not any(word.tag in _CLAUSAL for word in current)
        if _waits(words, at, after):
            continue  # "suicidal or homicidal ideation"
        if free and words[at].text == "," and _strange(doc, words, after, end) and _is_told(doc, current, free):
            cuts.append(at)
        elif after < end and _is_new(doc, words[after:end], free) and _is_told(doc, current, free):
            cuts.append(at)
    return [words[start:end] for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True) if _bare(words[start:end])]


def _opens_denial(piece: Sequence[Token]) -> bool:
    return any(word.lower in _DENIALS for word in piece[:2])


def _strange(doc: Doc, words: Sequence[Token], start: int, end: int) -> bool:
    """Whether what follows a comma neither describes what stands before nor names a complaint."""
    if start >= end or words[start].tag not in ("AJ0", "NN1", "NN2", "NP0", "NN0", "UNC"):
        return False
    return adjuncts(doc, words[start:end]) is None and not _is_new(doc, words[start:end], True)


def _waits(words: Sequence[Token], at: int, after: int) -> bool:
    """Whether two adjectives share the noun after them."""
    pair = after + 1 < len(words) and words[at - 1].tag == words[after].tag == "AJ0"
    return pair and words[after + 1].tag.startswith("NN") and words[at].tag == "CJC"


def _named_by(doc: Doc, word: Token) -> bool:
    return any(m.kind in _KINDS for m in doc.mentioned(Span(start=word.start, end=word.end)))


def timed_history(doc: Doc, words: Sequence[Token]) -> bool:
    """Whether words before a verb are "3/7 hx", so that the verb only joins what follows ("3/7 hx developed headache")."""
    return bool(words) and words[-1].lower in _HISTORY and len(words) < 8 and words[0].tag in ("CRD", "AT0", "UNC")


def _bare(piece: Sequence[Token]) -> Sequence[Token]:
    start = 0
    while start < len(piece) and (piece[start].tag in ("PUN", "CJC") or piece[start].lower in _JOINING):
        start += 1
    return piece[start:]


def _is_new(doc: Doc, piece: Sequence[Token], loose: bool) -> bool:
    """Whether a stretch after a comma names a complaint of its own."""
    if adjuncts(doc, piece) is not None or adjuncts(doc, _bare(piece) or piece) is not None:
        return False
    if piece[0].lower in _DENIALS:
        return True
    if piece[-1].lower in _body() and not any(m.kind in ("symptom", "disorder") for m in doc.mentioned(Span(start=piece[0].start, end=piece[-1].end))):
        return False
    bare = _bare(piece)
    phrase = named(doc, bare) if bare else None
    if phrase is None:
        return False
    return loose or phrase[0].kind is not None or _plain_noun(bare)


def _complaining(piece: Sequence[Token]) -> bool:
    """Whether the head of a phrase is a word for complaints: "racing thoughts"."""
    head = next((i for i, word in enumerate(piece) if word.tag in ("PRP", "PRF", "PUN", "CJS", "CJT")), len(piece))
    return 0 < head <= 4 and piece[head - 1].lower in _complaint_heads()


def _plain_noun(piece: Sequence[Token]) -> bool:
    """One or two nouns that no term knows, among complaints: "dysuria, frequency and pain"."""
    return len(piece) <= 2 and all(word.tag in ("NN1", "NN2", "AJ0") for word in piece) and piece[-1].lower not in _body()


def _is_told(doc: Doc, piece: Sequence[Token], loose: bool) -> bool:
    bare = _bare(piece)
    return _is_whole(doc, piece, loose) or bool(bare) and adjuncts(doc, bare) is not None


def _is_whole(doc: Doc, piece: Sequence[Token], loose: bool) -> bool:
    """Whether a stretch before a comma is a complaint, and no adjective that waits for its noun ("visual or ...")."""
    core = [word for word in piece if word.lower not in _DROPPED and word.lower not in _JOINING and word.tag != "PUN"]
    if not core:
        return False
    span = Span(start=core[0].start, end=core[-1].end)
    if any(m.kind in _KINDS for m in doc.mentioned(span)):
        return True
    bodily = len(core) <= 2 and (core[-1].lower in _body() or core[-1].tag.startswith("AJ"))
    return loose and not bodily


def _shared(doc: Doc, found: list[tuple[Span, Named | None]]) -> list[tuple[Span, Named | None]]:
    """Two complaints side by side share what is said of both: "numbness or tingling in his arm"."""
    if len(found) != 2 or found[0][1] is None or found[1][1] is None:
        return found
    first, second = found[0][1], found[1][1]
    between = doc.text[found[0][0].end : found[1][1].arguments[0].span.start].strip().lower()
    roles = ("site", "duration", "trigger", "since", "frequency")
    shared = tuple(a for a in second.arguments if a.role in roles and a.span.start > second.arguments[0].span.end)
    if between in ("and", "or", "/", "and/or") and len(first.arguments) == 1 and shared and first.kind == second.kind:
        return [(found[0][0], Named(first.kind, (*first.arguments, *shared))), found[1]]
    return found


def part_of(words: Sequence[Token], span: Span) -> Sequence[Token]:
    """The words of a sentence that lie in a stretch of it."""
    return [word for word in words if span.start <= word.start and word.end <= span.end]
