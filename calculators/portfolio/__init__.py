"""The mathematics of the scalar calculators over whole portfolios: arrays in, arrays out."""
