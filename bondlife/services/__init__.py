"""Write use-cases, one a file: one transaction, committed once inside the service."""
