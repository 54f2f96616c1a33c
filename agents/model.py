"""The language model's contract: a request in, a reply out, and one kind of error with a class.

Whoever asks a model knows nothing of providers, and a provider knows nothing of roles. A reply says all that a record
must hold of a call; what went wrong is a ``ModelError`` of one of ``KINDS`` and never a reply: a truncated or refused
answer cannot be taken for an utterance.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Protocol, get_args

import orjson

from bedside.scenarios.player import Decoding

Kind = Literal[
    "rate_limit",  # the server asks to wait (429)
    "transient",  # the server or the way to it failed; asking again may help
    "timeout",  # no answer in time
    "context_overflow",  # the request is longer than the model reads
    "truncated",  # the answer was cut at its length limit, or the prompt was cut silently
    "refusal",  # the model declined
    "empty",  # an answer with no words
    "schema",  # an answer that is not what was asked for, after it was shown its error
    "safety",  # a filter of the provider stopped the request or the answer
    "role_lost",  # line after line was not the speaker's own part: found by the conversation, never by a server
    "config",  # wrong name, key, address or parameter: asking again cannot help
    "internal",  # our own fault
]
KINDS: tuple[str, ...] = get_args(Kind)
Mode = Literal["json_schema", "json_object", "tool", "text"]
WORTH_ASKING_AGAIN: frozenset[str] = frozenset({"rate_limit", "transient", "timeout"})
_AS_PLAYED = Decoding()


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True)
class Request:
    """What a model is asked. ``purpose`` says who asks for what ("knee-7/patient/s004.1"): it goes to the record and
    to the digest, never to the model. ``schema`` is the JSON schema that the answer must keep, if any, and ``mode`` how
    the server is told so: it is given the schema, told to write JSON, given a tool to call (the reply's text is then
    the call's arguments), or told nothing."""

    messages: tuple[Message, ...]
    purpose: str = ""
    schema: dict[str, Any] | None = None
    schema_name: str = "reply"
    mode: Mode = "json_schema"  # of no account without a schema
    decoding: Decoding = _AS_PLAYED  # laid over the player's own

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what is asked and for what, as hex. Neither the model's name nor the mode is in it: a cassette
        answers for any model, and for any order in which dialogues at once found out what the server can do."""
        asked = [[message.role, message.text] for message in self.messages]
        return hashlib.sha256(orjson.dumps([self.purpose, asked, self.schema], option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counts them; None where it does not say."""

    prompt: int | None = None
    completion: int | None = None
    cached: int | None = None  # of the prompt, answered from the server's prefix cache
    reasoning: int | None = None  # of the completion


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered. ``text`` is never empty and never cut. ``asked`` is the model's name as asked."""

    text: str
    asked: str
    finish: str = "stop"  # as the server named it
    served: str | None = None  # the model that answered, as the server names it
    reasoning: str | None = None  # thinking that came apart from the text
    usage: Usage = Usage()
    seconds: float = 0.0  # of the attempt that succeeded
    attempts: int = 1
    fingerprint: str | None = None
    tier: str | None = None  # the provider's price and speed that it was answered at, as the provider names it
    request_id: str | None = None


class ModelError(Exception):
    """A call that gave no usable answer. ``message`` is one sentence with the mend and holds no secret; ``raw`` the
    start of what came back; ``retry_after`` seconds that the server asked to wait; ``unsupported`` the way of asking
    for JSON that the server does not know, where that is what is wrong: another way may do; ``auth`` says that the
    server takes no key like this one, so that nobody need ask it again."""

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        raw: str = "",
        retry_after: float | None = None,
        attempts: int = 1,
        usage: Usage = Usage(),
        unsupported: Mode | None = None,
        auth: bool = False,
    ) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.raw = raw[:2000]
        self.retry_after = retry_after
        self.attempts = attempts
        self.usage = usage  # a failed call may have cost tokens, too
        self.unsupported: Mode | None = unsupported
        self.auth = auth


class Model(Protocol):
    """A language model behind a name."""

    @property
    def name(self) -> str:
        """The name as asked: ``openai:gpt-4o-mini``."""
        ...

    async def ask(self, request: Request) -> Reply:
        """Answer one request. Raises ``ModelError``."""
        ...

    async def close(self) -> None:
        """Let go of connections. A closed model may be asked again and opens what it needs."""
        ...
