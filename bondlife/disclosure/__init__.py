"""What leaves the house: duties, contents built from the books at a cut-off, packages, drift."""
