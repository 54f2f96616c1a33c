"""Interviews as sets for a classifier: textbook, assignment, application. No subject is in two; reasons are not in them.

Law of the file: a row holds what was said, the label and who was asked; of why it was said nothing, unless the caller
asks for the reasons, which then go to a file of their own. The same runs, split and seed give the same bytes.
"""

import hashlib
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from bedside.orchestrator.exports.interview_truth import KINDS, borne_out
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.runs.checksum import dump
from bedside.orchestrator.runs.files import replace
from bedside.orchestrator.runs.reader import RunFolder, trace_of
from bedside.orchestrator.runs.versions import version

PARTS = ("textbook", "assignment", "application")
Json = dict[str, Any]
_MEANS = {
    "textbook": "to learn from: train on it, or show it to a model",
    "assignment": "to tune on: choose thresholds, prompts and epochs by it",
    "application": "to test on, once. Where real interviews are to be had, test on those alone and leave this part out",
}


@dataclass(frozen=True)
class Split:
    """The share of subjects of each part. The shares sum to one."""

    shares: tuple[float, float, float] = (0.6, 0.2, 0.2)
    seed: int = 0

    @classmethod
    def parse(cls, text: str, seed: int = 0) -> "Split":
        """Read ``textbook=0.6,assignment=0.2,application=0.2``. Raises ``Problem``."""
        given: dict[str, float] = {}
        for part in text.split(","):
            name, _, share = part.partition("=")
            try:
                given[name.strip()] = float(share)
            except ValueError:
                raise Problem(
                    "usage", f"--split {part!r} has no share: write textbook=0.6,assignment=0.2,application=0.2."
                ) from None
        strange = [name for name in given if name not in PARTS]
        if strange:
            raise Problem(
                "usage",
                f"--split has no part {strange[0]!r}: the parts of sets of interviews are {', '.join(PARTS)}. "
                "Parts of any other name go with --format, like --format messages.",
            )
        shares = tuple(given.get(name, 0.0) for name in PARTS)
        if not all(0 <= share <= 1 for share in shares) or abs(sum(shares) - 1) > 1e-6:
            raise Problem("usage", f"--split sums to {sum(shares):g}: the shares of the three parts must sum to 1.")
        return cls((shares[0], shares[1], shares[2]), seed)


@dataclass(frozen=True)
class Interviewed:
    """One finished interview: its line of ``dialogues.jsonl``, what was fixed, and the reasons of its turns."""

    run: str
    dialogue: Json
    about: Json
    reasons: list[Json]


def read_runs(runs: Sequence[Path]) -> list[Interviewed]:
    """The finished interviews of these run folders, in order. Raises ``Problem``."""
    found: list[Interviewed] = []
    seen: dict[str, Path] = {}
    for run in runs:
        folder = RunFolder(run)
        before = len(found)
        for kept in folder.dialogues():
            about = kept.record.meta.get("interview")
            if about is None or kept.record.status != "finished":
                continue
            if kept.id in seen:
                raise Problem("input", f"{kept.id!r} is in {seen[kept.id]} and in {run}: give one of them.")
            seen[kept.id] = run
            said = [{"speaker": turn.speaker, "text": turn.text} for turn in kept.record.turns]
            reasons = trace_of(kept)["reasons"]
            found.append(Interviewed(run.name, {"id": kept.id, "turns": said}, about, reasons))
        if len(found) == before:
            raise Problem("input", f"{run} has no finished interview: make some with protocol: interview/pcl-5.")
    return found


def partition(interviews: Sequence[Interviewed], split: Split) -> dict[str, str]:
    """The part of every subject. What cases fixed stays; the rest is drawn by seed, in each label's stratum apart."""
    labels: dict[str, set[str]] = {}
    fixed: dict[str, str] = {}
    for one in interviews:
        subject, part = str(one.about["subject"]), one.about.get("partition")
        labels.setdefault(subject, set()).add(str(one.about["label"]))
        if part is not None and fixed.setdefault(subject, part) != part:
            raise Problem(
                "input", f"subject {subject!r} is fixed to {fixed[subject]} and to {part}: choose one of them."
            )
    parts = dict(fixed)
    strata: dict[str, list[str]] = {}
    for subject in sorted(labels):
        strata.setdefault("+".join(sorted(labels[subject])), []).append(subject)
    for name, members in sorted(strata.items()):
        wanted = _counts(len(members), split.shares)
        for member in members:
            if member in fixed:
                wanted[PARTS.index(fixed[member])] -= 1
        free = [member for member in members if member not in fixed]
        random.Random(f"{split.seed}/{name}").shuffle(free)
        places = [part for part, count in zip(PARTS, wanted, strict=True) for _ in range(max(0, count))]
        # Parts that cases overfilled leave too few places or too many; the largest share takes what is over.
        places += [PARTS[split.shares.index(max(split.shares))]] * max(0, len(free) - len(places))
        parts |= dict(zip(free, places, strict=False))
    return parts


def _counts(total: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers that sum to ``total``, by largest remainder."""
    exact = [total * share for share in shares]
    counts = [math.floor(value + 1e-9) for value in exact]
    order = sorted(range(len(shares)), key=lambda at: (counts[at] - exact[at], at))
    for at in order[: total - sum(counts)]:
        counts[at] += 1
    return counts


def row(one: Interviewed, *, turns: bool, criteria: bool) -> Json:
    """One interview as a classifier gets it."""
    said: list[Json] = one.dialogue["turns"]
    out: Json = {
        "id": one.dialogue["id"],
        "subject": one.about["subject"],
        "instrument": one.about["instrument"],
        "label": one.about["label"],
        "severity": one.about["severity"],
        "synthetic": True,
    }
    if turns:
        out["turns"] = said
    else:
        out["text"] = "\n".join(f"{turn['speaker']}: {turn['text']}" for turn in said)
    if criteria:
        met = set(one.about["met"])
        out["criteria"] = {
            name: {"polarity": "present" if points else "denied", "points": points, "met": name in met}
            for name, points in one.about["answers"].items()
        }
    return out


def reason_row(one: Interviewed) -> Json:
    """Why each answer was given: criterion, polarity, points and the characters of the answer that show it."""
    kept = [
        {"index": reason["index"], "criteria": reason["criteria"], "thought": reason["thought"]}
        for reason in one.reasons
        if reason.get("criteria")
    ]
    withheld = [name for reason in one.reasons for name in reason.get("withheld", ())]
    return {"id": one.dialogue["id"], "subject": one.about["subject"], "reasons": kept, "withheld": withheld}


def export(runs: Sequence[Path], out: Path, split: Split, *, turns: bool, criteria: bool, reasons: bool) -> Json:
    """Write the sets and return the manifest. Raises ``Problem``; nothing is written into a folder that has files."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Problem("usage", f"{out} is not an empty folder: give another with --out.")
    interviews, truth = agreeing(read_runs(runs))
    parts = partition(interviews, split)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem("storage", f"{out} cannot be made ({error.strerror}): give another with --out.") from None
    files: Json = {}
    for part in PARTS:
        mine = [one for one in interviews if parts[str(one.about["subject"])] == part]
        data = b"".join(dump(row(one, turns=turns, criteria=criteria)) for one in mine)
        files[f"{part}.jsonl"] = _written(out / f"{part}.jsonl", data, mine)
        if reasons:
            data = b"".join(dump(reason_row(one)) for one in mine)
            files[f"reasons.{part}.jsonl"] = _written(out / f"reasons.{part}.jsonl", data, mine)
    manifest: Json = {
        "bedside": version(),
        "protocol": "callm",
        "synthetic": True,
        "runs": {run.name: _run_about(run) for run in runs},
        "split": {
            "shares": dict(zip(PARTS, split.shares, strict=True)),
            "seed": split.seed,
            "by": "subject",
            "within": "label",
        },
        "files": files,
        "truth": truth,
    }
    replace(out / "manifest.json", [orjson.dumps(manifest, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2), b"\n"])
    replace(out / "README.md", [_readme(manifest).encode()])
    return manifest


def agreeing(interviews: Sequence[Interviewed]) -> tuple[list[Interviewed], Json]:
    """Those whose words bear out their label and points, and what was left out, by kind. Raises ``Problem`` where none is left."""
    kept: list[Interviewed] = []
    left: list[Json] = []
    read, kept_back = 0, 0
    for one in interviews:
        found = borne_out(one.about, one.dialogue["turns"], one.reasons)
        read += found.read is not None
        kept_back += found.kept_back
        if found.why:
            left.append({"id": one.dialogue["id"], "why": found.why, "criterion": found.criterion})
        else:
            kept.append(one)
    if not kept:
        raise Problem(
            "input",
            f"In none of {len(interviews):,} interviews the answers say what was fixed (first: {left[0]['id']}, "
            f"{left[0]['criterion'] or 'the label'}): hold them again with a model that says how often or how much.",
        )
    counts = {kind: sum(one["why"] == kind for one in left) for kind in KINDS}
    about: Json = {"read": read, "not_read": len(interviews) - read, "answers_kept_back": kept_back, "left_out": counts}
    return kept, about | {"those_left_out": left}


def _written(path: Path, data: bytes, mine: Sequence[Interviewed]) -> Json:
    replace(path, [data])
    labels = [str(one.about["label"]) for one in mine]
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "interviews": len(mine),
        "subjects": len({one.about["subject"] for one in mine}),
        "positive": labels.count("positive"),
        "negative": labels.count("negative"),
    }


def _run_about(run: Path) -> Json:
    try:
        about = orjson.loads((run / "run.json").read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return {
        "digest": about.get("digest"),
        "dialogues": hashlib.sha256((run / "dialogues.jsonl").read_bytes()).hexdigest(),
    }


def _left(truth: Json) -> str:
    counts: dict[str, int] = truth["left_out"]
    return (
        f"The answers of {truth['read']} interviews were read again without what was fixed, and {sum(counts.values())} of them were left "
        f"out: {counts['item']} with an answer that says other points, {counts['unread']} with one that says none, {counts['missing']} "
        f"with one missing, {counts['label']} whose answers come to the other label. {truth['not_read']} could not be read so and "
        f"are kept; {truth['answers_kept_back']} answers were kept back by the person."
    )


def _readme(manifest: Json) -> str:
    shares, files = manifest["split"]["shares"], manifest["files"]
    rows = "\n".join(
        f"| `{name}` | {of['interviews']} | {of['subjects']} | {of['positive']} | {of['negative']} |"
        for name, of in files.items()
    )
    parts = "\n".join(f"* **{part}** ({shares[part]:.0%} of subjects): {_MEANS[part]}." for part in PARTS)
    return f"""# Interviews for a classifier

Synthetic: made by bedside {manifest["bedside"]} from runs {", ".join(f"`{name}`" for name in manifest["runs"])}. Nobody in
here exists, and a label is what a questionnaire's cut-off says, never a diagnosis.

| file | interviews | subjects | positive | negative |
|---|---|---|---|---|
{rows}

{parts}

{_left(manifest["truth"])}

No subject is in two parts; within each label the subjects were drawn by seed {manifest["split"]["seed"]}. The names of the
parts come from a published method (CALLM) of which only the abstract was at hand; what they mean here is our reading.
Rows hold no reasons. `manifest.json` has the digests.
"""
