"""The command line as people and scripts call it: names that stay, one JSON document, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import typer

from bondlife.audit_check import link_hash
from bondlife.cli import app
from tests.faults.nursery import nursery

SAMPLE = Path(__file__).parent.parent / "bondlife" / "demo" / "data" / "issues_ningbo_zhejiang.csv"


MAIN = "from bondlife.cli import main; main()"


class Caller:
    """Calls the command in a data folder of its own: in a process that need not import everything anew."""

    def __init__(self, folder: Path, told: Path) -> None:
        self.folder, self.told = folder, told

    @property
    def environment(self) -> dict[str, str]:
        """Return what a process must be told."""
        return {"BONDLIFE_DATA_DIR": str(self.folder), "BONDLIFE_ARGON2_CHEAP": "1"}

    def __call__(self, *arguments: str) -> tuple[int, Any]:
        told = str(self.told / uuid4().hex)
        nursery().fork("tests.faults.nursery:command", told, *arguments, environment=self.environment).wait(
            120
        )
        out, err, status = (Path(f"{told}.{name}").read_text("utf-8") for name in ("out", "err", "status"))
        return int(status), answer(out, err)

    def fresh(self, *arguments: str) -> tuple[int, Any]:
        """Call it as a person does, in a process of its own from the first import on."""
        environment = {**os.environ, **self.environment}
        command = [sys.executable, "-c", MAIN, *arguments]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        return done.returncode, answer(done.stdout, done.stderr)


def answer(out: str, err: str) -> Any:
    """Return the one JSON document, or all that was said."""
    try:
        return json.loads(out)
    except ValueError:
        return out + err


@pytest.fixture(scope="module")
def bondlife(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    caller = Caller(tmp_path_factory.mktemp("installation"), tmp_path_factory.mktemp("told"))
    assert caller.fresh("migrate", "--json")[0] == 0
    return caller


def test_every_promised_command_is_there(bondlife: Caller) -> None:
    status, text = bondlife.fresh("--help")
    assert status == 0
    names = "demo serve migrate import verify backup restore user calc ppp disclose job"
    assert all(f"\n  {name} " in text for name in names.split())


def leaves(command: Any, place: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return every command that does something, by the words that call it."""
    if not hasattr(command, "commands"):
        return {place: command}
    inner = (leaves(each, (*place, name)) for name, each in command.commands.items())
    return {words: one for some in inner for words, one in some.items()}


def test_every_command_takes_json_and_says_what_it_does() -> None:
    commands = leaves(typer.main.get_command(app))
    assert len(commands) > 20
    for words, command in commands.items():
        assert any("--json" in option.opts for option in command.params), words
        assert command.help, words


@pytest.mark.parametrize("words", [(), ("import",), ("calc",), ("ppp", "check")], ids=" ".join)
def test_help_comes_at_once(words: tuple[str, ...]) -> None:
    """Processor time is asked: it stays the same beside other work. The best of three counts."""
    assert any(spent_on_help(words) < 0.3 for _ in range(3))


def spent_on_help(words: tuple[str, ...]) -> float:
    """Return the processor time of a call for help, in seconds."""
    child = os.posix_spawn(
        sys.executable,
        [sys.executable, "-c", MAIN, *words, "--help"],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, used = os.wait4(child, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(
    "words",
    [
        "user list",
        "user add first --name 系统 --role system_admin --region 000000",
        "backup kept",
        "serve",
        "job list",
    ],
)
def test_what_comes_before_migrate_is_told_so(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    caller = Caller(tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("told"))
    status, answer = caller(*words.split(), "--json")
    assert status == 2
    assert "bondlife migrate" in str(answer)


def test_an_issue_list_is_previewed_then_stored_then_unchanged(bondlife: Caller) -> None:
    status, preview = bondlife("import", "issue-list", str(SAMPLE), "--preview", "--json")
    assert (status, preview["state"], preview["counts"]["errors"]) == (0, "preview", 0)
    status, stored = bondlife("import", "issue-list", str(SAMPLE), "--json")
    assert (status, stored["state"], stored["counts"]["added"]) == (0, "stored", 52)
    assert stored["totals"]["face"]["亿元"] == preview["totals"]["face"]["亿元"]
    status, again = bondlife("import", "issue-list", str(SAMPLE), "--json")
    assert (status, again["state"], again["counts"]["added"]) == (0, "unchanged", 0)


def test_a_file_with_errors_is_refused_with_places(bondlife: Caller, tmp_path: Path) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace("30.37", "三十亿")
    bad = tmp_path / "bad.csv"
    bad.write_text("\n".join(lines), encoding="utf-8")
    status, report = bondlife(
        "import", "issue-list", str(bad), "--json", "--errors-to", str(tmp_path / "e.xlsx")
    )
    assert (status, report["state"]) == (2, "refused")
    assert report["errors"][0]["row"] == 4
    assert report["errors"][0]["read"] == "三十亿"
    assert (tmp_path / "e.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x00" * 100, "file_"), (b"PK\x03\x04broken", "file_"), (b"", "file_")],
    ids=["binary", "broken zip", "empty"],
)
def test_what_is_no_table_is_refused_in_words(
    bondlife: Caller, tmp_path: Path, content: bytes, code: str
) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(content)
    status, report = bondlife("import", "issue-list", str(bad), "--json")
    assert status == 2
    assert report["problems"][0]["code"].startswith(code)


def test_verify_counts_and_exports_a_chain_that_the_small_checker_proves(
    bondlife: Caller, tmp_path: Path
) -> None:
    export = tmp_path / "audit.jsonl"
    status, report = bondlife("verify", "--json", "--export", str(export))
    assert (status, report["ok"]) == (0, True)
    assert all(set(check) - {"figures"} == {"id", "checked", "problems"} for check in report["checks"])
    checker = Path(__file__).parent.parent / "bondlife" / "audit_check.py"
    heads = bondlife.folder / "audit-heads.log"
    command = [sys.executable, "-I", str(checker), str(export), str(heads)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    records = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    assert all(link_hash(record) == record["hash"] for record in records)
    records[-1]["actor"] = "somebody else"
    export.write_text(
        "\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8"
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"record {len(records)} was changed" in done.stdout
    with heads.open("a", encoding="utf-8") as file:
        file.write('{"seq": 1')
    torn = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "is none: its line was torn or changed" in torn.stdout


def test_a_calculation_and_its_refusal(bondlife: Caller) -> None:
    face = {"face": 7_500_000_000, "coupon_rate": "0.0236", "value_date": "2024-04-01", "tenor_years": 10}
    face["coupon_frequency"] = 2
    status, report = bondlife("calc", "bonds.schedule", "--json", json.dumps(face))
    assert status == 0
    assert report["result"]["total_interest"] == 1_770_000_000
    status, refusal = bondlife("calc", "bonds.schedule", "--json", json.dumps({**face, "face": 1.5}))
    assert status == 2
    assert refusal["problems"][0]["field"] == "face"
    assert bondlife("calc", "no.such", "--json", "{}")[0] == 2
    assert bondlife("calc", "bonds.schedule", "--json", "{")[0] == 2


def test_shipped_formulas_reproduce_their_examples(bondlife: Caller) -> None:
    status, formulas = bondlife("ppp", "formulas", "--json")
    assert status == 0
    examples = [example for formula in formulas for example in formula["examples"]]
    assert len(examples) >= 10
    assert all(example["agrees"] for example in examples)


def test_backup_and_restore_from_the_command_line(bondlife: Caller, tmp_path: Path) -> None:
    status, report = bondlife.fresh("backup", str(tmp_path / "backups"), "--json")
    assert status == 0, report
    assert report["verified"]["ok"]
    elsewhere = Caller(tmp_path / "restored", tmp_path)
    status, restored = elsewhere.fresh("restore", report["backup"], "--json")
    assert (status, restored["ok"]) == (0, True)
    assert elsewhere("verify", "--json")[0] == 0


def test_only_administrators_are_opened_on_the_machine(bondlife: Caller) -> None:
    arguments = ("--name", "系统管理员", "--region", "000000", "--json")
    status, made = bondlife("user", "add", "sysadmin", "--role", "system_admin", *arguments)
    assert status == 0
    assert len(made["password"]) >= 12
    assert bondlife("user", "add", "boss", "--role", "leader", *arguments)[0] == 2
    assert bondlife("user", "add", "sysadmin", "--role", "system_admin", *arguments)[0] == 2
    status, users = bondlife("user", "list", "--json")
    assert [user["account"] for user in users] == ["sysadmin"]
