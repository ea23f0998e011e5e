"""Write the tables that Postfix and Dovecot read: mailboxes, aliases, users.

usage: python3 -m rig.inside.maps     (inside the rig's namespaces)
"""

from __future__ import annotations

from pathlib import Path

from ..world import ourselves


def main() -> None:
    """Write them."""
    tables = {
        "/etc/postfix/vmailbox": [f"{mailbox} x" for mailbox in ourselves.MAILBOXES],
        "/etc/postfix/virtual": [f"{alias} {', '.join(to)}" for alias, to in ourselves.ALIASES.items()],
        "/etc/dovecot/users": [f"{mailbox}:{{PLAIN}}{ourselves.PASSWORD}" for mailbox in ourselves.MAILBOXES],
    }
    for name, lines in tables.items():
        Path(name).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
