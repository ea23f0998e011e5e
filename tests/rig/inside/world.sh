# DNS, the remote mail servers, and where asked for: greylisting and the content filter.
helpers=()
touch "$W"/{remote,filter}.jsonl
py servers.dns &
helpers+=($!)
py servers.remote "$C" "$W/remote.jsonl" 2>"$W/remote.err" &
helpers+=($!)
if [ -n "$RIG_GREYLIST" ]; then
    wait_for=1
    [ -z "$RIG_SPAN" ] || wait_for=300
    py servers.greylist 10023 $wait_for &
    helpers+=($!)
fi
if [ "$RIG_FILTER" = 1 ]; then
    py servers.content_filter 8895 "$W/filter.jsonl" &
    helpers+=($!)
fi
for _ in $(seq 80); do
    [ -S /dev/log ] && [ -S /var/spool/postfix/dev/log ] && grep -q addresses "$W/remote.err" && break
    sleep 0.1
done

# RIG_DNSPYTHON=1: the policy server finds dnspython, and pyspf then prefers it to py3dns
if [ "$RIG_DNSPYTHON" = 1 ]; then
    mkdir "$W"/tmpfs/dnspy
    for f in /var/cache/mailrig/python3-dnspython_*.deb; do dpkg -x "$f" "$W/tmpfs/dnspy"; done
    packages=usr/lib/python3/dist-packages
    mount -t overlay overlay -o "lowerdir=$W/tmpfs/dnspy/$packages:/$packages" "/$packages"
fi
