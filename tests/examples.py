"""How many examples hypothesis tries: all of them where the slow repetitions are, a third otherwise."""

from hypothesis import settings

WHOLE = "whole"  # the profile that ``conftest.py`` loads for the slow repetitions
_LEAST = 12


def examples(number: int) -> int:
    """How many examples are tried now of ``number``."""
    return number if settings.get_current_profile_name() == WHOLE else min(number, max(number // 3, _LEAST))
