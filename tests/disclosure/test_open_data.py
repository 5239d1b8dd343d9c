"""Open data against its standards, by two judges; tables as they are described; every reader reads it.

The first judge is jsonschema over the schemas laid beside the project; the second is libcoveoc4ids, which
asks for schemas and codelists: a server on the loopback answers.
"""

import csv
import json
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from starlette.testclient import TestClient

from bondlife.db import Database
from bondlife.disclosure.opendata.validity import PROJECT, RELEASE, faults, schemas_in
from bondlife.offline.check_pack import check_pack
from bondlife.queries.opendata import published_projects
from bondlife.settings import Settings
from bondlife.web.app import create_app
from models.open_data import STATUSES
from tests.database import copied_database
from tests.disclosure.generated import REGION, fill

MANY = 50
PARTS = {"bonds", "quota", "schedule", "coverage", "changesOfUse", "scores", "payments"}


@pytest.fixture(scope="module")
def portal(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a visitor of a portal of generated projects."""
    folder = tmp_path_factory.mktemp("open")
    with copied_database(request, "sqlite", folder) as db:
        yield from visit(db, folder, MANY)


def visit(db: Database, folder: Path, count: int) -> Iterator[TestClient]:
    """Fill a database and open its portal."""
    with db.writing() as session:
        fill(session, count)
    with TestClient(create_app(Settings(data_dir=folder / "data", argon2_cheap=True), db)) as client:
        yield client


@pytest.fixture(scope="module")
def bulk(portal: TestClient) -> dict[str, Any]:
    """Return the file of all projects."""
    return dict(portal.get("/public/data/projects.json").json())


def validator(folder: Path, whole: str, *others: str) -> Any:
    """Return a validator of a package that knows the schemas it refers to; it never asks the network."""
    schemas = {name: json.loads((folder / name).read_text(encoding="utf-8")) for name in (whole, *others)}
    resources = (
        (one["id"], Resource.from_contents(one, default_specification=DRAFT4)) for one in schemas.values()
    )
    registry: Any = Registry().with_resources(resources)
    return Draft4Validator(schemas[whole], registry=registry, format_checker=Draft4Validator.FORMAT_CHECKER)


def told(check: Any, package: Any) -> list[str]:
    """Return what a validator finds wrong."""
    return [
        f"{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in check.iter_errors(package)
    ]


@pytest.mark.shared
def test_every_project_meets_oc4ids(bulk: dict[str, Any], reference_data: Path) -> None:
    check = validator(
        reference_data / "standards/oc4ids-0.9.5", "project-package-schema.json", "project-schema.json"
    )
    assert told(check, bulk) == []
    assert len(bulk["projects"]) == MANY
    broken = {**bulk, "projects": [{**bulk["projects"][0], "status": "在建", "updated": "yesterday"}]}
    assert len(told(check, broken)) == 2


@pytest.mark.shared
def test_a_second_judge_finds_nothing_either(
    bulk: dict[str, Any], reference_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = judged(bulk, reference_data / "standards/oc4ids-0.9.5", tmp_path, monkeypatch)
    assert found["validation_errors"] == []
    assert found["conformance_checks"] == remarks(found) == []
    assert found["additional_closed_codelist_values"] == {}
    assert found["data_only"] == [("/projects", "x_bondlife", len(bulk["projects"]))]
    wrong = {"status": "在建", "title": " ", "updated": "yesterday"}
    broken = {**bulk, "projects": [{**bulk["projects"][0], **wrong}]}
    found = judged(broken, reference_data / "standards/oc4ids-0.9.5", tmp_path, monkeypatch)
    assert remarks(found)
    assert found["validation_errors"]
    assert found["additional_closed_codelist_values"]


def remarks(found: dict[str, Any]) -> list[str]:
    """Return what the second judge remarks; amounts of the namespaced object say their unit at its head."""
    return [
        path
        for one in found["additional_checks"]
        for path in one["paths"]
        if one["check_id"] != "missing-currency" or "/x_bondlife/" not in path
    ]


def judged(package: Any, folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the report of libcoveoc4ids, its schemas and codelists served on the loopback."""
    from libcoveoc4ids.api import oc4ids_json_output  # type: ignore[import-untyped]
    from libcoveoc4ids.config import LibCoveOC4IDSConfig  # type: ignore[import-untyped]

    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Served(folder) as base:
        config = LibCoveOC4IDSConfig(
            {
                "schema_host": base,
                "schema_version_choices": {"0.9.5": ("0.9.5", base)},
                "schema_codelists": {"0.9": f"{base}codelists/"},
            }
        )
        return dict(oc4ids_json_output(str(place), json_data=package, lib_cove_oc4ids_config=config))


class Served:
    """A folder served on the loopback while it is needed."""

    def __init__(self, folder: Path) -> None:
        handler = partial(_Quiet, directory=str(folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.mark.shared
def test_every_contract_meets_ocds_for_ppps(portal: TestClient, reference_data: Path) -> None:
    folder = reference_data / "standards/ocds-ppp-1.0.0-beta4"
    check = validator(folder, "release-package-schema.json", "release-schema.json")
    package = portal.get("/public/data/contracts.json").json()
    assert told(check, package) == []
    assert len(package["releases"]) == (MANY + 2) // 3
    alone = portal.get(
        f"/public/data/contracts/{package['releases'][0]['ocid'].removeprefix('ocds-bondlife-')}"
    )
    assert told(check, alone.json()) == []
    assert alone.json()["releases"] == package["releases"][:1]
    assert told(
        check, {**package, "releases": [{**package["releases"][0], "tag": "?", "initiationType": "x"}]}
    )


@pytest.mark.shared
def test_the_product_judges_itself_where_schemas_are_kept(
    portal: TestClient, reference_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site: Any = portal.app
    schemas = schemas_in(reference_data / "standards")
    assert sorted(schemas) == [PROJECT, RELEASE]
    assert schemas_in(None) == schemas_in(tmp_path) == {}
    with site.state.db.reading() as session:
        assert list(faults(session, schemas)) == []
        monkeypatch.setitem(STATUSES, "在建", "under way")
        found = list(faults(session, schemas))
    assert {name for one in found for name in one} == {"project", "error"}
    assert "status: 'under way' is not one of" in found[0]["error"]


def test_a_project_tells_everything_that_is_published_of_it(bulk: dict[str, Any]) -> None:
    told_of = [one["x_bondlife"] for one in bulk["projects"]]
    assert {name for one in told_of for name in one} >= PARTS | {"unit", "forms"}
    whole = next(one for one in bulk["projects"] if one.get("contractingProcesses"))
    [process] = whole["contractingProcesses"]
    assert process["releases"][0]["url"].rpartition("/")[2] == process["id"].removeprefix("ocds-bondlife-")
    for one in told_of:
        for bond in one.get("bonds", ()):
            assert isinstance(bond.get("amount", 0), int | str)
            assert bond["publications"]
    codes = {one["identifiers"][0]["id"] for one in bulk["projects"]}
    for one in bulk["projects"]:
        for change in one["x_bondlife"].get("changesOfUse", ()):
            assert one["identifiers"][0]["id"] in (change.get("fromProject"), change.get("toProject"))
    assert len(codes) == MANY


def test_funds_are_told_alone_and_beside_their_plan(portal: TestClient, bulk: dict[str, Any]) -> None:
    funds = portal.get("/public/data/funds.json").json()["funds"]
    assert len(funds) == MANY // 5
    assert {"id", "name", "unit", "committed", "forms"} <= set.intersection(*(set(one) for one in funds))
    beside = [one["x_bondlife"]["fund"] for one in bulk["projects"] if "fund" in one["x_bondlife"]]
    assert [one["name"] for [one] in beside] == [one["name"] for one in funds]


def test_tables_hold_what_their_description_says(portal: TestClient) -> None:
    package = portal.get("/public/data/datapackage.json").json()
    names = [one["name"] for one in package["resources"]]
    assert len(set(names)) == len(names) > 10
    lines = 0
    for resource in package["resources"]:
        answer = portal.get(resource["path"].removeprefix("http://testserver"))
        assert answer.headers["content-type"].startswith("text/csv")
        rows = list(csv.reader(StringIO(answer.text)))
        fields = resource["schema"]["fields"]
        assert rows[0] == [one["name"] for one in fields], resource["name"]
        for row in rows[1:]:
            assert len(row) == len(fields)
            for cell, one in zip(row, fields, strict=True):
                assert_typed(cell, one["type"])
        lines += len(rows) - 1
    assert lines > 20 * MANY
    assert portal.get("/public/data/tables/nothing.csv").status_code == 404


def assert_typed(cell: str, kind: str) -> None:
    """Assert that a cell reads as its type; empty is always allowed. Text never acts as a formula."""
    if not cell:
        return
    if kind == "integer":
        int(cell)
    elif kind == "number":
        float(cell)
    elif kind == "date":
        date.fromisoformat(cell)
    else:
        assert not cell.startswith(("=", "+", "@", "\t"))


def test_flattentool_reads_the_bulk_file(bulk: dict[str, Any], tmp_path: Path) -> None:
    from flattentool import flatten  # type: ignore[import-untyped]

    source = tmp_path / "projects.json"
    source.write_text(json.dumps(bulk), encoding="utf-8")
    flatten(
        str(source),
        output_name=str(tmp_path / "flat"),
        output_format="csv",
        main_sheet_name="projects",
        root_list_path="projects",
        root_id="id",
    )
    flat = (tmp_path / "flat/projects.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(StringIO(flat, newline="")))
    assert [row["id"] for row in rows] == [one["id"] for one in bulk["projects"]]
    amounts = [one.get("budget", {}).get("amount", {}).get("amount") for one in bulk["projects"]]
    assert [float(row["budget/amount/amount"] or 0) for row in rows] == [float(one or 0) for one in amounts]


@pytest.mark.postgres
def test_postgres_tells_the_same(postgres_db: Database, tmp_path: Path) -> None:
    for client in visit(postgres_db, tmp_path, 4):
        package = client.get("/public/data/projects.json").json()
        assert len(package["projects"]) == 4
        assert len(client.get("/public/data/contracts.json").json()["releases"]) == 2
        assert len(client.get("/public/data/funds.json").json()["funds"]) == 1
        for address in ("figures.csv", "tables/f4_rows.csv", "changes?after=1-1&limit=5", "datapackage.json"):
            assert client.get(f"/public/data/{address}").status_code == 200, address
        parts = ElementTree.fromstring(client.get("/public/sitemap.xml").content)
        for part in parts.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
            assert client.get(str(part.text)).status_code == 200, part.text
        assert client.get(f"/public/feeds/{REGION}.atom").status_code == 200
        [row, *_] = csv.DictReader(StringIO(client.get("/public/data/tables/f4_rows.csv").text))
        with postgres_db.reading() as session:
            key = next(published_projects(session)).public_id
        pack = client.get(f"/public/data/projects/{key}/evidence.zip").content
        assert {one.rpartition(": ")[2] for one in check_pack(pack).problems} == {
            "no approval of this very content"
        }
        assert row["project"]


@pytest.mark.full
@pytest.mark.shared
def test_a_thousand_projects_meet_the_standards(
    db: Database, tmp_path: Path, reference_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reference_data / "standards"
    for client in visit(db, tmp_path, 1000):
        package = client.get("/public/data/projects.json").json()
        schemas = ("project-package-schema.json", "project-schema.json")
        assert len(package["projects"]) == 1000
        assert told(validator(folder / "oc4ids-0.9.5", *schemas), package) == []
        found = judged(package, folder / "oc4ids-0.9.5", tmp_path, monkeypatch)
        assert found["validation_errors"] == found["conformance_checks"] == remarks(found) == []
        assert found["additional_closed_codelist_values"] == {}
        releases = client.get("/public/data/contracts.json").json()
        check = validator(
            folder / "ocds-ppp-1.0.0-beta4", "release-package-schema.json", "release-schema.json"
        )
        assert told(check, releases) == []
