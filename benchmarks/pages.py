"""Is what a guideline says in a visit said from the page of that visit, and is nothing said where no page fits?

``python -m bedside.benchmarks.pages [--misses] [--fast]``.

100 visits planted by hand (``planted/pages.tsv``), each with the page that fits or none, and mostly with the page of a
neighbour that tempts: a mole beside chest pain, an aura before a headache. *Spoken* is what a turn of the built-in family
cites; it is right if it cites the page that fits and no other. *Shown* is what a language model would be given to speak from.
A German talk is given no English page: German visits are counted by themselves.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bedside.knowledge.retriever import Retriever
from bedside.knowledge.retrievers.index import open_index
from bedside.orchestrator.build.simulate_item import Item, Simulator
from bedside.scenarios.case import Case

PLANTED = Path(__file__).parent / "planted" / "pages.tsv"
RIGHT, SILENT = 0.95, 1.0
_OLD = frozenset(("osteoporosis", "memory-loss-dementia", "parkinsons-tremor"))  # pages for older adults
_FEMALE = (" she ", " her ", "girl", " sie ")


@dataclass(frozen=True)
class PlantedPage:
    """A visit, the pages that fit (none: nothing is to be said), and the page that tempts."""

    id: str
    language: str
    fits: frozenset[str]
    tempts: str
    complaint: str
    story: str
    assessment: str

    @property
    def note(self) -> str:
        """A whole note, long enough for a visit in which safety advice has its place."""
        said = f" {self.story.lower()} "
        female = any(word in said for word in _FEMALE)
        young = "-year-old" in said or "toddler" in said
        if self.language == "de":
            return _GERMAN.format(who="Patientin" if female else "Patient", self=self)
        who = (
            ""
            if "-year-old" in said
            else f"{2 if young else 72 if self.fits & _OLD else 45}-year-old {'woman' if female else 'man'}. "
        )
        return _ENGLISH.format(who=who.replace("2-year-old man", "2-year-old boy"), self=self)


_ENGLISH = (
    "CHIEF COMPLAINT:\n{self.complaint}.\n\nHISTORY OF PRESENT ILLNESS:\n{who}{self.story}\n\n"
    "SOCIAL HISTORY:\nLives in a flat. Works in an office. Likes gardening. Drinks tea.\n\nVITALS:\nBP 118/74, pulse 72, temperature 36.8 C\n\n"
    "EXAMINATION:\nAlert. Well nourished. Neck is supple. Speech is clear.\n\nASSESSMENT:\n{self.assessment}.\n\n"
    "PLAN:\nDiscussed the findings. Drink plenty of water. Rest at home. Follow up in 2 weeks.\n"
)
_GERMAN = (
    "Vorstellungsgrund:\n{self.complaint}.\n\nAnamnese:\n45-jährige {who}. {self.story}\n\nSozialanamnese:\nLebt in einer Wohnung.\n\n"
    "Befund:\nRR 118/74, Puls 72. Wach. Guter Ernährungszustand.\n\nBeurteilung:\n{self.assessment}.\n\n"
    "Procedere:\nViel trinken. Zu Hause schonen. Wiedervorstellung in zwei Wochen.\n"
)


@dataclass(frozen=True)
class PageFound:
    """What a visit cited and what it was shown, as ids of pages."""

    planted: PlantedPage
    spoken: frozenset[str]
    shown: frozenset[str]

    @property
    def right(self) -> bool:
        """The page that fits was spoken from, and no other; where none fits, none was."""
        return self.spoken <= self.planted.fits and (bool(self.spoken) or not self.planted.fits)

    @property
    def shown_right(self) -> bool:
        """The same of what a language model is given."""
        return self.shown <= self.planted.fits and (bool(self.shown) or not self.planted.fits)


def planted(path: Path = PLANTED) -> list[PlantedPage]:
    """The planted visits."""
    found: list[PlantedPage] = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, fits, tempts, complaint, story, assessment = line.split("\t")
            pages = frozenset(fits.split("|")) - {"none"}
            found.append(PlantedPage(f"page-{len(found):03d}", language, pages, tempts, complaint, story, assessment))
    return found


def hold(one: PlantedPage, retriever: Retriever, seed: int = 1) -> PageFound:
    """One visit with the guideline store. Raises ``RuntimeError`` if it failed."""
    case = Case.model_validate(
        {"id": one.id, "note": one.note, "language": one.language, "seed": seed, "limits": {"least_read": 0}}
    )
    simulator = Simulator(seed, retriever=retriever)
    state = asyncio.run(simulator.perform(Item(case.id, case, one.note), lambda _: None)).state
    if state.status != "finished":
        raise RuntimeError(f"{one.id}: {state.failure}")
    cited = (name for reason in state.reasons for name in reason.passages)
    shown = (passage.document for passages in state.evidence.values() for passage in passages)
    return PageFound(one, frozenset(name.partition("#")[0] for name in cited), frozenset(shown))


def measure(chosen: Iterable[PlantedPage], retriever: Retriever) -> list[PageFound]:
    """Hold the visits."""
    return [hold(one, retriever) for one in chosen]


def share(found: Sequence[bool]) -> float:
    """The share that is true; 1 where there is nothing."""
    return sum(found) / len(found) if found else 1.0


def main() -> int:
    """Run it; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(prog="bedside.benchmarks.pages", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--misses", action="store_true", help="print the visits that went wrong")
    parser.add_argument("--fast", action="store_true", help="every fifth visit")
    asked = parser.parse_args()
    started = time.perf_counter()
    found = measure(planted()[:: 5 if asked.fast else 1], open_index(build=True))
    print("| visits | n | spoken from the right page alone | a wrong page spoken | shown the right page alone |")
    print("|---|---|---|---|---|")
    reached = True
    for language in ("en", "de"):
        for fitting in (True, False):
            mine = [one for one in found if one.planted.language == language and bool(one.planted.fits) == fitting]
            goal = RIGHT if fitting else SILENT
            right = share([one.right for one in mine])
            wrong = sum(bool(one.spoken - one.planted.fits) for one in mine)
            reached = reached and (right >= goal or (language == "de" and fitting))
            name = "a page fits" if fitting else "none fits"
            print(
                f"| {language}, {name} | {len(mine)} | {right:.2f} | {wrong} | {share([one.shown_right for one in mine]):.2f} |"
            )
    if asked.misses:
        for one in found:
            if not one.right or not one.shown_right:
                fits = "|".join(sorted(one.planted.fits)) or "none"
                print(
                    f"- {one.planted.id} {one.planted.complaint} / {one.planted.assessment}: fits {fits}, "
                    f"spoken {sorted(one.spoken)}, shown {sorted(one.shown)}"
                )
    print(f"{time.perf_counter() - started:.0f} s")
    return int(not reached)


if __name__ == "__main__":
    sys.exit(main())
