"""Tests of the calculators, one folder an area."""
