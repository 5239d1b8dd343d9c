"""A seeded simulator of the lives of bonds: officers act through the services under a simulated clock."""
