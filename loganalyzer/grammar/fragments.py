r"""The pieces of which Postfix messages are made, each written once.

Two rules hold for all of them. A piece never runs past what its own program would print there,
so that text a sender controls cannot widen it; and a repeat is possessive (``*+``) wherever the
character after it cannot be part of it, so that a pattern is tried in one pass. What may be absent
is written ``(?:…|)``, and "up to a character" with that character alone: ``re`` is fastest so.
"""

CLIENT = r"(?P<client_name>[^\[]++)\[(?P<client_address>[^\]]++)\](?::\d++|)"
"""``name[address]``, with ``:port`` under ``smtpd_client_port_logging``.

Postfix: ``smtpd_peer_init`` in ``src/smtpd/smtpd_peer.c`` makes ``namaddr``. Either part may be
the word ``unknown``.
"""

POSTSCREEN_CLIENT = r"\[(?P<client_address>[^\]]++)\]:(?P<client_port>\d++)"
"""``[address]:port``, as postscreen and the server side of tlsproxy print it.

Postfix: the macros ``PSC_CLIENT_ADDR_PORT`` in ``src/postscreen/postscreen.h``.
"""

RELAY = r"(?P<relay_host>[^\[]*+)\[(?P<relay_address>[^\]]++)\](?::(?P<relay_port>\d++)|)"
"""``host[address]:port``, or ``host[path]`` for a UNIX socket.

Postfix: ``smtp_session_alloc`` in ``src/smtp/smtp_session.c`` makes ``namaddrport``.
"""

ADDRESS = r'(?:"(?:[^"\\]++|\\.)*+"[^"<>\\]*+|[^"<>\\]*+)'
"""A mail address in its external (quoted) form; empty for the null sender.

Postfix 3.5 and later: ``info_log_addr_form`` in ``src/global/info_log_addr_form.c``. A local part
that needs it is a quoted string, and only inside of one can ``<``, ``>`` and ``"`` occur: two
addresses on one line cannot be mistaken, whatever their sender put into them.
"""

HELO = r"[^<> ;]*+"
"""The name after HELO or EHLO, in which Postfix has replaced blanks and ``<>()";@\\``.

Postfix: ``helo_cmd`` in ``src/smtpd/smtpd.c``, with ``NEUTER_CHARACTERS``.
"""

REPLY = r"(?P<reply_code>[2-5]\d\d) (?:(?P<enhanced_status>[245]\.\d{1,3}\.\d{1,3}) |)"
"""The reply code and enhanced status before a reply's text.

Postfix: ``smtpd_check_reject`` in ``src/smtpd/smtpd_check.c``.
"""

SASL_TAIL = (
    r'(?: sasl_method=[^ "<>;]++|)'
    r'(?: sasl_username=(?P<sasl_username>[^"<>;]*?)(?: sasl_sender=[^ "<>;]++|)|)'
)
"""Who had logged in, at the end of a reject line since 3.10.

Postfix: ``log_whatsup`` in ``src/smtpd/smtpd_check.c``. The name may hold blanks. That it may not
hold ``<``, ``>`` or a quote keeps a sender's address from passing for the end of the line.
"""

CONTEXT = (
    rf"(?:from=<(?P<sender>{ADDRESS})> |)(?:to=<(?P<recipient>{ADDRESS})> |)"
    rf"proto=(?P<proto>[A-Z]*MTP|QMQP)(?: helo=<(?P<helo_name>{HELO})>|)"
)
"""Sender, recipient, protocol and HELO name after ``; ``, each absent until it is known.

Postfix: ``log_whatsup`` in ``src/smtpd/smtpd_check.c`` and ``cleanup_milter_apply`` in
``src/cleanup/cleanup_milter.c``.
"""

_UP_TO_CONTEXT = r"[^;]*+(?:;(?! (?:from=<|to=<|proto=))[^;]*+)*+"

REPLY_TEXT = rf"(?P<reply_text>{_UP_TO_CONTEXT}(?:;{_UP_TO_CONTEXT})*?)"
"""A reply's text before ``; `` and its context.

The text is free: access tables, DNS lists and the ``exp=`` text of a sender's SPF record come out
here, and may look like a context. The true one is that which ends with the line: quotes come in
pairs in it, so that no other ``; from=<`` begins one that does.
"""

TLS = (
    r"(?P<tls_protocol>[^ ]++) with cipher (?P<tls_cipher>[^ ]++) \(\d++/\d++ bits\)"
    r"(?: key-exchange (?P<key_exchange>[^ ]++(?: \([^)]*+\)|))|)"
    r"(?: server-signature (?P<server_signature>[^ ]++).*+|(?: client-signature .*+|))"
)
"""Protocol, cipher and, since 3.4 and for TLS 1.3, how keys were exchanged and the server signed.

A resumed session has no signature: the server's key was used when it began.

Postfix: ``tls_log_summary`` in ``src/tls/tls_misc.c``.
"""

TLS_TRUST = ("Anonymous", "Untrusted", "Trusted", "Verified")
"""The first words of a TLS line. Postfix: ``tls_log_summary`` in ``src/tls/tls_misc.c``."""
