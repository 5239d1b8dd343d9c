"""Sections of a finance bureau and its partners, as approval steps and accounts name them."""

from models.lifecycle import Label

SECTIONS: tuple[tuple[str, Label], ...] = (
    ("debt", Label("Debt office", "债务科")),
    ("budget", Label("Budget section", "预算科")),
    ("treasury", Label("Treasury section", "国库科")),
    ("business", Label("Business section", "业务科")),
    ("development_reform", Label("Development and reform", "发改部门")),
)
"""Section → label; a step of an approval flow may ask for one of them."""
