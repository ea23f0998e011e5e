# OpenDKIM and OpenDMARC (RIG_MILTERS=1) and the made-up content filter (RIG_FILTER=1), in this order.
milters=
if [ "$RIG_MILTERS" = 1 ]; then
    milters='inet:127.0.0.1:8891 inet:127.0.0.1:8893'
    postconf -e 'non_smtpd_milters = inet:127.0.0.1:8891'
    mkdir -p /etc/dkimkeys /run/opendkim /run/opendmarc
    cp "$RIG_KEYS/honest.key" /etc/dkimkeys/mail.private
    chown -R opendkim: /etc/dkimkeys /run/opendkim
    chown opendmarc: /run/opendmarc
    chmod 600 /etc/dkimkeys/mail.private
    cat >/etc/opendkim.conf <<X
Syslog yes
SyslogSuccess yes
LogWhy no
Canonicalization relaxed/simple
Mode sv
Domain example.org,example.net
Selector mail
KeyFile /etc/dkimkeys/mail.private
UserID opendkim
UMask 007
Socket inet:8891@127.0.0.1
AuthservID mail.example.org
Nameservers 127.0.0.1
OversignHeaders From
X
    cat >/etc/opendmarc.conf <<X
AuthservID mail.example.org
TrustedAuthservIDs mail.example.org
Syslog true
Socket inet:8893@127.0.0.1
UserID opendmarc
UMask 0002
RejectFailures false
IgnoreAuthenticatedClients true
SPFSelfValidate false
PublicSuffixList /usr/share/publicsuffix/
X
    opendkim -f -x /etc/opendkim.conf &
    helpers+=($!)
    opendmarc -f -c /etc/opendmarc.conf &
    helpers+=($!)
    sleep 1
fi
[ "$RIG_FILTER" != 1 ] || milters="$milters inet:127.0.0.1:8895"
if [ -n "$milters" ]; then
    postconf -e "smtpd_milters = $milters" 'milter_default_action = accept' 'milter_protocol = 6'
    set_main_again() { postconf -e "$1=$2"; } # RIG_POSTFIX has the last word
    settings set_main_again "$RIG_POSTFIX"
fi
