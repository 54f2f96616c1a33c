"""The index: built once for a corpus and an encoder, kept as arrays and JSON, checked against its digests when read.

``<cache>/indexes/<corpus>-<encoder>-<format>/`` holds ``vectors.npy`` (a unit row a passage), ``postings.npy``
(BM25 scores), ``passages.json``, ``words.json`` and ``meta.json`` with the sha256 of the others. Nothing is pickled;
FAISS is rebuilt from the vectors.
"""

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from bedside.knowledge.cache import cache_folder, publish
from bedside.knowledge.corpus import GUIDELINES, Corpus, corpus_digest, read_corpus
from bedside.knowledge.encoder import DEFAULT, Encoder
from bedside.knowledge.encoders.named import encoder_named
from bedside.knowledge.error import KnowledgeError
from bedside.knowledge.passage import Document, Passage, PassageItem, Source
from bedside.knowledge.query_cache import QueryCache
from bedside.knowledge.retrievers.fused import FusedRetriever
from bedside.knowledge.retrievers.lexical import WordScores, score_words

FORMAT = 2  # raise it when files, words or searchable text change: older indexes are then built anew
_AT_ONCE = 512  # passages between two lines of progress
_FILES = ("vectors.npy", "postings.npy", "passages.json", "words.json")

Progress = Callable[[str], None]


def open_index(
    corpus_dir: Path | str | None = None,
    embedder: str | None = None,
    build: bool = False,
    *,
    base_url: str | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    digest: str | None = None,
) -> FusedRetriever:
    """Open the index of a corpus (default: the shipped guidelines) and an embedder (default: ``minilm``).

    A missing index is built if ``build``, told to ``progress`` one line at a time; else ``KnowledgeError`` names the
    command that builds it. Neither faiss nor the encoder is loaded before the first ``find``. ``digest`` is the
    corpus's, from whoever has just computed it.
    """
    corpus = Path(corpus_dir) if corpus_dir else GUIDELINES
    cache = cache or cache_folder()
    command = build_command(corpus, embedder, base_url)
    try:
        encoder = encoder_named(embedder, cache, base_url=base_url, build=build, progress=progress)
    except KnowledgeError:
        if not corpus.is_dir():
            corpus_digest(corpus)  # a wrong folder is the better thing to tell
        raise
    folder = index_folder(cache, digest or corpus_digest(corpus), encoder)
    if not (folder / "meta.json").is_file():
        if not build:
            raise KnowledgeError(f"The guideline index has not been built. Run `{command}` once.")
        write_index(read_corpus(corpus), encoder, folder, progress)
    return load_index(folder, encoder, cache, command)


def build_index(
    corpus_dir: Path | str | None = None,
    embedder: str | None = None,
    *,
    base_url: str | None = None,
    cache: Path | None = None,
    fresh: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Build an index if it is not there, or again if ``fresh``, and return its folder."""
    corpus = Path(corpus_dir) if corpus_dir else GUIDELINES
    cache = cache or cache_folder()
    read = read_corpus(corpus)  # a faulty document is told before torch is loaded
    encoder = encoder_named(embedder, cache, base_url=base_url, build=True, fresh=fresh, progress=progress)
    folder = index_folder(cache, read.digest, encoder)
    if fresh or not (folder / "meta.json").is_file():
        write_index(read, encoder, folder, progress)
    return folder


def index_folder(cache: Path, corpus: str, encoder: Encoder) -> Path:
    """Where the index of a corpus digest and an encoder is kept."""
    return cache / "indexes" / f"{corpus[:16]}-{encoder.digest[:16]}-{FORMAT}"


def build_command(corpus: Path, embedder: str | None, base_url: str | None) -> str:
    """The command line that builds an index."""
    words = ["bedside knowledge build"]
    words += [f"--corpus {corpus}"] if corpus != GUIDELINES else []
    words += [f"--embedder {embedder}"] if embedder and embedder != DEFAULT else []
    words += [f"--base-url {base_url}"] if base_url else []
    return " ".join(words)


def write_index(corpus: Corpus, encoder: Encoder, folder: Path, progress: Progress | None = None) -> None:
    """Encode a corpus and write its index, whole or not at all. An index that stands there is replaced."""
    import numpy as np

    passages = list(corpus.passages)
    if not passages:
        raise KnowledgeError("The corpus holds no text. Put words into its documents.")
    if progress:
        progress(f"Encoding {len(passages)} passages of {len(corpus.documents)} documents")
    texts = [passage.searchable for passage in passages]
    parts: list[Any] = []
    for start in range(0, len(texts), _AT_ONCE):
        if progress and start:
            progress(f"  {start} of {len(texts)}")
        parts.append(encoder.documents(texts[start : start + _AT_ONCE]))
    vectors = np.concatenate(parts)
    vocabulary, starts, postings = score_words(texts)
    contents = {
        "vectors.npy": _npy(vectors.astype("<f4")),
        "postings.npy": _npy(postings),
        "passages.json": _json({"documents": [asdict(one) for one in corpus.documents], "passages": _rows(passages)}),
        "words.json": _json({"words": list(vocabulary), "starts": starts}),
    }
    meta = {
        "format": FORMAT,
        "corpus": corpus.digest,
        "embedder": {"name": encoder.name, "digest": encoder.digest, "dimensions": int(vectors.shape[1])},
        "documents": len(corpus.documents),
        "passages": len(passages),
        "clinical_review": sorted({document.clinical_review for document in corpus.documents}),
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        "versions": _versions(),
    }
    publish(folder, partial(_write, {**contents, "meta.json": _json(meta, indent=1)}), replace=folder.exists())


def _write(contents: dict[str, bytes], folder: Path) -> None:
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def load_index(folder: Path, encoder: Encoder, cache: Path, command: str = "bedside knowledge build") -> FusedRetriever:
    """Read an index. Raises ``KnowledgeError`` for a file missing, changed, or of another format."""
    import numpy as np

    mend = f"Run `{command} --fresh`."
    try:
        meta = json.loads((folder / "meta.json").read_bytes())
        contents = {name: (folder / name).read_bytes() for name in _FILES}
        for name, content in contents.items():
            if hashlib.sha256(content).hexdigest() != meta["sha256"][name]:
                raise KnowledgeError(f"{folder / name} was changed after it was built. {mend}")
        if meta["format"] != FORMAT or meta["embedder"]["digest"] != encoder.digest:
            raise KnowledgeError(f"{folder} was built for another version or embedder. {mend}")
        documents, passages = _values(json.loads(contents["passages.json"]))
        vectors = np.load(io.BytesIO(contents["vectors.npy"]), allow_pickle=False)
        postings = np.load(io.BytesIO(contents["postings.npy"]), allow_pickle=False)
        lexicon = json.loads(contents["words.json"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{folder} is incomplete ({type(error).__name__}). {mend}") from error
    vocabulary = {word: column for column, word in enumerate(lexicon["words"])}
    lexical = WordScores(vocabulary, lexicon["starts"], postings, len(passages))
    queries = QueryCache(cache / "queries" / f"{encoder.digest[:16]}.sqlite")
    return FusedRetriever(documents, passages, vectors, lexical, encoder, queries)


def read_meta(folder: Path) -> dict[str, Any]:
    """An index's ``meta.json``. Raises ``KnowledgeError`` if it cannot be read."""
    try:
        return json.loads((folder / "meta.json").read_bytes())
    except (OSError, ValueError):
        raise KnowledgeError(f"{folder} is no index. Run `bedside knowledge build`.") from None


def _rows(passages: list[Passage]) -> list[dict[str, Any]]:
    """Passages without what their document says for all of them, and without text that the items repeat."""
    rows: list[dict[str, Any]] = []
    for passage in passages:
        row: dict[str, Any] = {"id": passage.id, "document": passage.document, "section": passage.section}
        if passage.items:
            row["items"] = [[item.text, item.note] for item in passage.items]
        else:
            row["text"] = passage.text
        rows.append(row)
    return rows


def _values(content: dict[str, Any]) -> tuple[list[Document], list[Passage]]:
    documents: dict[str, Document] = {}
    for row in content["documents"]:
        sources = tuple(Source(**source) for source in row["sources"])
        fields: dict[str, Any] = {**row, "sources": sources, "terms": tuple(row["terms"])}
        documents[row["id"]] = Document(**fields)
    passages: list[Passage] = []
    for row in content["passages"]:
        document = documents[row["document"]]
        items = tuple(PassageItem(text, note) for text, note in row.get("items", ()))
        text = "\n".join(item.text for item in items) if items else row["text"]
        passages.append(
            Passage(
                row["id"],
                document.id,
                document.title,
                row["section"],
                text,
                document.source,
                document.licence,
                document.clinical_review,
                items,
            )
        )
    return list(documents.values()), passages


def _json(value: object, indent: int | None = None) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent) + "\n").encode(
        "utf-8", "surrogatepass"
    )


def _npy(array: Any) -> bytes:
    import numpy as np

    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, str] = {}
    for name in ("bedside", "numpy", "faiss-cpu", "bm25s", "onnxruntime", "tokenizers"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
