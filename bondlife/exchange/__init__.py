"""Official forms and ledgers in and out."""
