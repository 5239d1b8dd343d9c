"""Scenario tables a finance officer can read, run through the services."""
