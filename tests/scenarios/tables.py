"""Reading and carrying out of scenario tables: number, given, when, then, one case a row."""

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bondlife.errors import Refusal
from bondlife.locale import speaking
from bondlife.queries.words import problem_text
from tests.lifecycle.story import on

Words = Mapping[str, Callable[..., None]]


class Case:
    """One row being carried out: what was refused, and what the row made."""

    def __init__(self) -> None:
        self.refusal = ""
        self.outcome: dict[str, str] = {}

    def attempt(self, work: Callable[[], Any]) -> Any:
        """Do something and keep the Chinese sentences of its refusal."""
        try:
            return work()
        except Refusal as refusal:
            with speaking("zh"):
                self.refusal = "；".join(problem_text(problem) for problem in refusal.problems)
            return None


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this file."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def carry_out(case: Any, words: Words, text: str) -> None:
    """Do what one sentence of a table says."""
    found = [(work, match) for form, work in words.items() if (match := re.fullmatch(form, text))]
    assert len(found) == 1, f"{text}: {len(found)} ways to read it"
    work, match = found[0]
    work(case, *match.groups())


def run(case: Any, row: Mapping[str, str], given: Words, when: Words) -> None:
    """Carry out a row and compare what came of it with what the table says."""
    for part in row["给定"].split("；"):
        if part != "无":
            carry_out(case, given, part)
    carry_out(case, when, row["当"])
    settle(case, row["则"])


def settle(case: Any, told: str) -> None:
    """Compare what came of a row with what the table says of it."""
    for wanted in told.split("；"):
        if wanted.startswith("拒绝："):
            assert wanted.removeprefix("拒绝：") in case.refusal, case.refusal or "was allowed"
        else:
            assert case.refusal == "", case.refusal
            name, _, value = wanted.partition("为")
            assert wanted == "允许" or case.outcome.get(name) == value, case.outcome


def play(case: Any, rows: list[dict[str, str]], words: Words) -> None:
    """Carry out the rows of one story in their order: number, day, step, what comes of it."""
    day = ""
    for row in rows:
        day = row["日期"] or day
        case.refusal, case.outcome = "", {}
        with on(day):
            case.attempt(lambda step=row["步骤"]: carry_out(case, words, step))
        try:
            settle(case, row["结果"])
        except AssertionError as error:
            raise AssertionError(f"{row['序号']} {row['步骤']}: {error}") from None
    said = {form for form in words if any(re.fullmatch(form, row["步骤"]) for row in rows)}
    assert not words.keys() - said, f"nobody says {sorted(words.keys() - said)}"


def unused(rows: list[dict[str, str]], words: Words, column: str) -> list[str]:
    """Return the sentences nobody says: a table and its words stay together."""
    said = {part for row in rows for part in (row[column].split("；") if column == "给定" else [row[column]])}
    return [form for form in words if not any(re.fullmatch(form, text) for text in said)]
