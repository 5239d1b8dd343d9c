"""Beside the budget platform as a table: each row is carried out by the services."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest

from bondlife.acts import Act, perform
from bondlife.security.actor import SYSTEM
from bondlife.services.imports.run import confirm, preview
from bondlife.services.platform import mode
from bondlife.services.platform.mode import ModeInput
from bondlife.settings import Settings
from bondlife.verify import ledger, money
from models.base import columns
from models.layouts import Layout
from models.layouts.shape import columns_of
from models.lifecycle import Label
from models.registry import (
    BudgetLine,
    Disbursement,
    FundUsePlan,
    Period,
    PlatformLine,
    RuleVersion,
    Task,
)
from models.rules.layouts import layout_seed
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import WAN, Story, on
from tests.scenarios.money_case import PAYEE, MoneyCase
from tests.scenarios.tables import carry_out, rows_of

ROWS = rows_of("beside_platform.csv")
TODAY, CODE = date(2036, 5, 6), "330304"
ALLOTMENT = "瓯财预〔2036〕{}号"
ACCOUNT = "2290402"
HEADS = {
    "指标": "指标文号 项目代码 预算年度 支出功能分类科目 预算安排方式 下达日期 指标金额（元）",
    "计划": "用款计划编号 指标文号 项目代码 计划月份 支出功能分类科目 计划金额（元）",
    "支付": "支付凭证号 指标文号 项目代码 支出功能分类科目 支付日期 支付金额（元） 收款人 合同编号",
}
OTHER = Layout(
    "layout.platform_payment_other",
    "platform-payment",
    Label("Payments as another city prints them", "另一地市国库支付导出"),
    "万元",
    columns_of(
        """
voucher|凭证编号
project_code|债务系统编码
allotment|指标来源文号
account|科目代码
paid_on|清算日
amount|清算金额
payee|收款单位
"""
    ),
)


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return one office for the whole table; every row has a project, a bond and codes of its own."""
    folder = tmp_path_factory.mktemp("platform")
    with copied_database(request, "sqlite", folder) as db:
        yield Scene(Story(db, folder / "papers"))


class Case(MoneyCase):
    """One row: files that are brought in, and what became of them."""

    def __init__(self, scene: Scene, number: int) -> None:
        super().__init__(scene, number)
        self.code = f"PT-{number}"
        scene.change(self.project, platform_code=self.code, debt_system_code=f"ZW-{number}")
        self.report: Any = None
        self.outcome: dict[str, str] = {}
        self.files = 0

    def file(self, kind: str, *lines: tuple[Any, ...]) -> bytes:
        """Return an export as the platform writes it."""
        return written(tuple(HEADS[kind].split()), lines)

    def bring(self, content: bytes, layout: str = "", day: date = TODAY) -> None:
        """Bring a file in as the officer, through preview and confirmation."""

        def work() -> None:
            db, actor = self.story.db, self.story.people["officer"]
            region = actor.region_id or 1
            report = preview(db, "platform", content, region_id=region, layout=layout)
            if report.draft.errors:
                raise report.refusal()
            self.report = confirm(db, actor, report, "导出.csv")

        self.attempt(work, day)
        stored = dict(self.report.stored or {}) if self.report is not None else {}
        self.outcome = {
            "新增": str(stored.get("added", 0)),
            "匹配": str(stored.get("matched", 0)),
            "未匹配": str(stored.get("unmatched", 0)),
            "未变": str(stored.get("unchanged", 0)),
        }

    def tasks(self) -> list[Task]:
        """Return the open tasks of this row's lines."""
        line, task = columns(PlatformLine), columns(Task)
        own = self.story.all(
            PlatformLine, line.project_code.in_((self.code, f"ZW-{self.number}", f"无此码{self.number}"))
        )
        keys = [one.id for one in own]
        wanted = task.subject == "platform_line", task.subject_id.in_(keys), task.done_on.is_(None)
        return self.story.all(Task, *wanted)

    def budget(self) -> BudgetLine | None:
        """Return the budget line of the project."""
        found = self.story.all(BudgetLine, columns(BudgetLine).project_id == self.project.id)
        return found[0] if found else None

    def plans(self, line: BudgetLine) -> list[FundUsePlan]:
        """Return the approved fund-use plans of a budget line."""
        own = columns(FundUsePlan)
        return self.story.all(FundUsePlan, own.budget_line_id == line.id, own.state == "approved")

    def payments(self) -> list[Disbursement]:
        """Return the payments of the project."""
        return self.story.all(Disbursement, columns(Disbursement).project_id == self.project.id)


def written(heads: tuple[str, ...], lines: Any) -> bytes:
    """Return a csv file with heads and lines."""
    out = StringIO()
    csv.writer(out).writerows([heads, *lines])
    return out.getvalue().encode()


def number(text: str) -> int:
    """Return the amount a phrase names, in fen."""
    found = re.search(r"(\d+)万元", text)
    assert found is not None, text
    return int(found[1]) * WAN


def yuan(fen: int) -> str:
    """Return fen as the export prints them."""
    return f"{fen / 100:.2f}"


def allotment(case: Case, amount: int, paper: str = "1", code: str = "") -> bytes:
    """Return a file with one allotment."""
    name = ALLOTMENT.format(f"{case.number}-{paper}")
    return case.file("指标", (name, code or case.code, 2036, ACCOUNT, "年初预算", "2036-03-25", yuan(amount)))


def payment(case: Case, amount: int, **more: str) -> bytes:
    """Return a file with one payment."""
    told = {
        "voucher": f"PZ-{case.number}",
        "code": case.code,
        "day": "2036-04-20",
        "payee": PAYEE,
        "paper": "1",
        "contract": f"HT-{case.number}",
        **more,
    }
    name = ALLOTMENT.format(f"{case.number}-{told['paper']}")
    line = (
        told["voucher"],
        name,
        told["code"],
        ACCOUNT,
        told["day"],
        yuan(amount),
        told["payee"],
        told["contract"],
    )
    return case.file("支付", line)


def _requesting(case: Case) -> None:
    db, people = case.story.db, case.story.people
    form = ModeInput(region=CODE, mode="request", valid_from=TODAY, reason="本级先审批后支付")
    with on(TODAY.isoformat()):
        asked = mode.propose(db, people["officer"], form)
        mode.decide(db, people["leader"], asked["public_id"], asked["version"], approve=True)


def _mirroring(case: Case) -> None:
    def work(act: Act) -> None:
        from models.registry import Setting

        for one in act.find(Setting, columns(Setting).key == mode.KEY):
            act.end(one)

    perform(case.story.db, SYSTEM, "test.mode", work)


def _lock(case: Case, month: str) -> None:
    def work(act: Act) -> None:
        act.session.add(Period(region_id=case.scene.county, month=month, locked_at=act.now))

    perform(case.story.db, SYSTEM, "test.lock", work)


def _approved(case: Case, text: str) -> None:
    case.attempt(lambda: case.approve(case.request(number(text))))
    assert not case.refusal, case.refusal


def _asked(case: Case, text: str) -> None:
    case.attempt(lambda: case.request(number(text)))
    assert not case.refusal, case.refusal


def _budgeted(case: Case, text: str) -> None:
    case.budgeted(number(text), document_number=ALLOTMENT.format(f"{case.number}-1"), account=ACCOUNT)


def _second_layout(case: Case, _text: str) -> None:
    held = case.story.all(RuleVersion, columns(RuleVersion).key == OTHER.key)
    if not held:
        seed = layout_seed(OTHER)
        label = {"en": seed.label.en, "zh": seed.label.zh}
        plain = ("key", "value", "unit", "form", "basis", "status", "valid_from")
        values = {name: getattr(seed, name) for name in plain}

        def work(act: Act) -> None:
            act.add(RuleVersion(**values, label=label, params=dict(seed.params), known_from=act.now))

        perform(case.story.db, SYSTEM, "test.layout", work)


GIVEN: dict[str, Callable[..., Any]] = {
    "镜像模式": _mirroring,
    "申请模式": _requesting,
    r"到位(\d+)万元": lambda case, amount: case.arrived(int(amount) * WAN),
    r"合同(\d+)万元": lambda case, amount: case.agreed(int(amount) * WAN),
    r"(已有预算\d+万元)": _budgeted,
    r"导入指标(\d+)万元": lambda case, amount: case.bring(allotment(case, int(amount) * WAN)),
    r"导入支付(\d+)万元": lambda case, amount: case.bring(payment(case, int(amount) * WAN)),
    r"导入用款计划(\d+)万元": lambda case, amount: _plan(case, amount),  # noqa: PLW0108 -- defined below
    r"(已批准申请\d+万元)": _approved,
    r"(在途申请\d+万元)": _asked,
    r"(\d{4}-\d{2})月已结账": _lock,
    r"(另有一套列模板)": _second_layout,
}
"""Phrases of the second column."""


def _plan(case: Case, amount: str) -> None:
    name = ALLOTMENT.format(f"{case.number}-1")
    case.bring(
        case.file("计划", (f"JH-{case.number}", name, case.code, "2036-05", ACCOUNT, yuan(int(amount) * WAN)))
    )


def _other_layout(case: Case, amount: str) -> None:
    name = ALLOTMENT.format(f"{case.number}-1")
    heads = ("凭证编号", "债务系统编码", "指标来源文号", "科目代码", "清算日", "清算金额（万元）", "收款单位")
    line = (f"PZ-{case.number}", f"ZW-{case.number}", name, ACCOUNT, "2036-04-20", amount, PAYEE)
    case.bring(written(heads, [line]))


def _twice(case: Case, amount: str) -> None:
    content = payment(case, int(amount) * WAN)
    case.bring(content)
    case.bring(content)


def _again(case: Case, amount: str) -> None:
    """Enter what was missing and bring the allotment in: the waiting payment matches by itself."""
    case.bring(payment(case, int(amount) * WAN))
    assert case.outcome["未匹配"] == "1"
    case.bring(allotment(case, 800 * WAN))


WHEN: dict[str, Callable[..., Any]] = {
    r"导入指标(\d+)万元": lambda case, amount: case.bring(allotment(case, int(amount) * WAN)),
    r"导入追加指标(\d+)万元": lambda case, amount: case.bring(allotment(case, int(amount) * WAN, "2")),
    r"导入指标(\d+)万元，项目代码未登记": lambda case, amount: case.bring(
        allotment(case, int(amount) * WAN, code=f"无此码{case.number}")
    ),
    r"导入用款计划(\d+)万元": lambda case, amount: _plan(case, amount),  # noqa: PLW0108 -- defined below
    r"申请支付(\d+)万元": lambda case, amount: case.attempt(
        lambda: case.approve(case.request(int(amount) * WAN))
    ),
    r"导入支付(\d+)万元": lambda case, amount: case.bring(payment(case, int(amount) * WAN)),
    r"导入支付(\d+)万元，日期(.+)": lambda case, amount, day: case.bring(
        payment(case, int(amount) * WAN, day=day)
    ),
    r"导入支付(\d+)万元，收款人(.+)": lambda case, amount, payee: case.bring(
        payment(case, int(amount) * WAN, payee=payee, contract="")
    ),
    r"导入支付(\d+)万元，凭证同前": lambda case, amount: case.bring(payment(case, int(amount) * WAN)),
    r"同一文件导入两次，支付(\d+)万元": _twice,
    r"先导入支付(\d+)万元，后导入其指标": _again,
    r"按另一模板导入支付(\d+)万元": _other_layout,
}
"""Phrases of the third column."""


def then(case: Case, text: str) -> None:
    """Compare what came of it with what the row says."""
    if text.startswith("拒绝："):
        assert text.removeprefix("拒绝：") in case.refusal, case.refusal or case.outcome
        return
    assert case.refusal == "", case.refusal
    name, _mark, value = text.partition("为")
    if name == "预算":
        line = case.budget()
        assert line is not None
        assert (line.state, line.amount) == ("open", number(text))
    elif name == "计划":
        line = case.budget()
        assert line is not None
        assert sum(one.amount for one in case.plans(line)) == number(text)
    elif name == "已支付":
        assert sum(one.amount for one in case.payments() if one.state == "paid") == number(text)
    elif name == "支付笔数":
        assert len(case.payments()) == int(value)
    elif name == "任务":
        assert any(value in why["zh"] for task in case.tasks() for why in task.params["why"]), [
            task.params["why"] for task in case.tasks()
        ]
    elif name == "无任务":
        assert case.tasks() == []
    else:
        assert case.outcome[name] == value, (case.outcome, [task.params["why"] for task in case.tasks()])


@pytest.mark.parametrize("row", ROWS, ids=[row["编号"] for row in ROWS])
def test_the_row_holds(scene: Scene, row: dict[str, str]) -> None:
    case = Case(scene, ROWS.index(row) + 1)
    for text in row["给定"].split("；"):
        carry_out(case, GIVEN, text)
    assert case.refusal == ""
    carry_out(case, WHEN, row["当"])
    for text in row["则"].split("；"):
        then(case, text)
    _mirroring(case)


def test_after_every_row_the_books_are_sound(scene: Scene) -> None:
    checks = (ledger.entries, ledger.balances, ledger.proceeds, money.flows, money.proceeds, money.traced)
    for check in checks:
        assert check(scene.story.db, Settings()).problems == []
