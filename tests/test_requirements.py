"""The rule for missing tools bites: a gate fails where a developer's run skips and says why."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.requirements import PROJECT

PROBE = """
import pytest
from playwright.sync_api import Page

@pytest.mark.browser
def test_needs_a_browser() -> None:
    pass

def test_needs_a_browser_by_its_fixture(page: object) -> None:
    pass

@pytest.mark.poppler
def test_needs_poppler() -> None:
    pass

@pytest.mark.shared
def test_needs_reference_data() -> None:
    pass
"""


def run_probe(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the probe in a copy of the test root whose PATH has no Chromium and whose data folder is absent."""
    (folder / "tests").mkdir()
    for name in ("__init__", "conftest", "requirements", "database", "site_client"):
        shutil.copy(PROJECT / "tests" / f"{name}.py", folder / "tests")
    (folder / "pyproject.toml").write_text((PROJECT / "pyproject.toml").read_text())
    (folder / "tests" / "test_probe.py").write_text(PROBE)
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "PYTEST_XDIST_WORKER"}}
    absent = {"PATH": str(folder), "BONDLIFE_REFERENCE_DATA": str(folder / "absent")}
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "tests"]
    given = {**kept, **absent, **environment}
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, check=False)


def test_a_developers_run_skips_and_says_why(tmp_path: Path) -> None:
    run = run_probe(tmp_path)
    assert run.returncode == 0, run.stdout
    assert "4 skipped" in run.stdout
    assert "Chromium is missing" in run.stdout
    assert "poppler is missing" in run.stdout
    assert "reference data is not laid out" in run.stdout


def test_a_gate_fails_on_a_missing_browser_but_not_on_absent_reference_data(tmp_path: Path) -> None:
    run = run_probe(tmp_path, CI="true")
    assert run.returncode == 1, run.stdout
    assert "1 skipped, 3 errors" in run.stdout
    assert "Chromium is missing" in run.stdout


@pytest.mark.postgres
def test_the_postgresql_of_the_tests_answers(postgres_server: object) -> None:
    import psycopg

    with psycopg.connect(postgres_server.get_uri()) as connection:  # type: ignore[attr-defined]
        row = connection.execute("select current_setting('server_version_num')::int").fetchone()
    assert row is not None
    assert row[0] >= 160_000


@pytest.mark.browser
def test_the_browser_of_the_tests_draws(page: Page) -> None:
    page.set_content("<h1>专项债券</h1>")
    assert page.inner_text("h1") == "专项债券"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"
