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

_SAVED = "(?:saved mail to|stored mail into mailbox) "

_PROCESS = r"(?:\d++, )?+(?P<user>[^)]*+)\)(?:<[^>]*+>)*+: (?:[A-Za-z0-9+/]{20,}+: )?+"
"""User, pid and session of a mail process, as 2.2 and later name it."""

_ENDED = (
    "Disconnected|Aborted login|Login aborted|Client has quit|Remote closed|Connection closed|Inactivity|"
    "Too many|Shutting down|Server shutting down|Logged out"
)

_REFUSED = "Login failed|Authenticate [^ ]++ failed|Maximum number of connections"

_AUTH_ADDRESS = r"(?P<client_address>[0-9A-Fa-f.:]++)"

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
        rf"{_LEVEL}(?P<reason>(?:{_ENDED}).*?){_ELEMENTS}",
        "a connection ended before anybody had logged in",
        word="service",
    ),
    Kind(
        "dovecot.refused",
        _TAGS,
        _LOGIN,
        rf"{_LEVEL}(?P<reason>(?:{_REFUSED}).*?){_ELEMENTS}",
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
        rf"{_PROCESS}(?:sieve: )?+msgid=(?P<message_id>.*): {_SAVED}'?+(?P<mailbox>[^']*+)'?+",
        "a message was put into a mailbox",
    ),
    Kind(
        "dovecot.delivery",
        _TAGS,
        _DELIVERY,
        rf"{_PROCESS}{_LEVEL}(?:sieve: )?+(?P<text>(?:Connect from|Disconnect from|Disconnecting|Client |"
        rf"rcpt |save failed|msgid=(?!.*: {_SAVED})).*+)",
        "a delivery has begun or ended, or a message was not put into a mailbox",
    ),
    Kind(
        "dovecot.auth",
        _TAGS,
        ("auth-worker", "auth"),
        rf"(?:\((?:default|\d++)\))?+(?:<[^>]*+>)*+: {_LEVEL}"
        rf"(?:conn unix:[^ ]*+ \([^)]*+\): auth-worker<\d*+>: )?+[a-z0-9-]++"
        rf"\((?P<user>.*?)(?:,{_AUTH_ADDRESS}(?:,(?:<[^<>]*+>|)|)|)\): (?P<reason>.*+)",
        "why a user was not let in",
    ),
    Kind(
        "dovecot.sasl",
        _TAGS,
        "auth(",
        rf"(?P<user>.*?),{_AUTH_ADDRESS},sasl:[a-z0-9-]*+\)(?:<[^>]*+>)*+: {_LEVEL}(?P<reason>.*+)",
        "why a user was not let in",
        since="2.4",
    ),
    Kind(
        "dovecot.end",
        _TAGS,
        _MAIL,
        rf"{_PROCESS}{_LEVEL}(?P<reason>(?:{_ENDED}|Disconnecting).*+)",
        "a user's session has ended",
    ),
    known(
        "dovecot.end_unnamed",
        _TAGS,
        tuple(f"{service}: Disconnected: Logged out in=" for service in ("imap", "pop3", "managesieve")),
        "a session has ended just as its process was given to the next user, so nobody is named",
    ),
    Kind(
        "dovecot.login_lost",
        _TAGS,
        ("auth: Error: auth client ", "auth: Error: auth-master client: ", "imap(", "pop3("),
        r"(?:\d++\): Error: auth-master: login: request \[\d++\]: |)(?P<error>(?:\d++ disconnected with|"
        r"Master requested auth for|Login auth request failed: ).*+)",
        "a login got lost between Dovecot's own processes, as when their ids are given out again too soon",
    ),
    known(
        "dovecot.master",
        _TAGS,
        (
            "master: Dovecot v",
            "master: Info: Dovecot v",
            "Dovecot v",
            "master: Warning: Killed",
            "master: Warning: SIGHUP",
            "master: Warning: Sent SIG",
            "master: Warning: Processes aren't dying",
            *(f"{name}: Warning: Killed with signal" for name in ("anvil", "auth", "config", "log", "stats")),
            "Warning: Killed with signal",
            "Warning: SIGHUP received",
        ),
        "Dovecot has started or was stopped",
    ),
    Kind(
        "dovecot.fatal",
        _TAGS,
        ("Fatal: ", "master: Fatal: ", "Error: ", "master: Error: ", "log: Error: ", "config: Error: "),
        r"(?P<text>.*+)",
        "Dovecot could not start, or not go on",
    ),
)
