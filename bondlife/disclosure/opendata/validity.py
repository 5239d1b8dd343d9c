"""Open data against the schemas of their standards, where an installation keeps them beside the product."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator  # type: ignore[import-untyped]
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4
from sqlmodel import Session

from bondlife.disclosure.opendata.contract import release_of
from bondlife.disclosure.opendata.project import project_record
from bondlife.disclosure.opendata.published import Site
from bondlife.queries.opendata import published_contracts, published_projects

PROJECT, RELEASE = "project-schema.json", "release-schema.json"
MOST = 20
"""Faults told of one record."""
SITE = Site("https://portal.example")


def schemas_in(folder: Path | None) -> Mapping[str, Path]:
    """Return the schemas that lie in a folder, however deep, by their names."""
    if folder is None or not folder.is_dir():
        return {}
    found = {name: sorted(folder.rglob(name)) for name in (PROJECT, RELEASE)}
    return {name: paths[-1] for name, paths in found.items() if paths}


def faults(session: Session, schemas: Mapping[str, Path]) -> Iterator[dict[str, str]]:
    """Yield what the schemas find wrong with the projects and contracts that are public."""
    if PROJECT in schemas:
        check = judge(schemas[PROJECT])
        for project in published_projects(session):
            yield from _told(check, "project", project.public_id, project_record(project, SITE))
    if RELEASE in schemas:
        check = judge(schemas[RELEASE])
        for contract in published_contracts(session):
            yield from _told(check, "contract", contract.public_id, release_of(contract, SITE))


def judge(path: Path) -> Any:
    """Return the validator of a schema; it knows this schema alone and never asks the network."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    resource = Resource.from_contents(schema, default_specification=DRAFT4)
    registry: Any = Registry().with_resource(schema["id"], resource)
    return Draft4Validator(schema, registry=registry, format_checker=Draft4Validator.FORMAT_CHECKER)


def _told(check: Any, kind: str, key: str, record: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for number, fault in enumerate(check.iter_errors(record)):
        if number == MOST:
            return
        place = "/".join(str(part) for part in fault.absolute_path)
        yield {kind: key, "error": f"{place}: {fault.message[:200]}"}
