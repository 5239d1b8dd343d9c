"""Pages, fragments, macros and vendored files."""
