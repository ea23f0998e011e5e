"""Counts finished things; rates keep their numerator, denominator and what is unknown."""
