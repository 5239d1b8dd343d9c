"""Performance scores: indicators, frames, grades, self-evaluation, deviations, budget cuts."""
