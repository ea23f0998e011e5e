"""The SPF policy service in Python: pypolicyd-spf 1.x and 2.x, spf-engine 2.9 and 3.x."""

from loganalyzer.grammar.kind import Kind, known

_TAGS = ("policyd-spf",)
_RESULT_TAGS = ("policyd-spf", "pyspf-milter")

_HEADERS = ("prepend Received-SPF: ", "Header field not prepended: Received-SPF: ")

_IN_QUESTION = (
    r"client-ip=(?P<client_address>[^;]*+); helo=(?P<helo_name>[^;]*+);"
    r" envelope-from=(?P<sender>[^;]*+(?:;(?! receiver=[^ ;]*+ *+\Z)[^;]*+)*+);"
    r" receiver=(?P<receiver>[^ ;)]*+)"
)
"""Who asked, as spf-engine's ``policyd_spf.py`` writes it.

The sender is not quoted and may hold blanks and ``;``: it ends where the receiver ends the line.
"""

_COMMENT = (
    r"\((?P<comment>mailfrom(?=\) identity=mailfrom;)"
    r"|(?!mailfrom\) identity=mailfrom;|.*identity=.*identity=).*)"
    r"\) identity=(?P<identity>[^;]++); "
)
"""What the result was about.

For a sender it is a fixed word. For a HELO name it is free text, which its domain's owner may
have written: a line in which ``identity=`` then occurs twice cannot be told apart and fits nothing.
"""

_LINK = (
    r"\?s=(?P<scope>mfrom|helo)"
    r";id=(?P<identity_value>(?:[^?;]++|\?(?!s=)|;(?!ip=[^ ;]*+;r=[^ ;]*+ *+\Z))*+)"
    r";ip=(?P<client_address>[0-9A-Fa-f.:]++);r=(?P<receiver>[^ ;]*+)"
)
"""The end of the link to an explanation, after which nothing comes.

The text before it may be the sender's own (``exp=``) and hold such a link too: the last one counts.
"""

_REPLIES = tuple(
    f"{word} "
    for word in (
        "550",
        "551",
        "552",
        "553",
        "554",
        "450",
        "451",
        "452",
        "defer_if_permit",
        "defer_if_reject",
        "defer",
    )
)


def _either_way(
    name: str,
    lead: str | tuple[str, ...],
    tail: str,
    meaning: str,
    word: str = "",
    tags: tuple[str, ...] = _TAGS,
) -> tuple[Kind, Kind]:
    """Declares one kind for messages with a queue id (3.0 and later) and for those without."""
    return (
        Kind(name, tags, lead, tail, meaning, queued=True, word=word, since="3.0"),
        Kind(name, tags, lead, tail, meaning, bare=True, word=word),
    )


KINDS: tuple[Kind, ...] = (
    *_either_way(
        "spf.result",
        _HEADERS,
        rf"(?P<spf_result>[A-Za-z]++) {_COMMENT}{_IN_QUESTION} *+",
        "a message may pass; the SPF result goes into its header",
    ),
    *_either_way(
        "spf.authentication_results",
        ("prepend Authentication-Results: ", "Header field not prepended: Authentication-Results: "),
        r"[^ ;]*+; spf=(?P<spf_result>[a-z]++) (?:\(.*\) )?smtp\.(?P<identity>mailfrom|helo)=.*? \("
        rf"{_IN_QUESTION}\) *+",
        "a message may pass; the SPF result goes into its Authentication-Results header",
        tags=_RESULT_TAGS,
    ),
    *_either_way(
        "spf.reply",
        _REPLIES,
        r"(?:(?P<enhanced_status>[45]\.\d{1,3}\.\d{1,3}) )?+"
        rf"(?P<reply_text>.*{_LINK}|(?:.*[^ ])?) *+",
        "the answer that refuses or defers a recipient; Postfix alone says whether it was heeded",
        word="reply",
    ),
    *_either_way(
        "spf.skipped",
        (
            "prepend X-Comment: ",
            "Header field not prepended: X-Comment: ",
            "prepend Authentication-Results: ",
            "Header field not prepended: Authentication-Results: ",
        ),
        r"(?:[^ ;]*+; none \()?+(?P<why>SPF [^()]*?)(?: - {1,2}| )client-ip=(?P<client_address>[^ ;]*+);.*+",
        "a message was not checked",
        tags=_RESULT_TAGS,
    ),
    *_either_way(
        "spf.result_only",
        "result_only ",
        r"(?P<restriction>[A-Za-z0-9_]++) *+",
        "a pass leads to a class of Postfix's restrictions; what follows is theirs to say",
    ),
    Kind(
        "spf.identity",
        _RESULT_TAGS,
        ("Pass", "Fail", "Softfail", "Neutral", "None", "Temperror", "Permerror"),
        rf"; identity=(?P<identity>[^;]++); {_IN_QUESTION} *+",
        "the SPF result of one identity; written at debugLevel 2 and above, beside the answer",
        word="spf_result",
    ),
    Kind(
        "spf.crash",
        _RESULT_TAGS,
        ("Traceback ", "Ouch, caught exc: ", '  File "'),
        r"(?P<text>.*+)",
        "the policy service failed on a request",
        peek=True,
    ),
    Kind(
        "spf.crash",
        _RESULT_TAGS,
        "",
        r"(?P<text>(?: {4}|[A-Za-z_.]*?(?:Error|Exception|Timeout|NXDOMAIN|NoNameservers): ).*+)",
        "further lines of what a failure leaves, where each has a record of its own",
    ),
    Kind(
        "spf.configuration",
        _RESULT_TAGS,
        (
            "WARNING: ",
            "ERROR: ",
            "ERROR parsing line",
            "ERROR stating",
            "Authserv_Id not set",
            "Header_Type includes both",
            "Configuration File parsing error",
            "Configuration item",
        ),
        r"(?P<text>.*+)",
        "the policy service does not like its configuration",
        peek=True,
    ),
    Kind(
        "spf.process",
        _RESULT_TAGS,
        ("Starting", "Normal exit"),
        "",
        "a policy process has begun or ended; written at debugLevel 3 and above",
        word="what",
    ),
    Kind(
        "spf.debug_config",
        _RESULT_TAGS,
        "Config: {",
        r".*+",
        "the settings; written for every request at debugLevel 3 and above",
    ),
    Kind(
        "spf.debug_header",
        _RESULT_TAGS,
        "Authentication-Results: ",
        r"[^ ;]*+; none \(SPF .*+",
        "the header of a message that is not checked; written at debugLevel 3 and above, beside the answer",
    ),
    known(
        "spf.not_applicable",
        _TAGS,
        "SPF not applicable to localhost connection",
        "a message was not checked",
    ),
    known(
        "spf.debug_result",
        _RESULT_TAGS,
        ("spfcheck: pyspf result:", "spfcheck: No client address", "spfcheck: No sender or helo"),
        "what the library found; written at debugLevel 2 and above, beside the answer",
    ),
    known(
        "spf.debug_answer",
        _RESULT_TAGS,
        (
            "Action: prepend:",
            "Action: reject:",
            "Action: dunno:",
            "Action: defer:",
            "Action: result_only:",
            "Action: None:",
            "X-Comment: SPF ",
        ),
        "the answer again, or its header; written at debugLevel 3 and above",
    ),
    known(
        "spf.debug_user",
        _RESULT_TAGS,
        (
            "Per user configuration data",
            "Starting to process per-user",
            "User data:",
            "Per-user settings for",
            "Reading per user data",
            "not peruser",
            "skip_addresses check used peruser",
            "Whitelist check used peruser",
            "Domain_Whitelist check used peruser",
            "HELO_Whitelist check used peruser",
            "readUserConfigFile: Found entry",
            "readUserConfigFile: Loading",
        ),
        "settings of one user; written at debugLevel 2 to 5 and above",
    ),
    known(
        "spf.debug_request",
        _RESULT_TAGS,
        (
            "Read line:",
            "Found the end of entry",
            "Cached data for this instance:",
            "skip_addresses enabled.",
            "Whitelist enabled.",
            "Domain Whitelist enabled.",
            "PTR Domain Whitelist enabled.",
            "HELO Domain Whitelist enabled.",
        ),
        "what Postfix asked, and which exceptions are looked at; written at debugLevel 4 and above",
    ),
    known(
        "spf.debug_step",
        _RESULT_TAGS,
        (
            "_get_resultcodes: scope: ",
            "Scope helo unused results: ",
            "Scope mfrom unused results: ",
            "helo policy ",
            "mfrom policy ",
            "HELO Domain Whitelist domain",
            "Pyspf Cached SPF record",
            "readConfigFile: Found entry",
            "readConfigFile: Loading",
            "Authserv_Id before:",
            "Authserv_Id after:",
        ),
        "a step of the check; written at debugLevel 5",
    ),
)
