"""Documents on their pages: every file of a paper, and the templates that officers edit."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from bondlife.db import Database
from bondlife.exchange.documents.render import MEDIA
from bondlife.queries.paper_templates import digest_in_force
from bondlife.settings import Settings
from bondlife.verify.rows import documents
from tests.database import People
from tests.web.signed import Browser, SignIn, make_project

FORM = "/paper-templates/approval_sheet"
LINE = "本签批单按瓯海区财政局格式打印。"


def edited(data: bytes, *lines: str) -> bytes:
    """Return a template with lines more."""
    document = Document(BytesIO(data))
    for text in lines:
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def send(browser: Browser, data: bytes, region: str = "330304") -> Any:
    fields = {"region": region, "reason": "本局格式"}
    return browser.post(FORM, fields, files={"file": ("签批单.docx", data, "application/x-whatever")})


def lines_of(data: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(data)).paragraphs]


def assert_files_are_proven(db: Database, folder: Path) -> None:
    """Verify finds the template whole, and one whose bytes were changed."""
    here = Settings(data_dir=folder)
    assert documents(db, here).problems == []
    digest = next(one for one in (here.documents_dir).glob("*/*") if one.is_file())
    told = digest.read_bytes()
    digest.chmod(0o640)
    digest.write_bytes(told + b"x")
    assert "template" in documents(db, here).problems[0]
    digest.write_bytes(told)


def region_of(db: Database, people: People) -> int:
    found = people["officer"].region_id
    assert found is not None
    return found


def test_an_officer_edits_the_template_and_ends_it_again(
    site: SignIn, db: Database, people: People, tmp_path: Path
) -> None:
    officer = site("officer")
    assert "随软件提供" in officer.get(FORM).text
    own = officer.get(f"{FORM}/own.docx")
    assert own.headers["content-type"] == MEDIA["docx"]
    assert send(officer, edited(own.content, LINE)).status_code == 303
    assert digest_in_force(db, region_of(db, people), "approval_sheet").startswith("sha256:")
    assert LINE in lines_of(officer.get(f"{FORM}/sample/docx").content)
    assert_files_are_proven(db, tmp_path / "data")
    assert LINE not in lines_of(site("city").get(f"{FORM}/sample/docx").content)
    page = officer.get(FORM).text
    kept = re.search(r"/paper-templates/files/([0-9a-f-]{36})", page)
    version = (
        re.search(rf'{kept[1]}/end">.*?name="version" value="([0-9]+)"', page, re.DOTALL) if kept else None
    )
    assert kept is not None
    assert version is not None
    address = f"/paper-templates/files/{kept[1]}"
    assert LINE in lines_of(officer.get(address).content)
    assert site("reviewer").post(f"{address}/end", {"reason": "x", "version": version[1]}).status_code == 403
    assert officer.post(f"{address}/end", {"reason": "", "version": version[1]}).status_code == 422
    assert officer.post(f"{address}/end", {"reason": "改回", "version": version[1]}).status_code == 303
    assert LINE not in lines_of(officer.get(f"{FORM}/sample/docx").content)


def test_a_template_with_faults_is_told_place_by_place_and_not_kept(
    site: SignIn, db: Database, people: People
) -> None:
    officer = site("officer")
    own = officer.get(f"{FORM}/own.docx").content
    answer = send(officer, edited(own, "{{ about.projct }}", "{{ lipsum() }}"))
    assert answer.status_code == 422
    assert "段（{{ about.projct }}）：该文书没有字段“about.projct”" in answer.text.replace("&#123;", "{")
    assert "模板不能使用“(”" in answer.text
    assert send(officer, own, "330000").status_code == 403
    assert digest_in_force(db, region_of(db, people), "approval_sheet") == ""


@pytest.mark.full
def test_the_nearest_template_above_serves_a_county(site: SignIn, db: Database, people: People) -> None:
    city = site("city")
    own = city.get(f"{FORM}/own.docx").content
    assert send(city, edited(own, LINE), "330300").status_code == 303
    assert LINE in lines_of(site("officer").get(f"{FORM}/sample/docx").content)


@pytest.fixture
def sheet(site: SignIn, db: Database, people: People) -> str:
    project = make_project(db, people["officer"])
    officer = site("officer")
    officer.post(f"/records/project/{project}/move", {"transition": "submit", "version": "1"})
    officer.get(f"/projects/{project}/edit")
    change = {"version": "2", "total_investment": "130000000", "reason": "概算调整"}
    assert officer.post(f"/records/project/{project}/change", change).status_code == 303
    found = re.search(r"/approvals/[0-9a-f-]{36}/sheet", officer.get(f"/projects/{project}").text)
    assert found is not None
    return found[0]


def test_an_approval_sheet_leaves_in_every_form(site: SignIn, sheet: str) -> None:
    officer = site("officer")
    for kind in ("pdf", "docx", "xlsx", "json"):
        answer = officer.get(f"{sheet}/{kind}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA[kind])
    told = "".join(
        one.extract_text() for one in PdfReader(BytesIO(officer.get(f"{sheet}/pdf").content)).pages
    )
    assert "双溪污水处理改造提升工程" in told.replace("\n", "")
    assert officer.get(f"{sheet}/exe").status_code == 404


def test_every_list_can_be_printed(site: SignIn) -> None:
    officer = site("officer")
    answer = officer.get("/bonds/export/pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "导出PDF" in officer.get("/bonds").text
