"""Stage “budget” as a table: each row is carried out by the services."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from bondlife.queries.supplements import supplements_view
from bondlife.services import sheets
from bondlife.services.inputs import BudgetSheetInput
from models.base import columns
from models.registry import BondShare, BudgetLine, BudgetSheet, BudgetSheetLine, Evaluation, Instalment
from tests.database import copied_database
from tests.lifecycle.scene import Scene
from tests.lifecycle.story import SIGNERS, WAN, YI, Story, on
from tests.scenarios import tables
from tests.scenarios.supplements import decided, requested

ROWS = tables.rows_of("stage_budget.csv")
SOURCES = {"项目专项收入": "dedicated_income", "未填": "", "再融资债券": "refinancing_bond"}


class Case(tables.Case):
    """One row: its project in a region of its own, and what was said about its budget."""

    def __init__(self, scene: Scene, number: int) -> None:
        super().__init__()
        self.scene, self.story, self.number = scene, scene.story, number
        department = self.story.organisation("department").id
        self.project = scene.add_project(f"B-{number}", department_id=department, special_bond=8 * YI)
        self.words: dict[str, Any] = {"basis": "opening"}
        self.upper = 0
        self.day = "2036-03-20"
        self.later: Any = None

    def line(self, amount: int, **values: Any) -> None:
        """Open a budget line of construction for the project."""
        form = {
            "project": self.project.public_id,
            "year": 2036,
            "account": "2290402",
            "purpose": "construction",
        }
        key = self.story.create("officer", "budget_line", **form, amount=f"{amount // 100}", **values)
        self.story.move("officer", "budget_line", key, "submit")
        self.story.attach("officer", "budget_line", key, "allotment_notice")
        self.attempt(lambda: self.story.move("officer", "budget_line", key, "open"))

    def approve(self, key: str) -> None:
        """Submit a sheet and let everybody sign it."""

        def work() -> None:
            self.story.move("officer", "budget_sheet", key, "submit")
            if self.later:
                self.later()
            asked = self.story.move("officer", "budget_sheet", key, "approve")
            for signer in SIGNERS["budget_line"]:
                self.story.decide(signer, asked["approval"], asked["digest"])

        self.attempt(work)

    def lines(self, **wanted: Any) -> list[BudgetLine]:
        """Return the lines of the project."""
        own = columns(BudgetLine)
        given = [own[name] == value for name, value in wanted.items()]
        return self.story.all(BudgetLine, own.project_id == self.project.id, *given)


# What may stand in the column 给定 (given)


def given_basis(case: Case, what: str) -> None:
    case.words["basis"] = {"年初预算": "opening", "预算调整": "adjustment"}[what]


def given_number(case: Case, number: str) -> None:
    case.words["document_number"] = number


def given_day(case: Case, day: str) -> None:
    case.words["approved_on"] = day


def given_share(case: Case, amount: str) -> None:
    case.scene.add_share(case.scene.bond, case.project, int(amount) * YI)


def given_upper(case: Case, amount: str) -> None:
    case.upper = 0 if amount == "未填" else int(amount.removesuffix("亿")) * YI


def given_spent(case: Case, amount: str) -> None:
    own = {**case.scene.own(), "type": "allotment", "year": 2036, "state": "approved"}
    number = f"温财债〔2036〕{case.number}号"
    held = case.scene.add(BudgetSheet, **own, document_number=f"前-{case.number}", upper_number=number)
    other = case.scene.add_project(f"B-{case.number}-other")
    words = {"account": "2290402", "purpose": "construction", "amount": int(amount) * YI}
    case.scene.add(
        BudgetSheetLine, region_id=case.scene.county, sheet_id=held.id, project_id=other.id, **words
    )


def given_due(case: Case, year: str, part: str, amount: str, unit: str, source: str) -> None:
    fen = int(amount) * {"万元": WAN, "亿元": YI}[unit]
    column = {"利息": "interest", "本金": "principal"}[part]
    share = _share(case)
    own = {**case.scene.own(), "project_id": case.project.id, "bond_id": share.bond_id, "share_id": share.id}
    held = case.story.all(Instalment, columns(Instalment).share_id == share.id)
    day = date(int(year), 3, 20)
    days = dict.fromkeys(("nominal_date", "payment_date", "remittance_date"), day)
    amounts = {"principal": 0, "interest": 0, column: fen, f"{column}_source": SOURCES[source]}
    case.scene.add(Instalment, **own, **days, **amounts, state="planned", number=len(held) + 1)


def _share(case: Case) -> Any:
    """Return the share of the row; what earlier rows owe no longer counts."""
    for one in case.story.all(Instalment, columns(Instalment).project_id != case.project.id):
        if one.state != "superseded":
            case.scene.change(one, state="superseded")
    held = [one for one in case.story.all(BondShare) if one.project_id == case.project.id]
    return held[0] if held else case.scene.add_share(case.scene.bond, case.project, 8 * YI)


def given_changed(case: Case, amount: str) -> None:
    def later() -> None:
        own = columns(Instalment)
        (row,) = case.story.all(Instalment, own.project_id == case.project.id)
        case.scene.change(row, interest=int(amount) * WAN)

    case.later = later


def given_budgeted(case: Case, year: str) -> None:
    own = {**case.scene.own(), "project_id": case.project.id, "year": int(year), "state": "open"}
    case.scene.add(BudgetLine, **own, account="23204", purpose="interest", amount=WAN)


def given_evaluated(case: Case) -> None:
    own = {**case.scene.own(), "project_id": case.project.id, "state": "passed"}
    case.scene.add(Evaluation, **own, type="ex_ante", year=2036)


def given_today(case: Case, day: str) -> None:
    case.day = day


GIVEN: tables.Words = {
    r"(年初预算|预算调整)": given_basis,
    r"文号(.+)": given_number,
    r"批复日期(.+)": given_day,
    r"份额(\d+)亿": given_share,
    r"上级指标文(\d+亿|未填)": given_upper,
    r"该文已下达(\d+)亿": given_spent,
    r"(\d{4})年到期(利息|本金)(\d+)(万元|亿元)，来源(.+)": given_due,
    r"编制后利息改为(\d+)万元": given_changed,
    r"已安排(\d{4})年付息预算": given_budgeted,
    r"事前绩效评估通过": given_evaluated,
    r"今天是(.+)": given_today,
}

# What may stand in the column 当 (when)


def open_line(case: Case, amount: str) -> None:
    case.line(int(amount) * YI, **case.words)


def allot(case: Case, amount: str) -> None:
    upper = f"温财债〔2036〕{case.number}号" if case.upper else ""
    head = {"region": "330304", "type": "allotment", "year": 2036, "approved_on": "2036-03-01"}
    head |= {"document_number": f"瓯财债〔2036〕{case.number}号"}
    head |= {"upper_number": upper, "upper_amount": f"{case.upper // 100}"}
    key = case.story.create("officer", "budget_sheet", **head)
    row = {"project": case.project.public_id, "account": "2290402", "amount": f"{int(amount) * YI // 100}"}
    lines = [sheets.SheetLineInput.model_validate(row)]
    sheets.set_lines(case.story.db, case.story.people["officer"], key, lines, 1)
    case.approve(key)
    opened = sum(one.amount for one in case.lines(state="open"))
    case.outcome["新增预算安排"] = f"{opened // YI}亿"


def service(case: Case, year: str) -> None:
    head = {
        "region": "330304", "type": "debt_service", "year": int(year), "approved_on": "2036-02-01",
        "document_number": f"瓯人大〔2036〕{case.number}号",
    }  # fmt: skip
    form = BudgetSheetInput.model_validate(head)
    stored = sheets.draft_debt_service(case.story.db, case.story.people["officer"], form)
    case.approve(stored["public_id"])
    for name, purpose in (("付息预算", "interest"), ("还本预算", "principal")):
        opened = sum(one.amount for one in case.lines(state="open", purpose=purpose))
        case.outcome[name] = f"{opened // WAN}万元"


def ask(case: Case, amount: str) -> None:
    case.attempt(lambda: requested(case.story, case.project, int(amount) * WAN))


def decide(case: Case, amount: str, agreed: str) -> None:
    key = case.attempt(lambda: requested(case.story, case.project, int(amount) * WAN))
    if key is None:
        return
    decided(case.story, key, int(agreed) * WAN)
    drafts = case.lines(purpose="supplement", state="draft")
    case.outcome["预算安排草稿"] = f"{drafts[0].amount // WAN}万元" if drafts else "无"
    view = supplements_view(case.story.db, case.story.people["officer"], year=2036)
    line = next(one for one in view.lines if one.project == case.project.name)
    assert line.cut is not None
    case.outcome["核减率"] = f"{line.cut * 100 / line.requested:.1f}%"


WHEN: tables.Words = {
    r"下达建设支出预算(\d+)亿": open_line,
    r"下达指标文(\d+)亿": allot,
    r"编制(\d{4})年还本付息预算": service,
    r"提交追加申请(\d+)万元": ask,
    r"申请(\d+)万元议定(\d+)万元并经人大常委会批准": decide,
}


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Return one database for all rows; every row makes its own project."""
    folder = tmp_path_factory.mktemp("budget")
    with ExitStack() as stack:
        db = stack.enter_context(copied_database(request, "sqlite", folder))
        stack.enter_context(on("2036-01-02"))
        yield Scene(Story(db, folder / "papers"))


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["编号"] for row in ROWS])
def test_row(scene: Scene, number: int) -> None:
    case, row = Case(scene, number), ROWS[number]
    days = [part.removeprefix("今天是") for part in row["给定"].split("；") if part.startswith("今天是")]
    with on(days[0] if days else case.day):
        tables.run(case, row, GIVEN, WHEN)


def test_every_word_of_the_table_is_used() -> None:
    assert tables.unused(ROWS, GIVEN, "给定") == []
    assert tables.unused(ROWS, WHEN, "当") == []
