"""Every document of the house: forms as data, each with a function from its view to a paper."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bondlife.exchange.documents.paper import Form
from bondlife.exchange.papers.official import form_of
from models.disclosure_forms import forms as published_forms


@cache
def forms() -> dict[str, Form]:
    """Return every form whose template an officer may edit, by key: own forms, then the published ones."""
    rooms = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    own = [room.FORM for room in rooms if hasattr(room, "FORM")]
    return {form.key: form for form in (*own, *map(form_of, published_forms().values())) if form.is_editable}
