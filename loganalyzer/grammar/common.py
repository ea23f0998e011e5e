"""Messages that any Postfix program may write."""

from loganalyzer.grammar.kind import Kind, known

_ANY = ("/*",)

_TLS = ("/smtpd", "/smtp", "/lmtp", "/tlsproxy")

KINDS: tuple[Kind, ...] = (
    Kind(
        "tls_library_problem",
        _TLS,
        "warning: TLS library problem: ",
        r"(?P<error>(?:\d++:)?+error:[0-9A-Fa-f]++:[^:]*+:[^:]*+:(?P<reason>[^:]++).*+)",
        "what OpenSSL says of the last TLS operation of the same process",
    ),
    Kind(
        "tls_unavailable",
        (*_TLS, "/postscreen", "/tlsmgr"),
        (
            "warning: No server certs available. TLS won't be enabled",
            "warning: Wrapper-mode request dropped from ",
            "warning: cannot get ",
            "warning: cannot load ",
            "warning: error loading ",
            "warning: error opening chain file",
            "warning: No private key found",
            "warning: No PEM data",
            "warning: No certs for key",
            "warning: key at index",
            "warning: disabling TLS support",
            "cannot load Certification Authority data",
            "cannot set default OpenSSL certificate",
        ),
        r"(?P<text>.*+)",
        "a certificate or key cannot be used, or TLS not at all",
        peek=True,
    ),
    Kind(
        "tls_unavailable",
        (*_TLS, "/postscreen", "/tlsmgr"),
        "warning: ",
        r"(?P<text>(?!cannot |error |No |disabling |key at ).*): disabling TLS support",
        "the same in other words",
    ),
    Kind(
        "tls_alert",
        _TLS,
        "SSL3 alert ",
        r"(?P<direction>read|write):(?P<level>[a-z]++):(?P<reason>.*+)",
        "one side says why it does not want the other's TLS; written at loglevel 2 and above",
    ),
    Kind(
        "tls_state",
        _TLS,
        ("SSL_accept:", "SSL_connect:"),
        r"(?:before|SSLv|TLSv|SSL |error in|failed in|unknown).*+",
        "a step of a handshake; written at loglevel 2 and above",
    ),
    Kind(
        "tls_detail",
        _TLS,
        "",
        r"[^ \[]*+\[[^\]]++\](?::\d++)?+: (?:TLS cipher list|Reusing old session|save session|"
        r"Issuing session ticket|re-using session with|subject_CN=|depth=|matched peername|"
        r"Matched |looking for session|Decrypting session ticket|certificate |reloaded session|"
        r"fingerprint=|SNI hostname|raw public key fingerprint=).*+",
        "a detail of a handshake; written at loglevel 2 and above, and of resumed sessions",
    ),
    known(
        "tls_trace",
        _TLS,
        ("TLS protocol trace for", "skipping TLS trace output", "warning: network_biopair_interop: error"),
        "what is kept of a handshake elsewhere, or a connection that broke under it",
    ),
    Kind(
        "common.stopped",
        (*_ANY, "postfix"),
        ("fatal: ", "panic: "),
        r"(?P<text>.*+)",
        "a Postfix program could not go on",
        word="severity",
    ),
    Kind(
        "common.table_changed",
        _ANY,
        "table ",
        r"(?P<table>[^ ]++) has changed -- restarting",
        "a program begins anew because a lookup table has changed",
    ),
    Kind(
        "common.milter",
        _ANY,
        ("warning: connect to Milter service ", "warning: milter "),
        r"(?P<milter>[^ ]+): (?P<error>.*+)",
        "a mail filter did not answer",
    ),
    known(
        "common.hostname",
        _ANY,
        (
            "warning: hostname ",
            "warning: numeric hostname",
            "warning: numeric domain name",
            "warning: malformed domain name",
            "warning: valid_hostname: ",
            "warning: valid_ipv4_hostaddr: ",
            "warning: valid_ipv6_hostaddr: ",
        ),
        "a host's name and address do not fit together, or are none",
    ),
    known(
        "common.database",
        _ANY,
        (
            "warning: database ",
            "warning: dict_nis_init: NIS domain name not set",
            "warning: dict_ldap_",
            "warning: hash:/",
            "warning: proxy:",
            "error: open database",
            "close database ",
        ),
        "a lookup table is out of date or out of reach",
    ),
    known(
        "common.queue_file",
        _ANY,
        ("warning: open active", "warning: open incoming", "warning: open deferred", "warning: qmgr_active_"),
        "a file of the queue has gone, mostly because the administrator removed it",
    ),
    known(
        "common.service",
        _ANY,
        (
            "warning: problem talking to service",
            "warning: connect to transport",
            "warning: cannot connect to service",
            "warning: problem talking to server",
            "warning: unexpected end-of-input",
            "warning: premature end-of-input",
            "warning: timeout on ",
        ),
        "one Postfix program could not reach another",
    ),
    known(
        "common.compatibility",
        _ANY,
        (
            "using backwards-compatible default setting",
            "Postfix is running with backwards-compatible default",
        ),
        "a setting should be made explicit",
    ),
    known(
        "common.settings",
        _ANY,
        (
            "warning: /etc/postfix/",
            "warning: bounce_queue_lifetime is larger",
            "warning: support for restriction",
            "warning: restriction ",
            "warning: access table",
            "warning: unknown smtpd restriction",
        ),
        "a setting is doubtful",
    ),
)
