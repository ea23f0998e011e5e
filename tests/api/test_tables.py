"""The notebook's view: tables of one documented schema, tallies, report and advice."""

from pathlib import Path

import pandas as pd
import pytest

import loganalyzer as la

LOG = Path(__file__).parent.parent / "logs" / "everything.log.gz"
COMMON = {"time", "host", "place"}
ENCRYPTION = {
    *("encrypted", "tls_seen", "tls_protocol", "tls_cipher", "key_exchange", "tls_trust"),
    "server_signature",
}
SCHEMA = {
    "connections": COMMON
    | ENCRYPTION
    | {
        "ended",
        "service",
        "client_name",
        "client_address",
        "origin",
        "handshake_failed",
        "mails",
        "counters",
    },
    "messages": COMMON
    | ENCRYPTION
    | {"ended", "service", "queue_id", "origin", "client_name", "client_address", "sasl_username"}
    | {"sender", "message_id", "size", "nrcpt", "accepted"},
    "deliveries": COMMON
    | ENCRYPTION
    | {"program", "queue_id", "recipient", "orig_to", "relay", "status", "dsn", "ours", "tls_trouble"}
    | {"whose", "sender_domain", "about"},
    "spf_checks": COMMON | {"client_address", "sender", "helo_name", "identity", "spf_result"},
    "rejections": COMMON
    | {"service", "queue_id", "action", "stage", "client_name", "client_address", "reply_code"}
    | {"enhanced_status", "restriction", "sender", "recipient", "helo_name", "reply_text"},
    "losses": COMMON
    | {"last", "restriction", "sender", "recipient", "client_name", "client_address", "fate"}
    | {"messages", "attempts"},
    "logins": COMMON
    | ENCRYPTION
    | {"service", "user", "method", "client_address", "local_address", "local_port"},
}


@pytest.fixture(scope="module")
def log() -> la.Log:
    return la.read(LOG)


@pytest.mark.parametrize("table", sorted(SCHEMA))
def test_each_table_has_its_documented_columns(log: la.Log, table: str) -> None:
    """Names and types of columns are a promise: aware times, categories for text, NA for unknown."""
    frame: pd.DataFrame = getattr(log, table)
    assert set(frame.columns) == SCHEMA[table]
    assert len(frame) > 3
    assert str(frame["time"].dtype) == "datetime64[us, UTC]"
    assert frame["host"].dtype == "category"
    assert frame["time"].is_monotonic_increasing
    if "encrypted" in frame:
        assert str(frame["encrypted"].dtype) == "boolean"


@pytest.mark.parametrize("table", sorted(SCHEMA))
def test_an_empty_log_has_empty_tables_of_the_same_columns(table: str, tmp_path: Path) -> None:
    """A notebook does not break on a quiet day."""
    path = tmp_path / "mail.log"
    path.write_text("2026-09-01T08:00:00+00:00 mx postfix/smtpd[1]: connect from unknown[192.0.2.1]\n")
    frame = getattr(la.read(path), table)
    assert set(frame.columns) == SCHEMA[table]


def test_a_notebook_hears_of_what_was_not_read(tmp_path: Path) -> None:
    """A mistyped name is an error and no empty table; beside a log that was read it is a warning."""
    missing = tmp_path / "mial.log"
    for ask in (lambda log: log.messages, lambda log: log.tally, lambda log: log.advice):
        with pytest.raises(la.UnreadableError, match=r"mial\.log: no such file"):
            ask(la.read(missing))
    both = la.read(LOG, missing)
    assert repr(both) == f"<Log of {LOG}, {missing}>"
    with pytest.warns(UserWarning, match=r"mial\.log: no such file"):
        assert len(both.messages)


def test_tables_tallies_and_report_agree(log: la.Log) -> None:
    """However a figure is asked for, it is the same figure."""
    messages = log.messages
    strangers = messages[messages["accepted"] & (messages["origin"] == "outside")]
    rate = log.report().inbound_messages.rate
    assert len(strangers) == rate.total
    assert int(strangers["encrypted"].sum()) == rate.count
    frame = log.tally.frame()
    counted = frame[(frame["measure"] == "messages") & (frame["origin"] == "outside")]
    assert counted["count"].sum() == rate.total
    checks = log.spf_checks["spf_result"].value_counts().to_dict()
    assert {name: n for name, n in checks.items() if n} == dict(log.report().spf)


def test_advice_is_the_report_s(log: la.Log) -> None:
    """``log.advice`` is what the report shows."""
    assert log.advice == log.report().advice
    assert log.advice[0].verdict == "NOT_YET"


def test_the_names_of_the_first_day_stay() -> None:
    """Scripts rely on ``read`` and on these tables."""
    assert callable(la.read)
    for name in ("connections", "spf_checks", "rejections", "messages", "deliveries", "logins"):
        assert hasattr(la.Log, name)
    with pytest.raises(AttributeError):
        _ = la.nonsense
