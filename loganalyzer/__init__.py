"""Reads mail server logs and says, with proof, what may be enforced."""
