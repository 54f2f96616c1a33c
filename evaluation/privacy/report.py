"""All measures of a set, and the band of the whole: the gravest of them."""

from dataclasses import dataclass

from bedside.evaluation.privacy.material import Material
from bedside.evaluation.privacy.measure import Band, PrivacyMeasure, worst
from bedside.evaluation.privacy.patients_met import patients_met
from bedside.evaluation.privacy.words_carried import words_carried

FEW_NOTES = 30


@dataclass(frozen=True)
class PrivacyReport:
    """The measures, the gravest band, the share of notes' words that is boilerplate, and what must be known besides."""

    measures: tuple[PrivacyMeasure, ...]
    band: Band | None
    boilerplate: float | None
    remarks: tuple[str, ...]


def privacy_report(material: Material, *, is_open: bool) -> PrivacyReport:
    """Measure a set; ``is_open`` says that its notes are anybody's to read."""
    measures = (*words_carried(material), *patients_met(material, is_open))
    remarks: list[str] = []
    if 0 < len(material.notes) < FEW_NOTES:
        remarks.append(
            f"Of {len(material.notes)} notes nobody can say what is boilerplate: give more of the same house with --holdout."
        )
    if is_open:
        remarks.append("The notes are open: that they were used is told and is no alarm.")
    return PrivacyReport(measures, worst(one.band for one in measures), material.boilerplate_share, tuple(remarks))
