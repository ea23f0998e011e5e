# Postfix as a small server has it after the usual tutorials: Debian's master.cf, submission, SPF policy.
cp /usr/share/postfix/master.cf.dist /etc/postfix/master.cf
own_people='-o smtpd_sasl_auth_enable=yes
  -o smtpd_reject_unlisted_recipient=no
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o milter_macro_daemon_name=ORIGINATING'
cat >>/etc/postfix/master.cf <<X
submission inet n       -       y       -       -       smtpd
  -o syslog_name=postfix/submission
  -o smtpd_tls_security_level=encrypt
  -o smtpd_tls_auth_only=yes
  $own_people
submissions inet n       -       y       -       -       smtpd
  -o syslog_name=postfix/submissions
  -o smtpd_tls_wrappermode=yes
  $own_people
policyd-spf  unix  -       n       n       -       0       spawn
  $policy
X
py inside.maps

warn='warn_if_reject '
[ "$RIG_MODE" = warn ] || warn=
policies="${warn}check_policy_service unix:private/policyd-spf"
case $RIG_GREYLIST in
    after) policies="$policies,
    check_policy_service inet:127.0.0.1:10023" ;;
    before) policies="check_policy_service inet:127.0.0.1:10023,
    $policies" ;;
esac
cat >/etc/postfix/main.cf <<X
compatibility_level = 3.6
smtpd_banner = \$myhostname ESMTP \$mail_name (Debian/GNU)
biff = no
append_dot_mydomain = no
readme_directory = no
myhostname = mail.example.org
mydomain = example.org
myorigin = /etc/mailname
mydestination = \$myhostname, mail, localhost
mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128
mailbox_size_limit = 0
recipient_delimiter = +
inet_interfaces = 203.0.113.10, [2001:db8:10::10], 127.0.0.1, [::1]
inet_protocols = all
smtp_bind_address = 203.0.113.10
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.org, example.net
virtual_mailbox_maps = texthash:/etc/postfix/vmailbox
virtual_alias_maps = texthash:/etc/postfix/virtual
virtual_transport = lmtp:unix:private/dovecot-lmtp

# TLS
smtpd_tls_cert_file = /etc/postfix/tls/mail.crt
smtpd_tls_key_file = /etc/postfix/tls/mail.key
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_tls_received_header = yes
smtpd_tls_auth_only = yes
smtp_tls_CAfile = /etc/postfix/tls/ca.crt
smtp_tls_security_level = may
smtp_tls_loglevel = 1
smtp_tls_note_starttls_offer = yes
smtp_tls_session_cache_database = btree:\${data_directory}/smtp_scache
tls_medium_cipherlist = aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH:@SECLEVEL=0

# SASL
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth

# who may send to whom
smtpd_helo_required = yes
smtpd_recipient_restrictions =
    permit_mynetworks,
    permit_sasl_authenticated,
    reject_unauth_destination,
    $policies,
    permit
policyd-spf_time_limit = 3600

# the rig's own: no limits for busy clients, quick retries
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
queue_run_delay = 4s
minimal_backoff_time = 4s
maximal_backoff_time = 8s
X
if [ "$RIG_POSTSCREEN" = 1 ]; then
    postconf -MX smtp/inet
    sed -i -E 's/^#((smtp +inet .* postscreen|smtpd +pass .*|dnsblog +unix .*|tlsproxy +unix .*))$/\1/' \
        /etc/postfix/master.cf
    postconf -e postscreen_greet_wait=1s
fi
if [ -n "$RIG_SPAN" ]; then # the player flushes the queue before each jump of the clock
    postconf -# queue_run_delay minimal_backoff_time maximal_backoff_time
    postconf -e smtp_connection_cache_on_demand=no # scache's statistics would name the real time
fi
set_main() { postconf -e "$1=$2"; }
settings set_main "$RIG_POSTFIX"
set_master() { postconf -P "$1=$2"; }
settings set_master "$RIG_MASTER"
