"""Repayment: remittances level by level, orders, shortfalls, refinancing, notices, calendars."""
