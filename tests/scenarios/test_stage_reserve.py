"""Stage “reserve” as a table: each row is carried out by the services."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from bondlife.acts import Act, perform
from bondlife.security.actor import SYSTEM
from tests.database import copied_database
from tests.lifecycle import story as tale
from tests.lifecycle.story import Story, on
from tests.scenarios import tables

ROWS = tables.rows_of("stage_reserve.csv")


class Case(tables.Case):
    """One row: the form of its project, and how far it came."""

    def __init__(self, story: Story, number: int) -> None:
        super().__init__()
        self.story = story
        self.form: dict[str, Any] = tale.project_form(story, code=f"330304-2036-R{number:02d}")
        self.papers = ["approval_basis", "capital_source"]
        self.permits = ("department_approval", "ex_ante_in_plan", "physical_work")
        self.key = ""

    def create(self) -> None:
        """Store the project as its unit would."""
        self.key = self.story.create("unit", "project", **self.form)
        self.story.attach("officer", "project", self.key, *self.papers)

    def screened(self) -> None:
        """Bring the project past its first review."""
        self.create()
        self.story.move("unit", "project", self.key, "submit")
        self.story.signed("officer", "project", self.key, "screen", "project_screening")

    def move(self, who: str, transition: str) -> None:
        """Take a step, or put it up for signatures."""
        self.attempt(lambda: self.story.move(who, "project", self.key, transition))


# What may stand in the column 给定 (given)


def given_amount(case: Case, what: str, amount: str) -> None:
    names = {"总投资": "total_investment", "资本金": "capital", "专项债券": "special_bond"}
    case.form[names[what]] = f"{amount}00000000"


def given_no_revenue(case: Case) -> None:
    case.form["revenue_nature"] = "none"


def given_listed(case: Case) -> None:
    case.form["fields"]["negative_office_buildings"] = "yes"


def given_missing_paper(case: Case) -> None:
    case.papers.remove("approval_basis")


def given_pledged(case: Case) -> None:
    case.form["fields"]["pledged"] = "yes"


def given_screened(case: Case) -> None:
    case.screened()


def given_evaluated(case: Case, score: str) -> None:
    assert score == "86"
    tale.evaluated(case.story, case.key)


def given_accepted(case: Case) -> None:
    case.screened()
    tale.evaluated(case.story, case.key)
    case.story.move("officer", "project", case.key, "evaluate")


def given_permits(case: Case, what: str) -> None:
    held = case.permits if what == "前期手续齐全" else case.permits[1:]
    tale.permits(case.story, case.story.row("project", case.key), *held)
    case.story.attach("officer", "project", case.key, "feasibility_approval", "permits")


def given_tenor(case: Case, years: str) -> None:
    row = case.story.row("project", case.key)

    def work(act: Act) -> None:
        found = act.get(type(row), row.id)
        act.change(found, fields={**found.fields, "wanted_tenor": int(years)})

    perform(case.story.db, SYSTEM, "test.change", work)


GIVEN: tables.Words = {
    r"(总投资|资本金|专项债券)(\d+)亿": given_amount,
    r"无收益": given_no_revenue,
    r"负面清单涉及楼堂馆所": given_listed,
    r"缺立项依据": given_missing_paper,
    r"资产已抵押": given_pledged,
    r"已初审": given_screened,
    r"事前评估(\d+)分": given_evaluated,
    r"已采纳评估": given_accepted,
    r"(前期手续齐全|缺主管部门批复)": given_permits,
    r"期限(\d+)年": given_tenor,
}

# What may stand in the column 当 (when)


def submit_and_screen(case: Case) -> None:
    case.create()
    case.move("unit", "submit")
    if not case.refusal:
        case.move("officer", "screen")


def screen_half(case: Case) -> None:
    """Let the debt section sign alone and note who is asked next."""
    case.create()
    case.story.move("unit", "project", case.key, "submit")
    asked = case.story.move("officer", "project", case.key, "screen")
    case.story.decide("reviewer", asked["approval"], asked["digest"])
    approval = case.story.approval(asked["approval"])
    case.outcome["等待"] = approval.steps[approval.current_step]["label"]["zh"]


def accept(case: Case) -> None:
    case.move("officer", "evaluate")


def enter(case: Case) -> None:
    case.move("officer", "enter_reserve")


WHEN: tables.Words = {
    r"提交并初审": submit_and_screen,
    r"提交并初审，仅债务科签批": screen_half,
    r"采纳事前绩效评估": accept,
    r"申请入库": enter,
}


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Return one database for all rows; every row makes its own project."""
    folder = tmp_path_factory.mktemp("reserve")
    with ExitStack() as stack:
        db = stack.enter_context(copied_database(request, "sqlite", folder))
        stack.enter_context(on("2036-01-10"))
        yield Story(db, folder / "papers")


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["编号"] for row in ROWS])
def test_row(story: Story, number: int) -> None:
    tables.run(Case(story, number), ROWS[number], GIVEN, WHEN)


def test_every_word_of_the_table_is_used() -> None:
    assert tables.unused(ROWS, GIVEN, "给定") == []
    assert tables.unused(ROWS, WHEN, "当") == []
