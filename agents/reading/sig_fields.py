"""Which bits of a prescription are said of its drug, and which of them belong together."""

from collections.abc import Sequence

from bedside.agents.reading.sigs import Bit, Sig

_FIELDS = frozenset({"dose", "form", "route", "frequency", "as_needed", "purpose", "duration", "since", "until"})


def merged(bits: Sequence[Bit], sig: Sig) -> list[Bit]:
    """Times of a day or a week that stand side by side are one frequency."""
    found: list[Bit] = []
    for bit in bits:
        last = found[-1] if found else None
        if bit.role == "frequency" and last is not None and last.role == "frequency":
            between = sig.words[last.after : bit.first]
            if (
                all(word in ("and", ",", "at", "or", "then", "&", "the", "in", "/", "-") for word in between)
                and bit.first >= last.after
            ):
                found[-1] = Bit("frequency", last.first, bit.after, last.value or bit.value)
                continue
        if bit.role in _FIELDS:
            found.append(bit)
    return found


def is_mixture(dose: str) -> bool:
    """Whether a dose is how strong a liquid is: "10 g/15 mL", of which 30 mL are taken."""
    of, slash, per = dose.lower().rpartition("/")
    return bool(slash) and of[:1].isdigit() and per.lstrip("0123456789. ") in ("ml", "mls", "l")
