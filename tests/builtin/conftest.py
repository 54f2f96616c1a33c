"""Notes and visits that these tests share are found through this."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
