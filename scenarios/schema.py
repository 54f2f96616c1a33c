"""The JSON Schema of a case, made from the model itself, with the names that are data put in for editors.

``python -m bedside.scenarios.schema scenarios/case.schema.json`` writes the shipped file; a test holds the two together.
"""

import json
from pathlib import Path
from typing import Any, get_args

from bedside.scenarios.case import PROTOCOL, PROTOCOL_NAMES, Case
from bedside.scenarios.load import presets
from bedside.scenarios.prompting import Form
from bedside.scenarios.style import style_names

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILE = Path(__file__).parent / "case.schema.json"
MODELINE = "# yaml-language-server: $schema="


def case_schema() -> dict[str, Any]:
    """The schema, as an editor wants it: names to choose from beside the patterns that the loader holds."""
    made = Case.model_json_schema(mode="validation")
    kept = made["properties"]
    kept["protocol"] = {**kept["protocol"], "anyOf": [{"enum": list(PROTOCOL_NAMES)}, {"pattern": PROTOCOL}]}
    kept["style"] = {**kept["style"], "anyOf": [{"enum": list(style_names())}, {"type": "string"}]}
    persona = made["$defs"]["PatientSpec"]["properties"]["persona"]
    persona["anyOf"] = [{"enum": list(presets())}, {"type": "string"}]
    for place in (made["properties"], made["$defs"]["Models"]["properties"]):  # a player by its name alone
        for name, value in place.items():
            if name in ("default", "planner", "physician", "patient", "refiner") and place is not made["properties"]:
                place[name] = _or_name(value)
    form = made["$defs"]["Prompting"]["properties"]["form"]  # one word for both speakers
    form["anyOf"] = [{"enum": list(get_args(Form))}, {"$ref": form.pop("$ref")}]
    return {"$schema": DIALECT, "title": "A bedside case", **{k: v for k, v in made.items() if k != "title"}}


def _or_name(value: dict[str, Any]) -> dict[str, Any]:
    kinds = value.pop("anyOf", None) or [{"$ref": value.pop("$ref")}]
    return {**value, "anyOf": [{"type": "string"}, *kinds]}


def schema_text() -> str:
    """The shipped file's text."""
    return json.dumps(case_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    import sys

    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
