"""Pages of PPP contracts: register, contract, editor with its live check, lists, import, arrears, indices."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from bondlife.db import Database
from bondlife.demo.accounts import ORGANISATIONS, organisations
from bondlife.ppp.template import templates
from models.registry import PPPContract
from tests.database import people_of
from tests.web.signed import SignIn

CONTRACT = {
    "region": "330304", "regime": "stock", "payment_type": "government_pay", "number": "PPP-1",
    "name": "供排水项目", "agency": "区住建局", "company": "水务公司", "signed_on": "2021-05-01",
    "ends_on": "2035-12-31", "total_investment": "3000000.00", "capital": "600000.00",
}  # fmt: skip


def place(answer: Any) -> str:
    assert answer.status_code == 303, answer.text[-800:]
    return str(answer.headers["location"])


def made(site: SignIn) -> tuple[Any, str]:
    """Return the officer's browser and the page of a new contract."""
    officer = site("officer")
    assert "合同编号" in officer.get("/records/ppp_contract/new").text
    return officer, place(officer.post("/records/ppp_contract/new", CONTRACT))


def test_a_contract_is_entered_listed_and_shown(site: SignIn, db: Database) -> None:
    officer, href = made(site)
    assert href.startswith("/ppp/contracts/")
    text = officer.get(href).text
    assert "供排水项目" in text
    assert "国办函〔2025〕84号" in text
    listed = officer.get("/ppp/contracts?q=PPP-1&regime=stock&state=draft&region=330304").text
    assert href in listed
    assert href not in officer.get("/ppp/contracts?regime=new").text
    moved = officer.get(href.replace("/ppp/contracts/", "/records/ppp_contract/"), follow_redirects=False)
    assert moved.headers["location"] == href
    for name in ("financing", "risks", "milestones", "spending"):
        assert officer.get(f"{href}/lists/{name}").status_code == 200
    assert officer.get(f"{href}/lists/other").status_code == 404
    officer.get(f"{href}/lists/spending")
    bad = officer.post(f"{href}/lists/spending", {"version": "1", "0.year": "2030", "0.amount": "x"})
    assert bad.status_code == 422
    assert 'value="x"' in bad.text
    sent = {"version": "1", "0.year": "2030", "0.amount": "100.00", "1.year": "2031", "1.amount": "120.50"}
    assert place(officer.post(f"{href}/lists/spending", sent)) == href
    assert "已批准的支出计划" in officer.get(href).text
    stranger = site("unit")
    assert stranger.get(f"{href}/lists/spending").status_code in {403, 404}
    assert stranger.get(href).status_code == 404


def test_the_project_unit_of_a_contract_sees_it(site: SignIn, db: Database) -> None:
    officer = site("officer")
    form = {**CONTRACT, "number": "PPP-2", "unit": organisations(db)["unit"]}
    href = place(officer.post("/records/ppp_contract/new", form))
    assert ORGANISATIONS["unit"][0] in officer.get(href).text
    assert site("unit").get(href).status_code == 200


def test_terms_are_filled_checked_and_stored(site: SignIn) -> None:
    officer, href = made(site)
    new = f"{href}/terms/new"
    page = officer.get(f"{new}?template=linked_share").text
    assert "uk_areas" not in page
    assert all(
        f'value="{key}"' in page for key in ("annuity", "straight_line", "estimate_21", "maonan_plant")
    )
    parameters = {f"p.{one.name}": one.value for one in templates()["maonan_plant"].parameters}
    filled = officer.post(new, {"act": "fill", "template": "maonan_plant", **parameters}).text
    body, formula = (area(filled, name) for name in ("body", "formula"))
    spoilt = officer.post(f"{href}/terms/check", {"body": body, "formula": formula.replace("× QB", "× QC")})
    assert "formula: operation column 9" in spoilt.text
    lined = officer.post(f"{href}/terms/check", {"body": "a: [1", "formula": ""}).text
    assert "第 1 行不是 YAML 或 JSON" in lined
    form = {"template": "maonan_plant", "body": body, "formula": formula}
    late = officer.post(new, {**form, "valid_from": ""})
    assert late.status_code == 422
    terms = place(officer.post(new, {**form, "valid_from": "2026-01-01"}))
    shown = officer.get(terms).text
    assert "已废止，合同沿用" in shown
    assert shown.count("一致") >= 6
    assert officer.get(f"{terms}/edit").status_code == 200
    edited = {**form, "contract": href.rpartition("/")[2], "valid_from": "2026-02-01", "version": "1"}
    assert place(officer.post(f"{terms}/edit", edited)) == terms
    assert "2026-02-01" in officer.get(terms).text
    moved = officer.post(
        f"/records/ppp_terms/{terms.rpartition('/')[2]}/move", {"transition": "approve", "version": "2"}
    )
    assert moved.status_code == 409
    assert "付费附件或补充协议" in moved.text


def area(text: str, name: str) -> str:
    """Return what a text area holds."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', text, re.S)
    assert found is not None
    return unescape(found[1]).lstrip("\n")


def table(*rows: tuple[Any, ...]) -> bytes:
    """Return rows as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("合同", 0)
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


HEADS = (
    "合同编号",
    "合同名称",
    "类别",
    "回报机制",
    "实施机构",
    "项目公司",
    "总投资（万元）",
    "2026",
    "2027（万元）",
)


def test_a_table_of_contracts_is_looked_at_then_stored(site: SignIn, db: Database) -> None:
    officer = site("officer")
    assert officer.get("/ppp/import").status_code == 200
    row = ("T-1", "停车场项目", "存量", "政府付费", "城管局", "停车公司", 1234.5, 1000000.25, 100)
    sent = {"act": "look", "region": "330304"}
    look = officer.post("/ppp/import", sent, files={"file": ("a.xlsx", table(HEADS, row))})
    assert look.status_code == 200, look.text[-500:]
    assert "T-1" in look.text
    text = area(look.text, "text")
    stored = officer.post("/ppp/import", {"act": "store", "region": "330304", "text": text})
    assert "1 个合同已存为草稿" in stored.text
    with db.reading() as session:
        found = session.execute(sa.select(PPPContract).execution_options(scoped=True)).scalar_one()
    assert (found.total_investment, found.regime) == (1_234_5000_00, "stock")
    for wrong, words in (
        (table(HEADS, (*row[:6], "很多", 1, 2)), "不是金额"),
        (table(("甲", "乙")), "没有含"),
        (b"\x00\xff", "不是 UTF-8 文本"),
    ):
        name = "a.xlsx" if wrong[:2] == b"PK" else "a.yaml"
        refused = officer.post("/ppp/import", sent, files={"file": (name, wrong)})
        assert (refused.status_code, words in refused.text) == (422, True), words


def test_affordability_arrears_and_indices_have_their_pages(site: SignIn, db: Database) -> None:
    officer, href = made(site)
    assert "未填写一般公共预算支出" in officer.get("/ppp/affordability?region=330304").text
    assert officer.get("/ppp/affordability?region=110000").status_code == 404
    form = {"period": "2025-Q1", "due_on": "2025-04-30", "due": "1000.00", "late_percent": "3.65"}
    arrear = place(officer.post(f"{href}/arrears", form))
    page = officer.get(f"{arrear}?explain=penalty").text
    assert "违约利息" in page
    assert place(
        officer.post(
            f"{arrear}/pay", {"version": "1", "on": "2025-05-10", "amount": "400.00", "voucher": "K1"}
        )
    )
    plan = {"version": "2", "plan_number": "清欠1号", "0.on": "2030-01-31", "0.amount": "600.00"}
    assert place(officer.post(f"{arrear}/plan", plan)) == arrear
    ledger = officer.get("/ppp/arrears?region=330304").text
    assert "清欠1号" in ledger
    assert place(
        officer.post("/ppp/indices", {"region": "330304", "key": "cpi", "name": "CPI", "source": "公报"})
    )
    text = officer.get("/ppp/indices").text
    key = re.findall(r"/ppp/indices/([0-9a-f-]{36})/values", text)[0]
    values = {"lines": "2025-01 100.2 公报\n2025-02 100.4"}
    assert place(officer.post(f"/ppp/indices/{key}/values", values))
    gap = officer.post(f"/ppp/indices/{key}/values", {"lines": "2025-05 101"})
    assert gap.status_code == 422
    assert "缺 2025-03" in gap.text
    assert people_of(db)["auditor"].can("arrear.read")


@pytest.mark.parametrize("path", ["/ppp/contracts/x", "/ppp/terms/x", "/ppp/arrears/x", "/ppp/terms/x/edit"])
def test_what_is_not_there_is_missing(site: SignIn, path: str) -> None:
    assert site("officer").get(path).status_code == 404
