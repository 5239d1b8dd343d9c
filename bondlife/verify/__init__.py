"""Prove the books: ledger, audit chain, row digests, graphs, signatures, files, schema.

report = verify(db, settings)      # {"ok": bool, "checks": [{"id", "checked", "problems"}]}
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain as chain_of
from typing import Any

from bondlife.db import Database
from bondlife.settings import Settings
from bondlife.verify import chain, engine, funds, ledger, lives, money, rows, versions, year
from bondlife.verify.report import DAMAGED, Check

Proof = Callable[[Database, Settings], Check | tuple[Check, ...]]
CHECKS: tuple[Proof, ...] = (
    engine.schema,
    engine.storage,
    engine.references,
    chain.links,
    chain.heads,
    versions.versions,
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
        early = {check: beside.submit(found_by, check, db, settings) for check in BESIDE}
        found = [early[one].result() if one in early else found_by(one, db, settings) for one in CHECKS]
    checks = list(chain_of.from_iterable(found))
    if any(check.is_cut_off for check in checks):
        checks.append(engine.readable(db, settings))
    return {
        "ok": not any(check.problems for check in checks),
        "checks": [check.as_dict() for check in checks],
    }


def found_by(check: Proof, db: Database, settings: Settings) -> tuple[Check, ...]:
    """Return what a check found; one that damage keeps from reading says so instead of ending all."""
    try:
        found = check(db, settings)
    except DAMAGED as error:
        failed = Check(check.__name__, is_cut_off=True)
        failed.wrong(f"damage keeps it from being read: {getattr(error, 'orig', None) or error}")
        return (failed,)
    return found if isinstance(found, tuple) else (found,)
