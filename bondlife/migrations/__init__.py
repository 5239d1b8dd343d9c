"""One migration set for SQLite and PostgreSQL."""
