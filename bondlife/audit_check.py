#!/usr/bin/env python3
"""Check an exported audit chain offline, with nothing but Python: no part of the product is needed.

    bondlife verify --export audit.jsonl
    python3 audit_check.py audit.jsonl audit-heads.log

Each line of the export is one audit record as JSON. Exit 0: sound; 1: problems, each printed; 2: unreadable.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIELDS = (
    "seq",
    "at",
    "business_date",
    "actor_id",
    "actor",
    "act",
    "outcome",
    "subject",
    "region_id",
    "detail",
    "rows",
    "root",
    "previous",
)
GENESIS = "sha256:" + hashlib.sha256(b"bondlife").hexdigest()


def link_hash(record: dict[str, Any]) -> str:
    """Return the hash a record must carry."""
    text = json.dumps(
        [record[name] for name in FIELDS], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def problems(records: list[dict[str, Any]], heads: list[dict[str, Any]]) -> Iterator[str]:
    """Name every break of the chain, and every outside head that is not a link of it."""
    previous = GENESIS
    for number, record in enumerate(records, 1):
        if record["seq"] != number:
            yield f"record {number} is missing or out of order (found {record['seq']})"
            return
        if record["previous"] != previous:
            yield f"record {number} does not follow its predecessor"
        if link_hash(record) != record["hash"]:
            yield f"record {number} was changed"
        previous = record["hash"]
    for head in heads:
        seq = head["seq"]
        if seq and (seq > len(records) or records[seq - 1]["hash"] != head["hash"]):
            yield f"record {seq} is not what was written down on {head['at']}"


def main(arguments: list[str]) -> int:
    """Read the export and the heads, print what is wrong."""
    if not arguments:
        sys.stderr.write((__doc__ or "") + "\n")
        return 2
    records, heads = (_lines(path) for path in (*arguments, "")[:2])
    found = list(problems(records, heads))
    for problem in found:
        sys.stdout.write(problem + "\n")
    sys.stdout.write(f"{len(records)} records, {len(heads)} outside heads, {len(found)} problems\n")
    return 1 if found else 0


def _lines(path: str) -> list[dict[str, Any]]:
    if not path:
        return []
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
