"""A folder of documents becomes passages: guideline files strictly, a user's own texts as they are.

A ``.md`` file whose front matter has ``kind`` is a guideline. Any other ``.md`` or ``.txt`` is cut at its headings and
paragraphs; its front matter, if any, may give ``id``, ``title``, ``source``, ``licence``, ``clinical_review`` and
``terms`` and ``language``. A ``.jsonl`` line is ``{"id", "text"}`` with ``title``, ``source``, ``licence``, ``terms`` and ``language`` if known;
other keys are ignored. Nothing is assumed about rights or review: what is not given is recorded as not stated.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.knowledge.error import KnowledgeError
from bedside.knowledge.guideline import parse_guideline, section_passage, slug_of
from bedside.knowledge.passage import Document, Passage

GUIDELINES = Path(__file__).parent / "guidelines"
SUFFIXES = (".md", ".txt", ".jsonl")
CHUNK_WORDS = 160  # about 220 word pieces: inside the 256 that the default encoder reads


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents ordered by id and passages ordered by document, then as written."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    digest: str


def corpus_files(folder: Path) -> list[Path]:
    """The files of a corpus in name order. Raises ``KnowledgeError`` if there are none."""
    if not folder.is_dir():
        raise KnowledgeError(f"{folder} is not a folder. Name a folder of .md, .txt or .jsonl documents.")
    files = [
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file() and not path.name.startswith(("_", ".", "README"))
    ]
    if not files:
        raise KnowledgeError(f"{folder} holds no documents. Put .md, .txt or .jsonl files there.")
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())


def corpus_digest(folder: Path) -> str:
    """The sha256 over the names and bytes of a corpus's files: a changed word is another corpus."""
    total = hashlib.sha256()
    for path in corpus_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise KnowledgeError(f"{path} cannot be read ({error.strerror}). Check its permissions.") from None
        total.update(f"{name}\0{content}\n".encode())
    return total.hexdigest()


def read_corpus(folder: Path) -> Corpus:
    """Read every document of a folder. Raises ``KnowledgeError`` on the first that cannot be used."""
    read: dict[str, tuple[Document, tuple[Passage, ...], str]] = {}
    for path in corpus_files(folder):
        for document, passages, where in _read(path):
            if document.id in read:
                raise KnowledgeError(
                    f"{where}: the id {document.id!r} is also used by {read[document.id][2]}. Change one."
                )
            read[document.id] = (document, passages, where)
    ordered = [read[id] for id in sorted(read)]
    return Corpus(
        documents=tuple(document for document, _, _ in ordered),
        passages=tuple(passage for _, passages, _ in ordered for passage in passages),
        digest=corpus_digest(folder),
    )


def _read(path: Path) -> list[tuple[Document, tuple[Passage, ...], str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise KnowledgeError(f"{path}: this is not UTF-8 text. Save the file as UTF-8.") from None
    except OSError as error:
        raise KnowledgeError(f"{path} cannot be read ({error.strerror}). Check its permissions.") from None
    if path.suffix == ".jsonl":
        return _rows(path, text)
    fields, body = _front_matter(path, text)
    if path.suffix == ".md" and "kind" in fields:
        guideline = parse_guideline(path)
        return [(guideline.document, guideline.passages, str(path))]
    heading = re.search(r"^#\s+(.+)$", body, re.M)
    fields = {"id": path.stem, "title": heading[1].strip() if heading else path.stem, "source": path.name} | fields
    document = _document(fields, str(path))
    return [(document, _chunks(document, body), str(path))]


def _front_matter(path: Path, text: str) -> tuple[dict[str, Any], str]:
    found = re.match(r"---[ \t]*\n(.*?\n)?---[ \t]*(\n|$)", text, re.S)
    if path.suffix != ".md" or not found:
        return {}, text
    import yaml

    try:
        fields = yaml.safe_load(found[1] or "") or {}
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, AttributeError):
        raise KnowledgeError(f"{path}:2: the front matter is not YAML. Quote values that hold colons.") from None
    if not isinstance(fields, dict):
        raise KnowledgeError(f"{path}:2: the front matter is not a list of fields. Write one `field: value` a line.")
    return {str(name): value for name, value in fields.items()}, text[found.end() :]


def _rows(path: Path, text: str) -> list[tuple[Document, tuple[Passage, ...], str]]:
    rows: list[tuple[Document, tuple[Passage, ...], str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise KnowledgeError(f"{where}: this is not a JSON object. Write one object a line.") from None
        if not isinstance(row, dict) or not all(isinstance(row.get(key), str) and row[key] for key in ("id", "text")):
            raise KnowledgeError(f'{where}: `id` or `text` is missing. Write {{"id": ..., "text": ...}} a line.')
        fields = {"title": row["id"], "source": path.name} | {key: value for key, value in row.items() if value}
        document = _document(fields, where)
        rows.append((document, _chunks(document, row["text"]), where))
    return rows


def _document(fields: dict[str, Any], where: str) -> Document:
    terms = fields.get("terms") or [fields["title"]]
    if not isinstance(terms, list):
        raise KnowledgeError(f"{where}: `terms` is not a list. Write `terms: [chest pain, angina]`.")
    id = str(fields["id"]).strip()
    if not id or "#" in id or not id.isprintable():
        raise KnowledgeError(
            f"{where}: the id {id!r} is empty or holds a `#` or a control character. Use letters, digits and hyphens."
        )
    return Document(
        id=id,
        title=" ".join(str(fields["title"]).split()),
        kind="text",
        source=" ".join(str(fields["source"]).split()),
        licence=str(fields.get("licence") or fields.get("license") or "not stated"),
        clinical_review=str(fields.get("clinical_review") or "none"),
        language=str(fields.get("language") or "en"),
        terms=tuple(dict.fromkeys(" ".join(str(term).lower().split()) for term in terms)),
    )


def _chunks(document: Document, body: str) -> tuple[Passage, ...]:
    """Cut at headings, then pack paragraphs up to ``CHUNK_WORDS``; a longer paragraph is cut at its sentences."""
    passages: list[Passage] = []
    used: dict[str, int] = {}
    section = "Text"
    for part in re.split(r"^(#{1,6}\s+.+)$", body, flags=re.M):
        if re.match(r"#{1,6}\s", part):
            section = part.lstrip("#").strip()
            continue
        for text in _packed(part):
            slug = slug_of(section) or "text"
            used[slug] = used.get(slug, 0) + 1
            passages.append(section_passage(document, section, text, number=used[slug]))
    return tuple(passages)


def _packed(text: str) -> list[str]:
    pieces: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        words = paragraph.split()
        if len(words) <= CHUNK_WORDS:
            pieces.append("\n".join(line.strip() for line in paragraph.strip().split("\n")))
        else:
            for sentence in re.split(r"(?<=[.!?])\s+", " ".join(words)):
                parts = sentence.split()
                pieces.extend(" ".join(parts[i : i + CHUNK_WORDS]) for i in range(0, len(parts), CHUNK_WORDS))
    chunks: list[str] = []
    size = 0
    for piece in pieces:
        count = len(piece.split())
        if not count:
            continue
        if chunks and size + count <= CHUNK_WORDS:
            chunks[-1] = f"{chunks[-1]}\n{piece}"
            size += count
        else:
            chunks.append(piece)
            size = count
    return chunks
