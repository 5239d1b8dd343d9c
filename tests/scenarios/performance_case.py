"""A district as large as the published one: departments, projects, a table of self-evaluations."""

from typing import Any

from bondlife.services import rounds
from bondlife.services.imports.run import confirm, preview
from models.kinds import shipped_kind
from models.registry import Organisation, Project
from tests.lifecycle.story import WAN, Story

YEAR = 2035
FRAME = (10, 15, 15, 10, 10, 8, 8, 7, 7, 10)
HEADS = (
    *("预算执行率", "产出数量", "产出质量", "产出时效", "产出成本"),
    *("经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度"),
)


def departments(story: Story, count: int) -> list[Organisation]:
    """Store the departments of a district."""
    region = story.region("330304")
    rows = [
        Organisation(region_id=region, name=f"示例部门{number:02d}", role="department")
        for number in range(1, count + 1)
    ]
    return story.register(*rows)


def projects(story: Story, bodies: list[Organisation], count: int, **more: Any) -> list[Project]:
    """Store projects under way, spread over the departments in turn."""
    kind = shipped_kind("ordinary")
    own: dict[str, Any] = {
        "region_id": story.region("330304"),
        "kind": kind.key,
        "kind_version": kind.version,
        "state": "executing",
        "sector": "other",
        "start_year": YEAR,
        "total_investment": 55 * WAN,
        **more,
    }
    rows = [
        Project(**own, code=f"CZ-{n:04d}", name=f"示例项目{n:04d}", department_id=bodies[n % len(bodies)].id)
        for n in range(count)
    ]
    return story.register(*rows)


def points_of(score: int) -> list[str]:
    """Return points by indicator that make a whole score: the last ones lose first."""
    left, found = 100 - score, []
    for most in reversed(FRAME):
        lost = min(left, most)
        found.append(most - lost)
        left -= lost
    return [str(one) for one in reversed(found)]


def table(rows: list[tuple[str, int, int]]) -> bytes:
    """Return a csv of self-evaluations: code, score, next year's request in 10k yuan."""
    head = ",".join(("项目编码", "年度", "预算数", "执行数", *HEADS, "偏差原因", "下年申请数"))
    lines = [
        ",".join((code, str(YEAR), "55", "50", *points_of(score), "年中调整", str(asked or "")))
        for code, score, asked in rows
    ]
    return "\n".join((head, *lines)).encode("utf-8-sig")


def opened(story: Story, **more: Any) -> str:
    """Open a round and return its key."""
    form = rounds.RoundInput(region="330304", year=YEAR, name="单位自评", **more)
    return str(rounds.open_round(story.db, story.people["officer"], form)["public_id"])


def brought_in(story: Story, data: bytes) -> dict[str, Any]:
    """Bring a table of self-evaluations in as an officer does."""
    report = preview(story.db, "self-evaluation", data, region_id=story.region("330304"))
    assert report.draft.is_importable, report.draft.errors[:3]
    done = confirm(story.db, story.people["officer"], report, "自评汇总.csv")
    return dict(done.stored or {})
