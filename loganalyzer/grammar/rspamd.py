"""rspamd."""

from loganalyzer.grammar.kind import Kind

_TAGS = ("rspamd",)

_TASK = r"<[0-9A-Za-z]*+>; (?:[a-z_]++; )?+"
"""What stands before the name of the function that writes: the message's tag, and the module's.

rspamd: ``rspamd_common_logv`` in ``src/libserver/logger/logger.c``.
"""

_STRICT = (
    r"(?!(?:.*\): \[){2})(?!(?:.* qid: <){2})"
    r"id: <(?P<message_id>[^>]*+)>,(?: qid: <(?P<queue_id>[0-9A-Za-z]++)>,|)"
    r"(?: ip: (?P<client_address>[0-9A-Fa-f.:]++),|)(?: user: (?P<user>[^,>]++),|)"
    r"(?: (?:smtp_)?+from: <[^>]*+>,|) \((?:default: (?P<mark>[TFS]) \(|)(?P<action>[^()]++)\):"
    r" \[(?P<score>-?[\d.]++)/-?[\d.]++\] \[(?P<symbols>.*+)"
)
"""The fields of ``log_format`` as it comes with rspamd.

The message-id, the envelope's sender and the options of symbols are the sender's own words, on both
sides of the verdict. So a line in which a second verdict or a second queue id stands gives no field.
rspamd: ``rspamd_task_write_log`` in ``src/libserver/task.c``.
"""

_STEPS = (
    "accept_socket|proxy_accept_socket|proxy_milter_finish_handler|proxy_milter_error_handler|"
    "proxy_client_finish_handler|rspamd_milter_[a-z_]+|rspamd_message_parse|rspamd_protocol_[a-z_]+|"
    "rspamd_mime_[a-z_]+|rspamd_worker_[a-z_]+|rspamd_add_passthrough_result|rspamd_stat_[a-z_]+|"
    "rspamd_controller_[a-z_]+|rspamd_redis_[a-z_]+|rspamd_spf_[a-z_]+|rspamd_dkim_[a-z_]+|"
    "rspamd_task_timeout|spf_[a-z_]+|dkim_[a-z_]+|lua_[a-z_]+|fuzzy_[a-z_]+|http_[a-z_]+|"
    r"[a-z_]++\.lua:\d++"
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "rspamd.result",
        _TAGS,
        "",
        rf"{_TASK}rspamd_task_write_log: (?:{_STRICT}|.*+)",
        "what the filter found in a message; no field where the sender's words look like a verdict",
    ),
    Kind(
        "rspamd.step",
        _TAGS,
        "",
        rf"{_TASK}(?:{_STEPS}): .*+",
        "a step in the life of a message or of rspamd; what was found is in its result",
    ),
)
