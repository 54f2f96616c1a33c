"""Case files: what is right loads exactly, what is wrong is one sentence at the right place."""

from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.scenarios.case import Case
from bedside.scenarios.document import DocumentError, core_scalar, read_document
from bedside.scenarios.load import (
    CaseError,
    load_case,
    load_cases,
    note_only_case,
    presets,
    read_note,
    resolve_persona,
)

GOOD = """\
id: sore-knee
note: |
  CHIEF COMPLAINT
  Left knee pain for 3 days.
patient: {persona: anxious, age: 54, sex: female}
setting: clinic
seed: 7
"""


def _write(folder: Path, text: str | bytes, name: str = "a.case.yaml") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def _fault(folder: Path, text: str | bytes) -> CaseError:
    with pytest.raises(CaseError) as caught:
        load_case(_write(folder, text))
    return caught.value


def test_a_good_file_loads_as_written(tmp_path: Path) -> None:
    """Every value arrives with the type its author meant, and the note keeps its lines."""
    case = load_case(_write(tmp_path, GOOD))
    assert case.id == "sore-knee"
    assert case.note == "CHIEF COMPLAINT\nLeft knee pain for 3 days.\n"
    assert (case.patient.age, case.patient.sex, case.seed) == (54, "female", 7)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2026-01-02", "2026-01-02"),
        ("1.10", 1.1),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-7", -7),
        ("+7", 7),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("-", "-"),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("0b11", "0b11"),
        (".inf", float("inf")),
    ],
)
def test_scalars_follow_yaml_1_2(text: str, value: Any) -> None:
    """The loader and an author's editor read the same thing: no Norway problem, no octal surprise."""
    read = core_scalar(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        (GOOD.replace("setting: clinic", "setting: clinik"), 6, 10, "Did you mean 'clinic'?"),
        (GOOD.replace("anxious", "anxius"), 5, 20, "Did you mean 'anxious'?"),
        (GOOD.replace("setting:", "settting:"), 6, 1, "Did you mean 'setting'?"),
        (GOOD.replace("sex: female", "sexe: female"), 5, 38, "Did you mean 'sex'?"),
        (GOOD.replace("seed: 7", "seed: seven"), 7, 7, "'seed' must be a whole number, not 'seven'"),
        (GOOD.replace("seed: 7", 'seed: "7"'), 7, 7, "Take the quotes away"),
        (GOOD.replace("seed: 7", "seed: -1"), 7, 7, "greater than or equal to 0"),
        (GOOD.replace("seed: 7", "age: 7"), 7, 1, "It belongs under 'patient'"),
        (GOOD.replace("seed: 7", "seed:"), 7, 6, "'seed' has no value"),
        (GOOD.replace("age: 54", "age: 540"), 5, 34, "less than or equal to 120"),
        (GOOD.replace("sore-knee", "sore knee"), 1, 5, "'sore knee' cannot be an id"),
        (GOOD.replace("sore-knee", "12"), 1, 5, 'Write "12" in quotes'),
        (GOOD.replace("id: sore-knee\n", ""), 1, 1, "the key 'id' is missing"),
        (GOOD.replace("setting: clinic", "setting: clinic\nsetting: home"), 7, 1, "first on line 6"),
        (GOOD.replace("setting: clinic", "setting: &a clinic\ntitle: *a"), 7, 8, "aliases"),
        (GOOD.replace("setting: clinic", "setting: !!str clinic"), 6, 10, "tags"),
        (
            GOOD.replace("patient: {persona: anxious, age: 54, sex: female}", "patient: anxious"),
            5,
            10,
            "keys of its own",
        ),
        (GOOD + "---\nid: b\n", 8, 1, "a second document"),
        (GOOD.replace("setting: clinic", "setting: knee: pain"), 6, 14, "this value has ': ' in it"),
        (GOOD.replace("setting: clinic", "\tsetting: clinic"), 6, 1, "Indent with spaces, not tabs"),
        (GOOD.replace("setting: clinic", "physician: {style: hasty"), 6, 12, "bracket that opens here"),
        ("id: x\nnote: '  '\n", 2, 7, "the note is empty"),
        ("id: x\nnote: {file: missing.txt}\n", 2, 14, "there is no file"),
        ("id: x\nnote: {file: ../../../../etc/hostname}\n", 2, 14, "outside"),
        ("id: x\nnote: {dataset: d.jsonl}\n", 2, 7, "the key 'id' is missing under 'note'"),
        ("id: x\nnote: [a, b]\n", 2, 7, "must be text"),
        ("- id: x\n", 1, 1, "a case is a list of 'key: value' lines"),
        ("", 1, 1, "the file is empty"),
        (b"id: x\nnote: caf\xe9\n", 2, 10, "not UTF-8"),
        (b"id: x\nnote: a\x00b\n", 2, 8, "control character"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, 1, "binary data"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(
    tmp_path: Path, text: str | bytes, line: int, column: int, says: str
) -> None:
    """Line and column point at the word, and the sentence says the mend."""
    fault = _fault(tmp_path, text)
    assert (fault.line, fault.column) == (line, column), str(fault)
    assert says in str(fault)
    assert str(fault).startswith(f"{tmp_path / 'a.case.yaml'}:{line}:{column}: ")
    assert str(fault).endswith(".")
    assert "\n" not in str(fault)


def test_all_mistakes_of_a_file_come_at_once_and_in_order(tmp_path: Path) -> None:
    """An author mends a file in one go."""
    fault = _fault(tmp_path, "id: a b\nnote: x\nsetting: moon\npatient: {age: old, mood: sad}\nsed: 1\n")
    assert [each.line for each in fault.every] == [1, 3, 4, 4, 5]


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    """A wrong path is a mistake like any other, not a traceback."""
    for path in (tmp_path / "none.case.yaml", tmp_path):
        with pytest.raises(CaseError, match=r":1:1: "):
            load_case(path)


def test_notes_come_from_a_file_or_a_row(tmp_path: Path) -> None:
    """The three ways to give a note give the same text."""
    (tmp_path / "knee.txt").write_text("Knee pain, é.\n", encoding="utf-8")
    (tmp_path / "set.jsonl").write_text(
        '{"id": "a", "note": "one"}\n\n{"id": 5, "note": "Knee pain, \\u00e9.\\n"}\n', encoding="utf-8"
    )
    file = load_case(_write(tmp_path, "id: x\nnote: {file: knee.txt}\n"))
    row = load_case(_write(tmp_path, 'id: x\nnote: {dataset: set.jsonl, id: "5"}\n'))
    inline = load_case(_write(tmp_path, "id: x\nnote: |\n  Knee pain, é.\n"))
    assert {read_note(case, tmp_path) for case in (file, row, inline)} == {"Knee pain, é.\n"}


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ('{"id": "a", "note": "x"}\n', 1, "no row has the id 'b'"),
        ('{"id": "b", "note": "x"}\n{"id": "b", "note": "y"}\n', 2, "stands twice"),
        ('{"id": "b", "note": 3}\n', 1, "no text under 'note'"),
        ('{"id": "a"}\n{"id": "b", \n', 2, "not JSON"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, rows: str, line: int, says: str) -> None:
    """A mistake in a data set is found in the data set."""
    (tmp_path / "set.jsonl").write_text(rows, encoding="utf-8")
    case = load_case(_write(tmp_path, "id: x\nnote: {dataset: set.jsonl, id: b}\n"))
    with pytest.raises(CaseError, match=says) as caught:
        read_note(case, tmp_path)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "set.jsonl"), line)


def test_a_huge_note_file_is_refused(tmp_path: Path) -> None:
    """Five megabytes are a chart, not a note, and are refused before they are read in full."""
    (tmp_path / "big.txt").write_bytes(b"x" * (5 << 20))
    case = load_case(_write(tmp_path, "id: x\nnote: {file: big.txt}\n"))
    with pytest.raises(CaseError, match="larger than 1 MiB"):
        read_note(case, tmp_path)


def test_folders_load_in_order_and_ids_are_unique(tmp_path: Path) -> None:
    """A taken id is a mistake in the later file; the good cases still come."""
    _write(tmp_path, GOOD, "b.case.yaml")
    _write(tmp_path, GOOD, "c.case.yaml")
    _write(tmp_path, GOOD.replace("sore-knee", "other"), "a.case.yaml")
    _write(tmp_path, "id: ?", "notes.yaml")
    loaded = load_cases([tmp_path])
    assert [case.id for case in loaded.cases.values()] == ["other", "sore-knee"]
    (mistake,) = loaded.mistakes
    assert mistake.file.endswith("c.case.yaml")
    assert "is taken by" in str(mistake)


def test_a_preset_gives_the_axes_and_the_case_overrides_them() -> None:
    """What the author states wins over the preset, and only that."""
    base = note_only_case("x", "Knee pain.")
    case = Case.model_validate(
        {**base.model_dump(), "patient": {"persona": "guarded", "talkativeness": "chatty", "age": 40}}
    )
    persona = resolve_persona(case)
    assert (persona.name, persona.mood, persona.talkativeness, persona.age) == ("guarded", "distrustful", "chatty", 40)
    assert "alcohol" in persona.withholds
    open_handed = case.model_copy(
        update={"patient": case.patient.model_validate({"persona": "guarded", "withholds": ()})}
    )
    assert resolve_persona(open_handed).withholds == ()


def test_every_preset_differs_from_every_other() -> None:
    """Two names for one way of talking would be one too many."""
    seen = {tuple(sorted(persona.model_dump(exclude={"name"}).items())) for persona in presets().values()}
    assert len(seen) == len(presets())
    assert len(presets()) >= 12


def test_an_unknown_preset_is_one_sentence() -> None:
    """A case built in Python gets the same help as one read from a file."""
    case = note_only_case("x", "Knee pain.").model_copy(
        update={"patient": Case.model_fields["patient"].default.model_copy(update={"persona": "anxius"})}
    )
    with pytest.raises(CaseError, match="Did you mean 'anxious'"):
        resolve_persona(case)


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_any_note_id_becomes_a_case_id_and_stays_its_own(one: str, other: str) -> None:
    """Row ids are anything; two of them never share a case id."""
    first, second = note_only_case(one, "x").id, note_only_case(other, "x").id
    assert (first == second) == (one == other)


HOSTILE = {
    "brackets": "note: " + "[" * 60_000,
    "closed brackets": "note: " + "[" * 60_000 + "]" * 60_000,
    "braces": "{" * 60_000,
    "block depth": "".join(" " * depth + "a:\n" for depth in range(1_000)),
    "dashes": "- " * 60_000,
    "laughs": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)),
    "wide": "a: [" + "x," * 200_000 + "]",
    "python object": "note: !!python/object/apply:os.system ['true']",
    "merge": "a: &a {x: 1}\nb: {<<: *a}",
    "long number": "seed: " + "9" * 100_000,
    "large": "note: " + "x" * (2 << 20),
    "question marks": "? " * 60_000,
    "long key": "x" * 500_000 + ": 1",
    "quotes": "'" * 500_001,
}


@pytest.mark.timeout(60)  # each takes under 0.1 s; what kept the loader busy would take many minutes
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_yaml_is_refused_fast(tmp_path: Path, name: str) -> None:
    """Nothing an author can be sent crashes the loader or keeps it busy."""
    with pytest.raises(CaseError):
        load_case(_write(tmp_path, HOSTILE[name]))


KEYS = st.sampled_from(
    ["id", "note", "title", "patient", "physician", "setting", "limits", "seed", "models", "age", "file", "x", "<<"]
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.sampled_from(["clinic", "1e999"])
)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=12
)


def _check(folder: Path, raw: bytes) -> None:
    path = _write(folder, raw)
    try:
        case = load_case(path)
        assert isinstance(case, Case)
    except CaseError as error:
        lines = raw.count(b"\n") + raw.count(b"\r") + 2
        for each in error.every:
            assert 1 <= each.line <= lines + sum(raw.decode("utf-8", "replace").count(c) for c in "\x85\u2028\u2029")
            assert each.column >= 1
            assert "\n" not in str(each)


@settings(max_examples=examples(133))
@given(raw=st.binary(max_size=200))
def test_any_bytes_give_a_case_or_a_case_error(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """No other exception ever leaves the loader."""
    _check(tmp_path_factory.getbasetemp(), raw)


@settings(max_examples=examples(133))
@given(
    pieces=st.lists(
        st.sampled_from(
            [
                *"[]{}:,-?&*!|>'\"%@`# \n\t~",
                "id",
                "note",
                "a: b\n",
                "  ",
                "---\n",
                "...\n",
                "%YAML 1.2\n",
                "\u2028",
                "\x85",
                "\ufeff",
                "0x",
                "9",
            ]
        ),
        max_size=40,
    )
)
def test_any_yaml_like_text_gives_a_case_or_a_case_error(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    """The same for text that is nearly YAML, where a parser's corners are."""
    _check(tmp_path_factory.getbasetemp(), "".join(pieces).encode())


@settings(max_examples=examples(133))
@given(tree=st.dictionaries(KEYS, TREES, max_size=6))
def test_any_well_formed_tree_gives_a_case_or_a_case_error(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, Any]
) -> None:
    """The same for good YAML with any values under known and unknown keys."""
    import yaml

    _check(tmp_path_factory.getbasetemp(), yaml.safe_dump(tree, allow_unicode=True).encode())


def test_every_value_has_a_place() -> None:
    """Line and column are known for each value, nested or not, in block and flow style."""
    document = read_document(b"a:\n  - b: {c: 1}\n  - [2, x]\n")
    assert document.data == {"a": ({"b": {"c": 1}}, (2, "x"))}
    assert document.values[("a", 0, "b", "c")] == (2, 12)
    assert document.values[("a", 1, 1)] == (3, 9)
    assert document.keys[("a", 0, "b", "c")] == (2, 9)


def test_duplicate_keys_are_found_at_any_depth() -> None:
    """A silent last-one-wins would lose what an author wrote."""
    with pytest.raises(DocumentError, match="first on line 2"):
        read_document(b"a:\n  b: 1\n  c: 2\n  b: 3\n")


SECRET = "sk-" + "abcdefghijklmnopqrstuvwx"  # looks like a key; written in two parts because none may stand in a file


@pytest.mark.parametrize(
    ("models", "column"),
    [
        ("{default: {name: openai:x, api_key: abc}}", 36),
        (f"{{default: {{name: openai:x, key_env: {SECRET}}}}}", 45),
        (f"{{default: openai:{SECRET}}}", 19),
    ],
)
def test_a_key_in_a_case_file_is_refused_and_not_repeated(tmp_path: Path, models: str, column: int) -> None:
    """Whether by the name of its place or by its looks; the message names the mend and never shows the key."""
    fault = _fault(tmp_path, f"id: a\nnote: pain\nmodels: {models}\n")
    assert (fault.line, fault.column) == (3, column)
    assert "key_env or key_file" in fault.mend
    assert "abcdefgh" not in str(fault)


def test_a_note_may_hold_what_looks_like_a_key(tmp_path: Path) -> None:
    """A note is data: nothing in it is taken for a setting."""
    case = load_case(_write(tmp_path, f"id: a\nnote: 'pain, token {SECRET}'\n"))
    assert "sk-" in str(case.note)
