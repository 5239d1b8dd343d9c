"""Forms as browsers send them: text fields, the version that was opened, the key made before sending."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from bondlife.errors import Invalid
from bondlife.services.messages import problems_of
from bondlife.web.drawing import CSRF_FIELD

InputT = TypeVar("InputT", bound=BaseModel)
_HIDDEN = frozenset({CSRF_FIELD, "version", "idempotency_key", "reason", "change_reason", "digest"})
FIELD_PREFIX = "fields."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form carried: its text fields, files, and the hidden ones apart."""

    values: Mapping[str, str]
    files: Mapping[str, UploadFile]
    version: int
    key: str
    reason: str
    digest: str
    said: str | None = None
    """The field named ``reason``, which some records have as one of their own."""

    def values_of(self, model: type[BaseModel]) -> dict[str, str]:
        """Return the text fields; a reason that is the record's own is one of them."""
        own = {"reason": self.said} if "reason" in model.model_fields and self.said is not None else {}
        return {**self.values, **own}

    def input(self, model: type[InputT], **extra: Any) -> InputT:
        """Check the fields against an input model; ``fields.x`` go under the kind's own fields."""
        own = {name: value for name, value in self.values.items() if not name.startswith(FIELD_PREFIX)}
        kind = {
            name.removeprefix(FIELD_PREFIX): value
            for name, value in self.values.items()
            if name.startswith(FIELD_PREFIX)
        }
        data = {**own, **extra, **({"fields": kind} if kind else {})}
        try:
            return model.model_validate(data)
        except ValidationError as error:
            found = error.errors(include_input=False, include_url=False)
            raise Invalid(*problems_of(found)) from None


async def sent(request: Request) -> AsyncIterator[Sent]:
    """Read a posted form; its files are closed once it is answered."""
    form = await request.form()
    try:
        yield _sent(form)
    finally:
        await form.close()


def _sent(form: FormData) -> Sent:
    texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    files = {name: value for name, value in form.multi_items() if isinstance(value, UploadFile)}
    version = texts.get("version", "0")
    if not version.isascii() or not version.isdigit() or len(version) > 9:
        raise Invalid.because("bad_version", "Open the page again and repeat the step.", "version")
    return Sent(
        {name: value for name, value in texts.items() if name not in _HIDDEN},
        files,
        int(version),
        texts.get("idempotency_key", "")[:80],
        texts.get("change_reason", texts.get("reason", ""))[:1000],
        texts.get("digest", "")[:80],
        texts.get("reason"),
    )


SentForm = Annotated[Sent, Depends(sent)]
"""A posted form, as a parameter of a route."""
