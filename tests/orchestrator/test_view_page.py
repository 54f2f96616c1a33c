"""``bedside view``: what is in the page, what it may do, and what becomes of input that cannot be used."""

import base64
import gzip
import hashlib
import json
import re
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from browsing import folder_of, serving, source
from commands import Command, run_command
from run_folders import GOLDEN, begun, many, turned
from view_runs import SCRIPT, hostile

from bedside.orchestrator.failures import Problem
from bedside.orchestrator.pages.human_source import human_source
from bedside.orchestrator.pages.page_file import Page
from bedside.orchestrator.pages.page_source import RunSource
from bedside.orchestrator.pages.serve import PageServer
from bedside.orchestrator.pages.utf16_places import Places
from bedside.orchestrator.runs.reader import RunFolder
from bedside.orchestrator.runs.verify import verify
from bedside.scenarios.note import Span


def page_of(*folders: Path, **more: Any) -> bytes:
    """The page of these runs."""
    return b"".join(Page([RunSource(RunFolder(folder)) for folder in folders], **more).parts())


def blocks(page: bytes) -> dict[str, list[Any]]:
    """The values of every element of a page, by its id."""
    found = re.findall(rb'<script type="application/octet-stream" id="([a-z0-9-]+)">([A-Za-z0-9+/=\n]*)</script>', page)
    return {
        name.decode(): [
            json.loads(gzip.decompress(base64.b64decode(line))) if line else None for line in text.split(b"\n")
        ]
        for name, text in found
    }


def utf16(text: str, at: list[int]) -> str:
    """What a browser finds at a place of a text."""
    return text.encode("utf-16-le", "surrogatepass")[2 * at[0] : 2 * at[1]].decode("utf-16-le")


def test_the_page_says_what_the_run_says(fork: str) -> None:
    """Turns, the note and its facts' places, thoughts, passages with the lines that were shown, and the row of the list."""
    folder = folder_of(fork, "before")
    kept = RunFolder(folder).dialogue("rolled-ankle")
    found = blocks(page_of(folder))
    data, row = found["d0-0"][0], found["index"][0]["runs"][0]["dialogues"][0]
    turns = data["branches"][-1]["turns"]
    assert [(turn["speaker"], turn["text"]) for turn in turns] == [(t.speaker, t.text) for t in kept.record.turns]
    assert [turn["thought"] for turn in turns] == [reason.thought for reason in kept.record.reasons]
    assert data["note"]["text"] == kept.given
    spans = {fact["id"]: fact["at"] for fact in data["note"]["facts"]}
    for reason in kept.record.reasons:
        for name, words in zip(reason.facts, reason.words, strict=True):
            assert utf16(data["note"]["text"], spans[name]) == words
    cited = {name for turn in turns for name in turn.get("passages", [])}
    assert cited
    assert cited <= data["passages"].keys() <= found["p0"][0].keys()
    assert (row["id"], row["turns"], row["stop"]) == ("rolled-ankle", len(kept.record.turns), "complete")
    assert 0 < row["reached"] <= row["facts"] == len(spans)
    assert "Right ankle" not in page_of(folder).decode()  # nothing of what was said stands in the HTML itself


def test_places_are_those_of_a_browser() -> None:
    """Signs beyond the first plane count twice, and a span that reaches too far ends with the text."""
    text = "\U0001f9b4a\U0001f9b4b"
    places = Places(text)
    for start in range(5):
        for end in range(start, 5):
            assert utf16(text, places(Span(start=start, end=end))) == text[start:end]
    assert places(Span(start=3, end=99)) == [5, 6] if len(text) == 4 else True


def test_nothing_that_was_said_is_run(tmp_path: Path) -> None:
    """The policy names the one script and the one style by their digests; what is hostile is a block or escaped."""
    page = page_of(hostile(tmp_path, "{{style}}"))
    policy = re.search(rb'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    rules = dict(part.split(" ", 1) for part in policy[1].decode().split("; "))
    bodies = {
        "script-src": re.search(rb"<script>(.*?)</script>", page, re.DOTALL),
        "style-src": re.search(rb"<style>(.*?)</style>", page, re.DOTALL),
    }
    for rule, body in bodies.items():
        assert body is not None
        assert rules[rule] == f"'sha256-{base64.b64encode(hashlib.sha256(body[1]).digest()).decode()}'"
    assert (rules["default-src"], rules["connect-src"], rules["trusted-types"]) == ("'none'", "'none'", "'none'")
    assert len(re.findall(rb"<script(?! type=\"application/octet-stream\" id=)", page)) == 1
    assert page.count(b"<style") == 1
    assert b"window.hit" not in page
    assert b"<title>{{style}}</title>" in page
    assert blocks(page)["d0-0"][0]["branches"][0]["turns"][0]["text"] == SCRIPT


def test_no_script_writes_html() -> None:
    """What was said goes into the page as text: no way to make HTML of a string, and no address of another place."""
    assets = Path(__file__).parents[2] / "orchestrator" / "pages" / "assets"
    script = "".join(path.read_text(encoding="utf-8") for path in sorted(assets.glob("*.js")))
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc"):
        assert way not in script
    everything = script + (assets / "page.css").read_text() + (assets / "page.html").read_text()
    assert set(re.findall(r"https?://[^\s\"')]+", everything)) == {"http://www.w3.org/2000/svg"}
    assert "</script" not in script
    assert "<!--" not in script


def test_forks_stand_in_the_page(fork: str) -> None:
    """Both branches, the one that counts last, with who forked it and why, and what was changed by hand."""
    found = blocks(page_of(folder_of(fork, "forked")))
    main, other = found["d0-0"][0]["branches"]
    assert (main["name"], other["name"], other["by"], other["why"]) == (
        "main",
        "shorter",
        "person:ann",
        "to see it end early",
    )
    assert len(main["turns"]) > len(other["turns"]) == 10
    assert other["turns"][-1]["text"] == "Words of another hand."
    assert [change["kind"] for change in other["turns"][-1]["changes"]] == ["edited"]
    row = found["index"][0]["runs"][0]["dialogues"][0]
    assert (row["forks"], row["edited"]) == (1, True)


def test_prompts_and_replies_are_in_it_up_to_its_size(model: str) -> None:
    """Every exchange under the turn that came of it; above the limit they are left out, and the page says of how many."""
    folder = folder_of(model, "model")
    kept = RunFolder(folder).dialogue("rolled-ankle")
    asked = blocks(page_of(folder))["a0-0"][0]
    assert sum(len(part.get("models", ())) for part in asked.values()) == len(kept.exchanges)
    assert {turn.id for turn in kept.record.turns} <= asked.keys()
    small = blocks(page_of(folder, limit=1))
    assert "a0-0" not in small
    assert small["index"][0]["left"] == 1
    assert small["d0-0"] == blocks(page_of(folder))["d0-0"]


def test_a_page_of_every_kind_of_folder(tmp_path: Path) -> None:
    """No dialogue at all, failed ones, damaged ones and folders of version 0.1.0 each have their page."""
    none = many(tmp_path, name="none")
    assert blocks(page_of(none))["index"][0]["runs"][0]["dialogues"] == []
    failed = blocks(page_of(many(tmp_path, "a", empty=" ", name="failed")))
    rows = {row["id"]: row for row in failed["index"][0]["runs"][0]["dialogues"]}
    assert (rows["a"]["status"], rows["empty"]["status"]) == ("finished", "failed")
    assert any("failed" in remark for remark in failed["d0-0"][1]["remarks"])
    hurt = many(tmp_path, "a", "b", name="hurt")
    turned(hurt / "events.jsonl.bz2", 60)
    rows = blocks(page_of(hurt))["index"][0]["runs"][0]["dialogues"]
    assert all(row["lost"] and row["turns"] for row in rows)
    old = blocks(page_of(GOLDEN))
    assert old["d0-0"][0]["branches"][-1]["turns"]


def test_words_that_the_run_does_not_keep(tmp_path: Path) -> None:
    """Without the notes the page has places and no words; with ``--notes`` it has both."""
    folder = many(tmp_path / "runs", "a", keep_text=False)
    assert run_command("view", "knees", "--to", "bare.html", cwd=tmp_path).returncode == 0
    note = blocks((tmp_path / "bare.html").read_bytes())["d0-0"][0]["note"]
    assert note["text"] is None
    assert note["digest"]
    given = many(tmp_path / "other", "a")
    text = RunFolder(given).dialogue("a").given
    (tmp_path / "notes.jsonl").write_text(json.dumps({"id": "a", "note": text}) + "\n")
    done = run_command("view", folder, "--notes", "notes.jsonl", "--to", "whole.html", cwd=tmp_path)
    assert done.returncode == 0
    assert blocks((tmp_path / "whole.html").read_bytes())["d0-0"][0]["note"]["text"] == text


def test_the_command_writes_one_private_file_that_disturbs_nothing(tmp_path: Path) -> None:
    """In the run's folder, readable by its owner alone, the same bytes again, and the run is whole as before."""
    folder = many(tmp_path / "runs", "a", "b")
    done = run_command("view", "knees", cwd=tmp_path, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "runs/knees/view.html\n", "")
    file = folder / "view.html"
    assert file.stat().st_mode & 0o777 == 0o600
    first = file.read_bytes()
    assert verify(folder).faults == []
    assert run_command("view", "knees", cwd=tmp_path).returncode == 0
    assert file.read_bytes() == first
    assert run_command("batch", "--help").returncode == 0
    assert RunFolder(folder).ids == ("a", "b")


def test_a_run_that_is_being_written_has_its_page(tmp_path: Path) -> None:
    """As far as it has come, with a sentence that says so."""
    run = begun(tmp_path / "runs", "a")
    done = run_command("view", "knees", "--to", "open.html", cwd=tmp_path)
    assert done.returncode == 0
    about = blocks((tmp_path / "open.html").read_bytes())["index"][0]["runs"][0]
    assert len(about["dialogues"]) == 1
    assert "still open" in about["remarks"][0]
    run.close(["a"])


def test_what_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    """A run that is none, one named twice, a dialogue in place of a run, no folder to write to, options that do not fit."""
    folder = many(tmp_path / "runs", "a")
    (tmp_path / "human.jsonl").write_text('{"note_id": "a"}\n')
    (tmp_path / "file").write_text("")
    cases: list[tuple[tuple[object, ...], str]] = [
        (("kness",), "knees"),
        (("knees", folder), "twice"),
        (("knees/a",), "whole runs"),
        (("knees", "--to", "no/such/view.html"), "no/such"),
        (("knees", "--to", "runs"), "is a folder"),
        (("knees", "--to", "file/view.html"), "file"),
        (("knees", "--port", "8000"), "--serve"),
        (("knees", "--serve", "--to", "x.html"), "--to"),
        (("knees", "--human", "none.jsonl"), "none.jsonl"),
        (("knees", "--human", "human.jsonl"), "line 1"),
        (("knees", "--notes", "none.jsonl"), "none.jsonl"),
    ]
    wrong: list[Any] = []
    for arguments, words in cases:
        done = run_command("view", *arguments, cwd=tmp_path, text=True)
        fine = done.returncode == 2 and done.stdout == "" and words in done.stderr and "Traceback" not in done.stderr
        wrong += [] if fine and done.stderr.count("\n") == 1 else [(arguments, done)]
    assert wrong == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "human.jsonl", "runs"]
    assert not (folder / "view.html").exists()


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    """A sentence that names the file, and no half page beside it."""
    folder = many(tmp_path / "runs", "a")
    (folder / "view.html.part").mkdir()  # stands for a folder of somebody else's, also where tests are run by root
    done = run_command("view", "knees", cwd=tmp_path, text=True)
    assert done.returncode == 2
    assert "view.html" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "view.html").exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"turns": [{"speaker": "Doctor", "text": "Hello."}, {"speaker": "PATIENT", "text": "Hi."}]}, None),
        ({"text": "Doctor: Hello.\nPatient: Hi."}, None),
        ({"text": "[doctor] Hello.\n\n[patient] Hi."}, None),
        ({"text": "Dr.: Hello.\npt: Hi."}, None),
        ({"text": "Doctor: Hello,\nyou there: again.\nPatient: Hi."}, ["physician", "you there", "patient"]),
    ],
)
def test_what_people_said_is_read_in_its_written_forms(row: dict[str, Any], said: Any, tmp_path: Path) -> None:
    """Turns, or text with a speaker before each line; a physician by any usual name is one."""
    file = tmp_path / "human.jsonl"
    file.write_text(json.dumps({"note_id": "a", **row}) + "\n\n")
    (dialogue,) = human_source(file).dialogues()
    speakers = [turn["speaker"] for turn in dialogue.data["branches"][0]["turns"]]
    assert speakers == (said or ["physician", "patient"])
    assert (dialogue.row["id"], dialogue.row["status"]) == ("a", "human")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"text": "a: b"}', '{"id": "a"}', '{"id": "a", "turns": [1, {}]}'])
def test_a_file_of_people_that_cannot_be_used(text: str, tmp_path: Path) -> None:
    """One sentence that names the file."""
    file = tmp_path / "human.jsonl"
    file.write_text(text)
    with pytest.raises(Problem, match=r"human\.jsonl"):
        human_source(file)


def test_the_server_answers_this_machine_alone(model: str) -> None:
    """The page and what is not in it for who has the address; nothing for another host, path, method or dialogue."""
    page = Page([source(folder_of(model, "model"))], served=True, limit=1)
    with serving(page) as server:
        _asked(server, page)


def _asked(server: PageServer, page: Page) -> None:
    def status(url: str, **headers: str) -> int:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as reply:
                return reply.status
        except urllib.error.HTTPError as error:
            return error.code

    assert server.server_address[0] == "127.0.0.1"
    with urllib.request.urlopen(server.url) as reply:
        assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]
        assert "connect-src 'self'" in reply.headers["Content-Security-Policy"]
        assert len(reply.read()) == int(reply.headers["Content-Length"])
    assert page.left == [(0, 0)]
    with urllib.request.urlopen(f"{server.url}a0-0") as reply:
        assert "s001.physician" in json.loads(gzip.decompress(reply.read()))
    base = server.url.removesuffix(f"{server.word}/")
    for url in (
        base,
        f"{base}favicon.ico",
        f"{base}wrong/",
        f"{server.url}a0-1",
        f"{server.url}a9-0",
        f"{server.url}../run.json",
    ):
        assert status(url) == 404, url
    assert status(server.url, Host="evil.example") == 403
    assert status(server.url, Host=f"evil.example:{server.server_port}") == 403
    with pytest.raises(urllib.error.HTTPError, match="501"):
        urllib.request.urlopen(server.url, data=b"x")


def test_the_command_serves_until_it_is_stopped(tmp_path: Path) -> None:
    """It prints the address, answers there, writes no file, and Ctrl-C ends it without a complaint."""
    folder = many(tmp_path / "runs", "a")
    before = sorted(path.name for path in folder.iterdir())
    pipe = subprocess.PIPE
    with Command("view", "knees", "--serve", cwd=tmp_path, stdout=pipe, stderr=pipe) as served:
        assert served.stdout is not None
        assert served.stderr is not None
        url = served.stdout.readline().decode().split()[0]
        with urllib.request.urlopen(url) as reply:
            assert blocks(reply.read())["index"][0]["runs"][0]["dialogues"][0]["id"] == "a"
        served.send_signal(signal.SIGINT)
        assert served.wait(30) == 0
        assert served.stderr.read() == b""
    assert sorted(path.name for path in folder.iterdir()) == before
