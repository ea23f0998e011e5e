"""The SPF policy service in Perl, whose tag looks like that of a Postfix program."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("/policy-spf",)

KINDS: tuple[Kind, ...] = (
    # The receiver stands first but is the last column: the lookahead reads the rest of the message
    # up to its end, and what follows it only goes back for the receiver.
    Kind(
        "perl.result",
        _TAGS,
        "Policy action=PREPEND Received-SPF: ",
        r"(?P<spf_result>[a-z]++) \((?P<comment>.*)\) "
        r"(?=receiver=[^ ;]*+; identity=(?P<identity>[a-z]++);"
        r'(?: envelope-from="?+(?P<sender>(?<=")(?:[^"\\]++|\\.)*+|(?<!")[^"; ]*+)"?+;|)'
        r" helo=(?P<helo_name>[^ ;]*+);"
        r' client-ip="?(?P<client_address>[0-9A-Fa-f.:]++)"?\Z)'
        r"receiver=(?P<receiver>[^ ;]*+);.*+",
        "a message may pass; the SPF result goes into its header",
    ),
    Kind(
        "perl.reply",
        _TAGS,
        "Policy action=",
        r"(?P<reply>55\d|45\d|REJECT|DEFER|DEFER_IF_PERMIT) "
        r"(?P<reply_text>.*\?s=(?P<scope>mfrom|helo);id=(?P<identity_value>[^?;]*+)"
        r";ip=(?P<client_address>[^?; ]*+);r=(?P<receiver>[^?; ]*+)|.*+)",
        "the answer that refuses or defers a recipient; Postfix alone says whether it was heeded",
    ),
    Kind(
        "perl.skipped",
        _TAGS,
        ("Policy action=PREPEND Authentication-Results: ", "Policy action=PREPEND X-Comment: "),
        r"(?:[^ ;]++; none \()?+(?P<why>SPF [^()]*+)\)?+",
        "a message was not checked",
    ),
    Kind(
        "perl.dunno",
        _TAGS,
        "Policy action=DUNNO",
        "",
        "no objection; a further recipient of a message that was already checked, or nothing to say",
    ),
    known(
        "perl.debug",
        _TAGS,
        (
            "handler sender_policy_framework:",
            "handler exempt_localhost:",
            "handler exempt_relay:",
        ),
        "a step of the check; written in verbose mode",
    ),
    Kind(
        "perl.debug_result",
        _TAGS,
        "SPF ",
        r"(?P<spf_result>[a-z]++) \(.*\): (?:Envelope-from|HELO/EHLO).*+",
        "the result in other words; written in verbose mode",
    ),
    Kind(
        "perl.trouble",
        _TAGS,
        ("warning: ignoring garbage: ", "fatal_exit: "),
        r"(?P<text>.*+)",
        "the service could not read a request",
    ),
)
