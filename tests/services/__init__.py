"""Tests of bondlife.services."""
