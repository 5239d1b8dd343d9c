"""Alerts, notices, risk board, collection tasks, substitutes, flows, many projects at once."""
