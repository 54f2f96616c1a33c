"""Of which family a language model is: who trained it, or on whose weights it was trained further. By its name, whatever gateway it is
asked through.

Law of the file: a name that says two families is of both (a Llama that was distilled from DeepSeek); one that says none is of none that is
known, and nothing is guessed from the gateway alone but where a gateway serves one maker's models only.
"""

import re
from functools import lru_cache

FAMILIES: dict[str, str] = {  # family: how its models' names begin, as words
    "openai": "gpt chatgpt o1 o3 o4 o5 davinci codex",
    "anthropic": "claude",
    "google": "gemini gemma medgemma palm bison txgemma",
    "meta": "llama codellama vicuna alpaca wizardlm meditron openbiollm tulu hermes me-llama",
    "mistral": "mistral mixtral codestral ministral magistral devstral pixtral biomistral zephyr openhermes",
    "qwen": "qwen qwq qvq huatuogpt",
    "deepseek": "deepseek",
    "microsoft": "phi wizardlm2 orca mai",
    "cohere": "command c4ai aya",
    "xai": "grok",
    "amazon": "nova titan",
    "zhipu": "glm chatglm codegeex",
    "moonshot": "kimi moonshot",
    "01-ai": "yi",
    "ibm": "granite",
    "nvidia": "nemotron minitron",
    "tii": "falcon",
    "ai21": "jamba jurassic j2",
    "huggingface": "smollm smollm2 smollm3",
    "allenai": "olmo olmoe molmo",
    "internlm": "internlm intern",
    "baichuan": "baichuan",
    "minimax": "minimax abab",
    "tencent": "hunyuan",
    "baidu": "ernie",
    "bytedance": "doubao seed",
    "eleutherai": "gpt-neo gpt-neox gpt-j pythia",
    "stepfun": "step",
    "writer": "palmyra",
}
MAKERS: dict[str, str] = {  # a part of the name that is a maker's, or a gateway to one maker alone
    "openai": "openai", "azure-openai": "openai", "azure_openai": "openai", "anthropic": "anthropic", "google": "google",
    "google_genai": "google", "google_vertexai": "google", "gemini": "google", "meta": "meta", "meta-llama": "meta",
    "facebook": "meta", "mistralai": "mistral", "mistral": "mistral", "qwen": "qwen", "alibaba": "qwen", "dashscope": "qwen",
    "deepseek": "deepseek", "deepseek-ai": "deepseek", "microsoft": "microsoft", "cohere": "cohere", "x-ai": "xai", "xai": "xai",
    "amazon": "amazon", "zhipuai": "zhipu", "z-ai": "zhipu", "thudm": "zhipu", "moonshotai": "moonshot", "ibm": "ibm",
    "ibm-granite": "ibm", "nvidia": "nvidia", "tiiuae": "tii", "ai21": "ai21", "huggingfacetb": "huggingface",
    "allenai": "allenai", "01-ai": "01-ai", "minimax": "minimax", "tencent": "tencent", "baidu": "baidu", "bytedance": "bytedance",
}  # fmt: skip
_PROTOCOL = re.compile(r"^(?:openai|ollama|langchain|folder|replay|scripted|python):", re.IGNORECASE)
_PART = re.compile(r"[/:@]|(?<=[a-z])\.(?=[a-z])")
_BEGINNINGS = sorted(((begin, family) for family, names in FAMILIES.items() for begin in names.split()), key=lambda of: -len(of[0]))  # fmt: skip


@lru_cache(maxsize=1024)
def families_of(name: str) -> frozenset[str]:
    """The families of a model by its name, as asked or as served: ``openai:gpt-5``, ``anthropic/claude-opus``, ``ft:gpt-4o:house``.
    Empty where none is known."""
    asked = name.strip().casefold()
    bare = _PROTOCOL.sub("", asked)
    parts = [part for part in _PART.split(bare) if part]
    found = {family for part in parts for family in _begun(part)}
    if not found or len(parts) > 1:
        found |= {MAKERS[part] for part in parts[:-1] if part in MAKERS and not _served_by_all(part, found)}
    return frozenset(found)


def _served_by_all(part: str, found: set[str]) -> bool:
    """Whether this part of a name is a protocol that other makers' models are asked through, too."""
    return part in ("openai", "azure", "bedrock") and bool(found)


def _begun(part: str) -> set[str]:
    """The families whose names a part holds, each at the beginning of a word."""
    found: set[str] = set()
    rest = part
    if re.search(r"\bgpt[-_]?oss", part):
        return {"openai"}
    for begin, family in _BEGINNINGS:
        pattern = rf"(?<![a-z0-9]){re.escape(begin)}(?![a-z])"
        if re.search(pattern, rest):
            found.add(family)
            rest = re.sub(pattern, "_", rest)
    return found
