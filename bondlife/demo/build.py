"""Build the demo portfolio: real public figures through the importers, then shares and schedules."""

import sys
from datetime import date
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import kind_of, lifecycle_of
from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.demo.budget import add_budget
from bondlife.demo.desk import on
from bondlife.demo.funds import add_funds
from bondlife.demo.kinds import add_kind
from bondlife.demo.late import close_books
from bondlife.demo.people import LEVELS, PASSWORD, PEOPLE
from bondlife.demo.performance import add_performance
from bondlife.demo.ppp_runs import play_ppp
from bondlife.demo.public import publish_year
from bondlife.demo.story import tell
from bondlife.demo.tale import first_day
from bondlife.demo.work import add_work
from bondlife.exchange.units import FEN_PER_UNIT
from bondlife.lifecycle.effects import EFFECTS
from bondlife.lifecycle.effects.money import post_opening
from bondlife.lifecycle.engine import enter, take_on
from bondlife.lifecycle.situation import situation
from bondlife.security.actor import SYSTEM
from bondlife.security.authenticate import actor_of
from bondlife.services import records
from bondlife.services.alert_scan import scan
from bondlife.services.imports import confirm, preview
from bondlife.services.risk import take_snapshots
from bondlife.services.seeding import prepare
from bondlife.settings import Settings
from calculators.kernel.dates import add_months
from models.base import columns
from models.registry import Bond, BondShare, Instalment, OnLending, Project, Region

FILES = (
    ("issue-list", "issues_ningbo_zhejiang.csv"),
    ("issue-list", "issues_east_coast_2024_2025.csv"),
    ("ledger", "project_ledger.csv"),
    ("project-page", "project_pages.html"),
    ("disclosure", "disclosure_ningbo_2021_p9.html"),
)
"""What is brought in, in this order."""

SHARES = (
    ("DEMO-0001", "2024年浙江省污水处理专项债券(一期)", 6_000),
    ("DEMO-0002", "2024年浙江省其他项目收益专项债券(二期)", 3_000),
    ("DEMO-0002", "2025年浙江省其他项目收益专项债券(二期)", 3_900),
    ("DEMO-0003", "2024年浙江省其他项目收益专项债券(四期)", 10_000),
    ("DEMO-0003", "2025年浙江省政府专项债券(一期)", 10_000),
    ("DEMO-0004", "2025年浙江省其他项目收益专项债券(五期)", 20_000),
    ("DEMO-0005", "2024年浙江省其他项目收益专项债券(十期)", 15_000),
    ("DEMO-0006", "2024年浙江省其他项目收益专项债券(三期)", 12_000),
    ("DEMO-0007", "2025年浙江省其他项目收益专项债券(四期)", 40_000),
    ("DEMO-0008", "2024年浙江省其他项目收益专项债券(八期)", 12_000),
    ("DEMO-0009", "2025年浙江省其他项目收益专项债券(三期)", 4_000),
    ("DEMO-0010", "2025年浙江省其他项目收益专项债券(八期)", 25_000),
)
"""Project, beginning of the bond's name, 万元: examples of how such projects hold parts of real bonds."""

REASON = "示例：按公开数据接入"


def build(settings: Settings, *, as_json: bool = False) -> None:
    """Make the demo database once; a second start finds it there."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    db, today = Database(settings.url), clock.business_date()
    with on(first_day(today)):
        prepare(db)
        add_people(db)
        add_people(db, LEVELS)
    tale = tell(db, settings.documents_dir, today)
    for kind, name in FILES:
        report = confirm(
            db, SYSTEM, preview(db, kind, Path(str(files("bondlife.demo") / "data" / name))), name
        )
        if report.state == "refused":
            message = f"the demo file {name} is refused: {report.as_dict()['errors'][:3]}"
            raise RuntimeError(message)
    perform(db, SYSTEM, "demo.shares", _shares)
    add_work(db, settings.documents_dir)
    add_budget(db, settings.documents_dir)
    add_performance(db, settings.documents_dir)
    play_ppp(db, settings.documents_dir)
    add_kind(db)
    if tale is not None:
        add_funds(db, actor_of(db, "officer"), actor_of(db, "evaluator"))
        tale.desk.read_boxes()
        close_books(tale)
        publish_year(tale.desk)
        scan(db)
        take_snapshots(db)
    db.close()
    if not as_json:
        _tell_people()


def _shares(act: Act) -> int:
    """Let the projects hold parts of real bonds, as taken on, with their schedules."""
    first = act.find(Project, columns(Project).code == SHARES[0][0])[0]
    if act.find(BondShare, columns(BondShare).project_id == first.id):
        return 0
    bonds: dict[int, Bond] = {}
    for code, name, amount in SHARES:
        project = act.find(Project, columns(Project).code == code)[0]
        bond = _bond(act, name)
        _hold(act, project, bond, amount * FEN_PER_UNIT["万元"])
        bonds[bond.id or 0] = bond
    for bond in bonds.values():
        EFFECTS["generate_schedule"](act, situation(act.session, bond, act.business_date), {})
    act.flush()
    _pay_past(act, list(bonds))
    for code in {code for code, _, _ in SHARES}:
        records.after_change(act, act.find(Project, columns(Project).code == code)[0])
    return len(SHARES)


def _bond(act: Act, name: str) -> Bond:
    """Find a bond by the beginning of its name; what its list does not tell is worked out or made up."""
    chosen = act.find(Bond, columns(Bond).name.startswith(name))[0]
    if chosen.value_date is None and chosen.maturity_date is not None:
        act.change(chosen, value_date=_value_date(chosen))
    if not chosen.code:
        act.change(chosen, code=f"示例{chosen.id}")
    return chosen


def _value_date(bond: Bond) -> date:
    assert bond.maturity_date is not None
    return add_months(bond.maturity_date, -12 * bond.tenor_years)


def _hold(act: Act, project: Project, bond: Bond, amount: int) -> None:
    kind = kind_of(act.session, project.kind, project.kind_version)
    lifecycle = lifecycle_of(kind, "bond_share")
    values: dict[str, Any] = {"bond_id": bond.id, "amount": amount, "received": amount}
    share = BondShare(**values, state="planned", **records.inherited(project))
    enter(act, share, lifecycle)
    act.add(share)
    act.flush()
    take_on(act, share, lifecycle, "received", REASON)
    arrived = bond.value_date or bond.issue_date or act.business_date
    _lend_on(act, project, share, arrived)
    post_opening(act, situation(act.session, share, act.business_date, reason=REASON), arrived)


def _lend_on(act: Act, project: Project, share: BondShare, day: date) -> None:
    """Record the agreements by which the province lent a share on, down to the project's region."""
    own = act.get(Region, project.region_id).code
    levels = list(dict.fromkeys([f"{own[:2]}0000", f"{own[:4]}00", own]))
    keys = [records.region_by_code(act, code) for code in levels]
    held: dict[str, Any] = {name: getattr(share, name) for name in ("region_id", "unit_id", "department_id")}
    for lender, borrower in pairwise(keys):
        told: dict[str, Any] = {
            "lender_id": lender,
            "borrower_id": borrower,
            "amount": share.amount,
            "signed_on": day,
        }
        act.add(OnLending(**held, share_id=share.id or 0, agreement_number="示例转贷协议", **told))
    act.flush()


def _pay_past(act: Act, bonds: list[int]) -> None:
    """Take on what fell due before the demo begins as paid on its day."""
    own = columns(Instalment)
    for row in act.find(Instalment, own.bond_id.in_(bonds), own.payment_date < act.business_date):
        lifecycle = lifecycle_of(kind_of(act.session, row.kind, row.kind_version), "instalment")
        act.change(row, paid=row.principal + row.interest, paid_on=row.payment_date)
        take_on(act, row, lifecycle, "paid", REASON)


def _tell_people() -> None:
    lines = [f"  {person.account:12} {person.title}" for person in (*PEOPLE, *LEVELS)]
    words = "\n".join(["demo sign-ins (this database only), password " + PASSWORD, *lines])
    print(words, file=sys.stderr, flush=True)  # noqa: T201
