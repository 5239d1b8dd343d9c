"""The API: contract, rights, values."""
