"""Published projects and contracts one by one, with what is published of them: what open data is made from.

Bonds, payment runs and regions publish contents about several projects. What such a content says of a project
is told with it only where a published content names them together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database, chunks
from bondlife.disclosure.choices import is_shown
from bondlife.disclosure.opendata.published import (
    PublishedContract,
    PublishedFund,
    PublishedProject,
    Told,
    newest,
)
from bondlife.disclosure.opendata.tables import Line
from bondlife.disclosure.opendata.told import parts_of
from bondlife.errors import missing
from models.base import columns
from models.disclosure_forms.shape import rows_of
from models.registry import (
    BondShare,
    ChangeOfUse,
    Fund,
    PaymentStatement,
    PPPContract,
    Project,
    Publication,
    PublicationSheet,
    Region,
)

STREAM = 200
"""Projects read in one go."""
RUN, CONTRACT, FUND = "payment_run", "ppp_contract", "fund"
REGIONAL = ("B2",)
"""Forms of a region whose rows name projects."""

_TOLD = ("public_id", "form", "cut_off", "published_on", "digest", "content")
Beside = dict[int, list[Told]]


def published_projects(session: Session, public_id: str = "") -> Iterator[PublishedProject]:
    """Yield projects with published contents, region by region; memory does not grow with them."""
    own, project = columns(Publication), columns(Project)
    statement = (
        sa.select(project.id)
        .join_from(Project, Publication, own.project_id == project.id)
        .where(*_public())
        .distinct()
        .order_by(project.region_id, project.id)
        .with_only_columns(project.region_id, project.id)
    )
    if public_id:
        statement = statement.where(project.public_id == public_id)
    keys = [int(row.id) for row in _run(session, statement)]
    for part in chunks(keys, STREAM):
        yield from _portion(session, part)


def _public() -> tuple[Any, ...]:
    own = columns(Publication)
    return own.state == "published", own.ended_at.is_(None), own.content.is_not(None), is_shown()


def _run(session: Session, statement: Any) -> Any:
    return session.execute(statement.execution_options(scoped=True))


def _told(row: Any, about: Any = None) -> Told:
    told = (row.public_id, row.form, row.cut_off, row.published_on, row.digest, row.content)
    return Told(*told, "" if about is None else str(about))


def _portion(session: Session, keys: Sequence[int]) -> Iterator[PublishedProject]:
    """Yield some projects with what stands beside them."""
    own, project, place = columns(Publication), columns(Project), columns(Region)
    statement = (
        sa.select(
            project.id.label("project"),
            project.public_id.label("key"),
            project.code,
            place.name,
            place.code.label("region_code"),
            *(own[name] for name in (*_TOLD, "bond_id")),
        )
        .select_from(Publication)
        .join(Project, project.id == own.project_id)
        .join(Region, place.id == project.region_id)
        .where(project.id.in_(keys), *_public())
        .order_by(project.region_id, project.id, own.cut_off, own.id)
    )
    beside = _Beside.of(session, keys)
    for key, rows in groupby(_run(session, statement), key=lambda row: row.project):
        yield _project(list(rows), beside, key)


def _project(rows: Sequence[Any], beside: "_Beside", key: int) -> PublishedProject:
    last, own = rows[-1], newest(_told(row, row.bond_id) for row in rows)
    contracts = beside.contracts.get(key, [])
    payments = [told for one in contracts for told in one.contents]
    others = [*_naming(beside.bonds.get(key, ()), own, last.code), *beside.regional.get(key, ()), *payments]
    kept = {one.key for one in own}
    return PublishedProject(
        last.key,
        last.code,
        last.name,
        last.region_code,
        own,
        [(row.public_id, row.form, row.published_on) for row in rows],
        newest(one for one in others if one.key not in kept),
        contracts,
    )


def _naming(found: Iterable[Told], own: Sequence[Told], code: str) -> Iterator[Told]:
    """Yield contents of bonds that a published content names together with the project."""
    told = list(found)
    names = {str(bond.get("name")) for bond in parts_of(own).get("bonds", ())}
    for one in told:
        if code and any(row.get("project_code") == code for row in rows_of(one.content, "projects")):
            names.add(str(one.content.get("subject")))
    yield from (one for one in told if one.content.get("subject") in names)


@dataclass(slots=True)
class _Beside:
    """What is published beside some projects, by the key of the project."""

    bonds: Beside = field(default_factory=dict)
    regional: Beside = field(default_factory=dict)
    contracts: dict[int, list[PublishedContract]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, keys: Sequence[int]) -> "_Beside":
        """Read what stands beside these projects."""
        found = cls(_of_bonds(session, keys), _of_regions(session, keys))
        fund = columns(Fund)
        for plan, told in _funds(session, fund.project_id.in_(keys)):
            found.regional.setdefault(plan, []).extend(told.contents)
        contract = columns(PPPContract)
        for key, one in _contracts(session, contract.project_id.in_(keys)):
            if key is not None:
                found.contracts.setdefault(key, []).append(one)
        return found


def _of_bonds(session: Session, keys: Sequence[int]) -> Beside:
    """Return contents about the bonds of each project, those of other projects left out."""
    own, share = columns(Publication), columns(BondShare)
    held = (
        sa.select(share.project_id, share.bond_id)
        .where(share.project_id.in_(keys), share.state != "cancelled", share.ended_at.is_(None))
        .distinct()
    )
    by_bond: dict[int, list[int]] = {}
    for row in _run(session, held):
        by_bond.setdefault(row.bond_id, []).append(row.project_id)
    statement = sa.select(own.bond_id, *(own[name] for name in _TOLD)).where(
        own.project_id.is_(None), *_public()
    )
    found: Beside = {}
    for part in chunks(sorted(by_bond), STREAM):
        for row in _run(session, statement.where(own.bond_id.in_(part)).order_by(own.cut_off, own.id)):
            for key in by_bond[row.bond_id]:
                found.setdefault(key, []).append(_told(row, row.bond_id))
    return found


def _of_regions(session: Session, keys: Sequence[int]) -> Beside:
    """Return contents of regions and of changes of use that name each project by its code."""
    own, project = columns(Publication), columns(Project)
    codes = {
        row.code: (row.id, row.region_id)
        for row in _run(
            session, sa.select(project.id, project.code, project.region_id).where(project.id.in_(keys))
        )
        if row.code
    }
    change = columns(ChangeOfUse)
    sources = sa.select(change.project_id).where(change.target_project_id.in_(keys))
    about = sa.or_(
        sa.and_(
            own.form.in_(REGIONAL),
            own.project_id.is_(None),
            own.region_id.in_({region for _, region in codes.values()}),
        ),
        sa.and_(own.form == "F6", own.project_id.in_(sources)),
    )
    statement = sa.select(*(own[name] for name in _TOLD)).where(about, *_public())
    found: Beside = {}
    for row in _run(session, statement.order_by(own.cut_off, own.id)):
        told = _told(row)
        for code in _named(told.content):
            if code in codes:
                found.setdefault(codes[code][0], []).append(told)
    return found


def _named(content: Mapping[str, Any]) -> set[str]:
    """Return the codes of projects that the rows of a content name."""
    return {
        str(row[name]) for row in rows_of(content, "rows") for name in ("code", "to_code") if row.get(name)
    }


def _contracts(session: Session, *where: Any) -> Iterator[tuple[int | None, PublishedContract]]:
    """Yield contracts with published contents, each with the key of its project."""
    contract, place = columns(PPPContract), columns(Region)
    statement = (
        sa.select(
            *(contract[name] for name in ("id", "public_id", "number", "currency", "project_id")),
            place.name,
            place.code,
        )
        .join_from(PPPContract, Region, place.id == contract.region_id)
        .where(contract.ended_at.is_(None), *where)
        .order_by(contract.id)
    )
    for part in chunks(_run(session, statement).all(), STREAM):
        told = _of_contracts(session, [row.id for row in part])
        for row in part:
            contents = [
                one
                for one in (_of_number(each, row.number) for each in told.get(row.id, ()))
                if one is not None
            ]
            if contents:
                own = (row.public_id, row.number, row.currency, row.name, row.code)
                yield row.project_id, PublishedContract(*own, newest(contents))


def _of_contracts(session: Session, keys: Sequence[int]) -> Beside:
    """Return the pages of contracts and the payment tables of runs that paid them."""
    own, sheet, paid = columns(Publication), columns(PublicationSheet), columns(PaymentStatement)
    told = [own[name] for name in _TOLD]
    pages = (
        sa.select(sheet.subject_id.label("contract"), *told)
        .join_from(Publication, PublicationSheet, sheet.publication_id == own.id)
        .where(sheet.subject == CONTRACT, sheet.subject_id.in_(keys), *_public())
    )
    tables = (
        sa.select(paid.contract_id.label("contract"), *told)
        .join_from(Publication, PublicationSheet, sheet.publication_id == own.id)
        .join(PaymentStatement, sa.and_(sheet.subject == RUN, paid.run_id == sheet.subject_id))
        .where(paid.contract_id.in_(keys), *_public())
    )
    found: Beside = {}
    for statement in (pages, tables):
        for row in _run(session, statement.order_by(own.cut_off, own.id)):
            found.setdefault(row.contract, []).append(_told(row, row.contract))
    return found


def _of_number(told: Told, number: str) -> Told | None:
    """Return what a content says of one contract; a payment table keeps only its row."""
    if told.form != "ppp_payment":
        return told
    rows = [row for row in rows_of(told.content, "rows") if row.get("contract") == number]
    if not rows:
        return None
    return replace(told, content={**told.content, "rows": rows})


def _funds(session: Session, *where: Any) -> Iterator[tuple[int, PublishedFund]]:
    """Yield funds with published contents, each with the key of the plan it rests on."""
    own, fund = columns(Publication), columns(Fund)
    sheet, place = columns(PublicationSheet), columns(Region)
    statement = (
        sa.select(
            fund.id.label("fund"),
            fund.public_id.label("key"),
            fund.project_id,
            place.name,
            place.code.label("region_code"),
            *(own[name] for name in _TOLD),
        )
        .select_from(Fund)
        .join(PublicationSheet, sa.and_(sheet.subject == FUND, sheet.subject_id == fund.id))
        .join(Publication, own.id == sheet.publication_id)
        .join(Region, place.id == fund.region_id)
        .where(fund.ended_at.is_(None), *_public(), *where)
        .order_by(fund.id, own.cut_off, own.id)
    )
    for _, rows in groupby(_run(session, statement), key=lambda row: row.fund):
        told = list(rows)
        contents = newest(_told(row, row.fund) for row in told)
        last = told[-1]
        yield last.project_id, PublishedFund(last.key, last.name, last.region_code, contents)


def published_funds(session: Session) -> Iterator[PublishedFund]:
    """Yield funds with published contents."""
    yield from (one for _, one in _funds(session))


def published_project(db: Database, public_id: str) -> PublishedProject:
    """Return one project with published contents; any other is missing."""
    with db.reading() as session:
        found = next(published_projects(session, public_id), None)
    if found is None:
        raise missing("project")
    return found


def published_contracts(session: Session, public_id: str = "") -> Iterator[PublishedContract]:
    """Yield PPP contracts with published contents."""
    own = columns(PPPContract)
    where = (own.public_id == public_id,) if public_id else ()
    yield from (one for _, one in _contracts(session, *where))


def published_contract(db: Database, public_id: str) -> PublishedContract:
    """Return one PPP contract with published contents; any other is missing."""
    with db.reading() as session:
        found = next(published_contracts(session, public_id), None)
    if found is None:
        raise missing("ppp_contract")
    return found


def published_lines(session: Session, form: str = "") -> Iterator[Line]:
    """Yield every published content, of one form or of all, in the order they were opened."""
    own, project, place = columns(Publication), columns(Project), columns(Region)
    statement = (
        sa.select(
            project.public_id.label("project"),
            project.code,
            place.code.label("region_code"),
            *(own[name] for name in _TOLD),
        )
        .select_from(Publication)
        .join(Region, place.id == own.region_id)
        .outerjoin(Project, project.id == own.project_id)
        .where(*_public(), *((own.form == form,) if form else ()))
        .order_by(own.id)
        .execution_options(yield_per=STREAM)
    )
    for row in _run(session, statement):
        yield Line(_told(row), row.code or row.project or "", row.region_code)
