"""Dense shorthand: written out without losing a place of the note, and read for what it says, denies, of whom, when and how much."""

import re

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.agents.identifiers.find import identifiers
from bedside.agents.languages.lexicon import load_lexicon
from bedside.agents.languages.notes import written_in
from bedside.agents.multilingual import wording
from bedside.agents.multilingual.reader import read
from bedside.agents.multilingual.shorthand import written_out
from bedside.agents.multilingual.unsayable import unsayable
from bedside.benchmarks.shorthand import misses, planted
from bedside.scenarios.note import Fact, Note

GERMAN = load_lexicon("de")
NOTES = [one["note"] for one in planted() if one["language"] == "de"]


def german(text: str) -> dict[str, Fact]:
    """The facts of a German note by their words in the note as given."""
    note = read("n", text, GERMAN)
    return {" ".join(note.quote(fact.span).split()): fact for fact in note.facts}


def one(text: str, words: str) -> Fact:
    """The fact whose words in the note hold ``words``."""
    return next(fact for given_words, fact in german(text).items() if words in given_words)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.sampled_from([line for note in NOTES for line in note.splitlines()]), min_size=1, max_size=6))
def test_every_place_of_the_note_as_given_is_kept(lines: list[str]) -> None:
    """Between the changes the two texts are the same, letter by letter, and all of the one stands for all of the other."""
    text = "\n".join(lines)
    found = written_out(text, GERMAN)
    at = given_at = 0
    for edit in found.edits:
        assert found.text[at : edit.start] == text[given_at : edit.given_start]
        at, given_at = edit.end, edit.given_end
    assert found.text[at:] == text[given_at:]
    note = Note(id="n", text=found.text, edits=found.edits, shorthand=text if found.edits else "")
    assert note.given == text


@pytest.mark.parametrize("name", sorted({f"{each['language']} {each['set']}" for each in planted()}))
def test_planted_facts_are_read_right(name: str) -> None:
    """Of the planted German facts 98 of 100 are read right, of the Dutch and French, which are only read, 97."""
    chosen = [each for each in planted() if f"{each['language']} {each['set']}" == name]
    wrong = [miss for each in chosen for miss in misses(each)]
    floor = 0.98 if name.startswith("de") else 0.97
    assert len(wrong) <= (1 - floor) * sum(len(each["facts"]) for each in chosen), wrong


def test_what_is_done_stands_behind_what_is_thought() -> None:
    """Under no heading a sentence behind the diagnosis that names no illness is an order, and a denial in it denies no illness."""
    text = "Halsschm. seit 2 d.\nRachen gerötet.\nTonsillitis, V.a. viral, keine Exsikkose. Viel trinken, kein Antibiot., Ibu 400 b. Fieber. D-Dimere neg."
    kinds = {
        words: one(text, words).section
        for words in ("Tonsillitis", "V.a. viral", "Exsikkose", "trinken", "Antibiot", "Ibu")
    }
    assert list(kinds.values()) == ["assessment"] * 3 + ["plan"] * 3, kinds
    assert one(text, "Exsikkose").certainty == "certain" and one(text, "V.a. viral").certainty == "possible"


def test_a_note_does_not_begin_with_its_plan() -> None:
    """ "Check-up of asthma" is why somebody comes; behind the findings the same word is an order."""
    text = "Kontrolle Asthma. Nachts Husten, kein Fieber.\nPulmo: Giemen.\nAsthma. Kontrolle in 2 Wo."
    assert {one(text, words).section for words in ("Kontrolle Asthma", "Husten", "Fieber")} == {"history"}
    assert one(text, "in 2 Wo").section == "plan"


def test_what_was_found_is_no_allergy() -> None:
    """A line that names a part of the body ends the list of allergies above it, as it ends a list of drugs."""
    text = "AM: Ramipril 5 mg 1-0-0. Allergie: Birke, Hausstaub.\nPulmo: frei, vereinz. Giemen.\nCor: rein."
    assert one(text, "Hausstaub").section == "allergies"
    assert {one(text, words).section for words in ("frei", "Giemen", "rein")} == {"examination"}


def test_what_was_once_an_allergy_still_is() -> None:
    """When somebody did not bear a thing does not make the allergy past; a doubt about it stays a doubt."""
    fact = one("S: Husten.\nAllergie: Penicillin als Kind fragl.", "Penicillin")
    assert (fact.section, fact.temporality, fact.certainty) == ("allergies", "current", "possible")


UNSAID = ("G2 P1", "Neu: Tamsulosin? - nein, das nimmt der Mann", "ACT 17", "XQRS pos., Schwindel", "Xyrb., Schwindel")
SAID = (
    "Schwankschwindel beim Aufstehen",
    "Tagesmüdigk.",
    "Atempausen",
    "Nykturie 2x",
    "EKG vor 2 Wo.",
    "viel Kaffee",
    "umgeknickt",
)


@pytest.mark.parametrize("words", (*UNSAID, *SAID))
def test_what_nobody_can_say_is_left_out(words: str) -> None:
    """Codes, signs, words cut short and words that name nothing are left unsaid; what names a thing or tells what happened is not."""
    note = read("n", f"S: Husten seit 3 d, kein Fieber. {words}.", GERMAN)
    silent = unsayable(note, GERMAN)
    assert bool(silent) == (words in UNSAID), [fact.text for fact in note.facts if fact.id in silent]
    assert not [fact for fact in note.facts if fact.id in silent and re.search("Husten|Fieber|^Schwindel", fact.text)]


SIGNS = {
    "Erbrechen Ø": "denied",
    "∅ Schnupfen": "denied",
    "Polydipsie neg.": "denied",
    "Gelenkschm. keine": "denied",
    "Nachtschweiß: nein": "denied",
    "Teerstuhl verneint": "denied",
    "Fieber 0": "denied",
    "Übelk. +": "present",
    "Schnelltest pos.": "present",
}


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_beside_a_thing_affirms_or_denies_it(sign: str) -> None:
    """And what is affirmed beside it is not drawn into the denial."""
    facts = list(german(f"S: Husten seit 3 d, {sign}, Auswurf gelbl.").values())
    polarity = {word: fact.polarity for fact in facts for word in ("Husten", "Auswurf") if word in fact.text}
    assert polarity == {"Husten": "present", "Auswurf": "present"}
    assert SIGNS[sign] in {fact.polarity for fact in facts if "Husten" not in fact.text and "Auswurf" not in fact.text}


def test_but_ends_a_denial() -> None:
    """What comes after "but" is affirmed, where it names a thing."""
    text = "S: Kein Fieber, kein Husten, aber Belastungsdyspnoe."
    assert [fact.polarity for fact in german(text).values()] == ["denied", "denied", "present"]


def test_whose_illness_it_is() -> None:
    """A relative's illness is the relative's wherever it stands; somebody who tells is not ill."""
    text = "S: Seit gestern Husten. Vater MI mit 52, Mutter DM. Sohn: seit gestern verwirrt."
    assert one(text, "Vater").subject == "father"
    assert one(text, "Mutter").subject == "mother"
    assert one(text, "verwirrt").subject == "patient"


def test_when_it_was() -> None:
    """What is over is past; what is planned is in the plan; a drug that was stopped is not taken."""
    text = "S: Husten. Z.n. TIA 2018.\nMed.: Ramipril 5 mg 1-0-1, Simva abgesetzt.\nP: WV in 2 Wo., HCT pausieren."
    assert one(text, "TIA").temporality == "past"
    assert one(text, "Ramipril").polarity == "present"
    assert (one(text, "Simva").polarity, one(text, "Simva").temporality) == ("denied", "past")
    assert (one(text, "HCT").section, one(text, "HCT").polarity) == ("plan", "denied")
    assert one(text, "WV").section == "plan"


def test_an_abbreviation_ends_its_sentence_only_before_a_capital() -> None:
    """ "bei Bedarf" at the end of an order and "neurologisch" before its finding."""
    text = "P: Ibu 400 b.B. WV in 2 d. Neurol. o.B."
    assert [fact.text for fact in german(text).values()] == [
        "Ibuprofen 400 bei Bedarf",
        "Wiedervorstellung in 2 Tagen",
        "Neurologisch unauffällig",
    ]


def test_a_note_with_headings_is_read_by_its_headings() -> None:
    """A blood pressure measured at home stays in the story where the note has a heading for what was found."""
    text = "Anamnese: Seit gestern Schwindel. RR zu Hause 180/100.\nBefund: RR 150/90.\nPlan: Kontrolle morgen."
    assert one(text, "zu Hause").section == "history"
    assert one(text, "150/90").section == "examination"


def test_a_note_without_headings_finds_its_sections() -> None:
    """Values, findings, a doubt and an order are known by how they begin."""
    text = "Halsschm. seit 2 d, kein Husten. RR 120/80. Rachen gerötet. V.a. Tonsillitis. ÜW HNO-Arzt. AU bis Fr."
    kinds = [one(text, words).section for words in ("Halsschm", "RR", "Rachen", "V.a.", "ÜW", "AU")]
    assert kinds == ["history", "vitals", "examination", "assessment", "plan", "plan"]


SPOKEN = {
    "0-0-1": "abends",
    "1-1-0": "morgens und mittags",
    "1-0-1": "morgens und abends",
    "1-1-1": "morgens, mittags und abends",
}


@pytest.mark.parametrize("scheme", SPOKEN)
def test_a_scheme_of_doses_is_said_in_words(scheme: str) -> None:
    """Which times of the day a drug is taken."""
    assert wording.plain(one(f"Med.: Ramipril 5 mg {scheme}", "Ramipril"), GERMAN).endswith(SPOKEN[scheme])


def test_the_word_that_denies_agrees_with_what_it_denies() -> None:
    """With the clinical term, and again with the lay word that takes its place."""
    fact = one("S: Polydipsie neg., Tinnitus Ø, Synkope Ø.", "Polydipsie")
    assert fact.text == "keine Polydipsie"
    assert wording.plain(fact, GERMAN) == "kein starker Durst"


def test_what_follows_a_full_stop_after_frau_is_no_name() -> None:
    """ "Frau." ends a sentence; a title stands before a name without a stop."""
    assert not identifiers("42-jährige Frau. Schwindel seit gestern, keine Übelkeit.")
    assert [found.kind for found in identifiers("Frau Brinkmann klagt über Schwindel.")] == ["name"]


@pytest.mark.parametrize("code", ["nl", "fr"])
def test_another_language_is_read_by_its_own_signs(code: str) -> None:
    """A sign that denies, whose illness it is and what was stopped, in Dutch and French shorthand."""
    text = {
        "nl": "S: Hoesten, koorts -, flankpijn -. Moeder astma. Simvastatine gestopt.",
        "fr": "Toux, ∅ fièvre. Mère : asthme. Simvastatine arrêtée.",
    }[code]
    note = read("n", text, load_lexicon(code))
    found = {note.quote(fact.span): fact for fact in note.facts}
    assert next(f for w, f in found.items() if re.search("koorts|fièvre", w)).polarity == "denied"
    assert next(f for w, f in found.items() if re.search("astma|asthme", w)).subject == "mother"
    assert next(f for w, f in found.items() if "Simvastatin" in w).temporality == "past"


def test_who_stopped_smoking_is_no_smoker_and_a_relative_who_is_ill_is_no_plan() -> None:
    """A story without headings over a line of treatment, at whose end somebody at home is named."""
    note = read(
        "n",
        "AZ-Verschl. bei bek. COPD. Raucher 20 py, Rauchstopp vor 3 J. Husten m. gelbl. Auswurf seit 2 Tg.\n"
        "Ther.: Prednisolon 40 mg f. 5 Tg. Tochter hat Grippe.",
        GERMAN,
    )
    found = {fact.text: fact for fact in note.facts}
    assert any(text.startswith("Ex-Raucher 20") for text in found)
    assert found["Husten mit gelblichem Auswurf seit 2 Tagen"].section == "history"
    ill = next(fact for text, fact in found.items() if "Grippe" in text)
    assert (ill.section, ill.subject) == ("family", "daughter")


SHORT = {
    "54 J., m., Husten seit 3 d, kein Fieber. Ramipril 5 mg 1-0-0. Pulmo: VAG. Akute Bronchitis. Viel trinken.": "de",
    "Homme 40 ans, toux depuis 3 jours, pas de fièvre.": "fr",
    "S: hoesten, koorts -, sinds 3 dgn. Longen schoon.": "nl",
    "Mujer 34 años, tos desde hace 3 días, fiebre.": "es",
    "27M sore throat 3 days. Strep throat. Penicillin V 500 mg bd.": "en",
    "Cough sans fever. Con: none. Left heart failure, hypertension.": "en",
}


@pytest.mark.parametrize("text", SHORT)
def test_a_note_of_two_lines_is_found_to_be_in_its_language(text: str) -> None:
    """Words that no English note has tell a note that is hardly more than names and numbers."""
    assert written_in(text) == SHORT[text]
