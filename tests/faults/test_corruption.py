"""A6: no damage to the file changes a business value without ``verify`` naming it."""

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.services import moves
from bondlife.settings import Settings
from bondlife.verify import CHECKS, Proof, engine, found_by, money
from bondlife.verify.report import DAMAGED
from models.base import columns
from models.registry import Disbursement
from tests.database import people_of
from tests.faults.corruption import Patient
from tests.faults.counting import say
from tests.faults.sound import WAITING
from tests.lifecycle.story import on
from tests.money.county import PAID

IN_OTHER_WORDS = {
    "audit_head": "audit|the chain ends",
    "audit_record": "audit",
    "ledger_balance": "balance",
    "ledger_entry": "posting of entry_id|entry",
    "money_flow": "sum of share",
    "money_total": "sum of region",
    "project_rail": "rail of project",
    "row_version": "version|audit|is not what",
    "sqlite_master": "schema|the columns of",
}
"""How the proof calls rows of tables that it does not name as they are."""
PAID_ON = {"bond_share", "project"}
"""Tables of one row each that the waiting payment rests on."""
CONTENT_OF_PAGES = re.compile("missing from index|wrong # of entries|NULL value in|non-unique entry")
"""What the check of pages says of rows whose pages are sound."""


def quiet_checks(sound: Path) -> list[Proof]:
    """Return the checks that find nothing wrong before, pages first; the scene has no history of moves."""
    db, settings = Database(f"sqlite:///{sound / 'bondlife.db'}"), Settings(data_dir=sound)
    quiet = [check for check in CHECKS if not any(one.problems for one in found_by(check, db, settings))]
    db.close()
    assert len(quiet) >= len(CHECKS) - 1, [check for check in CHECKS if check not in quiet]
    return sorted(quiet, key=lambda one: (one is not engine.storage, one is engine.schema))


class Watch:
    """The product over a file that is damaged again and again: each time it is opened anew."""

    def __init__(self, path: Path, installation: Path, checks: Sequence[Proof]) -> None:
        self.db = Database(f"sqlite:///{path}")
        self.place, self.checks = Settings(data_dir=installation), checks

    def finds(self, changed: set[str]) -> str:
        """Say how the product tells of damage: it names a table of those changed, or pages that are torn."""
        words = (IN_OTHER_WORDS.get(one, one) for one in changed)
        named = re.compile("|".join((*(rf"\b{one} " for one in changed), *words)))
        found: list[str] = []
        try:
            for check in (*self.checks, engine.readable):
                told = [text for one in found_by(check, self.db, self.place) for text in one.problems]
                if any(map(named.search, told)):
                    return "named"
                if is_torn(check, told):
                    return "torn"
                found += told
        finally:
            self.db.engine.dispose()
        return f"told otherwise: {found}" if found else "not noticed"


def is_torn(check: Proof, told: Sequence[str]) -> bool:
    """Tell whether pages or the schema themselves are said to be damaged, not only rows in them."""
    if check is engine.storage:
        return not all(map(CONTENT_OF_PAGES.search, told))
    return check is engine.schema and bool(told)


class Cashier:
    """Tries to pay what waits to be paid, over a file that may be damaged."""

    def __init__(self, sound: Path) -> None:
        own, db = columns(Disbursement), Database(f"sqlite:///{sound / 'bondlife.db'}")
        waiting = sa.select(own.public_id, own.version).where(own.number == f"ZF-{WAITING}")
        with db.connection() as connection:
            self.waits = tuple(connection.execute(waiting).one())
        self.officer = people_of(db)["officer"]
        db.close()

    def pays(self, db: Database) -> bool:
        """Ask for the payment as a page does; tell whether it was booked."""
        key, version = self.waits
        try:
            with on(PAID.isoformat()):
                moves.move(db, self.officer, "disbursement", key, "pay", version)
        except (Refusal, *DAMAGED):
            return False
        finally:
            db.engine.dispose()
        return True


def damage_many(sound: Path, folder: Path, seeds: range) -> Counter[str]:
    """Damage copies, and count how each came out; a change that nobody noticed fails."""
    told = Counter[str]()
    patient = Patient(sound / "bondlife.db", folder / "damaged.db", sound / "older.db-wal")
    watch, cashier = Watch(patient.path, sound, quiet_checks(sound)), Cashier(sound)
    assert cashier.pays(watch.db)
    patient.renew()
    for seed in seeds:
        with patient.damaged(seed) as (damage, changed):
            if not changed:
                told["unchanged"] += 1
                continue
            found = watch.finds(changed)
            if found == "named" and changed <= PAID_ON:
                assert not cashier.pays(watch.db), f"seed {seed}: paid on {damage} of {changed}"
                told["payment refused"] += 1
        if changed <= PAID_ON:
            patient.renew()
        assert found in ("named", "torn"), f"seed {seed}: {damage} changed {changed}: {found}"
        told[found] += 1
        told[damage.partition(" ")[0]] += 1
    assert patient.is_healed()
    return told


@pytest.mark.timeout(900)
def test_a6_damage_is_found(sound: Path, tmp_path: Path) -> None:
    """Two thousand damages: each change of content is told with its table, or its pages as torn."""
    told = damage_many(sound, tmp_path, range(2_000))
    say("A6", dict(told))
    assert told["named"] > told["torn"] > 0
    assert told["payment refused"] > 0


@pytest.mark.full
@pytest.mark.timeout(3_600)
def test_a6_ten_thousand_damages_are_found(sound: Path, tmp_path: Path) -> None:
    say("A6 full", dict(damage_many(sound, tmp_path, range(10_000, 20_000))))


def test_a6_a_column_renamed_by_a_damaged_byte_is_found(sound: Path, tmp_path: Path) -> None:
    """The names of columns are text in the file: a table without rows would be missed until it is used."""
    path = tmp_path / "damaged.db"
    data = (sound / "bondlife.db").read_bytes()
    place = data.index(b"kind_version INTEGER NOT NULL")
    watch = Watch(path, sound, [engine.schema])
    for sign in (b"K", b"\xeb"):
        path.write_bytes(data[:place] + sign + data[place + 1 :])
        assert watch.finds({"sqlite_master"}) == "named"
    path.write_bytes(data)
    assert watch.finds({"sqlite_master"}) == "not noticed"


def test_a_period_written_otherwise_is_told(sound: Path, tmp_path: Path) -> None:
    """Sums of months and years are weighed by the numbers in their period: its form counts too."""
    path = tmp_path / "damaged.db"
    watch = Watch(path, sound, [money.flows])
    month = "WHERE length(period) = 7"
    for change in (
        f"replace(period, '-', ',') {month}",
        f"replace(period, '-0', '- ') {month}",
        "period || 'x' WHERE length(period) = 4",
    ):
        shutil.copyfile(sound / "bondlife.db", path)
        with watch.db.connection(write=True) as connection:
            connection.execute(sa.text(f"UPDATE money_total SET period = {change}"))
        assert watch.finds({"money_total"}) == "named", change
