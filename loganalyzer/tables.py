"""The door to pandas: finished things and tallies as DataFrames of one documented schema.

Common columns: ``time`` (datetime64[us, UTC]), ``host``, ``service`` and all other text as
categories (a code of one to four bytes a row, each distinct text once), ``place`` (source number
and byte offset, see ``terms.place``). Encryption is ``encrypted`` (True, False, or NA where the
log does not tell), ``tls_seen`` (how it was seen, see ``terms.tls``), ``tls_protocol``,
``tls_cipher``, ``key_exchange``, ``tls_trust`` and ``server_signature``. About 100 to 250 bytes a
row, depending on how many texts are distinct.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from pandas import DataFrame

from loganalyzer.linking.finished import (
    Delivery,
    Finished,
    Login,
    Loss,
    Message,
    Rejection,
    Session,
    SpfCheck,
)
from loganalyzer.measures.tally import Tally
from loganalyzer.terms.moment import as_date
from loganalyzer.terms.tls import Tls

__all__ = [
    "DataFrame",
    "connections",
    "deliveries",
    "logins",
    "losses",
    "messages",
    "parquet",
    "rejections",
    "spf_checks",
    "tally_frame",
    "values_frame",
]

EVENTS = ("connections", "messages", "deliveries", "spf_checks", "rejections", "losses", "logins")
"""Tables of single things, as against counters."""

_TIMES = frozenset({"time", "ended", "last"})
_NUMBERS = frozenset({"mails", "size", "nrcpt", "messages", "attempts", "count"})
_FLAGS = frozenset({"handshake_failed", "accepted", "ours"})
_INNER = frozenset({"kin"})
"""What only counting needs."""
_ENCRYPTED = {"line": True, "counter": True, "field": True, "none": False}


def _column(name: str, values: Sequence[Any]) -> pd.Series:
    if name in _TIMES:
        moments = pd.array(list(values), dtype="Int64")
        return pd.Series(pd.to_datetime(moments, unit="us", utc=True)).dt.as_unit("us")
    if name in _NUMBERS:
        return pd.Series(values, dtype="int64")
    if name in _FLAGS:
        return pd.Series(values, dtype="bool")
    if name == "at":
        return pd.Series(values, dtype="int64")
    if not values:
        return pd.Series(pd.Categorical([], categories=[]))
    try:
        return pd.Series(pd.Categorical(values))
    except UnicodeEncodeError:  # half a character, as JSON can hold, where pandas keeps text as UTF-8
        return pd.Series(
            pd.Categorical([text.encode("utf-8", "backslashreplace").decode() for text in values])
        )


def _tls_columns(states: Sequence[Tls]) -> dict[str, pd.Series]:
    return {
        "encrypted": pd.Series([_ENCRYPTED.get(tls.seen) for tls in states], dtype="boolean"),
        "tls_seen": _column("tls_seen", [tls.seen for tls in states]),
        "tls_protocol": _column("tls_protocol", [tls.protocol for tls in states]),
        "tls_cipher": _column("tls_cipher", [tls.cipher for tls in states]),
        "key_exchange": _column("key_exchange", [tls.key_exchange for tls in states]),
        "tls_trust": _column("tls_trust", [tls.trust for tls in states]),
        "server_signature": _column("server_signature", [tls.server_signature for tls in states]),
    }


def _frame(kind: type[NamedTuple], rows: Iterable[Any]) -> DataFrame:
    """One row a value, one column a field; an empty table has all columns too."""
    fields: tuple[str, ...] = kind._fields
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    series: dict[str, pd.Series] = {}
    for name, values in zip(fields, columns, strict=True):
        if name in _INNER:
            continue
        if name == "tls":
            series.update(_tls_columns(values))
        else:
            series["place" if name == "at" else name] = _column(name, values)
    frame = DataFrame(series)
    return frame.sort_values(["time", "place"], kind="stable", ignore_index=True)


def connections(done: Finished) -> DataFrame:
    """SMTP sessions: time, ended, host, service, client_name, client_address, origin, encryption,
    handshake_failed, mails (messages accepted), counters (smtpd's own), place."""
    return _frame(Session, done.sessions)


def messages(done: Finished) -> DataFrame:
    """Queue ids: time, ended, host, service, queue_id, origin, client, sasl_username, sender,
    message_id, size (bytes), nrcpt, accepted, encryption of the session, place."""
    return _frame(Message, done.messages)


def deliveries(done: Finished) -> DataFrame:
    """Delivery attempts, one a recipient: time, host, program, queue_id, recipient, orig_to,
    relay, status, dsn, encryption towards the relay, tls_trouble (why TLS put it off), ours (one of
    our people wrote it), whose and sender_domain (in whose name it leaves), about (what a refusal
    elsewhere names: SPF, DKIM, DMARC), place."""
    return _frame(Delivery, done.deliveries)


def spf_checks(done: Finished) -> DataFrame:
    """SPF checks, one a message: time, host, client_address, sender, helo_name, identity,
    spf_result, place."""
    return _frame(SpfCheck, done.spf_checks)


def rejections(done: Finished) -> DataFrame:
    """Lines of the reject family, one a recipient: time, host, service, queue_id (empty for
    NOQUEUE), action, stage, client, reply, restriction, sender, recipient, helo_name, place."""
    return _frame(Rejection, done.rejections)


def losses(done: Finished) -> DataFrame:
    """What would be lost, one a sender, recipient and five days: time, last, host, restriction,
    sender, recipient, client, fate, messages, attempts, place."""
    return _frame(Loss, done.losses)


def logins(done: Finished) -> DataFrame:
    """Dovecot logins: time, host, service, user, method, client_address, local_address,
    local_port, encryption, place."""
    return _frame(Login, done.logins)


def values_frame(columns: Mapping[str, Sequence[Any]]) -> DataFrame:
    """Values of others' reports, one row each: text as categories, aware times, days as dates.

    What a reporter does not say is NA. Columns of pairs, such as addresses with their messages, stay so.
    """
    return DataFrame({name: _value_column(name, values) for name, values in columns.items()})


def _value_column(name: str, values: Sequence[Any]) -> pd.Series:
    kinds = {type(value) for value in values}
    if name in ("begin", "end"):
        return _column("time", values)
    if name == "day" or name.endswith("_day"):
        return pd.Series(pd.to_datetime([as_date(day) for day in values]))
    if bool in kinds:
        return pd.Series(values, dtype="boolean")
    if int in kinds:
        return pd.Series(values, dtype="int64")
    return pd.Series(values, dtype="object") if tuple in kinds else _column(name, values)


_COUNTERS = ("sessions", "messages", "deliveries", "spf", "rejections", "logins")


def tally_frame(tallies: Mapping[str, Tally]) -> DataFrame:
    """All counters of all hosts, one row a key: host, measure, day, count, and the key's columns.

    measure is the counter's name (sessions, messages, deliveries, spf, rejections, logins);
    columns that a counter does not have are NA.
    """
    rows: list[dict[str, Any]] = []
    for host, tally in sorted(tallies.items()):
        for measure in _COUNTERS:
            for key, count in getattr(tally, measure).items():
                row: dict[str, Any] = {"host": host, "measure": measure, **key._asdict(), "count": count}
                tls = row.pop("tls", None)
                if tls is not None:
                    row |= {"tls_seen": tls.seen, "tls_protocol": tls.protocol, "tls_cipher": tls.cipher}
                    row |= {"key_exchange": tls.key_exchange, "tls_trust": tls.trust}
                    row |= {"server_signature": tls.server_signature}
                row["day"] = as_date(row["day"])
                rows.append(row)
    frame = DataFrame(rows, columns=None if rows else ["host", "measure", "day", "count"])
    frame["day"] = pd.to_datetime(frame["day"])
    return frame


def parquet(frame: DataFrame) -> bytes:
    """The table as an Apache Parquet file; raises ImportError where pyarrow is not installed."""
    out = io.BytesIO()
    frame.to_parquet(out, engine="pyarrow", index=False)
    return out.getvalue()
