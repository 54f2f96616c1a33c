"""Encoders: the ONNX export repeats sentence-transformers, a query never loads torch, servers get what they expect."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bedside.knowledge.encoders.local import MINILM_DIGEST, folder_digest, model_folder
from bedside.knowledge.encoders.named import encoder_named
from bedside.knowledge.encoders.onnx_encoder import OnnxEncoder
from bedside.knowledge.error import KnowledgeError
from bedside.knowledge.retrievers.fused import FusedRetriever
from bedside.knowledge.retrievers.index import open_index

TEXTS = [
    "knee pain",
    "Has the pain moved to your arm or jaw?",
    "The cough began after a cold and keeps her awake. " * 60,
    "",
    "ÄÖÜ ñ 頭痛 😷 \u200b",
    "word " * 300,
]


@pytest.mark.no_cover
def test_export_agrees_with_sentence_transformers(cache: Path, index: FusedRetriever) -> None:
    """Short, long, empty and foreign texts have the vectors of the original model, alone and in a batch."""
    from sentence_transformers import SentenceTransformer

    wanted = SentenceTransformer(str(model_folder("minilm")), device="cpu").encode(TEXTS, normalize_embeddings=True)
    encoder = encoder_named("minilm", cache)
    assert np.abs(encoder.queries(TEXTS) - wanted).max() < 1e-5
    assert np.abs(encoder.documents(TEXTS) - wanted).max() < 1e-5


def test_a_query_never_loads_torch(corpus: Path, cache: Path, index: FusedRetriever) -> None:
    """Open, look up, find with a text never asked before: neither torch nor its friends, nor bm25s and scipy."""
    code = """if True:
        import pathlib, sys
        from bedside.knowledge.retrievers.index import open_index
        index = open_index(sys.argv[1], cache=pathlib.Path(sys.argv[2]))
        assert index.lookup("knee pain") == ["knee-pain"]
        assert "faiss" not in sys.modules and "onnxruntime" not in sys.modules, "loaded before it is needed"
        assert index.find("a question asked for the first time here", 3)
        assert index.queries.misses == 1 and "onnxruntime" in sys.modules
        heavy = {"torch", "sentence_transformers", "transformers", "bm25s", "scipy", "openai", "ollama", "langgraph"}
        print(sorted(heavy & set(sys.modules)))
    """
    done = subprocess.run(
        [sys.executable, "-c", code, str(corpus), str(cache)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


@pytest.fixture(autouse=True)
def _forget(request: pytest.FixtureRequest, cache: Path) -> None:
    """Remembered vectors would hide the encoder from these tests."""
    if "torch" in request.node.name:
        shutil.rmtree(cache / "queries", ignore_errors=True)


def test_the_default_weights_are_pinned() -> None:
    """The installed package holds exactly the files whose digest is written in the source."""
    assert folder_digest(model_folder("minilm")) == MINILM_DIGEST


def test_other_weights_have_another_digest(tmp_path: Path) -> None:
    """A changed weight or vocabulary is another encoder; a readme is not."""
    for name, content in (("model.safetensors", "w"), ("tokenizer.json", "t"), ("README.md", "r")):
        (tmp_path / name).write_text(content, "utf-8")
    before = folder_digest(tmp_path)
    (tmp_path / "README.md").write_text("other", "utf-8")
    assert folder_digest(tmp_path) == before
    (tmp_path / "tokenizer.json").write_text("other", "utf-8")
    assert folder_digest(tmp_path) != before


def test_a_damaged_encoder_is_told(cache: Path, index: FusedRetriever, tmp_path: Path) -> None:
    """A cut ONNX file is found before a query runs on it."""
    folder = cache / "encoders" / MINILM_DIGEST[:16]
    mine = tmp_path / "encoders" / folder.name
    mine.mkdir(parents=True)
    for name in ("encoder.json", "tokenizer.json"):
        shutil.copy(folder / name, mine)
    (mine / "model.onnx").write_bytes((folder / "model.onnx").read_bytes()[:1000])
    with pytest.raises(KnowledgeError, match=r"damaged.*--fresh"):
        encoder_named("minilm", tmp_path)
    content = bytearray((folder / "model.onnx").read_bytes())
    content[-1000] ^= 1
    (mine / "model.onnx").write_bytes(content)
    with pytest.raises(KnowledgeError, match="was changed"):
        OnnxEncoder("minilm", mine).verify()


def test_lone_surrogates_can_be_asked(cache: Path, index: FusedRetriever) -> None:
    """Text from a broken decoder is searched, not refused."""
    assert np.isfinite(encoder_named("minilm", cache).queries(["pain \ud800"])).all()


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random model without normalisation, with a query prompt: what a user's own folder may be."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer  # pyright: ignore[reportMissingImports]
    from transformers import (
        BertConfig,
        BertModel,
        BertTokenizerFast,  # pyright: ignore[reportAttributeAccessIssue]
    )

    folder = tmp_path_factory.mktemp("tiny")
    letters = "abcdefghijklmnopqrstuvwxyz"
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ":", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(tokens), "utf-8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder / "bert")
    sizes: dict[str, Any] = {
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 48,
    }
    config = BertConfig(vocab_size=len(tokens), max_position_embeddings=64, **sizes)
    BertModel(config).save_pretrained(folder / "bert")
    word = Transformer(str(folder / "bert"), max_seq_length=48)
    model = SentenceTransformer(
        modules=[word, Pooling(32, "mean")], prompts={"query": "query: ", "document": ""}, device="cpu"
    )
    model.save(str(folder / "model"))
    return folder / "model"


def test_a_users_own_model_is_exported(corpus: Path, tiny_model: Path, tmp_path: Path) -> None:
    """Any sentence-transformers folder works by name, with its prompts, and its index finds passages."""
    from sentence_transformers import SentenceTransformer

    name = f"sentence-transformers:{tiny_model}"
    index = open_index(corpus, name, build=True, cache=tmp_path)
    model = SentenceTransformer(str(tiny_model), device="cpu")
    assert (
        np.abs(index.encoder.queries(TEXTS) - model.encode(TEXTS, prompt="query: ", normalize_embeddings=True)).max()
        < 1e-5
    )
    assert np.abs(index.encoder.documents(TEXTS) - model.encode(TEXTS, normalize_embeddings=True)).max() < 1e-5
    assert index.find("knee pain", 1)[0].passage.document == "knee-pain"
    assert open_index(corpus, name, cache=tmp_path).find("fever", 4) == index.find("fever", 4)


class _Server(BaseHTTPRequestHandler):
    """Embeddings of three letter counts, as Ollama's ``/api/embed`` and OpenAI's ``/v1/embeddings`` serve them."""

    asked: list[tuple[str, dict[str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, body))
        vectors = [[1.0 + text.count("e"), float(text.count("o")), float(len(text))] for text in body["input"]]
        if body["model"] == "silent":
            answer: dict[str, Any] = {"embeddings": []}
        elif body["model"] == "zero":
            answer = {"model": "zero", "embeddings": [[0.0, 0.0] for _ in vectors]}
        elif self.path == "/api/embed":
            answer = {"model": body["model"], "embeddings": vectors}
        else:
            rows = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(vectors)]
            answer = {
                "object": "list",
                "model": body["model"],
                "data": rows[::-1],
                "usage": {"prompt_tokens": 1, "total_tokens": 1},
            }
        content = json.dumps(answer).encode()
        self.send_response(200 if body["model"] != "missing" else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a small embedding server on this machine."""
    _Server.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.mark.parametrize(("name", "path"), [("ollama:small", "/api/embed"), ("openai:small", "/v1/embeddings")])
def test_a_served_model_builds_and_answers(corpus: Path, server: str, tmp_path: Path, name: str, path: str) -> None:
    """Documents and queries go to the server through its own client, in the right order, made unit length."""
    address = server if name.startswith("ollama") else f"{server}/v1"
    index = open_index(corpus, name, build=True, base_url=address, cache=tmp_path)
    assert index.find("throat pain", 1)[0].passage.document == "throat-pain"
    vectors = index.encoder.queries(["eee", "o"])
    np.testing.assert_allclose(vectors[0], np.array([4, 0, 3]) / 5, rtol=1e-6)
    np.testing.assert_allclose(vectors[1], np.array([1, 1, 1]) / np.sqrt(3), rtol=1e-6)
    assert {asked for asked, _ in _Server.asked} == {path}
    before = len(_Server.asked)
    open_index(corpus, name, base_url=address, cache=tmp_path).find("throat pain", 1)
    assert len(_Server.asked) == before, "a query asked before is remembered"


@pytest.mark.parametrize(
    ("model", "message"),
    [("missing", "gave no embedding"), ("silent", "0 vectors for 1 texts"), ("zero", "without a direction")],
)
def test_a_server_that_fails_is_one_sentence(server: str, tmp_path: Path, model: str, message: str) -> None:
    """An unknown model, a short answer and a zero vector are told, never indexed."""
    with pytest.raises(KnowledgeError, match=message):
        encoder_named(f"ollama:{model}", tmp_path, base_url=server).queries(["pain"])


def test_no_server_is_one_sentence(tmp_path: Path) -> None:
    """Nobody listens: the sentence names --base-url."""
    with pytest.raises(KnowledgeError, match="--base-url"):
        encoder_named("ollama:any", tmp_path, base_url="http://127.0.0.1:9").queries(["pain"])
