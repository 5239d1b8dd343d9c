"""Stage “performance and supervision” as a table: each row is carried out by the services and the scan."""

from datetime import date, timedelta
from typing import Any

import pytest

from bondlife.db import Database
from bondlife.lifecycle.guards import GUARDS
from bondlife.lifecycle.situation import situation
from bondlife.locale import speaking
from bondlife.queries.words import problem_text
from bondlife.services import sanctions
from bondlife.services.alert_scan import scan
from bondlife.services.alerts import snooze
from calculators.kernel.dates import add_months
from models.registry import Application, FiscalYear, LimitStatement, Movement, OperationYear
from tests.database import people_of
from tests.scenarios import tables
from tests.scenarios.tables import Words, carry_out, rows_of
from tests.supervision.scene import TODAY, WAN, YI, Books, on

ROWS = rows_of("stage_supervision.csv")
LEVELS = {"提示": "info", "预警": "warning", "严重": "serious"}
REGIONS = {"浙江": "330304", "山西": "140105"}
ROLES = {"复核": "reviewer", "领导": "leader"}


class Case(tables.Case):
    """One row being carried out: its project, its share, the day, and what came of it."""

    def __init__(self, books: Books) -> None:
        super().__init__()
        self.books, self.people = books, people_of(books.db)
        self.day, self.region = TODAY, "330304"
        self.project: Any = None
        self.share: Any = None
        self.before = {one.id for one in books.alerts(is_open=False)}

    def look(self) -> None:
        """Scan on the day of the case."""
        with on(self.day):
            scan(self.books.db)

    def new(self, *, is_open: bool = True) -> list[Any]:
        """Return the alerts that this case brought about, calls for a self-evaluation apart."""
        found = self.books.alerts(is_open=is_open)
        return [one for one in found if one.id not in self.before and one.key != "A11"]


# What may stand in the column 给定 (given)


def given_project(case: Case, where: str) -> None:
    case.region = REGIONS[where]
    case.project = case.books.project(case.region)


def given_money(case: Case, months: str) -> None:
    received_on = add_months(TODAY, -int(months))
    case.share = case.books.share(case.project, YI, received_on=received_on, region=case.region)


def given_spent(case: Case, percent: str) -> None:
    if int(percent):
        case.books.pay(case.share, TODAY - timedelta(days=1), YI * int(percent) // 100)


def given_contract(case: Case, amount: str, certified: str, paid: str) -> None:
    whole, done, out = (int(one) * WAN for one in (amount, certified, paid))
    case.books.contract(case.project, whole, paid=out, certified=done)


def given_due(case: Case, amount: str, days: str, side: str) -> None:
    day = TODAY + timedelta(days=int(days) * (1 if side == "后" else -1))
    state = "planned" if side == "后" else "overdue"
    case.books.instalment(case.share, day, interest=int(amount) * WAN, state=state)


def given_completed(case: Case, months: str) -> None:
    case.books.change(case.project, state="operating", construction_end=add_months(TODAY, -int(months)))


def given_income(case: Case, forecast: str, actual: str) -> None:
    case.books.plan(case.project, {"land_income": {2035: int(forecast) * WAN}})
    earned = {"year": 2035, "state": "confirmed", "land_income": int(actual) * WAN}
    own = {**case.books.own(case.region), "project_id": case.project.id}
    case.books.add(OperationYear, **own, **earned)
    handed = {"number": "JK-1", "type": "income_handed_in", "moved_on": date(2035, 12, 1), "state": "booked"}
    case.books.add(Movement, **own, **handed, amount=int(actual) * WAN)


def given_limit(case: Case, limit: str, balance: str) -> None:
    figures = {"limit_total": int(limit) * YI, "balance_total": int(balance) * YI}
    shared = {"year": 2035, "basis": "reported", "as_of": date(2035, 12, 31), "ratios": {}}
    case.books.add(LimitStatement, region_id=case.books.region("330304"), figures=figures, **shared)


def given_interest(case: Case, interest: str, spending: str) -> None:
    amounts = {"special_interest": int(interest) * YI, "fund_spending": int(spending) * YI}
    shared = {"year": 2035, "as_of": date(2036, 2, 1), "source": "决算"}
    case.books.add(FiscalYear, region_id=case.books.region("330304"), **shared, **amounts)


def given_sanction(case: Case, whose: str, state: str) -> None:
    form = {"region": "330304", "level": "serious", "document": "财债罚1号", "reason": "闲置"}
    form |= {"blocks": ["issuance"], "starts_on": TODAY, "until": TODAY + timedelta(days=30)}  # type: ignore[dict-item]
    form["rule_region"] = "14" if whose == "外省规定的" else "33"
    db = case.books.db
    with on(TODAY):
        wanted = sanctions.SanctionInput.model_validate(form)
        stored = sanctions.propose(db, case.people["officer"], wanted)
        if state == "已":
            sanctions.decide(db, case.people["leader"], stored["public_id"], 1, approve=True)


def given_later(case: Case) -> None:
    case.day = TODAY + timedelta(days=31)


GIVEN: Words = {
    r"(浙江|山西)项目": given_project,
    r"1亿元于(\d+)个月前到位": given_money,
    r"已支出(\d+)%": given_spent,
    r"合同(\d+)万元已计量(\d+)万元已支付(\d+)万元": given_contract,
    r"利息(\d+)万元(\d+)天(前|后)到期": given_due,
    r"(\d+)个月前竣工": given_completed,
    r"上年预期收益(\d+)万元实际(\d+)万元且已缴库": given_income,
    r"限额(\d+)亿元余额(\d+)亿元": given_limit,
    r"专项付息(\d+)亿元基金支出(\d+)亿元": given_interest,
    r"(本省|外省规定的)处罚停止发行(已|未)批准": given_sanction,
    r"处罚已到期": given_later,
}


# What may stand in the column 当 (when)


def when_scanned(case: Case) -> None:
    case.look()


def when_put_aside(case: Case, days: str, reason: str) -> None:
    case.look()
    (alert,) = case.new()
    until = TODAY + timedelta(days=int(days))
    key, officer = alert.public_id, case.people["officer"]
    with on(TODAY):
        case.attempt(lambda: snooze(case.books.db, officer, key, alert.version, until=until, reason=reason))


def when_not_explained(case: Case, days: str) -> None:
    when_put_aside(case, days, "")


def when_spent(case: Case) -> None:
    case.look()
    case.books.pay(case.share, TODAY, YI - case.books.fresh(type(case.share), case.share.id).paid)
    case.look()


def when_left(case: Case, days: str) -> None:
    case.look()
    case.day = TODAY + timedelta(days=int(days))
    case.look()


def when_applied(case: Case) -> None:
    case.project = case.books.project()
    shared = {"state": "reported", "project_id": case.project.id, "year": 2036, "batch": "1"}
    terms = {"purpose": "new_project", "amount": YI, "tenor_years": 10}
    row = case.books.add(Application, **case.books.own(), **shared, **terms)
    with case.books.db.reading() as session:
        here = situation(session, row, case.day)
        with speaking("zh"):
            found = [problem_text(one) for one in GUARDS["no_sanction"](here, {"rule": "use.sanctions"})]
    case.refusal = "；".join(found)


WHEN: Words = {
    r"夜间扫描": when_scanned,
    r"经办暂缓(\d+)天说明“(.+)”": when_put_aside,
    r"经办暂缓(\d+)天不说明": when_not_explained,
    r"项目补足支出后再扫描": when_spent,
    r"(\d+)天无人处置后再扫描": when_left,
    r"申报进入发行": when_applied,
}


# What may stand in the column 则 (then)


def then_alert(case: Case, key: str, level: str) -> None:
    found = [(one.key, one.level) for one in case.new()]
    assert [one[0] for one in found] == [key]
    assert not level or found[0][1] == LEVELS[level]


def then_none(case: Case) -> None:
    assert case.new() == []


def then_refused(case: Case, words: str) -> None:
    assert words in case.refusal


def then_allowed(case: Case) -> None:
    assert case.refusal == ""


def then_aside(case: Case) -> None:
    assert [one.snoozed_until for one in case.new()] == [TODAY + timedelta(days=7)]


def then_closed(case: Case) -> None:
    assert [one.closed_on for one in case.new(is_open=False)] == [TODAY]


def then_passed_on(case: Case, role: str) -> None:
    assert [one.owner_role for one in case.new()] == [ROLES[role]]


THEN: Words = {
    r"预警 (A\d+) ?(提示|预警|严重)?": then_alert,
    r"无预警": then_none,
    r"拒绝：(.+)": then_refused,
    r"允许": then_allowed,
    r"预警已暂缓": then_aside,
    r"预警已关闭": then_closed,
    r"预警转交(复核|领导)": then_passed_on,
}


@pytest.fixture
def books(db: Database) -> Books:
    """Return fresh books for every row: a scan looks at everything there is."""
    return Books(db)


@pytest.mark.parametrize("row", ROWS, ids=[row["编号"] for row in ROWS])
def test_row(books: Books, row: dict[str, str]) -> None:
    case = Case(books)
    for part in row["给定"].split("；"):
        carry_out(case, GIVEN, part)
    carry_out(case, WHEN, row["当"])
    carry_out(case, THEN, row["则"])
