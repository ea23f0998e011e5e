# Functions that change the configuration; used at the start and by the admin in the middle of a run.
policy_conf=/etc/postfix-policyd-spf-python/policyd-spf.conf

set_policy() { # key value, in policyd-spf.conf
    sed -i "/^$1[ =]/d" $policy_conf
    echo "$1 = $2" >>$policy_conf
}

policy_argv() { # python, perl or dead: user and program of the policy service, as master.cf has them
    case $1 in
        python) echo 'user=policyd-spf argv=/usr/bin/policyd-spf' ;;
        perl) echo 'user=nobody argv=/usr/sbin/postfix-policyd-spf-perl' ;;
        dead) echo 'user=nobody argv=/bin/false' ;;
        *) echo "the policy is python, perl or dead" >&2; exit 2 ;;
    esac
}

change() { # postfix:KEY=VALUE, spf:KEY=VALUE or policy:NAME
    local setting=${1#*:}
    case $1 in
        postfix:*) postconf -e "$setting" ;;
        spf:*) set_policy "${setting%%=*}" "${setting#*=}" ;;
        policy:*) postconf -F "policyd-spf/unix/command=spawn $(policy_argv "$setting")" ;;
        *) exit 2 ;;
    esac
}
