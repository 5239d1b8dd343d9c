"""Heads of the audit chain written down outside the database: what catches a cut or rewritten tail."""

import fcntl
import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.db import Database
from models.registry import AuditHead

_PARTS = {"seq", "hash", "at", "seal"}


def write_head(db: Database, path: Path, secret: str) -> dict[str, Any] | None:
    """Append the present head with its seal; nothing is written when it has not moved."""
    with db.reading() as session:
        head = session.get(AuditHead, 1)
    if head is None:
        return None
    last = read_heads(path)[-1:]
    if last and (last[0].get("seq"), last[0].get("hash")) == (head.seq, head.hash):
        return last[0]
    line = {"seq": head.seq, "hash": head.hash, "at": clock.now().isoformat(timespec="seconds")}
    line["seal"] = seal(line, secret)
    _append(path, json.dumps(line, sort_keys=True))
    return line


def read_heads(path: Path) -> list[dict[str, Any]]:
    """Return every head written down, oldest first; of a line that is none, only its number as ``line``."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [_head(line) or {"line": number} for number, line in enumerate(lines, 1) if line.strip()]


def _head(line: str) -> dict[str, Any] | None:
    """Read one line; a power cut may have torn it, and anybody who reaches the disk may have written it."""
    try:
        head = json.loads(line)
    except ValueError:
        return None
    return head if isinstance(head, dict) and head.keys() >= _PARTS else None


def seal(line: dict[str, Any], secret: str) -> str:
    """Return the keyed digest of a head; the key lies outside the database too."""
    text = f"{line['seq']}|{line['hash']}|{line['at']}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _append(path: Path, text: str) -> None:
    """Write a line of its own; one that a power cut left unfinished behind all others was none and goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        held = file.read()
        whole = held.rfind(b"\n") + 1
        rest = held[whole:].decode(errors="replace")
        if rest and _head(rest) is None:
            file.truncate(whole)
            rest = ""
        file.write(f"{chr(10) if rest else ''}{text}\n".encode())
        file.flush()
        os.fsync(file.fileno())
