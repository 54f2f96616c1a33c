"""A German talk and guideline pages: a user's own German folder is spoken from, an English page never, and no page at all where none
is about a problem of the visit."""

from pathlib import Path

import pytest
from commands import run_command

from bedside.knowledge.retriever import Retriever
from bedside.knowledge.retrievers.in_language import in_language
from bedside.knowledge.retrievers.index import open_index
from bedside.orchestrator.build.guideline_store import open_guideline_store
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.runs.fold import DialogueState
from bedside.scenarios.case import Case

PAGE = """---
id: {id}
title: {title}
kind: complaint
area: emergency
terms: [{terms}]
population: adults
sources: none (general knowledge)
licence: CC0-1.0
clinical_review: none
{language}---

## Overview
Erst das Gefährliche ausschließen.

## Questions
- Seit wann ist das so?
- Wo genau ist es?
- Was macht es schlimmer?
- Was macht es besser?
- Hatten Sie das schon einmal?

## Red flags
- plötzlicher Beginn | kann gefährlich sein
- Ohnmacht | Kreislauf
- Atemnot | Lunge
- kaltes Schwitzen | Herz

## Advice
- Bitte schonen Sie sich, bis wir mehr wissen.
- Schreiben Sie auf, wann es auftritt.
- Trinken Sie genug.
- Fahren Sie bitte nicht selbst.

## Safety net
- {net} | emergency
- es nach einer Woche nicht besser ist | soon
- es häufiger wird | same day
"""
NOTE = """Vorstellungsgrund: {complaint}.
Anamnese: 58-jähriger Patient. Seit 3 Tagen {complaint}. Kein Fieber, kein Husten. Muttermal am Rücken seit Jahren.
Vorerkrankungen: Arterielle Hypertonie.
Medikamente: Ramipril 5 mg 1-0-0.
Allergien: Keine bekannt.
Sozialanamnese: Lebt allein. Nichtraucher.
Befund: RR 150/90, Puls 80. Herz rein. Lunge frei.
Beurteilung: {assessment}.
Procedere: EKG. Viel trinken. Wiedervorstellung in 2 Tagen.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two German pages, and an English one that has a German word among its terms."""
    made = tmp_path_factory.mktemp("leitlinien")
    pages = {
        "brustschmerz": ("Brustschmerz", "brustschmerzen, angina pectoris, herzinfarkt", "die Schmerzen länger als ein paar Minuten anhalten", "de"),
        "muttermal": ("Muttermal", "muttermal, leberfleck", "der Fleck blutet", "de"),
        "backache": ("Backache", "rückenschmerzen, back pain", "you cannot feel your legs", ""),
    }  # fmt: skip
    for name, (title, terms, net, code) in pages.items():
        language = f"language: {code}\n" if code else ""
        text = PAGE.format(id=name, title=title, terms=terms, net=net, language=language)
        (made / f"{name}.md").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def store(folder: Path) -> Retriever:
    """Its index, by the real encoder."""
    return open_index(folder, build=True)


async def hold(store: Retriever | None, complaint: str, assessment: str) -> DialogueState:
    """A visit with the store."""
    text = NOTE.format(complaint=complaint, assessment=assessment)
    case = Case(id="n", note=text, language="de", protocol="notechat")
    return (await Simulator(3, store).perform(Item("n", case, text), lambda _: None)).state


async def test_the_page_of_the_gravest_problem_is_cited_and_spoken(store: Retriever) -> None:
    """From the page about the diagnosis, as a sentence; a mole beside it leads to no page."""
    state = await hold(store, "Brustschmerzen", "Verdacht auf Angina pectoris. Muttermal")
    cited = [
        (turn.text, reason.passages) for turn, reason in zip(state.turns, state.reasons, strict=True) if reason.passages
    ]
    assert [passages for _, passages in cited] == [("brustschmerz#safety-net",)]
    assert "Wenn die Schmerzen länger als ein paar Minuten anhalten" in cited[0][0]
    assert not [found for reason in state.reasons for found in reason.checks if found.passed is False]


@pytest.mark.parametrize("complaint", ["Rückenschmerzen", "Ohrgeräusche"])
async def test_nothing_is_said_where_no_german_page_fits(store: Retriever, complaint: str) -> None:
    """Neither from an English page that names the complaint, nor from a German one that does not; no step is heard."""
    state = await hold(store, complaint, f"{complaint}, am ehesten harmlos")
    assert not [reason.passages for reason in state.reasons if reason.passages]
    assert not any("legs" in turn.text or "Wenn " in turn.text for turn in state.turns)


async def test_the_shipped_pages_are_no_german_ones() -> None:
    """A German visit is held as if there were none, and its record says so."""
    state = await hold(open_guideline_store().retriever, "Brustschmerzen", "Stabile Angina pectoris")
    assert state.status == "finished" and not state.knowledge and not state.evidence


def test_an_english_talk_has_the_english_pages_of_a_folder(store: Retriever) -> None:
    """Each language its own; a language that the folder has nothing in has no store."""
    english, german = in_language(store, "en"), in_language(store, "de")
    assert english is not None and german is not None and in_language(store, "fr") is None
    assert english.lookup("rückenschmerzen und angina pectoris") == ["backache"]
    assert german.lookup("rückenschmerzen und angina pectoris") == ["brustschmerz"]
    assert {hit.passage.document for hit in german.find("Schmerzen", 30)} == {"brustschmerz", "muttermal"}
    assert german.document("backache") is None and german.passages("backache") == ()


def test_a_command_speaks_from_the_folder_that_the_environment_names(folder: Path, tmp_path: Path) -> None:
    """From the first note to the citation of its record."""
    note = tmp_path / "n.txt"
    note.write_text(NOTE.format(complaint="Brustschmerzen", assessment="Stabile Angina pectoris"), encoding="utf-8")
    asked = ("simulate", "--note", note, "--language", "de", "--out", tmp_path / "r")
    done = run_command(*asked, text=True, variables={"BEDSIDE_CORPUS": str(folder)})
    assert done.returncode == 0, done.stderr
    assert "ein paar Minuten anhalten" in " ".join(done.stdout.split())
    wrong = run_command(*asked, text=True, variables={"BEDSIDE_CORPUS": str(tmp_path / "none")})
    assert wrong.returncode == 2 and len(wrong.stderr.strip().splitlines()) == 1 and "not a folder" in wrong.stderr
