"""Stage “repayment” as a table: each row is carried out by the services, every level by its own people."""

import shutil
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.lifecycle.legs import penalty_on
from bondlife.queries.lifewords import state_of
from bondlife.services.repayment_inputs import RefinancingLineInput, ShortfallLineInput
from bondlife.services.repayment_notices import open_due
from bondlife.services.repayments import save_mapping, save_shortfall
from models.base import columns
from models.registry import Bond, BondShare, Instalment, Task
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import YI, Story, on
from tests.repayment.desk import yuan
from tests.repayment.office import Office
from tests.scenarios import tables

ROWS = tables.rows_of("stage_repayment.csv")
SOURCES = {"专项收入": "dedicated_income", "再融资债券": "refinancing_bond", "财政补助": "fiscal_subsidy"}
NOTICED, REFINANCED = "2036-08-25", "2046-01-15"


class Case(tables.Case):
    """One row: the county's share of 8 亿 at 2.36 %, and its first or last instalment."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.story, self.scene = office, office.story, office.scene
        self.sources: dict[str, str] = {}
        self.is_secured = True

    @property
    def first(self) -> Instalment:
        """Return the first instalment as it stands."""
        return self.office.row(1)

    def told(self, row: Instalment) -> None:
        """Keep the state of an instalment for the table."""
        fresh = self.scene.fresh(row)
        self.outcome["状态"] = state_of(fresh.kind, "instalment", fresh.state)[0]

    def on_day(self, day: str, work: Any) -> None:
        """Do something on a day, and keep what is refused."""
        with on(day):
            self.attempt(work)

    def remit(self, transition: str, reason: str = "") -> None:
        """Remit the first instalment with the sources of the row."""
        row = self.first
        secured = yuan(row.interest + row.fee) if self.is_secured else "0"
        self.story.edit("officer", "instalment", row.public_id, secured=secured, **self.sources)
        self.office.attach("instalment", row, "source_note", "remittance_voucher")
        self.office.signed("officer", "instalment", row, transition, reason)

    def order(self, who: str, **values: Any) -> None:
        """Draft an order and carry it out."""
        self.office.order(who, **values)


# What may stand in the column 给定 (given)


def given_noticed(case: Case) -> None:
    with on(NOTICED):
        case.office.budget(2036, 9 * YI)
        case.office.notified(case.first)


def given_source(case: Case, source: str) -> None:
    case.sources = {"interest_source": SOURCES[source]}
    if case.first.state == "planned":
        case.office.budget(2036, 9 * YI)


def given_not_secured(case: Case) -> None:
    case.is_secured = False


def given_remitted(case: Case) -> None:
    given_noticed(case)
    given_source(case, "专项收入")
    with on("2036-09-01"):
        case.remit("remit")


def given_overdue(case: Case, day: str) -> None:
    with on(day):
        open_due(case.office.db)


def given_plan(case: Case, source: str, day: str) -> None:
    row = case.first
    line = {"source": SOURCES[source], "year": 2036, "amount": yuan(row.interest + row.fee)}
    line |= {"approval_number": "瓯政〔2036〕9号", "approved_on": day}
    form = ShortfallLineInput.model_validate(line)
    with on("2036-09-09"):
        save_shortfall(case.office.db, case.story.people["officer"], row.public_id, [form], row.version)
        case.office.attach("instalment", row, "shortfall_plan")


def given_refinancing(case: Case) -> None:
    last = case.office.rows()[-1]
    with on(REFINANCED):
        case.story.edit("officer", "instalment", last.public_id, interest_source="dedicated_income")
        case.office.attach("instalment", last, "refinancing_plan")
        case.office.signed("officer", "instalment", last, "refinance", "到期本金再融资")


def given_mapping(case: Case, kind: str, amount: str, taken: str) -> None:
    scene, last = case.scene, case.office.rows()[-1]
    terms = {"purpose": "refinancing_maturing", "value_date": date(2046, 1, 10)}
    terms |= {"maturity_date": date(2056, 1, 10), "year": 2046, "name": f"再融资{amount}{kind}"}
    kinds = {"再融资": "special", "一般债券": "general"}
    face = int(amount) * YI
    bond: Bond = scene.add(Bond, **scene.bond_values(face=face, bond_type=kinds[kind], **terms))
    share: BondShare = scene.add_share(bond, scene.project, face)
    scene.lend(share)
    line = RefinancingLineInput.model_validate({"new_share": share.public_id, "amount": f"{taken}00000000"})
    with on(REFINANCED):
        save_mapping(case.office.db, case.story.people["officer"], last.public_id, [line], last.version)


def given_own_funds(case: Case) -> None:
    case.office.budget(2046, 9 * YI)


def given_option(case: Case, pattern: str) -> None:
    case.scene.change(case.scene.fresh(case.scene.bond), option_pattern=pattern)


GIVEN: tables.Words = {
    "已发缴款通知": given_noticed,
    "利息来源为(专项收入|再融资债券)": given_source,
    "资金未落实": given_not_secured,
    "县级已上缴": given_remitted,
    r"已于(\d{4}-\d\d-\d\d)登记逾期": given_overdue,
    r"(财政补助|专项收入)全额并于(\d{4}-\d\d-\d\d)批准": given_plan,
    "末期本金申请再融资": given_refinancing,
    r"(再融资|一般债券)份额(\d)亿元承接(\d)亿元": given_mapping,
    "自有资金已列预算": given_own_funds,
    r"含权(\d\+\d)": given_option,
}

# What may stand in the column 当 (when)


def when_reminded(case: Case, day: str) -> None:
    with on(day):
        open_due(case.office.db)
    task = columns(Task)
    found = case.story.all(Task, task.subject == "instalment", task.subject_id == case.first.id)
    days = found[-1].params["days"]
    case.outcome["提醒"] = f"{days}天" if days else "当日上缴"


def when_remitted(case: Case, day: str) -> None:
    case.on_day(day, lambda: case.remit("remit"))
    case.told(case.first)


def when_paid_ahead(case: Case, day: str) -> None:
    before = [(one.payment_date, one.principal, one.interest) for one in case.office.rows()]
    case.on_day(day, lambda: case.remit("remit_ahead", "资金提前到位"))
    after = [(one.payment_date, one.principal, one.interest) for one in case.office.rows()]
    case.outcome["计划不变"] = "是" if before == after else "否"


def when_wrong_receipt(case: Case) -> None:
    leg = case.office.legs(case.first)[0]
    case.on_day("2036-09-02", lambda: case.office.receive("officer", leg))


def when_city_receives(case: Case) -> None:
    leg = case.office.legs(case.first)[0]
    case.on_day("2036-09-02", lambda: case.office.receive("city-officer", leg))


def when_city_sends(case: Case) -> None:
    leg = case.office.legs(case.first)[1]
    case.on_day("2036-09-02", lambda: case.office.send("city-officer", leg))


def when_all_the_way(case: Case) -> None:
    case.on_day("2036-09-22", lambda: case.office.up_the_chain(case.first))
    case.told(case.first)


def when_scanned(case: Case, day: str) -> None:
    case.on_day(day, lambda: open_due(case.office.db))
    case.told(case.first)


def when_penalty(case: Case, day: str) -> None:
    fen = penalty_on(case.first, date.fromisoformat(day))
    case.outcome["罚息"] = f"{Decimal(fen) / 100:.2f}元"


def when_waived(case: Case, day: str, amount: str) -> None:
    form = {"instalment": case.first.public_id, "amount": amount, "effective_on": day}
    case.on_day(day, lambda: case.order("officer", purpose="waiver", **form))


def when_reported(case: Case, day: str) -> None:
    row = case.first
    case.on_day(day, lambda: case.office.signed("officer", "instalment", row, "report_shortfall", "收入不足"))
    case.told(row)


def when_refinanced(case: Case, day: str) -> None:
    row = next(one for one in case.office.rows() if one.state == "refinancing")
    case.on_day(day, lambda: case.office.signed("officer", "instalment", row, "complete_refinancing"))
    rest = [one.principal for one in case.office.rows() if one.origin == "rest"]
    case.outcome["已承接"] = f"{case.scene.fresh(row).principal // YI}亿元"
    case.outcome["剩余本金"] = f"{sum(rest) // YI}亿元"


def when_repaid_early(case: Case, day: str, amount: str) -> None:
    form = {"share": case.office.share.public_id, "amount": f"{amount}00000000", "effective_on": "2036-06-20"}
    case.on_day(day, lambda: case.order("officer", purpose="repay_onlending", **form))
    living = [one for one in case.office.rows() if one.state != "superseded"]
    for name, origin in (("县级剩余", "schedule"), ("发行人承担", "carried")):
        case.outcome[name] = f"{sum(one.principal for one in living if one.origin == origin) // YI}亿元"


def when_option(case: Case, day: str, what: str, amount: str, on_day: str) -> None:
    purpose = {"赎回": "call", "回售": "put"}[what]
    form = {"bond": case.scene.bond.public_id, "region": "330000", "effective_on": on_day}
    form["amount"] = f"{amount}00000000"
    case.on_day(day, lambda: case.order("province-officer", purpose=purpose, **form))
    living = [one for one in case.office.rows() if one.state != "superseded"]
    later = [one.principal for one in living if one.nominal_date.isoformat() > on_day]
    case.outcome["到期日"] = case.scene.fresh(case.scene.bond).maturity_date.isoformat()
    case.outcome["未到期本金"] = f"{sum(later) // YI}亿元"


def when_reserved(case: Case, day: str, amount: str) -> None:
    form = {"region": "330304", "amount": f"{amount}0000", "effective_on": day}
    case.on_day(day, lambda: case.order("officer", purpose="reserve_in", **form))


WHEN: tables.Words = {
    r"(\d{4}-\d\d-\d\d)提醒": when_reminded,
    r"(\d{4}-\d\d-\d\d)上缴": when_remitted,
    r"(\d{4}-\d\d-\d\d)提前缴款": when_paid_ahead,
    "县级登记市级收讫": when_wrong_receipt,
    "市级登记收讫": when_city_receives,
    "市级未收讫即上解省级": when_city_sends,
    "各级依次上解并收讫": when_all_the_way,
    r"(\d{4}-\d\d-\d\d)检查逾期": when_scanned,
    r"(\d{4}-\d\d-\d\d)查看罚息": when_penalty,
    r"(\d{4}-\d\d-\d\d)减免罚息([\d.]+)元": when_waived,
    r"(\d{4}-\d\d-\d\d)上报缺口方案": when_reported,
    r"(\d{4}-\d\d-\d\d)完成再融资": when_refinanced,
    r"(\d{4}-\d\d-\d\d)提前偿还转贷(\d)亿元": when_repaid_early,
    r"(\d{4}-\d\d-\d\d)(赎回|回售)(\d)亿元于(\d{4}-\d\d-\d\d)": when_option,
    r"(\d{4}-\d\d-\d\d)存入备付金(\d+)万元": when_reserved,
}


@pytest.fixture(scope="module")
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare the county's share once; every row works in a copy of it."""
    folder = tmp_path_factory.mktemp("repayment-rows")
    with ExitStack() as stack:
        db = stack.enter_context(copied_database(request, "sqlite", folder))
        Office(Scene(Story(db, folder / "papers")))
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "bondlife.db"


@pytest.mark.parametrize("row", ROWS, ids=[row["编号"] for row in ROWS])
def test_row(prepared: Path, tmp_path: Path, row: dict[str, str]) -> None:
    shutil.copyfile(prepared, tmp_path / "bondlife.db")
    db = Database(f"sqlite:///{tmp_path / 'bondlife.db'}")
    try:
        tables.run(Case(Office.again(Story(db, tmp_path / "papers"))), row, GIVEN, WHEN)
    finally:
        db.close()


def test_every_sentence_of_the_table_is_said() -> None:
    assert tables.unused(ROWS, GIVEN, "给定") == []
    assert tables.unused(ROWS, WHEN, "当") == []
