"""What a content is built for: the form, the cut-off, and the record it is about."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.errors import Invalid
from bondlife.lifecycle.facts import by_key
from models.base import Row, columns
from models.registry import Organisation, Publication, PublicationSheet, Region

ModelT = TypeVar("ModelT", bound=Row)


@dataclass(frozen=True, slots=True)
class About:
    """A form to fill: at which cut-off, for which region, project, bond or other record."""

    session: Session
    form: str
    cut_off: date
    region_id: int
    project_id: int | None = None
    bond_id: int | None = None
    subject: str = ""
    subject_id: int | None = None
    publication_id: int | None = None

    @property
    def year(self) -> int:
        """Return the year of the cut-off."""
        return self.cut_off.year


def about_of(session: Session, row: Publication) -> About:
    """Return what a publication is built for."""
    sheet = sheet_of(session, row)
    return About(
        session,
        row.form,
        row.cut_off,
        row.region_id,
        row.project_id,
        row.bond_id,
        sheet.subject if sheet else "",
        sheet.subject_id if sheet else None,
        row.id,
    )


def sheet_for(about: About) -> PublicationSheet | None:
    """Return the sheet of the publication a content is built for, if it is built for one."""
    row = by_key(about.session, Publication, about.publication_id)
    return sheet_of(about.session, row) if row is not None else None


def sheet_of(session: Session, row: Publication) -> PublicationSheet | None:
    """Return the sheet of a publication, or None before anybody wrote on it."""
    statement = sa.select(PublicationSheet).where(columns(PublicationSheet).publication_id == row.id)
    found: PublicationSheet | None = session.execute(
        statement.execution_options(scoped=True)
    ).scalar_one_or_none()
    return found


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_NAMELESS = {
    "fund": ("no_fund", _("This form is about a fund: name it.")),
    "ppp_contract": ("no_contract", _("This form is about a PPP contract: name it.")),
    "payment_run": ("no_run", _("This form is about a payment run: take it up from its duty.")),
}
"""Code and words of the refusal where a form names no record of the kind it is about."""


def subject_of(about: About, kind: str, model: type[ModelT]) -> ModelT:
    """Return the fund, contract or payment run a form is about; refuses a form that names none."""
    found = by_key(about.session, model, about.subject_id) if about.subject == kind else None
    if found is None:
        code, message = _NAMELESS[kind]
        raise Invalid.because(code, message, "subject")
    return found


def region_of(about: About) -> Region:
    """Return the region a form is about."""
    found = by_key(about.session, Region, about.region_id)
    assert found is not None
    return found


def body_name(session: Session, key: int | None) -> str:
    """Return the name of a unit or department, empty where none is entered."""
    found = by_key(session, Organisation, key)
    return found.name if found is not None else ""


def text_of(value: Any) -> Any:
    """Return a day as ISO text, a rate as plain decimal text; what is not known stays None."""
    if value is None or value == "":
        return None
    return value.isoformat() if isinstance(value, date) else f"{value:f}"
