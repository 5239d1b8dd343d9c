"""What every calculator stands on: money, dates, day counts, cash flows, specs, refusals."""
