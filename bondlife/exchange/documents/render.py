"""Draw a paper: asked of a warm child process, so that no caller loads typesetter, office reader or V8."""

import pickle
from typing import Any, Literal

from bondlife.children import BusyError, Children, DiedError
from bondlife.errors import Invalid, Refusal, Unavailable
from bondlife.exchange.documents.paper import Form, Paper
from bondlife.settings import settings
from models.canonical import canonical_json

Format = Literal["pdf", "docx", "xlsx", "json"]
AT_ONCE = 2
_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    "pdf": "application/pdf",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "json": "application/json",
}

children = Children("bondlife.exchange.documents.child", AT_ONCE)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def render(paper: Paper, form: Format, template: bytes | None = None) -> bytes:
    """Return a paper as a file; ``template`` is an officer's docx, else the form's own is taken.

    Refused: a sign without a glyph, a template that cannot be filled, what is too big or takes too long.
    """
    if form == "json":
        return canonical_json(paper.content()).encode()
    return bytes(_asked(("render", paper, form, template)))


def template_of(form: Form) -> bytes:
    """Return the form's own docx template, for an officer to edit."""
    return bytes(_asked(("template", form)))


def check_template(form: Form, data: bytes) -> None:
    """Refuse a template with unknown fields, forbidden constructs or foreign content, each with its place."""
    _asked(("check", form, data))


def _asked(question: tuple[Any, ...]) -> Any:
    seconds = settings().document_seconds
    try:
        answer = children.ask(pickle.dumps(question), seconds)
    except BusyError:
        text = _("Too many documents are being made; try again in a moment.")
        raise Unavailable.because("busy", text) from None
    except TimeoutError:
        text = _("The document was not finished after %(seconds)s seconds; make it smaller.")
        raise Invalid.because("time_limit", text, seconds=f"{seconds:g}") from None
    except DiedError:
        text = _("The document needs too much memory; make it smaller.")
        raise Invalid.because("not_finished", text) from None
    if isinstance(answer, Refusal):
        raise answer
    return answer
