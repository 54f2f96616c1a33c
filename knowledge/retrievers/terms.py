"""Documents by the exact terms their authors gave them: a dictionary lookup over whole words."""

from collections.abc import Iterable

from bedside.knowledge.passage import Document
from bedside.knowledge.retrievers.words import plain_words, words

_SPELLED = 6  # letters above which a word is one of medicine: not "shoe", "toe", "aerobic"


class DocumentTerms:
    """The terms of a set of documents. A term inside a longer matched term does not count."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents: dict[tuple[str, ...], list[str]] = {}
        for document in documents:
            for term in dict.fromkeys((*document.terms, document.title.lower())):
                if key := tuple(_spelled(plain_words(term))):
                    named = self._documents.setdefault(key, [])
                    if document.id not in named:
                        named.append(document.id)
        for named in self._documents.values():
            named.sort()
        self._bags = [(frozenset(words(" ".join(term))), named) for term, named in self._documents.items()]
        self._first = {term[0] for term in self._documents}
        self._longest = max(map(len, self._documents), default=0)

    def lookup(self, text: str) -> list[str]:
        """Ids of the documents named in ``text``: longest term first, then first mentioned, then by id."""
        tokens = _spelled(plain_words(text))
        found: dict[str, tuple[int, int]] = {}
        at = 0
        while at < len(tokens):
            if tokens[at] not in self._first and tokens[at][:-1] not in self._first:
                at += 1
                continue
            for length in range(min(self._longest, len(tokens) - at), 0, -1):
                if named := self._named(tuple(tokens[at : at + length])):
                    for id in named:
                        found[id] = min(found.get(id, (0, 0)), (-length, at))
                    at += length
                    break
            else:
                at += 1
        return sorted(found, key=lambda id: (*found[id], id))

    def ranked(self, query: str) -> list[str]:
        """Ids of the documents one of whose terms has all its content words in ``query``, in whatever order.

        More words first, then what ``lookup`` finds, then by id: "fever in my child" leads to "child with a fever",
        and no longer to plain "fever".
        """
        asked = set(words(query))
        found: dict[str, int] = {}
        held = [(bag, named) for bag, named in self._bags if bag and bag <= asked]
        for bag, named in held:
            if not any(bag < other for other, _ in held):
                for id in named:
                    found[id] = max(found.get(id, 0), len(bag))
        exact = set(self.lookup(query))
        return sorted(found, key=lambda id: (-found[id], id not in exact, id))

    def _named(self, words: tuple[str, ...]) -> list[str] | None:
        """A term, or its plural: "migraines" leads where "migraine" does."""
        named = self._documents.get(words)
        if named is None and words[-1].endswith("s"):
            named = self._documents.get((*words[:-1], words[-1][:-1]))
        return named


def _spelled(words: list[str]) -> list[str]:
    """The words as either shore of the Atlantic spells them: "ischaemic" is "ischemic", "diarrhoea" "diarrhea"."""
    return [word.replace("ae", "e").replace("oe", "e") if len(word) > _SPELLED else word for word in words]
