"""Routes of the pages, one area a file."""
