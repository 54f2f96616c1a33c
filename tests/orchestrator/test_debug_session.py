"""The debugger's verbs: each does what it says, on a branch of its own, and what is saved plays again."""

import json
from pathlib import Path

import pytest
from commands import run_command
from stepped import CASE, PROMPTED, SCRIPTED, checked, content, kept_as, opened, reopened, sound, source_of, whole

from bedside.orchestrator.debug.verbs import ALL


async def test_going_on_is_by_one_thing_one_utterance_one_exchange_or_to_the_end(tmp_path: Path) -> None:
    """step, next, turn and continue go as far as they say, and all of it is kept."""
    held = opened(tmp_path)
    assert await held.type("step") == ["(planned by planner)"]
    await held.type("next")
    assert len(held.said) == 1
    await held.type("next 2")
    assert len(held.said) == 3
    await held.type("turn")
    assert len(held.said) == 4
    shown = await held.type("continue")
    assert "ended (complete)" in shown[-1]
    assert "ended" in (await held.type("next"))[-1]
    whole(held.session)
    folder = await held.close()
    assert folder is not None
    kept_as(held.session, folder)
    assert sound(folder) == []


async def test_a_breakpoint_stops_before_and_a_watch_when_it_changes(tmp_path: Path) -> None:
    """break stops before an utterance for which it holds, watch where a value is another; delete takes them away."""
    held = opened(tmp_path, CASE)
    await held.type("break plan")
    shown = await held.type("continue")
    assert "breakpoint 1" in shown[-1]
    upcoming = held.session.next
    assert upcoming is not None
    assert upcoming.step.topic == "plan"
    before = len(held.said)
    await held.type("delete 1", f"watch turn > {before}", "jump start")
    shown = await held.type("continue")
    assert "watch 2" in shown[-1]
    assert len(held.said) == before + 1


async def test_an_edit_leaves_the_old_branch_and_the_turns_before_it_as_they_are(tmp_path: Path) -> None:
    """An edited turn begins a branch; the branch it was made on keeps every word, and what stands before stays the same."""
    held = opened(tmp_path)
    await held.type("next 6")
    main = held.said
    await held.type('edit 3 "Other words." "why not"')
    assert held.said == [*main[:2], (main[2][0], "Other words.")]
    await held.type("next 2", "switch main")
    assert held.said == main
    await held.type('edit 3 "Third words." --keep')
    assert held.said == [*main[:2], (main[2][0], "Third words."), *main[3:]]
    assert sum(line.startswith("*") for line in await held.type("forks")) == 1
    whole(held.session)


async def test_saying_takes_the_place_of_a_turn_or_stands_beside_the_plan(tmp_path: Path) -> None:
    """What is said by who comes next is their turn; said by another it is beside the plan, and the plan goes on."""
    held = opened(tmp_path)
    await held.type("step")
    plain = held.session.next
    await held.type('say patient "Before anything else."')
    assert held.session.next is not None
    assert plain is not None
    assert held.session.next.step.id == plain.step.id
    await held.type('say physician "My own greeting."')
    assert held.session.next.speaker == "patient"
    assert held.session.state.authors[held.session.state.turns[-1].id] == ["person:tester"]
    whole(held.session)


async def test_setting_holds_from_here_on(tmp_path: Path) -> None:
    """set changes persona, companion, limits and seed on a branch; what was said stays."""
    held = opened(tmp_path, CASE)
    await held.type("next 4")
    before = held.said
    await held.type("set patient.persona=anxious")
    assert held.said == before
    assert held.session.context.persona.mood == "anxious"
    await held.type("set patient.companion=wife", "set limits.turns=10")
    assert "wife" in held.session.context.present
    assert "turns" in (await held.type("continue"))[-1]
    assert len(held.said) == 10
    whole(held.session)


async def test_another_note_begins_again(tmp_path: Path) -> None:
    """set note=@FILE starts over with the other note, on a branch."""
    other = tmp_path / "other.txt"
    other.write_text("HISTORY: She has coughed for a week. No fever.\nPLAN: Fluids and rest.\n", encoding="utf-8")
    held = opened(tmp_path)
    await held.type("next 4", f"set note=@{other}")
    assert held.said == []
    await held.type("continue")
    assert "coughed" in " ".join(text for _, text in held.said)
    await held.type("switch main")
    assert len(held.said) == 4
    whole(held.session)


async def test_takes_are_drawn_again_and_one_is_gone_on_from(tmp_path: Path) -> None:
    """reroll stands where it stood; accept stands on the take, before which everything is the same."""
    held = opened(tmp_path, CASE)
    await held.type("next 5")
    main = held.said
    shown = await held.type("reroll 3 seed=11")
    assert held.said == main
    assert len(shown) == 3
    assert await held.type("reroll 3 seed=11") != shown  # other branches
    assert [take.text for take in held.console.takes] == [line.split(": ", 1)[1].split("   (")[0] for line in shown]
    await held.type("accept 2", "next 2")
    assert held.said[:4] == main[:4]
    assert held.said[4][1] == held.console.takes[1].text
    whole(held.session)


async def test_a_take_where_the_store_is_asked_first_says_something(tmp_path: Path) -> None:
    """A line that a person said before the guideline store was asked can be drawn again all the same."""
    held = opened(tmp_path, CASE.replace("knowledge: false\n", ""))
    await held.type("step")
    while (upcoming := held.session.next) is not None:
        if upcoming.speaker == "physician" and (await held.type("where"))[-1].find("retrieve") >= 0:
            break
        await held.type('say physician "Well."' if upcoming.speaker == "physician" else "next")
        if len(held.said) > 8:
            break
    (first,) = await held.type("reroll 1")
    assert held.console.takes[0].text in first


async def test_replay_says_where_a_branch_left_what_would_have_been_said(tmp_path: Path) -> None:
    """An unchanged branch plays again the same; a changed one up to the change."""
    held = opened(tmp_path, CASE)
    await held.type("continue")
    assert await held.type("replay") == [f"all {len(held.said)} turns are the same"]
    await held.type('edit 5 "Something else."')
    assert "up to turn 4" in (await held.type("replay"))[0]


CHANGES = {
    "an edit": ['edit 4 "Oh, that was last week." "the date"', "continue"],
    "an edit that keeps what follows": ["next 4", 'edit 3 "Well now." "tone" --keep', "continue"],
    "edits that keep what follows, of one turn": ['edit 3 "One." --keep', "next 2", 'edit 3 "Two." --keep', "continue"],
    "an edit at the end that keeps all": ["continue", 'edit 3 "Well now." --keep', "continue"],
    "a line that is put in and changed later": [
        "jump 2",
        'say physician "And?"',
        "next 2",
        'edit 3 "So?" --keep',
        "continue",
    ],
    "a line in place of a turn": ["jump 2", 'say physician "And how is the knee?"', "continue"],
    "lines beside the plan": ["jump 2", 'say patient "Ouch."', 'say patient "Sorry."', "continue"],
    "a first line": ["jump start", "step", 'say patient "Hello?"', "continue"],
    "a take": ["jump 5", "reroll 2", "accept 2", "continue"],
    "an edit of a line that was put in": ["jump 2", 'say patient "Ouch."', 'edit 3 "Ow."', "continue"],
}


@pytest.mark.thin(2)
@pytest.mark.parametrize("text", [CASE, SCRIPTED, PROMPTED], ids=["built in", "scripted", "a model"])
async def test_what_is_saved_plays_again(tmp_path: Path, text: str) -> None:
    """A test that is saved says the same turns and passes bedside check, whatever was changed before."""
    wrong: list[str] = []
    for n, (what, lines) in enumerate(CHANGES.items()):
        folder = tmp_path / str(n)
        folder.mkdir()
        held = opened(folder, text)
        await held.type("next 6", *lines)
        file = folder / "saved" / "test.case.yaml"
        (shown,) = await held.type(f"save test {file}")
        found = await checked(file)
        if f"the same {len(held.said)} turns" not in shown or found:
            wrong.append(f"{what}: {shown} {found}")
        whole(held.session)
        await held.close()
    assert wrong == []


async def test_a_test_of_a_model_needs_its_cassette_whole(tmp_path: Path) -> None:
    """A saved test asks no model: without one of the answers it fails, and says what is missing."""
    held = opened(tmp_path, PROMPTED)
    await held.type("continue", f"save test {tmp_path / 'saved.case.yaml'}")
    tape = tmp_path / "saved.cassette.jsonl"
    assert await checked(tmp_path / "saved.case.yaml") == []
    lines = tape.read_bytes().splitlines(keepends=True)
    for gone in (0, len(lines) - 1):
        tape.write_bytes(b"".join(line for n, line in enumerate(lines) if n != gone))
        (said,) = await checked(tmp_path / "saved.case.yaml")
        assert "No reply is recorded" in said


async def test_a_cassette_is_of_this_branch(tmp_path: Path) -> None:
    """Answers for takes that were not accepted are neither saved nor given again when the branch is played."""
    held = opened(tmp_path, PROMPTED)
    while len(held.session.exchanges) < 3:  # to the third turn for which the model was asked
        await held.type("next")
    await held.type("back 1", "next", "reroll 2")
    first = [row for row in held.session.exchanges if row["event"] == held.session.tip]
    await held.type(f"save cassette {tmp_path / 'a.jsonl'}")
    here = {event.id for event in held.session.path}
    asked = [row for row in held.session.exchanges if row["event"] in here]
    assert len((tmp_path / "a.jsonl").read_text().splitlines()) == len(asked)
    assert first and json.dumps(first[0]["reply"]) in (tmp_path / "a.jsonl").read_text()
    assert f"all {len(held.said)} turns" in (await held.type("replay"))[0]


async def test_a_session_is_opened_again_with_its_branches(tmp_path: Path) -> None:
    """A session that was closed, or only left, is opened with all branches, and goes on."""
    held = opened(tmp_path)
    await held.type("next 4", 'edit 2 "Other."', "next 2", "fork third", "next")
    names = [one.name for one in held.session.branches]
    run = held.journal.folder  # not closed: as after a kill
    assert run is not None
    again = reopened(run)
    assert [one.name for one in again.session.branches] == names
    assert again.said == held.said
    await held.close()
    before = content(run)
    await again.type("continue", "back 2", "fork", "continue")
    whole(again.session)
    folder = await again.close()
    assert folder is not None
    assert folder != run
    assert content(run) == before, "the run that was opened was changed"
    kept_as(again.session, folder)
    assert sound(folder) == []


async def test_a_session_stands_alone_when_what_it_was_made_from_is_gone(tmp_path: Path) -> None:
    """A fork of a fork is opened though the runs before it were deleted."""
    import shutil

    held = opened(tmp_path)
    await held.type("next 3", 'edit 2 "Other."')
    first = await held.close()
    assert first is not None
    second = reopened(first)
    await second.type("fork deeper", "next")
    folder = await second.close()
    assert folder is not None
    shutil.rmtree(first)
    third = reopened(folder)
    assert third.said == second.said
    assert {one.name for one in third.session.branches} == {"main", "fork-1", "deeper"}
    await third.type("next")
    whole(third.session)


async def test_two_sessions_over_one_run_do_not_meet(tmp_path: Path) -> None:
    """Two who debug the same dialogue at once have a folder each, and neither changes the run."""
    held = opened(tmp_path)
    await held.type("continue")
    run = await held.close()
    assert run is not None
    before = content(run)
    one, other = reopened(run), reopened(run)
    await one.type("jump 3", 'edit 3 "One."')
    await other.type("jump 3", 'edit 3 "Other."')
    folders = [await one.close(), await other.close()]
    assert None not in folders
    assert len({*folders, run}) == 3
    assert content(run) == before


async def test_looking_changes_nothing_and_writes_nothing(tmp_path: Path) -> None:
    """Verbs that look can be used at any place without an event or a folder coming of it."""
    held = opened(tmp_path, CASE)
    await held.type("next 9")
    run = await held.close()
    assert run is not None
    again = reopened(run)
    for _ in range(3):
        for verb in ("list", "list all", "list 1-1", "where", "why", "why 2", "prompt", "raw", "tokens", "hits", "note",
                     "print coverage", "forks", "help", "help edit", "break"):  # fmt: skip
            assert await again.type(verb), verb
        await again.type("back 2")
    assert again.journal.folder is None


async def test_the_page_of_a_branch_holds_its_words(tmp_path: Path) -> None:
    """save html writes a page with what stands on this branch."""
    held = opened(tmp_path)
    await held.type("next 3", 'edit 2 "Only here, <b>really</b>."', f"save html {tmp_path / 'page.html'}")
    page = (tmp_path / "page.html").read_text()
    assert "Only here, &lt;b&gt;really&lt;/b&gt;." in page


async def test_a_test_may_say_what_nobody_shall_say(tmp_path: Path) -> None:
    """save test FILE never "WORDS" is met as long as nobody says them, and is refused where somebody does."""
    held = opened(tmp_path)
    await held.type("next 3", 'edit 2 "Quite well."', "continue")
    assert "never be met" in await held.refused(f'save test {tmp_path / "a.case.yaml"} never "quite well"')
    await held.type(f'save test {tmp_path / "a.case.yaml"} never "morphine"')
    file = tmp_path / "a.case.yaml"
    assert await checked(file) == []
    file.write_text(file.read_text().replace("say: Quite well.", "say: Give me morphine."))
    assert len(await checked(file)) == 2


def test_every_verb_has_an_example_that_names_it() -> None:
    """help can show an example of each."""
    assert [name for name, one in ALL.items() if not one.example.startswith(name)] == []
    assert all(one.does.endswith(".") for one in ALL.values())


def test_the_command_carries_out_a_script(tmp_path: Path) -> None:
    """bedside debug --script prints what was typed and shown, and keeps the session."""
    source_of(tmp_path, SCRIPTED)
    (tmp_path / "lines.txt").write_text("# first\nnext 2\n\nforks\nquit\nnext 5\n")
    ran = run_command("debug", "knee.case.yaml", "--script", "lines.txt", "--author", "a", cwd=tmp_path, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[0] == "(bedside) next 2"
    assert "main: 2 turns" in ran.stdout
    assert "runs/debug-knee" in ran.stderr
    assert sound(tmp_path / "runs/debug-knee") == []
