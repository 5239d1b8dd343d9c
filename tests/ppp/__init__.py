"""PPP contracts, scores and payment runs."""
