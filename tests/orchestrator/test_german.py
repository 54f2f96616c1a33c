"""The built-in family in German: what its note says is said, by whom it may be said, in German, and as the persona would."""

import re
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.agents.builtin.family import family
from bedside.agents.checks.other_languages import hidden_said, language_finding
from bedside.agents.languages.lexicon import load_lexicon
from bedside.agents.multilingual.line import load_phrases
from bedside.agents.multilingual.reader import read
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.case import Case
from bedside.scenarios.load import load_case, read_note

CASES = Path(__file__).parents[2] / "scenarios" / "cases"
CODE = Path(__file__).parents[2] / "agents" / "multilingual"
GERMAN = [path for path in sorted(CASES.glob("*.case.yaml")) if "\nlanguage: de\n" in path.read_text(encoding="utf-8")]
PARTS = {
    "Vorstellungsgrund": ["Husten seit 3 Tagen", "Kopfschmerzen", "Sturz vom Fahrrad", "Kontrolle des Blutdrucks"],
    "Anamnese": [
        "47-jährige Verkäuferin", "Seit 2 Wochen Schwindel", "Kein Fieber, keine Übelkeit", "Sie nimmt abends Ibuprofen 400 mg",
        "Patientin verneint Schüttelfrost", "Die Schmerzen strahlen in den linken Arm aus", "NRS 4/10", "Juckreiz",
    ],
    "Vorerkrankungen": ["Arterielle Hypertonie seit 2011", "Keine", "Appendektomie 1999"],
    "Medikamente": ["Ramipril 5 mg 1x täglich", "Keine"],
    "Allergien": ["Penicillin (Hautausschlag)", "Keine bekannt"],
    "Sozialanamnese": ["Raucht 10 Zigaretten täglich", "Lebt allein", "Trinkt keinen Alkohol"],
    "Befund": ["RR 136/82 mmHg", "Lunge: frei", "Kein Druckschmerz", "Temperatur 37,4 °C"],
    "Beurteilung": ["Akute Bronchitis", "V.a. Thrombose links"],
    "Plan": ["Amoxicillin 750 mg 3x tgl. für 6 Tage", "Viel trinken", "Kontrolle in 11 Tagen", "Kein Sport"],
}  # fmt: skip
NOTE = st.fixed_dictionaries(
    {head: st.lists(st.sampled_from(lines), max_size=4, unique=True) for head, lines in PARTS.items()}
)


async def hold(case: Case, text: str, seed: int | None = None) -> DialogueState:
    """One conversation, without guidelines: there are none in German."""
    return (
        await Simulator(case.seed if seed is None else seed).perform(Item(case.id, case, text), lambda _: None)
    ).state


@pytest.mark.no_cover
@pytest.mark.parametrize("path", GERMAN, ids=lambda path: path.name.removesuffix(".case.yaml"))
async def test_a_case_is_told_whole_in_german_by_those_who_may(path: Path) -> None:
    """Three seeds of every German case: it comes to its end, every fact is said, kept back or left out with a reason, no
    line has a fault, and no patient says what nobody has told."""
    case = load_case(path)
    text = read_note(case, path.parent)
    note = family("visit", case.protocol, "de").extract(case.id, text)
    for seed in (1, 2, 3):
        fold = await hold(case, text, seed)
        assert (fold.status, fold.stop) == ("finished", "complete"), fold.failure
        said = {fact for reason in fold.reasons for fact in reason.facts}
        assert {fact.id for fact in note.facts} == said | {*fold.meta["withheld"]} | {*fold.meta["unplaced"]}
        for turn, reason in zip(fold.turns, fold.reasons, strict=True):
            assert not [found for found in reason.checks if found.passed is False], turn.text
            assert language_finding(turn.text, "de").passed is not False, turn.text
            assert [text[s.start : s.end] for s in reason.spans] == [
                note.quote(note.fact(f).span) for f in reason.facts
            ]


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NOTE, st.integers(0, 5), st.sampled_from(["notechat", "history", "results", "emergency", "therapy"]))
async def test_any_german_note_is_talked_about(parts: dict[str, list[str]], seed: int, protocol: str) -> None:
    """Whatever stands under which heading: the talk ends, nothing is lost, no hidden fact reaches a patient's line, and
    the same seed says the same."""
    text = "\n".join(f"{head}: {'. '.join(lines)}." for head, lines in parts.items() if lines)
    case = Case.model_validate(
        {"id": "n", "note": text or "-", "language": "de", "protocol": protocol, "knowledge": False}
    )
    if not text:
        return
    one, two = await hold(case, text, seed), await hold(case, text, seed)
    assert (one.status, one.turns) == ("finished", two.turns)
    note = family("visit", protocol, "de").extract("n", text)
    said = {fact for reason in one.reasons for fact in reason.facts}
    assert {fact.id for fact in note.facts} <= said | {*one.meta["unplaced"]} | {*one.meta["withheld"]} | {
        *one.meta["unsaid"]
    }
    assert not one.meta["unsaid"]
    assert not re.search(r"[{}<>|]|  ", " ".join(turn.text for turn in one.turns))


async def test_another_seed_says_it_otherwise() -> None:
    """The same facts in other phrases."""
    case = load_case(CASES / "husten.case.yaml")
    text = read_note(case, CASES)
    talks = [await hold(case, text, seed) for seed in range(4)]
    assert len({" ".join(turn.text for turn in fold.turns) for fold in talks}) == 4


async def test_the_patient_speaks_of_themselves_and_the_physician_to_them() -> None:
    """The third person of the note is nobody's in the talk; terms are lay words where a patient says them."""
    case = load_case(CASES / "husten.case.yaml")
    fold = await hold(case, read_note(case, CASES))
    spoken = {who: " ".join(t.text for t in fold.turns if t.speaker == who) for who in ("patient", "physician")}
    assert "Ich habe Hustensaft versucht" in spoken["patient"]
    assert "Der Husten stört mich" in spoken["patient"]
    assert "Ich lebe mit meinem Mann" in spoken["patient"]
    assert "Bluthochdruck" in spoken["patient"]
    assert "Sie sind 54 Jahre alt und Lehrerin" in spoken["physician"]
    assert "Hypertonie" not in spoken["patient"]
    assert "RR" not in spoken["physician"]


WORDS = {
    "talkativeness": ("terse", "chatty", lambda lines, _: mean(len(line.split()) for line in lines)),
    "mood": ("plain", "anxious", lambda lines, _: sum("Sorgen" in line or "Angst" in line for line in lines)),
    "recall": ("good", "poor", lambda _, fold: len(fold.meta["withheld"])),
    "confusion": ("none", "marked", lambda lines, _: sum("Frage?" in line or "waren wir?" in line for line in lines)),
    "literacy": ("average", "low", lambda lines, _: sum(re.search("heißt das|kenne ich nicht|einfacher sagen", line) is not None for line in lines)),
}  # fmt: skip


@pytest.mark.no_cover
@pytest.mark.parametrize("seeds", [4, pytest.param(12, marks=pytest.mark.slow)])
@pytest.mark.parametrize("axis", WORDS)
async def test_every_axis_moves_its_measure(axis: str, seeds: int) -> None:
    """Over some seeds of one case, each axis of the persona moves what it is to move, and what is not recalled is recorded
    as withheld. Four are enough to hear it: all but the length of lines is at nothing without the axis."""
    low, high, measure = WORDS[axis]
    case = load_case(CASES / "schwindel.case.yaml")
    text = read_note(case, CASES)
    found: list[float] = []
    for value in (low, high):
        patient = case.patient.model_copy(update={"talkativeness": None, "recall": None, axis: value})
        played = case.model_copy(update={"patient": patient, "protocol": "notechat"})
        total = 0.0
        for seed in range(seeds):
            fold = await hold(played, text, seed)
            total += measure([turn.text for turn in fold.turns if turn.speaker == "patient"], fold)
        found.append(total)
    assert found[0] < found[1], (axis, found)


async def test_what_is_kept_back_is_recorded() -> None:
    """A word the persona withholds is in no line of theirs, and its fact is on the record."""
    case = load_case(CASES / "schwindel.case.yaml")
    patient = case.patient.model_copy(update={"withholds": ("gestürzt",), "recall": "good"})
    fold = await hold(case.model_copy(update={"patient": patient}), read_note(case, CASES))
    assert not any("gestürzt" in turn.text for turn in fold.turns)
    assert len(fold.meta["withheld"]) == 1


HURRIED = """Pat. kommt wg. Thoraxschmerzen seit gestern Abend, drückend, ausstrahlend in li. Arm, VAS 7/10, keine Dyspnoe. Ein
Trauma wird verneint. Z.n. Stent 2018. Med.: ASS 100 1-0-0, Bisoprolol 2,5 mg 1-0-1.
Bef.: RR 150/90, HF 88, Pulmo frei. EKG: keine ST-Hebungen.
D: V.a. instabile AP.
P: Einweisung KH. Vorstellung in der 38. Kalenderwoche."""


async def test_a_hurried_note_is_read_and_said() -> None:
    """Abbreviations end no sentence, headings stand inside lines, a denial comes last; nobody says "wg." or "1-0-1"."""
    note = read("n", HURRIED, load_lexicon("de"))
    facts = {" ".join(fact.text.split()): fact for fact in note.facts}
    assert facts["Ein Trauma"].polarity == "denied"
    assert facts["ASS 100 1-0-0"].section == "medications"
    assert facts["RR 150/90"].section == "examination"
    assert facts["keine ST-Hebungen"].section == "results"
    doubt = facts["Verdacht auf instabile Angina pectoris"]
    assert (doubt.section, doubt.certainty, note.quote(doubt.span)) == ("assessment", "possible", "V.a. instabile AP")
    assert facts["Vorstellung in der 38. Kalenderwoche"].section == "plan"
    fold = await hold(Case(id="n", note=HURRIED, language="de", knowledge=False), HURRIED)
    spoken = " ".join(turn.text for turn in fold.turns)
    assert "morgens und abends" in spoken
    assert re.search(r"Blutdruck (?:ist )?150 zu 90", spoken)
    assert not re.search(r"\bwg\.|\bPat\.|1-0|\bRR\b|Haben Sie Ein|\bMed\.|\bBef\.", spoken)
    assert fold.meta["unsaid"] == []


def test_no_word_of_a_language_stands_in_code() -> None:
    """A language is data: the package's code has no letter beyond ASCII in its strings and no German word."""
    words = {word for rule in load_phrases("de").rules for word in rule.split("_")}
    for path in (*CODE.glob("*.py"), CODE.parent / "languages" / "lexicon.py"):
        source = path.read_text(encoding="utf-8")
        strings = re.findall(r'"((?:[^"\\\n]|\\.)*)"', source)
        assert not [s for s in strings if re.search("[äöüßÄÖÜ]", s)], path
        assert not re.search(r'"(?:der|die|das|und|oder|kein\w*|nicht|ich|Sie)"', source), path
    assert words


def test_every_phrase_can_be_said() -> None:
    """Each rule expands with the slots that the code fills, and no phrase holds a number or a clinical term."""
    import random

    book, lexicon = load_phrases("de"), load_lexicon("de")
    slots = {"x": "X", "t": "T", "er": "er", "ihm": "ihm", "name": "", "do_it": "tun Sie es"}
    for rule in book.rules:
        for n in range(20):
            said = book.draw(rule, random.Random(n), **slots)
            assert said
            assert not re.search(r"\d|[{}<>|()]", said), (rule, said)
            assert not [term for term in lexicon.find(said) if term.kind != "symptom" or term.form not in ("Angst",)], (
                said
            )


def test_a_hidden_finding_is_seen_in_german() -> None:
    """The law behind the leak check: a value of this visit in a patient's line, unless it was told."""
    from bedside.scenarios.brief import Brief
    from bedside.scenarios.plan import Step
    from bedside.scenarios.turn import Turn

    note = read("n", "Anamnese: Husten.\nBefund: RR 142/88 mmHg.\nPlan: Amoxicillin 750 mg.", load_lexicon("de"))
    step = Step(id="s1", act="ask", topic="story", revealer="patient")
    given: dict[str, Any] = {
        "role": "patient",
        "dialogue": "d",
        "seed": 0,
        "step": step,
        "language": "de",
        "note_language": "de",
    }
    brief = Brief(**given)
    assert hidden_said(note, brief, "Mein Blutdruck ist hundertzweiundvierzig zu achtundachtzig.")
    assert hidden_said(note, brief, "Ich nehme Amoxicillin.")
    assert not hidden_said(note, brief, "Ich habe Husten.")
    told = Brief(
        **given, turns=(Turn(id="t", speaker="physician", text="142 zu 88, und Sie bekommen Amoxicillin 750."),)
    )
    assert not hidden_said(note, told, "142 zu 88, und Amoxicillin?")
