"""Documents on their pages: every file of a paper, and the templates that officers edit."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.demo.people import LEVELS
from bondlife.errors import Forbidden
from bondlife.exchange.documents.render import MEDIA, template_of
from bondlife.queries.paper_templates import digest_in_force, form_called
from bondlife.services.paper_templates import TemplateInput, decide, keep
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


def waiting(browser: Browser) -> tuple[str, str]:
    """Return the address of the newest version that was kept, and its version number."""
    page = browser.get(FORM).text
    kept = re.search(r"/paper-templates/files/([0-9a-f-]{36})", page)
    assert kept is not None
    version = re.search(rf'{kept[1]}/(?:end|decide)">.*?name="version" value="([0-9]+)"', page, re.DOTALL)
    assert version is not None
    return f"/paper-templates/files/{kept[1]}", version[1]


def test_a_template_serves_once_a_second_person_put_it_into_force(
    site: SignIn, db: Database, people: People, tmp_path: Path
) -> None:
    officer, reviewer = site("officer"), site("reviewer")
    assert "随软件提供" in officer.get(FORM).text
    own = officer.get(f"{FORM}/own.docx")
    assert own.headers["content-type"] == MEDIA["docx"]
    assert send(officer, edited(own.content, LINE)).status_code == 303
    assert digest_in_force(db, region_of(db, people), "approval_sheet") == ""
    assert LINE not in lines_of(officer.get(f"{FORM}/sample/docx").content)
    address, version = waiting(officer)
    assert LINE in lines_of(reviewer.get(f"{address}/sample").content)
    assert "待第二人" in reviewer.get(FORM).text
    approve = {"act": "approve", "version": version}
    assert officer.post(f"{address}/decide", approve).status_code == 403
    assert reviewer.post(f"{address}/decide", {**approve, "version": "7"}).status_code == 409
    assert reviewer.post(f"{address}/decide", approve).status_code == 303
    assert reviewer.post(f"{address}/decide", approve).status_code == 409
    assert digest_in_force(db, region_of(db, people), "approval_sheet").startswith("sha256:")
    assert LINE in lines_of(officer.get(f"{FORM}/sample/docx").content)
    assert_files_are_proven(db, tmp_path / "data")
    assert LINE not in lines_of(site("city").get(f"{FORM}/sample/docx").content)
    assert LINE in lines_of(officer.get(address).content)
    address, version = waiting(reviewer)
    assert officer.post(f"{address}/end", {"reason": "改回", "version": version}).status_code == 403
    assert reviewer.post(f"{address}/end", {"reason": "", "version": version}).status_code == 422
    assert reviewer.post(f"{address}/end", {"reason": "改回", "version": version}).status_code == 303
    assert LINE not in lines_of(officer.get(f"{FORM}/sample/docx").content)


def test_a_refused_template_or_one_taken_back_never_serves(
    site: SignIn, db: Database, people: People
) -> None:
    officer, reviewer = site("officer"), site("reviewer")
    own = officer.get(f"{FORM}/own.docx").content
    assert send(officer, edited(own, LINE)).status_code == 303
    address, version = waiting(reviewer)
    assert reviewer.post(f"{address}/decide", {"act": "refuse", "version": version}).status_code == 303
    assert send(officer, edited(own, LINE, "再改")).status_code == 303
    address, version = waiting(officer)
    assert officer.post(f"{address}/end", {"reason": "撤回", "version": version}).status_code == 303
    assert digest_in_force(db, region_of(db, people), "approval_sheet") == ""
    page = officer.get(FORM).text
    assert ("已终止" in page, "已拒绝" in page) == (True, True)


def test_who_sends_and_approves_by_two_roles_is_still_one_person(
    db: Database, people: People, tmp_path: Path
) -> None:
    both = replace(people["officer"], grants=(*people["officer"].grants, *people["reviewer"].grants))
    form = TemplateInput(region="330304", form="approval_sheet", reason="一人两岗")
    data = template_of(form_called("approval_sheet"))
    kept = keep(db, both, tmp_path, BytesIO(data), form, name="a.docx")
    with pytest.raises(Forbidden, match="second person"):
        decide(db, both, kept["public_id"], kept["version"], approve=True)


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
    add_people(db, LEVELS)
    city = site("city")
    own = city.get(f"{FORM}/own.docx").content
    assert send(city, edited(own, LINE), "330300").status_code == 303
    address, version = waiting(city)
    approve = {"act": "approve", "version": version}
    assert site("city-reviewer").post(f"{address}/decide", approve).status_code == 303
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
