"""What a session can say of where it stands, in lines of text: turns, reasons, briefs, prompts, passages, the note."""

import re
from collections.abc import Iterator
from typing import Any

from bedside.agents.prompts.wording import fact_line
from bedside.orchestrator.debug.breakpoints import coverage
from bedside.orchestrator.debug.session import Session
from bedside.orchestrator.debug.turn_lookup import event_of, turn_at
from bedside.orchestrator.failures import Problem
from bedside.orchestrator.graph import graph
from bedside.orchestrator.graph.brief_moment import moment_of
from bedside.orchestrator.graph.briefs import Moment, brief, granted
from bedside.orchestrator.runs.events import Edited, Retrieved, Revised
from bedside.orchestrator.runs.fold import fact_spans, fold
from bedside.orchestrator.views.reason_rows import Quote, reason_rows
from bedside.orchestrator.views.terminal_text import harmless, short
from bedside.scenarios.note import Fact, Polarity, Span

Json = dict[str, Any]
AROUND = 40  # characters of the note on either side of what a turn rests on


def where(session: Session) -> Iterator[str]:
    """Where the session stands, and what comes next."""
    state, upcoming = session.state, session.next
    yield f"{state.id}, branch {session.branch}, event {session.tip} ({session.log[session.tip].event}), {len(state.turns)} turns"
    if state.planned:
        planned = {fact for step in state.steps for fact in step.facts}
        told = len(planned & state.said.keys())
        yield f"told: {told} of the plan's {len(planned)} facts ({coverage(state):.0%}); kept back: {len(state.kept_back)}"
    if upcoming is not None:
        step = upcoming.step
        what = {"say": "speaks", "revise": "says a turn again", "insert": "says a turn that was missing"}[upcoming.kind]
        yield f"next: the {upcoming.speaker} {what}: {step.act} ({step.topic}), step {step.id}"
    else:
        yield f"next: {_next(session)}"


def _next(session: Session) -> str:
    state = session.state
    if state.status != "unfinished":
        return f"nothing, it ended ({state.stop})"
    return {"plan": "the planner lays out the visit", "refine": "the refiner reads the whole"}.get(
        graph.route(state), graph.route(state)
    )


def turns(session: Session, given: str = "", around: int = 5) -> Iterator[str]:
    """The turns from ``A-B``, all of them for ``all``, or those that were said last."""
    state = session.state
    if not state.turns:
        yield "Nothing has been said yet."
        return
    if given == "all":
        first, last = 0, len(state.turns) - 1
    elif span := re.fullmatch(r"(\d{1,6})\s*-\s*(\d{1,6})", given):
        first, last = sorted(turn_at(state, place) for place in span.groups())
    else:
        last = turn_at(state, given) if given else len(state.turns) - 1
        first = max(0, last - around + 1)
    for n in range(first, last + 1):
        yield turn_line(session, n)


def turn_line(session: Session, index: int) -> str:
    """One turn with its number and who gave it its words, if that was not its speaker."""
    turn = session.state.turns[index]
    by = [who for who in session.state.authors.get(turn.id, ()) if who.startswith(("person:", "check:"))]
    mark = f" [{by[-1]}]" if by else ""
    return f"{index + 1:>3} {turn.speaker.upper()}{mark}: {harmless(turn.text)}"


def why(session: Session, place: str = "") -> Iterator[str]:
    """The reason of a turn: what it rests on, with the note's words in their sentence, passages, checks."""
    state = session.state
    at = turn_at(state, place)
    reason = state.reasons[at]
    yield turn_line(session, at)
    spans = fact_spans(session.context.note)
    given = session.context.note.given
    polarities: dict[str, Polarity] = {fact.id: fact.polarity for fact in session.context.note.facts}

    def quoted(name: str) -> str:
        span = spans.get(name)
        words = given[span.start : span.end] if span is not None else None
        return f"{Quote(name, span, words)}{polarity_mark(polarities.get(name, 'present'))}"

    yield from (f"    {harmless(row)}" for row in reason_rows(reason, None, quoted))
    for span in dict.fromkeys(spans[name] for name in reason.facts if name in spans):
        yield f"    note: {highlighted(given, span)}"
    for name in dict.fromkeys((*reason.passages, *reason.evidence)):
        mark = "rests on" if name in reason.passages else "was shown"
        yield f"    {mark} {name}: {short(' '.join(session.context.lines_of(name)), 160)}"
    passed = [one.check for one in reason.checks if one.passed]
    if passed:
        yield f"    passed: {', '.join(dict.fromkeys(passed))}"
    changed = [e for e in session.path if isinstance(e, Edited | Revised) and e.turn == reason.turn]
    for event in changed:
        if isinstance(event, Edited):
            before = "; facts and checks are those of the words before" if event is changed[-1] else ""
            yield f"    edited by {event.by}: {event.why or 'no reason given'}{before}"
        elif event.text is not None:
            yield f"    said anew by the {event.by}: {event.fault}"


def polarity_mark(polarity: Polarity) -> str:
    """How a fact was read, where it is not that the thing is there: words of the note do not always show it."""
    return "" if polarity == "present" else f" ({polarity})"


def highlighted(text: str, span: Span) -> str:
    """Words of the note between >> and <<, in what stands around them."""
    before = text[max(0, span.start - AROUND) : span.start]
    after = text[span.end : span.end + AROUND]
    return harmless(" ".join(f"…{before}>>{text[span.start : span.end]}<<{after}…".split()))


def role_brief(session: Session, role: str) -> Iterator[str]:
    """What a role may know now, and what it may not. Raises ``Problem`` for one that is not in the room."""
    context, upcoming = session.context, session.next
    if role not in context.present:
        raise Problem("usage", f"{role!r} is not in the room: {', '.join(context.present)} are.")
    if upcoming is None:
        raise Problem("usage", "Nobody is asked next: step, or go back before an utterance.")
    moment = moment_of(session.state, upcoming, context.lines_of)
    given = brief(context, role, moment)
    yield f"{role.upper()} at {upcoming.step.id}: {given.step.act} ({given.step.topic})" + (
        "" if role == upcoming.speaker else f"; it is the {upcoming.speaker} who speaks"
    )
    cues = "; ".join(cue.words or cue.aspect for cue in given.step.cues)
    yield from [f"  about: {cues or given.step.subject}"] if cues or given.step.subject else []
    yield f"  may say now ({len(given.facts)}):"
    yield from (f"    {fact.id} {harmless(fact_line(fact))}" for fact in given.facts)
    yield from (f"    passage {one.id}: {short(one.text, 120)}" for one in given.evidence)
    known = [fact for fact in context.note.facts if _knows(role, fact, moment) and fact not in given.facts]
    hidden = [fact for fact in context.note.facts if not _knows(role, fact, moment)]
    yield f"  knows besides ({len(known)}): {', '.join(fact.id for fact in known) or 'nothing'}"
    yield f"  may not know ({len(hidden)}):"
    yield from (f"    {fact.id} {short(harmless(fact.text), 100)}" for fact in hidden)


def _knows(role: str, fact: Fact, moment: Moment) -> bool:
    return granted(role, fact, moment.step, moment.said)


def exchanges_of(session: Session, place: str = "") -> list[Json]:
    """What models were asked for a turn and answered, in order; those of the last event for "" """
    if not place:
        events = {session.tip}
    else:
        turn = session.state.turns[turn_at(session.state, place)].id
        events = {event_of(session.path, turn).id}
        events |= {event.id for event in session.path if isinstance(event, Revised) and event.turn == turn}
    return [row for row in session.exchanges if row.get("event") in events]


NO_MODEL = "No model was asked for this: it is a built-in line, or the run keeps no exchanges."


def prompt(session: Session, place: str = "") -> Iterator[str]:
    """What models were asked, word for word."""
    rows = exchanges_of(session, place)
    yield from [] if rows else [NO_MODEL]
    for n, row in enumerate(rows, 1):
        yield f"request {n} of {len(rows)}, {row.get('purpose')}, to {row.get('asked')}, digest {row.get('digest')}"
        for message in row.get("messages", ()):
            yield f"--- {message['role']}"
            yield from map(harmless, message["text"].splitlines())


def raw(session: Session, place: str = "") -> Iterator[str]:
    """What models answered, as it came."""
    rows = exchanges_of(session, place)
    yield from [] if rows else [NO_MODEL]
    for n, row in enumerate(rows, 1):
        if "error" in row:
            yield f"answer {n} of {len(rows)}: failed ({row['error']}) {harmless(str(row.get('raw', '')))}".rstrip()
            continue
        yield f"answer {n} of {len(rows)}: {harmless(str(row.get('reply', '(its words are not kept)')))}"
        if row.get("reasoning"):
            yield f"  it thought: {harmless(str(row['reasoning']))}"


def tokens(session: Session) -> Iterator[str]:
    """What has been asked for and what it cost."""
    asked = sum(int(row.get("prompt") or 0) for row in session.calls)
    answered = sum(int(row.get("completion") or 0) for row in session.calls)
    seconds = sum(float(row.get("seconds") or 0) for row in session.calls if not isinstance(row.get("seconds"), dict))
    yield f"{session.state.calls} calls of players on this branch; {len(session.exchanges)} exchanges with models in this session"
    yield f"{asked:,} tokens asked, {answered:,} answered, {seconds:.1f} s of models"


def hits(session: Session) -> Iterator[str]:
    """What the guideline store was asked on this branch, and what it gave."""
    found = [event for event in session.path if isinstance(event, Retrieved)]
    yield from [] if found else ["The guideline store has not been asked on this branch."]
    for event in found:
        yield f"{event.key}: {len(event.passages)} passages" + ("" if event.available else ", there is no store")
        for one in event.passages:
            lines = session.context.lines_of(one.id)
            shown = lines if one.lines is None else [lines[n] for n in one.lines if n < len(lines)]
            yield f"    {one.id} ({one.section}): {short(' '.join(shown), 160)}"


def note(session: Session) -> Iterator[str]:
    """The note as it was given; in [brackets] what turns rest on."""
    text, state = session.context.note.given, session.state
    spans = fact_spans(session.context.note)
    told = bytearray(len(text))
    for name in state.said:
        if name in spans:
            told[spans[name].start : spans[name].end] = b"\1" * (spans[name].end - spans[name].start)
    out: list[str] = []
    for at, sign in enumerate(text):
        inside, before = bool(told[at]), bool(at and told[at - 1])
        out.append(("[" if inside and not before else "]" if before and not inside else "") + sign)
    out.append("]" if text and told[-1] else "")
    yield from map(harmless, "".join(out).splitlines())


def compare(session: Session, one: str, other: str) -> Iterator[str]:
    """Two branches: the first turn where they part, what each tells. Raises ``Problem`` for a name that none has."""
    named = {branch.name: branch for branch in session.branches}
    for name in (one, other):
        if name not in named:
            raise Problem("usage", f"There is no branch {short(name)!r}: there are {', '.join(named)}.")
    left, right = fold(named[one].events), fold(named[other].events)
    pairs = [(turn.speaker, turn.text) for turn in left.turns], [(turn.speaker, turn.text) for turn in right.turns]
    same = next((n for n, (a, b) in enumerate(zip(*pairs, strict=False)) if a != b), min(map(len, pairs)))
    yield f"the same up to turn {same}; {one} has {len(left.turns)} turns, {other} {len(right.turns)}"
    alike = 0
    for n in range(same, max(map(len, pairs))):
        a, b = (": ".join(side[n]) if n < len(side) else "" for side in pairs)
        alike = alike + 1 if a == b else 0
        if a == b:
            continue
        yield from [f"  {n + 1:>3} - {harmless(a)}"] if a else []
        yield from [f"  {n + 1:>3} + {harmless(b)}"] if b else []
    yield from [f"  the last {alike} are the same again"] if alike else []
    for name, a, b in ((one, left, right), (other, right, left)):
        alone = [fact for fact in a.said if fact not in b.said]
        yield f"told only on {name}: {', '.join(alone) or 'nothing'}; coverage {coverage(a):.0%}"
