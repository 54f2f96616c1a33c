"""Speakers' labels before a line ("Doctor: …"), in the languages that models fall into.

Law of the file: only a speaker's own label is taken off; another's is a fault, since the words behind it are not the
speaker's.
"""

import re
from functools import cache

_NAMES = {
    "physician": "doctor physician clinician provider dr doc gp arzt ärztin médecin medecin docteur médico médica "
    "medico medica doctora dokter arts huisarts arst 医生 醫生 大夫 طبيب الطبيب lekarz doktor läkare",
    "patient": "patient patientin patiënt patiënte patiente paciente pt patsient 患者 病人 مريض المريض المريضة pacjent "
    "hasta paziente",
    "nobody": "assistant system user human ai speaker narrator nurse mother father wife husband daughter son "
    "interpreter caregiver spouse partner sister brother guardian",
}
_HEAD = r"^[ \t*_#>\[(]{0,8}"
_TAIL = r"\.?(?:[ \t]?\d)?(?:[ \t]?\([^()\n]{0,40}\))?[ \t*_\])]{0,8}[:：][ \t*_]{0,8}"


@cache
def _labels(speaker: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The speaker's own label before a line, and anybody else's."""
    own = _NAMES.get(speaker, speaker).split()
    others = [name for whose, names in _NAMES.items() if whose != speaker for name in names.split() if name not in own]
    return _pattern(own), _pattern(others)


def _pattern(names: list[str]) -> re.Pattern[str]:
    return re.compile(f"{_HEAD}(?:{'|'.join(map(re.escape, names))}){_TAIL}", re.IGNORECASE | re.MULTILINE)


def without_label(text: str, speaker: str) -> str | None:
    """``text`` without the speaker's own label before it, or None when there are labels of others or several."""
    own, others = _labels(speaker)
    first = own.match(text)
    if first:
        text = text[first.end() :]
    return None if others.search(text) or own.search(text) else text
