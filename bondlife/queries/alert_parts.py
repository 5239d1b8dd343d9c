"""What the words of alerts are made of: a figure with its name, a sentence with what to do."""

from dataclasses import dataclass

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class FigureName:
    """One figure behind an alert: its name and its unit."""

    label: Label
    unit: str


@dataclass(frozen=True, slots=True)
class AlertWords:
    """Why (with figures in it), the output and formula of the figure asked for, and what to do."""

    why: str
    todo: str
    output: str = ""
    formula: str = ""
