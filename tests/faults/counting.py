"""Every bench says what it tried and what came of it, from its own counts."""

import sys


def say(*parts: object) -> None:
    """Write one line of counts; pytest shows it with -s, and beside a failure."""
    sys.stdout.write(" ".join(map(str, parts)) + "\n")
