"""All that was read of one server's configuration, and who sees which value of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from posixpath import basename

from loganalyzer.settings.dovecot import Dovecot, read_dovecot
from loganalyzer.settings.expand import Lookup, expanded
from loganalyzer.settings.file import SEVERAL, ConfigFile, Kind
from loganalyzer.settings.main_cf import read_main
from loganalyzer.settings.master_cf import Service, read_master
from loganalyzer.settings.parameter import Parameter, default
from loganalyzer.settings.policyd_spf import PolicydSpf, read_policyd_spf
from loganalyzer.settings.tls_policy import NAME as POLICY_MAPS
from loganalyzer.settings.tls_policy import PolicyTable, names_of, read_tables

DEFAULTS = {
    name: default(name, value)
    for name, value in {
        "compatibility_level": "0",
        "config_directory": "/etc/postfix",
        "mydomain": "localdomain",
        "mydestination": "$myhostname, localhost.$mydomain, localhost",
        "relay_domains": "${{$compatibility_level} <level {2} ? {$mydestination} : {}}",
        "virtual_alias_domains": "$virtual_alias_maps",
        "virtual_mailbox_domains": "$virtual_mailbox_maps",
        "smtpd_relay_restrictions": "${{$compatibility_level} <level {1} ? {} : "
        "{permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}",
        "smtpd_recipient_restrictions": "",
        "smtpd_restriction_classes": "",
    }.items()
}
"""Of postconf(5), Postfix 3.7, as far as a decision needs them."""

PREFERRED: tuple[tuple[Kind, Kind], ...] = (
    ("main.cf", "postconf -n"),
    ("master.cf", "postconf -M"),
)
"""Two tellings of the same, the better one first: the file itself, since it can be changed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The files that were read, what they say, and sentences on what was left out.

    parameters: of main.cf or ``postconf -n``. services: of master.cf or ``postconf -M``; empty
    where neither was given, as is the rest.
    """

    files: tuple[ConfigFile, ...]
    ignored: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    services: tuple[Service, ...]
    policyd_spf: PolicydSpf | None
    dovecot: Dovecot | None = None

    def file(self, *kinds: Kind) -> ConfigFile | None:
        """The first file of one of these kinds."""
        return next((file for kind in kinds for file in self.files if file.kind == kind), None)

    def file_at(self, path: str) -> ConfigFile:
        """The file that a parameter says it stands in."""
        return next(file for file in self.files if file.path == path)

    @property
    def knows_main(self) -> bool:
        """Whether main.cf was read, in either telling; without it a missing parameter means nothing."""
        return self.file("main.cf", "postconf -n") is not None

    def parameter(self, name: str, service: Service | None = None) -> Parameter | None:
        """What the service sees under the name: its override, main.cf, or the default (master(5))."""
        overrides = service.overrides if service else ()
        for given in (*reversed(overrides), *reversed(self.parameters)):
            if given.name == name:
                return given
        if name == "mydomain" and self.parameter("myhostname", service):
            return self._domain_of_myhostname(service)
        return DEFAULTS.get(name)

    def _domain_of_myhostname(self, service: Service | None) -> Parameter | None:
        """By default myhostname without its first part (``get_mail_conf``; postconf(5) mydomain)."""
        _, dot, rest = self.value("myhostname", service).partition(".")
        return default("mydomain", rest) if dot and rest else DEFAULTS["mydomain"]

    def lookup(self, service: Service | None = None) -> Lookup:
        """The same as a function of the name."""
        return lambda name: self.parameter(name, service)

    def value(self, name: str, service: Service | None = None) -> str:
        """The expanded value; empty where there is none."""
        found = self.parameter(name, service)
        return expanded(found, self.lookup(service)) if found else ""

    def service(self, name: str, kind: str) -> Service | None:
        """The service of master.cf with this name and type; the last counts, as for the master."""
        return next((one for one in reversed(self.services) if (one.name, one.type) == (name, kind)), None)

    @property
    def tls_policies(self) -> tuple[PolicyTable, ...]:
        """The tables of ``smtp_tls_policy_maps`` in their order, as far as they were read."""
        texts = {basename(file.path): file for file in self.files if file.kind == "tls policy"}
        value = self.value(POLICY_MAPS)
        found = {path: texts[basename(path)] for _, path in names_of(value) if basename(path) in texts}
        return read_tables(value, found)

    @property
    def smtpd(self) -> tuple[Service, ...]:
        """The services that are SMTP servers."""
        return tuple(one for one in self.services if one.command.rpartition("/")[2] == "smtpd")


def settings_of(
    files: Iterable[ConfigFile], ignored: Iterable[str] = (), absent: Collection[str] = ()
) -> Settings:
    """The settings that these files make up; raises SettingsError for one that cannot be parsed.

    absent: files that dovecot.conf would include if there were any.
    """
    found = tuple(files)
    left_out = list(ignored)
    for better, other in (*PREFERRED, _better_of_dovecot(found, absent)):
        if any(file.kind == better for file in found):
            left_out += [
                f"{file.path}: not used, {better} itself was read" for file in found if file.kind == other
            ]
            found = tuple(file for file in found if file.kind != other)
    first = {file.kind: file for file in reversed(found)}
    used = tuple(file for file in found if file is first[file.kind] or file.kind in SEVERAL)
    left_out += [
        f"{file.path}: not used, {first[file.kind].path} was read" for file in found if file not in used
    ]
    main = first.get("main.cf") or first.get("postconf -n")
    master = first.get("master.cf") or first.get("postconf -M")
    policy = first.get("policyd-spf.conf")
    return Settings(
        files=used,
        ignored=tuple(left_out),
        parameters=tuple(read_main(main)) if main else (),
        services=tuple(read_master(master)) if master else (),
        policyd_spf=read_policyd_spf(policy) if policy else None,
        dovecot=_dovecot(used, absent),
    )


def _better_of_dovecot(files: Sequence[ConfigFile], absent: Collection[str]) -> tuple[Kind, Kind]:
    """The file with all that it includes, since it can be changed; else what doveconf prints of it."""
    own = _dovecot([file for file in files if file.kind != "doveconf -n"], absent)
    whole = own is not None and not own.includes
    return ("dovecot.conf", "doveconf -n") if whole else ("doveconf -n", "dovecot.conf")


def _dovecot(files: Sequence[ConfigFile], absent: Collection[str]) -> Dovecot | None:
    file = next((one for one in files if one.kind in ("doveconf -n", "dovecot.conf")), None)
    others = {one.path: one for one in files if one.kind == "dovecot include"}
    return read_dovecot(file, others, absent) if file else None
