"""What the doctor looks at: values only, of one host or of several."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from loganalyzer.advice.advice import Advice
from loganalyzer.doctor.finding import Severity
from loganalyzer.measures.tally import Tally
from loganalyzer.scan.coverage import Coverage
from loganalyzer.settings.settings import Settings
from loganalyzer.settings.words import cut


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that happened while the logs were read."""

    severity: Severity
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Examined:
    """Tallies by host, the account of all lines, and what is known beside.

    advice: the judgement of each decision, which says itself whether it could be made. modes:
    permissions (``st_mode``) of files that the settings name and that lie on this machine. samples: a
    line of each shape that was not understood, with nobody named in it.
    """

    tallies: Mapping[str, Tally]
    coverage: Coverage
    remarks: tuple[Remark, ...] = ()
    advice: tuple[Advice, ...] = ()
    settings: Settings | None = None
    modes: Mapping[str, int] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> Tally:
        """All hosts' tallies together."""
        whole = Tally()
        for _, tally in sorted(self.tallies.items()):
            whole.merge(tally)
        return whole

    def lines(self, kind: str) -> int:
        """How many lines of a kind there were."""
        return self.coverage.recognised[kind] + self.coverage.ignored[kind]


KEYS = {
    "smtpd_tls_key_file": "smtpd_tls_cert_file",
    "smtpd_tls_eckey_file": "smtpd_tls_eccert_file",
    "smtpd_tls_dkey_file": "smtpd_tls_dcert_file",
    "smtpd_tls_chain_files": "",
    "smtp_tls_key_file": "smtp_tls_cert_file",
    "smtp_tls_chain_files": "",
}
"""Parameters that name files with a private key in them, and those that they default to (postconf(5))."""

DOVECOT_KEYS = ("ssl_key", "ssl_server_key_file")


def key_files(settings: Settings) -> Iterator[str]:
    """The files that hold a private key, each once; what is no absolute path is left out."""
    named: list[str] = []
    for service in ((None,) if settings.knows_main else ()) + settings.smtpd:
        for name, default in KEYS.items():
            value = settings.value(name, service) or (settings.value(default, service) if default else "")
            named += [word.text for word in cut(value)]
    if settings.dovecot is not None:
        named += [one.value.text.lstrip("< ") for one in settings.dovecot.anywhere(*DOVECOT_KEYS)]
    yield from dict.fromkeys(path for path in named if path.startswith("/"))
