"""A sentence encoder run by onnxruntime and tokenizers alone: a query never loads torch.

Queries are encoded one at a time on one thread. A batch would be three times as fast and differ in the last bits
with its neighbours, so that the same question could be answered differently in another batch order.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bedside.knowledge.error import KnowledgeError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 16


class OnnxEncoder:
    """The encoder in an exported folder (``model.onnx``, ``tokenizer.json``, ``encoder.json``), loaded at first use."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        try:
            self._facts: dict[str, Any] = json.loads((folder / "encoder.json").read_bytes())
            whole = (folder / "model.onnx").stat().st_size == self._facts["bytes"]
        except (OSError, ValueError, KeyError):
            whole = False
        if not whole:
            raise KnowledgeError(f"{folder} is damaged. Run `bedside knowledge build --fresh`.")
        self.digest: str = self._facts["digest"]
        self._single: Any = None
        self._words: Any = None

    def documents(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return shape (texts, dimensions). Texts of like length go together, which wastes no padding."""
        import numpy as np

        prompt = self._facts["document_prompt"]
        vectors = np.zeros((len(texts), self._facts["dimensions"]), dtype=np.float32)
        session = self._session(threads=0)
        order = sorted(range(len(texts)), key=lambda index: (len(texts[index]), texts[index]))
        for start in range(0, len(order), _AT_ONCE):
            rows = order[start : start + _AT_ONCE]
            vectors[rows] = self._run([prompt + texts[row] for row in rows], session)
        return vectors

    def queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return shape (texts, dimensions)."""
        import numpy as np

        prompt = self._facts["query_prompt"]
        vectors = np.zeros((len(texts), self._facts["dimensions"]), dtype=np.float32)
        if self._single is None:
            self._single = self._session(threads=1)
        for row, text in enumerate(texts):
            vectors[row] = self._run([prompt + text], self._single)[0]
        return vectors

    def verify(self) -> None:
        """Compare the whole file with its digest, which takes a tenth of a second and is not done at each load."""
        with (self.folder / "model.onnx").open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != self._facts["sha256"]:
                raise KnowledgeError(f"{self.folder} was changed. Run `bedside knowledge build --fresh`.")

    def _run(self, texts: list[str], session: Any) -> "NDArray[np.float32]":
        import numpy as np

        # A tokenizer refuses lone surrogates; a search must not.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        encodings = self._tokenizer().encode_batch(clean)
        shape = (len(encodings), max(len(encoding.ids) for encoding in encodings))
        inputs = {name: np.zeros(shape, dtype=np.int64) for name in self._facts["inputs"]}
        if "input_ids" in inputs:
            inputs["input_ids"][:] = self._facts["pad"]
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            inputs["input_ids"][row, :length] = encoding.ids
            inputs["attention_mask"][row, :length] = 1
            if "token_type_ids" in inputs:
                inputs["token_type_ids"][row, :length] = encoding.type_ids
        return session.run(None, inputs)[0]

    def _session(self, threads: int) -> Any:
        """A session on so many threads, 0 for one a core."""
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # it reports to its maker unless told not to
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # leave shared cores to others
        # The file was optimised when it was exported.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        path = str(self.folder / "model.onnx")
        try:
            return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises bare classes of its own
            raise KnowledgeError(f"{self.folder} is damaged. Run `bedside knowledge build --fresh`.") from error

    def _tokenizer(self) -> Any:
        if self._words is None:
            from tokenizers import Tokenizer

            try:
                self._words = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
            except Exception as error:  # tokenizers raises a bare Exception
                raise KnowledgeError(f"{self.folder} is damaged. Run `bedside knowledge build --fresh`.") from error
        return self._words
