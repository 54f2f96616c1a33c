"""How well the checker sees: ``python -m bedside.benchmarks.checker [--dialogues FILE --notes FILE] [--seeds N]``.

Errors are planted into supported dialogues, one at a time, and the checker, which is told nothing, has to find them;
the dialogues without a planted error give the false alarms. Without arguments the dialogues are those written below
and those the built-in family makes of the shipped cases and of ``checker_notes.yaml``, whose misses were looked at once
only. Planting uses plain text patterns, not the checker's own reading, and draws new values freely:
one that happens to stand elsewhere in the note counts as a miss. Sides and times are also counted apart where the note
has what was planted, for the same part of the body or in the same unit: there words alone may not tell.
"""

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bedside.agents.checks.noted import index_note
from bedside.agents.checks.support import check_support
from bedside.agents.checks.support_report import Cited, cited_passages
from bedside.agents.text.quantities import FoundQuantity, find_quantities
from bedside.agents.text.quantities_said import say
from bedside.knowledge.terminology import Terminology

HERE = Path(__file__).parent
NOTES = HERE / "checker_notes.yaml"
KINDS = ("polarity", "dose", "value", "side", "time", "drug", "condition", "denial")


@dataclass(frozen=True)
class SpokenLine:
    """One turn."""

    speaker: str
    text: str


@dataclass(frozen=True)
class Talk:
    """A dialogue, its note, and the stretches that cite a passage."""

    id: str
    note: str
    turns: tuple[SpokenLine, ...]
    cited: tuple[Cited, ...] = ()


Plant = tuple[int, tuple[SpokenLine, ...]]  # the turn at which it must be seen, and the changed dialogue

_WRITTEN = [
    (
        "knee",
        "CHIEF COMPLAINT\nLeft knee pain.\n\nHISTORY OF PRESENT ILLNESS\nThe patient is a 54-year-old carpenter with left knee pain for 3 weeks after a "
        "fall from a ladder. The pain is 6 out of 10 and worse on stairs. He reports swelling. Denies fever, numbness or locking. He has tried "
        "ibuprofen 400 mg twice a day.\n\nPAST MEDICAL HISTORY\nHypertension. No diabetes.\n\nMEDICATIONS\nLisinopril 20 mg daily.\n\n"
        "VITALS\nBP 142/88. Pulse 76.\n\nEXAM\nTenderness at the left knee. No redness.\n\nRESULTS\nX-ray: no fracture.\n\nPLAN\nNaproxen 500 mg twice daily for 10 days. "
        "Physical therapy. Return in 2 weeks.",
        "P: Good morning. What can I do for you?|A: It's my left knee. It's been hurting for three weeks, since I fell off a ladder.|P: How bad is the pain?|A: About a six out of ten, "
        "and stairs are the worst.|P: Any swelling?|A: Yes, some swelling.|P: Have you had a fever?|A: No.|P: Any numbness?|A: No, nothing like that.|P: Have you taken anything for it?|"
        "A: Ibuprofen, four hundred milligrams twice a day.|P: Do you have diabetes?|A: No, I don't.|P: And you take lisinopril 20 milligrams every day?|A: Yes.|P: Your blood pressure "
        "is 142 over 88 and your pulse is 76. There's tenderness at your left knee, and I don't see redness. The x-ray shows no fracture. I'd like you to take naproxen 500 milligrams twice a day "
        "for ten days, do physical therapy, and come back in two weeks.|A: Sounds good. Thank you.",
    ),
    (
        "cough",
        "HPI: 38-year-old woman with cough for 5 days and sore throat. She denies shortness of breath, chest pain and vomiting. She has had chills. No recent travel.\n"
        "PMH: Asthma.\nMEDS: albuterol inhaler 2 puffs every 6 hours as needed.\nALLERGIES: penicillin.\nEXAM: Temp 100.4 F. Oxygen saturation 97%. Right ear with mild redness. Lungs with no wheezing.\n"
        "PLAN: azithromycin 250 mg daily for 4 days. Follow up on Friday.",
        "P: Hello, what's going on?|A: I've had a cough for five days and a sore throat.|P: Any shortness of breath?|A: No.|P: Any chest pain?|A: No, none.|P: Chills?|A: Yeah, I've had chills.|"
        "P: Have you been vomiting?|A: Nope.|P: I see you have asthma, and you use albuterol, two puffs every six hours if you need it.|A: Right. And I'm allergic to penicillin.|P: Your temperature is 100.4 and your "
        "oxygen is 97 percent. Your right ear has a little redness. I hear no wheezing. I'll give you azithromycin 250 milligrams once a day for four days, and I'll see you Friday.|A: Okay, thanks.",
    ),
    (
        "sugar",
        "SUBJECTIVE\nMrs. Reyes is 61 years old and here for diabetes. She takes metformin 1000 mg twice a day and glipizide 5 mg daily. She reports tingling in the right foot for 2 months. "
        "She denies dizziness, blurry vision and chest pain. She smokes half a pack a day.\nOBJECTIVE\nWeight 182 lbs. BP 128/76. A1c 8.4. Creatinine 0.9.\nASSESSMENT AND PLAN\nDiabetes, not at goal. "
        "Increase glipizide to 10 mg daily. Start gabapentin 300 mg at night. Eye exam in March. Recheck A1c in 3 months.",
        "P: Nice to see you again. How are the sugars?|A: Not great. I take the metformin, a thousand milligrams twice a day, and glipizide five milligrams once a day.|P: Any tingling?|A: Yes, in my right foot, for two months.|"
        "P: Any dizziness?|A: No.|P: Blurry vision?|A: No, my eyes are fine.|P: Any chest pain?|A: I haven't had any chest pain.|P: How much do you smoke?|A: Half a pack a day.|P: You weigh 182 pounds, the blood pressure is 128 over 76, your A1c "
        "is 8.4 and your creatinine is 0.9. The diabetes is not where we want it. Let's go up on the glipizide to ten milligrams a day and start gabapentin 300 milligrams at night. I want the eye exam done in March and the A1c again in three months.|A: All right, doctor.",
    ),
]  # fmt: skip

_DRUGS = "warfarin amiodarone tamoxifen lithium methotrexate clozapine digoxin phenytoin ketoconazole rifampin donepezil levodopa isotretinoin sumatriptan finasteride".split()
_CONDITIONS = (
    "lupus|multiple sclerosis|cystic fibrosis|psoriasis|pancreatitis|tuberculosis|endometriosis|glaucoma|hepatitis|leukemia|epilepsy|shingles|celiac disease|malaria|kidney stones"
).split("|")
_PART = "knee|shoulder|hip|ankle|foot|leg|arm|elbow|wrist|hand|finger|thumb|eye|ear|breast|lung|side|flank|toe|heel|calf|kidney|thigh|groin|neck|hands|legs|eyes|ears|lower|upper"
_SIDED = re.compile(rf"\b(left|right)(?=(?:[- ]sided)? (?:\w+ )?(?:{_PART})\b)", re.IGNORECASE)
_DOSE = {"mg", "mcg", "ml", "unit", "puff", "tablet", "g"}
_TIMES = {"day", "week", "month", "year", "hour"}
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_YES = re.compile(r"^(?:(?:um|uh|well|oh)[ ,]+)*(?:yes|yeah|yep|yup)\b[^.!?]*[.!?]?", re.IGNORECASE)
_NO = re.compile(r"^(?:(?:um|uh|well|oh)[ ,]+)*(?:no|nope|nah)\b[^.!?]*[.!?]?", re.IGNORECASE)


def _with(talk: Talk, at: int, text: str) -> tuple[SpokenLine, ...]:
    return (*talk.turns[:at], SpokenLine(talk.turns[at].speaker, text), *talk.turns[at + 1 :])


def _other(found: FoundQuantity, rng: random.Random) -> FoundQuantity:
    """The same kind of quantity with another number."""
    scale = rng.choice([0.5, 2.0, 3.0, 1.5])
    value = found.value * scale
    if found.unit in _TIMES or value > 20:
        value = float(round(value))
    if value in (found.value, found.high, 0.0):
        value = found.value + rng.choice([3, 7, 9])
    high = None if found.high is None else value + (found.high - found.value if found.kind != "pair" else found.high)
    if found.kind == "pair" and found.high is not None:
        value, high = found.value + rng.choice([-18, 14, 22]), found.high + rng.choice([-11, 9, 13])
    return FoundQuantity(value, high, found.unit, found.start, found.end, found.kind)


def _numbers(talk: Talk, rng: random.Random, wanted: Callable[[FoundQuantity], bool]) -> Iterator[Plant]:
    for at, turn in enumerate(talk.turns):
        if turn.text.rstrip().endswith("?") or any(one.turn == at for one in talk.cited):
            continue
        for found in find_quantities(turn.text):
            if wanted(found):
                text = turn.text[: found.start] + say(_other(found, rng), rng) + turn.text[found.end :]
                yield at, _with(talk, at, text)


def _plant_polarity(talk: Talk, rng: random.Random, finder: Terminology) -> Iterator[Plant]:
    """Flip yes and no after a question about one thing; take the "no" out of statements; contradict the note."""
    note = index_note(talk.note, finder)
    for at, turn in enumerate(talk.turns):
        if any(one.turn == at for one in talk.cited):
            continue
        before = talk.turns[at - 1] if at else None
        if (
            before is not None
            and before.speaker == "physician"
            and turn.speaker != "physician"
            and before.text.endswith("?")
        ):
            question = re.split(r"(?<=[.?!])\s+", before.text)[-1]
            asked = [m for m in finder.find(question) if m.kind in ("symptom", "disorder")]
            plain = re.match(
                r"^(?:(?:and|okay|so|all right|how about|what about|any|have you had|do you have|have you noticed|ever had|are you having|a|any of)[ ,]*)+[\w' -]{3,40}\?$",
                question,
                re.IGNORECASE,
            )
            settled = note.polarity.get((asked[0].concept, False), set()) if len(asked) == 1 else set()
            if plain and settled in ({"present"}, {"denied"}):
                if _NO.match(turn.text):
                    yield (
                        at,
                        _with(
                            talk,
                            at,
                            _NO.sub(rng.choice(["Yes.", "Yeah, I have.", "Yes, a little."]), turn.text, count=1),
                        ),
                    )
                elif _YES.match(turn.text):
                    yield (
                        at,
                        _with(talk, at, _YES.sub(rng.choice(["No.", "Nope.", "No, not at all."]), turn.text, count=1)),
                    )
        if turn.text.endswith("?"):
            continue
        for mention in finder.find(turn.text):
            if mention.kind not in ("symptom", "disorder"):
                continue
            settled = note.polarity.get((mention.concept, False), set())
            lead = re.search(
                r"\b(?:no|don't have (?:any )?|haven't had (?:any )?|there's no|I don't see (?:any )?|I don't hear (?:any )?)\s*$",
                turn.text[: mention.start],
                re.IGNORECASE,
            )
            if settled == {"denied"} and lead:
                text = (
                    turn.text[: lead.start()]
                    + {"n": "some "}.get(
                        lead.group()[:1].lower(), "I do see some " if "see" in lead.group() else "there's some "
                    )
                    + turn.text[mention.start :]
                )
                yield at, _with(talk, at, text)
            elif settled == {"present"} and re.search(
                r"\b(?:I have|I've had|I've got|you have|there's|I get)(?: \w+)? $",
                turn.text[: mention.start],
                re.IGNORECASE,
            ):
                text = turn.text[: mention.start] + "no " + turn.text[mention.start :]
                yield at, _with(talk, at, re.sub(r"\b(?:a|an|some|the|this) no ", "no ", text))
    patients = [at for at, turn in enumerate(talk.turns) if turn.speaker == "patient"]
    items = [
        i
        for i in note.reading.assertions
        if i.kind == "symptom" and note.polarity[(i.concept, False)] in ({"present"}, {"denied"})
    ]
    for item in rng.sample(items, min(6, len(items))) if patients else ():
        at = rng.choice(patients)
        flipped = (
            rng.choice(["I haven't had any {}.", "I don't have any {}.", "There's been no {}."])
            if item.polarity == "present"
            else rng.choice(["I've had some {}.", "And I do get {}.", "There's been {} too."])
        )
        yield at, _with(talk, at, talk.turns[at].text + " " + flipped.format(item.form.lower()))


def _plant_side(talk: Talk, rng: random.Random, finder: Terminology) -> Iterator[Plant]:
    for at, turn in enumerate(talk.turns):
        if turn.text.rstrip().endswith("?") or any(one.turn == at for one in talk.cited):
            continue
        for match in _SIDED.finditer(turn.text):
            other = "right" if match.group(1).lower() == "left" else "left"
            yield at, _with(talk, at, turn.text[: match.start()] + other + turn.text[match.end(1) :])


def _plant_time(talk: Talk, rng: random.Random, finder: Terminology) -> Iterator[Plant]:
    yield from _numbers(talk, rng, lambda f: f.unit in _TIMES and f.kind in ("amount", "age") and f.value >= 2)
    for at, turn in enumerate(talk.turns):
        if turn.text.rstrip().endswith("?"):
            continue
        for found in find_quantities(turn.text):
            if found.kind in ("date", "year"):
                moved = found.value + (
                    rng.choice([2, 3, 4])
                    * (10000 if found.kind == "date" and found.value > 9999 else 100 if found.kind == "date" else 1)
                )
                other = FoundQuantity(moved, None, found.unit, found.start, found.end, found.kind)
                yield at, _with(talk, at, turn.text[: found.start] + say(other, rng) + turn.text[found.end :])
        for match in re.finditer("|".join(_DAYS), turn.text):
            other_day = _DAYS[(_DAYS.index(match.group()) + rng.choice([1, 2, 3])) % 7]
            yield at, _with(talk, at, turn.text[: match.start()] + other_day + turn.text[match.end() :])


def _plant_dose(talk: Talk, rng: random.Random, finder: Terminology) -> Iterator[Plant]:
    yield from _numbers(talk, rng, lambda f: f.unit in _DOSE)


def _plant_value(talk: Talk, rng: random.Random, finder: Terminology) -> Iterator[Plant]:
    yield from _numbers(
        talk,
        rng,
        lambda f: (
            f.kind == "pair"
            or f.unit in ("%", "lb", "f", "bpm", "mg/dl", "cm", "mm")
            or (f.kind == "number" and f.value > 3)
        ),
    )


def _plant_drug(talk: Talk, rng: random.Random, finder: Terminology) -> Iterator[Plant]:
    for _ in range(3):
        drug = rng.choice(_DRUGS)
        at = rng.randrange(len(talk.turns))
        if drug in talk.note.lower():
            continue
        line = (
            rng.choice(["Let's start you on {}.", "I'll send in some {} for you.", "Keep taking your {}."])
            if talk.turns[at].speaker == "physician"
            else rng.choice(["I take {} too.", "And I'm on {}.", "They gave me {} last time."])
        )
        yield at, _with(talk, at, talk.turns[at].text + " " + line.format(drug))


def _plant_condition(talk: Talk, rng: random.Random, finder: Terminology) -> Iterator[Plant]:
    for _ in range(3):
        condition = rng.choice(_CONDITIONS)
        at = rng.randrange(len(talk.turns))
        if condition in talk.note.lower():
            continue
        line = (
            rng.choice(["It looks like you have {}.", "This is {}.", "I also see {} in your chart."])
            if talk.turns[at].speaker == "physician"
            else rng.choice(["I have {} too.", "I was told I have {}.", "I had {} a while back."])
        )
        yield at, _with(talk, at, talk.turns[at].text + " " + line.format(condition))


_NEGATIVE = re.compile(
    r"\b(?:the |your |my |his |her |an? )?((?:[a-z][\w'-]+ ){0,2}[a-z][\w'-]+),? (?:is |was |are |were |came back )?(negative|absent|unremarkable|nontender)\b(?=[.,;])",
    re.IGNORECASE,
)


def _plant_denial(talk: Talk, rng: random.Random, finder: Terminology) -> Iterator[Plant]:
    """Deny what is said to be negative: "the swab was negative" becomes "there's no swab negative"."""
    for at, turn in enumerate(talk.turns):
        for match in _NEGATIVE.finditer(turn.text):
            if not re.search(r"\b(?:no|not|and|n't|there|is|it|there's|that)\b", match.group(1)):
                said = f"{rng.choice(['there is no', 'I see no', 'no'])} {match.group(1)} {match.group(2)}"
                yield at, _with(talk, at, turn.text[: match.start()] + said + turn.text[match.end() :])


_PLANTERS: dict[str, Callable[[Talk, random.Random, Terminology], Iterator[Plant]]] = {
    "polarity": _plant_polarity, "dose": _plant_dose, "value": _plant_value, "side": _plant_side, "time": _plant_time,
    "drug": _plant_drug, "condition": _plant_condition, "denial": _plant_denial,
}  # fmt: skip


def written() -> list[Talk]:
    """The short dialogues written for this benchmark; every statement in them is supported."""
    return [
        Talk(
            name,
            note,
            tuple(
                SpokenLine({"P": "physician", "A": "patient"}[line.strip()[0]], line.strip()[3:])
                for line in lines.split("|")
            ),
        )
        for name, note, lines in _WRITTEN
    ]


def simulated(seeds: int) -> list[Talk]:
    """Dialogues of the built-in family for the shipped English cases."""
    from bedside.knowledge.corpus import GUIDELINES, read_corpus
    from bedside.orchestrator.api.simulate_one import simulate
    from bedside.orchestrator.cases.case_input import CaseOptions, read_case

    texts = {passage.id: passage.text for passage in read_corpus(GUIDELINES).passages}
    out: list[Talk] = []
    for path in sorted((HERE.parent / "scenarios" / "cases").glob("*.case.yaml")):
        case, note = read_case(path, CaseOptions())
        if case.language != "en":
            continue
        for seed in range(seeds):
            record = simulate(path, seed=seed)
            turns = tuple(SpokenLine(turn.speaker, turn.text) for turn in record.turns)
            out.append(
                Talk(f"{record.id}-{seed}", note, turns, tuple(cited_passages(record.turns, record.reasons, texts)))
            )
    return out


def fresh(seeds: int) -> list[Talk]:
    """Dialogues of the built-in family for the notes written for this benchmark."""
    import yaml

    from bedside.orchestrator.api.simulate_one import simulate
    from bedside.scenarios.load import note_only_case

    out: list[Talk] = []
    for name, note in yaml.safe_load(NOTES.read_text(encoding="utf-8")).items():
        for seed in range(seeds):
            record = simulate(note_only_case(name, note), seed=seed, knowledge=False)
            out.append(
                Talk(f"{name}-{seed}", note, tuple(SpokenLine(turn.speaker, turn.text) for turn in record.turns))
            )
    return out


def _stands(kind: str, planted: str, note: str) -> bool:
    """Whether the note has a planted side for the same part, or a planted time in the same unit, in plain words."""
    if kind == "side":
        side, *rest = planted.lower().split()
        if not rest:
            return False
        side, word = side.split("-")[0], rest[-1].rstrip("s")
        short = f"{side}|{side[0]}|both|bilateral(?:ly)?"
        return (
            re.search(rf"\b(?:{short})\b[^.;:]{{0,24}}\b{word}|\b{word}[^.;:]{{0,12}}\b(?:{short})\b", note, re.I)
            is not None
        )
    if kind == "time":
        mine = {found.key for found in find_quantities(planted)}
        return any(found.key in mine for found in find_quantities(note)) or planted.lower() in note.lower()
    return False


def from_files(dialogues: Path, notes: Path) -> list[Talk]:
    """Dialogues of a run, with their notes (JSON Lines of id and note)."""
    note_of = {row["id"]: row["note"] for row in map(json.loads, notes.read_text(encoding="utf-8").splitlines())}
    rows = map(json.loads, dialogues.read_text(encoding="utf-8").splitlines())
    return [
        Talk(
            row["id"],
            note_of[row["note_id"]],
            tuple(SpokenLine(turn["speaker"], turn["text"]) for turn in row["turns"]),
        )
        for row in rows
    ]


def recall(
    talks: list[Talk], finder: Terminology, seed: int = 7, most: int = 6, show: bool = False
) -> dict[str, tuple[int, int]]:
    """Errors found and planted, by kind; at most ``most`` of a kind in one dialogue. Under "side, both" and "time,
    both" those of them for which the note has what was planted as well."""
    rng = random.Random(seed)
    counts: dict[str, list[int]] = {kind: [0, 0] for kind in KINDS}
    for talk in talks:
        base = Counter(
            (fault.turn, fault.kind) for fault in check_support(talk.turns, talk.note, finder, talk.cited).unsupported
        )
        for kind in KINDS:
            plants = list(_PLANTERS[kind](talk, rng, finder))
            for at, turns in rng.sample(plants, min(most, len(plants))):
                report = check_support(turns, talk.note, finder, talk.cited)
                now = Counter((fault.turn, fault.kind) for fault in report.unsupported)
                seen = any(turn == at and count > base[(turn, fault)] for (turn, fault), count in now.items())
                start, end = _changed(talk.turns[at].text, turns[at].text)
                names = [kind]
                if kind in ("side", "time") and _stands(kind, _phrase(turns[at].text, start, end, kind), talk.note):
                    names.append(f"{kind}, both")
                for name in names:
                    one = counts.setdefault(name, [0, 0])
                    one[0] += seen
                    one[1] += 1
                if show and not seen:
                    there = turns[at].text
                    print(
                        "missed", names[-1], talk.id, at, "|", talk.turns[at - 1].text[-60:],
                        "|", there[max(0, start - 90) : start] + "[[" + there[start:end] + "]]" + there[end : end + 60],
                    )  # fmt: skip
    return {kind: (found, planted) for kind, (found, planted) in counts.items()}


def _changed(before: str, after: str) -> tuple[int, int]:
    """Where ``after`` differs from ``before``, in whole words of ``after``."""
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    tail = next((n for n, (a, b) in enumerate(zip(before[::-1], after[::-1], strict=False)) if a != b), 0)
    end = max(start, len(after) - tail)
    while start and after[start - 1].isalnum():
        start -= 1
    while end < len(after) and after[end].isalnum():
        end += 1
    return start, end


def _phrase(text: str, start: int, end: int, kind: str) -> str:
    """A planted side with its part of the body, a planted time with its unit."""
    if kind == "side":
        part = re.compile(rf"(?:[- ]sided)?(?: \w+)?? (?:{_PART})\b", re.IGNORECASE).match(text, end)
        return text[start : part.end()] if part else text[start:end]
    return next(
        (text[f.start : f.end] for f in find_quantities(text) if f.start < end and start < f.end), text[start:end]
    )


def paraphrases(finder: Terminology) -> tuple[int, int]:
    """How many of the paraphrase pairs are judged rightly, and how many there are."""
    right = total = 0
    for line in (HERE / "paraphrases.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        report = check_support([SpokenLine(**turn) for turn in row["turns"]], row["note"], finder)
        clean = not any(fault.kind in ("polarity", "concept") for fault in report.unsupported)
        right += clean == row["agrees"]
        total += 1
    return right, total


def _table(name: str, talks: list[Talk], finder: Terminology, show: bool) -> None:
    for talk in talks:
        index_note(talk.note, finder)
    started = time.process_time()
    reports = [check_support(talk.turns, talk.note, finder, talk.cited) for talk in talks]
    spent = (time.process_time() - started) / max(1, len(talks)) * 1000
    faults, checked = sum(len(report.unsupported) for report in reports), sum(report.checked for report in reports)
    print(
        f"{name}: {len(talks)} dialogues, {faults} of {checked} assertions faulted without a plant ({faults / max(1, checked):.2%}), {spent:.1f} ms a dialogue"
    )
    for kind, (found, planted) in recall(talks, finder, show=show).items():
        print(f"  {kind:12s} {found:4d} of {planted:4d}" + (f"  {found / planted:.3f}" if planted else "  -"))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dialogues", type=Path, help="a run's dialogues.jsonl")
    parser.add_argument("--notes", type=Path, help="the notes of that run")
    parser.add_argument("--seeds", type=int, default=2, help="dialogues a shipped case")
    parser.add_argument("--show", action="store_true", help="print what was missed")
    given = parser.parse_args()
    finder = Terminology.load()
    right, total = paraphrases(finder)
    print(f"polarity on paraphrases: {right} of {total} ({right / total:.3f})")
    _table("written", written(), finder, given.show)
    if given.dialogues and given.notes:
        _table(given.dialogues.name, from_files(given.dialogues, given.notes), finder, given.show)
    else:
        _table("shipped cases", simulated(given.seeds), finder, given.show)
        _table("written notes", fresh(given.seeds), finder, False)


if __name__ == "__main__":
    main()
