"""PPP contracts of the demo district: a water utility with renegotiated terms, a network in arrears."""

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from bondlife.demo.accounts import organisations
from bondlife.demo.desk import Desk
from bondlife.ppp.template import filled, templates
from bondlife.services import ppp
from bondlife.services.ppp_inputs import (
    LISTS,
    ArrearInput,
    ArrearPaymentInput,
    ClearingPlanInput,
    IndexSeriesInput,
    IndexValueInput,
    PriceInput,
)
from calculators.kernel.dates import add_months
from models.base import columns
from models.registry import Arrear

REGION = "330304"
WATER: Mapping[str, Any] = {
    "region": REGION,
    "number": "PPP-2018-03",
    "name": "城乡供排水一体化项目（示例）",
    "regime": "stock",
    "regime_basis": "区政府专题会议纪要（示例）",
    "payment_type": "gap_subsidy",
    "sector": "供排水",
    "agency": "区住房和城乡建设局",
    "company": "清源水务项目公司（示例）",
    "signed_on": "2018-05-16",
    "construction_from": "2018-07-01",
    "operation_from": "2021-01-01",
    "ends_on": "2037-12-31",
    "total_investment": "612000000",
    "capital": "122400000",
    "government_capital": "24480000",
}
NETWORK: Mapping[str, Any] = {
    **WATER,
    "number": "PPP-2019-07",
    "name": "镇级污水管网项目（示例）",
    "payment_type": "government_pay",
    "company": "碧溪环境项目公司（示例）",
    "signed_on": "2019-11-08",
    "construction_from": "2020-01-01",
    "operation_from": "2022-01-01",
    "ends_on": "2041-12-31",
    "total_investment": "26800000",
    "capital": "5360000",
    "government_capital": "0",
}
LISTS_OF_WATER: Mapping[str, list[dict[str, str]]] = {
    "financing": [
        {"source": "项目资本金", "party": "社会资本方", "amount": "97920000"},
        {"source": "政府方出资", "party": "区水务投资公司", "amount": "24480000"},
        {"source": "银行贷款", "party": "银团", "amount": "489600000", "rate": "4.65"},
    ],
    "risks": [
        {"risk": "建设成本超支", "bearer": "company", "measure": "固定总价"},
        {"risk": "水量不足", "bearer": "shared", "measure": "按实计量，调价机制"},
        {"risk": "政策变化", "bearer": "government", "measure": "协商补偿"},
    ],
    "milestones": [
        {"name": "竣工验收", "planned_on": "2020-12-31", "done_on": "2020-12-18"},
        {"name": "中期评估", "planned_on": "2025-12-31"},
        {"name": "移交", "planned_on": "2037-12-31"},
    ],
}
INDICES = (
    ("electricity", "工商业电价", "yuan/kwh", "0.6410 0.6520 0.6655"),
    ("wages", "在岗职工年平均工资", "yuan/year", "98120 102360 106480"),
)


def add_ppp(desk: Desk, today: date) -> dict[str, str]:
    """Store contracts, their terms, prices and arrears; return their keys by a short name."""
    water = _taken_on(desk, WATER)
    _indices(desk, today)
    body, _formula = filled(templates()["linked_share"], {"first": "2021-Q1"})
    _approved(desk, water, "2021-01-01", _water_body(body), "主合同付费附件")
    body, _formula = filled(templates()["linked_share"], {"first": "2021-Q1", "operation": "15200000.00"})
    _approved(
        desk, water, f"{today.year}-01-01", _water_body(body), "补充协议（一）：降低运维费", "补充协议（一）"
    )
    for name, rows in LISTS_OF_WATER.items():
        typed = [LISTS[name].model_validate(row) for row in rows]
        version = desk.row("ppp_contract", water).version
        ppp.set_list(desk.db, desk.actor("officer"), water, name, typed, version)
    _operating(desk, water)
    network = _taken_on(desk, NETWORK)
    _network_terms(desk, network)
    _operating(desk, network)
    _arrears(desk, network, today)
    return {"water": water, "network": network}


def _taken_on(desk: Desk, form: Mapping[str, Any]) -> str:
    key = desk.create("officer", "ppp_contract", **form, **organisations(desk.db))
    desk.attach(
        "officer", "ppp_contract", key, "ppp_contract_text", "ppp_regime_decision", "acceptance_report"
    )
    desk.signed("officer", "ppp_contract", key, "register")
    return key


def _operating(desk: Desk, key: str) -> None:
    desk.signed("officer", "ppp_contract", key, "start_operation")


def _approved(
    desk: Desk, contract: str, valid_from: str, body: Any, name: str, supplement: str = "", **more: Any
) -> None:
    form = {"ppp_contract": contract, "valid_from": valid_from, "name": name, "supplement": supplement}
    key = desk.create("officer", "ppp_terms", **{**form, "template": "linked_share", "body": body, **more})
    desk.attach("officer", "ppp_terms", key, "ppp_terms_annex")
    desk.signed("officer", "ppp_terms", key, "approve")


def _water_body(filled_body: Any) -> Any:
    """Return the filled template with the contract's indexation, user payments and default interest."""
    body = copy.deepcopy(filled_body)
    parts = [
        {"series": "electricity", "weight": "0.4", "base_month": "2021-01"},
        {"series": "wages", "weight": "0.6", "base_month": "2021-01"},
    ]
    body["indexation"] = [{"key": "opex", "parts": parts, "trigger": "0.02", "clause": "第 42 条"}]
    body["components"][1]["index"] = "opex"
    body["user_payment"] = {"input": "user_income", "clause": "第 40 条"}
    body["deductions"] = {"cap_share": "0.1", "clause": "附件 19"}
    body["late_rate"] = "0.0365"
    body["carried_forward"] = True
    return body


def _indices(desk: Desk, today: date) -> None:
    """Store two yearly indices from the base year of the contract to this one."""
    officer = desk.actor("officer")
    for key, name, unit, figures in INDICES:
        form = {
            "region": REGION,
            "key": key,
            "name": name,
            "unit": unit,
            "source": "公开统计数据（示例数值）",
            "frequency": "year",
        }
        stored = ppp.add_series(desk.db, officer, IndexSeriesInput.model_validate(form))
        values = figures.split()
        rows = [
            {"month": f"{year}-01", "value": values[min(year - 2021, 2)]}
            for year in range(2021, today.year + 1)
        ]
        typed = [IndexValueInput.model_validate(row) for row in rows]
        ppp.set_values(desk.db, officer, stored["public_id"], typed)


def _network_terms(desk: Desk, contract: str) -> None:
    body, formula = filled(templates()["maonan_network"], {"first": "2022-01"})
    name = "管网付费附件"
    _approved(desk, contract, "2022-01-01", body, name, formula=formula, template="maonan_network")
    for name, value in (("Pk", "168.48"), ("Py", "30.227733")):
        form = {"name": name, "effective_month": "2022-01", "value": value, "unit": "10k yuan/year"}
        price = PriceInput.model_validate({**form, "evidence": "竣工财务决算批复（示例）"})
        ppp.add_price(desk.db, desk.actor("officer"), contract, price)


def _arrears(desk: Desk, contract: str, today: date) -> None:
    """Enter two months that stayed unpaid: one half paid and planned, one without a plan."""
    officer = desk.actor("officer")
    for back, paid in ((14, True), (11, False)):
        due_on = add_months(today.replace(day=1), -back)
        period = f"{add_months(due_on, -1):%Y-%m}"
        form = {"period": period, "due_on": due_on.isoformat(), "due": "164621.00", "late_percent": "3.65"}
        stored = ppp.save_arrear(desk.db, officer, contract, ArrearInput.model_validate(form))
        if paid:
            _half_paid(desk, stored["public_id"], add_months(due_on, 6), today)


def _half_paid(desk: Desk, key: str, on: date, today: date) -> None:
    officer = desk.actor("officer")
    payment = {"on": on.isoformat(), "amount": "82310.50", "voucher": "示例凭证-0417"}
    version = desk.one(Arrear, columns(Arrear).public_id == key).version
    ppp.pay_arrear(desk.db, officer, key, ArrearPaymentInput.model_validate(payment), version)
    rows = [{"on": add_months(today, months).isoformat(), "amount": "41155.25"} for months in (2, 5)]
    plan = ClearingPlanInput.model_validate({"plan_number": "清欠方案（示例）", "rows": rows})
    version = desk.one(Arrear, columns(Arrear).public_id == key).version
    ppp.plan_arrear(desk.db, officer, key, plan, version)
