"""All identifiers of a text, each character in one of them at most."""

from bedside.agents.identifiers.engine import engine_found
from bedside.agents.identifiers.identifier import KINDS, Identifier
from bedside.agents.identifiers.names import named, nouns_have_capitals
from bedside.agents.identifiers.patterns import shaped
from bedside.agents.identifiers.unknown_words import unknown_names
from bedside.scenarios.span import Span


def identifiers(text: str) -> tuple[Identifier, ...]:
    """What in a text tells who a real person is, in order, without overlaps; of two that overlap the longer one. A name by
    its context or the census' lists, the rest by shape and label; see ``KINDS``. With an engine of the user's, what that finds,
    too; raises ``IdentifierEngineError`` then."""
    german = nouns_have_capitals(text)
    found = sorted(
        {
            *shaped(text),
            *named(text, () if german else unknown_names(text)),
            *engine_found(text, "de" if german else "en"),
        },
        key=_rank,
    )
    taken = bytearray(len(text))
    kept: list[Identifier] = []
    for one in found:
        start, end = one.span.start, one.span.end
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.span.start))


def overlapping(found: tuple[Identifier, ...], span: Span) -> tuple[Identifier, ...]:
    """Those that share a character with a stretch."""
    return tuple(one for one in found if one.span.start < span.end and span.start < one.span.end)


def _rank(one: Identifier) -> tuple[int, int, bool, int]:
    return one.span.start - one.span.end, KINDS.index(one.kind), not one.role, one.span.start
