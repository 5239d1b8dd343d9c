"""A rule as refusals cite it."""

from bondlife.books import Rule
from models.lifecycle import Label

SIGNED = Label("what is paid is what was signed, 会计法", "付款须与签批内容一致，会计法")
"""The rule of bookkeeping behind every check of a digest, as refusals cite it."""


def law_of(rule: Rule) -> Label:
    """Return a rule as refusals cite it: its name and its basis."""
    return Label(f"{rule.label_en}, {rule.basis}", f"{rule.label_zh}，{rule.basis}")
