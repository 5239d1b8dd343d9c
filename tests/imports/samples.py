"""Files of every kind, written by hand, and what a database holds after them."""

from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services.imports import Report, confirm, preview
from models.base import columns
from models.registry import AuditRecord, RowVersion
from tests.exchange.forms import html
from tests.exchange.hostile import bond_row, workbook
from tests.exchange.test_disclosure_f1 import PROJECTS, full
from tests.exchange.test_project_ledger import GOOD, filled
from tests.exchange.test_project_page import BATCHES, SEWAGE

OWN = {**GOOD, "region_code": "330304"}
RUNNING = {**OWN, "code": "NB-9", "state": "建设中", "reason": "历史项目接入", "signer": "局长办公会"}


class Sample(NamedTuple):
    """A kind of file with content that is taken without error, and how many records it adds."""

    kind: str
    content: bytes
    unit: str
    added: int


DURATION = Path(__file__).parents[1] / "fixtures/exchange/duration_jiaojiang_2023.csv"
SAMPLES = {
    "issue-list": Sample("issue-list", workbook([bond_row(n) for n in range(1, 6)]), "亿元", 5),
    "disclosure": Sample("disclosure", html(full(), tables=[PROJECTS]), "亿元", 1),
    "project-page": Sample("project-page", html(list(SEWAGE.items()), tables=[BATCHES]), "万元", 1),
    "duration": Sample("duration", DURATION.read_bytes(), "亿元", 2),
    "ledger": Sample("ledger", filled(OWN, RUNNING), "万元", 2),
}


def bring(db: Database, sample: Sample, actor: Actor = SYSTEM, **changes: Any) -> Report:
    """Preview and confirm a file in one go."""
    wanted = sample._replace(**changes)
    return confirm(db, actor, preview(db, wanted.kind, wanted.content, unit=wanted.unit), "sample")


def versions(db: Database) -> int:
    """Return how many row versions there are."""
    with db.reading() as session:
        return int(session.execute(sa.select(sa.func.count()).select_from(RowVersion)).scalar_one())


def last_act(db: Database) -> AuditRecord:
    """Return the newest audit record."""
    with db.reading() as session:
        newest: AuditRecord = session.execute(
            sa.select(AuditRecord).order_by(columns(AuditRecord).seq.desc()).limit(1)
        ).scalar_one()
        return newest


def count(db: Database, model: Any, *conditions: Any) -> int:
    """Return how many rows of a table there are, whoever may see them."""
    statement = sa.select(sa.func.count()).select_from(model).where(*conditions)
    with db.reading() as session:
        return int(session.execute(statement, execution_options={"scoped": True}).scalar_one())
