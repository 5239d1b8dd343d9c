"""Words that stand beside a mark: no colour and no shape without its word."""

from bondlife.locale import gettext

RISKS = ("red", "orange", "yellow", "green")
STATES = ("done", "open", "wait", "now", "no", "changed", "draft", "late")


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_RISK_WORDS = {"red": _("red"), "orange": _("orange"), "yellow": _("yellow"), "green": _("green")}
_STATE_WORDS = {
    "done": _("done"),
    "open": _("not begun"),
    "wait": _("waiting for others"),
    "now": _("my turn"),
    "no": _("not met"),
    "changed": _("changed"),
    "draft": _("provisional"),
    "late": _("late"),
}
_LEGAL_WORDS = {
    "in_force": _("in force"),
    "repealed_kept": _("repealed, kept by contract"),
    "local": _("local"),
    "unconfirmed": _("unconfirmed"),
}


def risk_word(level: str) -> str:
    """Return the word of a risk level: 红橙黄绿."""
    return gettext(_RISK_WORDS[level])


def state_word(mark: str) -> str:
    """Return the usual word of a state mark."""
    return gettext(_STATE_WORDS[mark])


def legal_word(status: str) -> str:
    """Return the word of a rule's legal status; an unknown code stands as it is."""
    return gettext(_LEGAL_WORDS.get(status, status))
