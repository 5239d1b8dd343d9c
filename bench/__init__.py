"""Benchmarks: each prints a table with its targets, or JSON with --json."""
