"""Nothing private in any public byte; what changed is told in order; evidence is proved without the house."""

import hashlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile, is_zipfile

import pytest
import uvicorn
from starlette.testclient import TestClient
from typer.testing import CliRunner

from bondlife.books import bump
from bondlife.cli import app
from bondlife.disclosure.content import content_digest
from bondlife.disclosure.evidence import Evidence, evidence_pack
from bondlife.disclosure.opendata.published import Site
from bondlife.disclosure.package import Carried, pack
from bondlife.disclosure.things import EPOCH
from bondlife.errors import Conflict
from bondlife.exchange.documents import render
from bondlife.exchange.papers.official import paper_of
from bondlife.offline import check_pack as checker
from bondlife.offline.bondlife_public import Portal, PortalError, main
from bondlife.offline.check_pack import check_pack
from bondlife.services import disclosure_packages, publications
from bondlife.services.publications import WordsInput
from bondlife.settings import Settings
from bondlife.web import signpost
from bondlife.web.app import create_app
from models.disclosure_forms import forms
from models.registry import Publication
from tests.database import copied_database
from tests.disclosure.public_scene import LATER, PublicScene, private_columns
from tests.lifecycle.story import on

WITHDRAWN = "撤回前的事项说明"


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicScene]:
    """Return the scene of this module."""
    folder = tmp_path_factory.mktemp("bytes")
    with copied_database(request, "sqlite", folder) as db:
        yield PublicScene(db, folder)


@pytest.fixture(scope="module")
def visitor(scene: PublicScene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return somebody who is not signed in."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("site"), argon2_cheap=True)
    with TestClient(create_app(settings, scene.story.db), base_url="http://testserver") as client:
        yield client


def addresses(visitor: TestClient, scene: PublicScene) -> Iterator[str]:
    """Yield every public address: each route with every value its parts can take here."""
    project, bond = scene.county.project, scene.county.bond
    keys = [project.public_id, bond.public_id, scene.first, scene.second, scene.draft, scene.notice]
    tables = [
        Path(one["path"]).stem for one in visitor.get("/public/data/datapackage.json").json()["resources"]
    ]
    values = {
        "public_id": keys,
        "code": ["330304", "330000"],
        "kind": ["xlsx", "json", "csv", "pdf", "docx", "project", "bond"],
        "name": tables,
        "part": ["regions-0", "projects-0", "publications-0"],
    }
    site: Any = visitor.app
    for route in signpost.routes_of(site):
        path = getattr(route, "path", "")
        if path.startswith(("/public", "/robots")) and "GET" in getattr(route, "methods", ()):
            names = [part.partition("}")[0] for part in path.split("{")[1:]]
            for chosen in product(*(values[name] for name in names)):
                yield path.format(**dict(zip(names, chosen, strict=True)))
    yield from ("/public?q=污水", "/public?q=zq7", "/public?lang=en")


def texts(body: bytes) -> Iterator[bytes]:
    """Yield a body and everything packed inside it."""
    yield body
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as archive:
            for one in archive.infolist():
                yield one.filename.encode()
                yield from texts(archive.read(one))
    if body.startswith(b"%PDF-"):
        from pypdf import PdfReader

        reader = PdfReader(BytesIO(body))
        yield str(dict(reader.metadata or {})).encode()
        yield from (page.extract_text().encode() for page in reader.pages)


def test_no_private_word_is_in_any_public_byte(scene: PublicScene, visitor: TestClient) -> None:
    assert len(list(private_columns())) > 100
    assert scene.seeded > 100
    seen = found = 0
    for address in addresses(visitor, scene):
        answer = visitor.get(address)
        seen += 1
        found += answer.status_code == 200
        assert answer.status_code in (200, 404), address
        assert "set-cookie" not in answer.headers
        for text in texts(answer.content):
            assert b"zq7." not in text, (address, text[text.find(b"zq7.") :][:60])
    assert seen > 60
    assert found > 30


def test_papers_of_a_content_hold_no_private_word_either(scene: PublicScene) -> None:
    content = scene.story.row("publication", scene.second).content
    paper = paper_of(forms()["F4"], content, issuer="瓯海区")
    for kind in ("pdf", "docx"):
        found = [text for text in texts(render(paper, kind)) if b"zq7." in text]
        assert found == [], kind


def test_a_withdrawn_content_leaves_its_notice_and_nothing_else(
    scene: PublicScene, visitor: TestClient
) -> None:
    page = visitor.get(f"/public/publications/{scene.notice}")
    assert (page.status_code, "撤回" in page.text) == (200, True)
    assert f"撤回日期</dt><dd>{LATER}</dd>" in page.text
    assert visitor.get(f"/public/publications/{scene.notice}/file/json").status_code == 404
    for address in addresses(visitor, scene):
        for text in texts(visitor.get(address).content):
            assert WITHDRAWN.encode() not in text, address


def test_what_did_not_change_is_not_streamed_again(scene: PublicScene, visitor: TestClient) -> None:
    addresses = ("projects.json", "funds.json", "figures.csv", "tables/f4_rows.csv")
    tags = {name: visitor.get(f"/public/data/{name}").headers["etag"] for name in addresses}
    assert len(set(tags.values())) == len(tags)
    for name, tag in tags.items():
        again = visitor.get(f"/public/data/{name}", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), name
    with scene.story.db.writing() as session:
        bump(session, EPOCH)
        session.commit()
    for name, tag in tags.items():
        assert visitor.get(f"/public/data/{name}", headers={"If-None-Match": tag}).status_code == 200


def test_changes_are_told_once_each_in_order_and_go_on_after_the_cursor(
    scene: PublicScene, visitor: TestClient
) -> None:
    whole = visitor.get("/public/data/changes").json()
    assert [(one["publication"], one["state"]) for one in whole["changes"]] == [
        (scene.first, "superseded"),
        (scene.second, "published"),
        (scene.notice, "withdrawn"),
    ] or {one["state"] for one in whole["changes"][:2]} == {"superseded", "published"}
    assert not whole["has_more"]
    assert "data" not in whole["changes"][-1]
    steps, cursor = [], ""
    while True:
        page = visitor.get("/public/data/changes", params={"after": cursor, "limit": 1}).json()
        steps += page["changes"]
        cursor = page["cursor"]
        if not page["has_more"]:
            break
    assert steps == whole["changes"]
    assert cursor == whole["cursor"]
    nothing = visitor.get("/public/data/changes", params={"after": cursor}).json()
    assert (nothing["changes"], nothing["cursor"]) == ([], cursor)
    for wrong in ("x", "1-", "1-2-3", "-1-1", "9" * 30 + "-1", "１-２"):
        assert visitor.get("/public/data/changes", params={"after": wrong}).status_code == 422, wrong
    assert visitor.get("/public/data/changes", params={"limit": "0"}).status_code == 422


def test_feeds_and_sitemap_name_what_is_public(scene: PublicScene, visitor: TestClient) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    project = scene.county.project.public_id
    for address in ("/public/feeds/330304.atom", f"/public/feeds/projects/{project}.atom"):
        root = ElementTree.fromstring(visitor.get(address).content)
        titles = [one.findtext(f"{atom}title") or "" for one in root.iter(f"{atom}entry")]
        assert len(titles) == 3
        assert any(title.endswith("（已撤回）") for title in titles)
        assert any(title.endswith("（已被更正）") for title in titles)
        updated = [one.findtext(f"{atom}updated") or "" for one in root.iter(f"{atom}entry")]
        assert updated == sorted(updated, reverse=True)
        assert root.findtext(f"{atom}updated") == updated[0]
    assert visitor.get(f"/public/feeds/projects/{scene.county.bond.public_id}.atom").status_code == 404
    site = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    index = ElementTree.fromstring(visitor.get("/public/sitemap.xml").content)
    found: list[str] = []
    for part in index.iter(f"{site}loc"):
        address = str(part.text).removeprefix("http://testserver")
        body = ElementTree.fromstring(visitor.get(address).content)
        found += [str(one.text).removeprefix("http://testserver") for one in body.iter(f"{site}loc")]
    assert len(found) == len(set(found))
    assert {f"/public/projects/{project}", f"/public/publications/{scene.second}"} <= set(found)
    assert f"/public/publications/{scene.draft}" not in found
    assert {visitor.get(address).status_code for address in found} == {200}
    assert visitor.get("/public/sitemaps/projects-999.xml").status_code == 404
    assert visitor.get("/public/sitemaps/users-0.xml").status_code == 404
    assert "Disallow: /\n" in visitor.get("/robots.txt").text


def test_pages_carry_linked_data_that_no_text_can_end(scene: PublicScene, visitor: TestClient) -> None:
    project = scene.county.project.public_id
    for address in (f"/public/projects/{project}", f"/public/publications/{scene.second}", "/public/data"):
        page = visitor.get(address).text
        [told] = page.split('<script type="application/ld+json">')[1:]
        data, _, rest = told.partition("</script>")
        record = json.loads(data)
        assert record["@context"] == "https://schema.org"
        assert record["url"] == f"http://testserver{address}"
        assert "<b>" not in data
        for one in record.get("distribution", ()):
            assert visitor.get(one["contentUrl"]).status_code == 200, one
        assert "<script" not in rest.partition("<main")[0].replace("<script src", "")


def test_evidence_is_proved_by_the_checker_inside_it(
    scene: PublicScene, visitor: TestClient, tmp_path: Path
) -> None:
    address = f"/public/data/projects/{scene.county.project.public_id}/evidence.zip"
    body = visitor.get(address).content
    assert visitor.get(address).content == body
    key = visitor.get("/public/data/public.key").text
    found = check_pack(body, key)
    assert (found.what, found.publications, found.problems) == ("evidence", 3, [])
    with ZipFile(BytesIO(body)) as archive:
        archive.extract("check_pack.py", tmp_path)
        manifest = json.loads(archive.read("manifest.json"))
        paper = archive.read(f"files/{scene.second}.xlsx")
    told = {one["publication"]: one for one in manifest["publications"]}
    assert {key: one["state"] for key, one in told.items()} == {
        scene.first: "superseded",
        scene.second: "published",
        scene.notice: "withdrawn",
    }
    assert told[scene.second]["corrects"] == scene.first
    approval = told[scene.second]["approvals"][-1]
    signers = [one["person"] for one in approval["opinions"]]
    assert len({approval["prepared_by"], *signers}) == 3
    (tmp_path / "pack.zip").write_bytes(body)
    (tmp_path / "paper.xlsx").write_bytes(paper)
    assert alone(tmp_path, "--key", key, "--paper", "paper.xlsx") == 0
    assert alone(tmp_path) == 0
    assert alone(tmp_path, "--key", "A" * 44) == 1
    command = ["disclose", "check-pack", str(tmp_path / "pack.zip"), "--key", key, "--json"]
    told_by_product = CliRunner().invoke(app, command)
    assert (told_by_product.exit_code, json.loads(told_by_product.output)["problems"]) == (0, [])
    assert CliRunner().invoke(app, [*command[:4], "A" * 44]).exit_code == 1
    (tmp_path / "paper.xlsx").write_bytes(paper + b" ")
    assert alone(tmp_path, "--key", key, "--paper", "paper.xlsx") == 1
    (tmp_path / "pack.zip").write_bytes(b"no pack")
    assert alone(tmp_path) == 2


def alone(folder: Path, *options: str) -> int:
    """Run the checker by a bare Python, far from the product."""
    command = [sys.executable, "-I", "-S", "check_pack.py", "pack.zip", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode


def test_a_document_at_hand_is_proved_by_its_digest_alone() -> None:
    paper = b"%PDF-1.7 a paper of the project"
    digest = f"sha256:{hashlib.sha256(paper).hexdigest()}"
    row = {"type": "可行性研究报告", "number": "发改〔2036〕1号", "day": "2036-01-05", "digest": digest}
    content = {"form": "project_page", "cut_off": "2036-12-31", "subject": "项目", "papers": [row]}
    carried = Carried("0b6c0d2e-0000-4000-8000-000000000001", content_digest(content), content)
    shown = Evidence(carried, "published", date(2037, 1, 1), "/public", [], [])
    pack = evidence_pack(None, "P-1", [shown], Site("http://x"), b"s" * 32)
    assert checker.find_paper(pack.body, paper) == ["可行性研究报告 发改〔2036〕1号 2036-01-05"]
    assert checker.find_paper(pack.body, paper + b" ") == []
    assert not [text for text in texts(pack.body) if paper in text]
    assert check_pack(pack.body, pack.public_key).problems == [
        "0b6c0d2e-0000-4000-8000-000000000001: no approval of this very content"
    ]


def forged(manifest: dict[str, Any], change: Any) -> list[str]:
    """Return what the checker finds once somebody with the key of the house changed a manifest."""
    told = json.loads(json.dumps(manifest))
    change(told["publications"])
    return [
        *(one for entry in told["publications"] for one in checker._approved(entry)),
        *checker._corrections(told["publications"]),
    ]


def test_the_checker_finds_what_a_house_could_hide(scene: PublicScene, visitor: TestClient) -> None:
    body = visitor.get(f"/public/data/projects/{scene.county.project.public_id}/evidence.zip").content
    with ZipFile(BytesIO(body)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    places = {one["publication"]: number for number, one in enumerate(manifest["publications"])}
    second, first = places[scene.second], places[scene.first]

    def alone_signed(entries: Any) -> None:
        one = entries[second]["approvals"][-1]
        one["opinions"][0]["person"] = one["prepared_by"]

    def other_content(entries: Any) -> None:
        entries[second]["approvals"][-1]["content"] = "sha256:" + "0" * 64

    def uncorrected(entries: Any) -> None:
        entries[second]["corrects"] = ""

    def outside(entries: Any) -> None:
        entries[second]["receipt"] = {"digest": "sha256:0", "address": "x", "package": "1"}

    def still_shown(entries: Any) -> None:
        entries[first]["state"] = "published"

    assert forged(manifest, lambda _: None) == []
    for change, words in (
        (alone_signed, "one person prepared and approved"),
        (other_content, "no approval of this very content"),
        (uncorrected, "its correction is not here"),
        (outside, "another digest"),
        (still_shown, "still shown as it was"),
    ):
        [problem] = forged(manifest, change)
        assert words in problem


def test_a_package_of_the_same_contents_is_the_same_and_private_words_stay(scene: PublicScene) -> None:
    rows = [scene.story.row("publication", key) for key in (scene.first, scene.second)]
    day = date.fromisoformat(LATER)
    told: list[Publication] = [row for row in rows if isinstance(row, Publication)]
    made = [
        pack(
            disclosure_packages.carried_of(order),
            number="330304-1",
            made_on=day,
            region="瓯海区",
            seed=b"s" * 32,
        )
        for order in (told, told[::-1])
    ]
    assert made[0].body == made[1].body
    assert check_pack(made[0].body, made[0].public_key).problems == []
    assert not [text for text in texts(made[0].body) if b"zq7." in text]


@pytest.fixture(scope="module")
def address(visitor: TestClient) -> Iterator[str]:
    """Return the address of the same site, served on the loopback."""
    config = uvicorn.Config(visitor.app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def test_the_client_reads_a_running_portal(scene: PublicScene, address: str, tmp_path: Path) -> None:
    portal = Portal(f"{address}/")
    [project] = portal.projects()
    key = scene.county.project.public_id
    assert portal.project(key) == project == portal.project(key)  # the second time it is not sent again
    assert list(portal.contracts()) == []
    assert portal.publication(scene.second)["form"] == "F4"
    changes = list(portal.changes(limit=1))
    assert [one["state"] for one in changes] == ["superseded", "published", "withdrawn"]
    assert (list(portal.changes(portal.cursor)), portal.cursor) == ([], changes[-1]["cursor"])
    assert [row["project"] for row in portal.table("f4_rows")] == [scene.county.project.code]
    assert {row["form"] for row in portal.table("figures")} == {"F4"}
    assert {"figures", "f4_rows"} <= set(portal.tables())
    pack = portal.evidence(key, tmp_path / "pack.zip")
    assert check_pack(pack.read_bytes()).problems == []
    for wrong in (lambda: portal.project("x"), lambda: list(portal.table("x")), lambda: portal.contract("x")):
        with pytest.raises(PortalError) as refusal:
            wrong()
        assert refusal.value.status == 404
    with pytest.raises(ValueError, match="http"):
        Portal("file:///etc/passwd")


def test_the_client_answers_from_the_command_line(
    scene: PublicScene, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = scene.county.project.public_id
    for words in (
        ["projects"],
        ["project", key],
        ["changes"],
        ["table", "f4_rows"],
        ["tables"],
        ["contracts"],
        ["evidence", key, str(tmp_path / "a.zip")],
    ):
        assert main([address, *words]) == 0, words
        assert capsys.readouterr().out or words == ["contracts"]
    assert main([address, "project", "x"]) == 1
    assert main(["http://127.0.0.1:9", "projects"]) == 1
    assert [main([address, word]) for word in ("sing", "project", "evidence")] == [2, 2, 2]
    assert main([]) == 2


def test_what_is_signed_is_what_was_shown(scene: PublicScene) -> None:
    """A content that was returned and filled again needs new signatures; the old digest signs nothing."""
    story, key = scene.story, scene.draft
    with on(LATER):
        officer = story.people["officer"]
        version = story.row("publication", key).version
        places = publications.places_of(story.db, officer, key)
        words = WordsInput(answers=dict.fromkeys(places, "无"))
        publications.prepare(story.db, officer, key, version, words)
        story.move("officer", "publication", key, "draft")
        first = story.move("officer", "publication", key, "approve")
        story.move("reviewer", "publication", key, "return_for_correction", "补充说明")
        version = story.row("publication", key).version
        again = WordsInput(answers={places[0]: "已补充"})
        publications.prepare(story.db, officer, key, version, again)
        story.move("officer", "publication", key, "draft")
        second = story.move("officer", "publication", key, "approve")
        assert first["digest"] != second["digest"]
        for approval in (first["approval"], second["approval"]):
            with pytest.raises(Conflict):
                story.decide("reviewer", approval, first["digest"])
    assert story.row("publication", key).state == "drafted"
