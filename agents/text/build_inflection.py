"""Writes ``inflection_en.tsv``: English verbs with the forms that the rules of :mod:`bedside.agents.text.inflection` do not
give, and nouns with such plurals. Run it where ``lemminflect`` (MIT) is installed; its tables come from the SPECIALIST
Lexicon of the US National Library of Medicine, which is free to use with attribution (see NOTICE).

    python -m bedside.agents.text.build_inflection
"""

import csv
import gzip
from collections.abc import Iterator
from importlib.resources import files

from bedside.agents.text.inflection import TABLE, regular, regular_plural

# Where the first form of the lexicon is not the one that people say.
PREFERRED = {
    "focus": ("focused", "focused", "focusing", "focuses"),
    "quit": ("quit", "quit", "quitting", "quits"),
    "lie": ("lay", "lain", "lying", "lies"),
    "fit": ("fit", "fit", "fitting", "fits"),
    "wet": ("wet", "wet", "wetting", "wets"),
    "wake": ("woke", "woken", "waking", "wakes"),
    "get": ("got", "gotten", "getting", "gets"),
    "do": ("did", "done", "doing", "does"),
    "go": ("went", "gone", "going", "goes"),
    "have": ("had", "had", "having", "has"),
    "hang": ("hung", "hung", "hanging", "hangs"),
    "sneak": ("snuck", "snuck", "sneaking", "sneaks"),
    "dream": ("dreamed", "dreamed", "dreaming", "dreams"),
    "burn": ("burned", "burned", "burning", "burns"),
    "learn": ("learned", "learned", "learning", "learns"),
    "lean": ("leaned", "leaned", "leaning", "leans"),
    "spill": ("spilled", "spilled", "spilling", "spills"),
    "smell": ("smelled", "smelled", "smelling", "smells"),
    "show": ("showed", "shown", "showing", "shows"),
    "prove": ("proved", "proven", "proving", "proves"),
    "swell": ("swelled", "swollen", "swelling", "swells"),
}
# Verbs that the lexicon lacks.
MISSING = ("v\tbreastfeed\tbreastfed\tbreastfed\tbreastfeeding\tbreastfeeds",)


def _rows() -> Iterator[tuple[str, str, list[str]]]:
    source = files("lemminflect").joinpath("resources", "infl_lu.csv.gz")
    with source.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as lines:
        for row in csv.reader(lines):
            if len(row) > 2 and row[0].isascii() and row[0].isalpha() and row[0].islower():
                yield row[0], row[1], [cell.split("/")[0] for cell in row[2:]]


def main() -> None:
    """Write the table."""
    lines: list[str] = list(MISSING)
    for lemma, word, cells in _rows():
        if word == "verb" and len(cells) == 4:
            past, participle, gerund, third = cells
            forms = PREFERRED.get(lemma, (past, participle or past, gerund, third))
            lines.append("\t".join(("v", lemma) if forms == regular(lemma) else ("v", lemma, *forms)))
        elif word == "noun" and cells[0] and cells[0] not in (regular_plural(lemma), ""):
            lines.append("\t".join(("n", lemma, cells[0])))
    TABLE.write_text("\n".join(sorted(set(lines))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
