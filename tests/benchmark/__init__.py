"""How fast and how large mailstat is, against the tools an admin has: ``python -m tests.benchmark``."""
