"""What tells who a real person is, by its kind."""

from typing import Literal

IdentifierKind = Literal[
    "name",
    "birth date",
    "record number",
    "social security number",
    "telephone number",
    "address",
    "e-mail address",
    "web address",
]
