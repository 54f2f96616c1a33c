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
def _label(names: str) -> re.Pattern[str]:
    return re.compile(f"{_HEAD}(?:{'|'.join(map(re.escape, names.split()))}){_TAIL}", re.IGNORECASE | re.MULTILINE)


def own_words(text: str, speaker: str) -> str | None:
    """``text`` without the speaker's own label before it, or None when there are labels of others or several."""
    others = " ".join(names for name, names in _NAMES.items() if name != speaker)
    own = _NAMES.get(speaker, speaker)
    others = " ".join(name for name in others.split() if name not in own.split())
    first = _label(own).match(text)
    if first:
        text = text[first.end() :]
    return None if _label(others).search(text) or _label(own).search(text) else text
