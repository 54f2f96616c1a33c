"""What an author expects of a case's conversation, whatever the seed: a test that stands beside the case."""

from pydantic import Field

from bedside.scenarios.value import Value


class Expect(Value):
    """What must come of a case. Words are looked for whole, in any case of letters, in what is said aloud."""

    mentions: tuple[str, ...] = Field(default=(), description="Words that somebody must say.")
    never_mentions: tuple[str, ...] = Field(default=(), description="Words that nobody may say.")
    covers: tuple[str, ...] = Field(default=(), description="Words of the note; the facts that hold them must be told.")
    max_turns: int | None = Field(default=None, ge=1, le=1000, description="The most turns it may take.")
    label: str | None = Field(default=None, description="The label that an interview must carry.")
