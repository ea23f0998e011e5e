"""Settings made of texts, as if they had been read from files."""

from loganalyzer.settings.file import ConfigFile, Kind
from loganalyzer.settings.settings import Settings, settings_of

KINDS: dict[str, Kind] = {
    "main": "main.cf",
    "master": "master.cf",
    "policy": "policyd-spf.conf",
    "postconf_n": "postconf -n",
    "postconf_m": "postconf -M",
    "cidr": "cidr",
    "dovecot": "dovecot.conf",
    "doveconf": "doveconf -n",
}
SMTP = "smtp inet n - y - - smtpd\n"
PYTHON = "policyd-spf unix - n n - 0 spawn\n  user=policyd-spf argv=/usr/bin/policyd-spf\n"
PERL = "policyd-spf unix - n n - 0 spawn\n  user=nobody argv=/usr/sbin/postfix-policyd-spf-perl\n"


def made(**texts: str) -> Settings:
    """Settings of these files; each is called as its kind, in the folder ``etc``."""
    return settings_of(
        ConfigFile.of(f"etc/{KINDS[name]}", KINDS[name], text.encode("utf-8", "surrogateescape"))
        for name, text in texts.items()
    )
