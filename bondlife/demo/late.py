"""Later days of a demo's story: payments and works, debt served on time and late, what is watched."""

from datetime import date, timedelta

from bondlife.demo import beside, requests, sites, watch
from bondlife.demo.debts import Terms, exact, plan_use, withhold
from bondlife.demo.desk import yuan
from bondlife.demo.early import named, received
from bondlife.demo.payments import bring_statement, open_account
from bondlife.demo.tale import Tale
from bondlife.services.repayment_inputs import RefinancingLineInput, ShortfallLineInput
from bondlife.services.repayment_notices import open_due
from bondlife.services.repayments import save_mapping, save_shortfall
from bondlife.services.risk import take_snapshots
from calculators.kernel.dates import add_months
from models.registry import Instalment


def september(today: date) -> date:
    """Return the last day in a September that lies behind, when supplementary requests are asked for."""
    return date(today.year - (today < date(today.year, 9, 20)), 9, 12)


def _serve(tale: Tale, share: str, project: str, number: int, *, levels: int = 3) -> None:
    """Serve one instalment from its budget up the chain."""
    debts, code = tale.debts, tale.projects[project]
    debts.notify(code, debts.rows(tale.shares[share])[number])
    row = debts.rows(tale.shares[share])[number]
    debts.remit(row)
    debts.pass_up(row, levels=levels)


def first_interest(tale: Tale) -> None:
    """Serve the first year of the old bond with every receipt."""
    _serve(tale, "olda", "DEMO-S-1", 0)


def second_interest(tale: Tale) -> None:
    """Serve its second year."""
    _serve(tale, "olda", "DEMO-S-1", 1)


def factory_interest(tale: Tale) -> None:
    """Serve the first year of the factory's bond."""
    _serve(tale, "factorya", "DEMO-S-2", 0)


def first_payments(tale: Tale) -> None:
    """Pay what the first months of works were certified for; report a month."""
    tale.spenders["a"].pay("停车场土建合同", 1_200)
    tale.spenders["b"].pay("管网改造施工合同", 500)
    _month(tale, "a", 9, 22, 1_200)


def works_go_on(tale: Tale) -> None:
    """Certify more work, change a contract, enter the year before of the factory."""
    parking = tale.spenders["a"]
    contract = parking.contracts["停车场土建合同"]
    sites.change_contract(tale.desk, parking.project, contract, 260, tale.ago(6))
    sites.certify(tale.desk, parking.project, contract, f"{tale.ago(6):%Y-%m}", 400)
    parking.pay("停车场土建合同", 700)
    _month(tale, "a", 6, 34, 400)
    _actual_years(tale)


def _actual_years(tale: Tale) -> None:
    year, factory = tale.ago(6).year, tale.projects["DEMO-S-2"]
    cause = "两栋厂房招租不及预期，平均出租率约六成"
    if year > tale.ago(18).year:
        sites.actual(tale.desk, factory, year - 1, 1_560, cause)
    sites.asset(
        tale.desk,
        factory,
        "1—4 号标准厂房",
        investment=7_600,
        from_special=7_600,
        original_value=7_600,
        net_value=7_300,
        yearly_inflow=1_560,
    )


def more_payments(tale: Tale) -> None:
    """Pay on, refund a part, hand income in."""
    tale.spenders["a"].pay("停车场土建合同", 300)
    tale.spenders["b"].pay("管网改造施工合同", 200)
    _month(tale, "a", 3, 38, 0, remark="管线迁改影响施工")
    factory = tale.spenders["factory"]
    factory.move("income_handed_in", 420, share=None)


def change_of_use(tale: Tale) -> None:
    """Give a part of the car park's unused money to the pipes, as the province approved."""
    desk, key = tale.desk, ""
    form = {"project": tale.projects["DEMO-S-3"], "share": tale.shares["paira"], "case": "surplus"}
    form |= {"target_project": tale.projects["DEMO-S-4"], "amount": yuan(1_000), "reason": "设备采购结余"}
    fields = {"misused_before": "no", "target_finish": f"{tale.ago(-10)}"}
    key = desk.create("unit", "change_of_use", **form, fields=fields)
    desk.attach("unit", "change_of_use", key, "change_reason_evidence")
    desk.move("unit", "change_of_use", key, "submit")
    papers = ("implementation_plan", "financial_report", "legal_opinion")
    desk.attach("officer", "change_of_use", key, *papers)
    desk.signed("officer", "change_of_use", key, "report")
    told = {**form, "approval_number": f"示例财债〔{tale.ago(0, 25).year}〕9号"}
    desk.edit("officer", "change_of_use", key, **told, fields=fields)
    desk.attach("officer", "change_of_use", key, "provincial_approval")
    desk.signed("officer", "change_of_use", key, "approve")


def late_bond(tale: Tale) -> None:
    """Receive one more share, and wait for the county's signature under another."""
    day = tale.ago(2)
    received(tale, "late", Terms(named(day, "六期"), day, 15, "2.42", 2), a=("DEMO-S-3", 3_000))
    terms = Terms(named(day, "七期"), day, 10, "2.28")
    (share,) = tale.debts.issue(terms, a=(tale.projects["DEMO-S-4"], 2_000))
    tale.debts.lend_on(share, signed=False)


def month_before(tale: Tale) -> None:
    """Pay for the month the statement is about; keep the ratios of that month."""
    tale.spenders["a"].pay("停车场土建合同", 100)
    tale.spenders["b"].pay("管网改造施工合同", 150)
    _month(tale, "a", 1, 41, 100)
    for year in (tale.today.year - 1, tale.today.year):
        watch.fiscal(tale.desk, year, tale.ago(1))
    take_snapshots(tale.desk.db)


def late_interest(tale: Tale) -> None:
    """Open the notices of the day; the factory's second interest falls overdue."""
    open_due(tale.desk.db)


def refinance(tale: Tale) -> None:
    """Put what falls due of the old bond under refinancing; the province issues the new one."""
    desk, row = tale.desk, _last(tale)
    desk.edit("officer", "instalment", row.public_id, interest_source="dedicated_income")
    desk.attach("officer", "instalment", row.public_id, "refinancing_plan")
    desk.signed("officer", "instalment", row.public_id, "refinance", "到期本金再融资")
    day = tale.ago(0, 20)
    terms = Terms(named(day, "再融资一期"), day, 7, "2.05", purpose="refinancing_maturing")
    (share,) = tale.debts.issue(terms, a=(tale.projects["DEMO-S-1"], 12_000))
    tale.debts.lend_on(share)
    tale.shares["new"] = share


def refinanced(tale: Tale) -> None:
    """Map the old principal to the new share; the rest is paid from own funds that are in the budget."""
    desk, row = tale.desk, _last(tale)
    lines = [RefinancingLineInput(new_share=tale.shares["new"], amount=yuan(12_000))]
    save_mapping(desk.db, desk.actor("officer"), row.public_id, lines, row.version)
    project, year = tale.projects["DEMO-S-1"], row.payment_date.year
    tale.debts.line(project, year, "2310498", "principal", yuan(3_000))
    desk.signed("officer", "instalment", row.public_id, "complete_refinancing")


def _last(tale: Tale) -> Instalment:
    """Return the instalment that carries the old bond's principal."""
    return max(tale.debts.rows(tale.shares["olda"]), key=lambda one: one.principal)


def shortfall(tale: Tale) -> None:
    """Report that the pipes cannot serve their first interest, with a plan that covers it."""
    desk, debts = tale.desk, tale.debts
    debts.notify(tale.projects["DEMO-S-4"], debts.rows(tale.shares["pairb"])[0])
    row = debts.rows(tale.shares["pairb"])[0]
    desk.attach("officer", "instalment", row.public_id, "shortfall_plan")
    told = {"source": "fiscal_subsidy", "year": tale.today.year, "amount": exact(row.interest + row.fee)}
    told |= {"approval_number": "示例政〔缺〕9号", "approved_on": f"{tale.ago(0, 9)}"}
    lines = [ShortfallLineInput.model_validate(told)]
    save_shortfall(desk.db, desk.actor("officer"), row.public_id, lines, row.version)
    desk.signed("officer", "instalment", row.public_id, "report_shortfall", "项目尚未产生收入")


def supplements(tale: Tale) -> None:
    """Take the supplementary requests of the year through meeting and standing committee."""
    project = tale.projects["DEMO-S-5"]
    sites.evaluate(tale.desk, project, september(tale.today).year, "88")
    requests.supplements(tale.desk, project, september(tale.today))


def these_days(tale: Tale) -> None:
    """A notice, the statement of last month, a batch, what is watched and supposed."""
    desk, day = tale.desk, tale.ago(0, 1)
    debts = tale.debts
    debts.notify(tale.projects["DEMO-S-3"], debts.rows(tale.shares["paira"])[0])
    bring_statement(desk, open_account(desk, add_months(day, -42)), f"{tale.ago(1):%Y-%m}")
    payee, contract = "示例建工集团有限公司", "HT-DEMO-S-3-1"
    beside.exports(desk, "YTH-330304-3", contract, payee, day)
    withhold(desk, day)
    plan_use(desk, tale.projects["DEMO-S-3"], day)
    requests.batch(desk, tale.projects, day.year)
    tale.spenders["b"].ask("管网改造施工合同", 80)
    watch.sanction(desk, "330303", day - timedelta(days=30))
    watch.event(desk, tale.projects["DEMO-S-2"], day)
    watch.ask_for_figures(desk, day)
    watch.suppose(desk, "330304", day)


def _month(tale: Tale, name: str, ago: int, percent: int, certified: int, **more: str) -> None:
    """Report the month before that day."""
    told = f"{tale.ago(ago + 1):%Y-%m}"
    sites.month(tale.desk, tale.spenders[name].project, told, percent, certified, **more)


def close_books(tale: Tale) -> None:
    """File a month to the systems above, and close it."""
    month = f"{tale.ago(3):%Y-%m}"
    beside.file_month(tale.desk, month)
    beside.close_month(tale.desk, month)
