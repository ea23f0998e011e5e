# The configuration as it is, and what an admin enters on the running server (RIG_ENTER) and takes back (RIG_UNDO).
keep_configuration() { # folder
    mkdir -p "$1"
    postconf -n >"$1/postconf-n.txt"
    postconf -M >"$1/postconf-M.txt"
    postconf -P >"$1/postconf-P.txt"
    ls /etc/postfix >"$1/postfix.txt"
    doveconf -n >"$1/doveconf-n.txt"
    doveconf -a >"$1/doveconf-a.txt"
    cp /etc/postfix/main.cf /etc/postfix/master.cf /etc/postfix-policyd-spf-python/policyd-spf.conf \
        /etc/dovecot/dovecot.conf "$1/"
}

enter() { # script, folder for the configuration afterwards
    [ -n "$1" ] || return 0
    bash -e "$1"
    sleep 0.5
    keep_configuration "$2"
}
