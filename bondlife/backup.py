"""Online backups that were restored once before they count, and the way back from them.

A backup is a folder: the database as one file, the attachments, heads of the audit chain, the installation's
secret and a manifest with digests. It is built under a temporary name and renamed when it has proved itself.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from bondlife import clock, migrate
from bondlife.anchors import write_head
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.settings import Settings
from bondlife.verify import verify

MANIFEST = "manifest.json"
DATABASE = "bondlife.db"
DUMP = "bondlife.dump"


def backup(db: Database, settings: Settings, folder: Path) -> dict[str, Any]:
    """Take a backup while the product is in use, restore it aside, verify it, then let it count."""
    name = f"bondlife-{clock.now():%Y%m%dT%H%M%SZ}"
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f".{name}-{uuid4().hex[:8]}.unfinished"
    made.mkdir()
    write_head(db, settings.heads_file, settings.secret())
    _dump(db, made)
    _copy_files(settings, made)
    manifest = _manifest(db, made)
    _write(made / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
    report = _prove(db, settings, made)
    kept = _named(made, folder / name)
    _sync(folder)
    return {"backup": str(kept), "files": len(manifest["files"]), "verified": report}


def _named(made: Path, wanted: Path) -> Path:
    """Give a finished backup its name; what was finished in the same second keeps its own."""
    for number in count(2):
        try:
            return made.rename(wanted)
        except OSError:
            if not wanted.exists():
                raise
            wanted = wanted.with_name(f"{wanted.name.partition('Z')[0]}Z-{number}")
    raise AssertionError


def restore(source: Path, settings: Settings) -> dict[str, Any]:
    """Bring a backup back into an empty place; a missing, changed or newer one is refused."""
    manifest = read_manifest(source)
    target = settings.data_dir
    if target.exists() and any(target.iterdir()):
        raise Refusal.because("not_empty", "The data folder is not empty; restore into an empty place.")
    known = {script.revision for script in migrate.revisions()}
    if manifest["revision"] not in known:
        raise Refusal.because(
            "newer_database", "This database was written by a newer release; install that release to open it."
        )
    target.mkdir(parents=True, exist_ok=True)
    for name in manifest["files"]:
        if name != DUMP:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target / name)
    if (target / "secret").exists():
        (target / "secret").chmod(0o600)
    if DUMP in manifest["files"]:
        _pg_restore(settings.url, source / DUMP)
    db = Database(settings.url)
    migrate.upgrade(db)
    report = verify(db, settings)
    db.close()
    return {
        "restored": str(source),
        "revision": manifest["revision"],
        "ok": report["ok"],
        "checks": report["checks"],
    }


def read_manifest(source: Path) -> dict[str, Any]:
    """Return the manifest of a backup after checking every file against it."""
    path = source / MANIFEST
    if not path.is_file():
        raise Refusal.because("no_manifest", "There is no finished backup in this folder.")
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    found = {str(file.relative_to(source)) for file in _files(source)} - {MANIFEST}
    if found != set(manifest["files"]):
        raise Refusal.because("backup_changed", "Files were added to or taken from this backup.")
    for name, digest in manifest["files"].items():
        if _digest(source / name) != digest:
            raise Refusal.because(
                "backup_changed", "The file %(name)s of this backup was changed.", name=name
            )
    return manifest


def _dump(db: Database, made: Path) -> None:
    if db.is_sqlite:
        import pysqlite3.dbapi2 as driver  # type: ignore[import-untyped]

        target = driver.connect(str(made / DATABASE))
        with db.owner.connect() as connection:
            connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
        target.execute("PRAGMA journal_mode=DELETE")
        target.close()
        return
    _run(_postgres_tool("pg_dump"), "-Fc", "-f", str(made / DUMP), _libpq(db.url.render_as_string(False)))


def _prove(db: Database, settings: Settings, made: Path) -> dict[str, Any]:
    """Open the copy as a database of its own and verify it."""
    if not db.is_sqlite:
        read_manifest(made)
        return {"ok": True, "restored": False}
    aside = made.parent / f"{made.name}.proof"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        report = restore(
            made, settings.model_copy(update={"data_dir": aside, "database_url": "", "audit_heads": None})
        )
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if not report["ok"]:
        wrong = [f"{one['id']}: {one['problems'][0]}" for one in report["checks"] if one["problems"]]
        raise Refusal.because(
            "backup_unsound",
            "The copy did not verify; it is not kept. First fault of each check: %(faults)s",
            faults="; ".join(wrong),
        )
    return {"ok": True, "restored": True, "checks": len(report["checks"])}


def _copy_files(settings: Settings, made: Path) -> None:
    if settings.documents_dir.is_dir():
        shutil.copytree(settings.documents_dir, made / "documents")
    for path in (settings.heads_file, settings.data_dir / "secret"):
        if path.is_file():
            shutil.copyfile(path, made / path.name)


def _manifest(db: Database, made: Path) -> dict[str, Any]:
    with db.connection() as connection:
        revision = migrate.current(connection)
    files = {str(path.relative_to(made)): _digest(path) for path in _files(made)}
    return {"made_at": clock.now().isoformat(timespec="seconds"), "revision": revision, "files": files}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pg_restore(url: str, dump: Path) -> None:
    options = ("--no-owner", "--no-privileges", "--exit-on-error")
    _run(_postgres_tool("pg_restore"), *options, "-d", _libpq(url), str(dump))


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _postgres_tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refusal.because("no_tool", "%(name)s is needed for this database; install it.", name=name)
    return found


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Refusal.because(
            "tool_failed", "%(name)s failed: %(text)s", name=command[0], text=done.stderr[-500:]
        )
