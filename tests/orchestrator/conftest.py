"""Lets these tests import ``made``, the scenes they share: pytest's importlib mode adds no folder to the path. Tests of the
page in a browser share the browser and its pages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from browsing import browser as browser
from browsing import enemy as enemy
from browsing import fork as fork
from browsing import long as long
from browsing import model as model
from browsing import pair as pair
from browsing import reader as reader
from judge_server import judge_server as judge_server
