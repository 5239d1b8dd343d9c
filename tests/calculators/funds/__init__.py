"""Tests of the fund calculators."""
