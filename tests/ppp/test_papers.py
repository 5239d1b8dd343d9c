"""Documents of a PPP contract out of a signed statement: payment advice, report of a period, assessment."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from bondlife.exchange.documents import Paper, broken
from bondlife.exchange.documents.render import MEDIA, render
from bondlife.exchange.papers import contract_month, payment_advice, ppp_assessment
from bondlife.locale import speaking
from bondlife.queries.ppp_reports import ContractReport, contract_report
from bondlife.queries.ppp_statement import statement_view
from tests.exchange.documents.papers import png
from tests.ppp.test_pages import Office, office
from tests.ppp.works import PERIOD, on

__all__ = ["office"]

pytestmark = (
    pytest.mark.full
)  # a second office would cost the gate more than its tests; one stands in test_pages

PAYABLE = 12_445_718_25
FEN = Decimal("0.01")


def advice(office: Office) -> Paper:
    with speaking("zh_CN"):
        return payment_advice.paper(
            statement_view(office.works.db, office.story.people["officer"], office.statement)
        )


def month(office: Office) -> Paper:
    with speaking("zh_CN"):
        return contract_month.paper(report_of(office))


def assessment(office: Office) -> Paper:
    with speaking("zh_CN"):
        return ppp_assessment.paper(report_of(office), lambda _digest: png())


def report_of(office: Office) -> ContractReport:
    key = office.works.contract.public_id
    return contract_report(office.works.db, office.story.people["officer"], key, PERIOD)


@pytest.mark.parametrize("made", [advice, month, assessment])
def test_every_identity_of_the_document_holds(office: Office, made: Callable[[Office], Paper]) -> None:
    paper = made(office)
    assert broken(paper) == []
    way = paper.rows("way")
    assert way[-1]["amount"] == PAYABLE
    assert way[-1]["_formula"].count("+") == len(way) - 2


def test_the_advice_says_what_is_paid_to_whom_and_why(office: Office) -> None:
    about = advice(office).values["about"]
    assert about["payable"] == PAYABLE
    assert about["words"] == "壹仟贰佰肆拾肆万伍仟柒佰壹拾捌元贰角伍分"
    assert about["compared"].startswith("比2036-Q2减少372,862.45元")
    assert about["company"] == "青澜清源水务公司"


def test_the_report_tells_service_trend_and_what_was_changed(office: Office) -> None:
    event = office.works.event(
        office.works.contract, "FW-099", 1, type="unavailable", area="二沉池", period="2036-Q4"
    )
    with on("2036-11-20"):
        office.works.alter(event, remark="补充说明")
    paper = month(office)
    assert [row["number"] for row in paper.rows("events")] == ["FW-081", "FW-087", "FW-090", "FW-094"]
    assert [row["payable"] for row in paper.rows("trend")][-2:] == [PAYABLE + 372_862_45, PAYABLE]
    assert not paper.rows("unavailable")
    with speaking("zh_CN"):
        people, key = office.story.people["officer"], office.works.contract.public_id
        later = contract_month.paper(contract_report(office.works.db, people, key, "2036-Q4"))
    assert [row["area"] for row in later.rows("unavailable")] == ["二沉池"]
    assert "补充说明" in {row["after"] for row in later.rows("changes")}
    assert later.values["summary"][-1] == "本期付费尚未计算。"


def test_every_file_is_sent_and_says_the_same_fen(office: Office) -> None:
    desk, contract = office.desk("officer"), office.works.contract.public_id
    bases = (
        f"/ppp/statements/{office.statement}/advice/{{}}",
        f"/ppp/contracts/{contract}/report/{{}}?period={PERIOD}",
        f"/ppp/contracts/{contract}/assessment/{{}}?period={PERIOD}",
    )
    ends = set[tuple[int, bool]]()
    for base in bases:
        files = {kind: desk.get(base.format(kind)) for kind in ("pdf", "docx", "xlsx")}
        assert {kind: one.headers["content-type"] for kind, one in files.items()} == {
            k: MEDIA[k] for k in files
        }
        told = "".join(page.extract_text() for page in PdfReader(BytesIO(files["pdf"].content)).pages)
        assert "12,445,718.25" in told.replace("\n", "")
        cells = [
            cell.text for table in Document(BytesIO(files["docx"].content)).tables for cell in table._cells
        ]
        assert "12,445,718.25" in cells
        sheet: Any = openpyxl.load_workbook(BytesIO(files["xlsx"].content), data_only=True).worksheets[0]
        assert 12_445_718.25 in [cell.value for row in sheet.iter_rows() for cell in row]
        pictures = {one.anchor._from.row for one in sheet._images}
        ends |= {(one.id, one.id in pictures) for one in sheet.row_breaks.brk}
    assert {is_picture for _row, is_picture in ends} == {True}, "a page of a sheet ends before a picture"


def test_sheets_worked_out_anew_by_an_office_suite_say_the_same_fen(office: Office, tmp_path: Path) -> None:
    """Every kept result is taken out first, so that what stands there afterwards was computed there."""
    suite = shutil.which("soffice")
    made = {"advice": advice(office), "month": month(office), "assessment": assessment(office)}
    for name, paper in made.items():
        (tmp_path / f"{name}.xlsx").write_bytes(emptied(render(paper, "xlsx")))
    if suite is None:  # the formulas themselves are worked out by the house's own evaluator
        assert all(broken(paper) == [] for paper in made.values())
        return
    command = [
        suite,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "xlsx",
    ]
    files = [str(tmp_path / f"{name}.xlsx") for name in made]
    done = [*command, "--outdir", str(tmp_path / "out"), *files]
    subprocess.run(done, check=True, capture_output=True, timeout=120)
    for name, paper in made.items():
        stated, live = (
            figures(render(paper, "xlsx")),
            figures((tmp_path / "out" / f"{name}.xlsx").read_bytes()),
        )
        assert len(live) >= 8, name
        assert live == {cell: stated[cell] for cell in live}, name


def emptied(data: bytes) -> bytes:
    """Return a workbook without the kept results of its formulas."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            body = old.read(one)
            if one.filename.startswith("xl/worksheets/sheet"):
                body = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", body)
            new.writestr(one, body)
    return out.getvalue()


def figures(data: bytes) -> dict[tuple[str, str], Decimal]:
    """Return sheet and cell → what stands in every cell that a formula fills, to the fen."""
    told, live = (openpyxl.load_workbook(BytesIO(data), data_only=kept) for kept in (False, True))
    return {
        (sheet.title, cell.coordinate): Decimal(str(live[sheet.title][cell.coordinate].value)).quantize(FEN)
        for sheet in told.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_pages_show_the_same_and_a_foreign_contract_is_missing(office: Office) -> None:
    desk, contract = office.desk("officer"), office.works.contract.public_id
    for name in ("report", "assessment"):
        page = desk.get(f"/ppp/contracts/{contract}/{name}?period={PERIOD}")
        assert page.status_code == 200
        assert "12,445,718.25" in page.text
        assert f"/{name}/pdf?period={PERIOD}" in page.text
        assert desk.get(f"/ppp/contracts/{contract}/{name}/exe?period={PERIOD}").status_code == 404
        assert desk.get(f"/ppp/contracts/{contract}/{name}?period=2036-13").status_code == 422
        nowhere = "00000000-0000-4000-8000-000000000000"
        assert desk.get(f"/ppp/contracts/{nowhere}/{name}").status_code == 404
