"""The laws of knowledge/build_terminology.py."""

import gzip
import json
from pathlib import Path

import pytest

from bedside.knowledge.build_terminology import TERMS, build, main, stamp_of
from bedside.knowledge.terminology import INDEX, Terminology

STANZA = '[Term]\nid: {0}\nname: {1}\nsubset: pheno_slim\nsynonym: "{2}" EXACT []\n\n'


def planted(folder: Path) -> Path:
    """A small set of sources, made up."""
    folder.mkdir()
    (folder / "doid.tsv").write_text(
        'id\tlabel\tsubClassOf\n"DOID:1"\t"zorbal fever"\t"disease"\n"DOID:2"\t"hypertension"\t""\n'
    )
    (folder / "symp.obo").write_text(STANZA.format("SYMP:1", "blenkering", "blenky spell"))
    (folder / "maxo.obo").write_text(STANZA.format("MAXO:1", "zorbectomy", "removal of the zorb"))
    (folder / "cmo.obo").write_text(STANZA.format("CMO:1", "zorb level", "serum zorb level"))
    (folder / "uberon-efo-slim.obo").write_text(STANZA.format("UBERON:1", "zorbic gland", "zorbus"))
    synonyms = {"focus": "Zorbal fever", "synonyms": ["Plonk disease", "PD"], "category": "Disease"}
    (folder / "medquad_synonyms.jsonl").write_text(json.dumps(synonyms) + "\n")
    (folder / "cdc_plain_language.jsonl").write_text(json.dumps({"term": "abate", "plain": "let up, ease off"}) + "\n")
    return folder


@pytest.mark.no_cover
def test_same_sources_same_bytes(tmp_path: Path) -> None:
    """Building twice gives the same three files, byte for byte."""
    sources = planted(tmp_path / "sources")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        build(sources, out=tmp_path / name)
    for file in ("index.tsv.gz", "details.tsv.gz", "lay_derived.tsv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_sources_join_our_concepts_and_add_their_own(tmp_path: Path) -> None:
    """A known name joins our concept, a new one keeps its source id, and synonyms share it; acronyms are left out."""
    build(planted(tmp_path / "sources"), out=tmp_path)
    terms = Terminology.read(tmp_path / "index.tsv.gz")
    assert terms.concept("hypertension") == "hypertension"
    assert terms.concept("Plonk disease") == terms.concept("zorbal fevers") == "DOID:1"
    assert terms.kind("DOID:1") == "disorder"
    assert terms.concept("blenky spells") == "SYMP:1"
    assert {terms.kind(c) for c in ("MAXO:1", "CMO:1", "UBERON:1")} == {"procedure", "measurement", "anatomy"}
    assert [m.concept for m in terms.find("zorbectomy for plonk disease")] == ["MAXO:1", "DOID:1"]


def test_the_shipped_index_is_as_new_as_the_tables() -> None:
    """Whoever edits a table must build the index again."""
    head = gzip.decompress(INDEX.read_bytes()).split(b"\f", 1)[0].decode()
    assert head.endswith(stamp_of(TERMS)), "run python -m bedside.knowledge.build_terminology SOURCES_DIR"


def test_a_missing_source_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command answers 2 and names what is missing."""
    assert main([str(tmp_path)]) == 2
    assert "symp.obo" in capsys.readouterr().err
