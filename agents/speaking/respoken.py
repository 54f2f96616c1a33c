"""The last look at the words of a sentence: formal ones are exchanged for those that its speaker would take, whatever it was made
of. Law: each fact keeps its characters, and a phrase that states two facts is left as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bedside.agents.speaking.nouns import an
from bedside.agents.speaking.said import Said
from bedside.agents.speaking.tables import listed, rows
from bedside.agents.speaking.view import View
from bedside.agents.text.inflection import inflect, lemma
from bedside.agents.text.tagger import tags
from bedside.knowledge.terminology import Terminology

_LONGEST = 8  # words of a phrase of the tables
_MARKS = ",;.?!"
_ENDS = (".", "?", "!")
_PUTS = {"attribute": "put", "attributes": "puts", "attributed": "put"}
_APART = 8  # words between "attribute" and its "to"
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_LATELY = frozenset("yesterday today morning evening afternoon night ago".split())
_LOOKED_AT = _MONTHS | {*_PUTS, "when", "so", "thus", "hence", "however"}
_I = frozenset(("i", "i'm", "i've", "i'd", "i'll"))
_PAST = frozenset(("VVD", "VBD", "VHD", "VDD"))
_TO_COME = frozenset(("will", "scheduled", "due", "planned", "born", "going", "I'll"))
_SO = frozenset(("So,", "Consequently,", "Therefore,", "Thus,", "Hence,", "Furthermore,", "Additionally,", "However,"))
_THIRD = frozenset(("VVZ", "VBZ", "VHZ", "VDZ"))

Moved = tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class _Words:
    """The words of a text with their tags; a ``phrase`` stands within a sentence and has no verb of its own, and where the
    words are to be ``exact`` what medicine has a name for stays."""

    words: tuple[str, ...]
    found: tuple[str, ...]
    physician: bool
    phrase: bool = False
    exact: bool = False

    def bare(self, at: int) -> str:
        """A word without its capital and marks."""
        return self.words[at].strip(_MARKS).lower()


@cache
def _table() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Phrase -> (what is said, tag that its first word must have, "patient" or "physician" where only one of them puts it so)."""
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for row in (*rows("respoken"), *rows("plainer")):
        phrase, plain, tag, who = (*row, "", "", "")[:4]
        found[phrase] = (*found.get(phrase, ()), (plain, tag, who))
    return found


@cache
def _opening() -> frozenset[str]:
    return frozenset(phrase.split(" ", 1)[0] for phrase in _table())


def _may_change(text: str) -> bool:
    """Whether anything may be exchanged, by the words alone: tags cost more than all the rest."""
    words = text.lower().split(" ")
    bare = [word.strip(_MARKS) for word in words]
    for at, word in enumerate(bare):
        if word in _LOOKED_AT or (
            at and word.endswith("s") and (bare[at - 1] in ("and", "but") or words[at - 1][-1:] == ",")
        ):
            return True
        if word in _opening() and any(
            " ".join(words[at : at + count]).rstrip(_MARKS) in _table() for count in range(1, _LONGEST + 1)
        ):
            return True
    return False


def respoken(said: Said, view: View) -> Said:
    """What was said in its speaker's words."""
    if not _may_change(said.text):
        return said
    claimed = tuple(sorted({at for claim in said.claims for at in claim[:2]}))
    text, moved = _exchanged(said.text, view.speaker == "physician", claimed, exact=view.exact)
    if text == said.text:
        return said
    claims = tuple((_place(moved, start), _place(moved, end), facts) for start, end, facts in said.claims)
    return Said(text, claims) if all(start < end for start, end, _ in claims) else said


def phrase_respoken(phrase: str, view: View) -> str:
    """The same for a phrase that stands within a sentence."""
    if view.exact or not _may_change(phrase):
        return phrase
    return _exchanged(phrase, view.speaker == "physician", (), phrase=True)[0] or phrase


def unspoken(text: str, view: View) -> str:
    """The first word of a text that only notes have and that nobody but a physician takes; "" if there is none."""
    if view.speaker == "physician" or view.exact:
        return ""
    words = [word.strip(_MARKS).lower() for word in text.split(" ")]
    alone = next((word for word in words if word in listed("written_alone")), "")
    return alone or next((one for one in listed("written_together") if f" {one} " in f" {' '.join(words)} "), "")


@lru_cache(maxsize=8192)
def _exchanged(
    text: str, physician: bool, claimed: tuple[int, ...], *, phrase: bool = False, exact: bool = False
) -> tuple[str, Moved]:
    """The text anew, and of each stretch of words where it stood and where it stands."""
    words = tuple(text.split(" "))
    found = tags([word.strip(_MARKS) or word or "-" for word in words])
    out, opens = "", not phrase
    moved: list[tuple[int, int, int, int]] = []
    for start, end, plain in _runs(_Words(words, found, physician, phrase, exact), text, claimed):
        old = text[start:end]
        new = old if plain is None else plain + old[len(old.rstrip(_MARKS)) :] if plain else ""
        if not new:
            out = (out.rstrip(",") + old[-1]) if old.endswith(_ENDS) and out else out
            moved.append((start, end, len(out), len(out)))
            continue
        before = out.rsplit(" ", 1)[-1]
        if plain and before.lower() in ("a", "an"):
            article = an(new).split(" ")[0]
            out = out[: len(out) - len(before)] + (article.capitalize() if before[0].isupper() else article)
        out += " " if out else ""
        new = new[0].upper() + new[1:] if opens else new
        moved.append((start, end, len(out), len(out) + len(new)))
        out += new
        opens = new.endswith(_ENDS)
    return out, tuple(moved)


def _runs(said: _Words, text: str, claimed: tuple[int, ...]) -> Iterator[tuple[int, int, str | None]]:
    """Stretches of words with what is said in their place; None where they stay."""
    at = place = 0
    while at < len(said.words):
        count, plain = _taken(said, at)
        end = place + sum(len(word) for word in said.words[at : at + count]) + count - 1
        bare = end - len(text[place:end]) + len(text[place:end].rstrip(_MARKS))
        if plain is not None and any(place < border < end and border != bare for border in claimed):
            count, plain, end = 1, None, place + len(said.words[at])
        yield place, end, plain
        at, place = at + count, end + 1


def _taken(said: _Words, at: int) -> tuple[int, str | None]:
    """How many words are exchanged here, and for what; None for nothing."""
    words = said.words
    for count in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + count]).lower().rstrip(_MARKS)
        for plain, tag, who in _table().get(phrase, ()):
            fits = said.found[at].startswith(tag) and not (
                said.phrase and (tag.startswith("V") or said.found[at].startswith("PR"))
            )
            fits = fits and not (said.exact and _is_clinical(phrase))
            if fits and who in ("", "physician" if said.physician else "patient"):
                return count, plain
    if said.phrase:
        return 1, None
    if not at and not said.physician and said.words[0] in _SO and len(words) > _LONGEST // 2:
        return 1, ""  # why stood before it
    return _put_down(said, at) or _dated(said, at) or _asked_about(said, at) or (1, _agreed(said, at))


@cache
def _is_clinical(phrase: str) -> bool:
    """Whether the terminology knows something in a phrase."""
    return bool(Terminology.load().find(phrase))


def _put_down(said: _Words, at: int) -> tuple[int, str] | None:
    """ "I attribute the pain to stress": "I put the pain down to stress"."""
    put = _PUTS.get(said.words[at].lower())
    to = next((i for i in range(at + 2, min(at + _APART, len(said.words))) if said.words[i] == "to"), 0) if put else 0
    if not to or not at:
        return None
    what = _exchanged(" ".join(said.words[at + 1 : to]), said.physician, (), phrase=True)[0]
    return to - at, f"{put} {what} down"


def _dated(said: _Words, at: int) -> tuple[int, str] | None:
    """A date behind a word that says when: nobody adds to "yesterday morning" which day that was, nor to a month of years ago."""
    if said.physician or not at or at + 2 >= len(said.words):
        return None
    if said.bare(at) in _MONTHS and said.bare(at - 1) in _LATELY and said.words[at - 1].endswith(","):
        dated = [i for i in (at + 1, at + 2) if said.bare(i)[:1].isdigit()]
        return (1 + len(dated), "") if dated else None
    whole = at + 3 < len(said.words) and said.bare(at) == "on" and said.bare(at + 1) in _MONTHS
    over = (
        whole and said.bare(at + 3).isdigit() and not _PAST.isdisjoint(said.found) and _TO_COME.isdisjoint(said.words)
    )
    return (4, f"in {said.words[at + 1]} {said.bare(at + 3)}") if over and said.bare(at + 2)[0].isdigit() else None


def _asked_about(said: _Words, at: int) -> tuple[int, str] | None:
    """ "When asked about triggers, I was ...": who was asked says only the answer."""
    if said.bare(at) != "when" or said.physician or at + 1 >= len(said.words) or said.bare(at + 1) != "asked":
        return None
    stop = next((i for i in range(at + 2, min(at + _APART, len(said.words) - 2)) if said.words[i].endswith(",")), 0)
    return (stop + 1 - at, "") if stop else None


def _agreed(said: _Words, at: int) -> str | None:
    """A verb that is still of the third person behind one that is the speaker's: "I have a headache and feels tired"."""
    listed_ = said.words[at - 1][-1] == "," and {"any", "no", "or"}.isdisjoint(said.words)
    if said.found[at] != "VVZ" or at < 2 or not (said.words[at - 1] in ("and", "but") or listed_):
        return None
    start = max((i + 1 for i in range(at) if said.words[i].endswith((*_ENDS, ";"))), default=0)
    before = [said.bare(i) for i in range(start, at)]
    if before[:1] == [] or before[0] not in _I or any(tag in _THIRD for tag in said.found[start:at]):
        own = before[-3:] if before[:1] not in (["when"], ["if"]) else before
        if _I.isdisjoint(own) or any(tag in _THIRD for tag in said.found[start:at]):
            return None
    return inflect(lemma(said.bare(at), "VVZ"), "base")


def _place(moved: Sequence[tuple[int, int, int, int]], old: int) -> int:
    """Where a place of the old text is now."""
    for start, end, first, last in moved:
        if start <= old <= end:
            if end - start == last - first:
                return first + old - start
            marks = end - old if old > start else 0  # a claim ends before the mark of its last word
            return first if old == start else max(first, last - marks)
    return old
