"""Files brought in to the database, on SQLite and PostgreSQL."""
