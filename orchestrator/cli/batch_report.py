"""What a batch says of itself when it is opened and when it is closed, and its exit code."""

from collections.abc import Mapping

from bedside.orchestrator.cli.batch_display import say
from bedside.orchestrator.failures import FINISHED, HALTED, INTERRUPTED, SOME_FAILED
from bedside.orchestrator.graph.review_gate import ReviewGate
from bedside.orchestrator.runs.finished_rows import faulty, finished_rows
from bedside.orchestrator.runs.store import Run

_MOST = 4  # checks that are named


def tell_what_was_found(run: Run, before: int, asked: int, quiet: bool, more: int = 0) -> None:
    """Say what is there already of a run, and what was found damaged."""
    if run.lost:
        say(
            f"{len(run.lost):,} finished dialogues were damaged and are made again: "
            f"{run.folder / 'dialogues.jsonl.damaged'} holds what is left of them."
        )
    if run.changes and not quiet:
        say(f"Going on with another configuration ({'; '.join(run.changes)}): what is finished stays as it was made.")
    if before and not quiet:
        others = len(run.finished) - before
        rest = f"; {others:,} of earlier inputs stay" if others > 0 else ""
        say(f"Going on in {run.folder}: {before:,} of {asked:,} are finished{rest}.")
    if more and not quiet:
        say(f"{more:,} dialogues that a limit of turns ended go on.")


def report(counts: dict[str, int], run: Run, seconds: float, before: int, quiet: bool) -> None:
    """Tell the account."""
    total = counts["finished"] + counts["failed"] + counts["filtered"] + counts["pending"]
    assert counts["requested"] == total, counts
    parts = " + ".join(f"{counts[name]:,} {name}" for name in ("finished", "failed", "filtered", "pending"))
    made = counts["finished"] - before
    if not quiet:
        rate = f", {made / seconds:.1f} a second" if made and seconds else ""
        say(f"{counts['requested']:,} requested = {parts}{rate}; kept in {run.folder}")
    if counts["failed"]:
        say(
            f"{counts['failed']:,} failed: see {run.folder / 'failures.jsonl'}; mend what they say is wrong, and run the "
            "same command to try them again."
        )
    if counts["filtered"]:
        say(
            f"{counts['filtered']:,} filtered, since too little of their notes was understood: see "
            f"{run.folder / 'failures.jsonl'}; `limits: least_read` in a case lets them in."
        )


def tell_faults(run: Run) -> None:
    """Say how many finished dialogues hold what a check has found, if any do."""
    count, checks = faulty(finished_rows(run.folder), run.finished)
    if count:
        most = ", ".join(f"{name} {of:,}" for name, of in checks.most_common(_MOST))
        more = ", …" if len(checks) > _MOST else ""
        say(
            f"{count:,} of {len(run.finished):,} finished dialogues hold a fault of a check ({most}{more}): bedside export "
            f"{run.folder} --without any leaves them out, bedside show {run.folder} names them."
        )


def exit_code(counts: Mapping[str, int], stopped: bool, halted: str | None) -> int:
    """The exit code; where it was stopped or halted, why is said."""
    if stopped or halted is not None:
        why = f" ({halted})" if halted is not None else ""
        limited = halted is not None and "--max-" in halted
        higher = f"run the same command {'with another limit ' if limited else ''}to go on"
        say(f"Stopped{why}: {higher} ({counts['pending']:,} to do).")
        return INTERRUPTED if stopped else HALTED
    return SOME_FAILED if counts["failed"] else FINISHED


def tell_held(run: Run, held: int, gate: ReviewGate) -> None:
    """Say what to do with dialogues that are held at a gate."""
    if gate == "polish":
        say(
            f"{held:,} held before they are polished: bedside gate {run.folder} --requests FILE writes what is to be asked as "
            "an OpenAI batch file, --replies FILE takes in what came of it."
        )
        return
    say(
        f"{held:,} held after their {gate}: bedside gate {run.folder} --write {gate}s.yaml writes them for a person, "
        "and the same command without --stop-after goes on."
    )
