"""Files of the year and the month: prepared by one person, signed by another, kept with their digest."""

from bondlife.services.filings.making import FilingInput, prepare, send_back, sign

__all__ = ["FilingInput", "prepare", "send_back", "sign"]
