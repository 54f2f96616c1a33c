"""``bedside knowledge``: build the guideline index, search it, say what it holds, check the files it is made from."""

import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from bedside.knowledge.error import KnowledgeError
from bedside.orchestrator.failures import USAGE

app = typer.Typer(no_args_is_help=True, help="Guidelines: build the index, search it, check the files.")

Corpus = Annotated[Path | None, typer.Option("--corpus", help="Folder of documents; default: the shipped guidelines.")]
Embedder = Annotated[
    str | None,
    typer.Option(help="minilm, sentence-transformers:FOLDER, ollama:MODEL or openai:MODEL; default: minilm."),
]
BaseUrl = Annotated[str | None, typer.Option(help="Address of an Ollama or OpenAI-compatible server.")]


def _told(command: Callable[..., None]) -> Callable[..., None]:
    """What a user can mend is one sentence on stderr and exit 2, as everywhere else."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except KnowledgeError as error:
            typer.echo(f"bedside: {error}", err=True)
            raise typer.Exit(USAGE) from None
        except BrokenPipeError:
            # The reader of the pipe has gone; keep the interpreter from complaining about it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from None

    return wrapped


def _progress(line: str) -> None:
    typer.echo(line, err=True)


@app.command()
@_told
def build(
    corpus: Corpus = None,
    embedder: Embedder = None,
    base_url: BaseUrl = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Build again even if it is there.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Build the index of a folder of documents. Needed once; a changed document needs it again."""
    from bedside.knowledge.retrievers.index import build_index, read_meta

    folder = build_index(corpus, embedder, base_url=base_url, fresh=fresh, progress=None if quiet else _progress)
    if not quiet:
        meta = read_meta(folder)
        typer.echo(f"{meta['passages']} passages of {meta['documents']} documents in {folder}")


@app.command()
@_told
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 5,
    corpus: Corpus = None,
    embedder: Embedder = None,
    base_url: BaseUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Print the passages that answer a query, best first, each with its source and licence."""
    from dataclasses import asdict

    from bedside.knowledge.retrievers.index import open_index

    hits = open_index(corpus, embedder, base_url=base_url).find(query, k)
    for hit in hits:
        passage = hit.passage
        if as_json:
            typer.echo(json.dumps(asdict(hit), ensure_ascii=False))
            continue
        typer.secho(f"{passage.title} › {passage.section}", bold=True, nl=False)
        typer.echo(f"  [{passage.id}]")
        typer.echo(f"  score {hit.fused:.4f} (meaning {hit.dense:.3f}, words {hit.bm25:.2f})")
        typer.echo(
            f"  source: {passage.source} · licence: {passage.licence} · clinical_review: {passage.clinical_review}"
        )
        lines = [f"- {item.text}" + (f" ({item.note})" if item.note else "") for item in passage.items]
        for line in lines or passage.text.split("\n"):
            typer.echo(f"    {line}")
        typer.echo("")
    if not hits and not as_json:
        typer.echo("Nothing was found.", err=True)


@app.command()
@_told
def info(
    corpus: Corpus = None,
    embedder: Embedder = None,
    base_url: BaseUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Say what the index holds and where it is, and check every digest."""
    from bedside.knowledge.cache import cache_folder
    from bedside.knowledge.corpus import GUIDELINES, corpus_digest
    from bedside.knowledge.encoders.named import encoder_named
    from bedside.knowledge.encoders.onnx_encoder import OnnxEncoder
    from bedside.knowledge.retrievers.index import index_folder, open_index, read_meta

    open_index(corpus, embedder, base_url=base_url)  # says what is missing or damaged
    cache = cache_folder()
    encoder = encoder_named(embedder, cache, base_url=base_url)
    if isinstance(encoder, OnnxEncoder):
        encoder.verify()
    folder = index_folder(cache, corpus_digest(corpus or GUIDELINES), encoder)
    meta: dict[str, Any] = {"folder": str(folder), **read_meta(folder)}
    if as_json:
        typer.echo(json.dumps(meta, ensure_ascii=False, indent=1))
        return
    typer.echo(f"index            {meta['folder']}")
    typer.echo(f"documents        {meta['documents']}")
    typer.echo(f"passages         {meta['passages']}")
    typer.echo(f"clinical_review  {', '.join(meta['clinical_review'])}")
    typer.echo(f"corpus           sha256 {meta['corpus']}")
    typer.echo(f"embedder         {meta['embedder']['name']} ({meta['embedder']['dimensions']} dimensions)")
    typer.echo(f"weights          sha256 {meta['embedder']['digest']}")
    for name, digest in meta["sha256"].items():
        typer.echo(f"{name:<17}sha256 {digest}")
    typer.echo("built with       " + ", ".join(f"{name} {version}" for name, version in meta["versions"].items()))


@app.command()
@_told
def check(
    folder: Annotated[Path | None, typer.Argument(help="Folder of guideline files; default: the shipped ones.")] = None,
) -> None:
    """Check guideline files: every problem in one pass, exit 2 if there is one."""
    from bedside.knowledge.corpus import GUIDELINES
    from bedside.knowledge.guideline import check_guidelines, guideline_files

    place = folder or GUIDELINES
    problems = check_guidelines(place)
    for problem in problems:
        typer.echo(str(problem))
    files = len(guideline_files(place))
    if problems:
        typer.echo(f"{len(problems)} problems in {files} files", err=True)
        raise typer.Exit(USAGE)
    typer.echo(f"{files} files, no problem")
