"""The import wizard as an officer walks it: choose, look, confirm; refusals in words; nothing half stored."""

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bondlife.db import Database
from bondlife.jobs.runner import run_waiting
from bondlife.settings import settings
from models.base import columns
from models.registry import Bond, ImportFile, Job, Project
from tests.exchange.hostile import Made, bond_row, inflating, workbook
from tests.exchange.test_project_ledger import filled
from tests.imports.samples import OWN, RUNNING, count
from tests.web.signed import Browser, SignIn

KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')
BOND = "2024年浙江省政府专项债券({}期)"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "data_dir", tmp_path / "data")


def bonds(*changes: dict[str, Any]) -> bytes:
    return workbook([bond_row(n, name=BOND.format(n), **each) for n, each in enumerate(changes, 1)])


def send(who: Browser, content: bytes, kind: str = "ledger", unit: str = "万元", **more: Any) -> Any:
    who.get("/imports")
    files = {"file": (more.pop("name", "项目台账.xlsx"), content), **more.pop("files", {})}
    return who.post("/imports", {"kind": kind, "unit": unit}, files=files, **more)


def store(who: Browser, address: str, db: Database) -> str:
    """Confirm a preview and let the job process work; returns the text of the job's page."""
    page = who.get(address)
    asked = who.post(f"{address}/confirm", key=KEY.findall(page.text)[0])
    assert asked.status_code == 303, asked.text
    run_waiting(db)
    return str(who.get(asked.headers["location"]).text)


def test_a_ledger_goes_through_the_three_steps(site: SignIn, db: Database) -> None:
    officer = site("officer")
    sent = send(officer, filled(OWN, RUNNING))
    assert sent.status_code == 303
    page = officer.get(sent.headers["location"])
    assert "可入库 2 行" in page.text
    assert "490000000" in page.text.replace(",", "")
    assert count(db, Project) == 0
    told = store(officer, sent.headers["location"], db)
    assert "新增 2 条" in told
    assert 'href="/projects"' in told
    assert count(db, Project) == 2
    assert "项目台账.xlsx" in officer.get("/imports").text


def test_the_same_file_twice_says_that_it_changes_nothing(site: SignIn, db: Database) -> None:
    officer = site("officer")
    for expected in ("新增 1 条", "没有带来变化"):
        sent = send(officer, filled(OWN))
        assert expected in store(officer, sent.headers["location"], db)
    assert count(db, Project) == 1


def test_errors_name_place_expectation_and_mending_and_come_back_as_xlsx(site: SignIn, db: Database) -> None:
    officer = site("officer")
    sent = send(officer, filled(OWN, {**OWN, "code": "NB-2", "total_investment": "abc"}))
    address = sent.headers["location"]
    text = officer.get(address).text
    assert "有 1 处错误，不能导入" in text
    assert "abc" in text
    assert "这不是金额" in text or "不是金额" in text
    assert f'action="{address}/confirm"' not in text
    assert officer.post(f"{address}/confirm").status_code == 422
    book = load_workbook(BytesIO(officer.get(f"{address}/findings.xlsx").content))
    assert "abc" in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert count(db, Job) == 0


def test_warnings_show_the_printed_and_the_computed_figure(site: SignIn) -> None:
    officer = site("officer")
    sent = send(officer, filled({**OWN, "other_debt": 1001.0}))
    text = officer.get(sent.headers["location"]).text
    assert ">24500<" in text
    assert ">24501<" in text


def test_a_column_mapped_by_hand_is_remembered_for_the_next_file(site: SignIn, db: Database) -> None:
    officer = site("officer")
    odd: list[list[str | float]] = [["甲", f"{BOND.format(1)}", "2024-02-28", "2034-03-01", 30.4, 10, 2.36]]
    headings = ("备查", "我们叫它", "issue_date", "maturity_date", "size_yi", "tenor_years", "coupon_pct")
    first = workbook(odd, headings=headings)
    address = send(officer, first, "issue-list", "亿元").headers["location"]
    assert "不能导入" in officer.get(address).text
    again = officer.post(f"{address}/columns", {"unit": "亿元", "column.name": "我们叫它"})
    assert again.status_code == 303, again.text
    assert "新增 1 条" in store(officer, address, db)
    odd[0][1] = BOND.format(2)
    address = send(officer, workbook(odd, headings=headings), "issue-list", "亿元").headers["location"]
    assert "可入库 1 行" in officer.get(address).text


def test_another_unit_is_read_again(site: SignIn) -> None:
    officer = site("officer")
    address = send(officer, bonds({}), "issue-list", "亿元").headers["location"]
    assert ">304,000<" in officer.get(address).text
    assert officer.post(f"{address}/columns", {"unit": "万元"}).status_code == 303
    assert ">30.4<" in officer.get(address).text
    refused = officer.post(f"{address}/columns", {"unit": "斤"})
    assert refused.status_code == 422


def test_published_totals_are_compared(site: SignIn) -> None:
    officer = site("officer")
    totals = "month: 2024-02\npublished:\n  发行只数: 1\n  发行额:\n    合计: 30.5\n".encode()
    sent = send(officer, bonds({}), "issue-list", "亿元", files={"totals": ("totals.yaml", totals)})
    assert sent.status_code == 303, sent.text
    bad = send(officer, bonds({}), "issue-list", "亿元", files={"totals": ("totals.yaml", b"{")})
    assert bad.status_code == 422
    not_here = send(officer, filled(OWN), files={"totals": ("totals.yaml", totals)})
    assert not_here.status_code == 422


def test_a_foreign_row_fails_the_job_and_stores_nothing(site: SignIn, db: Database) -> None:
    officer = site("officer")
    foreign = {**OWN, "code": "NB-2", "region_code": "330203"}
    sent = send(officer, filled(OWN, foreign))
    told = store(officer, sent.headers["location"], db)
    assert "未入库" in told
    assert "row 5" in told
    assert "330203" in told
    assert count(db, Project) == 0
    assert count(db, ImportFile, columns(ImportFile).state == "confirmed") == 0


FILES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "no file": (b"", "请选择"),
    "a bomb": (partial(inflating, 300), ""),
    "encrypted": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 512
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 512,
        "密",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"x" * 99, ""),
}
REFUSED = Made(FILES)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(site: SignIn, db: Database, name: str) -> None:
    content, words = REFUSED[name]
    answer = send(site("officer"), content)
    assert 400 <= answer.status_code < 500
    assert words in answer.text
    assert count(db, ImportFile) == 0


def test_a_file_above_the_limit_is_refused(site: SignIn) -> None:
    assert send(site("officer"), b"x" * 300_000).status_code == 413


def test_an_unknown_kind_or_unit_is_refused(site: SignIn) -> None:
    officer = site("officer")
    assert send(officer, filled(OWN), "nothing").status_code == 422
    assert send(officer, filled(OWN), unit="斤").status_code == 422


def test_nobody_else_sees_an_upload_or_its_job(site: SignIn, db: Database) -> None:
    officer, city = site("officer"), site("city")
    sent = send(officer, filled(OWN))
    address = sent.headers["location"]
    assert city.get(address).status_code == 404
    assert city.post(f"{address}/confirm").status_code == 404
    assert city.get(f"{address}/findings.xlsx").status_code == 404
    asked = officer.post(f"{address}/confirm")
    job = asked.headers["location"]
    assert officer.get(job).status_code == 200
    assert site("unit").get(job).status_code == 404
    assert site("auditor").get(job).status_code == 404
    assert site("system").get(job).status_code == 200
    assert site("auditor").get("/imports").status_code == 403
    run_waiting(db)
    assert count(db, Project) == 1


def test_two_confirmations_are_one_job(site: SignIn, db: Database) -> None:
    officer = site("officer")
    address = send(officer, filled(OWN)).headers["location"]
    key = KEY.findall(officer.get(address).text)[0]
    first, second = (officer.post(f"{address}/confirm", key=key) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert officer.post(f"{address}/confirm").status_code == 409
    assert count(db, Job) == 1


def test_progress_comes_as_events_and_ends(site: SignIn, db: Database) -> None:
    officer = site("officer")
    address = send(officer, filled(OWN)).headers["location"]
    job = officer.post(f"{address}/confirm").headers["location"]
    waiting = officer.get(job).text
    assert f'sse-connect="{job}/stream"' in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    run_waiting(db)
    stream = officer.get(f"{job}/stream")
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert "event: progress" in stream.text
    assert "event: done" in stream.text
    assert "新增 1 条" in stream.text
    assert "sse-connect" not in officer.get(job).text


def test_a_kept_file_goes_when_it_is_stored_and_after_a_day(
    site: SignIn, db: Database, tmp_path: Path
) -> None:
    import os

    officer = site("officer")
    address = send(officer, filled(OWN)).headers["location"]
    kept = tmp_path / "data" / "uploads"
    assert len([path for path in kept.rglob("*") if path.is_file()]) == 1
    store(officer, address, db)
    assert not [path for path in kept.rglob("*") if path.is_file()]
    old = send(officer, filled({**OWN, "code": "NB-8"})).headers["location"]
    for path in kept.rglob("*"):
        os.utime(path, (1, 1))
    send(officer, filled({**OWN, "code": "NB-7"}))
    gone = officer.post(f"{old}/confirm")
    assert gone.status_code == 422
    assert "保留一天" in gone.text


def test_the_ledger_template_comes_back_filled_in(site: SignIn, db: Database) -> None:
    officer = site("officer")
    template = officer.get("/imports/ledger-template.xlsx")
    assert template.headers["content-type"].endswith("sheet")
    assert load_workbook(BytesIO(template.content)).sheetnames[0] == "项目台账"
    assert send(officer, template.content).status_code == 303
    assert count(db, Bond) == 0


def test_an_export_of_the_platform_goes_through_the_three_steps(site: SignIn, db: Database) -> None:
    heads = "支付凭证号,指标文号,项目代码,支出功能分类科目,支付日期,支付金额（元）,收款人"
    content = f"{heads}\nPZ-1,瓯财预〔2036〕1号,P-9,2290402,2036-04-20,3000000,示例公司\n".encode()
    officer = site("officer")
    assert 'value="platform-payment" selected' in officer.get("/imports?kind=platform-payment").text
    form = {"kind": "platform-payment", "unit": "元"}
    sent = officer.post("/imports", form, files={"file": ("支付.csv", content)})
    address = sent.headers["location"]
    assert "PZ-1" in officer.get(address).text
    officer.post(f"{address}/confirm")
    assert run_waiting(db) == 1
    page = officer.get("/platform").text
    assert "没有项目登记代码 P-9" in page
