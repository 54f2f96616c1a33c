"""How well and how fast the guideline store finds: ``python -m bedside.benchmarks.retrieval``.

For each guideline the terms its author gave it are asked in a patient's sentence, and again with each term's words in
another order. An answer is right if the first (or one of the first five) passages belongs to a guideline that has the
term. ``fused`` knows the terms, so it measures the dictionary; ``no terms`` is what a question gets whose words no
author thought of.

``complaints.jsonl`` holds one-line complaints with the guidelines that fit and some that a word of theirs leads to though
they do not ("worse when he coughs"); what a conversation would be given is printed for the words as they stand and
without what sets the complaint off.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bedside.knowledge.query_cache import QueryCache
from bedside.knowledge.retrievers.fused import FusedRetriever
from bedside.knowledge.retrievers.index import open_index
from bedside.knowledge.triggers import without_triggers
from bedside.orchestrator.graph.retrieval import DOCUMENTS, documents_about

_FRAMES = ("{}", "I have been having {} lately", "what should I ask about {}", "patient presents with {}")
_SEED = "retrieval"
_BASE = "import langgraph.graph, faiss, onnxruntime, tokenizers"
_OPEN = "from bedside.knowledge.retrievers.index import open_index; index = open_index({corpus!r})"


def queries_of(index: FusedRetriever, shuffled: bool) -> list[tuple[str, frozenset[str]]]:
    """Each term in a sentence, with the ids of the guidelines that answer it; terms of one word are not shuffled."""
    owners: dict[str, set[str]] = {}
    for document in index.documents:
        for term in document.terms:
            owners.setdefault(term, set()).add(document.id)
    pairs: list[tuple[str, frozenset[str]]] = []
    for term, ids in sorted(owners.items()):
        draw = random.Random(f"{_SEED}:{term}")
        words = term.split()
        if shuffled:
            if len(words) < 2:
                continue
            while words == term.split() and len(set(words)) > 1:
                draw.shuffle(words)
        pairs.append((draw.choice(_FRAMES).format(" ".join(words)), frozenset(ids)))
    return pairs


def recall(ranked: list[list[str]], wanted: list[frozenset[str]], k: int) -> float:
    """The share of queries with a right document among the first ``k`` passages."""
    if not ranked:
        return float("nan")
    found = [any(id.partition("#")[0] in ids for id in row[:k]) for row, ids in zip(ranked, wanted, strict=True)]
    return sum(found) / len(found)


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def quality(index: FusedRetriever) -> None:
    """Print recall for meaning, words, and the three rankings together."""
    print(f"{'queries':<24}{'n':>6}  {'ranking':<10}{'recall@1':>9}{'recall@5':>9}")
    for name, shuffled in (("terms in a sentence", False), ("the same, reordered", True)):
        pairs = queries_of(index, shuffled)
        texts, wanted = [text for text, _ in pairs], [ids for _, ids in pairs]
        asked = [index.rankings(text) for text in texts]
        rankings = {kind: [row[kind] for row in asked] for kind in ("dense", "bm25", "no terms", "fused")}
        for kind, ranked in rankings.items():
            first, fifth = recall(ranked, wanted, 1), recall(ranked, wanted, 5)
            print(f"{name:<24}{len(pairs):>6}  {kind:<10}{first:>9.3f}{fifth:>9.3f}")
            name = ""


def complaints() -> list[dict[str, Any]]:
    """The labelled complaints: ``complaint``, the ids that ``fits``, and those that do ``not``."""
    lines = Path(__file__).with_name("complaints.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def given(index: FusedRetriever, text: str) -> list[str]:
    """The documents that a conversation about these words would be given."""
    return documents_about(index, text, text, index.find(text, 8))[:DOCUMENTS]


def fitting(index: FusedRetriever) -> None:
    """Print how many guidelines that fit, and how many that do not, complaints lead to."""
    rows = complaints()
    print(f"\n{'complaints':<24}{'n':>6}  {'that fit':>12}{'that do not':>14}")
    for name, read in (("as they stand", str), ("without triggers", without_triggers)):
        found = [set(given(index, read(row["complaint"]) or row["complaint"])) for row in rows]
        fit, unfit = (
            f"{sum(len(found[i] & set(row[key])) for i, row in enumerate(rows))}/{sum(len(row[key]) for row in rows)}"
            for key in ("fits", "not")
        )
        print(f"{name:<24}{len(rows):>6}  {fit:>12}{unfit:>14}")


def speed(index: FusedRetriever, corpus: str | None) -> None:
    """Print what a query costs, cold and remembered, and a cold start as a ratio of the imports it cannot avoid."""
    texts = [text for text, _ in queries_of(index, False)]
    with tempfile.TemporaryDirectory() as folder:
        index.queries = QueryCache(Path(folder) / "q.sqlite")
        index.find("load the encoder first")
        cold = [seconds(lambda text=text: index.find(text)) for text in texts]
        warm = [seconds(lambda text=text: index.find(text)) for text in texts]
        index.queries.close()
        index.queries = QueryCache(Path(folder) / "q.sqlite")
        disk = [seconds(lambda text=text: index.find(text)) for text in texts]
        index.queries.close()
    look = [seconds(lambda text=text: index.lookup(text)) for text in texts]
    base = statistics.median(cold)
    print(f"\n{'a query':<36}{'median ms':>10}{'/ cold':>8}")
    for name, times in (
        ("never asked (ONNX)", cold),
        ("remembered on disk", disk),
        ("remembered in memory", warm),
        ("lookup of terms", look),
    ):
        print(f"{name:<36}{statistics.median(times) * 1e3:>10.3f}{statistics.median(times) / base:>8.3f}")
    start = _OPEN.format(corpus=corpus)
    rows = {
        "python -c pass": "pass",
        "the imports of a conversation": _BASE,
        "... and open the index": f"{_BASE}; {start}",
        "... and find, remembered": f"{_BASE}; {start}; index.find('knee pain')",
        "... and find, never asked": f"{_BASE}; {start}; index.queries.forget(); index.find('knee pain')",
        "open and find alone, remembered": f"{start}; index.find('knee pain')",
    }
    taken: dict[str, list[float]] = {name: [] for name in rows}
    for _ in range(5):  # in turn, so that a busy minute falls on all of them
        for name, code in rows.items():
            taken[name].append(seconds(lambda code=code: subprocess.run([sys.executable, "-c", code], check=True)))
    base = statistics.median(taken["the imports of a conversation"])
    print(f"\n{'a new process':<36}{'median ms':>10}{'/ imports':>10}")
    for name, times in taken.items():
        print(f"{name:<36}{statistics.median(times) * 1e3:>10.0f}{statistics.median(times) / base:>10.2f}")


def main() -> None:
    """Build the index if it is missing, then print the tables. One argument: a corpus folder."""
    corpus = sys.argv[1] if len(sys.argv) > 1 else None
    index = open_index(corpus, build=True, progress=lambda line: print(line, file=sys.stderr))
    quality(index)
    fitting(index)
    speed(index, corpus)


if __name__ == "__main__":
    main()
