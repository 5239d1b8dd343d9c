"""Government investment funds: accounts, multiples, returns, carried interest, concessions, exits."""
