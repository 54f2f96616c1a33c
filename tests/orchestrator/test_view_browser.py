"""The page in a browser: what is found, what a click shows, and what stands beside it."""

import pytest
from browsing import IDS, Reader, asked_turn, in_browser, kept_of

pytestmark = pytest.mark.needs_program("chromium")


@in_browser
def test_the_list_is_filtered_and_searched(reader: Reader, pair: str) -> None:
    """By run, by state, by id and by words that were said; the address keeps it, and a row opens its dialogue."""
    page = reader.open(pair)
    told = "main > p[role=status]"
    assert reader.texts(told) == ["11 dialogues"]
    page.select_option("#by-run", "second")
    assert sorted(reader.texts(".row b")) == sorted(IDS[1:])
    page.select_option("#by-run", "")
    page.select_option("#by-status", "failed")
    assert reader.texts(".row b") == ["empty"]
    page.select_option("#by-status", "")
    page.fill("#q", "SLIPPED")
    page.wait_for_selector(".row[aria-setsize='1']")
    assert reader.texts(".row b") == ["visit-7"]
    page.fill("#q", "call cough")
    page.wait_for_selector(".row[aria-setsize='2']")
    assert reader.texts(".row b") == ["cough", "cough"]
    page.reload()
    page.wait_for_selector(".row[aria-setsize='2']")
    page.fill("#q", "nobody says this")
    page.wait_for_selector(".rows", state="hidden")
    page.fill("#q", "visit-7")
    page.click(".row a")
    assert page.wait_for_selector("h1 >> text=visit-7")
    assert "not synthetic" in page.inner_text(".remark")
    page.go_back()
    assert page.input_value("#q") == "visit-7"


@in_browser
def test_a_turn_shows_its_words_of_the_note(reader: Reader, fork: str) -> None:
    """Exactly the words of its facts are lit, for every turn; its thought and passages are below it."""
    kept = kept_of(fork, "forked")
    page = reader.open(f"{fork}#dialogue=0-0")
    told = 0
    for at, reason in enumerate(kept.record.reasons):
        page.locator(".who").nth(at).click()
        lit = "".join(reader.texts(".fact.lit"))
        covered = sorted({i for span in reason.spans for i in range(span.start, span.end)})
        assert lit == "".join(kept.given[i] for i in covered)
        assert reason.thought in page.inner_text(".why")
        told += bool(lit)
        page.locator(".who").nth(at).click()
        assert page.locator(".why").count() == page.locator(".lit").count() == 0
    assert told > 2


@in_browser
def test_words_of_the_note_show_the_turns_that_rest_on_them(reader: Reader, fork: str) -> None:
    """Every stretch of the note: the turns that say a fact there; words that reached none are shaded and say why."""
    kept = kept_of(fork, "forked")
    page = reader.open(f"{fork}#dialogue=0-0")
    said = {reason.turn: set(reason.facts) for reason in kept.record.reasons}
    reached = 0
    for piece in page.locator(".fact").all()[:15]:
        facts = set(str(piece.get_attribute("data-facts")).split())
        piece.click()
        marked = {str(box.get_attribute("data-turn")) for box in page.locator(".turn.rests").all()}
        assert marked == {turn for turn, names in said.items() if names & facts}
        assert ("idle" in str(piece.get_attribute("class"))) == (not marked)
        assert ("Reached no turn" in page.inner_text(".under-words")) == (not marked)
        reached += bool(marked)
    assert reached > 0
    page.locator(".fact.reached").first.click()
    page.locator(".under-words button").first.click()
    assert page.locator(".turn.chosen .why").count() == 1


@in_browser
def test_overlapping_words_belong_to_each_of_their_facts(reader: Reader, enemy: str) -> None:
    """Where two facts share words, those words name both; signs beyond the first plane move nothing."""
    page = reader.open(f"{enemy}#dialogue=0-0")
    assert reader.texts(".fact") == ["Knee ", "pain", ", knee", "stairs"]
    page.locator(".fact").nth(1).click()
    assert reader.texts(".fact-card b") == ["f1", "f2"]
    assert reader.texts(".fact.lit") == ["Knee ", "pain", ", knee"]
    page.locator(".fact").nth(0).click()
    assert reader.texts(".fact-card b") == ["f1"]


@in_browser
def test_forks_stand_side_by_side(reader: Reader, fork: str) -> None:
    """What both have is there once, what differs beside each other, and what one alone has beside nothing."""
    kept = kept_of(fork, "forked")
    page = reader.open(f"{fork}#dialogue=0-0")
    page.select_option("#beside", label="fork: main")
    page.wait_for_selector(".pair")
    main, shorter = kept.branches
    assert page.locator(".pair.same").count() == 9
    assert page.locator(".pair").count() == sum(event.event == "spoke" for event in main.events)
    different = page.locator(".pair:not(.same)").first
    assert "Words of another hand." in different.inner_text()
    assert different.locator(".turn").count() == 2
    assert shorter.why in page.inner_text("main")
    page.locator(".pair:not(.same) .who").nth(2).click()
    assert page.locator(".why").count() == 1
    page.select_option("#beside", "")
    page.wait_for_selector(".pair", state="detached")
    assert page.locator(".turn").count() == 10


@in_browser
def test_two_runs_and_what_people_said_stand_side_by_side(reader: Reader, pair: str) -> None:
    """The same dialogue of two runs by the steps they share; a human conversation of the same note by its places."""
    page = reader.open(f"{pair}#view=runs")
    head = reader.texts(".wide-table thead th")
    assert head == ["Measure", "first", "second", "human.jsonl"]
    page.click(".pairs a >> text=cough")
    page.wait_for_selector(".pair")
    assert {text.split()[0] for text in reader.texts("h2")} >= {"first"}
    assert page.locator(".pair.same").count() > 0
    labels = page.locator("#beside option").all_text_contents()
    assert labels == ["nothing", "run: second", "human: human.jsonl / visit-7"]
    page.select_option("#beside", label=labels[2])
    page.wait_for_selector("text=I slipped.")
    pairs = page.locator(".pair")
    assert "What happened?" in pairs.nth(0).inner_text()
    assert pairs.nth(0).locator(".turn").count() == 2


@in_browser
def test_prompt_and_reply_of_a_turn(reader: Reader, model: str) -> None:
    """What a model was asked and replied for a turn is opened below it, from the page itself."""
    kept = kept_of(model, "model")
    turn, event = asked_turn(kept)
    page = reader.open(f"{model}#dialogue=0-0&turn={turn}")
    page.wait_for_selector(".why")
    page.click(".asked > summary")
    page.locator(".asked details").first.wait_for()
    page.evaluate("document.querySelectorAll('.asked details').forEach((one) => { one.open = true; })")
    told = page.inner_text(".asked")
    rows = [row for row in kept.exchanges if row["event"] == event]
    assert rows
    for row in rows:
        assert row["messages"][-1]["text"].split("\n")[0] in told
    assert "was given" in told
