"""Nothing imports itself in a circle, and the ruler that says so sees what there is to see."""

from pathlib import Path

import pytest

from bedside.benchmarks.house import House, circles, measures, read_house


@pytest.fixture(scope="module")
def house(repo: Path) -> House:
    return read_house(repo)


def _checkout(folder: Path, **files: str) -> House:
    for name, source in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return read_house(folder)


@pytest.mark.no_cover
def test_no_modules_import_each_other(house: House) -> None:
    """Not at the top, not inside a function, not for the type checker, not by a name in a string."""
    assert house.module_circles == []


def test_no_folders_of_a_room_import_each_other(house: House) -> None:
    """A folder can be read, and tested, after those that it stands on; the files of the room itself are one folder."""
    assert house.folder_circles == []


def test_no_rooms_import_each_other(house: House) -> None:
    """The same of rooms, those that no contract names included."""
    arrows: dict[str, set[str]] = {room: set() for room in house.rooms}
    for folder, others in house.folder_arrows.items():
        here = folder.partition("/")[0]
        arrows[here] |= {other.partition("/")[0] for other in others} - {here}
    assert circles(arrows) == []


@pytest.mark.parametrize(
    "back",
    [
        "import bedside.agents.one.a\n",
        "from bedside.agents.one import a\n",
        "from bedside.agents.one.a import thing\n",
        "def late():\n    from bedside.agents.one.a import thing\n    return thing\n",
        "if TYPE_CHECKING:\n    from bedside.agents.one import a\n",
        'import_module("bedside.agents.one.a")\n',
    ],
)
def test_a_planted_circle_is_found(tmp_path: Path, back: str) -> None:
    """However the arrow back is written, it makes a circle of modules and one of folders."""
    found = _checkout(tmp_path, agents__one__a="import bedside.agents.two.b\n", agents__two__b=back)
    assert found.module_circles == [["bedside.agents.one.a", "bedside.agents.two.b"]]
    assert found.folder_circles == [["agents/one", "agents/two"]]


def test_folders_can_make_a_circle_that_no_modules_make(tmp_path: Path) -> None:
    """Two files of each folder are enough; what a room holds beside its folders is one more of them."""
    down = "import bedside.agents.one.a\n"
    found = _checkout(
        tmp_path, agents__one__a="", agents__one__b="import bedside.agents.top\n", agents__top="", agents__last=down
    )
    assert found.module_circles == []
    assert found.folder_circles == [["agents", "agents/one"]]


def test_arrows_down_are_no_circle(tmp_path: Path) -> None:
    """Tests, docs and what is built are no rooms, and a file that speaks of itself imports nothing."""
    source = '"""bedside.agents.one.a"""\nimport bedside.agents.two.b\n'
    found = _checkout(tmp_path, agents__one__a=source, agents__two__b="", tests__test_b="import bedside.agents.two.b\n")
    assert found.arrows == {"bedside.agents.one.a": {"bedside.agents.two.b"}, "bedside.agents.two.b": set()}
    assert found.module_circles == found.folder_circles == []


@pytest.mark.parametrize(
    ("body", "complexity", "decisions"),
    [
        ("return 1", 1, 1),
        ("if a:\n  return 1\nelif b:\n  return 2\nelse:\n  return 3", 3, 3),
        ("for x in a:\n  while b:\n    pass", 3, 3),
        ("try:\n  pass\nexcept A:\n  pass\nexcept B:\n  pass\nelse:\n  pass", 4, 3),
        ("match a:\n  case 1:\n    pass\n  case _:\n    pass", 2, 3),
        ("with a:\n  if b:\n    pass", 2, 2),
        ("def inner():\n  if a:\n    pass\nreturn inner", 3, 2),
        ("return [x for x in a if b and c or d] if e else f", 1, 5),
    ],
)
def test_complexity_is_counted(tmp_path: Path, body: str, complexity: int, decisions: int) -> None:
    """McCabe's number as ruff has it, and the wider count beside it."""
    indented = "".join(f"  {line}\n" for line in body.splitlines())
    found = _checkout(tmp_path, agents__a=f"def f(a, b, c, d, e, f):\n{indented}")
    first = next(one for one in found.functions if one.place == "bedside.agents.a.f")
    assert (first.complexity, first.decisions) == (complexity, decisions)
    assert first.lines == len(body.splitlines()) + 1


def test_measures_of_a_checkout(tmp_path: Path) -> None:
    """The report counts files, lines, arrows and hubs of the checkout it is given."""
    files = {"agents__one__a": "import bedside.agents.two.b\n", "agents__two__b": "def f():\n    return 1\n"}
    found = measures(_checkout(tmp_path, **files))
    assert (found["files"], found["lines"], found["arrows between folders"]) == ("2", "3", "1")
    assert found["modules that the worst hub imports"] == "1 (agents.one.a)"


def test_classes_of_one_name_are_found(tmp_path: Path) -> None:
    """A name that two files give to a public class is told with both; private ones are each file's own."""
    twice = "class Item:\n    pass\nclass _Own:\n    pass\n"
    found = _checkout(tmp_path, agents__a=twice, knowledge__b=twice, knowledge__c="class Other:\n    pass\n")
    assert found.shared_names == {"Item": ["bedside.agents.a", "bedside.knowledge.b"]}


def test_no_two_public_classes_share_a_name(house: House) -> None:
    """Whoever reads the name of a class outside of the agents knows which one it is."""
    assert house.without("agents").shared_names == {}
