"""The command line. Every command takes --json and then prints one document; slow imports wait inside."""

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="bondlife",
    help="Lifecycle manager for local-government special bonds, PPP contracts and investment funds.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
user_app = typer.Typer(help="Accounts and roles.", no_args_is_help=True, rich_markup_mode=None)
job_app = typer.Typer(help="Work in the background.", no_args_is_help=True, rich_markup_mode=None)
ppp_app = typer.Typer(help="PPP contracts.", no_args_is_help=True, rich_markup_mode=None)
disclose_app = typer.Typer(help="Disclosure duties.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(user_app, name="user")
app.add_typer(job_app, name="job")
app.add_typer(ppp_app, name="ppp")
app.add_typer(disclose_app, name="disclose")

KINDS_OF_FILE = (
    "issue-list, disclosure, project-page, ledger, limit-table, tender-result, fiscal-year, "
    "statement, platform"
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]


def main() -> None:
    """Run the command line; refusals end with status 2 and a sentence."""
    from bondlife.errors import Refusal
    from calculators.kernel.errors import CalculationError

    try:
        app()
    except Refusal as refusal:
        problems = [{"code": p.code, "field": p.field, "message": p.text()} for p in refusal.problems]
        _fail({"code": refusal.code, "problems": problems}, str(refusal))
    except CalculationError as error:
        _fail(
            {
                "code": "calculation",
                "problems": [{"code": error.code, "field": error.field, "message": error.message}],
            },
            str(error),
        )


@app.command()
def demo(port: Port = 8000, as_json: Json = False) -> None:
    """Make a demo database of real public figures, if there is none, and serve it."""
    from bondlife.commands import demonstrate

    raise typer.Exit(demonstrate(port, as_json=as_json))


@app.command()
def serve(port: Port = 0, as_json: Json = False) -> None:
    """Serve the site and its job process."""
    gc.disable()  # what is loaded stays: no going through it before the site answers
    from bondlife.commands import serve_here

    raise typer.Exit(serve_here(port, as_json=as_json))


@app.command()
def migrate(
    to: Annotated[str, typer.Option(help="Move everything to this empty database.")] = "",
    as_json: Json = False,
) -> None:
    """Bring the database to this release, or move it to another database with equal digests."""
    _out(_command("migrate")(to), as_json=as_json)


@app.command("import")
def import_file(
    kind: Annotated[str, typer.Argument(help=KINDS_OF_FILE)],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    preview: Annotated[bool, typer.Option(help="Read and check only; store nothing.")] = False,
    unit: Annotated[str, typer.Option(help="元, 万元, 亿元 or 百亿元")] = "",
    totals: Annotated[Path | None, typer.Option(help="Published totals to compare with.")] = None,
    account: Annotated[str, typer.Option(help="Account that imports; empty: the installation.")] = "",
    errors_to: Annotated[Path | None, typer.Option(help="Write the rows with findings as xlsx.")] = None,
    layout: Annotated[str, typer.Option(help="Layout of an export of the budget platform.")] = "",
    as_json: Json = False,
) -> None:
    """Bring in a file: 0 clean, 1 warnings only, 2 refused; the same file twice changes nothing."""
    report, status = _command("import_file")(
        kind,
        file,
        preview=preview,
        unit=unit,
        totals=totals,
        account=account,
        errors_to=errors_to,
        layout=layout,
    )
    _out(report, as_json=as_json)
    raise typer.Exit(status)


@app.command("export")
def export_file(
    what: Annotated[str, typer.Argument(help="debt-system, look-through, or a step of the year")],
    region: Annotated[str, typer.Option(help="Code of the region.")],
    month: Annotated[str, typer.Option(help="Month of a monthly file, such as 2026-10.")] = "",
    year: Annotated[str, typer.Option(help="Year of a yearly file.")] = "",
    to: Annotated[Path | None, typer.Option(help="Write the rows as xlsx, not signed.")] = None,
    as_json: Json = False,
) -> None:
    """Tell what a file of the year holds, what is missing and how its sums stand: 0 complete, 1 not yet."""
    report, status = _command("export_here")(what, region, month or year, to)
    _out(report, as_json=as_json)
    raise typer.Exit(status)


@app.command()
def verify(
    export: Annotated[
        Path | None, typer.Option(help="Also write the audit chain for the offline checker.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Prove the books: ledger, audit chain, rows, signatures, files."""
    report = _command("verify_here")(export)
    _out(report, as_json=as_json, lines=_verify_lines(report))
    raise typer.Exit(0 if report["ok"] else 1)


@app.command()
def backup(folder: Path, as_json: Json = False) -> None:
    """Back up while in use, restore the copy aside and verify it before it counts."""
    _out(_command("backup_here")(folder), as_json=as_json)


@app.command()
def restore(source: Path, as_json: Json = False) -> None:
    """Bring a backup back into an empty data folder."""
    _out(_command("restore_here")(source), as_json=as_json)


@app.command()
def calc(
    key: Annotated[str, typer.Argument(help="Key of a calculator; empty lists them.")] = "",
    arguments: Annotated[str, typer.Option("--json", help="Arguments as JSON.")] = "",
    book: Annotated[Path | None, typer.Option(help="A workbook of projects to compute instead.")] = None,
    out: Annotated[Path, typer.Option(help="Where the results of a workbook go.")] = Path("results.xlsx"),
    unit: Annotated[str, typer.Option(help="Unit of the workbook's amounts.")] = "元",
    discount_rate: Annotated[str, typer.Option(help="Discount rate of a workbook, a year.")] = "0.05",
) -> None:
    """Run a calculator and explain it, or compute a workbook of projects; prints one JSON document."""
    if book is not None:
        _out(_command("calculate_book")(book, out, unit, discount_rate), as_json=True)
    else:
        _out(_command("calculate")(key, arguments), as_json=True)


@user_app.command("add")
def user_add(
    account: str,
    name: Annotated[str, typer.Option(help="Name of the person.")],
    role: Annotated[str, typer.Option(help="First role.")],
    region: Annotated[str, typer.Option(help="Code of the region.")],
    section: str = "",
    as_json: Json = False,
) -> None:
    """Open a first account on a fresh installation; the password is printed once."""
    _out(_command("add_user")(account, name, role, region, section), as_json=as_json)


@user_app.command("list")
def user_list(as_json: Json = False) -> None:
    """List accounts with their roles."""
    _out(_command("list_users")(), as_json=as_json)


@job_app.command("list")
def job_list(as_json: Json = False) -> None:
    """List the newest jobs."""
    _out(_command("list_jobs")(), as_json=as_json)


@job_app.command("run")
def job_run(as_json: Json = False) -> None:
    """Run every job that waits, here and now."""
    _out(_command("run_jobs")(), as_json=as_json)


@job_app.command("alerts")
def job_alerts(as_json: Json = False) -> None:
    """Scan every region for alerts, here and now."""
    _out(_command("scan_alerts")(), as_json=as_json)


@job_app.command("mail")
def job_mail(as_json: Json = False) -> None:
    """Send the notices that wait by mail, if a mail server is set."""
    _out(_command("send_mail")(), as_json=as_json)


@ppp_app.command("recompute")
def ppp_recompute(
    run: Annotated[str, typer.Argument(help="Number or key of a payment run.")] = "",
    *,
    every: Annotated[bool, typer.Option("--all", help="Every run there is.")] = False,
    as_json: Json = False,
) -> None:
    """Work payment runs out again from their frozen inputs and compare them to the byte."""
    if bool(run) == every:
        raise typer.BadParameter("name a run, or say --all")
    report = _command("ppp_recompute")("" if every else run)
    _out(report, as_json=as_json)
    raise typer.Exit(0 if report["runs"] == report["equal"] else 1)


@ppp_app.command("formulas")
def ppp_formulas(as_json: Json = False) -> None:
    """List the shipped payment formulas and check that each worked example reproduces."""
    _out(_command("ppp_formulas")(), as_json=as_json)


@ppp_app.command("contracts")
def ppp_contracts(
    region: Annotated[str, typer.Option(help="Code of the region; empty: all.")] = "",
    as_json: Json = False,
) -> None:
    """List the PPP contracts with what this year costs and how much hangs on performance."""
    _out(_command("ppp_contracts")(region), as_json=as_json)


@ppp_app.command("check")
def ppp_check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    as_json: Json = False,
) -> None:
    """Read payment terms (YAML with body and formula): 0 sound, 1 findings, each with its place."""
    report = _command("ppp_check")(file)
    _out(report, as_json=as_json)
    raise typer.Exit(0 if report["sound"] else 1)


@ppp_app.command("import")
def ppp_import(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    region: Annotated[str, typer.Option(help="Code of the region.")],
    account: Annotated[str, typer.Option(help="Account that imports.")],
    *,
    preview: Annotated[bool, typer.Option(help="Read and check only; store nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Bring PPP contracts in from YAML or a table, all of it or nothing: 0 done, 2 refused."""
    report = _command("ppp_import")(file, region, account, preview=preview)
    _out(report, as_json=as_json)
    raise typer.Exit(2 if preview and report["problems"] else 0)


@ppp_app.command("affordability")
def ppp_affordability(
    region: Annotated[str, typer.Option(help="Code of the region.")],
    as_json: Json = False,
) -> None:
    """Tell every future year's PPP spending of a region against the caps."""
    _out(_command("ppp_affordability")(region), as_json=as_json)


@disclose_app.command("duties")
def disclose_duties(as_json: Json = False) -> None:
    """List open disclosure duties with their due days."""
    _out(_command("disclosure_duties")(), as_json=as_json)


@disclose_app.command("check")
def disclose_check(as_json: Json = False) -> None:
    """Compare what is public with the books and open data with their schemas (BONDLIFE_STANDARDS_DIR)."""
    report = _command("disclosure_check")()
    _out(report, as_json=as_json)
    if report["drift"] or report["validator_errors"]:
        sys.exit(1)


@disclose_app.command("check-pack")
def disclose_check_pack(
    pack: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    key: Annotated[
        str, typer.Option(help="Public key it must be signed with; empty: that of this house.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Check a package or an evidence pack offline: 0 sound, 1 problems, 2 unreadable."""
    report, status = _command("check_pack_here")(pack, key)
    _out(report, as_json=as_json)
    raise typer.Exit(status)


def _command(name: str) -> Callable[..., Any]:
    from bondlife import commands

    found: Callable[..., Any] = getattr(commands, name)
    return found


def _out(report: Any, *, as_json: bool, lines: list[str] | None = None) -> None:
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1, default=str))
        return
    for line in lines if lines is not None else _plain(report):
        typer.echo(line)


def _plain(report: Any, indent: str = "") -> list[str]:
    if isinstance(report, dict):
        found: list[str] = []
        for name, value in report.items():
            if isinstance(value, dict | list) and value:
                found += [f"{indent}{name}:", *_plain(value, indent + "  ")]
            else:
                found.append(f"{indent}{name}: {value}")
        return found
    if isinstance(report, list):
        return [f"{indent}- {json.dumps(one, ensure_ascii=False, default=str)}" for one in report]
    return [f"{indent}{report}"]


def _verify_lines(report: dict[str, Any]) -> list[str]:
    lines = []
    for check in report["checks"]:
        mark = "ok" if not check["problems"] else "PROBLEM"
        lines.append(f"{check['id']:18} {check['checked']:>9} checked  {mark}")
        lines += [f"    {problem}" for problem in check["problems"]]
    return lines


def _fail(report: dict[str, Any], sentence: str) -> None:
    if "--json" in sys.argv:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        typer.echo(sentence, err=True)
    sys.exit(2)
