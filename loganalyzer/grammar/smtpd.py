"""The SMTP server."""

from loganalyzer.grammar.fragments import CLIENT, CONTEXT, REPLY, REPLY_TEXT, SASL_TAIL, TLS, TLS_TRUST
from loganalyzer.grammar.kind import Kind, known

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
_LOST_TAIL = rf" after (?P<stage>[^ ]++)(?: \(\d++ bytes\)|) from {CLIENT}"

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
        CLIENT + r"(?: (?P<counters>.*commands=[0-9/]++(?: notes=[^ ]++)?+)|)",
        "a client's session is over; since 3.0 with the number of its commands",
    ),
    # The server name stands before the protocol but is a later column: the lookahead reads the
    # rest of the message up to its end, and the last two pieces only go back for the name.
    Kind(
        "smtpd.tls",
        _TAGS,
        TLS_TRUST,
        rf" TLS connection established from {CLIENT}(?=[^:]*+: {TLS}\Z)(?: to (?P<sni>[^ :]++)|):.*+",
        "a client's session is encrypted from here on; written at smtpd_tls_loglevel 1 and above",
        word="tls_trust",
    ),
    Kind(
        "smtpd.tls",
        _TAGS,
        "TLS connection established from ",
        rf"(?P<tls_trust>(?!))?+{CLIENT}(?=: {TLS}\Z)(?P<sni>(?!))?+:.*+",
        "the same without a word on the client's certificate, until 2.2",
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
        CLIENT + r"(?:, sasl_method=(?P<sasl_method>[^ ,]++)|)"
        r"(?:, sasl_username=(?P<sasl_username>(?:[^,]++|,(?! (?:sasl_sender|orig_queue_id|orig_client)=))*+)"
        r"|)"
        r"(?:, sasl_sender=(?P<sasl_sender>[^ ,]++)|)"
        r"(?:, orig_queue_id=(?P<orig_queue_id>[0-9A-Za-z]++)|)(?:, orig_client=(?P<orig_client>[^ ,]++)|)",
        "the first recipient of a message was accepted",
        queued=True,
    ),
    Kind(
        "smtpd.reject",
        _TAGS,
        _ACTIONS,
        rf"(?P<stage>[^ ]++) from {CLIENT}: (?:{REPLY}|){REPLY_TEXT}; {CONTEXT}{SASL_TAIL}",
        "a command was refused, or would have been (reject_warning), or an access table acted on it",
        queued=True,
        word="action",
    ),
    Kind(
        "smtpd.proxy_reject",
        _TAGS,
        ("proxy-reject: ", "proxy-accept: "),
        rf"(?P<stage>[^ :]++): (?:{REPLY}|){REPLY_TEXT}; {CONTEXT}",
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
        r"(?!Milter )(?P<server>[^ ]++(?<!:)|[^ ]+(?=:)):? (?P<error>.*+)",
        "a policy server did not answer",
    ),
    Kind(
        "policy_server_problem",
        _TAGS,
        (
            "warning: missing attribute ",
            "warning: unexpected attribute ",
            "warning: premature end-of-input on ",
        ),
        r"(?=(?:.* from |)(?P<server>private/[^ ]++))(?P<error>.*+)",
        "a policy server broke off in its answer",
    ),
    Kind(
        "sasl_failed",
        _TAGS,
        "warning: ",
        CLIENT + r": SASL (?P<sasl_method>[^ ]++) authentication (?:failed|aborted)"
        r"(?:: ?+(?P<reason>(?:[^,]++|,(?! sasl_username=))*+)|)(?:, sasl_username=(?P<sasl_username>.*+)|)",
        "a client could not log in",
    ),
    Kind(
        "smtpd.rate_limit",
        _TAGS,
        tuple(
            f"warning: {what} limit exceeded: "
            for what in (
                "Connection rate",
                "Connection concurrency",
                "Message delivery request rate",
                "Recipient address rate",
                "New TLS session rate",
                "AUTH command rate",
            )
        ),
        rf"(?P<number>\d++) from {CLIENT} for service (?P<service>[^ ]++)",
        "a client did something too often",
        word="what",
    ),
    Kind(
        "smtpd.tls_refused",
        _TAGS,
        ("warning: Refusing STARTTLS request from ", "Refusing STARTTLS request from "),
        rf"{CLIENT} for service (?P<service>[^ ]++)",
        "a client asked for TLS too often",
    ),
    Kind(
        "smtpd.certificate",
        _TAGS,
        "certificate verification failed for ",
        rf"{CLIENT}: (?P<error>.*+)",
        "a client's certificate could not be verified",
    ),
    Kind(
        "smtpd.abort",
        _TAGS,
        "abort: ",
        rf"(?P<stage>[^ ]++) from {CLIENT}: (?P<reason>.*+)",
        "a client without the certificate that is asked for",
        queued=True,
    ),
    Kind(
        "smtpd.pipelining",
        _TAGS,
        "improper command pipelining after ",
        rf"(?P<stage>[^ ]++) from {CLIENT}(?:: ?.*+)?+",
        "a client did not wait for answers; TLS on a port that begins without looks like this too",
    ),
    Kind(
        "smtpd.pipelining_queued",
        _TAGS,
        "improper command pipelining after ",
        rf"(?P<stage>[^ ]++) from {CLIENT}(?:: ?.*+)?+",
        "a client did not wait for answers",
        queued=True,
        since="3.10",
    ),
    Kind(
        "smtpd.broken",
        _TAGS,
        "warning: ",
        r"(?P<id>NOQUEUE|[0-9A-Za-z]{5,}+): (?P<text>(?:malformed BDAT command|null BDAT request|"
        r"too much BDAT content|BDAT request from|queue file size limit exceeded).*+)",
        "a message's content could not be taken",
    ),
    Kind(
        "smtpd.too_long",
        _TAGS,
        "warning: ",
        rf"{CLIENT}: request longer than .*+",
        "a client sent a line that is longer than any command may be",
    ),
    Kind(
        "smtpd.proxy_trouble",
        _TAGS,
        (
            "warning: lost connection with proxy ",
            "warning: timeout talking to proxy ",
            "warning: received garbage from proxy ",
            "warning: proxy ",
        ),
        r"(?P<server>[^ ]+?):?(?: (?P<error>.*+))?+",
        "the content filter behind smtpd_proxy_filter did not do as it should",
    ),
    Kind(
        "smtpd.rbl_lookup",
        _TAGS,
        "warning: ",
        r"(?P<name>[^ ]+): RBL lookup error: .*+",
        "a DNS list did not answer",
    ),
    Kind(
        "smtpd.hostname",
        _TAGS,
        "warning: ",
        r"(?P<client_address>[0-9A-Fa-f.:]+): (?:hostname [^ ]++ verification failed|"
        r"address not listed for hostname [^ ]++)(?:: .*+)?+",
        "a client's name and address do not fit together; until 2.8",
    ),
    known(
        "smtpd.syntax",
        _TAGS,
        (
            "warning: non-SMTP command from",
            "warning: Illegal address syntax",
            "bare <LF> received",
            "discarding EHLO keywords:",
            "warning: haproxy read:",
            "warning: bad ETRN",
            "warning: reject: ETRN",
        ),
        "a client does not keep to the protocol",
    ),
    known(
        "smtpd.sasl",
        _TAGS,
        ("warning: SASL authentication failure:", "warning: SASL: Connect to", "warning: xsasl_"),
        "what the authentication service says of a failed login, beside the line that names the client",
    ),
    known(
        "smtpd.tls_debug",
        _TAGS,
        ("setting up TLS connection", "initializing the server-side TLS engine", "TLS SNI "),
        "a TLS handshake begins; written at smtpd_tls_loglevel 2 and above",
    ),
    known(
        "smtpd.filter", _TAGS, ("reply filter in:", "reply filter out:"), "a reply was rewritten", queued=True
    ),
)
