"""A rule as refusals cite it."""

from bondlife.books import Rule
from models.lifecycle import Label


def law_of(rule: Rule) -> Label:
    """Return a rule as refusals cite it: its name and its basis."""
    return Label(f"{rule.label_en}, {rule.basis}", f"{rule.label_zh}，{rule.basis}")
