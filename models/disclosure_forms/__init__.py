"""Published forms as data, one file each: F1 to F8, budget tables, notices. Found by themselves."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from models.disclosure_forms.shape import FormSpec
from models.disclosure_forms.told import explained


@cache
def forms() -> dict[str, FormSpec]:
    """Return every form by its key, in the order of file names."""
    names = sorted(found.name for found in iter_modules(__path__))
    rooms = (import_module(f"{__name__}.{name}") for name in names)
    return {spec.key: explained(spec) for room in rooms for spec in getattr(room, "FORMS", ())}
