# The SPF policy service: Debian's configuration plus RIG_SPF.
policy_conf=/etc/postfix-policyd-spf-python/policyd-spf.conf
set_policy() {
    local key=${1%% *}
    sed -i "/^$key[ =]/d" $policy_conf
    echo "$key = $2" >>$policy_conf
}
settings set_policy "$RIG_SPF"
case ${RIG_POLICY:-python} in
    python) policy_argv=/usr/bin/policyd-spf policy_user=policyd-spf ;;
    perl) policy_argv=/usr/sbin/postfix-policyd-spf-perl policy_user=nobody ;;
    dead) policy_argv=/bin/false policy_user=nobody ;;
    *) echo "RIG_POLICY is python, perl or dead" >&2; exit 2 ;;
esac
