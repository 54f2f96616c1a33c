"""The phrase bank of each language that this family speaks, and how a finished line is calmed down to a written style."""

import random
import re
from functools import cache
from importlib.resources import files

from bedside.agents.text.phrasebook import Phrasebook, PhraseError
from bedside.agents.text.tidy import tidy

CALM = 0.5  # below this share of a recorded visit's hesitations, a style is written rather than transcribed
OPENER = re.compile(r"^(?:and then|and so|and|so|but|now|then|well|um|uh)\b,? (?=\w)", re.I)
HESITATION = re.compile(r"(?:^|(?<= ))(?:um|uh),? (?=\w)|,? (?:um|uh)(?=[.?])", re.I)
BETWEEN = re.compile(r",? (?:um|uh),(?= )", re.I)
STUTTER = re.compile(r"\b([a-z']+), \1\b", re.I)


@cache
def languages() -> frozenset[str]:
    """The languages there is a phrase bank for: what the built-in family speaks."""
    return frozenset(
        folder.name for folder in files("bedside.agents.agenda").joinpath("phrases").iterdir() if folder.is_dir()
    )


@cache
def phrasebook(language: str = "en") -> Phrasebook:
    """Load the phrase bank of a language. Raises ``PhraseError`` for a language without one."""
    import yaml

    folder = files("bedside.agents.agenda").joinpath("phrases", language)
    if language not in languages():
        raise PhraseError(
            f"no phrase bank for language {language!r}; there is one for: {', '.join(sorted(languages()))}"
        )
    rules: dict[str, list[str]] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            loaded = yaml.load(file.read_text(encoding="utf-8"), loader)  # noqa: S506  # a safe loader either way
            for name, alternatives in loaded.items():
                if name in rules:
                    raise PhraseError(f"rule {name} is defined twice ({file.name})")
                rules[name] = [str(a) for a in alternatives]
    return Phrasebook(rules)


def calm(text: str, rng: random.Random) -> str:
    """Take most hesitations, stutters and openers off a finished line: dialogues that people write have hardly any."""
    text = STUTTER.sub(lambda match: match.group(1) if rng.random() < 0.6 else match.group(0), text)
    text = BETWEEN.sub("", text)
    text = HESITATION.sub(lambda match: match.group(0) if rng.random() < 0.4 else "", text)
    bare = OPENER.sub("", re.sub(r"^(?:um|uh)[.,] ", "", text, flags=re.I))
    if rng.random() < 0.4 and len(bare.split()) > 3:
        text = bare
    return tidy(text)
