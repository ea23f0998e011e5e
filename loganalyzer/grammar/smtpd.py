"""The SMTP server."""

from loganalyzer.grammar.fragments import CLIENT, CONTEXT, REPLY, SASL_TAIL, TLS, TLS_TRUST
from loganalyzer.grammar.kind import Kind

_TAGS = ("/smtpd",)

_ACTIONS = (
    "reject: ",
    "reject_warning: ",
    "warn: ",
    "info: ",
    "filter: ",
    "hold: ",
    "discard: ",
    "redirect: ",
    "bcc: ",
    "hangup: ",
    "delay: ",
    "permit: ",
    "milter-reject: ",
    "milter-hold: ",
    "milter-discard: ",
    "proxy-accept: ",
    "proxy-reject: ",
)

_LOST = ("lost connection", "timeout", "too many errors")
_LOST_TAIL = rf" after (?P<stage>[^ ]++)(?: \(\d++ bytes\))?+ from {CLIENT}"

KINDS: tuple[Kind, ...] = (
    Kind(
        "smtpd.connect",
        _TAGS,
        "connect from ",
        CLIENT,
        "a client has connected",
    ),
    Kind(
        "smtpd.disconnect",
        _TAGS,
        "disconnect from ",
        CLIENT + r"(?: (?P<counters>[a-z]++=[^ ]++(?: [a-z]++=[^ ]++)*+))?+",
        "a client's session is over; since 3.0 with the number of its commands",
    ),
    # The server name stands before the protocol but is a later column: the lookahead reads the
    # rest of the message up to its end, and the last two pieces only go back for the name.
    Kind(
        "smtpd.tls",
        _TAGS,
        TLS_TRUST,
        rf" TLS connection established from {CLIENT}(?=[^:]*+: {TLS}\Z)(?: to (?P<sni>[^ :]++))?+:.*+",
        "a client's session is encrypted from here on; written at smtpd_tls_loglevel 1 and above",
        word="tls_trust",
    ),
    Kind(
        "smtpd.tls_failed",
        _TAGS,
        "SSL_accept error from ",
        CLIENT + r"(?:: (?P<error>.*+))?+",
        "a client's TLS handshake failed",
    ),
    Kind(
        "smtpd.lost",
        _TAGS,
        _LOST,
        _LOST_TAIL,
        "a client's session broke off",
        word="ending",
    ),
    Kind(
        "smtpd.lost_queued",
        _TAGS,
        _LOST,
        _LOST_TAIL,
        "a client's session broke off",
        queued=True,
        since="3.10",
        word="ending",
    ),
    Kind(
        "smtpd.client",
        _TAGS,
        "client=",
        CLIENT + r"(?:, sasl_method=(?P<sasl_method>[^ ,]++))?+"
        r"(?:, sasl_username=(?P<sasl_username>.*?))?(?:, sasl_sender=(?P<sasl_sender>[^ ,]++))?+"
        r"(?:, orig_queue_id=(?P<orig_queue_id>[0-9A-Za-z]++))?+(?:, orig_client=(?P<orig_client>[^ ,]++))?+",
        "the first recipient of a message was accepted",
        queued=True,
    ),
    Kind(
        "smtpd.reject",
        _TAGS,
        _ACTIONS,
        rf"(?P<stage>[^ ]++) from {CLIENT}: (?:{REPLY})?+(?P<reply_text>.*); {CONTEXT}{SASL_TAIL}",
        "a command was refused, or would have been (reject_warning), or an access table acted on it",
        queued=True,
        word="action",
    ),
    Kind(
        "smtpd.proxy_reject",
        _TAGS,
        ("proxy-reject: ", "proxy-accept: "),
        rf"(?P<stage>[^ :]++): {REPLY}(?P<reply_text>.*); {CONTEXT}",
        "the answer of the content filter behind smtpd_proxy_filter",
        word="action",
    ),
    Kind(
        "policy_server_problem",
        _TAGS,
        (
            "warning: connect to ",
            "warning: problem talking to server ",
            "warning: timeout on ",
        ),
        r"(?P<server>[^ ]++(?<!:)|[^ ]+(?=:)):? (?P<error>.*+)",
        "a policy server did not answer",
    ),
    Kind(
        "sasl_failed",
        _TAGS,
        "warning: ",
        CLIENT + r": SASL (?P<sasl_method>[^ ]++) authentication (?:failed|aborted)"
        r"(?::? (?P<reason>.*?))?(?:, sasl_username=(?P<sasl_username>.*+))?",
        "a client could not log in",
    ),
)
