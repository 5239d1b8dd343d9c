"""What is stored and what may happen to it."""

__owner__ = "bondlife"
