"""Stage “construction and operation” as a table: each row is carried out by the services."""

import csv
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from bondlife.books import rule_book
from bondlife.errors import Refusal
from bondlife.locale import speaking
from bondlife.queries.project_operation import operation_view
from bondlife.queries.words import problem_text
from bondlife.queries.works_delay import delay_of, milestones_of, reports_of
from bondlife.services import documents
from models.base import columns
from models.registry import (
    Bond,
    Disbursement,
    Forecast,
    ForecastCell,
    Milestone,
    OperationYear,
    ProgressReport,
    Project,
)
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story, on

TABLE = Path(__file__).with_name("stage_works.csv")
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
STATES = {"在建": "building", "停工": "suspended", "已竣工": "completed", "已决算": "accounts_done"}
PURPOSES = {"工程款": "works", "预付款": "advance", "征拆款": "land", "代建款": "agent"}
TYPES = {"": "works", "征地拆迁": "land", "代建": "agent"}


def png() -> bytes:
    """Return a picture of one white point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\x00\xff")), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


class Case:
    """One row being carried out: its project, contract, day, and what came of it."""

    def __init__(self, scene: Scene, number: int) -> None:
        self.scene, self.story, self.number = scene, scene.story, number
        self.day = date(2036, 3, 20)
        department = self.story.organisation("department").id
        self.project: Project = scene.add_project(f"S-{number}", state="building", department_id=department)
        self.contract: Any = None
        self.refusal = ""
        self.outcome = ""

    def key(self) -> str:
        """Return the public key of the project."""
        return self.project.public_id

    def fresh(self) -> Project:
        """Return the project as it stands now."""
        found: Project = self.scene.fresh(self.project)
        return found

    def attempt(self, work: Callable[[], Any]) -> None:
        """Do something and keep the Chinese sentences of its refusal."""
        try:
            work()
        except Refusal as refusal:
            with speaking("zh"):
                self.refusal = "；".join(problem_text(problem) for problem in refusal.problems)

    def forecast(self, year: int, income: int, service: int = 0) -> None:
        """Put a year into the plan of the project."""
        found = self.story.all(Forecast, columns(Forecast).project_id == self.project.id)
        own = {"region_id": self.project.region_id, "project_id": self.project.id}
        head = (
            found[0]
            if found
            else self.scene.add(Forecast, number=1, name="计划", first_year=2036, last_year=2038, **own)
        )
        cells = [("project_income", income), ("bond_principal", service)]
        with self.story.db.writing() as session:
            for item, amount in cells:
                session.add(ForecastCell(forecast_id=head.id, item=item, year=year, amount=amount))
            session.commit()


# What may stand in the column 给定 (given)


def given_contract(case: Case, kind: str, amount: str) -> None:
    own = {"project_id": case.project.id, "number": f"HT-{case.number}", "type": TYPES[kind]}
    own |= {"unit_id": case.project.unit_id, "department_id": case.project.department_id}
    case.contract = case.scene.contract(**own, amount=int(amount) * WAN)


def given_amount(case: Case, what: str, amount: str) -> None:
    name = {"计量": "certified", "支付": "paid"}[what]
    case.scene.change(case.contract, **{name: int(amount) * WAN})
    case.contract = case.scene.fresh(case.contract)


def exception(case: Case, points: str, days: str) -> None:
    until = (case.day + timedelta(days=int(days))).isoformat()
    values = {"project": case.key(), "contract": case.contract.public_id, "gap": points, "reason": "抢险"}
    key = case.story.create("officer", "payment_exception", **values, expires_on=until)
    case.story.attach("officer", "payment_exception", key, "ahead_of_work_reason")
    case.story.signed("officer", "payment_exception", key, "sign", "payment_exception")


def given_month(case: Case, month: str, state: str, percent: str) -> None:
    own = {"state": "confirmed", "project_id": case.project.id, "build_status": STATES[state]}
    progress = Decimal(percent) / 100
    case.scene.add(ProgressReport, **case.scene.own(), **own, month=month, physical_progress=progress)


def given_dates(case: Case, start: str, finish: str) -> None:
    case.scene.change(case.project, fields={"actual_start": start, "actual_finish": finish})


def given_estimate(case: Case, amount: str) -> None:
    case.scene.change(case.project, total_investment=int(amount) * WAN)


def given_term(case: Case, start: str, finish: str) -> None:
    days = {"construction_start": date.fromisoformat(start), "construction_end": date.fromisoformat(finish)}
    case.scene.change(case.project, **days)


def given_milestone(case: Case, name: str, weight: str, planned: str, done: str | None) -> None:
    number = len(case.story.all(Milestone, columns(Milestone).project_id == case.project.id)) + 1
    days = {
        "planned_on": date.fromisoformat(planned),
        "actual_on": date.fromisoformat(done) if done else None,
    }
    own = {"project_id": case.project.id, "region_id": case.project.region_id, "number": number}
    case.scene.add(Milestone, **own, name=name, weight=Decimal(weight) / 100, **days)


def given_paid(case: Case, amount: str) -> None:
    bond = case.scene.bond
    paid = int(amount) * WAN
    case.scene.add_share(bond, case.project, 1000 * WAN, received=1000 * WAN, paid=paid, state="received")


def given_forecast(case: Case, year: str, income: str, service: str | None) -> None:
    case.forecast(int(year), int(income) * WAN, int(service or 0) * WAN)


def given_today(case: Case, day: str) -> None:
    case.day = date.fromisoformat(day)


def given_actual(case: Case, year: str, income: str) -> None:
    own = {"state": "confirmed", "project_id": case.project.id, "year": int(year)}
    case.scene.add(OperationYear, **case.scene.own(), **own, project_income=int(income) * WAN)


GIVEN: dict[str, Callable[..., None]] = {
    r"(征地拆迁|代建|)合同(\d+)万元": given_contract,
    r"已(计量|支付)(\d+)万元": given_amount,
    r"签批例外允许超前(\d+)个百分点(\d+)天": exception,
    r"(\d{4}-\d\d)月报：(\S+?)，进度(\d+)%": given_month,
    r"实际开工(\S{10})竣工(\S{10})": given_dates,
    r"概算(\d+)万元": given_estimate,
    r"计划工期(\S{10})至(\S{10})": given_term,
    r"节点“(.+?)”权重(\d+)%计划(\S{10})(?:完成(\S{10}))?": given_milestone,
    r"专项债已支付(\d+)万元": given_paid,
    r"预期(\d{4})年收入(\d+)万元(?:、还本付息(\d+)万元)?": given_forecast,
    r"今天为(\S{10})": given_today,
    r"已确认(\d{4})年实际收入(\d+)万元": given_actual,
    r"无": lambda case: None,
}


# What may stand in the column 当 (when)


def ask_payment(case: Case, later: str | None, purpose: str, amount: str) -> None:
    share = case.scene.add_share(
        case.scene.bond, case.project, 1000 * WAN, received=1000 * WAN, state="received"
    )
    line = case.scene.line(amount=1000 * WAN, project_id=case.project.id)
    own = {"state": "requested", "project_id": case.project.id, "share_id": share.id}
    own |= {"contract_id": case.contract.id, "budget_line_id": line.id, "number": f"ZF-{case.number}"}
    told = {"purpose": PURPOSES[purpose], "payee": case.contract.payee, "amount": int(amount) * WAN}
    row = case.scene.add(Disbursement, **case.scene.own(), **own, **told)
    with on((case.day + timedelta(days=int(later or 0))).isoformat()):
        case.attempt(lambda: case.story.move("reviewer", "disbursement", row.public_id, "check"))


def sign_exception(case: Case, points: str, days: str) -> None:
    case.attempt(lambda: exception(case, points, days))


def change_contract(case: Case, sign: str, amount: str) -> None:
    fen = int(amount) * (1 if sign == "增加" else -1)
    values = {"project": case.key(), "contract": case.contract.public_id, "number": "1", "reason": "设计变更"}
    more = {"amount": f"{fen}0000", "changed_on": case.day.isoformat(), "approval_number": "〔2036〕1号"}

    def work() -> None:
        key = case.story.create("unit", "contract_change", **values, **more)
        case.story.attach("unit", "contract_change", key, "contract_change_approval")
        case.story.move("unit", "contract_change", key, "submit")
        case.story.signed("officer", "contract_change", key, "approve", "simple")

    case.attempt(work)


def certify(case: Case, month: str, amount: str) -> None:
    values = {"project": case.key(), "contract": case.contract.public_id, "number": "1", "month": month}

    def work() -> None:
        more = {"amount": f"{amount}0000", "certified_by": "示例监理"}
        key = case.story.create("unit", "certification", **values, **more)
        case.story.attach("unit", "certification", key, "work_certificate")
        case.story.move("unit", "certification", key, "submit")
        case.story.signed("officer", "certification", key, "confirm", "simple")

    case.attempt(work)


def report(case: Case, month: str, state: str, percent: str) -> None:
    def work() -> None:
        values = {"month": month, "physical_progress": percent, "build_status": STATES[state]}
        key = case.story.create("unit", "progress", project=case.key(), **values)
        documents.attach(
            case.story.db,
            case.story.people["unit"],
            case.story.folder,
            BytesIO(png()),
            record="progress",
            public_id=key,
            kind_key="site_photos",
            name="现场.png",
            limit=100_000,
        )
        case.story.move("unit", "progress", key, "submit")

    case.attempt(work)


def accounts(case: Case, estimate: str, actual: str) -> None:
    def work() -> None:
        costs = {"estimate_building": f"{estimate}0000", "actual_building": f"{actual}0000"}
        values = {"project": case.key(), "completed_on": case.day.isoformat(), "fields": costs}
        key = case.story.create("unit", "final_accounts", **values)
        case.story.attach("unit", "final_accounts", key, "completion_acceptance", "completion_accounts")
        case.story.move("unit", "final_accounts", key, "submit")

    case.attempt(work)


def register(case: Case, pledged: str | None, whole: str, special: str, other: str) -> None:
    def work() -> None:
        amounts = {"investment": whole, "from_special": special, "from_other": other, "original_value": whole}
        told = {name: f"{amount}0000" for name, amount in amounts.items()}
        told |= {"pledged": f"{pledged or 0}0000", "recorded_on": case.day.isoformat(), "name": "厂房"}
        key = case.story.create("department", "asset", project=case.key(), **told)
        case.story.attach("department", "asset", key, "asset_record")
        case.story.signed("officer", "asset", key, "register", "simple")

    case.attempt(work)


def tell_actual(case: Case, year: str, income: str, cause: str | None) -> None:
    def work() -> None:
        values = {"project": case.key(), "year": int(year), "project_income": f"{income}0000"}
        key = case.story.create("unit", "operation_year", **values, cause=cause or "")
        case.story.move("unit", "operation_year", key, "submit")
        case.story.signed("officer", "operation_year", key, "confirm", "simple")

    with on(case.day.isoformat()):
        case.attempt(work)


def forecast_finish(case: Case) -> None:
    key = case.project.id or 0
    with case.story.db.reading() as session:
        rules = rule_book(session, "330304", case.day)
        told, steps = reports_of(session, [key]).get(key, []), milestones_of(session, [key]).get(key, [])
        found = delay_of(case.fresh(), told, steps, rules, case.day)
    case.outcome = f"滞后{found.days_late}天"


def forecast_coverage(case: Case) -> None:
    with case.story.db.reading() as session:
        rules = rule_book(session, "330304", case.day)
        actor = case.story.people["officer"]
        found = operation_view(session, actor, case.fresh(), rules, case.day, "wan")
    case.outcome = f"实现率{found.drift}，{found.short_year}年跌破{found.line}"


WHEN: dict[str, Callable[..., None]] = {
    r"(?:第(\d+)天)?申请支付(工程款|预付款|征拆款|代建款)(\d+)万元": ask_payment,
    r"签批例外允许超前(\d+)个百分点(\d+)天": sign_exception,
    r"批准合同变更(增加|减少)(\d+)万元": change_contract,
    r"确认(\d{4}-\d\d)月计量(\d+)万元": certify,
    r"上报(\d{4}-\d\d)月报：(\S+?)，进度(\d+)%": report,
    r"报批决算：概算(\d+)万元，决算(\d+)万元": accounts,
    r"登记资产(?:并抵押(\d+)万元)?：投资(\d+)万元，专项债(\d+)万元，其他(\d+)万元": register,
    r"填报(\d{4})年实际收入(\d+)万元(?:，原因：(.+))?": tell_actual,
    r"推算竣工": forecast_finish,
    r"推算覆盖": forecast_coverage,
}


# What may stand in the column 则 (then)


def then(case: Case, text: str) -> None:
    if text.startswith("拒绝："):
        assert text.removeprefix("拒绝：") in case.refusal, case.refusal or "nothing was refused"
        return
    assert not case.refusal
    amount = re.fullmatch(r"(合同金额|累计计量)为(\d+)万元", text)
    if amount:
        name = {"合同金额": "amount", "累计计量": "certified"}[amount[1]]
        assert getattr(case.scene.fresh(case.contract), name) == int(amount[2]) * WAN
    elif text != "允许":
        assert case.outcome == text


def carry_out(case: Case, words: dict[str, Callable[..., None]], text: str) -> None:
    """Find the one way to carry a sentence out, and do it."""
    found = [(work, match) for form, work in words.items() if (match := re.fullmatch(form, text))]
    assert len(found) == 1, f"no single way to carry out: {text}"
    work, match = found[0]
    work(case, *match.groups())


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return one database with a bond, which every row shares; each row has a project of its own."""
    folder = tmp_path_factory.mktemp("stage-works")
    with ExitStack() as stack:
        db = stack.enter_context(copied_database(request, "sqlite", folder))
        yield Scene(Story(db, folder / "papers"))


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["编号"] for row in ROWS])
def test_row(scene: Scene, number: int) -> None:
    row, case = ROWS[number], Case(scene, number)
    assert scene.story.all(Bond)
    with on(case.day.isoformat()):
        for sentence in row["给定"].split("；"):
            carry_out(case, GIVEN, sentence)
        carry_out(case, WHEN, row["当"])
        then(case, row["则"])


def test_every_word_of_the_table_is_used() -> None:
    said = {
        "给定": [part for row in ROWS for part in row["给定"].split("；")],
        "当": [row["当"] for row in ROWS],
    }
    for words, column in ((GIVEN, "给定"), (WHEN, "当")):
        for form in words:
            assert any(re.fullmatch(form, text) for text in said[column]), form
