"""Saboteurs: a fault is planted in a copy of the code, and the test that is for it must turn red."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.counting import say
from tests.requirements import PROJECT

COPIED = ("bondlife", "models", "calculators", "templates", "tests")
HERE = "tests/security"


class Saboteur(NamedTuple):
    """One fault: where it is planted, what it replaces, and the test that must notice."""

    file: str
    old: str
    new: str
    test: str


FOUR_EYES = (
    '        raise Forbidden.because("four_eyes", '
    '"Who prepared it cannot approve it; a second person signs.")\n'
)
SABOTEURS: dict[str, Saboteur] = {
    "S2 answer before commit": Saboteur(
        "bondlife/acts.py",
        "    act.session.commit()\n    return answer\n",
        "    return answer\n",
        f"{HERE}/test_forged_forms.py::test_the_token_alone_serves_browsers_that_say_nothing_of_themselves",
    ),
    "S4 body of a key not compared": Saboteur(
        "bondlife/acts.py",
        "    if stored.request != asked:\n",
        "    if not stored.request:\n",
        f"{HERE}/test_four_eyes.py::test_a_signature_does_not_serve_another_record",
    ),
    "S5 deferred BEGIN": Saboteur(
        "bondlife/db.py",
        '"BEGIN IMMEDIATE" if write else "BEGIN"',
        '"BEGIN" if write else "BEGIN "',
        "tests/faults/test_money_races.py::test_a_payment_goes_out_once[sqlite]",
    ),
    "S8 version not compared": Saboteur(
        "bondlife/acts.py",
        "        if row.version != version:\n",
        "        if row.version < 0:\n",
        "tests/storage/test_acts.py::test_a_stale_version_is_a_conflict_that_shows_theirs[sqlite]",
    ),
    "S10 rows without their scope": Saboteur(
        "bondlife/security/scope.py",
        "    if not issubclass(model, ScopedRow):\n",
        "    if issubclass(model, Row):\n",
        f"{HERE}/test_headers.py::test_a_foreign_record_looks_like_none",
    ),
    "S12 the address a client claims is believed": Saboteur(
        "bondlife/web/routes/session.py",
        '    source = request.client.host if request.client else ""\n',
        '    source = request.headers.get("x-forwarded-for") or "none"\n',
        f"{HERE}/test_guessing.py::test_the_address_a_client_claims_is_not_believed",
    ),
    "S19 forged forms pass as htmx": Saboteur(
        "bondlife/security/gate.py",
        "        if request.method in UNSAFE and visitor.session_id is not None:\n",
        '        if request.method in UNSAFE and not request.headers.get("hx-request"):\n',
        f"{HERE}/test_forged_forms.py::test_a_form_without_its_token_does_nothing",
    ),
    "S20 who prepared may sign": Saboteur(
        "bondlife/services/approvals.py",
        "    if actor.user_id is None or actor.user_id == approval.prepared_by:\n"
        + FOUR_EYES
        + "    if actor.user_id in _preparers(act, approval):\n",
        "    if actor.user_id is None:\n",
        f"{HERE}/test_four_eyes.py::test_not_by_a_second_session",
    ),
    "S21 an edit keeps the approval": Saboteur(
        "bondlife/services/records.py",
        "    approvals.void_waiting(act, row)\n",
        "",
        f"{HERE}/test_four_eyes.py::test_an_edit_after_the_first_signature_takes_it_away",
    ),
    "S26 the old session stays at sign-in": Saboteur(
        "bondlife/web/routes/session.py",
        '    sessions.forget(request.app.state.db, request.cookies.get(gate.cookie_name(request), ""))\n',
        "",
        f"{HERE}/test_sessions.py::test_a_new_sign_in_has_a_new_token_and_ends_the_old_session",
    ),
    "S27 a disabled account keeps its session": Saboteur(
        "bondlife/security/authenticate.py",
        "    if row is None or row.disabled or not is_alive(row, now):\n",
        "    if row is None or not is_alive(row, now):\n",
        f"{HERE}/test_sessions.py::test_a_disabled_account_is_out_even_if_its_session_was_not_ended",
    ),
    "S28 a fault tells its inside": Saboteur(
        "bondlife/web/errors.py",
        '    told = answer(request, 500, "fault", [])\n',
        '    told = answer(request, 500, "fault", [Problem("fault", repr(error))])\n',
        f"{HERE}/test_headers.py::test_a_fault_shows_no_traceback_and_keeps_the_headers",
    ),
    "S31 foreign is told from missing": Saboteur(
        "bondlife/web/errors.py",
        "    Missing: 404,\n",
        "    Missing: 403,\n",
        f"{HERE}/test_headers.py::test_a_foreign_record_looks_like_none",
    ),
}


@pytest.mark.parametrize("name", SABOTEURS)
def test_every_saboteur_still_finds_its_place(name: str) -> None:
    one = SABOTEURS[name]
    assert (PROJECT / one.file).read_text().count(one.old) == 1
    file, _, test = one.test.partition("::")
    assert f"def {test.partition('[')[0]}(" in (PROJECT / file).read_text()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a copy of the code in which faults may be planted."""
    folder = tmp_path_factory.mktemp("sabotage")
    for name in COPIED:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path, test: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", test]
    own = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **own}, capture_output=True, text=True, check=False
    )


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", SABOTEURS)
def test_the_bench_turns_red(copy: Path, name: str) -> None:
    one = SABOTEURS[name]
    file = copy / one.file
    sound = file.read_text()
    file.write_text(sound.replace(one.old, one.new))
    try:
        red = run(copy, one.test)
    finally:
        file.write_text(sound)
    say(f"{name}: {'caught' if red.returncode == 1 else 'NOT CAUGHT'} by {one.test}")
    assert red.returncode == 1, red.stdout[-3_000:]
    assert "1 failed" in red.stdout
    assert run(copy, one.test).returncode == 0, "the same test is green without the fault"
