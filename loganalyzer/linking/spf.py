"""What the SPF policy service found, one check a message.

The Python service logs ``prepend`` once a message, but a refusal once a recipient; smtpd logs
each refusal again. So refusals wait here until smtpd's line claims them, and are counted there,
once a transaction; one that no smtpd line claims (Postfix logs elsewhere) is counted in the end.
"""

import re
from typing import Literal

from loganalyzer.linking.carry import Carry, PolicyReply, PolicyResult
from loganalyzer.linking.fields import taker
from loganalyzer.linking.finished import Finished, Notice, SpfCheck
from loganalyzer.linking.let_through import NOT_PASSED, comparable
from loganalyzer.linking.own_pass import note_passing
from loganalyzer.scan.columns import Fields
from loganalyzer.terms.moment import DAY, MINUTE

CLAIM_WITHIN = 5 * MINUTE
"""A refusal that smtpd has not logged by then is on its own (``smtpd_policy_service_timeout`` is 100 s)."""

_COMPARED = 200
"""Characters of a reply that are compared: smtpd cuts a policy reply at about 510 bytes."""

_SCOPE = re.compile(r"[?&]s=(mfrom|helo);")

_ENCODED = re.compile("%([0-9A-Fa-f]{2})")

_SPF = taker("spf.result", "spf_result", "identity", "client_address", "helo_name", "sender")
_AR = taker("spf.authentication_results", "spf_result", "identity", "client_address", "helo_name", "sender")
_PERL = taker("perl.result", "spf_result", "identity", "client_address", "helo_name", "sender")
_REPLY = taker(
    "spf.reply", "reply", "enhanced_status", "reply_text", "scope", "identity_value", "client_address"
)
_PERL_REPLY = taker("perl.reply", "reply", "", "reply_text", "scope", "identity_value", "client_address")


def scope_of(reply_text: str) -> str:
    """The identity that a refusal's URL names: ``helo`` or ``mailfrom``; empty where it names none."""
    scopes = _SCOPE.findall(reply_text)
    return {"helo": "helo", "mfrom": "mailfrom"}[scopes[-1]] if scopes else ""


def result_of(enhanced_status: str, reply_text: str) -> str:
    """The SPF result behind a refusal (RFC 7372 section 3.2); the sender's ``exp=`` text decides nothing
    but between the results that a stricter receiver policy refuses too."""
    if enhanced_status.endswith(".7.24"):
        return "permerror" if enhanced_status.startswith("5") else "temperror"
    if "domain owner discourages use of this host" in reply_text or "SPF Softfail" in reply_text:
        return "softfail"
    if "access neither permitted nor denied" in reply_text or "SPF Neutral" in reply_text:
        return "neutral"
    if not enhanced_status or enhanced_status.endswith(".7.1"):
        if "due to: SPF Permanent Error" in reply_text:
            return "permerror"
        if "due to: SPF Temporary Error" in reply_text:
            return "temperror"
    return "fail"


def _checked(carry: Carry, out: Finished, at: int, time: int, found: tuple[str, ...]) -> None:
    result, identity, address, helo, sender = found
    if sender == "<>":
        sender = ""
    out.spf_checks.append(
        SpfCheck(time, carry.host, address, sender, helo, identity.lower(), result.lower(), at)
    )


def _dated(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Notes once a day which versions of policyd-spf wrote: since 3.0 a line begins with a queue id.

    It may be empty; before 3.0 its colon is missing too.
    """
    what: Literal["policyd-spf 3", "policyd-spf 2"] = (
        "policyd-spf 2" if fields[0] is None else "policyd-spf 3"
    )
    seen = f"{what}, {time // DAY}"
    if seen != carry.policyd and process.startswith("policyd-spf"):
        carry.policyd = seen
        out.notices.append(Notice(time, carry.host, what, "", at))


def _let_in(carry: Carry, out: Finished, at: int, time: int, found: tuple[str, ...]) -> None:
    """Counts a check that refused nothing; one that did not pass waits for its message."""
    _checked(carry, out, at, time, found)
    result, identity, address, helo, sender = found
    if result.lower() == "pass":
        named = "" if identity.lower() == "helo" or sender == "<>" else sender
        note_passing(carry, out, at, time, address, helo, named)
    if result.lower() in NOT_PASSED:
        waiting = PolicyResult(time, at, comparable(sender), helo, identity.lower(), result.lower())
        carry.results.setdefault(address, []).append(waiting)


def result(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Counts a check whose header was prepended."""
    _dated(carry, out, at, time, process, fields)
    _let_in(carry, out, at, time, _SPF(fields))


def authentication_results(
    carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields
) -> None:
    """Counts a check whose result went into an Authentication-Results header."""
    _dated(carry, out, at, time, process, fields)
    _let_in(carry, out, at, time, _AR(fields))


def perl_result(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Counts a check of the Perl service."""
    _let_in(carry, out, at, time, _PERL(fields))


def _wait(carry: Carry, at: int, time: int, process: str, found: tuple[str, ...]) -> None:
    word, enhanced, text, scope, value, address = found
    reply = PolicyReply(
        time=time,
        at=at,
        process=process,
        client_address=address,
        sender=value,
        identity={"helo": "helo", "mfrom": "mailfrom"}.get(scope, ""),
        spf_result="temperror" if word.lower().startswith("defer") else result_of(enhanced, text),
        text=text.strip()[:_COMPARED],
    )
    carry.replies.setdefault(address, []).append(reply)


def _decoded(text: str) -> str:
    """What a link percent-encodes: the ``@``, and the colons of an IPv6 address."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), text)


def reply(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Keeps a refusal of the Python service until smtpd logs it."""
    _dated(carry, out, at, time, process, fields)
    _wait(carry, at, time, process, _REPLY(fields))


def perl_reply(carry: Carry, out: Finished, at: int, time: int, process: str, fields: Fields) -> None:
    """Keeps a refusal of the Perl service, whose link is percent-encoded, until smtpd logs it."""
    *said, value, address = _PERL_REPLY(fields)
    _wait(carry, at, time, process, (*said, _decoded(value), _decoded(address)))


def claim_reply(carry: Carry, client_address: str, reason: str) -> PolicyReply | None:
    """Takes the oldest waiting refusal of this client whose text smtpd's line repeats."""
    for key in (client_address, ""):
        waiting = carry.replies.get(key)
        if not waiting:
            continue
        for index, candidate in enumerate(waiting):
            if candidate.text and candidate.text in reason:
                del waiting[index]
                if not waiting:
                    del carry.replies[key]
                return candidate
    return None


def close_replies(carry: Carry, out: Finished, everything: bool = False) -> None:
    """Counts refusals that smtpd did not log in time, once for each run of the same client and sender.

    With ``everything`` also those still waiting; the carry is not changed then.
    """
    for key, waiting in list(carry.replies.items()):
        late = [r for r in waiting if everything or carry.clock - r.time > CLAIM_WITHIN]
        seen: dict[tuple[str, str, str], int] = {}
        for one in late:
            who = (one.process, one.sender, one.identity)
            if one.time - seen.get(who, one.time - 2 * CLAIM_WITHIN) > CLAIM_WITHIN:
                seen[who] = one.time
                found = (one.spf_result, one.identity, one.client_address, "", one.sender)
                _checked(carry, out, one.at, one.time, found)
        if not everything and late:
            left = waiting[len(late) :]
            if left:
                carry.replies[key] = left
            else:
                del carry.replies[key]


HANDLERS = {
    "spf.result": result,
    "spf.authentication_results": authentication_results,
    "spf.reply": reply,
    "perl.result": perl_result,
    "perl.reply": perl_reply,
}
