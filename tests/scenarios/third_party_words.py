"""What the table of S3 says: entry, drawing, contract, working papers, comments, stars of three raters."""

from collections.abc import Callable, Mapping
from typing import Any

from bondlife.queries.performance.pool import job_view
from bondlife.services import third_parties
from tests.lifecycle.story import Story
from tests.scenarios import budget_case as case
from tests.scenarios.tables import Case

ENTRY = ("independent_of_client", "no_major_violation_3_years", "qualified_staff", "quality_control")
STARS = ("quality", "efficiency", "communication", "satisfaction")
RATERS = {
    "绩效管理科": ("officer", "performance_office"),
    "业务科": ("business", "business_office"),
    "预算单位": ("unit", "budget_unit"),
}
FORM = {"name": "第三方评价", "year": 2036, "expertise": "信息化"}
PAID = {"contract_number": "合〔2036〕1号", "amount": "80000", "due_on": "2036-06-01"}


class Jobs(Case):
    """One project that is evaluated by a third party, and the job."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self.story = story
        self.project = case.project(story, code="TP-1")
        self.job = ""

    def edit(self, **more: Any) -> None:
        """Save the form of the job."""
        form = {"project": self.project, **FORM, **PAID, **more}
        self.story.edit("officer", "evaluation_job", self.job, **form)


def entered(own: Jobs, code: str, staff: str, flaw: str | None) -> None:
    entry = dict.fromkeys(ENTRY, True)
    if flaw == "，三年内有重大违法":
        entry["no_major_violation_3_years"] = False
    ties = [own.story.organisation("unit").name] if flaw == "，与被评价单位有利益关系" else []
    values: dict[str, Any] = {"region": "330304", "name": f"示例机构{code}", "code": code, "ties": ties}
    form = third_parties.MemberInput(**values, staff=int(staff), expertise=["信息化"], entry=entry)
    third_parties.save_member(own.story.db, own.story.people["officer"], form)


def drawn(own: Jobs) -> None:
    own.job = own.story.create("officer", "evaluation_job", project=own.project, **FORM)
    own.story.move("officer", "evaluation_job", own.job, "draw")
    drawing = own.story.row("evaluation_job", own.job).drawing[0]
    own.outcome = {"中选": drawing["drawn"], "回避": "、".join(drawing["left_out"])}


def contracted(own: Jobs) -> None:
    own.edit()
    own.story.attach("officer", "evaluation_job", own.job, "evaluation_contract")
    own.story.move("officer", "evaluation_job", own.job, "contract")


def without_papers(own: Jobs) -> None:
    own.story.attach("officer", "evaluation_job", own.job, "draft_report")
    own.story.move("evaluator", "evaluation_job", own.job, "draft")


def drafted(own: Jobs) -> None:
    own.story.attach("officer", "evaluation_job", own.job, "working_papers")
    own.story.move("evaluator", "evaluation_job", own.job, "draft")


def unanswered(own: Jobs) -> None:
    own.edit(delivered_on="2036-03-10", comments=[{"who": "单位", "text": "补充底稿"}])
    own.story.attach("officer", "evaluation_job", own.job, "final_report")
    own.story.move("evaluator", "evaluation_job", own.job, "deliver")


def delivered(own: Jobs) -> None:
    said = [{"who": "单位", "text": "补充底稿", "answer": "已补充"}]
    own.edit(delivered_on="2036-03-10", comments=said)
    own.story.move("evaluator", "evaluation_job", own.job, "deliver")


def rated(own: Jobs, office: str, stars: str) -> None:
    who, rater = RATERS[office]
    form = third_parties.StarsInput(rater=rater, stars=dict.fromkeys(STARS, int(stars)))
    third_parties.rate(own.story.db, own.story.people[who], own.job, form)
    seen = job_view(own.story.db, own.story.people["unit"], own.job).ratings
    own.outcome = {"他人评星": "看得到" if seen else "看不到"}


def closed(own: Jobs) -> None:
    own.story.move("officer", "evaluation_job", own.job, "close")
    told = job_view(own.story.db, own.story.people["unit"], own.job)
    stars = sorted((str(one.stars[0]) for one in told.ratings), reverse=True)
    own.outcome = {"均值": str(told.mean), "评星": "、".join(stars)}


def drawn_again(own: Jobs) -> None:
    own.project = case.project(own.story, code="TP-2")
    drawn(own)
    own.outcome = {"权重": str(own.story.row("evaluation_job", own.job).drawing[0]["weights"]["A-2"])}


THIRD_PARTY: Mapping[str, Callable[..., None]] = {
    r"机构 (\S+) 入库：(\d+) 名专业人员(，.+)?": entered,
    "按规则抽取": drawn,
    "签订合同": contracted,
    "只交初稿、不交底稿": without_papers,
    "提交初稿和底稿": drafted,
    "单位意见未答复即交付正式报告": unanswered,
    "答复意见后交付正式报告": delivered,
    r"(绩效管理科|业务科|预算单位)评 (\d) 星": rated,
    "(?:评星不齐即办结|评星办结)": closed,
    "下一次抽取": drawn_again,
}
