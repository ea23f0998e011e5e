"""A digest as a service of systemd that may read logs, write its store, and nothing else, and its timer."""

import re
from collections.abc import Iterable, Iterator
from posixpath import dirname

from loganalyzer.changes.quoting import UnsafeError, is_safe
from loganalyzer.changes.schedule import HOUR, MINUTE, Every, Schedule

NAME = "mailstat-digest"
FOLDER = "/etc/systemd/system"
STATE = "/var/lib/mailstat"
STORE = f"{STATE}/store.sqlite"

HARDENING = (
    *("NoNewPrivileges=yes", "CapabilityBoundingSet=", "AmbientCapabilities=", "UMask=0077"),
    *("ProtectSystem=strict", "PrivateDevices=yes", "ProtectClock=yes", "ProtectHostname=yes"),
    *("ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes"),
    *("ProtectControlGroups=yes", "ProtectProc=invisible", "LockPersonality=yes", "RestrictNamespaces=yes"),
    *("RestrictRealtime=yes", "RestrictSUIDSGID=yes", "RemoveIPC=yes", "SystemCallArchitectures=native"),
    *("SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM"),
)
"""systemd.exec(5). Not among them: MemoryDenyWriteExecute, which Python's ctypes does not bear."""

_CALENDAR: dict[Every, str] = {"week": f"Mon {HOUR:02}:{MINUTE:02}", "day": f"{HOUR:02}:{MINUTE:02}"}
_HOMES = ("/home/", "/root/", "/run/user/")
_TEMPORARY = ("/tmp/", "/var/tmp/")
_BARE = re.compile(r"[\w@+=:,./*-]+", re.ASCII)


def units(schedule: Schedule) -> dict[str, str]:
    """The files by name; raises UnsafeError for paths that cannot stand in them."""
    return {f"{NAME}.service": service(schedule), f"{NAME}.timer": timer(schedule)}


def service(schedule: Schedule) -> str:
    """The service, to be run once each time."""
    program, *more = schedule.program
    if set(program) & set("\"'\\"):
        raise UnsafeError("systemd takes no program whose path holds quotes or backslashes")
    words = [*more, *schedule.arguments(schedule.store or STORE)]
    command = " ".join([_word(program), *map(_argument, words)])
    return "\n".join(
        [
            "[Unit]",
            "Description=What has changed in the mail logs (mailstat digest)",
            "",
            "[Service]",
            "Type=oneshot",
            f"ExecStart={command}",
            *_who(schedule),
            *_where(schedule),
            *HARDENING,
            *_network(schedule),
            "",
        ]
    )


def timer(schedule: Schedule) -> str:
    """When it is run; a run that was missed while the machine was off is made up for."""
    return (
        "[Unit]\n"
        "Description=Runs mailstat digest\n\n"
        "[Timer]\n"
        f"OnCalendar={_CALENDAR[schedule.every]}\n"
        "RandomizedDelaySec=10min\n"
        "Persistent=yes\n\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )


def _who(schedule: Schedule) -> Iterator[str]:
    yield f"# useradd --system --home-dir {STATE} --shell /usr/sbin/nologin mailstat"
    yield "User=mailstat"
    if schedule.to:
        yield "# Postfix's sendmail gives mail to a set-group-ID program, which may not become postdrop here."
    yield "SupplementaryGroups=adm postdrop" if schedule.to else "SupplementaryGroups=adm"


def _where(schedule: Schedule) -> Iterator[str]:
    """What can be seen and written: the logs' folders only read, the store's written."""
    yield "StateDirectory=mailstat"
    yield "StateDirectoryMode=0750"
    yield f"ReadOnlyPaths={_words(schedule.folders)}"
    if schedule.store and dirname(schedule.store) != STATE:
        yield f"ReadWritePaths={_word(dirname(schedule.store))}"
    if schedule.to:
        yield "ReadWritePaths=-/var/spool/postfix/maildrop -/var/spool/postfix/public"
    yield f"ProtectHome={'read-only' if _any_below(schedule, _HOMES) else 'yes'}"
    yield f"PrivateTmp={'no' if _any_below(schedule, _TEMPORARY) else 'yes'}"


def _network(schedule: Schedule) -> tuple[str, ...]:
    """None, unless mail is sent: not every mail system is reached by a socket on this machine."""
    if schedule.to:
        return ("RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",)
    return ("PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX")


def _any_below(schedule: Schedule, folders: tuple[str, ...]) -> bool:
    return any(path.startswith(folders) for path in schedule.paths)


def _words(texts: Iterable[str]) -> str:
    return " ".join(map(_word, texts))


def _word(text: str) -> str:
    """One word that stands for exactly this text, a path in a list or the program (systemd.syntax(7))."""
    if not is_safe(text):
        raise UnsafeError("it holds control characters")
    text = text.replace("%", "%%")
    if _BARE.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _argument(text: str) -> str:
    """The same for an argument, in which systemd puts variables (systemd.service(5), COMMAND LINES)."""
    return _word(text.replace("$", "$$"))
