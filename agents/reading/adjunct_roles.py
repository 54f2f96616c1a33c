"""The adjuncts of a complaint: where each begins and ends, and which argument it is."""

from bisect import bisect_left
from collections.abc import Sequence

from bedside.agents.reading.clause import finite
from bedside.agents.reading.draft import argument
from bedside.agents.reading.prose_words import listed
from bedside.agents.reading.tables import phrases, plains
from bedside.agents.text.doc import Doc, Token
from bedside.agents.text.quantities import FoundQuantity
from bedside.agents.text.units import unit_at
from bedside.scenarios.note import Mention
from bedside.scenarios.span import Span
from bedside.scenarios.statement import Argument

CLAUSAL = frozenset({"CJS", "CJT", "DTQ", "PNQ", "AVQ"})
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
_OF_LIFE = frozenset("pregnancy childhood infancy adolescence labor labour delivery puberty".split())  # times of it
_GOVERNS = ("DPS", "AT0", "PRP", "PRF")
_RATES = frozenset("wk week day d mo month night yr year hr hour shift".split())
_BESIDE_PLACES = frozenset("l r left right both bilateral bilat + & and / rt lt".split())
_NOUNS = ("NN", "NP", "UNC", "VVG", "PNI", "AJ0", "ZZ0")

Range = tuple[int, int]


def quantities_in(doc: Doc, span: Span) -> Sequence[FoundQuantity]:
    """The numbers of a stretch with their units."""
    first = bisect_left(doc.quantities, span.start, key=lambda quantity: quantity.start)
    last = bisect_left(doc.quantities, span.end, key=lambda quantity: quantity.start)
    return [quantity for quantity in doc.quantities[first:last] if quantity.end <= span.end]


class Adjuncts:
    """A phrase whose adjuncts are found; ``found`` are its arguments so far."""

    def __init__(self, doc: Doc, words: Sequence[Token]) -> None:
        self.doc = doc
        self.words = words
        self.low = plains(words)
        span = Span(start=words[0].start, end=words[-1].end) if words else Span(start=0, end=0)
        self.mentions = doc.mentioned(span)
        self.quantities = quantities_in(doc, span)
        self.found: list[Argument] = []

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
        if after := self.counted(start) or self._dated(start):
            return after
        opener = phrases("adjunct_words").at(self.low, start)
        end = opener[1] if opener else start + 1
        described = phrases("describing").at(self.low, start)
        if opener is None and described and not self.headed(described[1]):
            return described[1]
        clausal = self.words[start].tag in CLAUSAL
        governed = clausal or self.words[start].tag in ("PRP", "VVG", "VVN", "AJC") or opener is not None
        while end < len(self.words):
            word = self.words[end]
            if after := self._dated(end):
                end = after
                continue
            if self.low[end] == "," and governed and self._goes_on(end + 1):
                end += 1
                continue
            if self.low[end] == "+" and self._only_places(end - 1, end) and self._only_places(end + 1, end + 2):
                end += 2  # "hands + wrists"
                continue
            if (word.tag == "PUN" and self.low[end] not in ("/", "-", "%", "'", "~", ".")) or self.low[end] in (
                "(",
                ")",
            ):
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
        while after < len(self.low) and self.low[after] in listed("dropped"):
            after += 1
        opened = phrases("adjunct_words").at(self.low, after) if after < len(self.low) else None
        if opened is not None and opened[0][0] in ("worse", "relief"):
            return False  # "worse when reading and better with rest"
        return after < len(self.words) and (self.words[after].tag.startswith(("NN", "AJ", "VVG", "CRD", "NP")))

    def _goes_on(self, at: int) -> bool:
        """Whether a list of doings goes on after a comma: "with lifting, reaching and ..."."""
        while at < len(self.low) and (self.low[at] in listed("dropped") or self.low[at] in ("and", "or")):
            at += 1
        if at >= len(self.words):
            return False
        end = next(
            (i for i in range(at, len(self.words)) if self.words[i].tag in ("PUN", "CJC", "PRF", "PRP")),
            len(self.words),
        )
        if end > at and self.low[end - 1] in listed("body") | listed("digits") and end - at <= 3:
            return True
        if self.mention_at(at) is not None and self.low[at] not in listed("triggers"):
            return False
        return self.words[at].tag == "VVG" or self.low[at] in listed("triggers")

    def _begins(self, at: int, start: int, governed: bool) -> bool:
        tag = self.words[at].tag
        if tag in CLAUSAL or self.counted(at):
            return True
        if self._placed_at(at) and self.times(start, at) == "duration":
            return True  # "x5d hands", "3/7 L knee"
        if self.low[at] == "per" and self.low[at - 1] in ("time", "times", "once", "twice"):
            return False  # "3 times per week"
        if self.words[at - 1].tag == "CRD" and self.low[at : at + 3] in (["in", "the", "morning"], ["at", "night"]):
            return False  # "since 3 in the morning"
        if tag == "PRP" or (tag in ("AVP", "AV0") and phrases("adjunct_words").at(self.low, at)):
            return self.words[at - 1].tag not in ("AJC", "VVG", "VVN", "AVP") and self.low[at - 1] not in listed(
                "leaning"
            )
        described = phrases("describing").at(self.low, at)
        if (
            described
            and tag in ("AV0", "AJC")
            and self.words[at - 1].tag.startswith("NN")
            and self.low[at] not in listed("leaning")
        ):
            return True
        time = phrases("time_words").at(self.low, at)
        if time and time[1] > at + 1 and self.words[at - 1].tag.startswith("NN"):
            return True
        if tag == "AJC" and (
            self.words[at - 1].tag in ("CJC", "DPS", "AT0") or self.low[at] not in ("worse", "better")
        ):
            return False
        if tag in ("AJC", "VVN") or (tag == "VVG" and not governed):
            return self.words[at - 1].tag not in ("PRP", "AT0", "AV0", "DPS")
        return tag == "CRD" and not governed and self.words[at - 1].tag != "PUN"

    def role(self, start: int, end: int) -> tuple[str, int] | None:
        """The argument that an adjunct is and its first word; "beside" for a complaint of its own after "with"; None
        where it is none."""
        low = self.low[start:end]
        if self.counted(start) == end > start:
            return "frequency", start
        bare = [
            word
            for word in low
            if word not in listed("leaning") and word not in ("very", "is", "was", "currently", "and")
        ]
        exact = phrases("describing").within(low) or phrases("describing").within(bare)
        if exact:
            return exact[0], start
        opener = phrases("adjunct_words").at(low, 0)
        if opener is None:
            sort = self._by_sort(start, end) if self.words[start].tag not in ("DTQ", "PNQ", "CJT") else None
            return (sort, start) if sort else None
        (opened, *how), after = opener
        if low[0] == "like" and low[-1] in listed("complaint_heads") | {"events", "event"}:
            return None
        first = start + {"bare": after, "last": after - 1}.get(how[0] if how else "", 0)
        role = self._checked(opened, start, end) if first < end and (opened != "trigger" or end - start > 1) else None
        return (role, first) if role else None

    def _checked(self, opened: str, start: int, end: int) -> str | None:
        timed = self.times(start, end)
        if opened == "site":
            if self.complains(start + 1, end) and self.low[start] in listed("leaning"):
                return "beside"
            return "site" if self._bodily(start, end) else "trigger" if self._doing(start, end) else None
        if opened == "duration":
            if self.low[start] == "over" and self._bodily(start, end):
                return "site"
            since = "since" in self.low[start : start + 2]
            scored = self.low[start] == "for" and any(
                q.kind == "score" and self._within(q.start, start, end) for q in self.quantities
            )
            if scored and not timed:
                return None  # "for 2/5" is no time that anybody can tell
            return "duration" if since or timed == "duration" else timed or self._by_sort(start, end)
        if opened == "onset":
            return "onset" if timed else None
        if opened == "sort":
            return self._by_sort(start, end) or timed or None
        if opened == "trigger" and self.low[end - 1] in _OF_LIFE and self.low[start] in ("during", "after"):
            return "onset"
        return opened if opened != "cause" else None

    def _by_sort(self, start: int, end: int) -> str | None:
        """By what an adjunct names."""
        first = self.low[start]
        timed = self.times(start, end)
        kinds = {q.kind for q in self.quantities if self._within(q.start, start, end)}
        if first in ("age", "aged") and self.words[end - 1].tag == "CRD":
            return "onset"
        if kinds & {"frequency", "interval"}:
            return "frequency"
        if "score" in kinds and end - start <= 8:
            return "severity"
        if self._bodily(start, end) and first in listed("places") and not timed and "least" not in self.low[start:end]:
            return "site"
        if (
            (start and self.words[start - 1].tag not in _GOVERNS and self._only_places(start, end))
            or first == "bilaterally"
            or (start and self.low[start - 1] == "(" and self._bodily(start, end) and not self.complains(start, end))
        ):
            return "site"
        if self.low[start - 1] in listed("troubles") and start:
            return None
        if first in listed("doing_with") and self._doing(start, end) and not self._besides(start):
            return "trigger"
        if timed:
            return timed
        beside = self.after_with(start)
        if (
            first in ("with", "w/", "without")
            and beside < end
            and self.low[start - 1] not in listed("troubles")
            and ((beside > start + 1 and "associated" in self.low[start:beside]) or self.complains(beside, end))
        ):
            return "beside"
        return None

    def _rated(self, at: int) -> int:
        """The place after "x2/wk", "3x/week" or "4-5x a day"; 0 where none stands."""
        after, times = at, self.low[at] in ("x", "×")
        after += times
        if after >= len(self.low) or not self.low[after].isdigit():
            return 0
        after += 3 if self.low[after + 1 : after + 2] in (["-"], ["–"]) and self.low[after + 2 : after + 3] else 1
        if not times and self.low[after : after + 1] not in (["x"], ["×"]):
            return 0
        after += not times
        if self.low[after : after + 1] not in (["/"], ["a"], ["per"], ["each"]):
            return 0
        return after + 2 if self.low[after + 1 : after + 2] and self.low[after + 1] in _RATES else 0

    def _placed_at(self, at: int) -> bool:
        """Whether a part of the body with its side begins here."""
        after = at + (self.low[at] in _BESIDE_PLACES and self.low[at].isalpha())
        return after < len(self.low) and self.low[after] in listed("body") | listed("digits")

    def _only_places(self, start: int, end: int) -> bool:
        """Whether a stretch is parts of the body and their sides alone."""
        words = self.low[start:end]
        named = [word for word in words if word in listed("body") | listed("digits")]
        return bool(named) and all(word in named or word in _BESIDE_PLACES for word in words)

    def _besides(self, start: int) -> bool:
        """Whether "with" stands behind a comma and a complaint behind it: "fever, with cough", but not ", with coughing"."""
        named = start + 1 < len(self.words) and self.begun(start + 1) and self.words[start + 1].tag != "VVG"
        return named and start > 0 and self.low[start - 1] == "," and self.low[start] == "with"

    def _dated(self, at: int) -> int:
        """The place after a time of several words that hold a preposition: "the week before last"; 0 where none stands."""
        found = phrases("time_words").at(self.low, at)
        return found[1] if found is not None and found[1] > at + 2 else 0

    def counted(self, at: int) -> int:
        """The place after "x6", "x2/wk", "4-5x/day", how often; 0 where none stands, or a time follows ("x 6 days", "x2/7")."""
        if rated := self._rated(at):
            return rated
        after = at + 2
        if after > len(self.low) or self.low[at] not in ("x", "×") or not self.low[at + 1].isdigit():
            return 0
        if after == len(self.low):
            return after
        unit = self.low[after]
        lasting = unit in ("/", "-", "–", "to") or (len(unit) == 1 and unit.isalpha())
        return 0 if lasting or unit_at(self.low, after, digits=True) else after

    def slashed(self, at: int) -> int:
        """The place after "2/7", "3/52" or "6/12" (days, weeks, months); 0 where none stands."""
        low = self.low[at : at + 3]
        return at + 3 if len(low) == 3 and low[0].isdigit() and low[1] == "/" and low[2] in ("7", "52", "12") else 0

    def times(self, start: int, end: int) -> str:
        """What time a stretch tells: "onset", "duration", "trigger"; "" where none."""
        if any(self.slashed(i) for i in range(start, end - 2)):
            return "duration"
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
        if any(word in listed("body") for word in self.low[start:end]):
            return True
        return any(m.kind == "anatomy" and self._within(m.span.start, start, end) for m in self.mentions)

    def _doing(self, start: int, end: int) -> bool:
        return any(self.low[i] in listed("triggers") or self.words[i].tag == "VVG" for i in range(start + 1, end))

    def after_with(self, start: int) -> int:
        after = start + 1
        while after < len(self.low) and self.low[after] in ("no", "any"):
            after += 1
        return self.drop(after)

    def complains(self, start: int, end: int) -> bool:
        return any(
            m.kind in ("symptom", "disorder", "finding") and self._within(m.span.start, start, end)
            for m in self.mentions
        )

    def has_verb(self, start: int, end: int) -> bool:
        return any(finite(word) or word.tag in ("PNP", "VVI") for word in self.words[start:end])

    def mention_at(self, at: int) -> Mention | None:
        start = self.words[at].start
        return next((m for m in self.mentions if m.span.start <= start < m.span.end), None)

    def begun(self, at: int) -> bool:
        return any(m.span.start == self.words[at].start for m in self.mentions)

    def headed(self, at: int) -> bool:
        """Whether a name can begin here."""
        if at >= len(self.words):
            return False
        word = self.words[at]
        if self.begun(at):
            return True
        if self.low[at] in ("unwell", "ill", "poorly") or self._cold(at):
            return True
        if self.low[at] in ("more", "less", "prior", "previous", "recent", "new") and at + 1 < len(self.words):
            return self.headed(at + 1)
        return word.tag.startswith(_NOUNS) and self.low[at] not in ("worse", "better")

    def _cold(self, at: int) -> bool:
        """Whether "cold" with its time is the illness: "cold for two days", "cold 2/7"."""
        after = self.low[at + 1 : at + 2]
        return self.low[at] == "cold" and bool(after) and (after[0] in ("for", "x", "since") or after[0].isdigit())

    def drop(self, at: int) -> int:
        while at < len(self.low):
            general = phrases("general_complaints").at(self.low, at)
            if general is None and self.low[at] not in listed("dropped") and self.words[at].tag != "PUN":
                break
            at = general[1] if general else at + 1
        return at

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
        """An argument over these words, how long with its sign: "<1 week"."""
        start -= role == "duration" and start > 0 and self.low[start - 1] in ("<", ">", "≥", "≤", "~")
        span = self.doc.trimmed(self.words[start].start, self.words[end - 1].end, " \t\r\n,;:•*–—")
        return argument(self.doc, role, span.start, span.end)
