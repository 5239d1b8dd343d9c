"""Saboteurs: a fault is planted in a copy of the code, and the test that is for it must turn red."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.database import HANDED
from tests.faults.counting import say
from tests.requirements import PROJECT

COPIED = ("bondlife", "models", "calculators", "templates", "tests")
HERE, STORAGE = "tests/security", "tests/storage"


class Saboteur(NamedTuple):
    """One fault: where it is planted, what it replaces, and the test that must notice."""

    file: str
    old: str
    new: str
    test: str


FOUR_EYES = "        raise Forbidden(_second())\n"
CLAIM = '            {},\n            name=op.f("uq_payment_statement_contract_id_period_type_revision"),\n'
SABOTEURS: dict[str, Saboteur] = {
    "S1 commits are not flushed": Saboteur(
        "bondlife/db.py",
        '    "synchronous": "FULL",\n',
        '    "synchronous": "NORMAL",\n',
        f"{STORAGE}/test_durability.py::test_the_settings_that_money_rests_on[sqlite]",
    ),
    "S2 answer before commit": Saboteur(
        "bondlife/acts.py",
        "    act.session.commit()\n    return answer\n",
        "    if act.actor.user_id is None:\n        act.session.commit()\n    return answer\n",
        f"{STORAGE}/test_acts.py::test_the_same_key_gives_the_same_answer_and_stores_once[sqlite]",
    ),
    "S3 a claim is not unique": Saboteur(
        "bondlife/migrations/versions/0002_ppp_performance_funds_disclosure.py",
        CLAIM.format('"revision"'),
        CLAIM.format('"id"'),
        "tests/ppp/test_runs.py::test_the_database_itself_refuses_a_second_claim",
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
    "S6 amounts as binary floats": Saboteur(
        "models/columns.py",
        '        return None if value is None else check_fen(value, "amount")\n',
        "        return value\n",
        f"{STORAGE}/test_durability.py::test_an_amount_is_never_a_float",
    ),
    "S7 halves to the even fen": Saboteur(
        "calculators/kernel/money.py",
        "        up = rounding is Rounding.HALF_UP or whole % 2 == 1\n",
        "        up = whole % 2 == 1\n",
        "tests/calculators/kernel/test_money.py::test_golden_roundings_go_away_from_zero_at_the_half",
    ),
    "S8 version not compared": Saboteur(
        "bondlife/acts.py",
        "        if row.version != version:\n",
        "        if row.version < 0:\n",
        "tests/storage/test_acts.py::test_a_stale_version_is_a_conflict_that_shows_theirs[sqlite]",
    ),
    "S9 the audit record in a transaction of its own": Saboteur(
        "bondlife/acts.py",
        "    act.finish()\n    act.session.commit()\n",
        "    act.session.commit()\n    act.finish()\n    act.session.commit()\n",
        f"{STORAGE}/test_durability.py::test_without_its_audit_record_an_act_is_not_stored[sqlite]",
    ),
    "S10 rows without their scope": Saboteur(
        "bondlife/security/scope.py",
        "    if not issubclass(model, ScopedRow):\n",
        "    if issubclass(model, Row):\n",
        f"{HERE}/test_headers.py::test_a_foreign_record_looks_like_none",
    ),
    "S11 a route without a door": Saboteur(
        "bondlife/web/routes/session.py",
        '@router.get("/sign-in", dependencies=[Depends(gate.open_to_all)])\n',
        '@router.get("/sign-in")\n',
        "tests/api/test_matrix.py::test_every_route_declares_its_permission[sqlite]",
    ),
    "S12 the address a client claims is believed": Saboteur(
        "bondlife/web/routes/session.py",
        '    source = request.client.host if request.client else ""\n',
        '    source = request.headers.get("x-forwarded-for") or "none"\n',
        f"{HERE}/test_guessing.py::test_the_address_a_client_claims_is_not_believed",
    ),
    "S13 a copy of the file as backup": Saboteur(
        "bondlife/backup.py",
        "            connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]\n",
        "            assert connection\n            target.close()\n"
        "            shutil.copyfile(db.url.database, made / DATABASE)\n"
        "            target = driver.connect(str(made / DATABASE))\n",
        f"{STORAGE}/test_backup.py::test_a_backup_restores_to_equal_tables",
    ),
    "S14 attachments are not flushed": Saboteur(
        "bondlife/services/documents.py",
        "        file.flush()\n        os.fsync(file.fileno())\n",
        "        file.flush()\n",
        f"{STORAGE}/test_durability.py::test_an_attachment_and_its_folders_are_flushed",
    ),
    "S15 a posting that fails is passed over": Saboteur(
        "bondlife/acts.py",
        "        self._write_entries(head.seq + 1)\n",
        "        try:\n            self._write_entries(head.seq + 1)\n"
        "        except Exception:\n            pass\n",
        f"{STORAGE}/test_durability.py::test_a_posting_that_fails_undoes_its_act[sqlite]",
    ),
    "S16 an import commits in parts": Saboteur(
        "bondlife/acts.py",
        "        insert_columns(self.session, rows.target, *rows.cells(known))\n",
        "        insert_columns(self.session, rows.target, *rows.cells(known))\n"
        "        self.session.commit()\n",
        f"{STORAGE}/test_durability.py::test_an_import_is_one_transaction",
    ),
    "S17 a schema is changed statement by statement": Saboteur(
        "bondlife/db.py",
        '        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")\n',
        '        _ = write or connection.exec_driver_sql("BEGIN")\n',
        f"{STORAGE}/test_migrations.py::test_a_migration_that_fails_half_way_leaves_nothing",
    ),
    "S18 a region told to the session": Saboteur(
        "bondlife/db.py",
        '"bondlife.regions", reach.regions, sa.true()',
        '"bondlife.regions", reach.regions, sa.false()',
        f"{STORAGE}/test_fence.py::test_a_pooled_connection_forgets_whom_it_served[commit]",
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
        + "    prepared = _preparers(act, approval) | {approval.prepared_by}\n"
        + "    if actor.user_id in prepared:\n",
        "    prepared = _preparers(act, approval) | {approval.prepared_by}\n    if actor.user_id is None:\n",
        f"{HERE}/test_four_eyes.py::test_not_by_a_second_session",
    ),
    "S21 an edit keeps the approval": Saboteur(
        "bondlife/services/records.py",
        "    approvals.void_waiting(act, row)\n",
        "",
        f"{HERE}/test_four_eyes.py::test_an_edit_after_the_first_signature_takes_it_away",
    ),
    "S22 the newest score for an older period": Saboteur(
        "bondlife/queries/ppp_gather.py",
        "_score_row(one, cycle, found.get(cycle), asked.today)",
        "_score_row(one, cycle, next(iter(found.values()), None), asked.today)",
        "tests/ppp/test_runs.py::test_a_score_pays_when_frozen[a score of another cycle]",
    ),
    "S23 a digest that depends on order": Saboteur(
        "models/canonical.py",
        "    sort_keys=True, separators",
        "    sort_keys=False, separators",
        "tests/models/test_canonical.py::test_rows_written_together_are_the_rows_written_alone",
    ),
    "S24 text leaves as a formula": Saboteur(
        "bondlife/exchange/xlsx_out.py",
        "            write_string(row, column, told, look)\n",
        "            sheet.write(row, column, str(value))\n",
        "tests/exchange/test_writing.py::test_text_never_becomes_a_formula_or_a_link",
    ),
    "S25 sizes inside a zip are believed": Saboteur(
        "bondlife/exchange/child/zip_guard.py",
        "    if size != entry.file_size:\n",
        "    if size < 0:\n",
        "tests/exchange/test_sandbox.py::test_the_guard_counts_what_a_part_holds",
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
    "S29 values in a traceback of the log": Saboteur(
        "bondlife/security/logs.py",
        "            structlog.processors.format_exc_info,\n",
        "            structlog.processors.ExceptionRenderer(\n"
        "                structlog.tracebacks.ExceptionDictTransformer(show_locals=True)\n            ),\n",
        f"{HERE}/test_headers.py::test_a_fault_is_written_down_without_the_values_it_met",
    ),
    "S30 a manifest that nobody compares": Saboteur(
        "bondlife/backup.py",
        "    manifest = read_manifest(source)\n    target =",
        "    manifest = json.loads((source / MANIFEST).read_text())\n    target =",
        f"{STORAGE}/test_backup.py::test_a_harmed_backup_is_refused[changed file]",
    ),
    "S31 foreign is told from missing": Saboteur(
        "bondlife/web/errors.py",
        "    Missing: 404,\n",
        "    Missing: 403,\n",
        f"{HERE}/test_headers.py::test_a_foreign_record_looks_like_none",
    ),
    "S32 heads outside are not read": Saboteur(
        "bondlife/anchors.py",
        "    if not path.exists():\n        return []\n",
        "    if path.name:\n        return []\n",
        f"{STORAGE}/test_verify.py::test_a_rehashed_tail_is_found_by_the_head_outside[sqlite]",
    ),
}
QUICK = frozenset({"S1", "S2", "S6", "S7", "S8", "S9", "S15", "S17", "S21", "S23", "S24", "S25", "S30"})
"""Those whose test takes a few seconds."""
OF_A_DAY = 10


@pytest.mark.parametrize("name", SABOTEURS)
def test_every_saboteur_still_finds_its_place(name: str) -> None:
    one = SABOTEURS[name]
    assert (PROJECT / one.file).read_text().count(one.old) == 1
    file, _, test = one.test.partition("::")
    assert f"def {test.partition('[')[0]}(" in (PROJECT / file).read_text()


class Bench(NamedTuple):
    """A copy of the code in which faults may be planted, and the sound template of its databases."""

    folder: Path
    template: Path

    def run(self, one: Saboteur) -> subprocess.CompletedProcess[str]:
        """Run the test of a saboteur; what a fault in the migrations does must be in its template too."""
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *WITHOUT, one.test]
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        own |= {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": ""}
        if "/migrations/" not in one.file:
            own[HANDED] = str(self.template)
        return subprocess.run(command, cwd=self.folder, env=own, capture_output=True, text=True, check=False)


WITHOUT = ("-p", "no:schemathesis", "-p", "no:playwright", "-p", "no:base-url")
"""Plugins that take half a second to load; no saboteur's test needs them."""


@pytest.fixture(scope="module")
def bench(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Return a copy of the code in which faults may be planted."""
    folder = tmp_path_factory.mktemp("sabotage")
    for name in COPIED:
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copy(PROJECT / "pyproject.toml", folder)
    yield Bench(folder, sqlite_template)
    shutil.rmtree(folder, ignore_errors=True)


def test_every_saboteur_of_the_bench_is_accounted_for() -> None:
    assert {name.split()[0] for name in SABOTEURS} == {f"S{n}" for n in range(1, 33)}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", range(OF_A_DAY))
def test_the_saboteurs_of_the_day_are_caught(bench: Bench, number: int) -> None:
    """Ten at random in every run of the gate; the day is the seed, so that a red one can be run again.

    That their tests are green without them, the gate itself shows.
    """
    quick = [name for name in SABOTEURS if name.split()[0] in QUICK]
    of_the_day = random.Random(date.today().toordinal()).sample(quick, OF_A_DAY)  # noqa: DTZ011
    turns_red(bench, of_the_day[number])


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", SABOTEURS)
def test_the_bench_turns_red(bench: Bench, name: str) -> None:
    turns_red(bench, name)
    assert bench.run(SABOTEURS[name]).returncode == 0, "the same test is green without the fault"


def turns_red(bench: Bench, name: str) -> None:
    """Plant one saboteur, run its test, take it out again."""
    one = SABOTEURS[name]
    file = bench.folder / one.file
    sound = file.read_text()
    assert one.old in sound
    file.write_text(sound.replace(one.old, one.new))
    try:
        red = bench.run(one)
    finally:
        file.write_text(sound)
    say(f"{name}: {'caught' if red.returncode == 1 else 'NOT CAUGHT'} by {one.test}")
    assert red.returncode == 1, red.stdout[-3_000:]
    assert "1 failed" in red.stdout, "a set-up that breaks is no alarm"
