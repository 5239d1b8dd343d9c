"""What each command does, on the installation the settings name."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bondlife.anchors import write_head
from bondlife.catalogue import calculator_spec, calculator_specs
from bondlife.db import Database
from bondlife.errors import Invalid, Refusal
from bondlife.queries import installation
from bondlife.settings import Settings, settings


def database() -> Database:
    """Open the installation's database, which must be this release's."""
    from bondlife.migrate import is_current

    return _prepared(is_current)


def _prepared(is_fit: Callable[[Database], bool]) -> Database:
    from bondlife.migrate import UNPREPARED

    found = Database(settings().url)
    if not is_fit(found):
        found.close()
        raise Refusal.because("not_prepared", UNPREPARED)
    return found


def _as_it_is() -> Database:
    """Open the installation's database, of whatever release it is: to migrate or prove it."""
    return Database(settings().url)


def demonstrate(port: int, *, as_json: bool) -> int:
    """Build the demo if it is not there, then serve it."""
    from bondlife.demo.build import build

    here = settings().model_copy(update={"demo": True, "port": port})
    if "BONDLIFE_DATA_DIR" not in _environment():
        here = here.model_copy(update={"data_dir": Path("data") / "demo"})
    build(here, as_json=as_json)
    return _serve(here, as_json=as_json)


def serve_here(port: int, *, as_json: bool) -> int:
    """Serve the installation."""
    here = settings().model_copy(update={"port": port}) if port else settings()
    return _serve(here, as_json=as_json)


def migrate(to: str) -> dict[str, Any]:
    """Migrate and seed, or move everything to another database."""
    from bondlife.services.seeding import prepare
    from bondlife.transfer import transfer

    source = _as_it_is()
    return transfer(source, Database(to)) if to else prepare(source)


def import_file(kind: str, file: Path, **options: Any) -> tuple[dict[str, Any], int]:
    """Bring in a file, or only look at it."""
    from bondlife.services.imports import run_from_file

    return run_from_file(database(), settings(), kind, file, **options)


def export_here(what: str, region: str, period: str, to: Path | None) -> tuple[dict[str, Any], int]:
    """Tell what a file of the year holds, perhaps writing its rows without a signature."""
    from bondlife.queries.exported import exported
    from bondlife.services.filings.paper import paper

    found = exported(database(), what, region, period)
    if to is not None:
        to.write_bytes(paper(found.layout, [dict(row.values) for row in found.rows], found.layout.key, ()))
    return found.as_dict(), 0 if not found.missing and found.rows else 1


def verify_here(export: Path | None) -> dict[str, Any]:
    """Verify the installation; the head of the chain is written down afterwards."""
    from bondlife.verify import verify

    db, here = _as_it_is(), settings()
    report = verify(db, here)
    if report["ok"]:
        write_head(db, here.heads_file, here.secret())
    if export is not None:
        export.write_text("\n".join(installation.chain_lines(db)) + "\n", encoding="utf-8")
    return report


def backup_here(folder: Path) -> dict[str, Any]:
    """Back the installation up."""
    from bondlife.backup import backup
    from bondlife.migrate import is_of_a_release

    return backup(_prepared(is_of_a_release), settings(), folder)


def restore_here(source: Path) -> dict[str, Any]:
    """Restore a backup into the installation's empty folder."""
    from bondlife.backup import restore

    return restore(source, settings())


def calculate(key: str, arguments: str) -> Any:
    """Run a calculator, or list them all."""
    from bondlife.calculate import run

    if not key:
        return [
            {"key": spec.key, "title": spec.title, "title_zh": spec.title_zh}
            for spec in calculator_specs().values()
        ]
    try:
        given = json.loads(arguments or "{}")
    except ValueError as error:
        raise Invalid.because(
            "bad_json", "The arguments are not JSON: %(text)s", "json", text=str(error)[:200]
        ) from None
    return run(calculator_spec(key), given)


def calculate_book(source: Path, target: Path, unit: str, discount_rate: str) -> dict[str, Any]:
    """Compute a workbook of projects and write the results beside it."""
    from decimal import Decimal, InvalidOperation

    from bondlife.exchange.portfolio_book import compute, read_portfolio, write_findings

    try:
        rate = Decimal(discount_rate)
    except InvalidOperation:
        raise Invalid.because(
            "bad_rate", "The discount rate is a decimal, as 0.05.", "discount_rate"
        ) from None
    book = read_portfolio(source, unit)
    found = compute(book, rate)
    write_findings(found, book.names, target, unit)
    counts = {"below_one": found.below_one, "with_gap": found.with_gap}
    return {"projects": len(book.names), "years": len(book.years), **counts, "written": str(target)}


def add_user(account: str, name: str, role: str, region: str, section: str) -> dict[str, Any]:
    """Open a first account with a random password, from the machine itself."""
    from bondlife.services.bootstrap import first_account

    password = secrets.token_urlsafe(12)
    first_account(database(), account, name, role, region, section, password)
    return {"account": account, "role": role, "password": password}


def list_users() -> list[dict[str, Any]]:
    """List accounts with roles in force."""
    return installation.users(database())


def list_jobs() -> list[dict[str, Any]]:
    """List the newest jobs."""
    return installation.jobs(database())


def run_jobs() -> dict[str, Any]:
    """Run what waits."""
    from bondlife.jobs.runner import run_waiting

    return {"ran": run_waiting(database())}


def scan_alerts() -> dict[str, Any]:
    """Scan for alerts and keep the snapshot of the month."""
    from bondlife.services.alert_scan import scan
    from bondlife.services.risk import take_snapshots

    db = database()
    return {**scan(db), "snapshots": take_snapshots(db)}


def send_mail() -> dict[str, Any]:
    """Send the notices that wait."""
    from bondlife.services.mail import send_waiting

    return send_waiting(database(), settings())


def ppp_recompute(run: str) -> dict[str, Any]:
    """Work one payment run, or all of them, out again from frozen inputs."""
    from bondlife.queries.ppp_recompute import recompute

    return recompute(database(), run)


def ppp_contracts(region: str) -> list[dict[str, Any]]:
    """List the PPP contracts of a region, or of all."""
    from bondlife.queries.api_ppp import register_told
    from bondlife.security.actor import SYSTEM

    return register_told(database(), SYSTEM, region)


def ppp_check(file: Path) -> dict[str, Any]:
    """Read payment terms from a file and tell what is wrong with them."""
    from bondlife.queries.api_ppp import file_checked

    return file_checked(file.read_text("utf-8-sig"))


def ppp_import(file: Path, region: str, account: str, *, preview: bool) -> dict[str, Any]:
    """Bring contracts in from a file, or only look at it."""
    from bondlife.security.authenticate import actor_of
    from bondlife.services.ppp_import import from_file

    db = database()
    return from_file(db, actor_of(db, account), file, region, preview=preview)


def ppp_affordability(region: str) -> dict[str, Any]:
    """Tell every future year of a region against the caps."""
    from bondlife.queries.api_ppp import affordability_told
    from bondlife.security.actor import SYSTEM

    return affordability_told(database(), SYSTEM, region, {})


def ppp_formulas() -> list[dict[str, Any]]:
    """Check every shipped formula against its worked example."""
    from bondlife.calculate import check_formulas

    return check_formulas()


def disclosure_duties() -> dict[str, Any]:
    """Bring duties of disclosure up to date and list the open ones, with how late they are."""
    from bondlife.services.disclosure_check import open_duties
    from bondlife.services.disclosure_duties import scan

    scan(database())
    found = open_duties(database())
    return {"duties": found, "late": sum(1 for one in found if one["late_days"])}


def disclosure_check() -> dict[str, Any]:
    """Bring duties up to date and compare what is public with the books."""
    from bondlife.services.disclosure_check import check
    from bondlife.services.disclosure_duties import scan

    scan(database())
    return check(database(), standards=settings().standards_dir)


def check_pack_here(pack: Path, key: str) -> tuple[dict[str, Any], int]:
    """Check a pack by a key, or by that of this house if there is one; returns the report and the status."""
    from bondlife.offline.check_pack import check_pack
    from bondlife.services.disclosure_packages import key_text

    try:
        own = key_text(settings().secret()) if (settings().data_dir / "secret").exists() else ""
        found = check_pack(pack.read_bytes(), key or own)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return {"problems": [str(error)]}, 2
    return vars(found), 1 if found.problems else 0


def _serve(here: Settings, *, as_json: bool) -> int:
    from bondlife.server import serve

    return serve(here, as_json=as_json)


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)
