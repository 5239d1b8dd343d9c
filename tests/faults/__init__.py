"""Faults on purpose: killed processes, races, broken input, zombies; nothing acknowledged is lost."""
