"""A blinded review as tasks for Label Studio and for potato: the same conversations in the same order, with the same kinds of faults.

Label Studio: tasks as JSON with ``Paragraphs`` (labelstud.io/tags/paragraphs) and a labelling configuration. potato: JSON Lines with a note
and its turns, and a configuration in YAML (potatoannotator.com). Both are programs of their own, with servers; nothing of theirs is in here.
"""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import orjson
import yaml

from bedside.orchestrator.runs.files import PRIVATE_FOLDER, replace

Json = dict[str, Any]
TOOLS = ("label-studio", "potato")
_REAL = "How real is it? 1: made by a machine, 5: as people talk"


def write_tasks(tool: str, shown: Json, folder: Path) -> list[Path]:
    """Write the tasks of a review (``blind``) for one of ``TOOLS`` into a folder; the files. Raises ``StorageProblem``."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    made = _label_studio(shown) if tool == "label-studio" else _potato(shown)
    for name, data in made.items():
        (folder / name).parent.mkdir(exist_ok=True, mode=PRIVATE_FOLDER)
        replace(folder / name, [data])
    return [folder / name for name in made]


def _label_studio(shown: Json) -> dict[str, bytes]:
    tasks = [
        {
            "data": {
                "item": item["item"],
                "review": shown["review"],
                "note": item["note"],
                "dialogue": [{"author": turn["who"], "text": turn["text"]} for turn in item["turns"]],
            }
        }
        for item in shown["items"]
    ]
    severities = shown["severities"][1:]  # a turn that is fine is not marked
    labels = "\n".join(
        f"      <Label value={quoteattr(f'{n} {name}')} hint={quoteattr(told)}/>"
        for n, (name, told) in enumerate(severities, 1)
    )
    kinds = "\n".join(
        f"      <Choice value={quoteattr(code)} hint={quoteattr(told)}/>" for code, told in shown["codes"]
    )
    configuration = f"""<View>
  <Header value="Mark every turn that would make a clinician or an ordinary reader wince, once, and say of what kind the fault is."/>
  <Text name="note" value="$note"/>
  <Paragraphs name="dialogue" value="$dialogue" layout="dialogue" nameKey="author" textKey="text"/>
  <ParagraphLabels name="severity" toName="dialogue">
{labels}
  </ParagraphLabels>
  <Choices name="kind" toName="dialogue" perRegion="true" choice="single" showInline="true">
{kinds}
  </Choices>
  <Choices name="guess" toName="dialogue" choice="single" showInline="true">
      <Choice value="people"/>
      <Choice value="program"/>
  </Choices>
  <Header value={quoteattr(_REAL)}/>
  <Rating name="real" toName="dialogue" maxRating="5"/>
  <TextArea name="remark" toName="dialogue" placeholder="Remark"/>
</View>
"""
    return {"tasks.json": orjson.dumps(tasks, option=orjson.OPT_INDENT_2), "config.xml": configuration.encode()}


def _potato(shown: Json) -> dict[str, bytes]:
    rows = [
        {
            "id": item["item"],
            "text": "\n".join(f"{number}. {turn['who']}: {turn['text']}" for number, turn in enumerate(item["turns"])),
            "note": item["note"],
            "turns": [
                {"speaker": f"{number}. {turn['who']}", "text": turn["text"]}
                for number, turn in enumerate(item["turns"])
            ],
            "review": shown["review"],
        }
        for item in shown["items"]
    ]
    severities = [f"{n} {name}" for n, (name, _) in enumerate(shown["severities"]) if n]
    configuration: Json = {
        "annotation_task_name": "Reading aloud",
        "task_dir": ".",
        "port": 8000,
        "data_files": ["data/review.jsonl"],
        "item_properties": {"id_key": "id", "text_key": "text"},
        "instance_display": {
            "fields": [
                {"key": "note", "type": "text", "label": "Note", "display_options": {"preserve_whitespace": True}},
                {"key": "turns", "type": "dialogue", "label": "Conversation", "span_target": True},
            ]
        },
        "output_annotation_dir": "annotation_output/",
        "export_annotation_format": "jsonl",
        "user_config": {"allow_all_users": True, "users": []},
        "annotation_schemes": [
            {"annotation_type": "span", "name": "severity", "description": "Mark every turn that would make somebody wince, once.", "labels": severities},
            {"annotation_type": "multiselect", "name": "kinds", "description": "Of what kinds are the faults?", "labels": [{"name": code, "tooltip": told} for code, told in shown["codes"]]},
            {"annotation_type": "radio", "name": "guess", "description": "Who said this?", "labels": ["people", "program"]},
            {"annotation_type": "likert", "name": "real", "description": _REAL, "size": 5, "min_label": "machine", "max_label": "people"},
            {"annotation_type": "text", "name": "remark", "description": "Remark", "multiline": True},
        ],
    }  # fmt: skip
    lines = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)
    head = b"# potato start config.yaml in this folder.\n"
    return {
        "data/review.jsonl": lines,
        "config.yaml": head + yaml.safe_dump(configuration, sort_keys=False, allow_unicode=True).encode(),
    }
