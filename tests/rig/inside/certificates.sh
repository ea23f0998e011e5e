# A made-up certificate authority with RSA leaves, and the DKIM keys where the milters run.
export C=$W/tmpfs/certs
mkdir "$C"
mkdir -p /etc/postfix/tls /etc/dovecot/tls
. "$HERE/inside/leaf.sh"
quiet openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -keyout "$C/ca.key" -out "$C/ca.crt" \
    -subj '/O=Rig/CN=Rig Test CA' -addext basicConstraints=critical,CA:TRUE
leaf mail mail.example.org
leaf sinkca mx1.bigmail.example
quiet openssl req -x509 -newkey rsa:2048 -nodes -days 825 -keyout "$C/sinkself.key" -out "$C/sinkself.crt" \
    -subj '/CN=selfsigned.example'
cat "$C/sinkself.crt" "$C/sinkself.key" >"$C/sinkself.pem"
cp "$C/ca.crt" /etc/postfix/tls/
install_leaf

if [ "$RIG_MILTERS" = 1 ]; then
    mkdir "$W/tmpfs/keys"
    export RIG_KEYS=$W/tmpfs/keys
    for who in honest spammer; do
        quiet openssl genrsa -out "$RIG_KEYS/$who.key" 2048
        echo "v=DKIM1; k=rsa; p=$(openssl rsa -in "$RIG_KEYS/$who.key" -pubout 2>/dev/null | grep -v -- -- | tr -d '\n')" \
            >"$RIG_KEYS/$who.txt"
    done
fi
