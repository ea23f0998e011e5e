"""Dovecot 2.2 to 2.4: logins, their ends, and deliveries, all under the one tag ``dovecot``.

1.x also wrote under tags of its own, which held the user (``deliver(alice)``). No tutorial of today
makes such a server, and a tag that varies with the user would have to be guessed at line by line: these
lines count as those of other programs.
"""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("dovecot",)

_LOGIN = tuple(f"{service}-login: " for service in ("imap", "pop3", "managesieve", "submission"))
_MAIL = ("imap(", "pop3(", "managesieve(", "submission(", "imap-hibernate(", "IMAP(", "POP3(")
_DELIVERY = ("lmtp(", "lda(", "deliver(")

_LEVEL = r"(?:(?:Info|Warning|Error|Debug|Fatal): )?+"
"""The word of severity, in Dovecot's own log file and, but for Info, in syslog."""

_ELEMENTS = r": (?P<elements>(?:user=<|method=|rip=).*+)"
"""The elements of ``login_log_format_elements``, see ``dovecot_elements``."""

_MAILBOX = r"(?:[^':]++|:(?! ))++"

_SAVED = r"(?:saved mail to|stored mail into mailbox) "

_ANY_ID = r"(?:<[^<>]*+>|<?+[^<>: ]++)"

_IS_SAVED = rf"{_ANY_ID}: (?:[a-z]++ action: )?+{_SAVED}'?+{_MAILBOX}'?+(?: \([^()]*+\))?+\Z"
"""The end of a line about a message that was saved, in Dovecot's own ``deliver_log_format``.

The message-id is its author's, and may hold such an end itself. But whatever truly ends the line then
comes after that, with a colon and a blank before it, and no mailbox is thought to hold these.
Dovecot: ``mail_deliver_log`` in ``src/lib-lda/mail-deliver.c``; Pigeonhole: ``act_store_log_status``
in ``src/lib-sieve/sieve-actions.c``.
"""

_PROCESS = r"(?:\d++, )?+(?P<user>[^)]*+)\)(?:<[^>]*+>)*+: (?:[A-Za-z0-9+/]{20,}+: )?+"
"""User, pid and session of a mail process, as 2.2 and later name it."""

_ENDED = (
    "Disconnected(?! by )|Aborted login|Login aborted|Client has quit|Remote closed|Connection closed|"
    "Inactivity|Too many|Shutting down|Server shutting down|Logged out|Internal login failure|"
    "Connection queue full|Input buffer full|Authentication response too large|Reconnected to auth server|"
    "TLS initialization failed|Auth process|unnecessary connection"
)

_REFUSED = "Login failed|Authenticate [^ ]++ failed|APOP failed|SSL is disabled|Maximum number of connections"

_PROXIED = r"proxy\(|[Ss]tarted proxying|[Dd]isconnected by |Disconnecting"

_TROUBLE = "(?:Warning|Error|Debug|Fatal|Panic): "

_DELIVERED = (
    rf"(?:Connect from|Disconnect from|Disconnecting|Client |rcpt |save failed|msgid=(?!{_IS_SAVED}))"
)

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
        rf"{_LEVEL}(?P<text>(?:{_PROXIED}).*+)",
        "a session was passed on to another server",
        word="service",
    ),
    Kind(
        "dovecot.tls_alert",
        _TAGS,
        _LOGIN,
        rf"{_LEVEL}(?P<text>SSL(?: alert)?: .*+)",
        "what OpenSSL says of a handshake, without the client; written under verbose_ssl",
        word="service",
    ),
    Kind(
        "dovecot.client_id",
        _TAGS,
        _LOGIN,
        rf"{_LEVEL}ID sent: .*+",
        "a mail program says which it is",
        word="service",
    ),
    Kind(
        "dovecot.login_trouble",
        _TAGS,
        _LOGIN,
        rf"{_TROUBLE}(?!(?:{_ENDED}|{_REFUSED}|{_PROXIED}|Login: |Logged in: |SSL: |SSL alert: |ID sent: ))"
        r"(?P<text>.*+)",
        "logins cannot be served, mostly because of a certificate or another process",
        word="service",
    ),
    Kind(
        "dovecot.saved",
        _TAGS,
        _DELIVERY,
        rf"{_PROCESS}(?:Info: )?+(?:sieve: )?+msgid=(?={_IS_SAVED})(?P<message_id>{_ANY_ID}): "
        rf"(?:[a-z]++ action: )?+{_SAVED}'?+(?P<mailbox>{_MAILBOX})'?+(?: \([^()]*+\))?+",
        "a message was put into a mailbox",
    ),
    Kind(
        "dovecot.delivery",
        _TAGS,
        _DELIVERY,
        rf"{_PROCESS}{_LEVEL}(?:sieve: )?+(?P<text>{_DELIVERED}.*+)",
        "a delivery has begun or ended, or a message was not put into a mailbox",
    ),
    Kind(
        "dovecot.delivery_trouble",
        _TAGS,
        _DELIVERY,
        rf"{_PROCESS}(?:(?:{_TROUBLE})(?!(?:sieve: )?+{_DELIVERED})|(?=sieve: (?:Execution |script: )))"
        r"(?P<text>.*+)",
        "delivery or a user's sieve script had trouble; what became of the message is said beside it",
    ),
    Kind(
        "dovecot.moved",
        _TAGS,
        _MAIL,
        rf"{_PROCESS}{_LEVEL}(?P<what>copy|save|append|delete|undelete|expunge|flag_change)"
        r"(?: from (?P<source>(?:[^:]++|:(?! box=))++))?+: box=(?P<mailbox>(?:[^,]++|,(?! uid=))++),"
        r" uid=[^,]*+, msgid=(?P<message_id><[^<>]*+>|[^<>, ]*+)(?:, .*+)?+",
        "a user did something with a message in a mailbox; written by the plugin mail_log",
    ),
    Kind(
        "dovecot.session_trouble",
        _TAGS,
        _MAIL,
        rf"{_PROCESS}{_TROUBLE}(?!(?:{_ENDED}|Disconnecting|copy|save|append|delete|undelete|expunge|flag_change))"
        r"(?P<text>.*+)",
        "a user's session had trouble",
    ),
    Kind(
        "dovecot.auth_trouble",
        _TAGS,
        ("auth-worker", "auth"),
        rf"(?:\((?:default|\d++)\))?+(?:<[^>]*+>)*+: {_TROUBLE}"
        r"(?!(?:conn unix:[^ ]*+ \([^)]*+\): auth-worker<\d*+>: )?+[a-z0-9-]++\()(?P<text>.*+)",
        "the authentication service had trouble, or tells more under auth_debug",
    ),
    Kind(
        "dovecot.auth",
        _TAGS,
        ("Warn: auth(default): ", "Info: auth(default): ", "dovecot: auth(default): "),
        rf"[a-z0-9-]++\((?P<user>.*?)(?:,{_AUTH_ADDRESS}(?:,(?:<[^<>]*+>|)|)|)\): (?P<reason>.*+)",
        "the same in the words of 1.x",
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
        ("auth(", "auth-worker("),
        rf"(?P<user>.*?),{_AUTH_ADDRESS},sasl:[a-z0-9-]*+\)(?:<[^>]*+>)*+: {_LEVEL}(?P<reason>.*+)",
        "why a user was not let in",
        since="2.4",
    ),
    Kind(
        "dovecot.pam",
        ("dovecot-auth", "auth"),
        "pam_unix(dovecot:auth): ",
        r"(?P<reason>(?:[^;]++|;(?! logname=))*+)(?:; logname=[^ ]*+ .* rhost=(?P<client_address>[^ ]*+)"
        r"(?:  user=(?P<user>[^ ]++))?+)?+",
        "PAM refused a user whom Dovecot asked about, in the name of the process that asked",
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
        "dovecot.version",
        _TAGS,
        ("master: Dovecot v", "master: Info: Dovecot v", "Dovecot v"),
        r"(?P<version>[0-9][0-9a-z.]*+)(?: .*+)?+",
        "Dovecot has started",
    ),
    known(
        "dovecot.master",
        _TAGS,
        (
            "master: Warning: Killed",
            "master: Warning: SIGHUP",
            "Warning: Killed with signal",
            "Warning: SIGHUP received",
            "master: Warning: Sent SIG",
            "master: Warning: Processes aren't dying",
            *(f"{name}: Warning: Killed with" for name in ("anvil", "log", "stats")),
            "ssl-params: Generating SSL",
            "ssl-params: SSL parameters",
        ),
        "Dovecot was stopped, or makes what TLS needs",
    ),
    Kind(
        "dovecot.fatal",
        _TAGS,
        (
            "Fatal: ",
            "master: Fatal: ",
            "Error: ",
            "master: Error: ",
        ),
        r"(?P<text>.*+)",
        "Dovecot could not start, or not go on",
    ),
    Kind(
        "dovecot.fatal",
        _TAGS,
        "",
        r"(?:imap|pop3|lmtp|managesieve|submission|anvil|config|dict|dns-client|doveadm|doveconf|indexer|"
        r"indexer-worker|imap-hibernate|imap-urlauth|log|old-stats|quota-status|replicator|aggregator|script|"
        r"stats|(?:doveadm|indexer-worker|quota-status)\([^)]*+\)(?:<[^>]*+>)*+): "
        r"(?!Warning: Killed with)(?:Warning|Error|Fatal|Panic): (?P<text>.*+)",
        "a process of Dovecot had trouble",
    ),
    Kind(
        "dovecot.indexed",
        _TAGS,
        "indexer-worker(",
        r"[^)]*+\)(?:<[^>]*+>)*+: Indexed \d++ messages.*+",
        "new mail was made searchable",
    ),
    Kind(
        "dovecot.fatal",
        _TAGS,
        "master: Warning: service(",
        r"master: Warning: (?P<text>.*+)",
        "a service of Dovecot has reached its limit",
        peek=True,
    ),
)
