"""The plan of a fund: proposed, evaluated beforehand, confirmed; it runs as long as the fund stands."""

from models.kinds.shorthand import state, use
from models.lifecycle import FieldGroup, FieldSpec, Form, Label, Lifecycle, Transition

_YES = (("yes", Label("Yes", "是")), ("no", Label("No", "否")))

PROJECT = Lifecycle(
    "project",
    Label("Plan of the fund", "基金设立方案"),
    "set_up",
    "draft",
    (
        state("draft", "Draft", "草稿", "none"),
        state("proposed", "Proposed", "已提出", "none"),
        state("confirmed", "Confirmed", "方案已确认"),
        state("running", "Running", "运行中"),
        state("closed", "Closed", "已清算", "done", ending=True),
        state("stopped", "Stopped", "已停止", "none", ending=True),
    ),
    (
        Transition(
            "propose",
            Label("Propose the plan", "提出设立方案"),
            ("draft",),
            "proposed",
            "project.submit",
            guards=(
                use("fields_filled", fields=("name", "total_investment", "start_year")),
                use("field_in", field="guarantees_funded", values=("yes",)),
                use("field_in", field="interest_funded", values=("yes",)),
            ),
            clauses=("fund.set_up", "fund.control_of_new"),
        ),
        Transition(
            "confirm",
            Label("Confirm the plan", "确认设立方案"),
            ("proposed",),
            "confirmed",
            "project.review",
            approval="fund_set_up",
            guards=(use("evaluation_passed", type="ex_ante"),),
            documents=("fund_plan",),
            effects=(use("date_fund", day="plan_confirmed_on"),),
            clauses=("fund.set_up",),
        ),
        Transition(
            "run",
            Label("Record the set-up", "登记设立完成"),
            ("confirmed",),
            "running",
            "project.advance",
            clauses=("fund.exit_clock",),
        ),
        Transition(
            "close",
            Label("Close after winding up", "清算后办结"),
            ("running",),
            "closed",
            "project.close",
            guards=(use("no_open", records=("fund", "capital_call", "fund_distribution", "budget_line")),),
            clauses=("fund.wind_up",),
        ),
        Transition(
            "return_for_correction",
            Label("Return for correction", "退回修改"),
            ("proposed",),
            "draft",
            "project.review",
            custom=True,
            needs_reason=True,
        ),
        Transition(
            "stop",
            Label("Stop", "停止"),
            ("draft", "proposed", "confirmed"),
            "stopped",
            "project.withdraw",
            approval="simple",
            custom=True,
            needs_reason=True,
        ),
    ),
)

PROJECT_FORM = Form(
    "project",
    (
        FieldGroup(
            "basics",
            Label("1. Basics", "一、基本情况"),
            (
                FieldSpec("name", Label("Name of the fund", "基金名称"), "text", required=True),
                FieldSpec("code", Label("Project code", "项目编码"), "text"),
                FieldSpec("sector", Label("Sector", "项目领域"), "text", required=True),
                FieldSpec("start_year", Label("Start year", "开始年度"), "year", required=True),
                FieldSpec(
                    "total_investment", Label("Target size", "目标规模"), "money", "fen", required=True
                ),
            ),
        ),
        FieldGroup(
            "conditions",
            Label("2. Conditions of a new fund", "二、新设条件"),
            (
                FieldSpec(
                    "guarantees_funded",
                    Label("The three guarantees are fully funded", "“三保”支出足额保障"),
                    "choice",
                    choices=_YES,
                ),
                FieldSpec(
                    "interest_funded",
                    Label("Debt interest is fully funded", "债务付息足额保障"),
                    "choice",
                    choices=_YES,
                ),
                FieldSpec("policy_goal", Label("Policy goal", "政策目标"), "long_text"),
            ),
        ),
    ),
)
