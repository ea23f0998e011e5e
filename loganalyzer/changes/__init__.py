"""A decided change as exact text to enter: a diff of the very file, or ``postconf`` lines, and the undo.

Promise: nothing here writes a configuration, and nothing in a value, whoever chose it, breaks out
of a printed diff or command.
"""
