"""The commands and their one line of help, so that the list can be shown without importing any of them."""

COMMANDS: dict[str, str] = {
    "init": "Make a project folder with a first case that runs.",
    "new": "Write a case file from a note, with what was read from it as comments.",
    "simulate": "Hold one conversation from a case file or a note and show it as it happens.",
    "batch": "Make a conversation for every case and note, resumable, under limits.",
    "estimate": "Tell what a batch will take in calls, tokens, money and time, without a call.",
    "ctl": "Ask a batch that is being made how far it is; pause it, go on, change it.",
    "gate": "Write the plans or drafts at which a batch was held, and take in what a person changed.",
    "merge": "Put the runs of shards together as one.",
    "retry-failed": "Try the failed items of a batch again, and nothing else.",
    "runs": "List the runs that are kept, newest first.",
    "show": "Show a kept conversation, with its reasons or beside the note; list those of a run.",
    "view": "Write a page for the browser: dialogues beside their notes, reasons, forks, runs side by side.",
    "review": "Read conversations blind, people's beside a program's, and count what readers found.",
    "debug": "Step through a conversation: why, what if, since when; edit, fork, go back.",
    "play": "Play the physician or the patient yourself: type a line, the others answer.",
    "bisect": "Find where two kept dialogues part and why, or since when something is so.",
    "verify": "Check that a run folder is what was written, and say what is damaged or lost.",
    "check": "Hold the conversations of cases and test what they expect.",
    "reproduce": "Play a run again and tell where each dialogue leaves what was kept.",
    "evaluate": "Score conversations: grounding, disclosure, coherence, realism, diversity; nothing is generated.",
    "compare": "Set the scores of two runs of the same notes side by side, with intervals.",
    "export": "Write dialogues for other programs: chat messages, tables, corpora, sets for a classifier.",
    "cite": "Write the methods paragraph of a run: models, prompts, seeds, versions, scores.",
    "import": "Bring in the notes of other sets: folders, JSON Lines, JSON, CSV, Parquet.",
    "validate": "Look through case files for what would stop them.",
    "lint": "Validate, and find contradictions, PHI, instructions in notes and more.",
    "explain": "Explain a rule by its code, with a bad and a good example.",
    "fmt": "Put case files in shape; comments stay.",
    "list": "List what can be named: personas, settings, protocols, styles, cases, models, metrics.",
    "schema": "Print the JSON Schema of case files.",
    "render": "Show what each agent of a case will see: facts, plan, briefs and prompts.",
    "knowledge": "Build, search and describe the guideline store.",
    "style": "Fit a style profile on a corpus, list the shipped ones, show one.",
    "doctor": "Find out whether a language model can be used, and what it can do.",
}


def module_of(command: str) -> str:
    """The module that holds a command."""
    return f"bedside.orchestrator.cli.commands.{command.replace('-', '_')}"
