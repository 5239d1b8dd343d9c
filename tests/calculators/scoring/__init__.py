"""Tests of the scoring calculators."""
