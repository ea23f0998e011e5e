# Dovecot: IMAP, LMTP, authentication for Postfix, and Junk for what the content filter marked.
sieve=
if [ "$RIG_FILTER" = 1 ]; then
    mkdir -p /etc/dovecot/sieve
    cat >/etc/dovecot/sieve/junk.sieve <<X
require ["fileinto", "mailbox"];
if header :is "X-Spam-Flag" "YES" {
  fileinto :create "Junk";
}
X
    sieve='protocol lmtp {
  mail_plugins = sieve
}
plugin {
  sieve_before = /etc/dovecot/sieve/junk.sieve
}'
fi
cat >/etc/dovecot/dovecot.conf <<X
protocols = imap lmtp
listen = *, ::
ssl = required
ssl_cert = </etc/dovecot/tls/mail.crt
ssl_key = </etc/dovecot/tls/mail.key
mail_location = maildir:/var/mail/vhosts/%d/%n
first_valid_uid = 8
auth_mechanisms = plain login
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u /etc/dovecot/users
}
userdb {
  driver = static
  args = uid=mail gid=mail home=/var/mail/vhosts/%d/%n
}
namespace inbox {
  inbox = yes
}
$sieve
service auth {
  unix_listener /var/spool/postfix/private/auth {
    mode = 0660
    user = postfix
    group = postfix
  }
}
service lmtp {
  unix_listener /var/spool/postfix/private/dovecot-lmtp {
    mode = 0600
    user = postfix
    group = postfix
  }
}
$(tr ';' '\n' <<<"$RIG_DOVECOT")
X
[ -z "$sieve" ] || sievec /etc/dovecot/sieve/junk.sieve
mkdir -p /run/dovecot
