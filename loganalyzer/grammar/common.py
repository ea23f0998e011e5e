"""Messages that any Postfix program may write."""

from loganalyzer.grammar.kind import Kind, known

_ANY = ("/*",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "tls_library_problem",
        ("/smtpd", "/smtp", "/lmtp", "/tlsproxy"),
        "warning: TLS library problem: ",
        r"(?P<error>(?:\d++:)?+error:[0-9A-Fa-f]++:[^:]*+:[^:]*+:(?P<reason>[^:]++).*+)",
        "what OpenSSL says of the last TLS operation of the same process",
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
