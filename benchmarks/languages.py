"""Are languages told apart, are planted faults found, and does the built-in family say in German what a note says?

``python -m bedside.benchmarks.languages [--seeds 5]``. Three tables, over what stands in the repository:

1. the bank of utterances (``languages.tsv``): a line in another language than asked for, found or not; a right one, sent
   back or not; the checks' own detection beside the commonest words alone;
2. faults planted into right lines over the notes of ``tests/languages/notes``: another language, another number, the other
   speaker's label, a hidden finding; and the right lines themselves;
3. the German cases of the gallery, held by the built-in family.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from bedside.agents.builtin.family import family
from bedside.agents.checks.catalogue import COPYING
from bedside.agents.checks.other_languages import check_turn, hidden_said
from bedside.agents.languages.detect import detect, share_of_common
from bedside.agents.languages.language import load_language, shipped
from bedside.agents.languages.lexicon import load_lexicon
from bedside.agents.multilingual.reader import read
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.orchestrator.cases.case_input import read_case
from bedside.scenarios.brief import Brief
from bedside.scenarios.finding import failed
from bedside.scenarios.note import Fact, Note
from bedside.scenarios.plan import Step
from bedside.scenarios.turn import Utterance

HERE = Path(__file__).parent
BANK = HERE / "languages.tsv"
NOTES = HERE.parent / "tests" / "languages" / "notes"
CASES = HERE.parent / "scenarios" / "cases"
LABELS = {"de": "Arzt", "fr": "Médecin", "es": "Médico", "nl": "Arts", "et": "Arst", "zh": "医生", "ar": "الطبيب"}


def bank() -> list[tuple[str, str]]:
    """Utterances with their language."""
    rows = (line.split("\t") for line in BANK.read_text(encoding="utf-8").splitlines())
    return [(code, text) for code, text in rows]


def by_words(text: str, code: str) -> bool:
    """Whether the commonest words alone speak against ``code``: another shipped language has twice its share."""
    shares = {other: share_of_common(text, other) for other in shipped() if load_language(other).common}
    best = max(shares, key=lambda other: shares[other])
    return best != code and shares[best] > 0.15 and shares[best] > 2 * shares.get(code, 0.0)


def told_apart() -> bool:
    """Print the first table; True if no right line is sent back."""
    lines = bank()
    print("| asked for | others' lines | found | by the commonest words alone | own lines | sent back |")
    print("|---|---|---|---|---|---|")
    sent_back = 0
    for code in shipped():
        others = [text for name, text in lines if name != code]
        own = [text for name, text in lines if name == code]
        found = sum(detect(text, code) not in (None, code) for text in others)
        plain = sum(by_words(text, code) for text in others)
        back = sum(detect(text, code) not in (None, code) for text in own)
        sent_back += back
        print(f"| {code} | {len(others)} | {found} | {plain} | {len(own)} | {back} |")
    started = time.perf_counter()
    for _, text in lines:
        detect(f"{text} ", "et")
    spent = 1000 * (time.perf_counter() - started) / len(lines)
    print(f"\n{spent:.2f} ms a line that is not what was expected, once the model is loaded\n")
    return not sent_back


def _brief(note: Note, facts: tuple[Fact, ...], role: str) -> Brief:
    act: Any = "ask" if role == "patient" else "explain"
    step = Step(id="s1", act=act, topic="story", revealer=role, facts=tuple(fact.id for fact in facts))
    return Brief(
        role=role, dialogue="d", seed=0, step=step, facts=facts, language=note.language, note_language=note.language
    )


def _faulty(note: Note, brief: Brief, text: str) -> bool:
    utterance = Utterance(text=text, facts=tuple(fact.id for fact in brief.facts), model={"asked": "m"})
    found = check_turn(note, brief, utterance)
    wrong = [finding for finding in failed(found) if finding.check != COPYING.id]
    return bool(wrong) or hidden_said(note, brief, text)


def planted() -> bool:
    """Print the second table; True if no right line is sent back."""
    print("| language | right lines | sent back | language | number | label | hidden finding |")
    print("|---|---|---|---|---|---|---|")
    alarms = 0
    for code in (code for code in shipped() if code != "en"):
        note = read("n", (NOTES / f"{code}.txt").read_text(encoding="utf-8"), load_lexicon(code))
        stranger = [text for name, text in bank() if name != code]
        hidden = [f for f in note.facts if f.established == "visit" and any(q.value > 12 for q in f.quantities)]
        counts = dict.fromkeys(("right", "back", "language", "number", "number of", "label", "hidden", "hidden of"), 0)
        for at, fact in enumerate(note.facts):
            role = "physician" if fact.established == "visit" else "patient"
            brief = _brief(note, (fact,), role)
            line = f"{' '.join(fact.text.split())}."
            counts["right"] += 1
            counts["back"] += _faulty(note, brief, line)
            foreign = stranger[(7 * at) % len(stranger)]
            counts["language"] += _faulty(note, _brief(note, (), role), foreign)
            counts["label"] += _faulty(note, _brief(note, (fact,), "patient"), f"{LABELS[code]}: {line}")
            measured = [q for q in fact.quantities if q.value > 2]
            if measured:
                start, end = measured[0].span.start - fact.span.start, measured[0].span.end - fact.span.start
                counts["number of"] += 1
                wrong = f"{fact.text[:start]}977{fact.text[end:]}"
                counts["number"] += _faulty(note, brief, wrong)
            if role == "patient" and hidden:
                counts["hidden of"] += 1
                counts["hidden"] += _faulty(note, brief, f"{line} {hidden[at % len(hidden)].text}.")
        alarms += counts["back"]
        n = counts["right"]
        shown = [
            f"{counts['language']} of {n}",
            f"{counts['number']} of {counts['number of']}",
            f"{counts['label']} of {n}",
        ]
        shown.append(f"{counts['hidden']} of {counts['hidden of']}")
        print(f"| {code} | {n} | {counts['back']} | {' | '.join(shown)} |")
    print()
    return not alarms


def german(seeds: int) -> bool:
    """Print the third table; True if every fact is accounted for and no line has a fault."""
    print("| case | facts | said | withheld | left out with a reason | turns | lines with a fault |")
    print("|---|---|---|---|---|---|---|")
    right, made, started = True, 0, time.perf_counter()
    for path in sorted(CASES.glob("*.case.yaml")):
        case, text = read_case(path)
        if case.language != "de":
            continue
        facts = len(family("visit", case.protocol, "de").extract(case.id, text).facts)
        said = withheld = unplaced = turns = faulty = 0
        for seed in range(seeds):
            fold = asyncio.run(Simulator(seed).perform(Item(case.id, case, text), lambda _: None)).state
            made += 1
            told = {fact for reason in fold.reasons for fact in reason.facts}
            said += len(told)
            withheld += len({*fold.meta["withheld"]} - told)
            unplaced += len({*fold.meta["unplaced"]} - told)
            turns += len(fold.turns)
            faulty += sum(any(finding.passed is False for finding in r.checks) for r in fold.reasons)
        right = right and said + withheld + unplaced == seeds * facts and not faulty
        row = (said / seeds, withheld / seeds, unplaced / seeds, turns / seeds)
        print(f"| {case.id} | {facts} | {' | '.join(f'{value:.1f}' for value in row)} | {faulty} |")
    print(f"\n{made} conversations, {made / (time.perf_counter() - started):.1f} a second")
    return right


def main() -> None:
    """Measure and print; exit 1 if a right line is sent back or a German fact is lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    given = parser.parse_args()
    found = [told_apart(), planted(), german(given.seeds)]
    sys.exit(0 if all(found) else 1)


if __name__ == "__main__":
    main()
