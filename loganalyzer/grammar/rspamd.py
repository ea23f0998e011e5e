"""rspamd."""

from loganalyzer.grammar.kind import Kind

KINDS: tuple[Kind, ...] = (
    Kind(
        "rspamd.result",
        ("rspamd",),
        "",
        r"<[0-9a-z]++>; (?:[a-z]++; )?+rspamd_task_write_log: id: <(?P<message_id>[^>]*+)>,"
        r"(?: qid: <(?P<queue_id>[0-9A-Za-z]++)>,|)(?: ip: (?P<client_address>[^, ]++),|)"
        r"(?: user: [^,]++,|)(?: (?:smtp_)?+from: <[^>]*+>,|)"
        r" \((?:default: (?P<mark>[TFS]) \(|)(?P<action>[a-z ]++)\):"
        r" \[(?P<score>-?[\d.]++)/-?[\d.]++\] \[(?P<symbols>.*+)",
        "what the filter found in a message; the symbols, and all that follows them",
    ),
)
