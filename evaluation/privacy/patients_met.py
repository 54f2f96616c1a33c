"""What a set gives away without a copied sentence: memorisation, membership and attributes, held against a hold-out.

Law of the file: a dialogue tells of its note on purpose, so whoever knows much of a note finds it again. That is an alarm where the
notes are not open and little must be known for it; it is told everywhere.
"""

from collections.abc import Iterator

from bedside.evaluation.privacy.attacks import Attacks
from bedside.evaluation.privacy.material import Material
from bedside.evaluation.privacy.measure import Band, PrivacyMeasure
from bedside.evaluation.privacy.memorised import adjusted_by_holdout, enough, nearest_to_sources
from bedside.evaluation.privacy.nearness import DialogueSpace
from bedside.evaluation.privacy.phantoms import ALARM

TOLD, FOUND = 0.6, 0.8  # area under the curve, its lower end
HINTED, READ = 0.05, 0.5  # gain of an attribute, its lower end
_LITTLE = ("demographics", "conditions")  # what many people know of somebody
_NAMES = {
    "demographics": "age and sex", "conditions": "age, sex, diseases and drugs", "fragment": "12 words of the note",
    "note": "the whole note",
}  # fmt: skip
_AS_PATIENTS = "Treat the set as data of these patients: the same terms, the same access."
_NOT_AWAY = "Do not give it away without the terms of the notes: people can be found in it by what others know of them."


def patients_met(material: Material, is_open: bool) -> Iterator[PrivacyMeasure]:
    """A measure each, also for what could not be measured. Of open data nothing of this is an alarm but memorisation."""
    missing = _missing(material)
    if missing:
        for name in ("nearest_notes", "membership", "attributes"):
            yield PrivacyMeasure(name, None, missing)
        return
    try:
        space = DialogueSpace(material)
    except ValueError:  # nothing but boilerplate
        for name in ("nearest_notes", "membership", "attributes"):
            yield PrivacyMeasure(name, None, "the notes have no words but boilerplate")
        return
    yield _nearest(material, space)
    yield from _adjusted(material, space, is_open)
    attacks = Attacks(material, space)
    for row in attacks.membership():
        band: Band = "green"
        if not is_open and row.low > TOLD:
            band = "red" if row.low > FOUND and row.tier in _LITTLE else "amber"
        says = (
            f"who knows {_NAMES[row.tier]} tells a source from a stranger in {row.area:.2f} of pairs "
            f"({row.low:.2f} to {row.high:.2f}; {row.sources} and {row.holdout} notes)"
        )
        do = {"red": _NOT_AWAY, "amber": _AS_PATIENTS}.get(band, "")
        yield PrivacyMeasure(
            f"membership_{row.tier}", band, says, do, row.area, row.low, row.high, n=row.sources + row.holdout
        )
    for gain in attacks.attributes():
        band = "green"
        if not is_open and gain.low > HINTED:
            band = "red" if gain.low > READ else "amber"
        says = (
            f"who knows {_NAMES[gain.tier] if gain.tier != 'conditions' else 'all diseases and drugs but one'} reads out another in {gain.sources:.2f} of sources, "
            f"{gain.holdout:.2f} of strangers: {gain.gain:+.2f} ({gain.low:+.2f} to {gain.high:+.2f})"
        )
        do = {"red": _NOT_AWAY, "amber": _AS_PATIENTS}.get(band, "")
        yield PrivacyMeasure(f"attribute_{gain.tier}", band, says, do, gain.gain, gain.low, gain.high, n=gain.n)


def _missing(material: Material) -> str:
    if not material.sources:
        return "no source note is known (--notes, --sources)"
    if not material.holdout:
        return "needs notes of the same kind that the generator never saw (--holdout)"
    if not enough((material.sources, material.holdout)):
        return "needs 20 source notes and a hold-out of 20"
    return "" if material.talks else "nothing is said"


def _nearest(material: Material, space: DialogueSpace) -> PrivacyMeasure:
    found = nearest_to_sources(material, space)
    if found is None:
        return PrivacyMeasure("nearest_notes", "green", "no dialogue is near to a note that is not its own", value=0.0)
    alarm = found.p < ALARM
    return PrivacyMeasure(
        "nearest_notes", "red" if alarm else "green",
        f"of notes that are not its own, the nearest to a dialogue is a source for {found.share:.1%} of {found.dialogues}; by chance {found.expected:.1%} "
        f"(p = {found.p:.4f})",
        "The generator knows its sources beyond the note at hand: find out from where, before the set is given away." if alarm else "",
        found.share, p=found.p, n=found.dialogues,
    )  # fmt: skip


def _adjusted(material: Material, space: DialogueSpace, is_open: bool) -> Iterator[PrivacyMeasure]:
    """The custodian's audit, by the nearest dialogue, the three nearest and all."""
    near, count = space.near(material.own), len(material.sources)
    for name, scores in (("nearest dialogue", near.most), ("three nearest", near.top), ("mean of all", near.mean)):
        value, low, high = adjusted_by_holdout(scores[:count], scores[count:], material.seed)
        band: Band = "amber" if not is_open and low > 0.1 else "green"
        says = f"by the {name}, sources are called beyond chance by M = {value:+.2f} ({low:+.2f} to {high:+.2f}; 0 is chance, 1 all)"
        yield PrivacyMeasure(
            f"memorised_{name.split()[0]}", band, says, _AS_PATIENTS if band == "amber" else "", value, low, high,
            n=len(material.notes),
        )  # fmt: skip
