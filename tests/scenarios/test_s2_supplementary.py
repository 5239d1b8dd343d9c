"""S2: supplementary requests of a district once a year, 11.3 亿 requested, 7.97 亿 approved, cut by 29.5 %.

Source of the totals: research report of 瓯海区 (Wenzhou), 2023, on the requests of 2022. The report names no
single request: the twelve in ``s2_supplementary.csv`` are generated to the published totals. They play in
September 2036, for rules are known from the day a database is made on.
"""

from decimal import Decimal
from typing import Any

import pytest

from bondlife.errors import Blocked, Conflict
from bondlife.queries.supplements import supplements_view
from models.base import columns
from models.registry import BudgetLine, Evaluation, Project
from tests.database import copied_database
from tests.lifecycle.story import WAN, YI, Story, evaluated, on, project_form
from tests.scenarios.supplements import decided, requested
from tests.scenarios.tables import rows_of

ROWS = rows_of("s2_supplementary.csv")
SEPTEMBER = "2036-09-10"


def test_the_generated_mix_has_the_published_totals() -> None:
    asked, agreed = (sum(int(row[name]) for row in ROWS) for name in ("申请（万元）", "议定（万元）"))
    assert (asked, agreed) == (113_000, 79_700)


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the district after its yearly meeting: every request carried through by the services."""
    folder = tmp_path_factory.mktemp("s2")
    with copied_database(request, "sqlite", folder) as db:
        found = Story(db, folder / "papers")
        with on(SEPTEMBER):
            for row in ROWS:
                project = _project(found, row["序号"], row["追加事项"])
                _evaluate(found, project, row["序号"] == "1")
                key = requested(found, project, int(row["申请（万元）"]) * WAN, row["追加事项"])
                if int(row["议定（万元）"]):
                    decided(found, key, int(row["议定（万元）"]) * WAN)
                else:
                    found.signed("officer", "supplement", key, "reject", "simple", "不符合追加条件")
        yield found


def _evaluate(story: Story, project: Project, whole: bool) -> None:
    """Let the first project pass its evaluation step by step; the others have passed theirs before."""
    if whole:
        evaluated(story, project.public_id)
        return
    names = ("region_id", "unit_id", "department_id", "kind", "kind_version")
    own: dict[str, Any] = {name: getattr(project, name) for name in names}
    story.register(Evaluation(**own, project_id=project.id, state="passed", type="ex_ante", year=2036))


def _project(story: Story, number: str, name: str) -> Project:
    form = project_form(story, code=f"330304-2036-S2-{number}", name=name)
    key = story.create("unit", "project", **form)
    found: Project = story.row("project", key)
    return found


def test_the_cut_of_the_year_is_the_published_one(story: Story) -> None:
    with on(SEPTEMBER):
        view = supplements_view(story.db, story.people["leader"], year=2036, explain="cut")
    assert view.whole is not None
    assert (view.whole.requested, view.whole.agreed) == (113 * YI // 10, 797 * YI // 100)
    assert view.whole.cut == 333 * YI // 100
    assert round(view.whole.rate * 100, 1) == Decimal("29.5")
    assert (view.whole.count, view.waiting, view.window) == (12, 0, 9)
    assert view.explain is not None
    assert sum(line.cut for line in view.departments) == view.whole.cut


def test_every_row_of_the_table_is_what_the_page_shows(story: Story) -> None:
    with on(SEPTEMBER):
        view = supplements_view(story.db, story.people["leader"], year=2036)
    shown = {line.name: (line.requested // WAN, (line.agreed or 0) // WAN) for line in view.lines}
    assert shown == {row["追加事项"]: (int(row["申请（万元）"]), int(row["议定（万元）"])) for row in ROWS}
    assert [line.state for line in view.lines].count("未通过") == 1


def test_what_was_agreed_waits_as_budget_lines_that_rest_on_the_adjustment(story: Story) -> None:
    lines = story.all(BudgetLine, columns(BudgetLine).purpose == "supplement")
    assert sum(line.amount for line in lines) == 797 * YI // 100
    assert {(line.basis, line.document_number) for line in lines} == {("adjustment", "瓯人大〔2036〕12号")}


def test_outside_the_window_and_twice_are_refused(story: Story) -> None:
    first = story.all(Project)[0]
    with on("2036-10-08"), pytest.raises(Blocked) as refusal:
        requested(story, first, WAN, "迟到的申请")
    assert refusal.value.problems[0].code == "outside_window"
    with on(SEPTEMBER), pytest.raises(Conflict):
        requested(story, first, WAN, ROWS[0]["追加事项"])
