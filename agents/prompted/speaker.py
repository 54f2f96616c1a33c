"""A physician or a patient played by a language model: a brief becomes a request, a reply becomes an utterance.

Law of the file: the request holds what is in the brief and nothing else, and the utterance's facts and passages are
read from its words, never taken from the model's word for them. The prompt grows at its end: rules and who is in the
room first, then what was said, then what is wanted now, so that a server's prefix cache holds from turn to turn.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bedside.agents.checks.assertions import answer_of
from bedside.agents.checks.coverage import expressed
from bedside.agents.languages.language import base
from bedside.agents.languages.words import size
from bedside.agents.model import Message, ModelError, Request
from bedside.agents.models.structured import ask_typed, with_shape
from bedside.agents.prompted.citing import cite
from bedside.agents.prompts import wording
from bedside.agents.prompts.examples import Example, render, spoken_again
from bedside.agents.prompts.prompt import Prompt, load_prompt
from bedside.agents.prompts.prompt_echo import echoes
from bedside.agents.prompts.transcript import transcript
from bedside.agents.prompts.voice import LONGEST, SpokenReply, Voice, account, bare_words
from bedside.agents.text.fence import fence
from bedside.knowledge.terminology import Finder
from bedside.scenarios.brief import Brief, Evidence
from bedside.scenarios.note import Fact
from bedside.scenarios.player import Decoding
from bedside.scenarios.setting import load_setting
from bedside.scenarios.turn import Turn, Utterance
from bedside.scenarios.value import Value

_LISTENING = frozenset({"examine", "report", "explain", "advise", "safety", "secure", "frame", "outlook", "message"})
_TELLING = frozenset({"chart", "examine", "report", "explain", "advise", "reflect", "summarize", "handover", "message"})
_FORGETS = 0.35  # how often a person of poor recall cannot place what has a time


class ReasonedReply(Value):
    """The reply of a speaker who reasons first."""

    thought: str
    say: str


@dataclass(frozen=True)
class _Wish:
    """What is wanted now: the part of the prompt, the facts that the line is to express, those kept back, and the
    passages that may be used."""

    part: str
    facts: tuple[Fact, ...] = ()
    withheld: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class PromptedSpeaker:
    """Keeps the contracts of physician and patient."""

    def __init__(self, role: str, voice: Voice) -> None:
        self._role = role
        self._voice = voice
        self.prompt: Prompt = load_prompt(voice.protocol, role, voice.prompting.form.of(role) == "short")

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing; an empty text where the step cannot be carried out. Raises ``ModelError``."""
        wish = self._wish(brief)
        if wish is None:
            return Utterance(text="", thought="nothing to say")
        if self._nods(brief, wish):
            nod: Utterance = await self._voice.backchannel.speak(brief)
            if nod.text:
                return nod.model_copy(update={"model": {"asked": None, "line": "built in"}})
        request = self._request(brief, wish)
        typed = await ask_typed(
            self._voice.model, request, self._shape, features=self._voice.features, speaker=brief.role
        )
        text = bare_words(typed.value.say, brief.role)
        if len(text) > LONGEST:  # before anything reads it word by word
            raise ModelError(
                "schema", f"One line of {len(text):,} characters is no utterance.", raw=text, usage=typed.usage
            )
        if not text:
            raise ModelError("empty", "The model said nothing.", raw=typed.reply.text, usage=typed.usage)
        thought = typed.value.thought if isinstance(typed.value, ReasonedReply) else ""
        kept = account(typed, self.prompt) | _echo(text, request, self._voice.examples)
        return self._utterance(brief, wish, text, thought, kept)

    def request(self, brief: Brief) -> Request | None:
        """What the model would be asked for this brief; None where it is not asked: nothing to say, or a nod."""
        wish = self._wish(brief)
        if wish is None or self._nods(brief, wish):
            return None
        return with_shape(self._request(brief, wish), self._shape)

    @property
    def _shape(self) -> type[ReasonedReply] | type[SpokenReply]:
        return ReasonedReply if self._reasons else SpokenReply

    @property
    def _reasons(self) -> bool:
        """Whether a thought is asked for before the words; the short form asks for none."""
        return self._voice.prompting.reasoning and "reason" in self.prompt.parts

    def _wish(self, brief: Brief) -> _Wish | None:
        return _physician(brief) if self._role == "physician" else _lay(brief)

    def _nods(self, brief: Brief, wish: _Wish) -> bool:
        """Whether this line is a word or two that needs no model: people answer a good part of what they are told so."""
        if self._voice.backchannel is None or base(brief.language) != "en" or brief.attempt:
            return False
        if load_setting(brief.setting).asynchronous:
            return False
        if wish.part == "go-on":
            return True
        if wish.part not in ("listen", "confirm") or wish.withheld:
            return False
        share = self._voice.style.patient_short if self._role == "patient" else self._voice.style.backchannels
        return _draw(brief, "nod").random() < min(0.9, 1.6 * share)

    def _request(self, brief: Brief, wish: _Wish) -> Request:
        said = transcript(brief, self._voice.prompting.memory)
        talk = f"So far:\n{said}\n\n" if said else ""
        return Request(
            messages=(
                Message("system", self._stable(brief)),
                Message("user", f"{talk}{self._tail(brief, wish)}"),
            ),
            purpose=f"{brief.dialogue}/{brief.role}/{brief.step.id}/{brief.attempt}",
            decoding=Decoding(seed=brief.seed % 2**31),
        )

    def _stable(self, brief: Brief) -> str:
        """What stays the same for a whole dialogue."""
        prompt, prompting = self.prompt, self._voice.prompting
        slots = {
            "setting": wording.visit(brief.setting),
            "professional": load_setting(brief.setting).professional,
            "purpose": wording.purpose(self._voice.protocol),
            "specialty": brief.manner.specialty,
            "manner": wording.manner(brief.manner),
            "present": ", ".join(brief.present),
            "patient": wording.person(brief.persona, brief.patient_name),
            "language": wording.language(brief.language),
            "who": _who(brief),
        }
        parts = [prompt.fill("task", slots)]
        if prompting.instructions:
            parts.append(prompt.fill("rules", slots))
        if load_setting(brief.setting).asynchronous:
            parts.append(prompt.fill("written", slots))
        if self._voice.examples:
            shown = render(self._voice.examples, (brief.dialogue, brief.seed, "example"))
            parts.append(prompt.fill("examples", {"examples": shown}))
        if "sample" in prompt.parts:
            parts.append(prompt.fill("sample"))
        parts.append(prompt.fill("reason" if self._reasons else "plain"))
        return "\n\n".join(parts)

    def _tail(self, brief: Brief, wish: _Wish) -> str:
        """What is wanted now."""
        prompt = self.prompt
        slots: Mapping[str, str] = _Lazy(
            facts=lambda: _data(brief, wording.fact_lines(wish.facts, brief.note_language)),
            evidence=lambda: _data(brief, wording.evidence_lines(wish.evidence)),
            cues=lambda: wording.cue_words(brief, prompt),
            first=lambda: ", whom you have not met before" if brief.first_visit else "",
            words=lambda: str(self._length(brief, wish)),
            fault=lambda: brief.repair or "",
            who=lambda: _who(brief),
            professional=lambda: load_setting(brief.setting).professional,
        )
        parts = [prompt.fill(wish.part, slots)]
        if wish.evidence and wish.part not in ("red-flag", "safety") and self._voice.prompting.retrieval:
            parts.append(prompt.fill("evidence", slots))
        parts.append(prompt.fill("length", slots))
        if brief.repair:
            parts.append(prompt.fill("repair", slots))
        if "role" in prompt.parts:
            parts.append(prompt.fill("role", slots))
        return "\n\n".join(parts)

    def _length(self, brief: Brief, wish: _Wish) -> int:
        """Words to aim for: drawn around what people say in this style, and enough for the facts."""
        style = self._voice.style
        mean = style.physician_words if self._role == "physician" else style.patient_words
        talk = {"terse": 0.6, "average": 1.0, "chatty": 1.5}[brief.persona.talkativeness]
        rng = _draw(brief, "length")
        drawn = rng.lognormvariate(0, 0.55) * mean * (talk if self._role == "patient" else 1.0)
        needed = 1.3 * sum(size(fact.text) for fact in wish.facts)
        drawn *= 3 if load_setting(brief.setting).asynchronous else 1
        return max(3, min(120, round(max(drawn * (0.6 if wish.facts else 0.8), needed))))

    def _utterance(self, brief: Brief, wish: _Wish, text: str, thought: str, kept: dict[str, Any]) -> Utterance:
        if base(brief.language) == "en":
            from bedside.knowledge.terminology import Terminology

            facts = said_facts(wish.facts, brief, text, Terminology.load())
        else:
            from bedside.agents.checks.other_languages import said

            facts = said(wish.facts, brief, text)
        claims = cite(text, wish.evidence) if wish.evidence else ()
        return Utterance(
            text=text,
            thought=thought or "said as asked",
            facts=facts,
            withheld=wish.withheld,
            because="I cannot recall" if wish.part == "forget" else "I keep that back" if wish.withheld else "",
            passages=tuple(passage for claim in claims for passage in claim.passages),
            claims=claims,
            model=kept,
        )


def _who(brief: Brief) -> str:
    return "the patient" if brief.role == "patient" else f"the patient's {brief.role}, who came along,"


def _data(brief: Brief, text: str) -> str:
    return fence(text, (brief.dialogue, brief.seed, "data")).text


def _echo(text: str, request: Request, examples: tuple[Example, ...]) -> dict[str, str]:
    """What of its own prompt a line says, in words that do not repeat it; nothing where it says none."""
    found = echoes(text, request.messages)
    if spoken_again(text, examples):
        found.append("a sentence of an example stands in the words")
    return {"echo": "; ".join(found)} if found else {}


def said_facts(facts: Sequence[Fact], brief: Brief, text: str, terminology: Finder) -> tuple[str, ...]:
    """Which of these facts a line says. A bare yes or no says what was asked, where the answer is the fact's own."""
    if not facts:
        return ()
    own = Turn.model_construct(id="", speaker=brief.role, text=text)
    said = expressed(facts, (own,), terminology)
    reply = {"yes": "present", "no": "denied"}.get(answer_of(text)) if brief.role != "physician" else None
    if reply is None or not brief.turns:
        return said
    rest = [fact for fact in facts if fact.id not in said and (fact.polarity == reply or brief.step.act == "chart")]
    asked = expressed(rest, (brief.turns[-1], own), terminology) if rest else ()
    return tuple(fact.id for fact in facts if fact.id in said or fact.id in asked)


def _physician(brief: Brief) -> _Wish | None:
    step = brief.step
    aspect = step.cues[0].aspect if step.cues else ""
    led = step.revealer == "physician" and step.act in ("ask", "invite")  # someone else has begun this step
    if led and brief.turns and brief.turns[-1].speaker != "physician":
        return _Wish("explain", brief.facts) if brief.facts else _Wish("listen")
    if aspect == "go on" or (step.act == "invite" and aspect == "go on"):
        return _Wish("go-on")
    if step.act == "ask" and aspect == "red flag":
        found = _of(brief, "Red flags") or brief.evidence
        return _Wish("red-flag", evidence=found) if found else None
    if step.act == "safety":
        found = _of(brief, "Safety net") or brief.evidence
        return _Wish("safety", evidence=found) if found else None
    if step.act in _TELLING:
        return _Wish(step.act, brief.facts) if brief.facts else None
    if step.act == "write":
        return None  # theirs to write
    wide = step.act == "ask" and not any(cue.words for cue in step.cues) and aspect in ("", "more")
    return _Wish(step.act, evidence=_of(brief, "Questions")[:1] if wide else ())


def _of(brief: Brief, section: str) -> tuple[Evidence, ...]:
    return tuple(item for item in brief.evidence if item.section == section)


def _lay(brief: Brief) -> _Wish | None:
    step = brief.step
    if step.act in ("greet", "close"):
        return _Wish(step.act)
    if step.act in _LISTENING:
        return _Wish("listen")
    if step.act == "handover":
        return None  # told to somebody else
    if step.act == "check" or (step.act == "invite" and step.topic == "questions"):
        return _Wish("questions")
    if step.act in ("chart", "reflect", "summarize"):
        return _Wish("confirm", brief.facts)
    keeps = [word.casefold() for word in brief.persona.withholds]
    held = [fact for fact in brief.facts if any(word in fact.text.casefold() for word in keeps)]
    told = tuple(fact for fact in brief.facts if fact not in held)
    ids = tuple(fact.id for fact in held)
    if not told:
        return _Wish("withhold", withheld=ids) if held else _Wish("unknown")
    if brief.persona.recall == "poor" and told[0].time and _draw(brief, "recall").random() < _FORGETS:
        return _Wish("forget", withheld=(*ids, *(fact.id for fact in told)))
    return _Wish("write" if step.act == "write" else "answer", told, ids)


def _draw(brief: Brief, what: str) -> random.Random:
    """A generator for one choice of one line; a second attempt at the line chooses the same."""
    return random.Random(f"{brief.seed}/{brief.step.id}/{brief.role}/{what}")


class _Lazy(Mapping[str, str]):
    """Slots whose texts are made when a prompt has them."""

    def __init__(self, **makers: Any) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> str:
        return self._makers[name]()

    def __iter__(self) -> Any:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def relative(voice: Voice) -> Voice:
    """The voice for a third party: no short lines of the patient's."""
    return replace(voice, backchannel=None)
