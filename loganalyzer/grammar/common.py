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
    known(
        "common.hostname",
        _ANY,
        ("warning: hostname ", "warning: numeric hostname"),
        "a client's name and address do not fit together",
    ),
    known(
        "common.database",
        _ANY,
        (
            "warning: database ",
            "warning: dict_nis_init: NIS domain name not set",
            "warning: dict_ldap_lookup:",
        ),
        "a lookup table is out of date or out of reach",
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
)
