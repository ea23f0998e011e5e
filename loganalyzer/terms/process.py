"""The syslog tag of a process: ``instance/service/program[pid]``."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def program_of(tag: str) -> str:
    """The key under which the grammar knows a tag's messages.

    ``"/smtpd"`` for ``postfix/submission/smtpd[2150]``: the last component of a tag with a
    slash (Postfix, ``mail_task()``); the whole name of any other, ``"dovecot"`` for
    ``dovecot[7]``.
    """
    name = tag.partition("[")[0]
    _, slash, program = name.rpartition("/")
    return "/" + program if slash else name


@lru_cache(maxsize=65536)
def service_of(process: str) -> str:
    """The service of a process as master.cf's ``syslog_name`` shows it.

    ``smtpd`` for ``postfix/smtpd[7]``, ``submission/smtpd`` for ``postfix/submission/smtpd[7]``;
    other instances keep their name: ``postfix-in/smtpd``.
    """
    name = process.partition("[")[0]
    return name.removeprefix("postfix/")
