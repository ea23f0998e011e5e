"""May AUTH be offered under TLS only?

Reads: TLS lines and ``starttls=`` counters of every smtpd service, and who logged in where.
SAFE when: it can be told of every day of at least 28 up to now, and everyone who logged in, on
whatever port, did so under TLS.
NOT_YET when: that is true so far, but of fewer days.
UNSAFE when: one of our users logs in without TLS; each is named, with address and last time.
BLIND when: nobody logged in at all, or the log has neither TLS lines nor counters.
Blind to: users who did not log in in this time. Afterwards a refused AUTH (503) is not logged: the only
trace is ``auth=0/1`` in a disconnect line without ``starttls``.
Change: smtpd_tls_auth_only = yes in main.cf, then ``postfix reload``. Undo: the line that was there.
Further reading: postconf(5) smtpd_tls_auth_only, RFC 4954 section 4, RFC 8314 section 3.
"""

from loganalyzer.advice.advice import Advice
from loganalyzer.advice.decisions.smtpd_tls_security_level import COUNTERS, UNSEEN, WITHOUT_TLS
from loganalyzer.advice.encrypting import encrypted, inbound, sighted, stretch
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.own_people import people, radius
from loganalyzer.advice.tls import Question, answer

NAME = "smtpd_tls_auth_only"
QUESTION = Question(
    decision=NAME,
    subject="smtpd",
    words="May AUTH be offered under TLS only?",
    step="AUTH under TLS only",
    noun="user",
    yes="every user who logged in did so under TLS",
    no="no longer be able to send: no TLS",
    advisable="yes: passwords must not cross the net in the clear (RFC 8314)",
    blind_to=("users who did not log in in this time",),
    letter=(
        "Your mail program or device sends your password to our server without encryption, which we will "
        "soon refuse. Please set its outgoing server to STARTTLS on port 587, or TLS on port 465."
    ),
)


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The one verdict, on all services together."""
    parties = people(facts, facts.tally.submitters, encrypted, fate=WITHOUT_TLS)
    seen = stretch(facts, inbound(facts, encrypted, lambda service: True, users=True), UNSEEN)
    because = tuple(radius(facts.tally.submitters, parties, encrypted)) if parties else ()
    gate = sighted(seen, "nobody logged in", COUNTERS)
    return (answer(facts, QUESTION, seen, gate, parties, because),)
