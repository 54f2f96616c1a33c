"""Whole conversations in other languages: what a model says in the wrong one, or wrongly, is said again; the record says
what was looked at."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from obedient import PLAYER, hold

from bedside.agents.languages.language import load_language, shipped
from bedside.agents.languages.numbers import numbers
from bedside.agents.model import Request
from bedside.agents.models.scripted_model import ScriptedModel
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.validate import mistakes
from bedside.scenarios.case import Case
from bedside.scenarios.load import load_case

NOTES = Path(__file__).parents[1] / "languages" / "notes"
BANK = Path(__file__).parents[2] / "benchmarks" / "languages.tsv"
LANGUAGES = [code for code in shipped() if code != "en"]
ENGLISH = """CHIEF COMPLAINT: Knee pain.
HISTORY: A 62-year-old man with right knee pain for 4 months. No fever. He took ibuprofen 600 mg with some relief.
MEDICATIONS: Metformin 850 mg twice daily.
ALLERGIES: None.
EXAM: Blood pressure 146/92. Flexion limited to 110 degrees.
ASSESSMENT: Osteoarthritis of the right knee.
PLAN: Naproxen 375 mg twice daily for 14 days. Physical therapy."""
_DATA = re.compile(r"<data-[0-9a-f]+>\n(.*?)\n</data-", re.DOTALL)


def sentences(code: str) -> list[str]:
    """What people say in this language, from the bank that the benchmark reads: what holds no number, and what either
    may say."""
    rows = (line.split("\t") for line in BANK.read_text(encoding="utf-8").splitlines())
    language = load_language(code)
    own = re.compile(f"{language.physician_says}|{language.patient_says}", re.IGNORECASE)
    return [text for name, text in rows if name == code and not numbers(text, code) and not own.search(text)]


def talker(code: str, same: bool, meddle: Any = None, asked: list[Request] | None = None) -> ScriptedModel:
    """A model that speaks a language: the facts in their own words where the note is in it, else their numbers in a
    sentence. ``meddle`` may answer otherwise."""
    bank = sentences(code)
    lines: dict[str, str] = {}  # one for every step and role, in the order they come up

    def script(request: Request) -> Any:
        if "/planner" in request.purpose:
            return json.dumps({"parts": []})
        if "/refiner" in request.purpose:
            return json.dumps({"lines": []})
        data = _DATA.findall(request.messages[-1].text)
        facts = [line[2:] for line in data[0].splitlines() if line.startswith("- ")] if data else []
        n, k = len(lines), len(bank)
        say = lines.setdefault(request.purpose.rsplit("/", 1)[0], f"{bank[n % k]} {bank[(n + 1 + n // k) % k]}")
        if facts and same:
            say = ". ".join(re.sub(r"^(?:\(.*?\) )?(?:NOT so: |not known: )?", "", fact) for fact in facts) + "."
        elif facts:
            # Numbers alone are what a translation is held to; the sentence carries them.
            said = [f"{number.value:g}" for fact in facts for number in numbers(fact, "en")]
            say = f"{say} {', '.join(said)}."
        other = meddle(request, say) if meddle else None
        return json.dumps({"thought": "t", "say": say if other is None else other})

    return ScriptedModel(script, PLAYER.name, asked)


UNREAD = ("support", "coverage", "register")  # of a talk in a language without terminology


def case_in(code: str, note: str, **changes: Any) -> Case:
    """A case in this language, all of its roles played by a model."""
    models = {"default": PLAYER.model_dump()}
    return Case.model_validate(
        {"id": "visit", "note": note, "language": code, "models": models, "knowledge": False, **changes}
    )


@pytest.mark.thin(4)
@pytest.mark.parametrize("kind", ["own", "english"])
@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_conversation_in_every_language(code: str, kind: str) -> None:
    """Over a note in the language and one in English: it comes to its end, the model is told in the language itself which
    to speak, every reason says what was checked and what could not be, and no line has a fault."""
    note = ENGLISH if kind == "english" else (NOTES / f"{code}.txt").read_text(encoding="utf-8")
    asked: list[Request] = []
    fold = (await hold(case_in(code, note), note, talker(code, kind == "own", asked=asked))).state
    assert (fold.status, fold.stop) == ("finished", "complete")
    spoken = [request for request in asked if "/planner" not in request.purpose and "/refiner" not in request.purpose]
    assert all(load_language(code).instruction in request.messages[0].text for request in spoken)
    for turn, reason in zip(fold.turns, fold.reasons, strict=True):
        passed = {found.check: found.passed for found in reason.checks}
        assert {"language", "roles", "numbers", "facts"} <= passed.keys()
        assert passed["support"] is None
        faults = {name for name, verdict in passed.items() if verdict is False}
        assert not faults - {"copying"}, (turn.text, faults)
    assert {found["check"] for found in fold.meta["audit"] if found.get("passed") is None} == {*UNREAD}
    said = {fact for reason in fold.reasons for fact in reason.facts}
    assert len(said) > 8


@pytest.mark.thin(3)
@pytest.mark.parametrize("code", LANGUAGES)
async def test_what_is_wrong_is_said_again(code: str) -> None:
    """The first reply of each kind is in English, has a number that nobody gave, begins with the other speaker's label, or
    gives away a finding; the second is right, and it is the one that stands."""
    note = (NOTES / f"{code}.txt").read_text(encoding="utf-8")
    labels = {"de": "Arzt", "fr": "Médecin", "es": "Médico", "nl": "Arts", "et": "Arst", "zh": "医生", "ar": "الطبيب"}
    wrong = {
        "language": lambda say: "I have had this for a while now, and it is not getting any better.",
        "number": lambda say: f"{say} 977.",
        "label": lambda say: f"{labels[code]}: {say}",
    }
    for name, make in wrong.items():
        seen: list[str] = []

        def meddle(request: Request, say: str, make: Any = make, seen: list[str] = seen) -> str | None:
            first = (
                "/patient/" in request.purpose
                and request.purpose.endswith("/0")
                and "<data-" in request.messages[-1].text
            )
            if first and len(seen) < 2:
                seen.append(make(say))
                return seen[-1]
            return None

        fold = (await hold(case_in(code, note), note, talker(code, True, meddle))).state
        assert fold.status == "finished", (name, fold.failure)
        assert len(seen) == 2, name
        assert not {turn.text for turn in fold.turns} & {*seen}, name


async def test_a_denial_is_told_once() -> None:
    """What a note denies in its own words is given as it stands, and what stands under a denying verb is marked."""
    for code, own, marked in (("fr", "- Pas de toux", None), ("es", "- No refiere fiebre", "- NOT so: traumatismo")):
        note = (NOTES / f"{code}.txt").read_text(encoding="utf-8")
        asked: list[Request] = []
        await hold(case_in(code, note), note, talker(code, True, asked=asked))
        told = "\n".join(request.messages[-1].text for request in asked)
        assert own in told
        assert marked is None or marked in told


async def test_a_finding_that_nobody_has_told_is_no_patients_to_tell() -> None:
    """A number of the examination in a patient's line is a leak in any language."""
    note = (NOTES / "de.txt").read_text(encoding="utf-8")

    def meddle(request: Request, say: str) -> str | None:
        return (
            f"{say} Mein Blutdruck ist 142 zu 88."
            if "/patient/" in request.purpose and request.purpose.endswith("/0")
            else None
        )

    fold = (await hold(case_in("de", note), note, talker("de", True, meddle))).state
    before = [t for t in fold.turns if t.speaker == "patient"][:4]
    assert fold.status == "finished"
    assert not any("142" in turn.text for turn in before)


async def test_a_model_that_never_speaks_the_language_fails_by_class() -> None:
    """No line in the wrong language stays."""
    note = (NOTES / "fr.txt").read_text(encoding="utf-8")
    english = talker("fr", True, lambda *_: "I am sorry to hear that; please tell me some more about it all.")
    fold = (await hold(case_in("fr", note), note, english)).state
    assert fold.status == "failed"
    assert fold.failure is not None
    assert "not in French" in str(fold.failure)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"language": "german"}, ["no language has the code 'german'", "Did you mean 'de' (German)?"]),
        ({"language": "dee"}, ["Did you mean 'de' (German)?"]),
        ({"language": "fr"}, ["agenda does not speak 'fr'", "de, en"]),
        ({"language": "de"}, ["agenda speaks German about notes in German", "name language models"]),
        ({"language": "de", "note": "El paciente refiere dolor de rodilla desde hace 4 meses que empeora al subir las escaleras. No tiene fiebre."}, ["reads as Spanish", "English or in German"]),
    ],
)  # fmt: skip
def test_what_cannot_be_spoken_is_told_before_a_word_is_said(
    tmp_path: Path, changes: dict[str, str], words: list[str]
) -> None:
    """Each with the place in the file and the mend."""
    given = {"id": "visit", "note": "A 62-year-old man has had knee pain for 4 months. There is no fever.", **changes}
    path = tmp_path / "visit.case.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in given.items()), encoding="utf-8")
    found = " ".join(str(mistake) for mistake in mistakes(load_case(path), path))
    assert all(word in found for word in words), found
    assert f"{path.name}:" in found


async def test_in_a_batch_a_note_in_another_language_fails_alone() -> None:
    """It is a failure of kind language, in one sentence."""
    case = Case.model_validate({"id": "visit", "note": "-", "language": "de", "knowledge": False})
    performed = await Simulator(0).perform(Item("n", case, ENGLISH), lambda _: None)
    assert performed.state.failure is not None
    assert performed.state.failure.kind == "language"
