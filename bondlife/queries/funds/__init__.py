"""What is read about funds: lists, the page of one fund, notices, the portfolio, results, reports."""
