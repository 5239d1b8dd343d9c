"""Coverage: multiples, yearly and life ratios, balance table, sensitivity, returns."""
