"""Writes the log of a mail server that does not exist, the same one every time."""
