"""Tests; every folder below is a package."""
