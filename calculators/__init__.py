"""Arithmetic and its sources: values in, values out; no I/O, no clock, nothing of ours imported."""

__owner__ = "bondlife"
