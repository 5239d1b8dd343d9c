"""What is written about funds: each act books what follows from it in the same transaction."""
