"""A site over a test database, with browsers that are signed in as demo people."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from bondlife.db import Database
from bondlife.demo.people import PASSWORD
from bondlife.security.actor import Actor
from bondlife.services import parts, records
from bondlife.services.inputs import ForecastInput, ProjectInput
from bondlife.settings import Settings
from bondlife.web.app import create_app

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
SignIn = Callable[[str], "Browser"]


class Browser:
    """A signed-in person: gets pages, sends forms with the token of the session."""

    def __init__(self, client: TestClient, account: str) -> None:
        self.client = client
        answer = client.post(
            "/sign-in", data={"account": account, "password": PASSWORD}, follow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        self.token = ""

    def get(self, address: str, *, part: bool = False, **options: Any) -> Any:
        """Fetch a page, or its part as htmx does."""
        headers = {"HX-Request": "true"} if part else {}
        answer = self.client.get(address, headers=headers, **options)
        found = CSRF.search(answer.text) if "html" in answer.headers.get("content-type", "") else None
        self.token = found[1] if found else self.token
        return answer

    def post(self, address: str, data: dict[str, str] | None = None, *, key: str = "", **options: Any) -> Any:
        """Send a form; every form has a key of its own unless one is given."""
        if not self.token:
            self.get("/search")
        sent = {"csrf_token": self.token, "idempotency_key": key or str(uuid4()), **(data or {})}
        return self.client.post(address, data=sent, follow_redirects=False, **options)


@pytest.fixture
def site(db: Database, tmp_path: Path) -> Iterator[SignIn]:
    """Return a way to sign in to a site over ``db``."""
    settings = Settings(data_dir=tmp_path / "data", argon2_cheap=True, upload_limit=256 * 1024)
    app = create_app(settings, db)
    open_clients: list[TestClient] = []

    def sign_in(account: str) -> Browser:
        client = TestClient(app, base_url="http://testserver", raise_server_exceptions=True)
        open_clients.append(client)
        return Browser(client, account)

    yield sign_in
    for client in open_clients:
        client.close()


def make_project(db: Database, actor: Actor, code: str = "330304-2026-001", **more: Any) -> str:
    """Store a project and return its public key."""
    values: dict[str, Any] = {
        "region": "330304",
        "code": code,
        "name": "双溪污水处理改造提升工程",
        "sector": "sewage_waste",
        "start_year": 2024,
        "construction_start": "2024-03-01",
        "construction_end": "2026-12-31",
        "operation_end": "2045-12-31",
        "total_investment": "125000000",
        "capital": "65000000",
        "special_bond": "45000000",
        "fields": {"content_and_scale": "改造提升污水处理厂一座"},
        **more,
    }
    stored = records.create(db, actor, "project", ProjectInput.model_validate(values))
    return str(stored["public_id"])


def make_plan(db: Database, actor: Actor, project: str, *, income: int = 12_000_000) -> str:
    """Store a plan of ten years that holds and return its public key."""
    cells: list[dict[str, Any]] = [
        {"item": "own_funds", "year": 2024, "amount": "80000000"},
        {"item": "bond_proceeds", "year": 2024, "amount": "45000000"},
        {"item": "construction_cost", "year": 2024, "amount": "120000000"},
        {"item": "construction_bond_interest", "year": 2024, "amount": "1000000"},
    ]
    for year in range(2025, 2035):
        cells += [
            {"item": "project_income", "year": year, "amount": str(income)},
            {"item": "operating_cost", "year": year, "amount": "3000000"},
            {"item": "taxes", "year": year, "amount": "300000"},
            {"item": "operating_bond_interest", "year": year, "amount": "1000000"},
            {"item": "bond_principal", "year": year, "amount": "4500000"},
        ]
    form = ForecastInput.model_validate({"project": project, "cells": cells})
    return str(parts.save_forecast(db, actor, form)["public_id"])
