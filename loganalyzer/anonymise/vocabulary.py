"""The words that mail programs themselves write: they name nobody and may stay.

Taken from the grammar and from what tells restrictions apart, and from the replies that servers give
(RFC 5321, RFC 3463, RFC 7372 and Postfix, Dovecot and policyd-spf as they come).
"""

import re
from functools import lru_cache

from loganalyzer.grammar import KINDS
from loganalyzer.linking.restriction import REASON_WORDS
from loganalyzer.linking.signs import JUNK_FOLDERS
from loganalyzer.terms.handshake import CAUSES

_GROUP = re.compile(r"\(\?P<\w+>|\\[A-Za-z]")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")

REPLIES = """
    valueerror typeerror keyerror oserror attributeerror indexerror unicodedecodeerror exception nxdomain
    nonameservers timeouterror runtimeerror ipv4 ipv6 traceback
    a access according account action address aes aes128 aes256 after again alert algorithms all
    already also amavis an and anonymous any are argument as at attempted attempts auth
    authentication authorized available bad be because been bits blocked body bounce bounced busy
    but by bytes ca camellia128 camellia256 can cannot case cbc cbc3 ccm certificate chacha20 cipher
    client closed closing code command commands configuration connect connected connecting
    connection content core could cram current daemon data debug decode deferred delayed delivered
    delivery denied des designated dh dhe digest directory discarded disk distribution dns does
    domain dovecot dsa dsn due dumps during ecdhe ecdsa ehlo encrypted encryption end eof error
    errors esmtp esmtps esmtpsa exceeded exchange exist expired expn external fail failed failure
    fallback fatal ffdhe2048 ffdhe3072 file filter first for found from full fully gcm generic
    greeting greylisted had handshake handshaking has have header held helo host hostname http https
    id if imap in inappropriate inbox incoming info insufficient internal invalid ip is it key later
    lda limit line lip list listed lmtp load local login long lookup lost lport mail mailbox
    mailfrom managesieve many may md5 message messages method mfrom mpid must mx name need network
    new no nochange non none noqueue not null number oauthbearer of ok on one only opendkim
    opendmarc openspf or out over panic parameters pass permanent permanently permerror permit
    pickup pid plain please policy policyd poly1305 pop3 port postfix postgrey postscreen prime256v1
    private problem process proto protocol proxied pss qualified queue queued quit quota r rate rc4
    rcpt read received recipient recipients record refused rejected relay relaying remote removed
    reply reported request require required reset resources response restriction result retry
    reverse rip routines rport rsa rset rspamd s saved score scram secp256r1 secp384r1 secp521r1
    secs secured see sender sent server service session sha sha1 sha256 sha384 sha512 shared short
    shutting sieve signature sigs site size small smtp smtpd smtps socket softfail spam spamd spf
    spool ssl sslv2 sslv3 starttls status still stored submission submissions succeeded success
    suspicious syscall system table take takes temporarily temporary text than that the there this
    time timed timeout tls tlsv1 to too transaction transport trusted try trying unable unavailable
    under unexpected unknown unsupported until untrusted up user using v valid verification verified
    verify version via virtual virus warning was while why will with within without write wrong www
    x25519 x25519mlkem768 x448 xoauth2 you your
"""


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """All of them, in lower case."""
    texts = [REPLIES, *REASON_WORDS, *JUNK_FOLDERS, *CAUSES]
    for kind in KINDS:
        texts += [kind.word, *kind.tags, *kind.leads, _GROUP.sub(" ", kind.tail)]
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))
