"""A county with something of everything public: a table, its correction, a notice that was withdrawn.

Every private column of the database is seeded with a token that says where it stands.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.services import disclosure_duties, disclosure_events, publications
from bondlife.services.disclosure_duties import scan
from bondlife.services.disclosure_events import EventInput
from bondlife.services.publications import PublishInput, WordsInput
from models.base import columns
from models.columns import JsonText
from models.registry import DisclosureDuty, Publication
from tests.disclosure.test_duties import JUNE
from tests.disclosure.test_duties import publish as publish_table
from tests.lifecycle.story import Story, on
from tests.money.county import EACH, County

DAY, LATER = "2037-07-03", "2037-08-03"
WORDY = re.compile(
    r"account|phone|mobile|mail|contact|payee|bank|counterparty|display_name|person|id_number|credit|manager"
    r"|custod|expert|owner$|author$|recipient|sender|remark|memo|note$|opinion|minutes|^text$|^reason$|^name$|^number$"
)
"""Columns that hold words of people or tell of them."""

PUBLIC = {
    ("bond", "name"),
    ("change_of_use", "reason"),
    ("fund", "name"),
    ("organisation", "name"),
    ("ppp_contract", "name"),
    ("project", "name"),
    ("public_entry", "name"),
    ("publication_sheet", "reason"),
    ("region", "name"),
}
"""Columns of words that a form names, so that they are public once it is published."""

FIXED = {
    "epoch",
    "holiday",
    "job",
    "region",
    "region_code",
    "rule_version",
    "kind_version",
    "setting",
    "calendar_year",
}
"""Tables of the house itself: their names are keys of the program."""

KEYS = {
    ("audit_record", "actor"),
    ("budget_line", "account"),
    ("ledger_balance", "account"),
    ("money_account", "ledger_account"),
    ("posting", "account"),
    ("posting", "budget_account"),
    ("user_account", "account"),
}
"""Columns that the program looks things up by."""


def private_columns() -> Iterator[tuple[sa.Table, Any]]:
    """Yield every column that must never be seen outside: words of people, and open fields of records."""
    for table in Publication.metadata.sorted_tables:
        for column in table.columns:
            place = (table.name, column.name)
            is_words = isinstance(getattr(column.type, "impl", column.type), sa.String) and WORDY.search(
                column.name
            )
            is_fields = column.name == "fields" and isinstance(column.type, JsonText)
            if (is_words or is_fields) and place not in PUBLIC | KEYS and table.name not in FIXED:
                yield table, column


def token(table: str, column: str) -> str:
    """Return the token of a column."""
    return f"zq7.{table}.{column}.q"


def seed(db: Database) -> int:
    """Write the tokens into every private column of every row; returns how many places were seeded."""
    count = 0
    with db.writing() as session:
        _unlock(session)
        for table, column in private_columns():
            mark = token(table.name, column.name)
            if column.name == "fields":
                count += _seed_fields(session, table, mark)
                continue
            told = sa.case((column.contains(mark), column), else_=column + " " + mark)
            found: Any = session.connection().execute(sa.update(table).values({column.name: told}))
            count += found.rowcount
        session.commit()
    return count


def _unlock(session: Any) -> None:
    """Let rows that are only ever added be changed: this database serves the public side alone."""
    guards = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'")
    for name in session.connection().execute(guards).scalars().all():
        session.connection().exec_driver_sql(f'DROP TRIGGER "{name}"')


def _seed_fields(session: Any, table: sa.Table, mark: str) -> int:
    key = next(iter(table.primary_key.columns))
    rows = session.connection().execute(sa.select(key, table.c.fields)).all()
    for row in rows:
        more = {**(row[1] or {}), "contact": mark, "phone": mark, "id_number": mark, "memo": {"note": mark}}
        session.connection().execute(sa.update(table).where(key == row[0]).values(fields=more))
    return len(rows)


class PublicScene:
    """The county and what it published: ``first`` was corrected by ``second``, ``notice`` was withdrawn."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.county = County(db, folder)
        self.county.pay(2 * EACH)
        self.story: Story = self.county.story
        self.county.change(
            self.county.bond, issue_date=date(2036, 3, 19), short_name="36示例债", code="36001"
        )
        self.county.change(self.county.project, name="双溪<b>污水</b>处理", sort_key="shuangxi sx")
        self.seeded = seed(db)
        self.first = self._table()
        self.draft = self._taken("annual_report")
        self.second = self._correction()
        self.notice = self._notice()
        self.seeded += seed(db)

    def _taken(self, what: str) -> str:
        own, db = columns(DisclosureDuty), self.story.db
        with on(JUNE):
            scan(db)
            duty = self.story.one(DisclosureDuty, own.what == what)
            taken = disclosure_duties.take_up(db, self.story.people["officer"], duty.public_id, duty.version)
        return str(taken["public_id"])

    def _table(self) -> str:
        key = self._taken("annual_table")
        publish_table(self.story, key, DAY)
        return key

    def _correction(self) -> str:
        """Correct the table after its investment changed in the books."""
        project, story = self.county.project, self.story
        self.county.change(project, total_investment=project.total_investment + 100)
        with on(LATER):
            version = story.row("publication", self.first).version
            officer = story.people["officer"]
            told = publications.correct(story.db, officer, self.first, version, "总投资批复调整")
            key = str(told["public_id"])
            words = WordsInput(explanations={"rows[1].investment": "发改批复"})
            publications.prepare(story.db, officer, key, story.row("publication", key).version, words)
        self.out(key, LATER)
        return key

    def _notice(self) -> str:
        """Tell an event, publish its notice, withdraw it."""
        story = self.story
        with on(LATER):
            form = EventInput(
                project=self.county.project.public_id,
                event_type="income_fell",
                happened_on=date(2037, 8, 1),
                what="撤回前的事项说明",
                effect="当年收益不足以覆盖利息",
                measures="调整招租方案",
            )
            made = disclosure_events.report(story.db, story.people["officer"], form)
            key = str(made["public_id"])
        self.out(key, LATER)
        with on(LATER):
            story.attach("publisher", "publication", key, "withdrawal_notice")
            opened = story.move("publisher", "publication", key, "withdraw", "事项不属实")
            for who in ("reviewer", "deputy"):
                story.decide(who, opened["approval"], opened["digest"])
        assert story.row("publication", key).state == "withdrawn"
        return key

    def out(self, key: str, day: str) -> None:
        """Take a prepared content to the public."""
        story = self.story
        with on(day):
            story.move("officer", "publication", key, "draft")
            opened = story.move("officer", "publication", key, "approve")
            for who in ("reviewer", "deputy"):
                story.decide(who, opened["approval"], opened["digest"])
            form = PublishInput.model_validate(
                {"published_on": day, "address": f"/public/publications/{key}"}
            )
            version = story.row("publication", key).version
            publications.publish(story.db, story.people["publisher"], key, version, form)


def shown(value: Any) -> str:
    """Return a value as text, for looking through it."""
    return json.dumps(value, ensure_ascii=False)
