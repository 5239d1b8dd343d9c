"""Files of the year hold what was signed, and what is closed is what two persons closed."""

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.services.choices import PERIOD
from bondlife.services.filings.paper import rows_digest
from bondlife.settings import Settings
from bondlife.verify.report import Check
from models.base import columns
from models.registry import Document, Filing, FilingLine, Period, SettingProposal


def filings(db: Database, _settings: Settings) -> Check:
    """The lines of a file give its digest; its document carries the same one."""
    check = Check("filings")
    own, line, paper = columns(Filing), columns(FilingLine), columns(Document)
    statement = sa.select(own.id, own.digest, own.state, paper.number).outerjoin(
        Document, paper.id == own.document_id
    )
    with db.reading(patient=True) as session:
        for key, digest, state, printed in session.execute(statement.execution_options(scoped=True)).all():
            check.checked += 1
            told = sa.select(line["values"]).where(line.filing_id == key).order_by(line.id)
            values = session.execute(told.execution_options(scoped=True)).scalars()
            if rows_digest(values) != digest:
                check.wrong(f"filing {key} ({state}) holds other rows than its digest says")
            if printed != digest:
                check.wrong(f"the document of filing {key} carries another digest")
    return check


def periods(db: Database, _settings: Settings) -> Check:
    """Every month or year stands as the last approved proposal left it."""
    check = Check("periods")
    own, asked = columns(Period), columns(SettingProposal)
    decided = sa.select(asked.region_id, asked.key, asked.value).where(
        asked.key.startswith(PERIOD.prefix), asked.state == "in_force"
    )
    with db.reading(patient=True) as session:
        rows = session.execute(decided.order_by(asked.id).execution_options(scoped=True)).all()
        last = {
            (region, key.removeprefix(PERIOD.prefix)): bool(value["locked"]) for region, key, value in rows
        }
        for region, month, locked_at in session.execute(sa.select(own.region_id, own.month, own.locked_at)):
            check.checked += 1
            if last.pop((region, month), False) != (locked_at is not None):
                check.wrong(f"period {month} of region {region} stands otherwise than it was approved")
    for (region, month), is_locked in last.items():
        if is_locked:
            check.wrong(f"period {month} of region {region} was closed and is gone")
    return check
