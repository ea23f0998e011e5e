"""Evidence longer than logrotate: one SQLite file that takes each line of a log exactly once."""
