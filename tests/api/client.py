"""A caller of the API in the name of a demo account, and the rows that tests look at."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from bondlife import clock
from bondlife.db import Database
from bondlife.security.authenticate import actor_of
from bondlife.security.permissions import PERMISSIONS
from bondlife.services.tokens import TokenInput, create_token
from bondlife.settings import Settings
from bondlife.web.app import create_app
from tests.site_client import Asker

V1 = "/api/v1"


def app_of(db: Database, folder: Path) -> Any:
    """Return the application over a database, its files in a folder of the test."""
    return create_app(Settings(data_dir=folder, job_process=False), db)


def token_of(db: Database, account: str, *permissions: str) -> str:
    """Return a token of an account with some of its rights, all where none is named."""
    actor = actor_of(db, account)
    wanted = list(permissions) or [name for name in PERMISSIONS if actor.can(name)]
    last_day = clock.business_date() + timedelta(days=30)
    form = TokenInput.model_validate({"name": "test", "permissions": wanted, "last_day": last_day})
    return create_token(db, actor, form)


def caller(app: Any, db: Database, account: str = "", *permissions: str) -> TestClient:
    """Return a client that sends a token of an account with every request; none where no account is named."""
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    if account:
        client.headers["Authorization"] = f"Bearer {token_of(db, account, *permissions)}"
    return client


def asker(app: Any, db: Database, account: str = "") -> Asker:
    """Return who asks plain addresses with a token of an account, or without one where none is named."""
    return Asker(app, {"Authorization": f"Bearer {token_of(db, account)}"} if account else {})


PROJECT: dict[str, Any] = {
    "region": "330304",
    "code": "330304-2026-001",
    "name": "双溪污水处理改造提升工程",
    "sector": "wastewater",
    "start_year": 2026,
    "total_investment": "12000.00",
    "capital": "3000.00",
    "special_bond": "9000.00",
}


def new_project(client: TestClient, **values: Any) -> dict[str, Any]:
    """Store a project and return its receipt."""
    answer = client.post(f"{V1}/projects", json={**PROJECT, **values})
    assert answer.status_code == 201, answer.text
    receipt: dict[str, Any] = answer.json()
    return receipt
