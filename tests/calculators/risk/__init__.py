"""Tests of the risk calculators."""
