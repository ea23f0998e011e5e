"""The rig's little internet: every host, zone, mailbox and remote server.

Documentation names (.example, example.org, example.net) and documentation addresses only, and
198.18.0.0/15 (reserved for benchmarks) for bots.
"""

from . import bots, destinations, organisations, ourselves, services, signatures, zones
from .hosts import Mailserver, Sender

__all__ = [
    "Mailserver",
    "Sender",
    "bots",
    "destinations",
    "organisations",
    "ourselves",
    "services",
    "signatures",
    "zones",
]
