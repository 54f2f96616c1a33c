"""Lines of OpenAI's batch files: what is to be asked at the batch price, and what came of it, read as any answer is.

A line out is ``{"custom_id", "method", "url", "body"}``, a line in ``{"custom_id", "response": {"status_code", "body"}, "error"}``.
"""

from typing import Any

import orjson

from bedside.agents.model import Model, ModelError, Reply, Request
from bedside.agents.models.openai_model import OPENAI, OpenAIModel
from bedside.agents.models.openai_reply import read_reply

Json = dict[str, Any]
URL = "/v1/chat/completions"


def batch_body(model: Model, request: Request) -> Json | None:
    """The body with which a model would be asked over OpenAI's protocol; None where it is asked otherwise."""
    inner: Any = model
    while inner is not None and not isinstance(inner, OpenAIModel):
        inner = getattr(inner, "model", None)
    if inner is None:
        return None
    body: Json = orjson.loads(inner.body(request))
    body.pop("service_tier", None)  # a batch has a price of its own
    return body


def batch_line(name: str, body: Json) -> Json:
    """The line of a request; ``name`` comes back with what came of it."""
    return {"custom_id": name, "method": "POST", "url": URL, "body": body}


def batch_reply(row: Json, asked: str, request: Request) -> Reply:
    """What a model said by a line that came back. Raises ``ModelError`` for one without an answer that can be used."""
    response = row.get("response")
    if not isinstance(response, dict) or response.get("status_code") != 200:
        error = row.get("error") or (response or {}).get("body") if isinstance(response, dict | None) else row
        raise ModelError(
            "transient", f"{asked}: the batch has no answer to it.", raw=orjson.dumps(error).decode()[:2000]
        )
    return read_reply(asked, OPENAI, orjson.dumps(response.get("body")), {}, request, 0.0)
