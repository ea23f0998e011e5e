#!/bin/bash
# usage: run.sh MODE SEED N OUTDIR
#   MODE  warn      warn_if_reject before the SPF policy check
#         enforce   the same check without warn_if_reject
# Options are environment variables; README.md lists them.
set -euo pipefail
[ $# -eq 4 ] || { sed -n '2,5p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
case $1 in warn | enforce) ;; *) echo "MODE is warn or enforce" >&2; exit 2 ;; esac
mkdir -p "$4"
out=$(cd "$4" && pwd)
case $out in
    /etc/* | /run/* | /var/spool/* | /var/lib/* | /var/mail/* | /dev/*)
        echo "choose an OUTDIR outside the system folders" >&2
        exit 2
        ;;
esac
rm -f "$out"/{mail.log,mail.log.gz,mail.rfc3164.log,mail.rfc3164.log.gz,truth.jsonl,truth.jsonl.gz}
rm -f "$out"/{run.txt,postqueue.txt,postconf-{n,M,P}.txt,doveconf-{n,a}.txt,postfix.txt,rig.err}
rm -f "$out"/{main.cf,master.cf,policyd-spf.conf,dovecot.conf}
rm -rf "$out"/{entered,undone}
work=$(mktemp -d "${RIG_WORK:-/var/tmp}/mailrig.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Own mount, network, hostname, ipc and pid namespaces: when the inner script (pid 1 there) ends, so does
# everything it started.  The time limit ends a run that hangs.
export RIG_HERE=$here RIG_OUT=$out RIG_DIR=$work RIG_MODE=$1 RIG_SEED=$2 RIG_N=$3
if ! timeout --kill-after=10 "${RIG_TIMEOUT:-3600}" \
    unshare -m -n -u -i -p -f --kill-child --mount-proc /bin/bash "$here/inside/start.sh" \
    >"$out/run.txt" 2>"$out/rig.err" </dev/null; then
    echo "the rig failed; see $out/rig.err" >&2
    tail -20 "$out/rig.err" >&2
    exit 1
fi
[ -s "$out/rig.err" ] || rm -f "$out/rig.err"
if [ -n "${RIG_GZIP:-}" ]; then
    gzip -9nf "$out"/mail.log "$out"/mail.rfc3164.log "$out"/truth.jsonl
fi
cat "$out/run.txt"
