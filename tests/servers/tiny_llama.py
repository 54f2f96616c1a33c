"""Makes the smallest model that a real server can serve, two random layers and a tokenizer of the paragraph below, and has
``transformers serve`` serve it: ``python tiny_llama.py FOLDER PORT``."""

import sys
from pathlib import Path
from typing import Any

PARAGRAPH = """The patient says that the knee hurts on the stairs and that it began two weeks ago after a long run.
The physician asks whether it swells, whether it locks, and what makes it better. Rest helps; ice helps a little.
{"text": "answer", "number": 1, "list": [true, false, null]} Good morning. What brings you in today? 0123456789"""
TEMPLATE = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}<|assistant|>"


def make(folder: Path) -> None:
    """Write config, weights and tokenizer into ``folder``. Nothing is downloaded, and every time it is the same."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    marks = ["<|end|>", "<|system|>", "<|user|>", "<|assistant|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=marks, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator([PARAGRAPH], trainer)
    fast: Any = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>", pad_token="<|end|>")
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(fast),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=2048,
        eos_token_id=fast.eos_token_id,
        pad_token_id=fast.pad_token_id,
        bos_token_id=None,
    )
    model = LlamaForCausalLM(config)
    end_somewhere(model, fast)
    model.generation_config = GenerationConfig(eos_token_id=fast.eos_token_id, pad_token_id=fast.pad_token_id)
    model.save_pretrained(folder)


def end_somewhere(model: Any, tokenizer: Any) -> None:
    """Make it stop by itself, which random weights hardly do: the end wins over one token that it likes to say."""
    import torch

    asked = tokenizer.apply_chat_template([{"role": "user", "content": "Hello"}], tokenize=False)
    ids = tokenizer(asked, return_tensors="pt").input_ids
    with torch.no_grad():
        said = model.generate(ids, max_new_tokens=40, do_sample=False, eos_token_id=None)[0, ids.shape[1] :].tolist()
        often = next(token for token in said[4:] if token != tokenizer.eos_token_id)
        model.lm_head.weight[tokenizer.eos_token_id] = 1.05 * model.lm_head.weight[often]


def serve(folder: Path, port: int) -> None:
    """Serve it as the command ``transformers serve`` does, in this process: PyTorch takes long to load."""
    from transformers.cli.transformers import main

    sys.argv = ["transformers", "serve", str(folder), "--port", str(port), "--device", "cpu"]
    main()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    serve(Path(sys.argv[1]), int(sys.argv[2]))
