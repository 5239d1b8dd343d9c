"""The process that draws documents and reads templates."""

import pickle
from typing import Any

import structlog

from bondlife.children import be_child
from bondlife.errors import Invalid, Refusal
from bondlife.exchange.documents.paper import Paper

MOST_MEMORY = 3 * 1024**3
"""Bytes of data a document may hold; V8 and the fonts map some of it."""
log = structlog.get_logger()


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def answered(question: bytes) -> bytes:
    """Return the pickled answer: bytes of a file, None for a template in order, or the refusal."""
    try:
        answer = _answer(*pickle.loads(question))  # noqa: S301  # asked by our own parent
    except Refusal as refusal:
        answer = refusal
    except MemoryError:
        raise
    except Exception as error:
        log.exception("document_not_drawn")
        text = _("The file could not be drawn: %(what)s")
        answer = Invalid.because("not_drawn", text, "", what=type(error).__name__)
    return pickle.dumps(answer)


def _answer(what: str, *given: Any) -> Any:
    if what == "template":
        from bondlife.exchange.documents.docx_own import own_template

        return own_template(given[0])
    if what == "check":
        from bondlife.exchange.documents.docx_check import check_template

        return check_template(given[0], given[1])
    return drawn(*given)


def drawn(paper: Paper, form: str, template: bytes | None = None) -> bytes:
    """Return a paper as a file, in this very process."""
    if form == "pdf":
        from bondlife.exchange.documents.pdf import pdf_of

        return pdf_of(paper)
    if form == "xlsx":
        from bondlife.exchange.documents.xlsx import xlsx_of

        return xlsx_of(paper)
    from bondlife.exchange.documents.docx import docx_of

    return docx_of(paper, template)


if __name__ == "__main__":
    be_child(answered, MOST_MEMORY)
