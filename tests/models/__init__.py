"""Tests of the data that is shipped and stored."""
