"""Names of duties, forms, platforms and events in the language of the page."""

from bondlife.queries.words import said
from models.disclosure_duties import BY_KEY, PLATFORMS
from models.disclosure_events import EVENTS
from models.disclosure_forms import forms


def duty_name(key: str) -> str:
    """Return the name of a kind of duty."""
    return said(BY_KEY[key].label) if key in BY_KEY else key


def form_name(key: str) -> str:
    """Return the name of a form, led by its number where the field knows it by one."""
    spec = forms().get(key)
    if spec is None:
        return key
    return f"{key} {said(spec.label)}" if key[-1].isdigit() else said(spec.label)


def platform_name(key: str) -> str:
    """Return the name of a platform."""
    return said(PLATFORMS[key]) if key in PLATFORMS else key


def event_choices() -> list[tuple[str, str]]:
    """Return every type of major event with its name."""
    return [(key, said(one.label)) for key, one in EVENTS.items()]
