"""What each column of an event holds, and so how it is told: each is in exactly one of these."""

from typing import Literal

Holds = Literal["kept", "name", "address", "mail", "identity", "text", "symbols"]

_COLUMNS: dict[Holds, str] = {
    # Numbers, ids and the programs' own words, held to their shape by the grammar.
    "kept": """
        action category client_port code conn_use count counters delay delays direction
        dmarc_result dsn ending enhanced_status failure_type how id identity key_exchange level
        mark notification_id notified_id nrcpt number orig_id orig_queue_id part proto queue_id
        queued_as rank relay_port reply_code result sasl_method scope score server_port server_signature
        severity size spf_result stage status tls tls_cipher tls_protocol tls_trust uid version
    """,
    "name": """
        authserv_id client_name dkim_domain domain helo_name name receiver receiving_mx relay_host
        sni
    """,
    "address": "client_address relay_address server_address",
    "mail": "message_id orig_to recipient rewritten sasl_sender sasl_username sender user",
    "identity": "identity_value",
    "symbols": "symbols tests",
}

HOLDS: dict[str, Holds] = {name: holds for holds, names in _COLUMNS.items() for name in names.split()}
"""By the column's name; any other column is free text."""


def holds(column: str) -> Holds:
    """What a column holds; a new one is scrubbed until somebody knows better."""
    return HOLDS.get(column, "text")
