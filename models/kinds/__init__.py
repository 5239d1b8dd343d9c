"""Kinds of project, one a file: lifecycle, forms and duties as data."""
