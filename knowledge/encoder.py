"""The contract of everything that turns text into vectors."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEFAULT = "minilm"


class Encoder(Protocol):
    """Texts in, one unit vector each out. ``digest`` names the weights: other weights are another encoder."""

    @property
    def name(self) -> str:
        """The name it was asked for by."""
        ...

    @property
    def digest(self) -> str:
        """A sha256, in hexadecimal, over what decides its vectors."""
        ...

    def documents(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return shape (texts, dimensions), rows of length 1."""
        ...

    def queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return shape (texts, dimensions); a text's vector does not depend on the others it is asked with."""
        ...
