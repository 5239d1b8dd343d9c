"""Regulations, one a file: dated parameters and duties with their basis."""
