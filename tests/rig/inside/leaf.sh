# Functions to make a certificate and to put our own in place; used at the start and at a renewal.
quiet() { "$@" 2>/dev/null; }

leaf() { # file name
    quiet openssl req -newkey rsa:2048 -nodes -keyout "$C/$1.key" -out "$C/$1.csr" -subj "/CN=$2"
    quiet openssl x509 -req -in "$C/$1.csr" -CA "$C/ca.crt" -CAkey "$C/ca.key" -CAcreateserial -days 825 \
        -out "$C/$1.crt" -extfile <(printf 'subjectAltName=DNS:%s' "$2")
    cat "$C/$1.crt" "$C/$1.key" >"$C/$1.pem"
}

install_leaf() {
    cp "$C/mail.crt" "$C/mail.key" /etc/postfix/tls/
    cp "$C/mail.crt" "$C/mail.key" /etc/dovecot/tls/
    chmod 600 /etc/postfix/tls/mail.key /etc/dovecot/tls/mail.key
}
