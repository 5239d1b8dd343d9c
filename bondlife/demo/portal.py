"""What a demo shows the public beside yearly tables: whole pages, a bond, PPP payments, a correction."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bondlife import clock
from bondlife.demo.desk import Desk
from bondlife.services import publications
from bondlife.services.disclosure_duties import take_up
from bondlife.services.public_pages import PageInput, open_page
from bondlife.services.publications import PublishInput, WordsInput
from models.base import columns
from models.registry import (
    Bond,
    DisclosureDuty,
    Fund,
    PaymentStatement,
    PPPContract,
    Project,
    Publication,
)

COUNTY, PROVINCE = ("officer", "publisher"), ("province-officer", "province-publisher")
"""Who prepares and who publishes, by level; those who sign stand between."""

IN_FULL = ("DEMO-S-1", "DEMO-S-2", "DEMO-S-4")
"""Projects whose whole page is public."""

NOTE = "管廊入廊费自明年一月起收取"
REASON = "补充运营收费安排，金额未变"


def show_pages(desk: Desk) -> None:
    """Publish pages of projects, a contract, a fund, a bond and the county; correct a yearly table."""
    project, region = columns(Project), "330304"
    for row in desk.all(Project, project.code.in_(IN_FULL)):
        page(desk, COUNTY, "project", row.public_id)
    for contract in _paid_contracts(desk):
        page(desk, COUNTY, "ppp_contract", contract.public_id)
    for fund in desk.all(Fund)[:1]:
        page(desk, COUNTY, "fund", fund.public_id)
    page(desk, COUNTY, "region", region)
    _bond(desk)
    _payments(desk)
    _correction(desk)


def page(desk: Desk, who: tuple[str, str], kind: str, thing: str) -> str:
    """Open the page of a thing with the figures of yesterday, fill, sign and publish it; returns its key."""
    yesterday = clock.business_date() - timedelta(days=1)
    return publish(desk, who, _opened(desk, who[0], {"kind": kind, "thing": thing, "cut_off": yesterday}))


def _opened(desk: Desk, officer: str, told: Mapping[str, Any]) -> str:
    return str(open_page(desk.db, desk.actor(officer), PageInput.model_validate(told))["public_id"])


def publish(desk: Desk, who: tuple[str, str], key: str, words: Mapping[str, Any] | None = None) -> str:
    """Fill a publication, let others sign it, publish it; returns its key."""
    officer, publisher = who
    told = WordsInput.model_validate(words or {})
    version = desk.row("publication", key).version
    publications.prepare(desk.db, desk.actor(officer), key, version, told)
    desk.move(officer, "publication", key, "draft")
    desk.signed(officer, "publication", key, "approve")
    put_out(desk, publisher, key)
    return key


def put_out(desk: Desk, publisher: str, key: str) -> None:
    """Publish a content that was signed, today, at its own address."""
    form = PublishInput(published_on=clock.business_date(), address=f"/public/publications/{key}")
    version = desk.row("publication", key).version
    publications.publish(desk.db, desk.actor(publisher), key, version, form)


def _paid_contracts(desk: Desk) -> list[PPPContract]:
    told = {one.contract_id for one in desk.all(PaymentStatement)}
    return desk.all(PPPContract, columns(PPPContract).id.in_(told))[:1]


def before_tender(desk: Desk, bond: str) -> str:
    """Publish the form of a bond before its tender, as the province does; returns its key."""
    told = {"kind": "bond", "thing": bond, "form": "F1", "cut_off": clock.business_date()}
    key = _opened(desk, PROVINCE[0], told)
    places = publications.places_of(desk.db, desk.actor(PROVINCE[0]), key)
    return publish(desk, PROVINCE, key, {"answers": dict.fromkeys(places, "未取得")})


def _bond(desk: Desk) -> None:
    """Publish the page of the bond whose form was public before its tender."""
    own = columns(Publication)
    for told in desk.all(Publication, own.form == "F1", own.state == "published")[:1]:
        bond = desk.one(Bond, columns(Bond).id == told.bond_id)
        page(desk, PROVINCE, "bond", bond.public_id)


def _payments(desk: Desk) -> None:
    """Publish what the payment runs paid, where a duty asks for it."""
    own = columns(DisclosureDuty)
    for duty in desk.all(DisclosureDuty, own.what == "ppp_payment", own.state == "open")[:1]:
        key = str(take_up(desk.db, desk.actor("officer"), duty.public_id, duty.version)["public_id"])
        places = publications.places_of(desk.db, desk.actor("officer"), key)
        publish(desk, COUNTY, key, {"answers": dict.fromkeys(places, "未支付")})


def _correction(desk: Desk) -> None:
    """Correct the note of the yearly table in the open, with the reason."""
    own = columns(Publication)
    for old in desk.all(Publication, own.form == "F4", own.state == "published")[:1]:
        told = publications.correct(
            desk.db,
            desk.actor("officer"),
            old.public_id,
            desk.row("publication", old.public_id).version,
            REASON,
        )
        place = "rows[1].note"
        words = {"answers": {place: NOTE}, "explanations": {place: REASON}}
        publish(desk, COUNTY, str(told["public_id"]), words)
