"""Interviewer and interviewee played by a language model. An answer is response and reason in one reply, taken apart here.

Law of the file: the reason is checked by code before it counts. Its criterion is the one that was asked, its polarity is
that of the truth, its evidence stands in the response letter for letter; a reply that fails counts for nothing and is
asked for again with what was wrong. Points never come from a model.
"""

from typing import Any, Literal

from bedside.agents.interview.degrees import read_degree
from bedside.agents.interview.guide import Guide, bank
from bedside.agents.interview.speakers import criterion_of
from bedside.agents.languages.language import base
from bedside.agents.model import Message, ModelError, Request
from bedside.agents.models.structured import ask_typed
from bedside.agents.prompts import wording
from bedside.agents.prompts.prompt import Prompt, load_prompt
from bedside.agents.prompts.prompt_echo import echoes
from bedside.agents.prompts.transcript import transcript
from bedside.agents.prompts.voice import LONGEST, SpokenReply, Voice, account, bare_words
from bedside.agents.text.fence import fence
from bedside.scenarios.brief import Brief
from bedside.scenarios.note import Fact, Span
from bedside.scenarios.player import Decoding
from bedside.scenarios.turn import Criterion, Utterance
from bedside.scenarios.value import Value

GRAVE = ("label",)  # besides those of every prompted line


class StatedReason(Value):
    """The reason of a reply."""

    criterion: str
    polarity: Literal["present", "denied"]
    evidence: str


class ReasonedAnswer(Value):
    """The reply of an interviewee: what is heard, and why, which is not."""

    response: str
    reason: StatedReason


class _Speaker:
    """What both roles do alike: a request that grows at its end, a reply, an utterance."""

    def __init__(self, role: str, guide: Guide, voice: Voice) -> None:
        self._role, self._guide, self._voice = role, guide, voice
        self.prompt: Prompt = load_prompt("interview", role, voice.prompting.form.of(role) == "short")

    def _request(self, brief: Brief, parts: list[str], last: str) -> Request:
        slots = {
            "where": wording.visit(brief.setting),
            "language": wording.language(brief.language),
            "window": self._guide.window,
            "patient": wording.person(brief.persona, brief.patient_name),
        }
        stable = [self.prompt.fill("task", slots), self.prompt.fill("rules", slots), last]
        if "sample" in self.prompt.parts:
            stable.insert(2, self.prompt.fill("sample"))
        said = transcript(brief, self._voice.prompting.memory, _line)
        if brief.repair:
            parts.append(self.prompt.fill("repair", {"fault": brief.repair}))
        if "role" in self.prompt.parts:
            parts.append(self.prompt.fill("role"))
        now = "\n\n".join([*([f"So far:\n{said}"] if said else []), *parts])
        return Request(
            messages=(Message("system", "\n\n".join(stable)), Message("user", now)),
            purpose=f"{brief.dialogue}/{brief.role}/{brief.step.id}/{brief.attempt}",
            decoding=Decoding(seed=brief.seed % 2**31),
        )

    async def _say(self, request: Request, brief: Brief, thought: str, **more: Any) -> Utterance:
        typed = await ask_typed(
            self._voice.model, request, SpokenReply, features=self._voice.features, speaker=brief.role
        )
        text = self._words(typed.value.say, typed)
        return Utterance(text=text, thought=thought, model=account(typed, self.prompt) | _echo(text, request), **more)

    def _words(self, said: str, typed: Any) -> str:
        text = bare_words(said, self._role)
        if not text:
            raise ModelError("empty", "The model said nothing.", raw=typed.reply.text, usage=typed.usage)
        if len(text) > LONGEST:
            raise ModelError(
                "schema", f"One line of {len(text):,} characters is no utterance.", raw=text, usage=typed.usage
            )
        return text


class PromptedInterviewer(_Speaker):
    """Keeps the ``Physician`` contract. The prompt holds the step's subject and what was said, nothing of the person."""

    def __init__(self, guide: Guide, voice: Voice) -> None:
        super().__init__("physician", guide, voice)

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing. Raises ``ModelError``."""
        step = brief.step
        aspect = step.cues[0].aspect if step.cues else ""
        part = step.act if step.act != "ask" else "ask" if aspect == "symptom" else aspect
        slots = {"what": "", "first": f"Say that the next questions are about {step.subject}. " if step.subject else ""}
        if part == "ask":
            names = [self._guide.names.get(s) or str(bank()[s]["name"]) for s in step.cues[0].words.split(", ")]
            slots["what"] = _data(brief, "\n".join(names))
        request = self._request(brief, [self.prompt.fill(part, slots)], self.prompt.fill("plain"))
        return await self._say(
            request, brief, f"ask about {step.cues[0].concept or step.id}" if step.cues else step.act
        )


class PromptedInterviewee(_Speaker):
    """Keeps the ``Patient`` contract."""

    def __init__(self, guide: Guide, voice: Voice) -> None:
        super().__init__("patient", guide, voice)

    async def speak(self, brief: Brief) -> Utterance:
        """Say one thing, with its reason apart. Raises ``ModelError``."""
        step = brief.step
        plain = self.prompt.fill("plain")
        if step.act != "ask":
            return await self._say(self._request(brief, [self.prompt.fill(step.act)], plain), brief, step.act)
        asked = [fact for fact in brief.facts if fact.id not in ("event", "life")] or [
            fact for fact in brief.facts if fact.id == step.id
        ]
        keeps = [word.casefold() for word in brief.persona.withholds]
        told = [fact for fact in asked if not any(word in fact.text.casefold() for word in keeps)]
        if not told:
            request = self._request(brief, [self.prompt.fill("withhold")], plain)
            return await self._say(request, brief, "keep it back", withheld=tuple(fact.id for fact in asked))
        life = [fact for fact in brief.facts if fact.id in ("event", "life") and fact not in told]
        parts = [self.prompt.fill("known", {"life": _data(brief, _lines(life))})] if life else []
        parts.append(self.prompt.fill("answer", {"facts": _data(brief, _lines(told))}))
        if step.id == "life":
            return await self._say(self._request(brief, parts, plain), brief, "tell of oneself", facts=(told[0].id,))
        fact = max(told, key=lambda one: one.quantities[0].value if one.quantities else 0.0)
        criterion = fact.group if len(asked) > 1 else (fact.concept or "").partition("/")[0]
        # What changes from turn to turn stands at the end, so that a server's prefix cache holds.
        parts.append(self.prompt.fill("reason", {"criterion": f'"{criterion}"'}))
        return await self._reasoned(self._request(brief, parts, ""), brief, fact, criterion)

    async def _reasoned(self, request: Request, brief: Brief, fact: Fact, criterion: str) -> Utterance:
        typed = await ask_typed(self._voice.model, request, ReasonedAnswer, features=self._voice.features)
        text = self._words(typed.value.response, typed)
        kept = account(typed, self.prompt) | _echo(text, request)
        found, fault = self.judge(typed.value.reason, text, fact, criterion, base(brief.language))
        if found is None:
            return Utterance(text=text, thought=f"not borne out: {fault}", model=kept | {"reason": fault})
        return Utterance(
            text=text, thought=f"{fact.polarity}: {fact.text}", facts=(fact.id,), criteria=(found,), model=kept
        )

    def judge(
        self, why: StatedReason, text: str, fact: Fact, criterion: str, language: str = "en"
    ) -> tuple[Criterion | None, str]:
        """The criterion that a reply bears out, or what is wrong with its reason. How often or how much it is so has to be
        read from an English reply alone."""
        at = text.find(why.evidence) if why.evidence.strip() else -1
        if why.criterion != criterion:
            return None, "the reason is about another question"
        if why.polarity != fact.polarity:
            return None, "the answer does not agree with what you were given"
        if at < 0:
            return None, "the evidence does not stand in the response letter for letter"
        found = criterion_of(self._guide, fact, criterion, Span(start=at, end=at + len(why.evidence)))
        return (found, "") if (fault := self._unlike(text, found, language)) == "" else (None, fault)

    def _unlike(self, text: str, found: Criterion, language: str) -> str:
        """What is wrong with how often or how much an answer says it is so; "" for nothing."""
        if found.points is None or not self._guide.degrees or language != "en":
            return ""
        said = read_degree(self._guide.degrees, text)
        if said == found.points:
            return ""
        given = f"{self._guide.how(found.points)}, in {self._guide.window}"
        if said is None:
            return f"the response does not say, or says in two ways, how often or how much; it is: {given}"
        return f"the response says {self._guide.how(said)!r}; it is: {given}"


def _lines(facts: list[Fact]) -> str:
    return "\n".join(f"- {_line(fact)}" for fact in facts)


def _line(fact: Fact) -> str:
    """A fact without its points, which nobody says."""
    return fact.text.rpartition(" (")[0] if fact.quantities else fact.text


def _data(brief: Brief, text: str) -> str:
    return fence(text, (brief.dialogue, brief.seed, "data")).text


def _echo(text: str, request: Request) -> dict[str, str]:
    found = echoes(text, request.messages)
    return {"echo": "; ".join(found)} if found else {}
