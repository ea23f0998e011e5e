"""Keyed pseudonyms for whoever a log names: joins, networks and organisations stay, nobody is told.

All of it is pure: the same key and line give the same line. Only a sample for a bug report has no key.
"""
