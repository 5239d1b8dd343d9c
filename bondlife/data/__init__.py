"""Data shipped with the product; SOURCES.md says where each file comes from."""
