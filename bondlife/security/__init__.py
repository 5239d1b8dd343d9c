"""Passwords, sessions, permissions, scope, headers and audit."""
