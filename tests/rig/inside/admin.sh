#!/bin/bash
# What the admin does while the plan is played.
# usage: admin.sh reload|restart|renew-certificate|enforce|'postfix:KEY=VALUE spf:KEY=VALUE policy:NAME'
set -e
case $1 in
    reload) postfix reload ;;
    restart)
        postfix stop
        postfix start
        ;;
    renew-certificate)
        . "$HERE/inside/leaf.sh"
        leaf mail mail.example.org
        install_leaf
        postfix reload
        doveadm reload
        ;;
    enforce)
        sed -i 's/warn_if_reject check_policy_service/check_policy_service/' /etc/postfix/main.cf
        postfix reload
        ;;
    *:*)
        . "$HERE/inside/change.sh"
        for setting in $1; do change "$setting"; done
        postfix reload
        ;;
    *) exit 2 ;;
esac
sleep 0.5
