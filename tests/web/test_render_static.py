"""Static files: addresses follow content, and only the right hash may be kept."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bondlife.paths import STATIC_DIR
from bondlife.web.static import ASK, KEEP, content_hash, static_url
from tests.web.gallery.app import make_app


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_app()) as client:
        yield client


def test_the_address_of_a_file_carries_its_hash_and_may_be_kept(client: TestClient) -> None:
    answer = client.get(static_url("app.css"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == KEEP
    assert answer.content == (STATIC_DIR / "app.css").read_bytes()


@pytest.mark.parametrize("address", ["/static/app.css", "/static/app.css?v=0123456789abcdef"])
def test_any_other_address_is_asked_for_again(client: TestClient, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == ASK


def test_font_slices_may_be_kept(client: TestClient) -> None:
    slice_of_font = next((STATIC_DIR / "vendor/noto-sans-sc/files").glob("*.woff2")).name
    answer = client.get(f"/static/vendor/noto-sans-sc/files/{slice_of_font}")
    assert answer.headers["Cache-Control"] == KEEP


@pytest.mark.parametrize("name", ["../../../pyproject.toml", "nothing.css"])
def test_what_is_not_there_is_refused(client: TestClient, name: str) -> None:
    with pytest.raises((ValueError, FileNotFoundError)):
        content_hash(name)
    assert client.get(f"/static/{name}").status_code == 404


def test_own_files_are_small_and_ask_nothing_from_elsewhere() -> None:
    for path in STATIC_DIR.glob("*.*"):
        text = path.read_text("utf-8")
        assert len(text) < 40_000
        assert "://" not in text.replace("http://www.w3.org/2000/svg", "")
