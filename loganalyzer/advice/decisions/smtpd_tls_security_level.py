"""May smtpd insist on TLS?

The change is ``smtpd_tls_security_level = encrypt``.
One answer for submission, where it must, and one for port 25, where it seldom should.
Reads: TLS lines and ``starttls=`` counters of smtpd, which tell encryption even at loglevel 0, who
logged in, and which networks handed mail in without TLS.
SAFE when: it can be told of every day of at least 28 up to now, and nobody came without TLS: none
of our users on submission, no stranger with mail on port 25.
NOT_YET when: that is true so far, but of fewer days.
UNSAFE when: somebody hands mail in without TLS, who would be refused (530 5.7.0, which smtpd does not
log), or by a version that smtpd_tls_mandatory_protocols bars: it counts from then on, and no longer
smtpd_tls_protocols; each is named.
BLIND when: nothing came by there, or the log has neither TLS lines nor counters; or somebody's TLS is
older than 1.2, and no main.cf (``--settings``) says whether smtpd_tls_mandatory_protocols bars it.
Advisable: on submission yes (RFC 8314); on port 25 no, whatever the verdict: a server that takes mail
from the public must not require TLS (RFC 3207 section 4).
Blind to: users who did not log in in this time; devices that fail already and never log in.
Change: ``-o smtpd_tls_security_level=encrypt`` in master.cf for submission. Undo: the lines that were there.
Further reading: postconf(5) smtpd_tls_security_level, RFC 3207 section 4, RFC 8314 section 3.3.
"""

from loganalyzer.advice import strangers
from loganalyzer.advice.advice import Advice, Evidence
from loganalyzer.advice.encrypting import encrypted, inbound, is_own, sighted, stretch
from loganalyzer.advice.facts import Facts
from loganalyzer.advice.mandatory import as_a_must, doubtful, sighted_too, told
from loganalyzer.advice.own_people import meeting, people, users_of
from loganalyzer.advice.tls import Question, answer
from loganalyzer.advice.tls_reported import evidence
from loganalyzer.terms.plural import counted

NAME = "smtpd_tls_security_level"
COUNTERS = "TLS lines: smtpd_tls_loglevel = 1, or the counters of Postfix 3.0"
UNSEEN = "sessions with mail of which neither a line nor a counter tells"
WITHOUT_TLS = "is refused until its mail program or device is told to use TLS"

PORT_25 = Question(
    decision=NAME,
    subject="port 25",
    words="May smtpd insist on TLS on port 25?",
    step="require TLS, port 25",
    noun="network",
    yes="no mail from strangers came in plaintext",
    no="be refused: no TLS",
    advisable="no: a public server must not require TLS (RFC 3207 section 4)",
    blind_to=("senders who write seldom",),
)
SUBMISSION = Question(
    decision=NAME,
    subject="submission",
    words="May submission insist on TLS?",
    step="require TLS, submission",
    noun="user",
    yes="everyone who logged in did so under TLS",
    no="be refused: no TLS",
    advisable="yes: passwords and mail must not cross the net in the clear (RFC 8314)",
    blind_to=("users who did not log in in this time",),
    letter=(
        "Your mail program or device sends mail to our server without encryption, which we will soon "
        "refuse. Please set its outgoing server to STARTTLS on port 587, or TLS on port 465."
    ),
)


def judge(facts: Facts) -> tuple[Advice, ...]:
    """The verdicts on submission and on port 25."""
    return submission(facts), port_25(facts)


def submission(facts: Facts) -> Advice:
    """Our own people, all of them."""
    must = facts.where_a_must.get("submission")
    seen = stretch(facts, inbound(facts, encrypted, is_own, users=True), UNSEEN)
    parties = people(facts, facts.tally.submitters, as_a_must(must), is_own, WITHOUT_TLS)
    because = (Evidence("users logged in under TLS only", meeting(parties), users_of(parties)),)
    users = {one.user for one in doubtful(facts.tally.submitters, must, is_own)}
    gate = sighted(seen, "nobody logged in on submission or smtps", COUNTERS)
    gate = sighted_too(gate, counted(len(users), "user") if users else "", must)
    question, parties = told(SUBMISSION, parties, must)
    return answer(facts, question, seen, gate, parties, because)


def port_25(facts: Facts) -> Advice:
    """Strangers, of whom nobody can be asked to change anything."""
    must = facts.where_a_must.get("port 25")
    meets = as_a_must(must)
    seen = stretch(facts, inbound(facts, encrypted, strangers.on_port_25), UNSEEN)
    plain = strangers.peers(facts, meets, "is refused", in_the_way=True)
    users = people(facts, facts.tally.submitters, meets, strangers.on_port_25, WITHOUT_TLS)
    because = (*strangers.touched(facts, encrypted, "came in plaintext"), *evidence(facts.tls_reported))
    networks = {one.network for one in doubtful(facts.tally.peers, must, strangers.on_port_25)}
    gate = sighted(seen, "no session of smtpd", COUNTERS)
    gate = sighted_too(gate, counted(len(networks), "network") if networks else "", must)
    question, parties = told(PORT_25, (*(one for one in users if one.in_the_way), *plain), must)
    return answer(facts, strangers.counting(question, parties), seen, gate, parties, because)
