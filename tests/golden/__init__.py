"""Published and hand-worked cases, one CSV a module; every row names its source."""

import csv
from pathlib import Path

_HERE = Path(__file__).parent


def golden_cases(path: str) -> list[dict[str, str]]:
    """Return the rows of one CSV under tests/golden as dictionaries.

    Columns are case, source, the inputs, and expected; a row without a source is refused.
    """
    with (_HERE / path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if not row["source"]:
            raise ValueError(f"{path}: case {row['case']} names no source")
    return rows
