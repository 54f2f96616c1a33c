"""Does blame find planted faults? ``python -m bedside.benchmarks.blame [--count 200]``.

Faults of eight kinds are planted through data, one and two at a time, blame is asked, and its answer is compared with
where each was planted; so are unharmed dialogues, and pairs that one thing sets apart. Offline, the same every time. Exits
with 1 where a goal is missed. What went wrong is told on standard error as it is found.
"""

import argparse
import sys

from bedside.orchestrator.causes.validate import validate


def main() -> None:
    """Plant, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="dialogues with one fault")
    parser.add_argument("--pairs", type=int, default=50, help="questions about dialogues with two faults")
    parser.add_argument("--controls", type=int, default=60, help="questions to which the answer is nothing")
    parser.add_argument("--bisections", type=int, default=100, help="pairs of dialogues to bisect")
    parser.add_argument("--alone", type=int, default=0, help="faults that are asked about by the turn alone, too")
    given = parser.parse_args()

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    found = validate(given.count, given.pairs, given.controls, given.bisections, given.alone, tell)
    print(found.markdown())
    sys.exit(0 if found.met else 1)


if __name__ == "__main__":
    main()
