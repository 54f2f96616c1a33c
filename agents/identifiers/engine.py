"""A finder of identifiers of the user's own, beside the built-in one: ``BEDSIDE_IDENTIFIERS=module:name``.

What it finds is added to what the patterns and name lists find, wherever a text is looked at: it is never spoken, is counted and
marked, and ``--deidentify`` puts something else in its place. ``name`` is a callable of one text, or an object with ``analyze(text=,
language=)`` as Presidio's ``AnalyzerEngine`` has. Each of its results is ``(start, end, kind)``, in characters of the text, or has
``start``, ``end`` and ``entity_type``; a kind is one of ``KINDS`` or an entity in Presidio's words.
"""

import os
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from bedside.agents.identifiers.identifier import KINDS, Identifier
from bedside.scenarios.identifier_kind import IdentifierKind
from bedside.scenarios.span import Span

VARIABLE = "BEDSIDE_IDENTIFIERS"
_ENTITIES: dict[str, IdentifierKind] = {
    "PERSON": "name",
    "DATE_OF_BIRTH": "birth date",
    "PHONE_NUMBER": "telephone number",
    "EMAIL_ADDRESS": "e-mail address",
    "URL": "web address",
    "IP_ADDRESS": "web address",
    "US_SSN": "social security number",
    "LOCATION": "address",
    "ADDRESS": "address",
    "ID": "record number",
    "MEDICAL_LICENSE": "record number",
    "US_PASSPORT": "record number",
    "US_DRIVER_LICENSE": "record number",
    "US_BANK_NUMBER": "record number",
    "US_ITIN": "record number",
    "US_MBI": "record number",
    "UK_NHS": "record number",
    "UK_NINO": "social security number",
    "CREDIT_CARD": "record number",
    "IBAN_CODE": "record number",
}
_PASSED = frozenset(("DATE_TIME", "AGE", "NRP", "ORGANIZATION"))  # a talk needs when and how old; see docs/privacy.md


class IdentifierEngineError(ValueError):
    """What stands in ``BEDSIDE_IDENTIFIERS`` cannot be used, or answered what is no finding: a sentence with the mend."""


def engine_name() -> str:
    """What the user named, or nothing: it decides what is made, so it is part of a run's configuration."""
    return os.environ.get(VARIABLE, "").strip()


def engine_found(text: str, language: str) -> tuple[Identifier, ...]:
    """What the user's engine finds in a text, empty without one. ``language`` is given to engines that ask for it, as a code of
    two letters. Raises ``IdentifierEngineError``."""
    name = engine_name()
    if not name:
        return ()
    try:
        results: Iterable[Any] = _engine(name)(text, language)
        return tuple(found for one in results if (found := _identifier(one, text, name)) is not None)
    except IdentifierEngineError:
        raise
    except Exception as error:  # of code that is not ours
        raise IdentifierEngineError(
            f"{VARIABLE}={name} failed with {type(error).__name__} ({str(error)[:120]}): mend it, or unset {VARIABLE}."
        ) from error


@cache
def _engine(name: str) -> Callable[[str, str], Iterable[Any]]:
    module, _, attribute = name.partition(":")
    try:
        there: Any = import_module(module)
        for part in attribute.split("."):
            there = getattr(there, part)
    except (ImportError, AttributeError, ValueError) as error:
        raise IdentifierEngineError(
            f"{VARIABLE}={name} cannot be used ({error}): give module:name of something that Python can import here."
        ) from error
    analyze = getattr(there, "analyze", None)
    if not callable(analyze) and not callable(there):
        raise IdentifierEngineError(
            f"{VARIABLE}={name} is no function of a text and has no analyze(text=, language=): name one that is."
        )

    def find(text: str, language: str) -> Any:
        return analyze(text=text, language=language) if callable(analyze) else there(text)

    return find


def _identifier(one: Any, text: str, name: str) -> Identifier | None:
    """One result as an identifier; ``None`` for an entity that is passed over."""
    start, end, kind = one if isinstance(one, tuple) else (one.start, one.end, one.entity_type)
    if kind in _PASSED:
        return None
    known = kind if kind in KINDS else _ENTITIES.get(kind)
    if known is None:
        raise IdentifierEngineError(
            f"{VARIABLE}={name} found a {kind!r}, which is no kind: it is one of {', '.join(KINDS)}, or {', '.join(_ENTITIES)}."
        )
    if not 0 <= start < end <= len(text):
        raise IdentifierEngineError(
            f"{VARIABLE}={name} found characters {start} to {end} of a text of {len(text)}: give start and end inside it."
        )
    return Identifier(kind=known, span=Span(start=start, end=end))
