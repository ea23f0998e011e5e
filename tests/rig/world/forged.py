"""Names that bots like to borrow."""

from __future__ import annotations

from .organisations import ORGS

HELO_TARGETS = tuple(
    ORGS[domain].helo for domain in ("acme-tools.example", "north-bank.example", "oak-insurance.example")
)
"""HELO names of others whose SPF records say -all."""
