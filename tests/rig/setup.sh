#!/bin/bash
# Install what the rig needs, from Debian 12 alone.  Run once, as root, after 'apt-get update'.
# No daemon is started: the rig runs its own, in namespaces of its own.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
    trap 'rm -f $policy' EXIT
fi
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections

# python3-dns (not python3-dnspython): it is what the policy server gets on a plain Debian machine,
# and pyspf prefers dnspython where both are present
apt-get -o DPkg::Lock::Timeout=900 install -y --no-install-recommends \
    postfix postfix-policyd-spf-python python3-dns postfix-policyd-spf-perl \
    dovecot-imapd dovecot-lmtpd dovecot-sieve rsyslog opendkim opendmarc openssl libfaketime \
    iproute2 util-linux procps patch

# kept aside, for runs with RIG_DNSPYTHON=1 only
mkdir -p /var/cache/mailrig
(cd /var/cache/mailrig && ls python3-dnspython_*.deb >/dev/null 2>&1 || apt-get download python3-dnspython)

unshare -m -n -u -i -p -f --mount-proc true && echo 'namespaces: ok'
