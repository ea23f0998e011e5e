"""The process that meets clients before the SMTP server does, and the one that asks DNS lists for it."""

from loganalyzer.grammar.fragments import ADDRESS, HELO, POSTSCREEN_CLIENT, REPLY, REPLY_TEXT
from loganalyzer.grammar.kind import Kind, known

_TAGS = ("/postscreen",)

KINDS: tuple[Kind, ...] = (
    Kind(
        "postscreen.connect",
        _TAGS,
        "CONNECT from ",
        POSTSCREEN_CLIENT + r" to \[(?P<server_address>[^\] ]++)\]:(?P<server_port>\d++)",
        "a client has connected",
    ),
    Kind(
        "postscreen.pass",
        _TAGS,
        ("PASS NEW ", "PASS OLD "),
        POSTSCREEN_CLIENT,
        "a client was handed to the SMTP server",
        word="how",
    ),
    Kind(
        "postscreen.reject",
        _TAGS,
        "reject: ",
        rf"(?P<stage>[^ ]++) from {POSTSCREEN_CLIENT}: {REPLY}{REPLY_TEXT};"
        rf"(?: from=<(?P<sender>{ADDRESS})>,?+)?+(?: to=<(?P<recipient>{ADDRESS})>,?+)?+"
        rf" proto=(?P<proto>[A-Z]*MTP),?+(?: helo=<(?P<helo_name>{HELO})>)?+",
        "a client under test was refused",
        queued=True,
        word="action",
    ),
    Kind(
        "postscreen.busy",
        _TAGS,
        "reject: CONNECT from ",
        POSTSCREEN_CLIENT + r": (?P<why>too many connections|all server ports busy|all screening ports busy)",
        "a client found no free server",
        queued=True,
    ),
    Kind(
        "postscreen.disconnect",
        _TAGS,
        "DISCONNECT ",
        POSTSCREEN_CLIENT,
        "a client has gone",
    ),
    Kind(
        "postscreen.listed",
        _TAGS,
        ("ALLOWLISTED ", "DENYLISTED ", "WHITELISTED ", "BLACKLISTED ", "ALLOWLIST VETO ", "WHITELIST VETO "),
        POSTSCREEN_CLIENT,
        "a client is on the administrator's own list, or a DNS list that would let it pass was overruled",
        word="how",
    ),
    Kind(
        "postscreen.dnsbl",
        _TAGS,
        "DNSBL rank ",
        rf"(?P<rank>-?\d++) for {POSTSCREEN_CLIENT}",
        "how much DNS lists say against a client",
    ),
    Kind(
        "postscreen.pregreet",
        _TAGS,
        "PREGREET ",
        rf"\d++ after [\d.]++ from {POSTSCREEN_CLIENT}: .*+",
        "a client spoke before its turn",
    ),
    Kind(
        "postscreen.hangup",
        _TAGS,
        "HANGUP after ",
        rf"[\d.]++ from {POSTSCREEN_CLIENT} in tests (?P<when>before|after) SMTP handshake",
        "a client left during the tests",
    ),
    Kind(
        "postscreen.violation",
        _TAGS,
        (
            "COMMAND TIME LIMIT ",
            "COMMAND COUNT LIMIT ",
            "COMMAND LENGTH LIMIT ",
            "COMMAND PIPELINING ",
            "NON-SMTP COMMAND ",
            "BARE NEWLINE ",
            "DATA without valid RCPT ",
            "BDAT without valid RCPT ",
        ),
        rf"from {POSTSCREEN_CLIENT}(?: after (?P<stage>[^ :]++)(?:: .*+)?+)?+",
        "a client broke the rules of the protocol",
        word="what",
    ),
    known(
        "postscreen.stress",
        _TAGS,
        ("entering STRESS mode", "leaving STRESS mode"),
        "so many clients are connected that they get less time",
    ),
    Kind(
        "postscreen.busy_early",
        _TAGS,
        "reject: connect from ",
        POSTSCREEN_CLIENT + r": (?P<why>all screening ports busy)",
        "a client could not even be tested",
    ),
    Kind(
        "postscreen.command",
        _TAGS,
        "",
        POSTSCREEN_CLIENT + r": (?:discarding EHLO keywords|replacing command).*+",
        "a client's command was changed, or less was offered to it",
    ),
    Kind(
        "postscreen.slow",
        _TAGS,
        "warning: ",
        r"[^ :]++: [^ ]++ (?:lookup|update|delete) average delay is \d++ ms",
        "the cache of clients is slow",
    ),
    known(
        "postscreen.handing_over",
        _TAGS,
        ("warning: cannot pass connection", "warning: timeout sending connection"),
        "no SMTP server took over the client",
    ),
    known(
        "postscreen.gone",
        _TAGS,
        ("warning: getpeername: ", "warning: haproxy read:"),
        "a client had gone before it was asked for its address",
    ),
    Kind(
        "dnsblog.listed",
        ("/dnsblog",),
        "addr ",
        r"(?P<client_address>[^ ]++) listed by domain (?P<domain>[^ ]++) as (?P<answer>[^ ]++)",
        "a client is on a DNS list",
    ),
    known(
        "dnsblog.lookup",
        ("/dnsblog", "/postscreen"),
        (
            "warning: dnsblog_query: lookup error",
            "warning: dnsblog reply timeout",
            "warning: psc_dnsbl_request:",
        ),
        "a DNS list did not answer",
    ),
)
