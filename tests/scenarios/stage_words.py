"""What the table of S1 says: one bond project through its seven stages, and what must be public of it."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from bondlife.services import documents, evaluations
from bondlife.services.disclosure_duties import scan
from models.registry import DisclosureDuty, ProjectRail
from tests.exchange.documents.papers import png
from tests.lifecycle import story as tale
from tests.lifecycle.story import WAN, Story
from tests.scenarios.goal_words import GRADES, spread
from tests.scenarios.tables import Case

PROGRESS = {"none": "未开始", "active": "进行中", "done": "完成"}
TRACKS = {
    "储备": "reserve",
    "发行": "issuance",
    "预算": "budget",
    "拨付": "disbursement",
    "还本付息": "repayment",
    "绩效": "supervision",
}


class Life(Case):
    """One bond project: keys of what was stored for it."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self.story = story
        self.project = self.application = self.share = self.line = ""

    def tell(self, track: str, **more: str) -> None:
        """Keep how a track of the rail stands, and more."""
        row = self.story.row("project", self.project)
        with self.story.db.reading() as session:
            rail: Any = session.get(ProjectRail, row.id)
        self.outcome = {track: PROGRESS[rail.tracks[TRACKS[track]]["progress"]], **more}


def reserved(own: Life) -> None:
    own.project = tale.reserved_project(own.story)
    own.tell("储备")


def applied(own: Life) -> None:
    tale.plan(own.story, own.story.row("project", own.project))
    tale.limit(own.story)
    own.application = tale.candidate(own.story, own.project)


def issued(own: Life) -> None:
    _bond, own.share = tale.issued(own.story, own.project, own.application)
    tale.received(own.story, own.share)
    own.tell("发行", 到位=str(own.story.row("bond_share", own.share).received // WAN))


def duties(own: Life) -> None:
    scan(own.story.db)
    found = own.story.all(DisclosureDuty)
    own.outcome = {"表单": "、".join(sorted({one.form for one in found}))}


def budgeted(own: Life, amount: str) -> None:
    yuan = f"{int(amount) * 10_000}"
    own.line = tale.budget_line(own.story, own.project, "2290499", yuan, "construction")
    own.tell("预算")


def paid(own: Life, amount: str) -> None:
    works = tale.contract(own.story, own.project)
    form = tale.payment_form(own.project, own.share, own.line, works, amount=f"{int(amount)}0000")
    tale.paid(own.story, form)
    own.tell("拨付", 已付=str(own.story.row("bond_share", own.share).paid // WAN))


def built(own: Life, share: str) -> None:
    form = {"project": own.project, "month": "2036-06", "physical_progress": share}
    key = own.story.create("unit", "progress", **form)
    officer, folder = own.story.people["officer"], own.story.folder
    photo = {"record": "progress", "public_id": key, "kind_key": "site_photos", "name": "现场.png"}
    documents.attach(own.story.db, officer, folder, BytesIO(png()), limit=1_000_000, **photo)
    own.story.move("unit", "progress", key, "submit")
    own.story.signed("officer", "progress", key, "confirm", "simple")


def repaid(own: Life) -> None:
    story, one = own.story, tale.first_instalment(own.story, own.share)
    key, interest = one.public_id, one.interest
    tale.budget_line(story, own.project, "2320498", "9440000", "interest")
    tale.budget_line(story, own.project, "2330498", "472", "fee")
    story.move("officer", "instalment", key, "budget")
    story.attach("officer", "instalment", key, "payment_notice")
    story.move("officer", "instalment", key, "notify")
    form = {"interest_source": "dedicated_income", "secured": "9440472"}
    story.edit("officer", "instalment", key, **form)
    story.attach("officer", "instalment", key, "source_note", "remittance_voucher", "redemption_proof")
    story.signed("officer", "instalment", key, "remit", "instalment_remittance")
    story.edit("officer", "instalment", key, **form, paid_on="2036-09-18")
    story.move("reviewer", "instalment", key, "pay")
    own.tell("还本付息", 利息=str(interest // WAN))


def evaluated(own: Life, score: str, second: str) -> None:
    story, unit = own.story, own.story.people["unit"]
    opening = evaluations.Opening("self", 2036)
    key = str(evaluations.create(story.db, unit, "project", own.project, opening)["public_id"])
    for who, scorer, points in (("unit", "self", score), ("evaluator", "recheck", second)):
        row = story.row("evaluation", key)
        sheet = spread(row.sheet["frame"]["items"], 100 - int(points))
        reasons = dict.fromkeys(sheet, "进度顺延") if scorer == "self" else {}
        form = evaluations.SheetInput.model_validate({"scorer": scorer, "points": sheet, "reasons": reasons})
        evaluations.score(story.db, story.people[who], key, form, row.version)
        if scorer == "self":
            story.attach("officer", "evaluation", key, "evaluation_report")
            story.move("unit", "evaluation", key, "submit")
    story.signed("evaluator", "evaluation", key, "recheck", "evaluation")
    story.signed("officer", "evaluation", key, "conclude", "simple")
    own.tell("绩效", 等级=GRADES[story.row("evaluation", key).grade])


STAGES: Mapping[str, Callable[..., None]] = {
    "储备：申报、初审、事前绩效评估、入库": reserved,
    "申报：一案两书、限额核对、集体决策、批复": applied,
    "发行：登记结果、转贷协议、到位": issued,
    "梳理公开义务": duties,
    r"预算：下达项目支出预算 (\d+) 万元": budgeted,
    r"拨付：申请、审核、批准、支付 (\d+) 万元到施工单位": paid,
    r"建设：报送并确认六月形象进度 (\d+)%": built,
    "还本付息：预算、通知、上解、兑付首期利息": repaid,
    r"绩效：单位自评 (\d+) 分，复核 (\d+) 分并办结": evaluated,
}
