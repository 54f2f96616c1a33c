"""What can go wrong in the store and be mended by its user: one sentence that names the mend, never a traceback."""


class KnowledgeError(Exception):
    """A guideline, document, encoder or index that cannot be used. ``str(error)`` says why and how to mend it."""
