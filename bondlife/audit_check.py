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
        if not {*FIELDS, "hash"} <= record.keys() or record["seq"] != number:
            yield f"record {number} is missing or out of order (found {record.get('seq')})"
            return
        if record["previous"] != previous:
            yield f"record {number} does not follow its predecessor"
        if link_hash(record) != record["hash"]:
            yield f"record {number} was changed"
        previous = record["hash"]
    for number, head in enumerate(heads, 1):
        if not {"seq", "hash", "at"} <= head.keys():
            yield f"head {number} is none: its line was torn or changed"
            continue
        seq = head["seq"]
        if seq and (seq > len(records) or records[seq - 1].get("hash") != head["hash"]):
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
    lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    return [_line(line) for line in lines if line.strip()]


def _line(text: str) -> dict[str, Any]:
    """Read one line; what is no JSON object is empty."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
