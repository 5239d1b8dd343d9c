"""The HTTP API for other systems."""
