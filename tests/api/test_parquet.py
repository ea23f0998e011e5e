"""Tables as Parquet files: what they hold comes back."""

import io
from pathlib import Path

import pandas as pd

import loganalyzer as la
from loganalyzer.tables import parquet

LINE = (
    '{"__REALTIME_TIMESTAMP":"1788249600000000","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"postfix/smtp",'
    '"SYSLOG_PID":"1","MESSAGE":"4ABCDE: to=<NAME@b.example>, relay=h.example[192.0.2.8]:25, delay=1, '
    'delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)"}\n'
)
NAMES = {"a\\ud800b": "a\\ud800b", "\\u00fc": "ü", "=1+1": "=1+1", "\\u202e": "\u202e"}


def test_text_of_any_kind_comes_back(tmp_path: Path) -> None:
    """Half a character, which UTF-8 has not, is written as its number; all other text is as in the log."""
    log = tmp_path / "mail.json"
    log.write_text("".join(LINE.replace("NAME", name) for name in NAMES))
    frame = la.read(log).deliveries
    assert list(frame["recipient"]) == [f"{name}@b.example" for name in NAMES.values()]
    read = pd.read_parquet(io.BytesIO(parquet(frame)))
    assert list(read["recipient"]) == list(frame["recipient"])
