"""One damaged byte in a run folder: every finished dialogue survives or is named, and whoever looks deep notices."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bedside.benchmarks.crash_scene import Scene, draw, grown, kept, made, named_as_damaged
from bedside.orchestrator.runs.file_names import ABOUT
from bedside.orchestrator.runs.open_run import open_run
from bedside.orchestrator.runs.run_json import read_about, write_about
from bedside.orchestrator.runs.survey import survey
from bedside.orchestrator.runs.verify import verify


@dataclass(frozen=True)
class Damaged:
    """What one damaged byte did. ``lost`` and ``again`` are how many finished dialogues were lost or made again without
    being named; ``noticed`` whether a deep look at the folder told."""

    file: str
    at: int
    how: str
    noticed: bool
    lost: int = 0
    again: int = 0
    wrong: str = ""

    @property
    def well(self) -> bool:
        """Whether all is as it should be."""
        return self.noticed and not self.lost and not self.again and not self.wrong


def open_run_of(scene: Scene, name: str) -> Path:
    """A run that was killed in its middle, with a dialogue begun and some logs packed."""
    assert scene.whole
    scene.write()
    rng = draw("open", name)
    while True:
        shutil.rmtree(scene.of(name), ignore_errors=True)
        files = [scene.of(name) / "dialogues.jsonl"]
        scene.kill_when(name, grown(files, int(len(scene.whole) * rng.uniform(0.78, 0.95))))
        if (scene.of(name) / "events.jsonl.bz2").exists() and survey(scene.of(name)).logs:
            return scene.of(name)


def damaged_bytes(scene: Scene, run: str, times: int) -> Iterator[Damaged]:
    """Damage one byte of a copy of a run, ``times`` times, half of them a letter that becomes another letter; every file
    in its turn. Then the same command."""
    rng = draw("damage", run)
    source = scene.of(run)
    assert not notices(source), "it is not whole to begin with"
    files = sorted(path.name for path in source.iterdir() if path.stat().st_size)
    for n in range(times):
        folder = scene.copy(run, "damaged")
        before = kept(folder)
        path = folder / files[n % len(files)]
        data = bytearray(path.read_bytes())
        letter = n // len(files) % 2 == 1
        places = [at for at, byte in enumerate(data) if not letter or (chr(byte).isascii() and chr(byte).isalpha())]
        at = rng.choice(places)
        old = data[at]
        data[at] = other_letter(old) if letter else rng.choice([byte for byte in range(256) if byte != old])
        path.write_bytes(data)
        how = f"{bytes([old])!r} -> {bytes([data[at]])!r}"
        noticed = notices(folder)
        yield _after(scene, folder, before, Damaged(path.name, at, how, noticed))


def other_letter(byte: int) -> int:
    """Another letter of the same case: a word that still reads."""
    first = ord("a") if byte >= ord("a") else ord("A")
    return first + (byte - first + 1) % 26


def notices(folder: Path) -> bool:
    """Whether a deep look finds something wrong."""
    found = survey(folder, deep=True)
    return bool(found.damage or found.lost or found.unexplained)


def _after(scene: Scene, folder: Path, before: dict[str, bytes], one: Damaged) -> Damaged:
    """Run the same command and compare."""
    sofar = made(folder)
    try:
        scene.run_here(folder.name)
    except RuntimeError as error:
        after = kept(folder)
        lost = sum(after.get(name) != line for name, line in before.items())
        return Damaged(one.file, one.at, one.how, one.noticed, lost=lost, wrong=str(error).strip()[-200:])
    after = kept(folder)
    unnamed = [name for name in before if not named_as_damaged(folder, name)]
    lost = sum(after.get(name) != before[name] for name in unnamed)
    begun = len(scene.notes) - len(before)
    again = max(0, made(folder) - sofar - begun - (len(before) - len(unnamed)))
    wrong = "" if scene.dialogues(folder.name) == scene.whole else "other bytes"
    if not wrong and notices(folder):
        wrong = "not whole after it was mended"
    return Damaged(one.file, one.at, one.how, one.noticed, lost, again, wrong)


def wrong_accounts(scene: Scene) -> Iterator[tuple[str, str]]:
    """Plant a wrong count in a copy of a finished run: whoever checks it must say so. Yields what was planted, and what is
    wrong ("" where all is well)."""
    assert scene.whole
    for name, by in (("finished", -1), ("failed", 1), ("pending", 1), ("requested", 1)):
        folder = scene.copy("whole", "counted")
        about = read_about(folder / ABOUT)
        about["counts"][name] += by
        write_about(folder, about)
        faults = verify(folder).faults
        yield f"{name} {by:+}", "" if any(ABOUT in fault for fault in faults) else "it was not noticed"
    run = open_run(scene.folder / "runs", "", {}, {}, name="planted")
    run.finished["a"] = ""
    run.failed["a"] = {}
    try:
        run.counts(["a", "b"])
        yield "counted twice", "it was not noticed"
    except AssertionError:
        yield "counted twice", ""
