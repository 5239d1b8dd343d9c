"""What a demo publishes: the yearly table of one project, another that waits for signatures, an event."""

from bondlife import clock
from bondlife.demo.desk import Desk
from bondlife.demo.portal import COUNTY, put_out, show_pages
from bondlife.services import disclosure_events, publications
from bondlife.services.disclosure_duties import not_needed, scan, take_up
from bondlife.services.disclosure_events import EventInput
from bondlife.services.publications import WordsInput
from models.base import columns
from models.registry import DisclosureDuty, Project

WORDS = {"bond_short_name": "未取得", "evaluation": "尚未评价", "expected_income": "未编制收支平衡表"}
"""What the officer writes where the books are empty; anything else is none."""
LEFT = ("annual_table", "issue_repayment", "change_of_use")
"""Duties of the county of which the first late one stays open."""
BEFORE = "接入前已在公开平台发布（示例）"


def publish_year(desk: Desk) -> None:
    """Work the duties out; publish the table of one project of the county, prepare that of the next."""
    scan(desk.db)
    own, project = columns(DisclosureDuty), columns(Project)
    county = {one.id for one in desk.all(Project, project.code.like("DEMO-S-%"))}
    tables = desk.all(DisclosureDuty, own.what == "annual_table", own.state == "open")
    mine = [duty for duty in tables if duty.project_id in county]
    for number, duty in enumerate(mine[:2]):
        key = _prepared(desk, duty)
        desk.move("officer", "publication", key, "draft")
        desk.move("officer", "publication", key, "approve")
        if number == 0:
            desk.sign("officer", "publication", key)
            put_out(desk, COUNTY[1], key)
    if mine:
        _event(desk, mine[0])
    show_pages(desk)
    scan(desk.db)
    _told_before(desk)


def _told_before(desk: Desk) -> None:
    """Release what was published before the books were taken over; a few late duties are left to be seen."""
    own, today = columns(DisclosureDuty), clock.business_date()
    who, left = desk.actor("province-deputy"), set(LEFT)
    for duty in desk.all(DisclosureDuty, own.state == "open", own.due_on < today):
        if duty.what in left and duty.region_id == desk.actor("officer").region_id:
            left.remove(duty.what)
        elif who.can_on("disclosure.waive", duty.region_id, duty.unit_id, duty.department_id):
            not_needed(desk.db, who, duty.public_id, duty.version, BEFORE)


def _prepared(desk: Desk, duty: DisclosureDuty) -> str:
    """Take a duty up and fill its table; empty cells get words."""
    officer = desk.actor("officer")
    key = str(take_up(desk.db, officer, duty.public_id, duty.version)["public_id"])
    told = publications.prepare(desk.db, officer, key, desk.row("publication", key).version, WordsInput())
    if told["empty"]:
        places = publications.places_of(desk.db, officer, key)
        words = WordsInput(answers={place: WORDS.get(place.rpartition(".")[2], "无") for place in places})
        publications.prepare(desk.db, officer, key, desk.row("publication", key).version, words)
    return key


def _event(desk: Desk, duty: DisclosureDuty) -> None:
    """Tell an event of the same project; its notice waits to be signed."""
    found = desk.one(Project, columns(Project).id == duty.project_id)
    form = EventInput(
        project=found.public_id,
        event_type="income_fell",
        happened_on=clock.business_date(),
        what="本年租金收入约为预期的六成",
        effect="当年收益不足以覆盖利息，差额由财政统筹安排",
        measures="调整招租方案，下季度复核收入预测",
    )
    disclosure_events.report(desk.db, desk.actor("officer"), form)
