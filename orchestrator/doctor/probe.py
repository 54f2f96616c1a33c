"""Can this model be used, and what can it do? Found out by using it, in two minutes at most.

Every feature gets a verdict: ``ok``, ``no`` with what to do about it, or ``unknown`` where there was no way or no time to
find out. Nothing of a note is sent: the questions are made up here.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal, cast

from bedside.agents.model import Message, Mode, Model, ModelError, Reply, Request
from bedside.agents.models.local_only import NotLocalError
from bedside.agents.models.model_settings import ModelSettings
from bedside.agents.models.registry import open_model
from bedside.agents.models.server_features import Features, RoleRecord
from bedside.scenarios.player import Decoding, Player
from bedside.scenarios.value import Value

LIMIT = 120.0  # seconds for everything
ROOM = 8192  # tokens that a note, its guideline passages and a whole conversation need
Verdict = Literal["ok", "no", "unknown"]
_LATER = ("context length", "tokens", "JSON schema", "tools", "seed", "reasoning", "log-probabilities", "size", "role")
_HELLO = "Say hello in one short sentence."
_SEA = "Write one short sentence about the sea."
_FILLER = " ".join(["The knee swelled after the run and has ached on the stairs since then."] * 8)
_SHORT = "nothing need be done; it is prompted in the short form (prompting.form: full overrules)"
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"mood": {"type": "string", "enum": ["ochre", "teal"]}, "count": {"type": "integer"}},
    "required": ["mood", "count"],
    "additionalProperties": False,
}


class ProbedFeature(Value):
    """One feature of a model."""

    feature: str
    verdict: Verdict
    found: str
    mend: str = ""  # what to do, where something can be done


def usable(findings: tuple[ProbedFeature, ...]) -> bool:
    """Whether conversations can be made with it: it is reached, it is there, and it answers."""
    verdicts = {finding.feature: finding.verdict for finding in findings}
    return all(verdicts.get(feature) == "ok" for feature in ("reachable", "model", "answers"))


async def examine(
    player: Player, settings: ModelSettings, limit: float = LIMIT, features: Features | None = None
) -> tuple[ProbedFeature, ...]:
    """Use the model that ``player`` names and tell what was found, within ``limit`` seconds. What decides the form of its
    prompts is put into ``features``, too."""
    once = player.model_copy(update={"attempts": 1, "timeout": min(player.timeout, limit)})
    try:
        model = open_model(once, settings)
    except ModelError as error:
        return _not_asked(ProbedFeature(feature="model", verdict="no", found="it cannot be opened", mend=error.message))
    visit = _Visit(model, once, time.monotonic() + limit, features if features is not None else Features())
    try:
        return await visit.all()
    finally:
        await model.close()


def _not_asked(*first: ProbedFeature) -> tuple[ProbedFeature, ...]:
    rest = tuple(
        ProbedFeature(feature=feature, verdict="unknown", found="not asked") for feature in ("answers", *_LATER)
    )
    known = {finding.feature for finding in first}
    before = () if "reachable" in known else (ProbedFeature(feature="reachable", verdict="unknown", found="not asked"),)
    between = () if "model" in known else (ProbedFeature(feature="model", verdict="unknown", found="not asked"),)
    return (*before, *first, *between, *(finding for finding in rest if finding.feature not in known))


class _Visit:
    """One model under examination. ``deadline`` is of the monotonic clock."""

    def __init__(self, model: Model, player: Player, deadline: float, features: Features) -> None:
        self.model = model
        self.features = features
        self.player = player
        self.deadline = deadline

    @property
    def inner(self) -> Any:
        """The model behind retries and recording."""
        inner: Any = self.model
        while hasattr(inner, "model") and not hasattr(inner, "plain"):
            inner = inner.model
        return inner

    async def ask(self, text: str, mode: Mode = "text", schema: dict[str, Any] | None = None, **decoding: Any) -> Reply:
        """One question, within the time that is left. What is asked for wins over the player's own decoding."""
        request = Request(
            (Message("system", "You are a helpful assistant."), Message("user", text)),
            purpose="doctor",
            schema=schema,
            mode=mode,
            decoding=Decoding.model_validate({"max_tokens": 1024} | decoding),
        )
        async with asyncio.timeout(max(0.1, self.deadline - time.monotonic())):
            return await self.model.ask(request)

    async def all(self) -> tuple[ProbedFeature, ...]:
        """Every feature, one after another: a small server is not asked two things at a time."""
        try:
            hello = await self.ask(_HELLO)
        except (ModelError, TimeoutError) as error:
            return _not_asked(*_first_failure(error))
        served = f"served as {hello.served}" if hello.served else "the server does not name it"
        findings = [
            ProbedFeature(feature="reachable", verdict="ok", found=f"answered in {hello.seconds:.1f} s"),
            ProbedFeature(feature="model", verdict="ok", found=served),
            ProbedFeature(feature="answers", verdict="ok", found=f"{len(hello.text.split())} words to a greeting"),
        ]
        probes: tuple[Callable[[], Awaitable[ProbedFeature]], ...] = (
            self.context,
            lambda: self.tokens(hello),
            lambda: self.shaped("JSON schema", "json_schema"),
            lambda: self.shaped("tools", "tool"),
            self.seed,
            lambda: self.reasoning(hello),
            self.log_probabilities,
            lambda: self.size(hello),
            self.role,
        )
        for feature, probe in zip(_LATER, probes, strict=True):
            findings.append(await self.within(feature, probe))
        return tuple(findings)

    async def within(self, feature: str, probe: Callable[[], Awaitable[ProbedFeature]]) -> ProbedFeature:
        """One probe; what goes wrong in it is its finding."""
        late = ProbedFeature(
            feature=feature, verdict="unknown", found="there was no time left", mend="try a faster model"
        )
        if time.monotonic() >= self.deadline:
            return late
        try:
            async with asyncio.timeout(self.deadline - time.monotonic()):
                return await probe()
        except TimeoutError:
            return late
        except ModelError as error:
            verdict: Verdict = "unknown" if error.kind in ("timeout", "transient", "rate_limit") else "no"
            return ProbedFeature(feature=feature, verdict=verdict, found=f"ended as {error.kind}", mend=error.message)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):  # a server with fields of its own
            return ProbedFeature(feature=feature, verdict="unknown", found="the server answered in a way of its own")

    async def context(self) -> ProbedFeature:
        """How much the model reads."""
        window, most = await self.window()
        if window is None:
            found = "the server does not say"
            return ProbedFeature(feature="context length", verdict="unknown", found=found, mend="see its documentation")
        told = f"{window} tokens" + (f", up to {most}" if most and most != window else "")
        if window >= ROOM:
            return ProbedFeature(feature="context length", verdict="ok", found=told)
        if most is not None and most >= ROOM:
            mend = f"set num_ctx: {min(most, 2 * ROOM)} in its decoding: a conversation may need {ROOM}"
        else:
            mend = f"use it for short notes only, or serve it with a longer context: a conversation may need {ROOM}"
        return ProbedFeature(feature="context length", verdict="no", found=told, mend=mend)

    async def window(self) -> tuple[int | None, int | None]:
        """The context that holds now, and the most there can be; None where it is not told."""
        from bedside.agents.models.ollama_model import OllamaModel
        from bedside.agents.models.openai_model import OpenAIModel

        if isinstance(self.inner, OllamaModel):
            return await self.inner.window(self.player.decoding), self.inner.longest_context
        if not isinstance(self.inner, OpenAIModel):
            return None, None
        row = await self.row()
        now = ("loaded_context_length", "max_model_len", "context_length", "context_window", "max_context_length")
        lengths = [row[name] for name in now if isinstance(row.get(name), int)]
        meta = cast(dict[str, Any], row.get("meta") or {})
        lengths += [meta[name] for name in ("n_ctx", "n_ctx_train") if isinstance(meta.get(name), int)]
        return (lengths[0], max(lengths)) if lengths else (None, None)

    async def row(self) -> dict[str, Any]:
        """What a server that speaks the OpenAI protocol lists of the model."""
        rows: list[dict[str, Any]] = (await self.inner.plain("/models"))["data"]
        asked = self.player.name.partition(":")[2]
        return next((row for row in rows if row.get("id") == asked), rows[0] if len(rows) == 1 else {})

    async def tokens(self, hello: Reply) -> ProbedFeature:
        """Whether the server counts tokens, and as a tokenizer would."""
        longer = await self.ask(f"{_FILLER} {_HELLO}")
        if hello.usage.prompt is None or longer.usage.prompt is None:
            mend = "nothing need be done; costs and cut prompts cannot be seen"
            return ProbedFeature(feature="tokens", verdict="no", found="the server counts none", mend=mend)
        more, length = longer.usage.prompt - hello.usage.prompt, len(_FILLER)
        found = f"{more} for {length} characters"
        if length / 8 <= more <= 1.5 * length:
            return ProbedFeature(feature="tokens", verdict="ok", found=found)
        return ProbedFeature(
            feature="tokens",
            verdict="no",
            found=found,
            mend="do not rely on its counts: they do not grow with a prompt",
        )

    async def shaped(self, feature: str, mode: Mode) -> ProbedFeature:
        """Whether a way of asking for JSON binds the model: nobody would answer in this shape by chance."""
        instead = "nothing need be done; bedside asks another way"
        try:
            reply = await self.ask("How are you today?", mode, _SCHEMA)
        except ModelError as error:
            if error.unsupported is None and error.kind != "config":
                raise
            return ProbedFeature(feature=feature, verdict="no", found="the server does not know it", mend=instead)
        if _keeps(reply.text):
            return ProbedFeature(feature=feature, verdict="ok", found="the reply keeps it")
        return ProbedFeature(feature=feature, verdict="no", found="taken and ignored", mend=instead)

    async def seed(self) -> ProbedFeature:
        """Whether the same seed gives the same text."""
        one, two = [(await self.ask(_SEA, temperature=1.0, seed=11)).text for _ in range(2)]
        if one != two:
            mend = "record its answers (--record FILE) to make a run again"
            return ProbedFeature(feature="seed", verdict="no", found="the same seed gave two texts", mend=mend)
        other = (await self.ask(_SEA, temperature=1.0, seed=12)).text
        found = "the same seed, the same text" + (", and so does another" if other == one else "; another, another")
        return ProbedFeature(feature="seed", verdict="ok", found=found)

    async def reasoning(self, hello: Reply) -> ProbedFeature:
        """Whether thinking comes apart from what is said."""
        mend = "nothing need be done; leave `reasoning` out of its decoding"
        if hello.reasoning:
            return ProbedFeature(feature="reasoning", verdict="ok", found="it thinks unasked, apart from what it says")
        try:
            reply = await self.ask("What is 7 times 8? Answer with the number.", reasoning="low")
        except ModelError as error:
            if error.kind != "config":
                raise
            return ProbedFeature(feature="reasoning", verdict="no", found="it takes no `reasoning`", mend=mend)
        if reply.reasoning:
            return ProbedFeature(
                feature="reasoning", verdict="ok", found="it thinks when asked, apart from what it says"
            )
        return ProbedFeature(
            feature="reasoning", verdict="no", found="no thinking came apart from the answer", mend=mend
        )

    async def log_probabilities(self) -> ProbedFeature:
        """Whether the probability of each token is told."""
        from bedside.agents.models.ollama_model import OllamaModel
        from bedside.agents.models.openai_model import OpenAIModel

        feature, inner = "log-probabilities", self.inner
        messages = [{"role": "user", "content": _HELLO}]
        if isinstance(inner, OllamaModel):
            body = {"model": inner.tag, "messages": messages, "stream": False, "logprobs": True}
            told = (await inner.plain("/api/chat", body | {"options": {"num_predict": 8}})).get("logprobs")
        elif isinstance(inner, OpenAIModel):
            most = "max_tokens" if self.player.base_url else "max_completion_tokens"
            body = {"model": self.player.name.partition(":")[2], "messages": messages, "logprobs": True, most: 8}
            choice = (await inner.plain("/chat/completions", body))["choices"][0]
            told = (choice.get("logprobs") or {}).get("content")
        else:
            return ProbedFeature(feature=feature, verdict="unknown", found="there is no way to ask")
        if told:
            return ProbedFeature(feature=feature, verdict="ok", found="told for each token")
        mend = "nothing need be done; bedside does not need them"
        return ProbedFeature(feature=feature, verdict="no", found="not told", mend=mend)

    async def size(self, hello: Reply) -> ProbedFeature:
        """How many parameters the model has. Below ``SMALL`` billions it is prompted in the short form."""
        from bedside.agents.prompts.form import SMALL, size_in_words
        from bedside.orchestrator.doctor.role_probe import parameters_named, parameters_told

        told = parameters_told(await self.shown())
        names = (self.player.name.partition(":")[2], hello.served or "")
        billions = told or next((found for name in names if (found := parameters_named(name)) is not None), None)
        if billions is None:
            mend = "nothing need be done; set prompting.form: short in the case if it is small"
            return ProbedFeature(feature="size", verdict="unknown", found="neither server nor name tell", mend=mend)
        by = "the server" if told else "its name"
        self.features.played(self.model, RoleRecord(billions=billions, told_by=by))
        found = f"{size_in_words(billions)} by {by}"
        if billions >= SMALL:
            return ProbedFeature(feature="size", verdict="ok", found=found)
        mend = _SHORT
        return ProbedFeature(feature="size", verdict="no", found=found, mend=mend)

    async def shown(self) -> dict[str, Any]:
        """What the server tells of the model; nothing where there is no way to ask, or it does not say."""
        from bedside.agents.models.ollama_model import OllamaModel
        from bedside.agents.models.openai_model import OpenAIModel

        try:
            if isinstance(self.inner, OllamaModel):
                return await self.inner.plain("/api/show", {"model": self.inner.tag})
            return await self.row() if isinstance(self.inner, OpenAIModel) else {}
        except (ModelError, KeyError, TypeError, AttributeError, ValueError):
            return {}

    async def role(self) -> ProbedFeature:
        """Whether it stays in its part under the full prompts, in a few lines of a visit that is made up."""
        from bedside.agents.prompts.form import choose_form, holds_role
        from bedside.orchestrator.doctor.role_probe import lines_lost

        lines, lost = await lines_lost(self.model, self.features, short=False)
        known = self.features.role(self.model) or RoleRecord()
        record = known.model_copy(update={"lines": lines, "lost": lost})
        self.features.played(self.model, record)
        if holds_role(record):
            return ProbedFeature(feature="role", verdict="ok", found=f"{lines - lost} of {lines} lines in its part")
        _, again = await lines_lost(self.model, self.features, short=True)
        record = record.model_copy(update={"lost_in_short": again})
        self.features.played(self.model, record)
        found = f"{lost} of {lines} lines out of its part, {again} in the short form of prompts"
        mend = "use another model: dialogues of this one may end as role_lost"
        if choose_form(record).form == "short" and holds_role(record.model_copy(update={"lost": again})):
            mend = _SHORT
        return ProbedFeature(feature="role", verdict="no", found=found, mend=mend)


def _first_failure(error: ModelError | TimeoutError) -> tuple[ProbedFeature, ...]:
    """What a failed first question says of the server and of the model."""
    if isinstance(error, TimeoutError):
        mend = "is it loading a large model? Try again, or choose a smaller one"
        return (ProbedFeature(feature="reachable", verdict="no", found="no answer in time", mend=mend),)
    if error.kind in ("transient", "timeout") or isinstance(error, NotLocalError):
        return (ProbedFeature(feature="reachable", verdict="no", found=f"ended as {error.kind}", mend=error.message),)
    reached = ProbedFeature(feature="reachable", verdict="ok", found="the server answers")
    if error.kind == "config":
        found = "the key is refused" if error.auth else "it cannot be used"
        return (reached, ProbedFeature(feature="model", verdict="no", found=found, mend=error.message))
    there = ProbedFeature(feature="model", verdict="ok", found="the server has it")
    return (
        reached,
        there,
        ProbedFeature(feature="answers", verdict="no", found=f"ended as {error.kind}", mend=error.message),
    )


def _keeps(text: str) -> bool:
    try:
        given: Any = json.loads(text)
    except ValueError:
        return False
    return isinstance(given, dict) and given.get("mood") in ("ochre", "teal") and isinstance(given.get("count"), int)
