"""Prove the books: ledger, audit chain, row digests, graphs, signatures, files, schema.

report = verify(db, settings)      # {"ok": bool, "checks": [{"id", "checked", "problems"}]}
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify import chain, engine, funds, ledger, lives, money, rows, year
from bondlife.verify.report import Check

CHECKS: tuple[Callable[[Database, Settings], Check], ...] = (
    engine.schema,
    engine.storage,
    engine.references,
    chain.links,
    chain.roots,
    chain.heads,
    rows.digests,
    rows.seals,
    rows.registers,
    ledger.entries,
    ledger.balances,
    ledger.proceeds,
    money.flows,
    money.proceeds,
    money.traced,
    funds.accounts,
    lives.moves,
    lives.signatures,
    lives.rails,
    year.filings,
    year.periods,
    rows.documents,
)
"""Every invariant, cheapest first."""


BESIDE = (engine.storage,)
"""Checks that the database carries out alone; they run beside the others."""


def verify(db: Database, settings: Settings) -> dict[str, Any]:
    """Run every check and say what is wrong, with table and row."""
    with ThreadPoolExecutor(1) as beside:
        early = {check: beside.submit(check, db, settings) for check in BESIDE}
        checks = [early[one].result() if one in early else one(db, settings) for one in CHECKS]
    return {
        "ok": not any(check.problems for check in checks),
        "checks": [check.as_dict() for check in checks],
    }
