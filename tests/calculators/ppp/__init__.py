"""Tests of the PPP room."""
