"""PPP: what a contract pays for a period, why, and whether the government can afford it."""
