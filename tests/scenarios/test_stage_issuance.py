"""Stage “application and issuance” as a table: each row is carried out by the services.

Every row has a year of its own, later rows earlier years, so that none sees the lines of another.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bondlife.lifecycle.room import room_of
from bondlife.services.imports import confirm, preview
from bondlife.services.inputs import QuotaNoticeInput
from bondlife.services.quota import post_line
from models.base import columns
from models.kinds import shipped_kind
from models.registry import (
    Application,
    BondShare,
    BudgetLine,
    Instalment,
    LimitStatement,
    QuotaLine,
    ReviewRound,
    Sanction,
)
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, YI, Story, on
from tests.quota_desk import sign_notices
from tests.repayment_people import add_levels
from tests.scenarios import tables

ROWS = tables.rows_of("stage_issuance.csv")
DAY = date(2036, 3, 20)


class Case(tables.Case):
    """One row: its year, its project and application."""

    def __init__(self, scene: Scene, number: int) -> None:
        super().__init__()
        self.scene, self.story, self.number = scene, scene.story, number
        self.year = 2140 - 2 * number
        self.project = scene.add_project(f"A-{number}", issued=0)
        self.known_balance = True
        self.papers = ["quota_notice", "approval_reply"]
        self.route = "self_review"
        self.application: Any = None
        self.posted = False

    def line(self, entry: str, amount: int, **values: Any) -> None:
        """Store a line of the ledger of the row's year."""
        own = {"region_id": self.scene.city, "year": self.year, "bond_type": "special", "notified_on": DAY}
        values = {"notice_number": f"{entry}-{amount}", **own, **values}
        self.scene.add(QuotaLine, entry=entry, amount=amount, **values)

    def other(self, state: str, amount: int) -> None:
        """Store an application of another project of the same region."""
        self.apply(self.neighbour(state), state, amount)

    def neighbour(self, code: str) -> Any:
        """Store another project of the same region."""
        project = self.scene.add_project(f"A-{self.number}-{code}")
        self.scene.change(project, region_id=self.scene.city)
        return self.scene.fresh(project)

    def apply(self, project: Any, state: str, amount: int) -> Any:
        """Store an application as it stands after its reviews."""
        own = {**self.scene.own(self.scene.city), "project_id": project.id, "state": state}
        return self.scene.add(
            Application, **own, year=self.year, batch=f"B{self.number}", purpose="new_project", amount=amount,
            tenor_years=10, route=self.route,
        )  # fmt: skip

    def ready(self, state: str, amount: int) -> None:
        """Complete what a careful office has: limit, statement, application with its papers."""
        self.scene.change(self.project, region_id=self.scene.city)
        held = self.story.all(QuotaLine, columns(QuotaLine).year == self.year)
        if not any(one.entry == "opening" for one in held):
            self.line("opening", 1000 * YI)
        if self.known_balance:
            self.balance(10)
        self.application = self.apply(self.project, state, amount)
        self.story.attach("city", "application", self.application.public_id, *self.papers)

    def balance(self, amount: int) -> None:
        """Store the statement of the year before."""
        own = columns(LimitStatement)
        if self.story.all(LimitStatement, own.year == self.year - 1, own.region_id == self.scene.city):
            return
        figures = {"balance_special": amount * YI}
        day = date(self.year - 1, 12, 31)
        self.scene.add(
            LimitStatement, region_id=self.scene.city, year=self.year - 1, basis="reported", as_of=day,
            figures=figures, ratios={},
        )  # fmt: skip

    def move(self, transition: str) -> None:
        """Put a step of the application up for signatures."""
        key = self.application.public_id
        self.attempt(lambda: self.story.move("city", "application", key, transition))

    def post(self, entry: str, amount: int, *, down: bool = False) -> None:
        """Post a line by the service, and note what is free then."""
        data = {
            "region": "330304" if down else "330300",
            "lender": "330300" if down else "",
            "year": self.year,
            "entry": entry,
            "amount": f"{amount // 100}",
            "notice_number": f"温财债〔{self.year}〕{entry}",
            "notified_on": "2036-03-20",
        }
        form = QuotaNoticeInput.model_validate(data)
        self.attempt(lambda: post_line(self.story.db, self.story.people["city"], form))
        sign_notices(self.story.db, self.story.people["city-reviewer"])
        with self.story.db.reading() as session:
            self.outcome["本级剩余额度"] = f"{room_of(session, self.scene.city, self.year).free // YI}亿"


# What may stand in the column 给定 (given)


def given_line(case: Case, what: str, amount: str) -> None:
    entry = {"年度额度": "main", "提前下达": "advance", "正式下达": "main", "动用结存限额": "carry_over"}
    entry |= {"年初限额": "opening", "控制数": "control_figure"}
    case.line(entry[what], int(amount) * YI)


def given_recall(case: Case, amount: str) -> None:
    case.line("recall", -int(amount) * YI)


def given_down(case: Case, amount: str) -> None:
    case.line("main", int(amount) * YI, region_id=case.scene.county, lender_id=case.scene.city)


def given_other(case: Case, amount: str) -> None:
    case.other("candidate", int(amount) * YI)


def given_issued(case: Case, amount: str) -> None:
    project = case.neighbour("issued")
    name = f"{case.year}年示例省政府专项债券（一期）"
    values = case.scene.bond_values(name=name, year=case.year, value_date=date(case.year, 3, 1))
    bond = case.scene.add(type(case.scene.bond), **values)
    own = {**case.scene.own(case.scene.city), "bond_id": bond.id, "project_id": project.id}
    case.scene.add(BondShare, **own, state="received", amount=int(amount) * YI)


def given_balance(case: Case, amount: str) -> None:
    case.balance(int(amount))


def given_no_balance(case: Case) -> None:
    case.known_balance = False


def given_route(case: Case, what: str) -> None:
    case.route = {"自审自发": "self_review", "国家审核": "national"}[what]


def given_reply(case: Case) -> None:
    case.papers.append("national_reply")


def given_review(case: Case, amount: str | None) -> None:
    own = {"region_id": case.scene.city, "year": case.year, "batch": f"B{case.number}"}
    case.scene.add(
        ReviewRound, **own, quota=20 * YI, sheet={"items": []}, state="closed" if amount else "open"
    )
    case.outcome["分配"] = amount or ""


def given_continuing(case: Case) -> None:
    case.scene.change(case.project, fields={"continuing": "yes"})


def given_sanction(case: Case, what: str) -> None:
    own = {"region_id": case.scene.city, "project_id": case.project.id, "level": "serious"}
    blocks = [{"绿色通道": "green_channel", "发行": "issuance"}[what]]
    words = {"document": "浙财债罚1号", "reason": "不合规项目发行", "state": "in_force"}
    case.scene.add(Sanction, **own, **words, blocks=blocks, starts_on=DAY)


def given_candidate(case: Case, amount: str) -> None:
    case.ready("candidate", int(amount) * YI)


GIVEN: tables.Words = {
    r"(年度额度|提前下达|正式下达|动用结存限额|年初限额|控制数)(\d+)亿": given_line,
    r"收回额度(\d+)亿": given_recall,
    r"下达下级(\d+)亿": given_down,
    r"已批申报(\d+)亿": given_other,
    r"已发行(\d+)亿": given_issued,
    r"上年末余额(\d+)亿": given_balance,
    r"无限额余额表": given_no_balance,
    r"(自审自发|国家审核)": given_route,
    r"国家审核意见已上传": given_reply,
    r"专家评审未办结()": lambda case, _none: given_review(case, None),
    r"专家评审分配(\d+)亿": given_review,
    r"在建续发": given_continuing,
    r"暂停(绿色通道|发行)": given_sanction,
    r"发行备选申报(\d+)亿": given_candidate,
}

# What may stand in the column 当 (when)


def approve(case: Case, amount: str) -> None:
    case.ready("reported", int(amount) * YI)
    _ranked(case)
    case.move("approve")


def by_green_channel(case: Case, amount: str) -> None:
    case.ready("reviewed", int(amount) * YI)
    case.move("approve_green_channel")


def _ranked(case: Case) -> None:
    given = case.outcome.pop("分配", "")
    if given:
        found = case.story.one(ReviewRound, columns(ReviewRound).year == case.year)
        result = [{"application": case.application.public_id, "allocated": int(given) * YI}]
        case.scene.change(found, result=result)


def give_down(case: Case, amount: str) -> None:
    case.post("main", int(amount) * YI, down=True)


def take_back(case: Case, whose: str, amount: str) -> None:
    case.post("recall", -int(amount) * YI, down=whose == "下级")


def carry_over(case: Case, amount: str) -> None:
    case.post("carry_over", int(amount) * YI)


def control_down(case: Case, amount: str) -> None:
    case.post("control_figure", int(amount) * YI, down=True)


def bring_result(case: Case, face: str, share: str, fees: str) -> None:
    name = f"{case.year}年浙江省政府专项债券（{case.number}期）"
    if case.application is None:
        case.scene.change(case.project, region_id=case.scene.city)
    heads = "债券名称,债券代码,发行额,期限,票面利率,起息日,到期日,项目编码,项目份额,发行手续费"
    fee = f"{Decimal(fees) * 10_000:.2f}"
    cells = f"{name},23{case.number:05d},{face}00000000,10年,2.36,{case.year}-03-20,{case.year + 10}-03-20"
    text = f"{heads}\n{cells},{case.project.code},{share}00000000,{fee}\n"

    report = preview(case.story.db, "tender-result", text.encode(), unit="元")
    case.refusal = "；".join(one.told("zh")["title"] for one in report.draft.errors)
    if not case.refusal:
        case.attempt(lambda: confirm(case.story.db, case.story.people["city"], report, "发行结果"))
        _tell_result(case)


def _tell_result(case: Case) -> None:
    states = {one.key: one.label.zh for one in shipped_kind("special_bond").lifecycle("application").states}
    found = case.scene.fresh(case.application) if case.application is not None else None
    case.outcome["申报状态"] = states[found.state] if found is not None else "无申报"
    own = columns(Instalment)
    rows = case.story.all(Instalment, own.project_id == case.project.id)
    case.outcome["还本付息期数"] = str(len(rows))
    case.outcome["首期利息"] = f"{rows[0].interest // WAN}万元" if rows else "无"
    lines = case.story.all(BudgetLine, columns(BudgetLine).project_id == case.project.id)
    case.outcome["费用预算"] = f"{lines[0].amount / WAN:.2f}万元" if lines else "无"


WHEN: tables.Words = {
    r"登记申报(\d+)亿进入发行备选": approve,
    r"绿色通道登记申报(\d+)亿": by_green_channel,
    r"向下级下达(\d+)亿": give_down,
    r"收回(下级|本级)(\d+)亿": take_back,
    r"登记动用结存限额(\d+)亿": carry_over,
    r"下达控制数(\d+)亿": control_down,
    r"导入发行结果：发行额(\d+)亿、份额(\d+)亿、费用([\d.]+)万元": bring_result,
}


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return one database for all rows; every row makes its own project and has its own year."""
    folder = tmp_path_factory.mktemp("issuance")
    with ExitStack() as stack:
        db = stack.enter_context(copied_database(request, "sqlite", folder))
        stack.enter_context(on("2036-03-20"))
        story = Story(db, folder / "papers")
        story.people = {**story.people, **add_levels(db)}
        yield Scene(story)


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["编号"] for row in ROWS])
def test_row(scene: Scene, number: int) -> None:
    tables.run(Case(scene, number), ROWS[number], GIVEN, WHEN)


def test_every_word_of_the_table_is_used() -> None:
    assert tables.unused(ROWS, GIVEN, "给定") == []
    assert tables.unused(ROWS, WHEN, "当") == []
