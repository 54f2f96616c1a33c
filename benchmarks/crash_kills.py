"""Runs killed while they write and while they settle, and disks that fill up."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from bedside.benchmarks.crash_scene import Scene, draw, grown, kept, made
from bedside.orchestrator.runs.survey import survey

SYSCALLS = ("rename", "renameat", "renameat2", "fsync", "ftruncate", "unlink", "unlinkat")


def while_writing(scene: Scene, times: int, processes: int) -> Iterator[str]:
    """Kill a run ``times`` times, each time when its files have grown by a random amount, then let it go on. One line for
    everything that is wrong."""
    whole = scene.whole
    scene = replace(scene, processes=processes)
    rng = draw("writing", processes)
    killed = sitting = 0
    while killed < times:
        sitting += 1
        name = f"killed-{processes}-{sitting}"
        files = [scene.of(name) / file for file in ("events.jsonl", "dialogues.jsonl")]
        for _ in range(rng.randint(1, 4)):
            before = kept(scene.of(name)) if scene.of(name).exists() else {}
            # Logs are taken out of events.jsonl once they are packed: what is waited for is growth from here on.
            killed += scene.kill_when(name, grown(files, rng.randrange(1, len(whole) // 3)))
            after = kept(scene.of(name))
            if any(after.get(one) != line for one, line in before.items()):
                yield f"{name}: {len(before)} finished before the kill, of which some are lost"
            if killed >= times:
                break
        scene.run(name)
        if scene.dialogues(name) != whole:
            yield f"{name}: other bytes"
        if made(scene.of(name)) > len(scene.notes):
            yield f"{name}: {made(scene.of(name))} made of {len(scene.notes)}"
        if list(scene.of(name).glob("*.part")):
            yield f"{name}: stray files"
        shutil.rmtree(scene.of(name))


def traced(scene: Scene, run: str, calls: tuple[str, ...], inject: str = "") -> str:
    """Run the command under strace; what it wrote of these calls."""
    out = scene.folder / "strace.txt"
    how = ["-e", f"inject={inject}"] if inject else []
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-o", str(out), "-e", f"trace={','.join(calls)}", *how]
    scene.run(run, before=strace, expect=None)
    return out.read_text(errors="replace")


def in_settling(scene: Scene, calls: tuple[str, ...] = SYSCALLS, most: int | None = None) -> Iterator[tuple[str, str]]:
    """Kill the second sitting of a run at each of these calls in turn. Yields where, and what is wrong ("" where all is
    well). Raises ``RuntimeError`` without strace."""
    if shutil.which("strace") is None:
        raise RuntimeError("strace is not installed")
    before = kept(scene.first)
    for call in calls:
        scene.copy("first", "counted")
        count = len(re.findall(rf"\b{call}\(", traced(scene, "counted", (call,))))
        assert scene.dialogues("counted") == scene.whole
        places = list(range(1, count + 1))
        for at in places if most is None else sorted(draw(call).sample(places, min(most, count))):
            folder = scene.copy("first", "settled")
            traced(scene, "settled", (call,), f"{call}:signal=KILL:when={at}")
            yield f"{call} {at} of {count}", wrong_after(scene, folder, before)


def failures_of_a_killed_resume(scene: Scene, most: int | None = None) -> Iterator[tuple[str, str]]:
    """Kill the second sitting of a run some of whose notes cannot be used, at each rename; nobody's failure and none of the
    attempts may be forgotten. Yields as ``in_settling``."""
    bad = {name: row["attempts"] for name, row in survey(scene.first).failures.items()}
    scene.write({name: "" if name in bad else text for name, text in scene.notes.items()})
    count = len(re.findall(r"\brename\(", traced(scene, scene.copy("first", "counted").name, ("rename",))))
    places = list(range(1, count + 1))
    for at in places if most is None else sorted(draw("failures").sample(places, min(most, count))):
        folder = scene.copy("first", "settled")
        traced(scene, "settled", ("rename",), f"rename:signal=KILL:when={at}")
        after = {name: row["attempts"] for name, row in survey(folder).failures.items()}
        forgotten = [name for name, attempts in bad.items() if after.get(name, 0) < attempts]
        scene.run("settled", expect=3)
        last = {name: row["attempts"] for name, row in survey(folder).failures.items()}
        counted = all(last.get(name, 0) == after.get(name, 0) + 1 for name in bad)
        yield f"rename {at} of {count}", f"{len(forgotten)} forgotten" if forgotten else "" if counted else str(last)
    scene.write()


def wrong_after(scene: Scene, folder: Path, before: dict[str, bytes]) -> str:
    """What is wrong with a run that was stopped somewhere, and with what becomes of it when it goes on."""
    after = kept(folder)
    lost = [name for name, line in before.items() if after.get(name) != line]
    if lost:
        return f"{len(lost)} of {len(before)} lost"
    sofar = made(folder)
    scene.run(folder.name)
    if scene.dialogues(folder.name) != scene.whole:
        return "other bytes"
    again = made(folder) - sofar - (len(scene.notes) - len(after))
    if again > 0:
        return f"{again} made again"
    return "stray files" if list(folder.glob("*.part")) else ""


def disk_full_in_settling(scene: Scene, steps: int = 12) -> Iterator[tuple[str, str]]:
    """The second sitting of a run on a disk that has ever more room left until it fits, then with room enough. Yields as
    ``in_settling``."""
    before = kept(scene.first)
    used = sum(-(-path.stat().st_size // 4096) * 4096 for path in scene.of("first").iterdir())
    for free in range(4096, 64 << 20, max(4096, used // steps // 4096 * 4096)):
        said = on_small_disk(scene, used + free, "first", "freed")
        yield f"{free} bytes free", _sentence(said) or wrong_after(scene, scene.of("freed"), before)
        if "No space left" not in said:
            return


def disk_full_in_mid_batch(scene: Scene, sizes: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """A run from its beginning on a disk that is too small, then with room."""
    assert scene.whole
    scene.write()
    for size in sizes:
        said = on_small_disk(scene, size, None, "freed")
        wrong = _sentence(said) if "No space left" in said else "it fitted"
        yield f"{size} bytes", wrong or wrong_after(scene, scene.of("freed"), kept(scene.of("freed")))


def _sentence(said: str) -> str:
    """What is wrong with what a command said on a full disk."""
    return "a traceback" if "Traceback" in said else "more than one sentence" if said.count("\n") > 1 else ""


# A disk of its own, in a mount namespace that ends with the command; what is on it then is copied away.
_SMALL_DISK = """mount -t tmpfs -o size="$2",mode=700 tmpfs "$1" || exit 77
[ -z "$3" ] || cp -a "$3/." "$1/"
"${@:5}"; code=$?
cp -a "$1/." "$4/"
exit $code"""


def on_small_disk(scene: Scene, size: int, source: str | None, target: str) -> str:
    """Run the command on a disk of so many bytes that holds the run ``source``, if one is named; where this process may
    mount none, files may not grow beyond a quarter of it. What is there then is the run ``target``. Returns what the
    command said."""
    folder, freed = scene.of("full"), scene.of(target)
    for one in (folder, freed):
        shutil.rmtree(one, ignore_errors=True)
        one.mkdir(parents=True, mode=0o700)
    if may_mount():
        places = [str(folder), str(size), str(scene.of(source)) if source else "", str(freed)]
        return scene.run("full", before=["unshare", "-m", "bash", "-c", _SMALL_DISK, "bash", *places], expect=None)
    if source is not None:
        shutil.copytree(scene.of(source), folder, dirs_exist_ok=True)
    said = scene.run("full", before=["sh", "-c", f'ulimit -f {size // 4 // 512}; exec "$@"', "sh"], expect=None)
    scene.copy("full", target)
    return said


@cache
def may_mount() -> bool:
    """Whether this process may make a disk of its own."""
    if shutil.which("unshare") is None or shutil.which("bash") is None:
        return False
    mount = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(mount, capture_output=True).returncode == 0
