"""A sentence-transformers model becomes one ONNX file with pooling and normalisation inside, proved equal at once."""

import hashlib
import json
import os
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bedside.knowledge.error import KnowledgeError

AGREEMENT = 1e-5  # largest difference allowed in any dimension of a unit vector
_PROBES = (
    "Where does it hurt?",
    "pain",
    "The cough began after a cold and has kept her awake at night. " * 40,
    "",
    "ß 頭痛 😷",
)


def export_onnx(source: Path, target: Path, digest: str) -> None:
    """Write ``model.onnx``, ``tokenizer.json`` and ``encoder.json`` into ``target``. Loads torch.

    Raises ``KnowledgeError`` for a model without a fast tokenizer, or whose vectors the export does not repeat.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    model: Any = SentenceTransformer(str(source), device="cpu", local_files_only=True)
    model.eval()
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise KnowledgeError(f"{source} has no fast tokenizer. Save the model with one, or serve it with Ollama.")
    features = model.preprocess(["How are you?", "I have a sore throat today"])
    inputs = [name for name, value in features.items() if isinstance(value, torch.Tensor) and value.ndim == 2]

    class Sentence(torch.nn.Module):
        """All modules of the model as one: token ids in, unit vectors out."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: "torch.Tensor") -> "torch.Tensor":
            embedding = self.model(dict(zip(inputs, tensors, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(embedding, dim=-1)

    plain = target / "plain.onnx"
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # tracer notes about shapes, answered by the comparison below
        torch.onnx.export(
            Sentence(),
            tuple(features[name] for name in inputs),
            str(plain),
            input_names=inputs,
            output_names=["vector"],
            dynamic_axes={**{name: {0: "texts", 1: "tokens"} for name in inputs}, "vector": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )
    _optimise(plain, target / "model.onnx")
    plain.unlink()
    tokenizer = type(backend).from_str(backend.to_str())
    tokenizer.no_padding()
    tokenizer.enable_truncation(model.max_seq_length or 512)
    tokenizer.save(str(target / "tokenizer.json"))
    prompts: dict[str, str] = getattr(model, "prompts", {}) or {}
    content = (target / "model.onnx").read_bytes()
    facts = {
        "digest": digest,
        "dimensions": int(model.encode(["x"]).shape[1]),
        "inputs": inputs,
        "pad": int(model.tokenizer.pad_token_id or 0),
        "query_prompt": prompts.get("query") or "",
        "document_prompt": prompts.get("document") or "",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "versions": {name: version(name) for name in ("torch", "sentence-transformers", "onnxruntime", "tokenizers")},
    }
    (target / "encoder.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _prove(model, source, target)


def _optimise(plain: Path, target: Path) -> None:
    """Fuse the graph once, here, so that loading it does not; only fusions that hold on every processor."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # it reports to its maker unless told not to
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    onnxruntime.InferenceSession(str(plain), options, providers=["CPUExecutionProvider"])


def _prove(model: Any, source: Path, target: Path) -> None:
    from bedside.knowledge.encoders.onnx_encoder import OnnxEncoder

    exported = OnnxEncoder(str(source), target)
    for prompt, vectors in (("query", exported.queries(_PROBES)), ("document", exported.documents(_PROBES))):
        wanted = model.encode(
            list(_PROBES), prompt=(model.prompts or {}).get(prompt) or None, normalize_embeddings=True
        )
        difference = float(abs(vectors - wanted).max())
        if not difference < AGREEMENT:
            mend = "Use another model, or serve this one with Ollama"
            raise KnowledgeError(f"The export of {source} differs from the model by {difference:.1g}. {mend}.")
