"""What is carried over word for word: identifiers, canaries, stretches of the own note, of other notes and of guidelines."""

from collections.abc import Iterator

from bedside.evaluation.privacy.boilerplate import words_of
from bedside.evaluation.privacy.canaries import canaries_said
from bedside.evaluation.privacy.exact import wilson
from bedside.evaluation.privacy.identifiers_said import identifiers_said
from bedside.evaluation.privacy.material import Material
from bedside.evaluation.privacy.measure import Band, PrivacyMeasure
from bedside.evaluation.privacy.overlap import TextIndex
from bedside.evaluation.privacy.phantoms import ALARM, LONG, phantom_test

READ_OUT, WHOLE = 20, 40  # words of the own note in a row; benchmarks/privacy.py says what people do
_DO_IDENTIFIERS = "Do not give it away: make the dialogues again with --deidentify, or edit those that are named."
_DO_OTHERS = (
    "Do not give it away: leave the dialogues that are named out, and look at what else the generator was shown."
)


def words_carried(material: Material) -> Iterator[PrivacyMeasure]:
    """A measure each, also for what could not be measured."""
    yield _identifiers(material)
    yield _canaries(material)
    yield _own_note(material)
    yield _other_notes(material)
    yield _guidelines(material)


def _identifiers(material: Material) -> PrivacyMeasure:
    found = identifiers_said(material)
    count = found.of_notes.total()
    told = ", ".join(f"{kind} {times}" for kind, times in sorted(found.of_notes.items()))
    others = ", ".join(f"{kind} {times}" for kind, times in sorted(found.others.items()))
    if count:
        return PrivacyMeasure(
            "identifiers", "red", f"identifiers of notes are said: {told}", _DO_IDENTIFIERS, count,
            n=len(material.talks), talks=tuple(found.talks),
        )  # fmt: skip
    if others:
        return PrivacyMeasure(
            "identifiers", "amber", f"what looks like identifiers is said and stands in no note: {others}",
            "Read the dialogues that are named: made up, or of somebody the notes here do not know?", 0,
            n=len(material.talks), talks=tuple(found.other_talks),
        )  # fmt: skip
    return PrivacyMeasure("identifiers", "green", "no identifier was found", value=0, n=len(material.talks))


def _canaries(material: Material) -> PrivacyMeasure:
    if not material.canaries:
        return PrivacyMeasure("canaries", None, "none were given (--canaries)")
    found = canaries_said(material)
    planted = [one for one in found if one.planted]
    said = [one for one in found if one.talks]
    if not planted and not said:
        return PrivacyMeasure(
            "canaries", None, "none of them stands in a source note, so nothing could have carried them"
        )
    low, high = wilson(len(said), len(found))
    if said:
        return PrivacyMeasure(
            "canaries", "red", f"{len(said)} of {len(found)} are said (line {', '.join(str(one.number) for one in said[:10])} of the file)",
            _DO_OTHERS, len(said) / len(found), low, high, n=len(found),
            talks=tuple(sorted({talk for one in said for talk in one.talks})),
        )  # fmt: skip
    return PrivacyMeasure(
        "canaries", "green", f"none of {len(planted)} planted is said", "", 0.0, low, high, n=len(found)
    )


def _own_note(material: Material) -> PrivacyMeasure:
    longest = {
        number: max((shared[note].words for note in talk.own if note in shared), default=0)
        for number, (talk, shared) in enumerate(zip(material.talks, material.shared, strict=True))
        if talk.own
    }
    if not longest:
        return PrivacyMeasure(
            "own_note", None, "it is not known which note a dialogue is of, or its words are not there (--notes)"
        )
    most = max(longest.values())
    long = tuple(number for number, words in longest.items() if words >= READ_OUT)
    low, high = wilson(len(long), len(longest))
    band: Band = "red" if most >= WHOLE else "amber" if most >= READ_OUT else "green"
    return PrivacyMeasure(
        "own_note", band,
        f"the longest stretch of its own note in a dialogue has {most} words; {len(long)} of {len(longest)} dialogues have {READ_OUT} or more "
        f"({len(long) / len(longest):.1%}, {low:.1%} to {high:.1%})",
        {"red": "Notes are read out: leave these dialogues out, or have them said in other words.",
         "amber": "Read the dialogues that are named, where the notes are not open."}.get(band, ""),
        most, n=len(longest), talks=long,
    )  # fmt: skip


def _other_notes(material: Material) -> PrivacyMeasure:
    if not material.sources:
        return PrivacyMeasure("other_notes", None, "no source note is known (--notes, --sources)")
    found = phantom_test(material)
    says = f"{found.hits} of {found.sources} source notes are met in dialogues of others by {LONG} words in a row"
    value = found.hits / found.sources
    if found.p is None:
        band: Band = "amber" if found.hits else "green"
        do = "Give notes that the generator never saw with --holdout, to tell it from chance." if found.hits else ""
        return PrivacyMeasure("other_notes", band, says, do, value, n=found.sources, talks=found.talks)
    least = f"{found.least} would have been found" if found.least else "too few notes to find any leak"
    says += f", {found.others} of {found.holdout} of the hold-out (p = {found.p:.4f}; {least})"
    band = "red" if found.p < ALARM else "amber" if found.hits else "green"
    do = {"red": _DO_OTHERS, "amber": "No more than chance gives: read the dialogues that are named."}.get(band, "")
    return PrivacyMeasure("other_notes", band, says, do, value, p=found.p, n=found.sources, talks=found.talks)


def _guidelines(material: Material) -> PrivacyMeasure:
    if not material.guidelines:
        return PrivacyMeasure("guidelines", None, "no guideline passage was shown to anybody")
    index = TextIndex([words_of(text) for text in material.guidelines])
    longest = [max((one.words for one in index.longest(turns).values()), default=0) for turns in material.turn_words]
    most = max(longest, default=0)
    long = tuple(number for number, words in enumerate(longest) if words >= READ_OUT)
    return PrivacyMeasure(
        "guidelines", "amber" if long else "green",
        f"the longest stretch of a guideline passage in a dialogue has {most} words; {len(long)} of {len(longest)} dialogues have {READ_OUT} or more",
        "See whether the guideline's licence allows its sentences to be passed on." if long else "",
        most, n=len(longest), talks=long,
    )  # fmt: skip
