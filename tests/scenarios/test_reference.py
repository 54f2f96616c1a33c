"""The reference of the case file says what the loader does."""

import re
from pathlib import Path

from bedside.scenarios.case import Case
from bedside.scenarios.load import load_case, presets
from bedside.scenarios.reference import case_reference, with_reference


def test_the_page_is_up_to_date(repo: Path) -> None:
    """A key added to the model is in the docs, or this fails; write it with ``python -m``, see the module."""
    page = (repo / "docs" / "cases.md").read_text(encoding="utf-8")
    assert page == with_reference(page)


def test_every_key_and_persona_is_explained() -> None:
    """No row is missing and no key of a case is without its meaning."""
    text = case_reference()
    for name, info in Case.model_fields.items():
        assert f"| `{name}` |" in text
        assert info.description
    assert all(f"| `{name}` |" in text for name in presets())


def test_the_page_s_example_loads(repo: Path, tmp_path: Path) -> None:
    """What a newcomer copies works."""
    page = (repo / "docs" / "cases.md").read_text(encoding="utf-8")
    match = re.search(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    assert match
    path = tmp_path / "sore-knee.case.yaml"
    path.write_text(match[1], encoding="utf-8")
    assert load_case(path).id == "sore-knee"
