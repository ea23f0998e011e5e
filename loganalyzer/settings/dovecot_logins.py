"""``login_log_format_elements`` with what a default login line of Dovecot lacks: port and TLS version."""

ELEMENTS_2_3 = (
    "login_log_format_elements = user=<%u> method=%m rip=%r lip=%l lport=%a \\",
    "  mpid=%e %c %k session=<%{session}>",
)
"""The default of 2.2 and 2.3 with the local port and the protocol (doc.dovecot.org, 2.3)."""

ELEMENTS_2_4 = (
    "login_log_format_elements = user=<%{user}> method=%{mechanism} \\",
    "  rip=%{remote_ip} lip=%{local_ip} lport=%{local_port} mpid=%{mail_pid} \\",
    "  %{secured} %{ssl_security} session=<%{session}>",
)
"""The same for 2.4, where variables have long names only."""

NEW_NAMES = (2, 4)


def format_lines(known: tuple[int, ...]) -> tuple[str, ...]:
    """The line to write for this version; for both where it is not known."""
    if not known:
        return ("# Dovecot 2.2 and 2.3:", *ELEMENTS_2_3, "# Dovecot 2.4:", *ELEMENTS_2_4)
    return ELEMENTS_2_4 if known[:2] >= NEW_NAMES else ELEMENTS_2_3


def in_one_line(known: tuple[int, ...]) -> str:
    """The same for a sentence."""
    if not known:
        return f"{in_one_line((2, 3))} (Dovecot 2.4: {in_one_line(NEW_NAMES)})"
    return " ".join(line.removesuffix("\\").strip() for line in format_lines(known))
