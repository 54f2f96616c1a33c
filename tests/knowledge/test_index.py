"""The index: what is saved is what is loaded, changed files are refused, and the same question has the same answer."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.knowledge.corpus import CHUNK_WORDS, read_corpus
from bedside.knowledge.encoders.named import encoder_named
from bedside.knowledge.error import KnowledgeError
from bedside.knowledge.passage import Document, PassageItem
from bedside.knowledge.query_cache import QueryCache
from bedside.knowledge.retriever import Retriever
from bedside.knowledge.retrievers.fused import FusedRetriever
from bedside.knowledge.retrievers.index import build_index, index_folder, load_index, open_index, read_meta, write_index
from bedside.knowledge.retrievers.lexical import WordScores, score_words
from bedside.knowledge.retrievers.terms import DocumentTerms
from bedside.knowledge.retrievers.words import words

QUERIES = ("knee pain", "my shoulder aches at night", "trouble swallowing", "Where can I park?", "weakness", "fever")


@pytest.fixture
def copy(corpus: Path, cache: Path, index: FusedRetriever, tmp_path: Path) -> tuple[Path, Path]:
    """A cache that a test may spoil, and its index folder: the encoder is linked, the index copied."""
    mine = tmp_path / "cache"
    folder = index_folder(cache, read_corpus(corpus).digest, index.encoder)
    shutil.copytree(folder, mine / "indexes" / folder.name)
    (mine / "encoders").symlink_to(cache / "encoders")
    return mine, mine / "indexes" / folder.name


def test_what_is_loaded_is_what_was_read(corpus: Path, index: FusedRetriever) -> None:
    """Every passage and document comes back from disk equal to the one that was parsed, in the order it was written."""
    read = read_corpus(corpus)
    assert [index.passage(passage.id) for passage in read.passages] == list(read.passages)
    assert [index.document(document.id) for document in read.documents] == list(read.documents)
    assert [passage.section for passage in index.passages("knee-pain")][:2] == ["Overview", "Questions"]
    assert index.passages("no-such") == () and index.passage("no#such") is None and index.document("no") is None


def test_it_keeps_the_contract(index: FusedRetriever) -> None:
    """The store is a Retriever; a query without words finds nothing; k bounds the hits."""
    retriever: Retriever = index
    assert retriever.find("?! ...") == [] and retriever.find("") == []
    assert len(retriever.find("pain", 3)) == 3 and retriever.find("pain", 0) == []
    assert len(retriever.find("pain", 500)) == 16


def test_the_named_document_comes_first(index: FusedRetriever) -> None:
    """A query that holds a document's term finds that document first, whatever else resembles it."""
    assert {hit.passage.document for hit in index.find("throat pain at night", 3)} == {"throat-pain"}
    assert index.find("my shoulder has been giving me pain", 1)[0].passage.document == "shoulder-pain"
    assert index.find("where do I leave my car when I visit", 1)[0].passage.document == "clinic"


def test_hits_carry_their_scores(index: FusedRetriever) -> None:
    """Hits are ordered by the fused score, the similarity is a cosine, and no shared word means a BM25 score of 0."""
    hits = index.find("knee pain", 16)
    assert [hit.fused for hit in hits] == sorted((hit.fused for hit in hits), reverse=True)
    assert all(-1 <= hit.dense <= 1 and hit.bm25 >= 0 for hit in hits)
    unshared = next(hit for hit in hits if not set(words("knee pain")) & set(words(hit.passage.searchable)))
    assert unshared.bm25 == 0


def test_many_queries_find_what_each_finds(corpus: Path, cache: Path, index: FusedRetriever, tmp_path: Path) -> None:
    """A batch, in any order and without any remembered vector, gives bit for bit what single queries give."""
    together = index.find_many(QUERIES, 16)
    cold = open_index(corpus, cache=cache)
    cold.queries = QueryCache(None)
    backwards = cold.find_many(QUERIES[::-1], 16)[::-1]
    assert together == backwards == [index.find(query, 16) for query in QUERIES]
    assert cold.queries.misses == len(QUERIES)


def test_ties_break_by_passage_id(cache: Path, tmp_path: Path) -> None:
    """Passages with the same words have the same score and come in the order of their ids."""
    rows = [{"id": f"d{n:02}", "title": "Same", "text": "The same words in every row."} for n in range(40)]
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "b.jsonl").write_text("\n".join(json.dumps(row) for row in reversed(rows[:20])), "utf-8")
    (folder / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows[20:]), "utf-8")
    index = open_index(folder, build=True, cache=cache)
    for query in ("same words", "something else"):
        hits = index.find(query, 40)
        assert [hit.passage.id for hit in hits] == [f"d{n:02}#text" for n in range(40)]
        assert len({hit.dense for hit in hits}) == 1


@pytest.mark.parametrize("name", ["vectors.npy", "postings.npy", "passages.json", "words.json"])
def test_a_changed_file_is_refused(corpus: Path, copy: tuple[Path, Path], name: str) -> None:
    """One flipped bit in any file is found at load, and the message says how to mend it."""
    cache, folder = copy
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(KnowledgeError, match=f"{name} was changed .* --fresh"):
        open_index(corpus, cache=cache)


def test_a_damaged_index_is_built_again_with_fresh(corpus: Path, copy: tuple[Path, Path]) -> None:
    """A missing file, a cut meta.json, and a pickle in place of an array are refused; the mend mends."""
    cache, folder = copy
    (folder / "words.json").unlink()
    with pytest.raises(KnowledgeError, match="incomplete"):
        open_index(corpus, cache=cache)
    (folder / "meta.json").write_text('{"format": 1', "utf-8")
    with pytest.raises(KnowledgeError, match="incomplete"):
        open_index(corpus, cache=cache)
    (folder / "meta.json").unlink()
    with pytest.raises(KnowledgeError, match="bedside knowledge build"):
        open_index(corpus, cache=cache)
    assert open_index(corpus, cache=cache, build=True).find("knee pain", 1)[0].passage.document == "knee-pain"


def test_nothing_is_pickled(copy: tuple[Path, Path]) -> None:
    """The index is arrays without objects and JSON that any program reads."""
    _, folder = copy
    assert sorted(path.name for path in folder.iterdir()) == [
        "meta.json", "passages.json", "postings.npy", "vectors.npy", "words.json",
    ]  # fmt: skip
    vectors = np.load(folder / "vectors.npy", allow_pickle=False)
    assert vectors.dtype == np.float32 and np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert json.loads((folder / "meta.json").read_text("utf-8"))["clinical_review"] == ["none"]


def test_a_changed_corpus_needs_its_own_index(corpus: Path, cache: Path, tmp_path: Path) -> None:
    """One more word in a document is another corpus: the old index is not used for it."""
    mine = tmp_path / "corpus"
    shutil.copytree(corpus, mine)
    assert open_index(mine, cache=cache)
    (mine / "clinic.txt").write_text("We have moved.\n", "utf-8")
    with pytest.raises(KnowledgeError, match=f"bedside knowledge build --corpus {mine}"):
        open_index(mine, cache=cache)


def test_without_an_encoder_the_command_is_named(corpus: Path, tmp_path: Path) -> None:
    """On a machine where nothing was built, the error is one sentence with the command."""
    with pytest.raises(KnowledgeError, match="Run `bedside knowledge build` once"):
        open_index(corpus, cache=tmp_path)


def test_two_processes_may_build_at_once(corpus: Path, cache: Path, index: FusedRetriever, tmp_path: Path) -> None:
    """Both succeed, one index stands, and nothing is left over."""
    mine = tmp_path / "cache"
    mine.mkdir()
    (mine / "encoders").symlink_to(cache / "encoders")
    code = "import sys, pathlib; from bedside.knowledge.retrievers.index import open_index; "
    code += (
        "print(open_index(sys.argv[1], build=True, cache=pathlib.Path(sys.argv[2])).find('knee pain', 1)[0].passage.id)"
    )
    command = [sys.executable, "-c", code, str(corpus), str(mine)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert out.strip() == index.find("knee pain", 1)[0].passage.id
    assert len(list((mine / "indexes").iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_told(
    corpus: Path, cache: Path, index: FusedRetriever, tmp_path: Path
) -> None:
    """A file where the index folder should be gives one sentence that names BEDSIDE_CACHE."""
    (tmp_path / "encoders").symlink_to(cache / "encoders")
    (tmp_path / "indexes").write_text("in the way", "utf-8")
    with pytest.raises(KnowledgeError, match="BEDSIDE_CACHE"):
        build_index(corpus, cache=tmp_path)


# -- words and terms ---------------------------------------------------------------------------------------------------


@given(st.lists(st.text("abcdefgh ", max_size=60), min_size=1, max_size=12), st.text("abcdefgh ", max_size=30))
def test_adding_columns_is_bm25(texts: list[str], query: str) -> None:
    """The scores of a query equal those that bm25s itself computes."""
    import bm25s

    vocabulary, starts, postings = score_words(texts)
    scores = WordScores(vocabulary, starts, postings, len(texts)).scores(query)
    known = [word for word in words(query) if word in vocabulary]
    if not known:
        assert not scores.any()
        return
    ranker = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    ranker.index([words(text) for text in texts], show_progress=False)
    np.testing.assert_allclose(scores, ranker.get_scores(known), rtol=1e-5, atol=1e-6)


def _document(id: str, *terms: str) -> Document:
    return Document(id=id, title=id, kind="complaint", source="none", licence="x", clinical_review="none", terms=terms)


def test_lookup_finds_whole_words_longest_first() -> None:
    """A term inside another word or inside a longer term does not count; plurals and capitals do."""
    terms = DocumentTerms(
        [_document("pain", "pain"), _document("chest-pain", "chest pain", "angina"), _document("rash", "rash")]
    )
    assert terms.lookup("No Chest  Pains, but some pain in the leg.") == ["chest-pain", "pain"]
    assert terms.lookup("chest pain") == ["chest-pain"]
    assert terms.lookup("painting rashly, championed") == []
    assert terms.lookup("") == []
    assert terms.ranked("pain in my chest") == ["chest-pain"]


@given(st.text(max_size=80))
def test_lookup_takes_any_text(text: str) -> None:
    """Any text can be looked up, and only known documents come back, each once."""
    found = DocumentTerms([_document("a", "e", "the"), _document("b", "0")]).lookup(text)
    assert len(found) == len(set(found)) and set(found) <= {"a", "b"}


# -- a user's own documents --------------------------------------------------------------------------------------------


def test_own_documents_keep_what_they_say_of_themselves(tmp_path: Path) -> None:
    """Headings become sections; source and licence are kept if given, else recorded as not stated."""
    (tmp_path / "a.md").write_text("---\ntitle: Our way\nlicence: CC0\n---\nHello.\n\n## First aid\nPress.\n", "utf-8")
    (tmp_path / "b.txt").write_text("Some words.\r\n\r\nMore words.", "utf-8")
    (tmp_path / "c.jsonl").write_text('{"id": "r1", "text": "Row.", "source": "A book", "age": 3}\n\n', "utf-8")
    passages = {passage.id: passage for passage in read_corpus(tmp_path).passages}
    assert list(passages) == ["a#text", "a#first-aid", "b#text", "r1#text"]
    assert (passages["a#first-aid"].title, passages["a#first-aid"].licence) == ("Our way", "CC0")
    assert (passages["b#text"].text, passages["b#text"].licence) == ("Some words.\nMore words.", "not stated")
    assert passages["r1#text"].source == "A book" and passages["r1#text"].clinical_review == "none"


@given(st.lists(st.lists(st.sampled_from(["word", "stop.", "two\n", "\n\n"]), max_size=500), max_size=3))
def test_chunks_lose_no_word_and_stay_short(tmp_path_factory: pytest.TempPathFactory, parts: list[list[str]]) -> None:
    """Every word of a text is in exactly one passage, in order, and no passage is longer than the limit."""
    folder = tmp_path_factory.mktemp("chunks")
    text = "x " + "\n\n".join(" ".join(part) for part in parts)
    (folder / "t.txt").write_text(text, "utf-8")
    passages = read_corpus(folder).passages
    assert " ".join(passage.text for passage in passages).split() == text.split()
    assert all(len(passage.text.split()) <= CHUNK_WORDS for passage in passages)
    assert len({passage.id for passage in passages}) == len(passages)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", b'{"id": "x"}', "a.jsonl:1: `id` or `text` is missing"),
        ("a.jsonl", b'{"id": "x", "text": "t"}\n{', "a.jsonl:2: this is not a JSON object"),
        ("a.jsonl", b'{"id": "x", "text": "t"}\n{"id": "x", "text": "t"}', "also used by"),
        ("a.txt", b"\xff\xfe", "not UTF-8"),
        ("a.md", b"---\n- 1\n---\nText", "not a list of fields"),
        ("a.md", b"---\nkind: complaint\n---\nText", "`id` is missing"),
        ("a.pdf", b"%PDF", "holds no documents"),
    ],
)
def test_a_faulty_document_is_one_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """A document that cannot be used says where and why, and how to mend it."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KnowledgeError) as caught:
        read_corpus(tmp_path)
    assert message in str(caught.value) and "\n" not in str(caught.value)


# -- remembered vectors ------------------------------------------------------------------------------------------------


def test_a_remembered_vector_is_the_same_bits(tmp_path: Path) -> None:
    """A second process reads what the first encoded, and the disk does not hold the words."""
    path = tmp_path / "q.sqlite"
    vector = np.array([[0.1, -0.2, 1 / 3]], dtype=np.float32)
    first = QueryCache(path)
    first.vectors(["a private sentence"], lambda texts: vector)
    second = QueryCache(path)

    def never(texts: object) -> np.ndarray:
        raise AssertionError("asked again")

    assert second.vectors(["a private sentence"], never)[0].tobytes() == vector.tobytes()
    assert (second.hits, second.misses) == (1, 0)
    first.close()
    second.close()
    assert b"private" not in path.read_bytes()


def test_a_broken_cache_is_done_without(tmp_path: Path) -> None:
    """A cache file that is not a database changes nothing but the time."""
    path = tmp_path / "q.sqlite"
    path.write_bytes(b"not a database" * 100)
    queries = QueryCache(path)
    for _ in range(2):
        assert queries.vectors(["x"], lambda texts: np.ones((len(texts), 2), np.float32))[0].tolist() == [1, 1]
    assert (queries.hits, queries.misses) == (1, 1)


def test_an_unknown_embedder_is_told(tmp_path: Path) -> None:
    """A name that is no embedder, and a folder that holds none, are one sentence each."""
    with pytest.raises(KnowledgeError, match="ollama:MODEL"):
        encoder_named("word2vec", tmp_path)
    with pytest.raises(KnowledgeError, match="holds no sentence-transformers model"):
        encoder_named(f"sentence-transformers:{tmp_path}", tmp_path)


def test_items_are_read_back(index: FusedRetriever) -> None:
    """A bullet and its note survive the round trip."""
    flags = index.passage("knee-pain#red-flags")
    assert flags and flags.items[0] == PassageItem("sudden weakness in knee", "nerve damage")


class _Letters:
    """The smallest encoder that keeps the contract: how often each of four letters occurs."""

    name = "letters"
    digest = "0" * 64

    def documents(self, texts: Sequence[str]) -> np.ndarray:
        """Unit rows; a text without these letters points nowhere in particular."""
        counts = np.array([[text.count(letter) for letter in "aeio"] for text in texts], dtype=np.float32) + 1e-3
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)

    queries = documents


@settings(max_examples=25)
@given(rows=st.lists(st.tuples(st.text(min_size=1, max_size=12), st.text(max_size=80)), min_size=1, max_size=12))
def test_any_document_survives_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """Whatever a user's rows hold, each that can be read is found again, unchanged, and search never fails."""
    folder = tmp_path_factory.mktemp("any")
    lines = [json.dumps({"id": f"{n}-{id}", "text": text}) for n, (id, text) in enumerate(rows)]
    (folder / "rows.jsonl").write_text("\n".join(lines), "utf-8")
    try:
        corpus = read_corpus(folder)
        write_index(corpus, _Letters(), folder / "index")
    except KnowledgeError as error:
        assert "\n" not in str(error)
        return
    index = load_index(folder / "index", _Letters(), folder)
    assert [index.passage(passage.id) for passage in corpus.passages] == list(corpus.passages)
    for passage in corpus.passages:
        hits = index.find(passage.text, len(corpus.passages))
        assert len(hits) in (0, len(corpus.passages))
        order = [(-hit.fused, hit.passage.id) for hit in hits]
        assert order == sorted(order)


def test_the_same_corpus_gives_the_same_files(copy: tuple[Path, Path], corpus: Path) -> None:
    """Built again, every file has the same digest."""
    cache, folder = copy
    before = read_meta(folder)
    assert build_index(corpus, cache=cache) == folder
    write_index(read_corpus(corpus), encoder_named(None, cache), folder)
    assert read_meta(folder) == before
