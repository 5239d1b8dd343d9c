"""Debt risk: ratios with their components, spend progress, idle money, drift, levels, limit identities."""
