"""The acts of the audit chain and the lines of the versions they wrote, until each root is proven."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.acts import root_of
from bondlife.verify.report import Check
from models.base import columns
from models.registry import AuditRecord


class Acts:
    """What each act says it wrote; lines of an act are held until there are as many as it says."""

    def __init__(self, connection: Connection, check: Check) -> None:
        record = columns(AuditRecord)
        told = connection.execute(sa.select(record.seq, record.rows, record.root))
        self._wanted = {seq: (count, root) for seq, count, root in told}
        self._held: dict[int, list[str]] = {}
        self._check = check

    def add(self, act: int, lines: list[str]) -> None:
        """Take more lines of an act; its root is proven when all are there."""
        self._check.checked += len(lines)
        held = self._held.setdefault(act, [])
        held += lines
        if len(held) >= self._wanted.get(act, (0, ""))[0]:
            self._prove(act, self._held.pop(act))

    def add_each(self, lines: Iterable[tuple[int, str]]) -> None:
        """Take lines of several acts."""
        for act, line in lines:
            self.add(act, [line])

    def finish(self) -> None:
        """Say which acts lack versions that they wrote."""
        for act, lines in self._held.items():
            self._prove(act, lines)
        for act, (count, _root) in self._wanted.items():
            if count:
                self._check.wrong(f"the row versions of audit {act} are gone")

    def _prove(self, act: int, lines: list[str]) -> None:
        if self._wanted.pop(act, None) != (len(lines), root_of(lines)):
            self._check.wrong(f"the row versions of audit {act} are not those it was sealed with")
