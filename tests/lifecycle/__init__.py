"""Tests of bondlife.lifecycle."""
