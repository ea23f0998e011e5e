# Loopback only.  The documentation networks are local to it, so clients really connect from those
# addresses and Postfix resolves their names itself; nothing can leave.
ip link set lo up
for network in 192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 198.18.0.0/15; do
    ip route add local $network dev lo
done
ip addr add 203.0.113.10/32 dev lo
ip -6 addr add 2001:db8:10::10/128 dev lo nodad
ip -6 route add local 2001:db8::/32 dev lo
echo 1 >/proc/sys/net/ipv6/ip_nonlocal_bind
hostname mail
first=${RIG_FIRSTPID:-$((1000 + ($(cksum <<<"$RIG_SEED" | cut -d' ' -f1) % 20000)))}
echo "$first" >/proc/sys/kernel/ns_last_pid || true
if [ "$RIG_PIDREUSE" = 1 ]; then # ns_last_pid is this namespace's own; pid_max would be the whole machine's
    while sleep 1; do echo "$first" >/proc/sys/kernel/ns_last_pid; done 2>/dev/null &
fi
