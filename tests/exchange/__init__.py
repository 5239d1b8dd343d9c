"""Parsers and writers of files, against good, bad and hostile ones."""
