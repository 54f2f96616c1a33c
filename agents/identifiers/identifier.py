"""What tells who a real person is: its kind, and where it stands in a text."""

from typing import Literal, get_args

from bedside.scenarios.identifier_kind import IdentifierKind
from bedside.scenarios.span import Span
from bedside.scenarios.value import Value

KINDS: tuple[IdentifierKind, ...] = get_args(IdentifierKind)


class Identifier(Value):
    """One identifier. ``span`` are its own characters, without the label before it; ``role`` says of a name whether it is
    that of somebody with a clinician's title."""

    kind: IdentifierKind
    span: Span
    role: Literal["clinician", ""] = ""
