"""Reads, one a file: each takes an actor and returns a frozen view."""
