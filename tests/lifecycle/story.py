"""One special-bond project, told through the services as officers would: forms, papers, signatures, moves.

The story plays in years to come: rules are known from the day a database is made on.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services import documents, moves, records
from bondlife.services.inputs import RECORD_INPUTS
from models.base import columns
from models.registry import (
    RECORDS,
    Approval,
    Contract,
    Forecast,
    ForecastCell,
    Instalment,
    LimitStatement,
    Organisation,
    Permit,
    Project,
    QuotaLine,
    RecordRow,
    Region,
)
from tests.database import people_of

YI = 100_000_000_00
WAN = 10_000_00

NEGATIVE = (
    "no_revenue",
    "office_buildings",
    "image_projects",
    "real_estate",
    "commercial_facilities",
    "competitive_industry",
)
EX_ANTE = ("necessity", "readiness", "funding", "forecast", "bond_need", "repayment_plan", "goals", "other")
SIGNERS = {
    "project_screening": ("reviewer", "reform"),
    "project_reserve": ("reviewer", "business", "reform", "deputy"),
    "evaluation": ("reviewer",),
    "simple": ("reviewer2",),
    "payment_exception": ("reviewer", "deputy"),
    "application_review": ("reviewer", "budget", "business", "reform", "deputy"),
    "application_report": ("reviewer", "deputy", "leader", "chair"),
    "application_quota": ("reviewer", "budget", "deputy"),
    "bond_record": ("reviewer", "reviewer2"),
    "budget_line": ("reviewer", "budget", "deputy"),
    "ppp_terms": ("reviewer",),
    "ppp_admission": ("reviewer", "budget", "deputy", "leader", "chair"),
    "disbursement": ("reviewer2", "treasury", "deputy", "leader"),
    "instalment_remittance": ("reviewer", "treasury", "deputy"),
    "bureau": ("reviewer", "budget", "treasury", "business", "deputy", "leader"),
}


@contextmanager
def on(day: str) -> Iterator[None]:
    """Let the offices count this day."""
    instant = datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)
    with clock.standing_at(lambda: instant):
        yield


class Story:
    """A database, its people, and short words for what they do."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db, self.folder = db, folder
        self.people: Mapping[str, Actor] = people_of(db)

    def create(self, who: str, record: str, **values: Any) -> str:
        """Store a new record and return its public key."""
        form = RECORD_INPUTS[record].model_validate(values)
        return str(records.create(self.db, self.people[who], record, form)["public_id"])

    def edit(self, who: str, record: str, key: str, **values: Any) -> None:
        """Save a form on a record."""
        form = RECORD_INPUTS[record].model_validate(values)
        version = self.row(record, key).version
        records.edit(self.db, self.people[who], record, key, form, version)

    def attach(self, who: str, record: str, key: str, *types: str) -> None:
        """Attach papers to a record."""
        for kind in types:
            documents.attach(
                self.db,
                self.people[who],
                self.folder,
                BytesIO(f"{kind} of {key}".encode()),
                record=record,
                public_id=key,
                kind_key=kind,
                name=f"{kind}.txt",
                limit=1_000_000,
            )

    def move(self, who: str, record: str, key: str, transition: str, reason: str = "") -> dict[str, Any]:
        """Take a step, or put it up for signatures."""
        version = self.row(record, key).version
        return moves.move(self.db, self.people[who], record, key, transition, version, reason=reason)

    def signed(self, who: str, record: str, key: str, transition: str, flow: str, reason: str = "") -> None:
        """Put a step up for signatures and let everybody sign."""
        asked = self.move(who, record, key, transition, reason)
        for signer in SIGNERS[flow]:
            minutes = "〔2036〕3号" if signer == "chair" else ""
            self.decide(signer, asked["approval"], asked["digest"], minutes=minutes)
        assert self.approval(asked["approval"]).state == "approved"

    def decide(
        self,
        who: str,
        approval: str,
        digest: str,
        outcome: str = "approve",
        *,
        text: str = "",
        minutes: str = "",
    ) -> dict[str, Any]:
        """Give one signature."""
        return moves.decide(
            self.db, self.people[who], approval, outcome, digest, text=text, minutes_number=minutes
        )

    def refused(self, who: str, record: str, key: str, transition: str) -> set[str]:
        """Return the codes for which a step is refused."""
        before = self.row(record, key).state
        try:
            self.move(who, record, key, transition)
        except Refusal as refusal:
            assert self.row(record, key).state == before
            return {problem.code for problem in refusal.problems}
        return set()

    def row(self, record: str, key: str) -> Any:
        """Return a record as stored."""
        return self.one(RECORDS[record], columns(RECORDS[record]).public_id == key)

    def approval(self, key: str) -> Approval:
        """Return an approval as stored."""
        found: Approval = self.one(Approval, columns(Approval).public_id == key)
        return found

    def one(self, model: Any, *conditions: Any) -> Any:
        """Return the only row that meets the conditions."""
        with self.db.reading() as session:
            statement = sa.select(model).where(*conditions).execution_options(scoped=True)
            return session.execute(statement).scalar_one()

    def all(self, model: Any, *conditions: Any) -> list[Any]:
        """Return rows that meet the conditions."""
        with self.db.reading() as session:
            statement = sa.select(model).where(*conditions).execution_options(scoped=True)
            return list(session.execute(statement.order_by(columns(model).id)).scalars())

    def register(self, *rows: Any) -> list[Any]:
        """Store rows of registers that have no lifecycle."""

        def work(act: Act) -> None:
            for row in rows:
                act.add(row)
            act.flush()

        perform(self.db, SYSTEM, "test.register", work)
        return list(rows)

    def organisation(self, role: str) -> Organisation:
        """Return the demo organisation of a role."""
        found: Organisation = self.one(Organisation, columns(Organisation).role == role)
        return found

    def region(self, code: str) -> int:
        """Return the inner key of a region."""
        return int(self.one(Region, columns(Region).code == code).id)


def project_form(story: Story, code: str = "330304-2036-001", **changes: Any) -> dict[str, Any]:
    """Return a project that meets what is asked: 10 亿 in all, 2 亿 own capital, 8 亿 bonds."""
    fields = {
        "content_and_scale": "新建污水处理厂一座，日处理规模十万吨",
        "capital_sector": "other_infrastructure",
        "pledged": "no",
        "bond_purpose": "new_project",
        "wanted_tenor": 10,
        "goal_output": "日处理十万吨",
        "goal_benefit": "水质达标",
        "goal_satisfaction": "90%",
        **{f"negative_{item}": "no" for item in NEGATIVE},
        **{f"negative_{item}_reason": "不属于" for item in NEGATIVE},
    }
    return {
        "region": "330304",
        "code": code,
        "name": "瓯海区示例污水处理厂一期工程",
        "unit": story.organisation("unit").public_id,
        "department": story.organisation("department").public_id,
        "sector": "sewage",
        "start_year": 2036,
        "construction_start": "2036-03-01",
        "construction_end": "2038-12-31",
        "operation_end": "2058-12-31",
        "total_investment": "1000000000",
        "capital": "200000000",
        "special_bond": "800000000",
        "fields": fields,
        **changes,
    }


def plan(story: Story, project: Project, income: int = 120_000_000_00) -> None:
    """Store a balance plan: 8 亿 bonds, ten years of interest, repaid at the end of the tenth year."""
    own: dict[str, Any] = {
        "region_id": project.region_id,
        "unit_id": project.unit_id,
        "department_id": project.department_id,
    }
    (head,) = story.register(
        Forecast(project_id=project.id or 0, number=1, name="计划", first_year=2036, last_year=2056, **own)
    )
    cells = [("own_funds", 2036, 200_000_000_00), ("bond_proceeds", 2036, 800_000_000_00)]
    cells += [("construction_cost", 2036, 900_000_000_00)]
    cells += [("construction_bond_interest", year, 24_000_000_00) for year in (2037, 2038)]
    cells += [("operating_bond_interest", year, 24_000_000_00) for year in range(2039, 2047)]
    cells += [("project_income", year, income) for year in range(2038, 2057)]
    cells += [("operating_cost", year, 10_000_000_00) for year in range(2038, 2057)]
    cells += [("bond_principal", 2046, 800_000_000_00)]

    def work(act: Act) -> None:
        for item, year, amount in cells:
            act.session.add(ForecastCell(forecast_id=head.id, item=item, year=year, amount=amount))

    perform(story.db, SYSTEM, "test.register", work)


def permits(story: Story, project: Project, *types: str) -> None:
    """Store permits that are held."""
    own: dict[str, Any] = {
        "region_id": project.region_id,
        "unit_id": project.unit_id,
        "department_id": project.department_id,
    }
    day = datetime(2036, 1, 5, tzinfo=UTC).date()
    story.register(
        *(
            Permit(
                project_id=project.id or 0,
                type=one,
                held=True,
                number="瓯发改〔2036〕1号",
                issued_on=day,
                **own,
            )
            for one in types
        )
    )


def limit(story: Story, **changes: int) -> None:
    """Post limit, quota and control figure of the county, and its statement of the year before."""
    amounts = {"opening": 50 * YI, "main": 12 * YI, "control_figure": 10 * YI, "balance": 45 * YI, **changes}
    region_id, day = story.region("330304"), date(2036, 1, 5)
    own: dict[str, Any] = {"region_id": region_id, "year": 2036, "bond_type": "special", "notified_on": day}
    story.register(
        *(
            QuotaLine(entry=entry, amount=amounts[entry], notice_number="财债〔2036〕1号", **own)
            for entry in ("opening", "main", "control_figure")
            if amounts[entry]
        ),
        LimitStatement(
            region_id=region_id,
            year=2035,
            basis="reported",
            as_of=date(2035, 12, 31),
            figures={"balance_special": amounts["balance"]},
            ratios={},
        ),
    )


def reserved_project(story: Story, code: str = "330304-2036-001", **changes: Any) -> str:
    """Take a project from draft to the reserve."""
    key = story.create("unit", "project", **project_form(story, code, **changes))
    story.move("unit", "project", key, "submit")
    story.attach("officer", "project", key, "approval_basis", "capital_source")
    story.signed("officer", "project", key, "screen", "project_screening")
    evaluated(story, key)
    story.move("officer", "project", key, "evaluate")
    permits(story, story.row("project", key), "department_approval", "ex_ante_in_plan", "physical_work")
    story.attach("officer", "project", key, "feasibility_approval", "permits")
    story.signed("officer", "project", key, "enter_reserve", "project_reserve")
    return key


def evaluated(story: Story, project: str) -> str:
    """Let a project pass its ex-ante evaluation."""
    items = dict.fromkeys(EX_ANTE, "已论证")
    key = story.create(
        "evaluator", "evaluation", project=project, type="ex_ante", year=2036, score="86", fields=items
    )
    story.attach("evaluator", "evaluation", key, "evaluation_report")
    story.move("evaluator", "evaluation", key, "submit")
    story.signed("evaluator", "evaluation", key, "recheck", "evaluation")
    story.signed("officer", "evaluation", key, "pass", "simple")
    return key


def application_form(project: str, **changes: Any) -> dict[str, Any]:
    """Return an application for 8 亿 over ten years."""
    return {
        "project": project,
        "year": 2036,
        "batch": "第一批",
        "amount": "800000000",
        "tenor_years": 10,
        "accounting_firm": "示例会计师事务所",
        "law_firm": "示例律师事务所",
        "fields": {"repaid_by": "dedicated_income"},
        **changes,
    }


def candidate(story: Story, project: str) -> str:
    """Take an application to the issuance candidates."""
    key = story.create("unit", "application", **application_form(project))
    story.attach("officer", "application", key, "implementation_plan", "financial_report", "legal_opinion")
    story.move("unit", "application", key, "submit")
    story.attach("officer", "application", key, "balance_table", "sensitivity_table", "application_letter")
    story.attach("officer", "application", key, "approval_reply", "quota_notice")
    story.signed("officer", "application", key, "review", "application_review")
    story.signed("officer", "application", key, "report", "application_report")
    story.signed("officer", "application", key, "approve", "application_quota")
    return key


def bond_form(**changes: Any) -> dict[str, Any]:
    """Return a ten-year bond of 8 亿 at 2.36 %, twice a year."""
    return {
        "region": "330304",
        "name": "2036年示例省政府专项债券（三期）",
        "face": "800000000",
        "tenor_years": 10,
        "coupon_percent": "2.36",
        "coupon_frequency": 2,
        "issue_date": "2036-03-19",
        "value_date": "2036-03-20",
        "maturity_date": "2046-03-20",
        "year": 2036,
        **changes,
    }


def issued(story: Story, project: str, application: str) -> tuple[str, str]:
    """Take over an issue with one share; returns bond and share."""
    bond = story.create("officer", "bond", **bond_form())
    share = story.create(
        "officer", "bond_share", bond=bond, project=project, application=application, amount="800000000"
    )
    story.attach("officer", "bond", bond, "tender_result")
    story.signed("officer", "bond", bond, "import_result", "bond_record")
    return bond, share


def received(story: Story, share: str) -> None:
    """Let the money of a share arrive."""
    story.attach("officer", "bond_share", share, "onlending_agreement", "receipt_voucher")
    story.move("officer", "bond_share", share, "sign_agreement")
    story.signed("officer", "bond_share", share, "receive", "simple")


def budget_line(story: Story, project: str, account: str, amount: str, purpose: str) -> str:
    """Open a budget line of 2036."""
    key = story.create(
        "officer",
        "budget_line",
        project=project,
        year=2036,
        account=account,
        purpose=purpose,
        amount=amount,
        basis="adjustment",
        document_number="瓯人大〔2036〕8号",
        approved_on="2036-03-25",
    )
    story.move("officer", "budget_line", key, "submit")
    story.attach("officer", "budget_line", key, "allotment_notice")
    story.signed("officer", "budget_line", key, "open", "budget_line")
    return key


def contract(story: Story, project: str, **changes: Any) -> Contract:
    """Store a works contract of 5 亿 with 4000 万 of certified work."""
    row = story.row("project", project)
    values = {
        "project_id": row.id,
        "number": "HT-001",
        "name": "土建施工合同",
        "payee": "示例建工集团有限公司",
        "amount": 5 * YI,
        "certified": 4_000 * WAN,
        "region_id": row.region_id,
        "unit_id": row.unit_id,
        "department_id": row.department_id,
    }
    found: Contract = story.register(Contract(**{**values, **changes}))[0]
    return found


def payment_form(project: str, share: str, line: str, paid: Contract, **changes: Any) -> dict[str, Any]:
    """Return a request for 5000 万."""
    return {
        "project": project,
        "share": share,
        "contract": paid.public_id,
        "budget_line": line,
        "number": "ZF-2036-001",
        "amount": "50000000",
        "payee": "示例建工集团有限公司",
        "payee_account": "330100001",
        "payee_bank": "示例银行",
        **changes,
    }


def paid(story: Story, form: dict[str, Any], day: str = "2036-04-10") -> str:
    """Take a disbursement from its request to its payment."""
    key = story.create("unit", "disbursement", **form)
    story.attach("unit", "disbursement", key, "payment_evidence")
    story.move("unit", "disbursement", key, "request")
    story.move("reviewer", "disbursement", key, "check")
    story.signed("officer", "disbursement", key, "approve", "disbursement")
    story.attach("officer", "disbursement", key, "payment_voucher")
    story.edit("officer", "disbursement", key, **{**form, "voucher": "PZ-1", "paid_on": day})
    story.move("officer", "disbursement", key, "pay")
    return key


def first_instalment(story: Story, share: str) -> Instalment:
    """Return the first instalment of a share."""
    row: RecordRow = story.row("bond_share", share)
    found: Instalment = story.all(Instalment, columns(Instalment).share_id == row.id)[0]
    return found
