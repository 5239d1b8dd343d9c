"""Kinds as pages show them: the list, one version with its picture, drafts, the form of a step."""
