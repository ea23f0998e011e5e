"""Changes of smtpd's TLS: minimum version, TLS required, AUTH under TLS only (postconf(5))."""

from loganalyzer.changes.change import Change
from loganalyzer.changes.parameters import Target, set_parameters
from loganalyzer.changes.versions import minimum, value_for
from loganalyzer.settings.protocols import own_services
from loganalyzer.settings.settings import Settings

BOTH = ("smtpd_tls_mandatory_protocols", "smtpd_tls_protocols")
"""The first counts where the level is encrypt, the second where it is may."""


def _general(title: str, lines: tuple[str, ...], back: str, remarks: tuple[str, ...] = ()) -> Change:
    """Lines for a server whose files were not read; the way back in a sentence."""
    return Change(
        title,
        lines=lines,
        remarks=("general lines: the configuration was not read", *remarks),
        undo=Change(f"Undo: {title}", lines=(back,)),
    )


def submission_minimum(settings: Settings | None, version: str) -> Change:
    """TLS 1.2 or newer on every service of our own people; both parameters, whatever their level."""
    title = "Ask for TLSv1.2 on submission and smtps"
    services = own_services(settings) if settings else []
    if settings is None or not services:
        lines = [
            f"    -o {name}={value.replace(' ', '')}" for value, when in minimum(version) for name in BOTH
        ]
        whens = [when for _, when in minimum(version) if when]
        heads = ("In master.cf, below submission and submissions (or smtps):",)
        return _general(
            title,
            (*heads, *lines),
            "In master.cf, take these lines out, or put the old ones back",
            tuple(whens),
        )
    value, remarks = value_for(settings, version)
    targets = [Target(name, value.replace(" ", ""), service) for service in services for name in BOTH]
    return set_parameters(title, settings, targets, remarks)


def port_25_minimum(settings: Settings | None, version: str) -> Change:
    """TLS 1.2 or newer; plaintext stays. At level encrypt it is the other parameter that counts."""
    title = "Ask for TLSv1.2 on port 25"
    if settings is None or not settings.knows_main:
        lines = tuple(f"smtpd_tls_protocols = {value}" for value, _ in minimum(version))
        whens = tuple(when for _, when in minimum(version) if when)
        whens = (*whens, "where smtpd_tls_security_level = encrypt, smtpd_tls_mandatory_protocols counts")
        return _general(
            title, ("In main.cf:", *lines), "In main.cf, put the old line back, or take it out", whens
        )
    value, remarks = value_for(settings, version)
    heirs = [
        str(one)
        for one in own_services(settings)
        if settings.value("smtpd_tls_security_level", one) != "encrypt"
        and settings.value("smtpd_tls_wrappermode", one) != "yes"  # there TLS is a must, by the other list
        and not any(given.name == "smtpd_tls_protocols" for given in one.overrides)
    ]
    if heirs:
        remarks = (
            *remarks,
            f"{', '.join(heirs)} will take it over from main.cf: look at submission's list too",
        )
    insists = settings.value("smtpd_tls_security_level") == "encrypt"
    names = BOTH if insists else ("smtpd_tls_protocols",)
    return set_parameters(title, settings, [Target(name, value) for name in names], remarks)


def require_on_submission(settings: Settings | None, version: str) -> Change:
    """``encrypt`` on every service of our own people that begins without TLS."""
    title = "Insist on TLS on submission"
    services = [
        one
        for one in (own_services(settings) if settings else [])
        if settings is not None and settings.value("smtpd_tls_wrappermode", one) != "yes"
    ]
    if settings is None or not services:
        lines = ("In master.cf, below submission:", "    -o smtpd_tls_security_level=encrypt")
        return _general(title, lines, "In master.cf, put -o smtpd_tls_security_level=may back")
    return set_parameters(
        title, settings, [Target("smtpd_tls_security_level", "encrypt", one) for one in services]
    )


def require_on_port_25(settings: Settings | None, version: str) -> Change:
    """``encrypt`` for everybody; the remark says why that is seldom right."""
    title = "Insist on TLS on port 25"
    remark = "a public server must not require TLS (RFC 3207 section 4)"
    if settings is None or not settings.knows_main:
        lines = ("In main.cf:", "smtpd_tls_security_level = encrypt")
        return _general(title, lines, "In main.cf: smtpd_tls_security_level = may", (remark,))
    return set_parameters(title, settings, [Target("smtpd_tls_security_level", "encrypt")], (remark,))


def auth_only(settings: Settings | None, version: str) -> Change:
    """AUTH is announced and taken under TLS only."""
    title = "Offer AUTH under TLS only"
    if settings is None or not settings.knows_main:
        lines = ("In main.cf:", "smtpd_tls_auth_only = yes")
        return _general(title, lines, "In main.cf: smtpd_tls_auth_only = no")
    overridden = [
        Target("smtpd_tls_auth_only", "yes", one)
        for one in settings.smtpd
        if any(given.name == "smtpd_tls_auth_only" for given in one.overrides)
    ]
    return set_parameters(title, settings, [Target("smtpd_tls_auth_only", "yes"), *overridden])
