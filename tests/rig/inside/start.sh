#!/bin/bash
# Runs as pid 1 of the rig's own namespaces, started by run.sh: builds the world, plays the plan,
# gathers the truth.  Everything ends when it ends.
set -eE
trap 'echo "start.sh: line $LINENO of ${BASH_SOURCE[0]} failed ($?)" >&2' ERR
export W=$RIG_DIR OUT=$RIG_OUT HERE=$RIG_HERE
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
unset PYTHONHOME PYTHONUNBUFFERED
PYTHONPATH=$(dirname "$HERE")
export PYTHONPATH
export PKG=${HERE##*/}
py() { /usr/bin/python3 -W ignore::DeprecationWarning -m "$PKG.$1" "${@:2}"; }

# settings IN "key=value;key=value": call IN for each
settings() {
    local x kv
    IFS=';' read -ra kv <<<"$2"
    for x in "${kv[@]}"; do
        x=$(echo $x) # without blanks around it
        [ -z "$x" ] || "$1" "${x%%=*}" "${x#*=}"
    done
}

for part in network files certificates clock rsyslog world policy postfix filters dovecot given; do
    . "$HERE/inside/$part.sh"
done

postfix check
dovecot
/usr/lib/postfix/configure-instance.sh ''
postfix start
for _ in $(seq 100); do
    ss -ltn | grep -q '203.0.113.10:25 ' && ss -ltn | grep -q ':993 ' && break
    sleep 0.1
done
. "$HERE/inside/entered.sh"
keep_configuration "$OUT"
enter "$RIG_ENTER" "$OUT/entered"
echo "mode=$RIG_MODE seed=$RIG_SEED n=$RIG_N $(env | grep '^RIG_' | grep -vE '^RIG_(HERE|OUT|DIR|KEYS|OFFSET_FILE|WORK|MODE|SEED|N)=' | sort | tr '\n' ' ')"
dpkg-query -W -f '${Package} ${Version}; ' postfix postfix-policyd-spf-python postfix-policyd-spf-perl python3-spf \
    python3-dns dovecot-core dovecot-sieve rsyslog opendkim opendmarc libssl3 2>/dev/null || true
echo

py clients.play "$W/clients.jsonl"

# let the queue settle, retries of deferred mail included, then stop in good order
for i in $(seq "${RIG_DRAIN:-12}"); do
    sleep 1
    left=$(find /var/spool/postfix/{maildrop,incoming,active} -type f | wc -l)
    deferred=$(find /var/spool/postfix/deferred -type f | wc -l)
    [ "$left" = 0 ] && { [ "$deferred" = 0 ] || [ "$i" -ge 10 ]; } && break
done
sleep 0.5
postqueue -p >"$OUT/postqueue.txt" 2>/dev/null || true
postfix stop || true
doveadm stop || true
enter "$RIG_UNDO" "$OUT/undone"
sleep 1
py evidence "$W/clients.jsonl" "$W/remote.jsonl" "$W/filter.jsonl" >"$OUT/truth.jsonl"
kill "${helpers[@]}" 2>/dev/null || true
sleep 0.3
kill "$rsyslog"
wait "$rsyslog" || true
echo "log lines: $(wc -l <"$OUT/mail.log"), truth records: $(wc -l <"$OUT/truth.jsonl")"
