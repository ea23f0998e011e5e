"""Postfix programs that serve the others, and the commands of the administrator."""

from loganalyzer.grammar.kind import Kind, known

KINDS: tuple[Kind, ...] = (
    known(
        "anvil.statistics",
        ("/anvil",),
        ("statistics: max ",),
        "the largest numbers of connections and messages",
    ),
    known(
        "scache.statistics",
        ("/scache",),
        (
            "statistics: start interval",
            "statistics: domain lookup",
            "statistics: address lookup",
            "statistics: max simultaneous",
        ),
        "how often a connection could be used again",
    ),
    Kind(
        "common.cache",
        ("/verify", "/postscreen"),
        "cache ",
        r"[^ ]++ (?:full|partial) cleanup: retained=\d++ dropped=\d++ entries",
        "a cache was tidied up",
    ),
    known(
        "tlsmgr.table",
        ("/tlsmgr",),
        (
            "warning: request to update",
            "lookup smtp",
            "put smtp",
            "delete smtp",
            "open smtp",
            "read smtp",
            "write smtp",
            "tlsmgr_cache_run_event: start TLS ",
        ),
        "the caches of TLS sessions; most of it at loglevel 2 and above",
    ),
    known(
        "trivial_rewrite.domain",
        ("/trivial-rewrite",),
        (
            "warning: do not list domain",
            "warning: virtual_alias_domains lookup failure",
            "warning: virtual_mailbox_domains",
        ),
        "a domain is configured twice, or could not be looked up",
    ),
    Kind(
        "spawn.failed",
        ("/spawn",),
        "warning: command ",
        r"(?P<command>[^ ]++) (?P<why>exit status \d++|killed by signal \d++)",
        "a program that serves Postfix, such as a policy service, has failed",
    ),
    Kind(
        "spawn.time_limit",
        ("/spawn",),
        "warning: ",
        r"(?P<command>[^ ]+): process id \d++: command time limit exceeded",
        "a program that serves Postfix was ended by its time limit",
    ),
    known(
        "local.maildir",
        ("/local", "/virtual"),
        ("warning: maildir access problem", "warning: perhaps you need to create"),
        "a mailbox cannot be written; what became of the message is in its delivery",
    ),
    known(
        "postfix_script.state",
        ("/postfix-script",),
        (
            "starting the Postfix mail system",
            "stopping the Postfix mail system",
            "refreshing the Postfix mail system",
            "waiting for the Postfix mail system",
        ),
        "the administrator started or stopped Postfix",
    ),
    Kind(
        "postfix_script.differs",
        ("/postfix-script",),
        "warning: ",
        r"(?P<file>/.*) and /.* differ",
        "a file in Postfix's own root is not like the machine's",
    ),
    known(
        "postfix_script.files",
        ("/postfix-script",),
        (
            "warning: not owned by",
            "warning: group or other",
            "warning: symlink leaves directory",
        ),
        "a file of Postfix is not as it should be",
    ),
    Kind(
        "postsuper.message",
        ("/postsuper",),
        ("requeued", "placed on hold", "released from hold", "expired"),
        "",
        "the administrator did something with a message in the queue",
        queued=True,
        word="what",
    ),
    Kind(
        "postsuper.messages",
        ("/postsuper",),
        ("Deleted: ", "Requeued: ", "Placed on hold: ", "Released from hold: ", "Expired: "),
        r"(?P<count>\d++) messages?+",
        "how many messages the administrator did something with",
        word="what",
    ),
    Kind(
        "postdrop.warning",
        ("/postdrop", "/sendmail", "/postqueue", "/postmap", "/postalias", "/postlog"),
        "warning: ",
        r"(?P<text>.*+)",
        "a command of the administrator or a user had trouble",
    ),
    known(
        "postfix.compatibility",
        ("postfix",),
        (
            "Postfix is running with backwards-compatible default",
            "See http",
            "To disable backwards compatibility",
            "Postfix is using backwards-compatible default",
        ),
        "a setting should be made explicit",
    ),
    known(
        "proxymap.table",
        ("/proxymap", "/proxywrite"),
        ("warning: request for", "warning: proxy request"),
        "a table that the proxy may not open",
    ),
)
