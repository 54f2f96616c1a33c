"""Where a case stands that is named by its path or, if it is a shipped one, by its id. A path wins."""

from pathlib import Path

from bedside.orchestrator.cases.did_you_mean import nearest
from bedside.orchestrator.failures import Problem
from bedside.scenarios.gallery import CASES

_SUFFIX = ".case.yaml"
_LONGEST = 1000  # characters of a path
_NAMED = 3  # words of a name at most; more are taken for the text of a note
_A_NOTE = "A case is a path or the id of a shipped one; give the text of a note as note=."


def shipped_cases() -> dict[str, Path]:
    """The files of the shipped cases by id; a case is called like its file."""
    return {path.name.removesuffix(_SUFFIX): path for path in sorted(CASES.glob(f"*{_SUFFIX}"))}


def find_case(given: str | Path) -> Path:
    """The file of a case, or the folder if ``given`` is one. What looks like a path is returned as one, whether it is there
    or not. Raises ``Problem`` for a bare name that nothing has."""
    if "\n" in str(given) or len(str(given)) > _LONGEST:
        raise Problem("input", _A_NOTE)
    path = Path(given)
    if path.exists() or path.suffix or len(path.parts) != 1:
        return path
    cases = shipped_cases()
    if path.name not in cases and len(path.name.split()) > _NAMED:
        raise Problem("input", _A_NOTE)
    if path.name not in cases:
        raise Problem(
            "input",
            f"There is neither a file nor a shipped case called {str(given)!r}.{nearest(given, cases)} "
            "'bedside list cases' shows the shipped ones.",
        )
    return cases[path.name]
