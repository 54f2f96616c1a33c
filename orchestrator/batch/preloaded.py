"""What every worker of a batch needs, loaded by the import of this file: workers are forks of one process that has done so.

Nothing is loaded here that starts a thread, which a fork would not have, or opens a file, which forks would share.
"""

import bedside.agents.agenda.family  # pyright: ignore[reportUnusedImport]
import bedside.agents.extraction.extract  # pyright: ignore[reportUnusedImport]
import bedside.orchestrator.batch.worker  # noqa: F401  # pyright: ignore[reportUnusedImport]
from bedside.orchestrator.graph.graph import load

load()
