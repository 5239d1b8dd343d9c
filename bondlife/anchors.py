"""Heads of the audit chain written down outside the database: what catches a cut or rewritten tail."""

import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.db import Database
from models.registry import AuditHead


def write_head(db: Database, path: Path, secret: str) -> dict[str, Any] | None:
    """Append the present head with its seal; nothing is written when it has not moved."""
    with db.reading() as session:
        head = session.get(AuditHead, 1)
    if head is None:
        return None
    last = read_heads(path)[-1:]
    if last and last[0]["seq"] == head.seq and last[0]["hash"] == head.hash:
        return last[0]
    line = {"seq": head.seq, "hash": head.hash, "at": clock.now().isoformat(timespec="seconds")}
    line["seal"] = seal(line, secret)
    _append(path, json.dumps(line, sort_keys=True))
    return line


def read_heads(path: Path) -> list[dict[str, Any]]:
    """Return every head written down, oldest first."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def seal(line: dict[str, Any], secret: str) -> str:
    """Return the keyed digest of a head; the key lies outside the database too."""
    text = f"{line['seq']}|{line['hash']}|{line['at']}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
