"""Bonds: schedules, accrual, fees, penalties, prices, term match."""
