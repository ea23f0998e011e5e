"""Joins events into finished sessions, messages, deliveries, checks, losses and logins."""
