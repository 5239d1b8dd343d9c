"""Funds through the product: register, terms, calls, distributions, books, results, reports."""
