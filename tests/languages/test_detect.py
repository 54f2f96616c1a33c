"""Which language a note is in, where it has hardly a function word."""

from bedside.agents.languages.notes import written_in


def test_a_terse_note_of_another_language_is_not_taken_for_english() -> None:
    """Hardly a function word in it; an English one as terse stays English."""
    german = (
        "Anamnese: 61-jährige Pat. mit seit vorgestern bestehendem Husten, Auswurf gelblich, Fieber bis 38,9. Keine Atemnot, "
        "kein Thoraxschmerz. Z.n. Pneumonie 2019. Nichtraucherin.\nBefund: RR 135/80, HF 88, SpO2 96 %. RG rechts basal.\n"
        "Beurteilung: V.a. Pneumonie rechts.\nProcedere: Röntgen-Thorax, Amoxicillin für 7 Tage, Kontrolle in 48 h."
    )
    english = "61 yo F w/ cough x2d, yellow sputum, T 38.9. No SOB, no CP. PMH PNA 2019. BP 135/80, HR 88, crackles R base. CXR, amox x7d."
    assert (written_in(german), written_in(english)) == ("de", "en")


def test_a_note_of_short_forms_is_in_the_language_whose_short_forms_they_are() -> None:
    """Not four common words stand in it. Latin and telegram style alone are no other language."""
    german = (
        "Z.n. Hinterwandinfarkt 2019, Raucher 20 py. Bek. aHT. Thoraxschmerz seit 2 Std., Ø Dyspnoe.\n"
        "Ther.: ASS 100 mg 1-0-0, Nitrospray b.B. Proc.: Troponin, EKG-Kontr."
    )
    english = (
        "Post. MI 2019, pos. trop., neg. D-dimer, bilat. crackles, chron. HF. Rx: ASA, metop. succ., f/u cardiol. prn."
    )
    assert (written_in(german), written_in(english)) == ("de", "en")
