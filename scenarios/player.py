"""Who plays a role: a family of players by name, or a language model by name with how it is to be asked."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bedside.scenarios.value import Value

GIVEN = "python:"  # how the name of a player begins that is a function


class Decoding(Value):
    """How a model draws its words. What is left out is not sent, so the server's own default holds."""

    temperature: float | None = Field(default=None, ge=0, le=2, description="How freely words are drawn; 0 is greedy.")
    top_p: float | None = Field(default=None, gt=0, le=1, description="Draw from this share of the probability.")
    top_k: int | None = Field(default=None, ge=1, description="Draw from this many words; not every server knows it.")
    min_p: float | None = Field(
        default=None, ge=0, le=1, description="Leave out words rarer than this share of the likeliest."
    )
    max_tokens: int | None = Field(default=None, ge=1, description="The longest answer, in tokens.")
    presence_penalty: float | None = Field(default=None, ge=-2, le=2, description="Against words that occurred.")
    frequency_penalty: float | None = Field(default=None, ge=-2, le=2, description="Against words that occur often.")
    stop: tuple[str, ...] = Field(default=(), description="Texts at which the answer ends.")
    seed: int | None = Field(
        default=None, description="For servers that draw repeatably; the dialogue's own if left out."
    )
    reasoning: Literal["none", "minimal", "low", "medium", "high"] | None = Field(
        default=None, description="How long a reasoning model may think."
    )
    num_ctx: int | None = Field(default=None, ge=256, description="Ollama: the context window to load, in tokens.")
    keep_alive: str | None = Field(default=None, description="Ollama: how long the model stays loaded, like `10m`.")

    def over(self, own: "Decoding") -> "Decoding":
        """These choices laid over ``own``: what is set here wins."""
        given = {name: value for name in self.model_fields_set if (value := getattr(self, name)) not in (None, ())}
        return own.model_copy(update=given) if given else own


class Player(Value):
    """Who plays a role. In a case file the name alone will do: ``physician: openai:gpt-4o-mini``."""

    name: str = Field(
        description="`agenda` (built in), `scripted`, or a model: `openai:MODEL`, `ollama:MODEL`, "
        "`langchain:PROVIDER:MODEL`, `scripted:FILE`, `replay:FILE`."
    )
    base_url: str | None = Field(
        default=None, description="Where the model's server is, like `http://localhost:8000/v1`."
    )
    key_env: str | None = Field(
        default=None, description="The environment variable that holds the key; never the key itself."
    )
    key_file: str | None = Field(default=None, description="A file that holds the key and nothing else.")
    timeout: float = Field(default=120, gt=0, le=3600, description="Seconds for one answer, all attempts together.")
    attempts: int = Field(default=4, ge=1, le=20, description="How often a call that failed in passing is tried.")
    tier: Literal["flex", "flex-or-normal"] | None = Field(
        default=None,
        description="`flex`: at the provider's lower price, slower, when there is room; `flex-or-normal` pays the normal "
        "price where three tries found none. `openai:` only.",
    )
    decoding: Decoding = Field(default=Decoding(), description="How the model draws its words.")

    @property
    def prompted(self) -> bool:
        """Whether a language model plays, and not one of the families by name."""
        return ":" in self.name

    @property
    def given(self) -> bool:
        """Whether a function plays that was given from Python. No case file and no command can name one."""
        return self.name.startswith(GIVEN)


def _by_name(given: Any) -> Any:
    return {"name": given} if isinstance(given, str) else given


PlayerSource = Annotated[Player, BeforeValidator(_by_name)]
