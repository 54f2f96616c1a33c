"""The built-in family by the language of the talk. Only the half that plays is imported."""

from typing import TYPE_CHECKING

from bedside.agents.languages.language import base

if TYPE_CHECKING:
    from bedside.agents.builtin.english_family import EnglishFamily
    from bedside.agents.builtin.lexical_family import LexicalFamily


def family(style: str, protocol: str, language: str = "en") -> "EnglishFamily | LexicalFamily":
    """The built-in family in a style profile, for a protocol and a language. Raises ``StyleError`` for a style that is
    not there."""
    if base(language) == "en":
        from bedside.agents.builtin.english_family import english

        return english(style, protocol)
    from bedside.agents.builtin.lexical_family import lexical_family

    return lexical_family(style, protocol, language)
