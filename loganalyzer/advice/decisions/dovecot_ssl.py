"""May Dovecot insist on TLS, and on TLS 1.2?

Two answers: for ``ssl = required`` with no password in the clear, and for ``ssl_min_protocol = TLSv1.2``.
Reads: Dovecot's login lines, which say ``TLS`` or nothing, and who logged in from where; and why
handshakes failed.
SAFE when: everyone who logged in on at least 28 days up to now used TLS (or, for the minimum, TLS 1.2
or newer). Logins that Dovecot calls ``secured``, from this machine, need no TLS.
NOT_YET when: that is true so far, but of fewer days.
UNSAFE when: one of our users logs in without it; each is named, with address and last time.
BLIND when: there is no login at all; and, for the minimum, as long as the login lines do not say which
version was used. By default they do not: add %k (2.4: %{ssl_security}) to login_log_format_elements.
Blind to: users who did not log in in this time; and the port, as Dovecot does not log it by default
(``lport=%a`` would; 2.4: ``lport=%{local_port}``).
Change: ssl = required and auth_allow_cleartext = no (before 2.4: disable_plaintext_auth = yes);
ssl_min_protocol (2.2: ssl_protocols); then ``doveadm reload``. Undo: the lines that were there.
Further reading: Dovecot's manual on SSL and on login_log_format_elements, RFC 8314, RFC 8996.
"""

from dataclasses import replace

from loganalyzer.advice import ports
from loganalyzer.advice.advice import Advice
from loganalyzer.advice.encrypting import (
    MINIMUM,
    Meets,
    Shown,
    at_least,
    encrypted,
    is_login,
    sighted,
    stretch,
)
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.failures import failures
from loganalyzer.advice.own_people import people, radius
from loganalyzer.advice.tls import Question, answer, at_minimum
from loganalyzer.settings.dovecot import version_of
from loganalyzer.settings.dovecot_logins import in_one_line

NAME = "dovecot_ssl"
NO_LOGIN = "no login of Dovecot", "a log that holds Dovecot's lines"
UNSEEN = (
    "login under TLS of which the line does not say the version",
    "logins under TLS of which the line does not say the version",
)
REQUIRED = Question(
    decision=NAME,
    subject="ssl = required",
    words="May Dovecot insist on TLS?",
    step="require TLS, Dovecot",
    noun="user",
    yes="everyone who logged in did so under TLS",
    no="be locked out: no TLS",
    advisable="yes: passwords must not cross the net in the clear (RFC 8314)",
    blind_to=("users who did not log in in this time",),
    letter=(
        "Your mail program reads mail from our server without encryption, which we will soon refuse. Please "
        "set its incoming server to TLS on port 993 (POP3: 995), or STARTTLS."
    ),
)
OLDEST = Question(
    decision=NAME,
    subject="ssl_min_protocol",
    words=f"May Dovecot ask for {MINIMUM}?",
    step="minimum, Dovecot",
    noun="user",
    yes=f"everyone who logged in by TLS used {MINIMUM} or newer",
    no="be locked out: their TLS is older",
    advisable="yes: TLS 1.0 and 1.1 must not be used any more (RFC 8996)",
    blind_to=("users who did not log in in this time",),
    letter=(
        "Your mail program or device still reads mail by an outdated TLS version, which we will soon switch "
        "off. Please update it, or tell us which device it is."
    ),
)


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The verdicts on ``ssl = required`` and on ``ssl_min_protocol``."""
    return required(facts), oldest(facts, MINIMUM)


def required(facts: Facts) -> Advice:
    """Whether all logins are under TLS; that every login line tells."""
    return _answer(facts, REQUIRED, encrypted, NO_LOGIN)


def oldest(facts: Facts, minimum: str) -> Advice:
    """Whether all logins under TLS use the minimum; only a changed login line tells."""
    question = at_minimum(OLDEST, MINIMUM, minimum)
    if not facts.tally.readers:
        return _answer(facts, question, at_least(minimum), NO_LOGIN)
    line = in_one_line(version_of(version(facts)))
    flips = f"{line} in Dovecot's configuration, then doveadm reload"
    nothing = "no login line says which TLS version was used", flips
    return _answer(facts, question, at_least(minimum), nothing)


def _answer(facts: Facts, question: Question, meets: Meets, nothing: tuple[str, str]) -> Advice:
    found = Shown()
    for key, count in facts.tally.logins.items():
        found.add(key.day, count, meets(key.service, key.tls))
    seen = stretch(facts, found, UNSEEN)
    parties = people(facts, facts.tally.readers, meets)
    reach = radius(facts.tally.readers, parties, meets, thing="logins")
    used = [one for one in ports.shares(facts) if " read mail " in one.claim]
    because = [*reach, *used] if parties else []
    if question.subject == OLDEST.subject:
        because += failures(facts, is_login)
    advice = answer(facts, question, seen, sighted(seen, *nothing), parties, tuple(because))
    blind_to = (*advice.blind_to, *(("which port was used",) if ports.is_hidden(facts) else ()))
    return replace(advice, version=version(facts), blind_to=blind_to)


def version(facts: Facts) -> str:
    """The version that Dovecot told last, when it started; empty where the log has no start of it."""
    told = facts.tally.dovecot_versions
    return max(told, key=lambda one: (told[one], one), default="")
