"""Disclosure: contents from the books, publications, duties, packages, drift."""
