"""A view of a case in words and as JSON. A role's own view holds what that role was given, and nothing beside it.

Tokens are counted as the models' own guard counts them, by characters, because no model's tokenizer is here: they are an
estimate and are called one.
"""

from collections.abc import Iterable
from typing import Any

from bedside.agents.model import Request
from bedside.agents.models.prompt_window import USUAL, PromptWindow, prompt_length
from bedside.agents.prompts.wording import evidence_lines, fact_line
from bedside.orchestrator.graph.briefs import PATIENT, PHYSICIAN
from bedside.orchestrator.views.brief_views import BriefSnapshot, View
from bedside.scenarios.document import place
from bedside.scenarios.note import Fact
from bedside.scenarios.plan import Step

Json = dict[str, Any]
_KNOWS = {"patient": "the patient", "physician": "the physician", "both": "both"}
ESTIMATE = f"an estimate: {USUAL:g} characters a token"


def tokens(request: Request) -> int:
    """About how many tokens a request has."""
    return PromptWindow().about(prompt_length(request.messages))


def fact_json(view: View, fact: Fact) -> Json:
    """A fact with who can know it and when each side hears of it."""
    line, column = place(view.note.given, view.note.origin(fact.span).start)
    teller, step = view.told.get(fact.id, (None, None))
    return {
        "id": fact.id,
        "text": fact.text,
        "section": fact.section,
        "polarity": fact.polarity,
        "line": line,
        "column": column,
        "knows": fact.knower,
        "established": fact.established,
        "told_by": teller,
        "step": step,
        "withheld": fact.id in view.meta.get("withheld", ()),
        "hidden_from_physician": teller is not None and teller != PHYSICIAN,
        "hidden_from_patient": fact.established == "visit" or fact.knower == PHYSICIAN,
        "unplaced": view.plan.unplaced.get(fact.id),
    }


def step_json(step: Step) -> Json:
    """A step of the plan."""
    return step.model_dump(mode="json", exclude_defaults=True) | {"revealer": step.revealer}


def glimpse_json(snapshot: BriefSnapshot) -> Json:
    """A brief in full, with the request a model would get."""
    asked: Json | None = None
    if snapshot.request is not None:
        messages = [{"role": message.role, "text": message.text} for message in snapshot.request.messages]
        asked = {"messages": messages, "tokens": tokens(snapshot.request), "counted": ESTIMATE}
    return {"role": snapshot.brief.role, "brief": snapshot.brief.model_dump(mode="json"), "prompt": asked}


def view_json(view: View, step: str | None = None, role: str | None = None) -> Json:
    """All of a view; with ``role``, or ``step``, only what they were given."""
    seen = [glimpse_json(one) for one in chosen(view, step, role)]
    if step or role:
        return {"case": view.case.id, "seen": seen}
    planning = None
    if view.planning is not None:
        messages = [{"role": message.role, "text": message.text} for message in view.planning.messages]
        planning = {"messages": messages, "tokens": tokens(view.planning), "counted": ESTIMATE}
    return {
        "case": view.case.id,
        "facts": [fact_json(view, fact) for fact in view.note.facts],
        "plan": [step_json(one) for one in view.plan.steps],
        "planner_prompt": planning,
        "seen": seen,
    }


def chosen(view: View, step: str | None, role: str | None) -> list[BriefSnapshot]:
    """The glimpses of a step, of a role, or of both."""
    return [one for one in view.snapshots if step in (None, one.brief.step.id) and role in (None, one.brief.role)]


def overview(view: View) -> Iterable[str]:
    """Everything, for the author: facts and who knows them, the plan, and what each role was given in each step."""
    case = view.case
    yield f"{case.id}: {case.setting}, {case.protocol}, style {case.style}, persona {case.patient.persona}"
    yield f"In the room: {', '.join(view.roles)}"
    yield ""
    yield f"FACTS OF THE NOTE ({len(view.note.facts)})"
    for fact in view.note.facts:
        yield from _fact(fact_json(view, fact))
    yield ""
    yield "THE PLAN"
    for topic in view.plan.topics:
        yield f"  {topic.title}"
        yield from (f"    {_step(one)}" for one in topic.steps)
    if view.planning is not None:
        yield f"  A planner model would be asked to order it: about {tokens(view.planning):,} tokens ({ESTIMATE})"
    for role in view.roles:
        yield ""
        yield from role_view(view, role)


def role_view(view: View, role: str) -> Iterable[str]:
    """What one role was given at each step, in order: nothing it was not given is here."""
    yield f"WHAT THE {role.upper()} IS GIVEN, step by step"
    for one in view.snapshots:
        if one.brief.role == role:
            yield from _brief(one)


def in_full(snapshot: BriefSnapshot) -> Iterable[str]:
    """One brief with all it holds, and the prompt that a model would get."""
    brief = snapshot.brief
    yield f"{brief.role.upper()} at {_step(brief.step)}" + (f", attempt {brief.attempt + 1}" if brief.attempt else "")
    yield f"  in the room: {', '.join(brief.present)}; setting {brief.setting}; language {brief.language}"
    if brief.role != PHYSICIAN:
        axes = brief.persona.model_dump(exclude_defaults=True)
        yield f"  persona: {', '.join(f'{key} {value}' for key, value in axes.items()) or 'plain'}"
    else:
        yield f"  manner: {', '.join(f'{key} {value}' for key, value in brief.manner.model_dump().items())}"
    if brief.repair:
        yield f"  asked to mend: {brief.repair}"
    yield f"  said so far ({len(brief.turns)}):"
    yield from (f"    {turn.speaker}: {turn.text}" for turn in brief.turns)
    yield f"  facts it may use now ({len(brief.facts)}):"
    yield from (f"    {fact.id} {fact_line(fact).removeprefix('- ')}" for fact in brief.facts)
    if brief.evidence:
        yield "  guideline passages:"
        yield from (f"    {line}" for line in evidence_lines(brief.evidence).splitlines())
    if snapshot.request is not None:
        yield f"  the prompt, about {tokens(snapshot.request):,} tokens ({ESTIMATE}):"
        for message in snapshot.request.messages:
            yield f"    --- {message.role}"
            yield from (f"    {line}" for line in message.text.splitlines())
    yield f"  the built-in player says: {snapshot.line or '(nothing)'}"


def _fact(fact: Json) -> Iterable[str]:
    state = {"denied": "denied: ", "unknown": "not known: "}.get(fact["polarity"], "")
    when = "found at this visit" if fact["established"] == "visit" else "known before"
    yield f"  {fact['id']:<5} {state}{' '.join(fact['text'].split())}  [note line {fact['line']}]"
    if fact["withheld"]:
        news = "KEPT BACK or not recalled: nobody hears it, and it is recorded as withheld"
    elif fact["unplaced"]:
        news = f"in no step: {fact['unplaced']}"
    elif fact["step"] is None:
        news = "not told"
    elif fact["hidden_from_physician"]:
        news = f"hidden from the physician until the {fact['told_by']} says it in {fact['step']}"
    elif fact["hidden_from_patient"]:
        news = f"hidden from the {PATIENT} until the {fact['told_by']} says it in {fact['step']}"
    else:
        news = f"the {fact['told_by']} names it in {fact['step']}"
    yield f"        {_KNOWS[fact['knows']]} can know it, {when}; {news}"


def _step(step: Step) -> str:
    cues = "; ".join(cue.words or cue.aspect for cue in step.cues)
    about = f" about {cues}" if cues else f" about {step.subject}" if step.subject else ""
    brings = f" → {', '.join(step.facts)}" if step.facts else ""
    return f"{step.id} {step.act} ({step.topic}), told by {step.revealer}{about}{brings}"


def _brief(snapshot: BriefSnapshot) -> Iterable[str]:
    brief = snapshot.brief
    count = f", prompt about {tokens(snapshot.request):,} tokens" if snapshot.request is not None else ""
    again = f", attempt {brief.attempt + 1}" if brief.attempt else ""
    yield f"  {_step(brief.step)}{again}{count}"
    yield from (f"      {fact_line(fact)}" for fact in brief.facts)
    yield from (f"      passage {item.id}" for item in brief.evidence)
