"""The lowest TLS version towards other servers (postconf(5)); the policy table is ``policy_table``."""

from loganalyzer.changes.change import Change
from loganalyzer.changes.parameters import Target, set_parameters
from loganalyzer.changes.versions import minimum as spelled
from loganalyzer.changes.versions import value_for
from loganalyzer.settings.settings import Settings

BOTH = ("smtp_tls_mandatory_protocols", "smtp_tls_protocols")
"""The first counts where a policy asks for encryption, the second at level may."""


def minimum(settings: Settings | None, version: str) -> Change:
    """TLS 1.2 or newer towards everybody, by policy or not."""
    title = "Ask other servers for TLSv1.2"
    if settings is None or not settings.knows_main:
        lines = [f"{name} = {value}" for value, _ in spelled(version) for name in BOTH]
        whens = [when for _, when in spelled(version) if when]
        back = Change(f"Undo: {title}", lines=("In main.cf, put the old lines back, or take them out",))
        remarks = ("general lines: the configuration was not read", *whens)
        return Change(title, lines=("In main.cf:", *lines), remarks=remarks, undo=back)
    value, remarks = value_for(settings, version)
    return set_parameters(title, settings, [Target(name, value) for name in BOTH], remarks)
