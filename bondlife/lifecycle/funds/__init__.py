"""The books of a fund and what follows from them: values, tiers, returns, clocks, use of results."""
