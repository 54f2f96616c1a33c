"""Spans on their way: nowhere unless bedside is told to, to the collector that is named, and never in the way of a run."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from commands import run_command

from bedside.benchmarks.hostile import server
from bedside.orchestrator.telemetry.sender import CONTENT

NOTE = (
    "CHIEF COMPLAINT\nKnee pain.\n\nHISTORY OF PRESENT ILLNESS\nMara Holt is a 40-year-old woman with left knee pain for "
    "3 days. She denies fever.\n\nPLAN\nRest the knee for 2 weeks.\n"
)


@dataclass(frozen=True)
class Collector:
    """A collector process on this machine."""

    url: str
    log: Path

    def spans(self) -> list[dict[str, Any]]:
        """What it was sent, with the attributes as a dictionary."""
        rows = [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []
        for row in rows:
            row["attributes"] = {one["key"]: next(iter(one["value"].values())) for one in row["attributes"]}
        return rows


@pytest.fixture
def collector(repo: Path, tmp_path: Path) -> Iterator[Collector]:
    """A collector that nobody has sent anything yet."""
    log = tmp_path / "spans.jsonl"
    command = [sys.executable, str(repo / "tests/servers/otlp_receiver.py"), "--log", str(log)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Collector(f"http://127.0.0.1:{process.stdout.readline().strip()}", log)
        process.terminate()


def bedside(*arguments: str, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """One command as a user runs it."""
    return run_command(*arguments, "--no-knowledge", cwd=cwd, text=True, timeout=240, variables=variables)


def test_a_conversation_with_a_model_reaches_the_collector_with_its_tokens(
    tmp_path: Path, collector: Collector
) -> None:
    """Spans of a real server's replies nest and count its tokens; no word of the note goes along."""
    (tmp_path / "holt.txt").write_text(NOTE)
    with server() as url:
        model = ("--model", "openai:plain@never", "--base-url", f"{url}/cli/v1")
        here = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_EXPORTER_OTLP_HEADERS": "x-key=k1"}
        done = bedside("simulate", "--note", "holt.txt", *model, "--otel", cwd=tmp_path, **here)
        assert done.returncode == 0, done.stderr
    spans = collector.spans()
    by_id = {span["spanId"]: span for span in spans}
    (root,) = [span for span in spans if not span.get("parentSpanId")]
    calls = [span for span in spans if span["attributes"]["gen_ai.operation.name"] == "chat"]
    assert calls
    for call in calls:
        agent = by_id[call["parentSpanId"]]
        assert agent["attributes"]["gen_ai.operation.name"] == "invoke_agent"
        assert agent["parentSpanId"] == root["spanId"]
        assert int(call["attributes"]["gen_ai.usage.input_tokens"]) > 0
        assert int(call["attributes"]["gen_ai.usage.output_tokens"]) > 0
        assert call["attributes"]["gen_ai.provider.name"] == "openai"
        assert call["attributes"]["gen_ai.response.model"] == "served"
    assert root["headers"]["x-key"] == "k1"
    assert {one["key"]: one["value"] for one in root["resource"]["attributes"]}["service.name"] == {
        "stringValue": "bedside"
    }
    told = collector.log.read_text().casefold()
    assert not [word for word in ("mara", "holt", "knee", "fever") if word in told]


def test_a_batch_of_several_processes_is_told_by_the_one_that_writes(tmp_path: Path, collector: Collector) -> None:
    """What worker processes do reaches the collector once, under the id that the log has for each dialogue."""
    rows = [json.dumps({"id": f"holt-{n}", "note": NOTE}) for n in range(2)]
    (tmp_path / "notes.jsonl").write_text("\n".join(rows) + "\n")
    here = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url}
    batch = ("batch", "--notes", "notes.jsonl", "--run", "b", "--processes", "2", "--otel")
    done = bedside(*batch, cwd=tmp_path, **here)
    assert done.returncode == 0, done.stderr
    roots = [span for span in collector.spans() if not span.get("parentSpanId")]
    assert len({span["traceId"] for span in roots}) == len(roots) == 2
    shown = run_command("show", "b", "--format", "json", cwd=tmp_path, text=True)
    assert "holt" not in collector.log.read_text()
    turns = sorted(len(json.loads(line)["turns"]) for line in shown.stdout.splitlines())
    assert turns == sorted(int(span["attributes"]["bedside.turns"]) for span in roots)


def test_nothing_is_sent_because_of_the_environment_alone(tmp_path: Path, collector: Collector) -> None:
    """Every variable of OpenTelemetry together sends nothing: no exporter is imported and no provider is set, and what makes
    spans imports nothing of OpenTelemetry itself."""
    ambient = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_SDK_DISABLED": "false",
        CONTENT: "SPAN_ONLY",
    }
    (tmp_path / "n.txt").write_text(NOTE)
    done = bedside("simulate", "--note", "n.txt", cwd=tmp_path, **ambient)
    assert done.returncode == 0, done.stderr
    assert collector.spans() == []
    code = (
        "import sys; from bedside.orchestrator.telemetry import sender; "
        "print([m for m in sys.modules if m.startswith('opentelemetry')]); "
        "from bedside import simulate; simulate('rolled-ankle', knowledge=False); "
        "print([m for m in sys.modules if m.startswith('opentelemetry.exporter')]); "
        "from opentelemetry import trace; print(type(trace.get_tracer_provider()).__name__)"
    )
    clean = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert clean.stdout.splitlines() == ["[]", "[]", "ProxyTracerProvider"]


def test_words_go_along_only_when_asked_for_and_it_is_said(tmp_path: Path, collector: Collector) -> None:
    """With the conventions' variable the words are sent, and whoever runs it is told so."""
    (tmp_path / "holt.txt").write_text(NOTE)
    here = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, CONTENT: "SPAN_ONLY"}
    done = bedside("simulate", "--note", "holt.txt", "--otel", cwd=tmp_path, **here)
    assert done.returncode == 0, done.stderr
    assert CONTENT in done.stderr and collector.url in done.stderr
    assert "knee" in collector.log.read_text().casefold()


def test_a_collector_that_is_not_there_costs_no_conversation(tmp_path: Path) -> None:
    """The run is whole, and one line says how many spans were lost."""
    (tmp_path / "n.txt").write_text(NOTE)
    gone = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_EXPORTER_OTLP_TIMEOUT": "1"}
    done = bedside("simulate", "--note", "n.txt", "--otel", "--quiet", cwd=tmp_path, **gone)
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert "could not be sent to http://127.0.0.1:9/v1/traces" in line


@pytest.mark.parametrize(
    ("more", "variables", "says"),
    [
        (("--local-only",), {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector.example:4318"}, "collector.example"),
        ((), {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "http/protobuf"),
        ((), {"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, "no address"),
    ],
    ids=["elsewhere", "grpc", "address"],
)
def test_what_cannot_be_done_is_one_sentence_before_anything_is_made(
    tmp_path: Path, more: tuple[str, ...], variables: dict[str, str], says: str
) -> None:
    """A collector elsewhere where nothing may leave, a way of sending that there is not, and what is no address."""
    (tmp_path / "n.txt").write_text(NOTE)
    done = bedside("simulate", "--note", "n.txt", "--otel", *more, cwd=tmp_path, **variables)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert says in line


def test_local_only_has_a_collector_on_this_machine(tmp_path: Path, collector: Collector) -> None:
    """What stays on this machine may be watched on it, and no proxy is asked to pass it on."""
    (tmp_path / "n.txt").write_text(NOTE)
    here = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "http_proxy": "http://127.0.0.1:9"}
    done = bedside("simulate", "--note", "n.txt", "--otel", "--local-only", cwd=tmp_path, **here)
    assert done.returncode == 0, done.stderr
    assert collector.spans()
