"""C3 whole: every operation by every role, so many cases each, in parts that go on where the last one ended.

    python -m tests.api.contract_ring [--cases 300] [--minutes 10] [--kept FILE] [--only PATTERN]

All cases of an operation are one part: half of them fit its schema, half do not, each is sent by nine roles
in turn. A part that was clean is a line of FILE and counts as long as the contract says the same of the
operation; one with faults is asked again. Says how much is done of how much. Exit 1: faults, each told with
the call that brings it back.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bondlife.db import Database
from bondlife.settings import settings
from models.canonical import canonical_json, digest
from tests.api.client import V1, app_of, caller, new_project, token_of
from tests.api.contract import MODES, ROLES, Headers, call, operations
from tests.database import fill
from tests.faults.counting import say
from tests.requirements import PROJECT
from tests.site_client import without_bridge

KEPT = PROJECT / ".rings" / "contract.jsonl"
CASES, MINUTES = 300, 10.0
REFERENCE = re.compile(r'"#/components/schemas/([^"]+)"')


def told(document: dict[str, Any], method: str, path: str) -> str:
    """Return the digest of all that the contract says of an operation, named bodies included."""
    schemas, texts = document["components"]["schemas"], [canonical_json(document["paths"][path][method])]
    names: list[str] = []
    for text in texts:
        for name in REFERENCE.findall(text):
            if name not in names:
                names.append(name)
                texts.append(canonical_json(schemas[name]))
    return digest("".join(texts))


def faults_of(found: BaseException) -> Iterator[str]:
    """Give every fault of a part in a line."""
    if isinstance(found, BaseExceptionGroup):
        for inner in found.exceptions:
            yield from faults_of(inner)
    else:
        yield re.sub(r"\s+", " ", f"{type(found).__name__}: {found}")[:2_000]


def part(operation: Any, headers: Sequence[Headers], cases: int) -> dict[str, Any]:
    """Call one operation; returns its counts and faults."""
    seen, faults = Counter[str](), list[str]()
    for mode in MODES:
        try:
            seen += call(operation, [headers], cases // len(MODES), mode)
        except (Exception, BaseExceptionGroup) as found:
            faults.extend(f"{mode.value}: {one}" for one in faults_of(found))
    return {"seen": seen, "faults": faults}


def run(db: Database, folder: Path, kept: Path, *, cases: int, minutes: float, only: str = "") -> list[str]:
    """Do parts until there are none left or it is time; returns the faults."""
    app = app_of(db, folder)
    headers = [{"Authorization": f"Bearer {token_of(db, account)}"} for account in ROLES]
    document = caller(app, db, "officer").get(f"{V1}/openapi.json").json()
    wanted = {
        f"{one.method} {one.path} {cases} {told(document, one.method, one.path)}": one
        for one in operations(app, headers[0])
        if re.search(only, one.path)
    }
    done = known(kept)
    left = [name for name in wanted if name not in done]
    random.Random(3).shuffle(left)
    until, faults = time.monotonic() + minutes * 60, list[str]()
    while left and time.monotonic() < until:
        name = left.pop()
        found = done[name] = part(wanted[name], headers, cases)
        faults.extend(f"{name.rpartition(' ')[0]}: {one}" for one in found["faults"])
        if not found["faults"]:
            keep(kept, {"part": name, **found})
    seen = sum((Counter(done[name]["seen"]) for name in wanted if name in done), Counter[str]())
    whole = len(wanted) - len(left)
    say(f"C3 {cases} cases × {len(ROLES)} roles: {whole} of {len(wanted)} operations, {seen.total()} calls")
    say(f"C3 answers {dict(sorted(seen.items()))}, faults {len(faults)}")
    return faults


def known(kept: Path) -> dict[str, dict[str, Any]]:
    """Return the parts that were done."""
    lines = kept.read_text("utf-8").splitlines() if kept.exists() else []
    return {one["part"]: one for one in map(json.loads, lines)}


def keep(kept: Path, done: dict[str, Any]) -> None:
    """Write down a part that was done."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.open("a", encoding="utf-8") as file:
        file.write(json.dumps(done) + "\n")


def main() -> int:
    """Run parts of the ring over a database of their own."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--cases", type=int, default=CASES)
    asked.add_argument("--minutes", type=float, default=MINUTES)
    asked.add_argument("--kept", type=Path, default=KEPT)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    settings().argon2_cheap = True
    with tempfile.TemporaryDirectory() as folder, without_bridge():
        db = Database(f"sqlite:///{folder}/bondlife.db")
        fill(db)
        new_project(caller(app_of(db, Path(folder)), db, "officer"))
        faults = run(db, Path(folder), given.kept, cases=given.cases, minutes=given.minutes, only=given.only)
        db.close()
    for one in faults:
        say(one)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
