"""Judges tallies: verdicts with their proof. Pure: no files, no clock, no chance."""
