"""The SMTP and LMTP client."""

from loganalyzer.grammar.fragments import RELAY, TLS, TLS_TRUST
from loganalyzer.grammar.kind import Kind, known

_TAGS = ("/smtp", "/lmtp")

_AND_PROXY = (*_TAGS, "/tlsproxy")
"""The TLS proxy does the client's handshakes where connections are shared."""

KINDS: tuple[Kind, ...] = (
    Kind(
        "smtp.tls",
        _TAGS,
        TLS_TRUST,
        rf" TLS connection (?P<how>established|reused) to {RELAY}: {TLS}",
        "a connection to another server is encrypted; written at smtp_tls_loglevel 1 and above",
        word="tls_trust",
    ),
    Kind(
        "smtp.tls",
        _TAGS,
        "TLS connection established to ",
        rf"(?P<tls_trust>(?!))?+(?P<how>(?!))?+{RELAY}: {TLS}",
        "the same without a word on the server's certificate, until 2.2",
    ),
    Kind(
        "smtp.tls_failed",
        _AND_PROXY,
        "SSL_connect error to ",
        RELAY + r"(?:: (?P<error>.*+))?+",
        "a TLS handshake with another server failed",
    ),
    *(
        Kind(
            "smtp.starttls_offered",
            _TAGS,
            "Host offered STARTTLS: ",
            r"\[(?P<relay_host>[^\]]++)\]",
            "TLS was offered and not used; written under smtp_tls_note_starttls_offer",
            queued=queued,
            bare=not queued,
        )
        for queued in (True, False)
    ),
    Kind(
        "smtp.trouble",
        _TAGS,
        (
            "Cannot start TLS: ",
            "TLS is required, ",
            "Server certificate not ",
            "host ",
            "lost connection with ",
            "conversation with ",
            "connect to ",
            "enabling PIX workarounds",
            "breaking line > ",
            "Sender requested REQUIRETLS, ",
            "client TLS configuration problem",
            "non DNSSEC destination",
            "no TLSA records found",
            "TLSA records unusable",
            "TLSA lookup error for ",
            "SASL authentication failed; ",
        ),
        r"(?P<text>.*+)",
        "one server of several could not be used, or only in another way",
        queued=True,
        peek=True,
    ),
    Kind(
        "smtp.certificate",
        _AND_PROXY,
        (
            "certificate verification failed for ",
            "server certificate verification failed for ",
            "CA certificate verification failed for ",
        ),
        rf"{RELAY}: (?P<error>.*+)",
        "another server's certificate could not be verified",
    ),
    Kind(
        "smtp.tls_policy",
        _TAGS,
        (
            "warning: TLS policy table, ",
            "warning: TLS policy lookup for ",
            "warning: nexthop domain ",
        ),
        r"(?P<text>.*+)",
        "a policy for TLS with other servers cannot be used, so mail has to wait",
    ),
    Kind(
        "smtp.dane",
        _TAGS,
        "warning: ",
        r"(?P<relay_host>[^ :]++): (?P<text>(?:all TLSA records unusable|DNSSEC ).*+)",
        "what DNS says of another server's keys cannot be used",
    ),
    Kind(
        "smtp.unreachable",
        _TAGS,
        "connect to ",
        rf"{RELAY}: (?P<error>.*+)",
        "another server could not be reached",
    ),
    Kind(
        "tlsrpt.status",
        ("/smtp", "/tlsproxy"),
        "TLSRPT: status=",
        r"(?P<status>success|failure), domain=(?P<domain>[^ ,]++)"
        r"(?:, receiving_mx=(?P<receiving_mx>[^ ,]++))?+(?:, failure_type=(?P<failure_type>[^ ,]++))?+"
        r"(?:, failure_reason=(?P<failure_reason>.*+))?+",
        "what is reported of one TLS handshake",
        since="3.10",
    ),
    known(
        "smtp.tls_debug",
        _TAGS,
        ("setting up TLS connection", "initializing the client-side TLS engine"),
        "a TLS handshake begins; written at smtp_tls_loglevel 2 and above",
    ),
    Kind(
        "smtp.check",
        _TAGS,
        tuple(f"{action}: " for action in ("warning", "prepend", "replace", "info", "strip")),
        r"(?P<part>header|body|mime header|nested header) (?P<text>.*+)",
        "smtp_header_checks or smtp_body_checks matched what is sent",
        queued=True,
        word="action",
    ),
    known(
        "smtp.wrapper_mode",
        _TAGS,
        "SMTPS wrappermode (TCP port 465)",
        "port 465 is used without smtp_tls_wrappermode",
    ),
    known(
        "smtp.session_cache",
        _TAGS,
        ("looking for session ", "reloaded session ", "save session ", "remove session "),
        "a TLS session is kept for the next connection; written at smtp_tls_loglevel 2 and above",
    ),
    known(
        "smtp.warning",
        _TAGS,
        (
            "warning: no MX host",
            "warning: host ",
            "warning: mailer loop:",
            "warning: MX name",
            "warning: DANE TLSA lookup problem:",
            "warning: TLS policy lookup error",
            "warning: all TLSA records",
            "warning: relayhost configuration problem",
        ),
        "something is wrong with another server, or with how it is looked up",
    ),
)
