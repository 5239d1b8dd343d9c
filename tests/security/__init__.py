"""Who may do what, and who may not: sessions, forged forms, guessing, four eyes, headers."""
