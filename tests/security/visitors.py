"""A browser of the tests: cookies, the token of its forms, and forms as pages of ours send them."""

from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from bondlife.db import Database
from bondlife.demo.people import PASSWORD
from bondlife.security.authenticate import by_session

ORIGIN = "http://testserver"
SAME = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


class Browser(TestClient):
    """One browser; redirects are not followed, so that a test sees them."""

    def __init__(self, app: FastAPI, source: str) -> None:
        super().__init__(
            app,
            base_url=ORIGIN,
            raise_server_exceptions=False,
            follow_redirects=False,
            client=(source, 50000),
        )
        self.db: Database = app.state.db

    def sign_in(self, account: str, password: str = PASSWORD, code: str = "", **headers: str) -> Response:
        """Send the sign-in form."""
        data = {"account": account, "password": password, "code": code}
        return self.post("/sign-in", data=data, headers={**SAME, **headers})

    @property
    def session(self) -> str:
        """Return the token in the session cookie."""
        return self.cookies.get("bondlife_session") or ""

    @property
    def csrf(self) -> str:
        """Return the token against forged forms, which our pages carry in every form."""
        visitor = by_session(self.db, self.session)
        return visitor.csrf if visitor else ""

    def post_form(self, path: str, headers: dict[str, str] | None = None, **values: Any) -> Response:
        """Send a form with the token of this session."""
        return self.post(
            path, data={"csrf_token": self.csrf, **values}, headers=SAME if headers is None else headers
        )

    def is_signed_in(self) -> bool:
        """Tell whether a page of one's own opens."""
        return self.get("/account/password").status_code == 200
