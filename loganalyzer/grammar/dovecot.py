"""Dovecot: logins, their ends, and deliveries."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("dovecot",)

_LOGIN = tuple(f"{service}-login: " for service in ("imap", "pop3", "managesieve", "submission"))
_MAIL = tuple(f"{service}(" for service in ("imap", "pop3", "managesieve", "submission", "IMAP", "POP3"))
_DELIVERY = ("lmtp(", "lda(", "deliver(")

_LEVEL = r"(?:(?:Info|Warning|Error|Debug|Fatal): )?+"
"""The word of severity, in Dovecot's own log file and, but for Info, in syslog."""

_ELEMENTS = r": (?P<elements>(?:user=<|method=|rip=).*+)"
"""The elements of ``login_log_format_elements``, see ``dovecot_elements``."""

_PROCESS = r"(?:\d++, )?+(?P<user>[^)]*+)\)(?:<[^>]*+>)*+: (?:[A-Za-z0-9+/]++: )?+"
"""User, pid and session of a mail process, as 2.2 and later name it."""

KINDS: tuple[Kind, ...] = (
    Kind(
        "dovecot.login",
        _TAGS,
        _LOGIN,
        rf"{_LEVEL}(?:Login|Logged in): (?P<elements>.*+)",
        "a user has logged in; 2.4 says Logged in",
        word="service",
    ),
    Kind(
        "dovecot.disconnected",
        _TAGS,
        _LOGIN,
        rf"{_LEVEL}(?P<reason>(?:Disconnected|Aborted login|Login aborted|Client has quit|Remote closed|"
        rf"Connection closed|Inactivity|Too many|Shutting down|Server shutting down).*?){_ELEMENTS}",
        "a connection ended before anybody had logged in",
        word="service",
    ),
    Kind(
        "dovecot.refused",
        _TAGS,
        _LOGIN,
        rf"{_LEVEL}(?P<reason>(?:Login failed|Authenticate [^ ]++ failed|Maximum number of connections).*?)"
        rf"{_ELEMENTS}",
        "a login was refused",
        word="service",
    ),
    Kind(
        "dovecot.proxy",
        _TAGS,
        _LOGIN,
        rf"{_LEVEL}(?P<text>(?:proxy\(|[Ss]tarted proxying|[Dd]isconnected by |Disconnecting).*+)",
        "a session was passed on to another server",
        word="service",
    ),
    Kind(
        "dovecot.saved",
        _TAGS,
        _DELIVERY,
        _PROCESS + r"(?:sieve: )?+msgid=(?P<message_id>.*): (?:saved mail to|stored mail into mailbox) "
        r"'?+(?P<mailbox>[^']*+)'?+",
        "a message was put into a mailbox",
    ),
    Kind(
        "dovecot.auth",
        _TAGS,
        ("auth: ", "auth(", "auth-worker(", "auth-worker: "),
        r"(?:[^)]*+\)(?:<[^>]*+>)*+: )?+(?:conn [^:]*+: )?+"
        rf"{_LEVEL}(?P<driver>[a-z0-9-]++)\((?P<user>.*?)(?:,(?P<client_address>[0-9A-Fa-f.:]++)"
        r"(?:,[^)]*+)?)?\): (?P<reason>.*+)",
        "why a user was not let in",
    ),
    Kind(
        "dovecot.end",
        _TAGS,
        _MAIL,
        _PROCESS + rf"{_LEVEL}(?P<reason>(?:Disconnected|Connection closed|Logged out|Server shutting down|"
        r"Too many|Inactivity|Disconnecting).*+)",
        "a user's session has ended",
    ),
    known(
        "dovecot.master",
        _TAGS,
        (
            "master: Dovecot v",
            "Dovecot v",
            "master: Warning: Killed",
            "master: Info: ",
            "Warning: Killed with signal",
        ),
        "Dovecot has started or was stopped",
    ),
)
