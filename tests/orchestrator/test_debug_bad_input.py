"""The debugger and what should not be typed, kept or served: one sentence, and the session stands where it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import Command, run_command
from stepped import ANSWERS, CASE, PROMPTED, SCRIPTED, content, hold, opened, reopened, sound, source_of, whole

from bedside.benchmarks.hostile import plain
from bedside.orchestrator.build.player_options import PlayerOptions
from bedside.orchestrator.cases.case_input import CaseOptions
from bedside.orchestrator.cli.note_texts import note_texts
from bedside.orchestrator.debug.console import Console
from bedside.orchestrator.debug.dialogue_source import open_case, open_kept
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.failures import Problem, StorageProblem
from bedside.orchestrator.runs.entry import Entry
from bedside.orchestrator.runs.reader import RunFolder

LONG = "x" * 100_000
NEVER = [
    "nonsense", "n 0", "next -1", "next x", "next 99999999", f"next {LONG}", LONG, f"{LONG} {LONG}", "s" * 40,
    "break pateint", "break if", "break rol == 3", "break if role > 3", 'break "x', "watch", "watch 1 + 1", "delete", "delete 7",
    "delete x", "list --5", "list 0", "list 99", "list 3-99", "list a-b", f"list {LONG}", "why 0", "why --", "why s999.patient",
    "brief", "brief nobody", "brief patient physician", "prompt 99", "raw 99", "print", "print x", f"print {LONG}",
    "edit", "edit 1", "edit 99 words", 'edit 1 ""', 'edit 1 "   "', 'edit 1 "\u202e\x1b"', "edit 1 it's", "edit 1 a b c d e",
    f'edit 1 "{LONG}"', f'edit {LONG} "a"', "say", "say patient", 'say nobody "hello"', 'say patient ""', f'say patient "{LONG}"',
    "set", "set x", "set =", "set =5", "set nonsense=5", "set patient.persona=nobody", "set patient.age=old", "set limits.turns=1",
    "set limits.turns=[", "set id=other", "set note=text", "set note=@/nowhere", "set note.x=1", "set expect=1", "set seed=x",
    "set protocol=nothing", "set language=xx", "set models.default=nobody", "set models.patient=openai", f"set title.a={LONG}",
    "set models.patient=scripted:/nowhere.jsonl", "set a.b.c.d=1", "set patient=3", "set lines=3", "set setting=moon",
    "reroll 0", "reroll 21", "reroll x", "reroll seed=x", "reroll temperature=warm", "reroll temperature=0.5", "reroll a=b",
    "reroll 1 2 3 4 5", "reroll model=nobody:x", "accept", "accept 1", "accept x", "back 0", "back x", "jump", "jump 99",
    "jump nowhere", "jump 1 2", f"jump {LONG}", 'fork "a b"', "fork main", f"fork {LONG}", "fork ../x", "fork a b c", "switch",
    "switch nowhere", f"switch {LONG}", "diff", "diff main", "diff main nowhere", "save", "save case", "save x y", "save case x.yaml",
    "save case /proc/x.case.yaml", "save test a.case.yaml", "save cassette a.jsonl", "save html /nowhere/a/b.html", "help nonsense",
]  # fmt: skip
# More than one sentence could be said of these, and something is carried out: a branch is begun, a page is shown.
CARRIED_OUT = [
    "list",
    "list 2-1",
    "why",
    "where",
    "set title=a:b",
    "set title=!!python/object:os.system",
    "# remark",
    "",
    "  ",
]


@pytest.mark.parametrize("text", [SCRIPTED, CASE], ids=["scripted", "built in"])
async def test_what_cannot_be_carried_out_is_a_sentence(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is typed wrongly, at the beginning and in the middle: one sentence, nothing moved, nothing written."""
    monkeypatch.chdir(tmp_path)
    held = opened(tmp_path, text)
    wrong: list[str] = []
    for line in NEVER:
        if line.startswith("set") or line in ("list 2-1",):
            continue
        try:
            await held.refused(line)
        except AssertionError as error:
            if "carried out" not in str(error):
                wrong.append(str(error))
    await held.type("jump start", "next 4")
    for line in NEVER:
        try:
            await held.refused(line)
        except AssertionError as error:
            wrong.append(str(error))
        except Exception as error:  # what is our fault is listed, too
            wrong.append(f"{line[:60]!r}: {type(error).__name__} {str(error)[:100]}")
    assert [one[:160] for one in wrong] == []
    for line in CARRIED_OUT:
        await held.type(line)
    whole(held.session)
    await held.type("next 2")


async def test_orders_to_a_terminal_are_words_and_are_not_shown(tmp_path: Path) -> None:
    """Colours, overrides of direction and line ends in an edit come to spaces, in the record and on the screen."""
    held = opened(tmp_path)
    await held.type("next 2")
    shown = await held.type('edit 2 "Red \x1b[31mhot\u202e שלום\r\nend" "why \x1b[2J"')
    assert not any(sign in line for line in shown for sign in "\x1b\u202e\r\n")
    text = held.said[1][1]
    assert "שלום" in text
    assert text.isprintable()
    assert not any("\x1b" in line for line in await held.type("forks"))


async def test_a_model_that_is_not_there_stops_only_who_asks_it(tmp_path: Path) -> None:
    """A kept dialogue whose model is not served any more can be looked at; going on says one sentence and stays."""
    held = opened(tmp_path, PROMPTED)
    await held.type("next 6")
    run = await held.close()
    assert run is not None
    (tmp_path / "patient.jsonl").unlink()
    dead = PlayerOptions("openai:gone", "http://127.0.0.1:9/v1")
    again = reopened(run, players=dead)
    before = content(run)
    assert await again.type("list all") != []
    await again.type("why 2", "prompt 4", "raw 4", "back 2", "jump end", "where")
    with pytest.raises(Problem) as told:
        await again.type("next 3")
    assert "\n" not in str(told.value)
    assert [text for _, text in again.said][:6] == [text for _, text in held.said]
    again.session.move(again.session.path[0].id)
    with pytest.raises(Problem):
        await again.type("continue")
    assert content(run) == before
    whole(again.session)


async def test_an_answer_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    """A model that refuses stops the session where it is; once it answers, the same case goes on past it."""
    source_of(tmp_path, PROMPTED)
    script = tmp_path / "patient.jsonl"
    script.write_text('{"match": "", "reply": {"error": "refusal"}}\n')
    held = opened(tmp_path, PROMPTED)
    with pytest.raises(Problem):
        await held.type("next 8")
    stood = held.said
    run = await held.close()
    assert run is not None
    script.write_text(ANSWERS)
    again = reopened(run)
    assert again.said == stood
    await again.type("continue")
    assert again.said[: len(stood)] == stood
    assert again.session.state.status == "finished"


async def test_who_played_and_cannot_be_named_is_a_sentence(tmp_path: Path) -> None:
    """A dialogue that a function from Python played is opened where another is named to play, and else refused in a
    sentence."""

    def mine(messages: list[dict[str, str]]) -> str:
        return plain(messages, len(messages[-1]["content"]))

    file = tmp_path / "knee.case.yaml"
    file.write_text(CASE, encoding="utf-8")
    players = PlayerOptions(mine)
    away = hold(open_case(file, CaseOptions(player=players.player), players), tmp_path / "runs")
    await away.type("next 2")
    run = await away.close()
    assert run is not None
    with pytest.raises(Problem) as told:
        await reopened(run).type("next")
    assert "python:mine" in str(told.value)
    assert "\n" not in str(told.value)
    again = reopened(run, players=PlayerOptions("agenda"))
    await again.type("list", "next")
    assert again.said[:2] == away.said


async def test_a_full_disk_is_a_sentence_and_nothing_is_lost(tmp_path: Path) -> None:
    """An event that could not be written is none: the session stands before it and goes on once there is room."""
    full = [False]
    kept: list[Entry] = []

    def sink(entry: Entry) -> None:
        if full[0]:
            raise StorageProblem("No space left: free some.")
        kept.append(entry)

    source = source_of(tmp_path, SCRIPTED)
    session = Session(source, "tester", sink)
    console = Console(session)
    await console.run("next 3")
    full[0] = True
    stood = session.tip
    for line in ("next", "continue", 'edit 2 "Other."', 'say patient "A."', "set limits.turns=20", "reroll 2", "fork"):
        with pytest.raises(Problem):
            await console.run(line)
        assert session.tip == stood, line
        whole(session)
    full[0] = False
    await console.run("continue")
    whole(session)
    assert [entry.id for entry in kept] == list(session.log)


async def test_notes_and_prompts_are_not_in_the_programs_log(tmp_path: Path) -> None:
    """log.jsonl has nothing of the note, of what was said, typed or asked."""
    held = opened(tmp_path, PROMPTED)
    await held.type("next 6", 'edit 2 "Secret words." "secret reason"', "continue")
    folder = await held.close()
    assert folder is not None
    told = (folder / "log.jsonl").read_text().casefold() if (folder / "log.jsonl").exists() else ""
    assert not any(word in told for word in ("knee hurts", "ibuprofen", "secret", "since yesterday"))


async def test_where_words_are_not_kept_none_are(tmp_path: Path) -> None:
    """A dialogue whose run keeps no text is debugged with the notes beside it, and the session keeps none either."""
    notes = tmp_path / "notes.jsonl"
    note = "HISTORY: The zebra-striped knee hurts. No fever.\\nPLAN: Rest."
    notes.write_text(f'{{"id": "z1", "note": "{note}"}}\n')
    made = run_command(
        "batch", "--notes", notes, "--run", "r", "--no-keep-text", "--no-knowledge", cwd=tmp_path, text=True
    )
    assert made.returncode == 0, made.stderr
    run = tmp_path / "runs/r"
    with pytest.raises(Problem, match="--notes"):
        open_kept(RunFolder(run), "z1", PlayerOptions())
    held = hold(open_kept(RunFolder(run, note_texts(notes)), "z1", PlayerOptions()), tmp_path / "runs")
    await held.type("jump 4", 'edit 4 "Fine."', "next 4", "reroll 2", "accept 1", "continue")
    assert "not kept" in await held.refused(f"set note=@{notes}")
    folder = await held.close()
    assert folder is not None
    assert sound(folder) == []
    rows = (folder / "run.json").read_text() + run_command(
        "show", folder, "--format", "json", text=True, cwd=tmp_path
    ).stdout
    assert '"text":"HISTORY' not in rows.replace(" ", "")
    again = hold(open_kept(RunFolder(folder, note_texts(notes)), "z1", PlayerOptions()), tmp_path / "runs")
    assert again.said == held.said


def test_targets_that_cannot_be_opened_are_a_sentence(tmp_path: Path) -> None:
    """A run of version 0.1.0, a failed reading, a missing turn, a missing script: exit code 2 and one line."""
    old = tmp_path / "runs/old"
    old.mkdir(parents=True)
    (old / "run.json").write_text('{"version": 1}')
    (old / "dialogues.jsonl").write_text(
        '{"id": "a", "note_id": "a", "synthetic": true, "turns": [{"speaker": "patient", "text": "x"}]}\n'
    )
    source_of(tmp_path, SCRIPTED)
    for name in ("run.json", "dialogues.jsonl"):  # the log is gone, and nothing had come to its end
        (tmp_path / "runs/empty").mkdir(exist_ok=True)
        (tmp_path / "runs/empty" / name).write_text('{"version": 1}' if name == "run.json" else "")
    for arguments in (
        ["runs/empty"], ["runs/old/a"], ["nowhere"], ["nowhere/a"], ["nowhere.case.yaml"], ["knee.case.yaml", "--script", "no.txt"],
        ["knee.case.yaml", "--model", "nobody:x"],
    ):  # fmt: skip
        ran = run_command("debug", *arguments, cwd=tmp_path, text=True)
        assert ran.returncode == 2, (arguments, ran.stdout, ran.stderr)
        assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
        assert "Traceback" not in ran.stderr


def test_a_script_stops_at_the_line_that_is_wrong(tmp_path: Path) -> None:
    """What came before is kept, and the sentence names the line."""
    source_of(tmp_path, SCRIPTED)
    (tmp_path / "s.txt").write_text("next 2\n\nnonsense\nnext\n")
    ran = run_command("debug", "knee.case.yaml", "--script", "s.txt", cwd=tmp_path, text=True)
    assert ran.returncode == 2
    assert "line 3" in ran.stderr
    assert sound(tmp_path / "runs/debug-knee") == []


def session_process(folder: Path) -> Command:
    """A session in a process of its own, typed to through a pipe."""
    source_of(folder, SCRIPTED)
    pipe = subprocess.PIPE
    return Command("debug", "knee.case.yaml", cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe)


def typed(process: Command, line: str, until: str) -> None:
    """Type a line and read on to what it shows."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{line}\n".encode())
    process.stdin.flush()
    while until not in (shown := process.stdout.readline().decode()):
        assert shown, f"ended before {until!r}"


def test_a_session_that_is_killed_is_whole_and_opens_again(tmp_path: Path) -> None:
    """kill -9 loses nothing that was shown: the folder verifies, and a new session has all branches."""
    with session_process(tmp_path) as process:
        typed(process, "next 4", "  4 ")
        typed(process, 'edit 2 "Other."', "on branch")
        typed(process, "next", "  3 ")
        process.send_signal(signal.SIGKILL)
    run = tmp_path / "runs/debug-knee"
    assert sound(run) == []
    again = reopened(run)
    assert {one.name for one in again.session.branches} == {"main", "fork-1"}
    assert len(again.said) == 3


def test_ctrl_c_ends_what_is_being_done_and_not_the_session(tmp_path: Path) -> None:
    """While it goes on a Ctrl-C stops it; the session stands where it came to and takes the next line."""
    slow = tmp_path / "slow.py"
    slow.write_text(
        "import asyncio, json\nfrom aiohttp import web\n"
        "async def chat(_):\n    await asyncio.sleep(30)\n    return web.json_response({})\n"
        "app = web.Application()\napp.router.add_post('/v1/chat/completions', chat)\n"
        "async def main():\n    r = web.AppRunner(app)\n    await r.setup()\n    s = web.TCPSite(r, '127.0.0.1', 0)\n    await s.start()\n"
        "    print(r.addresses[0][1], flush=True)\n    await asyncio.sleep(60)\nasyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, str(slow)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        text = PROMPTED.replace(
            "'scripted:patient.jsonl'", f"{{name: 'openai:slow', base_url: 'http://127.0.0.1:{port}/v1'}}"
        )
        (tmp_path / "knee.case.yaml").write_text(text)
        with session_process(tmp_path) as process:
            typed(process, "step", "planned")
            typed(process, "next", "  1 ")
            assert process.stdin is not None
            process.stdin.write(b"continue\n")
            process.stdin.flush()
            time.sleep(2)
            process.send_signal(signal.SIGINT)
            typed(process, "where", "branch main")
            _, err = process.communicate(b"quit\n", timeout=60)
            assert b"Traceback" not in err, err
            assert b"Stopped" in err
            assert process.returncode == 0
        server.kill()
    assert sound(tmp_path / "runs/debug-knee") == []


def test_nobody_listening_is_no_trouble(tmp_path: Path) -> None:
    """| head closes the pipe: no traceback, and what was written is whole."""
    source_of(tmp_path, SCRIPTED)
    (tmp_path / "s.txt").write_text("continue\nlist all\nhelp\n" + "note\n" * 50)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = run_command("debug", "knee.case.yaml", "--script", "s.txt", cwd=tmp_path, stdout=writing)
    finally:
        os.close(writing)
    assert b"Traceback" not in ran.stderr
    run = tmp_path / "runs/debug-knee"
    assert not run.exists() or sound(run) == []
