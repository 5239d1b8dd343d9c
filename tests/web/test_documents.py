"""Documents: kept by digest, told by content, fetched safely, ended and never deleted."""

import hashlib
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bondlife.db import Database
from bondlife.errors import Invalid, Missing
from bondlife.services import documents
from tests.database import People
from tests.web.signed import Browser, SignIn, make_project

PDF = b"%PDF-1.7 the reply"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def office(*names: str) -> bytes:
    """Return a container with parts of these names."""
    out = BytesIO()
    with ZipFile(out, "w") as container:
        for name in names:
            container.writestr(name, "x")
    return out.getvalue()


def send(browser: Browser, project: str, name: str, data: bytes, **more: str) -> object:
    fields = {"record": "project", "public_id": project, "type": "approval_basis", **more}
    return browser.post("/documents", fields, files={"file": (name, data, "application/x-whatever")})


@pytest.fixture
def project(db: Database, people: People) -> str:
    return make_project(db, people["officer"])


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0 x", "jpg"),
        ("说明文字\n".encode(), "txt"),
        (office("[Content_Types].xml", "word/document.xml"), "docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
    ],
)
def test_types_are_told_by_content(tmp_path: Path, data: bytes, extension: str) -> None:
    stored = documents.store(tmp_path, BytesIO(data), 1 << 20)
    assert stored.extension == extension
    assert stored.digest == f"sha256:{hashlib.sha256(data).hexdigest()}"
    place = documents.place_of(tmp_path, stored.digest)
    assert place.read_bytes() == data
    assert place.parent.name == stored.digest.removeprefix("sha256:")[:2]
    assert not list(tmp_path.glob(".incoming-*"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (office("a.txt"), "file_type"),
        (office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"<html><script>1</script></html>", "file_type"),
        (b"MZ\x90\x00\x03", "file_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "file_type"),
        (b"text\x00with zero", "file_type"),
        (b"x" * 2000, "too_large"),
    ],
)
def test_what_is_refused_leaves_nothing(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        documents.store(tmp_path, BytesIO(data), 1500)
    assert refused.value.problems[0].code == code
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize(
    "digest", ["sha256:../../etc/passwd", "sha256:" + "g" * 64, "", "sha256:" + "a" * 63]
)
def test_a_digest_never_leads_elsewhere(tmp_path: Path, digest: str) -> None:
    with pytest.raises(Missing):
        documents.place_of(tmp_path, digest)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../批复.pdf", "批复.pdf"),
        ("C:\\dir\\a.exe", "a.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ("\r\nx: y.pdf", "x  y.pdf"),
        ("...", "document.pdf"),
        ("字" * 300 + ".pdf", "字" * 120 + ".pdf"),
    ],
)
def test_names_are_cleaned(name: str, clean: str) -> None:
    assert documents.clean_name(name, "pdf") == clean


def test_a_file_goes_in_and_comes_out(site: SignIn, project: str) -> None:
    officer = site("officer")
    answer = send(officer, project, "立项批复.exe", PDF, number="温发改〔2023〕1号")
    assert answer.status_code == 303  # type: ignore[attr-defined]
    page = officer.get(f"/projects/{project}?tab=documents").text
    assert "立项批复.pdf" in page
    assert "温发改〔2023〕1号" in page
    address = page.split('href="/documents/')[1].split('"')[0]
    sent = officer.get(f"/documents/{address}")
    assert sent.content == PDF
    assert sent.headers["x-content-type-options"] == "nosniff"
    assert sent.headers["content-type"] == "application/pdf"
    assert "filename*=UTF-8''%E7%AB%8B" in sent.headers["content-disposition"]
    assert sent.headers["content-disposition"].startswith("attachment")


def test_a_foreign_document_is_missing(db: Database, people: People, site: SignIn) -> None:
    project = make_project(db, people["city"], "330302-3", region="330302")
    city, officer = site("city"), site("officer")
    assert send(city, project, "a.pdf", PDF).status_code == 303  # type: ignore[attr-defined]
    page = city.get(f"/projects/{project}?tab=documents").text
    address = page.split('href="/documents/')[1].split('"')[0]
    assert city.get(f"/documents/{address}").status_code == 200
    assert officer.get(f"/documents/{address}").status_code == 404
    assert send(officer, project, "b.pdf", PDF).status_code == 404  # type: ignore[attr-defined]
    ended = officer.post(f"/documents/{address}/end", {"version": "1", "reason": "x"})
    assert ended.status_code == 404


def test_a_refused_file_shows_the_form_again(site: SignIn, project: str) -> None:
    officer = site("officer")
    answer = send(officer, project, "a.zip", office("a.txt"), number="文号")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert 'id="e-file"' in answer.text  # type: ignore[attr-defined]
    assert 'value="文号"' in answer.text  # type: ignore[attr-defined]


def test_an_ended_document_stays_in_history(site: SignIn, project: str) -> None:
    officer = site("officer")
    send(officer, project, "a.pdf", PDF)
    page = officer.get(f"/projects/{project}?tab=documents").text
    address = page.split('href="/documents/')[1].split('"')[0]
    sent = {"version": "1", "record": "project", "public_id": project}
    assert officer.post(f"/documents/{address}/end", sent).status_code == 422
    assert officer.post(f"/documents/{address}/end", {**sent, "reason": "传错了"}).status_code == 303
    page = officer.get(f"/projects/{project}?tab=documents").text
    assert "已作废" in page
    assert officer.get(f"/documents/{address}").content == PDF


def test_a_file_changed_on_disk_is_never_sent(tmp_path: Path) -> None:
    stored = documents.store(tmp_path, BytesIO(PDF), 1 << 20)
    place = documents.place_of(tmp_path, stored.digest)
    place.chmod(0o640)
    place.write_bytes(b"%PDF-1.7 other")
    with pytest.raises(Invalid):
        documents.content_of(tmp_path, stored.digest)
