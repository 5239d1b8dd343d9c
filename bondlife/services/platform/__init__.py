"""Beside the budget platform: its rows are mirrored, or close what was requested and approved here."""
